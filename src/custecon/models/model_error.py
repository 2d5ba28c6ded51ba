"""How far a model itself is off, beyond chance and parameters: learned from forecasts of the past that came due."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from custecon.models.summary import Floats

PLACES = np.linspace(-4.0, 4.0, 161)  # standard deviations of the prior, on the log scale
REACH = 8.0  # standard deviations of the error to either side


class PastForecast(NamedTuple):
    """A forecast of a total that came due: ln(actual ÷ forecast), and what chance and parameters explain of that.

    `error` and `own` (a standard deviation) are in logs.
    """

    error: float
    own: float


class Prior(Protocol):
    """What other logs say of the error: half of them have less than `size`, two thirds lie within a factor exp(spread).

    Both in logs: an error of 0.12 is one of about 12 %.
    """

    @property
    def size(self) -> float:
        """The size that half of the logs stay below."""

    @property
    def spread(self) -> float:
        """The standard deviation of its logarithm."""


@dataclass(frozen=True, eq=False)
class ModelError:
    """How far the model may be off: the size of its error in logs, as a distribution of `sizes` with their chances.

    With each size the error is normal, so with all of them it has longer tails, as Student's t has. `past`: the
    forecasts that it was learned from; none if the prior alone speaks.
    """

    sizes: Floats
    chances: Floats
    past: tuple[PastForecast, ...] = field(default=())

    @property
    def size(self) -> float:
        """The standard deviation of the error, in logs: the root of its mean square."""
        return math.sqrt(float(self.chances @ self.sizes**2))

    @property
    def likely(self) -> float:
        """The size that half of the chance lies below."""
        return float(np.exp(np.interp(0.5, np.cumsum(self.chances) - 0.5 * self.chances, np.log(self.sizes))))

    @property
    def mean_miss(self) -> float | None:
        """By how much the past forecasts were off on average: |forecast ÷ actual - 1|; None without any."""
        if not self.past:
            return None
        return float(np.mean([abs(math.expm1(-one.error)) for one in self.past]))

    def stretched(self, factor: float) -> ModelError:
        """The same where every size is so many times as large."""
        return self if factor == 1.0 else replace(self, sizes=self.sizes * factor)

    def factors(self, count: int) -> Floats:
        """So many factors by which what comes may differ from the forecast: quantiles, which hang on no luck."""
        places, reached = self._cumulative
        return np.asarray(np.exp(np.interp((np.arange(count) + 0.5) / count, reached, places)))

    @cached_property
    def _cumulative(self) -> tuple[Floats, Floats]:
        from scipy.special import ndtr  # noqa: PLC0415 - takes its time to load

        steps = np.linspace(-REACH, REACH, 801)
        places = np.sort(np.unique(np.concatenate([steps * size for size in self.sizes[::8]])))
        return places, np.asarray(self.chances @ ndtr(places[None, :] / self.sizes[:, None]))


def rate_error(error: Floats, own: Floats, expected: Floats, prior: Prior, *, independent: float = 1.0) -> float:
    """By how much the rate of a client changes beyond what a model knows: the standard deviation of that factor.

    By moments: the squares of what clients bought more or less than was expected of them, less their variance under the
    model, ÷ the squares of what was expected. How sure that is (as if normal) against how far logs differ decides how
    much of it counts; the rest is the prior, for nobody's rate is surer than that of all together.

    Args:
        error: what each client bought, less what was expected.
        own: the variance of that under the model.
        expected: purchases expected of each.
        prior: the error of all of them together, in logs.
        independent: the part of the forecasts that tells something of its own, where they overlap.
    """
    usual = prior.size**2
    weight = float(expected @ expected)
    if weight <= 0:
        return prior.size
    found = float((error**2 - own).sum()) / weight
    doubt = 2.0 * float(own @ own) / weight**2 / independent
    differ = usual**2 * math.expm1((2.0 * prior.spread) ** 2)  # the variance of a squared log-normal size
    return math.sqrt(max(usual + differ / (differ + doubt) * (found - usual), 0.0))


def model_error(past: Sequence[PastForecast], prior: Prior, *, independent: float | None = None) -> ModelError:
    """What forecasts that came due and the prior together say of the error of the model.

    Each past error is normal: its variance is what chance and parameters explain, and beyond that the square of the
    model's error. The size of that is log-normal before anything was seen.

    Args:
        past: forecasts that came due, none if there are none.
        prior: what other logs say.
        independent: of how many forecasts that do not overlap the past ones tell as much; all of them if not given.
    """
    logs = PLACES * prior.spread
    sizes = prior.size * np.exp(logs)
    heights = -0.5 * PLACES**2
    if past:
        weight = min(1.0, (len(past) if independent is None else independent) / len(past))
        for one in past:
            variance = one.own**2 + sizes**2
            heights = heights - weight * 0.5 * (np.log(variance) + one.error**2 / variance)
    chances = np.exp(heights - heights.max())
    return ModelError(sizes, chances / chances.sum(), tuple(past))
