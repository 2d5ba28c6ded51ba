"""What the values of clients come to: one row a client, total, spread, top tenth, groups."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.by_column import ByColumn, taken
from custecon.core.catalogue import Metric
from custecon.core.errors import Problem, Undefined, problem
from custecon.core.expression import Name, Requirement
from custecon.core.long_columns import Gapped, Words, in_order
from custecon.core.phrases import say
from custecon.core.relations import Over, names_in
from custecon.core.results import Column, Figure, Interval, Table
from custecon.tables.client_columns import Clients, From, total_of
from custecon.tables.client_rule import Rule
from custecon.tables.client_value import Values
from custecon.tables.groups import column_name, group_columns, group_label


def client_table(rows: Values, *, metric: Metric, options: Collection[str]) -> Table:
    """One row a client, the most valuable first; who has left or has no value stands below, with the reason.

    Args:
        rows: the valued clients.
        metric: the one that valued them; its formula goes with the column.
        options: the names of the inputs that were the same for all clients.
    """
    clients = rows.clients
    by_name = in_order(clients.members.keys)
    known, value = rows.known[by_name], rows.value[by_name]
    order = by_name[np.lexsort((np.where(known, -value, 0.0), ~known))]
    rule = Rule(metric, options, clients)
    shown: list[tuple[Column, Sequence[Any]]] = [
        (Column("client", "client", units.TEXT, "who buys"), clients.members.keys),
        (rule.column(rows.known[order].tolist()), Gapped(rows.value)),
    ]
    if clients.past_value is not None and clients.orders is not None:
        shown += zip(_past(clients.brought), (clients.past_value, clients.orders, *_days(clients)), strict=True)
    margin = _margin_column(clients.margin_from.take(order), clients.brings)
    if names_in(margin.formula) | names_in(shown[1][0].formula) >= {"revenue"} or margin.cells:
        shown.append((_REVENUE, clients.members.revenue))
    shown.append((margin, clients.margin))
    shown.append((_retention_column(clients.retention_from.take(order)), Gapped(clients.retention)))
    shown.append((Column("status", "status", units.TEXT, "active or lost"), rows.status))
    groups = clients.members.groups
    shown += zip(group_columns(list(groups)), groups.values(), strict=True)
    why = [str(told) if (told := rows.undefined.get(place)) else "" for place in range(len(rows))]
    shown += zip(_ORIGINS, (clients.margin_from, clients.retention_from, Words.of(why)), strict=True)
    columns = tuple(column for column, _ in shown)
    cells = ByColumn([column for _, column in shown], order)
    return Table("clients", say("Client by client: {label}", label=say(metric.label)), columns, cells, shown=10)


def _days(clients: Clients) -> Sequence[Any]:
    """The days of the first and the last order."""
    days = clients.standings.first, clients.standings.last
    return [column.tolist() if np.isnat(column).any() else column for column in days]


def _past(basis: str) -> tuple[Column, ...]:
    to_date = say("{basis} to date, refunds taken off", basis=say(basis))
    return (
        Column("past_value", "past value", units.MONEY, to_date, summed=True),
        Column("orders", "orders", units.ORDERS, "orders to date", summed=True),
        Column("first_date", "first order", units.DATE, "the day of the first order"),
        Column("last_date", "last order", units.DATE, "the day of the last order"),
    )


_REVENUE = Column("revenue", "revenue a year", units.MONEY_PER_YEAR, "what the client pays in a year", summed=True)
_ORIGINS = (
    Column("margin_from", "margin from", units.TEXT, "where the margin came from"),
    Column("retention_from", "retention from", units.TEXT, "where the retention came from"),
    Column("undefined", "undefined because", units.TEXT, "why there is no value"),
)
_MARGIN_BY = {
    From.OPTION_MARGIN: Name("margin"),
    From.RATE: Name("revenue") * Name("margin_rate"),
    From.LAST_YEAR_RATE: Name("revenue") * Name("margin_rate"),
}


def _margin_column(sources: Words, basis: str) -> Column:
    """The margin, alive where an option gave it or its rate; one formula, or each row's own where they differ."""
    formulas = [_MARGIN_BY.get(From(word)) for word in sources.words]
    cells = [formulas[place] for place in sources.cells.tolist()]
    kinds = {From(word) for word in sources.places()} & _MARGIN_BY.keys()
    column = Column("margin", "margin a year", units.MONEY_PER_YEAR, "what the client leaves in a year", summed=True)
    if basis == "revenue":
        column = replace(column, label=_REVENUE.label, meaning="what the client paid in the last year; not margin")
    if len(kinds) > 1:
        return replace(column, cells=cells)
    formula = _MARGIN_BY[kinds.pop()] if kinds else None
    return replace(column, formula=formula, live=[cell is not None for cell in cells])


def _retention_column(sources: Words) -> Column:
    own = [word != From.RETENTION for word in sources.words]
    return Column(
        "retention",
        "retention",
        units.SHARE,
        "the chance that the client stays another year",
        formula=Name("retention"),
        live=[own[place] for place in sources.cells.tolist()],
    )


def _nobody(rows: Values) -> Problem:
    """Why no client has a value: the reason of most of them, with its cure."""
    reasons = Counter(map(str, rows.undefined.values()))
    if not reasons:
        return problem("E312", reason="all of them have left", cure="say --as-of, or --lost-after, if that is not so")
    most, _ = reasons.most_common(1)[0]
    why = next(told for told in rows.undefined.values() if str(told) == most)
    return problem("E312", reason=why.what, cure=why.cure)


def figures(rows: Values, *, level: float, method: str) -> tuple[Figure, ...]:
    """Customer equity and how it is spread over the clients who have a value.

    Raises:
        Undefined: E312 no client has a value.
    """
    values = sorted(rows.value[rows.known].tolist(), reverse=True)
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


def _between(rows: Values, level: float, method: str) -> Interval | None:
    """The total at both ends of the observed retention; None where nobody's value rests on it.

    An end at which somebody's value does not exist, such as that of a client who stays for ever, is None.
    """
    value, low, high = (column[rows.known] for column in (rows.value, rows.at_low, rows.at_high))
    if np.array_equal(low, value) and np.array_equal(value, high):
        return None
    total = math.fsum(value.tolist())
    at_low, at_high = (None if np.isnan(end).any() else math.fsum(end.tolist()) for end in (low, high))
    if at_low is not None and at_high is not None:
        return Interval(min(at_low, at_high), max(at_low, at_high), level, method)
    end = at_high if at_low is None else at_low
    below = end is not None and end <= total
    return Interval(end if below else None, None if below else end, level, method)


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


def by_group(rows: Values, group: str) -> Table:
    """Clients and customer equity by group; the parts add up to the whole."""
    known = rows.known
    total = math.fsum(rows.value[known].tolist())
    name = column_name(group)
    worth, equity_of_all = Over("count", "clients", "ltv", by=name), Over("sum", "clients", "ltv")
    columns = (
        *group_columns([group]),
        Column("clients", "clients", units.CLIENTS, "clients in the list", summed=True),
        Column("active", "active", units.CLIENTS, "clients who are still clients", summed=True),
        Column(
            "margin",
            "revenue a year, active" if rows.clients.brings == "revenue" else "margin a year, active",
            units.MONEY_PER_YEAR,
            "of the active clients",
            summed=True,
        ),
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
    for part, places in rows.clients.members.groups[group].places().items():
        values = rows.value[places[known[places]]].tolist()
        active = places[~rows.lost[places]]
        equity = math.fsum(values)
        cells.append(
            (
                part,
                len(places),
                len(active),
                total_of(taken(rows.clients.margin, active)) or 0,
                equity,
                equity / len(values) if values else None,
                equity / total if total > 0 else None,
            )
        )
    cells.sort(key=lambda row: (-row[4], row[0]))
    return Table(f"by_{name}", say("By {group}", group=group_label(group)), columns, cells)
