"""`custecon ltv FILE`: lifetime value from a client list or from an order log."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace

from custecon.analyses.inputs import given_figures
from custecon.cli import asking
from custecon.cli.lifetime_of_figures import FIGURES, method_of
from custecon.cli.options import Asked, option_of
from custecon.cli.reading import read_asked, read_log_asked
from custecon.cli.session import Session
from custecon.clients import client_status
from custecon.clients.groups import no_such_group
from custecon.clients.margin_basis import of_revenue, without_margin_rate
from custecon.core.catalogue import Metric
from custecon.core.choices import GROUPS
from custecon.core.completing import completed, with_parts
from custecon.core.errors import CusteconError, Notice, Problem, Undefined, UsageError, notice, problem
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result, Table
from custecon.core.schemas import CLIENTS, ORDERS, SUBSCRIPTIONS, SURVIVAL, Reading
from custecon.core.units import Period
from custecon.core.wording import agreed, all_counted
from custecon.metrics import lifetime
from custecon.render import numbers
from custecon.sources import Reduce
from custecon.sources.amount_holds import may_be_cost
from custecon.tables import client_value
from custecon.tables.client_list import Client, From, clients_of, members_of, origins
from custecon.tables.log_span import LONGEST_PAUSE, holds_from, usual_pause
from custecon.tables.past_value import clients_of_orders, past_by_cohort
from custecon.tables.past_value import figures as past_figures
from custecon.tables.reduction import ClientSummary
from custecon.tables.standing import FEW, Observed, Year, observe, year_before

OF_OPTIONS = {
    From.OPTION_MARGIN: "margin",
    From.RATE: "margin_rate",
    From.LAST_YEAR_RATE: "margin_rate",
    From.OPTION_RETENTION: "retention",
}


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked about the clients of a file, read and made per year."""

    asked: Asked
    given: tuple[Input, ...]
    told: tuple[Notice, ...]

    @property
    def level(self) -> float:
        """The level of intervals, where there are any."""
        return asking.level(self.asked)

    @property
    def by_name(self) -> dict[str, Input]:
        """The inputs by the name of their quantity."""
        return {entry.name: entry for entry in self.given}


def run(session: Session, asked: Asked) -> Result:
    """The lifetime value of the clients of a file; what kind of file it is, its columns tell, or --as."""
    question = _question(asked)
    try:
        reading, reduce = read_log_asked(session, asked, (CLIENTS, ORDERS))
    except CusteconError as refusal:
        _refuse_contracts(session, asked, refusal)
        raise
    if reduce is not None:
        return _of_orders(question, reading, reduce)
    year = client_status.year_of(asking.duration(asked, "lost_after"), reading.as_of)
    members, told = members_of(reading.table, year)
    try:
        clients = clients_of(members, question.by_name)
    except UsageError as refusal:
        raise _naming_the_cost(refusal, reading) from None
    result = _valued(question, reading, clients, year)
    return replace(result, notices=(*told, *result.notices))


def _naming_the_cost(refusal: UsageError, reading: Reading) -> UsageError:
    """The refusal of clients without a margin, with the column that may be their cost, if the file has one."""
    likely = [header for header in reading.controls.unused if may_be_cost(header)]
    if not likely or refusal.problems[0].code != "E311":
        return refusal
    values = {**refusal.problems[0].values, "cost": f"say --map cost={shlex.quote(likely[0])} if that is it; or "}
    return UsageError(Problem("E311", values))


def _refuse_contracts(session: Session, asked: Asked, refusal: CusteconError) -> None:
    """Raises UsageError: E351 the file that was refused for want of columns, or of such a kind, holds contracts."""
    if asked.file in (None, "-") or not {"E211", "E272", "E152", "E392"} & {
        problem.code for problem in refusal.problems
    }:
        return
    try:
        read_asked(session, asked, (SUBSCRIPTIONS, SURVIVAL))
    except CusteconError:
        return
    raise UsageError(problem("E351", file=asked.file)) from None


def _of_orders(question: _Question, reading: Reading, reduce: Reduce) -> Result:
    """Past value to date, and a plain projection: each client goes on as in the last year, as long as clients stay.

    Without a whole year of orders there is no projection, only the past.
    """
    as_of = reading.as_of
    if as_of is None:
        raise Undefined(problem("E313", reason="the log has no dates"))
    given, margin_already = without_margin_rate(reading, question.given)
    question = replace(question, given=tuple(given))
    now = reduce(as_of=as_of)
    start, year = year_before(as_of), client_status.year_of(asking.duration(question.asked, "lost_after"), as_of)
    clients = clients_of_orders(now, reduce(as_of=start), year, question.by_name)
    cohorts = past_by_cohort(clients)
    told = [] if margin_already or "margin_rate" in question.by_name else [of_revenue(reading.header, reading.controls)]
    first = min(now.first_dates, default=as_of)
    whole, more = _whole_year(now, first, start)
    if whole and (first <= start or "retention" in question.by_name):
        typed = [option_of(name).flag for name in ("margin", "retention") if name in question.by_name]
        told += [notice("N308", instead=" in place of " + " and ".join(typed) if typed else ""), *more]
        if "retention" not in question.by_name:
            told += client_status.told_of_start(year, first, lambda: _days_of(now))
        young = sum(day > start for day in now.first_dates)
        if young:
            told.append(notice("N313", count=young, clients=len(now)))
        result = _valued(question, reading, clients, year, extra=(cohorts,))
        return replace(result, figures=(*result.figures, *past_figures(now)), notices=(*result.notices, *told))
    return Result(
        command="ltv",
        title=lifetime.TOPIC.title,
        answer=f"{all_counted(len(now), 'client has', 'clients have')} brought {numbers.money(now.total())} so far.",
        figures=past_figures(now),
        tables=(cohorts,),
        notices=(*reading.notices, _no_projection(now, first, whole=whole)),
        controls=(reading.controls,),
        currency=reading.controls.currency or question.asked.text("currency"),
        as_of=as_of.isoformat(),
    )


def _whole_year(now: ClientSummary, first: dt.date, start: dt.date) -> tuple[bool, list[Notice]]:
    """Whether the log holds the whole year after a day, and what must be known of how it begins."""
    late = (first - start).days - 1
    if not 0 < late <= LONGEST_PAUSE:
        return late <= 0, []
    pause = usual_pause(_days_of(now))
    told = notice("N254", first=first.isoformat(), count=late, as_of=now.as_of.isoformat(), pause=pause)
    return holds_from(first, start, pause), [told]


def _days_of(now: ClientSummary) -> list[dt.date]:
    return [dt.date.fromordinal(day) for day in set(now.days)]


def _no_projection(now: ClientSummary, first: dt.date, *, whole: bool) -> Notice:
    """Why there is only past value; where the log may hold a year up to the end of its last month, that is offered."""
    if whole:
        cure = "say --retention 80% for one, or name a log that goes back further"
        time = "one year, so how many clients stay for another cannot be counted"
        return notice("N309", start=first, as_of=now.as_of, time=time, cure=cure)
    last = now.as_of
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    cure = "name a log that goes back further"
    if last < end and holds_from(first, year_before(end), usual_pause(_days_of(now))):
        cure = f"say --as-of {end} if it holds all orders up to that day, or {cure}"
    return notice("N309", start=first, as_of=last, time="less than a year", cure=cure)


def _question(asked: Asked) -> _Question:
    given, _ = given_figures(asked, FIGURES, fixed=Period.YEAR)
    known = completed(given)
    told = []
    if not any(entry.name == "discount" for entry in known):
        known.append(Input(QUANTITIES["discount"], 0.0, "assumed", "no discount given"))
        told.append(notice("N303"))
    return _Question(asked, tuple(known), tuple(told))


def _valued(
    question: _Question,
    reading: Reading,
    clients: Sequence[Client],
    year: Year,
    *,
    extra: tuple[Table, ...] = (),
) -> Result:
    """The answer for a list of clients, whether it stood in the file or was made from an order log."""
    asked = question.asked
    stands = [client.standing for client in clients]
    observed = observe(stands, year, level=question.level)
    notices = [*reading.notices, *question.told]
    clients = _with_retention(clients, observed)
    from_file = observed is not None and any(client.retention_from == From.OBSERVED for client in clients)
    lost_after = asking.duration(asked, "lost_after")
    of_list = reading.controls.kind != ORDERS.name
    notices += client_status.told(lost_after, stands, year, counted=from_file, of_list=of_list)
    unknown = sum(one.lost is None for one in stands)
    if 0 < unknown < len(stands):
        notices.append(notice("N362", count=unknown, consequence="who is not known to have left is valued as a client"))
    if observed is not None and from_file and (observed.at_start < FEW or observed.kept in (0, observed.at_start)):
        notices.append(notice("N311", kept=observed.kept, count=observed.at_start))

    metric = method_of(asked, [*question.given, *_of_rows(clients)])
    options = {entry.name: entry.value for entry in question.given}
    rows = client_value.valued(
        clients, metric=metric, options=options, estimate=observed.interval if observed else None
    )
    notices += _counted(rows)
    method = f"Wilson interval of the retention observed in the file ({observed})" if observed else ""
    figures = client_value.figures(rows, level=question.level, method=method)
    between = figures[0].interval
    if between is not None and None in (between.low, between.high):
        end = "lower" if between.low is None else "upper"
        reason = "at that end of the observed retention somebody's value is infinite"
        notices.append(notice("N314", figure="the interval of customer equity", end=end, reason=reason))
    group = _group(asked, clients, reading)
    parts = (client_value.by_group(rows, group),) if group else ()
    return Result(
        command="ltv",
        title=lifetime.TOPIC.title,
        answer=_sentence(figures[0], rows),
        figures=figures,
        tables=(*parts, client_value.client_table(rows, metric=metric, options=options.keys()), *extra),
        inputs=_inputs(question, observed, metric, clients),
        notices=tuple(notices),
        sources=metric.sources,
        criticism=(metric.criticism,),
        controls=(reading.controls,),
        parameters=(("method", metric.slug), ("counted", metric.convention), *origins(clients)),
        period=Period.YEAR,
        currency=reading.controls.currency or asked.text("currency"),
        as_of=year.as_of.isoformat() if year.as_of else None,
    )


def _with_retention(clients: Sequence[Client], observed: Observed | None) -> list[Client]:
    """Clients whose retention nothing told get the one observed in the file.

    Raises:
        Undefined: E313 the file does not show it either.
    """
    if all(client.retention is not None for client in clients):
        return list(clients)
    if observed is None:
        raise Undefined(problem("E313", reason="no row has one, no option gives it, the dates do not show it"))
    rate = observed.rate
    return [client if client.retention is not None else client.staying(rate) for client in clients]


def _of_rows(clients: Sequence[Client]) -> list[Input]:
    """The quantities that the rows themselves bring, so that a method can be chosen."""
    names = ["margin", "retention", "churn"]
    if all(client.revenue is not None for client in clients):
        names += ["revenue", "margin_rate"]
    return [Input(QUANTITIES[name], None, "file") for name in names]


def _counted(rows: Sequence[client_value.Valued]) -> list[Notice]:
    """What must be known about clients who have no value."""
    told = []
    lost = sum(row.status == "lost" for row in rows)
    if lost:
        told.append(notice("N304", count=lost, clients=len(rows)))
    undefined = [row for row in rows if row.undefined]
    if undefined and undefined[0].undefined:
        told.append(notice("N306", count=len(undefined), reason=undefined[0].undefined.what))
    losing = [row.value for row in rows if row.value is not None and row.value < 0]
    if losing:
        told.append(notice("N312", count=len(losing), total=numbers.money(math.fsum(losing))))
    return told


def _group(asked: Asked, clients: Sequence[Client], reading: Reading) -> str | None:
    wanted = asking.chosen(asked, "by", (*GROUPS, "cohort"))
    if wanted is not None and not all(wanted in client.groups for client in clients):
        if list(clients[0].groups) == ["cohort"]:  # of an order log
            raise UsageError(problem("E165", group=wanted))
        raise no_such_group(reading, wanted, list(clients[0].groups))
    return wanted


def _inputs(
    question: _Question, observed: Observed | None, metric: Metric, clients: Sequence[Client]
) -> tuple[Input, ...]:
    """The options that were used, and what the file itself showed."""
    used = {needed.name for needed in metric.asked} - {"margin", "retention", "churn"}
    if all(client.revenue is not None for client in clients):
        used -= {"revenue", "margin_rate"}
    sources = {source for client in clients for source in (client.margin_from, client.retention_from)}
    used |= {name for source, name in OF_OPTIONS.items() if source in sources}
    known = with_parts(entry for entry in question.given if entry.name in used)
    shown = [entry for entry in known if entry.name != "churn" or entry.origin == "given"]
    if observed is not None and "retention" not in question.by_name:
        shown.append(Input(QUANTITIES["retention"], observed.rate, "file", str(observed)))
    return tuple(shown)


def _sentence(equity: Figure, rows: Sequence[client_value.Valued]) -> str:
    active = sum(row.status == "active" for row in rows)
    valued = sum(row.value is not None for row in rows)
    worth = numbers.shown(equity.value, equity.unit)
    if active == 1:
        return f"The one client you have is worth {worth}."
    which = f"{active:,}" if valued == active else f"{valued:,} of the {active:,}"
    worth_it = agreed(valued, "is", "are together")
    return f"{'The ' * (valued == active)}{which} clients you have {worth_it} worth {worth}."
