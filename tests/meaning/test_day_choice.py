"""Which column is the day: of a deal the one on which it was won; told where another would move rows, asked if even."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TOLD = [
    ("Account Name,Stage,Amount,Closing Date,Created Time,Modified Time\n"
     "Alder,Closed Won,100,2024-06-15,2022-12-01 10:00,2024-06-16 10:00\n"
     "Birch,Closed Won,50,2024-09-15,2024-09-01 10:00,2024-10-15 10:00\n",
     "Closing Date", "Created Time", "2024-06-15"),
    ("Deal name,Client,Value,Deal created,Won time,Expected close date\n"
     "d1,Alder,100,2023-01-03 10:00,2024-01-20 09:00,2024-03-25\n"
     "d2,Birch,50,2024-02-01 10:00,2024-02-20 09:00,2024-02-25\n",
     "Won time", "Deal created", "2024-01-20"),
    ("Сделка;Клиент;Бюджет сделки;Сумма;Дата создания сделки;Дата закрытия\n1;Дуб;1;100;01.12.2022;15.06.2024\n"
     "2;Ель;1;50;03.09.2024;15.09.2024\n", "Дата закрытия", "Дата создания сделки", "2024-06-15"),
    ("Название сделки;Клиент;Сумма;Дата создания;Закрыта\nа;Дуб;100;01.12.2022;15.06.2024\n"
     "б;Ель;50;03.09.2024;15.09.2024\n", "Закрыта", "Дата создания", "2024-06-15"),
    ("Client,Order date,Created at,Amount\nAlder,2024-01-05,2023-12-30,10\nBirch,2024-02-05,2024-02-04,20\n",
     "Order date", "Created at", "2024-01-05"),
    ("Клиент;Дата визита;Дата создания;Сумма\nДуб;05.02.2024;30.01.2024;10\nЕль;06.02.2024;01.02.2024;20\n",
     "Дата создания", "Дата визита", "2024-01-30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "taken", "other", "first"), TOLD)
def test_which_day_was_taken_is_told_where_another_would_move_rows(ask, text, taken, other, first):
    said = ask("check {file}", text)
    assert said.code == 0
    assert said.tells(f"the day is «{taken}»", f"by «{other}»", "1 row", f"--map date='{other}'")
    assert said.doc["date_min"] == first
    followed = ask(f"check {{file}} --map date='{other}'", text)
    assert followed.code == 0
    assert not followed.tells("the day is")


ASKED = [
    ("Order,Created,Paid,Shipped,Customer,Amount\n1,2022-12-01,2024-01-05,2024-01-06,Alder,100\n"
     "2,2024-02-01,2024-02-05,2024-02-06,Birch,200\n", "Created", "Paid"),
    ("Номер заказа;Дата создания;Дата оплаты;Клиент;Сумма\n1;01.12.2022;05.01.2024;Дуб;100\n"
     "2;01.02.2024;05.02.2024;Ель;200\n", "Дата создания", "Дата оплаты"),
    ("Customer,Order date,Payment date,Amount\nAlder,2023-12-01,2024-01-05,100\nBirch,2024-02-01,2024-02-05,200\n",
     "Order date", "Payment date"),
    ("Customer,Sale date,Invoice date,Amount\nAlder,2023-12-01,2024-01-05,100\nBirch,2024-02-01,2024-02-05,200\n",
     "Sale date", "Invoice date"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "second"), ASKED)
def test_two_days_that_are_as_likely_are_asked_about(ask, text, first, second):
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells("the date", f"«{first}»", f"«{second}»", "different months on 1 row")
    for column in (first, second):
        followed = ask(f"check {{file}} --map date='{column}'", text)
        assert (followed.code, followed.total) == (0, "300")


NO_DAYS = [  # an empty column, times of day, yes and no: never the day, nor named
    ("Клиент;Принят в обработку;Дата отгрузки;Сумма\nДуб;05.01.2024;;100\nЕль;06.02.2024;;200\n", "2024-01-05"),
    ("Дата визита;Время;Клиент;Сумма\n05.01.2024;10:00;Дуб;100\n06.02.2024;11:30;Ель;200\n", "2024-01-05"),
    ("Дата;Время;Клиент;Сумма\n05.01.2024;10:00;Дуб;100\n06.02.2024;11:30;Ель;200\n", "2024-01-05"),
    ("Time,Order date,Client,Amount\n10:00,2024-01-05,Alder,100\n11:00 AM,2024-02-06,Birch,200\n", "2024-01-05"),
    ("Created at,Completed at,Client,Amount\n2024-01-05,,Alder,100\n2024-02-06,,Birch,200\n", "2024-01-05"),
    ("Date,Completed,Client,Amount\n2024-01-05,yes,Alder,100\n2024-02-06,yes,Birch,200\n", "2024-01-05"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first"), NO_DAYS)
def test_a_column_without_days_is_not_the_day(ask, text, first):
    said = ask("check {file}", text)
    assert (said.code, said.total, said.doc["date_min"]) == (0, "300", first)
    assert not said.tells("the day is")


GUARDS = [
    "Customer,Order Date,Ship Date,Amount\nAlder,2024-01-30,2024-02-05,100\nBirch,2024-02-06,2024-02-09,200\n",
    "Клиент;Дата;Дата рождения;Сумма\nДуб;05.01.2024;01.01.1990;100\nЕль;06.02.2024;02.02.1991;200\n",
    "Customer,Created at,Paid at,Amount\nAlder,2024-01-05,2024-01-05,100\nBirch,2024-02-06,2024-02-09,200\n",
    "Account Name,Stage,Amount,Closing Date,Created Time\nAlder,Closed Won,100,2024-06-15,2024-06-01 10:00\n"
    "Birch,Closed Won,200,2024-09-15,2024-09-01 10:00\n",
    "Customer,Date,Last updated,Amount\nAlder,2024-01-05,2024-05-05,100\nBirch,2024-02-06,2024-05-09,200\n",
]  # fmt: skip


@pytest.mark.parametrize("text", GUARDS)
def test_ordinary_files_are_read_without_a_word_of_it(ask, text):
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "300")
    assert not [one for one in said.doc["notices"] if one["code"] in ("N275", "N276")]


def test_a_header_that_only_may_be_a_day_is_offered(ask):
    said = ask("check {file}", "Сделка;Клиент;Сумма;Создана;Закрыта\n1;Дуб;100;01.12.2022;15.06.2024\n")
    assert said.code == 3
    assert said.tells("no column for date", "--map date='Закрыта'")


def test_a_day_that_was_only_planned_is_told(ask):
    said = ask("check {file}", "Client,Stage,Amount,Expected close date\nAlder,Closed Won,100,2024-06-15\n")
    assert (said.code, said.total) == (0, "100")
    assert said.tells("«Expected close date»", "planned")


def test_words_and_days_are_no_money_where_another_column_is(ask):
    said = ask("check {file}", "Order,Date,Paid,Customer,Amount\n1,2024-01-05,2024-01-06,Alder,100\n")
    assert (said.code, said.total) == (0, "100")
    text = "sales-channel,item price,purchase date,buyer email\nShop.example,40,2024-01-05,a@x.example\n"
    assert ask("check {file}", text).total == "40"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 28)), min_size=2, max_size=6),
    st.integers(0, 700),
    st.sampled_from([("Closing Date", "Created Time"), ("Дата закрытия", "Дата создания"), ("Won time", "Added time")]),
)
def test_a_day_of_creation_beside_a_deal_never_changes_a_figure_in_silence(ask, days, before, headers):
    won, made = headers
    plain = f"Client,Stage,Amount,{won}\n" + "".join(f"C{n},Closed Won,{n + 1}0,{day}\n" for n, day in enumerate(days))
    both = f"Client,{made},Stage,Amount,{won}\n" + "".join(
        f"C{n},{day - dt.timedelta(before)},Closed Won,{n + 1}0,{day}\n" for n, day in enumerate(days)
    )
    alone, beside = ask("check {file}", plain), ask("check {file}", both)
    assert alone.code == beside.code == 0
    assert all(alone.doc[name] == beside.doc[name] for name in ("total", "date_min", "date_max"))
    moved = any((day - dt.timedelta(before)).replace(day=1) != day.replace(day=1) for day in days)
    assert beside.tells(f"by «{made}»") == moved
