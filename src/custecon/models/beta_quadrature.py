"""Expectations over a beta distribution by double-exponential quadrature: nothing there to cancel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit

from custecon.models.summary import Floats, Index

BLOCK = 400_000  # values in memory at once
STEP = 0.2  # in log odds: with a strip of analyticity of π/2 the error is below 1e-14


def expm1_ratio(power: Floats, exponent: float | Floats) -> Floats:
    """(1 - exp(-exponent · power)) / exponent, also where the exponent is 0: there it is the power itself."""
    product = power * exponent
    small = np.abs(product) < 1e-300
    safe = np.where(small, 1.0, product)
    return np.where(small, power, -np.expm1(-safe) / safe * power)


def beta_mean(function: Callable[[Floats, Index], Floats], first: Floats, second: Floats) -> Floats:
    """E[function(p, row)] for p ~ Beta(first, second), one pair of parameters a row.

    `function` gets p of shape (rows, nodes) and the row numbers of shape (rows, 1). It must be smooth in the
    log odds of p; the weights are normalised, so what the rule itself misses of the density cancels.
    """
    first, second = np.broadcast_arrays(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    result = np.empty(len(first))
    if not len(first):
        return result
    width = np.sqrt(1.0 / first + 1.0 / second)
    centre = np.log(first) - np.log(second)
    left = np.arcsinh((40.0 / first + np.maximum(centre, 0.0) + 4.0 * width) / width)
    right = np.arcsinh((40.0 / second + np.maximum(-centre, 0.0) + 4.0 * width) / width)
    # the step in log odds is width·cosh(node)·spacing: fine enough where the density has its mass
    reach = np.maximum(width, 1.0)
    nodes = np.clip(np.ceil((left + right) * reach / STEP), 256, 8192)
    nodes = 2.0 ** np.ceil(np.log2(nodes))
    for count in np.unique(nodes):
        same = np.flatnonzero(nodes == count)
        size = max(1, int(BLOCK // count))
        grid = np.linspace(0.0, 1.0, int(count))
        for at in range(0, len(same), size):
            rows = same[at : at + size]
            place = -left[rows, None] + grid * (left[rows] + right[rows])[:, None]
            odds = centre[rows, None] + width[rows, None] * np.sinh(place)
            share = np.maximum(expit(odds), 1e-300)  # there a smooth function has its limit at 0
            # ln of p^first (1-p)^second · d(log odds)/d(node), without overflow on either side
            density = -first[rows, None] * np.logaddexp(0.0, -odds) - second[rows, None] * np.logaddexp(0.0, odds)
            density += np.log(np.cosh(place))
            density -= density.max(axis=1, keepdims=True)
            weight = np.exp(density)
            weight /= weight.sum(axis=1, keepdims=True)
            result[rows] = (weight * function(share, rows[:, None])).sum(axis=1)
    return result
