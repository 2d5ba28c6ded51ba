"""The cost of winning a client: published values, two roads to one number, and laws."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custecon.core.errors import Undefined, UsageError
from custecon.metrics import acquisition, balance, lifetime

MONEY = st.floats(0.01, 1e9)
RATES = st.floats(0.0, 1.0)


def test_no_new_clients_is_undefined_params_po13():
    with pytest.raises(Undefined, match=r"new clients 0"):
        acquisition.blended_cost(spend=50000, new_clients=0)


def test_no_spend_params_po14_and_po15():
    assert acquisition.blended_cost(spend=0, new_clients=10) == 0
    with pytest.raises(Undefined, match="CAC is 0"):
        acquisition.value_over_cost(lifetime_value=300, acquisition_cost=0)


def test_payback_without_margin_params_po22():
    for metric, inputs in ((acquisition.payback, {}), (acquisition.payback_surviving, {"churn": 0.05})):
        with pytest.raises(Undefined, match="margin"):
            metric(acquisition_cost=100, margin=0, **inputs)


def test_fractional_clients_params_po28():
    with pytest.raises(UsageError, match=r"2\.5"):
        acquisition.blended_cost(spend=1000, new_clients=2.5)


def test_plain_payback_as_published():
    # KnowMBA and Daymark: $600, $100, 80 % → 7.5 months; $1,200, $100, 80 % → 15 months.
    assert acquisition.payback(acquisition_cost=600, margin=100 * 0.80) == 7.5
    assert acquisition.payback(acquisition_cost=1200, margin=100 * 0.80) == 15


def test_payback_counting_those_who_leave_is_28_months_not_15():
    # formulas.md 3.4.
    assert acquisition.payback_surviving(acquisition_cost=1200, margin=80, churn=0.05) == 28


@pytest.mark.parametrize("churn", [0.0667, 0.07, 1 / 15, 1.0])
def test_never_paid_back_when_margin_over_churn_is_not_above_cac(churn):
    with pytest.raises(Undefined, match="never pays back"):
        acquisition.payback_surviving(acquisition_cost=1200, margin=80, churn=churn)


def months_lived_through(cost, margin, churn, limit=5000):
    """The second road: month by month, what the clients still there leave."""
    paid, there = 0.0, 1.0
    for month in range(1, limit + 1):
        paid += margin * there
        there *= 1 - churn
        if paid >= cost * (1 - 1e-9):
            return month
    return None


@given(st.floats(1, 1000), st.floats(1, 1000), st.floats(0, 0.99))
def test_payback_agrees_with_months_lived_through(cost, margin, churn):
    assume(cost * churn < 0.999 * margin or cost <= margin)
    lived = months_lived_through(cost, margin, churn)
    assume(lived is not None)
    value = acquisition.payback_surviving(acquisition_cost=cost, margin=margin, churn=churn)
    assert abs(value - lived) <= (abs(cost / margin - round(cost / margin)) < 1e-6) or value == lived


@given(MONEY, MONEY, RATES)
def test_payback_with_leavers_is_never_shorter_than_plain(cost, margin, churn):
    assume(cost <= margin or cost * churn < margin)
    surviving = acquisition.payback_surviving(acquisition_cost=cost, margin=margin, churn=churn)
    assert surviving >= acquisition.payback(acquisition_cost=cost, margin=margin) * (1 - 1e-6) - 1e-9


@given(MONEY, MONEY, st.floats(0, 0.5))
def test_payback_with_nobody_leaving_is_the_plain_one_in_whole_periods(cost, margin, churn):
    del churn
    assume(cost / margin < 1e6)
    plain = acquisition.payback(acquisition_cost=cost, margin=margin)
    assert acquisition.payback_surviving(acquisition_cost=cost, margin=margin, churn=0) == math.ceil(plain - 1e-9)


@given(MONEY, MONEY, st.sampled_from([0.01, 10, 1000]), st.floats(0, 0.2))
def test_scaling_money_leaves_time_and_ratio(cost, margin, scale, churn):
    once = acquisition.payback(acquisition_cost=cost, margin=margin)
    assert acquisition.payback(acquisition_cost=cost * scale, margin=margin * scale) == pytest.approx(once)
    ratio = acquisition.value_over_cost(lifetime_value=margin, acquisition_cost=cost)
    assert acquisition.value_over_cost(lifetime_value=margin * scale, acquisition_cost=cost * scale) == pytest.approx(
        ratio
    )
    del churn


@given(MONEY, st.floats(1, 10))
def test_at_the_ceiling_price_a_client_earns_exactly_the_wanted_return(value, wanted):
    ceiling = acquisition.ceiling_price(lifetime_value=value, wanted_return=wanted)
    ratio = acquisition.value_over_cost(lifetime_value=value, acquisition_cost=ceiling)
    assert ratio == pytest.approx(wanted)


@given(MONEY)
def test_ltv_to_cac_is_one_at_the_ceiling_price(value):
    ceiling = acquisition.ceiling_price(lifetime_value=value, wanted_return=1)
    assert acquisition.value_over_cost(lifetime_value=value, acquisition_cost=ceiling) == 1


@given(st.floats(1, 1e6), st.floats(0, 0.9), st.integers(1, 200))
def test_the_ceiling_within_a_time_is_paid_back_in_that_time(margin, churn, within):
    ceiling = acquisition.ceiling_within(margin=margin, churn=churn, within=within)
    lived = math.fsum(margin * (1 - churn) ** month for month in range(within))
    assert ceiling == pytest.approx(lived, rel=1e-6)


@given(MONEY, st.integers(1, 10**6), st.integers(0, 10**6), MONEY)
def test_loaded_is_never_below_blended_nor_paid(spend, paid, organic, other):
    blended = acquisition.blended_cost(spend=spend, new_clients=paid + organic)
    assert acquisition.loaded_cost(spend=spend, other_costs=other, new_clients=paid + organic) >= blended
    assert acquisition.paid_cost(spend=spend, paid_clients=paid) >= blended


@given(MONEY, st.floats(0.01, 1), st.floats(0, 0.5))
def test_margin_over_churn_is_the_limit_of_what_a_client_pays_back(margin, churn, discount):
    del discount
    limit = lifetime.margin_multiple_now(margin=margin, retention=1 - churn, discount=0)
    assert acquisition.ceiling_within(margin=margin, churn=churn, within=10**6) == pytest.approx(limit)


# ------------------------------------------------------------------ Blattberg and Deighton


def test_bracket_of_blattberg_and_deighton():
    # formulas.md 3.1, BD: M=50, R=10, r=.4, d=.2 → 62.5, and the same as the explicit series.
    inputs = {"margin": 50, "retention": 0.4, "retention_spend": 10, "discount": 0.2}
    series = 50 + math.fsum((50 - 10 / 0.4) * (0.4 / 1.2) ** year for year in range(1, 200))
    assert series == pytest.approx(62.5)
    assert balance.prospect_equity(**inputs, win_rate=1, win_spend=0) == pytest.approx(62.5)
    assert balance.prospect_equity(**inputs, win_rate=0.3, win_spend=7) == pytest.approx(0.3 * 62.5 - 7)
    assert 50 + balance.client_equity(**inputs) == pytest.approx(62.5)


@given(st.floats(0.1, 1e5), st.floats(0.01, 0.98), st.floats(0.001, 0.5))
def test_the_curve_goes_through_the_point_that_fixed_it(each, share, above):
    ceiling = min(1.0, share + above * (1 - share))
    steepness = balance.steepness_of_spend(each_spend=each, bought_share=share, ceiling_share=ceiling)
    bought = balance.share_bought(each_spend=each, steepness=steepness, ceiling_share=ceiling)
    assert bought == pytest.approx(share, rel=1e-6)
    assert balance.share_bought(each_spend=0, steepness=steepness, ceiling_share=ceiling) == 0
    assert bought <= balance.share_bought(each_spend=2 * each, steepness=steepness, ceiling_share=ceiling) <= ceiling
