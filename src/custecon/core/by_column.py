"""Rows kept column by column, and any rows by their columns, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast, overload

BLOCK = 1 << 16


class ByColumn(Sequence[tuple[Any, ...]]):
    """Rows kept column by column, so that a million of them cost little; they read like a list of rows.

    `columns`: sequences of one length. Those of NumPy hold numbers, days or texts without gaps and are read as plain
    ones, and so are those of `core.long_columns`. `order`: the places of the rows in the columns, whole numbers of
    NumPy; left out, as they stand. A column is put in order only as it is read.
    """

    __slots__ = ("columns", "order")

    def __init__(self, columns: Sequence[Sequence[Any]], order: Any = None) -> None:
        if len({len(column) for column in columns}) != 1:
            raise ValueError("columns of one length are wanted, and one at least")
        self.columns, self.order = tuple(columns), order

    def __len__(self) -> int:
        return len(self.columns[0] if self.order is None else self.order)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for block in blocks(self):
            yield from zip(*map(_plain, block), strict=True)

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Any, ...] | list[tuple[Any, ...]]:
        if isinstance(place, slice):
            return list(zip(*map(_plain, self.part(place)), strict=True))
        row = place if self.order is None else self.order[place]
        return tuple(_plain(column[row]) for column in self.columns)

    def part(self, place: slice) -> list[Sequence[Any]]:
        """The columns of some of the rows."""
        if self.order is None:
            return [column[place] for column in self.columns]
        rows = self.order[place]
        return [_taken(column, rows) for column in self.columns]


def taken(column: Any, places: Any) -> Any:
    """The cells of any column in some places, whole numbers of NumPy, in their order."""
    return column.take(places) if hasattr(column, "take") else [column[place] for place in places.tolist()]


def _taken(column: Any, rows: Any) -> Sequence[Any]:
    """The cells of a column in some rows, in their order; texts as Python has them."""
    found = taken(column, rows)
    texts = hasattr(found, "dtype") and found.dtype.kind == "O"
    return cast("Sequence[Any]", found.tolist() if texts else found)


def blocks(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[Sequence[Any]]]:
    """The columns of rows, some ten thousand rows at a time."""
    for start in range(0, len(rows), BLOCK):
        if isinstance(rows, ByColumn):
            yield rows.part(slice(start, start + BLOCK))
        else:
            yield list(zip(*rows[start : start + BLOCK], strict=True))


def _plain(values: Any) -> Any:
    """The same as Python's own numbers."""
    return values.tolist() if hasattr(values, "tolist") else values
