"""Lifetime value client by client, and what it says about the whole base: total, spread, top tenth, groups."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import Problem, Undefined, UsageError, problem
from custecon.core.expression import Name, Requirement
from custecon.core.phrases import say
from custecon.core.progress import report
from custecon.core.relations import Over, names_in
from custecon.core.results import ByColumn, Column, Figure, Interval, Table
from custecon.tables.client_list import Client, From
from custecon.tables.client_rule import Rule
from custecon.tables.groups import NO_GROUP, column_name, group_columns, group_label

BLOCK = 10_000  # clients reckoned at once; where one of them has no value, each is asked about alone


@dataclass(frozen=True, slots=True)
class Valued:
    """A client and their value; None for one who has left or whose value is undefined, and then why.

    `at_low` and `at_high` are their value at the lower and the upper end of the retention observed in the file. All
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
    rule = Rule(metric, options, clients)
    found: list[Valued | None] = [None] * len(clients)
    alike: dict[tuple[float | None, bool], list[int]] = {}  # those who stay with one chance
    for place, client in enumerate(clients):
        if client.standing.lost:
            found[place] = Valued(client, "lost", None)
        else:
            alike.setdefault((client.retention, client.retention_from is From.OBSERVED), []).append(place)
    for (retention, observed), places in alike.items():
        ends = ((estimate.low, estimate.high) if estimate else (None, None)) if observed else ()
        for start in range(0, len(places), BLOCK):
            report(say("valuing {all} {all:client|clients}", all=len(clients)), start / len(places))
            some = places[start : start + BLOCK]
            for place, row in zip(
                some, _valued([clients[place] for place in some], rule, retention, ends), strict=True
            ):
                found[place] = row
    return [row for row in found if row is not None]


def _valued(
    clients: Sequence[Client], rule: Rule, retention: float | None, ends: Sequence[float | None]
) -> Iterable[Valued]:
    """The value of active clients who stay with this chance, and at both ends of it where it was observed."""
    values = rule.together(clients, retention)
    if values is None:
        return [_asked(client, rule, ends) for client in clients]
    low, high = values, values
    if ends:
        low, high = (rule.together(clients, end) or [rule.at(client, end) for client in clients] for end in ends)
    return map(Valued, clients, repeat("active"), values, low, high)


def _asked(client: Client, rule: Rule, ends: Sequence[float | None]) -> Valued:
    """The same for one client, asked about alone; with the reason where they have no value."""
    try:
        value = rule.value(client, client.retention)
    except (Undefined, UsageError) as why:
        return Valued(client, "active", None, undefined=why.problems[0])
    low, high = (rule.at(client, end) for end in ends) if ends else (value, value)
    return Valued(client, "active", value, low, high)


Cells = Callable[[Sequence[Valued]], list[Any]]


def client_table(rows: Sequence[Valued], *, metric: Metric, options: Collection[str]) -> Table:
    """One row a client, the most valuable first; who has left or has no value stands below, with the reason.

    Args:
        rows: the valued clients.
        metric: the one that valued them; its formula goes with the column.
        options: the names of the inputs that were the same for all clients.
    """
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.client.key))
    rule = Rule(metric, options, [row.client for row in rows])
    shown: list[tuple[Column, Cells]] = [
        (Column("client", "client", units.TEXT, "who buys"), lambda rows: [row.client.member.key for row in rows]),
        (rule.column([row.value is not None for row in ordered]), lambda rows: [row.value for row in rows]),
    ]
    if any(row.client.past_value is not None for row in rows):
        shown += _PAST
    margin = _margin_column(ordered)
    if names_in(margin.formula) | names_in(shown[1][0].formula) >= {"revenue"} or margin.cells:
        shown.append(_REVENUE)
    shown.append((margin, lambda rows: [row.client.margin for row in rows]))
    shown.append((_retention_column(ordered), lambda rows: [row.client.retention for row in rows]))
    status = Column("status", "status", units.TEXT, "active or lost")
    shown.append((status, lambda rows: [row.status for row in rows]))
    groups = list(dict.fromkeys(name for row in rows for name in row.client.groups))
    shown += zip(group_columns(groups), map(_group_of, groups), strict=True)
    shown += _ORIGINS
    cells = ByColumn([of_rows(ordered) for _, of_rows in shown])
    columns = tuple(column for column, _ in shown)
    return Table("clients", say("Client by client: {label}", label=say(metric.label)), columns, cells, shown=10)


_PAST: list[tuple[Column, Cells]] = [
    (
        Column("past_value", "past value", units.MONEY, "revenue to date, refunds taken off", summed=True),
        lambda rows: [row.client.past_value for row in rows],
    ),
    (
        Column("orders", "orders", units.ORDERS, "orders to date", summed=True),
        lambda rows: [row.client.orders for row in rows],
    ),
    (
        Column("first_date", "first order", units.DATE, "the day of the first order"),
        lambda rows: [row.client.standing.first for row in rows],
    ),
    (
        Column("last_date", "last order", units.DATE, "the day of the last order"),
        lambda rows: [row.client.standing.last for row in rows],
    ),
]
_REVENUE: tuple[Column, Cells] = (
    Column("revenue", "revenue a year", units.MONEY_PER_YEAR, "what the client pays in a year", summed=True),
    lambda rows: [row.client.revenue for row in rows],
)
_ORIGINS: list[tuple[Column, Cells]] = [
    (
        Column("margin_from", "margin from", units.TEXT, "where the margin came from"),
        lambda rows: [str(row.client.margin_from) for row in rows],
    ),
    (
        Column("retention_from", "retention from", units.TEXT, "where the retention came from"),
        lambda rows: [str(row.client.retention_from) for row in rows],
    ),
    (
        Column("undefined", "undefined because", units.TEXT, "why there is no value"),
        lambda rows: [str(row.undefined) if row.undefined else "" for row in rows],
    ),
]
_MARGIN_BY = {
    From.OPTION_MARGIN: Name("margin"),
    From.RATE: Name("revenue") * Name("margin_rate"),
    From.LAST_YEAR_RATE: Name("revenue") * Name("margin_rate"),
}


def _margin_column(rows: Sequence[Valued]) -> Column:
    """The margin, alive where an option gave it or its rate; one formula, or each row's own where they differ."""
    cells = [_MARGIN_BY.get(row.client.margin_from) for row in rows]
    kinds = {row.client.margin_from for row in rows} & _MARGIN_BY.keys()
    column = Column("margin", "margin a year", units.MONEY_PER_YEAR, "what the client leaves in a year", summed=True)
    if len(kinds) > 1:
        return replace(column, cells=cells)
    formula = _MARGIN_BY[kinds.pop()] if kinds else None
    return replace(column, formula=formula, live=[cell is not None for cell in cells])


def _retention_column(rows: Sequence[Valued]) -> Column:
    return Column(
        "retention",
        "retention",
        units.SHARE,
        "the chance that the client stays another year",
        formula=Name("retention"),
        live=[row.client.retention_from is not From.RETENTION for row in rows],
    )


def _group_of(name: str) -> Cells:
    return lambda rows: [row.client.member.groups.get(name, "") for row in rows]


def _nobody(rows: Sequence[Valued]) -> Problem:
    """Why no client has a value: the reason of most of them, with its cure."""
    reasons = Counter(str(row.undefined) for row in rows if row.undefined)
    if not reasons:
        return problem("E312", reason="all of them have left", cure="say --as-of, or --lost-after, if that is not so")
    most, _ = reasons.most_common(1)[0]
    why = next(row.undefined for row in rows if row.undefined and str(row.undefined) == most)
    return problem("E312", reason=why.what, cure=why.cure)


def figures(rows: Sequence[Valued], *, level: float, method: str) -> tuple[Figure, ...]:
    """Customer equity and how it is spread over the clients who have a value.

    Raises:
        Undefined: E312 no client has a value.
    """
    values = sorted((row.value for row in rows if row.value is not None), reverse=True)
    if not values:
        raise Undefined(_nobody(rows))
    total = math.fsum(values)
    interval = _between(rows, level, method)
    mean = interval and replace(
        interval,
        low=None if interval.low is None else interval.low / len(values),
        high=None if interval.high is None else interval.high / len(values),
    )
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
            say("the LTV of {values} {values:client|clients} added up", values=len(values)),
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


def _between(rows: Sequence[Valued], level: float, method: str) -> Interval | None:
    """The total at both ends of the observed retention; None where nobody's value rests on it.

    An end at which somebody's value does not exist, such as that of a client who stays for ever, is None.
    """
    known = [row for row in rows if row.value is not None]
    if all(row.at_low == row.value == row.at_high for row in known):
        return None
    total = math.fsum(row.value or 0 for row in known)
    at_low, at_high = (_total(ends) for ends in ([row.at_low for row in known], [row.at_high for row in known]))
    if at_low is not None and at_high is not None:
        return Interval(min(at_low, at_high), max(at_low, at_high), level, method)
    end = at_high if at_low is None else at_low
    below = end is not None and end <= total
    return Interval(end if below else None, None if below else end, level, method)


def _total(ends: Sequence[float | None]) -> float | None:
    known = [end for end in ends if end is not None]
    return math.fsum(known) if len(known) == len(ends) else None


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def _top_tenth(values: Sequence[float], total: float, tenth: int) -> Figure:
    note = say(
        "the part of customer equity that the {n:most valuable of|{n} most valuable of} {all} {all:client|clients} "
        "{n:holds|hold}",
        n=tenth,
        all=len(values),
    )
    label = "share of the top tenth"
    if total <= 0:
        why = problem(
            "E301",
            figure=label,
            reason="customer equity is not above 0",
            cure="look at the clients one by one",
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
    name = column_name(group)
    worth, equity_of_all = Over("count", "clients", "ltv", by=name), Over("sum", "clients", "ltv")
    columns = (
        *group_columns([group]),
        Column("clients", "clients", units.CLIENTS, "clients in the list", summed=True),
        Column("active", "active", units.CLIENTS, "clients who are still clients", summed=True),
        Column("margin", "margin a year, active", units.MONEY_PER_YEAR, "of the active clients", summed=True),
        Column(
            "customer_equity",
            "customer equity",
            units.MONEY,
            "their LTV added up",
            summed=True,
            formula=Over("sum", "clients", "ltv", by=name),
        ),
        Column(
            "mean_ltv",
            "mean LTV",
            units.MONEY,
            "customer equity ÷ active clients",
            formula=Name("customer_equity") / worth,
            requires=(Requirement(worth > 0, "no client has a value", "see the list of clients"),),
        ),
        Column(
            "share",
            "share",
            units.SHARE,
            "part of the customer equity",
            summed=True,
            formula=Name("customer_equity") / equity_of_all,
            requires=(Requirement(equity_of_all > 0, "the customer equity is not above 0", "look at the money"),),
        ),
    )
    cells = []
    for part, group_rows in members.items():
        values = [row.value for row in group_rows if row.value is not None]
        active = [row for row in group_rows if row.status == "active"]
        equity = math.fsum(values)
        cells.append(
            (
                part,
                len(group_rows),
                len(active),
                sum(row.client.margin for row in active),
                equity,
                equity / len(values) if values else None,
                equity / total if total > 0 else None,
            )
        )
    cells.sort(key=lambda row: (-row[4], row[0]))
    return Table(f"by_{name}", say("By {group}", group=group_label(group)), columns, cells)
