"""The way to a horizon: whole months of the calendar, weeks and days, each step's end and its years, by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from custecon.core.units import Period
from custecon.tables.horizons import Horizon, months_later

NEW_YEAR = dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2024, 1, 31), 1, (2024, 2, 29)), ((2023, 1, 31), 1, (2023, 2, 28)), ((2024, 12, 31), 1, (2025, 1, 31)),
        ((2024, 12, 31), 12, (2025, 12, 31)), ((2024, 11, 30), 1, (2024, 12, 30)), ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2024, 5, 15), 0, (2024, 5, 15)), ((2024, 1, 1), 23, (2025, 12, 1)),
    ],
)  # fmt: skip
def test_months_later(day, months, then) -> None:
    assert months_later(dt.date(*day), months) == dt.date(*then)


def steps(*asked, **more) -> list[tuple[str, int, float]]:
    return [(one.end.isoformat(), one.days, one.years) for one in Horizon(NEW_YEAR, *asked, **more).steps]


def test_months_quarters_and_years_go_by_months_of_the_calendar() -> None:
    quarter = [("2025-01-31", 31, 1 / 12), ("2025-02-28", 59, 2 / 12), ("2025-03-31", 90, 3 / 12)]
    assert steps(3, Period.MONTH) == steps(1, Period.QUARTER) == quarter
    year = steps(1, Period.YEAR)
    assert (len(year), year[:3], year[-1]) == (12, quarter, ("2025-12-31", 365, 1.0))


def test_weeks_and_days_go_by_weeks_and_the_last_is_shorter() -> None:
    first, second = ("2025-01-07", 7, 7 / 365.25), ("2025-01-14", 14, 14 / 365.25)
    assert steps(2, Period.WEEK) == steps(14, Period.DAY) == [first, second]
    assert steps(10, Period.DAY) == [first, ("2025-01-10", 10, 10 / 365.25)]
    assert steps(3, Period.DAY) == [("2025-01-03", 3, 3 / 365.25)]


def test_on_occasions_each_period_is_a_step() -> None:
    assert steps(2, Period.QUARTER, occasions=True) == [("2025-03-31", 90, 0.25), ("2025-06-30", 181, 0.5)]
    assert steps(1, Period.YEAR, occasions=True) == [("2025-12-31", 365, 1.0)]
    assert len(steps(3, Period.MONTH, occasions=True)) == 3
    assert [days for _, days, _ in steps(2, Period.WEEK, occasions=True)] == [7, 14]
    assert [days for _, days, _ in steps(3, Period.DAY, occasions=True)] == [1, 2, 3]


def test_ends_days_and_words() -> None:
    told = {
        (1, Period.MONTH): ("2025-01-31", 31, "1 month"),
        (2, Period.QUARTER): ("2025-06-30", 181, "2 quarters"),
        (3, Period.YEAR): ("2027-12-31", 1095, "3 years"),
        (2, Period.WEEK): ("2025-01-14", 14, "2 weeks"),
        (1, Period.DAY): ("2025-01-01", 1, "1 day"),
    }
    for asked, expected in told.items():
        one = Horizon(NEW_YEAR, *asked)
        assert (one.end.isoformat(), one.days, str(one)) == expected
