"""Many exact amounts of money at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, overload

from custecon.core.schemas import exact

__all__ = ["Exact"]


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
