"""Ends by the profile likelihood: against a constrained optimiser, against theory, and in simulation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy import optimize

from custecon.models import BG_NBD
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.intervals import delta_interval
from custecon.models.profile_likelihood import profile_ends
from custecon.models.simulated_clients import simulate_histories
from custecon.tables.prediction import predicted

from .simulated_logs import foretold, simulated

TRUTH = {
    "bg_nbd": {"r": 0.5, "alpha": 5.0, "a": 0.8, "b": 2.5},
    "mbg_nbd": {"r": 0.7, "alpha": 5.0, "a": 0.8, "b": 2.5},
    "pareto_nbd": {"r": 0.6, "alpha": 8.0, "s": 0.7, "beta": 12.0},
}
AGES = np.random.default_rng(8).integers(90, 365, 400) / 7.0
CHI_SQUARE_95 = 3.841458820694124  # of one degree of freedom


def number_active(name: str, history: object) -> Callable[[Mapping[str, float]], float]:
    return lambda params: float(model_named(name).probability_active(params, history).sum())


@pytest.mark.filterwarnings("ignore:Values in x were outside bounds")  # older SciPy, of its own rounding
@pytest.mark.parametrize("name", TRUTH)
def test_ends_are_those_of_a_constrained_optimiser(name: str) -> None:
    history = simulate_histories(name, TRUTH[name], AGES, "week", seed=4)
    model = model_named(name)
    fit, active = model.fit(history), number_active(name, history)
    found = profile_ends(fit, model.likelihood(history, fit), active, level=0.95)
    assert found.profiled
    assert found.estimate == pytest.approx(active(fit.params))

    def at(point: np.ndarray) -> dict[str, float]:
        return dict(zip(fit.names, np.exp(point), strict=True))

    top = model.log_likelihood(fit, history)
    for side, end in ((-1.0, found.low), (1.0, found.high)):
        best = optimize.minimize(
            lambda point, side=side: -side * active(at(point)),
            np.log(fit.theta),
            method="SLSQP",
            bounds=[(place - 3.0, place + 3.0) for place in np.log(fit.theta)],
            constraints={
                "type": "ineq",
                "fun": lambda point: model.log_likelihood(at(point), history) - top + CHI_SQUARE_95 / 2,
            },
            options={"maxiter": 300, "ftol": 1e-8},
        )
        assert best.success
        assert end - found.estimate == pytest.approx(active(at(best.x)) - found.estimate, rel=0.05)


@dataclass(frozen=True)
class Hill:
    """A log-likelihood that is exactly a parabola of the log parameters, with its top at 1 and 2."""

    names = ("first", "second")
    scales = np.ones(2)
    spread = np.array([[0.04, 0.01], [0.01, 0.09]])

    def starts(self) -> list[list[float]]:
        return [[1.0, 2.0]]

    def value(self, theta: np.ndarray) -> float:
        away = np.log(theta) - np.log([1.0, 2.0])
        return float(-0.5 * away @ np.linalg.solve(self.spread, away))

    def derivatives(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        away = np.log(theta) - np.log([1.0, 2.0])
        slope, bend = -np.linalg.solve(self.spread, away), -np.linalg.inv(self.spread)
        return self.value(theta), slope / theta, (bend - np.diag(slope)) / np.outer(theta, theta)


def of_hill(covariance: np.ndarray) -> Fit:
    some = BG_NBD.fit(simulate_histories("bg_nbd", TRUTH["bg_nbd"], AGES, "week", seed=4))
    return replace(some, params={"first": 1.0, "second": 2.0}, log_covariance=covariance)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
def test_on_a_parabola_the_ends_are_exact(level: float) -> None:
    fit = of_hill(Hill.spread)
    found = profile_ends(fit, Hill(), lambda p: math.log(p["first"]) - 2.0 * math.log(p["second"]), level=level)
    error = math.sqrt(np.array([1.0, -2.0]) @ Hill.spread @ np.array([1.0, -2.0]))
    quantile = math.sqrt(2.0) * float(optimize.brentq(lambda z: math.erf(z) - level, 0, 6))
    centre = -2.0 * math.log(2.0)
    assert found.profiled
    assert (found.low, found.high) == pytest.approx((centre - quantile * error, centre + quantile * error), abs=1e-6)


def test_ends_of_one_parameter_follow_any_growing_scale() -> None:
    fit = of_hill(Hill.spread)
    logs = profile_ends(fit, Hill(), lambda p: math.log(p["first"]), level=0.95)
    cubes = profile_ends(fit, Hill(), lambda p: p["first"] ** 3, level=0.95)
    for one, other in ((logs.low, cubes.low), (logs.high, cubes.high)):
        assert math.log(other) / 3 == pytest.approx(one, rel=0.05)


def test_a_parameter_at_the_edge_stays_where_it_is() -> None:
    held = np.array([[0.04, 0.0], [0.0, 0.0]])
    found = profile_ends(of_hill(held), Hill(), lambda p: math.log(p["first"]) + 10 * math.log(p["second"]), level=0.95)
    conditional = 1.0 / np.linalg.inv(Hill.spread)[0, 0]
    assert found.high - found.estimate == pytest.approx(1.959964 * math.sqrt(conditional), rel=1e-4)


def test_what_no_parameter_moves_has_no_doubt() -> None:
    found = profile_ends(of_hill(Hill.spread), Hill(), lambda _: 7.0, level=0.95)
    assert (found.low, found.estimate, found.high) == (7.0, 7.0, 7.0)


def test_other_data_than_those_of_the_fit_leave_the_delta_method() -> None:
    history, other = (simulate_histories("bg_nbd", TRUTH["bg_nbd"], AGES, "week", seed=seed) for seed in (4, 5))
    fit = BG_NBD.fit(history)
    found = profile_ends(fit, model_named("bg_nbd").likelihood(other, fit), number_active("bg_nbd", other), level=0.95)
    assert not found.profiled
    plain = delta_interval(fit, number_active("bg_nbd", other), level=0.95, scale="plain")
    assert (found.low, found.estimate, found.high) == pytest.approx(
        (plain.low[0], plain.estimate[0], plain.high[0]), rel=1e-6
    )


def test_the_number_of_clients_still_active_is_covered() -> None:
    # MBG/NBD with few clients: the delta method covers 90 %, the errors of a and b are lopsided
    rng, inside, one_sided = np.random.default_rng(46), [], []
    for _ in range(120):
        base = simulated("mbg_nbd", 400, 26, rng, pace=10)
        found = foretold("mbg_nbd", replace(base, asked=replace(base.asked, draws=100)))
        if found is None:
            continue
        told = found[1].total_active
        inside.append(told.low[0] <= base.active <= told.high[0])
        one_sided.append(base.active > told.high[0])
    assert len(inside) >= 110
    assert np.mean(inside) >= 0.91  # two standard errors of 120 bases below 0.95
    assert np.mean(one_sided) <= 0.065


def test_the_answer_says_by_which_road() -> None:
    base = simulated("bg_nbd", 300, 26, np.random.default_rng(47))
    group, told = foretold("bg_nbd", replace(base, asked=replace(base.asked, draws=100)))
    assert "profile likelihood" in told.active_method
    moved = replace(group, buying=replace(group.buying, params=dict(group.buying.params) | {"alpha": 20.0}))
    kept = predicted(base.history, base.history.purchases, [moved], replace(base.asked, draws=100))
    assert "delta method" in kept.active_method
