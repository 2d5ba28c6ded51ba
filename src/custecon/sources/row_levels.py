"""How far in a row of a list stands, by its indent, its outline or the names it lacks; and the groups that shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from custecon.core.schemas import Kind
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.row_forest import Forest
from custecon.sources.wording import BLANKS


def groups_by_level(work: Work, columns: Sequence[Sequence[Any]], rows: Sequence[int]) -> Forest | None:
    """The rows that others stand further in below or above, if each of them is the sum of those; else None.

    A sum may be rounded as its rows are. A row of that kind without money is a heading.
    """
    for levels in _levels(work, rows):
        for below in (True, False):
            order, depth = (rows, levels) if below else (rows[::-1], levels[::-1])
            found = _groups(columns, order, depth)
            if found is not None:
                groups, whole = found
                return Forest(groups, below, 0.0, whole, len(rows), accidental=False)
    return None


def _levels(work: Work, rows: Sequence[int]) -> Iterator[list[int]]:
    """How far in each row stands, in every way in which the file shows it."""
    layout, gathered = work.source.layout, work.gathered
    names = sorted(column for name, column in layout.roles.items()
                   if layout.role(name).kind in (Kind.KEY, Kind.TEXT, Kind.DATE))  # fmt: skip
    shown = [[work.source.levels.get(gathered.lines[row], 0) for row in rows]]
    texts = [[text_of(gathered.columns[column][row]) for row in rows] for column in names]
    shown += [[len(text) - len(text.lstrip(BLANKS)) for text in column] for column in texts]
    if "client" not in layout.roles:  # a client without a segment is no group of those that have one
        shown.append([max((place for place, column in enumerate(texts, 1) if column[at].strip(BLANKS)), default=0)
                      for at in range(len(rows))])  # fmt: skip
    return (levels for levels in shown if len(set(levels)) > 1)


def _groups(
    columns: Sequence[Sequence[Any]], rows: Sequence[int], levels: Sequence[int]
) -> tuple[dict[int, int], bool] | None:
    """The rows that are followed by rows further in, and how many of those are no such rows themselves."""
    count = len(rows)
    parent = [place + 1 < count and levels[place + 1] > levels[place] for place in range(count)]
    leaves = list(accumulate((not each for each in parent), initial=0))
    sums = [list(accumulate((0 if parent[place] else column[row] or 0 for place, row in enumerate(rows)), initial=0))
            for column in columns]  # fmt: skip
    groups: dict[int, int] = {}
    proved = False
    for place, stop in _ends(levels, parent):
        size = leaves[stop] - leaves[place]
        values = [column[rows[place]] for column in columns]
        added = [total[stop] - total[place] for total in sums]
        if any(
            value is not None and abs(value - sum_) * 2 > size + 1 for value, sum_ in zip(values, added, strict=True)
        ):
            return None
        groups[rows[place]] = size
        proved = proved or (size > 1 and any(values))
    covered = _covered(levels, parent)
    return (groups, covered) if groups and (proved or covered) else None


def _ends(levels: Sequence[int], parent: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each parent with the place where the rows end that stand further in."""
    open_: list[int] = []
    for place, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            yield open_.pop(), place
        if parent[place]:
            open_.append(place)
    yield from ((place, len(levels)) for place in open_)


def _covered(levels: Sequence[int], parent: Sequence[bool]) -> bool:
    """Whether every row is a parent or in one: none but parents stands as far out as the outermost."""
    outermost = min(levels)
    return all(parent[place] for place, level in enumerate(levels) if level == outermost)
