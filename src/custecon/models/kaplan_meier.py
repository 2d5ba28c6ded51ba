"""How long something lasts, from what has ended and what still runs: the estimate of Kaplan and Meier.

Who ends at a time was still there at it, and so was who is seen up to it and no longer: at a tie endings come first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammaincc


@dataclass(frozen=True, slots=True, eq=False)
class Stay:
    """The share still there after each time at which somebody ended; a column of NumPy each.

    Attributes:
        times: the different times of an end, rising.
        at_risk: how many were seen up to a time at least, those who end at it too. ended: how many end at it.
        share: the share still there after it.
        error: its standard error by Greenwood, not a number where nobody is left.
        low: the lower end of its interval by log(−log), from 0 to 1; high: the upper end.
        lasted: how long each was seen, rising.
    """

    times: Any
    at_risk: Any
    ended: Any
    share: Any
    error: Any
    low: Any
    high: Any
    lasted: Any

    def after(self, time: float) -> tuple[float, float, float]:
        """The share still there after a time, and the ends of its interval."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return 1.0, 1.0, 1.0
        return float(self.share[place]), float(self.low[place]), float(self.high[place])

    def risked(self, time: float) -> int:
        """How many were seen up to a time at least."""
        return len(self.lasted) - int(np.searchsorted(self.lasted, time, side="left"))

    def ended_by(self, time: float) -> int:
        """How many ended up to a time, that included."""
        return int(self.ended[: int(np.searchsorted(self.times, time, side="right"))].sum())

    @property
    def median(self) -> float | None:
        """The first time after which at most half are there; None if more than half are."""
        return _first(self.times, self.share)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """The first times at which the lower and the upper end of the share are at most a half."""
        return _first(self.times, self.low), _first(self.times, self.high)

    def mean_within(self, horizon: float) -> float:
        """The mean stay within a time, what comes later not counted: the area under the share up to it."""
        inside = self.times < horizon
        edges = np.concatenate(([0.0], self.times[inside], [horizon]))
        return float((np.diff(edges) * np.concatenate(([1.0], self.share[inside]))).sum())


def _first(times: Any, shares: Any) -> float | None:
    reached = np.flatnonzero(shares <= 0.5 + 1e-12)
    return float(times[reached[0]]) if len(reached) else None


def stay_of(lasted: Sequence[float], ended: Sequence[bool], level: float = 0.95) -> Stay:
    """The share still there, time by time.

    Args:
        lasted: how long each was seen, in any unit.
        ended: whether it ended then; else it still ran.
        level: of the interval.

    Kaplan and Meier (1958); the variance is Greenwood's, the interval that of log(−log share).

    >>> stay = stay_of([6, 6, 6, 7, 10, 6, 9, 35], [True] * 5 + [False] * 3)
    >>> stay.times.tolist(), [round(share, 4) for share in stay.share.tolist()]
    ([6.0, 7.0, 10.0], [0.625, 0.4688, 0.2344])
    """
    time, end = np.asarray(lasted, dtype=np.float64), np.asarray(ended, dtype=np.bool_)
    every = np.sort(time)
    times, count = np.unique(time[end], return_counts=True)
    at_risk = len(time) - np.searchsorted(every, times, side="left")
    share = np.cumprod(1 - count / at_risk)
    share = np.where(np.cumsum(at_risk == count) > 0, 0.0, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(count / (at_risk * (at_risk - count)))
        error = share * np.sqrt(spread)
        reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(spread) / np.abs(np.log(share))
        low, high = share ** np.exp(reach), share ** np.exp(-reach)
    nobody = share <= 0
    error = np.where(nobody, np.nan, error)
    return Stay(times, at_risk, count, share, error, np.where(nobody, 0.0, low), np.where(nobody, 0.0, high), every)


class LogRank(NamedTuple):
    """How far groups differ: the statistic, its degrees of freedom, and the chance of no less if they do not differ."""

    statistic: float
    freedom: int
    p: float


def log_rank(lasted: Any, ended: Any, group: Any) -> LogRank | None:
    """Whether groups stay equally long: the log-rank test of two groups or more; None where nothing can be told.

    >>> log_rank([1, 2, 3, 4, 5, 6], [True] * 6, [0, 0, 0, 1, 1, 1]).freedom
    1
    """
    time, end, of = np.asarray(lasted, dtype=np.float64), np.asarray(ended, dtype=np.bool_), np.asarray(group)
    groups = np.unique(of)
    times = np.unique(time[end])
    sorted_ends = [(np.sort(time[of == one]), np.sort(time[end & (of == one)])) for one in groups]
    risked = np.array([len(seen) - np.searchsorted(seen, times, side="left") for seen, _ in sorted_ends]).T
    ends = np.array(
        [np.searchsorted(out, times, side="right") - np.searchsorted(out, times, side="left") for _, out in sorted_ends]
    ).T
    if len(groups) < 2 or not len(times):
        return None
    there, gone = risked.sum(axis=1), ends.sum(axis=1)
    part = risked / there[:, None]
    away = (ends - part * gone[:, None]).sum(axis=0)
    scale = np.where(there > 1, gone * (there - gone) / np.maximum(there - 1, 1), 0.0)
    spread = np.diag((part * scale[:, None]).sum(axis=0)) - (part * scale[:, None]).T @ part
    statistic = float(away[:-1] @ np.linalg.pinv(spread[:-1, :-1]) @ away[:-1])
    freedom = len(groups) - 1
    if math.isclose(statistic, 0.0, abs_tol=1e-15) and not spread.any():
        return None
    return LogRank(statistic, freedom, float(gammaincc(freedom / 2, statistic / 2)))
