"""A frame of pandas, Polars or Arrow, or a mapping of columns, as a source: its rows are counted from 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from typing import Any

from custecon.core.errors import Frame, InputRefused, Notice, Place, notice, problem
from custecon.core.schemas import Schema
from custecon.sources.column_checks import text_of
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Source
from custecon.sources.typed.cells import cell_of, cells_of, days
from custecon.sources.typed.columns import Columns, fingerprint, source_of
from custecon.sources.wording import shown

NAME = "<frame>"


def open_frame(frame: Any, schemas: Sequence[Schema], options: ReadingOptions, name: str | None = None) -> Source:
    """Make a source of a frame, whose rows are counted as `.iloc` and Polars count them.

    Raises:
        InputRefused: E318 its columns have different lengths; E204 it has no column; or the header is refused.
        TypeError: it is no frame.
    """
    place = Place(Frame(name or NAME))
    found = columns_of(frame, place)
    told: tuple[Notice, ...] = ()
    if found.labels:
        told = (notice("N284", place=place, index=shown(found.labels)),)
    try:
        return source_of(found, Opened(place.file, b"", fingerprint(found), "frame", told), schemas, options, first=0)
    except InputRefused as refusal:
        raise InputRefused(
            refusal.problems, context=[f"{one.what}; {one.cure}" for one in told], more=refusal.more
        ) from None


def columns_of(frame: Any, place: Place) -> Columns:
    """The columns of whatever has columns.

    Raises:
        InputRefused: E318 they have different lengths. TypeError: it is no frame.
    """
    import narwhals as nw

    if isinstance(frame, Mapping):
        columns = [cells_of(values_of(values)) for values in frame.values()]
        lengths = list(map(len, columns))
        if len(set(lengths)) > 1:
            told = ", ".join(f"«{shown(str(name))}» {n:,}" for name, n in zip(frame, lengths, strict=True))
            raise InputRefused(problem("E318", place=place, lengths=told))
        return Columns(named(frame), tuple(columns))
    names: list[Any] | None = None
    index = ""
    if nw.dependencies.is_pandas_dataframe(frame):
        names, index, frame = _of_pandas(frame)
    table = _eager(frame)
    if table is None:
        lazy = "; collect it first" if hasattr(frame, "collect") else ""
        wanted = "a path, bytes, an open file, a frame of pandas, Polars or Arrow, a mapping of columns, or a Reading"
        raise TypeError(f"a {type(frame).__name__} cannot be read; give {wanted}{lazy}")
    return Columns(
        named(names or table.columns), tuple(cells_of(values_of(one)) for one in table.iter_columns()), index
    )


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


def named(names: Iterable[Any]) -> tuple[str, ...]:
    """Names as a header has them; a name of several levels is one."""
    return tuple(
        " ".join(filter(None, named(name))) if isinstance(name, tuple) else text_of(days([cell_of(name)])[0])
        for name in names
    )


def values_of(column: Any) -> Iterable[Any]:
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
