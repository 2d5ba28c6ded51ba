"""The answer without a model: everybody goes on at their rate, pulled towards everybody's; with its interval."""

from __future__ import annotations

import numpy as np

from custecon.core.errors import Undefined, problem
from custecon.models.naive import own_rates
from custecon.models.summary import Floats
from custecon.tables.prediction import Estimate, Prediction, Terms, keeps_steps
from custecon.tables.purchase_histories import WEEK, History

METHOD = "purchases at random at each client's own rate (Gamma of shape 1 over clients, Jeffreys for its mean)"


def plainly_predicted(history: History, bought: Floats, weeks: Floats, asked: Terms) -> Prediction:
    """Average rate × time: nobody leaves, everybody pays the average.

    Args:
        history: the clients.
        bought: the purchases of each client that their rate is taken from.
        weeks: the time in which they made them.
        asked: horizon, discount, margin, level.

    Raises:
        Undefined: E342 no time has passed since the first order.
    """
    rates = own_rates(bought, weeks)
    if rates is None:
        raise Undefined(problem("E342", reason="all orders are of the last day, so no time has passed in which to buy"))
    ends = np.array([step.days for step in asked.horizon.steps]) / WEEK
    factors = np.array([(1.0 + asked.discount) ** -step.years for step in asked.horizon.steps])
    lengths, span = np.diff(ends, prepend=0.0), float(ends[-1])
    money = history.mean_spend * history.kept * asked.margin
    discounted = float(factors @ lengths)
    worth = money * discounted / span
    each = rates.expected(span)
    low, high = rates.interval(span, asked.level)
    whole = np.array([each.sum()])
    lowest, highest = rates.interval_of_total(span, asked.level)
    shares = lengths / span * float(whole[0])
    return Prediction(
        asked=asked,
        active=None,
        purchases=Estimate(each, low, high),
        discounted=rates.expected(discounted),
        spend=np.full(len(history), history.mean_spend * history.kept),
        value=Estimate(each * worth, low * worth, high * worth),
        total_purchases=Estimate(whole, lowest, highest),
        total_value=Estimate(whole * worth, lowest * worth, highest * worth),
        steps=tuple((float(bought), float(bought * money)) for bought in shares),
        method=METHOD,
        by_step=np.outer(lengths / span, each) if keeps_steps(len(history), asked.horizon) else None,
    )
