"""What a document is by the letters its number begins with, where no column says so: a credit note, a quotation."""

import pytest
from cures import cures_of

CREDITS = ["CN-", "CRN", "CM/2025/", "Refund ", "Возврат-", "RMA"]
NO_SALES = ["QT-", "QUO ", "EST-", "PFI-", "Proforma ", "Quote-", "Draft "]
PLAIN = ["UT-", "МСК-", "БП00-", "A", "B/", "2025-", ""]
HEADERS = ["Invoice No", "Document", "Reference", "Номер документа", "Number"]


def log_of(header, *beginnings, plain="INV-", money=30):
    """60 documents of 100, and one of `money` for each of the beginnings."""
    rows = [f"Firm {n % 4},2025-0{n % 9 + 1}-11,{100 + n % 7},{plain}{1000 + n}" for n in range(60)]
    rows += [f"Firm {n},2025-06-1{n},{money + n},{letters}{2000 + n}" for n, letters in enumerate(beginnings)]
    return "\n".join([f"Client,Date,Amount,{header}", *rows, ""])


def sum_of(text):
    return sum(int(line.split(",")[2]) for line in text.splitlines()[1:])


@pytest.mark.parametrize("plain", ["INV-", ""])
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("letters", CREDITS)
def test_a_credit_note_is_asked_about_and_can_be_taken_off(ask, header, letters, plain):
    text = log_of(header, letters, plain=plain)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", header, "1 row, 30")
    minus, every = cures_of("check", said.doc["problems"])
    assert minus.words[0] == "--minus"
    assert ask("check {file} " + f"'{minus.words[0]}' '{minus.words[1]}'", text).total == str(sum_of(text) - 60)
    assert ask("check {file} " + f"'{every.words[0]}' '{every.words[1]}'", text).total == str(sum_of(text))


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("letters", NO_SALES)
def test_a_quotation_is_asked_about_and_can_be_left_out(ask, header, letters):
    text = log_of(header, letters)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", header, "1 row, 30")
    ways = {" ".join(cure.words): ask("check {file} " + " ".join(f"'{word}'" for word in cure.words), text)
            for cure in cures_of("check", said.doc["problems"])}  # fmt: skip
    assert [way.total for way in ways.values()] == [str(sum_of(text) - 30), str(sum_of(text) - 30), str(sum_of(text))]


@pytest.mark.parametrize("header", HEADERS)
def test_numbers_of_several_firms_and_shops_are_no_question(ask, header):
    text = log_of(header, *PLAIN)
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, str(sum_of(text)))


@pytest.mark.parametrize("letters", CREDITS)
def test_what_is_written_below_zero_went_back_already(ask, letters):
    text = log_of("Invoice No", letters, money=-30)
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, str(sum_of(text)))


@pytest.mark.parametrize("header", ["SKU", "Item no", "Room number", "Country"])
def test_numbers_of_something_else_are_no_documents(ask, header):
    text = log_of(header, "CN-", "QT-")
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, str(sum_of(text)))


def test_a_document_whose_type_says_it_is_asked_about_once(ask):
    lines = log_of("Number", "CN-", "CN-").splitlines()
    text = "\n".join(line + ("," + ("Type" if not n else "Credit note" if ",CN-" in line else "Invoice"))
                     for n, line in enumerate(lines))  # fmt: skip
    said = ask("check {file} --minus 'Type=Credit note'", text)
    assert (said.code, said.total) == (0, str(sum_of(text) - 2 * (30 + 31)))


def typed(header, *types):
    rows = [f"Firm {n % 3},2025-0{n + 1}-11,{2**n * 100},{kind}" for n, kind in enumerate(types)]
    return "\n".join([f"Client,Date,Amount,{header}", *rows, ""])


@pytest.mark.parametrize("header", ["Doc type", "Document Type", "InvoiceTypeCode", "Вид документа", "Тип операции"])
@pytest.mark.parametrize(("types", "totals"), [
    (("380", "381", "380"), ["300", "700"]),  # 100 - 200 + 400
    (("RV", "DZ", "DG"), ["-300", "700"]),  # 100 without the payment of 200, less the credit note of 400; or all
    (("S", "R", "S"), ["500", "700"]),  # letters that nobody knows: the commonest alone, or all
])  # fmt: skip
def test_codes_of_documents_are_asked_about(ask, header, types, totals):
    text = typed(header, *types)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", header)
    ways = [ask("check {file} " + " ".join(f"'{word}'" for word in cure.words), text).total
            for cure in cures_of("check", said.doc["problems"])]  # fmt: skip
    assert ways == totals


@pytest.mark.parametrize(("header", "types"), [
    ("Type", ("A", "B", "A")), ("Order type", ("S", "M", "L")), ("Doc type", ("INV", "INV", "INV")),
    ("Document type", ("Invoice", "Sale", "Invoice")), ("Country code", ("CN", "DE", "EST")),
])  # fmt: skip
def test_codes_of_anything_else_are_no_question(ask, header, types):
    said = ask("check {file}", typed(header, *types))
    assert (said.code, said.total) == (0, "700")


@pytest.mark.parametrize(("header", "types", "total"), [
    ("Type", ("INV", "PMT", "INV"), "500"), ("Type", ("SI", "SA", "SI"), "500"),
    ("Transaction type", ("IN", "PY", "IN"), "500"),
    ("Type", ("CustInvc", "SalesOrd", "CustInvc"), "500"), ("Src", ("SJ", "CR", "SJ"), "500"),
    ("Type", ("out_invoice", "in_invoice", "out_invoice"), "500"), ("Billing Type", ("F2", "G2", "F2"), "300"),
    ("Transaction Type", ("sale", "credit", "sale"), "300"), ("Type", ("Invoice", "Sales Order", "Invoice"), "500"),
    ("Документ", ("Накладная", "Счёт-фактура", "Акт"), "500"), ("Документ", ("Акт", "Акт сверки", "Акт"), "500"),
    ("Документ", ("Расходная накладная", "Заказ покупателя", "Расходная накладная"), "500"),
    ("Вид операции", ("Продажа", "Перемещение", "Продажа"), "500"),
    ("Воронка", ("Продажи", "Закупки", "Продажи"), "500"),
    ("Статья ДДС", ("Поступление от покупателей", "Займ", "Поступление от покупателей"), "500"),
])  # fmt: skip
def test_types_by_codes_and_words_lead_to_the_sales_alone(ask, header, types, total):
    text = typed(header, *types)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", types[1], "1 row, 200")
    first = cures_of("check", said.doc["problems"])[0].words
    assert ask("check {file} " + " ".join(f"'{word}'" for word in first), text).total == total


def test_what_is_left_of_documents_after_a_first_answer_is_asked_about_too(ask):
    text = typed("Transaction type", "Sales order", "Payment", "Exchange adjustment")
    said = ask("check {file} --leave-out 'Transaction type=Payment'", text)
    assert said.code == 3
    assert said.tells("Exchange adjustment", "1 row, 400")


def test_goods_of_other_types_are_not_asked_about_again(ask):
    text = typed("Type", "Widget", "Refund", "Gadget")
    said = ask("check {file} --minus Type=Refund", text)
    assert (said.code, said.total) == (0, "300")


@pytest.mark.parametrize(
    ("header", "value"), [("Reversed by", "INV-9"), ("Voided by", "Ann"), ("Сторно", "да"), ("Storno", "X")]
)
def test_who_or_what_undid_a_sale_says_that_it_was_undone(ask, header, value):
    said = ask("check {file}", typed(header, "", value, ""))
    assert said.code == 3
    assert said.tells("E250", header, "1 row, 200")


def test_goods_come_in_when_money_goes_out(ask):
    text = typed("Вид движения", "Расход", "Приход", "Расход")
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("«Расход» 2 rows", "«Приход» 1 row")


@pytest.mark.parametrize(("header", "sale", "words"), [
    ("Document type", "Invoice", "Deposit invoice, Delivery note, Statement, Purchase order, Journal entry"),
    ("Вид документа", "Реализация", "Договор, Инвентаризация, Взаимозачет, Ввод остатков, Спецификация, Комплектация"),
    ("Document type", "Invoice", "Bad debt, Dividend"), ("Вид документа", "Реализация", "Начисление процентов"),
])  # fmt: skip
def test_a_type_of_document_that_nobody_knows_is_no_money_in_silence(ask, header, sale, words):
    for word in words.split(", "):
        said = ask("check {file}", typed(header, sale, word, sale))
        assert said.code == 3, word
        assert said.tells("E250", word, "1 row, 200")


@pytest.mark.parametrize(("header", "sale", "word"), [
    ("Type", "Sale", "Layaway"), ("Тип операции", "Продажа", "Инкассация"), ("Event", "purchase", "view"),
    ("Kind", "Sale", "Rebate"),
])  # fmt: skip
def test_beside_sales_every_other_type_is_asked_about(ask, header, sale, word):
    said = ask("check {file}", typed(header, sale, word, sale))
    assert said.code == 3
    assert said.tells("E250", word, "1 row, 200")


def test_a_document_that_only_some_rows_name_is_no_question(ask):
    said = ask("check {file}", typed("Clearing Document", "", "14001", ""))
    assert (said.code, said.total) == (0, "700")


def test_kinds_of_payments_beside_a_refund_that_is_below_zero_are_no_question(ask):
    text = typed("Kind", "deposit", "refund", "final").replace(",200,", ",-200,")
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "300")


@pytest.mark.parametrize(("header", "types", "total"), [
    ("event_name", ("purchase", "view", "purchase"), "500"), ("Event name", ("purchase", "signup", "purchase"), "500"),
    ("Название события", ("Покупка", "Просмотр", "Покупка"), "500"),
    ("Deal Type", ("newbusiness", "credit", "newbusiness"), "300"),
    ("Type", ("One-off", "In-kind", "One-off"), "500"),
])  # fmt: skip
def test_events_deals_and_gifts_that_are_no_sales_are_asked_about(ask, header, types, total):
    text = typed(header, *types)
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("E250", types[1], "1 row, 200")
    ways = [" ".join(f"'{word}'" for word in cure.words) for cure in cures_of("check", said.doc["problems"])]
    assert total in [ask(f"check {{file}} {way}", text).total for way in ways]


def test_events_are_asked_about_after_a_first_answer_too(ask):
    text = typed("event_name", "purchase", "refund", "view")
    said = ask("check {file} --minus event_name=refund", text)
    assert said.code == 3
    assert said.tells("view", "1 row, 400")
