"""The names of sources as they may be told, and of several files that are read as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_TOLD = 3
_SERVER = re.compile(r"(postgres(?:ql)?://)(.*?)((?:\?[a-z_]+=.*)?)", re.DOTALL)


class Server(NamedTuple):
    """The address of a server in its parts: what begins it, who asks, where it is, and what is said behind that."""

    scheme: str
    who: str
    where: str
    said: str


def server_of(name: str) -> Server | None:
    """The parts of the address of a server; None if it is none. A password may hold any sign."""
    found = _SERVER.fullmatch(name)
    if not found:
        return None
    who, _, where = found[2].rpartition("@")
    return Server(found[1], who, where, found[3][1:])


def as_told(name: str) -> str:
    """The name of a source as it may be told: without user, password and what else stands in the address of a server.

    >>> as_told("postgresql://ann:se/cr@et?@db:5433/shop?sslmode=require"), as_told("orders.csv")
    ('postgresql://db:5433/shop', 'orders.csv')
    """
    server = server_of(name)
    if server is None:
        return name
    hidden = not server.who and "@" in server.said  # it may be what was meant to be a password
    return f"postgresql://{'…' if hidden else server.where.partition('?')[0]}"


class Files(str):
    """The names of several files, as one text that tells which."""

    __slots__ = ("names",)
    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str], told: str = "") -> Files:
        """The files of these names. `told`: the pattern that named them.

        >>> Files.of(["a.csv", "b.csv"]), Files.of(f"{n}.csv" for n in range(2020, 2026))
        ('a.csv, b.csv', '2020.csv … 2025.csv (6 files)')
        """
        every = tuple(names)
        many = len(every) > _TOLD
        shown = [*map(as_told, every)]
        made = cls(told or (f"{shown[0]} … {shown[-1]} ({len(shown)} files)" if many else ", ".join(shown)))
        made.names = every
        return made
