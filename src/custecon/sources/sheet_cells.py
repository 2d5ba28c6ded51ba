"""The cells of a sheet, put where their references say; a reference that says no place is named, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import Any

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import say
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.layout import column_number, letter
from custecon.sources.package import local
from custecon.sources.plain_cells import PlainCells, Row
from custecon.sources.plain_rows import Column, Keep
from custecon.sources.wording import shown

MOST_COLUMNS = 16384
FAR = 256  # empty columns on every row, behind which nothing belongs to the table
_MOST_EMPTY = 1 << 25  # empty cells between those of a sheet that are held
_FILLING, _SPREAD = ("array", "dataTable"), 64  # formulas that fill several cells; so many are known at a time
_ZERO = re.compile(r"[+-]?0+(?:\.0*)?(?:[eE][+-]?[0-9]{1,3})?")
_NONE_HIGH = re.compile(r"0+(?:\.0*)?")  # a height or a width that nobody sees
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})(?:\$?([0-9]{1,7}))?")


@dataclass(slots=True)
class SheetCells:
    """The cells of a sheet: rows that hold something, by Excel's own row number, and what Excel shows or hides.

    `formulas` are the places (row number, column) of cells that are computed, if they were asked for; `levels` the rows
    that stand further in than others, by their outline or the indent of their first cell; `far` the cells, by row, that
    stand so far to the right of all others that they are no part of them.
    """

    rows: list[tuple[int, Sequence[Any]]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    levels: dict[int, int] = field(default_factory=dict)
    far: dict[int, list[tuple[int, Any]]] = field(default_factory=dict)


def ranges(merged: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The merged ranges as (first row, last row, first column, last column)."""
    for text in merged:
        match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})", text)
        if match:
            yield int(match[2]), int(match[4]), column_number(match[1]), column_number(match[3])


class SheetReader:
    """Collects the cells of a sheet while its part is walked over.

    `values`: what makes a cell of its text, by its kind and style; `stale`: a formula with the result 0 was never
    computed; `formulas`: their places are wanted. `spread`: the ranges of formulas that fill several cells, of which
    the first holds the text.
    """

    def __init__(
        self,
        place: Place,
        values: Callable[[str, str], Callable[[str], Any]],
        indent: Callable[[str], int],
        *,
        stale: bool,
        formulas: bool = False,
    ) -> None:
        self.place, self.stale, self.formulas, self.sheet = place, stale, formulas, SheetCells()
        self.cells_of = PlainCells(values, indent)
        self.level = 0
        self.row = self.column = 0
        self.numbered = self.in_order = True
        self.hidden = False
        self.first: int | None = None  # the number of column A, where columns have numbers: 0 or 1, as the first tells
        self.last = 0
        self.cells: list[Any] = []
        self.far: list[tuple[int, Any]] = []
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.formula: list[str] | None = None
        self.spread: list[tuple[str, list[str]]] = []
        self.taking: list[str] | None = None
        self.has_value = self.phonetic = False

    def plain(self, numbers: list[int], columns: list[Column]) -> Keep | None:
        """Plain rows, and how to keep some; None if a cell is written another way, or another's formula may fill it."""
        made = None if self.spread else self.cells_of.rows(columns)
        if made is None:
            return None
        rows, levels = made
        return lambda first, last: self._keep_many(numbers[first:last], rows[first:last], levels[first:last])

    def _keep_many(self, numbers: list[int], rows: list[Row], levels: list[int]) -> None:
        self.row = numbers[-1] if numbers else self.row
        if not all(rows):
            held = [bool(row) for row in rows]
            numbers, rows = list(compress(numbers, held)), list(compress(rows, held))
            levels = list(compress(levels, held))
        if numbers:
            ascending = all(map(int.__lt__, numbers, numbers[1:]))
            self.in_order = self.in_order and ascending and numbers[0] > self.last
            self.last = numbers[-1]
            self.sheet.rows.extend(zip(numbers, rows, strict=True))
            self.sheet.levels |= {number: level for number, level in zip(numbers, levels, strict=False) if level}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c" or tag.endswith(":c"):
            self._find(attributes.get("r", ""))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces, self.formula, self.has_value = [], None, False
            return
        tag = local(tag)
        if tag == "v" or (tag == "t" and self.kind == "inlineStr" and not self.phonetic):
            self.taking = self.pieces
            if tag == "v":
                self._one_value()
        elif tag == "f":
            self.formula = []
            self.taking = self.formula
            ref = attributes.get("ref", "")
            if self.stale and attributes.get("t") in _FILLING and ":" in ref and len(self.spread) < _SPREAD:
                self.spread.append((ref, self.formula))
        elif tag == "is":
            self._one_value()
            self.kind = "inlineStr"
        elif tag == "row":
            self._begin(attributes)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))
        elif tag == "col" and _hidden(attributes, "width"):
            self.sheet.hidden_columns.append((_whole(attributes.get("min")) - 1, _whole(attributes.get("max")) - 1))

    def text(self, data: str) -> None:
        """Text stands in an element."""
        if self.taking is not None:
            self.taking.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = local(tag)
        if tag in ("v", "f", "t"):
            self.taking = None
        elif tag == "c":
            self._cell()
        elif tag == "row":
            if self.hidden and (self.cells or self.far):
                self.sheet.hidden_rows.append(self.row)
            self._keep(self.cells, self.far)
        elif tag == "rPh":
            self.phonetic = False

    def done(self) -> SheetCells:
        """The sheet, its rows from the first to the last; a row that stands there twice is refused."""
        if not self.in_order:
            self.sheet.rows.sort(key=lambda row: row[0])
            for (one, _), (two, _) in pairwise(self.sheet.rows):
                if one == two:
                    raise self._refused(say("row {one:d} stands there twice", one=one))
        self._settle_far()
        return self.sheet

    def put(self, number: int, cells: Sequence[tuple[int, Any]], level: int = 0) -> None:
        """A row whose cells are known by their columns, from left to right."""
        self.row, self.level, self.cells, self.far = number, level, [], []
        for self.column, value in cells:
            self._add(value)
        self._keep(self.cells, self.far)

    def _settle_far(self) -> None:
        """Put cells far to the right among the others, unless they are fewer, and every row is empty between them."""
        sheet = self.sheet
        if not sheet.far:
            return
        near = max((len(cells) for _, cells in sheet.rows), default=0)
        first = min(column for far in sheet.far.values() for column, _ in far)
        apart = sum(map(len, sheet.far.values())) < sum(cell != "" for _, cells in sheet.rows for cell in cells)
        if first - near >= FAR and apart:
            sheet.rows = [(row, cells) for row, cells in sheet.rows if cells]
            return
        empty = 0
        for place, (row, held) in enumerate(sheet.rows):
            if row not in sheet.far:
                continue
            cells = list(held)
            for column, value in sheet.far.pop(row):
                empty += max(column - len(cells), 0)
                if empty > _MOST_EMPTY:
                    raise self._refused(
                        say("its rows hold few cells, and these up to column {letter}", letter=letter(column))
                    )
                self.row, self.column = row, column
                self._put(cells, value)
            sheet.rows[place] = row, tuple(cells)

    def _begin(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "")
        number = _whole(written or str(self.row + 1), 0)
        if number < 1:
            raise self._refused(say("«{written}» is no reference of a row", written=shown(written)))
        self.row, self.numbered = number, bool(written)
        self.column, self.cells, self.far, self.level = -1, [], [], _whole(attributes.get("outlineLevel"), 0)
        self.hidden = _hidden(attributes, "ht")
        if 0 < len(self.spread) < _SPREAD:
            self.spread = [one for one in self.spread if any(last >= number for _, last, _, _ in ranges([one[0]]))]

    def _find(self, written: str) -> None:
        """Where a cell stands: as its reference says, or behind the one before it."""
        found = _REFERENCE.fullmatch(written)
        if found:
            self.column = column_number(found[1].upper())
            number = int(found[2] or self.row)
            if not self.numbered:
                self.row, self.numbered = number, True
            if number != self.row:
                raise self._refused(
                    say(
                        "the reference «{written}» of a cell stands in row {row:d}",
                        written=shown(written),
                        row=self.row,
                    )
                )
        elif not written:
            self.column += 1
        elif (number := _whole(written, -1)) >= 0:
            self.first = min(number, 1) if self.first is None else self.first
            self.column = number - self.first
        else:
            self.column = -1
        if not 0 <= self.column < MOST_COLUMNS:
            raise self._refused(
                say(
                    "the reference «{written}» of a cell in row {row:d} says no place",
                    written=shown(written),
                    row=self.row,
                )
            )

    def _cell(self) -> None:
        text = "".join(self.pieces)
        if self.spread and self.formula is None and self._unstored(text):
            self.formula = self._filled_by()
        if self.formula is not None and self._unstored(text):
            value: Any = Spoilt("E244", "=" + "".join(self.formula))
        elif text == "" or not self.has_value:
            return
        else:
            known = self.cells_of.known(self.style, self.kind)
            value = known.value(text) if "&" in text else known[text]  # no entity here
        if self.formulas and self.formula is not None:
            self.sheet.formulas.add((self.row, self.column))
        self.level += 0 if self.cells else self.cells_of.indent(self.style)
        self._add(value)

    def _add(self, value: Any) -> None:
        """One cell more of a row, or one that stands far from it."""
        if self.column - len(self.cells) >= FAR:
            self.far.append((self.column, value))
        else:
            self._put(self.cells, value)

    def _put(self, cells: list[Any], value: Any) -> None:
        cells.extend([""] * (self.column + 1 - len(cells)))
        before = cells[self.column]
        if before not in ("", value):
            both = say("{both:and}", both=[f"«{shown(text_of(one), 20)}»" for one in (before, value)])
            raise self._refused(say("{here} stands there twice, with {both}", here=self._here(), both=both))
        cells[self.column] = value

    def _keep(self, cells: list[Any], far: list[tuple[int, Any]]) -> None:
        if far:
            self.sheet.far[self.row] = far
        if cells or far:
            self.sheet.rows.append((self.row, tuple(cells)))
            if self.level:
                self.sheet.levels[self.row] = self.level
            self.in_order = self.in_order and self.row > self.last
            self.last = self.row

    def _unstored(self, text: str) -> bool:
        """Whether a formula has no stored result: none at all, or the zero that some programs put in its place."""
        if text == "":
            return self.kind != "str" or not self.has_value
        return self.stale and self.kind in ("n", "", "str") and bool(_ZERO.fullmatch(text.strip()))

    def _filled_by(self) -> list[str] | None:
        """The formula of another cell that fills this one too, or may: of many, not all are known."""
        for ref, formula in self.spread:
            for first, last, left, right in ranges([ref]):
                if first <= self.row <= last and left <= self.column <= right:
                    return formula
        return self.spread[-1][1] if len(self.spread) == _SPREAD else None

    def _one_value(self) -> None:
        """A cell holds one value, as a number or as a text of its own."""
        if self.has_value:
            raise self._refused(say("{here} has two values", here=self._here()))
        self.has_value = True

    def _here(self) -> str:
        return say("the cell {letter}{row}", letter=letter(self.column), row=self.row)

    def _refused(self, why: str) -> InputRefused:
        return InputRefused(problem("E290", place=self.place, why=why))


def _hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is not seen: it says so, or has no height or no width."""
    return attributes.get("hidden", "0") in ("1", "true") or bool(_NONE_HIGH.fullmatch(attributes.get(size, "")))


def _whole(text: str | None, otherwise: int = 1) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
