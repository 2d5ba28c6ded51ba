"""What to do about clients who lose money: what would bring each to zero, and what leaves when one is let go."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined
from custecon.core.expression import Expression, Name, Requirement, where
from custecon.core.phrases import say
from custecon.core.relations import Over, Word
from custecon.core.results import Column, Table
from custecon.metrics import profitability
from custecon.tables import live_profit as live
from custecon.tables.profitability import Account, Accounts
from custecon.tables.whale_curve import is_large


def losing(book: Accounts) -> list[Account]:
    """The clients who lose money and are still clients, the largest by net revenue first."""
    return sorted((c for c in book.clients if c.profit < 0 and not c.gone), key=lambda c: (-c.net_revenue, c.key))


def _if_defined(metric: Metric, **inputs: Any) -> float | None:
    try:
        return float(metric(**inputs))
    except Undefined:
        return None


def _price_rise(client: Account, book: Accounts) -> float | None:
    return _if_defined(
        profitability.price_rise_to_zero,
        client_loss=book.money(-client.profit),
        paid_revenue=book.money(client.net_revenue),
    )


_OF_ORDERS = {
    "cost_to_serve": "cost_to_serve",
    "contribution": "contribution",
    "paid_revenue": "net_revenue",
    "order_count": "times_orders",
}


def _rise(loss: Expression) -> dict[str, Any]:
    """The price rise as a formula of the columns, for who still loses money."""
    found = live.from_metric(
        profitability.price_rise_to_zero, {"client_loss": loss, "paid_revenue": Name("net_revenue")}
    )
    loses = Requirement(loss > 0, "they lose no money", "nothing is to be done")
    return {"formula": found["formula"], "requires": (loses, *found["requires"])}


def to_zero_table(book: Accounts) -> Table | None:
    """For every client who loses money: the price, the order, the activity that would bring them to zero."""
    unprofitable = losing(book)
    if not unprofitable:
        return None
    orders = any("orders" in client.times for client in unprofitable)

    def his(column: str) -> Expression | None:
        return live.of_client(column, len(unprofitable), book)

    columns: tuple[Column, ...] = (
        Column("client", "client", units.TEXT, "who loses money", fixed=live.LISTED),
        Column("profit", "profit", units.MONEY, "what they earn, here below 0", summed=True, formula=his("profit")),
        Column("net_revenue", "net revenue", units.MONEY, "what they bring", summed=True, formula=his("net_revenue")),
        Column("price_rise", "price rise", units.SHARE, "prices higher by this part bring them to zero",
               **_rise(-Name("profit"))),
    )  # fmt: skip
    if orders:
        needed: dict[str, Any] = {}
        of_now: dict[str, Any] = {}
        if his("profit") is not None:
            names = {name: of for name, column in _OF_ORDERS.items() if (of := his(column)) is not None}
            needed = live.from_metric(profitability.break_even_order, names)
            some = Requirement(names["order_count"] > 0, "they have no orders", "see the other columns")
            of_now = {"formula": Name("net_revenue") / names["order_count"], "requires": (some,)}
        columns += (
            Column("order_now", "order now", units.MONEY, "net revenue ÷ orders", **of_now),
            Column("order_needed", "order needed", units.MONEY, "the average order that brings them to zero", **needed),
        )
    columns += (
        Column("activity", "or less of", units.TEXT, "the activity that costs most at this client", fixed=live.CHOSEN),
        Column("times_now", "times now", units.RATIO, "how often it is done"),
        Column("times_at_most", say("{most:@times}", most=say("at most")), units.RATIO,
               "how often it may be done; empty: less of it is not enough", fixed=live.CHOSEN),
        Column("size", "size", units.TEXT, "large: net revenue above the average",
               formula=where(Name("net_revenue") > Name("average_net_revenue"), Word("large"), Word("small"))),
    )  # fmt: skip
    rows = []
    for client in unprofitable:
        activity, now, at_most = _less(client, book)
        of_orders = _orders(client, book) if orders else ()
        size = say("large") if is_large(client, book) else say("small")
        rows.append(
            (
                client.key,
                book.money(client.profit),
                book.money(client.net_revenue),
                _price_rise(client, book),
                *of_orders,
                activity,
                now,
                at_most,
                size,
            )
        )
    note = "each by itself brings the client to zero; an empty cell says that it cannot"
    title = "What would bring the unprofitable to zero, the largest clients first"
    return Table("to_zero", title, columns, rows, shown=12, note=note)


def _orders(client: Account, book: Accounts) -> tuple[Any, Any]:
    count = client.times.get("orders", Fraction(0))
    now = float(Fraction(client.net_revenue, 10**book.scale) / count) if count else None
    needed = _if_defined(
        profitability.break_even_order,
        cost_to_serve=book.money(client.cost_to_serve),
        contribution=book.money(client.contribution),
        paid_revenue=book.money(client.net_revenue),
        order_count=Decimal(count.numerator) / count.denominator,
    )
    return now, needed


def _less(client: Account, book: Accounts) -> tuple[str, float | None, float | None]:
    """The activity that costs most, how often it is done, and how often it may be for a profit of zero."""
    dearest = max(client.costs, key=lambda name: (client.costs[name], name), default=None)
    if dearest is None or not client.costs[dearest]:
        return "", None, None
    now, cost = client.times[dearest], client.costs[dearest]
    left = cost + client.profit  # what may still be spent on it
    if left < 0:
        return dearest, float(now), None
    at_most = now * Fraction(left, cost)
    # Whole counts stay whole: twelve visits become nine, not nine and a half.
    return dearest, float(now), float(int(at_most) if now.denominator == 1 else at_most)


def let_go_table(book: Accounts, price_limit: float) -> Table | None:
    """Clients whom no bearable price rise would mend, and what leaves with each of them."""
    limit = Fraction(str(price_limit))
    candidates = [
        client
        for client in losing(book)
        if client.net_revenue <= 0 or client.contribution <= 0 or Fraction(-client.profit, client.net_revenue) > limit
    ]
    if not candidates:
        return None
    money = units.MONEY

    def his(column: str) -> Expression | None:
        return live.of_client(column, len(candidates), book)

    columns = (
        Column("client", "client", units.TEXT, "whom to think about", fixed=live.LISTED),
        Column("gain", "gained if all is saved", money, "their loss, which ends if all their cost ends", summed=True,
               formula=Name("cost_to_serve") - Name("contribution")),
        Column("kept_cost", "if nothing is saved", money, "what you lose: their contribution, below 0 a gain",
               summed=True, formula=-Name("contribution")),
        Column("must_go", "cost that must go", units.SHARE, "part of their cost to serve that must really be saved",
               **_must()),
        Column("cost_to_serve", "cost to serve", money, "what serving them costs", summed=True,
               formula=his("cost_to_serve")),
        Column("contribution", "contribution", money, "leaves with them", summed=True, formula=his("contribution")),
        Column("net_revenue", "net revenue", money, "leaves with them", summed=True, formula=his("net_revenue")),
        Column("price_rise", "price rise", units.SHARE, "what would end their loss instead", **_rise(Name("gain"))),
    )  # fmt: skip
    rows = [
        (
            client.key,
            book.money(-client.profit),
            book.money(-client.contribution),
            _must_go(client, book),
            book.money(client.cost_to_serve),
            book.money(client.contribution),
            book.money(client.net_revenue),
            _price_rise(client, book),
        )
        for client in candidates
    ]
    note = (
        "to let a client go pays only if more than this part of their cost to serve is really saved; people and vans "
        "do not leave with them"
    )
    return Table("let_go", "Candidates to let go, and what leaves with them", columns, rows, shown=12, note=note)


def _must() -> dict[str, Any]:
    names: dict[str, Expression] = {"contribution": Name("contribution"), "cost_to_serve": Name("cost_to_serve")}
    found = live.from_metric(profitability.cost_that_must_go, names)
    # Their going pays even if no cost is saved: then nothing must go, whatever else the formula needs.
    met = [
        Requirement(where(Name("contribution") > 0, where(needed.condition, 1, 0), 1) > 0, needed.reason, needed.cure)
        for needed in found["requires"]
    ]
    return {"formula": where(Name("contribution") > 0, found["formula"], 0), "requires": tuple(met)}


def _must_go(client: Account, book: Accounts) -> float | None:
    if client.contribution <= 0:
        return 0.0  # their going pays even if no cost to serve is saved
    return _if_defined(
        profitability.cost_that_must_go,
        contribution=book.money(client.contribution),
        cost_to_serve=book.money(client.cost_to_serve),
    )


def price_table(book: Accounts) -> Table | None:
    """Every activity with its price, and what of its cost went to clients of the list and to others."""
    if not book.activities:
        return None
    priced = [activity if activity.price else None for activity in book.activities]
    columns = (
        Column("activity", "activity", units.TEXT, "what was done"),
        Column("times", "times", units.RATIO, "how often, for all clients"),
        Column("price", "price", units.MONEY, "what it costs once",
               cells=[Name(f"price_of_{one.name}") if one else None for one in priced]),
        Column("allocated", "charged to clients", units.MONEY, "its cost in the profit of clients", summed=True,
               cells=[Over("sum", "clients", f"cost_of_{one.name}") if one else None for one in priced]),
        Column("elsewhere", "to nobody in the list", units.MONEY, "its cost for others", summed=True,
               cells=[live.elsewhere(one, book) if one else None for one in priced]),
        Column("how", "where from", units.TEXT, "how the price was found"),
    )  # fmt: skip
    rows = [
        (
            activity.name,
            float(activity.times),
            float(activity.price.each) if activity.price else None,
            book.money(activity.allocated) if activity.price else None,
            book.money(activity.elsewhere) if activity.price else None,
            activity.price.how if activity.price else say("no price: in no client's profit"),
        )
        for activity in book.activities
    ]
    return Table("activities", "What was done for clients, and what it costs", columns, rows)
