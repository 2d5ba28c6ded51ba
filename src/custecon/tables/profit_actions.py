"""What to do about clients who lose money: what would bring each to zero, and what leaves when one is let go."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined
from custecon.core.results import Column, Table
from custecon.metrics import profitability
from custecon.tables.profitability import Book, Client
from custecon.tables.whale import is_large

__all__ = ["let_go_table", "to_zero_table"]


def _losing(book: Book) -> list[Client]:
    """The clients who lose money, the largest by net revenue first."""
    return sorted((c for c in book.clients if c.profit < 0), key=lambda c: (-c.net_revenue, c.key))


def _if_defined(metric: Metric, **inputs: Any) -> float | None:
    try:
        return float(metric(**inputs))
    except Undefined:
        return None


def _price_rise(client: Client, book: Book) -> float | None:
    return _if_defined(
        profitability.price_rise_to_zero,
        client_loss=book.money(-client.profit),
        paid_revenue=book.money(client.net_revenue),
    )


def to_zero_table(book: Book) -> Table | None:
    """For every client who loses money: the price, the order, the activity that would bring him to zero."""
    losing = _losing(book)
    if not losing:
        return None
    orders = any("orders" in client.times for client in losing)
    columns: tuple[Column, ...] = (
        Column("client", "client", units.TEXT, "who loses money"),
        Column("profit", "profit", units.MONEY, "what he earns, here below 0", summed=True),
        Column("net_revenue", "net revenue", units.MONEY, "what he brings", summed=True),
        Column("price_rise", "price rise", units.SHARE, "prices higher by this part bring him to zero"),
    )
    if orders:
        columns += (
            Column("order_now", "order now", units.MONEY, "net revenue ÷ orders"),
            Column("order_needed", "order needed", units.MONEY, "the average order that brings him to zero"),
        )
    columns += (
        Column("activity", "or less of", units.TEXT, "the activity that costs most at this client"),
        Column("times_now", "times now", units.RATIO, "how often it is done"),
        Column("times_at_most", "at most", units.RATIO, "how often it may be done; empty: less of it is not enough"),
        Column("size", "size", units.TEXT, "large: net revenue above the average"),
    )
    rows = []
    for client in losing:
        activity, now, at_most = _less(client, book)
        of_orders = _orders(client, book) if orders else ()
        size = "large" if is_large(client, book) else "small"
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
    title = "What would bring the unprofitable to zero, the largest first"
    return Table("to_zero", title, columns, rows, shown=12, note=note)


def _orders(client: Client, book: Book) -> tuple[Any, Any]:
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


def _less(client: Client, book: Book) -> tuple[str, float | None, float | None]:
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


def let_go_table(book: Book, price_limit: float) -> Table | None:
    """Clients whom no bearable price rise would mend, and what leaves with each of them."""
    limit = Fraction(str(price_limit))
    candidates = [
        client
        for client in _losing(book)
        if client.net_revenue <= 0 or client.contribution <= 0 or Fraction(-client.profit, client.net_revenue) > limit
    ]
    if not candidates:
        return None
    money = units.MONEY
    columns = (
        Column("client", "client", units.TEXT, "whom to think about"),
        Column("gain", "gained if all is saved", money, "his loss, which ends if all his cost ends", summed=True),
        Column(
            "kept_cost", "if nothing is saved", money, "what you lose: his contribution, below 0 a gain", summed=True
        ),
        Column("must_go", "cost that must go", units.SHARE, "part of his cost to serve that must really be saved"),
        Column("cost_to_serve", "cost to serve", money, "what serving him costs", summed=True),
        Column("contribution", "contribution", money, "leaves with him", summed=True),
        Column("net_revenue", "net revenue", money, "leaves with him", summed=True),
        Column("price_rise", "price rise", units.SHARE, "what would end his loss instead"),
    )
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
        "to let a client go pays only if more than this part of his cost to serve is really saved; people and vans do "
        "not leave with him"
    )
    return Table("let_go", "Candidates to let go, and what leaves with them", columns, rows, shown=12, note=note)


def _must_go(client: Client, book: Book) -> float | None:
    if client.contribution <= 0:
        return 0.0  # his going pays even if no cost to serve is saved
    return _if_defined(
        profitability.cost_that_must_go,
        contribution=book.money(client.contribution),
        cost_to_serve=book.money(client.cost_to_serve),
    )
