"""What the models are fitted to is the same whichever reader reduced the log."""

import datetime as dt

import numpy as np
import pytest

from custecon.core.units import Period
from custecon.sources import read_clients
from custecon.tables.histories import history_of, occasions_of
from custecon.tables.horizons import Horizon


def test_the_fast_reader_and_the_exact_one_give_the_same_histories(examples) -> None:
    pytest.importorskip("duckdb")
    exact, fast = (
        history_of(read_clients(examples / "orders.csv", engine=engine).summary) for engine in ("exact", "fast")
    )
    assert [exact.key(row) for row in range(len(exact))] == [fast.key(row) for row in range(len(fast))]
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
