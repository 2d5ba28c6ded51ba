"""The values of cells of a workbook, and rows of plain cells, made a column at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from custecon.sources.plain_rows import Column, resolved, style_and_kind

_KNOWN = 1 << 16  # values that are remembered of one style, as many repeat

Row = tuple[Any, ...]


class Known(dict[str, Any]):
    """The values of texts as a sheet has them, each understood once; no text is no value."""

    def __init__(self, value: Callable[[str], Any]) -> None:
        super().__init__({"": ""})
        self.value = value

    def __missing__(self, text: str) -> Any:
        if len(self) > _KNOWN:
            self.clear()
            self[""] = ""
        found = self[text] = self.value(resolved(text))
        return found


class PlainCells:
    """Makes rows of plain cells.

    `values`: what makes a value of a text, by its kind and its style; `indent`: how far in a style sets its cell.
    """

    def __init__(self, values: Callable[[str, str], Callable[[str], Any]], indent: Callable[[str], int]) -> None:
        self.values, self.indent = values, lru_cache(_KNOWN)(indent)
        self._known: dict[tuple[str, str], Known] = {}

    def known(self, style: str, kind: str) -> Known:
        """The values of the texts of a style and a kind."""
        found = self._known.get((style, kind))
        if found is None:
            found = self._known[style, kind] = Known(self.values(kind, style))
        return found

    def rows(self, columns: Sequence[Column]) -> tuple[list[Row], list[int]] | None:
        """Rows to their last cell, and how far in each stands, if any may; None if a cell is written another way."""
        values: list[Sequence[Any]] = []
        texts: list[Sequence[str]] = []
        indents: list[dict[str, int]] = []
        for attributes, stored, own in columns:
            said = {}
            for written in set(attributes):
                both = style_and_kind(written)
                if both is None:
                    return None
                said[written] = both
            if any(text and said[written][1] != "inlineStr" for written, text in zip(attributes, own, strict=True)):
                return None
            texts.append(list(map(str.__add__, stored, own)) if any(own) else stored)  # one of them is none
            values.append(self._values(attributes, texts[-1], said))
            indents.append({written: self.indent(style) for written, (style, _) in said.items()})
        rows = _without_ends(list(zip(*values, strict=True)), texts)
        return rows, self._levels(columns, texts, indents) if any(any(each.values()) for each in indents) else []

    def _values(
        self, attributes: Sequence[str], texts: Sequence[str], said: dict[str, tuple[str, str]]
    ) -> Sequence[Any]:
        known = {written: self.known(*both) for written, both in said.items()}
        if len(known) == 1:
            return list(map(next(iter(known.values())).__getitem__, texts))
        return [known[written][text] for written, text in zip(attributes, texts, strict=True)]

    @staticmethod
    def _levels(
        columns: Sequence[Column], texts: Sequence[Sequence[str]], indents: Sequence[dict[str, int]]
    ) -> list[int]:
        """How far in the first cell of each row stands."""
        levels = []
        for place, row in enumerate(zip(*texts, strict=True)):
            first = next((column for column, text in enumerate(row) if text), None)
            levels.append(0 if first is None else indents[first][columns[first].attributes[place]])
        return levels


def _without_ends(rows: list[Row], texts: Sequence[Sequence[str]]) -> list[Row]:
    """Rows to their last cell with a text."""
    if "" in texts[-1]:
        for place in [place for place, text in enumerate(texts[-1]) if not text]:
            end = len(texts) - 1
            while end and not texts[end - 1][place]:
                end -= 1
            rows[place] = rows[place][:end]
    return rows
