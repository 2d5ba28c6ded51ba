"""What a new client cost by channel, campaign and month: spend, and new clients beside it or from an order log."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from custecon.core import units
from custecon.core.errors import InputRefused, problem
from custecon.core.expression import Name, Requirement
from custecon.core.relations import Over
from custecon.core.results import Column, Table
from custecon.core.schemas import CheckedTable

__all__ = ["GROUPS", "Joined", "Spent", "by_groups", "first_orders", "joined", "spent", "untold", "without_clients"]

GROUPS = ("channel", "campaign", "month")
ALL = ("channel", "campaign", "advert", "month")
NO_NAME = "(none)"
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>0?[1-9]|1[0-2])(?:[-./][0-9]{1,2})?"),
    re.compile(r"(?P<month>0?[1-9]|1[0-2])[./](?P<year>[0-9]{4})"),
    re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>[0-9]{4})"),
)
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

Count = int | Decimal
"""How many: a whole number, or one with parts where advertisers share out a client among several."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on one group, and whom it won; `new_clients` is None where the file does not tell."""

    groups: Mapping[str, str]
    spend: Decimal
    new_clients: Count | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Spend with the new clients of an order log beside it.

    `paid`: new clients of a channel that money was spent on; `all`: those of every channel, in the months of the
    spend; `outside`: new clients of other months, counted nowhere.
    """

    rows: tuple[Spent, ...]
    paid: int
    all: int
    outside: int


def month_of(text: str) -> str:
    """A month as 2024-01, or the text itself where it is something else.

    >>> month_of("01.2024"), month_of("2024-1-15"), month_of("15.01.2024"), month_of("Q1")
    ('2024-01', '2024-01', '2024-01', 'Q1')
    """
    for pattern in _MONTHS:
        if match := pattern.fullmatch(text.strip()):
            return f"{match['year']}-{int(match['month']):02d}"
    return text.strip() or NO_NAME


def _month(day: dt.date | None) -> str:
    return f"{day.year:04d}-{day.month:02d}" if day else NO_NAME


def spent(table: CheckedTable) -> list[Spent]:
    """The rows of a spend file.

    Raises:
        InputRefused: E375 money spent is negative.
    """
    money = table.columns["spend"]
    counts = _counts(table)
    rows = []
    for row in range(table.rows):
        groups = {name: table.cells(name)[row] or NO_NAME for name in ALL if name in table}
        if "month" in groups:
            groups["month"] = month_of(groups["month"])
        elif "date" in table:
            groups["month"] = _month(table.cells("date")[row])
        spend = money.number(money.cells[row])
        if spend < 0:
            why = "what was spent is written as a positive amount"
            cure = "turn the sign around, or take what came back off the row on which it was spent"
            where = ", ".join(groups.values()) or f"row {row + 1}"
            raise InputRefused(problem("E375", what=f"«{money.header}»", name=where, value=spend, why=why, cure=cure))
        rows.append(Spent(groups, spend, counts[row]))
    return rows


def _counts(table: CheckedTable) -> list[Count | None]:
    """How many new clients each row tells; a whole number wherever it is one."""
    if (column := table.columns.get("new_clients")) is None:
        return [None] * table.rows
    numbers = (None if cell is None else column.number(cell) for cell in column.cells)
    return [int(number) if number is not None and number == int(number) else number for number in numbers]


def first_orders(table: CheckedTable) -> Counter[tuple[str, str]]:
    """How many clients placed their first order, by month and channel; "" where the log names no channel."""
    channels: Sequence[str] = table.cells("channel") if "channel" in table else [""] * table.rows
    first: dict[str, tuple[dt.date, str]] = {}
    rows = zip(table.cells("client"), table.cells("date"), table.cells("amount"), channels, strict=True)
    for key, day, amount, channel in rows:
        # A refund is no purchase; of two orders on the first day the one that names a channel tells it.
        if amount < 0:
            continue
        known = first.get(key)
        if known is None or day < known[0] or (day == known[0] and not known[1] and channel):
            first[key] = (day, channel)
    return Counter((_month(day), channel) for day, channel in first.values())


def joined(rows: Sequence[Spent], won: Mapping[tuple[str, str], int]) -> Joined:
    """Put the new clients of an order log beside the spend, by month, and by channel where both have it.

    Spend is added up to those columns first, so that no client is counted twice. Every row of spend must have a month.

    Raises:
        InputRefused: E358 a month that cannot be told, so that no order could be set beside its spend.
    """
    with_channel = any("channel" in row.groups for row in rows) and any(channel for _, channel in won)
    names = ["channel", "month"] if with_channel else ["month"]
    spend: dict[tuple[str, ...], Decimal] = {}
    for row in rows:
        key = tuple(row.groups[name] for name in names)
        spend[key] = spend.get(key, Decimal(0)) + row.spend
    months = {row.groups["month"] for row in rows}
    if unknown := sorted(month for month in months if not _MONTH.fullmatch(month)):
        raise InputRefused(problem("E358", months=", ".join(f"«{month}»" for month in unknown[:3])))
    clients: Counter[tuple[str, ...]] = Counter()
    outside = 0
    for (month, channel), count in won.items():
        if month not in months:
            outside += count
            continue
        at = {"month": month, "channel": channel or NO_NAME}
        clients[tuple(at[name] for name in names)] += count
    keys = [*spend, *sorted(key for key in clients if key not in spend)]
    table = tuple(
        Spent(dict(zip(names, key, strict=True)), spend.get(key, Decimal(0)), clients.get(key, 0)) for key in keys
    )
    paid = {key[0] for key, money in spend.items() if money > 0} if with_channel else set()
    bought = sum(count for key, count in clients.items() if not with_channel or key[0] in paid)
    return Joined(table, bought, sum(clients.values()), outside)


def by_groups(rows: Sequence[Spent], names: Sequence[str], *, value: float | None = None) -> Table:
    """Spend, new clients and CAC by one or more columns; where nobody was won there is no CAC.

    Args:
        rows: the rows of the file; those that tell no number of new clients are left out, spend and all.
        names: the columns to add up by.
        value: the lifetime value of a client, if LTV to CAC is wanted.
    """
    sums: dict[tuple[str, ...], tuple[Decimal, Count]] = {}
    for row in rows:
        if row.new_clients is None:
            continue
        key = tuple(row.groups.get(name, NO_NAME) for name in names)
        money, count = sums.get(key, (Decimal(0), 0))
        sums[key] = (money + row.spend, count + row.new_clients)
    total = sum((money for money, _ in sums.values()), Decimal(0))
    order = sorted(sums) if "month" in names else sorted(sums, key=lambda key: (-sums[key][0], key))
    some = [sums[key][1] > 0 for key in order]
    won = Requirement(Name("new_clients") > 0, "there are no new clients to divide by", "take a longer time")
    paid = Requirement(Name("spend") > 0, "there is no spend", "take a longer time")
    all_spend = Over("sum", "by_" + "_and_".join(names), "spend")
    spent_some = Requirement(all_spend > 0, "there is no spend", "take a longer time")
    columns = (
        *(Column(name, name, units.TEXT, "what the spend was for") for name in names),
        Column("spend", "spend", units.MONEY, "what was paid to win clients", summed=True),
        Column("new_clients", "new clients", units.CLIENTS, "clients who paid for the first time", summed=True),
        Column(
            "cac", "CAC", units.MONEY, "spend ÷ new clients; empty where nobody was won",
            formula=Name("spend") / Name("new_clients"), requires=(won,), live=some,
        ),
        Column(
            "share_of_spend", "of the spend", units.SHARE, "part of all spend",
            formula=Name("spend") / all_spend, requires=(spent_some,),
        ),
        *([Column(
            "ltv_to_cac", "LTV:CAC", units.RATIO, "LTV ÷ CAC; empty without a CAC above 0",
            formula=Name("lifetime_value") / (Name("spend") / Name("new_clients")), requires=(won, paid),
        )] if value else []),
    )  # fmt: skip
    cells = []
    for key in order:
        money, count = sums[key]
        cost = float(money / count) if count else None
        ratio = [value / cost if cost else None] if value else []
        cells.append((*key, money, count, cost, float(money / total) if total else None, *ratio))
    return Table("by_" + "_and_".join(names), "CAC by " + " and ".join(names), columns, cells, shown=40)


def without_clients(rows: Sequence[Spent]) -> Table | None:
    """Rows that cost money and won nobody, the dearest first: listed, not divided by. None if there are none."""
    vain = [row for row in rows if row.spend > 0 and row.new_clients == 0]
    return _listed("without_clients", "Spent without a new client", "spent without a new client", vain)


def untold(rows: Sequence[Spent]) -> Table | None:
    """Rows that do not tell how many clients they won, the dearest first: in no figure. None if there are none."""
    silent = [row for row in rows if row.new_clients is None]
    title = "Spent, new clients not told: in no figure"
    return _listed("new_clients_not_told", title, "spent, and the file does not tell on how many new clients", silent)


def _listed(name: str, title: str, meaning: str, rows: Sequence[Spent]) -> Table | None:
    """Rows with what was spent on them, the dearest first."""
    if not rows:
        return None
    names = [one for one in ALL if any(one in row.groups for row in rows)]
    columns = (
        *(Column(one, one, units.TEXT, "what the spend was for") for one in names),
        Column("spend", "spend", units.MONEY, meaning, summed=True),
    )
    ordered = sorted(rows, key=lambda row: (-row.spend, tuple(row.groups.get(one, "") for one in names)))
    cells = [(*(row.groups.get(one, NO_NAME) for one in names), row.spend) for row in ordered]
    return Table(name, title, columns, cells, shown=10)
