"""Rows of text that are longer than the header by nothing but empty fields at their end.

Many programs write a delimiter behind the last field of a row and not of the header. But a delimiter more may also
stand inside a number that nobody quoted: `12,50` must never be read as 12.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from custecon.core.schemas import Kind
from custecon.sources.column_checks import text_of
from custecon.sources.layout import Layout
from custecon.sources.wording import BLANKS

_WHOLE = re.compile(r"[^0-9]*[0-9][0-9\u00a0\u202f ]*")
_REST = re.compile(r"[0-9]{1,3}\s*[^0-9\s]{0,4}")


class RowWidth:
    """How wide the rows of a file are, against its header; `open` says that its last columns have no name."""

    def __init__(self, layout: Layout, *, commas: bool) -> None:
        self.width = len(layout.headers)
        self.named = max((n for n, text in enumerate(layout.headers, 1) if text), default=self.width)
        self.open = self.named < self.width
        money = [c for name, c in layout.roles.items() if layout.role(name).kind in (Kind.MONEY, Kind.NUMBER)]
        parts = [column for each in layout.computed.values() for column in each.columns()]
        self.money = sorted({*money, *parts}) if commas else []
        self.even = self.proved = False
        self.doubtful: dict[int, int] = {}

    def fitted(self, line: int, cells: Sequence[Any]) -> Sequence[Any] | None:
        """A row as wide as the header; None if more than empty fields at its end makes the difference."""
        found = len(cells)
        over = [place for place, cell in enumerate(cells[self.named :], self.named) if text_of(cell).strip(BLANKS)]
        if found < self.width or any(place >= self.width for place in over):
            return None
        if found == self.width and not over:
            self.even = True
            return cells
        if self._cut(cells):
            self.doubtful[line] = found
        elif not over:
            self.proved = True
        return cells[: self.width]

    def torn(self) -> dict[int, int]:
        """The lines whose money may be cut in two, and their widths: none where every row ends alike, some for sure."""
        return self.doubtful if self.even or not self.proved else {}

    def _cut(self, cells: Sequence[Any]) -> bool:
        """Whether a number and the digits behind it may be one number whose decimal sign is the delimiter."""
        texts = [text_of(cell).strip(BLANKS) for cell in cells]
        return any(
            column + 1 < len(texts) and _WHOLE.fullmatch(texts[column]) and _REST.fullmatch(texts[column + 1])
            for column in self.money
        )
