"""A column of a million amounts of money that costs little: kept as a column of NumPy, read like a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Self, overload

from custecon.core.schemas import exact

__all__ = ["Exact"]


class Exact(Sequence[Decimal]):
    """Exact amounts of money, kept in NumPy as whole numbers of minor units (`cells`); `scale`: decimal places."""

    __slots__ = ("cells", "scale")

    def __init__(self, cells: Any, scale: int) -> None:
        self.cells, self.scale = cells, scale

    def tolist(self) -> list[Decimal]:
        """The decimals, those of one amount sharing one."""
        amounts = self.cells.tolist()
        known = {amount: exact(amount, self.scale) for amount in set(amounts)}
        return [known[amount] for amount in amounts]

    def take(self, places: Any) -> Self:
        """The amounts in some places, in their order."""
        return type(self)(self.cells.take(places), self.scale)

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, place: int) -> Decimal: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> Decimal | Self:
        if isinstance(place, slice):
            return type(self)(self.cells[place], self.scale)
        return exact(int(self.cells[place]), self.scale)

    def __iter__(self) -> Iterator[Decimal]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none
