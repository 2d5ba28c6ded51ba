"""The cost of churn: published and hand-reckoned values, and laws."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from custecon.core.errors import Undefined, UsageError
from custecon.metrics import churn, churn_claim, lifetime
from custecon.metrics.parameters import parameter

COUNTS = st.integers(1, 10**6).flatmap(lambda start: st.tuples(st.integers(0, start), st.just(start)))
MONEY = st.floats(0.01, 1e9)
RATES = st.floats(0.001, 0.999)
DISCOUNTS = st.floats(0.0, 1.0)


def test_lost_clients_times_annual_value():
    # The user's own words: lost clients × annual client value.
    assert churn.churn_cost(lost=120, value=5000) == 600_000
    assert churn.churn_cost_in_values(lost=120) == 120


def test_rate_of_params_po18():
    assert churn.churn_rate(lost=3, clients_at_start=50) == pytest.approx(0.06)


def test_no_clients_at_the_start_is_refused_params_po16():
    with pytest.raises(UsageError, match="start"):
        churn.churn_rate(lost=0, clients_at_start=0)


def test_more_lost_than_there_were_is_refused_params_po17():
    with pytest.raises(Undefined, match="more clients were lost than there were"):
        churn.churn_rate(lost=12, clients_at_start=10)


def test_annual_churn_of_params_po21():
    assert churn.annual_churn(counted_churn=0.05, times_a_year=12) == pytest.approx(0.459640, abs=5e-7)


def test_three_per_cent_a_month_is_not_36_a_year():
    # formulas.md 3.4: 3 % a month is 30.6 % a year.
    assert churn.annual_churn(counted_churn=0.03, times_a_year=12) == pytest.approx(0.306, abs=5e-4)


@pytest.mark.parametrize(("retention", "lift"), [(0.7, 21.6), (0.8, 25.9), (0.9, 36.6)])
def test_five_points_at_12_per_cent(retention, lift):
    # formulas.md 3.5: the honest replacement for the slogan; here from the margin multiple of the ltv topic.
    multiple = lifetime.margin_multiple
    now = multiple(margin=1, retention=retention, discount=0.12)
    then = multiple(margin=1, retention=retention + 0.05, discount=0.12)
    assert (then / now - 1) * 100 == pytest.approx(lift, abs=0.05)
    value = churn_claim.profit_lift_per_client(churn=1 - retention, discount=0.12, compared_fall=0.05)
    assert value == pytest.approx(then / now - 1)


def test_sharp_ten_years_become_twenty():
    # Sharp 2005, on Reichheld and Sasser 1990: 10 % → 5 % doubles the average life, 10 → 20 years.
    assert churn_claim.profit_lift_undiscounted(churn=0.10, compared_fall=0.05) == pytest.approx(1.0)
    assert churn_claim.profit_lift_of_company(churn=0.10, compared_fall=0.05) == pytest.approx(0.05 / 0.90)


def test_published_lifts_are_those_of_the_abstract():
    # Reichheld and Sasser 1990, abstract: 85 % bank branches, 50 % insurance broker, 30 % auto service, MBNA 125 %.
    names = ("published_lift_bank", "published_lift_insurance", "published_lift_garage", "published_lift_card")
    assert [parameter(name).value for name in names] == [0.85, 0.50, 0.30, 1.25]
    assert {parameter(name).source.key for name in names} == {"reichheld-sasser-1990"}


def test_usual_share_is_a_rule_of_thumb_and_says_so():
    usual = parameter("usual_share")
    assert (usual.value, usual.source.work.read) == (0.12, "read")
    assert "no study" in usual.note


def test_retention_is_worth_five_times_its_growth_at_gupta_lehmann_stuart_rates():
    # Gupta, Lehmann and Stuart 2004, abstract: 1 % better retention, 5 % more value.
    value = churn_claim.retention_elasticity(retention=0.9, discount=0.12)
    lifted = lifetime.margin_multiple
    step = lifted(margin=1, retention=0.9 * 1.00001, discount=0.12) / lifted(margin=1, retention=0.9, discount=0.12) - 1
    assert value == pytest.approx(step / 0.00001, rel=1e-3)
    assert round(value) == 5


@given(COUNTS)
def test_lost_and_kept_are_all(count):
    lost, start = count
    assert churn.clients_kept(lost=lost, clients_at_start=start) + lost == start
    rate = churn.churn_rate(lost=lost, clients_at_start=start)
    assert rate * start == pytest.approx(lost)


@given(COUNTS, MONEY, st.sampled_from([0.01, 10, 1000]))
def test_scaling_money_scales_money_only(count, value, scale):
    lost, start = count
    once, scaled = churn.churn_cost(lost=lost, value=value), churn.churn_cost(lost=lost, value=value * scale)
    assert scaled == pytest.approx(once * scale)
    income = value * start
    share = churn.income_share_lost(lost=lost, value=value, annual_revenue=income)
    assert churn.income_share_lost(lost=lost, value=value * scale, annual_revenue=income * scale) == pytest.approx(
        share
    )
    assert share == pytest.approx(churn.churn_rate(lost=lost, clients_at_start=start))


@given(st.integers(0, 10**6), MONEY, st.floats(0, 1))
def test_won_back_and_gone_for_good_are_all_that_was_lost(lost, value, recovered):
    still = churn.churn_cost_after_recovery(lost=lost, value=value, recovered=recovered)
    back = churn.churn_cost_after_recovery(lost=lost, value=value, recovered=1 - recovered)
    assert still + back == pytest.approx(churn.churn_cost(lost=lost, value=value))


@given(st.integers(0, 10**6), MONEY, RATES, DISCOUNTS)
def test_a_lifetime_is_never_less_than_its_first_year(lost, margin, rate, discount):
    life = churn.lifetime_margin_lost(lost=lost, margin=margin, churn=rate, discount=discount)
    year = churn.margin_lost(lost=lost, margin=margin)
    assert life >= year / (1 + discount) * (1 - 1e-12)


@given(MONEY, RATES, DISCOUNTS)
def test_lifetime_margin_is_the_sum_of_its_years(margin, rate, discount):
    factor = (1 - rate) / (1 + discount)
    assume(factor < 0.99)
    years = math.fsum(margin / (1 + discount) * factor**year for year in range(4000))
    assert churn.lifetime_margin_lost(lost=1, margin=margin, churn=rate, discount=discount) == pytest.approx(years)


@given(st.integers(1, 10**6), MONEY, RATES, DISCOUNTS, st.floats(0.001, 0.5))
def test_less_churn_for_life_is_the_difference_of_two_bases(start, margin, rate, discount, fall):
    assume(fall < 0.99 * rate)
    multiple = lifetime.margin_multiple
    now = multiple(margin=margin, retention=1 - rate, discount=discount)
    then = multiple(margin=margin, retention=1 - rate + fall, discount=discount)
    value = churn.less_churn_for_life(
        clients_at_start=start, average_margin=margin, churn=rate, discount=discount, less_churn=fall
    )
    assert value == pytest.approx(start * (then - now), rel=1e-6, abs=1e-6 * start * margin)
    assert value > 0


@given(st.integers(1, 10**6), MONEY, st.floats(0.001, 0.2))
def test_twice_the_fall_saves_twice_the_clients(start, margin, fall):
    once = churn.less_churn_a_year(clients_at_start=start, churn=0.5, less_churn=fall, margin=margin)
    twice = churn.less_churn_a_year(clients_at_start=start, churn=0.5, less_churn=2 * fall, margin=margin)
    assert twice == pytest.approx(2 * once)


@given(RATES, st.floats(0.001, 0.9))
def test_churn_a_year_agrees_with_twelve_months_lived_through(rate, start):
    clients = start
    for _ in range(12):
        clients -= clients * rate
    assert churn.annual_churn(counted_churn=rate, times_a_year=12) == pytest.approx(1 - clients / start)


def test_churn_cannot_fall_below_nothing():
    with pytest.raises(Undefined, match="more than it is"):
        churn_claim.profit_lift_per_client(churn=0.03, discount=0.1, compared_fall=0.05)
    with pytest.raises(Undefined, match="no end"):
        churn.lifetime_margin_lost(lost=1, margin=1, churn=0, discount=0)
