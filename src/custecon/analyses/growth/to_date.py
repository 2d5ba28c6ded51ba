"""A period that is not over, against the same days of the year before: the year to date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.analyses.growth.bridge import DAY, NEW, Bridge, Compared
from custecon.clients.order_log import OrderLog
from custecon.core.long_columns import Exact, whole_numbers
from custecon.core.phrases import CalendarPeriod, Money, Phrase, Share, say
from custecon.core.results import Column, Figure, Table
from custecon.core.units import CLIENTS, DATE, MONEY, ORDERS, TEXT
from custecon.tables.calendar_periods import label_of
from custecon.tables.client_status import year_before
from custecon.tables.log_span import holds_from, usual_pause


@dataclass(frozen=True, slots=True)
class Part:
    """Some days of a period, and what they brought: from how many clients, on how many days with a purchase."""

    period: CalendarPeriod
    start: dt.date
    end: dt.date
    clients: int
    purchases: int
    sales: Decimal


@dataclass(frozen=True, slots=True)
class ToDate:
    """The period so far, and the same days of the year before."""

    before: Part
    now: Part


def to_date(log: OrderLog, periods: Compared) -> ToDate | None:
    """The period that is not over and the same days a year before; None where the log does not hold these."""
    start, last = periods.cut_start, log.last_day
    if start is None:
        return None
    days, ago = log.ledger.days(last), start.replace(year=start.year - 1)
    if not holds_from(days[0], ago - DAY, usual_pause(days)):
        return None
    ends = (year_before(last), last)
    found = log.ledger.in_periods([ago, ends[0] + DAY, start], last)
    period, money, sold = np.asarray(found.period), whole_numbers(found.totals), whole_numbers(found.sold)
    often = np.asarray(found.paying_days, dtype=np.int64)

    def part(place: int, first: dt.date, end: dt.date) -> Part:
        here: Any = period == place
        total = Exact(money[here], log.ledger.scale).total()
        label = label_of(first, periods.length)
        return Part(label, first, end, int((sold[here] > 0).sum()), int(often[here].sum()), total)

    return ToDate(part(0, ago, ends[0]), part(2, start, ends[1]))


def further(log: OrderLog, periods: Compared, bridge: Bridge, so_far: ToDate | None) -> tuple[Phrase, ...]:
    """How a period that is not over goes; and why nobody is new, where the file may hold no new clients at all."""
    found = []
    if so_far:
        found.append(_sentence(so_far, log.currency))
    elif periods.cut:
        told = say("{period} is not over on {as_of} and is in no figure here.", period=periods.cut, as_of=log.last_day)
        found.append(told)
    if not (bridge.kind == NEW).any() and (last := _last_won(log)) < periods.second.start:
        found.append(
            say(
                "Nobody is new: all clients of the log were won by {last}. If it holds only these, new ones are "
                "missing here, not none.",
                last=last,
            )
        )
    return tuple(found)


def _last_won(log: OrderLog) -> dt.date:
    """The day on which the last client of the log bought for the first time."""
    return max(log.as_of(log.last_day).first_dates)


def _sentence(found: ToDate, currency: str | None) -> Phrase:
    """How the period goes, beside the same days of the year before."""
    before, now = found.before, found.now
    change = now.sales - before.sales
    share: Phrase | str = ""
    if before.sales > 0:
        part = Share(abs(float(change / before.sales)), 0)
        share = (
            say(", {part} more than" if change > 0 else ", {part} less than", part=part) if change else ", as much as"
        )
    return say(
        "{period} is not over: until {as_of} it brought {now}{share} the same days of {ago} ({before})."
        if share
        else "{period} is not over: until {as_of} it brought {now}, the same days of {ago} {before}.",
        period=now.period,
        as_of=now.end,
        now=Money(now.sales, currency),
        share=share,
        ago=before.period,
        before=Money(before.sales, currency),
    )


def figures(found: ToDate) -> tuple[Figure, ...]:
    """What both parts brought."""
    every = (("to_date", "so far", found.now), ("to_date_before", "a year before", found.before))
    return tuple(
        Figure(
            name,
            label,
            part.sales,
            MONEY,
            say("what {period} brought until {end}, refunds taken off", period=part.period, end=part.end),
        )
        for name, label, part in every
    )


def table(found: ToDate) -> Table:
    """Both parts side by side."""
    columns = (
        Column("period", "period", TEXT, "the period that is not over, and that of the year before"),
        Column("start", "from", DATE, "its first day"),
        Column("end", "until", DATE, "the last day of the log, and the same a year before"),
        Column("sales", "brought", MONEY, "what these days brought, refunds taken off"),
        Column("clients", "clients", CLIENTS, "who bought for more than they gave back"),
        Column("purchases", "purchases", ORDERS, "days with a purchase"),
    )
    rows = [
        (part.period, part.start, part.end, part.sales, part.clients, part.purchases)
        for part in (found.before, found.now)
    ]
    return Table("to_date", "The period so far, and the same days of the year before", columns, rows)
