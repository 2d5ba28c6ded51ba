"""Days as exports write them: a year of two digits in front is asked about; columns without days are told once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

HEAD = "client,date,amount\n"

READ = [
    ("Jan-05-24", "Dec-31-24"),
    ("Jan 5, 2024 10:00:00 AM PST", "Dec 31, 2024 9:15:00 PM PDT"),
    ("Jan-05-2024", "Dec-31-2024"),
    ("2024-01-05 10:00 MSK", "2024-12-31 21:00:00 CEST"),
    ("янв-05-24", "дек-31-24"),
]


@pytest.mark.parametrize(("first", "last"), READ)
def test_days_that_a_reader_knows_are_days(ask, first, last):
    said = ask("check {file}", f'{HEAD}Alder,"{first}",10\nBirch,"{last}",20\n')
    assert (said.code, said.total) == (0, "30")
    assert (said.doc["date_min"], said.doc["date_max"]) == ("2024-01-05", "2024-12-31")


YEAR_FIRST = [
    ["24.01.10", "24.06.15", "24.12.21"],
    ["23.11.28", "23.12.05", "24.01.10", "24.02.03", "24.02.17"],
    ["22.03.01", "22.03.02", "22.03.03", "22.03.04"],
]


@pytest.mark.parametrize("days", YEAR_FIRST)
@pytest.mark.parametrize("head", [HEAD, "Клиент,Дата,Сумма\n"])
def test_a_dotted_year_that_may_stand_first_is_asked_about(ask, days, head):
    text = head + "".join(f"C{n},{day},10\n" for n, day in enumerate(days))
    said = ask("check {file}", text)
    assert said.code == 3
    assert said.tells(f"«{days[0]}»", f"20{days[0].replace('.', '-')}", "--date-order dmy", "--date-order ymd")
    followed = ask("check {file} --date-order ymd", text)
    assert (followed.code, followed.doc["date_min"]) == (0, "20" + days[0].replace(".", "-"))
    other = ask("check {file} --date-order dmy", text)
    assert not other.tells("--date-order ymd")


ORDINARY = [
    ["10.01.24", "21.12.24"],
    ["24.01.10"],
    ["24.01.24", "13.06.24", "02.12.23"],
    [f"15.{month:02}.{year}" for year in (22, 23, 24) for month in range(1, 13)],
    ["05.01.23", "05.02.23", "05.01.24", "05.02.24", "06.03.24"],
]


@pytest.mark.parametrize("days", ORDINARY)
def test_ordinary_days_are_day_first_without_a_question(ask, days):
    said = ask("check {file}", HEAD + "".join(f"C{n},{day},10\n" for n, day in enumerate(days)))
    read = sorted(dt.date(2000 + int(day[6:]), int(day[3:5]), int(day[:2])) for day in days)
    assert (said.code, said.doc["date_min"], said.doc["date_max"]) == (0, str(read[0]), str(read[-1]))


def test_a_slip_in_a_column_of_ordinary_days_is_named(ask):
    said = ask("check {file}", HEAD + "A,12.01.24,1\nB,05.02.24,1\nC,45.03.24,1\n")
    assert said.code == 3
    assert said.tells("«45.03.24» is impossible")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)), min_size=6, max_size=20, unique=True))
def test_a_year_in_front_never_changes_a_day_in_silence(ask, days):
    assume(len({day.year for day in days}) < len({day.day for day in days}))
    said = ask("check {file}", HEAD + "".join(f"C{n},{day:%y.%m.%d},10\n" for n, day in enumerate(days)))
    right = said.code == 0 and (said.doc["date_min"], said.doc["date_max"]) == (str(min(days)), str(max(days)))
    assert right or said.code == 3


NOTHING = [
    ("client,date,amount,visit day\nA,10:00,1,2024-01-05\nB,11:00,2,2024-01-06\n", "date", "a date", "visit day"),
    ("Клиент;Дата;Сумма;День визита\nА;10:00;1;05.01.2024\nБ;11:00;2;06.01.2024\n", "Дата", "a date", "День визита"),
    ("client,date,amount,order sum\nA,2024-01-05,one,1\nB,2024-01-06,two,2\n", "amount", "a number", "order sum"),
]


@pytest.mark.parametrize(("text", "column", "what", "other"), NOTHING)
def test_a_column_of_something_else_is_told_once_and_no_row_is_to_be_left_out(ask, text, column, what, other):
    role = "date" if what == "a date" else "amount"
    said = ask(f"check {{file}} --map {role}={column}", text)
    assert said.code == 3
    assert said.tells(f"no cell of «{column}» is {what}", f"--map {role}='{other}'")
    assert not said.tells("--skip-bad")
    followed = ask(f"check {{file}} --map {role}='{other}'", text)
    assert (followed.code, followed.total) == (0, "3")
