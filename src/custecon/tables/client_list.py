"""A client list as formulas need it: one margin and one retention for every client, and where each came from.

The order of precedence is told in the result: what stands in the client's own row, then an option, then what the
whole file shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.long_columns import Words
from custecon.core.phrases import say
from custecon.core.results import Input
from custecon.core.schemas import CheckedTable
from custecon.tables.client_columns import Clients, From, Members
from custecon.tables.client_status import Year, of_list
from custecon.tables.groups import NO_GROUP
from custecon.tables.margins import checked_margins

MONEY = ("revenue", "cost", "margin")
# In a header: it says so itself (and «выгода» does not), or that it is a part of a year, which is told otherwise.
A_YEAR = re.compile(r"year|annual|jahr|\bp\.\s?a|\bгод|\b[am]rr\b|month|quarter|\bмес|\b(еже)?(месяч|кварт)"
                    r"|\b(q[1-4]|[1-4]q|h[12]|[12]h|half|полгод|полугод)")  # fmt: skip


_OWN = {"cost": From.COST, "margin": From.MARGIN, "": From.NOTHING}


def members_of(table: CheckedTable, year: Year) -> tuple[Members, tuple[Notice, ...]]:
    """The clients of a checked list, in the order of its rows, and where its columns contradict each other.

    Raises:
        InputRefused: E374 two columns contradict each other about who has left; E375 margins above the revenue.
    """
    keys = table.cells("client")
    revenues, costs, margins = (_money(table, role) for role in MONEY)
    found, told = checked_margins(keys, revenues, costs, margins)
    retentions, reasons = (_cells(table, role) for role in ("retention", "reason"))
    members = Members(
        keys,
        of_list(table, year),
        revenues,
        [margin for margin, _ in found],
        Words.of([_OWN[source] for _, source in found]),
        np.array(retentions, dtype=np.float64),
        {name: Words.of([cell or NO_GROUP for cell in table.cells(name)]) for name in table.groups},
        Words.of([reason or "" for reason in reasons]),
    )
    return members, (*told, *_of_a_year(table))


def _of_a_year(table: CheckedTable) -> tuple[Notice, ...]:
    """Told where no header says so: the money of a list is that of a year, which an export to date would belie."""
    headers = [table.columns[role].header for role in MONEY if role in table]
    silent = [header for header in headers if not A_YEAR.search(header.casefold())]
    if not silent:
        return ()
    return (notice("N316", columns=", ".join(f"«{header}»" for header in silent), count=len(silent)),)


def clients_of(members: Members, given: Mapping[str, Input]) -> Clients:
    """The members of a list, options filling what their rows lack.

    Args:
        members: of a client list; money per year.
        given: options by quantity: margin, margin_rate, retention.

    Raises:
        UsageError: E311 no margin can be told for some client.
    """
    rows = zip(members.keys, members.revenue, members.margin, map(From, members.margin_from), strict=True)
    margins, sources = zip(*(_margin(*row, given) for row in rows), strict=True) if len(members) else ((), ())
    told = ~np.isnan(members.retention)
    option = given.get("retention")
    retention = members.retention if option is None else np.where(told, members.retention, option.value)
    otherwise = From.NOTHING if option is None else From.OPTION_RETENTION
    from_where = Words.of([From.RETENTION if row else otherwise for row in told])
    return Clients(members, [*margins], Words.of(sources), retention, from_where)


def _cells(table: CheckedTable, role: str) -> Sequence[Any]:
    return table.cells(role) if role in table else [None] * table.rows


def _money(table: CheckedTable, role: str) -> list[Decimal | None]:
    """A column of money as exact decimals."""
    number = table.columns[role].number if role in table else None
    return [None if cell is None or number is None else number(cell) for cell in _cells(table, role)]


def _margin(
    key: str, revenue: Decimal | None, margin: Decimal | None, source: From, given: Mapping[str, Input]
) -> tuple[Decimal, From]:
    if margin is not None:
        return margin, source
    if revenue is not None and "margin_rate" in given:
        return revenue * Decimal(repr(given["margin_rate"].value)), From.RATE
    if "margin" in given:
        return Decimal(repr(given["margin"].value)), From.OPTION_MARGIN
    raise UsageError(problem("E311", client=key, cost=""))


def origins(clients: Clients) -> tuple[tuple[str, str], ...]:
    """What came from where, counted: ("margin", "48 from row: revenue − cost")."""
    told = []
    for name, sources in (("margin", clients.margin_from), ("retention", clients.retention_from)):
        told.append(
            (
                say("{name} from", name=say(name)),
                say(
                    "{told}",
                    told=[
                        say("{source} ({n})", source=say(source or "nothing"), n=len(those))
                        for source, those in sources.places().items()
                    ],
                ),
            )
        )
    return tuple(told)
