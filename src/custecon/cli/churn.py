"""`custecon churn-cost`: from a count of lost clients, and more the more is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custecon.cli import asking, telling
from custecon.cli.options import Asked, Command, Option, option_of
from custecon.cli.session import Session
from custecon.core.errors import Undefined, UsageError, notice, problem
from custecon.core.evaluation import along
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Interval, Result
from custecon.core.units import Change, Period, convert
from custecon.metrics import churn, churn_claim
from custecon.metrics.parameters import parameter
from custecon.metrics.proportions import wilson_interval
from custecon.render import numbers

__all__ = ["COMMAND", "known_from", "of_figures", "result_of"]

FIGURES = (
    "lost",
    "value",
    "clients_at_start",
    "annual_revenue",
    "margin",
    "margin_rate",
    "acquisition_cost",
    "recovered",
    "churn",
    "retention",
    "discount",
    "less_churn",
    "compared_fall",
    "usual_share",
)
# The first whose inputs are there is the answer.
ANSWERS = (churn.churn_cost, churn.margin_lost, churn.churn_cost_in_values)
DETAILS = (
    churn.churn_rate,
    churn.annual_churn,
    churn.clients_kept,
    churn.income_share_lost,
    churn.margin_lost,
    churn.lifetime_margin_lost,
    churn.replacement_cost,
    churn.churn_cost_after_recovery,
    churn.less_churn_income,
    churn.less_churn_a_year,
    churn.less_churn_for_life,
)
CLAIM = (
    churn_claim.profit_lift_per_client,
    churn_claim.profit_lift_undiscounted,
    churn_claim.profit_lift_of_company,
    churn_claim.retention_elasticity,
)
PUBLISHED = {
    "published_lift_bank": "published for 5 points: a bank's branches",
    "published_lift_insurance": "published for 5 points: insurance broker",
    "published_lift_garage": "published for 5 points: garages",
    "published_lift_garage_later": "published for 5 points: garages, later list",
    "published_lift_card": "published for 10 % to 5 %: credit cards",
}
ASSUMED = {"less_churn": (0.01, "one point of a hundred"), "compared_fall": (0.05, "five points of a hundred")}
MADE_OF = {
    "margin": ("value", "margin_rate"),
    "value": ("annual_revenue", "clients_at_start"),
    "churn": ("retention", "lost", "clients_at_start"),
    "retention": ("churn",),
}


def run(session: Session, asked: Asked) -> Result:
    """The cost of churn from options, from a file, or from both."""
    del session
    return of_figures(asked)


def of_figures(asked: Asked, settings: Sequence[Input] = ()) -> Result:
    """The cost of churn from the given figures; what is not given comes from the firm's settings.

    Raises:
        UsageError: the number of lost clients is missing, or the figures contradict each other.
    """
    given = known_from(asked, settings)
    if not any(entry.name == "lost" for entry in given):
        raise UsageError(
            problem(
                "E115",
                missing="give the number of lost clients",
                cure="for example: custecon churn-cost --lost 120 --value 5000",
            )
        )
    return result_of(asked, given)


def known_from(asked: Asked, settings: Sequence[Input] = ()) -> list[Input]:
    """The figures that were given as options, and those of the settings that were not."""
    # Money and rates are per year here, whatever was counted; a margin per month is brought to a year once.
    a_year = replace(asked, options={**asked.options, "period": Period.YEAR.value})
    given, _ = asking.inputs(a_year, FIGURES)
    names = {entry.name for entry in given}
    return given + [entry for entry in settings if entry.name in FIGURES and entry.name not in names]


def result_of(asked: Asked, given: Sequence[Input]) -> Result:
    """All that these inputs tell about the cost of churn.

    Raises:
        UsageError: E108 the figures contradict each other; E360 more were lost than there were.
    """
    span = Period(asking.chosen(asked, "over", [period.value for period in Period]) or Period.YEAR)
    known = _completed(given, span)
    answer = next(metric for metric in ANSWERS if metric.required <= known.keys())
    (main,) = telling.possible((answer,), known, weight="main")
    if main.undefined:
        raise Undefined(main.undefined)
    details = telling.possible([metric for metric in DETAILS if metric is not answer], known)
    claim = telling.possible(CLAIM, known) if "churn" in known else []
    usual = _usual(known, claimed=bool(claim))
    figures = [_with_interval(shown, known, asking.level(asked)) for shown in (main, *details, *claim, *usual)]

    told = telling.warnings(figures)
    if answer is churn.churn_cost_in_values:
        told.append(notice("N320"))
    if "counted_churn" in known and known["churn"].origin == "computed":
        told.append(notice("N324", given=span.value))
    if "usual_share" in known and known["usual_share"].origin == "assumed":
        told.append(
            notice(
                "N322", what="the usual 12 % of income", source=known["usual_share"].note, cure="your own counts more"
            )
        )
    if claim:
        told.append(notice("N325"))
    told += telling.in_vain(given, figures, (*ANSWERS, *DETAILS, *CLAIM), MADE_OF)
    return Result(
        command="churn-cost",
        title=churn.TOPIC.title,
        answer=_sentence(main, known, asked.text("currency")),
        figures=tuple(figures),
        inputs=telling.used(figures),
        notices=telling.once(told),
        sources=main.metric.sources if main.metric else (),
        criticism=tuple(dict.fromkeys(shown.metric.criticism for shown in figures if shown.metric)),
        period=Period.YEAR,
        currency=asked.text("currency"),
    )


def _completed(given: Sequence[Input], span: Period) -> dict[str, Input]:
    """The inputs, and those that follow from them or are assumed."""
    known = {entry.name: entry for entry in asking.completed(given)}

    def follow(name: str, value: float, note: str) -> None:
        if name not in known:
            known[name] = Input(QUANTITIES[name], value, "computed", note)
        elif name == "margin" and abs(known[name].value - value) > 1e-9 * abs(value):
            raise UsageError(problem("E108", name="--margin", other="--value with --margin-rate"))

    lost, start = known["lost"].value, known.get("clients_at_start")
    if start is not None:
        if lost > start.value:
            raise UsageError(problem("E360", lost=lost, start=start.value))
        rate = lost / start.value
        if span is Period.YEAR:
            follow("churn", rate, "lost ÷ clients at the start")
        else:
            follow("counted_churn", rate, f"lost ÷ clients at the start, in a {span.value}")
            follow("times_a_year", span.per_year, f"a year ÷ a {span.value}")
            follow(
                "churn", convert(rate, Change.LOSS, given=span, wanted=Period.YEAR), f"from a {span.value}, by powers"
            )
        if "annual_revenue" in known:
            follow("value", known["annual_revenue"].value / start.value, "annual income ÷ clients at the start")
    if "churn" in known:
        follow("retention", 1 - known["churn"].value, "1 − churn rate")
    if "value" in known and "margin_rate" in known:
        follow("margin", known["value"].value * known["margin_rate"].value, "annual value × margin rate")
    for name, (value, note) in ASSUMED.items():
        known.setdefault(name, Input(QUANTITIES[name], value, "assumed", note))
    if "annual_revenue" in known:
        usual = parameter("usual_share")
        known.setdefault("usual_share", Input(usual.quantity, usual.value, "assumed", str(usual)))
    return known


def _with_interval(shown: Figure, known: dict[str, Input], level: float) -> Figure:
    """The figure with what the count of few clients leaves open, if it rests on such a count."""
    if shown.metric is None or shown.undefined or "clients_at_start" not in known:
        return shown
    counted = wilson_interval(known["lost"].value, known["clients_at_start"].value, level)
    inputs = list(shown.inputs)
    found: Interval | None = None
    if shown.metric is churn.churn_rate:
        found = counted
    elif shown.metric is churn.annual_churn:
        found = along(churn.annual_churn, inputs, "counted_churn", counted)
    elif (
        shown.metric in (churn.lifetime_margin_lost, churn.less_churn_for_life) and known["churn"].origin == "computed"
    ):
        a_year = counted
        if "times_a_year" in known:
            times = known["times_a_year"].value
            low, high = (1 - (1 - end) ** times for end in (counted.low, counted.high))
            a_year = Interval(low, high, counted.level, counted.method)
        found = along(shown.metric, inputs, "churn", a_year)
    return replace(shown, interval=found) if found else shown


def _usual(known: dict[str, Input], *, claimed: bool) -> list[Figure]:
    """The published figures to set one's own against."""
    shown = telling.possible((churn.usual_income_lost,), known, weight="other")
    names = {"usual_churn_low": "usual churn a year, from", "usual_churn_high": "usual churn a year, to"}
    labels = (names if "clients_at_start" in known else {}) | (PUBLISHED if claimed else {})
    for name, label in labels.items():
        found = parameter(name)
        shown.append(
            Figure(
                name,
                label,
                found.value,
                found.quantity.unit,
                note=f"{found.source.work.authors} ({found.year}): {found.note}",
                weight="other",
            )
        )
    return shown


def _sentence(main: Figure, known: dict[str, Input], currency: str | None) -> str:
    lost = numbers.shown(known["lost"].value, known["lost"].quantity.unit)
    who = f"{lost} lost client{'' if known['lost'].value == 1 else 's'} cost{'s' if known['lost'].value == 1 else ''}"
    value = numbers.shown(main.value, main.unit, currency)
    if main.metric is churn.churn_cost_in_values:
        return f"{who} {value} × the annual value of a client, every year they would have stayed."
    return f"{who} {value} a year in {'income' if main.metric is churn.churn_cost else 'margin'}."


COMMAND = Command(
    name="churn-cost",
    help="""What losing clients costs: in a year, over their lifetime, and what less churn would bring.

    Lost clients times the annual value of one. With more it tells more: churn with its interval, share of income,
    margin, cost of replacing them, margin lost over a lifetime, and what one point less churn is worth. Money and rates
    are per year unless you say otherwise, as in --margin 80/month.""",
    run=run,
    options=(
        *(option_of(name) for name in FIGURES),
        Option("over", "The time in which they left, a year if not given.", "month|quarter|year", panel="Figures"),
        Option("level", "The level of intervals, 95 if not given.", "PERCENT", panel="Figures"),
    ),
    examples=(
        "custecon churn-cost --lost 120",
        "custecon churn-cost --lost 120 --value 5000 --clients-at-start 1000 --margin-rate 40% --discount 10%",
    ),
)
