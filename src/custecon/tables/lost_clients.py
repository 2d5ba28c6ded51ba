"""Who left in the last year, from a client list or an order log: one by one, by group, by reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from custecon.core import units
from custecon.core.errors import Notice, notice
from custecon.core.expression import Name
from custecon.core.phrases import Money, Share, say
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Column, Table
from custecon.metrics.proportions import wilson_interval
from custecon.tables.client_list import Member
from custecon.tables.client_status import Year, of_log, year_before
from custecon.tables.groups import NO_GROUP, column_name, group_columns, group_label
from custecon.tables.ledger import Ledger

END = " end of the {level} Wilson interval of the churn"


def of_orders(ledger: Ledger, year: Year) -> list[Member]:
    """The clients of an order log; what one brought a year is what they paid in the year up to their last purchase.

    Args:
        ledger: of the log.
        year: the year that is counted; a log always has a last day.

    A client is in the groups of their last orders that name any.
    """
    if year.as_of is None or year.start is None:
        raise ValueError("a log of orders has a last day")
    now, a_year_ago = (ledger.clients(as_of=day) for day in (year.as_of, year.start))
    since = {day: year_before(day) for day in set(now.last_dates)}
    last = zip(now.clients, now.last_dates, strict=True)
    paid = ledger.brought({key: since[day] for key, day in last}, year.as_of)
    groups = {name: ledger.grouped(name).last for name in ledger.groups}
    return [
        Member(key, stands, now.money(paid[key]), groups={name: of.get(key, NO_GROUP) for name, of in groups.items()})
        for key, stands in zip(now.clients, of_log(now, a_year_ago, year), strict=True)
    ]


def without_prices_of_today(members: Sequence[Member], header: str) -> tuple[list[Member], tuple[Notice, ...]]:
    """The same, with what those who left paid unknown where the list has 0 for it, which is what they pay since.

    Billing programs write 0 for every client who is gone. Where some who left have an amount, a 0 is one as well.

    Args:
        members: who is a client and who has left, with what each brings a year.
        header: the column that tells it.
    """
    gone = [(member, paid) for member in members if member.standing.lost and (paid := _brought(member)) is not None]
    zero = [member for member, paid in gone if paid == 0]
    there = [paid for one in members if not one.standing.lost and (paid := _brought(one)) is not None]
    if not zero:
        return list(members), ()
    if len(zero) < len(gone) or not any(there):
        return list(members), (notice("N394", count=len(zero), clients=len(gone), header=header),)
    unknown = {id(member) for member in zero}
    average = Money(sum(there, Decimal(0)) / len(there))
    told = notice("N393", count=len(zero), header=header, average=average)
    return [replace(one, revenue=None, margin=None) if id(one) in unknown else one for one in members], (told,)


def _brought(member: Member) -> Decimal | None:
    return member.revenue if member.revenue is not None else member.margin


# ---------------------------------------------------------------- tables


def _total(members: Iterable[Member], role: str) -> Decimal | None:
    """The exact sum of what is known, None where nothing is."""
    known = [value for member in members if (value := getattr(member, role)) is not None]
    return sum(known, Decimal(0)) if known else None


def _money_columns(members: Sequence[Member]) -> list[tuple[str, Column]]:
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
    return [(role, column) for role, column in columns if _total(members, role) is not None]


def by_group(members: Sequence[Member], group: str, *, level: float) -> Table:
    """Churn and its cost by a column of the file, the dearest first; the rows add up to all."""
    at_start = [member for member in members if member.at_start]
    parts: dict[str, list[Member]] = {}
    for member in at_start:
        parts.setdefault(member.groups.get(group, NO_GROUP), []).append(member)
    money = _money_columns(at_start)
    columns = (
        *group_columns([group]),
        Column("clients_at_start", "at start", units.CLIENTS, "clients a year before", summed=True),
        Column("lost", "lost", units.CLIENTS, "of them left since", summed=True),
        Column("churn", "churn", units.SHARE, "lost ÷ at start", formula=Name("lost") / Name("clients_at_start")),
        Column("churn_low", "from", units.SHARE, say("lower" + END, level=Share(level, 0)),
               fixed=INTERVAL),
        Column("churn_high", "to", units.SHARE, say("upper" + END, level=Share(level, 0)),
               fixed=INTERVAL),
        *(column for _, column in money),
    )  # fmt: skip
    rows = []
    for name, part in parts.items():
        gone = [member for member in part if member.left]
        interval = wilson_interval(len(gone), len(part), level)
        sums = [_total(gone, role) or Decimal(0) for role, _ in money]
        rows.append((name, len(part), len(gone), len(gone) / len(part), interval.low, interval.high, *sums))
    dearest: Callable[[tuple[Any, ...]], Any] = lambda row: (-row[6] if money else 0, -row[2], row[0])  # noqa: E731
    title = say("Churn by {group}", group=group_label(group))
    return Table(f"by_{column_name(group)}", title, columns, sorted(rows, key=dearest))


def by_reason(members: Sequence[Member], preventable: Sequence[str]) -> Table:
    """The lost clients by the reason in the file, and whether it was said that it could have been prevented."""
    gone = [member for member in members if member.left]
    parts: dict[str, list[Member]] = {}
    for member in gone:
        parts.setdefault(member.reason or NO_GROUP, []).append(member)
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
        sums = [_total(part, role) or Decimal(0) for role, _ in money]
        mark = [say("yes" if name in preventable else "no")] if preventable else []
        rows.append((name, len(part), len(part) / len(gone), *sums, *mark))
    return Table("by_reason", "Why they left", columns, rows)


def leavers(members: Sequence[Member]) -> Table:
    """The lost clients, the one who brought most first."""
    gone = [member for member in members if member.left]
    money = _money_columns(gone)
    groups = list(dict.fromkeys(name for member in gone for name in member.groups))
    dated = any(member.standing.last for member in gone)
    reasons = any(member.reason for member in gone)
    columns = (
        Column("client", "client", units.TEXT, "who left"),
        *(column for _, column in money),
        *([Column("last_date", "last purchase", units.DATE, "the day of the last purchase")] if dated else []),
        *group_columns(groups),
        *([Column("reason", "reason", units.TEXT, "why the client left")] if reasons else []),
    )
    first = money[0][0] if money else "revenue"
    rows = [
        (
            member.key,
            *(getattr(member, role) for role, _ in money),
            *([member.standing.last] if dated else []),
            *(member.groups.get(name) for name in groups),
            *([member.reason or None] if reasons else []),
        )
        for member in sorted(gone, key=lambda member: (-(getattr(member, first) or 0), member.key))
    ]
    return Table("lost_clients", "The clients who left", columns, rows, shown=20)
