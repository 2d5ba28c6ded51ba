"""A file that says above its table, in its headers or by its name that its rows are no sales is asked about."""

import shlex
from pathlib import Path

import pytest
from cures import cures_of

ROWS = "Date,Customer,Amount\n2024-01-05,Acme,100\n2024-02-05,Beta,50\n"
RETURNS = ["Returns report 01.01.2024 - 31.03.2024", "Возвраты от покупателей за 2024 год", "Refunds",
           "Credit notes Q1", "Отчет о возвратах за январь 2024 г.", "Returns (EUR)", "Customer returns",
           "Refunds and chargebacks"]  # fmt: skip
NONE = ["Счета на оплату за 1 квартал 2024", "Реестр счетов на оплату", "Quotes 2024", "List of estimates",
        "Поступления товаров и услуг (от поставщиков) за 2024 год", "Поступление товаров", "Supplier invoices",
        "Purchase orders", "Отмененные заказы", "Cancelled orders", "Коммерческие предложения за 2024 год",
        "Lost deals", "Pro forma invoices"]  # fmt: skip


def totals_of(ask, text):
    """The total that each offered cure leads to."""
    said = ask("check {file}", text)
    assert [problem["code"] for problem in said.doc["problems"]] == ["E314"], said.all
    cures = cures_of("check", said.doc["problems"])
    return {cure.words[0]: ask("check {file} " + shlex.join(cure.words), text).total for cure in cures}


@pytest.mark.parametrize("title", RETURNS)
def test_a_title_of_returns_is_asked_about(ask, title):
    assert totals_of(ask, f'"{title}"\n\n{ROWS}') == {"--minus": "-150", "--only": "150"}


@pytest.mark.parametrize("title", NONE)
def test_a_title_of_what_is_no_sale_is_asked_about(ask, title):
    assert totals_of(ask, f'"{title}"\n\n{ROWS}') == {"--only": "150"}
    assert ask("check {file}", f'"{title}"\n\n{ROWS}').tells(title, "right file")


@pytest.mark.parametrize(("header", "cures"), [
    ("Return date,Customer,Amount", {"--minus": "-150", "--only": "150"}),
    ("Дата возврата,Клиент,Сумма", {"--minus": "-150", "--only": "150"}),
    ("Quote date,Customer,Amount", {"--only": "150"}),
    ("Refund date,Client,Total", {"--minus": "-150", "--only": "150"}),
])  # fmt: skip
def test_a_day_of_what_is_no_sale_is_asked_about(ask, header, cures):
    assert totals_of(ask, ROWS.replace("Date,Customer,Amount", header)) == cures


def test_the_name_of_a_file_is_asked_about(ask):
    for name in ("Returns_2024.csv", "возвраты.csv", "refunds-2024-01.csv"):
        Path(name).write_text(ROWS, encoding="utf-8")
        assert ask(f"check {name}").tells("the name of the file", Path(name).stem)
        assert ask(f"check {name} --minus 'Customer=*'").total == "-150"


def test_the_name_of_a_file_is_believed_of_returns_alone(ask):
    Path("quotes.csv").write_text(ROWS, encoding="utf-8")
    assert ask("check quotes.csv").total == "150"


def test_the_name_of_a_sheet_is_asked_about(ask):
    import openpyxl

    for name in ("Возвраты", "Quotes"):
        book = openpyxl.Workbook()
        book.active.title = name
        for row in (("Date", "Customer", "Amount"), ("2024-01-05", "Acme", 100), ("2024-02-05", "Beta", 50)):
            book.active.append(row)
        book.save("book.xlsx")
        assert ask("check book.xlsx").tells("the name of the sheet", name)
        assert ask("check book.xlsx --only 'Customer=*'").total == "150"


def test_a_file_of_returns_is_left_out_of_a_workbook(ask):
    Path("Returns.csv").write_text(ROWS, encoding="utf-8")
    Path("sales.csv").write_text(ROWS, encoding="utf-8")
    said = ask("workbook sales.csv Returns.csv -o firm.xlsx")
    assert said.tells("N413", "ltv of Returns.csv is left out", "«Returns»", "--only 'Customer=*'")


@pytest.mark.parametrize("text", [
    *(f'"{title}"\n\n{ROWS}' for title in (
        "Sales and returns report", "Отчет о продажах и возвратах", "Orders, returns and refunds", "Returns included",
        "Sales (net of returns)", "Продажи (без возвратов)", "Test data", "New orders", "Открытые заказы",
        "Vendor sales", "Sales pipeline", "DRAFT - not final", "status = any (incl. cancelled)",
        "Поступления за 2024 год", "Sales orders", "Return on investment", "Оплаты от покупателей", "Returns: included",
        "Реализация товаров и услуг", "Счета",
    )),
    "Order date,Return date,Customer,Amount\n2024-01-05,2024-01-09,Acme,100\n2024-02-05,2024-02-09,Beta,50\n",
])  # fmt: skip
def test_other_titles_are_no_question(ask, text):
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "150"), said.all


def test_returns_below_zero_are_no_question(ask):
    text = "Returns\n\n" + ROWS.replace(",100", ",-100").replace(",50", ",-50")
    assert ask("check {file}", text).total == "-150"


def test_a_file_of_returns_that_tells_sales_and_returns_by_their_sign_is_no_question(ask):
    text = "Returns report 2025\nCustomer,Date,Amount\nA,2025-01-01,100\nB,2025-02-01,-20\n"
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "80")
