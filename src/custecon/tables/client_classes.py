"""Clients in classes: ABC by what they bring, XYZ by how evenly they buy, and how classes change from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from scipy.special import bdtr

from custecon.core.results import Interval
from custecon.metrics.proportions import wilson_interval
from custecon.tables.client_states import Bought

ABC, NO_RESULT = ("A", "B", "C", "D"), 3
XYZ, UNTOLD = ("X", "Y", "Z", "–"), 3
FEWEST = 4  # purchases, or periods, below which nobody can tell how evenly somebody buys


def abc_of(cells: Any, lines: tuple[Fraction, Fraction], *, inclusive: bool = True) -> Any:
    """The ABC class of every amount, as a place in `ABC`; what is not above 0 is D.

    Args:
        cells: whole minor units.
        lines: the shares of the sum of all above 0 at which A and B end.
        inclusive: whose own amount crosses a line belongs to the better class, so that A is never empty; else to the
            lower one. Equal amounts are of one class, the better one.

    >>> abc_of([80, 15, 5, -2], (Fraction(80, 100), Fraction(95, 100))).tolist()
    [0, 1, 2, 3]
    >>> abc_of([70, 20, 10], (Fraction(80, 100), Fraction(95, 100))).tolist()
    [0, 0, 1]
    >>> abc_of([70, 20, 10], (Fraction(80, 100), Fraction(95, 100)), inclusive=False).tolist()
    [0, 1, 2]
    """
    amounts = np.asarray(cells)
    above = np.sort(amounts[amounts > 0])[::-1].tolist()
    total = sum(above)
    first: dict[int, int] = {}  # what all larger amounts come to
    so_far = 0
    for amount in above:
        first.setdefault(amount, so_far)
        so_far += amount
    ends = [(line.numerator * total, line.denominator) for line in lines]

    def class_of(amount: int) -> int:
        before = first[amount]
        if inclusive:
            return sum(before * below >= end for end, below in ends)
        return sum((before + amount) * below > end for end, below in ends)

    known = {amount: class_of(amount) for amount in first}
    return np.array([known.get(amount, NO_RESULT) for amount in amounts.tolist()], dtype=np.int8)


class Evenness(NamedTuple):
    """How evenly each client buys: the class as a place in `XYZ`, and the variation; not a number where untold."""

    place: Any
    variation: Any


def _evenness(count: Any, sums: Any, squares: Any, lines: tuple[Fraction, Fraction], told: Any) -> Evenness:
    """By whole sums: variation² = count × squares ÷ sums² − 1, and so no line is missed by rounding."""
    whole = [np.asarray(column).astype(object) for column in (count, sums, squares)]
    spread, level = whole[0] * whole[2] - whole[1] ** 2, whole[1] ** 2
    told = told & (np.asarray(sums) > 0)
    place = np.full(len(told), UNTOLD, dtype=np.int8)
    above = [spread * line.denominator**2 >= level * line.numerator**2 for line in lines]
    place[told] = np.add(*(one.astype(np.int8) for one in above))[told]
    variation = np.full(len(told), np.nan)
    variation[told] = np.sqrt((spread[told] / level[told]).astype(np.float64))
    return Evenness(place, variation)


def rhythm_of(bought: Bought, lines: tuple[Fraction, Fraction]) -> Evenness:
    """By the gaps between the purchases of each, where there are four purchases or more."""
    same = bought.owner[1:] == bought.owner[:-1]
    gaps, owner = np.diff(bought.day)[same], bought.owner[1:][same]
    sums, squares = np.zeros(bought.clients, dtype=np.int64), np.zeros(bought.clients, dtype=np.int64)
    np.add.at(sums, owner, gaps)
    np.add.at(squares, owner, gaps * gaps)
    number = np.diff(bought.start)
    return _evenness(np.maximum(number - 1, 0), sums, squares, lines, number >= FEWEST)


def money_evenness(cells: Any, since: Any, lines: tuple[Fraction, Fraction]) -> Evenness:
    """By the money of the periods since the one of the first purchase, those without a purchase too.

    Args:
        cells: whole minor units, a row a client, a column a period.
        since: the column of the first purchase.
        lines: where X and Y end.
    """
    counted = np.arange(cells.shape[1]) >= np.asarray(since)[:, None]
    kept = np.where(counted, cells, 0).astype(object)
    number = counted.sum(axis=1)
    return _evenness(number, kept.sum(axis=1), (kept * kept).sum(axis=1), lines, number >= FEWEST)


class Moved(NamedTuple):
    """How one class changed among the clients of both days: how many left it, how many came into it.

    `p`: of McNemar's exact test, two-sided; `change`: of its share of these clients, with its interval, None where
    nobody moved.
    """

    stayed: int
    left: int
    came: int
    change: float
    between: Interval | None
    p: float


def moved(before: Any, after: Any, place: int, level: float = 0.95) -> Moved:
    """What became of one class; classes as whole numbers, a place a client of both days.

    The interval rests on who moved: of these the part that came, by Wilson, and so of the change (came − left) ÷ all.

    >>> found = moved(np.array([0] * 9 + [1] * 8), np.array([1] * 9 + [1] * 6 + [0] * 2), 0)
    >>> found[:3], round(found.p, 6)  # 9 against 2: 2 × (1 + 11 + 55) ÷ 2^11
    ((0, 9, 2), 0.06543)
    """
    was, now = np.asarray(before) == place, np.asarray(after) == place
    stayed, left, came = (int(one.sum()) for one in (was & now, was & ~now, now & ~was))
    both, turned = len(was), left + came
    if not turned:
        return Moved(stayed, 0, 0, 0.0, None, 1.0)
    ends = wilson_interval(came, turned, level)
    low, high = ((2 * end - 1) * turned / both for end in (ends.low, ends.high))
    p = min(1.0, 2 * float(bdtr(min(left, came), turned, 0.5)))
    return Moved(stayed, left, came, (came - left) / both, Interval(low, high, level, "Wilson of who moved"), p)


def holm(values: Sequence[float]) -> list[float]:
    """p-values as they stand when all are looked at together (Holm 1979).

    >>> [round(value, 3) for value in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found, most = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (len(values) - rank) * values[place]))
        found[place] = most
    return found
