"""Sums of neighbouring rows, in all columns of money and numbers at once, each found in one look."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

NEAREST = 16  # windows of the same sum that are looked at: rows of zero make them many


class RowSums:
    """The rows of a table, by column of money or numbers, and what any neighbouring ones of them add up to.

    `places`: where rows may begin and end; before and after any row, if left out.
    """

    def __init__(
        self, columns: Mapping[str, Sequence[int | None]], rows: int, places: Sequence[int] | None = None
    ) -> None:
        self.rows, self.places = rows, places if places is not None else range(rows + 1)
        self.sums = {
            name: list(accumulate((cell or 0 for cell in cells), initial=0)) for name, cells in columns.items()
        }
        self._found: dict[str, dict[int, list[int]]] = {}

    def at(self, places: Sequence[int]) -> RowSums:
        """The same sums, of rows that begin and end at some places only."""
        other = RowSums({}, self.rows, places)
        other.sums = self.sums
        return other

    def between(self, name: str, start: int, stop: int) -> int:
        """What the rows from one place to another add up to."""
        sums = self.sums[name]
        return sums[stop] - sums[start]

    def fits(self, start: int, stop: int, values: Mapping[str, int]) -> bool:
        """Whether these rows, at least one, add up to these values in every column that has one."""
        return start < stop and all(self.between(name, start, stop) == value for name, value in values.items())

    def next_to(self, place: int, values: Mapping[str, int]) -> tuple[int, int] | None:
        """The nearest rows above a place, else below it, that add up to the values."""
        name, value = next(((name, value) for name, value in values.items() if value), next(iter(values.items())))
        total = self.sums[name][place]
        found = self._where(name, total - value)
        for start in reversed(found[: bisect_left(found, place)][-NEAREST:]):
            if self.fits(start, place, values):
                return start, place
        found = self._where(name, total + value)
        for stop in found[bisect_right(found, place) :][:NEAREST]:
            if self.fits(place, stop, values):
                return place, stop
        return None

    def _where(self, name: str, value: int) -> list[int]:
        """The places up to which the rows add up to a value."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = {}
            for place in self.places:
                found.setdefault(self.sums[name][place], []).append(place)
        return found.get(value, [])
