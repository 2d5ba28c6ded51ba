"""An order log becomes one row per client: the only pass over a log, and all that any later step needs of it.

Words: *repeat purchases* (x) are purchase days after the first; *days to last purchase* (t_x) run from the first to the
last purchase day; *days observed* (T) run from the first purchase day to the end of observation. Orders of one day are
one purchase day. A refund (an amount below zero) lowers the total and is no purchase; an order of zero is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from custecon.core.schemas import CheckedTable, exact


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """One row per client, in the order of their keys; every column has the length of `clients`.

    Money is whole minor units with `scale` decimal places. `calibration_end` is the last day that counts towards the
    columns; later days count only towards `holdout_days` and `holdout_totals`. Rows after `as_of` count nowhere and
    are told in `rows_after`.

    Attributes:
        clients: the keys, sorted.
        first_dates: the first purchase day (the first day at all where there are only refunds).
        last_dates: the last purchase day.
        orders: orders that are no refunds: rows, or different order numbers where the log has them.
        refunds: rows with an amount below zero.
        purchase_days: days with at least one order; 0 where there are only refunds.
        totals: the exact sum of all rows, refunds included.
        repeat_totals: the exact sum of the orders on days after the first.
        days_to_last: days from the first to the last purchase day (t_x).
        days_observed: days from the first purchase day to the end of observation (T).
        holdout_days: purchase days after the end of calibration.
        holdout_totals: the exact sum of the rows after the end of calibration.
        days: the purchase days of all clients as ordinals (`date.toordinal`), client after client, the first first;
            `purchase_days` says how many are whose.
        paid: the exact sum of the orders, refunds not taken off.
    """

    clients: Sequence[str]
    first_dates: Sequence[dt.date]
    last_dates: Sequence[dt.date]
    orders: Sequence[int]
    refunds: Sequence[int]
    purchase_days: Sequence[int]
    totals: Sequence[int]
    repeat_totals: Sequence[int]
    days_to_last: Sequence[int]
    days_observed: Sequence[int]
    holdout_days: Sequence[int]
    holdout_totals: Sequence[int]
    scale: int
    as_of: dt.date
    calibration_end: dt.date
    currency: str | None = None
    rows: int = 0
    rows_after: int = 0
    days: Sequence[int] = ()
    paid: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def repeat_purchases(self) -> Sequence[int]:
        """Purchase days after the first (x), one a client."""
        return tuple(max(0, days - 1) for days in self.purchase_days)

    def total(self) -> Decimal:
        """The exact sum over all clients, within the calibration."""
        return exact(sum(self.totals), self.scale)

    def money(self, amount: int) -> Decimal:
        """An amount of minor units as an exact decimal."""
        return exact(amount, self.scale)


class _Client:
    """What is known of a client while the log is walked over."""

    __slots__ = ("days", "first", "later", "later_total", "numbers", "orders", "refunds", "total")

    def __init__(self, first: dt.date) -> None:
        self.first = first
        self.days: dict[dt.date, int] = {}
        self.later: set[dt.date] = set()
        self.later_total = 0
        self.numbers: set[str] = set()
        self.orders = self.refunds = self.total = 0


def reduce_orders(table: CheckedTable, *, as_of: dt.date, calibration_end: dt.date | None = None) -> ClientSummary:
    """What each client has bought so far, from a log of orders.

    Args:
        table: a checked table of orders.
        as_of: the day the data stand for; the end of observation.
        calibration_end: the last day of calibration, if the days after it are to be held out for a back-test.
    """
    end = calibration_end or as_of
    keys, days = table.cells("client"), table.cells("date")
    amounts = table.cells("amount")
    numbers: Sequence[str | None] = table.cells("order_id") if "order_id" in table else ()
    clients: dict[str, _Client] = {}
    after = 0
    for row, (key, day, amount) in enumerate(zip(keys, days, amounts, strict=True)):
        if day > as_of:
            after += 1
            continue
        client = clients.get(key)
        if client is None:
            client = clients[key] = _Client(day)
        if day > end:
            client.later_total += amount
            if amount >= 0:
                client.later.add(day)
            continue
        client.first = min(client.first, day)
        client.total += amount
        if amount < 0:
            client.refunds += 1
            continue
        client.days[day] = client.days.get(day, 0) + amount
        number = numbers[row] if numbers else None
        if number:
            client.numbers.add(number)
        else:
            client.orders += 1
    kept = sorted(key for key, client in clients.items() if client.days or client.refunds)
    return _summary(table, [(key, clients[key]) for key in kept], as_of, end, after)


def _summary(
    table: CheckedTable, clients: list[tuple[str, _Client]], as_of: dt.date, end: dt.date, after: int
) -> ClientSummary:
    column = table.columns["amount"]
    firsts = [min(client.days, default=client.first) for _, client in clients]
    lasts = [max(client.days, default=client.first) for _, client in clients]
    every = [client for _, client in clients]
    return ClientSummary(
        clients=tuple(key for key, _ in clients),
        first_dates=tuple(firsts),
        last_dates=tuple(lasts),
        orders=tuple(client.orders + len(client.numbers) for client in every),
        refunds=tuple(client.refunds for client in every),
        purchase_days=tuple(len(client.days) for client in every),
        totals=tuple(client.total for client in every),
        repeat_totals=tuple(
            sum(amount for day, amount in client.days.items() if day != first)
            for client, first in zip(every, firsts, strict=True)
        ),
        days_to_last=tuple((last - first).days for first, last in zip(firsts, lasts, strict=True)),
        days_observed=tuple((end - first).days for first in firsts),
        holdout_days=tuple(len(client.later) for client in every),
        holdout_totals=tuple(client.later_total for client in every),
        scale=column.scale,
        as_of=as_of,
        calibration_end=end,
        currency=column.currency,
        rows=table.rows,
        rows_after=after,
        days=tuple(day.toordinal() for client in every for day in sorted(client.days)),
        paid=tuple(sum(client.days.values()) for client in every),
    )
