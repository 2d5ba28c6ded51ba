"""Days as small numbers, counted from a day before every log."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np

EPOCH = dt.date(1990, 1, 1)
DAY_BITS = 16
LAST_DAY = (1 << DAY_BITS) - 1  # a later day would run into the number of its client


class Days(Sequence[dt.date]):
    """Days stored as small numbers that look like dates when they are looked at."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers

    @overload
    def __getitem__(self, place: int) -> dt.date: ...
    @overload
    def __getitem__(self, place: slice) -> Days: ...
    def __getitem__(self, place: int | slice) -> dt.date | Days:
        if isinstance(place, slice):
            return Days(self._numbers[place])
        return EPOCH + dt.timedelta(self._numbers[place])

    def __iter__(self) -> Iterator[dt.date]:
        known: dict[int, dt.date] = {}
        for number in self._numbers:
            day = known.get(number)
            if day is None:
                day = known[number] = EPOCH + dt.timedelta(number)
            yield day

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def days(self) -> Any:
        """The same as a column of NumPy."""
        return np.datetime64(EPOCH) + np.frombuffer(self._numbers, dtype=np.int32)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none
