"""Period by period, of all clients and of members, joiners and others: what was bought, paid and given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from custecon.analyses.programme.members import Members, members_of
from custecon.clients.order_log import OrderLog
from custecon.core.errors import Undefined, problem
from custecon.core.long_columns import Exact, places_of, whole_numbers
from custecon.core.phrases import CalendarPeriod, Verbatim, say
from custecon.core.results import Interval
from custecon.metrics.proportions import deviate_of
from custecon.tables.calendar_periods import label_of, periods_of
from custecon.tables.client_states import Bought, bought_of
from custecon.tables.client_status import year_before
from custecon.tables.ledger import ClientSummary
from custecon.tables.log_span import holds_from, usual_pause

FEW = 30  # an average of fewer clients has no interval
LENGTHS = ("quarter", "month")  # the longest first
DAY = dt.timedelta(1)


class Time(NamedTuple):
    """A period: its first day, the last that was seen of it, what it is called, and whether all of it was seen."""

    first: dt.date
    last: dt.date
    period: CalendarPeriod
    whole: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What some clients did in a period.

    Attributes:
        clients: who bought; new: for the first time. purchases: days with an order; repeat: which are not the first.
        first_paid, repeat_paid: what was paid on a first purchase and on others. given_back: refunds, above 0.
        check: what was left of it ÷ orders, with its interval. median: of what was paid on a day.
        gap: the median of the days since the purchase before. regular: clients who are at its end.
    """

    clients: int
    new: int
    purchases: int
    repeat: int
    first_paid: Decimal
    repeat_paid: Decimal
    given_back: Decimal
    orders: int
    check: float | None
    interval: Interval | None
    median: float | None
    gap: float | None
    regular: int | None

    @property
    def left(self) -> Decimal:
        """What was paid less what was given back."""
        return self.first_paid + self.repeat_paid - self.given_back


def mean_check(money: Any, orders: Any, level: float) -> tuple[float | None, Interval | None]:
    """Money ÷ orders over clients, a place each, and where it lies if other such clients had come.

    The clients are drawn, not the orders: the orders of one client are alike. Cochran (1977), the ratio of two sums.

    >>> mean_check(np.array([10.0, 20.0]), np.array([1, 2]), 0.95)
    (10.0, None)
    """
    count = float(orders.sum())
    if not count:
        return None, None
    check = float(money.sum()) / count
    if len(orders) < FEW:
        return check, None
    spread = money - check * orders
    error = float(np.sqrt(len(orders) / (len(orders) - 1) * (spread**2).sum())) / count
    reach = deviate_of(level) * error
    return check, Interval(check - reach, check + reach, level, "ratio of two sums over clients")


@dataclass(frozen=True, eq=False)
class Monitor:
    """The log, its periods and its members; `regular`: from how many purchases in 12 months on a client is one."""

    log: OrderLog
    length: str
    times: Sequence[Time]
    clients: ClientSummary
    bought: Bought
    paid: Any
    members: Members | None
    regular: int
    level: float

    @property
    def whole(self) -> list[int]:
        """The places of the periods of which all was seen."""
        return [place for place, time in enumerate(self.times) if time.whole]

    @cached_property
    def is_first(self) -> Any:
        """Of each purchase whether it is the first of its client."""
        found = np.zeros(len(self.bought.day), dtype=np.bool_)
        found[self.bought.start[:-1][np.diff(self.bought.start) > 0]] = True
        return found

    @cached_property
    def gap(self) -> Any:
        """Of each purchase the days since the one before; nothing that counts where it is the first."""
        return np.diff(self.bought.day, prepend=self.bought.day[:1])

    @cached_property
    def in_periods(self) -> tuple[Any, Any, Any, Any]:
        """For each client and period with rows: the client, the period, what was left of the money, the orders."""
        found = self.log.ledger.in_periods([time.first for time in self.times], self.clients.as_of)
        known = np.full(len(found.clients), -1, dtype=np.int64)
        known[places_of(self.clients.clients, found.clients)] = np.arange(len(self.clients))
        client = known[np.asarray(found.client, dtype=np.int64)]
        return client, np.asarray(found.period), whole_numbers(found.totals), np.asarray(found.orders, dtype=np.int64)

    def of(self, place: int) -> Iterator[tuple[int | None, Cell]]:
        """What all clients did in a period, then members, joiners and others, if any are told."""
        time = self.times[place]
        first, last = time.first.toordinal(), time.last.toordinal()
        days = np.flatnonzero((self.bought.day >= first) & (self.bought.day <= last))
        client, period, _, _ = self.in_periods
        rows = np.flatnonzero(period == place)
        regular = self._regular(time.last)
        yield None, self._cell(days, rows, regular)
        if self.members is not None:
            stands = self.members.at(first, last)
            for who in range(3):
                here = None if regular is None else regular & (stands == who)
                chosen = stands[self.bought.owner[days]] == who, stands[client[rows]] == who
                yield who, self._cell(days[chosen[0]], rows[chosen[1]], here)

    @cached_property
    def days(self) -> Sequence[dt.date]:
        """The days with a row."""
        return self.log.ledger.days(self.clients.as_of)

    def holds(self, after: dt.date) -> bool:
        """Whether the log has what was bought from the day after another on."""
        return holds_from(self.days[0], after, usual_pause(self.days))

    def _regular(self, last: dt.date) -> Any:
        """Which clients are regular at the end of a day; None where the log does not hold the year before it."""
        begin = year_before(last)
        if not self.holds(begin):
            return None
        here = (self.bought.day > begin.toordinal()) & (self.bought.day <= last.toordinal())
        return np.bincount(self.bought.owner[here], minlength=self.bought.clients) >= self.regular

    def _cell(self, days: Any, rows: Any, regular: Any) -> Cell:
        scale, is_first = self.clients.scale, self.is_first[days]
        _, _, totals, orders = self.in_periods
        left = Exact(totals[rows], scale)
        paid = [Exact(self.paid[days[chosen]], scale).total() for chosen in (is_first, ~is_first)]
        check, interval = mean_check(left.floats(), orders[rows], self.level)
        again = days[~is_first]
        return Cell(
            clients=len(np.unique(self.bought.owner[days])),
            new=int(is_first.sum()),
            purchases=len(days),
            repeat=len(again),
            first_paid=paid[0],
            repeat_paid=paid[1],
            given_back=sum(paid) - left.total(),
            orders=int(orders[rows].sum()),
            check=check,
            interval=interval,
            median=float(np.median(Exact(self.paid[days], scale).floats())) if len(days) else None,
            gap=float(np.median(self.gap[again])) if len(again) else None,
            regular=None if regular is None else int(regular.sum()),
        )


def times_of(log: OrderLog, length: str | None) -> tuple[str, list[Time]]:
    """How long the periods are, and all that the log touches.

    Raises:
        Undefined: E301 it holds no two whole ones.
    """
    days = log.ledger.days(log.last_day)
    for one in (length,) if length else LENGTHS:
        starts = periods_of(days[0], log.last_day + DAY, one) if days else []
        times = [
            Time(start, after - DAY, label_of(start, one), whole=True) for start, after in pairwise(starts)
        ]  # the last start is that of a period which is not over, or has not begun
        if times and not holds_from(days[0], times[0].first - DAY, usual_pause(days)):
            times[0] = times[0]._replace(whole=False)
        if starts and starts[-1] <= log.last_day:
            times.append(Time(starts[-1], log.last_day, label_of(starts[-1], one), whole=False))
        if sum(time.whole for time in times) > 1:
            return one, times
    cure = say("say --period {period}, or name a longer log", period=Verbatim("month"))
    if length != "quarter":
        cure = say("name a longer log")
    why = say(
        "the log, until {day}, does not hold two whole periods of a {period}",
        day=log.last_day,
        period=say(length or LENGTHS[-1]),
    )
    raise Undefined(problem("E301", figure=say("the monitor"), reason=why, cure=cure))


def monitor_of(log: OrderLog, length: str | None, regular: int, level: float) -> Monitor:
    """The log, ready to be asked period by period.

    Raises:
        Undefined: E301 it holds no two whole periods, or nobody has bought. InputRefused: E352.
    """
    period, times = times_of(log, length)
    clients = log.as_of(log.last_day)
    bought = bought_of(clients)
    if not len(bought.day):
        cure = say("give a log with orders")
        raise Undefined(problem("E301", figure=say("the monitor"), reason=say("nobody has bought"), cure=cure))
    paid = whole_numbers(log.ledger.paid_by_day(log.last_day))
    return Monitor(log, period, times, clients, bought, paid, members_of(log, clients.clients), regular, level)
