"""The workbook while it is written: sheets, styles, names. All goes through here, so that a text stays a text."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from custecon.core.errors import OutputRefused, problem
from custecon.core.language import DAY, spoken, words
from custecon.core.units import DATE, Form, Unit
from custecon.core.version import __version__
from custecon.render.workbook import excel_limits, printing

YELLOW, GREY, LINE = "#FFF2CC", "#595959", "#A6A6A6"
NARROW = 24
LETTER_OF_A_TITLE = 1.6  # in letters of a cell
ACROSS = 140  # characters of a wrapped line
BOLD = 0.92  # of the letters of a line, as many bold ones stand on it
_FIRST_DAY = dt.date(1900, 1, 1)

# What a style is made of, by the word that asks for it.
_LOOKS: dict[str, dict[str, Any]] = {
    "": {},
    "plain": {"align": "left"},
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 12, "bottom": 1},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "bg_color": "#EDEDED"},
    "heading": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "bg_color": "#EDEDED", "indent": 1},
    "right": {
        "bold": True,
        "text_wrap": True,
        "bottom": 1,
        "valign": "bottom",
        "bg_color": "#EDEDED",
        "align": "right",
    },
    "beside": {"indent": 1},
    "shrunk": {"shrink": True, "indent": 1},
    "fact": {"indent": 1, "text_wrap": True},
    "label": {"bold": True, "text_wrap": True},
    "unit": {"font_color": GREY, "align": "right", "font_size": 9, "text_wrap": True},
    "strong": {"bold": True},
    "faint": {"font_color": GREY},
    "wrapped": {"font_color": GREY, "text_wrap": True},
    "note": {"font_color": GREY, "text_wrap": True, "indent": 1},
    "long": {"text_wrap": True},
    "answer": {"text_wrap": True, "font_size": 13},
    "warned": {"bold": True, "font_color": "#C55A11"},
    "input": {"bg_color": YELLOW, "border": 1, "border_color": LINE, "locked": False},
    "total": {"bold": True, "top": 1},
}


class _Paper(Worksheet):  # type: ignore[misc] # XlsxWriter tells no types
    """XlsxWriter's sheet without its search for functions newer than ours: two thirds of the time of a formula.

    What can need no escaping (a number, a place such as A1) is passed by: it would raise an exception for each number.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")

    def _escape_attributes(self, attribute: Any) -> Any:
        plain = not isinstance(attribute, str) or attribute.isalnum()
        return attribute if plain else super()._escape_attributes(attribute)

    def _escape_data(self, data: Any) -> Any:
        return super()._escape_data(data) if isinstance(data, str) else data


class Sheet:
    """A sheet that is written row by row from the top, as a large file needs it."""

    def __init__(self, book: Book, name: str, widths: Sequence[float], *, whole: bool = False) -> None:
        self.book = book
        self.name = name
        self.currency: str | None = None
        self.whole = whole  # whether all of it is printed, however small
        self.pages = 1  # on how many of them at most
        self.rows = 0  # how many there are
        self.above = 0  # how many of them stand above the rows of a table
        self.charts: list[tuple[int, int]] = []  # the rows over which each stands, from and to
        self.spare = False  # whether rows below those hold formulas that show nothing yet
        self.titled = 0.0  # how wide the title is, in letters of a cell
        self.heights: dict[int, float] = {}
        self.short = False  # whether its numbers have no more digits than the eye needs
        self.widths = dict(enumerate(widths))
        self._lines = (-1, 1)
        self.paper = book.file.add_worksheet(name, _Paper)
        self.wide(widths)
        self.paper.hide_gridlines(2)
        self.paper.set_landscape()
        self.paper.set_paper(9)
        self.paper.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)

    def title(
        self, text: str, under: str = "", *, across: int = 1, first: int = 0, row: int = 0, look: str = "title"
    ) -> None:
        """The first two rows of a sheet, from a column on; a long second one is wrapped up to so many columns.

        `row`, `look`: of what has its title below others.
        """
        text, under = words(text), words(under)
        if look == "title":
            self.high(row, 24)
            self.titled = len(text) * LETTER_OF_A_TITLE
        self.write(row, first, text, look)
        room = min(ACROSS, sum(self.widths.get(column, 8.43) for column in range(first, across)))
        last, wide = first, self.widths.get(first, 8.43)
        while last + 1 < across and wide < ACROSS:
            last += 1
            wide += self.widths.get(last, 8.43)
        if last == first or len(under) <= room:
            self.write(row + 1, first, under, "faint")
            return
        self.high(row + 1, 15 * math.ceil(len(under) / wide))
        self.merged(row + 1, first, last, under, "wrapped")

    def high(self, row: int, points: float) -> None:
        """Set the height of a row."""
        self.heights[row] = points
        self.paper.set_row(row, points)

    def fold(self, row: int) -> None:
        """Hide a row under the one before: a click on the [+] beside it shows it; folded it is not printed."""
        self.paper.set_row(row, self.heights.get(row, 15), None, {"level": 1, "hidden": True})
        self.heights[row] = 0

    def folds(self) -> None:
        """Say before any row is written that rows are folded under those above them."""
        self.paper.outline_settings(True, False, True, False)

    def widen(self, widths: Sequence[float]) -> None:
        """Make the columns as wide as one more table needs them."""
        most = max(len(widths), len(self.widths))
        needed = dict(enumerate(widths))
        self.wide([max(self.widths.get(place, 0.0), needed.get(place, 0.0)) for place in range(most)])

    def wide(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in characters."""
        self.widths = dict(enumerate(widths))
        for i, width in self.widths.items():
            self.paper.set_column(i, i, width)

    def at(self, row: int, column: int) -> str:
        """The cell as a formula on any sheet names it."""
        return f"{excel_limits.quoted(self.name)}!${excel_limits.column_letters(column)}${row + 1}"

    def write(
        self, row: int, column: int, value: Any, look: str = "", unit: Unit | None = None, like: Any = None
    ) -> None:
        """A value as what it is: text as text, a number as a number in the form of its unit, a date as a date.

        `like`: the number whose decimals it has, that of its column; left out, its own.
        """
        self.rows = max(self.rows, row + 1)
        unit = DATE if unit is None and isinstance(value, dt.date) else unit
        style = self.book.style(look, unit, value if like is None else like, self.currency, short=self.short)
        match value:
            case None | "":
                self.paper.write_blank(row, column, None, style)
            case bool():
                self.paper.write_boolean(row, column, value, style)
            case int() | float() | Decimal():
                self._room(column, value, unit)
                self.paper.write_number(row, column, self.book.finite(value), style)
            case dt.date() if value >= _FIRST_DAY:
                self.paper.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
            case dt.date():
                self.paper.write_string(row, column, value.isoformat(), style)
            case _:
                self.text(row, column, spoken().worded(value), style)

    def _room(self, column: int, value: Any, unit: Unit | None) -> None:
        """A column of short numbers is as wide as its longest money, in bold; a narrower one would show ###."""
        if not self.short or unit is None or unit.form is not Form.MONEY:
            return
        letters = len(f"{value:,.0f}") + (len(self.currency) + 1 if self.currency else 0)
        if letters * 1.15 > self.widths.get(column, 0.0):
            self.widths[column] = letters * 1.15
            self.paper.set_column(column, column, self.widths[column])

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """A text as it is, with the row as high as it needs."""
        text = self._text(text, row, column)
        self.paper.write_string(row, column, _not_markup(text), style)
        if style.text_wrap:
            self._heighten(row, column, text, bold=style.bold)

    def _heighten(self, row: int, column: int, text: str, *, bold: bool) -> None:
        """Make the row high enough for a text that is wrapped; not every program does it by itself."""
        width = self.widths.get(column, 8.43)
        wide = width > NARROW
        width = max(4.0, width * (1.05 if wide else 0.85)) * (BOLD if bold else 1.0)  # narrow: words break badly
        lines = sum(
            len(wrap(line, int(width))) if wide and len(line) > width else max(1, math.ceil(len(line) / width))
            for line in text.split("\n")
        )
        at, most = self._lines
        if lines > (most if at == row else 1):
            self._lines = (row, lines)
            self.high(row, min(409, 15 * lines))

    def _text(self, text: str, row: int, column: int) -> str:
        """A text for a cell, its control characters made visible and counted."""
        cleaned = excel_limits.clean(text)
        if cleaned != text:
            self.book.replaced += 1
            text = cleaned
        if len(text) > excel_limits.TEXT // 2 and len(text.encode("utf-16-le")) // 2 > excel_limits.TEXT:
            cell = f"{excel_limits.column_letters(column)}{row + 1}"
            raise OutputRefused(problem("E411", sheet=self.name, cell=cell, length=len(text), limit=excel_limits.TEXT))
        return text

    def merged(self, row: int, first: int, last: int, text: str, look: str) -> None:
        """A text over several columns of one row."""
        self.paper.merge_range(row, first, row, last, _not_markup(self._text(text, row, first)), self.book.style(look))

    def live(
        self,
        row: int,
        column: int,
        formula: str,
        value: Any,
        *,
        unit: Unit,
        look: str = "",
        what: str = "",
        like: Any = None,
    ) -> None:
        """A formula with the value that it has now, so that previews and other programs show it too.

        `like`: the number whose decimals it has, that of its column; left out, its own.
        """
        self.rows = max(self.rows, row + 1)
        stored = "" if value is None else spoken().worded(value) if isinstance(value, str) else self.book.finite(value)
        style = self.book.style(look, unit, value if like is None else like, self.currency, short=self.short)
        if not isinstance(value, str | None):
            self._room(column, value, unit)
        elif style.text_wrap:
            self._heighten(row, column, str(stored), bold=style.bold)
        self.paper.write_formula(row, column, "=" + excel_limits.formula(formula, what or self.name), style, stored)


def _not_markup(text: str) -> str:
    """XlsxWriter takes a text between <r> and </r> for its own markup; such a text of a client is put in as text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text


class Book:
    """The file, its styles and its names. `large`: rows go to the disk as they are written."""

    def __init__(self, *, large: bool) -> None:
        self.out = io.BytesIO()
        options = {"constant_memory": True} if large else {"in_memory": True}
        self.file = xlsxwriter.Workbook(self.out, {**options, "strings_to_urls": False, "strings_to_numbers": False})
        self.large = large
        self.sheets: dict[str, Sheet] = {}
        self.names: set[str] = set()
        self.replaced = 0  # texts whose control characters were made visible
        self.kept = 0  # cells whose formula would not give what was computed
        self._styles: dict[tuple[Any, ...], Format] = {}
        created = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same content is the same file; custecon reads no clock
        self.file.set_properties({"title": "custecon", "comments": f"custecon {__version__}", "created": created})
        self.file.set_calc_mode("auto")

    def sheet(self, wanted: str, widths: Sequence[float] = (), *, whole: bool = False) -> Sheet:
        """A new sheet after the others; `whole`: all of it is printed on its page, else what can be read there."""
        name = excel_limits.sheet_name(wanted, self.sheets)
        self.sheets[name] = Sheet(self, name, widths, whole=whole)
        return self.sheets[name]

    def reserve(self, wanted: str) -> str:
        """A name that no cell and no table has yet."""
        name = excel_limits.free_name(wanted, self.names)
        self.names.add(name)
        return name

    def call(self, name: str, place: str) -> None:
        """Give a reserved name to a cell."""
        self.file.define_name(name, "=" + place)

    @staticmethod
    def finite(value: Any) -> float:
        """The number as a sheet stores it."""
        number = float(value)
        if not math.isfinite(number):
            raise ValueError("an undefined figure must be None with its reason, never nan or inf")
        return number

    def style(
        self,
        look: str,
        unit: Unit | None = None,
        value: Any = None,
        currency: str | None = None,
        *,
        short: bool = False,
    ) -> Format:
        """A style, made once. `short`: with no more digits than the eye needs."""
        form = unit.form if unit is not None else None
        if short and form in _SHORT and isinstance(value, int | float | Decimal):
            return self._style(look, form, _SHORT[form](value), currency)
        return self._style(look, form, _fineness(form, value) if form in _STEPS else 0, currency)

    def styles(self, unit: Unit, currency: str | None, like: Any) -> tuple[Format | None, Callable[[Any], Format]]:
        """The one style of a column whose values have the same, as `like` has; and what tells that of a value."""
        form = unit.form
        if like is not None:
            return self.style("", unit, like, currency), lambda value: self.style("", unit, value, currency)
        made = [self._style("", form, fine, currency) for fine in range(_STEPS.get(form, 1))]
        return made[0] if form not in _STEPS else None, lambda value: made[_fineness(form, value)]

    def _style(self, look: str, form: Form | None, fine: int, currency: str | None) -> Format:
        key = (look, form, fine, currency)
        if key not in self._styles:
            shown = _number_format(form, fine, currency and spoken().sign(currency))
            left = form in (None, Form.TEXT, Form.DATE)
            parts: dict[str, Any] = {"valign": "top", "num_format": shown, "align": "left" if left else "right"}
            parts |= {"indent": 1} if form in (Form.TEXT, Form.DATE) else {}
            self._styles[key] = self.file.add_format(parts | _LOOKS[look])
        return self._styles[key]

    def content(self) -> bytes:
        """The finished file."""
        for sheet in self.sheets.values():
            printing.set_up(sheet)
        self.file.close()
        return self.out.getvalue()


def _three_digits(form: Form, value: Any) -> int:
    """How fine a number is of which three digits are shown."""
    return (
        WHOLE if abs(value) >= 100 else TENTHS if abs(value) >= 10 and value != int(value) else _fineness(form, value)
    )


WHOLE, TENTHS = -1, -2  # the fineness of a number that is shown without its fraction
_SHORT: dict[Form | None, Callable[[Any], int]] = {
    Form.MONEY: lambda value: WHOLE if abs(value) >= 1000 else 0,
    Form.COUNT: lambda value: _three_digits(Form.COUNT, value),
    Form.NUMBER: lambda value: _three_digits(Form.NUMBER, value),
}
_STEPS = {Form.SHARE: 3, Form.COUNT: 2, Form.NUMBER: 2}  # how many finenesses a form has that has more than one


def _fineness(form: Form | None, value: Any) -> int:
    """How fine a number must be shown: 0 as usual, 1 and 2 with more decimals."""
    if value is None or isinstance(value, str):
        return 0
    if form is Form.SHARE:
        size = abs(value)
        return 0 if size >= 0.1 or size == 0 else 1 if size >= 0.01 else 2
    return int(isinstance(value, float | Decimal) and value != int(value))


def day_format() -> str:
    """How a cell shows a day: as the language that is spoken writes it."""
    written = spoken().catalogue.get(DAY, DAY)
    return written.replace("{year}", "yyyy").replace("{month:02}", "mm").replace("{day:02}", "dd")


def _number_format(form: Form | None, fine: int, currency: str | None) -> str:
    """How Excel shows a number of this form; its own settings choose the separators."""
    if fine == TENTHS:
        return "#,##0.0"
    if fine == WHOLE:
        return f'#,##0 "{currency}"' if form is Form.MONEY and currency and '"' not in currency else "#,##0"
    match form:
        case Form.MONEY:
            return f'#,##0.00 "{currency}"' if currency and '"' not in currency else "#,##0.00"
        case Form.SHARE:
            return ("0.0%", "0.00%", "0.000%")[fine]
        case Form.COUNT:
            return ("#,##0", "#,##0.0##")[fine]
        case Form.NUMBER:
            return ("#,##0", "#,##0.00##")[fine]
        case Form.DATE:
            return day_format()
        case Form.TEXT:
            return "@"
    return "General"
