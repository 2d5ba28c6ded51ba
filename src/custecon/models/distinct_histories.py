"""Equal rows counted once: clients with the same history are reckoned together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from custecon.models.summary import Floats, Index

BLOCK = 65_536  # rows at once: they stay in the processor's cache
GRIDS = (1.0, 7.0, 365.25 / 12, 365.25)  # whole numbers; days in weeks, months, years
FURTHEST = 1e7  # steps on a grid
OFF_GRID = 1e-9  # steps
DENSE = 4  # possible keys a row up to which counting them all beats sorting


class _Coded(NamedTuple):
    """A column as whole numbers from 0 to below `width`."""

    codes: npt.NDArray[np.int32]
    width: int
    steps: float
    values: Floats | None  # of each code; None on a grid, where it is code ÷ steps

    def decoded(self, codes: Index) -> Floats:
        """The values of some codes."""
        return codes / self.steps if self.values is None else self.values[codes]


def _on_grid(column: Floats, steps: float) -> _Coded | None:
    """The column as steps on a grid, if all its values lie there."""
    largest = float(column.max()) * steps
    if not (column.min() >= 0 and largest <= FURTHEST):
        return None
    near = OFF_GRID * min(1.0, largest)
    codes = np.empty(len(column), dtype=np.int32)
    for start in range(0, len(column), BLOCK):
        scaled = column[start : start + BLOCK] * steps
        whole = np.rint(scaled)
        if np.abs(np.subtract(scaled, whole, out=scaled), out=scaled).max() > near:
            return None
        codes[start : start + BLOCK] = whole
    return _Coded(codes, round(largest) + 1, steps, None)


def _coded(column: Floats) -> _Coded:
    """A column by its grid, else by sorting."""
    for steps in GRIDS:
        found = _on_grid(column, steps)
        if found is not None:
            return found
    return _ranked(column)


def _ranked(column: Floats) -> _Coded:
    values, inverse = np.unique(column, return_inverse=True)
    return _Coded(inverse.astype(np.int32).reshape(-1), len(values), 1.0, values)


def _starts(differs: npt.NDArray[np.bool_]) -> Index:
    """Where groups begin, from whether each row but the first differs from the one before."""
    return np.flatnonzero(np.concatenate(([True], differs)))


def _sizes(starts: Index, length: int) -> Floats:
    return np.diff(np.append(starts, length)).astype(np.float64)


def _keyed(columns: Sequence[Floats]) -> tuple[list[_Coded], npt.NDArray[Any] | None]:
    """The columns coded, and all of them together as one whole number a row; None where they are too many-sided."""
    parts = [_coded(column) for column in columns]
    size = math.prod(part.width for part in parts)
    if size >= 2**62:
        return parts, None
    key: npt.NDArray[Any] = parts[0].codes.astype(np.int32 if size < 2**31 else np.int64)
    for part in parts[1:]:
        key *= part.width
        key += part.codes
    return parts, key


def kinds(columns: Sequence[Floats]) -> tuple[Index, Index]:
    """The place of one row of each kind of equal rows, and of which kind every row is."""
    if len(columns[0]) == 0:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    parts, key = _keyed(columns)
    if key is not None:
        if (size := math.prod(part.width for part in parts)) <= DENSE * len(key):
            place = np.full(size, -1, dtype=np.intp)
            place[key] = np.arange(len(key))
            present = np.flatnonzero(place >= 0)
            number = np.empty(size, dtype=np.intp)
            number[present] = np.arange(len(present))
            return place[present], number[key]
        order, ordered = _sorted(key)
        differs = ordered[1:] != ordered[:-1]
    else:
        order = np.lexsort(columns)
        differs = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    inverse = np.empty(len(order), dtype=np.intp)
    inverse[order] = np.cumsum(np.concatenate(([0], differs)))
    return order[_starts(differs)], inverse


def _sorted(key: npt.NDArray[Any]) -> tuple[Index, npt.NDArray[Any]]:
    """The places of whole numbers, not negative, in order, and the numbers so ordered.

    Sorted in one number with its place, where both fit: twice as quick as to sort places.
    """
    bits = len(key).bit_length()
    if int(key.max()).bit_length() + bits > 63:
        order = np.argsort(key)
        return order, key[order]
    both = (key.astype(np.int64) << bits) | np.arange(len(key))
    both.sort()
    return both & ((1 << bits) - 1), both >> bits


def distinct_rows(columns: Sequence[Floats], weights: Floats | None) -> tuple[list[Floats], Floats]:
    """Equal rows once, with the sum of their weights (without weights: their number)."""
    length = len(columns[0])
    if length == 0:
        return list(columns), np.zeros(0)
    parts, key = _keyed(columns)
    if key is None:
        return _by_comparing(columns, weights)
    size = math.prod(part.width for part in parts)
    if size <= DENSE * length:
        counts = np.bincount(key)
        found = np.flatnonzero(counts)
        totals = (counts if weights is None else np.bincount(key, weights))[found].astype(np.float64)
    elif weights is None:
        key.sort()
        starts = _starts(key[1:] != key[:-1])
        found, totals = key[starts].astype(np.intp), _sizes(starts, length)
    else:
        order, key = _sorted(key)
        starts = _starts(key[1:] != key[:-1])
        found, totals = key[starts].astype(np.intp), np.add.reduceat(weights[order], starts)
    rows: list[Floats] = []
    for part in reversed(parts):
        found, codes = np.divmod(found, part.width)
        rows.insert(0, part.decoded(codes))
    return rows, totals


def _by_comparing(columns: Sequence[Floats], weights: Floats | None) -> tuple[list[Floats], Floats]:
    """The same where the rows are too many-sided for one whole number each."""
    order = np.lexsort(columns)
    sorted_columns = [column[order] for column in columns]
    starts = _starts(np.any([column[1:] != column[:-1] for column in sorted_columns], axis=0))
    totals = _sizes(starts, len(order)) if weights is None else np.add.reduceat(weights[order], starts)
    return [column[starts] for column in sorted_columns], totals


def sums_by_value(column: Floats, *weights: Floats) -> tuple[Floats, list[Floats]]:
    """The distinct values of a column, and for each of the weights its sum over the rows of that value."""
    if len(column) == 0:
        return column, [np.zeros(0) for _ in weights]
    part = _coded(column)
    if part.width > DENSE * len(column):
        part = _ranked(column)
    present = np.flatnonzero(np.bincount(part.codes))
    sums = [np.bincount(part.codes, one)[present].astype(np.float64) for one in weights]
    return part.decoded(present), sums
