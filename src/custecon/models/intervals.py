"""How sure a figure is: doubt about the parameters (delta method, bootstrap), and the client's own chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.models import gamma_gamma
from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.special import expit, logit, normal_quantile
from custecon.models.summary import Floats, SpendSummary

__all__ = [
    "Interval",
    "Predictive",
    "bootstrap_parameters",
    "delta_interval",
    "draw_parameters",
    "middle",
    "parameter_intervals",
    "percentile_interval",
    "predictive_interval",
]

STEP = 1e-4  # in log parameters, for central differences
WIDEST_DRAW = 6.0  # in standard errors
BLOCK = 20_000  # clients at once
FEWEST_REPLICATES = 20
ROUNDING = 1e-9  # of the level in ranks


@dataclass(frozen=True, eq=False)
class Interval:
    """Between which figures the true one lies with chance `level`; `covers` says which doubt is in it."""

    low: Floats
    estimate: Floats
    high: Floats
    level: float
    covers: Literal["parameters", "parameters and own chance"]
    method: str


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise Undefined(problem("E340", why=f"a level of {level:g} does not lie between 0 and 1"))
    return 0.5 * (1.0 - level)


def _moved(fit: Fit, index: int, step: float) -> dict[str, float]:
    return {
        name: value * (float(np.exp(step)) if name == fit.names[index] else 1.0) for name, value in fit.params.items()
    }


def delta_interval(
    fit: Fit,
    figure: Callable[[Mapping[str, float]], Floats],
    *,
    level: float = 0.95,
    scale: Literal["log", "logit", "plain"] = "log",
) -> Interval:
    """The interval of a figure that depends on the parameters: delta method, on its log scale.

    `figure` takes parameters by name and gives one value or an array. "logit" suits chances. What a parameter
    at the edge of its space leaves open is not in it (the fit's notice says so).
    """
    reach = -normal_quantile(_tail(level))
    change: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
        "log": (lambda value: np.log(np.maximum(value, 1e-300)), np.exp),
        "logit": (lambda value: logit(np.clip(value, 1e-300, 1.0 - 1e-16)), expit),
        "plain": (lambda value: value, lambda value: value),
    }
    there, back = change[scale]
    estimate = np.atleast_1d(np.asarray(figure(fit.params), dtype=np.float64))
    slopes = []
    for index in range(len(fit.names)):
        above = there(np.atleast_1d(np.asarray(figure(_moved(fit, index, STEP)), dtype=np.float64)))
        below = there(np.atleast_1d(np.asarray(figure(_moved(fit, index, -STEP)), dtype=np.float64)))
        slopes.append((above - below) / (2.0 * STEP))
    slope = np.array(slopes)
    variance = np.einsum("ij,ik,kj->j", slope, fit.log_covariance, slope)
    width = reach * np.sqrt(np.maximum(variance, 0.0))
    centre = there(estimate)
    low, high = np.asarray(back(centre - width)), np.asarray(back(centre + width))
    return Interval(low, estimate, high, level, "parameters", f"delta method, {scale} scale")


def parameter_intervals(fit: Fit, *, level: float = 0.95) -> dict[str, tuple[float, float]]:
    """The interval of each parameter, from its log: all above 0, longer upwards than downwards."""
    reach = -normal_quantile(_tail(level))
    spread = np.exp(reach * np.sqrt(np.diag(fit.log_covariance)))
    return {
        name: (float(value / factor), float(value * factor))
        for name, value, factor in zip(fit.names, fit.theta, spread, strict=True)
    }


def draw_parameters(fit: Fit, count: int, rng: np.random.Generator) -> list[dict[str, float]]:
    """Parameters as they might be in truth, drawn from the normal distribution of their logs."""
    spread, directions = np.linalg.eigh(fit.log_covariance)
    steps = np.clip(rng.standard_normal((count, len(spread))), -WIDEST_DRAW, WIDEST_DRAW)
    logs = np.log(fit.theta) + (steps * np.sqrt(np.maximum(spread, 0.0))) @ directions.T
    return [dict(fit.params) | dict(zip(fit.names, row.tolist(), strict=True)) for row in np.exp(logs)]


def bootstrap_parameters(fit: Fit, history: Any, *, replicates: int = 200, seed: int) -> list[dict[str, float]]:
    """Parameters fitted to bases simulated from the fit, of the same clients' ages: the parametric bootstrap.

    Replicates that drive a parameter to the edge are kept as they are: they are part of the doubt.

    Raises:
        Undefined: E340 if fewer than 20 replicates can be fitted.
    """
    model = model_named(fit.model)
    ages = history.age if hasattr(history, "age") else history.occasions
    ages = np.repeat(ages, np.maximum(np.rint(history.counts), 1).astype(np.int64))
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(replicates):
        simulated = model.draw_histories(fit, ages, rng, history.unit)
        try:
            found.append(dict(model.fit(simulated, accept_edge=True).params))
        except Undefined:
            continue  # a base too thin to fit; too many of them are told below
    if len(found) < FEWEST_REPLICATES:
        raise Undefined(problem("E340", why=f"only {len(found)} of {replicates} simulated bases could be fitted"))
    return found


def percentile_interval(
    parameters: Sequence[Mapping[str, float]],
    figure: Callable[[Mapping[str, float]], Floats],
    estimate: Floats,
    *,
    level: float = 0.95,
) -> Interval:
    """The interval of a figure from bootstrapped parameters: the middle `level` of its values."""
    tail = _tail(level)
    values = np.array([np.atleast_1d(np.asarray(figure(one), dtype=np.float64)) for one in parameters])
    low, high = np.quantile(values, [tail, 1.0 - tail], axis=0)
    return Interval(low, np.atleast_1d(estimate), high, level, "parameters", f"bootstrap, {len(parameters)} replicates")


def middle(drawn: npt.NDArray[np.floating[Any]], level: float) -> tuple[Floats, Floats]:
    """Between which ends a further draw falls with chance `level`: one column of draws a figure.

    Each side leaves out the same chance. What one side cannot leave out (nobody buys less than nothing, and many
    buy nothing) the other does, so that the interval is not wider than its level says.
    """
    ordered = np.sort(drawn, axis=0)
    size = len(ordered)
    spare = (1.0 - level) * (size + 1)  # a further draw falls between two neighbours with chance 1 / (size + 1)
    columns = np.arange(ordered.shape[1])
    none_below, none_above = ordered[0] == ordered[min(1, size - 1)], ordered[-1] == ordered[max(size - 2, 0)]

    def place(rank: Floats) -> Floats:
        return np.asarray(ordered[np.clip(rank, 1, size).astype(np.intp) - 1, columns])

    low = place(np.full(len(columns), np.floor(_tail(level) * (size + 1) + ROUNDING)))
    fewer = (ordered < low).sum(axis=0)
    below = np.where((fewer == 0) & none_below, 0, fewer + 1)
    high = place(np.ceil(below + size + 1 - spare - ROUNDING))
    more = (ordered > high).sum(axis=0)
    above = np.where((more == 0) & none_above, 0, more + 1)
    return np.maximum(low, place(np.floor(spare - above + ROUNDING))), high


@dataclass(frozen=True, eq=False)
class Predictive:
    """What each client and the whole base may do until the horizon, with parameter doubt and own chance.

    `purchases` is per client, `total_purchases` of the base; `worth` and `total_worth` are there if spend was
    given. Whole counts cannot split a chance: an interval of them covers `level` or more. `purchases_drawn` and
    `worth_drawn`: the totals of each simulated future, so that parts of a base can be added up.
    """

    purchases: Interval
    total_purchases: Interval
    purchases_drawn: Floats
    worth: Interval | None = None
    total_worth: Interval | None = None
    worth_drawn: Floats | None = None


def predictive_interval(
    fit: Fit,
    history: Any,
    horizon: Span,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 1000,
    parameters: Sequence[Mapping[str, float]] | None = None,
    spend: tuple[Fit, SpendSummary] | None = None,
    per_purchase: Floats | float = 1.0,
) -> Predictive:
    """What each client and the whole base may buy until the horizon: simulated futures.

    `parameters`: bootstrapped ones instead of draws from their normal distribution. `spend`: the fit of the
    amounts and the clients' averages, for intervals of money; `per_purchase` turns an amount into worth
    (margin × the client's mean discount factor). Rows of the history with a weight stand for that many
    clients, each with his own chance.
    """
    rng = np.random.default_rng(seed)
    model = model_named(fit.model)
    pool = list(parameters) if parameters is not None else draw_parameters(fit, draws, rng)
    spends = draw_parameters(spend[0], draws, rng) if spend is not None else []
    factor = np.broadcast_to(np.asarray(per_purchase, dtype=np.float64), (len(history),))
    size = len(history)
    times = np.maximum(np.rint(history.counts), 1).astype(np.int64)
    owner = np.repeat(np.arange(size), times)
    first = np.cumsum(times) - times
    bounds = [np.empty((2, size)), np.empty((2, size))]
    totals, worth_totals = np.zeros(draws), np.zeros(draws)
    for start in range(0, len(owner), BLOCK):
        rows = owner[start : start + BLOCK]
        part = history.rows(rows)
        counts = np.empty((draws, len(rows)), dtype=np.float32)
        worth = np.empty((draws, len(rows)), dtype=np.float32) if spend is not None else None
        for draw in range(draws):
            bought = model.draw_purchases(pool[draw % len(pool)], part, horizon, rng)
            counts[draw] = bought
            totals[draw] += bought.sum()
            if spend is not None and worth is not None:
                paid = gamma_gamma.draw_spend(spends[draw], spend[1].rows(rows), bought, rng) * factor[rows]
                worth[draw] = paid
                worth_totals[draw] += paid.sum()
        mine = np.flatnonzero((first >= start) & (first < start + BLOCK))
        for bound, values in zip(bounds, (counts, worth), strict=True):
            if values is not None and len(mine):
                bound[:, mine] = middle(values[:, first[mine] - start], level)
    expected = model.expected_purchases(fit, history, horizon)
    weights = history.counts
    told = f"{draws} simulated futures"
    both: Literal["parameters and own chance"] = "parameters and own chance"

    def of_total(values: Floats, estimate: float) -> Interval:
        low, high = middle(values[:, None], level)
        return Interval(low, np.array([estimate]), high, level, both, told)

    purchases = Interval(bounds[0][0], expected, bounds[0][1], level, both, told)
    total = of_total(totals, float(weights @ expected))
    if spend is None:
        return Predictive(purchases, total, totals)
    amounts = expected * gamma_gamma.expected_spend(*spend) * factor
    return Predictive(
        purchases,
        total,
        totals,
        Interval(bounds[1][0], amounts, bounds[1][1], level, both, told),
        of_total(worth_totals, float(weights @ amounts)),
        worth_totals,
    )
