"""Ranks and their correlation; scipy.stats has both, but loading it takes longer than a fit."""

from __future__ import annotations

import math

import numpy as np

from custecon.models.special import student_tail
from custecon.models.summary import Floats

__all__ = ["ranks", "spearman"]


def ranks(values: Floats) -> Floats:
    """The rank of each value, the lowest 1; equal values share the mean of their ranks."""
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])
    sizes = np.diff(np.append(starts, len(ordered)))
    found = np.empty(len(ordered))
    found[order] = np.repeat(starts + 0.5 * (sizes + 1), sizes)
    return found


def spearman(first: Floats, second: Floats) -> tuple[float, float]:
    """Spearman's rank correlation and its p-value (two-sided, by Student's t with n - 2 degrees of freedom)."""
    found = float(np.corrcoef(ranks(first), ranks(second))[0, 1])
    free = len(first) - 2
    if abs(found) >= 1.0 - 1e-15 or free < 1:
        return found, 0.0 if free >= 1 else 1.0
    return found, student_tail(found * math.sqrt(free / (1.0 - found * found)), free)
