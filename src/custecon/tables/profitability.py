"""Profit by client, exact: from revenue down to what is left after what it costs to serve them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from custecon.core import units
from custecon.core.errors import Notice, notice
from custecon.core.phrases import Amount, Exact, Number, say
from custecon.core.schemas import CheckedTable, exact
from custecon.tables.cost_to_serve import Department, Price, Tally, places
from custecon.tables.groups import NO_GROUP
from custecon.tables.margins import checked_margins

FINEST = 9  # decimal places of money; what needs more is rounded and what is left over is shown


@dataclass(frozen=True, slots=True)
class Account:
    """One client in whole minor units: what they brought, what they took, what was done for them and what that cost.

    `gone`: the file says that they have left.
    """

    key: str
    groups: Mapping[str, str]
    revenue: int
    discounts: int
    refunds: int
    direct_cost: int
    known_cost: int
    costs: Mapping[str, int]
    times: Mapping[str, Fraction]
    gone: bool = False

    @property
    def net_revenue(self) -> int:
        """Revenue after discounts and refunds."""
        return self.revenue - self.discounts - self.refunds

    @property
    def contribution(self) -> int:
        """Net revenue after the direct cost."""
        return self.net_revenue - self.direct_cost

    @property
    def cost_to_serve(self) -> int:
        """What serving them cost."""
        return self.known_cost + sum(self.costs.values())

    @property
    def profit(self) -> int:
        """What they earn, or cost."""
        return self.contribution - self.cost_to_serve


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity: how often it was done, its price, and what of its cost went to clients of the list and to others."""

    name: str
    times: Fraction
    price: Price | None
    allocated: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Cost that is in no client's profit: why, and how much; below zero clients are charged more than was spent.

    `over` says what that is, where it is so.
    """

    reason: str
    amount: int
    over: str


@dataclass(frozen=True)
class Accounts:
    """All clients, the activities, and the cost that is in no client's profit, by reason. `scale`: decimal places."""

    clients: tuple[Account, ...]
    scale: int
    activities: tuple[Activity, ...]
    unallocated: tuple[LeftOver, ...]
    has: frozenset[str]

    def money(self, minor: int) -> Decimal:
        """Whole minor units as an exact amount."""
        return exact(minor, self.scale)

    def total(self, name: str) -> int:
        """An amount over all clients, in minor units."""
        return sum(getattr(client, name) for client in self.clients)

    @cached_property
    def all_net_revenue(self) -> int:
        """Net revenue of all clients; asked for once a client, added up once."""
        return self.total("net_revenue")

    @property
    def not_allocated(self) -> int:
        """All cost that is in no client's profit."""
        return sum(left.amount for left in self.unallocated)


def book_of(
    table: CheckedTable,
    activities: Sequence[tuple[Tally, Price | None]],
    *,
    service_cost: Decimal | None = None,
    empty: Mapping[str, int] | None = None,
) -> tuple[Accounts, tuple[Notice, ...]]:
    """The profit of every client of a checked list.

    Args:
        table: clients with revenue, and what else there is; rows of the same client are added up.
        activities: what was done for them, with prices.
        service_cost: all that was spent on service, so that what nobody caused is shown.
        empty: how many empty cells of driver columns count as 0, by header.

    Raises:
        InputRefused: E375 the money of a client contradicts itself.
    """
    scale = _scale(table, activities, service_cost)
    told: list[Notice] = []
    rows = _added_up(table, scale, told, dict(empty or {}))
    costs, shared = _costs(activities, scale, rows.keys())
    clients = tuple(
        Account(
            key=key,
            groups=facts["groups"],
            revenue=facts["revenue"],
            discounts=facts["discounts"],
            refunds=facts["refunds"],
            direct_cost=facts["direct_cost"],
            known_cost=facts["cost_to_serve"],
            costs={tally.activity: costs[tally.activity].get(key, 0) for tally, price in activities if price},
            times={tally.activity: tally.times.get(key, Fraction(0)) for tally, _ in activities},
            gone=facts["gone"],
        )
        for key, facts in rows.items()
    )
    allocated = sum(client.cost_to_serve for client in clients)
    unallocated = _unallocated(shared, allocated, service_cost, scale)
    has = frozenset(table.columns)
    told += _told(shared, has, bool(allocated or any(price for _, price in activities)))
    book = Accounts(clients, scale, shared, unallocated, has)
    if service_cost is not None and unallocated[-1].amount < 0:
        spent = book.money(_minor(Fraction(service_cost), scale))
        charged = book.money(allocated + book.not_allocated - unallocated[-1].amount)
        fact = say(
            "{charged} of service is charged, more than the {spent} that was spent",
            charged=Exact(charged),
            spent=Exact(spent),
        )
        consequence = "the profit of clients is too low in all"
        cure = "check the prices, and that --service-cost is of the same time"
        told.append(notice("N336", fact=fact, consequence=consequence, cure=cure))
    return book, tuple(told)


def _scale(table: CheckedTable, activities: Sequence[tuple[Tally, Price | None]], service_cost: Decimal | None) -> int:
    """Decimal places in which everything is exact, except minutes of a department whose price has no end."""
    needed = [2]
    needed += [column.scale for column in table.columns.values() if column.role.kind == "money"]
    needed += [-int(service_cost.as_tuple().exponent)] if service_cost is not None else []
    for tally, price in activities:
        if price is not None:
            needed += [place for times in tally.times.values() if (place := places(times * price.each)) is not None]
            needed += [places(price.department.cost) or 0] if price.department else []
    return min(max(needed), FINEST)


# ------------------------------------------------------------------ rows into clients


def _added_up(table: CheckedTable, scale: int, told: list[Notice], empty: dict[str, int]) -> dict[str, dict[str, Any]]:
    """The money of every client, in the order of the keys, so that the order of the rows changes nothing."""
    money = {role: _money(table, role, scale, empty) for role in ("revenue", "discounts", "refunds", "cost_to_serve")}
    direct = _direct_costs(table, scale, money, told)
    gone = _gone(table)
    clients: dict[str, dict[str, Any]] = {}
    repeated: dict[str, list[int]] = {}
    for row, key in enumerate(table.cells("client")):
        of_row = {name: str(table.cells(name)[row]) or NO_GROUP for name in table.groups}
        facts = clients.get(key)
        if facts is None:
            facts = clients[key] = {"row": row, "groups": of_row, "direct_cost": 0, **dict.fromkeys(money, 0)}
            facts["gone"] = gone[row]
        else:
            facts["gone"] &= gone[row]
            repeated.setdefault(key, [facts["row"]]).append(row)
        for role, cells in money.items():
            facts[role] += cells[row]
        facts["direct_cost"] += direct[row]
    several = 0
    for key, rows in repeated.items():
        clients[key]["groups"], differ = _where_most_is(table, rows, money["revenue"])
        several += differ
    if repeated:
        told.append(notice("N337", count=len(repeated), what="clients who stand on several rows, which were added up"))
    if several:
        told.append(notice("N359", count=several, row=say("larger part of their revenue")))
    if empty:
        headers = ", ".join(f"«{header}»" for header in empty)
        told.append(
            notice(
                "N337",
                count=sum(empty.values()),
                what=say("empty cells in {headers}, which count as 0", headers=headers),
            )
        )
    return dict(sorted(clients.items()))


def _gone(table: CheckedTable) -> list[bool]:
    """Whether each row says that its client has left."""
    if "active" in table:
        return [cell is False for cell in table.cells("active")]
    return [cell is True for cell in table.cells("left")] if "left" in table else [False] * table.rows


def _money(table: CheckedTable, role: str, scale: int, empty: dict[str, int]) -> list[int]:
    """A money column in minor units of the book; an empty cell or a missing column is 0."""
    if role not in table:
        return [0] * table.rows
    column = table.columns[role]
    factor = 10 ** (scale - column.scale)
    blanks = sum(cell is None for cell in column.cells)
    if blanks:
        empty[column.header] = blanks
    return [(cell or 0) * factor for cell in column.cells]


def _direct_costs(table: CheckedTable, scale: int, money: Mapping[str, list[int]], told: list[Notice]) -> list[int]:
    """The direct cost of every row: as it stands, or net revenue less margin, or nothing at all, aloud."""
    net = [r - d - b for r, d, b in zip(money["revenue"], money["discounts"], money["refunds"], strict=True)]
    if "cost" in table or "margin" in table:
        costs, margins = (_whole(table, role, scale) for role in ("cost", "margin"))
        found, notices = checked_margins(table.cells("client"), net, costs, margins)
        told += notices
        return [n - (margin or 0) for n, (margin, _) in zip(net, found, strict=True)]
    consequence = "contribution is net revenue and every profit is too high"
    told.append(
        notice(
            "N336",
            fact="the file has no direct cost",
            consequence=consequence,
            cure="name its column: --map cost=…",
        )
    )
    return [0] * table.rows


def _whole(table: CheckedTable, role: str, scale: int) -> Sequence[int | None]:
    if role not in table:
        return [None] * table.rows
    column = table.columns[role]
    return [cell * 10 ** (scale - column.scale) for cell in column.cells]


def _where_most_is(table: CheckedTable, rows: Sequence[int], revenue: Sequence[int]) -> tuple[dict[str, str], bool]:
    """The groups of a client of several rows, each that with most of their revenue; whether the rows say several."""
    found, several = {}, False
    for name in table.groups:
        parts: dict[str, int] = {}
        for row in rows:
            group = str(table.cells(name)[row]) or NO_GROUP
            parts[group] = parts.get(group, 0) + revenue[row]
        several = several or len(parts) > 1
        found[name] = min(parts, key=lambda group: (-parts[group], group))  # whatever the order of the rows
    return found, several


# ------------------------------------------------------------------ cost to serve


def _costs(
    activities: Sequence[tuple[Tally, Price | None]], scale: int, clients: Any
) -> tuple[dict[str, dict[str, int]], tuple[Activity, ...]]:
    """The cost of every activity by client, in minor units, and the activities with what went where."""
    costs: dict[str, dict[str, int]] = {}
    shared = []
    for tally, price in activities:
        each = price.each if price else Fraction(0)
        costs[tally.activity] = {client: _minor(times * each, scale) for client, times in tally.times.items()}
        here = sum(cost for client, cost in costs[tally.activity].items() if client in clients)
        there = sum(costs[tally.activity].values()) - here
        shared.append(Activity(tally.activity, tally.total, price, here, there))
    return costs, tuple(shared)


def _minor(amount: Fraction, scale: int) -> int:
    """An amount in whole minor units, half up; only a price without an end needs the rounding."""
    whole: int = math.floor(amount * 10**scale + Fraction(1, 2))
    return whole


def _unallocated(
    activities: Sequence[Activity], allocated: int, service_cost: Decimal | None, scale: int
) -> tuple[LeftOver, ...]:
    """The cost that is in no client's profit; together with what was allocated it is all that was spent."""
    found: list[LeftOver] = []
    elsewhere = sum(activity.elsewhere for activity in activities)
    if elsewhere:
        found.append(LeftOver(say("activities for clients who are not in the list"), elsewhere, ""))
    departments: dict[Department, int] = {}
    for activity in activities:
        if activity.price and activity.price.department:
            used = activity.allocated + activity.elsewhere
            departments[activity.price.department] = departments.get(activity.price.department, 0) + used
    for department, used in departments.items():
        name = department.name or say("the department")
        unused = _minor(department.cost, scale) - used
        idle = say("capacity of {name} that no activity used", name=name)
        found.append(LeftOver(idle, unused, say("minutes beyond the capacity of {name}", name=name)))
    if service_cost is not None:
        rest = _minor(Fraction(service_cost), scale) - allocated - sum(left.amount for left in found)
        reason = say("other cost of service that no activity caused")
        found.append(LeftOver(reason, rest, say("more than was spent on service")))
    return tuple(left for left in found if left.amount or service_cost is not None)


def _told(activities: Sequence[Activity], has: frozenset[str], any_cost: bool) -> list[Notice]:
    told = [
        notice("N335", activity=activity.name, count=Amount(float(activity.times), units.CASES))
        for activity in activities
        if activity.price is None and activity.times
    ]
    if not any_cost:
        cure = "give driver columns and --price ACTIVITY=MONEY, or --activities FILE and --prices FILE"
        told.append(
            notice(
                "N336",
                fact="no cost to serve is known",
                consequence="profit is what is left after direct cost",
                cure=cure,
            )
        )
    for department in {a.price.department for a in activities if a.price and a.price.department}:
        used = sum(a.times * (a.price.minutes or 0) for a in activities if a.price and a.price.department == department)
        if used > department.capacity:
            name = department.name or say("the department")
            fact = say(
                "the activities take {used} minutes of {name}, more than its {capacity}",
                used=Number(float(used)),
                name=name,
                capacity=Number(float(department.capacity)),
            )
            cure = "check the minutes and the capacity"
            told.append(notice("N336", fact=fact, consequence="clients are charged more than it cost", cure=cure))
    return told
