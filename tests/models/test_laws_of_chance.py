"""Laws that chances keep in every model: they add up to one, their mean is what is expected, time only takes away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from custecon.models import MODELS, DiscountRate, Span
from custecon.models.summary import DiscreteSummary, PurchaseSummary
from custecon.models.tracking_curve import expected_cumulative_purchases

from .test_recovery_and_coverage import TRUTH

HALF, NOW = Span(26, "week"), Span(0, "week")
LAST = {"bg_nbd": 600, "mbg_nbd": 600, "pareto_nbd": 600, "bg_cnbd_k": 150, "mbg_cnbd_k": 100, "bg_bb": 26}


def clients(name: str) -> Any:
    """Newcomers, who was silent at once, who bought lately, who bought often and went silent."""
    if name == "bg_bb":
        return DiscreteSummary([0, 0, 1, 6, 9], [0, 0, 10, 10, 12], [0, 12, 12, 12, 30], "week")
    return PurchaseSummary([0, 0, 1, 6, 9], [0, 0, 10.5, 10, 12], [0, 12, 12, 12, 30], "week")


@pytest.mark.parametrize("name", TRUTH)
def test_chances_of_all_counts_add_up_to_one_and_their_mean_is_the_expectation(name: str) -> None:
    model, params, history = MODELS[name], TRUTH[name], clients(name)
    counts = np.arange(LAST[name] + 1.0)
    rows = np.tile(np.arange(5), len(counts))
    chances = model.probability_of_counts(params, history.rows(rows), HALF, np.repeat(counts, 5)).reshape(-1, 5)
    assert (chances >= 0).all()
    assert chances.sum(axis=0) == pytest.approx(1.0, abs=1e-6)
    assert counts @ chances == pytest.approx(model.expected_purchases(params, history, HALF), rel=1e-4)
    for count in (0, 1, 5):
        assert model.probability_of_purchases(params, history, HALF, count) == pytest.approx(chances[count], rel=1e-10)


@pytest.mark.parametrize("name", TRUTH)
def test_time_only_takes_away_and_a_horizon_of_nothing_changes_nothing(name: str) -> None:
    model, params, history = MODELS[name], TRUTH[name], clients(name)
    active = model.probability_active(params, history)
    assert ((active > 0) & (active <= 1)).all()
    later = [model.probability_active_after(params, history, Span(weeks, "week")) for weeks in (0, 1, 26, 520)]
    if name != "bg_bb":  # active on an occasion is active on the one after next only if they stay at the next
        assert later[0] == pytest.approx(active, rel=1e-9)
    assert (np.diff([active, *later[1:]], axis=0) < 0).all()
    assert model.expected_purchases(params, history, NOW) == pytest.approx(np.zeros(5))
    assert model.probability_of_purchases(params, history, NOW, 0) == pytest.approx(np.ones(5))
    assert model.probability_of_purchases(params, history, NOW, 1) == pytest.approx(np.zeros(5))
    some = [model.expected_purchases(params, history, Span(weeks, "week")) for weeks in (1, 26, 52, 104)]
    assert (np.diff([np.zeros(5), *some], axis=0) > 0).all()
    assert (np.diff(some[1:], axis=0)[0] < some[1]).all()  # in the second half-year they buy less than in the first


@pytest.mark.parametrize("name", TRUTH)
def test_discounting_lies_between_that_of_the_steps_ends_and_that_of_their_starts(name: str) -> None:
    model, params, history = MODELS[name], TRUTH[name], clients(name)
    rate = DiscountRate(0.3, "year")
    until = [model.expected_purchases(params, history, Span(week, "week")) for week in range(27)]
    bought = np.diff(until, axis=0)
    weights = 1.3 ** (-np.arange(1, 27) * 7 / 365.25)
    at_ends = weights @ bought
    found = model.discounted_purchases(params, history, rate, HALF)
    if name == "bg_bb":
        assert found == pytest.approx(at_ends, rel=1e-10)  # on occasions it is at their ends
    else:
        assert (found > at_ends).all()
        assert (found < at_ends * 1.3 ** (7 / 365.25)).all()
    assert model.discounted_purchases(params, history, DiscountRate(0.0, "year"), HALF) == pytest.approx(until[-1])


@pytest.mark.parametrize("name", TRUTH)
def test_drawn_purchases_are_as_many_as_expected(name: str) -> None:
    model, params, history = MODELS[name], TRUTH[name], clients(name)
    rng = np.random.default_rng(8)
    size = 4000
    for row in range(5):
        many = history.rows(np.full(size, row))
        drawn = model.draw_purchases(params, many, HALF, rng)
        mean = model.expected_purchases(params, history, HALF)[row]
        assert drawn.mean() == pytest.approx(mean, abs=4.5 * max(drawn.std(), 3 * np.sqrt(mean)) / np.sqrt(size))
        none = model.probability_of_purchases(params, history, HALF, 0)[row]
        assert (drawn == 0).mean() == pytest.approx(none, abs=4.5 * np.sqrt(none * (1 - none) / size) + 1 / size)


@pytest.mark.parametrize("name", ["bg_nbd", "mbg_nbd", "pareto_nbd", "bg_bb"])
def test_for_ever_is_the_limit_of_ever_longer_horizons(name: str) -> None:
    model, params, history = MODELS[name], TRUTH[name], clients(name)
    rate = DiscountRate(1.0, "year")
    for_ever = model.discounted_purchases(params, history, rate)
    some = [model.discounted_purchases(params, history, rate, Span(weeks, "week")) for weeks in (52, 260, 2080)]
    assert (np.diff([np.zeros(5), *some], axis=0) >= 0).all()
    assert some[-1] == pytest.approx(for_ever, rel=1e-6)
    assert (some[0] < for_ever).all()


def test_a_curve_adds_up_who_has_come_by_each_moment() -> None:
    """Clients come after 0, 2, 2 and 5 weeks; each buys again as a newcomer does in the time since they came."""
    params, newcomer = TRUTH["bg_nbd"], PurchaseSummary.newcomers("week")

    def since(weeks: float) -> float:
        return float(MODELS["bg_nbd"].expected_purchases(params, newcomer, Span(weeks, "week"))[0])

    found = expected_cumulative_purchases("bg_nbd", params, [0.0, 2.0, 2.0, 5.0], [0.0, 1.0, 4.0, 10.0], "week")
    assert found == pytest.approx(
        [0, since(1), since(4) + 2 * since(2), since(10) + 2 * since(8) + since(5)], rel=1e-12
    )
    days = expected_cumulative_purchases("bg_nbd", params, [0.0], 3.0, "day")
    day = float(MODELS["bg_nbd"].expected_purchases(params, PurchaseSummary.newcomers("day"), Span(3, "day"))[0])
    assert days == pytest.approx([day])
