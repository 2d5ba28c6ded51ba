"""What each client and a whole base may do until a horizon: simulated futures.

What a client who is still active will do depends on little more than how often they have bought and for how long. So
futures are drawn once for all clients alike in that, as if they were active; each client's own chance to be active,
and how large their purchases are beside those of the others, come after.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from custecon.core.errors import Undefined
from custecon.core.phrases import say
from custecon.models import gamma_gamma
from custecon.models.buying_model import BuyingModel, Params, model_named
from custecon.models.distinct_histories import kinds
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.intervals import Intervals, draw_parameters, middle
from custecon.models.summary import Floats, Index, SpendSummary

MOST_DRAWN = 3_000_000  # futures in one run; beyond, there are fewer of each row
FEWEST_DRAWS = 100
CELLS = 2_000_000  # futures in memory at once
SHARING = 20  # clients who share a row of futures: a large kind is not to be judged by few of them
MOST_ROWS = 10_000  # more than there are kinds
CREW = 500  # clients added up together; the futures of all come from those of the crews
MOST_CERTAIN = 100_000  # futures as if the parameters were certain, for the totals; more if there are many rows
FEWEST_CERTAIN = 25
MOST_ADDED = 10_000_000  # futures of single clients in these sums; beyond, there are fewer of each crew
FEWEST_ADDED = 25
SAMPLE = 2_000  # clients who tell how a total moves with the parameters
REACH = 1.5  # standard errors to either side, likewise

TINY = 1e-12  # squared standard errors, not told from none
LARGEST = float(np.finfo(np.float32).max)
Drawn = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Predictive:
    """What each client and the whole base may do until the horizon, with parameter doubt and own chance.

    `purchases` is per client, `total_purchases` of the base; `worth` and `total_worth` are there if spend was
    given. Whole counts cannot split a chance: an interval of them covers `level` or more. `purchases_drawn` and
    `worth_drawn`: the totals of each simulated future, so that parts of a base can be added up; `purchases_by_chance`
    and `worth_by_chance` the same as if the parameters were certain. `draws`: how many futures stand behind the
    interval of each client.
    """

    draws: int
    purchases: Intervals
    total_purchases: Intervals
    purchases_drawn: Floats
    purchases_by_chance: Floats
    worth: Intervals | None = None
    total_worth: Intervals | None = None
    worth_drawn: Floats | None = None
    worth_by_chance: Floats | None = None


@dataclass(frozen=True, eq=False)
class _Rows:
    """Who shares a row of simulated futures: clients of one kind, who do alike if they are active.

    `first`: the history of each row. `told`: the row that tells the ends of each history. `client`: the history of each
    client, in the order of `row`, the row that their futures are taken from.
    """

    first: Index
    told: Index
    client: Index
    row: Index

    @classmethod
    def of(cls, columns: Sequence[Floats], weights: Floats) -> _Rows:
        """Equal histories share rows; many of them have several, so that a total does not hang on few futures."""
        first, kind = kinds(columns)
        client = np.repeat(np.arange(len(kind)), np.maximum(np.rint(weights), 1).astype(np.int64))
        client = client[np.argsort(kind[client], kind="stable")]
        members = np.bincount(kind[client], minlength=len(first))
        rows = -(-members // max(SHARING, len(client) // MOST_ROWS))
        start, mine = np.cumsum(rows) - rows, kind[client]
        place = np.arange(len(client)) - (np.cumsum(members) - members)[mine]
        return cls(np.repeat(first, rows), start[kind], client, start[mine] + place * rows[mine] // members[mine])

    def blocks(self, size: int) -> Iterator[tuple[slice, Index, slice]]:
        """So many rows at once: which they are, the histories whose ends they tell, their clients."""
        order = np.argsort(self.told, kind="stable")
        told = self.told[order]
        for begin in range(0, len(self.first), size):
            ends = begin, min(begin + size, len(self.first))
            yield slice(*ends), order[slice(*np.searchsorted(told, ends))], slice(*np.searchsorted(self.row, ends))


def predictive_interval(
    fit: Fit,
    history: Any,
    horizon: Span,
    *,
    seed: int,
    level: float = 0.95,
    draws: int = 1000,
    parameters: Sequence[Mapping[str, float]] | None = None,
    spend: tuple[Fit, SpendSummary] | None = None,
    per_purchase: Floats | float = 1.0,
    wander: float = 0.0,
) -> Predictive:
    """What each client and the whole base may buy until the horizon: simulated futures.

    `parameters`: bootstrapped ones instead of draws from their normal distribution. `spend`: the fit of the
    amounts and the clients' averages, for intervals of money; `per_purchase` turns an amount into worth
    (margin × the client's mean discount factor). `wander`: the standard deviation of the factor by which the rate
    of a client may change, 1 on average; it widens the interval of each client, not that of totals. Rows of the
    history with a weight stand for that many clients, each with their own chance. Of a large base fewer futures than
    `draws` are simulated, 100 or more.
    """
    rng = np.random.default_rng(seed)
    model, weights = model_named(fit.model), history.counts
    pool = list(parameters) if parameters is not None else draw_parameters(fit, draws, rng)
    spends = draw_parameters(spend[0], draws, rng) if spend is not None else []
    active = model.probability_active(fit, history)
    likely = _mean_chance(fit, active, lambda params: model.probability_active(params, history))
    expected = model.expected_purchases(fit, history, horizon)
    often, lately, long = history.columns
    columns = [often, lately, long] if model.recency_matters(fit) else [often, long]
    rows = _Rows.of(columns if spend is None else [*columns, spend[1].repeat_purchases], weights)
    # one line for purchases, one for worth: of a purchase, and beside that of the client for whom a row is drawn
    worth, sizes = np.ones((1, len(history))), np.ones((1, len(history)))
    if spend is not None:
        mean, factor = gamma_gamma.expected_spend(*spend), np.asarray(per_purchase, dtype=np.float64)
        worth = np.vstack((worth, mean * factor))
        sizes = np.vstack((sizes, mean / mean[rows.first][rows.told] * factor))

    each = min(draws, max(FEWEST_DRAWS, MOST_DRAWN // len(rows.first)))
    certain = min(each, max(FEWEST_CERTAIN, MOST_CERTAIN // len(rows.first)))
    added = min(draws, max(FEWEST_ADDED, MOST_ADDED // len(rows.client)))
    clocks = [Span(horizon.count * factor, horizon.unit, horizon.days_each) for factor in _factors(wander, each, seed)]
    bounds, crews = np.empty((2, *sizes.shape)), []
    for block, mine, here in rows.blocks(max(1, CELLS // each)):
        data = history.rows(rows.first[block]), None if spend is None else spend[1].rows(rows.first[block])
        drawn = _simulated(model, pool, spends, data, clocks, rng)
        for line, futures in enumerate(drawn):
            ends = middle(futures, level, rows.told[mine] - block.start, 1.0 - likely[mine])
            bounds[:, line, mine] = sizes[line, mine] * ends
        drawn = _simulated(model, [fit], [] if spend is None else [spend[0]], data, [horizon] * certain, rng)
        own, row = rows.client[here], rows.row[here] - block.start
        crews.append(_added(drawn, row, active[own], sizes[:, own], added, rng))

    # futures of the base: those of the crews by chance, around what is expected, which moves with the parameters
    sums = np.concatenate(crews, axis=2)
    crew = np.arange(sums.shape[2])
    chosen = rng.permuted(np.repeat(np.arange(draws)[:, None] % added, len(crew), axis=1), axis=0)
    exact = (worth * expected * weights).sum(axis=1)
    totals, centre = sums[:, chosen, crew].sum(axis=2), sums.mean(axis=1).sum(axis=1)
    wider = math.sqrt(added / max(added - 1, 1))  # draws lie nearer to their own centre than to the true one
    totals = np.where(totals > 0, np.maximum(exact[:, None] + wider * (totals - centre[:, None]), 0.0), 0.0)
    by_chance = totals.copy()
    some = slice(None, None, -(-len(history) // SAMPLE))
    few, share = history.rows(some), (weights * worth)[:, some]
    totals *= _moved(fit, pool, draws, lambda now: share * model.expected_purchases(now, few, horizon))
    if spend is not None:
        paid, bought = spend[1].rows(some), (weights * expected * factor)[some]
        totals[1] *= _moved(spend[0], spends, draws, lambda now: bought * gamma_gamma.expected_spend(now, paid))
    totals[0] = np.rint(totals[0])
    of_all = middle(totals.T, level)

    def told(line: int) -> tuple[Intervals, Intervals, Floats, Floats]:
        kind: Any = (level, "parameters and own chance", say("{each} simulated futures", each=each))
        of_each = Intervals(bounds[0, line], worth[line] * expected, bounds[1, line], *kind)
        return (
            of_each,
            Intervals(of_all[0][[line]], exact[[line]], of_all[1][[line]], *kind),
            totals[line],
            by_chance[line],
        )

    return Predictive(each, *told(0)) if spend is None else Predictive(each, *told(0), *told(1))


def _factors(deviation: float, count: int, seed: int) -> Floats:
    """So many factors in a random order, log-normal with mean 1: quantiles, so that no end hangs on luck."""
    if deviation == 0.0:
        return np.ones(count)
    variance = math.log1p(deviation**2)
    places = np.random.default_rng(seed).permutation(ndtri((np.arange(count) + 0.5) / count))
    return np.asarray(np.exp(math.sqrt(variance) * places - 0.5 * variance))


def _simulated(
    model: BuyingModel[Any],
    pool: Sequence[Params],
    spends: Sequence[Params],
    data: tuple[Any, SpendSummary | None],
    horizons: Sequence[Span],
    rng: np.random.Generator,
) -> Drawn:
    """Futures of clients who are active: purchases and, with data on spend, amounts × future × client.

    Each future has its own horizon: who buys at twice the rate lives through twice the time.
    """
    history, spend = data
    drawn = np.empty((1 if spend is None else 2, len(horizons), len(history)), dtype=np.float32)
    for draw, horizon in enumerate(horizons):
        bought = model.draw_if_active(pool[draw % len(pool)], history, horizon, rng)
        drawn[0, draw] = bought
        if spend is not None:
            paid = gamma_gamma.draw_spend(spends[draw % len(spends)], spend, bought, rng)
            drawn[1, draw] = np.minimum(paid, LARGEST)
    return drawn


def _added(drawn: Drawn, row: Index, active: Floats, sizes: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Futures of crews: line × future × crew. Each client takes one of the futures of their row, or has left."""
    lines, futures, width = drawn.shape
    flat = (
        np.concatenate((drawn, np.zeros((lines, 1, width), np.float32)), axis=1).transpose(0, 2, 1).reshape(lines, -1)
    )
    begin, stretch = row * (futures + 1), (futures / np.maximum(active, 1e-9)).astype(np.float32)
    starts = np.arange(0, len(row), CREW)
    sums = np.empty((lines, count, len(starts)))
    for future in range(count):
        place = begin + np.minimum(rng.random(len(row), dtype=np.float32) * stretch, futures).astype(np.intp)
        for line in range(lines):
            sums[line, future] = np.add.reduceat(flat[line].take(place) * sizes[line], starts)
    return sums


def _directions(fit: Fit, reach: float) -> list[tuple[Floats, tuple[dict[str, float], dict[str, float]]]]:
    """The directions of doubt about the parameters, `reach` standard errors each, and the parameters at either end."""
    spread, directions = np.linalg.eigh(fit.log_covariance)

    def at(step: Floats) -> dict[str, float]:
        return dict(fit.params) | dict(zip(fit.names, np.exp(np.log(fit.theta) + step).tolist(), strict=True))

    steps = [reach * np.sqrt(size) * way for size, way in zip(spread, directions.T, strict=True) if size > TINY]
    return [(step, (at(step), at(-step))) for step in steps]


def _mean_chance(fit: Fit, chance: Floats, figure: Callable[[Mapping[str, float]], Floats]) -> Floats:
    """A chance on average over the doubt about the parameters: Gauss and Hermite's three points a direction."""
    bends = [figure(up) + figure(down) - 2.0 * chance for _, (up, down) in _directions(fit, math.sqrt(3.0))]
    return np.asarray(np.clip(chance + np.sum(bends, axis=0) / 6.0, 0.0, 1.0))


def _moved(
    fit: Fit, drawn: Sequence[Mapping[str, float]], count: int, figure: Callable[[Mapping[str, float]], Floats]
) -> Floats:
    """By which factor the sum of a figure over clients (its last axis) changes with each of the drawn parameters.

    In logs: its change along each direction of doubt, added up, and how two of them go together. Parameters are taken
    again if they are too few.
    """

    def logs(params: Mapping[str, float]) -> Floats:
        try:
            return np.asarray(np.log(np.maximum(figure(params).sum(axis=-1, keepdims=True), 1e-300)))
        except Undefined:  # an infinite mean
            return np.asarray(np.nan)

    def between(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
        """The parameters after both steps away from the fit."""
        return {name: value * other[name] / fit.params[name] for name, value in one.items()}

    start = logs(fit.params)
    taken = np.arange(count) % len(drawn)
    away = np.log([[one[name] for name in fit.names] for one in drawn])[taken] - np.log(fit.theta)
    total = np.zeros((*start.shape[:-1], count))
    directions = _directions(fit, REACH)
    ways, moves = [], []
    for step, (above, below) in directions:
        way = away @ step / (step @ step)
        up, down = logs(above) - start, logs(below) - start
        up, down = (np.where(np.isnan(one), -other, one) for one, other in ((up, down), (down, up)))
        total += np.nan_to_num(np.where(way > 0, up * way, -down * way))
        ways.append(way)
        moves.append((up, down))
    for one, other in itertools.combinations(range(len(ways)), 2):
        twist = np.zeros_like(start)
        for here, there in itertools.product((0, 1), repeat=2):  # up or down
            corner = logs(between(directions[one][1][here], directions[other][1][there])) - start
            twist = twist + (-1) ** (here + there) * (corner - moves[one][here] - moves[other][there])
        total += np.nan_to_num(twist / 4.0 * ways[one] * ways[other])
    return np.asarray(np.exp(total))
