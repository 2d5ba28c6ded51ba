"""Strong and weak months of a log, and a clock that runs fast in the strong ones.

On that clock buying is even, so every model is fitted and asked on it as it is: no likelihood changes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, Index, PurchaseSummary
from custecon.tables.purchase_histories import UNIX_EPOCH, Ordinals, Purchases

FEWEST_MONTHS = 36  # three whole years: the half at either end has no year about it, so two are left to be compared
HALF_YEAR = np.array([0.5, *[1.0] * 11, 0.5]) / 12.0  # the year about a month: half of the one at either end
AGES = 120  # of a client, at which a model is asked; between them what it expects is drawn straight
WEAKEST = 0.05  # of the mean: a clock that stands still would have no time between purchases
KNOWN_FROM, KNOWN_DAYS = dt.date(1900, 1, 1), 200_000  # days whose months are looked at; others count as mean ones


@dataclass(frozen=True, eq=False)
class Season:
    """How strong each calendar month is, January first: its repeat purchases a day ÷ those of a mean month."""

    factors: Floats

    def at(self, days: Ordinals | Sequence[int]) -> Floats:
        """Where some days (ordinals) stand on the clock, in days of a mean month."""
        number = np.asarray(days, dtype=np.int64) - KNOWN_FROM.toordinal()
        known = np.clip(number, 0, KNOWN_DAYS - 1)
        return np.asarray(self._reached[known] + (number - known))

    def days_between(self, after: dt.date, until: dt.date) -> float:
        """How far the clock goes from the end of one day to the end of another."""
        one, other = self.at([after.toordinal(), until.toordinal()])
        return float(other - one)

    @cached_property
    def _reached(self) -> Floats:
        days = np.arange(KNOWN_DAYS) + (KNOWN_FROM.toordinal() - UNIX_EPOCH)
        return np.cumsum(self.factors[_months(days) % 12])


def season_of(bought: Purchases, end: dt.date, fit: Fit) -> Season | None:
    """The months of a log: what was bought again in each, beside what a model without months expects of its clients.

    That ratio is set beside its own mean over the year about each month, so that neither growth nor a model that is off
    in the long run is taken for season; the same month of several years counts together. None where the
    log holds less than three whole years, or where months do not return (`_returns`).

    Source: Macaulay (1931), The Smoothing of Time Series: the ratio to a moving average.
    """
    first, after = _months(np.array([bought.start.toordinal(), end.toordinal() + 1]) - UNIX_EPOCH).tolist()
    first += bought.start.day > 1
    count = after - first
    if count < FEWEST_MONTHS:
        return None
    number = _months(bought.day[bought.repeated] - UNIX_EPOCH) - first
    made = np.bincount(number[(number >= 0) & (number < count)], minlength=count).astype(np.float64)
    edges = np.arange(first, after + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.intp) + UNIX_EPOCH
    foreseen = np.diff(_expected_until(bought, edges - 1, fit))
    if not (foreseen > 0).all():
        return None
    usual = np.convolve(made, HALF_YEAR, "valid") / np.convolve(foreseen, HALF_YEAR, "valid")
    expected = foreseen[6:-6] * usual
    if not (expected > 0).all():
        return None
    month, made = (first + np.arange(6, count - 6)) % 12, made[6:-6]
    if not _returns(month, made, expected):
        return None
    factors = np.array([_strength(made[month == number], expected[month == number]) for number in range(12)])
    return Season(factors / factors.mean())


def _strength(made: Floats, expected: Floats) -> float:
    """How strong one calendar month is, from each time that it came: what was made ÷ what an even year would have."""
    return max(float(made.sum() / expected.sum()), WEAKEST)


def _returns(month: Index, made: Floats, expected: Floats) -> bool:
    """Whether each month, foretold from the same month of the years before it, is nearer than without months.

    By the log score of a Poisson count: what was made × ln(strength) - what was expected × (strength - 1), added up.
    """
    gain = 0.0
    for now in range(12, len(month)):
        before = np.flatnonzero(month[:now] == month[now])
        strength = _strength(made[before], expected[before])
        gain += float(made[now]) * math.log(strength) - float(expected[now]) * (strength - 1.0)
    return gain > 0.0


def _expected_until(bought: Purchases, days: Index, fit: Fit) -> Floats:
    """The repeat purchases that a model expects of all clients until the ends of some days, from their first on."""
    first, many = np.unique(bought.first, return_counts=True)
    oldest = max(int(days[-1] - first[0]), 1)
    ages = np.unique(np.linspace(0, oldest, AGES).round())
    spans = [Span(float(age), "day") for age in ages[1:]]
    newcomer = PurchaseSummary.newcomers("week")
    each = [0.0, *(float(one[0]) for one in model_named(fit.model).expected_purchases_at(fit, newcomer, spans))]
    until = np.interp(np.maximum(days[:, None] - first, 0), ages, each)
    return np.asarray((until * many).sum(axis=1))


def _months(days: Ordinals | Index) -> Index:
    """The running number of the month of each day, both counted from 1970."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.intp))
