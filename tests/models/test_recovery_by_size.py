"""From 200 to 100,000 simulated clients the parameters of every model come back as far off as the fit says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from custecon.models import CONTRACT_MODELS, MODELS, gamma_gamma
from custecon.models.fit_record import Fit
from custecon.models.simulated_clients import simulate_contracts, simulate_histories
from custecon.models.summary import DiscreteSummary

from .test_recovery_and_coverage import TRUTH

SPENDING = {"p": 4.0, "q": 3.0, "gamma": 20.0}
LASTING = {
    "shifted_beta_geometric": {"alpha": 0.8, "beta": 3.0},
    "beta_discrete_weibull": {"alpha": 0.8, "beta": 3.0, "c": 1.4},
}
ALL: dict[str, dict[str, Any]] = {**TRUTH, **LASTING, "gamma_gamma": SPENDING}


def refitted(name: str, size: int, seed: int) -> Fit:
    """A fit to so many clients simulated from the truth."""
    rng = np.random.default_rng([size, seed])
    if name == "gamma_gamma":
        bought = rng.integers(1, 8, size).astype(float)
        return gamma_gamma.fit(gamma_gamma.draw_averages(SPENDING, bought, rng), accept_edge=True)
    if name in CONTRACT_MODELS:
        data = simulate_contracts(name, LASTING[name], rng.integers(4, 13, size), "year", seed=seed)
        return CONTRACT_MODELS[name].fit(data, accept_edge=True)
    if MODELS[name].summary_kind == "occasions":
        history: Any = simulate_histories(name, TRUTH[name], rng.integers(8, 14, size).astype(float), "week", seed=seed)
        assert isinstance(history, DiscreteSummary)
    else:
        ages = rng.integers(20 * 7, 60 * 7, size) / 7.0
        history = simulate_histories(name, TRUTH[name], ages, "week", seed=seed)
    return MODELS[name].fit(history, accept_edge=True)


def distance(fit: Fit, truth: dict[str, float]) -> float:
    """How far the truth lies from the estimate, in the fit's own measure: chi-square with a degree a parameter."""
    off = np.log([fit.params[name] / truth[name] for name in fit.names])
    return float(off @ np.linalg.solve(fit.log_covariance, off))


@pytest.mark.parametrize("name", ALL)
def test_a_hundred_thousand_clients_give_the_parameters_back(name: str) -> None:
    truth = ALL[name]
    fit = refitted(name, 100_000, 1)
    assert not fit.convergence.at_edge
    assert fit.params.get("k") == truth.get("k")
    assert distance(fit, truth) < chi2.ppf(0.999, len(fit.names))
    for one in fit.names:
        assert fit.params[one] == pytest.approx(truth[one], rel=0.25)


@pytest.mark.parametrize("name", [name for name in ALL if "cnbd" not in name])
def test_two_hundred_clients_give_them_back_as_far_off_as_the_fit_says(name: str) -> None:
    truth, bases = ALL[name], 80
    fits = [refitted(name, 200, seed) for seed in range(bases)]
    inner = [fit for fit in fits if not fit.convergence.at_edge]
    assert len(inner) >= 0.5 * bases  # the others say aloud that the data do not fix a parameter
    inside = [
        abs(np.log(fit.params[one] / truth[one])) < 1.96 * np.sqrt(fit.log_covariance[at, at])
        for fit in inner
        for at, one in enumerate(fit.names)
    ]
    assert 0.88 <= np.mean(inside) <= 0.99
    # half of the truths lie nearer than the median of chi-square: the size of the errors is right, not only their reach
    nearer = np.mean([distance(fit, truth) < chi2.ppf(0.5, len(fit.names)) for fit in inner])
    assert 0.5 - 3.5 * 0.5 / np.sqrt(len(inner)) <= nearer <= 0.5 + 3.5 * 0.5 / np.sqrt(len(inner))


def test_errors_shrink_with_the_root_of_the_clients_in_every_model() -> None:
    for name in ("bg_nbd", "mbg_nbd", "gamma_gamma", "shifted_beta_geometric", "bg_bb"):
        few, many = (refitted(name, size, 5) for size in (1_000, 100_000))
        ratio = np.sqrt(np.diag(few.log_covariance) / np.diag(many.log_covariance))
        assert ratio == pytest.approx(np.full(len(ratio), 10.0), rel=0.6)
