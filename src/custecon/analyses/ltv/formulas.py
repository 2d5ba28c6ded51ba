"""Lifetime value from figures alone: which formula they allow, and what the others would give."""

from collections.abc import Sequence

from custecon.analyses.figures import Inputs
from custecon.core.answer import Answer
from custecon.core.catalogue import Metric, topic_of
from custecon.core.derived_inputs import completed
from custecon.core.errors import Undefined, UsageError, notice, problem
from custecon.core.evaluation import figure, notices, schedule
from custecon.core.phrases import Amount, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input
from custecon.core.screen import Key, Screen
from custecon.metrics import lifetime

METRICS: dict[str, Metric] = {metric.slug: metric for metric in topic_of(lifetime.TOPIC.name)}

# The first of these families whose inputs are all there answers; --method overrules.
BY_PREFERENCE = (
    lifetime.retention_programme,
    lifetime.fixed_horizon,
    lifetime.margin_multiple,
    lifetime.margin_over_churn,
    lifetime.revenue_over_churn,
    lifetime.order_value_over_years,
)


def answered(inputs: Inputs, method: str | None) -> Answer:
    """The lifetime value by every formula that the figures allow, or by the one that was asked for.

    Raises:
        UsageError: no formula can be computed from them. Undefined: the answer does not exist.
    """
    known = with_discount(inputs)
    main = formula_of(method, known)
    shown = figure(main, known)
    if shown.undefined:
        raise Undefined(shown.undefined)
    told = [notice("N303")] if any(entry.origin == "assumed" for entry in shown.inputs) else []
    figures = (shown, *([] if method else _others(main, known)))
    return Answer(
        say("{meaning}: {shown}.", meaning=say(main.meaning), shown=Amount(shown.value, shown.unit, inputs.currency)),
        figures=figures,
        tables=(schedule(main, known, title="Period by period"),) if main.is_schedule else (),
        inputs=tuple({entry.name: entry for one in figures for entry in one.inputs}.values()),
        notices=(*notices(main, known), *told),
        sources=main.sources,
        criticism=(main.criticism,),
        period=inputs.period,
        screen=Screen(figures=tuple(Key(one.name) for one in figures[:4])),
    )


def with_discount(inputs: Inputs) -> list[Input]:
    """What was said and what follows from it; a discount of 0 where nobody says one."""
    known = completed([*inputs.values()])
    if not any(entry.name == "discount" for entry in known):
        known.append(Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given"))
    return known


def formula_of(method: str | None, known: Sequence[Input]) -> Metric:
    """The formula asked for, or the first by preference that the inputs allow.

    Raises:
        UsageError: E116 the formula asked for lacks an input; E115 none can be computed.
    """
    names = {entry.name for entry in known}
    if method:
        if missing := METRICS[method].required - names:
            flags = ", ".join(QUANTITIES[name].flag for name in sorted(missing))
            raise UsageError(problem("E116", method=method, missing=flags, cure=say("give {flags}", flags=flags)))
        return METRICS[method]
    for metric in BY_PREFERENCE:
        if metric.required <= names:
            return metric
    raise UsageError(
        problem(
            "E115",
            missing="give a file, or margin and retention (or churn), or revenue and churn, or order value, orders a "
            "year, years and margin rate",
            cure="for example: custecon ltv --margin 100 --retention 80% --discount 10%",
        )
    )


def _others(main: Metric, known: Sequence[Input]) -> list[Figure]:
    """What the other formulas give for the same inputs."""
    names = {entry.name for entry in known}
    return [figure(m, known, weight="other") for m in METRICS.values() if m is not main and m.required <= names]
