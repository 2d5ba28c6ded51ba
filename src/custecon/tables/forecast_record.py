"""What past forecasts of a log were worth with their intervals: how many totals lay within, and how wide they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from custecon.core import units
from custecon.core.phrases import Number, Phrase, Share, say
from custecon.core.results import Column, Figure, Table
from custecon.metrics.parameters import prior
from custecon.tables.live_prediction import found_once
from custecon.tables.rolling_backtests import Backtest, errors_of
from custecon.tables.total_intervals import EACH, widened

LEVEL = 0.95
PLACES = (np.arange(EACH) + 0.5) / EACH
FORETOLD = (
    Column("day", "made on", units.DATE, "the last day that was known to it"),
    Column("until", "until", units.DATE, "the last day that it was for"),
    Column("clients", "clients", units.CLIENTS, "clients who had come by then and are looked at"),
    Column("forecast", "forecast", units.RATIO, "purchases that it foretold of them"),
)
CAME = Column("actual", "actual", units.RATIO, "purchases that they made")


@dataclass(frozen=True, eq=False)
class Held:
    """A forecast that came due, with the interval that would have been said on its day.

    `known`: how many other forecasts had come due by then.
    """

    test: Backtest
    low: float
    high: float
    known: int

    @property
    def forecast(self) -> float:
        """Purchases that were foretold."""
        return float(self.test.purchases.expected.sum())

    @property
    def actual(self) -> float:
        """Purchases that were made."""
        return float(self.test.purchases.came.sum())

    @property
    def inside(self) -> bool:
        """Whether what was made lies within."""
        return self.low <= self.actual <= self.high

    @property
    def miss(self) -> float | None:
        """Forecast ÷ actual, less 1."""
        return self.forecast / self.actual - 1.0 if self.actual > 0 else None

    @property
    def half_width(self) -> float:
        """Half of the interval ÷ the forecast."""
        return 0.5 * (self.high - self.low) / self.forecast

    @property
    def score(self) -> float | None:
        """Winkler's score ÷ what was made: the width, and 2 ÷ (1 - level) of what lies outside; small is good.

        Source: Gneiting and Raftery (2007), Strictly Proper Scoring Rules, section 6.2.
        """
        if self.actual <= 0:
            return None
        outside = max(self.low - self.actual, self.actual - self.high, 0.0)
        return (self.high - self.low + 2.0 / (1.0 - LEVEL) * outside) / self.actual


def held(tests: Sequence[Backtest]) -> list[Held]:
    """Each forecast with its interval: the model's error in it is learned from those that had come due by its day."""
    found = []
    for test in tests:
        known = [one for one in tests if one.until <= test.day]
        error = errors_of(known, prior("purchases"))
        futures = float(test.purchases.expected.sum()) * np.exp(test.purchases.own * ndtri(PLACES))
        low, high = widened(futures, error, LEVEL)
        found.append(Held(test, float(np.floor(low[0])), float(np.ceil(high[0])), len(error.past)))
    return found


def made_on(test: Backtest) -> tuple[dt.date, dt.date, int]:
    """What a forecast was of: the first three of `FORETOLD`."""
    return test.day, test.until, len(test.rows)


def record_table(record: Sequence[Held]) -> Table:
    """The forecasts one by one."""
    columns = found_once(
        *FORETOLD,
        Column("low", "low", units.RATIO, "lower end of its interval, level 95%"),
        Column("high", "high", units.RATIO, "upper end of its interval, level 95%"),
        CAME,
        Column("inside", "inside", units.TEXT, "whether they lie in the interval"),
        Column("miss", "off by", units.SHARE, "forecast ÷ actual, less 1"),
        Column("half_width", "half-width", units.SHARE, "half of the interval ÷ the forecast"),
        Column("score", "Winkler score", units.RATIO, "(width + 40 × what lies outside) ÷ actual; small is good"),
        Column("known", "known by then", units.CASES, "forecasts that had come due, of which its interval is made"),
    )
    rows = [
        (
            *made_on(one.test),
            one.forecast,
            one.low,
            one.high,
            one.actual,
            say("yes") if one.inside else say("no"),
            one.miss,
            one.half_width,
            one.score,
            one.known,
        )
        for one in record
    ]
    return Table("origins", "Forecasts on several days of the log, and what came", columns, rows)


def record_figures(record: Sequence[Held]) -> tuple[Figure, ...]:
    """The forecasts taken together; nothing without any."""
    if not record:
        return ()
    missed = _misses(record)
    scores = [one.score for one in record if one.score is not None]
    told = say("of {n} {n:forecast|forecasts} that came due; they overlap, and so few say little", n=len(record))
    figures = [
        Figure("inside", "totals within their 95% interval", len(_within(record)) / len(record), units.SHARE, told),
        Figure(
            "half_width",
            "half of the interval, median",
            float(np.median([one.half_width for one in record])),
            units.SHARE,
            "half of the interval ÷ the forecast",
        ),
    ]
    if missed:
        figures += [
            Figure("mean_miss", "off by, mean", float(np.mean(missed)), units.SHARE, "|forecast ÷ actual, less 1|"),
            Figure(
                "winkler",
                "Winkler score, mean",
                float(np.mean(scores)),
                units.RATIO,
                "(width + 40 × what lies outside) ÷ actual; small is good",
            ),
        ]
    return tuple(figures)


def record_in_words(record: Sequence[Held]) -> Phrase:
    """What somebody with one minute must know."""
    if not record:
        return say("This log is too short to try forecasts on several days of it.")
    missed = _misses(record)
    inside = say(
        "Of {n} {n:forecast|forecasts} on past days of this log {inside} held what came in {n:its|their} 95% interval",
        n=len(record),
        inside=Number(len(_within(record))),
    )
    if not missed:
        return say("{inside}.", inside=inside)
    return say("{inside}; {miss} is how far they were off on average.", inside=inside, miss=Share(np.mean(missed), 0))


def _misses(record: Sequence[Held]) -> list[float]:
    return [abs(one.miss) for one in record if one.miss is not None]


def _within(record: Sequence[Held]) -> list[Held]:
    return [one for one in record if one.inside]
