"""A database as it is named: `sqlite:shop.db?table=orders`, `duckdb:shop.duckdb`, or the file alone."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from custecon.core.errors import UsageError, problem
from custecon.sources.opening import HEAD, beginning_of, database_form
from custecon.sources.wording import shown

_ADDRESS = re.compile(r"(sqlite|duckdb):([^?]+)(?:\?(.*))?", re.DOTALL)
_ASKED = ("table", "query")


class Address(NamedTuple):
    """Where a database is, and what of it is read: a table, or what a question gives; "" if that is not said."""

    form: str
    place: str
    table: str = ""
    query: str = ""


def address_of(source: object) -> Address | None:
    """The database that a text names, or a file that holds one; None if there is none.

    Raises:
        UsageError: E328 what is said behind the question mark cannot be understood.

    >>> address_of("sqlite:shop.db?table=orders")
    Address(form='sqlite', place='shop.db', table='orders', query='')
    """
    if isinstance(source, str | os.PathLike) and os.path.isfile(source):
        form = database_form(beginning_of(Path(source), os.fspath(source), HEAD))
        return Address(form, os.fspath(source)) if form else None
    found = _ADDRESS.fullmatch(source) if isinstance(source, str) else None
    if found is None:
        return None
    form, place, said = found.groups()
    written = [place[3:], place[2:]] if place.startswith("///") else [place]  # as a URL has it, or from the root
    places = [*written, *map(unquote, written)]
    return Address(form, next(filter(os.path.exists, places), places[0]), **asked(said, found[0]))


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
