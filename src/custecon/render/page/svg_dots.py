"""A dot for what was counted and a whisker for what it may be: how sure each row is stands beside how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custecon.core.units import Unit
from custecon.render.page import svg
from custecon.render.page.svg import Drawing

HIGH = 28.0


class Dots(NamedTuple):
    """Names, numbers and texts of the rows, and from where to where each may lie; None where nobody can tell."""

    labels: Sequence[str]
    values: Sequence[float]
    texts: Sequence[str]
    low: Sequence[float | None]
    high: Sequence[float | None]
    unit: Unit


def dots(data: Dots, width: float) -> Drawing:
    """The rows in so much room, over one scale."""
    size = svg.SIZE if width > svg.NARROW else svg.SMALL
    reach = [end for ends in (data.values, data.low, data.high) for end in ends if end is not None]
    low, high = min(reach), max(reach)
    levels = svg.ticks(0.0 if low >= 0 else low, high, 4)
    said = svg.tick_labels(levels, data.unit)
    longest = max(svg.wide(label, size) for label in data.labels)
    beside = longest <= width / 3
    left = max(longest + 14 if beside else 0.0, svg.wide(said[0], size) / 2)
    right = max(max(svg.wide(text, size) for text in data.texts) + 14, svg.wide(said[-1], size) / 2)
    scale = (width - left - right) / (levels[-1] - levels[0])

    def at(value: float) -> float:
        return left + (value - levels[0]) * scale

    each = HIGH if beside else HIGH + size + 2
    bottom = each * len(data.labels)
    marks = [svg.line(at(level), 0, at(level), bottom, "z" if level == 0 else "g") for level in levels]
    marks += [
        svg.text(at(level), bottom + size + 4, label, size, anchor="middle", name="m")
        for level, label in zip(levels, said, strict=True)
    ]
    for place, (label, value) in enumerate(zip(data.labels, data.values, strict=True)):
        y = place * each + each - HIGH / 2
        above = place * each + size + 2
        marks.append(svg.text(0, y + size * 0.36 if beside else above, svg.fitted(label, size, width), size))
        start, end = data.low[place], data.high[place]
        if start is not None and end is not None:
            marks.append(svg.line(at(start), y, at(end), y, "l"))
            marks += [svg.line(at(tip), y - 5, at(tip), y + 5, "l") for tip in (start, end)]
        marks.append(svg.dot(at(value), y, 5, "a"))
        marks.append(svg.text(width - right + 14, y + size * 0.36, data.texts[place], size, name="w"))
    return Drawing(width, bottom + size + 10, marks)
