"""A log as three sorted columns of numbers becomes one row per client by comparing neighbours."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from custecon.tables.reduction import ClientSummary

__all__ = ["EPOCH", "Days", "Log", "identical_rows", "summary_of"]

EPOCH = dt.date(1990, 1, 1)
_BITS = 16


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

    __hash__ = None  # type: ignore[assignment]


@dataclass(slots=True)
class Log:
    """The rows of a log sorted by client and day: both in one number, the money, where each client begins.

    `rest` is a fingerprint of every other field, where there are any.
    """

    key: Any
    amount: Any
    starts: Any
    rest: Any = None

    @classmethod
    def sorted(cls, client: Any, day: Any, amount: Any, rest: Any = None) -> Log:
        """Sort the rows; `client` counts from 0 and leaves no number out."""
        key = (client.astype(np.int64) << _BITS) | day.astype(np.int64)
        order = np.argsort(key)
        key = key[order]
        amount = amount[order]
        owner = key >> _BITS
        starts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
        return cls(key, amount, starts, None if rest is None else rest[order])

    @property
    def day(self) -> Any:
        """The day of each row."""
        return self.key & ((1 << _BITS) - 1)


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


def _sums(values: Any, log: Log) -> Any:
    """The sum per client of one number per row, exact in whole numbers."""
    return np.add.reduceat(values, log.starts)


def summary_of(
    log: Log, clients: Sequence[str], *, as_of: dt.date, end: dt.date, scale: int, currency: str | None
) -> ClientSummary:
    """The same figures as `reduce_orders`, from the sorted columns."""
    day = log.day
    last, final = (end - EPOCH).days, (as_of - EPOCH).days
    now = day <= last
    buys = now & (log.amount >= 0)
    refunds = _sums((now & (log.amount < 0)).astype(np.int64), log)
    orders = _sums(buys.astype(np.int64), log)
    totals = _sums(np.where(now, log.amount, 0), log)
    kept = (orders + refunds) > 0
    some = orders > 0
    any_first = np.minimum.reduceat(np.where(now, day, 1 << _BITS), log.starts)
    first = np.where(some, np.minimum.reduceat(np.where(buys, day, 1 << _BITS), log.starts), any_first)
    latest = np.where(some, np.maximum.reduceat(np.where(buys, day, -1), log.starts), first)
    lengths = np.diff(np.append(log.starts, len(log.key)))
    repeat = _sums(np.where(buys & (day != np.repeat(first, lengths)), log.amount, 0), log)
    later = (day > last) & (day <= final)
    count = len(clients)

    def column(values: Any, kind: str = "i") -> array[int]:
        made = array(kind)
        made.frombytes(np.ascontiguousarray(values[kept], dtype=np.dtype(kind)).tobytes())
        return made

    return ClientSummary(
        clients=tuple(clients) if kept.all() else tuple(np.asarray(clients, dtype=object)[kept]),
        first_dates=Days(column(first)),
        last_dates=Days(column(latest)),
        orders=column(orders),
        refunds=column(refunds),
        purchase_days=column(_distinct_days(log, buys, count)),
        totals=column(totals, "q"),
        repeat_totals=column(repeat, "q"),
        days_to_last=column(latest - first),
        days_observed=column(last - first),
        holdout_days=column(_distinct_days(log, later & (log.amount >= 0), count)),
        holdout_totals=column(_sums(np.where(later, log.amount, 0), log), "q"),
        scale=scale,
        as_of=as_of,
        calibration_end=end,
        currency=currency,
        rows=len(log.key),
        rows_after=int((day > final).sum()),
    )


def _distinct_days(log: Log, chosen: Any, clients: int) -> Any:
    """On how many different days each client has a chosen row."""
    keys = log.key[chosen]
    fresh = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=bool)
    return np.bincount(keys[fresh] >> _BITS, minlength=clients)
