"""What clients have brought so far, from an order log: client by client and by the month of their first order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.by_column import taken
from custecon.core.expression import Name
from custecon.core.long_columns import Exact, Words, days_of, places_of, whole_numbers
from custecon.core.phrases import CalendarPeriod, say
from custecon.core.relations import Over
from custecon.core.results import Column, Figure, Input, Table
from custecon.tables.client_columns import Clients, From, Members, total_of
from custecon.tables.client_status import Year, of_log
from custecon.tables.groups import NO_GROUP
from custecon.tables.ledger import ClientSummary


def clients_of_orders(
    now: ClientSummary,
    a_year_ago: ClientSummary,
    year: Year,
    given: Mapping[str, Input],
    groups: Mapping[str, Mapping[str, str]],
    *,
    as_margin: bool = False,
) -> Clients:
    """An order log as a client list: what a client brought in the last year is what they bring a year.

    Args:
        now: the log reduced to clients as of the last day.
        a_year_ago: the same log as of a year before.
        year: the year in between, and the days of silence after which a client counts as lost.
        given: options by quantity: margin_rate turns revenue into margin, retention holds for every client.
        groups: by column, the group of each client.
        as_margin: the amounts of the log are margin already.
    """
    past = Exact(whole_numbers(now.totals), now.scale)
    recent = Exact(past.cells.copy(), now.scale)
    recent.cells[places_of(a_year_ago.clients, now.clients)] -= whole_numbers(a_year_ago.totals)
    cells = {name: Words.of([of.get(key, NO_GROUP) for key in now.clients]) for name, of in groups.items()}
    cells["cohort"] = _months(days_of(now.first_dates))
    rate = Decimal(repr(given["margin_rate"].value)) if "margin_rate" in given else None
    as_it_stands = From.LAST_YEAR_MARGIN if as_margin else From.LAST_YEAR
    retention = given["retention"].value if "retention" in given else None
    return Clients(
        Members.of_log(now.clients, of_log(now, a_year_ago, year), cells, revenue=recent),
        recent if rate is None else recent.times(rate),
        Words.same(as_it_stands if rate is None else From.LAST_YEAR_RATE, len(now)),
        np.full(len(now), np.nan if retention is None else retention),
        Words.same(From.NOTHING if retention is None else From.OPTION_RETENTION, len(now)),
        whole_numbers(now.orders),
        past,
    )


def _months(days: Any) -> Words:
    """The month of each day, as 2024-05."""
    found, cells = np.unique(days.astype("datetime64[M]"), return_inverse=True)
    return Words(cells, [CalendarPeriod(month) for month in np.datetime_as_string(found).tolist()])


def figures(summary: ClientSummary, basis: str = "revenue") -> tuple[Figure, ...]:
    """What the log shows for certain: nothing here is a projection; `basis`: what its amounts are."""
    to_date = say("{basis} to date, refunds taken off", basis=say(basis))
    orders = int(whole_numbers(summary.orders).sum())
    total = summary.total()
    one = len(summary)
    repeat = int((whole_numbers(summary.purchase_days) > 1).sum())
    all_of = Over("sum", "clients", "past_value")
    return (
        Figure("past_value", "past value, all clients", total, units.MONEY, to_date,
               formula=all_of),
        Figure("past_value_per_client", "past value per client", total / one, units.MONEY, "past value ÷ clients",
               formula=Over("mean", "clients", "past_value")),
        Figure("orders_per_client", "orders per client", orders / one, units.RATIO, "orders ÷ clients, to date",
               formula=Over("mean", "clients", "orders")),
        Figure("bought_again", "clients who bought again", repeat / one, units.SHARE, "on a second day or more"),
    )  # fmt: skip


def past_by_cohort(clients: Clients) -> Table:
    """Past value by the month of the first order; the months add up to the log."""
    columns = (
        Column("cohort", "first order in", units.TEXT, "the month of the first order"),
        Column("clients", "clients", units.CLIENTS, "clients whose first order was in that month", summed=True),
        Column("orders", "orders", units.ORDERS, "their orders to date", summed=True),
        Column("past_value", "past value", units.MONEY,
               say("{basis} to date, refunds taken off", basis=say(clients.brought)), summed=True),
        Column("past_value_per_client", "per client", units.MONEY, "past value ÷ clients",
               formula=Name("past_value") / Name("clients")),
        Column("active", "still active", units.CLIENTS, "clients who do not count as lost", summed=True),
    )  # fmt: skip
    cells = []
    orders, value, lost = clients.orders, clients.past_value, clients.standings.lost == 1
    for cohort, places in sorted(clients.members.groups["cohort"].places().items()):
        brought = total_of(taken(value, places)) or Decimal(0)
        count = len(places)
        active = count - int(lost[places].sum())
        cells.append((cohort, count, int(taken(orders, places).sum()), brought, brought / count, active))
    return Table("past_by_cohort", "Past value by the month of the first order", columns, cells, shown=24)
