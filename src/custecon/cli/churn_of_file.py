"""`custecon churn-cost FILE`: who left in the last year and what that costs, from clients, contracts or orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from custecon.analyses.inputs import given_figures
from custecon.cli import asking, churn, contract_renewal, standings, telling
from custecon.cli.options import Asked
from custecon.cli.reading import in_currency_of, read_asked
from custecon.cli.session import Session
from custecon.clients.groups import no_such_group
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result, Table
from custecon.core.schemas import LEAVERS, ORDERS, SUBSCRIPTIONS, Reading
from custecon.core.units import MONEY_PER_YEAR, SHARE, Period
from custecon.core.wording import agreed, counted
from custecon.render import numbers
from custecon.tables import leaving
from custecon.tables.client_list import GROUPS, Member, members_of
from custecon.tables.contract_clients import clients_of_contracts
from custecon.tables.log_span import cut_short, holds_from, usual_pause
from custecon.tables.standing import Year

__all__ = ["run", "value_of_list"]

_MONEY_ALONE = "; --clients FILE takes only money from it"

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
    added = _beside_typed(_averages(members, f"clients of {reading.controls.file}, {note}"), names)
    if of_orders and added:
        told = (*told, *_whole_years(reading, year, members))
    if not added and not names & {"value", "margin"}:
        raise UsageError(problem("E364", file=reading.controls.file))
    return added, replace(reading, notices=(*reading.notices, *told))


def _whole_years(reading: Reading, year: Year, members: Sequence[Member]) -> list[Notice]:
    """Of whom a log shows only a part of the year that he is valued by.

    Raises:
        UsageError: E383 the log is shorter than a year.
    """
    days = _days(reading, year)
    first = min(days, default=year.as_of)
    if first and year.start and not holds_from(first, year.start, usual_pause(days)):
        raise UsageError(problem("E383", file=reading.controls.file, first=first, as_of=year.as_of))
    cut = cut_short(members, min(days))
    return [_in_part(min(days), len(cut), counted(len(members), "client"), "")] if cut else []


def _days(reading: Reading, year: Year) -> list[dt.date]:
    return [day for day in reading.table.cells("date") if year.as_of is None or day <= year.as_of]


def _in_part(first: dt.date, count: int, whose: str, others: str) -> Notice:
    return notice("N384", first=first.isoformat(), count=count, whose=whose, others=others)


def run(session: Session, asked: Asked) -> Result:
    """The cost of the clients who left in the year up to the last day of the file."""
    given, _ = given_figures(asked, churn.FIGURES, fixed=Period.YEAR)
    for name in ("lost", "clients_at_start"):
        if any(entry.name == name and entry.origin == "given" for entry in given):
            raise UsageError(problem("E365", name=f"--{name.replace('_', '-')}", instead=_MONEY_ALONE))
    reading = read_asked(session, asked, (LEAVERS, ORDERS, SUBSCRIPTIONS))
    year = standings.year_of(asked, reading.as_of)
    if asked.text("over") and year.as_of is not None:
        raise UsageError(problem("E366"))
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
    found = _beside_typed(found, known)
    inputs = [*telling.without_settings(given, [entry.name for entry in found]), *found]
    asked = in_currency_of(asked, reading)
    result = churn.result_of(asked, inputs)
    tables, figures = _tables(asked, members, reading)
    valued = not known & {"value", "margin"} and bool(gone)
    in_part = _told_in_part(reading, year, members) if valued else []
    answer = f"{result.answer.removesuffix('.')} or more: the log does not show a whole year of all of them."
    return replace(
        result,
        answer=answer if in_part else result.answer,
        figures=(*result.figures[:1], *figures, *result.figures[1:]),
        tables=tables,
        notices=(*reading.notices, *told, *in_part, *_told(asked, reading, year, members), *result.notices),
        controls=(reading.controls,),
        currency=asked.text("currency"),
        as_of=reading.as_of.isoformat() if reading.as_of else None,
    )


def _members(asked: Asked, reading: Reading, year: Year) -> tuple[list[Member], tuple[Notice, ...]]:
    table = reading.table
    if table.schema.name == ORDERS.name:
        if year.as_of is None:
            raise Undefined(problem("E362", reason="the log has no dates"))
        members = leaving.of_orders(table, year)
        if "basis" in reading.controls.settings:  # the amount of the log is margin
            members = [replace(member, revenue=None, margin=member.revenue) for member in members]
        return members, ()
    if table.schema.name == SUBSCRIPTIONS.name:
        price, told = contract_renewal.yearly_price(asked, table)
        members, header = clients_of_contracts(table, year, price), price.header if price else ""
    else:
        members, told = members_of(table, year)
        header = next((table.columns[role].header for role in ("revenue", "margin") if role in table), "")
    members, more = leaving.without_prices_of_today(members, header)
    return members, (*told, *more)


def _beside_typed(found: Sequence[Input], typed: Collection[str]) -> list[Input]:
    """What the file tells beside what was typed; a typed margin rate overrules the margins of its rows."""
    found = [entry for entry in found if entry.name not in typed]
    by_rate = "margin_rate" in typed and ("value" in typed or any(entry.name == "value" for entry in found))
    return [entry for entry in found if not (by_rate and entry.name in ("margin", "average_margin"))]


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


def _told_in_part(reading: Reading, year: Year, members: Sequence[Member]) -> list[Notice]:
    """Of whose year before he left a log shows only a part, and what the others pay, of whom it shows a whole one."""
    if reading.table.schema.name != ORDERS.name:
        return []
    days = _days(reading, year)
    gone = [member for member in members if member.left]
    cut = cut_short(gone, min(days))
    if not cut:
        return []
    there = [member for member in members if not member.standing.lost and member.at_start]
    missed = {member.key for member in cut_short(there, min(days))}
    paid = [member.revenue for member in there if member.revenue is not None and member.key not in missed]
    others = ""
    if paid:
        average = numbers.money(sum(paid, Decimal(0)) / len(paid))
        others = f"; who stayed paid {average} on average in the year up to his last purchase"
    return [_in_part(min(days), len(cut), counted(len(gone), "lost client"), others)]


def _told(asked: Asked, reading: Reading, year: Year, members: Sequence[Member]) -> list[Notice]:
    """How it was decided who left, and whom the file says too little of."""
    of_list = reading.table.schema.name == LEAVERS.name
    told = standings.told(asked, [member.standing for member in members], year, counted=True, of_list=of_list)
    if reading.table.schema.name == ORDERS.name:
        days = _days(reading, year)
        told += standings.told_of_start(year, min(days), lambda: days)
    left = sum(member.left for member in members)
    if year.as_of is None and left and not asked.text("over"):
        told.append(notice("N252", count=left, clients=len(members)))
    if unknown := sum(member.standing.lost is None for member in members):
        told.append(
            notice("N362", count=unknown, consequence=agreed(unknown, "he is in no figure", "they are in no figure"))
        )
    return told


def _tables(asked: Asked, members: Sequence[Member], reading: Reading) -> tuple[tuple[Table, ...], tuple[Figure, ...]]:
    tables: list[Table] = []
    group = asking.chosen(asked, "by", GROUPS)
    if group:
        known = list(dict.fromkeys(name for member in members for name in member.groups))
        if group not in known:
            raise no_such_group(reading, group, known)
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
