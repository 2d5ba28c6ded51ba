"""An OpenDocument table (.ods), read to the same cells as an Excel workbook: every value as it is stored, every flag.

What is repeated is counted and not written out; what stands in a cell beside its value (a comment, a picture, a text
that was changed) is none of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import say
from custecon.sources.column_checks import Priced, Spoilt, Timed
from custecon.sources.currencies import currency_of
from custecon.sources.layout import letter
from custecon.sources.number_formats import as_shown
from custecon.sources.ods_styles import Styles
from custecon.sources.opening import refuse
from custecon.sources.package import Damaged, Package, local
from custecon.sources.sheet_cells import MOST_COLUMNS, SheetCells, SheetReader
from custecon.sources.wording import shown
from custecon.sources.xlsx import SheetName, number_of

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "meta-inf/manifest.xml"
_MOST_CELLS = 1 << 25  # that hold something, with all repetitions
_WRAPS = frozenset(
    "table-rows table-header-rows table-row-group table-columns table-header-columns table-column-group".split()
)
_SEEN = ("", "visible")
_TIME = re.compile(r"(-?)PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9})\d*)?S)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.,]*Z?)?")
_ERROR = re.compile(r"#[A-ZА-ЯЁ/0!?]{2,10}[!?]?|(?:Err|Ошибка|Fehler):[0-9]{3}")


class OpenDocument:
    """A table of OpenDocument whose zip directory has been found harmless, with the face of an Excel workbook.

    `unseen`: a part that cannot be read although cells point to it, and what is not seen therefore.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.package = Package(data, name)
        self.unseen: tuple[str, str] | None = None
        if "encrypted-package" in self.package or self._encrypted():
            raise InputRefused(problem("E206", place=Place(name)))
        self.styles = Styles()
        if _STYLES in self.package:
            try:
                self.package.parse(_STYLES, self.styles.start, self.styles.end, self.styles.text)
            except Damaged:
                self.unseen = (_STYLES, "currencies, units and zeros that only the format of a cell shows")
        self.sheets: list[SheetName] = []
        tables = _Walk(self._found, lambda *_: None)
        self.package.parse(_CONTENT, _both(self.styles.start, tables.start), _both(self.styles.end, tables.end),
                           self.styles.text)  # fmt: skip

    def _encrypted(self) -> bool:
        if _MANIFEST not in self.package:
            return False
        found = False

        def start(tag: str, _: dict[str, str]) -> None:
            nonlocal found
            found = found or local(tag) == "encryption-data"

        try:
            self.package.parse(_MANIFEST, start)
        except InputRefused:
            return False  # old programs declare a type of document there, which is not followed
        return found

    def _found(self, attributes: dict[str, str]) -> None:
        visible = self.styles.displayed(_of(attributes, "style-name"))
        self.sheets.append(SheetName(_of(attributes, "name"), visible, str(len(self.sheets))))

    def sheet(self, name: SheetName) -> SheetCells:
        """Read the cells of a sheet."""
        reader = _Cells(Place(self.name, sheet=shown(name.name)), self.styles)
        number = -1

        def begin(_: dict[str, str]) -> None:
            nonlocal number
            number += 1

        def here(event: Callable[..., None], *given: Any) -> None:
            if number == int(name.part):
                event(*given)

        walk = _Walk(begin, lambda tag, attributes: here(reader.start, tag, attributes))
        self.package.parse(
            _CONTENT,
            walk.start,
            lambda tag: here(reader.end, local(tag)) if walk.end(tag) else None,
            lambda data: here(reader.text, data) if walk.in_text else None,
        )
        return reader.done()


class _Walk:
    """Walks over the tables of a document: what stands below a table but in no part of its own is passed over."""

    def __init__(self, table: Callable[[dict[str, str]], None], inside: Callable[[str, dict[str, str]], None]) -> None:
        self.table, self.inside = table, inside
        self.path: list[str] = []
        self.aside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag, above = local(tag), self.path[-1] if self.path else ""
        if self.aside or not _belongs(tag, above):
            self.aside += 1
            return
        self.path.append(tag)
        if tag == "table" and above == "spreadsheet":
            self.table(attributes)
        elif "table" in self.path:
            self.inside(tag, attributes)

    @property
    def in_text(self) -> bool:
        """Whether it is in a paragraph of a cell."""
        return not self.aside and "p" in self.path

    def end(self, _: str) -> bool:
        """An element ends; whether it was one of a table."""
        if self.aside:
            self.aside -= 1
            return False
        self.path.pop()
        return "table" in self.path


def _belongs(tag: str, above: str) -> bool:
    if above in ("", "document-content", "body"):
        return tag in ("document-content", "body", "spreadsheet")
    if above == "spreadsheet":
        return tag == "table"
    if above == "table" or above in _WRAPS:
        return tag in _WRAPS or tag in ("table-row", "table-column")
    if above == "table-row":
        return tag in ("table-cell", "covered-table-cell")
    if above in ("table-cell", "covered-table-cell"):
        return tag == "p"
    return tag not in ("annotation", "frame", "note")


class _Cells:
    """Collects the cells of one table."""

    def __init__(self, place: Place, styles: Styles) -> None:
        self.place, self.styles = place, styles
        self.reader = SheetReader(place, lambda *_: str, lambda _: 0, stale=False)
        self.columns: list[tuple[int, str]] = []  # up to which column which style is the usual one
        self.column = self.row = self.filled = self.level = 0
        self.cells: list[tuple[int, Any]] = []
        self.attributes: dict[str, str] = {}
        self.repeated = 1
        self.usual, self.hidden = "", False
        self.paragraphs: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element of the table begins."""
        if tag in ("table-cell", "covered-table-cell"):
            self.attributes, self.paragraphs = attributes, []
        elif tag == "p":
            self.paragraphs.append([])
        elif tag == "s":
            self.text(" " * min(_whole(_of(attributes, "c"), 1), 1000))
        elif tag in ("tab", "line-break"):
            self.text("\t" if tag == "tab" else "\n")
        elif tag == "table-row":
            self.column, self.cells, self.repeated = 0, [], _whole(_of(attributes, "number-rows-repeated"), 1)
            self.usual, self.hidden = _of(attributes, "default-cell-style-name"), not _visible(attributes)
        elif tag == "table-column":
            first, self.column = self.column, self.column + _whole(_of(attributes, "number-columns-repeated"), 1)
            if not _visible(attributes):
                self.reader.sheet.hidden_columns.append((first, self.column - 1))
            self.columns.append((self.column, _of(attributes, "default-cell-style-name")))
        elif tag == "table-row-group":
            self.level += 1

    def text(self, data: str) -> None:
        """Text stands in a paragraph of a cell."""
        if self.paragraphs:
            self.paragraphs[-1].append(data)

    def end(self, tag: str) -> None:
        """An element of the table ends."""
        if tag in ("table-cell", "covered-table-cell"):
            self._cell()
            self.paragraphs = []
        elif tag == "table-row":
            self._row()
        elif tag == "table-row-group":
            self.level -= 1

    def done(self) -> SheetCells:
        """The sheet."""
        return self.reader.done()

    def _cell(self) -> None:
        repeated = _whole(_of(self.attributes, "number-columns-repeated"), 1)
        value = self._value()
        wide, high = (_whole(_of(self.attributes, f"number-{way}-spanned"), 1) for way in ("columns", "rows"))
        if (wide > 1 or high > 1) and self.column < MOST_COLUMNS and len(self.reader.sheet.merged) < 1 << 16:
            first, last = letter(self.column), letter(min(self.column + wide, MOST_COLUMNS) - 1)
            self.reader.sheet.merged.append(f"{first}{self.row + 1}:{last}{self.row + high}")
        if value != "":
            if self.column + repeated > MOST_COLUMNS:
                raise self._too_many(say("a row with more than {most} columns", most=MOST_COLUMNS))
            self.cells += [(self.column + n, value) for n in range(repeated)]
        self.column += repeated

    def _row(self) -> None:
        self.filled += len(self.cells) * self.repeated
        if self.filled > _MOST_CELLS:
            raise self._too_many(say("more than {most} cells", most=_MOST_CELLS))
        if self.cells:
            for number in range(self.row + 1, self.row + self.repeated + 1):
                self.reader.put(number, self.cells, self.level)
                if self.hidden:
                    self.reader.sheet.hidden_rows.append(number)
        self.row += self.repeated
        self.column = 0

    def _value(self) -> Any:
        text = "\n".join("".join(pieces) for pieces in self.paragraphs)
        kind, formula = _of(self.attributes, "value-type"), _of(self.attributes, "formula")
        stored = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
        value = _of(self.attributes, stored.get(kind, "value"))
        if formula:
            if _ERROR.fullmatch(text.strip()) or self.attributes.get("calcext:value-type") == "error":
                return Spoilt("E245", text.strip() or "#ERROR")
            if not value and not text and kind != "string":
                return Spoilt("E244", formula)
            if formula.upper().endswith(("=TRUE()", "=FALSE()")):
                return formula.upper().endswith("=TRUE()")
        if kind in ("float", "currency", "percentage"):
            return self._number(kind, value.strip())
        if kind == "date":
            return _day(value.strip())
        if kind == "time":
            return _time(value.strip())
        if kind == "boolean":
            return {"true": True, "false": False}.get(value.strip(), Spoilt("E246", value))
        return value or text

    def _number(self, kind: str, value: str) -> Any:
        number = number_of(value)
        if not isinstance(number, Decimal):
            return number
        form = self.styles.form(self._style(), percent=kind == "percentage")
        if form.zeros and number == number.to_integral_value() and 0 <= number < 10**15:
            return f"{number:f}".zfill(form.zeros)
        found = as_shown(number, form)
        currency = currency_of(_of(self.attributes, "currency")) if kind == "currency" else None
        if currency and not (isinstance(found, Priced) and found.currency):
            priced = Priced(number)
            priced.currency, priced.unit, priced.sure, priced.scaled = currency, form.unit, form.sure, form.scaled
            return priced
        return found

    def _style(self) -> str:
        own = _of(self.attributes, "style-name") or self.usual
        return own or next((style for last, style in self.columns if self.column < last), "")

    def _too_many(self, what: str) -> InputRefused:
        return refuse("E209", self.place.file, what=what, limit=say("{most} cells", most=_MOST_CELLS))


def _both(one: Callable[..., Any], two: Callable[..., Any]) -> Callable[..., None]:
    def both(*given: Any) -> None:
        one(*given)
        two(*given)

    return both


def _of(attributes: dict[str, str], name: str) -> str:
    """The value of an attribute, whatever prefix its namespace has; what LibreOffice adds of its own is another."""
    named = (value for key, value in attributes.items() if local(key) == name and not key.startswith("calcext"))
    return next(named, "")


def _visible(attributes: dict[str, str]) -> bool:
    return _of(attributes, "visibility") in _SEEN


def _day(text: str) -> Any:
    """The written calendar day."""
    if not text:
        return ""
    with suppress(ValueError):
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text[:10])
    return Spoilt("E289", text)


def _time(text: str) -> Any:
    """A time of day, or a span, as the part of a day that a workbook would hold."""
    found = _TIME.fullmatch(text)
    if not found:
        return Spoilt("E289", text)
    sign, hours, minutes, seconds, _ = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return Timed(Decimal(-whole if sign else whole) / 86400)


def _whole(text: str, otherwise: int) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
