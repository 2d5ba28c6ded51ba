"""Subtotals in the midst of an order log that have a day and a name, as if they were orders: «January», «Shop 1».

A row that is called by a month, a quarter or a week and adds up the rows near it, or those of its time, is their sum.
A row of any other name may equal some rows above it by accident; rows that cut the log from its beginning into parts,
each the sum of its own, hardly can, nor one that adds up many: how improbable that is decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import gcd, log2
from typing import NamedTuple

from custecon.kinds.orders import ORDERS
from custecon.sources import group_rows
from custecon.sources.period_names import part_of_year
from custecon.sources.row_forest import Forest
from custecon.sources.total_labels import is_total, label_in
from custecon.sources.total_rows import Judged

LEAST = 3  # rows that a subtotal of any name adds up at least
FIRST = 200  # rows at the head of a log in which the first subtotal must stand, if it adds up few
BITS = 12.0  # how improbable an accident must be, as a power of two, where no name tells
NEAREST = 4  # rows of one sum that are looked at from one place: rows of zero make them many
WHOLE = 7.5  # the same where one row is the sum of all others
MANY = 8  # rows at least that a subtotal adds up which tells by itself, wherever the log goes on without another


class _Part(NamedTuple):
    """A subtotal: its place, from where to where its rows stand, and how improbable the sum is, in bits."""

    place: int
    start: int
    stop: int
    bits: float

    @property
    def after(self) -> int:
        """The place after its rows and itself."""
        return max(self.place + 1, self.stop)


def settle(judged: Judged) -> None:
    """Ask about the subtotals of a log, or skip or count them as the user says.

    Raises:
        InputRefused: E276 rows are the sums of others, and nothing tells whether they are orders all the same.
    """
    work = judged.work
    columns = work.columns
    if work.source.layout.schema is not ORDERS or not {"client", "date", "amount"} <= columns.keys():
        return
    amounts = columns["amount"].cells
    rows = [row for row in range(len(work.gathered.lines)) if row not in work.unread and amounts[row] is not None]
    found = _by_name(judged, rows) or _by_chain([amounts[row] for row in rows])
    if found:
        groups = {rows[place]: size for place, size in found.sizes.items()}
        group_rows.decide(judged, Forest(groups, found.below, 0.0, False, len(rows), False), "")


class _Found(NamedTuple):
    """Subtotals by their places, each with how many rows it adds up, and whether those stand below it."""

    sizes: dict[int, int]
    below: bool


# ---------------------------------------------------------------- by their names


def _by_name(judged: Judged, rows: Sequence[int]) -> _Found | None:
    """The rows that are called by a time or like a total, if all of each name are sums, and one of several rows."""
    columns = judged.work.columns
    keys, days, amounts = (columns[name].cells for name in ("client", "date", "amount"))
    known = {key: part for key in {keys[row] for row in rows} if key and (part := _part_of(key)) is not None}
    named = [place for place, row in enumerate(rows) if keys[row] in known]
    if not named:
        return None
    own = frozenset(named)
    sums, counts = [0], [0]
    of_time: dict[tuple[int, ...], list[int]] = {}
    for place, row in enumerate(rows):
        counted = place not in own
        sums.append(sums[-1] + (amounts[row] if counted else 0))
        counts.append(counts[-1] + counted)
        for months in (1, 3, 6, 12) if counted and days[row] else ():
            time = of_time.setdefault((months, days[row].year, (days[row].month - 1) // months), [0, 0])
            time[0] += amounts[row]
            time[1] += 1

    def size(place: int, around: Sequence[int]) -> tuple[int, bool]:
        """How many rows add up to the one at a place, and whether they stand below it."""
        row = rows[place]
        above = max((other for other in around if other < place), default=-1)
        next_ = min((other for other in around if other > place), default=len(rows))
        for start, stop, below in ((above + 1, place, False), (place + 1, next_, True), (0, place, False)):
            if amounts[row] and sums[stop] - sums[start] == amounts[row]:
                return counts[stop] - counts[start], below
        months = known[keys[row]]
        day = days[row]
        total, count = of_time.get((months, day.year, (day.month - 1) // months), (0, 0)) if months and day else (0, 0)
        return (count if amounts[row] and total == amounts[row] else 0), False

    same = {months: [place for place in named if known[keys[rows[place]]] == months] for months in set(known.values())}
    sizes, below, failed = {}, {}, set()
    for place in named:
        key = keys[rows[place]]
        found = max((size(place, around) for around in (named, same[known[key]])), default=(0, False))
        sizes[place], below[place] = found
        if not found[0]:
            failed.add(key)
    sizes = {place: count for place, count in sizes.items() if keys[rows[place]] not in failed}
    enough = max(sizes.values(), default=0) > 1
    sizes = {place: count for place, count in sizes.items() if not is_total(keys[rows[place]])}  # asked about anyhow
    if not enough or not sizes:
        return None
    return _Found(sizes, all(below[place] for place in sizes))


def _part_of(key: str) -> int | None:
    """How many months a name speaks of; 0 for a week, or where it is called a total."""
    part = part_of_year(key)
    return 0 if part is None and (label := label_in(key)) and not label.balance else part


# ---------------------------------------------------------------- by their sums alone


def begins(amounts: Sequence[int]) -> bool:
    """Whether a log may begin with a part and its subtotal, below or above its rows.

    >>> [begins(log) for log in ([10, 25, 7, 42], [42, 10, 25, 7, 9], [10, 25, 7, 41], [10, 20, 30])]
    [True, True, False, False]
    """
    sums = list(accumulate(amounts[:FIRST], initial=0))
    return any(
        (value and value == sums[place]) or (amounts[0] and sums[place + 1] == 2 * amounts[0])
        for place, value in enumerate(amounts[:FIRST])
        if place >= LEAST
    )


def _by_chain(amounts: Sequence[int]) -> _Found | None:
    """The subtotals that cut a log from its beginning into parts of three rows or more; None if by accident."""
    for way, below in ((_above, False), (_below, True)):
        parts = way(amounts)
        if not parts:
            continue
        told = {amounts[part.place]: part.bits for part in parts}  # the same sum again tells nothing more
        one = len(parts) == 1 and parts[0].after == len(amounts)
        near = max(parts[0].place, parts[0].stop - 1) < FIRST
        cut = near and 2 * parts[-1].after >= len(amounts) and (one or len(told) > 1)
        if (cut and sum(told.values()) >= (WHOLE if one else BITS)) or any(map(_tells_alone, parts)):
            return _Found({part.place: part.stop - part.start for part in parts}, below)
    return None


def _tells_alone(part: _Part) -> bool:
    """Whether a sum of so many rows is no accident: any of them might have been the last that makes it up."""
    rows = part.stop - part.start
    return rows >= MANY and part.bits >= BITS + (log2(rows) if part.place < part.start else 0)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Parts from the beginning up to a place. `tops`, `rows`: what the last subtotals, and all rows, add up to."""

    part: _Part | None = None
    before: _Chain | None = None
    bits: float = 0.0
    tops: int = 0
    several: int = 0
    rows: int = 0

    def parts(self) -> list[_Part]:
        found: list[_Part] = []
        chain: _Chain | None = self
        while chain is not None and chain.part is not None:
            found.append(chain.part)
            chain = chain.before
        return found[::-1]


def _above(amounts: Sequence[int]) -> list[_Part]:
    """The subtotals that stand below their rows; also those of several of them, such as a grand total."""
    sums = list(accumulate(amounts, initial=0))
    begun: dict[int, list[int]] = {}  # the subtotals, by what all rows before their own add up to
    for place, value in enumerate(amounts):
        if value:
            begun.setdefault(sums[place] - value, []).append(place)
    chains: dict[int, _Chain] = {0: _Chain()}
    best = chains[0]
    for start in range(len(amounts)):
        chain = chains.get(start)
        if chain is None:
            continue
        value = amounts[start]
        if chain.several > 1 and value in (chain.tops, chain.rows):  # a sum of the sums above it
            last = chain.part.start if chain.part else 0
            part = _Part(start, start - chain.several, start, _bits(amounts, start, last, start))
            chain = replace(chain, part=part, before=chain, bits=chain.bits + part.bits, tops=0, several=0)
            chains[start + 1] = max(chain, chains.get(start + 1, chain), key=_worth)
            best = max(best, chain, key=_worth)
            continue
        for before in {0, chain.rows}:  # a subtotal of its own rows, or a running total of all from the beginning
            places = begun.get(sums[start] - before, [])
            first = bisect_left(places, start + LEAST)
            for place in places[first : first + NEAREST]:
                part = _Part(place, start, place, _bits(amounts, place, start, place))
                total = amounts[place]
                rows, tops = chain.rows - before + total, chain.tops - min(before, chain.tops) + total
                longer = _Chain(part, chain, chain.bits + part.bits, tops, chain.several + 1, rows)
                chains[place + 1] = max(longer, chains.get(place + 1, longer), key=_worth)
                best = max(best, longer, key=_worth)
    return best.parts()


def _below(amounts: Sequence[int]) -> list[_Part]:
    """The subtotals that stand above their rows."""
    sums = list(accumulate(amounts, initial=0))
    ends: dict[int, list[int]] = {}
    for place, total in enumerate(sums):
        ends.setdefault(total, []).append(place)
    chains: dict[int, _Chain] = {0: _Chain()}
    best = chains[0]
    for place, value in enumerate(amounts):
        chain = chains.get(place)
        if chain is None or not value:
            continue
        stops = ends.get(sums[place + 1] + value, [])
        first = bisect_left(stops, place + 1 + LEAST)
        for stop in stops[first : first + NEAREST]:
            part = _Part(place, place + 1, stop, _bits(amounts, place, place + 1, stop))
            longer = _Chain(part, chain, chain.bits + part.bits)
            chains[stop] = max(longer, chains.get(stop, longer), key=_worth)
            best = max(best, longer, key=_worth)
    return best.parts()


def _worth(chain: _Chain) -> tuple[float, int]:
    return chain.bits, chain.part.after if chain.part else 0


def _bits(amounts: Sequence[int], place: int, start: int, stop: int) -> float:
    """How improbable it is that rows add up to another by accident: counted in units of the rows."""
    unit = gcd(*amounts[start:stop])
    return log2(abs(amounts[place]) / unit) if unit else 0.0
