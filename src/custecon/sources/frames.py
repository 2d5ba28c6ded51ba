"""A frame of pandas, Polars or Arrow, or a mapping of columns, as a source: cells of their own types, no CSV between.

A whole number is its digits, as it would be in a file, so that a day such as 20240105 and a long id stay what they are;
a number with a fraction is a decimal, so that no sign is in doubt. A missing value of any kind is an empty cell.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Context, Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any, NamedTuple

from custecon.core.errors import Frame, InputRefused, Notice, Place, notice, problem
from custecon.core.schemas import Schema
from custecon.core.sha256 import sha256
from custecon.sources.amounts import MOST_DECIMALS
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.header_detection import find_layout
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Rows, Source
from custecon.sources.wording import shown

NAME = "<frame>"
HEADER = -1  # the line of the header; the rows are counted from 0, as `.iloc` and Polars count them
_FIFTEEN = Context(prec=15)
_DIGITS = 15  # that a binary number keeps


class Columns(NamedTuple):
    """The columns of a frame, cell by cell: their names, and the names of the index, if it has any."""

    names: tuple[str, ...]
    cells: tuple[list[Any], ...]
    labels: str = ""


def open_frame(frame: Any, schemas: Sequence[Schema], options: ReadingOptions, name: str | None = None) -> Source:
    """Make a source of a frame: its names are the header, its rows are counted from 0.

    Raises:
        InputRefused: E318 its columns have different lengths; E204 it has no column; or the header is refused.
        TypeError: it is no frame.
    """
    place = Place(Frame(name or NAME))
    found = columns_of(frame, place)
    if not found.names:
        raise InputRefused(problem("E204", place=place))

    def rows() -> Rows:
        if any(found.names):
            yield HEADER, found.names
        yield from enumerate(zip(*found.cells, strict=True))

    told: tuple[Notice, ...] = ()
    if found.labels:
        told = (notice("N284", place=place, index=shown(found.labels)),)
    try:
        layout = find_layout(rows(), schemas, options, place)
    except InputRefused as refusal:
        raise InputRefused(
            refusal.problems, context=[f"{one.what}; {one.cure}" for one in told], more=refusal.more
        ) from None
    opened = Opened(place.file, b"", _fingerprint(found), "frame", told)
    return Source(opened, layout, rows, notices=list(told))


def columns_of(frame: Any, place: Place) -> Columns:
    """The columns of whatever has columns.

    Raises:
        InputRefused: E318 they have different lengths. TypeError: it is no frame.
    """
    import narwhals as nw

    if isinstance(frame, Mapping):
        columns = [_cells(_values(values)) for values in frame.values()]
        lengths = list(map(len, columns))
        if len(set(lengths)) > 1:
            told = ", ".join(f"«{shown(str(name))}» {n:,}" for name, n in zip(frame, lengths, strict=True))
            raise InputRefused(problem("E318", place=place, lengths=told))
        return Columns(_named(frame), tuple(columns))
    names: list[Any] | None = None
    index = ""
    if nw.dependencies.is_pandas_dataframe(frame):
        names, index, frame = _of_pandas(frame)
    table = _eager(frame)
    if table is None:
        lazy = "; collect it first" if hasattr(frame, "collect") else ""
        wanted = "a path, bytes, an open file, a frame of pandas, Polars or Arrow, a mapping of columns, or a Reading"
        raise TypeError(f"a {type(frame).__name__} cannot be read; give {wanted}{lazy}")
    return Columns(_named(names or table.columns), tuple(_cells(_values(one)) for one in table.iter_columns()), index)


def _eager(frame: Any) -> Any:
    """A frame as Narwhals has it; what hands out its rows by Arrow, such as a result of DuckDB, through PyArrow."""
    import narwhals as nw

    table = nw.from_native(frame, eager_only=True, pass_through=True)
    if not isinstance(table, nw.DataFrame) and (
        hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__")
    ):
        with suppress(ImportError, TypeError, ValueError):
            table = nw.from_native(import_module("pyarrow").table(frame), eager_only=True)
    return table if isinstance(table, nw.DataFrame) else None


def _of_pandas(frame: Any) -> tuple[list[Any], str, Any]:
    """The names of the columns of pandas, which may be anything, those of its index, and the frame without them."""
    labels = [name for name in frame.index.names if name is not None]
    names = list(frame.columns)
    if names == list(range(len(names))):  # those that pandas gives to columns without a name
        names = [""] * len(names)
    names = ["" if isinstance(name, str) and _unnamed(name) else name for name in names]
    return names, ", ".join(map(str, labels)), frame.set_axis(list(map(str, range(len(names)))), axis="columns")


def _unnamed(name: str) -> bool:
    """Whether pandas has named a column of a file that has no name there."""
    head, _, number = name.partition(": ")
    return head == "Unnamed" and number.isdigit()


def _named(names: Iterable[Any]) -> tuple[str, ...]:
    """Names as a header has them; a name of several levels is one."""
    return tuple(
        " ".join(filter(None, _named(name))) if isinstance(name, tuple) else text_of(_days([cell_of(name)])[0])
        for name in names
    )


def _values(column: Any) -> Iterable[Any]:
    """The values of a column, in types that tell what they are."""
    import narwhals as nw

    series = nw.from_native(column, series_only=True, allow_series=True, pass_through=True)
    if isinstance(series, nw.Series):
        if series.dtype == nw.Float32:  # Python would show 0.1 as 0.10000000149011612
            series = series.to_numpy() if not series.null_count() else series.cast(nw.String).to_numpy()
            return (None if value is None else Decimal(str(value)) for value in series)
        return list(series.to_list())
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    if isinstance(column, str | bytes) or not isinstance(column, Iterable):
        raise TypeError(f"a column must be a list, an array or a series, not {type(column).__name__}")
    return column


def _cells(values: Iterable[Any]) -> list[Any]:
    return _days([_OF_TYPE.get(type(value), cell_of)(value) for value in values])


def _days(cells: list[Any]) -> list[Any]:
    """The moments of a column are days where none has a time of day, else text, as they are written."""
    moments = [cell for cell in cells if isinstance(cell, dt.datetime)]
    if not moments:
        return cells
    if any(moment.time() != dt.time() for moment in moments):
        return [cell.isoformat(" ") if isinstance(cell, dt.datetime) else cell for cell in cells]
    return [dt.date(cell.year, cell.month, cell.day) if isinstance(cell, dt.datetime) else cell for cell in cells]


def cell_of(value: Any) -> Any:
    """One value as a cell: text, a decimal, a day, a moment, yes or no, or nothing.

    >>> [cell_of(value) for value in (12, 12.0, 0.1, Decimal("7.50"), None, float("nan"), True)]
    ['12', '12', Decimal('0.1'), Decimal('7.50'), '', '', True]
    """
    kind = type(value)
    if kind in _OF_TYPE:
        return _OF_TYPE[kind](value)
    if hasattr(value, "dtype") and hasattr(value, "item"):
        return _of_numpy(value)
    if kind.__name__ in ("NAType", "NaTType"):
        return ""
    for known, read in _OF_TYPE.items():
        if isinstance(value, known):
            return read(value)
    return str(value)


def _of_numpy(value: Any) -> Any:
    """A scalar of NumPy by its own digits; a moment of nanoseconds by its microseconds."""
    if value.dtype.kind == "f":
        return _of_decimal(Decimal(str(value)))
    if value.dtype.kind == "M":
        value = value.astype("datetime64[us]")
    plain = value.item()
    return str(plain) if type(plain) not in _OF_TYPE else _OF_TYPE[type(plain)](plain)


def _of_decimal(value: Decimal) -> Any:
    """A number: whole as its digits, as long as it is exact; a binary one with a long tail to the digits it keeps."""
    if not value.is_finite():
        return "" if value.is_nan() else Spoilt("E289", str(value))
    digits, exponent = value.as_tuple()[1:]
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS and len(digits) > _DIGITS:
        value = _FIFTEEN.create_decimal(value)
    if value == value.to_integral_value() and value.adjusted() < _DIGITS:
        return f"{int(value)}"
    return value


def _of_float(value: float) -> Any:
    return f"{value:.0f}" if value.is_integer() and abs(value) < 10**_DIGITS else _of_decimal(Decimal(repr(value)))


def _of_exact(value: Decimal) -> Any:
    """A decimal as it is, whatever its length; one that is not a number is nothing."""
    if not value.is_finite():
        return _of_decimal(value)
    return f"{value:f}" if value == value.to_integral_value() or value.adjusted() >= _DIGITS else value


_OF_TYPE: dict[type, Callable[[Any], Any]] = {
    str: str,
    bool: bool,
    int: str,
    float: lambda value: _of_float(float(value)),
    Decimal: _of_exact,
    Fraction: lambda value: _of_float(float(value)),
    dt.datetime: lambda value: value,
    dt.date: lambda value: value,
    type(None): lambda _: "",
}


def _fingerprint(found: Columns) -> str:
    """The SHA-256 of what is read: names and cells as text, column by column, whichever library holds them."""
    sha = sha256()
    for name, cells in zip(found.names, found.cells, strict=True):
        sha.update(json.dumps([name, *map(_written, cells)]).encode())
    return sha.hexdigest()


def _written(cell: Any) -> str:
    """A cell as text, so that equal values are written alike."""
    if cell.__class__ is str:
        return str(cell)
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else text_of(cell)
