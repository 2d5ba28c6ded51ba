"""Goods and payments of which some text says that no client paid for anything: asked about by itself, at any number."""

import pytest
from cures import cures_of

NO_CLIENT = [
    ("Purpose", "Loan received"), ("Reference", "own transfer"), ("Description", "Capital contribution"),
    ("Payment details", "Tax refund"), ("Bank narrative", "Dividends 2024"), ("Purpose", "Between own accounts"),
    ("Назначение платежа", "Предоставление займа по договору 5"), ("Назначение", "Взнос учредителя"),
    ("Основание", "Перевод собственных средств между счетами"), ("Назначение", "Проценты на остаток"),
    ("Назначение платежа", "Возврат поставщиком излишне перечисленного"), ("Назначение", "Погашение кредита"),
]  # fmt: skip
BACK = [("Item", "Refund"), ("Product", "Credit note INV-17"), ("Товар", "Возврат"), ("Description", "Chargeback")]


def log_of(header, text, *, others=60, money="300.00"):
    """A log whose rows all tell something else, and one `text` of 300."""
    rows = [f"Firm {n % 7},2025-0{n % 9 + 1}-1{n % 3},{100 + n},Oak table {n * 7}th kind" for n in range(others)]
    rows.append(f"Firm 3,2025-05-23,{money},{text}")
    return "\n".join([f"Client,Date,Amount,{header}", *rows, ""])


def sum_of(text):
    return sum(float(line.split(",")[2]) for line in text.splitlines()[1:])


def followed(ask, text):
    said = ask("check {file}", text)
    assert said.code == 3
    cures = cures_of("check", said.doc["problems"])
    return said, [
        float(ask("check {file} " + " ".join(f"'{word}'" for word in cure.words), text).total) for cure in cures
    ]


@pytest.mark.parametrize("others", [5, 60])
@pytest.mark.parametrize(("header", "text"), NO_CLIENT)
def test_money_that_no_client_paid_is_asked_about(ask, header, text, others):
    log = log_of(header, text, others=others)
    said, totals = followed(ask, log)
    assert said.tells("E250", header, "1 row, 300")
    assert {*totals[:-1]} == {sum_of(log) - 300}
    assert totals[-1] == sum_of(log)


@pytest.mark.parametrize("others", [5, 60])
@pytest.mark.parametrize(("header", "text"), BACK)
def test_goods_that_are_called_a_refund_are_asked_about(ask, header, text, others):
    log = log_of(header, text, others=others)
    said, totals = followed(ask, log)
    assert said.tells("E250", header, "1 row, 300")
    assert totals[0] in (sum_of(log) - 600, sum_of(log) - 300)
    assert totals[-1] == sum_of(log)


@pytest.mark.parametrize(("header", "text"), BACK)
def test_what_is_below_zero_went_back_already(ask, header, text):
    said = ask("check {file}", log_of(header, text, money="-300.00"))
    assert said.code == 0


@pytest.mark.parametrize(("header", "text"), [
    ("Item", "Returns desk"), ("Item", "Loan of a drill"), ("Товар", "Возвратная тара"), ("Comment", "wants a refund"),
    ("Description", "Interesting lamp"), ("Назначение платежа", "Оплата по счету 7, НДС 20 процентов"),
    ("Purpose", "Payment for moving boxes"), ("Товар", "Кредитница кожаная"), ("Услуга", "Займи место у окна"),
])  # fmt: skip
def test_ordinary_goods_and_payments_are_no_question(ask, header, text):
    log = log_of(header, text.replace(",", ""))
    said = ask("check {file}", log)
    assert (said.code, float(said.total or 0)) == (0, sum_of(log))


@pytest.mark.parametrize("text", ["Gift card 50", "Подарочный сертификат 3000", "Security deposit"])
def test_money_that_was_money_before_is_asked_about_among_any_number_of_goods(ask, text):
    log = log_of("Item" if text.isascii() else "Товар", text)
    said, totals = followed(ask, log)
    assert totals == [sum_of(log) - 300, sum_of(log)]
    assert said.tells("E250", "300")


@pytest.mark.parametrize(
    ("header", "text"), [("Purpose", "Loan received"), ("Item", "Refund"), ("Item", "Gift card 50")]
)
def test_money_that_is_reckoned_of_two_columns_is_asked_about_too(ask, header, text):
    rows = "".join(f"Firm {n % 7},2025-0{n % 9 + 1}-1{n % 3},{100 + n},0,Oak table {n}\n" for n in range(9))
    log = f"Client,Date,In,Out,{header}\n{rows}Firm 3,2025-05-23,300,0,{text}\n"
    said = ask("check {file} --map amount=In-Out", log)
    assert said.code == 3
    assert said.tells("E250", header, "1 row, 300")


@pytest.mark.parametrize(("header", "sales", "other"), [
    ("GL account", "4000 Sales", "1200 Bank"), ("GL account", "Revenue", "VAT"), ("Счет учета", "Выручка", "НДС"),
    ("Ledger account", "Sales income", "Accounts receivable"),
])  # fmt: skip
def test_the_same_money_on_another_account_is_asked_about(ask, header, sales, other):
    rows = [f"Firm {n},2025-0{n + 1}-11,{100 + n},{other if n == 2 else sales}" for n in range(6)]
    log = "\n".join([f"Customer,Date,Amount,{header}", *rows, ""])
    said, totals = followed(ask, log)
    assert said.tells("E250", header, other, "1 row, 102")
    assert {*totals[:-1]} == {sum_of(log) - 102}
    assert totals[-1] == sum_of(log)


def test_accounts_that_money_went_to_are_no_question(ask):
    log = "Customer,Date,Amount,GL account\nA,2025-01-01,100,Checking\nB,2025-02-01,200,PayPal\n"
    assert ask("check {file}", log).total == "300"


def test_an_account_beside_the_client_that_is_named_is_asked_about_too(ask):
    log = "Customer,Date,Amount,Account\nA,2025-01-01,100,4000 Sales\nB,2025-02-01,200,1200 Bank\n"
    said = ask("check {file} --client Customer", log)
    assert said.code == 3
    assert said.tells("E250", "1200 Bank", "1 row, 200")


@pytest.mark.parametrize("others", [5, 60])
@pytest.mark.parametrize(("header", "text"), [
    ("Comment", "refunded in full to client - see mail"), ("Notes", "CANCELLED by phone"),
    ("Order note", "test order - ignore"), ("Remark", "duplicate of INV-1076"),
    ("Комментарий", "возврат денег клиенту"),
    ("Примечание", "Заказ отменён по звонку"), ("Комментарий менеджера", "тестовый заказ"),
])  # fmt: skip
def test_a_comment_of_what_may_be_no_sale_is_told_with_its_money(ask, header, text, others):
    log = log_of(header, text, others=others)
    said = ask("check {file}", log)
    assert (said.code, float(said.total)) == (0, sum_of(log))
    assert said.tells("N218", header, text[:9].rstrip(), "300", "counted, as nothing else says")
    left = ask(f"check {{file}} --leave-out '{header}={text}'", log)
    assert float(left.total) == sum_of(log) - 300


@pytest.mark.parametrize("text", ["ring twice", "likes the test drive", "позвонить утром", "без сдачи"])
def test_ordinary_comments_are_not_told(ask, text):
    assert not ask("check {file}", log_of("Comment", text)).tells("counted, as nothing else says")
