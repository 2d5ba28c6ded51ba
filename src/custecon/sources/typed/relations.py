"""A table or a question that DuckDB answers, as columns of cells: every value by its type, none rounded or moved."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from custecon.core.phrases import say
from custecon.core.system_words import said_of
from custecon.sources.column_checks import Spoilt
from custecon.sources.opening import refuse
from custecon.sources.typed.cells import cell_of, days, of_binary, of_bytes, of_several
from custecon.sources.typed.columns import Columns, not_too_many, tell
from custecon.sources.wording import shown

_AT_ONCE = 10_000
_START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PLAIN = {
    *("varchar", "boolean", "double", "decimal", "date", "timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"),
    *("tinyint", "smallint", "integer", "bigint", "hugeint"),
    *("utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"),
}
_RECORDS, _LISTS = ("struct", "map", "union", "variant"), ("list", "array")
INSTANT = "timestamp with time zone"
_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException, duckdb.SyntaxException)


class Field(NamedTuple):
    """A column: its name, how it is asked for, and what DuckDB takes its values for."""

    name: str
    asked: str
    kind: str


@contextmanager
def engine_of(database: str = ":memory:", **config: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that loads nothing by itself, and writes, if memory is short, where nobody else can read."""
    with tempfile.TemporaryDirectory(prefix="custecon-") as folder:
        alone: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": folder,
        }
        with duckdb.connect(database, config=alone | config) as engine:
            engine.execute("SET enable_progress_bar = false")  # it would stand among our own words, in a pipe too
            yield engine


@contextmanager
def copied(data: bytes, name: str) -> Iterator[str]:
    """The path of a file with these very bytes, which are those that were fingerprinted, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="custecon-") as folder:
        path = Path(folder, "table")
        try:
            path.write_bytes(data)
        except OSError as error:
            raise refuse("E203", name, why=said_of(error)) from None
        yield str(path)


@contextmanager
def blamed_on_the_file(name: str, what: str) -> Iterator[None]:
    """What the engine says while it reads a file is said of the file; of a query of ours it is a fault of ours.

    Raises:
        InputRefused: E323 it is encrypted, E209 there is no room for it, E205 it holds what is not known here, E208.
    """
    try:
        yield
    except _OURS:
        raise
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.OutOfMemoryException:
        raise refuse("E209", name, what=what, limit="the memory of this machine") from None
    except duckdb.ConnectionException as error:
        raise refuse("E203", name, why=said_by_the_engine(error, 100)) from None
    except duckdb.NotSupportedError as error:
        known = say("{what} holds what is not known here ({why})", what=say(what), why=said_by_the_engine(error, 100))
        raise refuse("E205", name, what=known) from None
    except duckdb.Error as error:
        if "encrypt" in str(error).lower():
            raise refuse("E323", name, what=what) from None
        if "lock" in str(error).lower():
            raise refuse("E203", name, why="another program has it open for writing") from None
        raise refuse("E208", name, what=what) from None
    except RuntimeError as error:  # what the engine makes of Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def said_by_the_engine(error: Exception, longest: int = 200) -> str:
    """Its own words, which no language of ours has."""
    return f"«{shown(first_line(error), longest)}»"


def first_line(error: Exception) -> str:
    """What the engine says, without its kind and the question below."""
    return str(error).splitlines()[0].partition(": ")[2] or str(error)


def fields_of(engine: duckdb.DuckDBPyConnection, table: str, *given: Any, names: Sequence[str] = ()) -> list[Field]:
    """The columns of a table or a call that gives one; a record is as many columns as it has parts, called by both.

    `names`: as they are written, where the engine calls columns otherwise that are named alike.
    """
    found = engine.sql(f"SELECT * FROM {table}", params=given)  # noqa: S608 - a call of ours, a quoted name
    written = names if len(names) == len(found.columns) else found.columns
    return [
        field
        for name, column, of_type in zip(written, found.columns, found.types, strict=True)
        for field in _parts(name, quoted(column), of_type)
    ]


def _parts(name: str, asked: str, of_type: Any) -> Iterator[Field]:
    if of_type.id != "struct" or not all(part for part, _ in of_type.children):
        yield Field(name, asked, of_type.id)
        return
    for part, of_part in of_type.children:
        yield from _parts(f"{name}.{part}", f"struct_extract({asked}, {_text(part)})", of_part)


def columns_of(
    engine: duckdb.DuckDBPyConnection,
    table: str,
    fields: Sequence[Field],
    name: str,
    *given: Any,
    zones: Mapping[str, str] | None = None,
) -> Columns:
    """The columns of a table, cell by cell. `zones`: in which zones the moments of columns were written, if not in UTC.

    Raises:
        InputRefused: E209 they are too many to be held.
    """
    if not fields:
        return Columns((), ())
    return _unless_interrupted(engine, partial(_read, engine, table, fields, name, given, zones or {}))


def _unless_interrupted(engine: duckdb.DuckDBPyConnection, work: Callable[[], Columns]) -> Columns:
    """What is read beside this thread, where Ctrl-C is heard while the engine is at work, and ends that."""
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(work)
        try:
            return reading.result()
        except KeyboardInterrupt:
            engine.interrupt()
            raise


def _read(
    engine: duckdb.DuckDBPyConnection,
    table: str,
    fields: Sequence[Field],
    name: str,
    given: Sequence[Any],
    zones: Mapping[str, str],
) -> Columns:
    sizes = "".join(f", sum(strlen({field.asked}))" for field in fields if field.kind == "varchar")
    counted = f"SELECT count(*){sizes} FROM {table}"  # noqa: S608
    rows, *bytes_of_texts = engine.execute(counted, given).fetchall()[0]
    not_too_many(rows, len(fields), sum(filter(None, bytes_of_texts)), name)
    asked, read = zip(*(_as_read(field, zones.get(field.name, "")) for field in fields), strict=True)
    cells: tuple[list[Any], ...] = tuple([] for _ in fields)
    answer = engine.execute(f"SELECT {', '.join(asked)} FROM {table}", given)  # noqa: S608
    known: dict[str, str] = {}  # texts repeat: each is held once
    while piece := answer.fetchmany(_AT_ONCE):
        tell(len(cells[0]) + len(piece), name)
        for found, one, values in zip(cells, read, zip(*piece, strict=True), strict=True):
            found += [known.setdefault(cell, cell) if cell.__class__ is str else cell for cell in map(one, values)]
    in_utc = frozenset(n for n, field in enumerate(fields) if field.kind == INSTANT and not zones.get(field.name))
    return Columns(tuple(field.name for field in fields), tuple(map(days, cells)), in_utc=in_utc)


def quoted(name: str) -> str:
    """The name of a column or table as a question has it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _as_read(field: Field, zone: str) -> tuple[str, Callable[[Any], Any]]:
    """How a column is asked for, and what makes cells of its values."""
    asked, kind = field.asked, field.kind
    if kind in _PLAIN:
        return asked, cell_of
    if kind == "float":
        return f"CAST({asked} AS VARCHAR)", lambda value: "" if value is None else of_binary(value)
    if kind == INSTANT:
        return f"epoch_us({asked})", _moments(zone)
    if kind == "blob":
        return f"octet_length({asked})", lambda value: "" if value is None else of_bytes(value)
    if kind in _RECORDS or kind in _LISTS:
        what = "a record: {value}" if kind in _RECORDS else "a list: {value}"
        shortened = f"left(CAST({asked} AS VARCHAR), 100)"
        return shortened, lambda value: "" if value is None else of_several(what, value)
    return f"CAST({asked} AS VARCHAR)", cell_of


def _moments(zone: str) -> Callable[[Any], Any]:
    """Moments that are stored as microseconds of UTC, as the zone writes them; one beyond all calendars as it is."""
    try:
        here: dt.tzinfo = ZoneInfo(zone) if zone else dt.UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        here = _offset(zone)

    def moment(microseconds: int | None) -> Any:
        if microseconds is None:
            return ""
        try:
            return (_START + dt.timedelta(microseconds=microseconds)).astimezone(here)
        except OverflowError:
            return Spoilt("E289", str(microseconds))

    return moment


def _offset(zone: str) -> dt.tzinfo:
    """A zone that is written as an offset, such as +03:00; UTC if it is none."""
    try:
        return dt.datetime.fromisoformat(f"2024-01-01T00:00:00{zone}").tzinfo or dt.UTC
    except ValueError:
        return dt.UTC
