# ruff: noqa: E501
"""Where a cure led nowhere: sides of an account, days without a year, ledgers of clients, further items, places."""

import pytest

# ---------------------------------------------------------------- sides of an account


@pytest.mark.parametrize("cell", ["100.00 CR", "100.00CR", "100.00 Cr", "100.00 DR"])
def test_a_side_of_an_account_is_asked_about_and_never_only_to_be_skipped(ask, cell):
    text = "Date,Customer,Amount\n2024-01-05,Acme,1200.00\n2024-01-16,Beta,{}\n"
    said = ask("check {file}", text.format(cell))
    assert said.code == 3
    assert said.tells(cell, "side of an account", "-100.00 if it is taken off")
    assert not said.tells("--skip-bad")
    assert ask("check {file}", text.format("-100.00")).total == "1100.00"


def test_a_name_of_an_amount_is_still_no_number(ask):
    assert ask("check {file}", "Date,Customer,Amount\n2024-01-05,Acme,CR 12\n2024-01-06,Beta,1\n").tells(
        "is not a number"
    )


# ---------------------------------------------------------------- days that are none


def test_days_without_a_year_are_told_to_be_written_whole(ask):
    said = ask("check {file}", "client,date,amount\nAcme,0501,10\nBeta,1502,20\nAcme,2002,30\n")
    assert said.code == 3
    assert said.tells("no cell of «date» is a date", "write them whole", "2024-01-31", "without their year")
    assert not said.tells("--map date='…'")
    assert (
        ask("check {file}", "client,date,amount\nAcme,2024-01-05,10\nBeta,2024-02-15,20\nAcme,2024-02-20,30\n").total
        == "60"
    )


def test_another_column_of_days_is_still_named(ask):
    said = ask("check {file}", "client,date,amount,label\nAcme,soon,10,2024-01-05\nBeta,later,20,2024-01-06\n")
    assert said.tells("name another column", "--map date='label'")


# ---------------------------------------------------------------- ledgers


@pytest.mark.parametrize("text", [
    "Date,Customer,Details,Debit,Credit\n2024-01-05,Acme,Invoice 1,100,\n2024-02-05,Beta,Invoice 2,200,\n2024-02-08,Beta,Credit note,,50\n",
    "Дата,Покупатель,Документ,Дебет,Кредит\n2024-01-05,Дуб,Реализация 1,100,\n2024-02-05,Ель,Реализация 2,200,\n2024-02-08,Ель,Возврат,,50\n",
])  # fmt: skip
def test_in_a_ledger_of_clients_the_debit_is_what_was_sold(ask, text):
    headers = text.split("\n")[0].split(",")
    both = f"{headers[3]}-{headers[4]}"
    assert ask("check {file}", text).tells("no column for amount", f"--map amount='{both}'")
    followed = ask(
        f"check {{file}} --map amount='{both}' --minus '{headers[2]}={'Credit note' if 'Date' in text else 'Возврат'}'",
        text,
    )
    assert followed.total == "250", followed.all


def test_in_a_statement_of_a_bank_it_is_the_credit(ask):
    text = "Date,Payer,Debit,Credit\n2024-01-05,Acme,,100\n2024-02-05,Beta,,200\n"
    assert ask("check {file} --client Payer", text).tells("--map amount='Credit'")


# ---------------------------------------------------------------- further items of an order

ITEMS = [
    "Order ID,Email,Financial Status,Created at,Total,Lineitem name\n1,a@x.com,PAID,2024-01-05,55.00,Mug\n1,a@x.com,,,,Cup\n"
    "2,b@x.com,PAID,2024-02-06,20.00,Mug\n",
    "Номер заказа,Клиент,Статус,Дата,Сумма,Товар\n1,Дуб,Оплачен,2024-01-05,55.00,Кружка\n1,Дуб,,,,Чашка\n2,Ель,Оплачен,2024-02-06,20.00,Кружка\n",
]


@pytest.mark.parametrize("text", ITEMS)
def test_a_row_of_a_further_item_without_money_and_day_is_no_question(ask, text):
    said = ask("check {file}", text)
    assert (said.code, said.total, said.clients) == (0, "75.00", 2), said.all
    assert said.doc["rows"] == 2


@pytest.mark.parametrize("row", ["3,a@x.com,,,,Cup", "1,a@x.com,,,5.00,Cup", "1,c@x.com,,,,Cup"])
def test_a_row_of_another_order_with_money_or_of_another_client_is_no_further_item(ask, row):
    assert ask("check {file}", ITEMS[0].replace("1,a@x.com,,,,Cup", row)).code == 3


# ---------------------------------------------------------------- places, and days of contracts


def test_who_checks_in_is_no_money_that_comes_in(ask):
    text = (
        "Guest Name,Check-in,Check-out,Booked on,Price,Commission Amount\nAnn,2024-01-05,2024-01-07,2023-12-01,200,30\n"
        "Bob,2024-02-05,2024-02-07,2024-01-01,300,45\n"
    )
    assert ask("check {file} --as orders --client 'Guest Name'", text).tells(
        "no column for date", "--map date='Booked on'"
    )
    rivals = ask("check {file} --as orders --client 'Guest Name' --map date=Check-in", text)
    assert rivals.tells("--map amount='Price'")
    followed = ask("check {file} --as orders --client 'Guest Name' --map date=Check-in --map amount=Price", text)
    assert followed.total == "500"


def test_a_contract_that_starts_before_others_end_lies_not_after_every_day(ask):
    text = (
        "Customer,Plan,Billing period,Amount,Start,End,Status\nA,Pro,monthly,100,2022-01-01,,active\nB,Pro,annual,1200,2022-03-01,,active\n"
        "C,Pro,monthly,50,2022-05-01,2024-06-01,cancelled\nD,Pro,quarterly,300,2022-06-01,2024-09-01,cancelled\n"
        "F,Pro,monthly,80,{},,active\n"
    )
    assert not ask("check {file}", text.format("2023-01-01")).tells("after every other date")
    assert ask("check {file}", text.format("2026-01-01")).tells("2026-01-01")
