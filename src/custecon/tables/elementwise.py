"""A metric over columns: every element is read by the grammar of its quantity, and a gap among them gives a gap.

Lists, tuples, arrays and series of pandas, Polars and Arrow are columns. The answer at a place is that of a call with
the elements of the place.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined, UsageError
from custecon.core.numbers import is_column
from custecon.core.phrases import say
from custecon.core.quantities import Quantity

_PLAIN = {float, int, np.float64, type(None)}  # taken together, not read one by one
_PYTHONS = np.dtype(float)  # the float of Python; one of another length is read by its own digits


def over_columns(metric: Metric, inputs: Mapping[str, Any]) -> Any:
    """The column that a metric gives: of pandas or Polars if one of the columns is, else an array.

    Raises:
        UsageError: an element is no number of its quantity; its place is named, as in `retention[3]`, from 0.
        Undefined: the figure does not exist at a place, which is named.
        TypeError: an input is missing or unknown. ValueError: the columns have different lengths.
    """
    metric.refuse_other_names(inputs)
    values: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for needed in metric.asked:
        given = inputs.get(needed.name, needed.default)
        if is_column(given):
            columns[needed.name] = given
        else:
            value = needed.checked(given)
            values[needed.name] = float(value) if isinstance(value, Decimal) else value
    columns = _aligned(columns)
    numbers = _together({needed.name: _numbers(needed.quantity, columns[needed.name])
                         for needed in metric.asked if needed.name in columns})  # fmt: skip
    there = ~np.logical_or.reduce([np.isnan(column) for column in numbers.values()])
    found = np.full(there.shape, np.nan)
    present = {name: column[there] for name, column in numbers.items()}
    if there.any():
        try:
            with np.errstate(all="ignore"):
                found[there] = _computed(metric, values, present)
        except Undefined:
            _blame(metric, values, numbers, there)
            raise
    return _like(columns, found, metric.name)


def _computed(metric: Metric, values: Mapping[str, Any], columns: Mapping[str, Any]) -> Any:
    """The figures for columns without gaps; a schedule has its number of periods for all rows at once."""
    if not (metric.is_schedule and "periods" in columns):
        return metric.compute({**values, **columns})
    found = np.empty(len(columns["periods"]))
    for periods in np.unique(columns["periods"]):
        rows = columns["periods"] == periods
        others = {name: column[rows] for name, column in columns.items() if name != "periods"}
        found[rows] = metric.compute({**values, **others, "periods": int(periods)})
    return found


def _blame(metric: Metric, values: Mapping[str, Any], numbers: Mapping[str, Any], there: Any) -> None:
    """Name the first place at which the figure does not exist.

    Raises:
        Undefined: with that place.
    """
    for place in map(tuple, np.argwhere(there).tolist()):
        try:
            metric.compute({**values, **{name: column[place].item() for name, column in numbers.items()}})
        except Undefined as undefined:
            why = undefined.problems[0]
            told = {**why.values, "figure": f"{metric.label}{_shown(place)}"}
            raise Undefined(replace(why, values=told)) from None


def _shown(place: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, place))}]"


def _aligned(columns: dict[str, Any]) -> dict[str, Any]:
    """Series of pandas with different labels are laid beside each other by those, as pandas does."""
    pandas = sys.modules.get("pandas")
    series = {name: column for name, column in columns.items() if pandas and isinstance(column, pandas.Series)}
    indexes = [column.index for column in series.values()]
    if pandas is None or all(index.equals(indexes[0]) for index in indexes):
        return columns
    beside = pandas.concat(series, axis="columns")
    return columns | {name: beside[name] for name in series}


def _together(columns: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(zip(columns, np.broadcast_arrays(*columns.values()), strict=True))
    except ValueError:
        told = ", ".join(f"{name} {len(column):,}" for name, column in columns.items())
        raise ValueError(f"the columns have different lengths: {told}") from None


def _numbers(quantity: Quantity, column: Any) -> Any:
    """The elements of a column as floats, gaps as nan.

    Raises:
        UsageError: one is no number of the quantity, or outside its bounds.
    """
    cells = _array(column)
    if cells.dtype.kind in "mM":  # days and spans: in nanoseconds their elements would come out as whole numbers
        cells = cells.astype(say("{kind}8[us]", kind=cells.dtype.kind)).astype(object)
    if cells.dtype.kind not in "iuf":
        if not {type(cell) for cell in cells.flat} <= _PLAIN:
            return _read(quantity, cells)
        try:
            found = np.reshape([math.nan if cell is None else float(cell) for cell in cells.flat], cells.shape)
        except OverflowError:
            return _read(quantity, cells)
    elif cells.dtype.kind == "f" and cells.dtype != _PYTHONS:
        found = cells.astype(str).astype(float)
    else:
        found = cells.astype(float)
    low, high = quantity.bounds.low, quantity.bounds.high
    inside = ((found > low) if quantity.bounds.open_low else (found >= low)) & (found <= high) & np.isfinite(found)
    if quantity.whole:
        inside &= found == np.floor(found)
    outside = ~(inside | np.isnan(found))
    if outside.any():
        place = tuple(np.argwhere(outside)[0].tolist())
        _at(quantity, place).read(cells[place])
    return found


def _array(column: Any) -> Any:
    if hasattr(column, "to_pylist"):  # of Arrow
        return column.to_numpy(zero_copy_only=False)
    if hasattr(column, "to_numpy"):
        return column.to_numpy()
    return column if isinstance(column, np.ndarray) else np.array(column, dtype=object)


def _read(quantity: Quantity, cells: Any) -> Any:
    """Elements of any kind, one by one; every text is read once."""
    found = np.full(cells.shape, np.nan)
    known: dict[str, float] = {}
    for place, cell in np.ndenumerate(cells):
        if _is_gap(cell):
            continue
        if cell.__class__ is str and cell in known:
            found[place] = known[cell]
            continue
        with suppress(UsageError):
            found[place] = number = float(quantity.read(cell, period=False).number)
            if cell.__class__ is str:
                known[cell] = number
            continue
        _at(quantity, place).read(cell, period=False)
    return found


def _is_gap(cell: Any) -> bool:
    return (
        cell is None
        or type(cell).__name__ in ("NAType", "NaTType")
        or (isinstance(cell, float | Decimal | np.floating) and math.isnan(cell))
    )


def _at(quantity: Quantity, place: tuple[int, ...]) -> Quantity:
    """The quantity, called by the place of an element."""
    return replace(quantity, name=f"{quantity.name}{_shown(place)}")


def _like(columns: Mapping[str, Any], found: Any, name: str) -> Any:
    """The column as the library has it whose columns went in."""
    pandas = sys.modules.get("pandas")
    for column in columns.values():
        if pandas and isinstance(column, pandas.Series):
            return pandas.Series(found, index=column.index, name=name)
        if pandas and isinstance(column, pandas.DataFrame):
            return pandas.DataFrame(found, index=column.index, columns=column.columns)
        if type(column).__module__.startswith("polars."):
            return type(column)(name, found)
    return found
