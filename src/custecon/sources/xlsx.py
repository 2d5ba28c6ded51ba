"""The parts of an Excel workbook, read by our own event parser: every cell with its kind, nothing guessed.

Our own, because a flag matters as much as a value here: a formula without a stored result, an error, a hidden row, a
merged range, a number format that shows a currency. Any document type declaration is refused before it can expand.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from functools import cache, lru_cache, partial
from typing import Any
from xml.parsers import expat

from custecon.core.errors import InputRefused, Place, problem
from custecon.sources.findings import Percent, Priced, Spoilt
from custecon.sources.number_formats import NumberFormat, number_format
from custecon.sources.plain_rows import Cell, without_plain_rows

__all__ = ["SheetCells", "SheetName", "Workbook", "column_number", "damaged", "ranges"]

_FIFTEEN = Context(prec=15)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_STEP = 1 << 18
_KNOWN = 1 << 16  # values that are remembered, as many repeat


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook: its name, whether it is visible, and the part that holds it."""

    name: str
    visible: bool
    part: str


@dataclass(slots=True)
class SheetCells:
    """The cells of a sheet: rows that hold something, by Excel's own row number, and what Excel shows or hides."""

    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def damaged(name: str, what: str = "the workbook") -> InputRefused:
    """The refusal of a workbook that is cut off or broken."""
    return InputRefused(problem("E208", place=Place(name), what=what))


def column_number(letters: str) -> int:
    """The number of a column, from 0, by its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


_column = cache(column_number)


class Workbook:
    """An Excel workbook whose zip directory has been found harmless."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError):
            raise damaged(name) from None
        self.parts = set(self.archive.namelist())
        self.sheets: list[SheetName] = []
        self.epoch1904 = False
        self.stale = False
        self.strings: list[str] = []
        self.formats: list[NumberFormat] = []
        self._open()

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        only: Callable[[Iterator[bytes]], Iterator[bytes]] = iter,
    ) -> None:
        """Walk over a part, or over what `only` leaves of its bytes; names come with their namespace prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text

        def refuse(*_: object) -> None:
            raise InputRefused(problem("E210", place=Place(self.name), part=part))

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        try:
            with self.archive.open(part) as stream:
                for chunk in only(iter(lambda: stream.read(_STEP), b"")):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            expat.ExpatError,
            NotImplementedError,
            OSError,
        ):
            raise damaged(self.name) from None

    def _open(self) -> None:
        book = self._relation("_rels/.rels", "", "/officeDocument") or "xl/workbook.xml"
        if book not in self.parts:
            raise damaged(self.name)
        folder = posixpath.dirname(book)
        relations = self._relations(f"{folder}/_rels/{posixpath.basename(book)}.rels", folder)
        found: list[tuple[str, bool, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "sheet":
                key = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                found.append((attributes.get("name", ""), attributes.get("state", "visible") == "visible", key))
            elif tag == "workbookPr":
                self.epoch1904 = attributes.get("date1904", "0") in ("1", "true")
            elif tag == "calcPr":
                self.stale = attributes.get("fullCalcOnLoad", "0") in ("1", "true")

        self.parse(book, start)
        for title, visible, key in found:
            kind, target = relations.get(key, ("/worksheet", ""))
            if kind.endswith("/worksheet"):
                self.sheets.append(SheetName(title, visible, target))
        for kind, target in relations.values():
            if kind.endswith("/sharedStrings") and target in self.parts:
                self._read_strings(target)
            elif kind.endswith("/styles") and target in self.parts:
                self._read_formats(target)

    def _relation(self, part: str, folder: str, kind: str) -> str | None:
        relations = self._relations(part, folder)
        return next((target for found, target in relations.values() if found.endswith(kind)), None)

    def _relations(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        relations: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                relations[attributes.get("Id", "")] = (attributes.get("Type", ""), path)

        if part in self.parts:
            self.parse(part, start)
        return relations

    def _read_strings(self, part: str) -> None:
        pieces: list[str] = []
        state = {"text": False, "phonetic": False}

        def start(tag: str, _: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["phonetic"] = True
            elif tag == "t":
                state["text"] = not state["phonetic"]

        def end(tag: str) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "si":
                self.strings.append(_unescaped("".join(pieces)))
            elif tag == "rPh":
                state["phonetic"] = False
            elif tag == "t":
                state["text"] = False

        def text(data: str) -> None:
            if state["text"]:
                pieces.append(data)

        self.parse(part, start, end, text)

    def _read_formats(self, part: str) -> None:
        codes: dict[int, str] = {}
        cells: list[int] = []
        inside: list[bool] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "numFmt":
                codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside.append(True)
            elif tag == "xf" and inside:
                cells.append(_whole(attributes.get("numFmtId")))

        def end(tag: str) -> None:
            if tag.rpartition(":")[2] == "cellXfs":
                inside.clear()

        self.parse(part, start, end)
        self.formats = [number_format(number, codes.get(number)) for number in cells]

    def sheet(self, name: SheetName) -> SheetCells:
        """Read the cells of a sheet."""
        if name.part not in self.parts:
            raise damaged(self.name)
        reader = _SheetReader(self)
        plain = partial(without_plain_rows, take=reader.take)
        self.parse(name.part, reader.start, reader.end, reader.text, only=plain)
        return reader.sheet

    def value(self, kind: str, style: str, text: str) -> Any:
        """The value of a cell from its kind, its style and its text."""
        if kind in ("n", ""):
            return self._number(style, text)
        if kind == "s":
            number = _whole(text, -1)
            if not 0 <= number < len(self.strings):
                raise damaged(self.name)
            return self.strings[number]
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return Spoilt("E245", text)
        return text if kind == "d" else _unescaped(text)

    def _number(self, style: str, text: str) -> Any:
        text = text.strip()
        if not _NUMBER.fullmatch(text):
            raise damaged(self.name)
        number = _FIFTEEN.create_decimal(text) if len(text) > 15 and not text.isdigit() else Decimal(text)
        position = _whole(style, -1)
        form = self.formats[position] if 0 <= position < len(self.formats) else None
        if form is None:
            return number
        if form.date:
            return self._date(number)
        if form.percent:
            return Percent(number)
        if form.currency:
            priced = Priced(number)
            priced.currency = form.currency
            return priced
        if form.zeros and number == number.to_integral_value() and number >= 0:
            return f"{number:f}".zfill(form.zeros) if number < 10**15 else number
        return number

    def _date(self, serial: Decimal) -> dt.date | Decimal:
        """The calendar day of a serial number in the date system of the workbook."""
        days = int(serial)
        if not 61 <= days <= 2_950_000:
            return serial
        first = dt.date(1904, 1, 1) if self.epoch1904 else dt.date(1899, 12, 30)
        return first + dt.timedelta(days)


class _SheetReader:
    """Collects the cells of a sheet while its part is walked over."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.sheet = book, SheetCells()
        self.row = 0
        self.column = -1
        self.cells: list[Any] = []
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.formula: list[str] | None = None
        self.taking: list[str] | None = None
        self.has_value = self.phonetic = False
        self.value = lru_cache(_KNOWN)(book.value)

    def take(self, number: int, cells: Sequence[Cell]) -> bool:
        """A row in the plainest form, without formulas; False if a cell turns out to be written another way."""
        row: list[Any] = []
        for letters, style, kind, stored, inline, other in cells:
            if other or (inline and kind != "inlineStr"):
                return False
            if text := inline or stored:
                column = _column(letters)
                if column >= 16384:
                    raise damaged(self.book.name)
                row.extend([""] * (column + 1 - len(row)))
                row[column] = self.value(kind or "n", style, text)
        self.row = number
        if row:
            self.sheet.rows.append((number, row))
        return True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or tag.endswith(":c"):
            place = attributes.get("r")
            self.column = column_number(place.rstrip("0123456789").replace("$", "")) if place else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces, self.formula, self.has_value = [], None, False
            return
        tag = tag.rpartition(":")[2]
        if tag == "v" or (tag == "t" and self.kind == "inlineStr" and not self.phonetic):
            self.taking, self.has_value = self.pieces, True
        elif tag == "f":
            self.formula = []
            self.taking = self.formula
        elif tag == "row":
            self.row = _whole(attributes.get("r"), self.row + 1)
            self.column, self.cells = -1, []
            if attributes.get("hidden", "0") in ("1", "true"):
                self.sheet.hidden_rows.append(self.row)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden", "0") in ("1", "true"):
            self.sheet.hidden_columns.append(
                (_whole(attributes.get("min"), 1) - 1, _whole(attributes.get("max"), 1) - 1)
            )

    def text(self, data: str) -> None:
        if self.taking is not None:
            self.taking.append(data)

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("v", "f", "t"):
            self.taking = None
        elif tag == "c":
            self._cell()
        elif tag == "row":
            if self.cells:
                self.sheet.rows.append((self.row, self.cells))
        elif tag == "rPh":
            self.phonetic = False

    def _cell(self) -> None:
        text = "".join(self.pieces)
        if self.formula is not None and self._unstored(text):
            value: Any = Spoilt("E244", "=" + "".join(self.formula))
        elif text == "" or not self.has_value:
            return
        else:
            value = self.value(self.kind, self.style, text)
        if not 0 <= self.column < 16384:
            raise damaged(self.book.name)
        self.cells.extend([""] * (self.column + 1 - len(self.cells)))
        self.cells[self.column] = value

    def _unstored(self, text: str) -> bool:
        """Whether a formula has no stored result: none at all, or the zero that some programs put in its place."""
        if text == "":
            return self.kind != "str" or not self.has_value
        return self.book.stale and self.kind in ("n", "") and text == "0"


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else otherwise


def _unescaped(text: str) -> str:
    """Excel writes control characters as _x0007_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def ranges(merged: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The merged ranges as (first row, last row, first column, last column)."""
    for text in merged:
        match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})", text)
        if match:
            yield int(match[2]), int(match[4]), column_number(match[1]), column_number(match[3])
