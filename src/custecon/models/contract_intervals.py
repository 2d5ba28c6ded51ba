"""How sure a forecast of contracts is: doubt about the parameters, and whether each client themselves renews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from custecon.core.phrases import say
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate
from custecon.models.fit_record import Fit
from custecon.models.intervals import Intervals, delta_interval, draw_parameters, middle
from custecon.models.summary import Floats, SurvivalSummary

BLOCK = 20_000  # contracts at once
CLIENTS_PER_DRAW = 40
BOTH: Literal["parameters and own chance"] = "parameters and own chance"


@dataclass(frozen=True, eq=False)
class RenewalIntervals:
    """What running contracts may bring until the horizon, one by one and all together.

    `renewals` and `worth` hold each client's own chance and the doubt about the parameters; `still`, the chance to
    make all renewals, holds the doubt alone. The totals hold both. `chances`: of each renewal, one row a contract.
    """

    chances: Floats
    renewals: Intervals
    worth: Intervals
    still: Intervals
    total_renewals: Intervals
    total_worth: Intervals
    total_still: Intervals


def _one(low: Floats, estimate: float, high: Floats, level: float, draws: int) -> Intervals:
    return Intervals(low, np.array([estimate]), high, level, BOTH, say("{draws} simulated futures", draws=draws))


def renewal_intervals(
    fit: Fit,
    made: npt.ArrayLike,
    worth: Floats,
    possible: Floats | None = None,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 500,
) -> RenewalIntervals:
    """What each running contract and all of them may bring: simulated futures.

    `made`: renewals so far, one a contract. `worth`: one row a contract, one column a further renewal until the
    horizon: what that renewal brings, in money of today. `possible`, of the same shape: 0 for a renewal that cannot
    come, since the contract's end is known, and for all after it. Contracts renew or not independently of each other,
    with the same parameters in each future.
    """
    model, rng = CONTRACT_MODELS[fit.model], np.random.default_rng(seed)
    kinds, inverse = np.unique(np.asarray(made, dtype=np.float64), return_inverse=True)
    inverse = inverse.reshape(-1)
    size, ahead = worth.shape
    may = np.ones(worth.shape) if possible is None else possible
    steps = np.arange(1, ahead + 1)

    def chances(params: Any) -> Floats:
        """The chance of each renewal, one row a kind of contract."""
        return model.probability_still_client(params, kinds[:, None], steps)

    drawn = [chances(params) for params in draw_parameters(fit, draws, rng)]
    totals = {name: np.zeros(draws) for name in ("renewals", "worth", "still")}
    ends = {name: np.empty((2, size)) for name in ("renewals", "worth")}
    for start in range(0, size, BLOCK):
        part = slice(start, start + BLOCK)
        mine = inverse[part]
        rows = np.arange(len(mine))
        sums = np.column_stack((np.zeros(len(mine)), np.cumsum(worth[part], axis=1)))
        renewed = np.empty((draws, len(mine)), dtype=np.float32)
        for draw, chance in enumerate(drawn):
            lasts = (chance[mine] * may[part] > rng.random(len(mine))[:, None]).sum(axis=1)
            renewed[draw] = lasts
            totals["renewals"][draw] += lasts.sum()
            totals["worth"][draw] += sums[rows, lasts].sum()
            totals["still"][draw] += (lasts == ahead).sum()
        ends["renewals"][:, part] = middle(renewed, level)
        ends["worth"][:, part] = np.sort([sums[rows, end.astype(np.intp)] for end in ends["renewals"][:, part]], axis=0)
    own = chances(fit)[inverse] * may
    last = delta_interval(
        fit, lambda params: model.probability_still_client(params, kinds, ahead), level=level, scale="logit"
    )
    expected = {"renewals": own.sum(axis=1), "worth": (own * worth).sum(axis=1), "still": own[:, -1]}
    told = say("{draws} simulated futures", draws=draws)

    def each(name: str) -> Intervals:
        return Intervals(ends[name][0], expected[name], ends[name][1], level, BOTH, told)

    def together(name: str) -> Intervals:
        low, high = middle(totals[name][:, None], level)
        return _one(low, float(expected[name].sum()), high, level, draws)

    end = may[:, -1]
    return RenewalIntervals(
        own,
        each("renewals"),
        each("worth"),
        Intervals(
            last.low[inverse] * end, expected["still"], last.high[inverse] * end, level, last.covers, last.method
        ),
        together("renewals"),
        together("worth"),
        together("still"),
    )


def survivors_interval(
    fit: Fit, summary: SurvivalSummary, periods: npt.ArrayLike, *, seed: int, level: float = 0.95, draws: int = 500
) -> Intervals:
    """Which share of all who ever began may still be there after so many periods from their start, later than seen.

    How many of those who run today will be there then is a matter of chance (binomial), and of the parameters.
    """
    model, rng = CONTRACT_MODELS[fit.model], np.random.default_rng(seed)
    ends = np.asarray(periods, dtype=np.float64)
    running = ~summary.left
    made, inverse = np.unique(summary.periods[running], return_inverse=True)
    counts = np.rint(np.bincount(inverse.reshape(-1), summary.counts[running], len(made))).astype(np.int64)

    def reach(params: Mapping[str, float] | Fit) -> Floats:
        """The chance to be there then, one row an age reached."""
        return np.minimum(model.probability_still_client(params, made[:, None], ends - made[:, None]), 1.0)

    drawn = np.array(
        [rng.binomial(counts[:, None], reach(one)).sum(axis=0) for one in draw_parameters(fit, draws, rng)]
    )
    low, high = middle(drawn, level)
    expected = counts @ reach(fit)
    everyone = summary.clients
    return Intervals(
        low / everyone, expected / everyone, high / everyone, level, BOTH, say("{draws} simulated futures", draws=draws)
    )


def payments_interval(
    fit: Fit, discount: DiscountRate, estimate: float, *, seed: int, level: float = 0.95, draws: int = 500
) -> Intervals:
    """How many payments a single new client may make, the first one now, each discounted to now."""
    model, rng = CONTRACT_MODELS[fit.model], np.random.default_rng(seed)
    rate = discount.per_unit(fit.unit)
    annuity: Callable[[Floats], Floats] = (
        (lambda lasts: lasts) if rate == 0 else (lambda lasts: -np.expm1(-lasts * np.log1p(rate)) * (1.0 + rate) / rate)
    )
    lives = [model.draw_lifetimes(params, CLIENTS_PER_DRAW, rng) for params in draw_parameters(fit, draws, rng)]
    low, high = middle(annuity(np.concatenate(lives))[:, None], level)
    return _one(low, estimate, high, level, draws * CLIENTS_PER_DRAW)
