"""Orders and rows that stand in two of several files: exports whose days overlap, or numbers that start again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import CheckedTable, Reading
from custecon.sources.options import ReadingOptions
from custecon.sources.wording import shown

_NEAR = 31  # days within which two orders of one client and one number are one
_Orders = dict[str, list[int]]


def without_repeated(
    readings: Sequence[Reading], options: ReadingOptions
) -> tuple[list[CheckedTable], dict[int, list[int]], list[Notice]]:
    """The tables with every order once, the rows that were left out by the number of their file, and what is told.

    Raises:
        InputRefused: E395 an order stands in two files.
    """
    tables = [one.table for one in readings]
    left_out: dict[int, list[int]] = {}
    notices: list[Notice] = []
    orders = [_orders(table) for table in tables]
    faces = Counter[tuple[Any, ...]]()
    for n, table in enumerate(tables):
        place = Place(readings[n].controls.file)
        again: list[int] = []
        renamed: dict[str, str] = {}
        for m in range(n):
            same, others = _judged((tables[m], orders[m]), (table, orders[n]), (readings[m], readings[n]), options)
            again += same
            renamed |= {number: f"{number} \u00b7 {readings[n].controls.file}" for number in others}
        if renamed:
            first, count = shown(next(iter(renamed))), counted(len(renamed), "number")
            notices.append(notice("N294", place=place, count=count, n=len(renamed), number=first))
        if not any(orders):
            again = _again(table, faces)
        if again and options.identical == "drop":
            left_out[n] = again
        if again:
            done = say("left out" if n in left_out else "counted")
            notices.append(notice("N295", place=place, count=counted(len(again)), n=len(again), done=done))
        tables[n] = _with(table, renamed, {*left_out.get(n, ())})
    return tables, left_out, notices


def _orders(table: CheckedTable) -> _Orders:
    """The rows of each number of an order."""
    found: _Orders = {}
    for row, number in enumerate(table.cells("order_id") if "order_id" in table else ()):
        if number:
            found.setdefault(number, []).append(row)
    return found


def _judged(
    one: tuple[CheckedTable, _Orders],
    two: tuple[CheckedTable, _Orders],
    readings: tuple[Reading, Reading],
    options: ReadingOptions,
) -> tuple[list[int], list[str]]:
    """The rows of a file whose orders stand in another, and the numbers that are other orders there.

    Raises:
        InputRefused: E395 they are the same and nobody said that they count once, or of some it cannot be told.
    """
    same: list[str] = []
    others: list[str] = []
    doubtful: dict[str, bool] = {}  # and whether they are of other clients
    for number in filter(one[1].__contains__, two[1]):  # as they stand in the file
        faces, clients, days = zip(*(_face(table, orders[number]) for table, orders in (one, two)), strict=True)
        apart = not clients[0] & clients[1]
        in_common = {face[1:] for face in faces[0]} & {face[1:] for face in faces[1]}
        gap = min(abs((a - b).days) for a in days[0] for b in days[1]) if days[0] and days[1] else 0
        if faces[0] == faces[1]:
            same.append(number)
        elif gap > _NEAR or (apart and not in_common):
            others.append(number)
        else:
            doubtful[number] = apart
    if 2 * len(others) >= len(same) + len(others) + len(doubtful):  # the numbers start again: a coincidence is one
        others += [number for number, apart in doubtful.items() if apart]
        doubtful = {number: apart for number, apart in doubtful.items() if not apart}
    asked = [*doubtful, *same] if doubtful or options.identical != "drop" else []
    if asked:
        asked.sort(key=lambda number: (number not in doubtful, two[1][number][0]))
        how = "with other lines" if doubtful else "with the same lines"
        cure = "export days that do not overlap, or say --order-id none if these are no numbers of orders"
        drop = "say --identical drop to count each once; or " if not doubtful else ""
        values = {"what": say("order"), "name": shown(asked[0]), "other": readings[0].controls.file, "how": say(how)}
        more = say(" ({n} such {n:order|orders})", n=len(asked))
        place = Place(readings[1].controls.file)
        raise InputRefused(problem("E395", place=place, **values, more=more, cure=say(drop + cure)))
    return sorted(row for number in same for row in two[1][number]), others


def _face(table: CheckedTable, rows: Sequence[int]) -> tuple[Counter[tuple[Any, ...]], set[Any], set[Any]]:
    """What the lines of an order are, who bought, and when."""
    clients, days = table.cells("client"), table.cells("date")
    column = table.columns["amount"]
    face = Counter((clients[row], days[row], column.number(column.cells[row] or 0)) for row in rows)
    return face, {clients[row] for row in rows}, {days[row] for row in rows if days[row]}


def _again(table: CheckedTable, faces: Counter[tuple[Any, ...]]) -> list[int]:
    """The rows that stand in the files before too, in every column that is read; `faces` takes those of this one."""
    left = faces.copy()
    own = list(zip(*(column.values() for column in table.columns.values()), strict=True))
    again = []
    for row, face in enumerate(own):
        if left[face] > 0:
            left[face] -= 1
            again.append(row)
    faces |= Counter(own)
    return again


def _with(table: CheckedTable, renamed: Mapping[str, str], gone: Collection[int]) -> CheckedTable:
    """A table with other numbers of orders, and without some rows."""
    if not renamed and not gone:
        return table
    columns = {}
    for role, column in table.columns.items():
        cells = [cell for row, cell in enumerate(column.cells) if row not in gone]
        if role == "order_id":
            cells = [renamed.get(cell, cell) for cell in cells]
        columns[role] = replace(column, cells=tuple(cells))
    return CheckedTable(table.schema, columns, table.rows - len(gone))
