"""A log as three sorted columns of numbers becomes one row per client by comparing neighbours."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from custecon.tables.reduction import ClientSummary

__all__ = ["EPOCH", "LAST_DAY", "Days", "Log", "identical_rows", "summary_of"]

EPOCH = dt.date(1990, 1, 1)
_BITS = 16
LAST_DAY = (1 << _BITS) - 1  # a later day would run into the number of its client


class Days(Sequence[dt.date]):
    """Days stored as small numbers that look like dates when they are looked at."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers

    @overload
    def __getitem__(self, place: int) -> dt.date: ...
    @overload
    def __getitem__(self, place: slice) -> Days: ...
    def __getitem__(self, place: int | slice) -> dt.date | Days:
        if isinstance(place, slice):
            return Days(self._numbers[place])
        return EPOCH + dt.timedelta(self._numbers[place])

    def __iter__(self) -> Iterator[dt.date]:
        known: dict[int, dt.date] = {}
        for number in self._numbers:
            day = known.get(number)
            if day is None:
                day = known[number] = EPOCH + dt.timedelta(number)
            yield day

    def __len__(self) -> int:
        return len(self._numbers)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment] # it equals a list, which has none


@dataclass(slots=True)
class Log:
    """The rows of a log sorted by client and day: both in one number, and the money.

    `rest` is a fingerprint of every other field, where there are any.
    """

    key: Any
    amount: Any
    rest: Any = None

    @classmethod
    def sorted(cls, client: Any, day: Any, amount: Any, rest: Any = None) -> Log:
        """Sort the rows; `client` counts from 0 and leaves no number out."""
        key = (client.astype(np.int64) << _BITS) | day.astype(np.int64)
        order = np.argsort(key)
        return cls(key[order], amount[order], None if rest is None else rest[order])

    @classmethod
    def packed(cls, rows: Any, *, first_day: int, day_bits: int, least: int, money_bits: int) -> Log:
        """Sort rows that hold client, day and money in one number each: the quickest way, where they fit."""
        rows.sort()
        amount = (rows & ((1 << money_bits) - 1)) + least
        rows >>= money_bits
        key = ((rows >> day_bits) << _BITS) + (rows & ((1 << day_bits) - 1)) + first_day
        return cls(key, amount)

    @property
    def day(self) -> Any:
        """The day of each row."""
        return self.key & ((1 << _BITS) - 1)

    def where(self, chosen: Any) -> Log:
        """Some of the rows."""
        return self if chosen.all() else Log(self.key[chosen], self.amount[chosen])


def identical_rows(log: Log) -> int:
    """How many rows repeat another in client, day, money and (by their fingerprint) in every other field."""
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
    return int(again.sum())


@dataclass(slots=True)
class _Grouped:
    """Some rows by client; every column has a place for every client of the log, 0 where he has no such row."""

    first: Any
    last: Any
    rows: Any
    days: Any
    total: Any
    repeat: Any


def _grouped(log: Log, clients: int) -> _Grouped:
    """First and last day, rows, different days, sum, and sum without the first day: by comparing neighbours."""
    key = log.key
    fresh = np.concatenate(([True], key[1:] != key[:-1]))[: len(key)]
    owner = key >> _BITS
    starts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1]))[: len(key)])
    owners = owner[starts]
    del owner
    lengths = np.diff(np.append(starts, len(key)))
    days = key[starts] & ((1 << _BITS) - 1), key[starts + lengths - 1] & ((1 << _BITS) - 1)
    columns = [*days, lengths, np.zeros(0), np.zeros(0), np.zeros(0)]
    if len(starts):
        opening = np.where(key == np.repeat(key[starts], lengths), log.amount, 0)
        total = np.add.reduceat(log.amount, starts)
        columns[3:] = [np.add.reduceat(fresh, starts, dtype=np.int64), total, total - np.add.reduceat(opening, starts)]
    if len(owners) == clients:
        return _Grouped(*columns)
    spread = []
    for column in columns:
        full = np.zeros(clients, dtype=np.int64)
        full[owners] = column
        spread.append(full)
    return _Grouped(*spread)


def summary_of(
    log: Log,
    clients: Sequence[str],
    *,
    as_of: dt.date,
    calibration_end: dt.date | None = None,
    scale: int,
    currency: str | None,
) -> ClientSummary:
    """The same figures as `reduce_orders`, from the sorted columns."""
    end = calibration_end or as_of
    last, final = (end - EPOCH).days, (as_of - EPOCH).days
    day = log.day
    after, latest = int((day > final).sum()), int(day.max())
    now = log if latest <= last else log.where(day <= last)
    later = Log(log.key[:0], log.amount[:0]) if latest <= last else log.where((day > last) & (day <= final))
    del day
    count = len(clients)
    every = _grouped(now, count)
    refunded = now.amount < 0
    bought_now = now.where(~refunded)
    buys = _grouped(bought_now, count) if refunded.any() else every
    held = _grouped(later, count) if len(later.key) else None
    bought = _grouped(later.where(later.amount >= 0), count) if held else None
    some, kept = buys.rows > 0, every.rows > 0
    first = np.where(some, buys.first, every.first)
    final_day = np.where(some, buys.last, first)
    none = np.zeros(count, dtype=np.int64)

    def column(values: Any, kind: str = "i") -> array[int]:
        made = array(kind)
        made.frombytes(np.ascontiguousarray(values if kept.all() else values[kept], dtype=np.dtype(kind)).tobytes())
        return made

    return ClientSummary(
        clients=tuple(clients) if kept.all() else tuple(key for key, here in zip(clients, kept, strict=True) if here),
        first_dates=Days(column(first)),
        last_dates=Days(column(final_day)),
        orders=column(buys.rows),
        refunds=column(every.rows - buys.rows),
        purchase_days=column(buys.days),
        totals=column(every.total, "q"),
        repeat_totals=column(buys.repeat, "q"),
        days_to_last=column(final_day - first),
        days_observed=column(last - first),
        holdout_days=column(bought.days if bought else none),
        holdout_totals=column(held.total if held else none, "q"),
        scale=scale,
        as_of=as_of,
        calibration_end=end,
        currency=currency,
        rows=len(log.key),
        rows_after=after,
        days=_different(bought_now),
        paid=column(buys.total, "q"),
    )


def _different(log: Log) -> array[int]:
    """The different days of all clients, as ordinals, in the order of the clients."""
    fresh = np.concatenate(([True], log.key[1:] != log.key[:-1]))[: len(log.key)]
    made = array("i")
    made.frombytes(((log.key[fresh] & ((1 << _BITS) - 1)) + EPOCH.toordinal()).astype(np.intc).tobytes())
    return made
