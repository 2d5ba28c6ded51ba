"""Who left in the last year, from a client list or an order log: one by one, by group, by reason.

A client was there at the start if he had bought by then and had not left yet. He has left if his row says so or
bears a day of leaving; where no row says so, if his last purchase is longer ago than the days of silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core import units
from custecon.core.expression import Name
from custecon.core.relations import Over
from custecon.core.results import INTERVAL, Column, Table
from custecon.core.schemas import CheckedTable
from custecon.metrics.proportions import wilson_interval
from custecon.tables.client_list import GROUPS
from custecon.tables.observed_retention import year_before
from custecon.tables.reduction import reduce_orders

__all__ = ["NO_REASON", "Member", "by_group", "by_reason", "leavers", "of_list", "of_orders", "told_by"]

NO_REASON = "(none)"


@dataclass(frozen=True, slots=True)
class Member:
    """A client of the list: whether he was there at the start, whether he has left since, what he brought a year.

    `lost` is None where nothing tells. `undated`: he has left, but the list does not say when.
    """

    key: str
    at_start: bool
    lost: bool | None
    revenue: Decimal | None = None
    margin: Decimal | None = None
    last_date: dt.date | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    undated: bool = False

    @property
    def left(self) -> bool:
        """Whether he was there at the start and has left since."""
        return self.at_start and bool(self.lost)


def told_by(table: CheckedTable) -> str:
    """Which column tells who has left: the day of leaving, a status, or the last purchase."""
    return next((role for role in ("left_date", "active", "left", "last_date") if role in table), "")


def of_list(table: CheckedTable, *, as_of: dt.date | None, silence: int) -> list[Member]:
    """The clients of a list, as they stood a year before `as_of` and stand now.

    `silence` counts only where no column tells who has left but that of the last purchase.
    """
    rule = told_by(table)
    start = year_before(as_of) if as_of else None
    members = []
    for row in range(table.rows):
        cell = {role: table.columns[role].cells[row] for role in table.columns}
        lost, until = _standing(cell, rule, as_of, silence)
        first = cell.get("first_date")
        came_before = start is None or first is None or first <= start
        # Who left at an unknown day is counted as lost in the year, and told; who left before the start is not.
        was_there = not lost or until is None or start is None or until > start
        members.append(
            Member(
                key=cell["client"],
                at_start=lost is not None and came_before and was_there,
                lost=lost,
                revenue=_money(table, cell, "revenue"),
                margin=_margin(table, cell),
                last_date=cell.get("last_date"),
                groups={name: cell[name] or NO_REASON for name in GROUPS if name in cell},
                reason=cell.get("reason") or "",
                undated=bool(lost) and until is None,
            )
        )
    return members


def _standing(
    cell: Mapping[str, Any], rule: str, as_of: dt.date | None, silence: int
) -> tuple[bool | None, dt.date | None]:
    """Whether a client has left, None where nothing tells; and until when he was certainly one."""
    last: dt.date | None = cell.get("last_date")
    if rule == "left_date":
        day: dt.date | None = cell["left_date"]
        flag = _flagged(cell)
        if day is not None:
            return as_of is None or day <= as_of, day
        return bool(flag), None
    if rule in ("active", "left"):
        return _flagged(cell), last
    if last is None or as_of is None:
        return None, None
    return (as_of - last).days > silence, last + dt.timedelta(days=silence)


def _flagged(cell: Mapping[str, Any]) -> bool | None:
    if cell.get("active") is not None:
        return not cell["active"]
    left: bool | None = cell.get("left")
    return left


def _money(table: CheckedTable, cell: Mapping[str, Any], role: str) -> Decimal | None:
    return table.columns[role].number(cell[role]) if cell.get(role) is not None else None


def _margin(table: CheckedTable, cell: Mapping[str, Any]) -> Decimal | None:
    margin, revenue, cost = (_money(table, cell, role) for role in ("margin", "revenue", "cost"))
    if margin is not None:
        return margin
    return revenue - cost if revenue is not None and cost is not None else None


def of_orders(table: CheckedTable, *, as_of: dt.date, silence: int) -> list[Member]:
    """The clients of an order log; what one brought a year is what he paid in the year up to his last purchase."""
    now = reduce_orders(table, as_of=as_of)
    start = year_before(as_of)
    paid = _paid_in_last_year(table, dict(zip(now.clients, now.last_dates, strict=True)), as_of)
    groups = _groups(table)
    members = []
    for row, key in enumerate(now.clients):
        last = now.last_dates[row]
        lost = (as_of - last).days > silence
        was_there = now.first_dates[row] <= start and (not lost or last + dt.timedelta(days=silence) > start)
        revenue = now.money(paid[key])
        members.append(Member(key, was_there, lost, revenue, None, last, groups.get(key, {})))
    return members


def _paid_in_last_year(table: CheckedTable, last: Mapping[str, dt.date], as_of: dt.date) -> dict[str, int]:
    paid = dict.fromkeys(last, 0)
    since = {day: year_before(day) for day in set(last.values())}
    rows = zip(table.cells("client"), table.cells("date"), table.cells("amount"), strict=True)
    for key, day, amount in rows:
        if key in last and since[last[key]] < day <= as_of:
            paid[key] += amount
    return paid


def _groups(table: CheckedTable) -> dict[str, dict[str, str]]:
    """The group of each client in his last order that names one."""
    found: dict[str, dict[str, tuple[dt.date, str]]] = {}
    keys, days = table.cells("client"), table.cells("date")
    names = [name for name in GROUPS if name in table]
    for name in names:
        for key, day, cell in zip(keys, days, table.cells(name), strict=True):
            known = found.setdefault(key, {})
            if cell and (name not in known or day >= known[name][0]):
                known[name] = (day, cell)
    return {
        key: {name: known[name][1] if name in known else NO_REASON for name in names} for key, known in found.items()
    }


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
        parts.setdefault(member.groups.get(group, NO_REASON), []).append(member)
    money = _money_columns(at_start)
    columns = (
        Column(group, group, units.TEXT, "a group of clients"),
        Column("clients_at_start", "at start", units.CLIENTS, "clients a year before", summed=True),
        Column("lost", "lost", units.CLIENTS, "of them left since", summed=True),
        Column("churn", "churn", units.SHARE, "lost ÷ at start", formula=Name("lost") / Name("clients_at_start")),
        Column("churn_low", "from", units.SHARE, f"lower end of the {level:.0%} Wilson interval of the churn",
               fixed=INTERVAL),
        Column("churn_high", "to", units.SHARE, f"upper end of the {level:.0%} Wilson interval of the churn",
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
    return Table(f"by_{group}", f"Churn by {group}", columns, sorted(rows, key=dearest))


def by_reason(members: Sequence[Member], preventable: Sequence[str]) -> Table:
    """The lost clients by the reason in the file, and whether it was said that it could have been prevented."""
    gone = [member for member in members if member.left]
    parts: dict[str, list[Member]] = {}
    for member in gone:
        parts.setdefault(member.reason or NO_REASON, []).append(member)
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
        mark = ["yes" if name in preventable else "no"] if preventable else []
        rows.append((name, len(part), len(part) / len(gone), *sums, *mark))
    return Table("by_reason", "Why they left", columns, rows)


def leavers(members: Sequence[Member]) -> Table:
    """The lost clients, the one who brought most first."""
    gone = [member for member in members if member.left]
    money = _money_columns(gone)
    groups = list(dict.fromkeys(name for member in gone for name in member.groups))
    dated = any(member.last_date for member in gone)
    reasons = any(member.reason for member in gone)
    columns = (
        Column("client", "client", units.TEXT, "who left"),
        *(column for _, column in money),
        *([Column("last_date", "last purchase", units.DATE, "the day of the last purchase")] if dated else []),
        *(Column(name, name, units.TEXT, "a group of clients") for name in groups),
        *([Column("reason", "reason", units.TEXT, "why the client left")] if reasons else []),
    )
    first = money[0][0] if money else "revenue"
    rows = [
        (
            member.key,
            *(getattr(member, role) for role, _ in money),
            *([member.last_date] if dated else []),
            *(member.groups.get(name) for name in groups),
            *([member.reason or None] if reasons else []),
        )
        for member in sorted(gone, key=lambda member: (-(getattr(member, first) or 0), member.key))
    ]
    return Table("lost_clients", "The clients who left", columns, rows, shown=20)
