"""How sure predicted totals are, and why: what their intervals are made of, and past forecasts beside what came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from custecon.core import units
from custecon.core.phrases import Number, Phrase, Share, say
from custecon.core.results import Column, Table
from custecon.metrics.parameters import prior
from custecon.models.model_error import ModelError, PastForecast
from custecon.models.summary import Index
from custecon.tables.forecast_record import CAME, FORETOLD, made_on
from custecon.tables.live_prediction import found_once
from custecon.tables.prediction import Prediction
from custecon.tables.purchase_histories import History
from custecon.tables.rolling_backtests import Backtest, Foretold, error_of_a_client, errors_of
from custecon.tables.seasons import Season
from custecon.tables.total_intervals import Errors


class _OfLog(NamedTuple):
    """What a log says of the error of its groups and clients, before these have told anything themselves."""

    size: float
    spread: float


def errors_from(history: History, tests: Sequence[Backtest], horizon: int, groups: Sequence[Index] = ()) -> Errors:
    """How far the model may be off: from forecasts that came due, and from other logs as far as these do not tell.

    Beyond the length of the log nothing has been seen: there the error grows with the root of the time ahead, as that
    of a rate that wanders does.

    Args:
        history: the log.
        tests: its forecasts that came due.
        horizon: how many days are forecast.
        groups: the rows of each group of clients; what the whole log tells stands behind what each tells itself.
    """
    seen = (history.reduced.as_of - history.bought.start).days
    further = math.sqrt(max(1.0, horizon / max(seen, 1)))
    purchases, money = errors_of(tests, prior("purchases")), errors_of(tests, prior("money"), of_money=True)
    each = [money] * len(groups)
    if len(groups) > 1:
        of_log = _OfLog(money.likely, prior("money").spread)
        each = [errors_of(tests, of_log, of_money=True, clients=rows) for rows in groups]
    of_one = error_of_a_client(tests, _OfLog(purchases.likely, prior("purchases").spread))
    return Errors(
        purchases.stretched(further),
        money.stretched(further),
        tuple(one.stretched(further) for one in each),
        of_one * further,
    )


def in_words(prediction: Prediction) -> Phrase | None:
    """What somebody with one minute must know of the interval of all purchases; None where there is none."""
    total, errors = prediction.total_purchases, prediction.errors
    if errors is None or total.low is None or total.high is None:
        return None
    so = say(
        "{expected} purchases could be {low} to {high}",
        expected=Number(float(total.value[0]), 0),
        low=Number(float(total.low[0]), 0),
        high=Number(float(total.high[0]), 0),
    )
    miss = errors.purchases.mean_miss
    if miss is None:
        size = Share(errors.purchases.size, 0)
        return say(
            "This log is too short to try forecasts on; on other logs they are off by some {size}, so {so}.",
            size=size,
            so=so,
        )
    return say(
        "The last {n} {n:forecast|forecasts} of this log {n:was|were} off by {miss} on average{side}, so {so}.",
        n=len(errors.purchases.past),
        miss=Share(miss, 0),
        side=side_of(errors.purchases.past),
        so=so,
    )


def side_of(past: Sequence[PastForecast]) -> Phrase:
    """That past forecasts were all off to the same side, if there were several."""
    too_high = {one.error < 0 for one in past}
    if len(past) < 2 or len(too_high) > 1:
        return say("")
    return say(", each of them too high") if True in too_high else say(", each of them too low")


def method_of(method: str, error: ModelError | None) -> str:
    """How the interval of a total was found: as that of a client, and with the model's own error."""
    if error is None or not method:
        return method
    if not error.past:
        return say("{method}; the model's own error as on other logs", method=say(method))
    return say(
        "{method}; the model's own error as in {n} {n:forecast|forecasts} of this log that came due, and on other logs",
        method=say(method),
        n=len(error.past),
    )


def certainty_table(prediction: Prediction) -> Table:
    """Of what the intervals of all purchases and of their value are made."""
    columns = found_once(
        Column("total", "total", units.TEXT, "which total the interval is of"),
        Column("chance", "chance", units.SHARE, "half of the interval ÷ the total, if only chance played"),
        Column("parameters", "parameters", units.SHARE, "the same, if only the parameters were in doubt"),
        Column("model", "model", units.SHARE, "the same, if only the model was off as it has been"),
        Column("together", "together", units.SHARE, "the same, of all three: the interval that is shown"),
        Column(
            "forecasts", "past forecasts", units.CASES, "forecasts of this log that came due; 0: other logs alone speak"
        ),
        Column("miss", "off by", units.SHARE, "mean of |forecast ÷ actual, less 1| over them"),
    )
    errors = prediction.errors
    each = [] if errors is None else [("expected purchases", errors.purchases), ("predicted value", errors.money)]
    rows = [
        (say(name), part.chance, part.parameters, part.model, part.together, len(error.past), error.mean_miss)
        for (name, error), part in zip(each, prediction.parts, strict=False)
    ]
    title = say(
        "Why the totals are not surer: half of each interval, level {level}", level=Number(prediction.asked.level)
    )
    note = "the three do not add up: independent errors make up for each other in part"
    return Table("certainty", title, columns, rows, note=say(note))


def past_table(tests: Sequence[Backtest]) -> Table:
    """Past forecasts of the log beside what came."""
    columns = found_once(
        *FORETOLD,
        CAME,
        Column("miss", "off by", units.SHARE, "forecast ÷ actual, less 1"),
        Column(
            "expected_miss",
            "off by chance",
            units.SHARE,
            "how far chance and parameters alone let it be off: one standard deviation",
        ),
        Column("forecast_value", "forecast value", units.MONEY, "revenue that it foretold"),
        Column("actual_value", "actual value", units.MONEY, "revenue that came, refunds taken off"),
        Column("value_miss", "value off by", units.SHARE, "forecast value ÷ actual value, less 1"),
    )
    rows = [(*made_on(test), *_beside(test.purchases), test.purchases.own, *_beside(test.money)) for test in tests]
    return Table("past_forecasts", "What forecasts of this log said, and what came", columns, rows)


def season_table(season: Season) -> Table:
    """How strong each month is, as the forecast takes it."""
    columns = found_once(
        Column("month", "month", units.PERIOD_NUMBER, "of the calendar: 1 is January"),
        Column("strength", "strength", units.RATIO, "repeat purchases a day in it ÷ those of a mean month"),
    )
    rows = [(number, float(factor)) for number, factor in enumerate(season.factors, start=1)]
    return Table("season", "How strong each month is", columns, rows)


def _beside(foretold: Foretold | None) -> tuple[float | None, float | None, float | None]:
    """Forecast, what came, and by how much that differs."""
    if foretold is None:
        return None, None, None
    expected, came = float(foretold.expected.sum()), float(foretold.came.sum())
    return expected, came, expected / came - 1.0 if came > 0 else None
