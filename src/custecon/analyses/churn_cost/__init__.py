"""What losing clients costs: from a count of lost clients, or from a file; and more the more is known."""

from dataclasses import replace
from typing import Annotated

from custecon.analyses import notices
from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Another, Level, LostAfter, column, one_of, words
from custecon.clients.files import TableFile
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.evaluation import along
from custecon.core.expression import Name
from custecon.core.phrases import Amount, Number, Phrase, Share, say
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import formula_of
from custecon.core.results import Figure, Input, Interval
from custecon.core.rounding import exact
from custecon.core.screen import Key, Screen
from custecon.core.units import Period
from custecon.kinds.clients import LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.metrics import churn, churn_claim
from custecon.metrics.parameters import parameter
from custecon.metrics.proportions import wilson_interval

__all__ = ["answered", "churn_cost", "of_file"]

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
LESS = "with {points} {points:point|points} less churn"
# The figures that tell what less churn brings: by how much it falls there, and how they are called then.
FALLS = {
    churn.less_churn_income.name: ("less_churn", "gain in income a year, " + LESS),
    churn.less_churn_a_year.name: ("less_churn", "gain in margin a year, " + LESS),
    churn.less_churn_for_life.name: ("less_churn", "gain in margin over the clients' lifetime, " + LESS),
    churn_claim.profit_lift_per_client.name: ("compared_fall", "growth of lifetime profit per client, " + LESS),
    churn_claim.profit_lift_undiscounted.name: (
        "compared_fall",
        "the slogan's growth of lifetime profit per client, " + LESS,
    ),
    churn_claim.profit_lift_of_company.name: ("compared_fall", "growth of the company's profit next year, " + LESS),
}
ASSUMED = {"less_churn": (0.01, "one point of a hundred"), "compared_fall": (0.05, "five points of a hundred")}
# By the figure that is the answer, and whether some of the clients show only a part of a year; each whole.
SENTENCES = {
    (churn.churn_cost.name, False): "{lost} {lost:lost client costs|lost clients cost} {cost} a year in income.",
    (churn.churn_cost.name, True): (
        "{lost} {lost:lost client costs|lost clients cost} {cost} a year in income or more: the log does not show a "
        "whole year of all of them."
    ),
    (churn.margin_lost.name, False): "{lost} {lost:lost client costs|lost clients cost} {cost} a year in margin.",
    (churn.margin_lost.name, True): (
        "{lost} {lost:lost client costs|lost clients cost} {cost} a year in margin or more: the log does not show a "
        "whole year of all of them."
    ),
    (churn.churn_cost_in_values.name, False): (
        "{lost} {lost:lost client costs|lost clients cost} {cost} × the annual value of a client, every year they "
        "would have stayed."
    ),
    (churn.churn_cost_in_values.name, True): (
        "{lost} {lost:lost client costs|lost clients cost} {cost} × the annual value of a client, every year they "
        "would have stayed, or more: the log does not show a whole year of all of them."
    ),
}


class Money(Inputs, per=Period.YEAR):
    """What clients bring and cost, and how many leave; all per year."""

    value: of.AnnualValue
    annual_revenue: of.AnnualRevenue
    margin: Annotated[of.Margin, "what a client leaves in a year after the direct cost"]
    margin_rate: of.MarginRate
    acquisition_cost: of.AcquisitionCost
    recovered: of.Recovered
    churn: Annotated[of.ChurnRate, "the part of clients who leave in a year, if it is not the one counted here"]
    retention: Annotated[of.RetentionRate, "the part of clients who stay a year, if it is not the one counted here"]
    discount: of.DiscountRate
    less_churn: of.LessChurn
    compared_fall: of.ComparedFall
    usual_share: of.UsualShare


class Losses(Money):
    """The same with the clients who were lost, which a file counts itself."""

    lost: Annotated[of.ClientsLost, "clients who were there at the start of the year (or --over) and have left since"]
    clients_at_start: Annotated[of.ClientsAtStart, "clients at the start of the year (or --over)"]


class Leavers(TableFile):
    """Clients, contracts or orders that tell who left in the last year."""

    called = "a client list, a list of contracts or an order log"
    told = "A client list, a list of contracts or an order log: who left in its last year; - reads the standard input."
    kinds = (LEAVERS, ORDERS, SUBSCRIPTIONS)
    rows = False
    groups = ("*",)


class Valued(TableFile):
    """Clients, contracts or orders that tell what a client is worth; nothing in it need tell who has left."""

    called = "a client list or an order log"
    kinds = (replace(LEAVERS, any_of=()), ORDERS, SUBSCRIPTIONS)
    rows = False


Renewal = Annotated[
    str | None,
    one_of(
        "With a list of contracts: how often an amount is paid, if the list does not tell.", "month", "quarter", "year"
    ),
]
Over = one_of("The time in which they left, a year if not given.", "month", "quarter", "year")


@analysis(
    "churn-cost",
    panel="Figures",
    title=churn.TOPIC.title,
    examples=[
        "custecon churn-cost --lost 120",
        "custecon churn-cost clients.csv --by segment --discount 10%",
        "custecon churn-cost subscriptions.csv --renewal month",
        "custecon churn-cost --lost 120 --value 5000 --clients-at-start 1000 --margin-rate 40% --discount 10%",
    ],
)
def churn_cost(
    inputs: Losses,
    *,
    over: Annotated[str, Over] = "year",
    clients: Annotated[
        Valued | None, Another("A client list or order log that tells the annual value of a client.")
    ] = None,
    renewal: Renewal = None,
    level: Level = 0.95,
) -> Answer:
    """What losing clients costs, in a year and over their lifetime.

    Lost clients times the annual value of one. With more it tells more: churn with its interval, share of income,
    margin, cost of replacing them, margin lost over a lifetime, and what one point less churn is worth. Money and rates
    are per year unless you say otherwise, as in --margin 80/month. From a file it counts who left in the last year.
    """
    if "lost" not in inputs:
        cure = "for example: custecon churn-cost --lost 120 --value 5000"
        raise UsageError(problem("E115", missing="give the number of lost clients", cure=say(cure)))
    if clients is None:
        answer = answered(inputs, Period(over), level)
        return replace(answer, unused=(*answer.unused, "renewal"))
    from custecon.analyses.churn_cost.counted import needless, value_of_list

    found, told = value_of_list(clients, inputs, Period(renewal) if renewal else None)
    inputs.tell(found)
    answer = answered(inputs, Period(over), level)
    unused = (*answer.unused, *needless(clients.reading))
    return replace(answer, notices=notices.once((*told, *answer.notices)), unused=unused)


@churn_cost.register
def of_file(
    file: Leavers,
    inputs: Money,
    *,
    over: Annotated[str | None, Over] = None,
    by: Annotated[str | None, column("Churn by a column of the file, as segment or as its header.")] = None,
    preventable: Annotated[
        tuple[str, ...], words("A reason in the file that could have been prevented. May be repeated.", "REASON")
    ] = (),
    renewal: Renewal = None,
    lost_after: LostAfter = None,
    level: Level = 0.95,
) -> Answer:
    """The cost of the clients who left in the year up to the last day of the file."""
    from custecon.analyses.churn_cost.counted import Asked, counted_in

    return counted_in(
        file, inputs, Asked(over, by, preventable, Period(renewal) if renewal else None, lost_after, level)
    )


def answered(known: Inputs, span: Period, level: float, *, in_part: bool = False) -> Answer:
    """All that these inputs tell about the cost of churn; `in_part`: of some clients not all of a year is known.

    Raises:
        UsageError: E108 the figures contradict each other; E360 more were lost than there were.
    """
    given = [*known.values()]
    _complete(known, span)
    metric = next(one for one in ANSWERS if one.required <= known.keys())
    (main,) = known.possible(metric, weight="main")
    if main.undefined:
        raise Undefined(main.undefined)
    details = known.possible(*(one for one in DETAILS if one is not metric))
    claim = known.possible(*CLAIM) if "churn" in known else []
    usual = _literature(known, claimed=bool(claim))
    figures = [_with_interval(shown, known, level) for shown in (main, *details, *claim, *usual)]
    figures = [_with_points(shown, known) for shown in figures]

    told = [*_two_churns(known), *notices.warnings(figures)]
    if metric is churn.churn_cost_in_values:
        told.append(notice("N320"))
    if "counted_churn" in known and known["churn"].origin == "computed":
        told.append(notice("N324", given=say(span.value)))
    if "usual_share" in known and known["usual_share"].origin == "assumed":
        source, what = known["usual_share"].note, say("the usual 12 % of income")
        told.append(notice("N322", what=what, source=source, cure="your own counts more"))
    if claim:
        told.append(notice("N325"))
    told += notices.in_vain(
        given, figures, (*ANSWERS, *DETAILS, *CLAIM, *LITERATURE), follows={"churn": "clients_at_start"}
    )
    # who left has left: nothing is estimated
    certain = say("as counted" if known["lost"].origin == "file" else "as given")
    return Answer(
        _sentence(main, known, in_part=in_part),
        figures=tuple(figures),
        inputs=notices.used(figures),
        notices=notices.once(told),
        sources=main.metric.sources if main.metric else (),
        criticism=tuple(dict.fromkeys(shown.metric.criticism for shown in figures if shown.metric)),
        period=Period.YEAR,
        screen=Screen(
            figures=(
                Key(main.name, certain=certain),
                Key("churn_rate", remark=_of_them(known)),
                Key("income_share_lost", certain=certain),
                Key("margin_lost", "margin lost in a year", certain=certain),
                Key("lifetime_margin_lost", "margin lost over their lifetime"),
                Key("less_churn_a_year"),
                Key("less_churn_income"),
            )
        ),
        unused=() if "clients_at_start" in known else ("over", "level"),  # it is the churn that is carried to a year
    )


def _of_them(known: Inputs) -> Phrase:
    start = known.get("clients_at_start")
    return say("{lost} of {start}", lost=Number(known["lost"].value), start=Number(start.value)) if start else say("")


def _complete(known: Inputs, span: Period) -> None:
    """Enters what follows from the inputs or is assumed.

    Raises:
        UsageError: E108 the figures contradict each other; E360 more were lost than there were.
    """
    told = {name for name, entry in known.items() if entry.origin in ("given", "file")}
    if "clients_at_start" in told:
        known.drop_settings(("churn", "retention"))
    if "margin_rate" in told:
        known.drop_settings(("margin",))
    elif "margin" in told:
        known.drop_settings(("margin_rate",))
    known.complete()
    start = known.get("clients_at_start")
    if start is not None and known["lost"].value > start.value:
        raise UsageError(problem("E360", lost=known["lost"].value, start=start.value))
    counted = formula_of(churn.churn_rate)
    if span is Period.YEAR:
        known.derive("churn", counted, "lost ÷ clients at the start")
    elif start is not None:
        period = say(span.value)
        known.derive("counted_churn", counted, say("lost ÷ clients at the start, in a {period}", period=period))
        times = say("a year ÷ a {period}", period=period)
        known.setdefault("times_a_year", Input(QUANTITIES["times_a_year"], span.per_year, "computed", times))
        known.derive("churn", formula_of(churn.annual_churn), say("from a {period}, by powers", period=period))
    known.derive("retention", 1 - Name("churn"), "1 − churn rate")
    known.derive("value", Name("annual_revenue") / Name("clients_at_start"), "annual income ÷ clients at the start")
    margin = Name("value") * Name("margin_rate")
    known.derive("margin", margin, "annual value × margin rate", contradicts="--value with --margin-rate")
    known.derive("average_margin", Name("margin"), "taken to be that of the lost clients")
    for name, (value, note) in ASSUMED.items():
        known.assume(name, value, note)
    if "annual_revenue" in known:
        usual = parameter("usual_share")
        known.assume("usual_share", usual.value, usual.phrase)


def _with_interval(shown: Figure, known: Inputs, level: float) -> Figure:
    """The figure with what the count of few clients leaves open, if it rests on such a count."""
    if shown.metric is None or shown.undefined or "clients_at_start" not in known:
        return shown
    counted = wilson_interval(known["lost"].value, known["clients_at_start"].value, level)
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


def _a_year(counted: float, known: Inputs) -> float:
    """The churn of the time counted, carried to a year."""
    found: float = churn.annual_churn(counted_churn=counted, times_a_year=known["times_a_year"].value)
    return found


def _with_points(shown: Figure, known: Inputs) -> Figure:
    """The figure with the number of points in its name, if it tells what less churn brings."""
    if shown.name not in FALLS:
        return shown
    fall, label = FALLS[shown.name]
    return replace(shown, label=say(label, points=Number(exact(known[fall].value) * 100)))


def _two_churns(known: Inputs) -> list[Notice]:
    """That the churn which was counted is not the churn which was given, and where each of them is used."""
    said = known.get("churn")
    if said is None or "clients_at_start" not in known:
        return []
    counted = churn.churn_rate(**{name: known[name].value for name in ("lost", "clients_at_start")})
    if "times_a_year" in known:
        counted = _a_year(counted, known)
    if abs(counted - said.value) <= 1e-9:
        return []
    option = notices.flag("churn" if said.origin != "computed" else "retention")
    return [notice("N366", option=option, counted=Share(counted), given=Share(said.value))]


def _literature(known: Inputs, *, claimed: bool) -> list[Figure]:
    """The published figures to set one's own against; below them, for none of them is the firm's own."""
    shown = known.possible(*(LITERATURE if claimed else LITERATURE[:1]), weight="other")
    labels = (USUAL if "clients_at_start" in known else {}) | (PUBLISHED if claimed else {})
    for name, label in labels.items():
        found = parameter(name)
        source = found.source.authors
        shown.append(
            Figure(
                name,
                label,
                found.value,
                found.quantity.unit,
                note=say("{source} ({year:d}): {note}", source=source, year=found.year, note=say(found.note)),
                weight="other",
            )
        )
    return shown


def _sentence(main: Figure, known: Inputs, *, in_part: bool) -> Phrase:
    sentence = SENTENCES[main.name, in_part]
    lost = Amount(known["lost"].value, known["lost"].quantity.unit)
    return say(sentence, lost=lost, cost=Amount(main.value, main.unit, known.currency))
