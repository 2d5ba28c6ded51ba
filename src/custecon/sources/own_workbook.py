"""Read a workbook that custecon wrote: the figures that a person put into its yellow cells."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.own_workbook import FIRST, HEADINGS, METHOD, PERIOD_CELL, SHEET
from custecon.core.quantities import QUANTITIES
from custecon.core.units import Form, Period
from custecon.sources.opening import open_source

__all__ = ["Filled", "filled_in"]


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the cells: texts as a person would type them behind the options of a command."""

    options: dict[str, str] = field(default_factory=dict)


def filled_in(path: str, command: str) -> Filled | None:
    """The figures of a workbook of ours for a command; None if it is another workbook.

    Cells that are used in that command come first; of the others those whose quantity stands there once.

    Raises:
        InputRefused: E414 a formula was never computed; E415 a text where a number must be; and what any file may have.
    """
    import openpyxl

    opened = open_source(path)
    if opened.form != "xlsx":
        return None
    book = openpyxl.load_workbook(io.BytesIO(opened.data), read_only=True, data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(opened.data), read_only=True)
    try:
        if SHEET not in book.sheetnames:
            return None
        values = list(book[SHEET].iter_rows(values_only=True, max_col=len(HEADINGS)))
        formulas = list(written[SHEET].iter_rows(values_only=True, max_col=len(HEADINGS)))
        if len(values) < FIRST or tuple(values[FIRST - 1]) != HEADINGS:
            return None
        options = _options(values, formulas, path, command)
        for own in written.custom_doc_props.props:
            if own.name == METHOD + command:
                options["method"] = str(own.value)
    finally:
        book.close()
        written.close()
    return Filled(options)


def _options(values: list[Any], formulas: list[Any], path: str, command: str) -> dict[str, str]:
    options: dict[str, str] = {}
    period = values[PERIOD_CELL[0]][PERIOD_CELL[1]]
    if period in list(Period):
        options["period"] = str(period)
    found: dict[str, list[tuple[bool, str, str]]] = {}
    for number, (row, as_written) in enumerate(zip(values[FIRST:], formulas[FIRST:], strict=True), start=FIRST + 1):
        _, value, unit, _, _, origin, cell, used_in = row
        name = _quantity(str(cell or ""))
        if name is None or (value is None and as_written[1] is None):
            continue
        is_formula = isinstance(as_written[1], str) and as_written[1].startswith("=")
        if is_formula and str(origin or "").startswith("computed"):
            continue  # it follows from the others, here as there
        place = Place(path, number, HEADINGS[1], "B", SHEET)
        text = _number(value, place, is_formula=is_formula) + _per(name, str(unit or ""), options.get("period"))
        ours = any(title.partition(" ")[0] == command for title in str(used_in or "").split(", "))
        found.setdefault(name, []).append((ours, text, str(unit or "")))
    for name, cells in found.items():
        chosen = [entry for entry in cells if entry[0]] or (cells if len(cells) == 1 else [])
        if chosen:
            options[name] = chosen[0][1]
            _note_currency(options, name, chosen[0][2])
    return options


def _quantity(cell: str) -> str | None:
    """The quantity of a cell: retention_iceberg holds the retention."""
    return max((name for name in QUANTITIES if cell == name or cell.startswith(f"{name}_")), key=len, default=None)


def _number(value: Any, place: Place, *, is_formula: bool) -> str:
    if value is None and is_formula:
        raise InputRefused(problem("E414", place=place))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputRefused(problem("E415", place=place, value=value))
    return f"{Decimal(repr(value)):f}"


def _per(name: str, unit: str, period: str | None) -> str:
    """/month for a rate that is told per month, where the workbook has no one period for all."""
    if QUANTITIES[name].unit.per != "period" or period is not None:
        return ""
    words: Iterable[str] = (each.value for each in Period)
    return next((f"/{word}" for word in words if unit.endswith(f"per {word}")), "")


def _note_currency(options: dict[str, str], name: str, unit: str) -> None:
    first = unit.partition(" ")[0]
    if QUANTITIES[name].unit.form is Form.MONEY and first not in ("", "money"):
        options.setdefault("currency", first)
