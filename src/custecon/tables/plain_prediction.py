"""The answer without a model: everybody goes on at their rate, pulled towards everybody's; with its interval."""

from __future__ import annotations

import numpy as np

from custecon.core.errors import Undefined, problem
from custecon.models.naive import OwnRates, own_rates
from custecon.models.summary import Floats
from custecon.tables.prediction import Estimate, Prediction, Terms, keeps_steps
from custecon.tables.purchase_histories import WEEK, History
from custecon.tables.total_intervals import Errors, Parts, part_of, widened

FUTURES = 2_000  # of all clients together, behind the intervals of totals
METHOD = "purchases at random at each client's own rate (Gamma of shape 1 over clients, Jeffreys for its mean)"


def plainly_predicted(
    history: History, bought: Floats, weeks: Floats, asked: Terms, errors: Errors | None = None
) -> Prediction:
    """Average rate × time: nobody leaves, everybody pays the average.

    Args:
        history: the clients.
        bought: the purchases of each client that their rate is taken from.
        weeks: the time in which they made them.
        asked: horizon, discount, margin, level.
        errors: how far the rule itself may be off, which widens the intervals of totals.

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
    (lowest, highest), (least, most) = _ends(rates, span, asked.level, errors)
    shares = lengths / span * float(whole[0])
    return Prediction(
        asked=asked,
        active=None,
        purchases=Estimate(each, low, high),
        discounted=rates.expected(discounted),
        spend=np.full(len(history), history.mean_spend * history.kept),
        value=Estimate(each * worth, low * worth, high * worth),
        total_purchases=Estimate(whole, lowest, highest),
        total_value=Estimate(whole * worth, least * worth, most * worth),
        steps=tuple((float(bought), float(bought * money)) for bought in shares),
        method=METHOD,
        by_step=np.outer(lengths / span, each) if keeps_steps(len(history), asked.horizon) else None,
        parts=_parts(rates, span, asked.level, errors) if errors else (),
        errors=errors,
    )


def _ends(
    rates: OwnRates, span: float, level: float, errors: Errors | None
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """The ends of all purchases, and of those that all money would buy."""
    if errors is None:
        return (rates.interval_of_total(span, level),) * 2
    futures = rates.futures_of_total(span, FUTURES)
    low, high = widened(futures, errors.purchases, level)
    return (np.floor(low), np.ceil(high)), widened(futures, errors.money, level)


def _parts(rates: OwnRates, span: float, level: float, errors: Errors) -> tuple[Parts, ...]:
    alone, both = (rates.futures_of_total(span, FUTURES, doubt=doubt) for doubt in (False, True))
    return tuple(part_of(alone, both, error, level) for error in (errors.purchases, errors.money))
