"""The margin of a row, and what is told where columns contradict each other: row by row, by hand."""

from __future__ import annotations

import pytest

from custecon.core.errors import InputRefused
from custecon.tables.margins import checked_margins, margin_of, mostly_negative


def test_revenue_less_cost_counts_more_than_what_is_called_the_margin() -> None:
    assert margin_of(100, 60, 50) == (40, "cost")
    assert margin_of(100, 60, None) == (40, "cost")
    assert margin_of(100, None, 50) == margin_of(None, 60, 50) == margin_of(None, None, 50) == (50, "margin")
    assert margin_of(100, None, None) == margin_of(None, 60, None) == (None, "")
    assert margin_of(0, 0, 7) == (0, "cost")
    assert margin_of(None, None, 0) == (0, "margin")


def said(revenues, costs, margins) -> tuple[list, list[str]]:
    clients = [f"C{at}" for at in range(len(revenues))]
    found, notices = checked_margins(clients, revenues, costs, margins)
    assert {one.code for one in notices} <= {"N336"}
    return [margin for margin, _ in found], [one.what for one in notices]


def test_margins_that_differ_are_counted_and_told() -> None:
    margins, told = said([100, 100, 100, None], [60, 60, None, 60], [40, 41, 50, 7])
    assert margins == [40, 40, 50, 7]
    assert len(told) == 1
    assert "the margin differs from revenue less direct cost in 1 row" in told[0]
    assert "revenue less direct cost was used" in told[0]
    margins, told = said([100, 100], [60, 70], [41, 31])
    assert "in 2 rows" in told[0]
    assert said([100], [60], [40])[1] == said([100], [60], [None])[1] == []


def test_some_margins_above_their_revenue_are_told_and_most_are_refused() -> None:
    """Of three clients one: they have a cost below zero. Of three two: another column is meant."""
    margins, told = said([100, 100, 100], [None] * 3, [101, 60, 60])
    assert margins == [101, 60, 60]
    assert "the margin is above the revenue in 1 row" in told[0]
    assert said([100, 100], [None] * 2, [100, 60])[1] == []  # all of the revenue is not above it
    (differs,) = said([100], [200], [150])[1]  # a row with a cost is not asked whether its margin can be
    assert "the margin differs" in differs
    with pytest.raises(InputRefused, match="E375") as refused:
        checked_margins(["Ana", "Bo", "Cy"], [100, 100, 100], [None] * 3, [60, 101, 102])
    assert "Bo" in str(refused.value)
    assert "above their revenue" in str(refused.value)
    with pytest.raises(InputRefused):  # one of three, but by more than the others earn together
        checked_margins(["Ana", "Bo", "Cy"], [100, 100, 100], [None] * 3, [60, 60, 181])
    assert said([100, 100, 100], [None] * 3, [60, 60, 180])[0] == [60, 60, 180]


@pytest.mark.parametrize(
    ("costs", "expected"),
    [([], False), ([1, -1], False), ([1, -2], True), ([-1, -1, 9], True), ([-1, 1, 1], False), ([0, -1], True),
     ([0, 0], False), ([-1, 0, 1], False)],
)  # fmt: skip
def test_most_or_all_together_below_zero(costs, expected) -> None:
    assert mostly_negative(costs) is expected
