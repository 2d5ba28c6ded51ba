"""Clients added up by a column of their file: which column is meant, and what is told where it says several things."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from custecon.clients.files import TableFile
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.schemas import Reading
from custecon.tables.ledger import Grouped

HALF, QUARTER = 2, 4  # of those it could show it of, and of all: then the column tells of orders, not of clients


def group_named(reading: Reading, by: str, *besides: str) -> str:
    """The column to add up by, by its role or its header; `besides`: groups that need no column.

    Raises:
        UsageError: E117 the file has no such column, or was read without it.
    """
    roles = {role.name: role for role in reading.table.schema.roles}
    columns = {
        name: decided.value
        for name, decided in reading.controls.columns.items()
        if name not in roles or roles[name].group
    }
    for name, header in columns.items():
        if by in (name, header):
            return name
    if by in besides:
        return by
    known = ", ".join([*columns, *besides]) or say("no column for any group")
    unused = reading.controls.unused
    cure = say("say one of these") if columns or besides else say("leave it out")
    if by in unused:
        cure = say("read the file with it, as in custecon.read(…, by={by})", by=repr(by))
    elif unused and not columns:
        cure = say("read the file with one of its columns, as in custecon.read(…, by={by})", by=repr(unused[0]))
    raise UsageError(problem("E117", name=f"--by {by}", known=known, cure=cure))


def groups_of(
    log: TableFile, by: str | None, clients: Collection[str]
) -> tuple[dict[str, Mapping[str, str]], tuple[Notice, ...]]:
    """The group of each client of a log, which their first order that names one decides; none by cohort, no column."""
    if by is None or by == "cohort":
        return {}, ()
    name = group_named(log.reading, by, "cohort")
    found = log.ledger.grouped(name)
    return {name: found.first}, told_of(found, name, log.reading, clients, say("first order"))


def told_of(found: Grouped, by: str, reading: Reading, clients: Collection[str], row: str) -> tuple[Notice, ...]:
    """Of how many clients a column says several things; `row`: which of a client's rows decides.

    Raises:
        UsageError: E317 it says several things of most of whom it could, so it tells of orders, not of clients.
    """
    several = len(found.several.intersection(clients))
    of_clients = any(role.name == by for role in reading.table.schema.roles)
    many, all_of = len(found.several), found.telling
    if not of_clients and many * HALF > all_of and many * QUARTER > len(found.first):
        raise UsageError(problem("E317", name=f"--by {by}", header=by, count=many, clients=all_of))
    return (notice("N359", count=several, row=row),) if several else ()
