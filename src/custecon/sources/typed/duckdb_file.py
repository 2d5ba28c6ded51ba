"""A DuckDB database, opened for reading alone, which sees no file but its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from custecon.sources.opening import refuse
from custecon.sources.typed.columns import Columns
from custecon.sources.typed.databases import LOOKED_AT
from custecon.sources.typed.relations import (
    blamed_on_the_file,
    columns_of,
    engine_of,
    fields_of,
    quoted,
    said_by_the_engine,
)

WHAT = "the DuckDB database"
_OF_THE_QUESTION = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.PermissionException,
    duckdb.SyntaxException,
)
_ASKED = """SELECT table_schema, table_name FROM information_schema.tables
WHERE table_catalog = current_database() AND table_schema NOT IN ('information_schema', 'pg_catalog')
ORDER BY table_schema <> 'main', table_schema, table_name"""


class DuckDB:
    """An open database; see `custecon.sources.typed.databases.Database`."""

    format = "DuckDB"

    def __init__(self, engine: duckdb.DuckDBPyConnection, name: str) -> None:
        self.engine, self.name = engine, name
        self.places: dict[str, str] = {}

    def tables(self) -> Sequence[str]:
        """The names of its tables and views; with that of their schema where it is not the usual one."""
        for schema, table in self.engine.execute(_ASKED).fetchall():
            name = table if schema == "main" else f"{schema}.{table}"
            self.places[name] = f"{quoted(schema)}.{quoted(table)}"
        return [*self.places]

    def first_rows(self, table: str) -> Columns:
        """The beginning of a table."""
        return self._columns(f"(SELECT * FROM {self.places[table]} LIMIT {LOOKED_AT})")  # noqa: S608 - quoted names

    def rows(self, table: str) -> Columns:
        """A whole table."""
        return self._columns(self.places[table])

    def answer(self, query: str) -> Columns:
        """What a question gives."""
        return self._columns(f"(\n{query.strip().rstrip(';')}\n)")

    def _columns(self, table: str) -> Columns:
        with blamed_on_the_file(self.name, WHAT):
            try:
                return columns_of(self.engine, table, fields_of(self.engine, table), self.name)
            except _OF_THE_QUESTION as error:
                raise refuse("E393", self.name, what=WHAT, why=said_by_the_engine(error)) from None


@contextmanager
def opened_duckdb(path: str, name: str) -> Iterator[DuckDB]:
    """A database in a file, which nothing writes to.

    Raises:
        InputRefused: E203 another program holds it; E208 it is damaged.
    """
    with blamed_on_the_file(name, WHAT), engine_of(path, access_mode="READ_ONLY") as engine:
        engine.execute("SET enable_external_access = false")
        yield DuckDB(engine, name)
