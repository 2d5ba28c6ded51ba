"""Repeat purchases of all clients added up over time, as they were and as a model expects them."""

from __future__ import annotations

import datetime as dt

import numpy as np

from custecon.core import units
from custecon.core.phrases import say
from custecon.core.results import Column, Picture, Table
from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, PurchaseSummary
from custecon.tables.backtesting import Split
from custecon.tables.live_prediction import found_once

MOST_MOMENTS = 156
MOST_EVALUATED = 400


def tracking(split: Split, fit: Fit, title: str) -> tuple[Table, Picture]:
    """The curve of the clients who had come by the split, from the first order to the end of the log.

    Args:
        split: where the model's knowledge ends.
        fit: the model as it was fitted before the split.
        title: its name.
    """
    bought, start = split.bought, split.bought.start
    days = (split.day - start).days + split.days
    came = bought.since_first
    actual = np.bincount(bought.day[bought.repeated] - start.toordinal(), minlength=days + 1)
    expected = np.convolve(np.bincount(came, minlength=days + 1)[: days + 1], _newcomer(fit, days))[: days + 1]
    every = 7 * max(1, -(-days // (7 * MOST_MOMENTS)))
    moments = sorted({*range(0, days + 1, every), (split.day - start).days, days})
    total = np.cumsum(actual)
    rows = [
        (
            start + dt.timedelta(days=moment),
            int(total[moment]),
            float(expected[moment]),
            say("learnt from") if moment <= (split.day - start).days else say("held out"),
        )
        for moment in moments
    ]
    columns = found_once(
        Column("day", "until", units.DATE, "the last day counted"),
        Column("actual", "actual", units.ORDERS, "repeat purchases made so far"),
        Column(
            "expected", "expected", units.RATIO, say("repeat purchases that {title} expects so far", title=say(title))
        ),
        Column("part", "part", units.TEXT, "whether the model learnt from this time or not"),
    )
    table = Table("tracking", "Repeat purchases of these clients, added up", columns, rows, shown=0)
    day = split.day
    told = say(
        "Repeat purchases of those who had come by {day}, added up; {title} knows nothing of what came after",
        day=day,
        title=say(title),
    )
    return table, Picture("tracking", told, "curve", "tracking", "day", ("actual", "expected"))


def _newcomer(fit: Fit, days: int) -> Floats:
    """The repeat purchases expected of one new client until each day; between the days evaluated a straight line."""
    model, one = model_named(fit.model), PurchaseSummary.newcomers("week")
    at = np.unique(np.linspace(0, days, min(days + 1, MOST_EVALUATED)).round())
    found = [float(model.expected_purchases(fit, one, Span(float(day), "day"))[0]) for day in at]
    return np.asarray(np.interp(np.arange(days + 1.0), at, np.array(found)))
