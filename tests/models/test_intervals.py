"""Ends of intervals where they are known exactly: figures linear in log parameters, draws in a row, laws of chance."""

from __future__ import annotations

import dataclasses
import math
from statistics import NormalDist

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BG_BB, BG_NBD, SBG, DiscountRate
from custecon.models.contract_intervals import payments_interval, renewal_intervals, survivors_interval
from custecon.models.intervals import (
    bootstrap_parameters,
    delta_interval,
    delta_intervals,
    draw_parameters,
    middle,
    parameter_intervals,
    percentile_interval,
)
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SurvivalSummary

from .anybody import anybody

Z90 = NormalDist().inv_cdf(0.95)
SPREAD = np.array([[0.04, 0.01, 0, 0], [0.01, 0.09, 0, 0], [0, 0, 0.01, 0], [0, 0, 0, 0.01]])


@pytest.fixture(scope="module")
def fit():
    """A fit whose covariance is a round one."""
    return dataclasses.replace(BG_NBD.fit(anybody()[0]), log_covariance=SPREAD)


def test_where_the_scale_makes_a_figure_linear_the_delta_method_is_exact(fit) -> None:
    """ln(r² ÷ alpha) has variance 4 × 0.04 − 4 × 0.01 + 0.09; the odds r ÷ alpha 0.04 − 2 × 0.01 + 0.09."""
    r, alpha = fit.params["r"], fit.params["alpha"]
    found = delta_interval(fit, lambda p: np.array([p["r"] ** 2 / p["alpha"], 7.0]), level=0.9)
    width = math.exp(Z90 * math.sqrt(0.21))
    assert found.estimate == pytest.approx([r**2 / alpha, 7.0])
    assert found.low == pytest.approx([r**2 / alpha / width, 7.0], rel=1e-7)
    assert found.high == pytest.approx([r**2 / alpha * width, 7.0], rel=1e-7)
    assert (found.level, found.covers, found.method) == (0.9, "parameters", "delta method, log scale")
    chance = delta_interval(fit, lambda p: p["r"] / (p["r"] + p["alpha"]), level=0.9, scale="logit")
    odds, width = r / alpha, math.exp(Z90 * math.sqrt(0.11))
    assert chance.low == pytest.approx([odds / width / (1 + odds / width)], rel=1e-7)
    assert chance.high == pytest.approx([odds * width / (1 + odds * width)], rel=1e-7)
    assert chance.method == "delta method, logit scale"
    plain = delta_interval(fit, lambda p: 3.0 * np.log(p["alpha"]), scale="plain")
    assert plain.high - plain.estimate == pytest.approx(NormalDist().inv_cdf(0.975) * 0.9, rel=1e-7)
    assert plain.estimate - plain.low == pytest.approx(NormalDist().inv_cdf(0.975) * 0.9, rel=1e-7)
    assert (plain.level, plain.method) == (0.95, "delta method, plain scale")


def test_a_chance_of_nothing_and_a_certainty_have_finite_ends(fit) -> None:
    for value, scale in ((0.0, "log"), (0.0, "logit"), (1.0, "logit")):
        found = delta_interval(fit, lambda p, value=value: np.array([value]), scale=scale)
        assert found.low[0] == pytest.approx(value, abs=1e-12)
        assert found.high[0] == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("pieces", [1, 3])
def test_rows_in_blocks_have_the_intervals_of_all_at_once(fit, pieces: int) -> None:
    history = anybody()[0].rows(slice(0, 9))
    each = 9 // pieces
    blocks = [history.rows(slice(start, start + each)) for start in range(0, 9, each)]
    found = delta_intervals(fit, BG_NBD.probability_active, blocks, level=0.8, scale="logit")
    whole = delta_interval(fit, lambda p: BG_NBD.probability_active(p, history), level=0.8, scale="logit")
    for name in ("low", "estimate", "high"):
        assert getattr(found, name) == pytest.approx(getattr(whole, name), rel=1e-12)
    assert (found.level, found.covers, found.method) == (whole.level, whole.covers, whole.method)


def test_parameters_have_their_own_intervals_on_the_scale_of_logs(fit) -> None:
    found = parameter_intervals(fit, level=0.9)
    for name, error in zip(("r", "alpha", "a", "b"), (0.2, 0.3, 0.1, 0.1), strict=True):
        low, high = fit.params[name] * math.exp(-Z90 * error), fit.params[name] * math.exp(Z90 * error)
        assert found[name] == pytest.approx((low, high))
    assert parameter_intervals(fit)["r"][1] == pytest.approx(fit.params["r"] * math.exp(1.959964 * 0.2), rel=1e-6)


def test_drawn_parameters_without_doubt_are_the_fit_and_with_it_go_together(fit) -> None:
    rng = np.random.default_rng(4)
    still = dataclasses.replace(fit, log_covariance=np.zeros((4, 4)))
    assert all(one == pytest.approx(dict(fit.params)) for one in draw_parameters(still, 3, rng))
    logs = np.log([[one[name] for name in fit.names] for one in draw_parameters(fit, 40_000, rng)])
    assert logs.mean(axis=0) == pytest.approx(np.log(fit.theta), abs=0.01)
    assert np.cov(logs.T) == pytest.approx(SPREAD, abs=0.002)


def test_a_bootstrap_draws_as_many_clients_as_the_rows_stand_for() -> None:
    history = anybody()[0].rows(slice(0, 300))
    double = PurchaseSummary(*history.columns, "week", np.full(300, 2.0))
    twice = PurchaseSummary(*(np.repeat(column, 2) for column in history.columns), "week")
    model = BG_NBD.fit(history, accept_edge=True)
    one, other = (bootstrap_parameters(model, base, replicates=20, seed=5) for base in (double, twice))
    assert one == other
    assert len(one) == 20
    assert len({params["r"] for params in one}) == 20
    assert one != bootstrap_parameters(model, double, replicates=20, seed=6)
    donors = BG_BB.draw_histories({"alpha": 1.2, "beta": 0.75, "gamma": 0.66, "delta": 2.8}, np.full(200, 6.0),
                                  np.random.default_rng(1), "year")  # fmt: skip
    assert isinstance(donors, DiscreteSummary)
    assert len(bootstrap_parameters(BG_BB.fit(donors, accept_edge=True), donors, replicates=20, seed=1)) == 20
    with pytest.raises(Undefined, match=r"E340.*only 19 of 19 simulated bases could be fitted"):
        bootstrap_parameters(model, double, replicates=19, seed=5)


def test_percentiles_are_those_of_the_figure() -> None:
    """A figure of 0, 1 … 100: the middle 90 % are 5 to 95, the middle 50 % of twice it 50 to 150."""
    parameters = [{"r": float(number)} for number in range(101)]
    found = percentile_interval(parameters, lambda p: p["r"], np.array(40.0), level=0.9)
    assert (found.low[0], found.estimate[0], found.high[0]) == pytest.approx((5.0, 40.0, 95.0))
    assert (found.level, found.covers, found.method) == (0.9, "parameters", "bootstrap, 101 replicates")
    two = percentile_interval(parameters, lambda p: np.array([p["r"], 2 * p["r"]]), np.array([1.0, 2.0]), level=0.5)
    assert (two.low.tolist(), two.high.tolist(), two.estimate.tolist()) == ([25, 50], [75, 150], [1, 2])
    assert percentile_interval(parameters, lambda p: p["r"], np.array(1.0)).level == 0.95


def test_a_further_draw_falls_between_the_ends_of_a_row() -> None:
    """Between 99 draws lie 100 ranks of equal chance: five on either side are left out."""
    rising = np.arange(1.0, 100.0)[:, None]
    assert [end.tolist() for end in middle(rising, 0.9)] == [[5.0], [95.0]]
    assert [end.tolist() for end in middle(rising[::-1], 0.5)] == [[25.0], [75.0]]
    both = np.column_stack((rising[:, 0], -rising[:, 0]))
    assert [end.tolist() for end in middle(both, 0.9)] == [[5.0, -95.0], [95.0, -5.0]]
    # forty who buy nothing cannot be left out below, so all ten ranks are left out above; and the other way round
    nothing = np.concatenate((np.zeros(40), np.arange(1.0, 60.0)))[:, None]
    assert [end.tolist() for end in middle(nothing, 0.9)] == [[0.0], [50.0]]
    assert [end.tolist() for end in middle(100.0 - nothing, 0.9)] == [[50.0], [100.0]]
    assert [end.tolist() for end in middle(np.full((99, 1), 3.0), 0.9)] == [[3.0], [3.0]]
    assert [end.tolist() for end in middle(np.full((1, 1), 3.0), 0.9)] == [[3.0], [3.0]]
    for level in (0.0, 1.0):
        with pytest.raises(Undefined, match=rf"E340.*a level of {level:g} does not lie between 0 and 1"):
            middle(rising, level)


# ------------------------------------------------------------------ contracts


@pytest.fixture(scope="module")
def contracts():
    """A fit of contracts as if its parameters were certain."""
    fit = SBG.fit(SurvivalSummary.from_survivors([1000, 869, 743, 653, 593, 551], "year"))
    return dataclasses.replace(fit, log_covariance=np.zeros((2, 2)))


def test_renewals_are_reckoned_one_by_one_and_all_together(contracts) -> None:
    """Of certain parameters only chance is left: its mean and its spread are known."""
    made = np.array([0.0, 3.0, 0.0, 5.0] * 50)
    worth = np.tile([100.0, 90.0, 80.0], (200, 1)) * np.arange(1, 201)[:, None]
    possible = np.ones((200, 3))
    possible[::5, 2] = 0.0
    found = renewal_intervals(contracts, made, worth, possible, seed=2, level=0.9, draws=3000)
    chances = np.array([SBG.survival(contracts, made + step) / SBG.survival(contracts, made) for step in (1, 2, 3)]).T
    chances = chances * possible
    assert found.chances == pytest.approx(chances, rel=1e-10)
    for name, each in (("renewals", chances.sum(axis=1)), ("worth", (chances * worth).sum(axis=1)),
                       ("still", chances[:, 2])):  # fmt: skip
        one, total = getattr(found, name), getattr(found, f"total_{name}")
        assert one.estimate == pytest.approx(each, rel=1e-10)
        assert total.estimate == pytest.approx([each.sum()], rel=1e-10)
        assert (one.level, total.level, total.covers) == (0.9, 0.9, "parameters and own chance")
        assert total.method == "3,000 simulated futures"
    assert found.still.covers == "parameters"
    assert found.renewals.method == found.worth.method == "3,000 simulated futures"
    assert found.still.low == pytest.approx(chances[:, 2])  # nothing is left open of a chance that is certain
    assert found.still.high == pytest.approx(chances[:, 2])
    # each client: the chance to renew more often than the upper end, or less than the lower, is no more than it may be
    reach = np.concatenate((np.ones((200, 1)), chances, np.zeros((200, 1))), axis=1)  # to renew 0, 1, 2, 3, 4 times
    rows = np.arange(200)
    low, high = found.renewals.low.astype(int), found.renewals.high.astype(int)
    assert (reach[rows, low] - reach[rows, high + 1] >= 0.9 - 0.02).all()
    sums = np.column_stack((np.zeros(200), np.cumsum(worth, axis=1)))
    assert found.worth.low == pytest.approx(sums[rows, low])
    assert found.worth.high == pytest.approx(sums[rows, high])
    # all together: sums of independent contracts, near a normal distribution
    outcomes = -np.diff(reach, axis=1)  # the chance of 0, 1, 2, 3 renewals
    for name, gains in (("renewals", np.tile(np.arange(4.0), (200, 1))), ("worth", sums),
                        ("still", np.tile([0.0, 0, 0, 1], (200, 1)))):  # fmt: skip
        mean = (outcomes * gains).sum(axis=1)
        spread = math.sqrt(float(((outcomes * gains**2).sum(axis=1) - mean**2).sum()))
        total = getattr(found, f"total_{name}")
        assert mean.sum() - total.low[0] == pytest.approx(Z90 * spread, rel=0.12)
        assert total.high[0] - mean.sum() == pytest.approx(Z90 * spread, rel=0.12)


def test_survivors_of_all_who_ever_began(contracts) -> None:
    """600 of 1,000 still run, 400 after five years and 200 after two: a binomial number of each will be there."""
    seen = SurvivalSummary([1, 5, 2], [True, False, False], "year", [400, 400, 200])
    found = survivors_interval(contracts, seen, [6, 9], seed=3, level=0.9, draws=4000)
    after = [SBG.survival(contracts, [end])[0] for end in (6, 9)]
    begun = [SBG.survival(contracts, [age])[0] for age in (5, 2)]
    for at, reached in enumerate(after):
        chances = [(400, reached / begun[0]), (200, reached / begun[1])]
        mean = sum(size * chance for size, chance in chances) / 1000
        spread = math.sqrt(sum(size * chance * (1 - chance) for size, chance in chances)) / 1000
        assert found.estimate[at] == pytest.approx(mean, rel=1e-10)
        assert mean - found.low[at] == pytest.approx(Z90 * spread, rel=0.1)
        assert found.high[at] - mean == pytest.approx(Z90 * spread, rel=0.1)
    assert (found.level, found.method) == (0.9, "4,000 simulated futures")
    # whoever has lasted longer already is there for certain
    early = survivors_interval(contracts, seen, [4], seed=3, draws=200)
    chance = SBG.survival(contracts, [4])[0] / begun[1]
    assert early.estimate[0] == pytest.approx((400 + 200 * chance) / 1000, rel=1e-10)
    assert 0.4 < early.low[0] < early.estimate[0] < early.high[0] <= 0.6


def test_payments_of_one_new_client_are_those_of_the_law_of_lifetimes(contracts) -> None:
    """They pay n times or more if they are there after n − 1 periods; each payment of a year later is worth 1 ÷ 1.1."""
    lasts = np.arange(0, 400)
    more = SBG.survival(contracts, lasts)  # the chance of more payments than so many
    assert more[1] < 0.9  # so many leave after the first payment that none of them can be left out, but 10 % above
    least, most = 1, int(np.argmax(more < 0.1))
    plain = payments_interval(contracts, DiscountRate(0.0, "year"), 5.0, seed=1, level=0.9, draws=1000)
    assert plain.low[0] == least
    assert plain.high[0] == pytest.approx(most, rel=0.08)
    assert plain.estimate.tolist() == [5.0]
    assert plain.method == "40,000 simulated futures"
    tenth = payments_interval(contracts, DiscountRate(0.1, "year"), 5.0, seed=1, level=0.9, draws=1000)
    worth = [sum(1.1**-year for year in range(int(end))) for end in (plain.low[0], plain.high[0])]
    assert (tenth.low[0], tenth.high[0]) == pytest.approx(worth)
