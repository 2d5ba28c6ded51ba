"""`custecon ltv`: from figures, from a client list, from an order log."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.cli import asking
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.core.catalogue import Metric, topic_of
from custecon.core.errors import Undefined, UsageError, notice, problem
from custecon.core.evaluation import figure, notices, schedule
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result
from custecon.metrics import lifetime
from custecon.render import numbers

__all__ = ["COMMAND"]

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


def run(session: Session, asked: Asked) -> Result:
    """The lifetime value from a file, from options, or from both."""
    if asked.file is not None:
        from custecon.cli import lifetime_of_file

        return lifetime_of_file.run(session, asked)
    return of_figures(asked)


def of_figures(asked: Asked) -> Result:
    """The lifetime value by every method that the given figures allow.

    Raises:
        UsageError: no method can be computed from them. Undefined: the answer does not exist.
    """
    given, period = asking.inputs(asked, FIGURES)
    known = asking.completed(given)
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
    wanted = asking.chosen(asked, "method", tuple(METRICS))
    if wanted:
        missing = METRICS[wanted].required - names
        if missing:
            flags = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(missing))
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


COMMAND = Command(
    name="ltv",
    help="""What a client is worth: lifetime value (LTV), by every convention.

    From figures alone, from a client list (one row a client), or from an order log (client, date, amount). The default
    method is margin-multiple: the value of a client you have, the next margin coming one period from now.""",
    run=run,
    options=(
        *(option_of(name) for name in FIGURES),
        Option(
            "period",
            "The period of the calculation; rates given per another are converted once, by powers.",
            "month|year",
            panel="Figures",
        ),
        Option("method", f"One method only: {', '.join(METRICS)}.", "METHOD", panel="Figures"),
        Option("by", "Add the clients up by a column: segment, channel or manager.", "COLUMN", panel="Figures"),
        Option("level", "The level of intervals, 95 if not given.", "PERCENT", panel="Figures"),
        Option("lost_after", "A client who has not bought for so long counts as lost: 180d.", "DAYS", panel="Figures"),
    ),
    argument="[FILE]",
    argument_help="A client list or an order log: CSV, TSV or Excel; - reads the standard input.",
    examples=(
        "custecon ltv --margin 100 --retention 80% --discount 10%",
        "custecon ltv clients.csv --discount 10% --by segment",
    ),
)
