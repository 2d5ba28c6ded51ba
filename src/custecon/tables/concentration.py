"""On how few clients the money hangs: shares of the largest, Lorenz curve, scores by weights that somebody states."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np

LARGEST = (1, 5, 10)  # clients
PER_CENT = (1, 5, 10, 20)  # of the clients
POINTS = 100  # of a Lorenz curve
DRAWS, SEED, SWAY = 1_000, 1905, Fraction(1, 4)  # of the weights: how many, from where, by how much each moves


class Cut(NamedTuple):
    """So many of the largest clients: `largest` where they are one of `LARGEST`, `per_cent` where one of `PER_CENT`."""

    clients: int
    largest: bool
    per_cent: int | None


def cuts_of(count: int) -> list[Cut]:
    """Where the clients, the largest first, are parted; per cents are rounded up to whole clients.

    >>> [cut.clients for cut in cuts_of(2349)]
    [1, 5, 10, 24, 118, 235, 470]
    >>> cuts_of(4)
    [Cut(clients=1, largest=True, per_cent=20)]
    """
    shares = {-(-count * part // 100): part for part in PER_CENT}
    return [
        Cut(clients, clients in LARGEST, shares.get(clients))
        for clients in sorted({*LARGEST, *shares})
        if clients < count
    ]


def lorenz(sizes: Sequence[int]) -> list[tuple[float, float]]:
    """The Lorenz curve of sizes above 0: which share of the clients, the smallest first, has which share of the sum.

    >>> lorenz([1, 1, 2])
    [(0.0, 0.0), (0.3333333333333333, 0.25), (0.6666666666666666, 0.5), (1.0, 1.0)]
    """
    ordered, count, total = sorted(sizes), len(sizes), sum(sizes)
    places = range(count + 1) if count <= POINTS else sorted({count * one // POINTS for one in range(POINTS + 1)})
    found, so_far, seen = [], 0, 0
    for place in places:
        so_far += sum(ordered[seen:place])
        seen = place
        found.append((place / count, float(Fraction(so_far, total))))
    return found


def percentile_ranks(values: Any) -> Any:
    """Where each value stands among all: the part of the others that is lower, from 0 to 100; equals share the lower.

    >>> percentile_ranks([10, 20, 20, 30, 40]).tolist()
    [0.0, 25.0, 25.0, 75.0, 100.0]
    """
    cells = np.asarray(values)
    return (
        100 * np.searchsorted(np.sort(cells), cells) / max(1, len(cells) - 1) if len(cells) > 1 else np.full(1, 100.0)
    )


def weighted(ranks: Sequence[Any], weights: Sequence[float]) -> Any:
    """The mean of columns by weights, row by row, added up in the same order for every row."""
    total = sum(column * weight for column, weight in zip(ranks, weights, strict=True))
    return total / sum(weights)


def chosen_by(score: Any, count: int) -> Any:
    """Whose score is one of the highest so many; all who have the last of them are chosen too."""
    return score >= np.partition(score, len(score) - count)[len(score) - count]


class Steadiness(NamedTuple):
    """What becomes of the chosen when weights move: of each client how often they are chosen, how often all are."""

    each: Any
    all_stay: float
    mean_kept: float


def steadiness(ranks: Sequence[Any], weights: Sequence[float], count: int) -> Steadiness:
    """How often the highest scores stay the highest when every weight moves up to a quarter up or down, by chance.

    Only clients who can be among them under any such weights are drawn for; the corners of the weights tell them, since
    a weighted mean is highest and lowest there.
    """
    wide = float(SWAY)
    usual = chosen_by(weighted(ranks, weights), count)
    low = high = weighted(ranks, weights)
    for corner in product((1 - wide, 1 + wide), repeat=len(weights)):
        there = weighted(ranks, [weight * move for weight, move in zip(weights, corner, strict=True)])
        low, high = np.minimum(low, there), np.maximum(high, there)
    may_be = np.flatnonzero(high >= np.partition(low, len(low) - count)[len(low) - count] - 1e-9)
    few, before = [column[may_be] for column in ranks], usual[may_be]
    moves = np.random.default_rng(SEED).uniform(1 - wide, 1 + wide, (DRAWS, len(weights)))
    times, same, kept = np.zeros(len(may_be)), 0, 0
    for move in (moves * np.asarray(weights)).tolist():
        now = chosen_by(weighted(few, move), count)
        times += now
        same += bool((now == before).all())
        kept += int((now & before).sum())
    each = np.zeros(len(usual))
    each[may_be] = times / DRAWS
    return Steadiness(each, same / DRAWS, kept / DRAWS)
