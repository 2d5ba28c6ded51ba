"""Refunds that stand beside the amount are taken off once; tax, shipping and discounts are told and left alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LOG = "client,date,total,{}\nA,2024-01-01,100.00,{}\nB,2024-01-02,80.00,{}\nC,2024-01-03,50.00,{}\n"


@pytest.mark.parametrize(
    "header",
    [
        "refund",
        "Total refunded",
        "refunded_amount",
        "Сумма возврата",
        "Возвращено",
        "Возвраты, руб.",
        "Written off",
        "Write-off amount",
        "Bad debt",
        "Списание долга",
        "Списано задолженности",
    ],
)
@pytest.mark.parametrize(("one", "two", "three", "total"), [
    ("0", "30", "50", "150"), ("", "-30.00", "-50.00", "150"), ("", "", "0.5", "229.5"), ("0", "0", "0", "230"),
])  # fmt: skip
def test_a_refund_beside_the_total_is_taken_off_once_whatever_its_sign(ask, header, one, two, three, total):
    said = ask("check {file}", LOG.format(f'"{header}"', one, two, three))
    assert float(said.total) == float(total)
    assert said.tells(header, "taken off") == (total != "230")


@pytest.mark.parametrize("header", ["refund id", "Refunded by"])
def test_what_only_speaks_of_a_refund_is_no_money(ask, header):
    said = ask("check {file}", LOG.format(header, "", "x", ""))
    assert said.total == "230.00"


def test_a_refund_above_its_amount_is_asked_about_and_the_cure_counts_right(ask):
    text = "client,date,Subtotal,Total,Refunded Amount\nA,2024-01-01,98.96,113.00,0\nB,2024-01-02,50.20,60.00,60.00\n"
    said = ask("check {file} --amount Subtotal", text)
    assert said.code == 3
    assert said.tells("Subtotal", "60.00", "50.20", "--amount 'Total'")
    assert ask("check {file} --amount Total", text).total == "113.00"
    assert ask("check {file} --amount Subtotal --map refunds=", text).total == "149.16"


def test_a_refund_in_a_column_and_as_a_row_is_not_taken_off_twice(ask):
    text = "client,date,total,refund\nA,2024-01-01,100,0\nB,2024-01-02,60,15\nB,2024-01-04,-15,0\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("15", "second time")
    assert ask("check {file} --refunds drop", text).total == "145"
    assert ask("check {file} --map refunds=", text).total == "145"


@pytest.mark.parametrize(("command", "total"), [("--subtract Tax", "100"), ("--add Tax", "140"), ("", "120"),
                                                ("--subtract Tax --add Shipping", "107.50")])  # fmt: skip
def test_tax_and_shipping_are_told_and_touched_only_if_the_user_says_so(ask, command, total):
    text = "client,date,amount,Tax,Shipping\nA,2024-01-01,60,10,2.50\nB,2024-01-02,60,10,5\n"
    said = ask(f"check {{file}} {command}", text)
    assert float(said.total) == float(total)
    if not command:
        assert said.tells("«Tax» 20", "«Shipping» 7.50", "counted as it stands")


def test_tax_of_a_refund_row_is_taken_off_the_refund(ask):
    """−120 with 20 of tax in it is −100 without, whether the tax is written −20 or 20."""
    for tax in ("-20", "20"):
        text = f"client,date,amount,НДС\nA,2024-01-01,240,40\nA,2024-01-02,-120,{tax}\n"
        assert ask("check {file} --subtract НДС", text).total == "100"


def test_a_column_that_is_not_there_is_named(ask):
    said = ask("check {file} --subtract Taks", "client,date,amount,Tax\nA,2024-01-01,60,10\n")
    assert said.code == 2
    assert said.tells("--subtract", "Taks", "«Tax»")


def test_an_order_wholly_paid_back_is_no_order(ask):
    text = "client,date,total,refund\nA,2024-01-01,100,0\nB,2024-01-02,60,60\nA,2024-05-04,30,\n"
    said = ask("check {file}", text)
    assert (said.total, said.clients) == ("130", 1)
    assert "refunded in full" in said.doc["control_totals"][0]["skipped"]


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [("Refunded", "1", "0"), ("Refunded?", "1", "0"), ("Возврат", "1", "0"), ("Refunded?", "yes", "")],
)
def test_a_refund_that_says_yes_or_no_is_no_money(ask, header, yes, no):
    """20 + 30 stay, 25 went back: it is asked about, never 1 taken off 25."""
    text = (
        f"client,date,amount,{header}\nAlder,2024-01-05,20,{no}\nBirch,2024-01-06,25,{yes}\nAlder,2024-02-06,30,{no}\n"
    )
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, "1 row", "25")
    assert ask(f"check {{file}} --leave-out '{header}={yes}'", text).total == "50"


CENTS = st.integers(100, 900_000)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), CENTS, st.integers(0, 100)), min_size=2, max_size=8),
    st.sampled_from(["Refunded Amount", "refund", "Возвраты, руб.", "Сумма возвратов"]),
    st.sampled_from([1, -1]),
)
def test_a_column_of_refunds_is_taken_off_once_whatever_its_sign_and_told(ask, rows, header, sign):
    orders = [(name, cents, cents * part // 100) for name, cents, part in rows]
    lines = [
        f"client {name},2024-01-{day:02d},{cents / 100:.2f},{sign * back / 100:.2f}"
        for day, (name, cents, back) in enumerate(orders, 1)
    ]
    said = ask("check {file}", "\n".join([f"client,date,amount,{header.replace(',', '')}", *lines]) + "\n")
    back = sum(back for *_, back in orders)
    if said.code == 0:
        assert round(float(said.total) * 100) == sum(cents for _, cents, _ in orders) - back
        assert not back or said.tells(header.split(",")[0], "taken off")
    else:  # nothing is left, or the question names the column
        assert said.tells("every row is left out") or said.tells(header.split(",")[0]), said.all


@pytest.mark.parametrize("back", ["30", "-30"])
def test_a_refund_in_a_column_and_as_a_row_is_asked_about_however_it_is_written(ask, back):
    rows = f"A,2024-01-05,100,30,Sale\nA,2024-01-09,{back},,Refund\nB,2024-02-05,50,,Sale\n"
    text = f"client,date,amount,refunded,type\n{rows}"
    said = ask("check {file} --minus type=Refund", text)
    assert said.code == 3
    assert said.tells("30", "refunded")


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Refund date", "2024-02-20"), ("Refund reason", "broken"), ("Причина возврата", "брак"),
     ("Дата возврата", "20.02.2024"),
     ("Lost reason", "price"), ("Is refund", "yes"), ("Причина отказа", "цена")],
)  # fmt: skip
def test_a_day_or_a_reason_of_what_was_undone_is_asked_about(ask, header, cell):
    text = f"client,date,amount,{header}\nAlder,2024-01-05,20,\nBirch,2024-02-06,25,{cell}\nAlder,2024-03-06,30,\n"
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, "1 row", "25")
    assert ask(f"check {{file}} --leave-out '{header}=*'", text).total == "50"


@pytest.mark.parametrize("header", ["Refund date", "Refund reason", "Причина возврата"])
def test_where_the_refund_itself_is_taken_off_its_reason_is_no_question(ask, header):
    text = f"client,date,amount,refunded,{header}\nAlder,2024-01-05,20,0,\nBirch,2024-02-06,25,10,2024-02-20\n"
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "35")


MONTHS = "Month,Spend,Agency fee,New clients\n2024-01,1000,100,10\n2024-02,1000,100,10\n"
LIST = "Client,Revenue,Cost,Delivery cost\nAlder,1000,400,100\nBirch,9000,4000,500\n"
RU_LIST = "Клиент;Выручка;Себестоимость;Комиссия\nМаяк;1000;400;100\nСтвор;9000;4000;500\n"


@pytest.mark.parametrize(
    ("command", "text", "header", "figure", "value", "less"),
    [
        ("cac", MONTHS, "Agency fee", "blended_cost", 100, 90),
        ("profit", LIST, "Delivery cost", "total_profit", 5600, 5000),
        ("profit", RU_LIST, "Комиссия", "total_profit", 5600, 5000),
    ],
)
def test_money_beside_that_of_a_list_is_told_and_can_be_taken_off(ask, command, text, header, figure, value, less):
    """200 or 600 stand beside: left alone, told, and taken off where the user says so."""
    said = ask(f"{command} {{file}}", text)
    assert float(said.figure(figure)) == value
    assert said.tells(header, "--subtract", "--add")
    assert float(ask(f"{command} {{file}} --subtract '{header}'", text).figure(figure)) == less


PAID_BACK = [
    "client,date,status,total,refund\nA,2024-01-01,paid,100,0\nB,2024-01-02,{},80,{}\nC,2024-01-03,paid,50,5\n",
    "Клиент;Дата;Статус заказа;Сумма;Сумма возврата\nА;01.01.2024;Оплачен;100;0\n"
    "Б;02.01.2024;{};80;{}\nВ;03.01.2024;Оплачен;50;5\n",
    "order_id,order_number,order_date,status,order_total,order_currency,customer_email,refunded_total\n"
    "1,1,2024-01-01,completed,100,EUR,a@x.org,0\n2,2,2024-01-02,{},80,EUR,b@x.org,{}\n"
    "3,3,2024-01-03,completed,50,EUR,c@x.org,5\n",
]  # fmt: skip


@pytest.mark.parametrize("none", ["", "0", "0.00"])
@pytest.mark.parametrize(("text", "word"), [*zip(PAID_BACK, ["refunded", "Возвращён", "wc-refunded"], strict=True)])
def test_an_order_that_was_paid_back_without_a_refund_beside_it_is_asked_about(ask, text, word, none):
    said = ask("check {file}", text.format(word, none))
    assert said.code == 3, said.all
    assert said.tells(word, "80", "--leave-out")
    column = "'Статус заказа'" if ";" in text else "status"
    assert float(ask(f"check {{file}} --leave-out {column}={word}", text.format(word, none)).total) == 145
    assert float(ask("check {file}", text.format(word, "80")).total) == 145


@pytest.mark.parametrize(("amount", "refund"), [
    ("Net sales", "Refunds"), ("Total after refunds", "Refund amount"), ("Сумма за вычетом возвратов", "Возвращено"),
])  # fmt: skip
def test_a_refund_that_the_amount_is_after_is_told_and_not_taken_off_again(ask, amount, refund):
    text = f"client,date,{amount},{refund}\nA,2024-01-01,100.00,20.00\nB,2024-01-02,80.00,\n"
    said = ask(f"check {{file}} --amount '{amount}'", text)
    assert said.total == "180.00", said.all
    assert said.tells(refund, "20.00", "counted as it stands")
    assert ask(f"check {{file}} --amount '{amount}' --subtract '{refund}'", text).total == "160.00"


# ---------------------------------------------------------------- what came back, under other names


@pytest.mark.parametrize(
    "header",
    ["Credit note", "Credit notes", "Credit memo amount", "Chargebacks", "Reimbursed", "Money back", "Returned amount",
     "Кредит-нота", "Сумма кредит-ноты", "Возвращённая сумма"],
)  # fmt: skip
def test_money_that_went_back_is_taken_off_by_whatever_name(header, ask):
    text = f"Date,Customer,Amount,{header}\n2024-01-05,Acme,100,\n2024-02-15,Beta,200,50\n2024-03-15,Beta,70,\n"
    said = ask("check {file}", text)
    assert said.total == "320", said.all  # 100 + 200 - 50 + 70
    assert said.tells(header, "taken off", "50 in all")


@pytest.mark.parametrize("header", ["Credit note", "Refunded", "Returned", "Returns", "Возвращено", "Returned amount"])
@pytest.mark.parametrize("mark", ["yes", "2024-03-01"])
def test_a_mark_or_a_day_in_such_a_column_says_that_the_sale_came_back(header, mark, ask):
    text = f"Date,Customer,Amount,{header}\n2024-01-05,Acme,100,\n2024-02-15,Beta,200,{mark}\n2024-03-15,Beta,70,\n"
    said = ask("check {file}", text)
    assert said.code == 3, said.doc
    assert said.tells(header, "is this money", "200")
    assert ask(f"check {{file}} --only '{header}='", text).total == "170"


@pytest.mark.parametrize("header", ["Returns", "Returned", "Allowances"])
def test_what_came_back_as_money_or_pieces_is_named_where_it_is_too_much_for_pieces(header, ask):
    text = "Date,Customer,Amount,{}\n2024-01-05,Acme,100,\n2024-02-15,Beta,200,{}\n2024-03-15,Beta,70,\n"
    said = ask("check {file}", text.format(header, "50.25"))
    assert (said.code, said.total) == (0, "370")
    assert said.tells(header, "50.25", f"--subtract {header}")
    assert ask(f"check {{file}} --subtract {header}", text.format(header, "50.25")).total == "319.75"
    pieces = ask("check {file}", text.format(header, "3"))
    assert (pieces.code, pieces.total) == (0, "370")
    assert not pieces.tells("--subtract")


TWO = "client;date;{};{}\nAlder;2024-01-05;1000;{}\nBirch;2024-02-06;2000;{}\n"


@pytest.mark.parametrize("header", [
    "Of which deposit", "Of which passed to partner", "в т.ч. залог", "В том числе доставка", "Thereof fees",
    "Store credit used", "Gift card used", "Бонусами", "Списано бонусов", "Доля партнёра", "Royalties",
    "Вознаграждение агента", "Our share",
])  # fmt: skip
def test_a_part_of_the_amount_that_is_anothers_or_no_new_money_is_told_and_taken_off_if_said(ask, header):
    text = TWO.format("Amount", header, 100, 500)
    said = ask("check {file}", text)
    assert (said.code, said.total, said.clients) == (0, "3000", 2), said.all
    assert said.tells("N236", header, "600", "--subtract") or said.tells(header, "600", "--subtract")
    assert ask(f"check {{file}} --subtract '{header}'", text).total == "2400"


@pytest.mark.parametrize("header", [
    "Of which", "в т.ч. НДС, %", "Partner share code", "Store credit", "Gift card code", "Списано бонусов, дата",
])  # fmt: skip
def test_what_names_no_money_beside_the_amount_is_left_in_peace(ask, header):
    said = ask("check {file}", TWO.format("Amount", header, "", "x"))
    assert (said.code, said.total) == (0, "3000"), said.all
    assert not said.tells("--subtract")


@pytest.mark.parametrize("header", ["Списано", "Списание, руб."])
def test_money_written_off_or_off_an_account_is_asked_about(ask, header):
    text = TWO.format("Сумма", f'"{header}"', "", 2000)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(header, "2,000", "1 row", "--subtract", "--map refunds=")
    never = ask(f"check {{file}} --subtract '{header}'", text)
    assert (never.total, never.clients) == ("1000", 1)
    paid = ask("check {file} --map refunds=", text)
    assert (paid.code, paid.total) == (0, "3000")


def test_what_a_bank_took_off_an_account_and_pieces_written_off_are_no_question(ask):
    bank = "Клиент;Дата;Поступило;Списано\nДуб;05.01.2024;1000;\nЕль;06.02.2024;2000;\n"
    assert ask("check {file} --map amount=Поступило", bank).total == "3000"
    assert ask("check {file}", TWO.format("Сумма", "Списано", 0, 0)).total == "3000"
    assert ask("check {file}", TWO.format("Сумма", "Списано", 5000, 10)).code == 0  # points, more than the amount


@pytest.mark.parametrize(("header", "one", "two", "total"), [
    ("Скидка %", "10", "0", "2900"), ("Discount, %", "10", "25", "2400"), ("Discount rate", "0.1", "0", "2900"),
    ("Скидка, %", "10%", "5%", "2800"), ("Процент скидки", "10", "0", "2900"),
])  # fmt: skip
def test_a_discount_in_per_cent_beside_the_amount_is_told_and_its_cure_takes_it_off(ask, header, one, two, total):
    text = TWO.format("Amount", header, one, two)
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "3000"), said.all
    sign = "" if "%" in header or header == "Discount rate" else "%"
    cure = f"--map amount='Amount-Amount*{header}{sign}'"
    assert said.tells(header, "taken to be after it", cure), said.all
    assert float(ask(f"check {{file}} {cure}", text).total) == float(total)


def test_a_discount_in_per_cent_beside_a_price_and_a_quantity_is_told(ask):
    text = "client,date,Qty,Price,Discount %\nA,2024-01-05,2,500,10\nB,2024-02-06,4,500,0\n"
    said = ask("check {file} --amount 'Qty*Price'", text)
    cure = "Qty*Price-Qty*Price*Discount %"
    assert said.total == "3000"
    assert said.tells("Discount %", "such as 10,", f"--map amount='{cure}'")
    after = ask(f"check {{file}} --map 'amount={cure}'", text)
    assert float(after.total) == 2900
    assert not after.tells("taken to be after it")


@pytest.mark.parametrize(
    ("amount", "more"), [("Сумма со скидкой", ""), ("Amount after discount", ""), ("Сумма", "Скидка")]
)
def test_where_the_file_tells_what_the_discount_comes_to_its_rate_is_not(ask, amount, more):
    text = f"client;date;{amount};Скидка %;{more or 'x'}\nA;2024-01-05;1000;10;100\nB;2024-02-06;2000;0;0\n"
    said = ask("check {file}", text)
    assert said.code == 0
    assert not said.tells("such as 10")


@pytest.mark.parametrize(("insured", "premium"), [("Sum insured", "Premium"), ("Страховая сумма", "Страховая премия"),
                                                  ("Insured value", "Gross premium")])  # fmt: skip
def test_of_a_sum_insured_and_a_premium_the_premium_is_the_money(ask, insured, premium):
    text = f"client;date;{insured};{premium}\nA;2024-01-05;100000;100\nB;2024-02-06;200000;200\n"
    assert ask("check {file}", text).total == "300"


def test_a_premium_beside_no_sum_insured_is_no_amount(ask):
    assert ask("check {file}", TWO.format("Amount", "Premium", 1, 0)).total == "3000"


@pytest.mark.parametrize(("amount", "kept"), [
    ("Сумма договора", "Наше вознаграждение"), ("Order value", "Our fee"), ("Order value", "Commission earned"),
    ("Стоимость", "Деньгами"),
])  # fmt: skip
def test_what_the_firm_keeps_of_the_money_is_asked_about_as_the_amount(ask, amount, kept):
    text = TWO.format(amount, kept, 100, 200)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(amount, kept, "--map amount=")
    assert ask(f"check {{file}} --map amount='{amount}'", text).total == "3000"
    assert ask(f"check {{file}} --map amount='{kept}'", text).total == "300"
