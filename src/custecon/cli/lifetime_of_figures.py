"""`custecon ltv` from figures alone: which method they allow, and what the others would give."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.analyses.inputs import given_figures
from custecon.cli import asking
from custecon.cli.options import Asked
from custecon.clients.prediction_methods import PREDICTED
from custecon.core.catalogue import Metric, topic_of
from custecon.core.completing import completed
from custecon.core.errors import Undefined, UsageError, notice, problem
from custecon.core.evaluation import figure, notices, schedule
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result
from custecon.metrics import lifetime
from custecon.render import numbers

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
FIGURES = (
    "margin",
    "revenue",
    "margin_rate",
    "retention",
    "churn",
    "discount",
    "growth",
    "periods",
    "retention_spend",
    "order_value",
    "orders_per_year",
    "years",
)


def of_figures(asked: Asked) -> Result:
    """The lifetime value by every method that the given figures allow.

    Raises:
        UsageError: no method can be computed from them. Undefined: the answer does not exist.
    """
    for name in ("by", "lost_after"):
        if name in asked.options:
            raise UsageError(problem("E124", name=f"--{name.replace('_', '-')}"))
    given, period = given_figures(asked, FIGURES)
    known = completed(given)
    told = []
    if not any(entry.name == "discount" for entry in known):
        known.append(Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given"))
    main = method_of(asked, known)
    answered = figure(main, known)
    if answered.undefined:
        raise Undefined(answered.undefined)
    if any(entry.origin == "assumed" for entry in answered.inputs):
        told.append(notice("N303"))
    others = [] if asked.text("method") else _others(main, known)
    return Result(
        command="ltv",
        title=lifetime.TOPIC.title,
        answer=_sentence(answered),
        figures=(answered, *others),
        tables=(schedule(main, known, title="Period by period"),) if main.is_schedule else (),
        inputs=_used((answered, *others)),
        notices=(*notices(main, known), *told),
        sources=main.sources,
        criticism=(main.criticism,),
        period=period,
        currency=asked.text("currency"),
    )


def method_of(asked: Asked, known: Sequence[Input]) -> Metric:
    """The method asked for, or the first by preference that the inputs allow.

    Raises:
        UsageError: E116 the method asked for lacks an input; E115 no method can be computed.
    """
    names = {entry.name for entry in known}
    wanted = asking.chosen(asked, "method", (*METRICS, *PREDICTED))
    if wanted:
        missing = METRICS[wanted].required - names
        if missing:
            flags = ", ".join(QUANTITIES[name].flag for name in sorted(missing))
            raise UsageError(problem("E116", method=wanted, missing=flags, cure=f"give {flags}"))
        return METRICS[wanted]
    for metric in BY_PREFERENCE:
        if metric.required <= names:
            return metric
    raise UsageError(
        problem(
            "E115",
            missing="give a file, or margin and retention (or churn), or revenue and churn, or order value, "
            "orders a year, years and margin rate",
            cure="for example: custecon ltv --margin 100 --retention 80% --discount 10%",
        )
    )


def _others(main: Metric, known: Sequence[Input]) -> list[Figure]:
    """What the other methods give for the same inputs."""
    names = {entry.name for entry in known}
    return [figure(m, known, weight="other") for m in METRICS.values() if m is not main and m.required <= names]


def _sentence(answered: Figure) -> str:
    told = answered.metric.meaning if answered.metric else answered.label
    return f"{told}: {numbers.shown(answered.value, answered.unit)}."


def _used(figures: Sequence[Figure]) -> tuple[Input, ...]:
    """Every input that went into one of the figures, once."""
    return tuple({entry.name: entry for shown in figures for entry in shown.inputs}.values())
