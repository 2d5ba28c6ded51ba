"""The answer without a model: everybody goes on at their own average rate, pulled towards everybody's; nobody leaves.

Purchases come at random at a client's rate; over clients the rates have a Gamma distribution of shape 1 about
everybody's (with which one client without any time behind them has everybody's rate, and many purchases outweigh it).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from custecon.models.summary import Floats


@dataclass(frozen=True, eq=False)
class OwnRates:
    """What is known of each client's rate: a Gamma distribution, `shape` over `time`.

    `pull`: how far each rate follows everybody's. `information`: of the data, about the log of everybody's rate.
    """

    shape: Floats
    time: Floats
    pull: Floats
    information: float

    def expected(self, ahead: float) -> Floats:
        """The purchases expected of each client in a time ahead."""
        return np.asarray(self.shape / self.time * ahead)

    def interval(self, ahead: float, level: float) -> tuple[Floats, Floats]:
        """Between which numbers each client's purchases lie: they may be quicker or slower, and chance plays."""
        return _between(level, self.shape, self.expected(ahead))

    def interval_of_total(self, ahead: float, level: float) -> tuple[Floats, Floats]:
        """The same for all clients together, with the doubt about everybody's rate: by mean and variance.

        What is expected always lies within: where hardly anything is, the whole numbers about it are the ends.
        """
        shape, mean = self._total(ahead, doubt=True)
        low, high = _between(level, np.array([shape]), np.array([mean]))
        return np.minimum(low, np.floor(mean)), np.maximum(high, np.ceil(mean))

    def futures_of_total(self, ahead: float, count: int, *, doubt: bool = True) -> Floats:
        """So many equally likely totals of all clients, rising; `doubt`: about everybody's rate."""
        from scipy import stats  # noqa: PLC0415 - takes its time to load, and only intervals need it

        shape, mean = self._total(ahead, doubt=doubt)
        return np.asarray(stats.nbinom.ppf((np.arange(count) + 0.5) / count, shape, shape / (shape + mean)))

    def _total(self, ahead: float, *, doubt: bool) -> tuple[float, float]:
        """Shape and mean of the negative binomial distribution that has the total's mean and variance."""
        each = self.expected(ahead)
        mean = float(each.sum())
        common = float((each * self.pull).sum()) if doubt else 0.0
        return mean**2 / (float((each**2 / self.shape).sum()) + common**2 / self.information), mean


def own_rates(bought: Floats, time: Floats, weights: Floats | None = None) -> OwnRates | None:
    """Each client's rate from their purchases in the time behind them; None if no time has passed for anybody.

    Args:
        bought: purchases after the first, one a client.
        time: the time in which they made them, in one unit.
        weights: how many clients each row stands for.
    """
    many = np.ones(len(time)) if weights is None else weights
    exposure = float(many @ time)
    if exposure <= 0:
        return None
    everybody = exposure / (float(many @ bought) + 0.5)  # the time between purchases; Jeffreys
    pull = everybody / (everybody + time)
    return OwnRates(1.0 + bought, everybody + time, pull, float(many @ (1.0 - pull)))


def _between(level: float, shape: Floats, mean: Floats) -> tuple[Floats, Floats]:
    from scipy import stats  # noqa: PLC0415 - takes its time to load, and only intervals need it

    tails = 0.5 * (1.0 - level), 0.5 * (1.0 + level)
    low, high = (np.asarray(stats.nbinom.ppf(tail, shape, shape / (shape + mean))) for tail in tails)
    return np.maximum(low, 0.0), high
