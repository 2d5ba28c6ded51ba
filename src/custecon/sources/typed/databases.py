"""A database as a source: which of its tables is read, or what a question gives; its rows are counted from 1."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import AbstractContextManager
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from custecon.core.errors import InputRefused, Notice, Place, Records, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Schema
from custecon.sources.header_detection import find_layout
from custecon.sources.opening import HEAD, Opened, beginning_of, database_form, refuse
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Rows, Source
from custecon.sources.typed.addresses import Address
from custecon.sources.typed.columns import Columns, fingerprint, source_of
from custecon.sources.typed.relations import copied
from custecon.sources.wording import clean_key, listed, shown

LOOKED_AT = 100  # rows of a table, to see what it holds


class Database(Protocol):
    """A database that is open for reading alone."""

    format: str

    def tables(self) -> Sequence[str]:
        """The names of its tables and views."""

    def first_rows(self, table: str) -> Columns:
        """The beginning of a table."""

    def rows(self, table: str) -> Columns:
        """A whole table."""

    def answer(self, query: str) -> Columns:
        """What a question gives."""


def open_address(
    address: Address, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Make a source of a database that was named.

    Raises:
        InputRefused: E201, E203 it cannot be opened, E399 it is none; or what `_source` refuses.
    """
    if address.form == "postgres":
        from custecon.sources.typed.postgres import opened_postgres

        with opened_postgres(address) as database:
            return open_database(database, address, schemas, options, settings)
    path = Path(address.place)
    form = database_form(beginning_of(path, address.place, HEAD))
    if form is None:
        raise refuse("E399", address.place, form=f"{address.form}:", typed=shlex.quote(address.place))
    return _source(address.place, address._replace(form=form), schemas, options, settings)


def open_stored(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Make a source of a database whose bytes were given."""
    with copied(opened.data, opened.name) as path:
        return _source(path, Address(opened.form, opened.name), schemas, options, settings)


def _source(
    path: str, address: Address, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    opened: AbstractContextManager[Database]
    if address.form == "sqlite":
        from custecon.sources.typed.sqlite import opened_sqlite

        opened = opened_sqlite(path, address.place)
    else:
        from custecon.sources.typed.duckdb_file import opened_duckdb

        opened = opened_duckdb(path, address.place)
    with opened as database:
        return open_database(database, address, schemas, options, settings)


def open_database(
    database: Database,
    address: Address,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    settings: dict[str, Decided],
) -> Source:
    """Make a source of what is asked of a database.

    Raises:
        InputRefused: E204, E326, E327 no table is meant for sure; what the database says; what `source_of` refuses.
        UsageError: E329 a table is named and a question is asked.
    """
    settings["format"] = Decided(database.format, "detected")
    query = options.query or address.query
    table: str | None = None
    notices: tuple[Notice, ...] = ()
    if query:
        named = address.table or (options.sheet if "sheet" not in options.usual else None)
        if named:
            raise UsageError(problem("E329", table=shown(named), query=shown(query)))
        settings["query"] = Decided(shown(" ".join(query.split()), 200), "given")
        found = database.answer(query)
    else:
        table, by, notices = chosen(database, address, schemas, options)
        settings["table"] = Decided(shown(table), by)
        found = database.rows(table)
    opened = Opened(Records(address.place), b"", fingerprint(found), address.form, notices)
    sheet = None if table is None else shown(table)
    return source_of(found, opened, schemas, options, settings, sheet=sheet)


def chosen(
    database: Database, address: Address, schemas: Sequence[Schema], options: ReadingOptions
) -> tuple[str, str, tuple[Notice, ...]]:
    """The table that is read, who decided it, and what is told of the others."""
    file, names = address.place, database.tables()
    usual = "sheet" in options.usual and not address.table
    wanted = clean_key(address.table or options.sheet or "")
    if wanted:
        found = [name for name in names if clean_key(name) == wanted]
        found = found or [name for name in names if clean_key(name).casefold() == wanted.casefold()]
        if found:
            return found[0], "settings" if usual else "given", ()
        if not usual:
            near = shlex.quote(next(iter(get_close_matches(wanted, names, 1)), names[0] if names else "NAME"))
            values = {"table": shown(wanted), "tables": listed(names), "near": near}
            raise InputRefused(problem("E327", place=Place(file), **values))
    if not names:
        raise InputRefused(problem("E204", place=Place(file)))
    if len(names) == 1:
        return names[0], "the only one", ()
    likely = [name for name in names if _is_such(database, name, schemas, options, file)]
    if len(likely) == 1:
        others = [name for name in names if name != likely[0]]
        told = notice("N292", place=Place(file), table=shown(likely[0]), tables=listed(others))
        return likely[0], "the only one with such rows", (told,)
    first = (likely or names)[0]
    what = "several tables may be meant" if likely else "no table is one of such rows by its columns"
    values = {"what": say(what), "tables": listed(likely or names), "first": shlex.quote(first)}
    raise InputRefused(problem("E326", place=Place(file), **values))


def _is_such(database: Database, name: str, schemas: Sequence[Schema], options: ReadingOptions, file: str) -> bool:
    """Whether the columns of a table are those of a kind of file that is wanted, as far as its first rows tell."""
    found = database.first_rows(name)

    def rows() -> Rows:
        yield 0, found.names
        yield from enumerate(zip(*found.cells, strict=True), 1)

    try:
        find_layout(rows(), schemas, options, Place(Records(file), sheet=shown(name)))
    except InputRefused as refusal:
        return refusal.problems[0].code not in ("E200", "E211", "E272", "E258", "E260", "E263")
    return True
