"""What contracts that renew are still worth, or how long a cohort stays, by a model of how long contracts last."""

from typing import NamedTuple

from custecon.analyses.figures import Inputs
from custecon.clients import contract_renewal
from custecon.clients.files import TableFile
from custecon.clients.margin_basis import of_revenue
from custecon.clients.prediction_methods import AUTO, CONTRACTS
from custecon.core import units
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.phrases import Amount, counted, say
from custecon.core.results import Figure, Input
from custecon.core.schemas import Reading
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import Period
from custecon.kinds.survival import SURVIVAL
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate
from custecon.models.fit_record import Fit
from custecon.models.summary import SurvivalSummary
from custecon.tables import prediction_tables as shown
from custecon.tables.contract_value import ContractTerms, valued
from custecon.tables.contracts import (
    contracts_of,
    payments,
    summary_of,
    survival_of_table,
    survival_table,
)
from custecon.tables.horizons import MONTHS_OF
from custecon.tables.live_prediction import inputs_of


class Asked(NamedTuple):
    """What is asked of contracts; `renewal`: how often they renew, if that was said."""

    method: str
    horizon: CalendarSpan | None
    renewal: Period | None
    level: float


def answered(file: TableFile, inputs: Inputs, asked: Asked) -> Answer:
    """The value of the contracts that run; for `auto` the model with the lower BIC answers."""
    reading, told = file.reading, list[Notice]()
    if inputs.assume("discount", 0.0, "no discount given"):
        told.append(notice("N303"))
    renewal, how = contract_renewal.renewal_of(asked.renewal, reading.table)
    told.extend(how)
    level, discount = asked.level, inputs.value("discount")
    if reading.table.schema.name == SURVIVAL.name:
        return _of_cohort(asked, reading, renewal, inputs["discount"], tuple(told))
    as_of = file.last_day
    contracts = contracts_of(reading.table, as_of=as_of, renewal=renewal)
    summary = summary_of(contracts, renewal)
    fit, more = _fitted(asked.method, summary)
    renewals = _renewals(asked.horizon, renewal)
    margin = inputs.value("margin_rate") if "margin_rate" in inputs else 1.0
    if asked.horizon is None:
        told.append(notice("N350", horizon=counted(renewals, renewal)))
    found = valued(fit, contracts, ContractTerms(as_of, renewal, renewals, discount, margin, level))
    if not found.priced:  # what is no money is neither discounted nor divided into margin and cost
        told = [one for one in told if one.code != "N303"]
    elif margin == 1.0:
        told.append(of_revenue(reading.header, reading.controls))
    figures = found.figures
    ahead = say(renewal.value) if renewals == 1 else counted(renewals, renewal)
    count = Amount(figures[0].value, figures[0].unit, reading.controls.currency)
    expected = say("bring {count} more", count=count) if found.priced else say("renew {count} times", count=count)
    survival, picture = survival_table(fit, summary, renewals, level)
    title = shown.title_of(fit.model)
    return Answer(
        say(
            "{counted:The contract that runs is|The {counted} contracts that run are} expected to {expected} in the "
            "next {ahead}.",
            counted=found.counted,
            expected=expected,
            ahead=ahead,
        ),
        figures=figures,
        tables=(
            found.table,
            survival,
            shown.parameter_table([(say("all"), fit)], level),
            shown.fits_table([(say("all"), fit)]),
        ),
        pictures=(picture,),
        inputs=(*(inputs.values() if found.priced else ()), *inputs_of([fit])),
        notices=(*told, *found.notices, *more),
        parameters=(("method", title), ("renewal", renewal.value)),
        title="Predicted value of contracts",
        screen=Screen(
            figures=(
                Key(figures[0].name, say("all that run")),
                Key("predicted_value_per_contract", "one contract, mean"),
                *([Key("expected_renewals")] if found.priced else []),
                Key("still_clients"),
                Key("running"),
                Key("ended"),
            ),
            table=Extract(
                "contracts", "The contracts that bring most" if found.priced else "", _BRING, "predicted_value"
            ),
        ),
        period=Period.YEAR,
        beneath=found.beneath,
    )


_BRING = ("client", "predicted_value", "expected_renewals", "still", "next_renewal")


def _of_cohort(asked: Asked, reading: Reading, renewal: Period, discount: Input, told: tuple[Notice, ...]) -> Answer:
    """How long the clients of one cohort stay, and how many payments to expect of a new one."""
    summary, survivors = survival_of_table(reading.table, renewal)
    fit, more = _fitted(asked.method, summary)
    model, level = CONTRACT_MODELS[fit.model], asked.level
    table, picture = survival_table(fit, summary, _renewals(asked.horizon, renewal), level)
    value, interval, why = None, None, None
    try:
        value, interval = payments(fit, DiscountRate(discount.value, "year"), level)
    except Undefined as refusal:
        why = refusal.problems[0]
    told_of = say(
        "payments, one a {renewal}, the first at once, for ever, discounted to the first", renewal=say(renewal.value)
    )
    seen = counted(len(survivors) - 1, "period")
    figures = (
        Figure("payments", "payments of a new client", value, units.RATIO, told_of, "main", interval, why),
        Figure("clients", "clients at the start", survivors[0], units.CLIENTS, "of the cohort"),
        Figure("survivors", "still there", survivors[-1], units.CLIENTS, say("after {seen}", seen=seen)),
    )
    return Answer(
        say("A new client is expected to make {value} payments, discounted.", value=Amount(value, units.RATIO))
        if value is not None
        else "",
        figures=figures,
        tables=(table, shown.parameter_table([(say("all"), fit)], level), shown.fits_table([(say("all"), fit)])),
        pictures=(picture,),
        inputs=(discount, *inputs_of([fit])),
        notices=(*told, *more),
        parameters=(("method", model.title), ("renewal", renewal.value)),
        title="How long clients stay",
        screen=Screen(figures=(Key("payments"), Key("clients"), Key("survivors")), table=Extract(table.name)),
        period=Period.YEAR,
    )


def _fitted(method: str, summary: SurvivalSummary) -> tuple[Fit, tuple[Notice, ...]]:
    """The fit asked for; for `auto` that with the lower BIC, and who takes no part."""
    if method != AUTO:
        fit = CONTRACT_MODELS[CONTRACTS[method]].fit(summary, accept_edge=True)
        return fit, shown.titled(fit.notices)
    fits, told, refusals = [], [], []
    for model in CONTRACT_MODELS.values():
        try:
            fits.append(model.fit(summary, accept_edge=True))
        except Undefined as why:
            refusals.append(why)
            told.append(notice("N345", model=model.title, why=why.problems[0].what))
    if not fits:
        raise refusals[0]
    best = min([fit for fit in fits if not fit.convergence.at_edge] or fits, key=lambda fit: fit.bic)
    return best, (*told, *shown.titled(best.notices))


def _renewals(horizon: CalendarSpan | None, renewal: Period) -> int:
    """How many renewals the horizon holds.

    Raises:
        UsageError: E164 it is not a whole number of them.
    """
    count, period = (horizon.count, horizon.period) if horizon else (12, Period.MONTH)
    if period not in MONTHS_OF or count * MONTHS_OF[period] % MONTHS_OF[renewal]:
        raise UsageError(problem("E164", fitted=f"{renewal.value}s", horizon=horizon.said if horizon else "12m"))
    return count * MONTHS_OF[period] // MONTHS_OF[renewal]
