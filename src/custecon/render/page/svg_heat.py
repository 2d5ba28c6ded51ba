"""A grid of numbers, the darker the larger; what is not known yet is empty, never 0, what may still change hatched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custecon.core.language import words
from custecon.core.phrases import say
from custecon.render.page import svg
from custecon.render.page.svg import Drawing

HIGH, SHADES = 26.0, 5
APART = 8.0  # of the lines of a hatching
Texts = Sequence[Sequence[str]]


class Heat(NamedTuple):
    """What is drawn.

    Attributes:
        labels, heads: the names of rows and columns.
        values: of each row; None where there is none yet. texts: as they stand in the cells.
        short: the same with fewer digits, for where not all columns fit beside each other.
        over: how many cells of each row can change no more; None, of a row or of all: every one of them.
    """

    labels: Sequence[str]
    heads: Sequence[str]
    values: Sequence[Sequence[float | None]]
    texts: Texts
    short: Texts = ()
    over: Sequence[int | None] | None = None


def heat(data: Heat, width: float) -> Drawing:
    """As many columns as fit, the number in each cell."""
    size = svg.SIZE if width > svg.NARROW else svg.SMALL
    left = min(max(svg.wide(label, size) for label in data.labels), width * 0.34) + 10
    texts, least = data.texts, _least(data.heads, data.texts, size)
    if data.short and least * len(data.heads) > width - left:
        texts, least = data.short, _least(data.heads, data.short, size)
    fit = max(1, int((width - left) // least))
    heads = data.heads[:fit]
    each = min((width - left) / len(heads), 120.0)
    known = [value for row in data.values for value in row if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    top = size + 8
    marks = [
        svg.text(left + each * (place + 0.5), size, head, size, anchor="middle", name="m")
        for place, head in enumerate(heads)
    ]
    hatched = False
    for row, label in enumerate(data.labels):
        y = top + row * HIGH
        marks.append(svg.text(0, y + HIGH / 2 + size * 0.36, svg.fitted(label, size, left - 10), size))
        for place in range(len(heads)):
            value, x = data.values[row][place], left + each * place
            if value is None:
                marks.append(svg.line(x + 1, y + HIGH - 2, x + each - 2, y + HIGH - 2, "g"))
                continue
            shade = min(int((value - low) / ((high - low) or 1.0) * SHADES), SHADES - 1)
            over = data.over[row] if data.over else None
            still_open = over is not None and place >= over
            hatched |= still_open
            marks.append(svg.bar(x, y, each - 2, HIGH - 2, f"h{shade}"))
            marks += [_hatching(x, y, each - 2, HIGH - 2)] if still_open else []
            at = x + each / 2 - 1, y + HIGH / 2 + size * 0.36 - 1
            marks.append(svg.text(*at, texts[row][place], size, anchor="middle", name="" if still_open else "c"))
    height = top + HIGH * len(data.labels)
    left_out = len(data.heads) - fit
    told = [words("hatched: may still change")] if hatched else []
    told += [words(say("and {n} {n:column|columns} more in the table", n=left_out))] if left_out > 0 else []
    for said in told:
        height += size + 6
        marks.append(svg.text(0, height - 4, svg.fitted(said, size, width), size, name="m"))
    return Drawing(width, height + 2, marks)


def _least(heads: Sequence[str], texts: Texts, size: float) -> float:
    """How wide a column must be."""
    return max(svg.wide(text, size) for text in (*heads, *(text for row in texts for text in row))) + 8


def _hatching(x: float, y: float, width: float, height: float) -> str:
    """Lines from below to above across a rectangle, as one mark; no pattern, which would need a name on the page."""
    steps = []
    across = APART
    while across < width + height:
        first = x + max(0.0, across - height), y + min(across, height)
        last = x + min(across, width), y + max(0.0, across - width)
        ends = (",".join(map(svg.number, end)) for end in (first, last))
        steps.append("M{}L{}".format(*ends))
        across += APART
    return f'<path d="{"".join(steps)}" class="x"/>'
