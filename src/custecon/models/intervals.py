"""How sure a figure is: doubt about the parameters (delta method, bootstrap), and the middle of draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtri

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import Number, say
from custecon.models.buying_model import model_named
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, Index

STEP = 1e-4  # in log parameters, for central differences
WIDEST_DRAW = 6.0  # in standard errors
FEWEST_REPLICATES = 20
ROUNDING = 1e-9  # of the level in ranks


@dataclass(frozen=True, eq=False)
class Intervals:
    """Between which figures the true one lies with chance `level`; `covers` says which doubt is in it."""

    low: Floats
    estimate: Floats
    high: Floats
    level: float
    covers: Literal["parameters", "parameters and own chance"]
    method: str


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise Undefined(
            problem("E340", why=say("a level of {level} does not lie between 0 and 1", level=Number(level)))
        )
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
) -> Intervals:
    """The interval of a figure that depends on the parameters: delta method, on its log scale.

    `figure` takes parameters by name and gives one value or an array. "logit" suits chances. What a parameter
    at the edge of its space leaves open is not in it (the fit's notice says so).
    """
    reach = -ndtri(_tail(level))
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
    return Intervals(low, estimate, high, level, "parameters", say("delta method, {scale} scale", scale=scale))


def delta_intervals(
    fit: Fit,
    figure: Callable[[Mapping[str, float], Any], Floats],
    blocks: Iterable[Any],
    *,
    level: float = 0.95,
    scale: Literal["log", "logit", "plain"] = "log",
) -> Intervals:
    """The intervals of a figure of many rows, which `figure` takes after the parameters, one block after the other."""

    def of(rows: Any) -> Intervals:
        return delta_interval(fit, lambda params: figure(params, rows), level=level, scale=scale)

    found = [of(rows) for rows in blocks]
    low, estimate, high = (np.concatenate([getattr(one, end) for one in found]) for end in ("low", "estimate", "high"))
    return replace(found[0], low=low, estimate=estimate, high=high)


def parameter_intervals(fit: Fit, *, level: float = 0.95) -> dict[str, tuple[float, float]]:
    """The interval of each parameter, from its log: all above 0, longer upwards than downwards."""
    reach = -ndtri(_tail(level))
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
        raise Undefined(
            problem(
                "E340",
                why=say(
                    "only {found} of {replicates} simulated bases could be fitted",
                    found=len(found),
                    replicates=replicates,
                ),
            )
        )
    return found


def percentile_interval(
    parameters: Sequence[Mapping[str, float]],
    figure: Callable[[Mapping[str, float]], Floats],
    estimate: Floats,
    *,
    level: float = 0.95,
) -> Intervals:
    """The interval of a figure from bootstrapped parameters: the middle `level` of its values."""
    tail = _tail(level)
    values = np.array([np.atleast_1d(np.asarray(figure(one), dtype=np.float64)) for one in parameters])
    low, high = np.quantile(values, [tail, 1.0 - tail], axis=0)
    return Intervals(
        low,
        np.atleast_1d(estimate),
        high,
        level,
        "parameters",
        say("bootstrap, {parameters} replicates", parameters=len(parameters)),
    )


def middle(
    drawn: npt.NDArray[np.floating[Any]],
    level: float,
    owner: Index | None = None,
    nothing: Floats | float = 0.0,
) -> tuple[Floats, Floats]:
    """Between which ends a further draw falls with chance `level`: one column of draws a figure.

    Each side leaves out the same chance. What one side cannot leave out (nobody buys less than nothing, and many
    buy nothing) the other does, so that the interval is not wider than its level says.

    `owner`: the column of each figure, where several share one. `nothing`: the chance of each figure to be 0
    whatever its column says; no draw is below 0 then.
    """
    tail = _tail(level)
    ordered = np.sort(np.ascontiguousarray(drawn.T), axis=1)
    size = ordered.shape[1]
    row = np.arange(len(ordered)) if owner is None else owner
    fewer, more = _apart(ordered), _apart(ordered[:, ::-1])[:, ::-1]
    edge = min(1, size - 1)
    # a draw falls between two neighbours with chance 1 / (size + 1), one rank; so many ranks of nothing come before
    ranks = (size + 1) / np.maximum(1.0 - np.broadcast_to(np.asarray(nothing, dtype=np.float64), row.shape), 1e-300)
    before, spare = ranks - (size + 1), (1.0 - level) * ranks

    def place(rank: Floats) -> tuple[Index, Floats]:
        at = np.clip(rank, 1, size).astype(np.intp) - 1
        return at, np.where((rank < 1) & (before > 0), 0.0, ordered[row, at])

    at, low = place(np.floor(tail * ranks - before + ROUNDING))
    lowest = np.where(before > 0, low == 0, (fewer[row, at] == 0) & (ordered[row, 0] == ordered[row, edge]))
    below = np.where(lowest, 0.0, before + fewer[row, at] + 1)
    at, high = place(np.ceil(below + size + 1 - spare - ROUNDING))
    highest = (more[row, at] == 0) & (ordered[row, -1] == ordered[row, -1 - edge])
    above = np.where(highest, 0.0, more[row, at] + 1.0)
    return np.maximum(low, place(np.floor(spare - above - before + ROUNDING))[1]), high


def _apart(ordered: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.int32]:
    """How many draws of a row come before the first that equals each."""
    first = np.zeros(ordered.shape, dtype=np.int32)
    places = np.arange(1, ordered.shape[1], dtype=np.int32)
    np.multiply(ordered[:, 1:] != ordered[:, :-1], places, out=first[:, 1:])
    return np.maximum.accumulate(first, axis=1)
