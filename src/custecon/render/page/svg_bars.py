"""Bars from 0, one a row: a loss goes to the left, what lies below a divider is told apart, a pair is set together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custecon.render.page import svg
from custecon.render.page.svg import Drawing

HIGH, GAP = 22.0, 6.0


class Bars(NamedTuple):
    """What is drawn: names of the rows, and of each series its numbers, None where there is none, and their texts.

    `names`: of the series, where there are two; the first is drawn as a frame, the second filled. `divider`: after how
    many rows, and what it says.
    """

    labels: Sequence[str]
    values: Sequence[Sequence[float | None]]
    texts: Sequence[Sequence[str]]
    names: Sequence[str] = ()
    divider: tuple[int, str] | None = None


def bars(data: Bars, width: float) -> Drawing:
    """The bars in so much room; names that would take more than a third of it stand above their bars."""
    size = svg.SIZE if width > svg.NARROW else svg.SMALL
    longest = max((svg.wide(label, size) for label in data.labels), default=0.0)
    beside = longest <= width / 3
    left = longest + 12 if beside else 0.0
    texts = [text for series in data.texts for text in series]
    room = max(width - left - 8 - max((svg.wide(text, size) for text in _named(data, texts)), default=0.0), 24.0)
    numbers = [value or 0.0 for series in data.values for value in series]
    low, high = min([0.0, *numbers]), max([0.0, *numbers])
    span = (high - low) or 1.0
    if low < 0:  # the number of a loss stands on its left
        lost = max(svg.wide(text, size) for text in texts)
        left, room = left + lost + 8, max(room - lost - 8, 24.0)
    zero = left + room * -low / span
    scale = room / span
    marks: list[str] = []
    y = 0.0
    for row, label in enumerate(data.labels):
        if data.divider and row == data.divider[0]:
            y = _divided(marks, data.divider[1], y, width, size)
        if not beside:
            marks.append(svg.text(0, y + size, svg.fitted(label, size, width), size))
            y += size + 5
        high_row = HIGH if len(data.values) == 1 else 14.0
        if beside:
            middle = y + high_row * len(data.values) / 2 + size * 0.36
            marks.append(svg.text(0, middle, svg.fitted(label, size, width / 3), size))
        below = data.divider is not None and row >= data.divider[0]
        for number, series in enumerate(data.values):
            value, said = series[row], data.texts[number][row]
            if row == 0 and data.names:
                said = f"{said} {data.names[number]}"
            name = _kind(value, number, paired=len(data.values) > 1, below=below)
            marks += _bar(value, said, (zero, scale), (y, high_row - (2 if len(data.values) > 1 else 0)), name, size)
            y += high_row
        y += GAP
    if low < 0 < high:
        marks.append(svg.line(zero, 0, zero, max(y - GAP, 0), "z"))
    return Drawing(width, max(y - GAP, 1.0) + 2, marks)


def _named(data: Bars, texts: Sequence[str]) -> list[str]:
    """The texts behind the bars; that of the first row has the name of its series too."""
    if not data.names:
        return list(texts)
    first = [f"{series[0]} {name}" for series, name in zip(data.texts, data.names, strict=True) if series]
    return [*texts, *first]


def _kind(value: float | None, number: int, *, paired: bool, below: bool) -> str:
    if paired:
        return "o" if number == 0 else "b"
    return "a" if below or (value or 0) < 0 else "b"


def _bar(
    value: float | None, said: str, scale: tuple[float, float], at: tuple[float, float], name: str, size: float
) -> list[str]:
    """A bar and its number behind it."""
    (zero, each), (y, high) = scale, at
    middle = y + high / 2 + size * 0.36
    long = abs(value or 0) * each
    if value is not None and value < 0:
        start = zero - long
        return [svg.bar(start, y, long, high, name), svg.text(start - 8, middle, said, size, anchor="end")]
    drawn = [svg.bar(zero, y, long, high, name)] if value else []
    return [*drawn, svg.text(zero + long + 8, middle, said, size)]


def _divided(marks: list[str], said: str, y: float, width: float, size: float) -> float:
    """A line between two rows and what it says; gives where the next row begins."""
    lines = svg.wrapped(said, size, width)
    marks.append(svg.line(0, y + 2, width, y + 2, "d"))
    for place, one in enumerate(lines, 1):
        marks.append(svg.text(0, y + 2 + place * (size + 4), one, size, name="m"))
    return y + 2 + len(lines) * (size + 4) + 8
