"""A day years ahead of all others is asked about, one months ahead is told: the day of the data decides who is lost."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DAYS = [dt.date(2022, 1, 3) + dt.timedelta(11 * n) for n in range(90)]  # to 2024-09-08
ROWS = [(f"c{n % 7}", day) for n, day in enumerate(DAYS)]


def english(rows):
    return "client,date,amount\n" + "".join(f"{who},{day},100\n" for who, day in rows)


def russian(rows):
    return "Клиент;Дата;Сумма\n" + "".join(f"{who};{day:%d.%m.%Y};100\n" for who, day in rows)


@pytest.mark.parametrize(("written", "value"), [(english, "2027-08-05"), (russian, "05.08.2027")])
@pytest.mark.parametrize("command", ["ltv {file} --discount 10%", "churn-cost {file}"])
def test_a_slip_of_the_year_is_asked_about_and_the_cure_works(ask, command, written, value):
    rows = [*ROWS[:50], ("c3", dt.date(2027, 8, 5)), *ROWS[50:]]
    said = ask(command, written(rows))
    assert said.code == 3
    assert said.tells(value, "after every other date", "2024-09-08", "--skip-bad")
    right = ask(command, written(ROWS))
    left_out = ask(f"{command} --skip-bad left_out.csv", written(rows))
    name = "retention" if "ltv" in command else "churn"
    assert left_out.input(name) == right.input(name)
    assert "every other date" not in ask(f"{command} --as-of 2027-08-05", written(rows)).all


def test_a_day_some_months_ahead_is_told_and_the_cure_works(ask):
    rows = [*ROWS, ("c3", dt.date(2025, 3, 7))]
    said = ask("churn-cost {file}", english(rows))
    assert said.code == 0
    assert said.tells("«2025-03-07»", "180 days after", "--as-of 2024-09-08")
    cured = ask("churn-cost {file} --as-of 2024-09-08", english(rows))
    assert cured.input("churn") == ask("churn-cost {file}", english(ROWS)).input("churn")


def test_a_log_that_seems_to_begin_years_early_is_told(ask):
    said = ask("ltv {file} --discount 10%", russian([*ROWS, ("c3", dt.date(2012, 1, 7))]))
    assert said.tells("«07.01.2012»", "before every other date")


def test_the_last_purchase_in_a_list_is_looked_at_too(ask):
    rows = "".join(f"c{n},100,2020-01-01,{day}\n" for n, day in enumerate(DAYS[-30:]))
    text = "client,margin,first order,last order\n" + rows
    assert ask("ltv {file} --discount 10%", text).code == 0
    said = ask("ltv {file} --discount 10%", text + "slip,100,2020-01-01,2028-06-01\n")
    assert said.code == 3
    assert said.tells("2028-06-01", "after every other date")


def test_two_slips_hide_each_other_no_more_than_one(ask):
    rows = [*ROWS, ("c3", dt.date(2027, 8, 5)), ("c4", dt.date(2028, 2, 5))]
    said = ask("churn-cost {file}", russian(rows))
    assert said.code == 3
    assert said.tells("05.08.2027", "after every other date", "--as-of 2028-02-05")


def test_the_start_of_a_contract_is_looked_at_too(ask):
    head = "client,start,end,amount,interval,status\n"
    rows = [f"c{n},2023-{n % 12 + 1:02d}-05,,10,month,active\n" for n in range(30)]
    assert ask("churn-cost {file} --as-of 2024-12-31", head + "".join(rows)).code == 0
    said = ask("churn-cost {file}", head + "".join(rows) + "slip,2031-02-05,,10,month,active\n")
    assert said.code == 3
    assert said.tells("2031-02-05", "after every other date")


def test_pauses_that_are_usual_are_nothing_to_tell(ask):
    sparse = [(f"c{n % 2}", dt.date(2018 + n, 3, 1)) for n in range(7)]
    said = ask("ltv {file} --discount 10%", english(sparse))
    assert "every other date" not in said.all
    season = [(f"c{n % 3}", dt.date(year, 7, 1 + n)) for year in (2022, 2023, 2024) for n in range(12)]
    assert "every other date" not in ask("ltv {file} --discount 10%", english(season)).all
    spend = "date,spend,new clients\n" + "".join(f"{year}-0{month}-01,5,1\n" for year, month in
                                                ((2023, 1), (2023, 2), (2023, 3), (2023, 4), (2024, 4)))  # fmt: skip
    assert ask("cac {file} --by month", spend).code == 0


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(60, 89), st.integers(1, 5))
def test_a_year_that_slipped_ahead_changes_no_churn_without_a_word(ask, row, years):
    who, day = ROWS[row]
    slip = day.replace(year=day.year + years)
    said = ask("churn-cost {file}", english([*ROWS[:row], (who, slip), *ROWS[row + 1 :]]))
    if (slip - DAYS[-1]).days > 60:
        assert said.tells(slip.isoformat(), "after every other date")


@pytest.mark.parametrize("command", ["ltv {file} --discount 10% --retention 80%", "churn-cost {file}"])
def test_a_slip_in_a_short_list_is_asked_about(ask, command):
    text = (
        "Client,Revenue,Margin,First order,Last order\nA,1000,400,2021-01-01,2024-12-01\n"
        "B,1000,400,2021-03-01,2042-11-01\n"
        "C,1000,400,2022-01-01,2024-10-01\nD,1000,400,2021-06-01,2022-10-01\n"
    )
    said = ask(command, text)
    assert said.code == 3
    assert said.tells("2042-11-01", "2024-12-01")
