"""What of a sheet is printed: one page of A4, and where there is more than can be read on it, its first page.

Of several answers the sheet of figures has two, where there is room for them (`layout`).

All of the sheet stays in the file; the foot of the page says how much of it is printed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from custecon.core.language import words
from custecon.core.phrases import say

if TYPE_CHECKING:
    from custecon.render.workbook.book import Sheet

LONG_SIDE, SHORT_SIDE = 765.0, 490.0  # of the paper within its margins and above its foot, in points
LETTER, BESIDE = 5.25, 3.75  # how wide a letter of a column is, and what stands beside its letters
LOST = 0.2  # of all pages but one: rows that do not fit above the edge any more, the headings that come again
ROW = 15.0  # the height of a row
UNSET = 8.43  # letters of a column of which nobody said how wide it is
SHRUNK, SMALLEST = 0.7, 0.65  # of letters of 11 points: of a first page of several; print below 7 points cannot be read


class Printed(NamedTuple):
    """How many rows and columns are printed."""

    rows: int
    columns: int


def first_page(widths: Mapping[int, float], heights: Mapping[int, float], rows: int, pages: int = 1) -> Printed:
    """As many columns as can be read beside each other, and as many rows of that size as stand on so many pages.

    >>> first_page({0: 40, 1: 40}, {}, 30), first_page({0: 40, 1: 40}, {}, 800)
    (Printed(rows=30, columns=2), Printed(rows=46, columns=2))
    >>> first_page({place: 20 for place in range(40)}, {}, 10)
    Printed(rows=10, columns=10)
    """
    size, columns = _size(widths)
    room = SHORT_SIDE * (pages if pages == 1 else pages - LOST)
    size = size if pages == 1 else min(size, SMALLEST)
    if _high(heights, rows) * min(size, SMALLEST) <= room:
        return Printed(rows, columns)
    low, high = 1, rows
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _high(heights, middle) * size <= room else (low, middle - 1)
    return Printed(low, columns)


def pages(sheet: Sheet) -> int:
    """How many pages all rows of a sheet would take at the size of a first page."""
    return max(1, math.ceil(_high(sheet.heights, sheet.rows) * _size(sheet.widths)[0] / SHORT_SIDE))


def _size(widths: Mapping[int, float]) -> tuple[float, int]:
    """How small it is printed, and how many columns stand beside each other then."""
    across, columns = 0.0, 0
    for place in sorted(widths):
        across += widths[place] * LETTER + BESIDE
        if columns and across * SMALLEST > LONG_SIDE:
            across -= widths[place] * LETTER + BESIDE
            break
        columns += 1
    return min(SHRUNK, LONG_SIDE / across), columns


def _high(heights: Mapping[int, float], rows: int) -> float:
    return rows * ROW + sum(high - ROW for row, high in heights.items() if row < rows)


def _beside(sheet: Sheet, printed: Printed) -> int:
    """How many columns beside the printed ones the title runs over."""
    wide = sum(sheet.widths[place] for place in sorted(sheet.widths)[: printed.columns])
    return max(0, math.ceil((sheet.titled - wide) / UNSET))


def set_up(sheet: Sheet) -> None:
    """One page, or as many as were settled, lying, with a foot that names the sheet and says what is left out."""
    paper = sheet.paper
    paper.fit_to_pages(1, sheet.pages)
    rows = max(sheet.rows, 1)
    printed = (
        first_page(sheet.widths, sheet.heights, rows, sheet.pages)
        if sheet.widths and not sheet.whole
        else Printed(rows, 0)
    )
    for first, last in sheet.charts:
        if first < printed.rows < last:  # none of a chart, rather than its upper half
            printed = printed._replace(rows=max(1, first - 1))
    told = []
    if printed.rows < rows:
        what, above = ("rows", sheet.above) if sheet.above else ("lines", 0)
        said = (
            "the first {n} of {all} rows are printed" if what == "rows" else "the first {n} of {all} lines are printed"
        )
        told.append(say(said, n=printed.rows - above, all=rows - above))
    if printed.columns and printed.columns < len(sheet.widths):
        said = "{n} of {all} columns" if told else "{n} of {all} columns are printed"
        told.append(say(said, n=printed.columns, all=len(sheet.widths)))
    if (told or sheet.spare) and not sheet.paper.hidden:  # what has a print area is printed though it is hidden
        paper.print_area(0, 0, printed.rows - 1, max(printed.columns + _beside(sheet, printed), 1) - 1)
    left_out = f"&C&9{', '.join(map(words, told))}" if told else ""
    paper.set_footer(f"&L&8&F · &A{left_out}&R&8&P / &N")
