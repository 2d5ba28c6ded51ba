"""A database as it is named: `sqlite:shop.db?table=orders`, `duckdb:shop.duckdb`, or the file alone."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from custecon.core.errors import UsageError, problem
from custecon.core.file_names import Server, as_told, server_of
from custecon.sources.opening import HEAD, beginning_of, database_form
from custecon.sources.wording import shown

_ADDRESS = re.compile(r"(sqlite|duckdb):([^?]+)(?:\?(.*))?", re.DOTALL)
_ASKED = ("table", "query")


class Secret(str):
    """How a server is reached: nobody reads it, not even in a traceback. `parts`: what in it is told to nobody."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str, *parts: str) -> Secret:
        """A text with what is secret in it."""
        made = cls(text)
        made.parts = tuple({form for part in parts if part for form in (part, unquote(part))})
        return made

    def __repr__(self) -> str:
        return "Secret('…')"


class Address(NamedTuple):
    """Where a database is, as it may be told, and what of it is read: a table, or what a question gives."""

    form: str
    place: str
    table: str = ""
    query: str = ""
    secret: Secret = Secret.of("")


def address_of(source: object) -> Address | None:
    """The database that a text names, a file that holds one, or a server; None if there is none.

    Raises:
        UsageError: E328 what is said behind the question mark cannot be understood.

    >>> address_of("sqlite:shop.db?table=orders")
    Address(form='sqlite', place='shop.db', table='orders', query='', secret=Secret('…'))
    """
    if isinstance(source, str | os.PathLike) and os.path.isfile(source):
        form = database_form(beginning_of(Path(source), os.fspath(source), HEAD))
        return Address(form, os.fspath(source)) if form else None
    if isinstance(source, str) and (server := server_of(source)):
        return _server(server)
    found = _ADDRESS.fullmatch(source) if isinstance(source, str) else None
    if found is None:
        return None
    form, place, said = found.groups()
    written = [place[3:], place[2:]] if place.startswith("///") else [place]  # as a URL has it, or from the root
    places = [*written, *map(unquote, written)]
    told = asked(said, found[0])
    place = next(filter(os.path.exists, places), places[0])
    return Address(form, place, told.get("table", ""), told.get("query", ""))


def _server(server: Server) -> Address:
    """A server of PostgreSQL; what it is told beside table and query is for its driver."""
    user, _, password = server.who.partition(":")
    pairs = parse_qsl(server.said, keep_blank_values=True)
    ours = {name: value for name, value in pairs if name in _ASKED}
    others = urlencode([(name, value) for name, value in pairs if name not in _ASKED], quote_via=quote)
    hidden = [value for name, value in pairs if name in ("user", "password", "passfile", "sslpassword")]
    who = ":".join(quote(unquote(part), safe="") for part in (user, password) if part)  # any sign as an address has it
    url = f"{server.scheme}{who}{'@' if who else ''}{server.where}" + (f"?{others}" if others else "")
    return Address("postgres", as_told(url), ours.get("table", ""), ours.get("query", ""),
                   Secret.of(url, user, password, *hidden))  # fmt: skip


def asked(said: str | None, name: str) -> dict[str, str]:
    """What stands behind the question mark of an address.

    Raises:
        UsageError: E328 it is none of what can be said there, or said twice.
    """
    pairs = parse_qsl(said or "", keep_blank_values=True)
    told = dict(pairs)
    if len(told) != len(pairs) or not {*told} <= {*_ASKED} or (said and not pairs):
        raise UsageError(problem("E328", name=shown(name.partition("?")[0]), said=shown(said)))
    return told
