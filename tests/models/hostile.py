"""Fifty bases that break statistics packages, each with a name: what a small firm's export may look like."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from custecon.models import BG_NBD, MBG_NBD, PARETO_NBD
from custecon.models.summary import PurchaseSummary

BUYING = {"r": 0.4, "alpha": 5.0, "a": 0.8, "b": 2.5}
LEAVING = {"r": 0.6, "alpha": 10.0, "s": 0.6, "beta": 12.0}


def _make(count, last, age) -> PurchaseSummary:
    return PurchaseSummary(np.asarray(count, float), np.asarray(last, float), np.asarray(age, float), "week")


def _drawn(size: int, ages, seed: int = 1, params=BUYING, model=BG_NBD) -> PurchaseSummary:
    rng = np.random.default_rng(seed)
    return model.draw_histories(params, np.broadcast_to(np.asarray(ages, float), (size,)).copy(), rng, "week")


def _poisson(size: int, rate, age: float, seed: int = 2) -> PurchaseSummary:
    """Clients who never leave."""
    rng = np.random.default_rng(seed)
    count = rng.poisson(np.broadcast_to(rate, (size,)) * age)
    last = np.where(count > 0, age * rng.random(size) ** (1.0 / np.maximum(count, 1)), 0.0)
    return _make(count, last, np.full(size, age))


def _seasonal() -> PurchaseSummary:
    rng = np.random.default_rng(3)
    times = []
    for rate in rng.gamma(1.0, 0.3, 300):
        moments = np.cumsum(rng.exponential(1 / max(rate, 1e-3), 100))
        season = (moments < 104) & (np.sin(moments / 52 * 2 * np.pi) > 0.3)
        times.append(moments[season])
    return PurchaseSummary.from_purchase_times(times, [104.0] * 300, "week")


def _growing() -> PurchaseSummary:
    rng = np.random.default_rng(4)
    times = [np.sort(52 * np.sqrt(rng.random(rng.poisson(rng.gamma(1.0, 5.0))))) for _ in range(300)]
    return PurchaseSummary.from_purchase_times(times, [52.0] * 300, "week")


def _joined(*parts: PurchaseSummary) -> PurchaseSummary:
    return _make(
        np.concatenate([part.repeat_purchases for part in parts]),
        np.concatenate([part.age_at_last_purchase for part in parts]),
        np.concatenate([part.age for part in parts]),
    )


def _scaled(base: PurchaseSummary, factor: float) -> PurchaseSummary:
    return _make(base.repeat_purchases, base.age_at_last_purchase * factor, base.age * factor)


BASES: dict[str, Callable[[], PurchaseSummary]] = {
    "nobody": lambda: _make([], [], []),
    "one client, one purchase": lambda: _make([0], [0], [10]),
    "one client, many purchases": lambda: _make([30], [9], [10]),
    "one client, no time": lambda: _make([0], [0], [0]),
    "two clients, none again": lambda: _make([0, 0], [0, 0], [5, 9]),
    "two clients, one again": lambda: _make([0, 1], [0, 3], [5, 9]),
    "two clients, both again": lambda: _make([4, 1], [4, 3], [5, 9]),
    "three clients": lambda: _make([0, 2, 7], [0, 3, 20], [30, 25, 22]),
    "no repeaters": lambda: _make(np.zeros(200), np.zeros(200), np.linspace(1, 50, 200)),
    "one repeater in two hundred": lambda: _make([1] + [0] * 199, [3] + [0] * 199, [50] * 200),
    "two repeaters in two hundred": lambda: _make([1, 2] + [0] * 198, [3, 40] + [0] * 198, [50] * 200),
    "all repeaters, once": lambda: _make(np.ones(100), np.linspace(1, 30, 100), np.full(100, 40)),
    "all repeaters, often": lambda: _make(np.full(100, 20), np.linspace(30, 40, 100), np.full(100, 40)),
    "all bought today": lambda: _make(np.arange(1, 51), np.full(50, 30), np.full(50, 30)),
    "all on the same day, no time": lambda: _make(np.zeros(80), np.zeros(80), np.zeros(80)),
    "repeat purchases without time": lambda: _make([1, 0], [0, 0], [0, 5]),
    "some ages zero": lambda: _joined(_drawn(100, 30), _make(np.zeros(50), np.zeros(50), np.zeros(50))),
    "ages of a day": lambda: _drawn(300, 1 / 7),
    "ages of a century": lambda: _drawn(300, 5200),
    "one client a thousand times": lambda: _make(np.full(1000, 3), np.full(1000, 20), np.full(1000, 40)),
    "two kinds of clients": lambda: _make([0] * 500 + [9] * 500, [0] * 500 + [38] * 500, [40] * 1000),
    "everyone leaves at once": lambda: _make([0] * 300 + [1] * 30, [0] * 300 + [0.2] * 30, [400] * 330),
    "everyone leaves after the second": lambda: _make(np.ones(300), np.linspace(0.1, 3, 300), np.full(300, 300)),
    "nobody leaves, all alike": lambda: _poisson(500, 0.3, 52),
    "nobody leaves, rates differ": lambda: _poisson(500, np.random.default_rng(1).gamma(1, 0.3, 500), 52),
    "nobody leaves, few purchases": lambda: _poisson(500, 0.01, 52),
    "one heavy buyer": lambda: _joined(_drawn(200, 40), _make([5000], [39.9], [40])),
    "heavy buyers only": lambda: _make(np.arange(2000, 2100), np.full(100, 99), np.full(100, 100)),
    "one ancient client": lambda: _joined(_drawn(200, 40), _make([2], [9000], [10000])),
    "extreme skew": lambda: _make(
        np.floor(np.random.default_rng(6).pareto(0.5, 300)).clip(0, 1e6),
        np.where(np.floor(np.random.default_rng(6).pareto(0.5, 300)) > 0, 30, 0),
        np.full(300, 40),
    ),
    "seasonal": _seasonal,
    "growing": _growing,
    "five clients": lambda: _drawn(5, 40, 3),
    "ten clients": lambda: _drawn(10, 40, 4),
    "twenty clients": lambda: _drawn(20, 40, 5),
    "fifty clients": lambda: _drawn(50, 40, 6),
    "forty clients of Pareto/NBD": lambda: _drawn(40, 40, 7, LEAVING, PARETO_NBD),
    "forty clients of MBG/NBD": lambda: _drawn(40, 40, 8, BUYING, MBG_NBD),
    "time in seconds": lambda: _scaled(_drawn(300, 40), 604800.0),
    "time in centuries": lambda: _scaled(_drawn(300, 40), 1 / 5200),
    "time so small": lambda: _scaled(_drawn(300, 40), 1e-9),
    "time so large": lambda: _scaled(_drawn(300, 40), 1e12),
    "last purchase at the very end": lambda: _make(np.full(60, 5), np.full(60, 40), np.full(60, 40)),
    "last purchase at the very start": lambda: _make(np.full(60, 5), np.full(60, 1e-9), np.full(60, 40)),
    "repeat purchase on day zero": lambda: _make([1] * 30 + [0] * 30, [0] * 60, [40] * 60),
    "young and old": lambda: _joined(_drawn(100, 1), _drawn(100, 500)),
    "a hundred thousand one-time buyers": lambda: _joined(
        _make(np.zeros(100_000), np.zeros(100_000), np.full(100_000, 30)), _drawn(30, 40)
    ),
    "weights of a million": lambda: PurchaseSummary([0, 1, 4], [0, 9, 35], [40, 40, 40], "week", [1e6, 2e5, 1e5]),
    "weights of a thousandth": lambda: PurchaseSummary([0, 1, 4], [0, 9, 35], [40, 40, 40], "week", [1e-3] * 3),
    "every age its own": lambda: _drawn(400, np.random.default_rng(9).uniform(0, 60, 400)),
    "bought once, long ago": lambda: _make([0] * 99 + [3], [0] * 99 + [500], [520] * 100),
}
