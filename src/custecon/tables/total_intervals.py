"""Between which ends a total falls: futures, each off by as much as the model may be; and of what that is made."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from custecon.models.intervals import middle
from custecon.models.model_error import ModelError
from custecon.models.summary import Floats

SEED = 20_240_229
EACH = 400  # futures, and factors of the error: more of them move no end by as much as is shown


@dataclass(frozen=True, eq=False)
class Errors:
    """How far the model itself may be off: in all purchases, in all money, in the money of each group.

    `client`: the standard deviation of the factor by which the rate of one client may change.
    """

    purchases: ModelError
    money: ModelError
    groups: tuple[ModelError, ...] = ()
    client: float = 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Half of an interval as a share of the figure: of chance, of the parameters, of the model, of all together."""

    chance: float
    parameters: float
    model: float
    together: float


def widened(sums: Floats, error: ModelError | None, level: float) -> tuple[Floats, Floats]:
    """Between which ends a total falls: its futures, each off by as much as the model may be.

    Every future, of chance and parameters, meets every factor of the error, so that no end hangs on which met which.
    """
    if error is not None:
        some = sums if len(sums) <= EACH else np.quantile(sums, (np.arange(EACH) + 0.5) / EACH)
        sums = np.multiply.outer(some, error.factors(EACH)).ravel()
    return middle(sums[:, None], level)


def part_of(chance: Floats, both: Floats, error: ModelError, level: float) -> Parts:
    """Of what an interval is made: futures by chance alone, futures with doubt about the parameters, the error."""
    centre = float(both.mean())
    by_chance, by_both = (_half(one, None, level) / centre for one in (chance, both))
    parameters = math.sqrt(max(by_both**2 - by_chance**2, 0.0))
    return Parts(by_chance, parameters, _half(np.ones(len(both)), error, level), _half(both, error, level) / centre)


def _half(sums: Floats, error: ModelError | None, level: float) -> float:
    low, high = widened(sums, error, level)
    return 0.5 * float(high[0] - low[0])
