"""What the models are fitted to is the same whichever reader reduced the log."""

import datetime as dt
import itertools
import math
from decimal import Decimal

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.core.units import Period
from custecon.sources import read_clients
from custecon.tables.backtesting import split_of
from custecon.tables.horizons import Horizon
from custecon.tables.purchase_histories import history_of, occasions_of


def test_the_fast_reader_and_the_exact_one_give_the_same_histories(examples) -> None:
    exact, fast = (
        history_of(read_clients(examples / "orders.csv", engine=engine).summary) for engine in ("exact", "fast")
    )
    assert list(exact.keys) == list(fast.keys)
    for one, other in (
        (exact.purchases, fast.purchases),
        (occasions_of(exact, Period.MONTH), occasions_of(fast, Period.MONTH)),
    ):
        for name in (
            "repeat_purchases",
            "age_at_last_purchase",
            "age",
            "sum_log_intervals",
            "last_occasion",
            "occasions",
        ):
            if hasattr(one, name):
                assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert np.array_equal(exact.spend.average_spend, fast.spend.average_spend)
    assert (exact.kept, exact.mean_spend) == (fast.kept, fast.mean_spend)


def test_months_end_where_the_calendar_says() -> None:
    horizon = Horizon(dt.date(2024, 1, 31), 3, Period.MONTH)
    assert [step.end.isoformat() for step in horizon.steps] == ["2024-02-29", "2024-03-31", "2024-04-30"]
    assert [step.years for step in horizon.steps] == pytest.approx([1 / 12, 2 / 12, 3 / 12])
    weeks = Horizon(dt.date(2024, 1, 31), 10, Period.DAY)
    assert [step.days for step in weeks.steps] == [7, 10]
    assert len(Horizon(dt.date(2024, 1, 31), 3, Period.YEAR, occasions=True).steps) == 3


DAYS = {  # client: their purchase days: on the edges of months, once, many, after the split, none
    "A": ["2023-01-31", "2023-02-01", "2023-02-28", "2023-06-30"],
    "B": ["2023-03-15"],
    "C": ["2023-01-01", "2023-01-02", "2023-01-03", "2023-12-30", "2023-12-31"],
    "D": ["2023-11-05", "2023-12-10"],
    "E": [],
}


@pytest.fixture
def history(tmp_path):
    rows = [f"{client},{day},10\n" for client, days in DAYS.items() for day in days]
    path = tmp_path / "orders.csv"
    path.write_text("client,date,amount\n" + "".join(rows) + "E,2023-05-05,-1\n")
    return history_of(read_clients(path).summary)


def days_of(client):
    return [dt.date.fromisoformat(day) for day in DAYS[client]]


def test_the_history_is_what_each_client_did(history) -> None:
    end, last_period = dt.date(2023, 12, 31), (dt.date(2023, 2, 1), dt.date(2023, 12, 30))
    assert list(history.keys) == ["A", "B", "C", "D"]
    assert list(history.past) == [Decimal(10 * len(days_of(client))) for client in history.keys]
    assert history.bought.start == dt.date(2023, 1, 1)
    for row, client in enumerate(history.keys):
        days = days_of(client)
        assert history.purchases.repeat_purchases[row] == len(days) - 1
        assert history.purchases.age_at_last_purchase[row] == (days[-1] - days[0]).days / 7
        assert history.purchases.age[row] == (end - days[0]).days / 7
        logs = sum(math.log((later - day).days / 7) for day, later in itertools.pairwise(days))
        assert history.purchases.sum_log_intervals[row] == pytest.approx(logs)
        assert history.bought.between(*last_period)[row] == sum(
            last_period[0] < day <= last_period[1] for day in days[1:]
        )


@pytest.mark.parametrize("period", [Period.WEEK, Period.MONTH, Period.QUARTER])
def test_occasions_are_the_calendar_periods_with_a_purchase_after_the_first(history, period) -> None:
    def number(day):
        return {
            Period.WEEK: day.isocalendar()[0] * 53 + day.isocalendar()[1],  # rises by one within the year 2023
            Period.MONTH: day.month,
            Period.QUARTER: (day.month + 2) // 3,
        }[period]

    found = occasions_of(history, period)
    last = number(dt.date(2023, 12, 31))
    for row, client in enumerate(history.keys):
        first = number(days_of(client)[0])
        if client == "C" and period is Period.WEEK:
            continue  # begins on a Sunday of the ISO year 2022
        later = sorted({number(day) - first for day in days_of(client)} - {0})
        assert found.repeat_purchases[row] == len(later)
        assert found.last_occasion[row] == (later[-1] if later else 0)
        assert found.occasions[row] == last - first


def test_a_split_knows_only_what_came_before(history) -> None:
    split = split_of(history, 60)  # after 2023-11-01: D is yet to come
    known = split.trial.known
    assert (split.day, len(split.bought)) == (dt.date(2023, 11, 1), 3)
    assert known.repeat_purchases.tolist() == [3, 0, 2]
    assert split.trial.bought.tolist() == [0, 0, 2]
    assert known.age.tolist() == [(split.day - days_of(client)[0]).days / 7 for client in "ABC"]
    with pytest.raises(Undefined):
        split_of(history, 365)
