"""Columns of a million cells that cost little: kept as a column of NumPy, read like a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from decimal import Decimal
from typing import Any, Self, TypeVar, overload

from custecon.core.schemas import exact

T = TypeVar("T")


class _Long(Sequence[T]):
    """`cells`: a column of NumPy, and what each of its cells stands for."""

    __slots__ = ("cells",)

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    def _like(self, cells: Any) -> Self:
        """The same column with other cells."""
        made = copy(self)
        made.cells = cells
        return made

    def tolist(self) -> list[T]:
        """The cells as Python has them."""
        raise NotImplementedError

    def take(self, places: Any) -> Self:
        """The cells in some places, in their order."""
        return self._like(self.cells.take(places))

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> T | Self:
        if isinstance(place, slice):
            return self._like(self.cells[place])
        return self._like(self.cells[[place]]).tolist()[0]

    def __iter__(self) -> Iterator[T]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none


class Exact(_Long[Decimal]):
    """Exact amounts of money, kept as whole numbers of minor units; `scale`: decimal places."""

    __slots__ = ("scale",)

    def __init__(self, cells: Any, scale: int) -> None:
        super().__init__(cells)
        self.scale = scale

    def tolist(self) -> list[Decimal]:
        """The decimals, those of one amount sharing one."""
        amounts = self.cells.tolist()
        known = {amount: exact(amount, self.scale) for amount in set(amounts)}
        return [known[amount] for amount in amounts]


class Texts(_Long[str]):
    """Short texts, kept as bytes of one width in UTF-8; none has a line end or a byte 0."""

    __slots__ = ()

    def lines(self) -> str:
        """The texts, one a line."""
        return b"\n".join(self.cells.tolist()).decode()

    def tolist(self) -> list[str]:
        """The texts as Python has them."""
        return self.lines().split("\n") if len(self) else []
