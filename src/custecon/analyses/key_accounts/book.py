"""The clients of the time counted as key accounts are judged: what each brought, left, and how that grows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from custecon.clients.groups import told_of
from custecon.clients.order_log import OrderLog
from custecon.clients.window import counted_in
from custecon.core.by_column import taken
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, problem
from custecon.core.long_columns import LONGEST_WHOLE, Exact, Words, days_of, places_of, whole_numbers
from custecon.core.phrases import Money, say
from custecon.tables.calendar_periods import label_of, periods_of
from custecon.tables.groups import NO_GROUP
from custecon.tables.log_span import holds_from, usual_pause

DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The clients of the time counted; a place for each in every column.

    `margin`: what they left, if that is known. `growth`: by how much the money of a quarter grows from one to the next,
    by the least squares of the last four whole ones, which `quarters` names; None where the log has not so many.
    """

    names: Sequence[str]
    money: Exact
    margin: Exact | None
    often: Any
    first: Any
    last: Any
    growth: Exact | None
    quarters: str
    groups: Words | None
    start: dt.date
    end: dt.date
    currency: str | None

    def at(self, places: Any) -> Book:
        """Some of the clients."""
        columns = ("names", "money", "margin", "often", "first", "last", "growth", "groups")
        cells = ((name, getattr(self, name)) for name in columns)
        found: dict[str, Any] = {name: None if cell is None else taken(cell, places) for name, cell in cells}
        return replace(self, **found)

    def share(self, client: int) -> Fraction:
        """The part of the money that one of them brought."""
        return Fraction(int(self.money.cells[client]), sum(self.money.cells.tolist()))

    def total(self, column: Exact, places: Any) -> Money:
        """What some of them have together, with the currency."""
        return Money(column.take(places).total(), self.currency)


def book_of(log: OrderLog, window: CalendarSpan | None, rate: Decimal | None, group: str) -> tuple[Book, list[Notice]]:
    """The clients with a row in the time counted, in the order of their names."""
    end = log.last_day
    clients, days = log.as_of(end), log.ledger.days(end)
    start, money, often, here = counted_in(log, clients, window)
    paid = Exact(money, clients.scale)
    told: list[Notice] = []
    growth, quarters = _growth(log, clients.clients, days)
    groups = None
    if group:
        said = log.ledger.grouped(group)
        told += told_of(said, group, log.reading, {*clients.clients}, say("last order"))
        groups = Words.of([said.last.get(client) or NO_GROUP for client in clients.clients])
    firsts, lasts = days_of(clients.first_dates), days_of(clients.last_dates)
    margin = paid.times(rate) if rate is not None else None
    book = Book(clients.clients, paid, margin, often, firsts, lasts, growth, quarters, groups, start, end, log.currency)
    return book.at(here), told


def _growth(log: OrderLog, names: Sequence[str], days: Sequence[dt.date]) -> tuple[Exact | None, str]:
    """By how much the money of a quarter grows for each client, and which four quarters that is of."""
    starts = periods_of(days[0], log.last_day + DAY, "quarter") if days else []
    if starts and not holds_from(days[0], starts[0] - DAY, usual_pause(days)):
        del starts[0]
    if len(starts) < 5:
        return None, ""
    *four, after = starts[-5:]
    found = log.ledger.in_periods(four, after - DAY)
    totals = whole_numbers(found.totals)
    cells = np.zeros((len(names), 4), dtype=totals.dtype)
    at = places_of(found.clients, names)[np.asarray(found.client, dtype=np.intp)]
    cells[at, np.asarray(found.period, dtype=np.intp)] = totals
    if (abs(cells) > LONGEST_WHOLE // 16).any():
        cells = cells.astype(object)
    slope = 3 * (cells[:, 3] - cells[:, 0]) + cells[:, 2] - cells[:, 1]  # tenths: the least squares of four in a row
    labels = [label_of(one, "quarter") for one in four]
    return Exact(slope, log.ledger.scale + 1), f"{labels[0]} … {labels[3]}"


def criterion(book: Book, name: str) -> Any:
    """The column of a criterion, more of it the better.

    Raises:
        Undefined: E301 growth cannot be told.
    """
    if name == "growth" and book.growth is None:
        why = say("the log, until {day}, does not hold four whole quarters", day=book.end)
        cure = say("leave it out of the weights, or name a longer log")
        raise Undefined(problem("E301", figure=say("the growth"), reason=why, cure=cure))
    columns = {"money": book.money, "growth": book.growth, "frequency": book.often, "recency": book.last}
    found = -book.first.astype(np.int64) if name == "tenure" else columns[name]
    return getattr(found, "cells", found)
