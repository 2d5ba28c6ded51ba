"""Sums of ln Γ(c + n) - ln Γ(c) over clients, exact for whole n: sums of logs over tail counts."""

from __future__ import annotations

import numpy as np

from custecon.models.summary import Floats, dot


class RisingLogs:
    """Σ weight · [ln Γ(c + n) - ln Γ(c)] and its derivatives in c, for many c and one column of whole n.

    With N_j clients having n > j it is Σ_j N_j ln(c + j): no gamma function, no cancellation however large c.
    """

    def __init__(self, whole: Floats, weights: Floats) -> None:
        totals = np.bincount(whole.astype(np.int64), weights=weights) if len(whole) else np.zeros(1)
        tail = np.cumsum(totals[::-1])[::-1][1:]
        present = np.flatnonzero(tail)
        self._tail: Floats = tail[present].astype(np.float64)
        self._steps: Floats = present.astype(np.float64)

    def value(self, start: float) -> float:
        """The sum at c = `start`."""
        return dot(self._tail, np.log(start + self._steps))

    def derivatives(self, start: float) -> tuple[float, float, float]:
        """The sum at c = `start`, its first and its second derivative."""
        shifted = start + self._steps
        inverse = 1.0 / shifted
        first = self._tail * inverse
        return dot(self._tail, np.log(shifted)), float(first.sum()), -dot(first, inverse)

    def fall(self, start: float, more: float) -> float:
        """The sum at c = `start` minus that at c = `start` + `more`, without cancellation."""
        return -dot(self._tail, np.log1p(more / (start + self._steps)))

    def fall_slope(self, start: float, more: float) -> float:
        """The derivative of `fall` in `start`."""
        shifted = start + self._steps
        return dot(self._tail, more / (shifted * (shifted + more)))
