"""Likelihoods and predictions against 50-digit arithmetic: heavy buyers, long ages, a through 1."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from custecon.models import (
    BG_BB,
    BG_CNBD_K,
    BG_NBD,
    MBG_CNBD_K,
    MBG_NBD,
    PARETO_NBD,
    SBG,
    beta_geometric_predictions,
    gamma_gamma,
)
from custecon.models.beta_geometric_likelihood import BetaGeometricLikelihood
from custecon.models.durations import DiscountRate, Span
from custecon.models.pareto_nbd_likelihood import ParetoNbdLikelihood
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary

from . import exact

GOAL = 1e-10


def _clients(rng: np.random.Generator, count: int) -> list[tuple[int, float, float, float]]:
    """Purchases, last, age, horizon: one-time buyers to 5,000 purchases, days to decades."""
    found = []
    for _ in range(count):
        purchases = int(rng.choice([0, 0, 1, 2, 3, 7, 20, 100, 500, 2000, 5000]))
        age = float(np.exp(rng.uniform(np.log(0.2), np.log(2000.0))))
        last = 0.0 if purchases == 0 else age * float(rng.choice([rng.uniform(0.02, 1.0), rng.uniform(0.9, 1.0), 1.0]))
        found.append((purchases, last, age, float(np.exp(rng.uniform(np.log(0.05), np.log(50.0)))) * age))
    return found


def _shape(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _relative(got: float, exact_value: mpmath.mpf) -> float:
    if exact_value == 0:
        return abs(got)
    if abs(exact_value) < 1e-290:
        return 0.0 if abs(got) < 1e-280 else 1.0
    return float(abs((mpmath.mpf(float(got)) - exact_value) / exact_value))


@pytest.mark.parametrize("model", [BG_NBD, MBG_NBD], ids=lambda model: model.name)
def test_beta_geometric_models_against_50_digits(model) -> None:
    rng = np.random.default_rng(20240601)
    modified = model.leaves_at_once
    for number, (x, last, age, time) in enumerate(_clients(rng, 150)):
        leave = [_shape(rng, 0.02, 8.0), 1.0 + 1e-9, 1.0 - 1e-7, 1.0 + 1e-4][number % 4 if number % 3 == 0 else 0]
        params = {
            "r": _shape(rng, 0.01, 20.0), "alpha": _shape(rng, 0.01, 200.0), "a": leave,
            "b": _shape(rng, 0.02, 50.0),
        }  # fmt: skip
        client = PurchaseSummary([x], [last], [age], "week")
        with exact.with_digits(80):
            parts = exact.bg_parts(params, x, last, age, modified=modified)
            likelihood = BetaGeometricLikelihood(
                PurchaseSummary([x, 1], [last, 1.0], [age, 2.0], "week"),
                regularity=1,
                leaves_at_once=modified,
            )
            reference = exact.total(parts) + exact.total(exact.bg_parts(params, 1, 1.0, 2.0, modified=modified))
            theta = np.array(list(params.values()))
            assert _relative(likelihood.value(theta), reference) < GOAL, params
            active = model.probability_active(params, client)[0]
            assert _relative(active, exact.share(parts)) < GOAL, (params, x, last, age)
            expected = model.expected_purchases(params, client, Span(time, "week"))[0]
            reference = exact.bg_expected(params, x, last, age, time, modified=modified)
            assert _relative(expected, reference) < GOAL, (params, x, last, age, time)


@pytest.mark.parametrize("model", [BG_NBD, MBG_NBD], ids=lambda model: model.name)
def test_where_hardly_anybody_leaves_against_50_digits(model, monkeypatch) -> None:
    """A log in which nobody seems to leave drives a and b to the edge of the space: there a series does, quickly."""
    rng, modified, by_quadrature = np.random.default_rng(20261130), model.leaves_at_once, []
    road = beta_geometric_predictions.beta_mean
    monkeypatch.setattr(
        beta_geometric_predictions, "beta_mean",
        lambda function, first, second: by_quadrature.extend(second) or road(function, first, second),
    )  # fmt: skip
    for x, last, age, time in (each for each in _clients(rng, 60) if each[0] <= 100):  # mpmath takes its time
        params = {
            "r": _shape(rng, 0.01, 20.0), "alpha": _shape(rng, 0.01, 200.0), "a": _shape(rng, 1e-8, 1.0),
            "b": _shape(rng, 100.0, 1e4),
        }  # fmt: skip
        client, span = PurchaseSummary([x], [last], [age], "week"), Span(time, "week")
        with exact.with_digits(80):
            parts = exact.bg_parts(params, x, last, age, modified=modified)
            reference = exact.bg_expected(params, x, last, age, time, modified=modified)
            expected = model.expected_purchases(params, client, span)[0]
            assert _relative(expected, reference) < GOAL, (params, x, last, age, time)
            stay = mpmath.mpf(params["b"]) + x + modified
            reach = mpmath.mpf(time) / (mpmath.mpf(params["alpha"]) + age)
            form = mpmath.hyp2f1(params["r"] + x, stay, params["a"] + stay, reach / (1 + reach))  # after Euler
            later = form / (1 + reach) ** (params["r"] + x) * exact.share(parts)
            assert _relative(model.probability_active_after(params, client, span)[0], later) < GOAL, (params, x, time)
    assert len(by_quadrature) < 25, "most of these 80 are what the series is for"


def test_pareto_nbd_against_50_digits() -> None:
    rng = np.random.default_rng(20240602)
    for number, (x, last, age, time) in enumerate(_clients(rng, 150)):
        leave = [_shape(rng, 0.02, 8.0), 1.0 + 1e-9, 1.0 - 1e-7][number % 3 if number % 4 == 0 else 0]
        params = {
            "r": _shape(rng, 0.01, 20.0), "alpha": _shape(rng, 0.01, 500.0), "s": leave,
            "beta": _shape(rng, 0.01, 500.0),
        }  # fmt: skip
        client = PurchaseSummary([x], [last], [age], "week")
        with exact.with_digits(80):
            parts = exact.pareto_parts(params, x, last, age)
            likelihood = ParetoNbdLikelihood(PurchaseSummary([x, 1], [last, 1.0], [age, 2.0], "week"))
            reference = exact.total(parts) + exact.total(exact.pareto_parts(params, 1, 1.0, 2.0))
            theta = np.array(list(params.values()))
            assert _relative(likelihood.value(theta), reference) < GOAL, params
            active = PARETO_NBD.probability_active(params, client)[0]
            assert _relative(active, exact.share(parts)) < GOAL, (params, x, last, age)
            expected = PARETO_NBD.expected_purchases(params, client, Span(time, "week"))[0]
            reference = exact.pareto_expected(params, x, last, age, time)
            assert _relative(expected, reference) < GOAL, (params, x, last, age, time)


@pytest.mark.parametrize("model", [BG_CNBD_K, MBG_CNBD_K], ids=lambda model: model.name)
def test_regular_buying_against_50_digits(model) -> None:
    rng = np.random.default_rng(20240603)
    for x, last, age, time in _clients(rng, 60):
        k = int(rng.integers(1, 7))
        params = {
            "k": k, "r": _shape(rng, 0.05, 20.0), "alpha": _shape(rng, 0.01, 200.0),
            "a": _shape(rng, 0.05, 8.0), "b": _shape(rng, 0.05, 50.0),
        }  # fmt: skip
        theta = np.array([params[name] for name in ("r", "alpha", "a", "b")])
        client = PurchaseSummary([x], [last], [age], "week")
        options = {"k": k, "modified": model.leaves_at_once}
        with exact.with_digits(60):
            parts = exact.bg_parts(params, x, last, age, **options)
            likelihood = BetaGeometricLikelihood(
                PurchaseSummary([x, 1], [last, 1.0], [age, 2.0], "week"),
                regularity=k,
                leaves_at_once=model.leaves_at_once,
            )
            reference = exact.total(parts) + exact.total(exact.bg_parts(params, 1, 1.0, 2.0, **options))
            assert _relative(likelihood.value(theta), reference) < GOAL, params
            assert _relative(model.probability_active(params, client)[0], exact.share(parts)) < GOAL
            if k == 1 and x < 200:
                expected = model.expected_purchases(params, client, Span(time, "week"))[0]
                reference = exact.bg_expected(params, x, last, age, time, modified=model.leaves_at_once)
                assert _relative(expected, reference) < GOAL


def test_bg_bb_against_50_digits() -> None:
    rng = np.random.default_rng(20240604)
    for _ in range(80):
        occasions = int(rng.integers(2, 40))
        last = int(rng.integers(0, occasions + 1))
        x = int(rng.integers(1, last + 1)) if last else 0
        params = {name: _shape(rng, 0.05, 20.0) for name in ("alpha", "beta", "gamma", "delta")}
        client = DiscreteSummary([x], [last], [occasions], "year")
        with exact.with_digits(60):
            reference = exact.bgbb_log_likelihood(params, x, last, occasions)
            assert _relative(BG_BB.log_likelihood(params, client), reference) < GOAL
            expected = BG_BB.expected_purchases(params, client, Span(7, "year"))[0]
            assert _relative(expected, exact.bgbb_expected(params, x, last, occasions, 7)) < GOAL


def test_gamma_gamma_against_50_digits() -> None:
    rng = np.random.default_rng(20240605)
    for _ in range(80):
        x, average = int(rng.choice([1, 2, 5, 50, 2000])), _shape(rng, 0.01, 1e6)
        params = {
            "p": _shape(rng, 0.05, 100.0),
            "q": _shape(rng, 0.05, 50.0),
            "gamma": _shape(rng, 0.01, 1e6),
        }
        spend = SpendSummary([x, 1, 2], [average, 1.0, 3.0])
        with exact.with_digits(50):
            reference = sum(
                exact.gamma_gamma_log_likelihood(params, count, value)
                for count, value in ((x, average), (1, 1), (2, 3))
            )
            assert _relative(gamma_gamma.log_likelihood(params, spend), reference) < GOAL


def test_sbg_residual_lifetime_against_50_digits() -> None:
    rng = np.random.default_rng(20240606)
    for _ in range(80):
        params = {"alpha": _shape(rng, 0.02, 20.0), "beta": _shape(rng, 0.02, 50.0)}
        renewals, rate = int(rng.integers(0, 40)), _shape(rng, 1e-4, 0.5)
        with exact.with_digits(50):
            got = SBG.discounted_residual_renewals(params, renewals, DiscountRate(rate, "year"), "year")[0]
            assert _relative(got, exact.sbg_residual(params, renewals, rate)) < GOAL
