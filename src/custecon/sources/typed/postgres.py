"""A PostgreSQL database, asked in a transaction that may only read; who asks, with which password, is never told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused
from custecon.core.phrases import say
from custecon.sources.column_checks import Spoilt
from custecon.sources.opening import refuse
from custecon.sources.typed.addresses import Address
from custecon.sources.typed.cells import cell_of, days, of_binary, of_bytes, of_several
from custecon.sources.typed.columns import Columns, not_too_many, tell
from custecon.sources.typed.databases import LOOKED_AT
from custecon.sources.typed.extras import needed
from custecon.sources.wording import shown

WHAT = "the PostgreSQL database"
_AT_ONCE = 10_000
_SESSION = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET TIME ZONE 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)
_TABLES = """SELECT table_schema, table_name FROM information_schema.tables
WHERE table_schema NOT IN ('information_schema', 'pg_catalog') AND table_schema NOT LIKE 'pg\\_%'
ORDER BY table_schema <> current_schema(), table_schema, table_name"""
_INSTANT = "timestamptz"


class PostgreSQL:
    """An open database; see `custecon.sources.typed.databases.Database`."""

    format = "PostgreSQL"

    def __init__(self, driver: Any, connection: Any, address: Address) -> None:
        self.driver, self.connection, self.address = driver, connection, address
        self.places: dict[str, str] = {}
        self.parts: dict[str, tuple[str, str]] = {}
        self.types: dict[int, str] = {}

    def tables(self) -> Sequence[str]:
        """The names of its tables and views; with that of their schema where it is not the usual one."""
        usual = self._ask("SELECT current_schema()")[0][0]
        for schema, table in self._ask(_TABLES):
            name = table if schema == usual else f"{schema}.{table}"
            self.places[name] = f"{_quoted(schema)}.{_quoted(table)}"
            self.parts[name] = schema, table
        return [*self.places]

    def first_rows(self, table: str) -> Columns:
        """The beginning of a table."""
        return self.answer(f"SELECT * FROM {self.places[table]} LIMIT {LOOKED_AT}")  # noqa: S608 - quoted names

    def rows(self, table: str) -> Columns:
        """A whole table."""
        return self.answer(f"SELECT * FROM {self.places[table]}")  # noqa: S608

    def has_rows(self, table: str, rows: int) -> bool:
        """Whether a table has so many rows, or more."""
        some = f"SELECT 1 FROM {self.places[table]} LIMIT {rows}"  # noqa: S608
        return bool(self._ask(f"SELECT count(*) FROM ({some}) AS begun")[0][0] == rows)  # noqa: S608

    def relation(self, table: str) -> Any:
        """A table as Ibis asks it, in the same transaction."""
        import ibis

        schema, name = self.parts[table]
        return ibis.postgres.from_connection(self.connection).table(name, database=schema)

    def answer(self, query: str) -> Columns:
        """What a question gives."""
        asked = f"(\n{query.strip().rstrip(';')}\n)"
        with _blamed(self.driver, self.address), self.connection.cursor() as cursor:
            # one statement, as a table: what is no SELECT is refused before it is run
            cursor.execute(f"SELECT * FROM {asked} AS asked LIMIT 0", prepare=True)  # noqa: S608
            names = tuple(column.name for column in cursor.description)
            types = [self._type_of(column.type_code) for column in cursor.description]
            read = [_reader(name) for name in types]
            wanted = ", ".join(f"{_numbered(n)}::numeric" if name == "money" else _numbered(n)
                               for n, name in enumerate(types))  # fmt: skip
            listed = ", ".join(_numbered(n) for n in range(len(names)))
            cells: tuple[list[Any], ...] = tuple([] for _ in names)
            if names:
                copying = f"COPY (SELECT {wanted} FROM {asked} AS asked({listed})) TO STDOUT"  # noqa: S608
                self._copy(cursor, copying, read, cells)
        in_utc = frozenset(n for n, name in enumerate(types) if name == _INSTANT)
        return Columns(names, tuple(map(days, cells)), in_utc=in_utc)

    def _copy(
        self, cursor: Any, asked: str, read: Sequence[Callable[[str], Any]], cells: tuple[list[Any], ...]
    ) -> None:
        known: dict[str, str] = {}  # texts repeat: each is held once
        size = 0
        with cursor.copy(asked) as copy:
            for count, row in enumerate(copy.rows(), 1):
                for column, one, value in zip(cells, read, row, strict=True):
                    cell = "" if value is None else one(value)
                    if cell.__class__ is str:
                        size += len(cell) if cell not in known else 0
                        cell = known.setdefault(cell, cell)
                    column.append(cell)
                if not count % _AT_ONCE:
                    not_too_many(count, len(cells), size, self.address.place)
                    tell(count, self.address.place)
        not_too_many(len(cells[0]), len(cells), size, self.address.place)

    def _type_of(self, code: int) -> str:
        """The name of a type; that of what it is made from, if it is a domain; "[]" for arrays, "" for records."""
        if code not in self.types:
            self.types[code] = self._type_asked(code)
        return self.types[code]

    def _type_asked(self, code: int) -> str:
        found = self._ask(
            "SELECT t.typname, t.typtype, t.typcategory, coalesce(b.typname, '') FROM pg_type AS t "
            "LEFT JOIN pg_type AS b ON b.oid = t.typbasetype WHERE t.oid = %s",
            code,
        )
        if not found:
            return "unknown"
        name, kind, category, base = found[0]
        return "[]" if category == "A" else "()" if kind == "c" else base if kind == "d" else name

    def _ask(self, query: str, *given: Any) -> list[Any]:
        with _blamed(self.driver, self.address):
            return list(self.connection.execute(query, given or None).fetchall())


@contextmanager
def opened_postgres(address: Address) -> Iterator[PostgreSQL]:
    """A database on a server.

    Raises:
        InputRefused: E320 there is no psycopg; E398 it cannot be reached.
    """
    driver = needed("psycopg", "postgres", address.place, say("a PostgreSQL database"))
    try:
        connection = driver.connect(str(address.secret), client_encoding="utf8", application_name="custecon")
    except (driver.Error, UnicodeError, ValueError) as error:
        raise refuse("E398", address.place, why=f"«{shown(_unnamed(error, address), 200)}»") from None
    with connection:
        with _blamed(driver, address):
            for one in _SESSION:
                connection.execute(one)
            connection.commit()
        yield PostgreSQL(driver, connection, address)
        connection.rollback()


@contextmanager
def _blamed(driver: Any, address: Address) -> Iterator[None]:
    """What the server says is said of what was asked, without the names of who asked.

    Raises:
        InputRefused: E393 it cannot answer, E398 it went away.
    """
    try:
        yield
    except InputRefused:
        raise
    except driver.OperationalError as error:
        raise refuse("E398", address.place, why=f"«{shown(_unnamed(error, address), 200)}»") from None
    except driver.Error as error:
        raise refuse("E393", address.place, what=WHAT, why=f"«{shown(_unnamed(error, address), 200)}»") from None
    except UnicodeDecodeError:
        raise refuse("E393", address.place, what=WHAT, why=say("it holds text that is no UTF-8")) from None


def _unnamed(error: Exception, address: Address) -> str:
    """What the server or the driver says, its first line, without user and password."""
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    for name in sorted(address.secret.parts, key=len, reverse=True):
        said = said.replace(name, "…")
    return said


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _numbered(column: int) -> str:
    return f"c{column + 1}"


def _reader(of_type: str) -> Callable[[str], Any]:
    """What makes a cell of the text of a value."""
    return _READ.get(of_type, str)


def _decimal(text: str) -> Any:
    return cell_of(Decimal(text))


def _date(text: str) -> Any:
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return Spoilt("E289", text)  # before Christ, or infinity


def _moment(text: str) -> Any:
    with suppress(ValueError):
        return dt.datetime.fromisoformat(text)
    return Spoilt("E289", text)


_READ: dict[str, Callable[[str], Any]] = {
    "numeric": _decimal,
    "money": _decimal,
    "float4": of_binary,
    "float8": of_binary,
    "bool": lambda text: text == "t",
    "date": _date,
    "timestamp": _moment,
    _INSTANT: _moment,
    "bytea": lambda text: of_bytes((len(text) - 2) // 2),
    "json": lambda text: of_several("a record: {value}", text),
    "jsonb": lambda text: of_several("a record: {value}", text),
    "hstore": lambda text: of_several("a record: {value}", text),
    "()": lambda text: of_several("a record: {value}", text),
    "[]": lambda text: of_several("a list: {value}", text),
}
