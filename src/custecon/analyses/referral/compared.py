"""Referred clients beside others who came in the same months, over the same time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from custecon.analyses.referral.sources import OTHERWISE, Sources
from custecon.clients.order_log import OrderLog
from custecon.core.long_columns import Exact, places_of, whole_numbers
from custecon.core.results import Interval
from custecon.metrics.proportions import deviate_of, of_several
from custecon.tables.calendar_periods import is_finished, periods_of
from custecon.tables.client_states import Bought
from custecon.tables.ledger import ClientSummary

FEW = 20  # a difference of fewer clients on one side has no interval
LOOKED_AT = (12, 6, 3, 1)  # months after the first, the longest for which half of the referred were seen


class Beside(NamedTuple):
    """Means of the referred and of the others, the latter weighted by the months of the former; how they differ."""

    referred: float
    others: float
    interval: Interval | None

    @property
    def difference(self) -> float:
        """What the referred have more."""
        return self.referred - self.others


@dataclass(frozen=True, eq=False)
class Compared:
    """The clients of both kinds who came in a month with both, and what each brought by so many months after it.

    Attributes:
        months: how many whole months after the month of the first purchase are counted.
        month: in which each came; referred: which of them were. so_far: money by age, a row a client.
        again: who bought on a second day by then.
    """

    months: int
    month: Any
    referred: Any
    so_far: Any
    again: Any
    level: float

    @property
    def counts(self) -> tuple[int, int]:
        """How many referred and how many others there are."""
        return int(self.referred.sum()), int((~self.referred).sum())

    @property
    def enough(self) -> bool:
        """Whether the difference of money has an interval."""
        return min(self.counts) >= FEW

    def weights(self) -> tuple[Any, Any, Any]:
        """Of each month with both: how many referred came, how many others, and its weight."""
        size = int(self.month.max()) + 1
        referred = np.bincount(self.month[self.referred], minlength=size)
        others = np.bincount(self.month[~self.referred], minlength=size)
        return referred, others, referred / referred.sum()

    def money(self, age: int) -> Beside:
        """What a client brought by an age, with the interval of the difference: a stratified difference of means.

        The spread within the months is taken to be one for all referred, and one for all others.
        """
        value = self.so_far[:, age]
        referred, others, weight = self.weights()
        means, errors = [], []
        for chosen, count in ((self.referred, referred), (~self.referred, others)):
            month = self.month[chosen]
            mean = np.bincount(month, value[chosen], minlength=len(count)) / np.maximum(count, 1)
            free = int(chosen.sum()) - int((count > 0).sum())
            spread = float(((value[chosen] - mean[month]) ** 2).sum()) / free if free else np.nan
            errors.append(float((weight**2 / np.maximum(count, 1)).sum()) * spread)
            means.append(float((weight * mean).sum()))
        if not self.enough or not np.isfinite(sum(errors)):
            return Beside(means[0], means[1], None)
        reach = deviate_of(self.level) * float(np.sqrt(sum(errors)))
        away = means[0] - means[1]
        return Beside(
            means[0], means[1], Interval(away - reach, away + reach, self.level, "difference of means by month")
        )

    def bought_again(self) -> Beside:
        """Which part bought on a second day, with the interval of the difference by Newcombe."""
        referred, others, weight = self.weights()
        shares, terms = [], []
        for sign, chosen, count in ((1, self.referred, referred), (-1, ~self.referred, others)):
            back = np.bincount(self.month[chosen & self.again], minlength=len(count))
            there = np.flatnonzero(weight)
            shares.append(float((weight[there] * back[there] / count[there]).sum()))
            terms += [(sign * float(weight[at]), int(back[at]), int(count[at])) for at in there.tolist()]
        return Beside(shares[0], shares[1], of_several(terms, self.level) if self.enough else None)


def compared(
    log: OrderLog, clients: ClientSummary, bought: Bought, sources: Sources, months: int | None, level: float
) -> Compared | None:
    """The comparison over so many months, or as many as half of the referred were seen for; None: nobody to compare."""
    first_day = log.ledger.days(clients.as_of)[0]
    starts = periods_of(first_day, clients.as_of, "month")
    finished = len(starts) - (not is_finished(starts, clients.as_of, "month"))
    buys = np.diff(bought.start) > 0
    first = np.full(len(clients), np.iinfo(np.int64).max)
    first[buys] = bought.day[bought.start[:-1][buys]]
    edges = np.array([start.toordinal() for start in starts])
    month = np.searchsorted(edges, first, side="right") - 1
    referred, others = sources.referred & buys, (sources.kind == OTHERWISE) & buys
    for ages in (months,) if months else LOOKED_AT:
        seen = month + ages < finished
        if not months and 2 * (referred & seen).sum() < referred.sum() and ages > LOOKED_AT[-1]:
            continue
        both = np.intersect1d(month[referred & seen], month[others & seen])
        chosen = np.flatnonzero((referred | others) & seen & np.isin(month, both))
        if len(chosen):
            break
    else:
        return None
    money = _by_month(log, clients, starts)[chosen]
    start = month[chosen]
    columns = start[:, None] + np.arange(ages + 1)
    so_far = np.cumsum(np.take_along_axis(money, columns, axis=1), axis=1)
    last = np.array([*edges[1:], clients.as_of.toordinal() + 1])[start + ages] - 1
    second = np.full(len(clients), np.iinfo(np.int64).max)
    twice = np.diff(bought.start) > 1
    second[twice] = bought.day[bought.start[:-1][twice] + 1]
    return Compared(ages, start, referred[chosen], so_far, second[chosen] <= last, level)


def _by_month(log: OrderLog, clients: ClientSummary, starts: list[dt.date]) -> Any:
    """What each client brought in each month, refunds taken off; floats."""
    found = log.ledger.in_periods(starts, clients.as_of)
    known = np.full(len(found.clients), -1, dtype=np.int64)
    known[places_of(clients.clients, found.clients)] = np.arange(len(clients))
    made = np.zeros((len(clients), len(starts)))
    client = known[np.asarray(found.client, dtype=np.int64)]
    made[client, np.asarray(found.period)] = Exact(whole_numbers(found.totals), clients.scale).floats()
    return made
