"""Columns of a million cells that cost little: exact amounts of money, short texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, overload

from custecon.core.schemas import exact

__all__ = ["Exact", "Texts"]


class Exact(Sequence[Decimal]):
    """Amounts kept as whole numbers of minor units, so that a million of them cost little; they read like decimals.

    `whole`: a column of NumPy; `scale`: decimal places.
    """

    __slots__ = ("scale", "whole")

    def __init__(self, whole: Any, scale: int) -> None:
        self.whole, self.scale = whole, scale

    def __len__(self) -> int:
        return len(self.whole)

    @overload
    def __getitem__(self, place: int) -> Decimal: ...
    @overload
    def __getitem__(self, place: slice) -> Exact: ...
    def __getitem__(self, place: int | slice) -> Decimal | Exact:
        if isinstance(place, slice):
            return Exact(self.whole[place], self.scale)
        return exact(int(self.whole[place]), self.scale)

    def __iter__(self) -> Iterator[Decimal]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none

    def take(self, places: Any) -> Exact:
        """The amounts in some places, in their order."""
        return Exact(self.whole.take(places), self.scale)

    def tolist(self) -> list[Decimal]:
        """The decimals, those of one amount sharing one."""
        amounts = self.whole.tolist()
        known = {amount: exact(amount, self.scale) for amount in set(amounts)}
        return [known[amount] for amount in amounts]


class Texts(Sequence[str]):
    """Texts kept as bytes of one width, so that a million of them cost little; they read like texts.

    `cells`: a column of NumPy with texts in UTF-8, none with a line end or a byte 0.
    """

    __slots__ = ("cells",)

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Texts: ...
    def __getitem__(self, place: int | slice) -> str | Texts:
        if isinstance(place, slice):
            return Texts(self.cells[place])
        return str(self.cells[place].decode())

    def __iter__(self) -> Iterator[str]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none

    def take(self, places: Any) -> Texts:
        """The texts in some places, in their order."""
        return Texts(self.cells.take(places))

    def lines(self) -> str:
        """The texts, one a line."""
        return b"\n".join(self.cells.tolist()).decode()

    def tolist(self) -> list[str]:
        """The texts as Python has them."""
        return self.lines().split("\n") if len(self) else []
