"""Money and time: weeks fitted, months projected, discounts converted once."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BG_NBD, MBG_NBD, PARETO_NBD, gamma_gamma
from custecon.models.durations import DiscountRate, Span
from custecon.models.summary import PurchaseSummary, SpendSummary
from custecon.models.value import discounted_by_period, residual_value

from .anybody import anybody
from .reference import cdnow, table

MONTH = Span(1, "month", days_each=4.345 * 7)
YEAR = Span(12, "month", days_each=4.345 * 7)
ONE_PERCENT = DiscountRate(0.01, "month")


def test_twelve_months_of_cdnow_are_worth_what_they_are_in_weeks_handled_right() -> None:
    summary, spend, _ = cdnow()
    value = residual_value(
        BG_NBD.fit(summary), gamma_gamma.fit(spend), summary, spend,
        horizon=YEAR, period=MONTH, discount=ONE_PERCENT,
    )  # fmt: skip
    # formulas.md 3.3: 36.29 and 71,538 (from rounded parameters); not a tutorial's 140.10 and 266,741
    assert value.per_client[[0, 1, 5, 8]] == pytest.approx([36.29, 4.64, 283.55, 43.36], rel=6e-4)
    assert value.total == pytest.approx(71_538, rel=6e-4)
    assert value.basis == "revenue"
    assert value.independence is not None
    assert value.independence.pearson == pytest.approx(0.11, abs=0.005)


@pytest.mark.parametrize(("model", "column"), [(BG_NBD, "bgnbd"), (PARETO_NBD, "pnbd")])
def test_twelve_months_per_client_match_lifetimes(model, column) -> None:
    columns = table("reference/lifetimes_cdnow_customers.csv")
    summary = PurchaseSummary(columns["frequency"], columns["recency"], columns["T"], "week")
    spend = SpendSummary(np.where(columns["monetary_value"] > 0, columns["frequency"], 0.0), columns["monetary_value"])
    value = residual_value(
        model.fit(summary), gamma_gamma.fit(spend), summary, spend,
        horizon=YEAR, period=MONTH, discount=ONE_PERCENT,
    )  # fmt: skip
    theirs = columns[f"{column}_clv_12m_dr0.01"]
    known = np.isfinite(theirs)
    assert known.sum() > 2300
    assert np.abs(value.per_client - theirs)[known].max() < 0.02
    assert value.per_client[known].sum() == pytest.approx(theirs[known].sum(), rel=1e-5)


def test_a_month_has_its_mean_length_unless_told() -> None:
    assert Span(12, "month").to("week") == pytest.approx(365.25 / 7)
    assert Span(1, "year").to("month") == pytest.approx(12)
    assert YEAR.to("week") == pytest.approx(52.14)
    assert Span(39, "week").to("week") == 39


def test_discounts_are_converted_once() -> None:
    assert DiscountRate(0.12, "year").per_unit("month") == pytest.approx(0.009489, abs=1e-6)  # formulas.md 3.4
    assert DiscountRate(0.01, "month").per_unit("year") == pytest.approx(0.126825, abs=1e-6)
    assert DiscountRate(0.1, "year").per_unit("year") == 0.1


def test_discounting_by_day_comes_close_to_discounting_at_every_moment() -> None:
    summary = anybody()[0].rows(slice(0, 20))
    params = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
    rate = DiscountRate(0.15, "year")
    _, daily = discounted_by_period(
        "mbg_nbd", params, summary, horizon=Span(364, "day"), period=Span(1, "day"), discount=rate
    )
    moment = MBG_NBD.discounted_purchases(params, summary, rate, Span(364, "day"))
    assert daily == pytest.approx(moment, rel=3e-4)
    assert (daily <= moment).all()


def test_discounting_without_a_rate_is_the_expectation() -> None:
    summary = anybody()[0].rows(slice(0, 20))
    params = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    none, horizon = DiscountRate(0.0, "year"), Span(52, "week")
    expected = BG_NBD.expected_purchases(params, summary, horizon)
    assert BG_NBD.discounted_purchases(params, summary, none, horizon) == pytest.approx(expected, rel=1e-12)
    with pytest.raises(Undefined, match="E334"):
        BG_NBD.discounted_purchases(params, summary, none)


@pytest.mark.parametrize("model", [BG_NBD, MBG_NBD, PARETO_NBD])
def test_a_long_horizon_discounted_is_the_value_for_ever(model) -> None:
    summary = anybody()[0].rows(slice(0, 12))
    params = model.fit(anybody()[0])
    rate = DiscountRate(0.15, "year")
    for_ever = model.discounted_purchases(params, summary, rate)
    long = model.discounted_purchases(params, summary, rate, Span(150, "year"))
    assert long == pytest.approx(for_ever, rel=1e-6)
    weekly = [
        discounted_by_period(
            model.name,
            params,
            summary,
            horizon=Span(weeks, "week"),
            period=Span(1, "week"),
            discount=rate,
        )[1]
        for weeks in (520,)
    ]
    assert (weekly[0] < for_ever).all()


def test_units_cannot_be_mixed() -> None:
    fit = BG_NBD.fit(anybody()[0])
    in_days = PurchaseSummary([2], [213.0], [272.0], "day")
    with pytest.raises(Undefined, match="E335"):
        BG_NBD.expected_purchases(fit, in_days, Span(39, "week"))
    with pytest.raises(Undefined, match="E335"):
        discounted_by_period(
            "bg_nbd", fit, anybody()[0], horizon=Span(12, "month"), period=Span(1, "week"), discount=ONE_PERCENT
        )


def test_a_fit_in_days_says_the_same_as_a_fit_in_weeks() -> None:
    weeks = anybody()[0]
    in_days = PurchaseSummary(weeks.repeat_purchases, weeks.age_at_last_purchase * 7, weeks.age * 7, "day")
    one, other = BG_NBD.fit(weeks), BG_NBD.fit(in_days)
    assert other.params["alpha"] == pytest.approx(7 * one.params["alpha"], rel=1e-5)
    horizon = Span(6, "month")
    assert BG_NBD.expected_purchases(one, weeks, horizon) == pytest.approx(
        BG_NBD.expected_purchases(other, in_days, horizon), rel=1e-4
    )


def test_money_times_a_hundred_scales_the_value_by_a_hundred() -> None:
    summary, spend = anybody()
    fit = BG_NBD.fit(summary)
    cents = SpendSummary(spend.repeat_purchases, spend.average_spend * 100)
    options = {"horizon": YEAR, "period": MONTH, "discount": ONE_PERCENT, "margin": 0.35}
    one = residual_value(fit, gamma_gamma.fit(spend), summary, spend, **options)
    other = residual_value(fit, gamma_gamma.fit(cents), summary, cents, **options)
    assert other.total == pytest.approx(100 * one.total, rel=1e-5)
    assert one.basis == "margin"


def test_a_value_is_purchases_times_spend_times_margin_and_revenue_unless_told() -> None:
    """Every field by the second road; each of the clients' own, in the order of the rows, as many as they stand for."""
    history, spend = anybody()
    some = slice(0, 40)
    weighted = PurchaseSummary(*(column[some] for column in history.columns), "week", np.arange(1.0, 41.0))
    fit, spending = BG_NBD.fit(history), gamma_gamma.fit(spend)
    asked = {"horizon": Span(52, "week"), "period": Span(26, "week"), "discount": DiscountRate(0.1, "year")}
    found = residual_value(fit, spending, weighted, spend.rows(some), **asked)
    half, whole = (BG_NBD.expected_purchases(fit, weighted, Span(weeks, "week")) for weeks in (26, 52))
    year = 365.25 / 7
    discounted = half / 1.1 ** (26 / year) + (whole - half) / 1.1 ** (52 / year)
    mean = gamma_gamma.expected_spend(spending, spend.rows(some))
    assert found.purchases == pytest.approx(whole, rel=1e-12)
    assert found.discounted_purchases == pytest.approx(discounted, rel=1e-12)
    assert found.spend == pytest.approx(mean, rel=1e-12)
    assert found.per_client == pytest.approx(discounted * mean, rel=1e-12)
    assert found.total == pytest.approx(sum(number * worth for number, worth in enumerate(found.per_client, 1)))
    assert (found.basis, found.margin) == ("revenue", 1.0)
    assert (found.horizon, found.period, found.discount) == tuple(asked.values())
    third = residual_value(fit, spending, weighted, spend.rows(some), **asked, margin=0.35)
    assert third.per_client == pytest.approx(0.35 * found.per_client, rel=1e-12)
    assert (third.basis, third.margin) == ("margin", 0.35)
    told = gamma_gamma.independence_of_frequency(spend.rows(some))
    assert found.independence is not None
    assert found.independence[:4] == told[:4]
    few = np.flatnonzero(history.repeat_purchases > 0)[:2]
    assert residual_value(fit, spending, history.rows(few), spend.rows(few), **asked).independence is None
    three = np.flatnonzero(history.repeat_purchases > 0)[:3]
    assert residual_value(fit, spending, history.rows(three), spend.rows(three), **asked).independence is not None


def test_a_rate_of_the_period_s_own_unit_is_used_as_it_stands() -> None:
    """1 % a month, two months at once: 2.01 %; a rate of a year is spread over the days."""
    history = anybody()[0].rows(slice(0, 5))
    params = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    asked = {"horizon": Span(4, "month"), "period": Span(2, "month")}
    plain, found = discounted_by_period("bg_nbd", params, history, discount=ONE_PERCENT, **asked)
    first, both = (BG_NBD.expected_purchases(params, history, Span(months, "month")) for months in (2, 4))
    assert plain == pytest.approx(both)
    assert found == pytest.approx(first / 1.0201 + (both - first) / 1.0201**2, rel=1e-12)
    _, yearly = discounted_by_period("bg_nbd", params, history, discount=DiscountRate(0.1, "year"), **asked)
    assert yearly == pytest.approx(first / 1.1 ** (1 / 6) + (both - first) / 1.1 ** (1 / 3), rel=1e-12)
