"""Columns of cells as a source: their names are the header, and their rows are counted, for there are no lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.phrases import counted, say
from custecon.core.progress import report
from custecon.core.schemas import Decided, Schema
from custecon.core.sha256 import sha256
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.header_detection import find_layout
from custecon.sources.layout import Layout
from custecon.sources.opening import LARGEST, Opened, refuse
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Rows, Source
from custecon.sources.wording import shown

MOST_CELLS = 1 << 27  # that are held


class Columns(NamedTuple):
    """The columns of a table, cell by cell: their names, and the names of the index, if it has any.

    `in_utc`: those of moments of which only the time in UTC is stored.
    """

    names: tuple[str, ...]
    cells: tuple[list[Any], ...]
    labels: str = ""
    in_utc: frozenset[int] = frozenset()


def source_of(
    found: Columns,
    opened: Opened,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    settings: dict[str, Decided] | None = None,
    *,
    first: int = 1,
    sheet: str | None = None,
    lines: Sequence[int] = (),
) -> Source:
    """Make a source of columns. `first`: the number of the first row; `lines`: the number of each, if they have any.

    Raises:
        InputRefused: E204 there is no column; E322 one that is wanted holds no single values; or the header is refused.
    """
    place = Place(opened.name, sheet=sheet)
    if not found.names:
        raise InputRefused(problem("E204", place=place))

    def rows() -> Rows:
        if any(found.names):
            yield first - 1, found.names
        yield from zip(lines or range(first, first + len(found.cells[0])), zip(*found.cells, strict=True), strict=True)

    layout = find_layout(rows(), schemas, options, place)
    _refuse_no_values(layout, found.cells, place)
    moved = [*opened.notices, *_of_utc(layout, found, place)]
    return Source(opened, layout, rows, {} if settings is None else settings, moved, sheet)


def _of_utc(layout: Layout, found: Columns, place: Place) -> Iterator[Notice]:
    """Tell of moments whose day may have been another one where they were written."""
    for column in found.in_utc & {*layout.roles.values()}:
        if any(":" in str(cell) for cell in found.cells[column]):
            yield notice(
                "N291", place=Place(place.file, None, shown(found.names[column]), str(column + 1), place.sheet)
            )


def _refuse_no_values(layout: Layout, columns: Sequence[list[Any]], place: Place) -> None:
    """Refuse a column that is wanted and holds lists, records or bytes alone; single ones are refused by their rows."""
    for column in layout.roles.values():
        cells = [cell for cell in columns[column] if cell != ""]
        if cells and all(isinstance(cell, Spoilt) and cell.code == "E321" for cell in cells):
            where = Place(place.file, None, shown(layout.headers[column]), str(column + 1), place.sheet)
            raise InputRefused(problem("E322", place=where, value=shown(cells[0].text)))


def not_too_many(rows: int, columns: int, size: int, name: str) -> None:
    """Refuse a table that would not fit, before anything of it is held. `size`: the bytes of its texts.

    Raises:
        InputRefused: E209.
    """
    if rows * max(columns, 1) > MOST_CELLS:
        what = say("{rows} rows of {columns} {columns:column|columns}", rows=rows, columns=columns)
        raise refuse("E209", name, what=what, limit=say("{cells} cells", cells=MOST_CELLS))
    if size > LARGEST:
        raise refuse("E209", name, what=say("{size} bytes", size=size), limit=LARGEST)


def tell(rows: int, name: str) -> None:
    """Say to who waits how many rows have been read."""
    report(say("reading {file}: {rows}", file=shown(os.path.basename(name)), rows=counted(rows)))


def fingerprint(found: Columns) -> str:
    """The SHA-256 of what is read: names and cells as text, column by column, wherever they came from."""
    sha = sha256()
    for name, cells in zip(found.names, found.cells, strict=True):
        sha.update(json.dumps([name, *map(_written, cells)]).encode())
    return sha.hexdigest()


def _written(cell: Any) -> str:
    """A cell as text, so that equal values are written alike."""
    if cell.__class__ is str:
        return str(cell)
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else text_of(cell)
