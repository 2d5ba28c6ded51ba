"""Special functions, without waiting for them: the common ones from NumPy alone, rare ones from SciPy on first use.

Loading scipy.special takes longer than most fits.
"""

from __future__ import annotations

import importlib
import math
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from custecon.models.summary import Floats

__all__ = [
    "betainc",
    "betaln",
    "chi_square_tail",
    "digamma",
    "expit",
    "gammaln",
    "logit",
    "normal_quantile",
    "student_tail",
    "trigamma",
]

FAR = 10.0  # from here on Stirling's series with the terms below is exact to the last digit
STEPS = np.arange(FAR)
Mask: TypeAlias = npt.NDArray[np.bool_]
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
HALF_LOG_TWO_PI = 0.5 * math.log(2.0 * math.pi)
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(100)
NEGLIGIBLE = 45.0  # in logs


def expit(odds: Floats) -> Floats:
    """The chance with these log odds."""
    fall = np.exp(-np.abs(odds))
    return np.where(np.asarray(odds) >= 0, 1.0, fall) / (1.0 + fall)


def logit(chance: Floats) -> Floats:
    """The log odds of a chance."""
    return np.asarray(np.log(chance) - np.log1p(-chance))


def normal_quantile(chance: float) -> float:
    """The value that a standard normal variable stays below with this chance."""
    return NormalDist().inv_cdf(chance)


def _far(value: Floats) -> tuple[Floats, Mask]:
    """The argument moved up by FAR where it is below, so that Stirling's series holds; and which ones were moved."""
    near = value < FAR
    return np.where(near, value + FAR, value), near


def _passed(start: Floats) -> Floats:
    """The places between an argument and where it was moved to, along a further axis."""
    return np.asarray(start[..., None] + STEPS)


def _stirling(far: Floats) -> Floats:
    """What ln Γ has beyond (z - 1/2) ln z - z + ln √2π."""
    square = (1.0 / far) ** 2
    total = np.zeros_like(far)
    for order in range(len(BERNOULLI), 0, -1):
        total = total * square + BERNOULLI[order - 1] / (2 * order * (2 * order - 1))
    return np.asarray(total / far)


def gammaln(value: npt.ArrayLike) -> Floats:
    """Ln Γ of numbers above 0; the error is below 1e-14 of the larger of 1 and itself."""
    given = np.asarray(value, dtype=np.float64)
    far, near = _far(given)
    result = np.asarray((far - 0.5) * np.log(far) - far + HALF_LOG_TWO_PI + _stirling(far))
    result[near] -= np.log(_passed(given[near]).prod(axis=-1))
    return result


def digamma(value: npt.ArrayLike) -> Floats:
    """The derivative of ln Γ, for numbers above 0."""
    given = np.asarray(value, dtype=np.float64)
    far, near = _far(given)
    square = (1.0 / far) ** 2
    total = np.zeros_like(far)
    for order in range(len(BERNOULLI), 0, -1):
        total = (total + BERNOULLI[order - 1] / (2 * order)) * square
    result = np.asarray(np.log(far) - 0.5 / far - total)
    result[near] -= (1.0 / _passed(given[near])).sum(axis=-1)
    return result


def trigamma(value: npt.ArrayLike) -> Floats:
    """The second derivative of ln Γ, for numbers above 0."""
    given = np.asarray(value, dtype=np.float64)
    far, near = _far(given)
    square = (1.0 / far) ** 2
    total = np.zeros_like(far)
    for order in range(len(BERNOULLI), 0, -1):
        total = (total + BERNOULLI[order - 1]) * square
    result = np.asarray((1.0 + total) / far + 0.5 * square)
    result[near] += (1.0 / _passed(given[near]) ** 2).sum(axis=-1)
    return result


def student_tail(value: float, free: int) -> float:
    """The chance that Student's t with so many degrees of freedom lies farther from 0 than the value, on either side.

    ∫ cos^(free - 1) over the angles beyond atan(|value| / √free), against the whole; of it the part that counts.
    """
    start = math.atan(abs(value) / math.sqrt(free))
    power = free - 1.0
    floor = math.cos(start) * math.exp(-NEGLIGIBLE / power) if power > 0 else 0.0
    width = math.acos(floor) - start
    angles = start + 0.5 * width * (NODES + 1.0)
    part = 0.5 * width * float(NODE_WEIGHTS @ (np.cos(angles) / math.cos(start)) ** power)
    log_whole = math.lgamma(0.5 * free) + math.lgamma(0.5) - math.lgamma(0.5 * (free + 1)) - math.log(2.0)
    return min(1.0, part * math.exp(power * math.log(math.cos(start)) - log_whole))


def betaln(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """Ln B of numbers above 0."""
    return np.asarray(_scipy().betaln(first, second))


def betainc(first: npt.ArrayLike, second: npt.ArrayLike, share: npt.ArrayLike) -> Floats:
    """The chance that a beta variable lies below the share."""
    return np.asarray(_scipy().betainc(first, second, share))


def chi_square_tail(free: int, value: float) -> float:
    """The chance that chi-square with so many degrees of freedom lies above the value."""
    return float(_scipy().chdtrc(free, value))


def _scipy() -> Any:
    return importlib.import_module("scipy.special")
