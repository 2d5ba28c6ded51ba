"""What a new client cost by channel, campaign and month: spend, and new clients beside it or from an order log."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import InputRefused, Notice, Undefined, notice, problem
from custecon.core.expression import Name, Requirement
from custecon.core.phrases import Exact, counted, say, several, some
from custecon.core.relations import Over, substituted
from custecon.core.results import Column, Table
from custecon.core.schemas import CheckedTable
from custecon.metrics import acquisition
from custecon.tables.calendar_periods import label_of
from custecon.tables.groups import NO_GROUP, column_names, group_columns, group_label
from custecon.tables.margins import mostly_negative
from custecon.tables.months import Months, calendar_order, has_no_year, is_month, months_in

GROUPS = ("channel", "campaign", "advert", "month")  # in this order; by the first of them if nothing is said
SOME = 3  # names that a message tells
NOBODY, LONGER = "there are no new clients to divide by", "take a longer time"

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


def _month(day: dt.date | None) -> str:
    return label_of(day, "month") if day else NO_GROUP


def spent(table: CheckedTable) -> list[Spent]:
    """The rows of a spend file.

    Raises:
        InputRefused: E375 most of it is below zero, or a row of money back won clients.
    """
    money = table.columns["spend"]
    counts = _counts(table)
    months = _months(table)
    rows = []
    for row in range(table.rows):
        groups = {name: table.cells(name)[row] or NO_GROUP for name in table.groups}
        if months:
            groups["month"] = months.labels[row] or NO_GROUP
        elif "date" in table:
            groups["month"] = _month(table.cells("date")[row])
        spend = money.number(money.cells[row])
        nobody = spend < 0 and counts[row] is None and "new_clients" in table  # what came back won nobody
        rows.append(Spent(groups, spend, 0 if nobody else counts[row]))
    below = [(number, one) for number, one in enumerate(rows, 1) if one.spend < 0]
    if mostly_negative(one.spend for one in rows):
        why = "what was spent is written as a positive amount, as most of it is not"
        raise _refusal(money.header, *below[0], why, "turn the sign around in the whole column")
    for number, one in below:
        if one.new_clients:
            raise _refusal(money.header, number, one, "money that came back won nobody", _OFF)
    return rows


_OFF = "take what came back off the row on which it was spent, and leave no clients on a row of its own"


def _refusal(header: str, number: int, row: Spent, why: str, cure: str) -> InputRefused:
    where = ", ".join(row.groups.values()) or say("row {number}", number=number)
    return InputRefused(problem("E375", what=f"«{header}»", name=where, value=row.spend, why=why, cure=cure))


def told_of_credits(table: CheckedTable, rows: Sequence[Spent]) -> list[Notice]:
    """What came back of the spend, on rows of its own: it lowers the spend.

    Args:
        table: the checked spend file.
        rows: its rows, as `spent` gives them.
    """
    back = [row.spend for row in rows if row.spend < 0]
    if not back:
        return []
    total = Exact(sum(back))
    return [
        notice(
            "N231",
            header=table.columns["spend"].header,
            count=counted(len(back), "amount"),
            total=total,
        )
    ]


def _months(table: CheckedTable) -> Months | None:
    if "month" not in table:
        return None
    return months_in(table.cells("month"), table.cells("year") if "year" in table else ())


def told_of_months(table: CheckedTable, rows: Sequence[Spent]) -> list[Notice]:
    """What must be known of the months of a spend file: those that nobody can tell, and those of several years.

    Args:
        table: the checked spend file.
        rows: its rows, as `spent` gives them.
    """
    months = _months(table)
    if months is None:
        return []
    header = table.columns["month"].header
    told = []
    if untold := (*months.doubtful, *months.strange):
        told.append(notice("N380", column=header, values=_quoted(untold)))
    if again := _again(rows):
        told.append(notice("N381", column=header, months=_quoted(again), count=len(again)))
    return told


def told_of_beginning(table: CheckedTable, won: Mapping[tuple[str, str], int], rows: Sequence[Spent]) -> list[Notice]:
    """Whether the first orders of a log are set beside spend in the month in which the log itself begins.

    Args:
        table: the checked log of orders.
        won: its first orders by month and channel, as `first_orders` gives them.
        rows: the spend, every row with its month.
    """
    first = min(table.cells("date"))
    month, months = _month(first), {row.groups["month"] for row in rows}
    count = sum(clients for (at, _), clients in won.items() if at == month)
    if month not in months or not count:
        return []
    earlier = [one for one in months if is_month(one) and one < month]
    before = say("; it tells nothing of {min}, for which there is spend too", min=min(earlier)) if earlier else ""
    return [notice("N382", first=first, month=month, count=count, before=before)]


def told_of_end(table: CheckedTable, rows: Sequence[Spent]) -> list[Notice]:
    """Whether money was spent in months after the last order of a log, which tells nothing of whom it won.

    Args:
        table: the checked log of orders.
        rows: the spend, every row with its month.
    """
    last = max(table.cells("date"))
    later = [row for row in rows if is_month(row.groups["month"]) and row.groups["month"] > _month(last)]
    if not later:
        return []
    months = list(dict.fromkeys(row.groups["month"] for row in later))
    spend = sum((row.spend for row in later), Decimal())
    return [notice("N388", last=last, months=_quoted(months), spend=spend)]


def _quoted(texts: Sequence[str]) -> str:
    return some([f"«{text}»" for text in texts], SOME)


def _again(rows: Sequence[Spent]) -> list[str]:
    """Months without a year that come again after another month, for the same channel, campaign and advertisement."""
    seen: dict[tuple[str, ...], dict[str, None]] = {}
    found: dict[str, None] = {}
    for row in rows:
        month = row.groups["month"]
        passed = seen.setdefault(tuple(text for name, text in row.groups.items() if name != "month"), {})
        if month in passed and month != next(reversed(passed)) and has_no_year(month):
            found[month] = None
        passed.pop(month, None)
        passed[month] = None
    return [*found]


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
    if unknown := sorted(month for month in months if not is_month(month)):
        raise InputRefused(problem("E358", months=_quoted(unknown)))
    clients: Counter[tuple[str, ...]] = Counter()
    outside = 0
    for (month, channel), count in won.items():
        if month not in months:
            outside += count
            continue
        at = {"month": month, "channel": channel or NO_GROUP}
        clients[tuple(at[name] for name in names)] += count
    keys = [*spend, *sorted(key for key in clients if key not in spend)]
    table = tuple(
        Spent(dict(zip(names, key, strict=True)), spend.get(key, Decimal(0)), clients.get(key, 0)) for key in keys
    )
    paid = {key[0] for key, money in spend.items() if money > 0} if with_channel else set()
    bought = sum(count for key, count in clients.items() if not with_channel or key[0] in paid)
    return Joined(table, bought, sum(clients.values()), outside)


def by_groups(
    rows: Sequence[Spent],
    names: Sequence[str],
    *,
    value: float | None = None,
    leaves: Mapping[str, Any] | None = None,
    period: str | None = None,
) -> Table:
    """Spend, new clients, CAC and when it is paid back by one or more columns; where nobody was won there is no CAC.

    Args:
        rows: the rows of the file; those that tell no number of new clients are left out, spend and all.
        names: the columns to add up by.
        value: the lifetime value of a client, if LTV to CAC is wanted.
        leaves: the margin of a client in a period, and if it is known their churn; then the payback stands there too.
        period: the period of both.

    Raises:
        InputRefused: E375 more came back for a group than was spent on it, though it won clients.
    """
    sums: dict[tuple[str, ...], tuple[Decimal, Count]] = {}
    for row in rows:
        if row.new_clients is None:
            continue
        key = tuple(row.groups.get(name, NO_GROUP) for name in names)
        money, count = sums.get(key, (Decimal(0), 0))
        sums[key] = (money + row.spend, count + row.new_clients)
    for number, (key, (money, count)) in enumerate(sums.items(), 1):
        if money < 0 and count:
            group = Spent(dict(zip(names, key, strict=True)), money, count)
            raise _refusal("spend", number, group, "more came back than was spent there", _OFF)
    total = sum((money for money, _ in sums.values()), Decimal(0))
    order = _by_month(sums, names) if "month" in names else sorted(sums, key=lambda key: (-sums[key][0], key))
    some = [sums[key][1] > 0 for key in order]
    won = Requirement(Name("new_clients") > 0, NOBODY, LONGER)
    paid = Requirement(Name("spend") > 0, "there is no spend", LONGER)
    called = "by_" + "_and_".join(column_names(names))
    all_spend = Over("sum", called, "spend")
    spent_some = Requirement(all_spend > 0, "there is no spend", LONGER)
    columns = (
        *group_columns(names, "what the spend was for"),
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
        )] if value is not None else []),
        *([_payback_column(metric, period)] if (metric := _payback_of(leaves or {})) else []),
    )  # fmt: skip
    cells = []
    for key in order:
        money, count = sums[key]
        cost = float(money / count) if count else None
        ratio = [value / cost if cost else None] if value is not None else []
        back = [_paid_back(metric, cost, leaves or {})] if metric else []
        cells.append((*key, money, count, cost, float(money / total) if total else None, *ratio, *back))
    title = say("CAC by {names:and}", names=[*map(group_label, names)])
    return Table(called, title, columns, cells, shown=40)


def _payback_of(leaves: Mapping[str, Any]) -> Metric | None:
    """By which formula a client pays back what they cost: counting those who leave, where that is known."""
    if "margin" not in leaves:
        return None
    return acquisition.payback_surviving if "churn" in leaves else acquisition.payback


_COST = Name("spend") / Name("new_clients")


def _payback_column(metric: Metric, period: str | None) -> Column:
    working = metric.traced(metric.required, {"acquisition_cost": _COST})
    return Column(
        metric.name,
        say("{label}, in {periods}", label=say("payback"), periods=several(period)),
        units.PERIODS,
        say("{label}; empty where a client never pays back, and where nobody was won", label=say(metric.label)),
        formula=substituted(working.expression, {}),
        requires=(Requirement(Name("new_clients") > 0, NOBODY, LONGER), *working.requirements),
    )


def _paid_back(metric: Metric, cost: float | None, leaves: Mapping[str, Any]) -> Any:
    if cost is None:
        return None
    asked = {needed.name: leaves[needed.name] for needed in metric.asked if needed.name in leaves}
    try:
        return metric.compute({**asked, "acquisition_cost": cost})
    except Undefined:
        return None


def _by_month(keys: Iterable[tuple[str, ...]], names: Sequence[str]) -> list[tuple[str, ...]]:
    """Groups in their order, those of one channel or campaign month after month."""
    at, known = names.index("month"), list(keys)
    place = calendar_order([key[at] for key in known])
    return sorted(known, key=lambda key: (key[:at], place[key[at]], key[at + 1 :]))


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
    found = list(dict.fromkeys(name for row in rows for name in row.groups))
    names = sorted(found, key=[*GROUPS, *found].index)
    columns = (
        *group_columns(names, "what the spend was for"),
        Column("spend", "spend", units.MONEY, meaning, summed=True),
    )
    ordered = sorted(rows, key=lambda row: (-row.spend, tuple(row.groups.get(one, "") for one in names)))
    cells = [(*(row.groups.get(one, NO_GROUP) for one in names), row.spend) for row in ordered]
    return Table(name, title, columns, cells, shown=10)
