"""A waterfall lying down: each step begins where the one before ended; totals stand on 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custecon.render.page import svg
from custecon.render.page.svg import Drawing

HIGH, GAP = 20.0, 7.0
BESIDE, LINES = 0.38, 5  # of the width, at most: where the names stand; longer ones take so many lines


class Falls(NamedTuple):
    """Names, numbers and texts of the rows; `totals`: the places of those that are what is left, not a step."""

    labels: Sequence[str]
    values: Sequence[float]
    texts: Sequence[str]
    totals: frozenset[int]


def waterfall(data: Falls, width: float) -> Drawing:
    """The steps in so much room, what goes off in the colour of the heading and with its sign."""
    size = svg.SIZE if width > svg.NARROW else svg.SMALL
    spans = _spans(data)
    low, high = min(0.0, *map(min, spans)), max(0.0, *map(max, spans))
    sizes = [size * svg.BOLD if place in data.totals else size for place in range(len(data.labels))]
    left = min(max(map(svg.wide, data.labels, sizes)), width * BESIDE) + 12
    room = max(width - left - 8 - max(svg.wide(text, size) for text in data.texts), 24.0)
    scale = room / ((high - low) or 1.0)
    links: list[str] = []  # under the letters
    marks: list[str] = []
    y, before = 0.0, None
    for place, (label, text, (start, end)) in enumerate(zip(data.labels, data.texts, spans, strict=True)):
        total = place in data.totals
        kind = "w" if total else ""
        lines = _lines_of(label, sizes[place], left - 12)
        high_row = max(HIGH, len(lines) * (size + 2))
        middle = y + high_row / 2
        for number, line in enumerate(lines):
            at = middle + (number - (len(lines) - 1) / 2) * (size + 2) + size * 0.36
            marks.append(svg.text(0, at, line, size, name=kind))
        x1, x2 = (left + (edge - low) * scale for edge in sorted((start, end)))
        if before is not None:
            links.append(svg.line(before[0], before[1], before[0], middle - HIGH / 2, "z"))
        name = "b" if total or end >= start else "a"
        marks.append(svg.bar(x1, middle - HIGH / 2, x2 - x1, HIGH, name))
        marks.append(svg.text(x2 + 8, middle + size * 0.36, text, size, name=kind))
        before = (left + (end - low) * scale, middle + HIGH / 2)
        y += high_row + GAP
    if low < 0:
        zero = left - low * scale
        marks.append(svg.line(zero, 0, zero, y - GAP, "z"))
    return Drawing(width, y - GAP + 2, [*links, *marks])


def _lines_of(label: str, size: float, room: float) -> list[str]:
    """A name on as many lines as it needs, at most `LINES`."""
    lines = svg.wrapped(label, size, room)
    return [*lines[: LINES - 1], svg.fitted(" ".join(lines[LINES - 1 :]), size, room)] if len(lines) > LINES else lines


def _spans(data: Falls) -> list[tuple[float, float]]:
    """From where to where each row goes."""
    spans, at = [], 0.0
    for place, value in enumerate(data.values):
        start, at = (0.0, value) if place in data.totals else (at, at + value)
        spans.append((start, at))
    return spans
