"""From one row per client to what the models are fitted to: purchases in weeks, spend, what was left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from custecon.core.by_column import taken
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.long_columns import Exact, whole_numbers
from custecon.core.phrases import Share
from custecon.core.units import Period
from custecon.models.gamma_gamma import Independence, independence_of_frequency
from custecon.models.summary import DiscreteSummary, Floats, Index, PurchaseSummary, SpendSummary
from custecon.tables.horizons import MONTHS_OF
from custecon.tables.ledger import ClientSummary, Ledger

WEEK = 7.0
Ordinals: TypeAlias = npt.NDArray[np.int32]
BLOCK = 1 << 16  # purchases at once: they stay in the processor's cache
BEYOND = 2**63  # the least whole number that is too great for 64 bits with a sign
UNIX_EPOCH = dt.date(1970, 1, 1).toordinal()


class Clock(Protocol):
    """A time that does not run evenly."""

    def at(self, days: Ordinals | Sequence[int]) -> Floats:
        """Where some days (ordinals) stand on it, in days."""


@dataclass(frozen=True, eq=False)
class Purchases:
    """Who bought on which day: one place per purchase day, client after client, for clients counted from 0.

    `day` holds ordinals (`date.toordinal`), rising within a client; `owner` is whose day it is; `first` holds each
    client's first day.
    """

    day: Ordinals
    owner: Index
    first: Ordinals

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def repeated(self) -> npt.NDArray[np.bool_]:
        """Where a place is not the client's first purchase day."""
        found = np.zeros(len(self.owner), dtype=np.bool_)
        np.equal(self.owner[1:], self.owner[:-1], out=found[1:])
        return found

    @cached_property
    def _starts(self) -> Index:
        """The places of the first purchase of each client."""
        return np.flatnonzero(~self.repeated)

    def count(self, chosen: npt.NDArray[np.bool_]) -> Floats:
        """How many of the chosen purchase days each client has."""
        return np.bincount(self.owner[chosen], minlength=len(self)).astype(np.float64)

    def between(self, after: dt.date, until: dt.date) -> Floats:
        """How many repeat purchases each client made after one day and until another."""
        return self.count(self.repeated & (self.day > after.toordinal()) & (self.day <= until.toordinal()))

    def of(self, clients: npt.NDArray[np.bool_]) -> Purchases:
        """The purchases of some of the clients."""
        number = np.cumsum(clients) - 1
        theirs = clients[self.owner]
        return Purchases(self.day[theirs], number[self.owner[theirs]], self.first[clients])

    def until(self, end: dt.date) -> Purchases:
        """The same as it was at the end of a day; the clients must have come by then."""
        then = self.day <= end.toordinal()
        return Purchases(self.day[then], self.owner[then], self.first)

    @property
    def since_first(self) -> Ordinals:
        """The first purchase of each client, in days after that of the first of them all."""
        return np.asarray(self.first - self.first.min())

    @property
    def start(self) -> dt.date:
        """The first purchase of them all."""
        return dt.date.fromordinal(int(self.first.min()))

    def summary(self, end: dt.date, clock: Clock | None = None) -> PurchaseSummary:
        """Each client's repeat purchases, first to last purchase and first purchase to the end of a day, in weeks.

        `clock`: where days stand on it, if time is not counted by the calendar.
        """
        until = np.append(self._starts[1:], len(self.day))
        day: npt.NDArray[Any] = self.day if clock is None else clock.at(self.day)
        first: npt.NDArray[Any] = self.first if clock is None else clock.at(self.first)
        now = float(end.toordinal() if clock is None else clock.at([end.toordinal()])[0])
        return PurchaseSummary(
            (until - self._starts - 1).astype(np.float64),
            (day[until - 1] - first) / WEEK,
            np.asarray((now - first) / WEEK),
            "week",
            sum_log_intervals=self._sum_log_intervals(day),
        )

    def _sum_log_intervals(self, days_of: npt.NDArray[Any]) -> Floats:
        """For each client the logs of the weeks from one purchase to the next, added up."""
        found = np.zeros(len(self))
        for start in range(1, len(self.day), BLOCK):
            here, before = slice(start, start + BLOCK), slice(start - 1, start + BLOCK - 1)
            owner, days = self.owner[here], days_of[here]
            weeks = np.where(self.repeated[here], days - days_of[before][: len(days)], WEEK) / WEEK
            found[owner[0] : owner[-1] + 1] += np.bincount(owner - owner[0], weights=np.log(weeks))
        return found


@dataclass(frozen=True, eq=False)
class History:
    """The clients who have bought, row by row alike in all columns; `rows` are their places in the reduced log.

    `bought` has every purchase day. `purchases` is in weeks, exact to the day. `spend` is the average of the purchase
    days after the first, before refunds. `kept` is the part of what was paid that refunds left; `mean_spend` the
    average of all purchase days.
    """

    reduced: ClientSummary
    rows: Index
    bought: Purchases
    purchases: PurchaseSummary
    spend: SpendSummary
    kept: float
    mean_spend: float
    notices: tuple[Notice, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def keys(self) -> Sequence[str]:
        """The names of the clients."""
        return _some(self.reduced.clients, self.rows)

    @property
    def past(self) -> Exact:
        """What each client has brought to date, refunds taken off."""
        return Exact(whole_numbers(_some(self.reduced.totals, self.rows)), self.reduced.scale)

    @cached_property
    def spend_and_frequency(self) -> Independence | None:
        """Whether who buys more often spends more or less; None where fewer than three bought again."""
        return independence_of_frequency(self.spend) if (self.spend.repeat_purchases > 0).sum() >= 3 else None

    @property
    def past_total(self) -> Decimal:
        """What all of them have brought to date, refunds taken off."""
        return self.reduced.money(_sum(_some(self.reduced.totals, self.rows)))


def history_of(reduced: ClientSummary) -> History:
    """What the models need to know of each client.

    Orders of one day are one purchase; refunds are none and lower the value of all purchases by their share; orders of
    zero are purchases. Clients without any order are left out and told. Of margins, whose repeat purchases lost money
    in all teaches nothing of what one brings; what they lost lowers the value of all purchases, as refunds do.

    Raises:
        Undefined: E342 nobody has bought; E343 refunds take all that was paid.
    """
    days = np.asarray(reduced.purchase_days, dtype=np.intp)
    rows = np.flatnonzero(days)
    if not len(rows):
        raise Undefined(problem("E342", reason="no client has an order up to the last day (a refund is no order)"))
    paid, total = _sum(reduced.paid), _sum(_some(reduced.totals, rows))
    if paid <= 0:
        raise Undefined(problem("E342", reason="all orders together brought nothing"))
    if total <= 0:
        raise Undefined(problem("E343", refunds=reduced.money(paid - total), paid=reduced.money(paid)))
    bought = purchases_of(reduced)
    purchases = bought.summary(reduced.calibration_end)
    count, scale = purchases.repeat_purchases, 10.0**reduced.scale
    again = _some(reduced.repeat_totals, rows)
    losing = np.flatnonzero(np.asarray(again) < 0)
    loss = -_sum(taken(again, losing))
    repeated = np.maximum(np.array(again, dtype=np.float64), 0.0) / scale
    average = np.divide(repeated, count, out=np.zeros(len(rows)), where=count > 0)
    return History(
        reduced=reduced,
        rows=rows,
        bought=bought,
        purchases=purchases,
        spend=SpendSummary(np.where(average > 0, count, 0.0), average),
        kept=total / (paid + loss),
        mean_spend=paid / scale / int(days.sum()),
        notices=(*_left_out(reduced, rows, paid - total), *_at_a_loss(reduced, len(losing), loss, paid)),
    )


def purchases_of(reduced: ClientSummary) -> Purchases:
    """The purchase days of the clients who have any."""
    days = np.asarray(reduced.purchase_days, dtype=np.intp)
    lengths = days[days > 0]
    day = np.asarray(reduced.days, dtype=np.int32)
    return Purchases(day, np.repeat(np.arange(len(lengths)), lengths), day[np.cumsum(lengths) - lengths])


def brought_by(ledger: Ledger, history: History, days: Sequence[dt.date]) -> dict[dt.date, Floats]:
    """What each client had brought by each of some rising days, refunds taken off."""
    if not days:
        return {}
    starts = [history.bought.start, *(day + dt.timedelta(days=1) for day in days[:-1])]
    found = ledger.in_periods(starts, days[-1])
    row_of = {key: row for row, key in enumerate(history.keys)}
    rows = np.array([row_of.get(key, -1) for key in found.clients], dtype=np.intp)[
        np.asarray(found.client, dtype=np.intp)
    ]
    ours = rows >= 0
    places = rows[ours] * len(days) + np.asarray(found.period, dtype=np.intp)[ours]
    money = np.asarray(found.totals, dtype=np.float64)[ours] / 10.0**ledger.scale
    sums = np.bincount(places, weights=money, minlength=len(history) * len(days)).reshape(len(history), len(days))
    return dict(zip(days, np.cumsum(sums, axis=1).T, strict=True))


def _some(column: Sequence[Any], rows: Index) -> Sequence[Any]:
    """Some places of a column."""
    return column if len(column) == len(rows) else cast("Sequence[Any]", taken(column, rows))


def _sum(column: Sequence[int]) -> int:
    """The exact sum of whole numbers, by NumPy where none of its own can run over."""
    numbers = np.asarray(column)
    if numbers.dtype == object or not len(numbers):
        return sum(column)
    most = max(abs(int(numbers.min())), abs(int(numbers.max())))
    return int(numbers.sum(dtype=np.int64)) if most * len(numbers) < BEYOND else sum(column)


def _left_out(reduced: ClientSummary, rows: Index, refunded: int) -> tuple[Notice, ...]:
    told = []
    merged = _sum(reduced.orders) - _sum(reduced.purchase_days)
    if merged:
        told.append(notice("N353", merged=merged))
    if len(rows) < len(reduced):
        nothing = np.setdiff1d(np.arange(len(reduced)), rows)
        total = reduced.money(sum(reduced.totals[row] for row in nothing.tolist()))
        told.append(notice("N354", count=len(nothing), total=total))
    if refunded > 0:
        count = _sum(_some(reduced.refunds, rows))
        told.append(notice("N351", count=count, share=Share(refunded / _sum(reduced.paid), 2)))
    return tuple(told)


def _at_a_loss(reduced: ClientSummary, count: int, loss: int, paid: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    return (notice("N497", count=count, total=reduced.money(loss), share=Share(loss / (paid + loss), 2)),)


def occasions_of(history: History, period: Period) -> DiscreteSummary:
    """The same clients on discrete occasions, for BG/BB: in which weeks or months after their first they bought.

    An occasion is a whole week or calendar month; the one of the first purchase does not count, nor the one that the
    log ends in unless it ends with it.
    """
    return occasions_until(history.bought, history.reduced.calibration_end, period)


def occasions_until(bought: Purchases, end: dt.date, period: Period) -> DiscreteSummary:
    """The discrete occasions of clients as they were known at the end of a day."""
    last = int(_numbered(np.array([end.toordinal() + 1], dtype=np.int32), period)[0]) - 1
    first = _numbered(bought.first, period)
    number = _numbered(bought.day, period)
    after = number - first[bought.owner]
    chosen = (np.diff(number, prepend=-1) != 0) & (after > 0) & (number <= last)
    lasts = np.zeros(len(bought))
    lasts[bought.owner[chosen]] = after[chosen]
    return DiscreteSummary(bought.count(chosen), lasts, np.maximum(last - first, 0.0), "occasion")


def occasions_between(after: dt.date, until: dt.date, period: Period) -> int:
    """How many whole occasions lie between the ends of two days."""
    return int(np.diff(_numbered(np.array([after.toordinal() + 1, until.toordinal() + 1], dtype=np.int32), period))[0])


def whole_period(day: dt.date, period: Period | None) -> dt.date:
    """The last day until a day that ends a period; the day itself without a period."""
    if period is None:
        return day
    number = int(_numbered(np.array([day.toordinal() + 1], dtype=np.int32), period)[0])
    while int(_numbered(np.array([day.toordinal()], dtype=np.int32), period)[0]) == number:
        day -= dt.timedelta(days=1)
    return day


def first_day_money(history: History) -> Floats:
    """What each client paid on the day of their first purchase."""
    reduced = history.reduced
    paid, again = (
        np.array(_some(column, history.rows), dtype=np.float64) for column in (reduced.paid, reduced.repeat_totals)
    )
    return np.asarray((paid - again) / 10.0**reduced.scale)


def _numbered(days: Ordinals, period: Period) -> Index:
    """The running number of the calendar period of each day."""
    if period in MONTHS_OF:
        months = (days - UNIX_EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.intp)
        return np.asarray((months + 1970 * 12) // MONTHS_OF[period])
    return np.asarray((days - 1) // (7 if period is Period.WEEK else 1))
