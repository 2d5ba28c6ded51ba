"""Read a workbook that custecon wrote: the figures that a person put into its yellow cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core.catalogues import catalogue_of, known
from custecon.core.errors import InputRefused, Place, problem
from custecon.core.language import Language
from custecon.core.own_workbook import FIRST, HEADINGS, METHOD, PERIOD_CELL, SHEET
from custecon.core.quantities import QUANTITIES
from custecon.core.units import Form, Period
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.currencies import CODES
from custecon.sources.layout import letter
from custecon.sources.opening import open_source
from custecon.sources.sheet_cells import SheetCells
from custecon.sources.xlsx import Workbook

VALUE = HEADINGS.index("value")
_SIGN = "¤"  # stands for a currency
_EMPTY = ("",) * len(HEADINGS)


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
    opened = open_source(path)
    if opened.form != "xlsx":
        return None
    try:
        book = Workbook(opened.data, opened.name)
        book.stale = False  # what we write is computed, also where it is 0
        sheet = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
        cells = book.sheet(sheet, formulas=True) if sheet else SheetCells()
        properties = book.properties() if sheet else {}
    except InputRefused:
        return None  # what is wrong with it, the reader says, if it matters there
    rows = {number: [*row, *_EMPTY][: len(HEADINGS)] for number, row in cells.rows}
    language = _language(rows.get(FIRST, ()))
    if language is None:
        return None
    options = _options(rows, cells.formulas, path, command, language)
    if METHOD + command in properties:
        options["method"] = properties[METHOD + command]
    return Filled(options)


def _language(headings: Sequence[Any]) -> Language | None:
    """The language in which it was written; None of no workbook of ours."""
    languages = (Language(name, catalogue_of(name)) for name in known())
    return next((one for one in languages if list(headings) == [*map(one.text, HEADINGS)]), None)


def _options(
    rows: dict[int, list[Any]], formulas: set[tuple[int, int]], path: str, command: str, language: Language
) -> dict[str, str]:
    options: dict[str, str] = {}
    line, column = PERIOD_CELL
    periods = {word: each.value for each in Period for word in (each.value, language.text(each.value))}
    period = rows.get(line + 1, _EMPTY)[column]
    if isinstance(period, str) and period in periods:
        options["period"] = periods[period]
    found: dict[str, list[tuple[bool, str, str]]] = {}
    computed = language.text("computed")
    for number in sorted(row for row in rows if row > FIRST):
        _, value, unit, _, _, origin, cell, used_in = rows[number]
        name = _quantity(text_of(cell))
        if name is None or value == "":
            continue
        if (number, VALUE) in formulas and text_of(origin).startswith(computed):
            continue  # it follows from the others, here as there
        place = Place(path, number, HEADINGS[VALUE], letter(VALUE), SHEET)
        per, currency = _per(name, text_of(unit), options.get("period"), language)
        text = _number(value, place) + per
        ours = any(title.partition(" ")[0] == command for title in text_of(used_in).split(", "))
        found.setdefault(name, []).append((ours, text, currency))
    for name, cells in found.items():
        chosen = [entry for entry in cells if entry[0]] or (cells if len(cells) == 1 else [])
        if chosen:
            options[name] = chosen[0][1]
            if currency := chosen[0][2]:
                options.setdefault("currency", currency)
    return options


def _quantity(cell: str) -> str | None:
    """The quantity of a cell: retention_iceberg holds the retention."""
    return max((name for name in QUANTITIES if cell == name or cell.startswith(f"{name}_")), key=len, default=None)


def _number(value: Any, place: Place) -> str:
    if isinstance(value, Spoilt) and value.code == "E244":
        raise InputRefused(problem("E414", place=place))
    if not isinstance(value, Decimal):
        raise InputRefused(problem("E415", place=place, value=text_of(value)))
    return f"{value:f}"


def _per(name: str, unit: str, period: str | None, language: Language) -> tuple[str, str]:
    """/month for a rate that is told per month, where the workbook has no one period for all; and the currency."""
    of = QUANTITIES[name].unit
    money = of.form is Form.MONEY
    for each in (*Period, None):
        pattern = re.escape(language.unit(of, each, _SIGN if money else None)).replace(_SIGN, "(?P<currency>.+)")
        if found := re.fullmatch(pattern, unit):
            sign = found["currency"] if money else ""
            codes = {language.catalogue.get(code, code): code for code in CODES}
            told = f"/{each}" if each and of.per == "period" and period is None else ""
            return told, "" if sign == language.text("money") else codes.get(sign, sign)
    return "", ""
