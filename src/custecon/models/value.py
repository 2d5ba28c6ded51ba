"""What clients are still worth: expected purchases by period × spend × margin, discounted to now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import Number, say
from custecon.models import gamma_gamma
from custecon.models.buying_model import Params, model_named
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate, Span
from custecon.models.fit_record import Fit
from custecon.models.summary import Floats, SpendSummary


@dataclass(frozen=True, eq=False)
class ResidualValue:
    """What each client is still worth, from now to the horizon; the past is not in it.

    Money in the currency of the spend. `basis` says whether it is revenue (margin 1) or margin.
    `independence`: whether spend depends on frequency, which the product assumes away (None with fewer than
    three repeat buyers).
    """

    per_client: Floats
    purchases: Floats
    discounted_purchases: Floats
    spend: Floats
    basis: Literal["revenue", "margin"]
    horizon: Span
    period: Span
    discount: DiscountRate
    margin: float
    weights: Floats
    independence: gamma_gamma.Independence | None

    @property
    def total(self) -> float:
        """What the whole base is still worth."""
        return float(self.weights @ self.per_client)


def _periods(horizon: Span, period: Span) -> int:
    count = horizon.to("day") / period.to("day") if horizon.unit != "occasion" else horizon.count / period.count
    if abs(count - round(count)) > 1e-9 or round(count) < 1:
        what = say(
            "{count} {unit}s are not whole periods of {each} {period}s",
            count=Number(horizon.count),
            unit=horizon.unit,
            each=Number(period.count),
            period=period.unit,
        )
        raise Undefined(problem("E335", what=what))
    return round(count)


def discounted_by_period(
    model: str, params: Params, history: Any, *, horizon: Span, period: Span, discount: DiscountRate
) -> tuple[Floats, Floats]:
    """Expected purchases of each client to the horizon, plain and discounted from the period's end.

    Each period's purchases are the difference of two expectations; periods are converted to the unit of the
    history exactly. A rate stated per unit of the period is used as it stands, any other is converted once.

    Raises:
        Undefined: E335 if the horizon is not a whole number of periods.
    """
    if period.unit == discount.per:
        rate = (1.0 + discount.rate) ** period.count - 1.0
    else:
        rate = float(np.expm1(discount.force("day") * period.to("day")))
    predictor = model_named(model)
    before = np.zeros(len(history))
    total = np.zeros(len(history))
    for number in range(1, _periods(horizon, period) + 1):
        end = Span(period.count * number, period.unit, period.days_each)
        now = predictor.expected_purchases(params, history, end)
        total += (now - before) / (1.0 + rate) ** number
        before = now
    return before, total


def _independence(spend: SpendSummary) -> gamma_gamma.Independence | None:
    if float(spend.counts[spend.repeat_purchases > 0].sum()) < 3:
        return None
    return gamma_gamma.independence_of_frequency(spend)


def residual_value(
    fit: Fit,
    spend_fit: Params,
    history: Any,
    spend: SpendSummary,
    *,
    horizon: Span,
    period: Span,
    discount: DiscountRate,
    margin: float = 1.0,
) -> ResidualValue:
    """What each client is still worth to the horizon: purchases × spend × margin, discounted per period.

    One row per client in `history` and `spend` alike. `margin` 1 gives revenue. Assumes that spend does not
    depend on frequency (see `gamma_gamma.independence_of_frequency`).

    Raises:
        Undefined: E335 for durations that do not fit together, E334 for an infinite mean spend, E330 for two
            summaries of different length.
    """
    if len(history) != len(spend):
        raise Undefined(
            problem(
                "E330",
                what=say("{history} clients have a history, {spend} a spend", history=len(history), spend=len(spend)),
            )
        )
    plain, discounted = discounted_by_period(fit.model, fit, history, horizon=horizon, period=period, discount=discount)
    amounts = gamma_gamma.expected_spend(spend_fit, spend)
    return ResidualValue(
        per_client=discounted * amounts * margin,
        purchases=plain,
        discounted_purchases=discounted,
        spend=amounts,
        basis="revenue" if margin == 1.0 else "margin",
        horizon=horizon,
        period=period,
        discount=discount,
        margin=margin,
        weights=history.counts,
        independence=_independence(spend),
    )


def contract_value(
    fit: Fit, renewals: npt.ArrayLike, *, payment: float, discount: DiscountRate, periods: int | None = None
) -> Floats:
    """What each contract is still worth just before its next renewal: expected discounted renewals × payment.

    `renewals`: how many each client has made; `payment` per period, in its currency; without `periods`, for
    ever.

    Raises:
        Undefined: E334 if that has no end, E336 for a fit of another kind.
    """
    if fit.model not in CONTRACT_MODELS:
        raise Undefined(
            problem(
                "E336",
                parameters=say("a fit of {model}", model=fit.model),
                model=say("any contract"),
                what="models differ",
            )
        )
    model = CONTRACT_MODELS[fit.model]
    return payment * model.discounted_residual_renewals(fit, renewals, discount, fit.unit, periods)
