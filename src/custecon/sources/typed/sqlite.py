"""An SQLite database, opened for reading alone; every value is of the type that it is stored as."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from custecon.core.phrases import say
from custecon.sources.column_checks import Spoilt
from custecon.sources.opening import LARGEST, beginning_of, refuse
from custecon.sources.typed.cells import cells_of
from custecon.sources.typed.columns import Columns, not_too_many, tell
from custecon.sources.typed.databases import LOOKED_AT
from custecon.sources.wording import shown

WHAT = "the SQLite database"
_AT_ONCE = 1000
_LONGEST = 1 << 24  # bytes of one value
_STEPS = 100_000  # of the engine, after which Ctrl-C is looked for
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)


class SQLite:
    """An open database; see `custecon.sources.typed.databases.Database`."""

    format = "SQLite"

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection, self.name = connection, name

    def tables(self) -> Sequence[str]:
        """The names of its tables and views."""
        asked = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        with _blamed(self.name):
            return [str(row[0]) for row in self.connection.execute(f"{asked} ORDER BY name")]

    def first_rows(self, table: str) -> Columns:
        """The beginning of a table."""
        return self.answer(f"SELECT * FROM {_quoted(table)} LIMIT {LOOKED_AT}")  # noqa: S608 - a quoted name

    def rows(self, table: str) -> Columns:
        """A whole table."""
        return self.answer(f"SELECT * FROM {_quoted(table)}")  # noqa: S608

    def answer(self, query: str) -> Columns:
        """What a question gives."""
        with _blamed(self.name), closing(self.connection.execute(query)) as found:
            names = tuple(str(column[0]) for column in found.description or ())
            values: tuple[list[Any], ...] = tuple([] for _ in names)
            known: dict[str, str] = {}  # texts repeat: each is held once
            size = 0
            while names and (piece := found.fetchmany(_AT_ONCE)):
                for column, cells in zip(values, zip(*piece, strict=True), strict=True):
                    for cell in cells:
                        if cell.__class__ is str and cell not in known:
                            known[cell] = cell
                            size += len(cell)
                        column.append(known[cell] if cell.__class__ is str else cell)
                not_too_many(len(values[0]), len(names), size, self.name)
                tell(len(values[0]), self.name)
        return Columns(names, tuple(map(cells_of, values)))


@contextmanager
def opened_sqlite(path: str, name: str) -> Iterator[SQLite]:
    """A database in a file, which nothing writes to; if it changes meanwhile it is refused.

    Raises:
        InputRefused: E203 it cannot be opened, or it changed; E208 it is damaged.
    """
    before = _state(Path(path))
    _whole(path, name)
    how = "immutable=1" if _is_alone(path) else "mode=ro"
    with (
        _blamed(name),
        closing(sqlite3.connect(f"file:{quote(str(Path(path).absolute()))}?{how}", uri=True)) as connection,
    ):
        connection.text_factory = _text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.set_progress_handler(lambda: 0, _STEPS)
        connection.set_authorizer(_only_reading)
        connection.isolation_level = None
        yield SQLite(connection, name)
    if before != _state(Path(path)):
        raise refuse("E203", name, why="it changed while it was being read")


def _whole(path: str, name: str) -> None:
    """Refuse a file that is cut off: what is missing of a page would be read as zeros."""
    head, size = beginning_of(Path(path), path, 100), Path(path).stat().st_size
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    page = 65536 if page == 1 else page
    if not page or size % page or (head[24:28] == head[92:96] and size < page * pages):
        raise refuse("E208", name, what=WHAT)


def _is_alone(path: str) -> bool:
    """Whether nobody writes to a database that keeps what is new beside it, where a reader would have to write too."""
    head = beginning_of(Path(path), path, 20)
    return head[18:20] == b"\2\2" and not Path(f"{path}-wal").exists()


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a database is written to: its file, or the one beside it that takes what is new."""
    found: list[int] = []
    for one in (path, Path(f"{path}-wal")):
        if one.exists():
            state = one.stat()
            found += [state.st_size, state.st_mtime_ns]
    return tuple(found)


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _text(stored: bytes) -> str | Spoilt:
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return Spoilt("E321", say("text that is no UTF-8: {text}", text=shown(stored.decode("latin-1"))))


@contextmanager
def _blamed(name: str) -> Iterator[None]:
    """What SQLite says is said of the database.

    Raises:
        InputRefused: E208 it is damaged, E209 a value is too long, E393 the question is wrong, E203.
    """
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith("SQLITE_INTERRUPT"):
            raise KeyboardInterrupt from None
        if code.startswith("SQLITE_TOOBIG"):
            what = say("a value of more than {longest} bytes", longest=_LONGEST)
            raise refuse("E209", name, what=what, limit=say("{largest} in all", largest=LARGEST)) from None
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise refuse("E208", name, what=WHAT) from None
        if code.startswith(("SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_READONLY")):
            raise refuse("E203", name, why=f"«{shown(said)}»") from None
        raise refuse("E393", name, what=WHAT, why=f"«{shown(said, 200)}»") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
