"""`custecon cac`: what a client costs to win, when he pays it back, what he may cost at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from custecon.analyses import telling
from custecon.analyses.bare_rates import settled
from custecon.analyses.inputs import as_given, given_figures, in_months, months_or
from custecon.cli.options import Asked, Command, Option, file_option, option_of
from custecon.cli.session import Session
from custecon.core.completing import completed
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import formula_of
from custecon.core.results import Figure, Input, Result
from custecon.core.units import PERIODS, Change, Period, convert
from custecon.core.wording import agreed
from custecon.metrics import acquisition, lifetime
from custecon.render import numbers

__all__ = ["COMMAND", "known_from", "of_figures", "result_of"]

FIGURES = (
    "spend",
    "new_clients",
    "paid_clients",
    "other_costs",
    "acquisition_cost",
    "lifetime_value",
    "margin",
    "revenue",
    "margin_rate",
    "churn",
    "retention",
    "discount",
    "wanted_return",
    "within",
)
SPLIT = (
    "budget",
    "prospects",
    "clients_now",
    "win_spend",
    "win_rate",
    "win_ceiling",
    "retention_spend",
    "keep_ceiling",
)
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


def run(session: Session, asked: Asked) -> Result:
    """The cost of winning a client from options, from a file, or from both."""
    if asked.file is not None:
        from custecon.cli import acquisition_of_file

        return acquisition_of_file.run(session, asked)
    return of_figures(asked)


def of_figures(asked: Asked) -> Result:
    """What the given figures tell."""
    _needs_file(asked, ("by", "orders"))
    if any(QUANTITIES[name].option in asked.options for name in SPLIT):
        from custecon.cli import balancing

        # Budget, prospects and the shares bought are of one and the same time: none of them can be carried to another.
        given, period = given_figures(asked, (*FIGURES, *SPLIT))
        return balancing.result_of(asked, given, period)
    given, period = known_from(asked)
    return result_of(asked, given, period)


def _needs_file(asked: Asked, names: Iterable[str]) -> None:
    """Refuse options that mean something only for a file.

    Raises:
        UsageError: E369 one of them was given.
    """
    for name in names:
        if asked.options.get(name):
            cure = f"name the file first: custecon {asked.command.name} FILE {asked.called(name)} …"
            raise UsageError(
                problem("E369", name=asked.called(name), what="figures alone", works_on="a file", cure=cure)
            )


def known_from(asked: Asked) -> tuple[list[Input], Period | None]:
    """The figures that were given, per month if any of them names a period.

    Raises:
        UsageError: E146 a time to pay back that may be of months or of the period of the calculation.
    """
    asked = settled(asked, (*FIGURES, *SPLIT))
    given, period = given_figures(_in_months_if_mixed(asked), (*FIGURES, *SPLIT))
    if period in (None, Period.MONTH):
        return given, period
    bare = in_months(asked, given)
    if bare and asked.text("period"):
        raise months_or(bare[0], period)
    return [entry if entry in bare else _a_month(entry, period) for entry in given], Period.MONTH


def _in_months_if_mixed(asked: Asked) -> Asked:
    """A margin a month with a discount a year is clear as long as every such figure names its period."""
    if "period" in asked.options:
        return asked
    known = [QUANTITIES[name] for name in (*FIGURES, *SPLIT)]
    rated = [each for each in known if each.change]
    typed = [(each, each.read(asked.options[each.option])) for each in rated if each.option in asked.options]
    facts = [
        (each, fact.typed)
        for each in rated
        if (fact := asked.defaults.get(each.name)) and each.option not in asked.options
    ]
    # A bare time to pay back is in months and takes no part; with a period of its own it does.
    named = {one.period for each, one in (*typed, *facts) if one and (one.period or each.change is not Change.LENGTH)}
    mixed = len(named) > 1 and None not in named
    return replace(asked, options={**asked.options, "period": Period.MONTH.value}) if mixed else asked


def _a_month(entry: Input, period: Period) -> Input:
    change = entry.quantity.change
    if change is None:
        return entry
    value = convert(entry.value, change, given=period, wanted=Period.MONTH)
    return replace(entry, value=value, note=entry.note or as_given(entry.quantity, entry.value, period))


def result_of(asked: Asked, given: Sequence[Input], period: Period | None) -> Result:
    """All that these inputs tell about the cost of winning a client.

    Raises:
        UsageError: E115 nothing can be computed; E108 the figures contradict each other.
        Undefined: the answer does not exist, such as CAC with no new clients.
    """
    known, told = _completed(given)
    answer = next((metric for metric in ANSWERS if metric.required <= known.keys()), None)
    if answer is None:
        raise UsageError(
            problem(
                "E115",
                missing="give what was spent and how many new clients came, or CAC and margin, or LTV",
                cure="for example: custecon cac --spend 50000 --new-clients 250",
            )
        )
    (main,) = telling.possible((answer,), known, weight="main")
    if main.undefined:
        raise Undefined(main.undefined)
    figures = [main, *telling.possible([metric for metric in DETAILS if metric is not answer], known)]
    figures = [_with_names(shown, known, period) for shown in figures]
    told += telling.warnings(figures)
    told += telling.in_vain(given, figures, (*ANSWERS, *DETAILS))
    served, typed = telling.used(figures), [entry for entry in given if entry.origin == "given"]
    if "period" not in asked.options and not any(entry.quantity.change for entry in (*served, *typed)):
        period = None  # only settings that served for nothing name one
    return Result(
        command="cac",
        title=acquisition.TOPIC.title,
        answer=_sentence(main, figures, period, asked.text("currency")),
        figures=tuple(figures),
        inputs=served,
        notices=telling.once(told),
        sources=main.metric.sources if main.metric else (),
        criticism=tuple(dict.fromkeys(shown.metric.criticism for shown in figures if shown.metric)),
        period=period,
        currency=asked.text("currency"),
    )


def _completed(given: Sequence[Input]) -> tuple[dict[str, Input], list[Notice]]:
    """The inputs, those that follow from them, and what must be told about that.

    Raises:
        UsageError: E108 CAC is given and computed; E361 more came from paid channels than came in all.
    """
    names = {entry.name for entry in given}
    if names >= {"spend", "new_clients"}:
        given = telling.without_settings(given, ("acquisition_cost",))
    known = {entry.name: entry for entry in completed(given)}
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
        telling.follow(known, "acquisition_cost", formula_of(metric), kind, twice=twice)
    if "lifetime_value" in known:
        known.pop("discount", None)
    elif {"margin", "retention"} <= known.keys():
        if "discount" not in known:
            known["discount"] = Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given")
            told.append(notice("N303"))
        (worth,) = telling.possible((lifetime.margin_multiple_now,), known)
        if worth.working and worth.value is not None:
            telling.follow(known, "lifetime_value", worth.working.expression, worth.label)
    if "lifetime_value" in known:
        known.setdefault("wanted_return", Input(QUANTITIES["wanted_return"], 1.0, "assumed", "the limit"))
    return known, told


def _with_names(shown: Figure, known: dict[str, Input], period: Period | None) -> Figure:
    """The figure with the CAC it rests on and the unit of a payback in its name."""
    label = shown.label
    cost = known.get("acquisition_cost")
    if cost is not None and cost.origin == "computed":
        label = label.replace("LTV to CAC", f"LTV to {cost.note} CAC")
        label = label.replace("payback,", f"payback of the {cost.note} CAC,")
    if shown.unit is PERIODS:
        label += f", in {period.value if period else 'period'}s"
    return replace(shown, label=label)


def _sentence(main: Figure, figures: Sequence[Figure], period: Period | None, currency: str | None) -> str:
    value = numbers.shown(main.value, main.unit, currency)
    if main.unit is PERIODS:
        word = period.value if period else "period"
        text = f"A client pays back what he cost after {value} {agreed(main.value, word, f'{word}s')}"
        plain = next((shown for shown in figures[1:] if shown.metric is acquisition.payback), None)
        if plain is not None and plain.value is not None:
            return f"{text}; it would be {numbers.shown(plain.value, plain.unit)} if nobody left."
        return f"{text}."
    if main.metric is acquisition.loaded_cost:
        blended = next(shown for shown in figures if shown.metric is acquisition.blended_cost)
        alone = numbers.shown(blended.value, blended.unit, currency)
        return f"Winning one client costs {value}, everything counted (fully loaded); {alone} of it is paid spend."
    if main.metric in (acquisition.blended_cost, acquisition.paid_cost):
        return f"Winning one client costs {value}."
    if main.metric is acquisition.value_over_cost:
        return f"A client brings back {value} times what it cost to win him."
    return f"A client may cost at most {value}."


COMMAND = Command(
    name="cac",
    help="""What it costs to win a client (CAC), when he pays it back, and what he may cost.

    Spend divided by new paying clients: paid, blended and fully loaded; LTV to CAC; payback, plain and counting those
    who leave; the price at which winning a client stops paying; and with --win-rate, --win-ceiling and --keep-ceiling
    the split of a budget between winning and keeping, in the period its figures have. Otherwise rates and margins that
    name a period are brought to a month.""",
    run=run,
    options=(
        *(option_of(name) for name in (*FIGURES, *SPLIT)),
        Option(
            "period",
            "The period of figures that do not name one, as 80/month does.",
            "month|year",
            panel="Figures",
        ),
        file_option("orders", "An order log: its first orders are the new clients of the spend file.", panel="Figures"),
        Option("by", "Add up by channel, campaign or month, or by several: channel,month.", "COLUMN", panel="Figures"),
    ),
    argument="[FILE]",
    argument_help="A spend file: spend, new clients, channel, campaign, month or date; - reads the standard input.",
    examples=(
        "custecon cac spend.csv --by channel,month",
        "custecon cac --spend 50000 --new-clients 250",
        "custecon cac --cac 1200 --margin 80/month --churn 5%/month",
    ),
    kinds=("spending",),
)
