"""What clients brought in the last time of an order log, or in all of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np

from custecon.clients.order_log import OrderLog
from custecon.core.calendar_span import CalendarSpan
from custecon.core.long_columns import places_of, whole_numbers
from custecon.tables.ledger import ClientSummary


class Counted(NamedTuple):
    """What was counted of the clients of a log, a place for each: from which day on, what they brought and how often.

    `money`: whole minor units, refunds taken off; `often`: days with a purchase; `here`: where those with a row stand.
    """

    start: dt.date
    money: Any
    often: Any
    here: Any


def counted_in(log: OrderLog, clients: ClientSummary, window: CalendarSpan | None) -> Counted:
    """What clients as of a day brought in a time that ends with it; without one, in all the log until then."""
    end = clients.as_of
    days = log.ledger.days(end)
    start = days[0] if days else end
    money, often = whole_numbers(clients.totals), whole_numbers(clients.purchase_days)
    if window is None:
        return Counted(start, money, often, np.arange(len(clients)))
    start = max(start, end - dt.timedelta(window.days_before(end) - 1))
    found = log.ledger.in_periods([start], end)
    at = np.asarray(found.client, dtype=np.intp)
    of_all = np.zeros(len(found.clients), dtype=np.intp)  # the ledger knows those too who came later
    of_all[places_of(clients.clients, found.clients)] = np.arange(len(clients))
    here = of_all[at]
    money, often = np.zeros_like(money), np.zeros_like(often)
    money[here], often[here] = whole_numbers(found.totals), np.asarray(found.purchases)
    return Counted(start, money, often, np.sort(here))
