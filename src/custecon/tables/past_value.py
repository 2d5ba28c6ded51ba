"""What clients have brought so far, from an order log: client by client and by the month of their first order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from custecon.core import units
from custecon.core.expression import Name
from custecon.core.relations import Over
from custecon.core.results import Column, Figure, Input, Table
from custecon.tables.client_list import Client, From, Member
from custecon.tables.client_status import Year, of_log
from custecon.tables.groups import NO_GROUP
from custecon.tables.ledger import ClientSummary


def clients_of_orders(
    now: ClientSummary,
    a_year_ago: ClientSummary,
    year: Year,
    given: Mapping[str, Input],
    groups: Mapping[str, Mapping[str, str]],
) -> list[Client]:
    """An order log as a client list: what a client brought in the last year is what they bring a year.

    Args:
        now: the log reduced to clients as of the last day.
        a_year_ago: the same log as of a year before.
        year: the year in between, and the days of silence after which a client counts as lost.
        given: options by quantity: margin_rate turns revenue into margin, retention holds for every client.
        groups: by column, the group of each client.
    """
    before = dict(zip(a_year_ago.clients, a_year_ago.totals, strict=True))
    rate = Decimal(repr(given["margin_rate"].value)) if "margin_rate" in given else None
    retention = given["retention"].value if "retention" in given else None
    cohorts = {day: {"cohort": _month(day)} for day in set(now.first_dates)}
    clients = []
    for key, stands, first, total, orders in zip(
        now.clients, of_log(now, a_year_ago, year), now.first_dates, now.totals, now.orders, strict=True
    ):
        earlier, past = before.get(key, 0), now.money(total)
        recent = now.money(total - earlier) if earlier else past
        clients.append(
            Client(
                Member(key, stands, recent, groups=_groups(key, groups) | cohorts[first] if groups else cohorts[first]),
                margin=recent if rate is None else recent * rate,
                margin_from=From.LAST_YEAR if rate is None else From.LAST_YEAR_RATE,
                retention=retention,
                retention_from=From.NOTHING if retention is None else From.OPTION_RETENTION,
                orders=orders,
                past_value=past,
            )
        )
    return clients


def _groups(key: str, groups: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: of_clients.get(key, NO_GROUP) for name, of_clients in groups.items()}


def _month(day: dt.date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def figures(summary: ClientSummary) -> tuple[Figure, ...]:
    """What the log shows for certain: nothing here is a projection."""
    orders = sum(summary.orders)
    total = summary.total()
    one = len(summary)
    repeat = sum(days > 1 for days in summary.purchase_days)
    all_of = Over("sum", "clients", "past_value")
    return (
        Figure("past_value", "past value, all clients", total, units.MONEY, "revenue to date, refunds taken off",
               formula=all_of),
        Figure("past_value_per_client", "past value per client", total / one, units.MONEY, "past value ÷ clients",
               formula=Over("mean", "clients", "past_value")),
        Figure("orders_per_client", "orders per client", orders / one, units.RATIO, "orders ÷ clients, to date",
               formula=Over("mean", "clients", "orders")),
        Figure("bought_again", "clients who bought again", repeat / one, units.SHARE, "on a second day or more"),
    )  # fmt: skip


def past_by_cohort(clients: Sequence[Client]) -> Table:
    """Past value by the month of the first order; the months add up to the log."""
    rows: dict[str, list[Client]] = {}
    for client in clients:
        rows.setdefault(client.groups["cohort"], []).append(client)
    columns = (
        Column("cohort", "first order in", units.TEXT, "the month of the first order"),
        Column("clients", "clients", units.CLIENTS, "clients whose first order was in that month", summed=True),
        Column("orders", "orders", units.ORDERS, "their orders to date", summed=True),
        Column("past_value", "past value", units.MONEY, "their revenue to date, refunds taken off", summed=True),
        Column("past_value_per_client", "per client", units.MONEY, "past value ÷ clients",
               formula=Name("past_value") / Name("clients")),
        Column("active", "still active", units.CLIENTS, "clients who do not count as lost", summed=True),
    )  # fmt: skip
    cells = []
    for cohort, members in sorted(rows.items()):
        value = sum((client.past_value or Decimal(0) for client in members), Decimal(0))
        count = len(members)
        orders = sum(client.orders or 0 for client in members)
        cells.append((cohort, count, orders, value, value / count, sum(not client.standing.lost for client in members)))
    return Table("past_by_cohort", "Past value by the month of the first order", columns, cells, shown=24)
