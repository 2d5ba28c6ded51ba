"""A file of pairs that says which name is which client, as the user has checked them."""

from __future__ import annotations

import os
from typing import Any

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import say
from custecon.core.schemas import Kind, Role, Schema
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import read
from custecon.sources.wording import listed, shown

PAIRS = Schema(
    "aliases",
    "a name and the client whose it is",
    (
        Role("alias", Kind.KEY, "a name as it stands in a file", required=True),
        Role("stands_for", Kind.KEY, "the name under which the client is counted", required=True, headers=("client",)),
    ),
)
_NO_COLUMNS = ("E211", "E212", "E213", "E263", "E272")


def read_aliases(source: Any, *, name: str | None = None) -> dict[str, str]:
    """Which name is which client; a name that leads to another alias is taken on to the client.

    Args:
        source: a path, bytes, a binary stream or a frame.
        name: how messages call a stream.

    Raises:
        InputRefused: E274 the file has no such columns, a name is two clients, or names lead round in a circle.
    """
    file = name or (os.fspath(source) if isinstance(source, str | os.PathLike) else "")
    try:
        reading = read(source, (PAIRS,), ReadingOptions(preset="none", subtotals="keep"), name=name)
    except InputRefused as refusal:
        first = refusal.problems[0]
        if first.code not in _NO_COLUMNS:
            raise
        what = (
            say("the columns are {headers}", headers=first.values["headers"])
            if "headers" in first.values
            else "there are no columns"
        )
        raise InputRefused(
            problem("E274", place=first.place, what=say("no pairs of names: {what}", what=what))
        ) from None
    found: dict[str, str] = {}
    for alias, client in zip(reading.table.cells("alias"), reading.table.cells("stands_for"), strict=True):
        if found.setdefault(alias, client) != client:
            two = listed([found[alias], client])
            raise InputRefused(
                problem(
                    "E274", place=Place(file), what=say("«{alias}» is two clients: {two}", alias=shown(alias), two=two)
                )
            )
    return {alias: _client(alias, found, file) for alias in found}


def _client(name: str, pairs: dict[str, str], file: str) -> str:
    """The client to whom a name leads; one who stands for themselves is one."""
    passed = [name]
    while (client := pairs.get(passed[-1])) is not None and client != passed[-1]:
        if client in passed:
            raise InputRefused(
                problem(
                    "E274",
                    place=Place(file),
                    what=say("the names go round in a circle: {listed}", listed=listed(passed)),
                )
            )
        passed.append(client)
    return passed[-1]
