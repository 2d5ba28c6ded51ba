"""`custecon churn-cost`: from a count of lost clients, and more the more is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custecon.analyses.inputs import given_figures
from custecon.cli import asking, telling
from custecon.cli.options import Asked, Command, Option, file_option, option_of
from custecon.cli.session import Session
from custecon.core.completing import completed
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.evaluation import along
from custecon.core.expression import Name
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import formula_of
from custecon.core.results import Figure, Input, Interval, Result
from custecon.core.units import SHARE, Period
from custecon.core.wording import agreed
from custecon.metrics import churn, churn_claim
from custecon.metrics.parameters import parameter
from custecon.metrics.proportions import wilson_interval
from custecon.render import numbers

__all__ = ["COMMAND", "of_figures", "result_of"]

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
# Here everything is per year, so the help says year.
SAID = {
    "lost": "clients who were there at the start of the year (or --over) and have left since",
    "clients_at_start": "clients at the start of the year (or --over)",
    "margin": "what a client leaves in a year after the direct cost",
    "churn": "the part of clients who leave in a year, if it is not the one counted here",
    "retention": "the part of clients who stay a year, if it is not the one counted here",
}
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
    churn_claim.profit_lift_of_company,
    churn_claim.retention_elasticity,
)
# Nothing of these is the firm's own, so they stand below its figures and say so in their names.
LITERATURE = (churn.usual_income_lost, churn_claim.profit_lift_undiscounted)
USUAL = {
    "usual_churn_low": "rule of thumb, not a count of yours: churn a year from",
    "usual_churn_high": "rule of thumb, not a count of yours: churn a year to",
}
PUBLISHED = {
    "published_lift_bank": "published for others, 5 points less churn: a bank's branches",
    "published_lift_insurance": "published for others, 5 points less churn: insurance broker",
    "published_lift_garage": "published for others, 5 points less churn: garages",
    "published_lift_garage_later": "published for others, 5 points less churn: garages, later list",
    "published_lift_card": "published for others, churn of 10 % to 5 %: credit cards",
}
# By how much churn falls in each figure that has "with less churn" in its name.
FALLS = {
    churn.less_churn_income.name: "less_churn",
    churn.less_churn_a_year.name: "less_churn",
    churn.less_churn_for_life.name: "less_churn",
    churn_claim.profit_lift_per_client.name: "compared_fall",
    churn_claim.profit_lift_undiscounted.name: "compared_fall",
    churn_claim.profit_lift_of_company.name: "compared_fall",
}
ASSUMED = {"less_churn": (0.01, "one point of a hundred"), "compared_fall": (0.05, "five points of a hundred")}


def run(session: Session, asked: Asked) -> Result:
    """The cost of churn from options, from a file, or from both."""
    if asked.file is not None:
        from custecon.cli import churn_of_file

        return churn_of_file.run(session, asked)
    return of_figures(session, asked)


def of_figures(session: Session, asked: Asked) -> Result:
    """The cost of churn from the given figures.

    Raises:
        UsageError: the number of lost clients is missing, or the figures contradict each other.
    """
    telling.needs_file(asked, ("by", "preventable") if asked.text("clients") else ("by", "preventable", "lost_after"))
    given, _ = given_figures(asked, FIGURES, fixed=Period.YEAR)
    if not any(entry.name == "lost" for entry in given):
        raise UsageError(
            problem(
                "E115",
                missing="give the number of lost clients",
                cure="for example: custecon churn-cost --lost 120 --value 5000",
            )
        )
    if asked.text("clients") is None:
        return result_of(asked, given)
    from custecon.cli import churn_of_file
    from custecon.cli.reading import in_currency_of

    found, reading = churn_of_file.value_of_list(session, asked, given)
    asked.in_vain("lost_after")  # what clients are worth does not rest on who has left
    standing = telling.without_settings(given, [entry.name for entry in found])
    result = result_of(in_currency_of(asked, reading), [*standing, *found])
    return replace(result, notices=(*reading.notices, *result.notices), controls=(reading.controls,))


def result_of(asked: Asked, given: Sequence[Input]) -> Result:
    """All that these inputs tell about the cost of churn.

    Raises:
        UsageError: E108 the figures contradict each other; E360 more were lost than there were.
    """
    span = Period(asking.chosen(asked, "over", [period.value for period in Period]) or Period.YEAR)
    known = _completed(given, span)
    if "clients_at_start" not in known:
        asked.in_vain("over")  # it is the churn that is carried to a year
    answer = next(metric for metric in ANSWERS if metric.required <= known.keys())
    (main,) = telling.possible((answer,), known, weight="main")
    if main.undefined:
        raise Undefined(main.undefined)
    details = telling.possible([metric for metric in DETAILS if metric is not answer], known)
    claim = telling.possible(CLAIM, known) if "churn" in known else []
    usual = _literature(known, claimed=bool(claim))
    figures = [_with_interval(shown, known, asked) for shown in (main, *details, *claim, *usual)]
    figures = [_with_points(shown, known) for shown in figures]

    told = [*_two_churns(known), *telling.warnings(figures)]
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
    told += telling.in_vain(
        given, figures, (*ANSWERS, *DETAILS, *CLAIM, *LITERATURE), follows={"churn": "clients_at_start"}
    )
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
    """The inputs, and those that follow from them or are assumed.

    Raises:
        UsageError: E108 the figures contradict each other; E360 more were lost than there were.
    """
    typed = {entry.name for entry in given if entry.origin in ("given", "file")}
    if "clients_at_start" in typed:
        given = telling.without_settings(given, ("churn", "retention"))
    if "margin_rate" in typed:
        given = telling.without_settings(given, ("margin",))
    elif "margin" in typed:
        given = telling.without_settings(given, ("margin_rate",))
    known = {entry.name: entry for entry in completed(given)}
    start = known.get("clients_at_start")
    if start is not None and known["lost"].value > start.value:
        raise UsageError(problem("E360", lost=known["lost"].value, start=start.value))
    counted = formula_of(churn.churn_rate)
    if span is Period.YEAR:
        telling.follow(known, "churn", counted, "lost ÷ clients at the start")
    elif start is not None:
        telling.follow(known, "counted_churn", counted, f"lost ÷ clients at the start, in a {span.value}")
        known.setdefault(
            "times_a_year", Input(QUANTITIES["times_a_year"], span.per_year, "computed", f"a year ÷ a {span.value}")
        )
        telling.follow(known, "churn", formula_of(churn.annual_churn), f"from a {span.value}, by powers")
    telling.follow(known, "retention", 1 - Name("churn"), "1 − churn rate")
    average = Name("annual_revenue") / Name("clients_at_start")
    telling.follow(known, "value", average, "annual income ÷ clients at the start")
    margin = Name("value") * Name("margin_rate")
    telling.follow(known, "margin", margin, "annual value × margin rate", twice="--value with --margin-rate")
    telling.follow(known, "average_margin", Name("margin"), "taken to be that of the lost clients")
    for name, (value, note) in ASSUMED.items():
        known.setdefault(name, Input(QUANTITIES[name], value, "assumed", note))
    if "annual_revenue" in known:
        usual = parameter("usual_share")
        known.setdefault("usual_share", Input(usual.quantity, usual.value, "assumed", str(usual)))
    return known


def _with_interval(shown: Figure, known: dict[str, Input], asked: Asked) -> Figure:
    """The figure with what the count of few clients leaves open, if it rests on such a count."""
    if shown.metric is None or shown.undefined or "clients_at_start" not in known:
        return shown
    counted = wilson_interval(known["lost"].value, known["clients_at_start"].value, asking.level(asked))
    inputs = list(shown.inputs)
    found: Interval | None = None
    if shown.metric is churn.churn_rate:
        found = counted
    elif shown.metric is churn.annual_churn:
        found = along(churn.annual_churn, inputs, {"counted_churn": counted})
    elif any(entry.name == "churn" for entry in shown.inputs) and known["churn"].origin == "computed":
        a_year = counted
        if "times_a_year" in known:
            low, high = (_a_year(end, known) for end in (counted.low, counted.high))
            a_year = Interval(low, high, counted.level, counted.method)
        found = along(shown.metric, inputs, {"churn": a_year})
    return replace(shown, interval=found) if found else shown


def _a_year(counted: float, known: dict[str, Input]) -> float:
    """The churn of the time counted, carried to a year."""
    found: float = churn.annual_churn(counted_churn=counted, times_a_year=known["times_a_year"].value)
    return found


def _with_points(shown: Figure, known: dict[str, Input]) -> Figure:
    """The figure with the number of points in its name, if it tells what less churn brings."""
    if shown.name not in FALLS:
        return shown
    points = numbers.plain(numbers.exact(known[FALLS[shown.name]].value) * 100)
    fall = f"with {points} point{'' if points == '1' else 's'} less churn"
    return replace(shown, label=shown.label.replace("with less churn", fall))


def _two_churns(known: dict[str, Input]) -> list[Notice]:
    """That the churn which was counted is not the churn which was given, and where each of them is used."""
    said = known.get("churn")
    if said is None or "clients_at_start" not in known:
        return []
    counted = churn.churn_rate(**{name: known[name].value for name in ("lost", "clients_at_start")})
    if "times_a_year" in known:
        counted = _a_year(counted, known)
    if abs(counted - said.value) <= 1e-9:
        return []
    option = telling.flag("churn" if said.origin != "computed" else "retention")
    counts, says = (numbers.shown(value, SHARE) for value in (counted, said.value))
    return [notice("N366", option=option, counted=counts, given=says)]


def _literature(known: dict[str, Input], *, claimed: bool) -> list[Figure]:
    """The published figures to set one's own against; below them, for none of them is the firm's own."""
    shown = telling.possible(LITERATURE if claimed else LITERATURE[:1], known, weight="other")
    labels = (USUAL if "clients_at_start" in known else {}) | (PUBLISHED if claimed else {})
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
    who = f"{lost} {agreed(known['lost'].value, 'lost client costs', 'lost clients cost')}"
    value = numbers.shown(main.value, main.unit, currency)
    if main.metric is churn.churn_cost_in_values:
        return f"{who} {value} × the annual value of a client, every year they would have stayed."
    return f"{who} {value} a year in {'income' if main.metric is churn.churn_cost else 'margin'}."


COMMAND = Command(
    name="churn-cost",
    help="""What losing clients costs, in a year and over their lifetime.

    Lost clients times the annual value of one. With more it tells more: churn with its interval, share of income,
    margin, cost of replacing them, margin lost over a lifetime, and what one point less churn is worth. Money and rates
    are per year unless you say otherwise, as in --margin 80/month. From a file it counts who left in the last year.""",
    run=run,
    options=(
        *(option_of(name, SAID.get(name, "")) for name in FIGURES),
        Option("over", "The time in which they left, a year if not given.", "month|quarter|year", panel="Figures"),
        file_option("clients", "A client list or order log that tells the annual value of a client.", panel="Figures"),
        Option("by", "Churn by a column: segment, channel or manager.", "COLUMN", panel="Figures"),
        Option(
            "preventable",
            "A reason in the file that could have been prevented. May be repeated.",
            "REASON",
            list,
            panel="Figures",
        ),
        Option(
            "renewal",
            "With a list of contracts: how often an amount is paid, if the list does not tell.",
            "month|quarter|year",
            panel="Figures",
        ),
        Option("lost_after", "A client who has not bought for so long counts as lost: 180d.", "DAYS", panel="Figures"),
        option_of("level", "the level of intervals, 95 if not given", metavar="PERCENT"),
    ),
    argument="[FILE]",
    argument_help="A client list, a list of contracts or an order log: who left in its last year; - reads the standard "
    "input.",
    examples=(
        "custecon churn-cost --lost 120",
        "custecon churn-cost clients.csv --by segment --discount 10%",
        "custecon churn-cost subscriptions.csv --renewal month",
        "custecon churn-cost --lost 120 --value 5000 --clients-at-start 1000 --margin-rate 40% --discount 10%",
    ),
    kinds=("clients", "orders", "subscriptions"),
)
