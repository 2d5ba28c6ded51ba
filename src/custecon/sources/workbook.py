"""Which sheet of a workbook is read, and what Excel shows or hides there: asked, filled or told, never passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.schemas import Decided, Kind, Schema
from custecon.sources.findings import text_of
from custecon.sources.layout import Layout, find_layout
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, clean_key, counted, listed, shown
from custecon.sources.xlsx import SheetCells, SheetName, Workbook, ranges

__all__ = ["open_workbook"]


def open_workbook(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Choose the sheet of a workbook and find its header."""
    book = _book(opened)
    title, sheet = _chosen(book, options, opened.name)
    by = "given" if options.sheet else "the only visible one with data"
    settings["sheet"] = Decided(title.name, by)
    place = Place(opened.name, sheet=shown(title.name))
    if not sheet.rows:
        raise InputRefused(problem("E204", place=place))
    layout = find_layout(sheet.rows, schemas, options, place)
    notices = list(opened.notices)
    hidden = [name.name for name in book.sheets if not name.visible and name is not title]
    if hidden:
        notices.append(notice("N213", place=Place(opened.name), sheets=listed(hidden)))
    notices += _told(sheet, layout, place)
    _fill_merged(sheet, layout)
    return Source(opened, layout, lambda: iter(sheet.rows), settings, notices, shown(title.name), workbook=True)


def _book(opened: Opened) -> Any:
    if opened.form == "xlsx":
        return Workbook(opened.data, opened.name)
    if opened.form == "xls":
        from custecon.sources.legacy import LegacyWorkbook

        return LegacyWorkbook(opened.data, opened.name)
    raise InputRefused(problem("E205", place=Place(opened.name), what="an OpenDocument table"))


def _chosen(book: Any, options: ReadingOptions, file: str) -> tuple[SheetName, SheetCells]:
    """The sheet that was asked for, or the only visible one that holds anything."""
    names = [name.name for name in book.sheets]
    if options.sheet is not None:
        wanted = clean_key(options.sheet)
        found = [name for name in book.sheets if clean_key(name.name) == wanted]
        found = found or [name for name in book.sheets if clean_key(name.name).casefold() == wanted.casefold()]
        if not found:
            raise InputRefused(problem("E243", place=Place(file), sheet=shown(options.sheet), sheets=listed(names)))
        return found[0], book.sheet(found[0])
    visible = [name for name in book.sheets if name.visible] or book.sheets
    filled = [(name, sheet) for name in visible if (sheet := book.sheet(name)).rows]
    if len(filled) > 1:
        sheets = [name.name for name, _ in filled]
        raise InputRefused(problem("E242", place=Place(file), sheets=listed(sheets), first=shown(sheets[0])))
    if filled:
        return filled[0]
    if not book.sheets:
        raise InputRefused(problem("E204", place=Place(file)))
    raise InputRefused(problem("E204", place=Place(file, sheet=shown(visible[0].name))))


def _told(sheet: SheetCells, layout: Layout, place: Place) -> list[Notice]:
    notices: list[Notice] = []
    rows = {row for row, _ in sheet.rows}
    hidden = [row for row in sheet.hidden_rows if row > layout.line and row in rows]
    if hidden:
        where = Place(place.file, hidden[0], sheet=place.sheet)
        notices.append(notice("N211", place=where, count=counted(len(hidden)), line=hidden[0]))
    needed = set(layout.needed())
    for first, last in sheet.hidden_columns:
        names = [layout.headers[column] for column in sorted(needed) if first <= column <= last]
        if names:
            notices.append(notice("N229", place=place, headers=listed(names)))
    merged = [text for text, (_, last, left, right) in zip(_texts(sheet), ranges(sheet.merged), strict=True)
              if last > layout.line and any(left <= column <= right for column in needed)]  # fmt: skip
    if merged:
        notices.append(notice("N212", place=place, ranges=", ".join(merged[:8]) + (" …" if len(merged) > 8 else "")))
    return notices


def _texts(sheet: SheetCells) -> list[str]:
    return [text for text in sheet.merged if next(ranges([text]), None)]


def _fill_merged(sheet: SheetCells, layout: Layout) -> None:
    """A name or a day that is merged over several rows belongs to each of them; money is never multiplied."""
    names = {column: layout.schema.role(role).kind for role, column in layout.roles.items()}
    fillable = {column for column, kind in names.items() if kind in (Kind.KEY, Kind.TEXT, Kind.DATE)}
    rows = dict(sheet.rows)
    for first, last, left, right in ranges(sheet.merged):
        if left != right or left not in fillable or first <= layout.line or first not in rows:
            continue
        value = rows[first][left] if left < len(rows[first]) else ""
        for row in range(first + 1, min(last, max(rows)) + 1):
            cells = rows.get(row)
            if cells and any(text_of(cell).strip(BLANKS) for cell in cells):
                cells.extend([""] * (left + 1 - len(cells)))
                if cells[left] == "":
                    cells[left] = value
