"""The bridge between two periods of an order log: whose sales came, went, rose and fell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from custecon.clients.order_log import OrderLog
from custecon.core.by_column import taken
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.long_columns import Exact, whole_numbers
from custecon.core.phrases import CalendarPeriod, Verbatim, say
from custecon.tables.calendar_periods import label_of, periods_of
from custecon.tables.log_span import holds_from, usual_pause

DAY = dt.timedelta(1)
LENGTHS = ("year", "half-year", "quarter", "month")  # the longest first
LOST, SHRUNK, BACK, GROWN, NEW, SAME, REFUNDS = range(7)
KINDS = ("lost", "buy less", "came back", "buy more", "new", "buy the same", "no net sales")


@dataclass(frozen=True, slots=True)
class Span:
    """A whole period: its first and last day, and what it is called."""

    start: dt.date
    end: dt.date
    label: CalendarPeriod

    @property
    def days(self) -> int:
        """How many it has."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Compared:
    """The two periods; `earlier`: whether the log begins before the first; `cut`: what the last is called if not over.

    `cut_start`: its first day, if so. `year_ago`: the label of the whole period a year before the second, where it is
    another one; else "".
    """

    length: str
    first: Span
    second: Span
    earlier: bool
    cut: str
    year_ago: str
    cut_start: dt.date | None


def compared(log: OrderLog, length: str | None, against: str | None) -> Compared:
    """Which two periods of a log are set against each other.

    Raises:
        Undefined: E301 it does not hold two whole periods. UsageError: E180 the one that was named is none of them.
    """
    days = log.ledger.days(log.last_day)
    wanted = (length,) if length else LENGTHS
    for one in wanted if days else ():
        starts = periods_of(days[0], log.last_day + DAY, one)
        spans = [Span(start, after - DAY, label_of(start, one)) for start, after in pairwise(starts)]
        if spans and not holds_from(days[0], spans[0].start - DAY, usual_pause(days)):
            del spans[0]
        if len(spans) < 2:
            continue
        second, before = spans[-1], {str(span.label): span for span in spans[:-1]}
        if against is not None and against not in before:
            known = [*before][-4:]
            raise UsageError(problem("E180", value=against, period=say(one), last=second.label, known=known))
        first = before[against] if against else spans[-2]
        ago = label_of(second.start.replace(year=second.start.year - 1, day=1), one)
        return Compared(
            one,
            first,
            second,
            days[0] < first.start,
            label_of(starts[-1], one) if starts[-1] <= log.last_day else "",
            ago if ago in before and ago != first.label else "",
            starts[-1] if starts[-1] <= log.last_day else None,
        )
    least = wanted[-1]
    shorter = LENGTHS[LENGTHS.index(least) + 1] if length and least != "month" else ""
    cure = say("name a longer log")
    if shorter:
        cure = say("say --period {period}, or name a longer log", period=Verbatim(shorter))
    why = say(
        "the log, until {day}, does not hold two whole periods of a {period}", day=log.last_day, period=say(least)
    )
    raise Undefined(problem("E301", figure=say("the growth"), reason=why, cure=cure))


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The clients with a row in one of the two periods; a column of NumPy each, money in whole minor units.

    `kind`: a place in `KINDS`; `before`, `after`: sales; `often_before`, `often_after`: purchases. `bought`: whether
    each bought for more than they gave back in the first period, and in the second, whatever the margin of it.
    """

    names: Sequence[str]
    kind: Any
    before: Any
    after: Any
    often_before: Any
    often_after: Any
    bought: tuple[Any, Any]
    scale: int

    @property
    def change(self) -> Any:
        """What each adds to the change."""
        return self.after - self.before

    def where(self, chosen: Any) -> Bridge:
        """Some of the clients."""
        places = np.flatnonzero(chosen)
        columns = (self.kind, self.before, self.after, self.often_before, self.often_after)
        kind, before, after, often_before, often_after = (column[places] for column in columns)
        bought = (self.bought[0][places], self.bought[1][places])
        return Bridge(taken(self.names, places), kind, before, after, often_before, often_after, bought, self.scale)

    @property
    def stayed(self) -> Any:
        """Who has sales above 0 in both periods."""
        return self.bought[0] & self.bought[1]

    def total(self, column: Any) -> Decimal:
        """The exact sum of a column of money."""
        return Exact(column, self.scale).total()

    def __len__(self) -> int:
        return len(self.names)


def bridge_of(log: OrderLog, periods: Compared) -> Bridge:
    """What every client brought in both periods, and which part of the bridge they are."""
    first, second, ledger = periods.first, periods.second, log.ledger
    day = ledger.days(log.last_day)[0]
    edges = [(min(day, first.start), "earlier"), (first.start, "before"), (first.end + DAY, "between")]
    edges = [*edges[day >= first.start :], (second.start, "after")]
    edges = [edge for edge, later in zip(edges, [*edges[1:], (dt.date.max, "")], strict=True) if edge[0] < later[0]]
    found = ledger.in_periods([start for start, _ in edges], second.end)
    names = [name for _, name in edges]
    client, period = np.asarray(found.client, dtype=np.int64), np.asarray(found.period, dtype=np.int64)
    money, often = whole_numbers(found.totals), np.asarray(found.paying_days, dtype=np.int64)
    sold = whole_numbers(found.sold)
    count = len(found.clients)

    def column(values: Any, name: str) -> Any:
        made = np.zeros(count, dtype=values.dtype)
        here = period == names.index(name)
        made[client[here]] = values[here]
        return made

    before, after = column(money, "before"), column(money, "after")
    often_before, often_after = column(often, "before"), column(often, "after")
    there_before, there_after = (column(sold, name) > 0 for name in ("before", "after"))
    known = often_before > 0
    if "earlier" in names:
        known |= column(often, "earlier") > 0
    kind = np.select(
        [
            there_before & ~there_after,
            ~there_before & there_after & known,
            ~there_before & there_after,
            ~there_before & ~there_after,
            after < before,
            after > before,
        ],
        [LOST, BACK, NEW, REFUNDS, SHRUNK, GROWN],
        SAME,
    )
    there = np.zeros(count, dtype=np.bool_)
    there[client[np.isin(period, [names.index("before"), names.index("after")])]] = True
    bought = (there_before, there_after)
    return Bridge(found.clients, kind, before, after, often_before, often_after, bought, ledger.scale).where(there)
