"""A client list as formulas need it: one margin and one retention for every client, and where each came from.

The order of precedence is told in the result: what stands in the client's own row, then an option, then what the
whole file shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core.errors import UsageError, problem
from custecon.core.results import Input
from custecon.core.schemas import CheckedTable, Kind
from custecon.tables.standing import Standing, Year, of_list

__all__ = ["GROUPS", "NO_GROUP", "Client", "Member", "clients_of", "members_of", "origins"]

GROUPS = ("segment", "channel", "manager")  # the columns of a client list that clients are added up by
NO_GROUP = "(none)"


@dataclass(frozen=True, slots=True)
class Member:
    """What the list itself says of a client: how he stands, and what he brings a year; None where it does not say."""

    key: str
    standing: Standing
    revenue: Decimal | None = None
    margin: Decimal | None = None
    margin_from: str = ""
    retention: float | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def at_start(self) -> bool:
        """Whether he was a client a year before."""
        return self.standing.at_start

    @property
    def left(self) -> bool:
        """Whether he was one a year before and has left since."""
        return self.standing.left


@dataclass(frozen=True, slots=True)
class Client:
    """One client with what a formula needs: what he brings a year, how likely he stays, and where both are from.

    Money is exact. `retention` is None where nothing tells it yet. `orders` and `past_value` are known where the client
    was made from an order log.
    """

    member: Member
    margin: Decimal
    margin_from: str
    retention: float | None = None
    retention_from: str = ""
    orders: int | None = None
    past_value: Decimal | None = None

    @property
    def key(self) -> str:
        """Who he is."""
        return self.member.key

    @property
    def revenue(self) -> Decimal | None:
        """What he pays a year."""
        return self.member.revenue

    @property
    def standing(self) -> Standing:
        """Whether he is still a client."""
        return self.member.standing

    @property
    def groups(self) -> Mapping[str, str]:
        """The groups he is in, by column."""
        return self.member.groups


def members_of(table: CheckedTable, year: Year) -> list[Member]:
    """The clients of a checked list, in the order of its rows.

    Raises:
        InputRefused: E374 two columns contradict each other about who has left.
    """
    present = [role for role in table.columns if role != "client"]
    columns = {role: table.cells(role) for role in table.columns}
    groups = [name for name in GROUPS if name in table]
    members = []
    for row, stands in enumerate(of_list(table, year)):
        cells = {role: _plain(table, role, columns[role][row]) for role in present}
        margin, margin_from = _own_margin(cells)
        members.append(
            Member(
                key=columns["client"][row],
                standing=stands,
                revenue=cells.get("revenue"),
                margin=margin,
                margin_from=margin_from,
                retention=None if cells.get("retention") is None else float(cells["retention"]),
                groups={name: cells[name] or NO_GROUP for name in groups},
                reason=cells.get("reason") or "",
            )
        )
    return members


def clients_of(members: Sequence[Member], given: Mapping[str, Input]) -> list[Client]:
    """The members of a list, options filling what their rows lack.

    Args:
        members: of a client list; money per year.
        given: options by quantity: margin, margin_rate, retention.

    Raises:
        UsageError: E311 no margin can be told for some client.
    """
    return [Client(member, *_margin(member, given), *_retention(member, given)) for member in members]


def _plain(table: CheckedTable, role: str, cell: Any) -> Any:
    """A stored cell as a value: money as an exact decimal."""
    column = table.columns[role]
    return column.number(cell) if cell is not None and column.role.kind in (Kind.MONEY, Kind.NUMBER) else cell


def _own_margin(cells: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """The margin of a row and where in the row it is from."""
    revenue, cost = cells.get("revenue"), cells.get("cost")
    if cells.get("margin") is not None:
        return cells["margin"], "row: margin"
    if revenue is not None and cost is not None:
        return revenue - cost, "row: revenue − cost"
    return None, ""


def _margin(member: Member, given: Mapping[str, Input]) -> tuple[Decimal, str]:
    if member.margin is not None:
        return member.margin, member.margin_from
    if member.revenue is not None and "margin_rate" in given:
        return member.revenue * Decimal(repr(given["margin_rate"].value)), "row: revenue × option: margin rate"
    if "margin" in given:
        return Decimal(repr(given["margin"].value)), "option: margin"
    raise UsageError(problem("E311", client=member.key))


def _retention(member: Member, given: Mapping[str, Input]) -> tuple[float | None, str]:
    if member.retention is not None:
        return member.retention, "row: retention"
    if "retention" in given:
        return given["retention"].value, "option: retention"
    return None, ""


def origins(clients: Sequence[Client]) -> tuple[tuple[str, str], ...]:
    """What came from where, counted: ("margin", "48 from row: revenue − cost")."""
    told = []
    for name, counts in (
        ("margin", Counter(client.margin_from for client in clients)),
        ("retention", Counter(client.retention_from for client in clients)),
    ):
        told.append(
            (f"{name} from", ", ".join(f"{source or 'nothing'} ({count:,})" for source, count in counts.items()))
        )
    return tuple(told)
