"""A client list as formulas need it: one margin and one retention for every client, and where each came from.

The order of precedence is told in the result: what stands in the client's own row, then an option, then what the
whole file shows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core.errors import UsageError, problem
from custecon.core.results import Input
from custecon.core.schemas import CheckedTable, Kind

__all__ = ["BY_RATE", "GROUPS", "Client", "clients_of", "origins"]

GROUPS = ("segment", "channel", "manager")  # the columns of a client list that clients are added up by


BY_RATE = " × option: margin rate"  # how a margin says that it is a part of the revenue


@dataclass(frozen=True, slots=True)
class Client:
    """One client: what he brings a year, how likely he stays another, and where both figures came from.

    Money is exact. `retention` is None where nothing tells it yet; `active` None where the list does not say. `orders`
    and `past_value` are known where the client was made from an order log.
    """

    key: str
    margin: Decimal
    margin_from: str
    retention: float | None = None
    retention_from: str = ""
    revenue: Decimal | None = None
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    active: bool | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    orders: int | None = None
    past_value: Decimal | None = None


def clients_of(table: CheckedTable, given: Mapping[str, Input]) -> list[Client]:
    """The clients of a checked list, options filling what a row lacks.

    Args:
        table: a client list; money per year.
        given: options by quantity: margin, margin_rate, retention.

    Raises:
        UsageError: E311 no margin can be told for some client.
    """
    present = [role for role in table.columns if role != "client"]
    columns = {role: table.cells(role) for role in table.columns}
    clients = []
    for row in range(table.rows):
        cells = {role: _plain(table, role, columns[role][row]) for role in present}
        key = columns["client"][row]
        margin, margin_from = _margin(cells, given, key)
        retention, retention_from = _retention(cells, given)
        clients.append(
            Client(
                key=key,
                margin=margin,
                margin_from=margin_from,
                retention=retention,
                retention_from=retention_from,
                revenue=cells.get("revenue"),
                first_date=cells.get("first_date"),
                last_date=cells.get("last_date"),
                active=cells.get("active"),
                groups={name: cells[name] or "(none)" for name in GROUPS if name in cells},
            )
        )
    return clients


def _plain(table: CheckedTable, role: str, cell: Any) -> Any:
    """A stored cell as a value: money as an exact decimal."""
    column = table.columns[role]
    return column.number(cell) if cell is not None and column.role.kind in (Kind.MONEY, Kind.NUMBER) else cell


def _margin(cells: Mapping[str, Any], given: Mapping[str, Input], key: str) -> tuple[Decimal, str]:
    revenue, cost = cells.get("revenue"), cells.get("cost")
    if cells.get("margin") is not None:
        return cells["margin"], "row: margin"
    if revenue is not None and cost is not None:
        return revenue - cost, "row: revenue − cost"
    if revenue is not None and "margin_rate" in given:
        return revenue * Decimal(repr(given["margin_rate"].value)), f"row: revenue{BY_RATE}"
    if "margin" in given:
        return Decimal(repr(given["margin"].value)), "option: margin"
    raise UsageError(problem("E311", client=key))


def _retention(cells: Mapping[str, Any], given: Mapping[str, Input]) -> tuple[float | None, str]:
    if cells.get("retention") is not None:
        return float(cells["retention"]), "row: retention"
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
