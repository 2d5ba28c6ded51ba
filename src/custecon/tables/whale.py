"""Profit by client as tables and figures: the whale curve, classes of clients, concentration, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from custecon.core import units
from custecon.core.errors import Problem, problem
from custecon.core.evaluation import figure
from custecon.core.expression import Name
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import Over, Running
from custecon.core.results import Column, Figure, Input, Picture, Table
from custecon.core.wording import counted
from custecon.metrics import profitability
from custecon.tables.profitability import Book, Client

__all__ = [
    "by_group",
    "class_table",
    "client_table",
    "figures",
    "gini",
    "is_large",
    "largest",
    "picture",
    "statement",
    "tenths_table",
    "whales",
]


TOPS = (("one", "largest client", 1), ("five", "5 largest clients", 5), ("ten", "10 largest clients", 10))


def whales(book: Book) -> list[Client]:
    """The clients from the most profitable to the least; equals by name, so that no order of rows matters."""
    return sorted(book.clients, key=lambda client: (-client.profit, client.key))


def share_of(part: int, whole: int) -> float | None:
    """A part of a whole that is above 0; else nothing."""
    return float(Fraction(part, whole)) if whole > 0 else None


def is_large(client: Client, book: Book) -> bool:
    """Whether a client brings more than the average client."""
    return client.net_revenue * len(book.clients) > book.all_net_revenue


def client_class(client: Client, book: Book) -> str:
    """Large or small, and whether he earns."""
    earns = "earns" if client.profit > 0 else "loses" if client.profit < 0 else "at zero"
    return f"{'large' if is_large(client, book) else 'small'}, {earns}"


# ------------------------------------------------------------------ one row a client


def client_table(book: Book) -> Table:
    """One row a client, the most profitable first, with what the whale curve needs."""
    groups = list(dict.fromkeys(name for client in book.clients for name in client.groups))
    charged = [activity.name for activity in book.activities if activity.price]
    counted = [activity.name for activity in book.activities]
    money, total = units.MONEY, book.total("profit")
    columns = (
        Column("client", "client", units.TEXT, "who buys"),
        Column(
            "profit",
            "profit",
            money,
            "contribution less cost to serve",
            summed=True,
            formula=Name("contribution") - Name("cost_to_serve"),
        ),
        Column("profit_rate", "of net revenue", units.SHARE, "profit ÷ net revenue"),
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
        Column("cost_to_serve", "cost to serve", money, "what serving the client cost", summed=True),
        Column("cumulative", "cumulative profit", money, "this client and all above", formula=Running("profit")),
        Column("cumulative_share", "cumulative", units.SHARE, "cumulative profit ÷ profit of all clients"),
        Column("client_share", "clients", units.SHARE, "this client and all above, as a part of all clients"),
        Column("client_class", "class", units.TEXT, "large: above the average net revenue; earns, loses or at zero"),
        *(Column(name, name, units.TEXT, "a group of clients") for name in groups),
        Column("revenue", "revenue", money, "what was charged", summed=True),
        Column("discounts", "discounts", money, "taken off", summed=True),
        Column("refunds", "refunds", money, "paid back", summed=True),
        Column("direct_cost", "direct cost", money, "what was sold cost", summed=True),
        Column("known_cost", "cost to serve in the file", money, "cost to serve that the file gives", summed=True),
        *(Column(f"cost_of_{name}", f"cost of {name}", money, f"what {name} cost", summed=True) for name in charged),
        *(
            Column(f"times_{name}", f"{name}, times", units.RATIO, f"how often: {name}", summed=True)
            for name in counted
        ),
    )
    rows, running = [], 0
    for rank, client in enumerate(whales(book), 1):
        running += client.profit
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
                *(
                    book.money(amount)
                    for amount in (
                        client.revenue,
                        client.discounts,
                        client.refunds,
                        client.direct_cost,
                        client.known_cost,
                        *(client.costs[name] for name in charged),
                    )
                ),
                *(float(client.times[name]) for name in counted),
            )
        )
    return Table("clients", "Profit by client, the most profitable first", columns, rows, shown=12)


def picture(book: Book) -> Picture:
    """The whale curve: profit added up from the best client to the worst."""
    total, peak = book.total("profit"), _peak(book)
    if total > 0 and peak > total:
        lost = sum(client.profit < 0 for client in book.clients)
        title = (
            f"Whale curve: {_percent(peak, total)} of the profit is earned, "
            f"{counted(lost, 'client takes', 'clients take')} "
            f"{_percent(peak - total, total)} away again"
        )
    elif total > 0:
        title = "Whale curve: no client takes profit away"
    else:
        title = "Whale curve in money: all clients together earn nothing"
    drawn = "cumulative_share" if total > 0 else "cumulative"
    return Picture("whale", title, "curve", "clients", "client_share", (drawn,))


def _percent(part: int, whole: int) -> str:
    """A share for a title, half up."""
    return f"{(Fraction(part, whole) * 100 + Fraction(1, 2)).__floor__()}%"


def _peak(book: Book) -> int:
    return sum(client.profit for client in book.clients if client.profit > 0)


# ------------------------------------------------------------------ figures


GAINS, TOTAL = Over("gains", "clients", "profit"), Over("sum", "clients", "profit")


def figures(book: Book) -> tuple[Figure, ...]:
    """Profit of all clients, the peak and the fall of the whale curve, concentration."""
    total, peak = book.money(book.total("profit")), book.money(_peak(book))
    losing = [client for client in book.clients if client.profit < 0]
    curve = [Input(QUANTITIES["peak_profit"], float(peak), "computed", "profits above 0 added up", formula=GAINS)]
    curve.append(Input(QUANTITIES["total_profit"], float(total), "computed", "all profits added up", formula=TOTAL))
    note = f"of {counted(len(book.clients), 'client')}: net revenue less direct cost and cost to serve"
    found = [Figure("total_profit", "profit of all clients", total, units.MONEY, note, weight="main", formula=TOTAL)]
    if book.unallocated:
        left = book.money(book.total("profit") - book.not_allocated)
        note = "profit of all clients less the cost that no client caused; shown, not spread"
        found.append(Figure("profit_after_unallocated", "after cost that is not allocated", left, units.MONEY, note))
    count = f"of {counted(len(book.clients), 'client')}"
    loss = book.money(sum(client.profit for client in losing))
    found += [
        Figure("unprofitable_clients", "clients who lose money", len(losing), units.CLIENTS, count),
        Figure(
            "unprofitable_loss",
            "what they lose together",
            loss,
            units.MONEY,
            "their profits added up",
            formula=TOTAL - GAINS,
        ),
        figure(profitability.peak_share, curve, weight="detail"),
        figure(profitability.profit_destroyed, curve, weight="detail"),
    ]
    return (*found, *_concentration(book))


def _concentration(book: Book) -> Iterable[Figure]:
    """How much hangs on few clients, by net revenue."""
    sizes = sorted((client.net_revenue for client in book.clients), reverse=True)
    total = sum(sizes)
    why = _unshareable(sizes, total)

    def share(name: str, label: str, unit: units.Unit, note: str, value: Fraction | None) -> Figure:
        if value is None:
            return Figure(name, label, None, unit, note, undefined=why)
        return Figure(name, label, float(value), unit, note)

    for name, words, top in TOPS:
        if top == 1 or top < len(sizes):
            part = None if why else Fraction(sum(sizes[:top]), total)
            yield share(f"top_{name}_share", f"share of the {words}", units.SHARE, "of net revenue", part)
    index = None if why else 10_000 * sum((Fraction(size, total) ** 2 for size in sizes), Fraction(0))
    note = "the sum of the squared shares of net revenue in percent; often read as below 1,500 low, above 2,500 high"
    yield share("concentration_index", "concentration (HHI)", units.RATIO, note, index)
    if index is not None:
        given = Input(QUANTITIES["concentration_index"], float(index), "computed", "of net revenue by client")
        yield figure(profitability.equal_clients, [given], weight="detail")
    note = "0: all clients alike; near 1: one client has nearly all net revenue"
    yield share("gini", "inequality (Gini)", units.RATIO, note, None if why else gini(sizes))


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


# ------------------------------------------------------------------ from revenue to profit, classes, groups


def statement(book: Book) -> Table:
    """From revenue to profit, line by line; the lines add up to what the firm keeps."""
    net = book.total("net_revenue")
    lines: list[tuple[str, int]] = [
        ("revenue", book.total("revenue")),
        ("− discounts", -book.total("discounts")),
        ("− refunds", -book.total("refunds")),
        ("= net revenue", net),
        ("− direct cost", -book.total("direct_cost")),
        ("= contribution", book.total("contribution")),
        ("− cost to serve given in the file", -book.total("known_cost")),
        *((f"− {activity.name}", -activity.allocated) for activity in book.activities if activity.price),
        ("= profit of all clients", book.total("profit")),
        *((f"− not allocated: {reason}", -amount) for reason, amount in book.unallocated),
    ]
    if book.unallocated:
        lines.append(("= after cost that is not allocated", book.total("profit") - book.not_allocated))
    columns = (
        Column("line", "line", units.TEXT, "what is added, taken off, or left"),
        Column("amount", "amount", units.MONEY, "over all clients"),
        Column("share", "of net revenue", units.SHARE, "amount ÷ net revenue"),
    )
    rows = [
        (name, book.money(amount), share_of(amount, net))
        for name, amount in lines
        if amount or name.startswith("=") or name == "revenue"
    ]
    unpriced = [activity.name for activity in book.activities if activity.price is None and activity.times]
    note = f"without a price, so not in it: {', '.join(unpriced)}" if unpriced else ""
    return Table("statement", "From revenue to profit", columns, rows, note=note)


CLASSES = ("large, earns", "small, earns", "large, at zero", "small, at zero", "small, loses", "large, loses")


def class_table(book: Book) -> Table:
    """Clients by size and sign of their profit."""
    members: dict[str, list[Client]] = {name: [] for name in CLASSES}
    for client in book.clients:
        members[client_class(client, book)].append(client)
    note = "large: net revenue above the average client's"
    found = [(name, clients) for name, clients in members.items() if clients]
    return _parts(book, "classes", "Classes of clients", "class", found, note)


def tenths_table(book: Book) -> Table | None:
    """The best fifth, the middle and the worst tenth, as in the published whale curves; None for fewer than 10."""
    count = len(book.clients)
    if count < 10:
        return None
    ranked = whales(book)
    best, worst = (count * 20 + 50) // 100, (count * 10 + 50) // 100
    parts = [
        ("best 20 %", ranked[:best]),
        ("middle 70 %", ranked[best : count - worst]),
        ("worst 10 %", ranked[count - worst :]),
    ]
    note = "published: the best 20 % earn 150 to 300 % of the profit, the worst 10 % lose 50 to 200 % of it (Kaplan)"
    return _parts(book, "ranks", "By rank of profit", "clients by rank", parts, note)


def by_group(book: Book, group: str) -> Table:
    """Profit by segment, channel or manager; the parts add up to the whole."""
    members: dict[str, list[Client]] = {}
    for client in book.clients:
        members.setdefault(client.groups[group], []).append(client)
    found = sorted(members.items(), key=lambda item: (-sum(client.profit for client in item[1]), item[0]))
    return _parts(book, f"by_{group}", f"Profit by {group}", group, found, "")


def _parts(
    book: Book, name: str, title: str, label: str, parts: Sequence[tuple[str, Sequence[Client]]], note: str
) -> Table:
    """Groups of clients with their amounts; together they are the whole book."""
    total = book.total("profit")
    columns = (
        Column(name.removeprefix("by_") if name.startswith("by_") else "group", label, units.TEXT, "which clients"),
        Column("clients", "clients", units.CLIENTS, "how many", summed=True),
        Column("profit", "profit", units.MONEY, "their profits added up", summed=True),
        Column("profit_share", "of profit", units.SHARE, "as a part of the profit of all clients", summed=total > 0),
        Column("net_revenue", "net revenue", units.MONEY, "their net revenue", summed=True),
        Column("profit_rate", "of net revenue", units.SHARE, "profit ÷ net revenue"),
        Column("cost_to_serve", "cost to serve", units.MONEY, "what serving them cost", summed=True),
        Column("unprofitable", "who lose", units.CLIENTS, "clients of the group who lose money", summed=True),
        Column("loss", "lost by them", units.MONEY, "the losses of these clients", summed=True),
    )
    rows = []
    for part, clients in parts:
        profit, net = (sum(getattr(client, which) for client in clients) for which in ("profit", "net_revenue"))
        losing = [client.profit for client in clients if client.profit < 0]
        served = sum(client.cost_to_serve for client in clients)
        rows.append(
            (
                part,
                len(clients),
                book.money(profit),
                share_of(profit, total),
                book.money(net),
                share_of(profit, net),
                book.money(served),
                len(losing),
                book.money(sum(losing)),
            )
        )
    return Table(name, title, columns, rows, note=note)


def largest(book: Book) -> tuple[str, Decimal] | None:
    """The client with the most net revenue and his share of it, if shares mean something."""
    sizes = [client.net_revenue for client in book.clients]
    if _unshareable(sizes, sum(sizes)):
        return None
    client = min(book.clients, key=lambda one: (-one.net_revenue, one.key))
    return client.key, Decimal(client.net_revenue) / Decimal(sum(sizes))
