"""How wrong forecasts of a log were before: its end held back at several days, the forecast made, and come due.

Nothing after the last day that counts is looked at, and each forecast knows what was known on its day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.core.progress import report
from custecon.core.units import Period
from custecon.models import gamma_gamma
from custecon.models.buying_model import model_named
from custecon.models.distinct_histories import kinds
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.intervals import delta_interval
from custecon.models.model_error import ModelError, PastForecast, Prior, model_error, rate_error
from custecon.models.model_selection import FEWEST_REPEATERS, LAST_PERIOD, Score
from custecon.models.naive import own_rates
from custecon.models.summary import Floats, Index, SpendSummary
from custecon.tables.purchase_histories import (
    WEEK,
    History,
    Purchases,
    first_day_money,
    occasions_between,
    occasions_until,
    whole_period,
)
from custecon.tables.seasons import season_of

ORIGINS, FIRST, LAST = 6, 0.35, 0.85  # of the log
FEWEST_EXPECTED = 10.0  # purchases of all: the log ratio of fewer is no normal error
LEAST = 0.01  # of what was expected, where nothing came: of nothing there is no logarithm
REGULAR = 11  # repeat purchases: of fewer, chance hides by how much their rates change
MOST_CLIENTS = 30_000  # of more, every second, third … one is looked at
SAMPLE = 400  # clients who tell how a total moves with the parameters
SEED = 20_240_301
FEWEST_DRAWS, CLIENT_DRAWS = 4, 40_000  # futures of a base behind the share of chance, or of so many clients in all
ONE_SIGMA = math.erf(math.sqrt(0.5))  # the level of one standard deviation to either side

MoneyUntil: TypeAlias = Mapping[dt.date, Floats]


@dataclass(frozen=True, eq=False)
class Foretold:
    """What was expected of each client and what came; the variance by chance of each; the doubt about all together.

    `doubt`: the standard deviation of the log of the total that parameters leave.
    """

    expected: Floats
    came: Floats
    variance: Floats
    doubt: float

    @property
    def own(self) -> float:
        """The standard deviation of the log of the total that chance and parameters explain."""
        return math.sqrt(float(self.variance.sum()) / max(float(self.expected.sum()), 1e-300) ** 2 + self.doubt**2)

    def together(self, chosen: Any) -> PastForecast | None:
        """The error of the total of some clients; None where it has no logarithm."""
        expected, came = float(self.expected[chosen].sum()), float(self.came[chosen].sum())
        if expected <= 0:
            return None
        came = max(came, LEAST * expected)
        chance = float(self.variance[chosen].sum()) / expected**2
        return PastForecast(math.log(came / expected), math.sqrt(chance + self.doubt**2))


@dataclass(frozen=True, eq=False)
class Backtest:
    """One forecast that came due: made on `day` for the days until `until`, of the clients in `rows` of the log.

    `regular`: who of them had bought again often by then.
    """

    day: dt.date
    until: dt.date
    rows: Index
    regular: npt.NDArray[np.bool_]
    purchases: Foretold
    money: Foretold | None

    @property
    def days(self) -> int:
        """How many days it looked ahead."""
        return (self.until - self.day).days


@dataclass(frozen=True, eq=False)
class Past:
    """A log as it was on a day, `known`, and what its clients went on to buy until another, with which it is `later`.

    `spends` and `mean`: what each and all paid per purchase, refunds taken off; `brought`: what each paid afterwards.
    None and 0 where money is left out.
    """

    day: dt.date
    until: dt.date
    known: Purchases
    later: Purchases
    spends: SpendSummary | None
    mean: float
    brought: Floats | None

    @property
    def days(self) -> int:
        """How many days lie between the two."""
        return (self.until - self.day).days


class Forecaster(Protocol):
    """Who forecasts: a model, fitted anew to what was known, or a naive rule."""

    @property
    def period(self) -> Period | None:
        """The period whose ends it needs, if it counts occasions."""

    def of(self, past: Past, rng: np.random.Generator) -> tuple[Foretold, Foretold | None]:
        """Purchases and money that it would have foretold.

        Raises:
            Undefined: it could not have.
        """


@dataclass(frozen=True, eq=False)
class ByModel:
    """A model of buying, fitted anew to each past; `buying` and `spend`: the fits to all, near which it is sought.

    Time is counted by the months of that past, where these return.
    """

    buying: Fit
    spend: Fit | None
    period: Period | None = None

    def of(self, past: Past, rng: np.random.Generator) -> tuple[Foretold, Foretold | None]:
        """See `Forecaster`."""
        model = model_named(self.buying.model)
        data: Any = past.known.summary(past.day)
        span, came = Span(past.days, "day"), past.later.between(past.day, past.until)
        if self.period is not None:
            data = occasions_until(past.known, past.day, self.period)
            came = occasions_until(past.later, past.until, self.period).repeat_purchases - data.repeat_purchases
            span = Span(occasions_between(past.day, past.until, self.period), "occasion")
        fit = model.fit(data, accept_edge=True, like=self.buying)
        season = None if self.period is not None else season_of(past.known, past.day, fit)
        if season is not None:
            data = past.known.summary(past.day, season)
            span = Span(season.days_between(past.day, past.until), "day")
            fit = model.fit(data, accept_edge=True, like=self.buying)
        first, alike = kinds(data.histories())
        expected = np.asarray(model.expected_purchases(fit, data.rows(first), span))[alike]
        active = model.probability_active(fit, data.rows(first))[alike]
        some = slice(None, None, -(-len(data) // SAMPLE))
        few = data.rows(some)
        doubt = _doubt(fit, lambda params: model.expected_purchases(params, few, span))
        spending = self._spending(past)
        variance, of_money = np.zeros(len(data)), np.zeros(len(data))
        draws = max(FEWEST_DRAWS, CLIENT_DRAWS // len(data))
        for _ in range(draws):
            stays = rng.random(len(data)) < active
            drawn = np.where(stays, model.draw_if_active(fit, data, span, rng), 0.0)
            variance += (drawn - expected) ** 2 / draws
            if past.spends is not None:
                paid = gamma_gamma.draw_spend(spending, past.spends, drawn, rng) if spending else drawn * past.mean
                of_money += np.minimum((paid - expected * self._each(spending, past)) ** 2, 1e300) / draws
        purchases = Foretold(expected, came, variance, doubt)
        if past.spends is None or past.brought is None:
            return purchases, None
        if spending is not None:
            spends, bought = past.spends.rows(some), expected[some]
            more = _doubt(spending, lambda params: bought * gamma_gamma.expected_spend(params, spends))
            doubt = math.hypot(doubt, more)
        return purchases, Foretold(expected * self._each(spending, past), past.brought, of_money, doubt)

    def _spending(self, past: Past) -> Fit | None:
        """The fit of the spend, where there is one with a finite mean."""
        if self.spend is None or past.spends is None:
            return None
        try:
            found = gamma_gamma.fit(past.spends, accept_edge=True, like=self.spend)
        except Undefined:
            return None
        return found if found.params["q"] > 1.0 else None

    def _each(self, spending: Fit | None, past: Past) -> Floats | float:
        """What a purchase of each is expected to bring."""
        return (
            past.mean if spending is None or past.spends is None else gamma_gamma.expected_spend(spending, past.spends)
        )


@dataclass(frozen=True)
class ByRule:
    """A naive rule: everybody goes on at their rate, of all their time, or of the last stretch of so many days."""

    last: int | None = None
    period: Period | None = None

    def of(self, past: Past, rng: np.random.Generator) -> tuple[Foretold, Foretold | None]:
        """See `Forecaster`."""
        del rng  # nothing is drawn
        summary = past.known.summary(past.day)
        bought, weeks = summary.repeat_purchases, summary.age
        if self.last is not None:
            bought = past.known.between(past.day - dt.timedelta(days=self.last), past.day)
            weeks = np.minimum(weeks, self.last / WEEK)
        rates = own_rates(bought, weeks)
        if rates is None:
            raise Undefined(
                problem("E342", reason="all orders are of the last day, so no time has passed in which to buy")
            )
        expected = rates.expected(past.days / WEEK)
        variance = expected + expected**2 / rates.shape
        doubt = float((expected * rates.pull).sum()) / float(expected.sum()) / math.sqrt(rates.information)
        purchases = Foretold(expected, past.later.between(past.day, past.until), variance, doubt)
        if past.brought is None:
            return purchases, None
        return purchases, Foretold(expected * past.mean, past.brought, variance * past.mean**2, doubt)


def forecaster_of(chosen: Score, days: int) -> Forecaster:
    """Who forecasts where the referee has chosen on a hold-out of so many days."""
    if chosen.fit is not None:
        return ByModel(chosen.fit, None)
    return ByRule(days if chosen.name == LAST_PERIOD else None)


def _doubt(fit: Fit, figure: Callable[[Mapping[str, float]], Floats]) -> float:
    """The standard deviation that doubt about the parameters leaves of the log of the sum of a figure."""
    try:
        found = delta_interval(fit, lambda params: np.array([figure(params).sum()]), level=ONE_SIGMA)
    except Undefined:  # an infinite mean on one side
        return 0.0
    return float(np.log(found.high[0] / found.estimate[0])) if found.estimate[0] > 0 else 0.0


def due_days(
    history: History, horizon: int, period: Period | None = None, origins: int = ORIGINS
) -> list[tuple[dt.date, dt.date]]:
    """The days on which the log is asked to forecast what it already knows, each with the day until which.

    `horizon` in days; at the end of the log there are as many as are left. `period`: days are the ends of such.
    """
    start, as_of = history.bought.start, history.reduced.as_of
    length = (as_of - start).days
    found = set()
    for share in np.linspace(FIRST, LAST, origins).tolist():
        day = start + dt.timedelta(days=round(share * length))
        until = min(day + dt.timedelta(days=horizon), as_of)
        found.add((whole_period(day, period), whole_period(until, period)))
    return sorted((day, until) for day, until in found if start < day < until)


def days_of(history: History, horizon: int, period: Period | None = None) -> list[dt.date]:
    """The days by which the money of each client must be known."""
    return sorted({day for pair in due_days(history, horizon, period) for day in pair})


def backtests(
    history: History, forecaster: Forecaster, horizon: int, money: MoneyUntil | None, origins: int = ORIGINS
) -> list[Backtest]:
    """The forecasts that came due, the earliest first; a past too thin for a model is passed over.

    Args:
        history: the log, all of it known.
        forecaster: who would have forecast.
        horizon: how many days are to be forecast; at the end of the log there are as many as are left.
        money: what each client had brought by each of `days_of`, refunds taken off; None leaves money out.
        origins: how many days are looked at.
    """
    every = -(-len(history) // MOST_CLIENTS)
    found = []
    for number, (day, until) in enumerate(due_days(history, horizon, forecaster.period, origins)):
        rows = np.flatnonzero(history.bought.first <= day.toordinal())[::every]
        past = _past(history, rows, day, until, money)
        again = np.bincount(past.known.owner, minlength=len(rows)) - 1
        if int((again > 0).sum()) < FEWEST_REPEATERS:
            continue
        report(say("asking what would have been forecast on {day}", day=day))
        try:
            purchases, of_money = forecaster.of(past, np.random.default_rng(SEED + number))
        except Undefined:
            continue
        if purchases.expected.sum() >= FEWEST_EXPECTED:
            found.append(Backtest(day, until, rows, again >= REGULAR, purchases, of_money))
    return found


def _past(history: History, rows: Index, day: dt.date, until: dt.date, money: MoneyUntil | None) -> Past:
    chosen = np.zeros(len(history), dtype=np.bool_)
    chosen[rows] = True
    later = history.bought.of(chosen).until(until)
    known = later.until(day)
    if money is None:
        return Past(day, until, known, later, None, 0.0, None)
    before = money[day][rows]
    count = np.bincount(known.owner, minlength=len(rows)) - 1.0
    again = before - first_day_money(history)[rows]
    average = np.divide(again, count, out=np.zeros(len(rows)), where=count > 0)
    spends = SpendSummary(np.where(average > 0, count, 0.0), np.maximum(average, 0.0))
    mean = max(float(before.sum()), 0.0) / len(known.day)
    return Past(day, until, known, later, spends, mean, money[until][rows] - before)


def errors_of(
    tests: Sequence[Backtest], prior: Prior, *, of_money: bool = False, clients: Index | None = None
) -> ModelError:
    """What forecasts that came due say of the error of a total, of purchases or of money.

    `clients`: rows of the log, if the total is of some clients only.
    """
    past = []
    for test in tests:
        foretold = test.money if of_money else test.purchases
        chosen: Any = slice(None) if clients is None else np.isin(test.rows, clients)
        if foretold is None or test.purchases.expected[chosen].sum() < FEWEST_EXPECTED:
            continue
        one = foretold.together(chosen)
        if one is not None:
            past.append(one)
    return model_error(past, prior, independent=independent(tests))


def error_of_a_client(tests: Sequence[Backtest], prior: Prior) -> float:
    """By how much the rate of one client changes beyond what the model knows, as those of regular clients did.

    `prior`: the error of all of them together.
    """
    regular = [(test.purchases, test.regular) for test in tests if test.regular.any()]
    if not regular:
        return prior.size
    came, expected, own = (
        np.concatenate([getattr(one, name)[who] for one, who in regular]) for name in ("came", "expected", "variance")
    )
    return rate_error(came - expected, own, expected, prior, independent=min(1.0, independent(tests) / len(tests)))


def independent(tests: Sequence[Backtest]) -> float:
    """Of how many forecasts that do not overlap they tell as much: the time that they cover by that of one of them."""
    if not tests:
        return 0.0
    covered = (max(one.until for one in tests) - min(one.day for one in tests)).days
    return covered / float(np.mean([one.days for one in tests]))
