"""The clients of an order log in their states, with the chance that they come back: what the analyses of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from custecon.clients.groups import group_named, told_of
from custecon.clients.margin_basis import of_revenue, without_margin_rate
from custecon.clients.order_log import OrderLog
from custecon.core.by_column import taken
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.long_columns import Exact, Gapped, Words, days_of, places_of, whole_numbers
from custecon.core.phrases import Money, say
from custecon.core.results import Input
from custecon.tables.client_states import NOT_YET, OF_PERIODS, Bought, Limits, bought_of, limits_of
from custecon.tables.client_status import ASSUMED_SILENCE, year_before
from custecon.tables.groups import NO_GROUP
from custecon.tables.ledger import ClientSummary
from custecon.tables.return_rates import FEWEST, Returns, returns_of, usual_gaps, usual_horizon
from custecon.tables.signals import own_limits


@dataclass(frozen=True, eq=False)
class Base:
    """The clients of a log as of its day; every column has a place for each.

    Attributes:
        silence: days since the last purchase; of who never bought it means nothing.
        told: what must be known.
    """

    log: OrderLog
    clients: ClientSummary
    bought: Bought
    limits: Limits
    silence: Any
    told: tuple[Notice, ...]

    @property
    def as_of(self) -> dt.date:
        """The day that the states are of."""
        return self.clients.as_of

    @property
    def first(self) -> dt.date:
        """The first purchase of them all."""
        return dt.date.fromordinal(int(self.bought.day.min()))

    @property
    def state(self) -> Any:
        """`ACTIVE`, `SLEEPING`, `LOST`, or `NOT_YET` of who never bought; by days of silence."""
        if self.limits.in_periods:
            raise ValueError("silence that is counted in periods is that of a Life")
        return np.where(self.number > 0, self.limits.states(self.silence), NOT_YET).astype(np.int8)

    @property
    def number(self) -> Any:
        """On how many days each bought."""
        return np.diff(self.bought.start)

    @property
    def totals(self) -> Exact:
        """What each brought in all, refunds taken off."""
        return Exact(whole_numbers(self.clients.totals), self.clients.scale)

    @property
    def mean_purchase(self) -> Any:
        """What each brought on a day with a purchase on average, refunds taken off; floats."""
        return self.totals.floats() / np.maximum(self.number, 1)

    @property
    def usual_gap(self) -> Gapped:
        """The median gap between the purchases of each; none for who bought once."""
        return Gapped(usual_gaps(self.bought))

    def overdue(self, day: dt.date) -> Any:
        """Flags of who is silent on a day for longer than the limit, and than is usual of who has a rhythm."""
        seen = self.bought.until(day.toordinal())
        silence = day.toordinal() - seen.last
        there = (seen.number > 0) & (silence > self.limits.sleeping_after)
        return there & ~(silence <= own_limits(self.bought, seen))

    def last_year(self) -> Exact:
        """What each brought in the year up to the day, refunds taken off."""
        return self.brought(year_before(self.as_of))

    def brought(self, after: dt.date) -> Exact:
        """What each brought after a day, refunds taken off."""
        found = self.log.ledger.in_periods([after + dt.timedelta(1)], self.as_of)
        totals = whole_numbers(found.totals)
        sums = np.zeros(len(found.clients), dtype=totals.dtype)
        sums[np.asarray(found.client, dtype=np.intp)] = totals
        return Exact(sums[places_of(self.clients.clients, found.clients)], self.clients.scale)

    def before(self, day: dt.date) -> Any:
        """What each brought until a day, refunds taken off; floats."""
        return self.totals.floats() - self.brought(day).floats()

    def money(self, amount: Decimal) -> Money:
        """An amount with the currency of the log."""
        return Money(amount, self.log.currency)


def base_of(
    log: OrderLog, sleeping_after: CalendarSpan | None, lost_after: CalendarSpan | None, *, in_periods: bool = False
) -> Base:
    """The clients of a log and their states; `in_periods`: silence is counted in whole periods, and not in days.

    Raises:
        UsageError: E170 who is lost would not be silent for longer than who sleeps. Undefined: E301 nobody has bought.
    """
    clients = log.as_of(log.last_day)
    bought = bought_of(clients)
    if not len(bought.day):
        cure = say("give a log with orders up to {day}", day=log.last_day)
        raise Undefined(problem("E301", figure=say("the client base"), reason=say("nobody has bought"), cure=cure))
    sleeping, lost = (span.days_before(clients.as_of) if span else None for span in (sleeping_after, lost_after))
    if sleeping is not None and lost is not None and sleeping >= lost:
        raise UsageError(problem("E170", sleeping=sleeping, lost=lost))
    told = []
    limits = OF_PERIODS if in_periods else limits_of(bought.gaps, sleeping, lost)
    if not in_periods and (sleeping is None or lost is None):
        code = "N460" if limits.gaps else "N461"
        gaps, days = limits.gaps or len(bought.gaps), (limits.sleeping_after, limits.lost_after)
        told.append(notice(code, sleeping=days[0], lost=days[1], gaps=gaps, usual=ASSUMED_SILENCE))
    never = np.flatnonzero(np.diff(bought.start) == 0)
    if len(never):
        total = Exact(whole_numbers(clients.totals), clients.scale).take(never).total()
        told.append(notice("N467", count=len(never), total=Money(total, log.currency)))
    silence = clients.as_of.toordinal() - bought.until(clients.as_of.toordinal()).last
    return Base(log, clients, bought, limits, silence, tuple(told))


def returns_in(
    base: Base, horizon: CalendarSpan | None, *, overdue: bool = False
) -> tuple[Returns | None, list[Notice]]:
    """Who came back in the last days of the log, by silence; None, and why, where it is too short.

    `overdue`: those alone count who were silent then for longer than is usual, if there was anybody.

    Raises:
        UsageError: E172 the horizon reaches back before the log.
    """
    days = horizon.days_before(base.as_of) if horizon else usual_horizon(base.bought, base.as_of)
    most = (base.as_of - base.first).days
    if horizon and days > most:
        raise UsageError(problem("E172", horizon=days, last=base.as_of, first=base.first, most=max(1, most)))
    cut, found = base.as_of - dt.timedelta(days), None
    if days and overdue:
        found = returns_of(base.bought, cut, base.as_of, base.overdue(cut), least=base.limits.sleeping_after)
    if days and found is None:
        found = returns_of(base.bought, cut, base.as_of)
    return found, [] if found else [notice("N468", why=say("all was bought on one day"))]


def beyond(returns: Returns, silence: Any) -> list[Notice]:
    """How many are silent for longer than anybody of whom it is known who came back; on how few a chance rests."""
    told, known = [], silence[silence <= returns.longest]
    if count := len(silence) - len(known):
        told.append(notice("N465", count=count, days=returns.longest, cut=returns.cut))
    if len(known) and (count := int(returns.clients["all"][returns.bands(known)].min())) < FEWEST:
        told.append(notice("N477", count=count, cut=returns.cut))
    return told


def margin_of(log: OrderLog, given: Input | None) -> tuple[list[Input], float, tuple[Notice, ...]]:
    """The margin rate as an input, as a number, and that the money is revenue where there is none."""
    inputs, already = without_margin_rate(log.reading, [given] if given else [])
    if inputs or already:
        return inputs, float(inputs[0].value) if inputs else 1.0, ()
    return [], 1.0, (of_revenue(log.reading.header, log.reading.controls),)


def groups_in(base: Base, by: str | None) -> tuple[str, Words, tuple[Notice, ...]] | None:
    """The column to add up by, the group of each client, which their last order decides, and what must be told."""
    if by is None:
        return None
    name = group_named(base.log.reading, by)
    found = base.log.ledger.grouped(name)
    names = base.clients.clients
    told = told_of(found, name, base.log.reading, {*names}, say("last order"))
    return name, Words.of([found.last.get(key, NO_GROUP) for key in names]), told


def names_in(base: Base, places: Any) -> Sequence[str]:
    """The names of some clients."""
    found: Sequence[str] = taken(base.clients.clients, places)
    return found


def last_days(base: Base) -> Any:
    """The last purchase day of each client."""
    return days_of(base.clients.last_dates)
