"""Columns of a million cells that cost little: kept as a column of NumPy, read like a list.

Whoever imports this loads NumPy, so no command that needs figures alone may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from decimal import Decimal
from typing import Any, Self, TypeVar, overload

import numpy as np

from custecon.core.by_column import taken
from custecon.core.schemas import exact

T = TypeVar("T")
LONGEST_WHOLE = 2**63  # the first whole number that NumPy does not count with
EXACT_WHOLE, EXACT_TENS = 2**53, 22  # whole numbers and powers of ten that are exact as floats


def whole_numbers(numbers: Any) -> Any:
    """Whole numbers as a column of NumPy, two of which may be added: of its own where they fit, else of Python's."""
    try:
        cells = np.array(numbers, dtype=np.int64)
    except OverflowError:
        return np.array([int(number) for number in numbers], dtype=object)
    return cells if ((cells > -LONGEST_WHOLE // 2) & (cells < LONGEST_WHOLE // 2)).all() else cells.astype(object)


def days_of(days: Sequence[dt.date | None]) -> Any:
    """Days as a column of NumPy."""
    return days.days if hasattr(days, "days") else np.array(days, dtype="datetime64[D]")


def places_of(some: Sequence[str], among: Sequence[str]) -> Any:
    """The places of some texts among others that hold each of them once."""
    if isinstance(some, Texts) and isinstance(among, Texts):
        return np.searchsorted(among.cells, some.cells) if len(some) < len(among) else np.arange(len(among))
    known = {text: place for place, text in enumerate(among)}
    return np.fromiter((known[text] for text in some), dtype=np.intp, count=len(some))


def in_order(texts: Sequence[str]) -> Any:
    """The places of texts in their order; those of one text as they stand."""
    if isinstance(texts, Texts):
        return np.argsort(texts.cells, kind="stable")
    listed = list(texts)
    return np.array(sorted(range(len(listed)), key=listed.__getitem__), dtype=np.intp)


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


class Columnar(Sequence[T]):
    """Records kept column by column: a dataclass whose fields are columns, mappings of them by name, or None."""

    __slots__ = ()

    def take(self, places: Any) -> Self:
        """Those in some places, in their order."""
        columns = {name: getattr(self, name) for name in self.__dataclass_fields__}  # type: ignore[attr-defined]
        return type(self)(**{name: _at(column, places) for name, column in columns.items()})

    def where(self, chosen: Any) -> Self:
        """Those of whom something is true."""
        return self.take(np.flatnonzero(chosen))

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: int | slice) -> T | Self:
        places = np.arange(len(self))[place]
        return self.take(places) if isinstance(place, slice) else next(iter(self.take(places[None])))


def _at(column: Any, places: Any) -> Any:
    if isinstance(column, Mapping):
        return {name: taken(cells, places) for name, cells in column.items()}
    return None if column is None else taken(column, places)


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

    def floats(self) -> Any:
        """The nearest floats."""
        if self.scale <= EXACT_TENS and self._most() <= EXACT_WHOLE:
            return np.asarray(self.cells / 10.0**self.scale)
        return np.array(self.tolist(), dtype=np.float64)

    def total(self) -> Decimal:
        """Their exact sum."""
        fits = self._most() * len(self) < LONGEST_WHOLE
        return exact(int(self.cells.sum()) if fits else sum(self.cells.tolist()), self.scale)

    def times(self, share: Decimal) -> Exact:
        """A share of each of them, exactly."""
        sign, digits, exponent = share.as_tuple()
        if not isinstance(exponent, int):
            raise ValueError(f"no amount of money: {share}")
        factor = int("".join(map(str, digits))) * 10 ** max(exponent, 0) * (-1 if sign else 1)
        fits = self._most() * abs(factor) < LONGEST_WHOLE
        return Exact((self.cells if fits else self.cells.astype(object)) * factor, self.scale - min(exponent, 0))

    def _most(self) -> int:
        """The size of the largest."""
        return max(abs(int(self.cells.min())), abs(int(self.cells.max()))) if len(self) else 0


class Gapped(_Long[float | None]):
    """Numbers of which some are missing, kept as floats; not a number where there is none."""

    __slots__ = ()

    def tolist(self) -> list[float | None]:
        """The numbers, None where there is none."""
        return [None if cell != cell else cell for cell in self.cells.tolist()]  # noqa: PLR0124 - not a number


class Words(_Long[str]):
    """Texts of which few are different, kept as their places in `words`."""

    __slots__ = ("words",)

    def __init__(self, cells: Any, words: Sequence[str]) -> None:
        super().__init__(cells)
        self.words = words

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """Texts as they stand; the words in the order in which they come first."""
        words = list(dict.fromkeys(texts))
        known = {word: place for place, word in enumerate(words)}
        return cls(np.fromiter((known[text] for text in texts), dtype=np.intp, count=len(texts)), words)

    @classmethod
    def same(cls, text: str, count: int) -> Words:
        """One text so many times."""
        return cls(np.zeros(count, dtype=np.int8), [text])

    def tolist(self) -> list[str]:
        """The texts as Python has them."""
        return [self.words[place] for place in self.cells.tolist()]

    def lines(self) -> str:
        """The texts, one a line."""
        return "\n".join(self.tolist())

    def places(self) -> dict[str, Any]:
        """Where each of the words stands, in the order in which they come first."""
        order = np.argsort(self.cells, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(self.cells[order])) + 1) if len(order) else []
        return {self.words[self.cells[part[0]]]: part for part in sorted(parts, key=lambda part: int(part[0]))}


class Texts(_Long[str]):
    """Short texts, kept as bytes of one width in UTF-8; none has a line end or a byte 0."""

    __slots__ = ()

    def lines(self) -> str:
        """The texts, one a line."""
        return b"\n".join(self.cells.tolist()).decode()

    def tolist(self) -> list[str]:
        """The texts as Python has them."""
        return self.lines().split("\n") if len(self) else []
