"""From one row per client to what the models are fitted to: purchases in weeks, spend, what was left out."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.units import Period
from custecon.models.summary import DiscreteSummary, Floats, Index, PurchaseSummary, SpendSummary
from custecon.tables.horizons import PER_MONTH
from custecon.tables.reduction import ClientSummary

__all__ = ["History", "history_of", "occasions_of", "purchases_between"]

WEEK = 7.0


@dataclass(frozen=True, eq=False)
class History:
    """The clients who have bought, row by row alike in all columns; `rows` are their places in the reduced log.

    `purchases` is in weeks, exact to the day. `spend` is the average of the purchase days after the first, before
    refunds. `kept` is the part of what was paid that refunds left; `mean_spend` the average of all purchase days.
    """

    reduced: ClientSummary
    rows: tuple[int, ...]
    purchases: PurchaseSummary
    spend: SpendSummary
    kept: float
    mean_spend: float
    notices: tuple[Notice, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, row: int) -> str:
        """The name of the client in a row."""
        return self.reduced.clients[self.rows[row]]

    def past(self, row: int) -> Decimal:
        """What the client has brought to date, refunds taken off."""
        return self.reduced.money(self.reduced.totals[self.rows[row]])

    @property
    def first_days(self) -> Index:
        """The first purchase of each client, in days after that of the first of them all."""
        days = np.array([self.reduced.first_dates[row].toordinal() for row in self.rows], dtype=np.intp)
        return np.asarray(days - days.min())

    @property
    def start(self) -> dt.date:
        """The first purchase of them all."""
        return min(self.reduced.first_dates[row] for row in self.rows)


def history_of(reduced: ClientSummary) -> History:
    """What the models need to know of each client.

    Orders of one day are one purchase; refunds are none and lower the value of all purchases by their share; orders of
    zero are purchases. Clients without any order are left out and told.

    Raises:
        Undefined: E342 nobody has bought; E343 refunds take all that was paid.
    """
    rows = tuple(row for row, days in enumerate(reduced.purchase_days) if days)
    if not rows:
        raise Undefined(problem("E342", reason="no client has an order, or all orders lie after the last day"))
    paid, total = sum(reduced.paid), sum(reduced.totals[row] for row in rows)
    if paid <= 0:
        raise Undefined(problem("E342", reason="all orders together cost nothing"))
    if total <= 0:
        raise Undefined(problem("E343", refunds=f"{reduced.money(paid - total):,}", paid=f"{reduced.money(paid):,}"))
    count = np.array([reduced.purchase_days[row] - 1 for row in rows], dtype=np.float64)
    scale = 10.0**reduced.scale
    repeated = np.array([reduced.repeat_totals[row] for row in rows], dtype=np.float64) / scale
    average = np.divide(repeated, count, out=np.zeros(len(rows)), where=count > 0)
    purchases = PurchaseSummary(
        count,
        np.array([reduced.days_to_last[row] for row in rows]) / WEEK,
        np.array([reduced.days_observed[row] for row in rows]) / WEEK,
        "week",
        sum_log_intervals=np.array([_log_gaps(reduced.days[row]) for row in rows]),
    )
    return History(
        reduced=reduced,
        rows=rows,
        purchases=purchases,
        spend=SpendSummary(np.where(average > 0, count, 0.0), average),
        kept=total / paid,
        mean_spend=paid / scale / sum(reduced.purchase_days),
        notices=_left_out(reduced, rows, paid - total),
    )


def _log_gaps(days: tuple[dt.date, ...]) -> float:
    """The sum of the logs of the times between purchases, in weeks."""
    return math.fsum(math.log((later - day).days / WEEK) for day, later in itertools.pairwise(days))


def _left_out(reduced: ClientSummary, rows: tuple[int, ...], refunded: int) -> tuple[Notice, ...]:
    told = []
    merged = sum(reduced.orders) - sum(reduced.purchase_days)
    if merged:
        told.append(notice("N353", merged=f"{merged:,}"))
    known = set(rows)
    nothing = [row for row in range(len(reduced)) if row not in known]
    if nothing:
        total = reduced.money(sum(reduced.totals[row] for row in nothing))
        told.append(notice("N354", count=len(nothing), total=f"{total:,}"))
    if refunded:
        count = sum(reduced.refunds[row] for row in rows)
        told.append(notice("N351", count=f"{count:,}", share=refunded / sum(reduced.paid)))
    return tuple(told)


def occasions_of(history: History, period: Period) -> DiscreteSummary:
    """The same clients on discrete occasions, for BG/BB: in which weeks or months after their first they bought.

    An occasion is a whole week or calendar month; the one of the first purchase does not count, nor the one that the
    log ends in unless it ends with it.
    """
    end = history.reduced.calibration_end
    number = _numbered(period)
    last = number(end + dt.timedelta(days=1)) - 1
    taken, lasts, chances = [], [], []
    for row in history.rows:
        days = history.reduced.days[row]
        first = number(days[0])
        bought = sorted({number(day) - first for day in days if first < number(day) <= last})
        taken.append(len(bought))
        lasts.append(bought[-1] if bought else 0)
        chances.append(max(0, last - first))
    return DiscreteSummary(np.array(taken), np.array(lasts), np.array(chances), "occasion")


def _numbered(period: Period) -> Callable[[dt.date], int]:
    """The running number of the calendar period of a day."""
    if period in PER_MONTH:
        return lambda day: (day.year * 12 + day.month - 1) // PER_MONTH[period]
    return lambda day: (day.toordinal() - 1) // (7 if period is Period.WEEK else 1)


def purchases_between(history: History, after: dt.date, until: dt.date) -> Floats:
    """How many repeat purchases each client made after one day and until another."""
    return np.array(
        [sum(after < day <= until for day in history.reduced.days[row][1:]) for row in history.rows],
        dtype=np.float64,
    )
