"""Rows that are the sum of the rows next to them, level by level, and how sure it is that this is no accident.

A list of a few round figures holds such sums by accident: 300 stands above 100 and 200. What tells them from groups is
that the sums are exact in many digits and in several columns, or that the whole list falls into them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, gcd, log2

LEVELS = 8  # of groups above each other
SINGLE = 2.0  # bits: how much a group with one row tells, however many there are
WHOLE, PART = 7.5, 10.0  # bits that are wanted where the list falls into groups, and where some rows are in none
SHUFFLED = 0x9E3779B1  # an odd number: multiples of it modulo 2**32 come in no order

Columns = Sequence[Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Forest:
    """Group rows, each with how many rows that are no groups it adds up.

    `below`: the rows stand below their group; else above it. `bits`: how improbable the sums are by accident, as a
    power of two. `whole`: every row is a group or in one. `rows`: how many rows there are. `accidental`: the same rows
    in no order at all hold about as many sums.
    """

    groups: dict[int, int]
    below: bool
    bits: float
    whole: bool
    rows: int
    accidental: bool

    @property
    def several(self) -> int:
        """How many groups have several rows."""
        return sum(size > 1 for size in self.groups.values())

    def sure(self, more: float = 0.0) -> bool:
        """Whether this is no accident; `more`: bits from elsewhere, such as the names."""
        if not self.groups or max(self.groups.values()) < 2:
            return False
        if self.whole:
            return self.bits + more >= (2 * WHOLE if self.accidental else WHOLE)
        places = log2(comb(self.rows, self.several)) if self.rows < 1 << 10 else self.several * log2(self.rows)
        return not self.accidental and self.bits + more - places >= PART


def forest_of(columns: Columns, rows: Sequence[int], *, rounded: bool = False) -> Forest:
    """The group rows among some rows: those above or those below their rows, whichever is the less accidental.

    `rounded`: a sum may differ by as much as it does where it and its rows are rounded.
    """
    both = [_one_way(columns, rows, True, rounded), _one_way(columns, rows[::-1], False, rounded)]
    return max(both, key=lambda forest: (forest.sure(), forest.whole, forest.bits))


def _one_way(columns: Columns, rows: Sequence[int], below: bool, rounded: bool) -> Forest:
    """The groups of rows in which each group comes before its own."""
    nodes, leaves = list(rows), dict.fromkeys(rows, 1)
    groups: dict[int, int] = {}
    bits, single, first = 0.0, 0, 0
    known: set[tuple[tuple[int, ...], ...]] = set()
    for level in range(LEVELS):
        found = _groups(columns, nodes, rounded)
        if not found:
            break
        gone: set[int] = set()
        for start, stop, told in found:
            members = nodes[start + 1 : stop]
            groups[nodes[start]] = leaves[nodes[start]] = sum(leaves[row] for row in members)
            gone.update(members)
            if (face := _face(columns, nodes[start:stop])) not in known:  # the same again tells nothing more
                known.add(face)
                bits += told
            single += stop - start == 2
            first += level == 0 and stop - start > 2
        nodes = [row for row in nodes if row not in gone]
    whole = bool(groups) and all(row in groups for row in nodes)
    accidental = first > 0 and _by_accident(columns, rows, rounded) * 4 >= first
    return Forest(groups, below, bits + min(single, 2) * SINGLE, whole, len(rows), accidental)


def _face(columns: Columns, rows: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """What a group and its rows are to one another: 52, 26, 26 of one client and 4, 2, 2 of another are one habit."""
    every = [[column[row] or 0 for row in rows] for column in columns]
    return tuple(tuple(value // (gcd(*column) or 1) for value in column) for column in every)


def _by_accident(columns: Columns, rows: Sequence[int], rounded: bool) -> int:
    """How many groups of several rows there are when the same rows stand in no order."""
    mixed = sorted(range(len(rows)), key=lambda place: (place + 1) * SHUFFLED % (1 << 32))
    return sum(stop - start > 2 for start, stop, _ in _groups(columns, [rows[place] for place in mixed], rounded))


def _groups(columns: Columns, nodes: Sequence[int], rounded: bool) -> list[tuple[int, int, float]]:
    """The best choice of groups that do not overlap: (place of the group, end of its rows, bits)."""
    count = len(nodes)
    sums: list[list[int]] = [[0] * (count + 1) for _ in columns]
    for column, total in zip(columns, sums, strict=True):
        for place, row in enumerate(nodes):
            total[place + 1] = total[place] + (column[row] or 0)
    # from the last row upwards; `best` is what can be told of the rows from a place on
    best: list[float] = [0.0] * (count + 2)
    chosen: list[tuple[int, float] | None] = [None] * count
    after: dict[int, int] = {}
    for place in range(count - 1, -1, -1):
        best[place] = best[place + 1]
        stop = _near_end(columns, sums, nodes, place) if rounded else _end(columns, sums, nodes, place, after)
        after[sums[0][place + 1]] = place + 1
        if stop is None:
            continue
        told = _bits(columns, nodes, place, stop, rounded) if stop - place > 2 else 0.0
        worth = max(told, 0.001) + best[stop]
        if worth > best[place]:
            best[place], chosen[place] = worth, (stop, told)
    found, place = [], 0
    while place < count:
        here = chosen[place]
        if here is None:
            place += 1
        else:
            found.append((place, *here))
            place = here[0]
    return found


def _end(
    columns: Columns, sums: Sequence[Sequence[int]], nodes: Sequence[int], place: int, after: dict[int, int]
) -> int | None:
    """Where the rows end that add up to a row and come after it; rows without money at their end are among them."""
    row = nodes[place]
    value = columns[0][row]
    stop = after.get(sums[0][place + 1] + value) if value else None
    while stop is not None:
        ends = zip(columns, sums, strict=True)
        if all(column[row] in (None, total[stop] - total[place + 1]) for column, total in ends):
            while stop < len(nodes) and not any(column[nodes[stop]] for column in columns):
                stop += 1
            return stop
        stop = stop + 1 if stop < len(nodes) and not columns[0][nodes[stop]] else None
    return None


def _near_end(columns: Columns, sums: Sequence[Sequence[int]], nodes: Sequence[int], place: int) -> int | None:
    """The same where the numbers are rounded; only among rows none of which is below zero."""
    row, first = nodes[place], place + 1
    value = columns[0][row]
    if not value or value < 0 or any((columns[0][other] or 0) < 0 for other in nodes[first : first + 2]):
        return None
    near = bisect_left(sums[0], sums[0][first] + value, first)
    for stop in (near, near - 1, near + 1):
        slack = stop - place  # half a unit for the sum and for each of its rows, twice
        if place + 2 <= stop <= len(nodes) and all(
            (own := column[row]) is None or abs(total[stop] - total[first] - own) * 2 <= slack
            for column, total in zip(columns, sums, strict=True)
        ):
            return stop
    return None


def _bits(columns: Columns, nodes: Sequence[int], place: int, stop: int, rounded: bool) -> float:
    """How improbable it is that these rows add up to the one before them by accident: counted in units of the rows."""
    told = 0.0
    for column in columns:
        unit, value = gcd(*(column[row] or 0 for row in nodes[place + 1 : stop])), column[nodes[place]]
        if unit and value:
            told += max(0.0, log2(abs(value) / max(unit, stop - place if rounded else 0)))
    return told


def independent(columns: Columns) -> list[int]:
    """The places of the columns that no column before them tells: not the margin beside revenue and cost."""
    kept: list[int] = []
    for place, column in enumerate(columns):
        if any(column) and not _told_by(column, [columns[number] for number in kept]):
            kept.append(place)
    return kept


def _told_by(column: Sequence[int | None], others: Columns) -> bool:
    """Whether a column is a multiple of one of the others, or the difference or the sum of two."""
    return any(_proportional(column, other) for other in others) or any(
        all((c or 0) in ((a or 0) - (b or 0), (b or 0) - (a or 0), (a or 0) + (b or 0))
            for a, b, c in zip(one, two, column, strict=True))
        for number, one in enumerate(others)
        for two in others[number + 1 :]
    )  # fmt: skip


def _proportional(column: Sequence[int | None], other: Sequence[int | None]) -> bool:
    first, second = next(((a, b) for a, b in zip(column, other, strict=True) if a or b), (0, 0))
    return all((a or 0) * (second or 0) == (b or 0) * (first or 0) for a, b in zip(column, other, strict=True))
