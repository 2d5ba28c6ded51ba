"""An Excel workbook, read by our own event parser: every cell with its kind, nothing guessed.

Our own, because a flag matters as much as a value here: a formula without a stored result, an error, a hidden row, a
merged range, a number format that shows a currency. What only looks at styles never stops the reading of cells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property, partial
from typing import Any

from custecon.core.errors import Place
from custecon.sources.column_checks import Spoilt, Timed
from custecon.sources.number_formats import NumberFormat, as_shown, number_format
from custecon.sources.package import Damaged, Package, local
from custecon.sources.plain_rows import resolved, without_plain_rows, without_plain_strings
from custecon.sources.sheet_cells import SheetCells, SheetReader
from custecon.sources.wording import shown

_FIFTEEN = Context(prec=15)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LARGEST = 308  # the power of ten that no cell of a spreadsheet goes beyond
_BOOK, _STRINGS = "xl/workbook.xml", "xl/sharedstrings.xml"
_TRUE = ("1", "true")
_YES_NO = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook: its name, whether it is visible, and the part that holds it."""

    name: str
    visible: bool
    part: str


class Workbook:
    """An Excel workbook whose zip directory has been found harmless.

    `unseen`: a part that cannot be read although cells point to it, and what is not seen therefore.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.package = Package(data, name)
        self.sheets: list[SheetName] = []
        self.epoch1904 = False
        self.stale = False
        self.unseen: tuple[str, str] | None = None
        self.indents: dict[int, int] = {}  # of the styles that set a text further in
        self._open()

    def _open(self) -> None:
        self.own = self.package.relations("")
        self.part = next((found.part for found in self.own.values() if found.kind == "officeDocument"), _BOOK)
        self.relations = self.package.relations(self.part)
        found: list[tuple[str, bool, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = local(tag)
            if tag == "sheet":
                key = next((value for key, value in attributes.items() if local(key) == "id"), "")
                found.append((attributes.get("name", ""), attributes.get("state", "visible") == "visible", key))
            elif tag == "workbookPr":
                self.epoch1904 = attributes.get("date1904", "0") in _TRUE
            elif tag == "calcPr":
                asked, finished = attributes.get("fullCalcOnLoad", "0"), attributes.get("calcCompleted", "1")
                self.stale = asked in _TRUE or finished not in _TRUE

        self.package.parse(self.part, start)
        for title, visible, key in found:
            if key in self.relations:
                kind, part = self.relations[key]
            else:
                kind, part = "worksheet", self._usual("worksheets/sheet1.xml") if len(found) == 1 else ""
            if kind == "worksheet":
                self.sheets.append(SheetName(title, visible, part))

    def _usual(self, name: str) -> str:
        """The part of that name beside the workbook: where it stands if nothing is said of it."""
        return f"{self.part.rpartition('/')[0]}/{name}".lstrip("/")

    def _told(self, kind: str, usual: str) -> str | None:
        """The part of a kind that the workbook tells of, or that stands where it usually does."""
        told = next((found.part for found in self.relations.values() if found.kind == kind), None)
        usual = self._usual(usual)
        return told or (usual if usual in self.package else None)

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells point to."""
        strings: list[str] = []
        pieces: list[str] = []
        state = {"text": False, "phonetic": False}

        def start(tag: str, _: dict[str, str]) -> None:
            tag = local(tag)
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["phonetic"] = True
            elif tag == "t":
                state["text"] = not state["phonetic"]

        def end(tag: str) -> None:
            tag = local(tag)
            if tag == "si":
                strings.append(_unescaped("".join(pieces)))
            elif tag == "rPh":
                state["phonetic"] = False
            elif tag == "t":
                state["text"] = False

        def text(data: str) -> None:
            if state["text"]:
                pieces.append(data)

        def keep(plain: Iterable[str]) -> None:
            strings.extend(map(_unescaped, map(resolved, plain)))

        part = self._told("sharedStrings", "sharedstrings.xml") or _STRINGS
        self.package.parse(part, start, end, text, only=partial(without_plain_strings, keep=keep))
        return strings

    @cached_property
    def formats(self) -> list[NumberFormat]:
        """What the number format of each style shows; nothing where the styles cannot be read."""
        part = self._told("styles", "styles.xml")
        try:
            return self._formats(part) if part else []
        except Damaged:
            self.unseen = (str(part), "currencies, dates and percentages that only the format of a cell shows")
            return []

    def _formats(self, part: str) -> list[NumberFormat]:
        codes: dict[int, str] = {}
        cells: list[int] = []
        inside: list[str] = []  # the list that the parser is in: a style for conditions has formats of its own
        indents: dict[int, int] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = local(tag)
            if tag in ("numFmts", "cellXfs"):
                inside[:] = [tag]
            elif tag == "numFmt" and inside == ["numFmts"]:
                codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag == "xf" and inside == ["cellXfs"]:
                cells.append(_whole(attributes.get("numFmtId")))
            elif tag == "alignment" and inside == ["cellXfs"] and cells and "indent" in attributes:
                indents[len(cells) - 1] = _whole(attributes["indent"])

        def end(tag: str) -> None:
            if local(tag) in inside:
                inside.clear()

        self.package.parse(part, start, end)
        self.indents = indents
        return [number_format(number, codes.get(number)) for number in cells]

    def properties(self) -> dict[str, str]:
        """The properties that the makers of the workbook gave it, by their names."""
        part = next((found.part for found in self.own.values() if found.kind == "custom-properties"), None)
        found: dict[str, str] = {}
        name: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "property":
                name[:] = [attributes.get("name", "")]

        def text(data: str) -> None:
            if name:
                found[name[0]] = found.get(name[0], "") + data

        if part is not None:
            self.package.parse(part, start, text=text)
        return found

    def sheet(self, name: SheetName, *, formulas: bool = False) -> SheetCells:
        """Read the cells of a sheet; `formulas`: also which of them are computed."""
        place = Place(self.name, sheet=shown(name.name))
        reader = SheetReader(place, self.values, self.indent, stale=self.stale, formulas=formulas)
        plain = partial(without_plain_rows, rows=reader.plain, formulas=not formulas, stale=self.stale)
        self.package.parse(name.part, reader.start, reader.end, reader.text, only=plain)
        return reader.done()

    def indent(self, style: str) -> int:
        """How far in a style sets the text of its cell."""
        return self.indents.get(_whole(style, -1), 0) if self.formats else 0

    def values(self, kind: str, style: str) -> Callable[[str], Any]:
        """What makes the value of a cell of its text, by its kind and its style."""
        if kind in ("n", ""):
            return self._numbers(_whole(style, -1))
        if kind == "s":
            return self._string
        if kind == "b":
            return lambda text: _YES_NO.get(text.strip().lower(), Spoilt("E246", text))
        if kind == "e":
            return lambda text: Spoilt("E245", text)
        return str if kind == "d" else _unescaped

    def _string(self, text: str) -> str | Spoilt:
        number = _whole(text.strip(), len(self.strings))
        return self.strings[number] if number < len(self.strings) else Spoilt("E291", text)

    def _numbers(self, style: int) -> Callable[[str], Any]:
        form = self.formats[style] if 0 <= style < len(self.formats) else NumberFormat()

        def shown_as(text: str) -> Any:
            number = number_of(text.strip())
            if not isinstance(number, Decimal):
                return number
            if form.date:
                return self._date(number)
            if form.zeros and number == number.to_integral_value() and number >= 0:
                return f"{number:f}".zfill(form.zeros) if number < 10**15 else number
            return as_shown(number, form)

        return (lambda text: number_of(text.strip())) if form == NumberFormat() else shown_as

    def _date(self, serial: Decimal) -> dt.date | Decimal:
        """The calendar day of a serial number in the date system of the workbook."""
        days = int(serial)
        if not 61 <= days <= 2_950_000:
            return Timed(serial)
        first = dt.date(1904, 1, 1) if self.epoch1904 else dt.date(1899, 12, 30)
        return first + dt.timedelta(days)


def number_of(text: str) -> Any:
    """A number as a spreadsheet stores it, to the fifteen digits that it keeps; "" if there is none.

    >>> number_of("0.30000000000000004"), number_of("12345678901234567"), number_of("NaN")
    (Decimal('0.300000000000000'), Decimal('12345678901234567'), Spoilt(code='E289', text='NaN'))
    """
    if not text:
        return ""
    if not _NUMBER.fullmatch(text):
        return Spoilt("E289", text)
    number = _FIFTEEN.create_decimal(text) if len(text) > 15 and not text.isdigit() else Decimal(text)
    return number if number.adjusted() <= _LARGEST else Spoilt("E289", text)


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _unescaped(text: str) -> str:
    """Excel writes control characters as _x0007_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
