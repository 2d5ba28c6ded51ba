"""What need not be asked: months of a log, who buys where nothing else names them; options that follow each other."""

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custecon.core.month_names import MONTH_NAMES
from custecon.kinds.orders import ORDERS
from custecon.sources import ReadingOptions, read, read_log

# ---------------------------------------------------------------- options that follow each other

QUICK = (
    "Date,Transaction type,Customer,Amount,Status\n"
    "01/15/2025,Invoice,Acme,100.00,Paid\n01/25/2025,Invoice,Beta,200.00,Overdue\n02/20/2025,Payment,Acme,100.00,Closed\n"
)
SAID = [
    "--only Status=Paid",
    "--leave-out Status=Overdue",
    "--only 'Status=*'",
    "--leave-out 'Transaction type=Payment'",
]
SAID += ["--only 'Transaction type=Invoice'", "--leave-out Status=Closed"]


@pytest.mark.parametrize("pair", list(itertools.permutations(SAID, 2)))
def test_options_of_two_questions_go_together_in_any_order(ask, pair):
    told = ask("check {file} " + " ".join(pair), QUICK)
    assert told.code in (0, 3), told.all
    assert not told.tells("no row has")


def test_a_value_that_stands_nowhere_is_refused_all_the_same(ask):
    told = ask("check {file} --only Status=Paid --leave-out Status=Lost", QUICK)
    assert (told.code, told.tells("no row has «Lost»", "«Closed»")) == (2, True)


@pytest.mark.parametrize("days", ["Overdue 3 days", "Overdue 12 days", "Просрочен 5 дней"])
def test_values_that_differ_in_a_number_are_one_value(ask, days):
    word = days.split()[0]
    rows = f"2024-01-05,Acme,1,Paid\n2024-01-06,Beta,2,{word}\n2024-01-07,Beta,4,{days}\n"
    told = ask("check {file}", "date,client,amount,status\n" + rows)
    assert told.tells(f"«{word}» 2 rows, 6")
    assert ask(f"check {{file}} --leave-out status={word}", "date,client,amount,status\n" + rows).total == "1"


# ---------------------------------------------------------------- months of a log

RUSSIAN = ["январь 2024", "февраль 2024", "январь 2025"]


@pytest.mark.parametrize(
    ("months", "last"),
    [
        (RUSSIAN, "2025-01-31"),
        (["Январь 2024 г.", "Февраль 2024 г.", "Февраль 2025 г."], "2025-02-28"),
        (["Jan-24", "Feb-24", "Dec-24"], "2024-12-31"),
        (["2024-01", "2024-02", "2024-04"], "2024-04-30"),
        (["January 2024", "February 2024", "February 2024"], "2024-02-29"),
    ],
)
@pytest.mark.parametrize("header", ["Дата", "Date"])
def test_months_under_a_date_stand_for_their_last_day_and_are_told(ask, header, months, last):
    rows = "".join(f"Альфа;{month};10,50\n" for month in months)
    told = ask("check {file}", f"Клиент;{header};Сумма\n{rows}")
    assert (told.code, told.total, told.doc["date_max"]) == (0, "31.50", last)
    assert told.tells(f"«{header}» holds months", "one purchase on the last day")


@pytest.mark.parametrize("header", ["Месяц", "Month", "Период"])
def test_a_column_of_months_is_offered_as_the_date_and_the_cure_acts(ask, header):
    text = f"Клиент;{header};Сумма\n" + "".join(f"Альфа;{month};10,50\n" for month in RUSSIAN)
    told = ask("check {file} --as orders", text)
    assert told.tells(f"--map date='{header}'")
    assert ask(f"check {{file}} --map date='{header}'", text).total == "31.50"


@pytest.mark.parametrize("cells", [("январь 2024", "05.02.2024"), ("январь", "февраль"), ("Q1 2024", "2024-05")])
def test_what_is_no_month_of_one_year_is_refused_as_before(ask, cells):
    rows = "".join(f"A;{cell};1\n" for cell in cells)
    told = ask("check {file}", f"client;date;amount\n{rows}")
    assert told.code == 3
    assert not told.tells("holds months")


@given(st.lists(st.tuples(st.sampled_from([*MONTH_NAMES]), st.integers(2015, 2025)), min_size=1, max_size=8))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_month_is_read_as_its_last_day_on_every_road(tmp_path, months):
    path = tmp_path / "log.csv"
    path.write_text("client,date,amount\n" + "".join(f"A,{name} {year},1.50\n" for name, year in months), "utf-8")
    plain = read(path, (ORDERS,), ReadingOptions())
    wanted = max((dt.date(y + (m == 12), m % 12 + 1, 1) for m, y in ((MONTH_NAMES[n], y) for n, y in months)))
    assert plain.as_of == wanted - dt.timedelta(1)
    assert read_log(path, (ORDERS,), ReadingOptions())[0].controls == plain.controls


# ---------------------------------------------------------------- who buys


@pytest.mark.parametrize(
    "header", ["Телефон", "Phone", "Номер телефона", "Organization", "Organisation name", "Mobile phone"]
)
def test_who_buys_is_a_firm_or_a_telephone_where_nothing_else_names_him(ask, header):
    told = ask("check {file}", f"Чек;Дата;Сумма;{header}\n1;05.01.2024;10,50;791\n2;06.01.2024;1,50;792\n")
    assert (told.code, told.total, told.clients) == (0, "12.00", 2)
    assert told.tells(f"«{header}» is taken as the client", "no column that is more usual")


@pytest.mark.parametrize(
    ("client", "beside"), [("Клиент", "Телефон"), ("Customer", "Organization"), ("E-mail", "Phone")]
)
def test_beside_a_column_that_names_him_they_are_nothing(ask, client, beside):
    told = ask("check {file}", f"{client};Дата;Сумма;{beside}\nA;05.01.2024;10,50;791\nB;06.01.2024;1,50;792\n")
    assert told.code == 0
    assert not told.tells("is taken as the client")


@pytest.mark.parametrize("header", ["Чек", "Номер чека", "Receipt no", "Организация", "Name"])
def test_a_receipt_or_the_own_firm_is_no_client(ask, header):
    told = ask("check {file}", f"{header};Дата;Сумма\n1;05.01.2024;10,50\n2;06.01.2024;1,50\n")
    assert told.code == 3
    assert told.tells("no column for client")


def test_counterparties_are_clients(ask):
    assert ask("check {file}", "Контрагенты;Дата;Сумма\nАльфа;05.01.2024;10,50\n").clients == 1


def test_a_preset_of_none_did_something(ask):
    assert not ask("check {file} --preset none", QUICK + "").tells("--preset did nothing")


# ---------------------------------------------------------------- what is the money


@pytest.mark.parametrize(
    ("columns", "amount"),
    [
        ("Общая стоимость;Стоимость доставки", "Общая стоимость"),
        ("Amount;Amount due", "Amount"),
        ("Сумма;Сумма задолженности", "Сумма"),
        ("Sale, $;Shipping amount", "Sale, $"),
    ],
)
def test_what_is_owed_or_paid_for_delivery_is_no_second_amount(ask, columns, amount):
    told = ask("check {file}", f"Клиент;Дата;{columns}\nА;05.01.2024;10,50;3,25\nБ;06.01.2024;1,50;2,25\n")
    assert (told.code, told.total) == (0, "12.00"), told.all
    assert not told.tells("several columns")


def test_of_two_amounts_the_likely_one_is_the_example(ask):
    text = "Клиент;Дата;Стоимость товаров;Общая стоимость\nА;05.01.2024;10,50;13,50\n"
    assert ask("check {file}", text).tells("--map amount='Общая стоимость'")
