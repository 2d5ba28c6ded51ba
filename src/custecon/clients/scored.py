"""The buyers of an order log, scored by recency, frequency and money as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

import numpy as np

from custecon.clients.order_log import OrderLog
from custecon.clients.window import counted_in
from custecon.core.by_column import taken
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Undefined, problem
from custecon.core.long_columns import Exact, days_of
from custecon.core.phrases import say
from custecon.tables.client_scores import AXES, by_cuts, by_width, nested, scores
from custecon.tables.ledger import ClientSummary


@dataclass(frozen=True, slots=True)
class Scheme:
    """How values become scores.

    `name`: quintile, nested, width or fixed. `bins`: how many scores there are. `cuts`: of "fixed", by axis, rising;
    those of recency in days since the last purchase. `window`: the time in which purchases count; None for all.
    """

    name: str
    bins: int
    cuts: Mapping[str, Sequence[Decimal]]
    window: CalendarSpan | None


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """The clients with a purchase in the time counted, a place for each in every column.

    Attributes:
        clients: all of the log as of the day. places: where those stand among them.
        last: their last purchase days. often: days with a purchase. paid: what they paid, refunds taken off.
        values: of each axis, the higher the better: days since the last purchase below 0, days, minor units.
        marks: of each axis, the scores.
    """

    day: dt.date
    start: dt.date
    clients: ClientSummary
    places: Any
    last: Any
    often: Any
    paid: Exact
    values: Sequence[Any]
    marks: Sequence[Any]

    @property
    def names(self) -> Sequence[str]:
        """Who they are."""
        found: Sequence[str] = taken(self.clients.clients, self.places)
        return found


def scored_of(log: OrderLog, day: dt.date, scheme: Scheme, among: Scored | None = None) -> Scored:
    """The buyers as of a day and their scores; `among`: those of another day, whose cuts are taken.

    Raises:
        Undefined: E301 nobody has bought.
    """
    clients = log.as_of(day)
    start, money, often, here = counted_in(log, clients, scheme.window)
    bought = here[often[here] > 0]  # who only sent back is no buyer
    if not len(bought):
        cure = say("give a log with orders, or a longer --window" if scheme.window else "give a log with orders")
        raise Undefined(problem("E301", figure=say("the scores"), reason=say("nobody has bought"), cure=cure))
    last = days_of(clients.last_dates)[bought]
    silent = (np.datetime64(day) - last).astype(np.int64)
    values = [-silent, often[bought], money[bought]]
    marks = _marks(values, scheme, clients.scale, among)
    paid = Exact(money, clients.scale).take(bought)
    return Scored(day, start, clients, bought, last, often[bought], paid, values, marks)


def _marks(values: Sequence[Any], scheme: Scheme, scale: int, among: Scored | None) -> list[Any]:
    if scheme.name == "nested":
        return nested(values, scheme.bins)
    if scheme.name == "fixed":
        days, often, money = (scheme.cuts[axis] for axis in AXES)
        # who has been silent for exactly a limit, bought or paid exactly as much has the better score
        rising = [
            sorted(-int(cut) for cut in days),
            [ceil(cut) for cut in often],
            [ceil(cut * 10**scale) for cut in money],
        ]
        return [by_cuts(column, cuts) for column, cuts in zip(values, rising, strict=True)]
    way = by_width if scheme.name == "width" else scores
    known = among.values if among else (None, None, None)
    return [way(column, scheme.bins, others) for column, others in zip(values, known, strict=True)]
