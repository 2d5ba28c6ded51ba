"""A log as two sorted columns of numbers becomes one row per client by comparing neighbours."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from custecon.core.by_column import taken
from custecon.sources.engines.days import DAY_BITS, EPOCH, LAST_DAY, Days
from custecon.tables.ledger import ClientSummary

PART = 1 << 16  # rows at once: they stay in the processor's cache
COUNTS = ("orders", "refunds", "purchase_days", "days_to_last", "days_observed", "holdout_days", "days")
SUMS = ("totals", "repeat_totals", "holdout_totals", "paid")
KIND = dict.fromkeys(("first_dates", "last_dates", *COUNTS), "i") | dict.fromkeys(SUMS, "q")


@dataclass
class Log:
    """The rows of a log sorted by client and day: both in one number, and the money.

    `key`: the number of the client above `DAY_BITS` bits of the day. `rest` is a fingerprint of every other field,
    where there are any. `further`: whether a row goes on with an order that another row began, where some do. The
    numbers count the clients from 0 and leave none out.
    """

    key: Any
    amount: Any
    rest: Any = None
    further: Any = None

    @classmethod
    def sorted(cls, client: Any, day: Any, amount: Any, *others: Any) -> tuple[Log, Any]:
        """Sort the rows; the log, and the numbers that its clients had, in order."""
        key = (client.astype(np.int64) << DAY_BITS) | day.astype(np.int64)
        order = np.argsort(key)
        log = cls(key[order], amount[order], *(None if other is None else other[order] for other in others))
        return log, log._count_clients()

    @classmethod
    def packed(cls, rows: Any, *, first_day: int, day_bits: int, least: int, money_bits: int) -> tuple[Log, Any]:
        """Sort rows that hold client, day and money in one number each: the quickest way, where they fit."""
        rows.sort()
        amount = np.empty(len(rows), dtype=np.int64)
        for start in range(0, len(rows), PART):
            key = rows[start : start + PART]
            amount[start : start + PART] = (key & ((1 << money_bits) - 1)) + least
            key >>= money_bits  # in place; then the client moves up, from above `day_bits` to above `DAY_BITS`
            key += (key >> day_bits) * ((1 << DAY_BITS) - (1 << day_bits)) + first_day
        log = cls(rows, amount)
        return log, log._count_clients()

    def _count_clients(self) -> Any:
        """Number the clients from 0, none left out, in place; the numbers that they had."""
        found, before, count = [], -1, -1
        for start in range(0, len(self.key), PART):
            key = self.key[start : start + PART]
            client = key >> DAY_BITS
            first = np.append(client[0] != before, client[1:] != client[:-1])
            found.append(client[first])
            number = np.cumsum(first) + count
            key &= LAST_DAY
            key |= number << DAY_BITS
            before, count = client[-1], number[-1]
        return np.concatenate(found)

    @property
    def day(self) -> Any:
        """The day of each row."""
        return self.key & LAST_DAY

    def days_in_parts(self) -> Iterator[Any]:
        """The day of each row, some rows after some."""
        return (self.key[start : start + PART] & LAST_DAY for start in range(0, len(self.key), PART))

    def of(self, client: int) -> tuple[int, int]:
        """How many rows the client of a number has, and their money."""
        first, last = np.searchsorted(self.key, [client << DAY_BITS, (client + 1) << DAY_BITS])
        return int(last - first), int(self.amount[first:last].sum())

    @cached_property
    def day_starts(self) -> Any:
        """The places of the first row of each day of each client."""
        return changes(self.key)

    def after(self, last: int) -> int:
        """How many rows come after a day."""
        return sum(int((days > last).sum()) for days in self.days_in_parts())

    def where(self, chosen: Any) -> Log:
        """Some of the rows."""
        if chosen.all():
            return self
        return Log(self.key[chosen], self.amount[chosen], None, None if self.further is None else self.further[chosen])

    def further_lines(self, cells: Any, count: int) -> Any:
        """How many rows of each cell, of which there are so many, go on with an order; `cells`: that of each row."""
        return 0 if self.further is None else np.bincount(cells[self.further], minlength=count)


def identical_rows(log: Log) -> tuple[int, Any, Any]:
    """How many rows repeat another in client, day, money and, by their fingerprint, all else; their days and money."""
    same = log.key[1:] == log.key[:-1]
    tied = np.flatnonzero(np.concatenate(([False], same)) | np.concatenate((same, [False])))
    columns = [log.amount[tied], log.key[tied]]
    if log.rest is not None:
        columns.insert(0, log.rest[tied])
    order = np.lexsort(columns)
    again = np.ones(max(0, len(order) - 1), dtype=bool)
    for column in columns:
        ordered = column[order]
        again &= ordered[1:] == ordered[:-1]
    repeated = tied[order[1:][again]]
    return len(repeated), log.key[repeated] & LAST_DAY, log.amount[repeated]


@dataclass(slots=True)
class _Grouped:
    """Some rows by client; every column has a place for every client of the log, 0 where they have no such row."""

    first: Any
    last: Any
    rows: Any
    days: Any
    total: Any
    repeat: Any


def _grouped(log: Log, clients: int) -> _Grouped:
    """First and last day, rows, different days, sum, and sum without the first day: by comparing neighbours."""
    key, days = log.key, log.day_starts
    paid = np.add.reduceat(log.amount, days) if len(days) < len(key) else log.amount
    owner = key[days] >> DAY_BITS
    first = changes(owner)  # among the days, where a client begins
    last = np.append(first[1:], len(days))[: len(first)] - 1
    starts = days[first]
    total = np.add.reduceat(paid, first) if len(first) else paid
    columns = [
        key[starts] & LAST_DAY,
        key[days[last]] & LAST_DAY,
        np.diff(np.append(starts, len(key))),
        last - first + 1,
        total,
        total - paid[first],
    ]
    if len(first) == clients:
        return _Grouped(*columns)
    owners = owner[first]
    spread = []
    for column in columns:
        full = np.zeros(clients, dtype=np.int64)
        full[owners] = column
        spread.append(full)
    return _Grouped(*spread)


def changes(column: Any) -> Any:
    """The places in which a sorted column holds another value than in the place before."""
    return np.flatnonzero(np.concatenate(([True], column[1:] != column[:-1]))[: len(column)])


def parts(log: Log) -> Iterator[tuple[Log, int]]:
    """The log cut between clients, each part with its clients counted from 0, and with how many they are."""
    start = 0
    while start < len(log.key):
        row = min(start + PART, len(log.key)) - 1
        beyond = (log.key[row] >> DAY_BITS) + 1  # the client after the one whose row that is
        stop = int(np.searchsorted(log.key, beyond << DAY_BITS))
        first = log.key[start] >> DAY_BITS
        further = None if log.further is None else log.further[start:stop]
        yield Log(log.key[start:stop] - (first << DAY_BITS), log.amount[start:stop], None, further), int(beyond - first)
        start = stop


def _reduced(log: Log, count: int, *, last: int, final: int) -> dict[str, Any]:
    """What becomes of each of the clients, as `ClientSummary` calls it; `kept`: who has rows until the day `last`."""
    day = log.day
    now = log.where(day <= last)
    later = log.where((day > last) & (day <= final))
    every = _grouped(now, count)
    refunded = now.amount < 0
    bought_now = now.where(~refunded)
    buys = _grouped(bought_now, count) if refunded.any() else every
    held = _grouped(later, count)
    bought = _grouped(later.where(later.amount >= 0), count)
    first = np.where(buys.rows > 0, buys.first, every.first)
    final_day = np.where(buys.rows > 0, buys.last, first)
    kept = every.rows > 0
    columns = {
        "first_dates": first,
        "last_dates": final_day,
        "orders": buys.rows - bought_now.further_lines(bought_now.key >> DAY_BITS, count),
        "refunds": every.rows - buys.rows,
        "purchase_days": buys.days,
        "totals": every.total,
        "repeat_totals": buys.repeat,
        "days_to_last": final_day - first,
        "days_observed": last - first,
        "holdout_days": bought.days,
        "holdout_totals": held.total,
        "paid": buys.total,
    }
    days = (bought_now.key[bought_now.day_starts] & LAST_DAY) + EPOCH.toordinal()
    chosen = columns if kept.all() else {name: column[kept] for name, column in columns.items()}
    return {"kept": kept} | {name: column.astype(KIND[name]) for name, column in (chosen | {"days": days}).items()}


def summary_of(
    log: Log,
    clients: Sequence[str],
    *,
    as_of: dt.date,
    calibration_end: dt.date | None = None,
    scale: int,
    currency: str | None,
) -> ClientSummary:
    """The same figures as `TableLedger.clients`, from the sorted columns."""
    end = calibration_end or as_of
    last, final = (end - EPOCH).days, (as_of - EPOCH).days
    found = [_reduced(part, count, last=last, final=final) for part, count in parts(log)]
    kept = np.concatenate([part["kept"] for part in found])

    def column(name: str) -> array[int]:
        made = array(KIND[name])
        for part in found:
            made.frombytes(memoryview(part.pop(name)).cast("B"))
        return made

    return ClientSummary(
        clients=clients if kept.all() else taken(clients, np.flatnonzero(kept)),
        first_dates=Days(column("first_dates")),
        last_dates=Days(column("last_dates")),
        **{name: column(name) for name in (*COUNTS, *SUMS)},
        scale=scale,
        as_of=as_of,
        calibration_end=end,
        currency=currency,
        rows=len(log.key),
        rows_after=log.after(final),
    )
