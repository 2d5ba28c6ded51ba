"""Pictures made of letters: bars and curves that say at a glance what the table says in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.results import Picture, Result, Table
from custecon.core.units import Form, Unit
from custecon.render import safe_text, terminal_heat
from custecon.render.short_numbers import short

HEIGHT = 12
KINDS = ("bars", "curve", "whale", "steps", "heat", "waterfall")  # that letters can draw
MARKS = "•+x"  # of the first curve, the second, the third
WIDEST = 100  # a picture wider than this is harder to take in, not easier


def drawn(picture: Picture, result: Result, width: int) -> str:
    """The picture in at most so many columns."""
    table = result.table(picture.table)
    rows = [row for row in table.rows if row[_index(table, picture.labels)] is not None]
    if picture.kind == "heat":
        return _heat(picture, table, rows, width)
    if picture.kind == "waterfall":
        return _waterfall(picture, table, rows, width, result.currency)
    names = picture.values[:1] if picture.kind == "steps" else picture.values  # what was seen of it ends before
    if picture.kind != "bars":
        rows = [row for row in rows if all(row[_index(table, name)] is not None for name in names)]
    labels = [row[_index(table, picture.labels)] for row in rows]
    values = [[row[_index(table, name)] for row in rows] for name in names]
    base = table.columns[_index(table, picture.labels)].unit
    unit = table.columns[_index(table, picture.values[0])].unit
    shown = [safe_text.for_terminal(spoken().shown(label, base)) for label in labels]
    if picture.kind == "bars":
        figures = [
            words("undefined") if value is None else spoken().shown(value, unit, result.currency) for value in values[0]
        ]
        return _bars(shown, values[0], figures, width, picture.divider)
    low, high = min(map(min, values)), max(map(max, values))
    if 0 < low < high / 2:
        low = type(low)(0)  # from the ground up, unless that would flatten the curve
    ends = tuple(spoken().shown(end, unit, result.currency) for end in (high, low))
    return _legend(table, names) + _curve(values, low, high, ends=ends, feet=(shown[0], shown[-1]), width=width)


def _heat(picture: Picture, table: Table, rows: Sequence[tuple[Any, ...]], width: int) -> str:
    """A grid of whole numbers."""
    places, base = table.places(picture.values), table.columns[_index(table, picture.labels)].unit
    over = _index(table, picture.finished) if picture.finished else None
    return terminal_heat.heat(
        [safe_text.for_terminal(spoken().shown(row[_index(table, picture.labels)], base)) for row in rows],
        [safe_text.for_terminal(words(table.columns[place].label)) for place in places],
        [[None if row[place] is None else float(row[place]) for place in places] for row in rows],
        [[in_a_grid(row[place], table.columns[place].unit) for place in places] for row in rows],
        [None if over is None else row[over] for row in rows],
        width,
    )


def _waterfall(
    picture: Picture, table: Table, rows: Sequence[tuple[Any, ...]], width: int, currency: str | None
) -> str:
    """Steps from one total to the next: what rises or is a total, and with another sign what falls."""
    width, name = min(width, WIDEST), _index(table, picture.labels)
    amount = _index(table, picture.values[0])
    labels = [safe_text.for_terminal(spoken().shown(row[name], table.columns[name].unit)) for row in rows]
    values = [float(row[amount] or 0) for row in rows]
    figures = [short().shown(row[amount], table.columns[amount].unit, currency) for row in rows]
    longest = min(max(map(len, labels)), width // 3)
    room = max(8, width - longest - max(map(len, figures)) - 4)
    ends, at = [], 0.0
    for place, value in enumerate(values):
        start, at = (0.0, value) if place in picture.totals else (at, at + value)
        ends.append((min(start, at), max(start, at)))
    low, high = min(0.0, *(end[0] for end in ends)), max(0.0, *(end[1] for end in ends))
    lines = []
    for place, (left, right) in enumerate(ends):
        begin, end = (round((edge - low) / ((high - low) or 1.0) * room) for edge in (left, right))
        falls = place not in picture.totals and values[place] < 0
        bar = ("░" if falls else "█") * max(end - begin, 1 if values[place] else 0)
        begin = min(begin, room - len(bar))
        label = _cut(labels[place], longest)
        lines.append(f"{label:<{longest}}  {figures[place]:>{max(map(len, figures))}}  {' ' * begin}{bar}".rstrip())
    return "\n".join(lines)


def in_a_grid(value: Any, unit: Unit) -> str:
    """A number as a cell of a grid has it: whole, a share of 100; "" for None."""
    return "" if value is None else short().grouped(value * 100 if unit.form is Form.SHARE else value, 0)


def _legend(table: Table, names: Sequence[str]) -> str:
    """Which mark is which of several curves."""
    labels = [words(table.columns[_index(table, name)].label) for name in names]
    return (
        "   ".join(f"{mark} {label}" for mark, label in zip(MARKS, labels, strict=False)) + "\n" if labels[1:] else ""
    )


def _index(table: Table, name: str) -> int:
    return next(i for i, column in enumerate(table.columns) if column.name == name)


def _bars(
    labels: Sequence[str], values: Sequence[Any], figures: Sequence[str], width: int, divider: tuple[int, str] | None
) -> str:
    """One bar a row, its figure behind it; a loss is drawn with another sign.

    Where the labels would take more than a third of the line they stand above their bars.
    """
    width = min(width, WIDEST)
    longest_label = max(map(len, labels))
    beside = longest_label <= width // 3
    wide = longest_label + 1 if beside else 2
    room = max(4, width - wide - max(map(len, figures)) - 1)
    drawings = lengths(values, room)
    lines = []
    for i, (label, bar, figure) in enumerate(zip(labels, drawings, figures, strict=True)):
        if divider and i == divider[0]:
            lines.append(f"~~ {words(divider[1])} ".ljust(width, "~")[:width])
        lines += [] if beside else [_cut(label, width)]
        lines.append(f"{label if beside else '':<{wide}}{bar} {figure}")
    return "\n".join(lines)


def lengths(values: Sequence[Any], room: int) -> list[str]:
    """A bar for each value, the longest as long as there is room; a loss is drawn with another sign."""
    longest = max((abs(float(value)) for value in values if value is not None), default=0) or 1
    return [
        ("░" if (value or 0) < 0 else "█") * max(round(abs(float(value or 0)) / longest * room), 1 if value else 0)
        for value in values
    ]


def _cut(label: str, width: int) -> str:
    """A label that is too long for the line, cut so that it is seen to be cut."""
    return label if len(label) <= width else f"{label[: width - 1]}…"


def _curve(
    series: Sequence[Sequence[Any]], low: Any, high: Any, *, ends: tuple[str, ...], feet: tuple[str, str], width: int
) -> str:
    """The curves over an even base, the highest and lowest value at the side, the first and last label below."""
    side = max(map(len, ends))
    room = max(10, width - side - 2)
    span = float(high - low) or 1.0
    grid = [[" "] * room for _ in range(HEIGHT)]
    for mark, values in zip(MARKS, series, strict=False):
        for x in range(room):
            value = values[round(x / max(1, room - 1) * (len(values) - 1))]
            grid[HEIGHT - 1 - round(float(value - low) / span * (HEIGHT - 1))][x] = mark
    lines = []
    for y, row in enumerate(grid):
        name = ends[0] if y == 0 else ends[1] if y == HEIGHT - 1 else ""
        lines.append(f"{name:>{side}} ┤{''.join(row).rstrip()}")
    gap = max(1, room - len(feet[0]) - len(feet[1]))
    lines.append(" " * (side + 2) + feet[0] + " " * gap + feet[1])
    return "\n".join(lines)
