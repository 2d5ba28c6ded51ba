"""Which sheet of a workbook is read, and what Excel shows or hides there: asked, filled or told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided, Kind, Schema
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.header_detection import SEARCHED, find_layout
from custecon.sources.layout import Layout, letter
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.phrases import phrase_of
from custecon.sources.row_meaning import NO_MONEY, Trait, meanings_of
from custecon.sources.sheet_cells import SheetCells, ranges
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, clean_key, listed, shown
from custecon.sources.xlsx import SheetName, Workbook

_WANTING = {"E272": 1, "E200": 2, "E211": 2, "E258": 2, "E260": 2, "E263": 3}  # a sheet without a wanted table


def open_workbook(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Choose the sheet of a workbook and find its header."""
    book = _book(opened)
    title, sheet, by, others = _chosen(book, schemas, options, opened.name)
    settings["sheet"] = Decided(title.name, by)
    place = Place(opened.name, sheet=shown(title.name))
    if not sheet.rows:
        raise InputRefused(problem("E204", place=place))
    layout = _layout(sheet, schemas, options, place)
    notices = list(opened.notices)
    if others:
        notices.append(notice("N265", place=Place(opened.name), sheet=shown(title.name), sheets=listed(others)))
    alike = _same_columns(book, title, layout)
    if alike:
        odd = [name for name in (title.name, *alike) if _holds_no_sales(name)]
        told = {"sheet": shown(title.name), "sheets": listed(alike), "together": _together(odd)}
        notices.append(notice("N278", place=Place(opened.name), **told))
    hidden = [name.name for name in book.sheets if not name.visible and name is not title]
    if hidden:
        notices.append(notice("N213", place=Place(opened.name), sheets=listed(hidden)))
    if book.unseen is not None:
        part, unseen = book.unseen
        notices.append(notice("N263", place=Place(opened.name), part=shown(part), unseen=unseen))
    notices += _told(sheet, layout, place)
    _fill_merged(sheet, layout)
    return Source(
        opened,
        layout,
        lambda: iter(sheet.rows),
        settings,
        notices,
        shown(title.name),
        workbook=True,
        levels=sheet.levels,
    )


def _same_columns(book: Any, title: SheetName, layout: Layout) -> list[str]:
    """The other visible sheets with the same header: further months of a year, or further shops."""
    others = [name for name in book.sheets if name.visible and name is not title]
    return [name.name for name in others if _has_header(_rows(book, name), layout.headers)]


def _rows(book: Any, name: SheetName) -> Sequence[tuple[int, Sequence[Any]]]:
    """The first rows of a sheet that nobody asked for: none if it cannot be read."""
    try:
        rows: Sequence[tuple[int, Sequence[Any]]] = book.sheet(name).rows[:SEARCHED]
    except InputRefused:
        return ()
    return rows


def _has_header(rows: Iterable[tuple[int, Sequence[Any]]], headers: Sequence[str]) -> bool:
    wanted = _bare(headers)
    return any(_bare(map(text_of, cells)) == wanted for _, cells in rows)


def _bare(cells: Iterable[str]) -> list[str]:
    return [text for cell in cells if (text := cell.strip(BLANKS))]


def _layout(sheet: SheetCells, schemas: Sequence[Schema], options: ReadingOptions, place: Place) -> Layout:
    """The header of a sheet; where there is none, cells among the first rows that hold nothing readable are named."""
    try:
        return find_layout(sheet.rows, schemas, options, place)
    except InputRefused as refusal:
        if refusal.problems[0].code not in _WANTING:
            raise
        spoilt = [
            problem(cell.code, place=_place_of(place, line, column), value=shown(cell.text), wanted=say("a header"))
            for line, cells in sheet.rows[:SEARCHED]
            for column, cell in enumerate(cells)
            if isinstance(cell, Spoilt)
        ]
        raise InputRefused([*spoilt[:3], *refusal.problems]) from None


def _place_of(place: Place, line: int, column: int) -> Place:
    return Place(place.file, line, letter(column), letter(column), place.sheet)


def _book(opened: Opened) -> Any:
    if opened.form == "xlsx":
        return Workbook(opened.data, opened.name)
    if opened.form == "xls":
        from custecon.sources.legacy import LegacyWorkbook

        return LegacyWorkbook(opened.data, opened.name)
    from custecon.sources.ods import OpenDocument

    return OpenDocument(opened.data, opened.name)


def _chosen(
    book: Any, schemas: Sequence[Schema], options: ReadingOptions, file: str
) -> tuple[SheetName, SheetCells, str, list[str]]:
    """The sheet that is read, its cells, who decided it, and the visible sheets with data that are not read."""
    names = [name.name for name in book.sheets]
    if options.sheet is not None:
        wanted = clean_key(options.sheet)
        found = [name for name in book.sheets if clean_key(name.name) == wanted]
        found = found or [name for name in book.sheets if clean_key(name.name).casefold() == wanted.casefold()]
        usual = "sheet" in options.usual
        if not found and not usual:
            raise InputRefused(problem("E243", place=Place(file), sheet=shown(options.sheet), sheets=listed(names)))
        if found:
            return found[0], book.sheet(found[0]), "settings" if usual else "given", []
    visible = [name for name in book.sheets if name.visible] or book.sheets
    filled = [(name, sheet) for name in visible if (sheet := book.sheet(name)).rows]
    if len(filled) == 1:
        _not_the_hidden(book, filled[0], schemas, options, file)
        return *filled[0], "the only visible one with data", []
    if filled:
        return _with_table(filled, schemas, options, file)
    if not book.sheets:
        raise InputRefused(problem("E204", place=Place(file)))
    raise InputRefused(problem("E204", place=Place(file, sheet=shown(visible[0].name))))


def _not_the_hidden(
    book: Any, only: tuple[SheetName, SheetCells], schemas: Sequence[Schema], options: ReadingOptions, file: str
) -> None:
    """Name the hidden sheets with a table, where the only visible one has none."""
    if _wanting(*only, schemas, options, file):
        hidden = [name for name in book.sheets if not name.visible]
        better = [name.name for name in hidden if not _wanting(name, book.sheet(name), schemas, options, file)]
        if better:
            sheets = listed([only[0].name, *better])
            rest = say("; {listed} {better:is|are} hidden", listed=listed(better), better=len(better))
            raise InputRefused(
                problem("E242", place=Place(file), sheets=sheets, first=shown(better[0]), rest=rest, alike="")
            )


def _with_table(
    filled: list[tuple[SheetName, SheetCells]], schemas: Sequence[Schema], options: ReadingOptions, file: str
) -> tuple[SheetName, SheetCells, str, list[str]]:
    """The one sheet that holds a table of a wanted kind; a cover, notes, a table of another kind are told by name.

    Raises:
        InputRefused: E242 there are several such sheets, or none; the first one that is named is the likeliest.
    """
    wanting = {name.name: _wanting(name, sheet, schemas, options, file) for name, sheet in filled}
    least = min(wanting.values())
    likely = [(name, sheet) for name, sheet in filled if wanting[name.name] == least]
    others = [name for name, rank in wanting.items() if rank > least]
    if least == 0 and len(likely) == 1:
        return *likely[0], "the only visible one with such a table", others
    sheets = [name.name for name, _ in likely]
    rest = say("; no such table is in {listed}", listed=listed(others)) if others and least == 0 else ""
    if least:
        sheets += others
    heads = [{tuple(_bare(map(text_of, cells))) for _, cells in sheet.rows[:1]} for _, sheet in likely]
    same = len(likely) > 1 and heads[0] and all(head == heads[0] for head in heads)
    odd = [name for name in sheets if _holds_no_sales(name)]
    first = next((name for name in sheets if name not in odd), sheets[0])
    alike = say(" to read it alone; they have the same columns: {together}", together=_together(odd))
    values = {"sheets": listed(sheets), "first": shown(first), "rest": rest, "alike": alike if same else ""}
    raise InputRefused(problem("E242", place=Place(file), **values))


def _holds_no_sales(name: str) -> bool:
    """Whether a sheet is called by what is no sale: «Returns», «Черновики».

    >>> [_holds_no_sales(name) for name in ("Returns 2024", "Возвраты", "January", "Sales", "Shop 2")]
    [True, True, False, False, False]
    """
    phrase = phrase_of(name)
    return meanings_of([phrase], Trait.TYPE)[phrase] in NO_MONEY


def _together(odd: Sequence[str]) -> str:
    """What to do to count sheets with the same columns together; those that hold no sales are not added."""
    if not odd:
        return say("put their rows on one sheet to count them together")
    none = say("{listed} may hold what is no sale", listed=listed(odd))
    return say(
        "to count them together, put their rows on one sheet, the name of the sheet in a column «Type» ({none})",
        none=none,
    )


def _wanting(name: SheetName, sheet: SheetCells, schemas: Sequence[Schema], options: ReadingOptions, file: str) -> int:
    """How far a sheet is from a table of a wanted kind: 0 it is one; 1 one of another kind; 2 a header; 3 nothing."""
    try:
        find_layout(sheet.rows, schemas, options, Place(file, sheet=shown(name.name)))
    except InputRefused as refusal:
        return _WANTING.get(refusal.problems[0].code, 0)
    return 0


def _told(sheet: SheetCells, layout: Layout, place: Place) -> list[Notice]:
    notices: list[Notice] = []
    rows = {row for row, _ in sheet.rows}
    hidden = [row for row in sheet.hidden_rows if row > layout.line and row in rows]
    if hidden:
        where = Place(place.file, hidden[0], sheet=place.sheet)
        notices.append(notice("N211", place=where, count=counted(len(hidden)), line=hidden[0]))
    if sheet.far:
        row, cells = min(sheet.far.items())
        count, cell = counted(len(sheet.far)), f"{letter(min(cells)[0])}{row}"
        notices.append(notice("N274", place=Place(place.file, row, sheet=place.sheet), count=count, cell=cell))
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
    names = {column: layout.role(role).kind for role, column in layout.roles.items()}
    fillable = {column for column, kind in names.items() if kind in (Kind.KEY, Kind.TEXT, Kind.DATE)}
    fillable |= {*layout.groups.values()}
    spans = [(first, last, left) for first, last, left, right in ranges(sheet.merged)
             if left == right and left in fillable and first > layout.line]  # fmt: skip
    if not spans:
        return
    rows = {row: list(cells) for row, cells in sheet.rows}
    end = max(rows)
    for first, last, left in spans:
        value = rows[first][left] if left < len(rows.get(first, ())) else ""
        for row in range(first + 1, min(last, end) + 1) if first in rows else ():
            cells = rows.get(row)
            if cells and any(text_of(cell).strip(BLANKS) for cell in cells):
                cells.extend([""] * (left + 1 - len(cells)))
                if cells[left] == "":
                    cells[left] = value
    sheet.rows = list(rows.items())
