"""Who left in the last year of a file and what that costs, from clients, contracts or orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from custecon.analyses.churn_cost import answered
from custecon.analyses.figures import Inputs
from custecon.clients import client_status, contract_renewal
from custecon.clients.files import TableFile
from custecon.clients.groups import group_named, told_of
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.phrases import Money, Phrase, Share, counted, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Picture, Table, picture_of
from custecon.core.schemas import Reading
from custecon.core.screen import Extract
from custecon.core.units import MONEY_PER_YEAR, SHARE, Period
from custecon.kinds.clients import LEAVERS
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.tables import lost_clients
from custecon.tables.client_columns import Members, all_known, count_of, total_of
from custecon.tables.client_list import members_of
from custecon.tables.client_status import UNKNOWN, Year, who_is_lost
from custecon.tables.contract_clients import clients_of_contracts, groups_of_contracts
from custecon.tables.contract_terms import price_of
from custecon.tables.groups import finding
from custecon.tables.log_span import cut_short, holds_from, usual_pause

DEAREST = 10  # of those who left: how many of them a person calls


class Asked(NamedTuple):
    """What is asked of a file of clients who may have left."""

    over: str | None
    by: str | None
    preventable: tuple[str, ...]
    renewal: Period | None
    lost_after: CalendarSpan | None
    level: float


def value_of_list(file: TableFile, inputs: Inputs, renewal: Period | None) -> tuple[list[Input], tuple[Notice, ...]]:
    """The annual value and margin of the average client of a file, where nobody said them, and what must be told.

    Raises:
        UsageError: E364 the file does not tell them.
    """
    reading = file.reading
    year = Year(reading.as_of)
    members, told = _members(renewal, file, year)
    of_orders = reading.table.schema.name == ORDERS.name
    note = "clients of {file}, paid in the year up to the last purchase" if of_orders else "clients of {file}, a year"
    added = _beside_typed(_averages(members, say(note, file=reading.controls.file)), inputs.typed)
    if of_orders and added:
        told = (*told, *_whole_years(file, year, members))
    if not added and not inputs.typed & {"value", "margin"}:
        raise UsageError(problem("E364", file=reading.controls.file))
    return added, told


def _whole_years(file: TableFile, year: Year, members: Members) -> list[Notice]:
    """Of whom a log shows only a part of the year that they are valued by.

    Raises:
        UsageError: E383 the log is shorter than a year.
    """
    days = _days(file)
    first = min(days)
    if year.start and not holds_from(first, year.start, usual_pause(days)):
        raise UsageError(problem("E383", file=file.reading.controls.file, first=first, as_of=year.as_of))
    cut = cut_short(members, first)
    return [_in_part(first, len(cut), counted(len(members), "client"), "")] if len(cut) else []


def _days(file: TableFile) -> Sequence[dt.date]:
    return file.ledger.days(file.last_day)


def _in_part(first: dt.date, count: int, whose: str, others: str) -> Notice:
    return notice("N384", first=first, count=count, whose=whose, others=others)


def counted_in(file: TableFile, inputs: Inputs, asked: Asked) -> Answer:
    """The cost of the clients who left in the year up to the last day of the file."""
    reading = file.reading
    year = client_status.year_of(asked.lost_after, reading.as_of)
    if asked.over and year.as_of is not None:
        raise UsageError(problem("E366"))
    members, told = _members(asked.renewal, file, year)
    gone, there = members.left, members.at_start
    if not len(there):
        raise Undefined(problem("E362", reason=_nobody(year)))
    known = inputs.typed
    at_start = say("{n} {n:client|clients} at the start", n=len(there))
    found = [
        Input(QUANTITIES["lost"], len(gone), "file", _when(year)),
        Input(QUANTITIES["clients_at_start"], len(there), "file", _when(year, start=True)),
        *(_averages(gone, _lost(gone)) if len(gone) else _averages(there, at_start)),
    ]
    for entry in _averages(there, at_start):
        if entry.name == "margin" and "margin" not in known:
            found.append(replace(entry, quantity=QUANTITIES["average_margin"]))
    # The income that could be lost is that of the clients at the start: who left earlier pays nothing any more.
    if reading.table.schema.name != ORDERS.name and all_known(there.revenue):
        total = total_of(there.revenue) or Decimal(0)
        if total > 0:
            found.append(
                Input(QUANTITIES["annual_revenue"], float(total), "file", say("all {clients}", clients=at_start))
            )
    inputs.tell(_beside_typed(found, known))
    valued = not known & {"value", "margin"} and len(gone) > 0
    in_part = _told_in_part(file, year, members) if valued else []
    answer = answered(inputs, Period(asked.over or Period.YEAR), asked.level, in_part=bool(in_part))
    tables, figures, more = _tables(asked, members, file)
    lost = who_is_lost(gone.standings, year.silence)
    of_log = valued and reading.table.schema.name == ORDERS.name
    which = [say("Each is counted with what they paid in the year up to their last purchase.")] if of_log else []
    return replace(
        answer,
        figures=(*answer.figures[:1], *figures, *answer.figures[1:]),
        tables=tables,
        pictures=tuple(_pictures(tables)),
        notices=(
            *told,
            *more,
            *_came_and_left(members, year, reading.controls.currency),
            *in_part,
            *_bought_once(reading, members, valued=valued),
            *_told(asked, file, year, members),
            *answer.notices,
        ),
        unused=tuple(needless(reading)),
        screen=replace(
            answer.screen,
            scope=_when_counted(year, len(there)),
            further=(*(_dearest(tables, gone) if valued else ()), *which, *([lost] if lost else [])),
            table=_first(tables, valued=valued),
        ),
    )


def _came_and_left(members: Members, year: Year, currency: str | None) -> list[Notice]:
    """Who was won and lost within the year: they were no client at its start, and so are in no figure."""
    if year.start is None:
        return []
    stands = members.standings
    brief = members.where(~stands.at_start & (stands.lost == 1) & (stands.first > np.datetime64(year.start)))
    if not len(brief):
        return []
    total = total_of(brief.revenue)
    money = say("") if total is None else say(", {total} a year", total=Money(total, currency))
    return [notice("N398", count=len(brief), money=money)]


def _bought_once(reading: Reading, members: Members, *, valued: bool) -> list[Notice]:
    """How many of those a log counts as lost had bought on one day only: they may never have been won."""
    gone = members.left
    if reading.table.schema.name != ORDERS.name or not len(gone):
        return []
    once = gone.where(gone.standings.first == gone.standings.last)
    if not len(once):
        return []
    total = (
        next((one for one in map(total_of, (once.revenue, once.margin)) if one is not None), None) if valued else None
    )
    money = say("") if total is None else say(", {total} of the cost", total=Money(total, reading.controls.currency))
    return [notice("N430", once=len(once), count=len(gone), money=money)]


def _when_counted(year: Year, clients: int) -> Phrase:
    if year.start is None or year.as_of is None:
        return say("{n} {n:client|clients} at the start", n=clients)
    return say("{n} {n:client|clients} of {start}, to {end}", n=clients, start=year.start, end=year.as_of)


def _dearest(tables: Sequence[Table], gone: Members) -> tuple[Phrase, ...]:
    """How much of it a few make up, where they are many."""
    total, listed = total_of(gone.revenue), next((one for one in tables if one.name == "lost_clients"), None)
    if listed is None or len(gone) <= DEAREST or not total or not (place := listed.places(("income_lost",))):
        return ()
    share = Share(float(sum(row[place[0]] or 0 for row in listed.rows[:DEAREST]) / total))
    return (say("The {n} dearest of them make {share} of it.", n=DEAREST, share=share),)


def _first(tables: Sequence[Table], *, valued: bool) -> Extract | None:
    """The groups that were asked for, else who left, the dearest first."""
    if not tables:
        return None
    name = tables[0].name
    who = ("client", "income_lost", "margin_lost", "last_date")
    if name != "lost_clients":
        lost = next(iter(tables[0].places(("income_lost", "margin_lost"))), None)
        told = finding(tables[0], tables[0].columns[lost].name) if lost is not None and valued else ""
        return Extract(name, told, total=valued)
    return Extract(name, "Who left, the dearest first", who, "income_lost", total=valued)  # else it is another sum


def _pictures(tables: Sequence[Table]) -> Iterator[Picture]:
    """Churn of each group with how sure it is, and why clients left."""
    for table in tables:
        there = {column.name for column in table.columns}
        if "churn_low" in there and len(table.rows) > 1:
            title = say("{title}, and how sure it is", title=say(table.title))
            yield picture_of(table, "dots", "churn", title=title, band=("churn_low", "churn_high"))
        elif table.name == "by_reason":
            yield picture_of(table, "bars", "lost")


def needless(reading: Reading) -> Iterator[str]:
    """What this file needs not be told."""
    price = price_of(reading.table) if reading.table.schema.name == SUBSCRIPTIONS.name else None
    if price is None or price.dated:
        yield "renewal"
    if reading.as_of is None:
        yield "lost_after"


def _members(renewal: Period | None, file: TableFile, year: Year) -> tuple[Members, tuple[Notice, ...]]:
    reading, table = file.reading, file.reading.table
    if table.schema.name == ORDERS.name:
        as_margin = "basis" in reading.controls.settings  # the amount of the log is margin
        return lost_clients.of_orders(file.ledger, year, as_margin=as_margin), ()
    if table.schema.name == SUBSCRIPTIONS.name:
        price, told = contract_renewal.yearly_price(renewal, table)
        members, header = clients_of_contracts(table, year, price), price.header if price else ""
    else:
        members, told = members_of(table, year)
        header = next((table.columns[role].header for role in ("revenue", "margin") if role in table), "")
    members, more = lost_clients.without_prices_of_today(members, header, file.currency)
    return members, (*told, *more)


def _beside_typed(found: Sequence[Input], typed: Collection[str]) -> list[Input]:
    """What the file tells beside what was typed; a typed margin rate overrules the margins of its rows."""
    found = [entry for entry in found if entry.name not in typed]
    by_rate = "margin_rate" in typed and ("value" in typed or any(entry.name == "value" for entry in found))
    return [entry for entry in found if not (by_rate and entry.name in ("margin", "average_margin"))]


def _averages(members: Members, source: Phrase) -> list[Input]:
    """The annual value and margin of the average of these clients, of those where it is known."""
    added = []
    for name, role in (("value", "revenue"), ("margin", "margin")):
        amounts = getattr(members, role)
        total, known = total_of(amounts), count_of(amounts)
        if total is not None:
            of_them = say("{n} of {all}", n=known, all=source) if known < len(members) else source
            mean = float(total / known)
            if name == "margin" or mean >= 0:
                added.append(Input(QUANTITIES[name], mean, "file", say("average of the {clients}", clients=of_them)))
    return added


def _when(year: Year, *, start: bool = False) -> Phrase:
    if year.as_of is None or year.start is None:
        return say("the list has no dates: all of it")
    return say("clients on {day}", day=year.start) if start else say("of them left by {day}", day=year.as_of)


def _nobody(year: Year) -> Phrase:
    if year.start is None:
        return say("no row tells whether the client is still one")
    return say("the file shows no client who was one on {day}", day=year.start)


def _told_in_part(file: TableFile, year: Year, members: Members) -> list[Notice]:
    """Of whose year before they left a log shows only a part, and what the others pay, of whom it shows a whole one."""
    if file.reading.table.schema.name != ORDERS.name:
        return []
    days = _days(file)
    gone = members.left
    cut = cut_short(gone, min(days))
    if not len(cut):
        return []
    there = members.where((members.standings.lost != 1) & members.standings.at_start)
    missed = {*cut_short(there, min(days)).keys}
    whole = there.where(np.array([key not in missed for key in there.keys], dtype=np.bool_)).revenue
    others = ""
    if (total := total_of(whole)) is not None:
        average = Money(total / count_of(whole), file.reading.controls.currency)
        others = say("; who stayed paid {average} on average in the year up to their last purchase", average=average)
    return [_in_part(min(days), len(cut), _lost(gone), others)]


def _lost(gone: Members) -> Phrase:
    return say("{n} lost {n:client|clients}", n=len(gone))


def _told(asked: Asked, file: TableFile, year: Year, members: Members) -> list[Notice]:
    """How it was decided who left, and whom the file says too little of."""
    kind = file.reading.table.schema.name
    of_list = kind == LEAVERS.name
    told = client_status.told(asked.lost_after, members.standings, year, counted=True, of_list=of_list)
    if kind == ORDERS.name:
        days = _days(file)
        told += client_status.told_of_start(year, min(days), lambda: days)
    left = int(members.standings.left.sum())
    if year.as_of is None and left and not asked.over:
        told.append(notice("N252", count=left, clients=len(members)))
    if unknown := int((members.standings.lost == UNKNOWN).sum()):
        told.append(notice("N362", count=unknown, consequence=say("they are in no figure")))
    return told


def _tables(
    asked: Asked, members: Members, file: TableFile
) -> tuple[tuple[Table, ...], tuple[Figure, ...], tuple[Notice, ...]]:
    tables: list[Table] = []
    told: tuple[Notice, ...] = ()
    if asked.by:
        group = group_named(file.reading, asked.by)
        kind, table = file.reading.table.schema.name, file.reading.table
        if kind in (ORDERS.name, SUBSCRIPTIONS.name):
            found = file.ledger.grouped(group) if kind == ORDERS.name else groups_of_contracts(table, group)
            row = say("last order") if kind == ORDERS.name else say("last contract")
            told = told_of(found, group, file.reading, {*members.keys}, row)
        tables.append(lost_clients.by_group(members, group, level=asked.level))
    tables.append(lost_clients.leavers(members))
    gone = members.left
    reasons = {reason for reason in gone.reason.places() if reason}
    wanted = asked.preventable
    if missing := [word for word in wanted if word not in reasons]:
        known_reasons = ", ".join(sorted(reasons)) or say("no reasons")
        raise UsageError(problem("E363", reason=", ".join(missing), known=known_reasons))
    if reasons:
        tables.append(lost_clients.by_reason(members, wanted))
    return tuple(tables), _preventable(gone, wanted), told


def _preventable(gone: Members, wanted: Sequence[str]) -> tuple[Figure, ...]:
    """What of the loss had a reason that was named as preventable."""
    if not wanted or not len(gone):
        return ()
    part = gone.where(np.array([reason in wanted for reason in gone.reason], dtype=np.bool_))
    note = say(
        "{n} of {gone}; reasons named with --preventable: {reasons}", n=len(part), gone=_lost(gone), reasons=[*wanted]
    )
    figures = [Figure("preventable_share", "preventable, of the lost clients", len(part) / len(gone), SHARE, note)]
    if (total := total_of(part.revenue)) is not None:
        figures.append(Figure("preventable_income", "preventable, in income a year", total, MONEY_PER_YEAR, note))
    return tuple(figures)
