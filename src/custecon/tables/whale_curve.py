"""Profit by client as tables and figures: the whale curve, classes of clients, concentration, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from custecon.core import units
from custecon.core.errors import Problem, problem
from custecon.core.evaluation import figure
from custecon.core.expression import Expression, Name
from custecon.core.phrases import Money, say
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import Over, Running, of_figure
from custecon.core.results import Column, Figure, Input, Picture, Table
from custecon.metrics import profitability
from custecon.tables import live_profit as live
from custecon.tables.concentration_index import index_of
from custecon.tables.groups import group_columns
from custecon.tables.profitability import Account, Accounts

TOPS = (("one", "largest client", 1), ("five", "5 largest clients", 5), ("ten", "10 largest clients", 10))


def whales(book: Accounts) -> list[Account]:
    """The clients from the most profitable to the least; equals by name, so that no order of rows matters."""
    return sorted(book.clients, key=lambda client: (-client.profit, client.key))


def share_of(part: int, whole: int) -> float | None:
    """A part of a whole that is above 0; else nothing."""
    return float(Fraction(part, whole)) if whole > 0 else None


# By whether a client earns and whether they lose: large, small.
CLASSES = {
    (True, False): ("large, earns", "small, earns"),
    (False, False): ("large, at zero", "small, at zero"),
    (False, True): ("large, loses", "small, loses"),
}


def is_large(client: Account, book: Accounts) -> bool:
    """Whether a client brings more than the average client."""
    return client.net_revenue * len(book.clients) > book.all_net_revenue


def client_class(client: Account, book: Accounts) -> str:
    """Large or small, and whether they earn."""
    earns = CLASSES[client.profit > 0, client.profit < 0]
    return say(earns[not is_large(client, book)])


# ------------------------------------------------------------------ one row a client


def client_table(book: Accounts) -> Table:
    """One row a client, the most profitable first, with what the whale curve needs."""
    groups = list(dict.fromkeys(name for client in book.clients for name in client.groups))
    charged = [activity.name for activity in book.activities if activity.price]
    rows, running, total = [], 0, book.total("profit")
    for rank, client in enumerate(whales(book), 1):
        running += client.profit
        amounts = (client.revenue, client.discounts, client.refunds, client.direct_cost, client.known_cost)
        costs = (client.costs[name] for name in charged)
        rows.append(
            (
                client.key,
                book.money(client.profit),
                share_of(client.profit, client.net_revenue),
                *(book.money(amount) for amount in (client.net_revenue, client.contribution, client.cost_to_serve)),
                book.money(running),
                share_of(running, total),
                rank / len(book.clients),
                client_class(client, book),
                *(client.groups[name] for name in groups),
                *(book.money(amount) for amount in (*amounts, *costs)),
                *(float(client.times[activity.name]) for activity in book.activities),
            )
        )
    columns = (*_answer(charged), *group_columns(groups), *_made_of(book))
    return Table("clients", "Profit by client, the most profitable first", columns, rows, shown=12)


def _answer(charged: Sequence[str]) -> tuple[Column, ...]:
    """Who earns and who loses, and the whale curve; `charged`: the activities that cost something."""
    money = units.MONEY
    return (
        Column("client", "client", units.TEXT, "who buys"),
        Column(
            "profit",
            "profit",
            money,
            "contribution less cost to serve",
            summed=True,
            formula=Name("contribution") - Name("cost_to_serve"),
        ),
        Column(
            "profit_rate",
            "of net revenue",
            units.SHARE,
            "profit ÷ net revenue",
            **live.part_of("profit", Name("net_revenue"), "net revenue"),
        ),
        Column(
            "net_revenue",
            "net revenue",
            money,
            "revenue less discounts and refunds",
            summed=True,
            formula=Name("revenue") - Name("discounts") - Name("refunds"),
        ),
        Column(
            "contribution",
            "contribution",
            money,
            "net revenue less direct cost",
            summed=True,
            formula=Name("net_revenue") - Name("direct_cost"),
        ),
        Column(
            "cost_to_serve",
            "cost to serve",
            money,
            "what serving the client cost",
            summed=True,
            formula=live.cost_of_serving(charged),
        ),
        Column("cumulative", "cumulative profit", money, "this client and all above", formula=Running("profit")),
        Column(
            "cumulative_share",
            "cumulative",
            units.SHARE,
            "cumulative profit ÷ profit of all clients",
            **live.part_of("cumulative", of_figure("total_profit"), "the profit of all clients"),
        ),
        Column(
            "client_share",
            "clients",
            units.SHARE,
            "this client and all above, as a part of all clients",
            fixed="the rows keep the order of the day this was written",
        ),
        Column(
            "client_class",
            "class",
            units.TEXT,
            "large: above the average net revenue; earns, loses or at zero",
            formula=live.class_of(),
        ),
    )


def _made_of(book: Accounts) -> tuple[Column, ...]:
    """What a client's profit is made of."""
    money = units.MONEY
    return (
        Column("revenue", "revenue", money, "what was charged", summed=True),
        Column("discounts", "discounts", money, "taken off", summed=True),
        Column("refunds", "refunds", money, "paid back", summed=True),
        Column("direct_cost", "direct cost", money, "what was sold cost", summed=True),
        Column("known_cost", "cost to serve in the file", money, "cost to serve that the file gives", summed=True),
        *(
            Column(
                f"cost_of_{activity.name}",
                say("cost of {activity}", activity=activity.name),
                money,
                say("what {activity} cost", activity=activity.name),
                summed=True,
                formula=live.cost_of(activity, book),
            )
            for activity in book.activities
            if activity.price
        ),
        *(
            Column(
                f"times_{activity.name}",
                say("{activity}, times", activity=activity.name),
                units.RATIO,
                say("how often: {activity}", activity=activity.name),
                summed=True,
            )
            for activity in book.activities
        ),
    )


def picture(book: Accounts, currency: str | None = None) -> Picture:
    """The whale curve: profit added up from the best client to the worst, in money, as it is spoken of."""
    total, peak = book.total("profit"), _peak(book)
    title: str = "Whale curve: no client takes profit away"
    if not book.total("cost_to_serve"):
        title = "Whale curve before any cost to serve: no client takes profit away yet"
    if peak > total:
        title = say(
            "Whale curve: {earned} is earned, {lost} {lost:client takes|clients take} {taken} away again",
            earned=Money(book.money(peak), currency),
            lost=sum(client.profit < 0 for client in book.clients),
            taken=Money(book.money(peak - total), currency),
        )
    return Picture("whale", title, "whale", "clients", "client_share", ("cumulative",))


def _peak(book: Accounts) -> int:
    return sum(client.profit for client in book.clients if client.profit > 0)


# ------------------------------------------------------------------ figures


GAINS, TOTAL = Over("gains", "clients", "profit"), Over("sum", "clients", "profit")


def figures(book: Accounts) -> tuple[Figure, ...]:
    """Profit of all clients, the peak and the fall of the whale curve, concentration."""
    total, peak = book.money(book.total("profit")), book.money(_peak(book))
    losing = [client for client in book.clients if client.profit < 0]
    curve = [Input(QUANTITIES["peak_profit"], float(peak), "computed", "profits above 0 added up", formula=GAINS)]
    curve.append(Input(QUANTITIES["total_profit"], float(total), "computed", "all profits added up", formula=TOTAL))
    note = say(
        "of {clients} {clients:client|clients}: net revenue less direct cost and cost to serve",
        clients=len(book.clients),
    )
    found = [Figure("total_profit", "profit of all clients", total, units.MONEY, note, weight="main", formula=TOTAL)]
    if book.unallocated:
        left = book.money(book.total("profit") - book.not_allocated)
        less = "profit of all clients less the cost that no client caused; shown, not spread"
        formula: Expression = Name("total_profit")
        for rest in book.unallocated:
            formula = formula - live.left_over(book)[rest.reason]
        label = "after cost that is not allocated"
        found.append(Figure("profit_after_unallocated", label, left, units.MONEY, less, formula=formula))
    served = book.total("cost_to_serve") != 0
    count = say("of {clients} {clients:client|clients}", clients=len(book.clients))
    if not served:
        count = say("{count}; how many lose after it is not known", count=count)
    loss = book.money(sum(client.profit for client in losing))
    found += [
        Figure(
            "unprofitable_clients",
            "clients who lose money" if served else "who lose before any cost to serve",
            len(losing),
            units.CLIENTS,
            count,
            formula=Over("below_zero", "clients", "profit"),
        ),
        Figure(
            "unprofitable_loss",
            "what they lose together" if served else "what these lose together",
            loss,
            units.MONEY,
            "their profits added up",
            formula=TOTAL - GAINS,
        ),
        figure(profitability.peak_share, curve, weight="detail"),
        figure(profitability.profit_destroyed, curve, weight="detail"),
    ]
    return (*found, *_concentration(book))


def _concentration(book: Accounts) -> Iterable[Figure]:
    """How much hangs on few clients, by net revenue."""
    sizes = sorted((client.net_revenue for client in book.clients), reverse=True)
    total = sum(sizes)
    why = _unshareable(sizes, total)

    def share(
        name: str, label: str, unit: units.Unit, note: str, value: Fraction | None, formula: Expression | None
    ) -> Figure:
        if value is None:
            return Figure(name, label, None, unit, note, undefined=why)
        if formula is None:
            note = f"{note}; {live.RANKED}"
        return Figure(name, label, float(value), unit, note, formula=formula, requires=live.CONCENTRATED)

    for name, words, top in TOPS:
        if top == 1 or top < len(sizes):
            part = None if why else Fraction(sum(sizes[:top]), total)
            yield share(
                f"top_{name}_share",
                say("share of the {words}", words=say(words)),
                units.SHARE,
                "of net revenue",
                part,
                live.top_share(top),
            )
    index = None if why else index_of(sizes)
    how = say(
        "the sum of the squared shares of net revenue in percent; often read as below {low} low, above {high} high",
        low=1500,
        high=2500,
    )
    yield share("concentration_index", "concentration (HHI)", units.RATIO, how, index, live.index())
    if index is not None:
        given = Input(
            QUANTITIES["concentration_index"],
            float(index),
            "computed",
            "of net revenue by client",
            formula=live.index(),
        )
        yield figure(profitability.equal_clients, [given], weight="detail")
    note = "0: all clients alike; near 1: one client has nearly all net revenue"
    yield share("gini", "inequality (Gini)", units.RATIO, note, None if why else gini(sizes), live.gini(book))


def _unshareable(sizes: Sequence[int], total: int) -> Problem | None:
    if total > 0 and min(sizes) >= 0:
        return None
    reason = "a client has negative net revenue" if total > 0 else "net revenue is not above 0"
    return problem("E301", figure="concentration", reason=reason, cure="look at the amounts in money")


def gini(sizes: Sequence[int]) -> Fraction:
    """The Gini coefficient of sizes that are not negative.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 1])
    (Fraction(0, 1), Fraction(3, 4))
    """
    ordered, count = sorted(sizes), len(sizes)
    weighted = sum(rank * size for rank, size in enumerate(ordered, 1))
    return Fraction(2 * weighted, count * sum(ordered)) - Fraction(count + 1, count)


def largest(book: Accounts) -> tuple[str, Decimal] | None:
    """The client with the most net revenue and their share of it, if shares mean something."""
    sizes = [client.net_revenue for client in book.clients]
    if _unshareable(sizes, sum(sizes)):
        return None
    client = min(book.clients, key=lambda one: (-one.net_revenue, one.key))
    return client.key, Decimal(client.net_revenue) / Decimal(sum(sizes))
