"""The fitter: exact derivatives, records that survive JSON, thin data refused, edges said aloud."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from custecon.core.errors import Undefined
from custecon.models import BG_CNBD_K, BG_NBD, PARETO_NBD, fitting, gamma_gamma
from custecon.models.beta_discrete_weibull import BetaDiscreteWeibullLikelihood
from custecon.models.beta_geometric_likelihood import BetaGeometricLikelihood
from custecon.models.bg_bb import BgBbLikelihood
from custecon.models.fit_record import Fit
from custecon.models.gamma_gamma import GammaGammaLikelihood
from custecon.models.pareto_nbd_likelihood import ParetoNbdLikelihood
from custecon.models.shifted_beta_geometric import ShiftedBetaGeometricLikelihood
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary, SurvivalSummary

RNG = np.random.default_rng(5)
AGES = RNG.integers(0, 300, 400) / 7.0
BUYERS = BG_NBD.draw_histories({"r": 0.6, "alpha": 5.0, "a": 0.8, "b": 2.5}, AGES, RNG, "week")
COUNTS = RNG.integers(0, 7, 200)
OCCASIONS = DiscreteSummary(
    np.minimum(COUNTS, 4), np.where(COUNTS > 0, np.maximum(COUNTS, 4), 0), np.full(200, 8), "year"
)
SPEND = gamma_gamma.draw_averages({"p": 4.0, "q": 3.0, "gamma": 20.0}, RNG.integers(0, 9, 300).astype(float), RNG)
CONTRACTS = SurvivalSummary.from_survivors([1000, 869, 743, 653, 593, 551], "year")
LIKELIHOODS = {
    "bg_nbd": BetaGeometricLikelihood(BUYERS, regularity=1, leaves_at_once=False),
    "mbg_nbd": BetaGeometricLikelihood(BUYERS, regularity=1, leaves_at_once=True),
    "bg_cnbd_3": BetaGeometricLikelihood(BUYERS, regularity=3, leaves_at_once=False),
    "mbg_cnbd_4": BetaGeometricLikelihood(BUYERS, regularity=4, leaves_at_once=True),
    "pareto_nbd": ParetoNbdLikelihood(BUYERS),
    "bg_bb": BgBbLikelihood(OCCASIONS),
    "gamma_gamma": GammaGammaLikelihood(SPEND),
    "shifted_beta_geometric": ShiftedBetaGeometricLikelihood(CONTRACTS),
    "beta_discrete_weibull": BetaDiscreteWeibullLikelihood(CONTRACTS),
}


@pytest.mark.parametrize("name", LIKELIHOODS)
def test_gradient_and_hessian_agree_with_differences(name: str) -> None:
    likelihood = LIKELIHOODS[name]
    for start in likelihood.starts()[:3]:
        theta = np.array(start) * 1.1
        value, gradient, hessian = likelihood.derivatives(theta)
        assert value == pytest.approx(likelihood.value(theta), rel=1e-12)
        for index, size in enumerate(theta):
            step = np.zeros(len(theta))
            step[index] = 1e-5 * size
            above, below = likelihood.derivatives(theta + step), likelihood.derivatives(theta - step)
            slope = (likelihood.value(theta + step) - likelihood.value(theta - step)) / (2e-5 * size)
            assert gradient[index] == pytest.approx(slope, rel=2e-6, abs=1e-6 * np.abs(gradient).max())
            bend = (above[1] - below[1]) / (2e-5 * size)
            assert hessian[index] == pytest.approx(bend, rel=2e-6, abs=1e-6 * np.abs(hessian).max())


def test_equal_rows_with_a_weight_are_the_clients_themselves() -> None:
    repeated = PurchaseSummary(
        np.repeat(BUYERS.repeat_purchases, 3),
        np.repeat(BUYERS.age_at_last_purchase, 3),
        np.repeat(BUYERS.age, 3),
        "week",
    )
    weighted = PurchaseSummary(
        BUYERS.repeat_purchases, BUYERS.age_at_last_purchase, BUYERS.age, "week", np.full(len(BUYERS), 3.0)
    )
    for model in (BG_NBD, PARETO_NBD):
        one, other = model.fit(repeated), model.fit(weighted)
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)
        assert one.clients == other.clients


def test_shuffled_clients_change_nothing() -> None:
    order = np.random.default_rng(1).permutation(len(BUYERS))
    one, other = BG_NBD.fit(BUYERS), BG_NBD.fit(BUYERS.rows(order))
    assert list(one.params.values()) == pytest.approx(list(other.params.values()), rel=1e-6)


def test_fit_survives_json_to_the_last_digit() -> None:
    fit = BG_NBD.fit(BUYERS)
    back = Fit.from_json(fit.to_json())
    assert back.params == fit.params
    assert np.array_equal(back.log_covariance, fit.log_covariance)
    assert back.convergence == fit.convergence
    assert back.notices == fit.notices
    assert back.to_json() == fit.to_json()
    assert json.loads(fit.to_json())["custecon_fit"] == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"custecon_fit": 99}', "null", '{"custecon_fit": 1, "model": "x"}'])
def test_what_is_no_saved_model_is_refused(text: str) -> None:
    with pytest.raises(Undefined, match="E338"):
        Fit.from_json(text)


def test_criteria_and_correlations_follow_from_the_fit() -> None:
    fit = BG_NBD.fit(BUYERS)
    assert fit.aic == pytest.approx(8 - 2 * fit.log_likelihood)
    assert fit.bic == pytest.approx(4 * np.log(400) - 2 * fit.log_likelihood)
    assert np.diag(fit.correlations) == pytest.approx(np.ones(4))
    assert np.abs(fit.correlations).max() <= 1 + 1e-12
    assert fit.convergence.weakest_curvature > 0
    assert fit.convergence.largest_gradient < 1e-3
    assert 0 < fit.convergence.promised_gain < 5e-11  # what one step more would bring: nothing to speak of, and told


def test_a_base_that_nobody_leaves_is_an_edge_said_aloud() -> None:
    rng = np.random.default_rng(8)
    ages = np.full(500, 52.0)
    count = rng.poisson(rng.gamma(1.0, 0.2, 500) * ages).astype(float)
    last = np.where(count > 0, ages * rng.beta(np.maximum(count, 1.0), 1.0), 0.0)
    loyal = PurchaseSummary(count, last, ages, "week")
    with pytest.raises(Undefined, match="E332"):
        BG_NBD.fit(loyal)
    fit = BG_NBD.fit(loyal, accept_edge=True)
    assert fit.convergence.at_edge
    assert [one.code for one in fit.notices] == ["N341"]
    assert all(np.isfinite(value) and value > 0 for value in fit.params.values())
    assert fit.params["r"] == pytest.approx(1.0, rel=0.25)


def test_regular_fit_keeps_k_and_counts_it_as_a_parameter() -> None:
    rng = np.random.default_rng(2)
    params = {"k": 3, "r": 2.0, "alpha": 2.0, "a": 0.8, "b": 6.0}
    fit = BG_CNBD_K.fit(BG_CNBD_K.draw_histories(params, np.full(1500, 30.0), rng, "week"))
    assert fit.params["k"] == 3
    assert fit.aic == pytest.approx(10 - 2 * fit.log_likelihood)
    assert fit.names == ("r", "alpha", "a", "b")
    assert Fit.from_json(fit.to_json()).params == fit.params


@pytest.mark.parametrize(
    ("params", "code"),
    [({"r": 1.0}, "E336"), ({"r": 1.0, "alpha": -1.0, "a": 1.0, "b": 1.0}, "E336"),
     ({"r": float("nan"), "alpha": 1.0, "a": 1.0, "b": 1.0}, "E336")],
)  # fmt: skip
def test_parameters_that_are_none_are_refused(params: dict[str, float], code: str) -> None:
    with pytest.raises(Undefined, match=code):
        BG_NBD.probability_active(params, BUYERS)


def test_a_fit_of_another_model_is_refused() -> None:
    with pytest.raises(Undefined, match="E336"):
        PARETO_NBD.probability_active(BG_NBD.fit(BUYERS), BUYERS)


@pytest.mark.parametrize(
    "columns",
    [([1], [5], [3]), ([0], [2], [3]), ([1.5], [1], [3]), ([-1], [0], [3]), ([1, 2], [1], [3]),
     ([float("nan")], [1], [3]), ([1], [1], [float("inf")]), ([1], [-1], [3])],
)  # fmt: skip
def test_an_inconsistent_summary_is_refused(columns: tuple[list[float], list[float], list[float]]) -> None:
    with pytest.raises(Undefined, match="E330"):
        PurchaseSummary(*columns, "week")


def test_spend_without_a_mean_is_refused() -> None:
    with pytest.raises(Undefined, match="E334"):
        gamma_gamma.expected_spend({"p": 2.0, "q": 0.8, "gamma": 3.0}, SpendSummary([0, 2], [0.0, 10.0]))


# ------------------------------------------------------------------ where a climb ends


def one_way_of_leaving(clients: int) -> PurchaseSummary:
    """Clients who all leave at one rate: Pareto/NBD then has its maximum at infinite s and beta, along a ridge."""
    rng = np.random.default_rng(3)
    ages = rng.integers(20, 100, clients) / 1.0
    stays = np.minimum(rng.exponential(60.0, clients), ages)
    count = rng.poisson(rng.gamma(0.5, 0.12, clients) * stays).astype(float)
    last = np.where(count > 0, stays * rng.random(clients) ** (1.0 / np.maximum(count, 1.0)), 0.0)
    return PurchaseSummary(count, last, ages, "week")


def test_a_ridge_to_the_edge_is_followed_in_few_steps_and_to_one_end_from_every_start() -> None:
    likelihood = ParetoNbdLikelihood(one_way_of_leaving(1500))
    scale = np.log(likelihood.scales)
    low, high = scale - fitting.FAR_OUT, scale + fitting.FAR_OUT
    ends = [fitting._climb(likelihood, np.log(start), low, high) for start in likelihood.starts()]
    found = [end for end in ends if end is not None and end.done]
    assert len(found) == 5
    assert (found[0].point == high).any()  # or nothing is tested
    for end in found:
        assert end.steps < 40
        assert end.value == pytest.approx(found[0].value, rel=1e-10)
        assert end.point == pytest.approx(found[0].point, abs=1e-3)


@settings(deadline=None)
@given(
    arrays(np.float64, 3, elements=st.floats(-3.0, 3.0)),
    arrays(np.float64, 3, elements=st.floats(0.0, 1.0)),
)
def test_a_step_ends_on_its_own_line_at_the_first_wall(step: np.ndarray, place: np.ndarray) -> None:
    low, high = np.zeros(3), np.ones(3)
    reached = fitting._within(place, step, low, high)
    assert ((reached >= low) & (reached <= high)).all()
    moved = reached - place
    free = ~(((place == low) & (step < 0)) | ((place == high) & (step > 0)))  # of the others the wall holds them
    assert (moved[~free] == 0).all()
    shares = moved[free & (np.abs(step) > 1e-6)] / step[free & (np.abs(step) > 1e-6)]
    if len(shares):
        assert shares == pytest.approx(np.full(len(shares), shares[0]), abs=1e-6)
        at_wall = (reached == low) | (reached == high)
        assert shares[0] == pytest.approx(1.0, abs=1e-6) or at_wall[free].any()


def test_a_big_base_is_fitted_from_where_a_sample_leads_as_from_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(12)
    ages = rng.integers(10 * 7, 100 * 7, 60_000) / 7.0
    base = PARETO_NBD.draw_histories({"r": 0.6, "alpha": 10.0, "s": 0.6, "beta": 12.0}, ages, rng, "week")
    whole = ParetoNbdLikelihood(base)
    few = whole.sample()
    assert isinstance(few, ParetoNbdLikelihood)
    assert len(few._count) <= 8192 < len(whole._count)
    assert few._clients == pytest.approx(60_000)
    assert few._bought == pytest.approx(whole._bought, rel=0.02)
    sampled = PARETO_NBD.fit(base)
    monkeypatch.setattr(ParetoNbdLikelihood, "sample", lambda self: self)
    entire = PARETO_NBD.fit(base)
    assert sampled.log_likelihood == pytest.approx(entire.log_likelihood, rel=1e-12)
    assert list(sampled.params.values()) == pytest.approx(list(entire.params.values()), rel=1e-5)
    assert sampled.convergence.steps < entire.convergence.steps
