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


# ---------------------------------------------------------------- a year of two digits that cannot stand first


@pytest.mark.parametrize("sign", ["-", "/"])
def test_a_year_that_would_leap_by_decades_on_the_same_few_days_stands_last(ask, sign):
    days = [sign.join(day) for day in (("05", "01", "24"), ("25", "01", "24"), ("15", "02", "24"), ("28", "02", "24"))]
    if sign == "/":
        days.append("13/03/24")
    said = ask("check {file}", HEAD + "".join(f"C{n},{day},10\n" for n, day in enumerate(days)))
    if sign == "/":  # 05/01 may be the 1st of May, but 25/01 may not
        assert (said.code, said.doc["date_min"], said.doc["date_max"]) == (0, "2024-01-05", "2024-03-13")
    else:
        assert (said.code, said.doc["date_min"], said.doc["date_max"]) == (0, "2024-01-05", "2024-02-28")


@pytest.mark.parametrize("days", [
    ["24-01-10", "24-06-15", "24-12-21"],  # the year first
    ["05-01-24", "06-01-24", "07-01-24"],  # a day each year, or three days
    ["05-01-10", "06-02-11", "07-03-12", "08-04-09"],
])  # fmt: skip
def test_where_either_end_may_be_the_year_it_is_asked(ask, days):
    said = ask("check {file}", HEAD + "".join(f"C{n},{day},10\n" for n, day in enumerate(days)))
    assert said.code == 3
    assert said.tells("--date-order dmy", "--date-order")


# ---------------------------------------------------------------- months by name, quarters, weeks, seconds

NAMED = [
    ("5. Januar 2024", "15. März 2024"), ("5. Jänner 2024", "15. Mrz 2024"), ("5 janvier 2024", "15 mars 2024"),
    ("05 janv. 2024", "15 mars 2024"), ("5 de enero de 2024", "15 de marzo de 2024"),
    ("5 gennaio 2024", "15 marzo 2024"),
    ("Januar 5, 2024", "März 15, 2024"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last"), NAMED)
def test_days_with_the_names_of_months_of_other_languages_are_read(ask, first, last):
    said = ask("check {file}", f'{HEAD}Alder,"{first}",10\nBirch,"{last}",20\n')
    assert (said.code, said.total) == (0, "30"), said.all
    assert (said.doc["date_min"], said.doc["date_max"]) == ("2024-01-05", "2024-03-15")


def test_the_first_of_a_month_in_french(ask):
    said = ask("check {file}", f"{HEAD}Alder,1er février 2024,10\nBirch,2 août 2024,20\n")
    assert (said.doc["date_min"], said.doc["date_max"]) == ("2024-02-01", "2024-08-02")


PERIODS = [
    ("Period", ("Q1 2024", "Q3 2024"), ("2024-03-31", "2024-09-30"), "quarters"),
    ("Квартал", ("1 кв. 2024", "4 кв. 2024"), ("2024-03-31", "2024-12-31"), "quarters"),
    ("Week", ("2024-W05", "2024-W10"), ("2024-02-04", "2024-03-10"), "weeks"),  # Sundays
    ("Неделя", ("2020W53", "2021W01"), ("2021-01-03", "2021-01-10"), "weeks"),
    ("Period", ("H1 2023", "2024 H2"), ("2023-06-30", "2024-12-31"), "halves"),
]


@pytest.mark.parametrize(("header", "cells", "days", "kind"), PERIODS)
def test_quarters_and_weeks_stand_for_their_last_days_as_months_do(ask, header, cells, days, kind):
    text = f"{header},client,amount\n{cells[0]},Alder,10\n{cells[1]},Birch,20\n"
    asked = ask("check {file}", text)
    assert asked.tells("no column for date", f"--map date='{header}'")
    said = ask(f"check {{file}} --map date='{header}'", text)
    assert (said.code, said.total) == (0, "30"), said.all
    assert (said.doc["date_min"], said.doc["date_max"]) == days
    assert said.tells(header, kind, "last day")


@pytest.mark.parametrize("cells", [("Q1 2024", "2024-05"), ("2024-W05", "2024-W54"), ("W05", "W06"), ("Q1", "Q2")])
def test_parts_of_the_year_that_are_not_of_one_kind_or_of_no_year_are_no_days(ask, cells):
    text = f"date,client,amount\n{cells[0]},Alder,10\n{cells[1]},Birch,20\n"
    assert ask("check {file}", text).code == 3


@pytest.mark.parametrize("header", ["timestamp", "created_at", "Date"])
@pytest.mark.parametrize("tail", ["", "000", ".25"])
def test_seconds_since_1970_are_days_and_told(ask, header, tail):
    text = f"{header},client,amount\n1704448800{tail},Alder,10\n1708000000{tail},Birch,20\n"
    said = ask("check {file}", text)
    assert (said.code, said.total) == (0, "30"), said.all
    # 19,727 and 19,768 days of 86,400 seconds after 1970-01-01
    assert (said.doc["date_min"], said.doc["date_max"]) == ("2024-01-05", "2024-02-15")
    assert said.tells(header, "seconds since 1970", "UTC")


@pytest.mark.parametrize("cells", [("1704448800", "45356"), ("1704448800", "2024-01-05"), ("9990000000", "9990000001")])
def test_numbers_that_are_not_all_seconds_are_refused(ask, cells):
    text = f"date,client,amount\n{cells[0]},Alder,10\n{cells[1]},Birch,20\n"
    assert ask("check {file}", text).code == 3
