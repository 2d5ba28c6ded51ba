"""Simulated futures against a second road: every client drawn by themselves, again and again, by the plain model."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from custecon.models import MODELS, Span, forecast_simulation, gamma_gamma
from custecon.models.forecast_simulation import predictive_interval
from custecon.models.intervals import draw_parameters, middle
from custecon.models.simulated_clients import simulate_histories
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary

from .anybody import anybody
from .simulated_logs import AS_LARGE
from .test_recovery_and_coverage import FORTNIGHTS, TRUTH

SPENDING = {"p": 4.0, "q": 3.5, "gamma": 20.0}
KNOWN, PLAIN = 3000, 3000  # clients that are fitted, and futures of each that is foretold, one by one


def base(name: str, seed: int, some: int = 150):
    """A base of which many clients are equally old; its fits, and data of some of its clients."""
    rng = np.random.default_rng(seed)
    ages = rng.choice([8.0, 10.0, 12.0] if name == "bg_bb" else [20.0, 30.0, 50.0], KNOWN)
    history = simulate_histories(name, TRUTH[name], ages, "week", seed=seed)
    spend = gamma_gamma.draw_averages(SPENDING, history.repeat_purchases, rng)
    fits = MODELS[name].fit(history), gamma_gamma.fit(spend)
    return *fits, history.rows(slice(0, some)), spend.rows(slice(0, some))


def plain_futures(fit, spend_fit, history, spend, factor, rng) -> tuple[np.ndarray, np.ndarray]:
    """Purchases and worth, one row a future: parameters as they may be, then each client by themselves."""
    bought, worth = [], []
    pairs = zip(draw_parameters(fit, PLAIN, rng), draw_parameters(spend_fit, PLAIN, rng), strict=True)
    for params, spending in pairs:
        bought.append(MODELS[fit.model].draw_purchases(params, history, FORTNIGHTS, rng))
        worth.append(gamma_gamma.draw_spend(spending, spend, bought[-1], rng) * factor)
    return np.array(bought), np.array(worth)


def held(values, interval) -> np.ndarray:
    return ((values >= interval.low) & (values <= interval.high)).mean(axis=0)


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize("large", [False, True], ids=["as it is", "as a large base"])
def test_intervals_hold_what_plain_simulation_brings(name: str, large: bool, monkeypatch) -> None:
    some, draws = (1500, 100) if large else (150, 2000)
    for limit, value in AS_LARGE.items() if large else ():
        monkeypatch.setattr(forecast_simulation, limit, value)
    fit, spend_fit, history, spend = base(name, 50, some)
    factor = np.linspace(0.2, 0.9, some)
    bought, worth = plain_futures(fit, spend_fit, history, spend, factor, np.random.default_rng(51))
    runs = [
        predictive_interval(
            fit, history, FORTNIGHTS, seed=seed, draws=2000, spend=(spend_fit, spend), per_purchase=factor
        )
        for seed in range(10 if large else 1)  # so few draws wobble; their mean shows whether they are off
    ]
    told = runs[0]
    assert told.draws == draws
    # a chance of 5 % is told by so many draws with this standard error, on either road
    error = np.sqrt(0.05 * 0.95 * (1.0 / draws + 1.0 / PLAIN))
    of_worth, of_purchases = held(worth, told.worth), held(bought, told.purchases)
    assert of_worth[told.worth.high > 0].mean() == pytest.approx(0.95, abs=0.5 * error)
    assert min(of_worth.min(), of_purchases.min()) > 0.95 - 5.0 * error
    fewer = ((bought > told.purchases.low) & (bought < told.purchases.high)).mean(axis=0)
    assert fewer.mean() < 0.95  # no wider than whole counts make it
    # of all together each side leaves out 2.5 %; 2,000 futures tell that to 0.4 %
    for drawn, found in (
        (bought.sum(axis=1), [(run.total_purchases, run.purchases_drawn) for run in runs]),
        (worth.sum(axis=1), [(run.total_worth, run.worth_drawn) for run in runs]),
    ):
        assert np.mean([(drawn < ends.low).mean() for ends, _ in found]) == pytest.approx(0.025, abs=0.014)
        assert np.mean([(drawn > ends.high).mean() for ends, _ in found]) == pytest.approx(0.025, abs=0.014)
        assert np.mean([totals.std() for _, totals in found]) == pytest.approx(drawn.std(), rel=0.08)
        assert np.mean([totals.mean() for _, totals in found]) == pytest.approx(drawn.mean(), abs=0.08 * drawn.std())


@pytest.mark.parametrize("name", TRUTH)
def test_futures_of_active_clients_come_as_often_as_their_chances_say(name: str) -> None:
    fit, _, history, _ = base(name, 52)
    model, rng, size = MODELS[name], np.random.default_rng(53), 40_000
    for row in np.flatnonzero(model.probability_active(fit, history) > 0.2)[:6]:
        one = history.rows(np.array([row]))
        drawn = model.draw_if_active(fit, history.rows(np.full(size, row)), FORTNIGHTS, rng)
        active = model.probability_active(fit, one)[0]
        for count in (1, 2, 3, 5):
            chance = model.probability_of_purchases(fit, one, FORTNIGHTS, count)[0] / active
            error = np.sqrt(chance * (1.0 - chance) / size)
            assert (drawn == count).mean() == pytest.approx(chance, abs=4.5 * error + 1e-9)


@pytest.mark.parametrize("name", TRUTH)
def test_of_an_active_client_the_last_purchase_tells_what_the_model_says_it_tells(name: str) -> None:
    model, params = MODELS[name], TRUTH[name]
    kind = DiscreteSummary if name == "bg_bb" else PurchaseSummary
    early, late = kind([2.0], [3.0], [20.0], "week"), kind([2.0], [19.0], [20.0], "week")
    chances = [
        model.probability_of_purchases(params, one, FORTNIGHTS, 2)[0] / model.probability_active(params, one)[0]
        for one in (early, late)
    ]
    differs = chances[0] != pytest.approx(chances[1], rel=1e-9)
    assert differs == model.recency_matters(params)


def test_equal_clients_have_equal_intervals_and_others_in_proportion() -> None:
    fit, spend_fit, _, _ = base("bg_nbd", 54)
    history = PurchaseSummary([2.0] * 4, [10.0] * 4, [30.0] * 4, "week")
    average = np.array([10.0, 10.0, 20.0, 40.0])
    told = predictive_interval(
        fit, history, FORTNIGHTS, seed=1, draws=500, spend=(spend_fit, SpendSummary([2.0] * 4, average))
    )
    assert len(set(told.purchases.high)) == 1
    scale = spend_fit.params["gamma"] + 2.0 * average
    assert told.worth.high / told.worth.high[0] == pytest.approx(scale / scale[0])


def test_a_client_who_may_have_left_long_ago_is_less_sure_to_buy() -> None:
    fit, _, _, _ = base("bg_nbd", 55)
    history = PurchaseSummary([6.0] * 3, [4.0, 25.0, 29.0], [30.0] * 3, "week")  # the same futures, if active
    told = predictive_interval(fit, history, FORTNIGHTS, seed=1, draws=2000).purchases
    assert told.high[0] == 0.0  # nearly certain to have left
    assert told.high[0] < told.high[1] <= told.high[2]


@pytest.mark.parametrize("wander", [0.0, 0.35])
def test_a_rate_that_changes_widens_the_interval_of_a_client_and_not_that_of_all(wander: float) -> None:
    """Nobody leaves and all buy at one rate, so counts are Poisson's, at a rate times a log-normal factor of mean 1."""
    fit, _, _, _ = base("bg_nbd", 57)
    params = {"r": 5e6, "alpha": 1e7, "a": 1e-9, "b": 1.0}  # half a purchase a week
    fit = dataclasses.replace(fit, params=params, log_covariance=np.zeros((4, 4)))
    history = PurchaseSummary([26.0] * 40, [51.0] * 40, [52.0] * 40, "week")
    told = predictive_interval(fit, history, Span(52, "week"), seed=1, draws=4000, wander=wander)
    rng = np.random.default_rng(58)
    variance = np.log1p(wander**2)
    plain = rng.poisson(26.0 * np.exp(np.sqrt(variance) * rng.standard_normal(400_000) - variance / 2))
    low, high = told.purchases.low[0], told.purchases.high[0]
    assert 0.94 <= ((plain >= low) & (plain <= high)).mean() <= 0.965  # whole counts
    assert told.total_purchases.high[0] == pytest.approx(1040 + 1.96 * np.sqrt(1040), rel=0.01)


def test_middle_counts_a_chance_of_nothing_like_draws_of_nothing() -> None:
    rng = np.random.default_rng(56)
    for size, none in ((500, 1), (500, 13), (500, 200), (300, 5000), (40, 2), (99, 0)):
        for drawn in (rng.poisson(2.0, (size, 50)).astype(float), rng.gamma(0.7, size=(size, 50))):
            whole = np.concatenate((drawn, np.zeros((none, 50))))
            owner = np.repeat(np.arange(50), 2)
            for level in (0.5, 0.9, 0.95, 0.99):
                low, high = middle(whole, level)
                shared = middle(drawn, level, owner, np.full(100, none / (size + 1 + none)))
                assert np.array_equal(shared[0], np.repeat(low, 2))
                assert np.array_equal(shared[1], np.repeat(high, 2))


def test_bases_of_one_kind_and_of_one_client() -> None:
    fit, spend_fit, _, _ = base("bg_nbd", 58)
    many = PurchaseSummary(np.zeros(4000), np.zeros(4000), np.full(4000, 30.0), "week")
    spend = SpendSummary(np.zeros(4000), np.zeros(4000))
    told = predictive_interval(fit, many, FORTNIGHTS, seed=1, draws=500, spend=(spend_fit, spend))
    still = dataclasses.replace(fit, log_covariance=np.zeros((4, 4)))  # own chance alone: its law is known
    alone = predictive_interval(still, many, FORTNIGHTS, seed=1, draws=2000)
    counts = np.arange(400.0)
    chance = np.array(
        [MODELS["bg_nbd"].probability_of_purchases(fit, many.rows([0]), FORTNIGHTS, n)[0] for n in counts]
    )
    mean = chance @ counts
    spread = np.sqrt(4000 * (chance @ counts**2 - mean**2))
    assert alone.purchases_drawn.std() == pytest.approx(spread, rel=0.08)
    assert alone.purchases_drawn.mean() == pytest.approx(4000 * mean, abs=0.15 * spread)
    assert told.purchases_drawn.std() > 1.2 * spread  # doubt about the parameters is common to all
    one = predictive_interval(fit, many.rows([0]), FORTNIGHTS, seed=1, draws=500, spend=(spend_fit, spend.rows([0])))
    assert one.total_purchases.low[0] == one.purchases.low[0] == 0.0
    assert abs(one.total_purchases.high[0] - one.purchases.high[0]) <= 1.0


def test_each_future_of_a_large_base_takes_another_future_of_every_crew(monkeypatch) -> None:
    """Five crews of 50 with 25 futures each: taken side by side they make 25 futures of all, by chance nearly 2,000."""
    for limit, size in AS_LARGE.items():
        monkeypatch.setattr(forecast_simulation, limit, size)
    fit, spend_fit, history, spend = base("bg_nbd", 60, 250)
    still, spend_still = (
        dataclasses.replace(one, log_covariance=np.zeros_like(one.log_covariance)) for one in (fit, spend_fit)
    )
    told = predictive_interval(still, history, FORTNIGHTS, seed=1, draws=2000, spend=(spend_still, spend))
    assert told.worth_drawn is not None
    assert len(np.unique(told.worth_drawn)) > 1900


@pytest.mark.parametrize("name", ["bg_nbd", "pareto_nbd", "bg_bb"])
def test_futures_of_certain_parameters_follow_the_law_of_chance(name: str) -> None:
    """Without doubt about the parameters the spread of each client and of all is that of chance, which is known."""
    fit, spend_fit, history, spend = base(name, 61, 200)
    still, spend_still = (
        dataclasses.replace(one, log_covariance=np.zeros_like(one.log_covariance)) for one in (fit, spend_fit)
    )
    factor = np.linspace(0.3, 0.9, 200)
    told = predictive_interval(
        still, history, FORTNIGHTS, seed=3, draws=1500, level=0.9, spend=(spend_still, spend), per_purchase=factor
    )
    model, counts = MODELS[name], np.arange(60.0)
    chances = model.probability_of_counts(
        fit, history.rows(np.repeat(np.arange(200), 60)), FORTNIGHTS, np.tile(counts, 200)
    ).reshape(200, 60)
    mean = model.expected_purchases(fit, history, FORTNIGHTS)
    money = gamma_gamma.expected_spend(spend_fit, spend) * factor
    assert told.worth is not None
    assert told.total_worth is not None
    assert told.worth_drawn is not None
    assert told.purchases.estimate == pytest.approx(mean)
    assert told.worth.estimate == pytest.approx(mean * money)
    assert told.total_purchases.estimate == pytest.approx([mean.sum()])
    assert told.total_worth.estimate == pytest.approx([(mean * money).sum()])
    spread = np.sqrt((chances @ counts**2 - (chances @ counts) ** 2).sum())
    assert told.purchases_drawn.std() == pytest.approx(spread, rel=0.08)
    assert told.purchases_drawn.mean() == pytest.approx(mean.sum(), abs=0.1 * spread)
    assert told.worth_drawn.mean() == pytest.approx((mean * money).sum(), abs=0.1 * told.worth_drawn.std())
    for ends, drawn in ((told.total_purchases, told.purchases_drawn), (told.total_worth, told.worth_drawn)):
        assert (len(drawn), (drawn < ends.low).mean()) == (1500, pytest.approx(0.05, abs=0.01))
        assert (drawn > ends.high).mean() == pytest.approx(0.05, abs=0.01)
    below = np.column_stack((np.zeros(200), np.cumsum(chances, axis=1)))  # the chance of fewer than so many
    rows, low, high = np.arange(200), told.purchases.low.astype(int), told.purchases.high.astype(int)
    held = below[rows, high + 1] - below[rows, low]
    inner = below[rows, np.maximum(high, low + 1)] - below[rows, low + 1]  # without the ends themselves
    assert held.min() > 0.9 - 0.025
    assert inner.max() < 0.9 + 0.025
    for one in (told.purchases, told.worth, told.total_purchases, told.total_worth):
        assert (one.level, one.covers) == (0.9, "parameters and own chance")
        assert one.method == f"{told.draws:,} simulated futures"


def test_thin_fits_give_finite_intervals() -> None:
    few = anybody()[0].rows(slice(0, 25))
    fit = MODELS["bg_nbd"].fit(few, accept_edge=True)
    wild = dataclasses.replace(fit, log_covariance=np.diag([4.0, 4.0, 25.0, 25.0]))
    told = predictive_interval(wild, few, Span(39, "week"), seed=1, draws=300)
    for interval in (told.purchases, told.total_purchases):
        assert np.isfinite(interval.high).all()
        assert (interval.low <= interval.high).all()
    assert told.total_purchases.low[0] <= told.total_purchases.estimate[0] <= told.total_purchases.high[0]
