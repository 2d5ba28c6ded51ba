"""What a spreadsheet can say of a prediction itself: parameters as inputs, chances and values as formulas of them.

The expected number of purchases is a hypergeometric series, of which a spreadsheet knows no formula; it stays a value,
step by step, so that the discount of each step is a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from custecon.core import units
from custecon.core.expression import Constant, Expression, Name, exp, log_gamma, where
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import Across
from custecon.core.results import Beneath, Column, Input, Table
from custecon.core.units import Form
from custecon.models.fit_record import Fit
from custecon.tables.prediction import Fitted, Prediction

PURCHASES = "found by the model when this was written; they do not follow its parameters"
ONCE = "found by the models when this was written"
CHANCE = "the model has no formula of it that a cell can hold"
TOO_MANY = "the purchases of every client in every step would be too many cells, so they do not follow the discount"

LIVE = ("bg_nbd", "mbg_nbd")  # their chance to be active is elementary
NAMES = {
    "bg_nbd": {"r": "buying_shape", "alpha": "buying_scale", "a": "leaving_first", "b": "leaving_second"},
    "mbg_nbd": {"r": "buying_shape", "alpha": "buying_scale", "a": "leaving_first", "b": "leaving_second"},
    "gamma_gamma": {"p": "spend_shape", "q": "spend_spread", "gamma": "spend_scale"},
    "shifted_beta_geometric": {"alpha": "leaving_first", "beta": "leaving_second"},
    "beta_discrete_weibull": {"alpha": "leaving_first", "beta": "leaving_second", "c": "leaving_trend"},
}


def inputs_of(fits: Sequence[Fit], *, kept: float = 1.0) -> tuple[Input, ...]:
    """The parameters of the fits as inputs, so that a workbook has them in cells; and what refunds leave."""
    found = [
        Input(QUANTITIES[NAMES[fit.model][name]], float(value), "file", say("{name}, fitted", name=say(name)))
        for fit in fits
        for name, value in fit.params.items()
        if name in NAMES.get(fit.model, {})
    ]
    if kept < 1.0:
        found.append(Input(QUANTITIES["kept_of_refunds"], kept, "file", "refunds and orders of the log"))
    return tuple(found)


def alone(groups: Sequence[Fitted]) -> Fitted | None:
    """The one fit of all clients; with several groups a formula would need another parameter in each row."""
    return groups[0] if len(groups) == 1 else None


def chance(groups: Sequence[Fitted]) -> Expression | None:
    """The chance to be active, of the columns of the client table.

    BG/NBD: Fader, Hardie and Lee 2008, note 021; MBG/NBD: Batislam, Denizel and Filiztekin 2007.
    """
    only = alone(groups)
    if only is None or only.buying.model not in LIVE:
        return None
    count, last, age = Name("repeat_purchases"), Name("weeks_to_last"), Name("weeks_observed")
    shape, scale = Name("buying_shape"), Name("buying_scale")
    first, second = Name("leaving_first"), Name("leaving_second")
    longer = ((scale + age) / (scale + last)) ** (shape + count)
    if only.buying.model == "mbg_nbd":
        return 1 / (1 + first / (second + count) * longer)
    found: Expression = where(count > 0, lambda: 1 / (1 + first / (second + count - 1) * longer), 1)
    return found


def spend(groups: Sequence[Fitted], *, kept: float) -> Expression | None:
    """The expected spend of a purchase: Fader and Hardie 2013, eq. 5, after refunds."""
    only = alone(groups)
    if only is None or only.spend is None:
        return None
    count = where(Name("average_spend") > 0, Name("repeat_purchases"), 0)
    shape, spread, scale = Name("spend_shape"), Name("spend_spread"), Name("spend_scale")
    found: Expression = shape * (scale + count * Name("average_spend")) / (shape * count + spread - 1)
    return found * Name("kept_of_refunds") if kept < 1.0 else found


def value(*, margin: float) -> Expression:
    """The predicted value: purchases, each discounted, × spend × margin rate."""
    found: Expression = Name("discounted_purchases") * Name("expected_spend")
    return found * Name("margin_rate") if margin != 1.0 else found


def found_once(*columns: Column) -> tuple[Column, ...]:
    """The columns of a table that tells how models were found or judged: its numbers follow no cell."""
    return tuple(
        column if column.unit.form in (Form.TEXT, Form.DATE) else replace(column, fixed=ONCE) for column in columns
    )


def discounted(prediction: Prediction) -> dict[str, Any]:
    """The purchases, each step's times its factor; where the steps are too many, why there is no formula."""
    if prediction.by_step is None:
        return {"fixed": TOO_MANY}
    names = tuple(f"step_{number}" for number in range(1, len(prediction.by_step) + 1))
    return {"formula": Across(names, "steps", "factor")}


def beneath(prediction: Prediction) -> Beneath:
    """What keeps the discount alive: the purchases of every client, as the table has them, the factor of every step."""
    if prediction.by_step is None:
        return Beneath()
    steps, asked = prediction.asked.horizon.steps, prediction.asked
    columns = (
        Column("step", "step", units.PERIOD_NUMBER, "on the way to the horizon"),
        Column("until", "until", units.DATE, "the last day of the step"),
        Column("years", "years", units.RATIO, "from the start of the horizon to the end of the step"),
        Column("factor", "discount factor", units.RATIO, "what one money unit at the end of the step is worth now",
               formula=(1 + Name("discount")) ** (0 - Name("years"))),
    )  # fmt: skip
    rows = [
        (number, step.end, step.years, (1.0 + asked.discount) ** -step.years) for number, step in enumerate(steps, 1)
    ]
    each = tuple(
        Column(f"step_{number}", say("purchases to {end}", end=step.end), units.RATIO, "expected in the step",
               fixed=PURCHASES)
        for number, step in enumerate(steps, 1)
    )  # fmt: skip
    cells = [tuple(line) for line in prediction.by_step[:, prediction.order].T.tolist()]
    table = Table("steps", "Steps to the horizon", columns, rows, note="what is bought in a step counts from its end")
    return Beneath(tables=(table,), columns={"clients": (each, cells)})


def retention(fit: Fit) -> Expression:
    """Of those who are there, who renew at the end of a period."""
    return renewing(fit, Name("period") - 1)


def renewing(fit: Fit, made: Expression) -> Expression:
    """The chance of one renewal more after so many.

    sBG: Fader and Hardie 2007, eq. 8; BdW: S(t) / S(t − 1) of Fader, Hardie, Liu, Davin and Steenburgh 2018, eq. 8.
    """
    first, second = Name("leaving_first"), Name("leaving_second")
    if fit.model == "shifted_beta_geometric":
        return (second + made) / (first + second + made)
    found: Expression = exp(_log_of_beta(_stretched(fit, made + 1)) - _log_of_beta(_stretched(fit, made)))
    return found


def surviving(fit: Fit) -> Expression:
    """Of all that began, who is there after a period: B(alpha, beta + t^c) ÷ B(alpha, beta), with c = 1 for sBG."""
    found: Expression = exp(_log_of_beta(_stretched(fit, Name("period"))) - _log_of_beta(Constant(0)))
    return found


def _stretched(fit: Fit, periods: Expression) -> Expression:
    return periods if fit.model == "shifted_beta_geometric" else periods ** Name("leaving_trend")


def _log_of_beta(beyond: Expression) -> Expression:
    """Ln B(alpha, beta + beyond) without the part of alpha alone, which a difference of two does not have."""
    first, second = Name("leaving_first"), Name("leaving_second")
    found: Expression = log_gamma(second + beyond) - log_gamma(first + second + beyond)
    return found
