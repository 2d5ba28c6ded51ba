"""Excel 97-2003 workbooks (.xls), brought to the same cells as the newer ones."""

from __future__ import annotations

import datetime as dt
import io
import struct
from decimal import Context, Decimal
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from custecon.core.errors import InputRefused, Place, problem
from custecon.sources.column_checks import Spoilt, Timed
from custecon.sources.layout import letter
from custecon.sources.number_formats import NumberFormat, as_shown, number_format
from custecon.sources.package import damaged
from custecon.sources.sheet_cells import SheetCells
from custecon.sources.xlsx import SheetName

_FIFTEEN = Context(prec=15)
_BROKEN = (
    xlrd.XLRDError, CompDocError, struct.error, IndexError, KeyError, ValueError, AssertionError, TypeError,
    OverflowError, AttributeError, NotImplementedError, EOFError,
)  # fmt: skip


class LegacyWorkbook:
    """An old workbook, with the same face as the new one."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.unseen: tuple[str, str] | None = None
        try:
            self.book = _opened(data, styles=True)
        except _BROKEN as error:
            if "encrypted" in str(error).lower() or "password" in str(error).lower():
                raise InputRefused(problem("E206", place=Place(name))) from None
            self.book = self._without_styles(data)
        self.sheets = [
            SheetName(sheet.name, sheet.visibility == 0, str(number)) for number, sheet in enumerate(self.book.sheets())
        ]

    def _without_styles(self, data: bytes) -> Any:
        """The workbook without a look at its formats, where only those are broken."""
        try:
            book = _opened(data, styles=False)
        except _BROKEN:
            raise damaged(self.name) from None
        unseen = "currencies and percentages that only the format of a cell shows, hidden rows and merged cells"
        self.unseen = ("its formats", unseen)
        return book

    def sheet(self, name: SheetName) -> SheetCells:
        """Read the cells of a sheet."""
        try:
            return self._sheet(self.book.sheet_by_index(int(name.part)))
        except _BROKEN:
            raise damaged(self.name) from None

    def _sheet(self, found: Any) -> SheetCells:
        sheet = SheetCells()
        for row in range(found.nrows):
            cells = [self._value(found, row, column) for column in range(found.row_len(row))]
            while cells and cells[-1] == "":
                cells.pop()
            if cells:
                sheet.rows.append((row + 1, cells))
        sheet.hidden_rows = sorted(
            row + 1
            for row, info in found.rowinfo_map.items()
            if info.hidden or not (info.height or info.has_default_height)
        )
        sheet.hidden_columns = [
            (column, column) for column, info in found.colinfo_map.items() if info.hidden or info.width == 0
        ]
        sheet.merged = [
            f"{letter(left)}{first + 1}:{letter(right - 1)}{last}" for first, last, left, right in found.merged_cells
        ]
        return sheet

    def _value(self, found: Any, row: int, column: int) -> Any:
        kind, value = found.cell_type(row, column), found.cell_value(row, column)
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return ""
        if kind == xlrd.XL_CELL_TEXT:
            return value
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == xlrd.XL_CELL_ERROR:
            return Spoilt("E245", xlrd.error_text_from_code.get(value, "#ERROR"))
        number = _FIFTEEN.create_decimal(repr(value))
        if not number.is_finite():
            return Spoilt("E289", repr(value))
        if kind == xlrd.XL_CELL_DATE:
            return self._date(number)
        form = self._form(found, row, column)
        if form.zeros and number == number.to_integral_value() and 0 <= number < 10**15:
            return f"{number:.0f}".zfill(form.zeros)
        return as_shown(number, form)

    def _form(self, found: Any, row: int, column: int) -> NumberFormat:
        if self.unseen:
            return NumberFormat()
        form = self.book.xf_list[found.cell_xf_index(row, column)]
        return number_format(form.format_key, str(self.book.format_map[form.format_key].format_str))

    def _date(self, serial: Decimal) -> dt.date | Decimal:
        days = int(serial)
        if not 61 <= days <= 2_950_000:
            return Timed(serial)
        return (dt.date(1904, 1, 1) if self.book.datemode else dt.date(1899, 12, 30)) + dt.timedelta(days)


def _opened(data: bytes, *, styles: bool) -> Any:
    return xlrd.open_workbook(file_contents=data, formatting_info=styles, logfile=io.StringIO())
