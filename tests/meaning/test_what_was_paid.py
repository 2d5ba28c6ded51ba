"""What is to pay, or was paid on a day of payment, is the amount; the price before the discount is asked about."""

import pytest

PAYABLE = [
    "To pay", "Payable", "Amount payable", "Final price", "Final amount", "Total to pay", "Discounted price",
    "К оплате", "Итого к оплате", "Сумма к оплате", "Всего к оплате", "Цена со скидкой", "Итоговая цена",
]  # fmt: skip


@pytest.mark.parametrize("payable", PAYABLE)
@pytest.mark.parametrize(("header", "amount"), [
    ('Date,Customer,Price,"Discount, %",{}', "Price"), ('Дата,Клиент,Сумма,"Скидка, %",{}', "Сумма"),
])  # fmt: skip
def test_the_price_before_a_discount_is_not_taken_in_silence(ask, header, amount, payable):
    """100 less 10%, 200, 50 less a half: 315; before the discount 350."""
    text = header.format(payable) + "\n2024-01-05,Acme,100,10,90\n2024-01-15,Beta,200,0,200\n2024-02-15,Beta,50,50,25\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(f"--map amount='{payable}'", amount)
    assert ask(f"check {{file}} --map amount='{payable}'", text).total == "315"
    assert ask(f"check {{file}} --map amount='{amount}'", text).total == "350"


@pytest.mark.parametrize("payable", PAYABLE)
def test_what_is_to_pay_is_an_amount_by_itself(ask, payable):
    said = ask("check {file}", f"Date,Customer,{payable}\n2024-01-05,Acme,90\n2024-01-15,Beta,200\n")
    assert (said.code, said.total) == (0, "290")


@pytest.mark.parametrize("header", [
    "Contract,Customer,Contract amount,Payment date,Payment", "Deal,Customer,Deal value,Paid at,Amount paid",
    "Order,Customer,Order total,Date paid,Installment", "Договор,Клиент,Сумма договора,Дата платежа,Платёж",
    "№ договора,Клиент,Сумма договора,Дата оплаты,Сумма платежа", "Заказ,Клиент,Сумма заказа,Дата оплаты,Оплачено",
])  # fmt: skip
def test_money_dated_by_a_payment_is_the_payment(ask, header):
    """500 + 500 + 200 + 200 = 1,400; the contracts are 1,000 and 600."""
    rows = ["C1,Acme,1000,2024-01-05,500", "C1,Acme,1000,2024-02-05,500", "C2,Beta,600,2024-02-15,200"]
    said = ask("check {file}", "\n".join([header, *rows, "C2,Beta,600,2024-03-15,200", ""]))
    assert (said.code, said.total) == (0, "1400")
    assert said.tells(header.split(",")[2], header.split(",")[4], "not counted", "--amount")


@pytest.mark.parametrize("header", [
    "Invoice date,Payment date,Customer,Total,Paid", "Дата счета,Дата оплаты,Клиент,Сумма,Оплачено",
])  # fmt: skip
def test_where_a_day_of_the_invoice_stands_beside_the_question_stays(ask, header):
    assert ask("check {file}", f"{header}\n2024-01-05,2024-02-05,Acme,100,50\n").tells(
        "several columns may be the amount"
    )


@pytest.mark.parametrize("header", ["Date,Customer,Amount,Payment", "Дата,Клиент,Сумма,Платёж"])
def test_a_payment_that_says_how_was_paid_is_no_money(ask, header):
    said = ask("check {file}", f"{header}\n2024-01-05,Acme,100,card\n2024-01-06,Beta,50,cash\n")
    assert (said.code, said.total) == (0, "150")


@pytest.mark.parametrize(("system", "header", "day"), [
    ("bitrix24", "ID;Название сделки;Стадия сделки;Сумма;Компания;Дата завершения", "Дата завершения"),
    ("bitrix24", "ID;Название сделки;Стадия сделки;Сумма;Компания;Предполагаемая дата закрытия",
     "Предполагаемая дата закрытия"),
    ("bitrix24", "ID;Deal Name;Stage;Income;Company;Assumed close date", "Assumed close date"),
])  # fmt: skip
def test_a_known_export_without_its_day_names_the_one_that_is_there(ask, system, header, day):
    won = "Deal won" if "Stage" in header else "Сделка успешна"
    text = f"{header}\n1;x;{won};3000;Альфа;15.01.2024\n2;y;{won};1500;Бета;15.02.2024\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(system, f"--map date='{day}'")
    assert ask(f"check {{file}} --map date='{day}'", text).total == "4500"
