"""Pictures made of letters: bars and curves that say at a glance what the table says in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.results import Picture, Result, Table
from custecon.render import safe_text

HEIGHT = 12
WIDEST = 100  # a picture wider than this is harder to take in, not easier


def drawn(picture: Picture, result: Result, width: int) -> str:
    """The picture in at most so many columns."""
    table = result.table(picture.table)
    rows = [row for row in table.rows if row[_index(table, picture.labels)] is not None]
    if picture.kind != "bars":
        rows = [row for row in rows if all(row[_index(table, name)] is not None for name in picture.values)]
    labels = [row[_index(table, picture.labels)] for row in rows]
    values = [[row[_index(table, name)] for row in rows] for name in picture.values]
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
    return _curve(values, low, high, ends=ends, feet=(shown[0], shown[-1]), width=width)


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
    longest = max((abs(float(value)) for value in values if value is not None), default=0) or 1
    lines = []
    for i, (label, value, figure) in enumerate(zip(labels, values, figures, strict=True)):
        if divider and i == divider[0]:
            lines.append(f"~~ {words(divider[1])} ".ljust(width, "~")[:width])
        length = round(abs(float(value or 0)) / longest * room)
        bar = ("░" if (value or 0) < 0 else "█") * max(length, 1 if value else 0)
        lines += [] if beside else [_cut(label, width)]
        lines.append(f"{label if beside else '':<{wide}}{bar} {figure}")
    return "\n".join(lines)


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
    for mark, values in zip("•+x", series, strict=False):
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
