"""The lifetime value of the clients of a file, one by one: of a list, or as an order log makes them."""

import math
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from custecon.analyses.figures import Inputs
from custecon.analyses.ltv.formulas import formula_of, with_discount
from custecon.clients import client_status
from custecon.clients.files import TableFile
from custecon.clients.groups import group_named
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.catalogue import Metric
from custecon.core.derived_inputs import with_parts
from custecon.core.errors import Notice, Problem, Undefined, UsageError, notice, problem
from custecon.core.phrases import Amount, Money, Phrase, Share, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import COUNTED, Figure, Input, picture_of
from custecon.core.schemas import Reading
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import Period
from custecon.kinds.orders import ORDERS
from custecon.sources.amount_holds import may_be_cost
from custecon.tables import client_value, customer_equity
from custecon.tables.client_columns import Clients, From
from custecon.tables.client_list import clients_of, members_of, origins
from custecon.tables.client_status import FEW, UNKNOWN, Observed, Year, observe, who_is_lost
from custecon.tables.groups import finding

OF_OPTIONS = {
    From.OPTION_MARGIN: "margin",
    From.RATE: "margin_rate",
    From.LAST_YEAR_RATE: "margin_rate",
    From.OPTION_RETENTION: "retention",
}


class Asked(NamedTuple):
    """What is asked about the clients of a file."""

    inputs: Inputs
    method: str | None
    by: str | None
    lost_after: CalendarSpan | None
    level: float

    @property
    def known(self) -> list[Input]:
        """The figures, per year, with what follows from them."""
        return with_discount(self.inputs)


def of_clients(book: TableFile, asked: Asked) -> Answer:
    """The value of the clients of a list.

    Raises:
        UsageError: E311 the margin of a client cannot be told.
    """
    reading, known = book.reading, asked.known
    year = client_status.year_of(asked.lost_after, reading.as_of)
    members, told = members_of(book.table, year)
    try:
        clients = clients_of(members, {entry.name: entry for entry in known})
    except UsageError as refusal:
        raise _naming_the_cost(refusal, reading) from None
    answer = valued(asked, known, reading, clients, year)
    return replace(answer, notices=(*told, *answer.notices))


def _naming_the_cost(refusal: UsageError, reading: Reading) -> UsageError:
    """The refusal of clients without a margin, with the column that may be their cost, if the file has one."""
    likely = [header for header in reading.controls.unused if may_be_cost(header)]
    if not likely or refusal.problems[0].code != "E311":
        return refusal
    values = {
        **refusal.problems[0].values,
        "cost": say("say --map cost={quote} if that is it; or ", quote=shlex.quote(likely[0])),
    }
    return UsageError(Problem("E311", values))


def valued(asked: Asked, known: Sequence[Input], reading: Reading, clients: Clients, year: Year) -> Answer:
    """The answer for clients, whether they stood in the file or were made from an order log."""
    stands = clients.standings
    observed = observe(stands, year, level=asked.level)
    notices = [notice("N303")] if any(entry.name == "discount" and entry.origin == "assumed" for entry in known) else []
    clients = _with_retention(clients, observed)
    from_file = observed is not None and From.OBSERVED in clients.retention_from.places()
    of_list = reading.controls.kind != ORDERS.name
    notices += client_status.told(asked.lost_after, stands, year, counted=from_file, of_list=of_list)
    unknown = int((stands.lost == UNKNOWN).sum())
    if 0 < unknown < len(stands):
        notices.append(notice("N362", count=unknown, consequence="who is not known to have left is valued as a client"))
    if observed is not None and from_file and (observed.at_start < FEW or observed.kept in (0, observed.at_start)):
        notices.append(notice("N311", kept=observed.kept, count=observed.at_start))

    metric = formula_of(asked.method, [*known, *_of_rows(clients)])
    options = {entry.name: entry.value for entry in known}
    rows = client_value.valued(
        clients, metric=metric, options=options, estimate=observed.interval if observed else None
    )
    notices += _counted(rows, reading.controls.currency)
    method = (
        say("Wilson interval of the retention observed in the file ({observed})", observed=observed) if observed else ""
    )
    figures = customer_equity.figures(rows, level=asked.level, method=method)
    between = figures[0].interval
    if between is not None and None in (between.low, between.high):
        end = "lower" if between.low is None else "upper"
        reason = "at that end of the observed retention somebody's value is infinite"
        notices.append(notice("N314", figure=say("the interval of customer equity"), end=end, reason=reason))
    group = _group(asked.by, clients, reading)
    parts = (customer_equity.by_group(rows, group),) if group else ()
    told = finding(parts[0], "customer_equity") if parts else ""
    return Answer(
        _sentence(_worth(figures[0], clients, reading.controls.currency), rows),
        figures=figures,
        tables=(*parts, customer_equity.client_table(rows, metric=metric, options=options.keys())),
        pictures=tuple(picture_of(part, "bars", "customer_equity", title=told) for part in parts),
        inputs=_inputs(known, observed, metric, clients),
        notices=tuple(notices),
        sources=metric.sources,
        criticism=(metric.criticism,),
        parameters=(("method", metric.slug), (COUNTED, metric.convention), *origins(clients)),
        period=Period.YEAR,
        screen=_screen(
            rows, reading, parts[0].name if parts else None, told, figures[-1].value, who_is_lost(stands, year.silence)
        ),
    )


def _screen(
    rows: client_value.Values,
    reading: Reading,
    group: str | None,
    told: Phrase | str,
    top: float | None,
    lost: Phrase | None,
) -> Screen:
    """The clients that are worth most, or their groups; what all are worth, and how few of them hold much of it."""
    valued, named = int(rows.known.sum()), rows.clients.members.groups
    few = math.ceil(valued / 10)
    of_all = say("{n} of {all} {all:client|clients}", n=int((~rows.lost).sum()), all=len(rows))
    further: tuple[Phrase, ...] = ()
    if valued >= FEW and top is not None:
        further = (say("{few} of them {few:holds|hold} {share} of it.", few=few, share=Share(top)),)
    who = ("client", "ltv", "margin", "retention", *named)
    clients = Extract("clients", "The most valuable", who, "ltv", total=False)  # the margin is that of all, left or not
    by_group = Extract(group or "", told, (), "customer_equity")
    return Screen(
        scope=say("{who}, {day}", who=of_all, day=reading.as_of) if reading.as_of else of_all,
        further=(*further, lost) if lost else further,
        sure="as far as the retention that was counted goes",
        figures=(
            Key("customer_equity", say("all {n} {n:client|clients}", n=valued), "customer equity"),
            Key("mean_ltv", "one client, mean"),
            Key("median_ltv", "half of them are below", "median"),
            Key("top_tenth_share", "share of the top tenth", say("{n} {n:client|clients}", n=few)),
        ),
        table=by_group if group else clients,
        next=() if group or not named else (f"--by {next(iter(named))}",),
    )


def _with_retention(clients: Clients, observed: Observed | None) -> Clients:
    """Clients whose retention nothing told get the one observed in the file.

    Raises:
        Undefined: E313 the file does not show it either.
    """
    if not np.isnan(clients.retention).any():
        return clients
    if observed is None:
        raise Undefined(problem("E313", reason="no row has one, no option gives it, the dates do not show it"))
    return clients.staying(observed.rate)


def _of_rows(clients: Clients) -> list[Input]:
    """The quantities that the rows themselves bring, so that a method can be chosen."""
    names = ["margin", "retention", "churn"]
    if clients.paid:
        names += ["revenue", "margin_rate"]
    return [Input(QUANTITIES[name], None, "file") for name in names]


def _counted(rows: client_value.Values, currency: str | None) -> list[Notice]:
    """What must be known about clients who have no value."""
    told = []
    if lost := int(rows.lost.sum()):
        told.append(notice("N304", count=lost, clients=len(rows)))
    if undefined := rows.undefined:
        told.append(notice("N306", count=len(undefined), reason=undefined[min(undefined)].what))
    if losing := rows.value[rows.known & (rows.value < 0)].tolist():
        told.append(notice("N312", count=len(losing), total=Money(math.fsum(losing), currency)))
    return told


def _group(wanted: str | None, clients: Clients, reading: Reading) -> str | None:
    return None if wanted is None else group_named(reading, wanted, *({"cohort"} & clients.members.groups.keys()))


def _inputs(given: Sequence[Input], observed: Observed | None, metric: Metric, clients: Clients) -> tuple[Input, ...]:
    """The options that were used, and what the file itself showed."""
    used = {needed.name for needed in metric.asked} - {"margin", "retention", "churn"}
    if clients.paid:
        used -= {"revenue", "margin_rate"}
    sources = {*clients.margin_from.places(), *clients.retention_from.places()}
    used |= {name for source, name in OF_OPTIONS.items() if source in sources}
    known = with_parts(entry for entry in given if entry.name in used)
    shown = [entry for entry in known if entry.name != "churn" or entry.origin == "given"]
    if observed is not None and all(entry.name != "retention" for entry in given):
        shown.append(Input(QUANTITIES["retention"], observed.rate, "file", str(observed)))
    return tuple(shown)


def _worth(equity: Figure, clients: Clients, currency: str | None) -> Phrase:
    """What they are worth, and in what: what a log brought is revenue, unless somebody says what of it is margin."""
    worth = Amount(equity.value, equity.unit, currency)
    return say("{worth} in revenue" if clients.brings == "revenue" else "{worth}", worth=worth)


def _sentence(worth: Phrase, rows: client_value.Values) -> str:
    active, valued = int((~rows.lost).sum()), int(rows.known.sum())
    if active == 1:
        return say("The one client you have is worth {worth}.", worth=worth)
    if valued == active:
        return say("The {active} clients you have {active:is|are together} worth {worth}.", active=active, worth=worth)
    return say(
        "{valued} of the {active} clients you have {valued:is|are together} worth {worth}.",
        valued=valued,
        active=active,
        worth=worth,
    )
