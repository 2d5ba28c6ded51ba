"""The answer without a model: everybody goes on at his rate, pulled towards everybody's; with its interval."""

from __future__ import annotations

import numpy as np
from scipy import stats

from custecon.core.errors import Undefined, problem
from custecon.models.summary import Floats
from custecon.tables.histories import WEEK, History
from custecon.tables.prediction import Asked, Bounds, Prediction, keeps_steps

__all__ = ["plainly_predicted"]

METHOD = "purchases at random at each client's own rate (Gamma of shape 1 over clients, Jeffreys for its mean)"


def plainly_predicted(history: History, bought: Floats, weeks: Floats, asked: Asked) -> Prediction:
    """Average rate × time: nobody leaves, everybody pays the average.

    Args:
        history: the clients.
        bought: the purchases of each client that his rate is taken from.
        weeks: the time in which he made them.
        asked: horizon, discount, margin, level.

    Raises:
        Undefined: E342 no time has passed since the first order.
    """
    exposure = float(weeks.sum())
    if exposure <= 0:
        raise Undefined(problem("E342", reason="all orders are of the last day, so no time has passed in which to buy"))
    count = float(bought.sum()) + 0.5
    overall = count / exposure
    shape, time = 1.0 + bought, 1.0 / overall + weeks
    ends = np.array([step.days for step in asked.horizon.steps]) / WEEK
    factors = np.array([(1.0 + asked.discount) ** -step.years for step in asked.horizon.steps])
    lengths = np.diff(ends, prepend=0.0)
    rate, span = shape / time, float(ends[-1])
    money = history.mean_spend * history.kept * asked.margin
    discounted = float(factors @ lengths)
    tails = 0.5 * (1.0 - asked.level), 0.5 * (1.0 + asked.level)

    def between(number: Floats, seen: Floats, ahead: Floats | float) -> tuple[Floats, Floats]:
        low, high = (np.asarray(stats.nbinom.ppf(tail, number, seen / (seen + ahead))) for tail in tails)
        return np.maximum(low, 0.0), high

    low, high = between(shape, time, span)
    worth = money * discounted / span
    whole = np.array([float(rate.sum()) * span])
    lowest, highest = between(np.array([count]), np.array([exposure]), len(history) * span)
    return Prediction(
        asked=asked,
        active=None,
        purchases=Bounds(rate * span, low, high),
        discounted=rate * discounted,
        spend=np.full(len(history), history.mean_spend * history.kept),
        value=Bounds(rate * discounted * money, low * worth, high * worth),
        total_purchases=Bounds(whole, lowest, highest),
        total_value=Bounds(whole * worth, lowest * worth, highest * worth),
        steps=tuple((float(rate.sum() * length), float(rate.sum() * length * money)) for length in lengths),
        method=METHOD,
        by_step=np.outer(lengths, rate) if keeps_steps(len(history), asked.horizon) else None,
    )
