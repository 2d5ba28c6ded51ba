"""Lifetime value client by client, and what it says about the whole base: total, spread, top tenth, groups."""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import Problem, Undefined, problem
from custecon.core.expression import Constant, Name
from custecon.core.relations import Over, substituted
from custecon.core.results import Column, Figure, Interval, Table
from custecon.tables.client_list import NO_GROUP, Client

__all__ = ["Valued", "by_group", "client_table", "figures", "valued"]

_OF_COLUMNS = {"churn": Constant(1) - Name("retention")}
OF_ROWS = ("margin", "retention")  # the inputs that stand in the columns of the table


@dataclass(frozen=True, slots=True)
class Valued:
    """A client and his value; None for one who has left or whose value is undefined, and then why.

    `at_low` and `at_high` are his value at the lower and the upper end of the retention observed in the file. All
    clients share that retention, so a total is known at either end; their own worst and best may not be added up.
    """

    client: Client
    status: str
    value: float | None
    at_low: float | None = None
    at_high: float | None = None
    undefined: Problem | None = None


def valued(
    clients: Sequence[Client],
    *,
    metric: Metric,
    options: Mapping[str, Any],
    estimate: Interval | None,
) -> list[Valued]:
    """The value of every client by one metric; who has left has no future value.

    Args:
        clients: with margin and retention filled in.
        metric: any lifetime metric over margin, retention and the options.
        options: discount, growth, periods … as numbers.
        estimate: the interval of the retention that was observed in the file, carried to those who use it.

    Raises:
        UsageError: a figure is outside its domain.
    """
    wanted = {needed.name for needed in metric.asked}
    result = []
    for client in clients:
        if client.standing.lost:
            result.append(Valued(client, "lost", None))
            continue
        own: dict[str, Any] = {"margin": float(client.margin), "retention": client.retention}
        if client.revenue is not None:
            own["revenue"] = float(client.revenue)
            own["margin_rate"] = float(client.margin / client.revenue) if client.revenue else 0.0
        if client.retention is not None:
            own["churn"] = 1 - client.retention
        inputs = {name: value for name, value in {**options, **own}.items() if name in wanted}
        try:
            value = metric(**inputs)
        except Undefined as why:
            result.append(Valued(client, "active", None, undefined=why.problems[0]))
            continue
        low, high = _ends(metric, inputs, estimate) if client.retention_from.startswith("file") else (value, value)
        result.append(Valued(client, "active", value, low, high))
    return result


def _ends(metric: Metric, inputs: Mapping[str, Any], estimate: Interval | None) -> tuple[float | None, float | None]:
    """The value at the lower and the upper end of the observed retention; None where it does not exist."""
    if estimate is None:
        return None, None
    values: list[float | None] = []
    for end in (estimate.low, estimate.high):
        at = {**inputs}
        at |= {"retention": end} if "retention" in inputs else {}
        at |= {"churn": 1 - end} if "churn" in inputs else {}
        try:
            values.append(metric(**at))
        except Undefined:
            values.append(None)
    return values[0], values[1]


def client_table(rows: Sequence[Valued], *, metric: Metric, options: Collection[str]) -> Table:
    """One row a client, the most valuable first; who has left or has no value stands below, with the reason.

    Args:
        rows: the valued clients.
        metric: the one that valued them; its formula goes with the column.
        options: the names of the inputs that were the same for all clients.
    """
    working = None if metric.is_schedule else metric.traced({*options, *OF_ROWS})
    groups = list(dict.fromkeys(name for row in rows for name in row.client.groups))
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.client.key))
    past = any(row.client.past_value is not None for row in rows)
    of_past = (
        Column("past_value", "past value", units.MONEY, "revenue to date, refunds taken off", summed=True),
        Column("orders", "orders", units.ORDERS, "orders to date", summed=True),
        Column("first_date", "first order", units.DATE, "the day of the first order"),
        Column("last_date", "last order", units.DATE, "the day of the last order"),
    )
    columns = (
        Column("client", "client", units.TEXT, "who buys"),
        Column(
            "ltv",
            "LTV",
            units.MONEY,
            "lifetime value",
            summed=True,
            formula=substituted(working.expression, _OF_COLUMNS) if working else None,
            requires=working.requirements if working else (),
            live=[row.value is not None for row in ordered],
        ),
        *(of_past if past else ()),
        Column(
            "margin",
            "margin a year",
            units.MONEY_PER_YEAR,
            "what the client leaves in a year",
            summed=True,
            formula=Name("margin") if "margin" in options else None,
            live=[row.client.margin_from == "option: margin" for row in ordered],
        ),
        Column(
            "retention",
            "retention",
            units.SHARE,
            "the chance that the client stays another year",
            formula=Name("retention"),
            live=[not row.client.retention_from.startswith("row") for row in ordered],
        ),
        Column("status", "status", units.TEXT, "active or lost"),
        *(Column(name, name, units.TEXT, "a group of clients") for name in groups),
        Column("margin_from", "margin from", units.TEXT, "where the margin came from"),
        Column("retention_from", "retention from", units.TEXT, "where the retention came from"),
        Column("undefined", "undefined because", units.TEXT, "why there is no value"),
    )
    cells = [
        (
            row.client.key,
            row.value,
            *(_past(row.client) if past else ()),
            row.client.margin,
            row.client.retention,
            row.status,
            *(row.client.groups.get(name, "") for name in groups),
            row.client.margin_from,
            row.client.retention_from,
            str(row.undefined) if row.undefined else "",
        )
        for row in ordered
    ]
    return Table("clients", f"Client by client: {metric.label}", columns, cells, shown=10)


def _past(client: Client) -> tuple[Any, ...]:
    return client.past_value, client.orders, client.standing.first, client.standing.last


def figures(rows: Sequence[Valued], *, level: float, method: str) -> tuple[Figure, ...]:
    """Customer equity and how it is spread over the clients who have a value.

    Raises:
        Undefined: E312 no client has a value.
    """
    values = sorted((row.value for row in rows if row.value is not None), reverse=True)
    if not values:
        raise Undefined(problem("E312"))
    total = math.fsum(values)
    ends = [
        math.fsum(end)
        for end in zip(*((row.at_low, row.at_high) for row in rows if row.value is not None), strict=True)
        if None not in end
    ]
    interval = mean = None
    if len(ends) == 2 and ends[0] != ends[1]:
        low, high = sorted(ends)
        interval = Interval(low, high, level, method)
        mean = Interval(low / len(values), high / len(values), level, method)
    first, middle, third = _quartiles(values)
    tenth = math.ceil(len(values) / 10)

    def money(name: str, label: str, value: float, note: str, drawn: str = "", **more: Any) -> Figure:
        formula = Over(drawn, "clients", "ltv") if drawn else None
        return Figure(name, label, value, units.MONEY, note, formula=formula, **more)

    return (
        money(
            "customer_equity",
            "customer equity",
            total,
            f"the LTV of {len(values):,} clients added up",
            drawn="sum",
            weight="main",
            interval=interval,
        ),
        money("mean_ltv", "LTV, mean", total / len(values), "customer equity ÷ clients", drawn="mean", interval=mean),
        money(
            "first_quartile_ltv",
            "LTV, first quartile",
            first,
            "a quarter of the clients is worth less (Excel: QUARTILE.INC)",
            drawn="first_quartile",
        ),
        money("median_ltv", "LTV, median", middle, "half of the clients is worth less", drawn="median"),
        money(
            "third_quartile_ltv",
            "LTV, third quartile",
            third,
            "a quarter of the clients is worth more",
            drawn="third_quartile",
        ),
        _top_tenth(values, total, tenth),
    )


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def _top_tenth(values: Sequence[float], total: float, tenth: int) -> Figure:
    note = f"the part of customer equity that the {tenth:,} most valuable of {len(values):,} clients hold"
    label = "share of the top tenth"
    if total <= 0:
        why = problem(
            "E301", figure=label, reason="customer equity is not above 0", cure="look at the clients one by one"
        )
        return Figure("top_tenth_share", label, None, units.SHARE, note, undefined=why)
    live = Over("top_tenth", "clients", "ltv") / Over("sum", "clients", "ltv")
    return Figure("top_tenth_share", label, math.fsum(values[:tenth]) / total, units.SHARE, note, formula=live)


def by_group(rows: Sequence[Valued], group: str) -> Table:
    """Clients and customer equity by group; the parts add up to the whole."""
    members: dict[str, list[Valued]] = {}
    for row in rows:
        members.setdefault(row.client.groups.get(group, NO_GROUP), []).append(row)
    total = math.fsum(row.value for row in rows if row.value is not None)
    columns = (
        Column(group, group, units.TEXT, "a group of clients"),
        Column("clients", "clients", units.CLIENTS, "clients in the list", summed=True),
        Column("active", "active", units.CLIENTS, "clients who are still clients", summed=True),
        Column("margin", "margin a year, active", units.MONEY_PER_YEAR, "of the active clients", summed=True),
        Column(
            "customer_equity",
            "customer equity",
            units.MONEY,
            "their LTV added up",
            summed=True,
            formula=Over("sum", "clients", "ltv", by=group),
        ),
        Column("mean_ltv", "mean LTV", units.MONEY, "customer equity ÷ active clients"),
        Column("share", "share", units.SHARE, "part of the customer equity", summed=True),
    )
    cells = []
    for name, group_rows in members.items():
        values = [row.value for row in group_rows if row.value is not None]
        active = [row for row in group_rows if row.status == "active"]
        equity = math.fsum(values)
        cells.append(
            (
                name,
                len(group_rows),
                len(active),
                sum(row.client.margin for row in active),
                equity,
                equity / len(values) if values else None,
                equity / total if total > 0 else None,
            )
        )
    cells.sort(key=lambda row: (-row[4], row[0]))
    return Table(f"by_{group}", f"By {group}", columns, cells)
