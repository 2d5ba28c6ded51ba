"""`custecon churn-cost FILE`: who left in the last year and what that costs, from clients, contracts or orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from custecon.cli import asking, churn, contract_renewal, standings, telling
from custecon.cli.options import Asked
from custecon.cli.reading import read_asked
from custecon.cli.session import Session
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result, Table
from custecon.core.schemas import LEAVERS, ORDERS, SUBSCRIPTIONS, Reading
from custecon.core.units import MONEY_PER_YEAR, SHARE, Period
from custecon.core.wording import agreed, counted
from custecon.tables import leaving
from custecon.tables.client_list import GROUPS, Member, members_of
from custecon.tables.contract_clients import clients_of_contracts
from custecon.tables.standing import Year

__all__ = ["run", "value_of_list"]

# A list that only tells what a client is worth: nothing in it need tell who has left.
VALUED = replace(LEAVERS, any_of=())


def value_of_list(session: Session, asked: Asked, given: Sequence[Input]) -> tuple[list[Input], Reading]:
    """The annual value and margin of the average client of `--clients FILE`, where no option gives them."""
    reading = read_asked(session, asked, (VALUED, ORDERS, SUBSCRIPTIONS), file=asked.text("clients"))
    year = standings.year_of(asked, reading.as_of)
    members, told = _members(asked, reading, year)
    of_orders = reading.table.schema.name == ORDERS.name
    note = "paid in the year up to the last purchase" if of_orders else "a year"
    names = {entry.name for entry in given if entry.origin == "given"}
    added = [
        entry for entry in _averages(members, f"clients of {reading.controls.file}, {note}") if entry.name not in names
    ]
    if not added and not names & {"value", "margin"}:
        raise UsageError(problem("E364", file=reading.controls.file))
    return added, replace(reading, notices=(*reading.notices, *told))


def run(session: Session, asked: Asked) -> Result:
    """The cost of the clients who left in the year up to the last day of the file."""
    given, _ = asking.inputs(asked, churn.FIGURES, fixed=Period.YEAR)
    for name in ("lost", "clients_at_start"):
        if any(entry.name == name and entry.origin == "given" for entry in given):
            raise UsageError(problem("E365", name=f"--{name.replace('_', '-')}"))
    if asked.text("over"):
        raise UsageError(problem("E366"))
    reading = read_asked(session, asked, (LEAVERS, ORDERS, SUBSCRIPTIONS))
    year = standings.year_of(asked, reading.as_of)
    members, told = _members(asked, reading, year)
    gone = [member for member in members if member.left]
    there = [member for member in members if member.at_start]
    if not there:
        raise Undefined(problem("E362", reason=_nobody(year)))
    # What the file tells counts more than the settings, and what was typed counts more than the file.
    known = {entry.name for entry in given if entry.origin == "given"}
    at_start = f"{counted(len(there), 'client')} at the start"
    found = [
        Input(QUANTITIES["lost"], len(gone), "file", _when(year)),
        Input(QUANTITIES["clients_at_start"], len(there), "file", _when(year, start=True)),
        *_averages(gone or there, counted(len(gone), "lost client") if gone else at_start),
    ]
    for entry in _averages(there, at_start):
        if entry.name == "margin" and "margin" not in known:
            found.append(replace(entry, quantity=QUANTITIES["average_margin"]))
    # The income that could be lost is that of the clients at the start: who left earlier pays nothing any more.
    income = [member.revenue for member in there]
    if reading.table.schema.name != ORDERS.name and all(value is not None for value in income):
        total = sum((value for value in income if value is not None), Decimal(0))
        if total > 0:
            found.append(Input(QUANTITIES["annual_revenue"], float(total), "file", f"all {at_start}"))
    found = [entry for entry in found if entry.name not in known]
    inputs = [*telling.without_settings(given, [entry.name for entry in found]), *found]
    result = churn.result_of(asked, inputs)
    tables, figures = _tables(asked, members)
    return replace(
        result,
        figures=(*result.figures[:1], *figures, *result.figures[1:]),
        tables=tables,
        notices=(*reading.notices, *told, *_told(asked, reading, year, members), *result.notices),
        controls=(reading.controls,),
        currency=reading.controls.currency or asked.text("currency"),
        as_of=reading.as_of.isoformat() if reading.as_of else None,
    )


def _members(asked: Asked, reading: Reading, year: Year) -> tuple[list[Member], tuple[Notice, ...]]:
    table = reading.table
    if table.schema.name == ORDERS.name:
        if year.as_of is None:
            raise Undefined(problem("E362", reason="the log has no dates"))
        return leaving.of_orders(table, year), ()
    if table.schema.name == SUBSCRIPTIONS.name:
        price, told = contract_renewal.yearly_price(asked, table)
        members, header = clients_of_contracts(table, year, price), price.header if price else ""
    else:
        members, told = members_of(table, year)
        header = next((table.columns[role].header for role in ("revenue", "margin") if role in table), "")
    members, more = leaving.without_prices_of_today(members, header)
    return members, (*told, *more)


def _averages(members: Sequence[Member], source: str) -> list[Input]:
    """The annual value and margin of the average of these clients, of those where it is known."""
    added = []
    for name, role in (("value", "revenue"), ("margin", "margin")):
        known = [value for member in members if (value := getattr(member, role)) is not None]
        if known:
            of_them = f"{len(known)} of {source}" if len(known) < len(members) else source
            mean = float(sum(known, Decimal(0)) / len(known))
            if name == "margin" or mean >= 0:
                added.append(Input(QUANTITIES[name], mean, "file", f"average of the {of_them}"))
    return added


def _when(year: Year, *, start: bool = False) -> str:
    if year.as_of is None or year.start is None:
        return "the list has no dates: all of it"
    return f"clients on {year.start.isoformat()}" if start else f"of them left by {year.as_of.isoformat()}"


def _nobody(year: Year) -> str:
    if year.start is None:
        return "no row tells whether the client is still one"
    return f"the file shows no client who was one on {year.start.isoformat()}"


def _told(asked: Asked, reading: Reading, year: Year, members: Sequence[Member]) -> list[Notice]:
    """How it was decided who left, and whom the file says too little of."""
    of_list = reading.table.schema.name == LEAVERS.name
    told = standings.told(asked, [member.standing for member in members], year, counted=True, of_list=of_list)
    if unknown := sum(member.standing.lost is None for member in members):
        told.append(
            notice("N362", count=unknown, consequence=agreed(unknown, "he is in no figure", "they are in no figure"))
        )
    return told


def _tables(asked: Asked, members: Sequence[Member]) -> tuple[tuple[Table, ...], tuple[Figure, ...]]:
    tables: list[Table] = []
    group = asking.chosen(asked, "by", GROUPS)
    if group:
        known = list(dict.fromkeys(name for member in members for name in member.groups))
        if group not in known:
            raise UsageError(
                problem("E117", name=f"--by {group}", known=", ".join(known) or f"none of {', '.join(GROUPS)}")
            )
        tables.append(leaving.by_group(members, group, level=asking.level(asked)))
    tables.append(leaving.leavers(members))
    gone = [member for member in members if member.left]
    reasons = {member.reason for member in gone if member.reason}
    wanted = [word.strip() for text in asked.several("preventable") for word in text.split(",")]
    if missing := [word for word in wanted if word not in reasons]:
        known_reasons = ", ".join(sorted(reasons)) or "no reasons"
        raise UsageError(problem("E363", reason=", ".join(missing), known=known_reasons))
    if reasons:
        tables.append(leaving.by_reason(members, wanted))
    return tuple(tables), _preventable(gone, wanted)


def _preventable(gone: Sequence[Member], wanted: Sequence[str]) -> tuple[Figure, ...]:
    """What of the loss had a reason that was named as preventable."""
    if not wanted or not gone:
        return ()
    part = [member for member in gone if member.reason in wanted]
    note = f"{len(part)} of {counted(len(gone), 'lost client')}; reasons named with --preventable: {', '.join(wanted)}"
    figures = [Figure("preventable_share", "preventable, of the lost clients", len(part) / len(gone), SHARE, note)]
    known = [member.revenue for member in part if member.revenue is not None]
    if known:
        total = sum(known, Decimal(0))
        figures.append(Figure("preventable_income", "preventable, in income a year", total, MONEY_PER_YEAR, note))
    return tuple(figures)
