"""Who left in the last year, from a client list or an order log: one by one, by group, by reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.by_column import ByColumn
from custecon.core.errors import Notice, notice
from custecon.core.expression import Name
from custecon.core.long_columns import Exact, Words, in_order, whole_numbers
from custecon.core.phrases import Money, Share, say
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Column, Table
from custecon.metrics.proportions import wilson_interval
from custecon.tables.client_columns import Members, largest_first, total_of
from custecon.tables.client_status import Year, of_log, year_before
from custecon.tables.groups import NO_GROUP, column_name, group_columns, group_label
from custecon.tables.ledger import Ledger

LOWER = "lower end of the {level} Wilson interval of the churn"
UPPER = "upper end of the {level} Wilson interval of the churn"


def of_orders(ledger: Ledger, year: Year, *, as_margin: bool = False) -> Members:
    """The clients of an order log; what one brought a year is what they paid in the year up to their last purchase.

    Args:
        ledger: of the log.
        year: the year that is counted; a log always has a last day.
        as_margin: whether the amounts of the log are margin.

    A client is in the groups of their last orders that name any.
    """
    if year.as_of is None or year.start is None:
        raise ValueError("a log of orders has a last day")
    now, a_year_ago = (ledger.clients(as_of=day) for day in (year.as_of, year.start))
    since = {day: year_before(day) for day in set(now.last_dates)}
    last = zip(now.clients, now.last_dates, strict=True)
    paid = ledger.brought({key: since[day] for key, day in last}, year.as_of)
    money = Exact(whole_numbers(list(map(paid.__getitem__, now.clients))), now.scale)
    groups = {name: ledger.grouped(name).last for name in ledger.groups}
    return Members.of_log(
        now.clients,
        of_log(now, a_year_ago, year),
        {name: Words.of([of.get(key, NO_GROUP) for key in now.clients]) for name, of in groups.items()},
        **{"margin" if as_margin else "revenue": money},
    )


def without_prices_of_today(
    members: Members, header: str, currency: str | None = None
) -> tuple[Members, tuple[Notice, ...]]:
    """The same, with what those who left paid unknown where the list has 0 for it, which is what they pay since.

    Billing programs write 0 for every client who is gone. Where some who left have an amount, a 0 is one as well.

    Args:
        members: who is a client and who has left, with what each brings a year.
        header: the column that tells it.
        currency: of its money, if it is known.
    """
    brought = [own if paid is None else paid for paid, own in zip(members.revenue, members.margin, strict=True)]
    lost = (members.standings.lost == 1).tolist()
    gone = [(place, paid) for place, paid in enumerate(brought) if lost[place] and paid is not None]
    zero = {place for place, paid in gone if paid == 0}
    there = [paid for place, paid in enumerate(brought) if not lost[place] and paid is not None]
    if not zero:
        return members, ()
    if len(zero) < len(gone) or not any(there):
        return members, (notice("N394", count=len(zero), clients=len(gone), header=header),)
    average = Money(sum(there, Decimal(0)) / len(there), currency)
    told = notice("N393", count=len(zero), header=header, average=average)
    money = ([None if place in zero else one for place, one in enumerate(column)]
             for column in (members.revenue, members.margin))  # fmt: skip
    return replace(members, revenue=next(money), margin=next(money)), (told,)


# ---------------------------------------------------------------- tables


def _money_columns(members: Members) -> list[tuple[str, Column]]:
    columns = (
        (
            "revenue",
            Column("income_lost", "income lost", units.MONEY_PER_YEAR, "annual income of the lost", summed=True),
        ),
        (
            "margin",
            Column("margin_lost", "margin lost", units.MONEY_PER_YEAR, "annual margin of the lost", summed=True),
        ),
    )
    return [(role, column) for role, column in columns if total_of(getattr(members, role)) is not None]


def by_group(members: Members, group: str, *, level: float) -> Table:
    """Churn and its cost by a column of the file, the dearest first; the rows add up to all."""
    at_start = members.at_start
    money = _money_columns(at_start)
    columns = (
        *group_columns([group]),
        Column("clients_at_start", "at start", units.CLIENTS, "clients a year before", summed=True),
        Column("lost", "lost", units.CLIENTS, "of them left since", summed=True),
        Column("churn", "churn", units.SHARE, "lost ÷ at start", formula=Name("lost") / Name("clients_at_start")),
        Column("churn_low", "from", units.SHARE, say(LOWER, level=Share(level, 0)),
               fixed=INTERVAL),
        Column("churn_high", "to", units.SHARE, say(UPPER, level=Share(level, 0)),
               fixed=INTERVAL),
        *(column for _, column in money),
    )  # fmt: skip
    rows = []
    for name, places in at_start.groups[group].places().items():
        part = at_start.take(places)
        gone = part.left
        interval = wilson_interval(len(gone), len(part), level)
        sums = [total_of(getattr(gone, role)) or Decimal(0) for role, _ in money]
        rows.append((name, len(part), len(gone), len(gone) / len(part), interval.low, interval.high, *sums))
    dearest: Callable[[tuple[Any, ...]], Any] = lambda row: (-row[6] if money else 0, -row[2], row[0])  # noqa: E731
    title = say("Churn by {group}", group=group_label(group))
    return Table(f"by_{column_name(group)}", title, columns, sorted(rows, key=dearest))


def by_reason(members: Members, preventable: Sequence[str]) -> Table:
    """The lost clients by the reason in the file, and whether it was said that it could have been prevented."""
    gone = members.left
    parts = {reason or NO_GROUP: gone.take(places) for reason, places in gone.reason.places().items()}
    money = _money_columns(gone)
    marked = [Column("preventable", "preventable", units.TEXT, "named with --preventable")] if preventable else []
    columns = (
        Column("reason", "reason", units.TEXT, "why the client left"),
        Column("lost", "lost", units.CLIENTS, "clients lost for that reason", summed=True),
        Column(
            "share",
            "share",
            units.SHARE,
            "of all lost clients",
            summed=True,
            formula=Name("lost") / Over("sum", "by_reason", "lost"),
        ),
        *(column for _, column in money),
        *marked,
    )
    rows = []
    for name, part in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0])):
        sums = [total_of(getattr(part, role)) or Decimal(0) for role, _ in money]
        mark = [say("yes" if name in preventable else "no")] if preventable else []
        rows.append((name, len(part), len(part) / len(gone), *sums, *mark))
    return Table("by_reason", "Why they left", columns, rows)


def leavers(members: Members) -> Table:
    """The lost clients, the one who brought most first."""
    gone = members.left
    money = _money_columns(gone)
    amounts = getattr(gone, money[0][0] if money else "revenue")
    order = largest_first(amounts, in_order(gone.keys))
    last, reasons = gone.standings.last, gone.reason
    shown: list[tuple[Column, Sequence[Any]]] = [(Column("client", "client", units.TEXT, "who left"), gone.keys)]
    shown += ((column, getattr(gone, role)) for role, column in money)
    if not np.isnat(last).all():
        dated = last.tolist() if np.isnat(last).any() else last
        shown.append((Column("last_date", "last purchase", units.DATE, "the day of the last purchase"), dated))
    shown += zip(group_columns(list(gone.groups)), gone.groups.values(), strict=True)
    if any(reasons):
        column = Column("reason", "reason", units.TEXT, "why the client left")
        shown.append((column, [reason or None for reason in reasons]))
    cells = ByColumn([column for _, column in shown], order)
    return Table("lost_clients", "The clients who left", tuple(column for column, _ in shown), cells, shown=20)
