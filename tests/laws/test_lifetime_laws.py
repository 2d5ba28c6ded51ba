"""What must hold between lifetime values, whatever the figures: laws before instances."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custecon.core.errors import Undefined
from custecon.core.units import Change, Period, convert
from custecon.metrics import lifetime as ltv

margins = st.floats(min_value=-1e6, max_value=1e6).filter(lambda x: x == 0 or abs(x) > 1e-3)
rates = st.floats(min_value=0, max_value=1)
stays = st.floats(min_value=0.01, max_value=0.99)
discounts = st.floats(min_value=0.001, max_value=0.5)
growths = st.floats(min_value=-0.2, max_value=0.2)
lengths = st.integers(min_value=1, max_value=60)
close = {"rel": 1e-9, "abs": 1e-6}


@given(margins, stays, discounts)
def test_the_three_conventions_differ_by_exactly_retention_and_discount(margin, retention, discount) -> None:
    """Fader and Hardie 2012: (1) is (1+d) times (3), (2) is r times (3)."""
    values = {"margin": margin, "retention": retention, "discount": discount}
    end = ltv.margin_multiple_end(**values)
    assert ltv.margin_multiple_now(**values) == pytest.approx(end * (1 + discount), **close)
    assert ltv.margin_multiple(**values) == pytest.approx(end * retention, **close)


@given(margins, stays, discounts)
def test_the_first_margin_now_is_the_margin_plus_the_rest(margin, retention, discount) -> None:
    values = {"margin": margin, "retention": retention, "discount": discount}
    assert ltv.margin_multiple_now(**values) == pytest.approx(margin + ltv.margin_multiple(**values), **close)


@pytest.mark.parametrize(
    ("horizon", "endless"),
    [
        (ltv.fixed_horizon, ltv.margin_multiple),
        (ltv.fixed_horizon_end, ltv.margin_multiple_end),
        (ltv.fixed_horizon_now, ltv.margin_multiple_now),
    ],
)
@given(margins, st.floats(0.01, 0.9), discounts, st.floats(-0.2, 0.05))
def test_a_long_horizon_is_for_ever(horizon, endless, margin, retention, discount, growth) -> None:
    values = {"margin": margin, "retention": retention, "discount": discount, "growth": growth}
    assume(retention * (1 + growth) / (1 + discount) < 0.95)
    assert horizon(**values, periods=600) == pytest.approx(endless(**values), **close)


@given(margins, rates, discounts, growths, lengths)
def test_a_horizon_is_the_closed_geometric_sum(margin, retention, discount, growth, periods) -> None:
    """The second road: Σ q^t = (1 − q^n) ÷ (1 − q)."""
    ratio = retention * (1 + growth) / (1 + discount)
    assume(abs(1 - ratio) > 1e-3)
    expected = margin / (1 + discount) * (1 - ratio**periods) / (1 - ratio)
    values = {"margin": margin, "retention": retention, "discount": discount, "growth": growth}
    assert ltv.fixed_horizon_end(**values, periods=periods) == pytest.approx(expected, **close)


@given(margins, stays, discounts, st.floats(min_value=0.01, max_value=1000))
def test_money_times_k_is_value_times_k(margin, retention, discount, factor) -> None:
    one = ltv.margin_multiple(margin=margin, retention=retention, discount=discount)
    assert ltv.margin_multiple(margin=margin * factor, retention=retention, discount=discount) == pytest.approx(
        one * factor, **close
    )


@given(st.floats(1, 1e6), stays, stays, discounts)
def test_more_loyal_clients_are_worth_more(margin, one, other, discount) -> None:
    low, high = sorted((one, other))
    values = {"margin": margin, "discount": discount}
    assert ltv.margin_multiple(**values, retention=low) <= ltv.margin_multiple(**values, retention=high)


@given(st.floats(1, 1e6), stays, discounts, discounts)
def test_dearer_money_makes_clients_worth_less(margin, retention, one, other) -> None:
    low, high = sorted((one, other))
    values = {"margin": margin, "retention": retention}
    assert ltv.margin_multiple(**values, discount=high) <= ltv.margin_multiple(**values, discount=low)


@given(st.floats(1, 1e6), st.floats(0.001, 0.999))
def test_without_discount_the_end_convention_is_margin_over_churn(revenue, churn) -> None:
    one = ltv.margin_over_churn(revenue=revenue, margin_rate=1, churn=churn)
    assert one == pytest.approx(ltv.margin_multiple_end(margin=revenue, retention=1 - churn, discount=0), rel=1e-9)
    assert one == ltv.revenue_over_churn(revenue=revenue, churn=churn)


@given(st.floats(1, 1e5), st.floats(0.01, 0.99), discounts, lengths)
def test_without_spend_the_programme_is_the_first_margin_now(margin, retention, discount, periods) -> None:
    values = {"margin": margin, "retention": retention, "discount": discount, "periods": periods}
    assert ltv.retention_programme(**values, retention_spend=0) == pytest.approx(ltv.fixed_horizon_now(**values))


@given(st.floats(0.5, 0.999), st.floats(0.001, 0.3))
def test_a_year_in_months_has_the_survivors_of_a_year(retention, discount) -> None:
    """Months and years tell the same story after conversion: survivors and discount factor after 12 months."""
    month = {"given": Period.YEAR, "wanted": Period.MONTH}
    stay, dear = convert(retention, Change.SURVIVAL, **month), convert(discount, Change.COMPOUND, **month)
    assert stay**12 == pytest.approx(retention)
    assert (1 + dear) ** 12 == pytest.approx(1 + discount)


def test_nobody_leaves_and_nothing_is_discounted_is_undefined() -> None:
    for metric in (ltv.margin_multiple, ltv.margin_multiple_end, ltv.margin_multiple_now):
        with pytest.raises(Undefined, match="infinite"):
            metric(margin=100, retention=1, discount=0)
        with pytest.raises(Undefined, match="infinite"):
            metric(margin=100, retention=0.9, discount=0.05, growth=0.2)


def test_what_is_too_large_is_refused_not_shown_as_infinity() -> None:
    with pytest.raises(Undefined, match="1e308"):
        ltv.margin_multiple(margin=1e308, retention=0.99, discount=0)
    assert math.isfinite(ltv.margin_multiple(margin=1e300, retention=0.9, discount=0.1))
