"""The split of a budget: an optimum is one, and Pfeifer's condition of 2005 holds at it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custecon.core.errors import Undefined
from custecon.tables import balance

FIRM = balance.Firm(
    prospects=5000,
    clients=1000,
    margin=200,
    discount=0.1,
    winning=balance.curve_of(each_spend=10, bought_share=0.05, ceiling_share=0.2),
    keeping=balance.curve_of(each_spend=50, bought_share=0.8, ceiling_share=0.95),
)
FIRMS = st.builds(
    lambda prospects, clients, margin, won, kept: balance.Firm(
        prospects,
        clients,
        margin,
        0.1,
        balance.curve_of(each_spend=10, bought_share=won, ceiling_share=0.5),
        balance.curve_of(each_spend=50, bought_share=kept, ceiling_share=0.95),
    ),
    st.integers(1, 10**5),
    st.integers(1, 10**5),
    st.floats(1, 10**4),
    st.floats(0.01, 0.4),
    st.floats(0.1, 0.9),
)


@settings(deadline=None)
@given(FIRMS, st.floats(100, 10**6))
def test_no_row_of_the_curve_is_better_than_the_optimum(firm, budget):
    top = balance.best(firm, budget).worth
    assert all(row[1] <= top + 1e-9 * abs(top) for row in balance.curve(firm, budget).rows)


@settings(deadline=None)
@given(FIRMS, st.floats(100, 10**6))
def test_what_is_spent_on_winning_and_on_keeping_is_the_budget(firm, budget):
    for row in balance.curve(firm, budget).rows:
        assert row[2] + row[3] == pytest.approx(budget)
    top = balance.best(firm, budget)
    assert top.on_winning + top.on_keeping == pytest.approx(budget)


def test_at_the_optimum_one_more_unit_is_worth_the_same_on_both_sides():
    top = balance.best(FIRM, 100_000)
    step = 1.0
    winning = balance.at(FIRM, top.on_winning + step, top.on_keeping).worth - top.worth
    keeping = balance.at(FIRM, top.on_winning, top.on_keeping + step).worth - top.worth
    assert winning == pytest.approx(keeping, rel=1e-3)


def test_the_present_point_is_on_the_curve():
    now = balance.at(FIRM, 50_000, 50_000)
    assert (now.win_rate, now.retention) == (pytest.approx(0.05), pytest.approx(0.8))
    # By hand: 5000 × [0.05 × (200 + (200 × 0.8 − 50) ÷ 0.3) − 10] + 1000 × (200 × 0.8 − 50) ÷ 0.3.
    assert now.worth == pytest.approx(5000 * (0.05 * (200 + 110 / 0.3) - 10) + 1000 * 110 / 0.3)


def test_a_share_at_its_ceiling_fixes_no_curve():
    with pytest.raises(Undefined, match="ceiling"):
        balance.curve_of(each_spend=10, bought_share=0.5, ceiling_share=0.5)
