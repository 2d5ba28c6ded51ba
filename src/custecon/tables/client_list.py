"""A client list as formulas need it: one margin and one retention for every client, and where each came from.

The order of precedence is told in the result: what stands in the client's own row, then an option, then what the
whole file shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import say
from custecon.core.results import Input
from custecon.core.schemas import CheckedTable
from custecon.tables.client_status import Standing, Year, of_list
from custecon.tables.groups import NO_GROUP
from custecon.tables.margins import checked_margins

MONEY = ("revenue", "cost", "margin")
# In a header: it says so itself (and «выгода» does not), or that it is a part of a year, which is told otherwise.
A_YEAR = re.compile(r"year|annual|jahr|\bp\.\s?a|\bгод|\b[am]rr\b|month|quarter|\bмес|\b(еже)?(месяч|кварт)"
                    r"|\b(q[1-4]|[1-4]q|h[12]|[12]h|half|полгод|полугод)")  # fmt: skip


class From(StrEnum):
    """Where a margin or a retention came from."""

    NOTHING = ""
    MARGIN = "row: margin"
    COST = "row: revenue − cost"
    RATE = "row: revenue × option: margin rate"
    OPTION_MARGIN = "option: margin"
    LAST_YEAR = "revenue of the last year, not margin"
    LAST_YEAR_RATE = "revenue of the last year × option: margin rate"
    RETENTION = "row: retention"
    OPTION_RETENTION = "option: retention"
    OBSERVED = "file: observed"


_OWN = {"cost": From.COST, "margin": From.MARGIN, "": From.NOTHING}


@dataclass(frozen=True, slots=True)
class Member:
    """What the list itself says of a client: how they stand, and what they bring a year; None where it does not say."""

    key: str
    standing: Standing
    revenue: Decimal | None = None
    margin: Decimal | None = None
    margin_from: From = From.NOTHING
    retention: float | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def at_start(self) -> bool:
        """Whether they were a client a year before."""
        return self.standing.at_start

    @property
    def left(self) -> bool:
        """Whether they were one a year before and have left since."""
        return self.standing.left


@dataclass(frozen=True, slots=True)
class Client:
    """One client with what a formula needs: what they bring a year, how likely they stay, and where both are from.

    Money is exact. `retention` is None where nothing tells it yet. `orders` and `past_value` are known where the client
    was made from an order log.
    """

    member: Member
    margin: Decimal
    margin_from: From
    retention: float | None = None
    retention_from: From = From.NOTHING
    orders: int | None = None
    past_value: Decimal | None = None

    def staying(self, retention: float) -> Client:
        """The same with the retention that the file shows; `dataclasses.replace` takes four times as long."""
        given = self.member, self.margin, self.margin_from
        return Client(*given, retention, From.OBSERVED, self.orders, self.past_value)

    @property
    def key(self) -> str:
        """Who they are."""
        return self.member.key

    @property
    def revenue(self) -> Decimal | None:
        """What they pay a year."""
        return self.member.revenue

    @property
    def standing(self) -> Standing:
        """Whether they are still a client."""
        return self.member.standing

    @property
    def groups(self) -> Mapping[str, str]:
        """The groups they are in, by column."""
        return self.member.groups


def members_of(table: CheckedTable, year: Year) -> tuple[list[Member], tuple[Notice, ...]]:
    """The clients of a checked list, in the order of its rows, and where its columns contradict each other.

    Raises:
        InputRefused: E374 two columns contradict each other about who has left; E375 margins above the revenue.
    """
    keys = table.cells("client")
    revenues, costs, margins = (_money(table, role) for role in MONEY)
    found, told = checked_margins(keys, revenues, costs, margins)
    retentions, reasons = (_cells(table, role) for role in ("retention", "reason"))
    groups = {name: table.cells(name) for name in table.groups}
    members = [
        Member(
            key=keys[row],
            standing=stands,
            revenue=revenues[row],
            margin=found[row][0],
            margin_from=_OWN[found[row][1]],
            retention=None if retentions[row] is None else float(retentions[row]),
            groups={name: cells[row] or NO_GROUP for name, cells in groups.items()},
            reason=reasons[row] or "",
        )
        for row, stands in enumerate(of_list(table, year))
    ]
    return members, (*told, *_of_a_year(table))


def _of_a_year(table: CheckedTable) -> tuple[Notice, ...]:
    """Told where no header says so: the money of a list is that of a year, which an export to date would belie."""
    headers = [table.columns[role].header for role in MONEY if role in table]
    silent = [header for header in headers if not A_YEAR.search(header.casefold())]
    if not silent:
        return ()
    return (notice("N316", columns=", ".join(f"«{header}»" for header in silent), count=len(silent)),)


def clients_of(members: Sequence[Member], given: Mapping[str, Input]) -> list[Client]:
    """The members of a list, options filling what their rows lack.

    Args:
        members: of a client list; money per year.
        given: options by quantity: margin, margin_rate, retention.

    Raises:
        UsageError: E311 no margin can be told for some client.
    """
    return [Client(member, *_margin(member, given), *_retention(member, given)) for member in members]


def _cells(table: CheckedTable, role: str) -> Sequence[Any]:
    return table.cells(role) if role in table else [None] * table.rows


def _money(table: CheckedTable, role: str) -> list[Decimal | None]:
    """A column of money as exact decimals."""
    number = table.columns[role].number if role in table else None
    return [None if cell is None or number is None else number(cell) for cell in _cells(table, role)]


def _margin(member: Member, given: Mapping[str, Input]) -> tuple[Decimal, From]:
    if member.margin is not None:
        return member.margin, member.margin_from
    if member.revenue is not None and "margin_rate" in given:
        return member.revenue * Decimal(repr(given["margin_rate"].value)), From.RATE
    if "margin" in given:
        return Decimal(repr(given["margin"].value)), From.OPTION_MARGIN
    raise UsageError(problem("E311", client=member.key, cost=""))


def _retention(member: Member, given: Mapping[str, Input]) -> tuple[float | None, From]:
    if member.retention is not None:
        return member.retention, From.RETENTION
    if "retention" in given:
        return given["retention"].value, From.OPTION_RETENTION
    return None, From.NOTHING


def origins(clients: Sequence[Client]) -> tuple[tuple[str, str], ...]:
    """What came from where, counted: ("margin", "48 from row: revenue − cost")."""
    told = []
    for name, counts in (
        ("margin", Counter(client.margin_from for client in clients)),
        ("retention", Counter(client.retention_from for client in clients)),
    ):
        told.append(
            (
                say("{name} from", name=say(name)),
                ", ".join(f"{source or 'nothing'} ({count:,})" for source, count in counts.items()),
            )
        )
    return tuple(told)
