"""A Parquet file, read by DuckDB with the types that it declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from custecon.core.errors import Records
from custecon.core.schemas import Decided, Schema
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Source
from custecon.sources.typed.arrow_zones import SCHEMA, zones_of
from custecon.sources.typed.columns import source_of
from custecon.sources.typed.relations import Field, blamed_on_the_file, columns_of, copied, engine_of, fields_of

if TYPE_CHECKING:
    import duckdb

WHAT = "the Parquet file"
TABLE = "read_parquet(?, hive_partitioning = false)"


def open_parquet(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Make a source of a Parquet file, whose rows are counted from 1.

    Raises:
        InputRefused: E205, E208, E209, E323 it cannot be read as a whole; or what `source_of` refuses.
    """
    settings["format"] = Decided("Parquet", "detected")
    with copied(opened.data, opened.name) as path, engine_of() as engine, blamed_on_the_file(opened.name, WHAT):
        fields, zones = fields_in(engine, path), written_zones(engine, path)
        found = columns_of(engine, TABLE, fields, opened.name, path, zones=zones)
    return source_of(found, opened.renamed(Records(opened.name)), schemas, options, settings)


def fields_in(engine: duckdb.DuckDBPyConnection, path: str) -> list[Field]:
    """The columns of a file; a record is as many as it has parts."""
    return fields_of(engine, TABLE, path, names=_names(engine, path))


def _names(engine: duckdb.DuckDBPyConnection, path: str) -> tuple[str, ...]:
    """The names of the columns as they are written: the engine gives two that are alike names of its own."""
    asked = "SELECT name, coalesce(num_children, 0) FROM parquet_schema(?)"
    rows = engine.execute(asked, [path]).fetchall()[1:]
    names: list[str] = []
    below = 0  # parts of a column that holds several values
    for name, children in rows:
        if below:
            below += children - 1
        else:
            names.append(name)
            below = children
    return tuple(names)


def written_zones(engine: duckdb.DuckDBPyConnection, path: str) -> dict[str, str]:
    """The zones in which moments were written, where the program that wrote the file says so."""
    told = dict(engine.execute("SELECT key, value FROM parquet_kv_metadata(?)", [path]).fetchall())
    return zones_of(told[SCHEMA]) if SCHEMA in told else {}
