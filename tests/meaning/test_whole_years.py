"""«A year» is said only of a year that was seen; where a log shows less, that is told with the figure or refused."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def months(first, count):
    year, month = first
    return [((year * 12 + month - 1 + n) // 12, (month - 1 + n) % 12 + 1) for n in range(count)]


def monthly(name, first, count, amount=100, day=15):
    return [(name, dt.date(year, month, day), amount) for year, month in months(first, count)]


def english(rows):
    return "client,date,amount\n" + "".join(f"{name},{day},{amount}\n" for name, day, amount in rows)


def russian(rows):
    return "Клиент;Дата;Сумма\n" + "".join(f"{name};{day:%d.%m.%Y};{amount}\n" for name, day, amount in rows)


# Two of five leave after six months of the log, at 100 a month; the log has 18 months up to 2024-12.
EIGHTEEN = [
    *(row for n in (1, 2) for row in monthly(f"gone {n}", (2023, 7), 6)),
    *(row for n in (1, 2, 3) for row in monthly(f"kept {n}", (2023, 7), 18)),
]


@pytest.mark.parametrize("written", [english, russian])
def test_the_cost_of_those_of_whom_half_a_year_is_seen_is_told_to_be_more(ask, written):
    said = ask("churn-cost {file} --as-of 2024-12-31", written(EIGHTEEN))
    assert float(said.figure("churn_cost")) == 1200  # what was seen: 2 × 6 × 100
    assert said.tells("begins on 2023-07-15", "2 of 2 lost clients", "year", "--value", "1,200.00 on average")
    assert "or more" in said.doc["answer"]
    cured = ask("churn-cost {file} --as-of 2024-12-31 --value 1200", written(EIGHTEEN))
    assert float(cured.figure("churn_cost")) == 2400
    assert not cured.tells("up to the last purchase")
    assert "or more" not in cured.doc["answer"]


def test_nothing_is_told_where_the_log_goes_back_far_enough(ask):
    rows = [
        *(row for n in (1, 2) for row in monthly(f"gone {n}", (2022, 1), 24)),
        *(row for n in (1, 2, 3) for row in monthly(f"kept {n}", (2022, 1), 36)),
    ]
    for written in (english, russian):
        said = ask("churn-cost {file} --as-of 2024-12-31", written(rows))
        assert float(said.figure("churn_cost")) == 2400
        assert not said.tells("begins on")
        assert "or more" not in said.doc["answer"]


@pytest.mark.parametrize("written", [english, russian])
def test_a_few_months_do_not_tell_what_a_client_pays_in_a_year(ask, written):
    rows = [row for n in range(3) for row in monthly(f"c{n}", (2024, 9), 4)]
    said = ask("churn-cost --lost 3 --clients {file}", written(rows))
    assert said.code == 2
    assert said.tells("2024-09-15", "2024-12-15", "less than a year", "--value")
    assert float(ask("churn-cost --lost 3 --clients {file} --value 1200", written(rows)).figure("churn_cost")) == 3600
    whole = [row for n in range(3) for row in monthly(f"c{n}", (2024, 1), 12)]
    said = ask("churn-cost --lost 3 --clients {file} --as-of 2024-12-31", written(whole))
    assert float(said.figure("churn_cost")) == 3600


@pytest.mark.parametrize("written", [english, russian])
def test_a_calendar_year_is_a_year(ask, written):
    """Ten clients who pay 100 a month and stay with 80 %, discounted at 20 %: 10 × 1,200 × 0.8 ÷ 0.4."""
    rows = [row for n in range(10) for row in monthly(f"c{n}", (2024, 1), 12, day=1)]
    rows[11] = ("c0", dt.date(2024, 12, 31), 100)
    said = ask("ltv {file} --discount 20% --retention 80%", written(rows))
    assert said.figure("customer_equity") == pytest.approx(24000)
    assert not said.tells("less than a year:")
    past = ask("ltv {file} --discount 20%", written(rows))
    assert past.figure("customer_equity") is None
    assert past.tells("one year", "--retention")


def test_a_year_that_begins_after_the_holidays_is_taken_for_whole_and_told(ask):
    days = [dt.date(2024, 1, 9) + dt.timedelta(9 * n) for n in range(40)]
    rows = [(f"c{n % 8}", day, 10) for n, day in enumerate(days)]
    said = ask("ltv {file} --retention 80% --as-of 2024-12-31", english(rows))
    assert said.figure("customer_equity") is not None
    assert said.tells("begin on 2024-01-09", "8 days into the year", "8 days pass")
    dense = [(f"c{n % 8}", dt.date(2024, 1, 9) + dt.timedelta(n), 10) for n in range(358)]
    said = ask("ltv {file} --retention 80% --as-of 2024-12-31", english(dense))
    assert said.figure("customer_equity") is None
    assert said.tells("less than a year")


def test_the_day_that_makes_it_a_year_is_offered_and_works(ask):
    rows = [(f"c{n % 5}", dt.date(2024, 1, 1) + dt.timedelta(n), 10) for n in range(355)]  # to 2024-12-20
    said = ask("ltv {file} --retention 80%", english(rows))
    assert said.figure("customer_equity") is None
    assert said.tells("less than a year", "--as-of 2024-12-31")
    cured = ask("ltv {file} --retention 80% --as-of 2024-12-31", english(rows))
    assert cured.figure("customer_equity") is not None
    short = ask("ltv {file} --retention 80%", english(rows[:300]))
    assert "--as-of" not in short.all


def test_a_list_without_dates_does_not_say_in_how_long_they_left(ask):
    for text in (
        "client,revenue,status\nA,100,active\nB,100,lost\nC,100,active\nD,100,active\n",
        "Клиент;Выручка за год;Статус\nА;100;активен\nБ;100;ушел\nВ;100;активен\nГ;100;активен\n",
    ):
        said = ask("churn-cost {file}", text)
        assert said.tells("no dates", "1 of 4 clients", "--over")
        quarter = ask("churn-cost {file} --over quarter", text)
        assert not quarter.tells("no dates")
        assert quarter.figure("annual_churn") == pytest.approx(1 - 0.75**4)
    dated = "client,revenue,status,left date\nA,100,active,\nB,100,lost,2024-03-01\nC,100,active,\n"
    assert not ask("churn-cost {file} --as-of 2024-12-31", dated).tells("no dates")


def test_the_retention_of_a_log_that_begins_late_is_told(ask):
    said = ask("ltv {file} --discount 10% --as-of 2024-12-31", english(EIGHTEEN))
    assert said.tells("begins on 2023-07-15", "170 days up to 2023-12-31", "begins on 2023-01-01 or earlier")
    assert not ask("ltv {file} --retention 60% --as-of 2024-12-31", english(EIGHTEEN)).tells("begins on")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 36)), min_size=2, max_size=6),
    st.integers(1, 20),
)
def test_a_log_that_loses_its_head_changes_no_cost_without_a_word(ask, clients, cut):
    rows = [
        row for n, (first, count) in enumerate(clients) for row in monthly(f"c{n}", (2022, first % 12 + 1), count)
        if row[1] <= dt.date(2024, 12, 31)
    ]  # fmt: skip
    rows += [("always", dt.date(2021, 12, 1) + dt.timedelta(day), 1) for day in range(0, 1126, 3)]
    whole = ask("churn-cost {file} --as-of 2024-12-31", english(rows))
    begins = dt.date(2022, 1, 1) + dt.timedelta(30 * cut)
    headless = ask("churn-cost {file} --as-of 2024-12-31", english([row for row in rows if row[1] >= begins]))
    Path("data1.csv").unlink()
    if headless.figure("churn_cost") != whole.figure("churn_cost"):
        assert headless.tells(f"begins on {min(day for _, day, _ in rows if day >= begins)}") or headless.code != 0
