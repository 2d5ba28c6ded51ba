"""Cells beside a table that its charts stand on: where a step of a waterfall begins, how far a whisker reaches.

Their columns are hidden. They are formulas over the cells of the table, so that the chart follows those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from custecon.core.language import spoken
from custecon.core.results import Picture
from custecon.render.workbook import excel_limits
from custecon.render.workbook.cell_addresses import SMALL_COLUMNS, LiveTable, Part


class Extra(NamedTuple):
    """A column beside a table: its heading, its place, and of each row the formula and what it gives now."""

    heading: str
    column: int
    cells: Sequence[tuple[str, Any]]


def beside(live: LiveTable, part: Part) -> dict[str, list[Extra]]:
    """By the name of a picture the columns that it needs."""
    found: dict[str, list[Extra]] = {}
    column = max(len(live.table.columns), SMALL_COLUMNS) + 1
    for picture in part.result.pictures:
        if picture.table == live.table.name and picture.kind in _KINDS:
            found[picture.name] = _KINDS[picture.kind](live, picture, column)
            column += len(found[picture.name])
    return found


def shade(live: LiveTable, part: Part) -> None:
    """The cells of a grid, the darker the larger, hatched what may still change; what is not known yet stays white."""
    names = [column.name for column in live.table.columns]
    for picture in part.result.pictures:
        if picture.table == live.table.name and picture.kind == "heat":
            places = [names.index(name) for name in picture.values]
            first, last = live.header + 1, live.header + len(live.table.rows)
            if picture.finished:
                cell = f"{excel_limits.column_letters(min(places))}{first + 1}"
                still_open = f'AND({cell}<>"",COLUMN()-{min(places)}>${live.letter(picture.finished)}{first + 1})'
                hatched = live.sheet.book.file.add_format(_HATCHED)
                rule = {"type": "formula", "criteria": f"={still_open}", "format": hatched, "stop_if_true": True}
                live.sheet.paper.conditional_format(first, min(places), last, max(places), rule)
            live.sheet.paper.conditional_format(first, min(places), last, max(places), _SCALE)


_HATCHED = {"pattern": 14, "fg_color": "#A6A6A6", "bg_color": "#FFFFFF"}
_SCALE = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#F4B183"}


class _Row(NamedTuple):
    """A row of a table: the cells and values of some columns."""

    cells: dict[str, str]
    values: dict[str, Any]

    def number(self, name: str) -> float:
        """The value as the function N of a sheet sees it."""
        value = self.values[name]
        return 0.0 if value is None or isinstance(value, str) else float(value)


def _rows(live: LiveTable, names: Sequence[str]) -> list[_Row]:
    places = {column.name: place for place, column in enumerate(live.table.columns)}
    return [
        _Row(
            {name: f"${live.letter(name)}{live.header + 2 + number}" for name in names},
            {name: row[places[name]] for name in names},
        )
        for number, row in enumerate(live.table.rows)
    ]


def _steps(live: LiveTable, picture: Picture, column: int) -> list[Extra]:
    """A waterfall as stacked bars: what is not seen, then what rises or is left, and what falls, above 0 and below."""
    amount = picture.values[0]
    heads = ("row", "from", "to", "not seen", "up", "up, below 0", "down", "down, below 0")
    letters = [excel_limits.column_letters(column + place) for place in range(len(heads))]
    made: list[list[tuple[str, Any]]] = [[] for _ in heads]
    before = 0.0
    for place, row in enumerate(_rows(live, (picture.labels, amount))):
        label, value, number = row.cells[picture.labels], row.cells[amount], row.number(amount)
        total, line = place in picture.totals, live.header + 2 + place
        above = f"${letters[2]}{line - 1}" if place else "0"
        start, end = (0.0, number) if total else (before, before + number)
        s, e = f"${letters[1]}{line}", f"${letters[2]}{line}"
        low, high = min(start, end), max(start, end)
        over, under = max(0.0, high) - max(0.0, low), min(0.0, low) - min(0.0, high)
        above_0, below_0 = f"MAX(0,{s},{e})-MAX(0,MIN({s},{e}))", f"MIN(0,{s},{e})-MIN(0,MAX({s},{e}))"
        up, rises = ("TRUE", True) if total else (f"{e}>={s}", end >= start)
        cells = (
            (f'{label}&": "&FIXED(N({value}),0)', f"{_worded(row.values[picture.labels])}: {_fixed(number)}"),
            ("0" if total else above, start),
            (f"N({value})" if total else f"{above}+N({value})", end),
            (
                f"IF(MIN({s},{e})>=0,MIN({s},{e}),IF(MAX({s},{e})<=0,MAX({s},{e}),0))",
                low if low >= 0 else min(high, 0.0),
            ),
            (f"IF({up},{above_0},0)", over if rises else 0.0),
            (f"IF({up},{below_0},0)", under if rises else 0.0),
            (f"IF({up},0,{above_0})", 0.0 if rises else over),
            (f"IF({up},0,{below_0})", 0.0 if rises else under),
        )
        for column_cells, cell in zip(made, cells, strict=True):
            column_cells.append(cell)
        before = end
    return [Extra(head, column + place, made[place]) for place, head in enumerate(heads)]


def _worded(label: Any) -> str:
    return "" if label is None else spoken().worded(label)


def _fixed(number: float) -> str:
    """What FIXED(…,0) of a sheet gives: halves away from 0."""
    size = int(abs(number) + 0.5)
    return f"{'-' if number < 0 and size else ''}{size:,}"


def _whiskers(live: LiveTable, picture: Picture, column: int) -> list[Extra]:
    """How far an interval reaches above and below its value."""
    drawn, (low, high) = picture.values[0], picture.band or (picture.values[0],) * 2
    up: list[tuple[str, Any]] = []
    down: list[tuple[str, Any]] = []
    for row in _rows(live, (drawn, low, high)):
        cells, known = row.cells, all(isinstance(row.values[name], (int, float)) for name in (drawn, low, high))
        there = f"COUNT({cells[drawn]},{cells[low]},{cells[high]})=3"
        up.append((f"IF({there},{cells[high]}-{cells[drawn]},0)", row.number(high) - row.number(drawn) if known else 0))
        down.append((f"IF({there},{cells[drawn]}-{cells[low]},0)", row.number(drawn) - row.number(low) if known else 0))
    return [Extra("above", column, up), Extra("below", column + 1, down)]


_KINDS = {"waterfall": _steps, "dots": _whiskers}
