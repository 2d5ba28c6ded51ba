"""Rows of a client list whose clients were joined become one row: money added up, first and last days kept.

What cannot be added up must agree, or the file is asked about: a client has one segment and one chance to stay, and
nothing is what nobody knows, not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted
from custecon.core.schemas import Kind
from custecon.sources.column_checks import text_of
from custecon.sources.controls import JOINED_ROWS, Work
from custecon.sources.wording import BLANKS, shown


def _known(choose: Callable[[list[Any]], Any]) -> Callable[[Sequence[Any]], Any]:
    """What is chosen among the cells that say anything."""
    return lambda cells: choose(known) if (known := [cell for cell in cells if cell is not None]) else None


def _left(cells: Sequence[Any]) -> Any:
    """The day on which the client left: the last, once no row says that they are still there."""
    return None if None in cells else max(cells)


def _all(cells: Sequence[Any]) -> Any:
    return all(cells) if None not in cells else False if False in cells else None


_BY_ROLE: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "first_date": _known(min),
    "last_date": _known(max),
    "left_date": _left,
    "active": _known(any),
    "left": _all,
}
_ADDED = (Kind.MONEY, Kind.COUNT, Kind.NUMBER)


def add_up(work: Work) -> None:
    """Make one row of the rows of each client that was joined, in a list that has a row for each client.

    Raises:
        InputRefused: E275 a joined client is in two groups, or has two of what a client has one of.
    """
    if not work.joins or work.source.layout.schema.name != "clients":
        return
    rows: dict[str, list[int]] = {}
    for row, key in enumerate(work.columns["client"].cells):
        if key is not None and not work.out(row):
            rows.setdefault(key, []).append(row)
    several = [together for together in rows.values() if len(together) > 1]
    for name in work.columns:
        if name != "client":
            _together(work, name, several)
    work.skipped.update((row, JOINED_ROWS) for together in several for row in together[1:])


def _together(work: Work, name: str, several: Sequence[Sequence[int]]) -> None:
    """Put into the first row of each client what their rows come to in one column."""
    column, kind = work.columns[name], work.source.layout.role(name).kind
    unlike = []
    for rows in several:
        cells = [column.cells[row] for row in rows]
        if name in _BY_ROLE:
            column.cells[rows[0]] = _BY_ROLE[name](cells)
        elif kind in _ADDED:
            nothing = cells.count(None)
            unlike += [rows] if 0 < nothing < len(cells) else []
            column.cells[rows[0]] = None if nothing else sum(cells)
        else:
            different = [*dict.fromkeys(cell for cell in cells if cell not in (None, ""))]
            unlike += [rows] if len(different) > 1 else []
            column.cells[rows[0]] = different[0] if different else cells[0]
    if unlike:
        _refuse(work, name, unlike)


def _refuse(work: Work, name: str, unlike: Sequence[Sequence[int]]) -> None:
    layout = work.source.layout
    at = {**layout.groups, **layout.roles}.get(name, -1)
    at = layout.computed[name].columns()[0] if at < 0 else at
    first, *others = unlike[0]
    written = work.written()
    texts = [text_of(cell).strip(BLANKS) for cell in work.gathered.columns[at]]
    other = next((row for row in others if texts[row] != texts[first]), others[0])
    told = [f"«{shown(texts[row])}»" if texts[row] else "nothing" for row in (first, other)]
    values = {
        "count": counted(len(unlike), "client"),
        "header": shown(layout.headers[at]),
        "name": shown(str(written[first])),
        "this": told[0],
        "twin": shown(str(written[other])),
        "other": told[1],
        "role": name,
    }
    raise InputRefused(problem("E275", place=work.ground.place(work.gathered.lines[other], at), **values))
