"""What a client costs to win, when they pay it back, what they may cost at most: from figures, or from a spend file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from custecon.analyses import notices
from custecon.analyses.cac.inputs import Each, Winning
from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Another, one_of, words
from custecon.clients.files import OrderRows, TableFile
from custecon.core.answer import Answer
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.phrases import Amount, Phrase, say, several
from custecon.core.phrases import counted as so_many
from custecon.core.relations import formula_of
from custecon.core.results import Figure, Input
from custecon.core.screen import Key, Screen
from custecon.core.units import PERIODS, Period
from custecon.kinds.spending import SPENDING
from custecon.metrics import acquisition, lifetime
from custecon.tables import payback_curve

__all__ = ["answered", "cac", "of_file"]

# The first whose inputs are there is the answer.
ANSWERS = (
    acquisition.loaded_cost,
    acquisition.blended_cost,
    acquisition.paid_cost,
    acquisition.payback_surviving,
    acquisition.payback,
    acquisition.value_over_cost,
    acquisition.ceiling_price,
    acquisition.ceiling_within,
)
DETAILS = (
    acquisition.blended_cost,
    acquisition.paid_cost,
    acquisition.loaded_cost,
    lifetime.margin_multiple_now,
    acquisition.value_over_cost,
    acquisition.payback_surviving,
    acquisition.payback,
    acquisition.ceiling_price,
    acquisition.ceiling_within,
)


class SpendFile(TableFile):
    """What was spent on winning clients, by channel, campaign or month, and whom it won."""

    called = "a spend file"
    told = "A spend file: spend, new clients, channel, campaign, month or date; - reads the standard input."
    kinds = (SPENDING,)


PeriodSaid = Annotated[
    str | None,
    one_of(
        "The period of figures that do not name one, as 80/month does.",
        *(period.value for period in Period),
        metavar="month|year",
    )._replace(settable="period"),
]


@analysis(
    "cac",
    panel="Figures",
    title=acquisition.TOPIC.title,
    examples=[
        "custecon cac spend.csv --by channel,month",
        "custecon cac --spend 50000 --new-clients 250",
        "custecon cac --cac 1200 --margin 80/month --churn 5%/month",
    ],
)
def cac(inputs: Winning, *, period: PeriodSaid = None) -> Answer:
    """What it costs to win a client (CAC), when they pay it back, and what they may cost.

    Spend divided by new paying clients: paid, blended and fully loaded; LTV to CAC; payback, plain and counting those
    who leave; the price at which winning a client stops paying; and with --win-rate, --win-ceiling and --keep-ceiling
    the split of a budget between winning and keeping, in the period its figures have. Otherwise rates and margins that
    name a period are brought to a month.
    """
    if inputs.splits_a_budget:
        from custecon.analyses.cac.split import split

        return split(inputs)
    return answered(inputs, period_said=inputs.period_typed)


@cac.register
def of_file(
    file: SpendFile,
    inputs: Each,
    *,
    period: PeriodSaid = None,
    orders: Annotated[
        OrderRows | None, Another("An order log: its first orders are the new clients of the spend file.")
    ] = None,
    by: Annotated[
        tuple[str, ...],
        words("Add up by channel, campaign, month or any column, or by several: channel,month.", "COLUMN")._replace(
            repeats=False, columns=("month",)
        ),
    ] = (),
) -> Answer:
    """The cost of winning a client from a spend file."""
    from custecon.analyses.cac.counted import counted_in

    return counted_in(file, orders, inputs, by, inputs.period_typed)


_KEYS = (
    Key("payback_surviving"),
    Key("payback"),
    Key("value_over_cost", remark="below 1 each one won loses money"),
    Key("ceiling_price", "most a client may cost"),
    Key("margin_multiple_now", "what a client won is worth"),
)


def answered(known: Inputs, *, period_said: bool) -> Answer:
    """All that these inputs tell about the cost of winning a client.

    Raises:
        UsageError: E115 nothing can be computed; E108 the figures contradict each other.
        Undefined: the answer does not exist, such as CAC with no new clients.
    """
    given, period = [*known.values()], known.period
    told = _complete(known)
    metric = next((one for one in ANSWERS if one.required <= known.keys()), None)
    if metric is None:
        missing = "give what was spent and how many new clients came, or CAC and margin, or LTV"
        cure = "for example: custecon cac --spend 50000 --new-clients 250"
        raise UsageError(problem("E115", missing=missing, cure=cure))
    (main,) = known.possible(metric, weight="main")
    if main.undefined:
        raise Undefined(main.undefined)
    figures = [main, *known.possible(*(one for one in DETAILS if one is not metric))]
    figures = [_with_names(shown, known, period) for shown in figures]
    told += notices.warnings(figures)
    told += notices.in_vain(given, figures, (*ANSWERS, *DETAILS))
    served, typed = notices.used(figures), [entry for entry in given if entry.origin == "given"]
    if not period_said and not any(entry.quantity.change for entry in (*served, *typed)):
        period = None  # only settings that served for nothing name one
    return Answer(
        _sentence(main, figures, period, known.currency),
        figures=tuple(figures),
        inputs=served,
        notices=notices.once(told),
        sources=main.metric.sources if main.metric else (),
        criticism=tuple(dict.fromkeys(shown.metric.criticism for shown in figures if shown.metric)),
        period=period,
        beneath=payback_curve.beneath({one.name: one for one in served}, _payback_in(figures)),
        screen=Screen(
            figures=(
                Key(main.name),
                *(key for key in _KEYS if key.name != main.name),
            )
        ),
    )


def _payback_in(figures: Sequence[Figure]) -> float | None:
    """After how many periods a client has paid back what it cost, the surer of two first."""
    found = {one.name: one.value for one in figures if one.unit is PERIODS and one.value is not None}
    return found.get(acquisition.payback_surviving.name, found.get(acquisition.payback.name))


def _complete(known: Inputs) -> list[Notice]:
    """Enters what follows from the inputs; what must be told about that.

    Raises:
        UsageError: E108 CAC is given and computed; E361 more came from paid channels than came in all.
    """
    if known.keys() >= {"spend", "new_clients"}:
        known.drop_settings(("acquisition_cost",))
    known.complete()
    told: list[Notice] = []
    clients, paid = known.get("new_clients"), known.get("paid_clients")
    if clients and paid and paid.value > clients.value:
        raise UsageError(problem("E361", paid=paid.value, clients=clients.value))
    if clients and clients.value:
        twice = "--spend with --new-clients"
        metric, kind = (
            (acquisition.loaded_cost, "fully loaded")
            if "other_costs" in known
            else (acquisition.blended_cost, "blended")
        )
        known.derive("acquisition_cost", formula_of(metric), kind, contradicts=twice)
    if "lifetime_value" in known:
        known.pop("discount", None)
    elif {"margin", "retention"} <= known.keys():
        if known.assume("discount", 0.0, "no discount given"):
            told.append(notice("N303"))
        (worth,) = known.possible(lifetime.margin_multiple_now)
        if worth.working and worth.value is not None:
            known.derive("lifetime_value", worth.working.expression, worth.label)
    if "lifetime_value" in known:
        known.assume("wanted_return", 1.0, "the limit")
    return told


# The figures that rest on a CAC: how they are called when it was computed.
OF_COST = {
    acquisition.value_over_cost.name: "LTV to {kind} CAC",
    acquisition.payback.name: "payback of the {kind} CAC, plain",
    acquisition.payback_surviving.name: "payback of the {kind} CAC, counting those who leave",
}


def _with_names(shown: Figure, known: Mapping[str, Input], period: Period | None) -> Figure:
    """The figure with the CAC it rests on and the unit of a payback in its name."""
    label, cost = shown.label, known.get("acquisition_cost")
    if cost is not None and cost.origin == "computed" and shown.name in OF_COST:
        label = say(OF_COST[shown.name], kind=say(cost.note))
    if shown.unit is PERIODS:
        label = say("{label}, in {periods}", label=say(label), periods=several(period))
    return replace(shown, label=label)


def _sentence(main: Figure, figures: Sequence[Figure], period: Period | None, currency: str | None) -> Phrase:
    value = Amount(main.value, main.unit, currency)
    if main.unit is PERIODS:
        text = say("A client pays back what they cost after {time}", time=so_many(value, period or "period"))
        plain = next((shown for shown in figures[1:] if shown.metric is acquisition.payback), None)
        if plain is not None and plain.value is not None:
            return say("{text}; it would be {plain} if nobody left.", text=text, plain=Amount(plain.value, plain.unit))
        return say("{text}.", text=text)
    if main.metric is acquisition.loaded_cost:
        blended = next(shown for shown in figures if shown.metric is acquisition.blended_cost)
        alone = Amount(blended.value, blended.unit, currency)
        return say(
            "Winning one client costs {value}, everything counted (fully loaded); {alone} of it is paid spend.",
            value=value,
            alone=alone,
        )
    if main.metric in (acquisition.blended_cost, acquisition.paid_cost):
        return say("Winning one client costs {value}.", value=value)
    if main.metric is acquisition.value_over_cost:
        return say("A client brings back {value} times what it cost to win them.", value=value)
    return say("A client may cost at most {value}.", value=value)
