"""What models are fitted to and what is kept with a fit, by hand: weights count, some of the rows keep theirs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import SpendSummary, SurvivalSummary
from custecon.models.summary import DiscreteSummary, PurchaseSummary

BOUGHT = PurchaseSummary([0, 2, 5], [0, 3, 8], [4, 6, 9], "month", [1, 3, 2], [0.0, 0.5, 0.25])
TAKEN = DiscreteSummary([0, 2, 5], [0, 3, 8], [4, 6, 9], "month", [1, 3, 2])
SPENT = SpendSummary([0, 2, 5], [7, 10, 30], [1, 3, 2])
LASTED = SurvivalSummary([1, 2, 2], [True, True, False], "year", [10, 20, 70])


def test_facts_are_those_of_the_clients_that_the_rows_stand_for() -> None:
    """1 client for 4 months, 3 for 6, 2 for 9; the 5 who bought again: 3 × 2 and 2 × 5 times, for 10 and for 30."""
    bought = {"clients": 6.0, "repeaters": 5.0, "repeat_purchases": 16.0, "mean_age": (4 + 18 + 18) / 6}
    assert BOUGHT.facts() == bought
    assert TAKEN.facts() == bought
    assert SPENT.facts() == {"clients": 6.0, "repeaters": 5.0, "repeat_purchases": 16.0, "mean_spend": 90 / 5}
    assert LASTED.facts() == {"clients": 100.0, "left": 30.0, "periods_at_risk": 10 + 40 + 140.0}
    assert (BOUGHT.clients, SPENT.clients, LASTED.clients) == (6.0, 6.0, 100.0)


def test_facts_of_nobody_and_of_nobody_who_bought_again() -> None:
    none = {"clients": 0.0, "repeaters": 0.0, "repeat_purchases": 0.0}
    assert PurchaseSummary([], [], [], "week").facts() == none | {"mean_age": 0.0}
    assert DiscreteSummary([], [], [], "week").facts() == none | {"mean_age": 0.0}
    assert SpendSummary([], []).facts() == none | {"mean_spend": 0.0}
    assert SpendSummary([0, 0], [0, 0]).facts() == none | {"clients": 2.0, "mean_spend": 0.0}
    assert SpendSummary([1, 0], [4, 0]).facts() == {
        "clients": 2.0, "repeaters": 1.0, "repeat_purchases": 1.0, "mean_spend": 4.0,
    }  # fmt: skip


@pytest.mark.parametrize("summary", [BOUGHT, TAKEN, SPENT, LASTED], ids=lambda one: type(one).__name__)
def test_some_of_the_rows_keep_all_that_is_known_of_them(summary) -> None:
    fields = list(summary.__dataclass_fields__)
    part, plain = summary.rows(np.array([2, 0])), type(summary)(
        **{name: getattr(summary, name) for name in fields if name not in {"weights", "sum_log_intervals"}}
    )  # fmt: skip
    for name in fields:
        whole = getattr(summary, name)
        assert np.array_equal(getattr(part, name), whole if name == "unit" else whole[[2, 0]]), name
    assert plain.rows(slice(0, 2)).weights is None
    assert plain.rows(slice(0, 2)).counts.tolist() == [1.0, 1.0]
    assert getattr(plain.rows(slice(0, 2)), "sum_log_intervals", None) is None
    assert (len(part), len(plain), plain.clients) == (2, 3, 3.0)
    every = np.arange(3)
    assert summary.part(every) is summary
    assert len(summary.part(every[:2])) == 2


def test_a_summary_of_spend_forgets_the_average_of_who_has_not_bought_again() -> None:
    assert SPENT.average_spend.tolist() == [0.0, 10.0, 30.0]
    with pytest.raises(Undefined, match="has an average spend of 0"):
        SpendSummary([1], [0])


def test_times_of_purchases_make_a_summary_in_any_order() -> None:
    """Purchases after 2 and 6 weeks lie 2 and 4 weeks apart; two at once tell no time between them."""
    found = PurchaseSummary.from_purchase_times([[6.0, 2.0], [], [3.0, 3.0]], [10, 5, 4], "week")
    assert [column.tolist() for column in found.columns] == [[2, 0, 2], [6, 0, 3], [10, 5, 4]]
    assert found.sum_log_intervals is not None
    assert found.sum_log_intervals.tolist() == pytest.approx([math.log(2) + math.log(4), 0.0, 0.0])
    assert found.unit == "week"
    assert [column.tolist() for column in found.histories()] == [column.tolist() for column in found.columns]


def test_survivors_make_a_summary_of_who_left_when() -> None:
    """Of 100, 10 leave at the end of the first year, none at that of the second, 20 at the third's; 70 are there."""
    found = SurvivalSummary.from_survivors([100, 90, 90, 70], "year")
    assert (found.periods.tolist(), found.left.tolist(), found.counts.tolist()) == (
        [1, 3, 3], [True, True, False], [10, 20, 70],
    )  # fmt: skip
    ended = SurvivalSummary.from_survivors([4, 1, 0], "month")
    assert (ended.periods.tolist(), ended.left.tolist(), ended.counts.tolist()) == ([1, 2], [True, True], [3, 1])
    assert (found.unit, ended.unit) == ("year", "month")
    for wrong in ([100], [100, 101]):
        with pytest.raises(Undefined, match="two figures or more, none above the one before"):
            SurvivalSummary.from_survivors(wrong, "year")


def test_what_a_summary_of_contracts_cannot_be() -> None:
    refused = {
        "`left` is not one value per row": ([1, 2], [True]),
        "a client left before the end of a first period": ([0, 1], [True, True]),
        "100,001 periods are too many": ([100_001], [False]),
        "periods holds a value that is not whole": ([1.5], [False]),
    }
    for why, (periods, left) in refused.items():
        with pytest.raises(Undefined, match=f"E330.*{why}"):
            SurvivalSummary(periods, left, "year")
    assert SurvivalSummary([0, 100_000], [False, False], "year").clients == 2.0
    with pytest.raises(Undefined, match="20,001 occasions are too many"):
        DiscreteSummary([1], [1], [20_001], "day")
    assert DiscreteSummary([1], [1], [20_000], "day").clients == 1.0


def test_newcomers_have_no_history_yet() -> None:
    for kind in (PurchaseSummary, DiscreteSummary):
        found = kind.newcomers("quarter", 2)
        assert [column.tolist() for column in found.columns] == [[0.0, 0.0]] * 3
        assert (found.unit, len(kind.newcomers("week"))) == ("quarter", 1)
