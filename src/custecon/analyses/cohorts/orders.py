"""Cohorts of an order log as an answer: triangles, averages, the second purchase, groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from custecon.analyses.cohorts.second_purchase import second_purchase
from custecon.analyses.cohorts.triangles import Average, Bought, Triangle, bought_in, half_life
from custecon.clients.groups import group_named, told_of
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.phrases import Money, Phrase, Share, Verbatim, counted, say, several
from custecon.core.results import Column, Figure, Picture, Table
from custecon.core.schemas import exact
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CASES, CLIENTS, MONEY, PERIOD_NUMBER, PERIODS, SHARE, TEXT, Unit
from custecon.metrics.proportions import wilson_interval
from custecon.tables.calendar_periods import is_finished, label_of, periods_of
from custecon.tables.differing_shares import differ
from custecon.tables.groups import NO_GROUP, group_columns

FEW = 20  # a cohort of fewer clients shows little but chance
LOOKED_AT = (12, 6, 3, 2)  # the age that the answer speaks of, the oldest that there is


@dataclass(frozen=True, slots=True)
class Cohorts:
    """What was found, and how it is called."""

    log: OrderLog
    starts: Sequence[dt.date]
    period: str
    bought: Bought
    level: float

    @property
    def labels(self) -> list[str]:
        """What the periods are called."""
        return [label_of(start, self.period) for start in self.starts]

    @property
    def finished(self) -> int:
        """How many periods are over."""
        return len(self.starts) - (not is_finished(self.starts, self.log.last_day, self.period))

    def money(self, amount: int, clients: int) -> float:
        """Minor units per client."""
        return float(exact(amount, self.log.ledger.scale) / clients)


def answered(log: OrderLog, period: str, by: str | None, level: float) -> Answer:
    """The cohorts of an order log.

    Raises:
        Undefined: E301 nobody has bought, or no cohort has been seen through a second period.
        UsageError: E117, E317 there is no such column, or it is none of clients.
    """
    group = group_named(log.reading, by) if by else ""
    days = log.ledger.days(log.last_day)
    if not days:
        raise _refused(say("the log has no order by {day}", day=log.last_day), say("name a later day, or another log"))
    starts = periods_of(days[0], log.last_day, period)
    found = log.ledger.in_periods(starts, log.last_day)
    cohorts = Cohorts(log, starts, period, bought_in(found, len(starts)), level)
    if not (cohorts.bought.first >= 0).any():
        raise _refused(say("nobody has bought"), say("give a log with orders"))
    whole = cohorts.bought.triangle(cohorts.finished)
    averages = [*whole.averages()]
    if len(averages) < 2:
        cure = say("name a longer log") if period == "week" else say("say --period week, or name a longer log")
        raise _refused(say("no client was seen through the whole {period} after the first", period=say(period)), cure)
    names = {name: place for place, name in enumerate(found.clients)}
    groups, told = _groups(cohorts, group, names) if group else ((), ())
    ages = ages_table(cohorts, averages)
    on = _triangle(cohorts, whole, averages, "on")
    triangles = (on, *(_triangle(cohorts, whole, averages, kind) for kind in ("on_or_after", "money_so_far")))
    notices = _notices(cohorts, whole, starts)
    second = second_purchase(log.clients)
    return Answer(
        _sentence(cohorts.period, averages[1]),
        figures=_figures(cohorts, averages),
        tables=(on, ages, *groups, *triangles[1:], second, _cells(cohorts, whole)),
        pictures=tuple(map(_heat, triangles)),
        notices=(*notices, *told),
        parameters=(("period", say(period)),),
        screen=Screen(
            scope=_scope(cohorts),
            further=(_later(cohorts, averages), *_differ(cohorts, whole)),
            figures=(
                Key("again"),
                Key("buys_at_age", remark=say("in that {period} alone", period=say(period))),
                Key("brought_so_far"),
                Key("half_life", remark="buy neither then nor later"),
            ),
            picture="on",
            table=Extract(
                groups[0].name if groups else "ages",
                columns=(groups[0].columns[0].name, *_FIRST) if groups else _FIRST,
                rows=13,
                total=False,
            ),
            next=("--table on_or_after", "--period quarter"),
        ),
    )


_FIRST = ("age", "clients", "on", "on_or_after", "money_so_far", "cohorts")


def _refused(reason: str, cure: str) -> Undefined:
    return Undefined(problem("E301", figure=say("the table of cohorts"), reason=reason, cure=cure))


def _scope(cohorts: Cohorts) -> Phrase:
    who = int((cohorts.bought.first >= 0).sum())
    labels = cohorts.labels
    return say("{n} {n:client|clients}, {first} to {last}", n=who, first=labels[0], last=cohorts.log.last_day)


# ---------------------------------------------------------------------------------------------- words and figures


def _looked_at(averages: Sequence[Average]) -> Average:
    """The average that the answer speaks of: of the oldest age of `LOOKED_AT` that has one."""
    return averages[next((age for age in LOOKED_AT if age < len(averages)), 1)]


def _sentence(period: str, first: Average) -> Phrase:
    share, time = Share(first.on / first.clients, 0), counted(1, period)
    return say("{share} of the clients buy again {time} after the first purchase.", share=share, time=time)


def _later(cohorts: Cohorts, averages: Sequence[Average]) -> Phrase:
    """How many buy long after, and what a client has brought by then."""
    late = _looked_at(averages)
    brought = Money(cohorts.money(late.so_far, late.clients), cohorts.log.currency)
    if late is averages[1]:
        return say("By then a client has brought {brought}.", brought=brought)
    return say(
        "{later} buy {age} after it; by then a client has brought {brought}.",
        later=Share(late.on / late.clients, 0),
        age=counted(late.age, cohorts.period),
        brought=brought,
    )


def _differ(cohorts: Cohorts, whole: Triangle) -> tuple[Phrase, ...]:
    """Which cohort comes back most, which least, if all of them differ by more than chance."""
    known = [
        (whole.on[cohort, 1] / whole.size[cohort], cohort)
        for cohort in whole.cohorts
        if whole.is_finished(cohort, 1) and whole.size[cohort] >= FEW
    ]
    if len(known) < 2:
        return ()
    (low, least), (high, most) = min(known), max(known)
    parts, wholes = ([int(of[cohort]) for _, cohort in known] for of in (whole.on[:, 1], whole.size))
    if not differ(parts, wholes, cohorts.level):
        return (say("How many buy in the period after the first differs between the cohorts by no more than chance."),)
    return (
        say(
            "In the period after the first most of the clients of {most} come back, {high}, and fewest of those of "
            "{least}, {low}.",
            most=cohorts.labels[most],
            high=Share(high, 0),
            least=cohorts.labels[least],
            low=Share(low, 0),
        ),
    )


def _figures(cohorts: Cohorts, averages: list[Average]) -> tuple[Figure, ...]:
    first, late, level = averages[1], _looked_at(averages), cohorts.level
    half = half_life(averages)
    seen = counted(len(averages) - 1, cohorts.period)
    gone = problem(
        "E301",
        figure=say("the half-life"),
        reason=say("more than half buy {time} after the first purchase or later; no longer time was seen", time=seen),
        cure=say("name a longer log"),
    )
    note = say("of the clients whose {time} after the first purchase is over, who buy in it", time=say(cohorts.period))
    looked = counted(late.age, cohorts.period)
    return (
        Figure(
            "again",
            say("buy in the first {period} after", period=say(cohorts.period)),
            first.on / first.clients,
            SHARE,
            note,
            "main",
            wilson_interval(first.on, first.clients, level),
        ),
        Figure(
            "buys_at_age",
            say("buy {time} after", time=looked),
            late.on / late.clients,
            SHARE,
            say("of the clients won at least so long ago; who skips this period and buys later is not counted in it"),
            interval=wilson_interval(late.on, late.clients, level),
        ),
        Figure(
            "brought_so_far",
            say("brought within {time}", time=looked),
            cohorts.money(late.so_far, late.clients),
            MONEY,
            say("money of the cohorts won at least so long ago ÷ all their clients, refunds taken off"),
        ),
        Figure(
            "half_life",
            say("half buy no more after, {periods}", periods=several(cohorts.period)),
            half,
            PERIODS,
            say("the age at which half of the clients will buy neither in the period nor later, by a straight line"),
            undefined=None if half is not None else gone,
        ),
        Figure(
            "won",
            "clients won",
            int((cohorts.bought.first >= 0).sum()),
            CLIENTS,
            "clients with a purchase in the file",
        ),
    )


# ---------------------------------------------------------------------------------------------- tables


class _Kind(NamedTuple):
    """What the cells of a triangle are: of a cohort and age, of all cohorts of an age; their unit and words."""

    of_cell: Callable[[int, int], float]
    of_all: Callable[[Average], float]
    unit: Unit
    title: Phrase
    meaning: str


def _kinds(cohorts: Cohorts, whole: Triangle, named: dict[str, Phrase]) -> dict[str, _Kind]:
    """The triangles by name."""
    return {
        "on": _Kind(
            lambda cohort, age: float(whole.on[cohort, age] / whole.size[cohort]),
            lambda one: one.on / one.clients,
            SHARE,
            say("Of 100 clients won in one {period}, how many buy 1, 2, 3 … {periods} later", **named),
            "of the clients of the cohort, who buy {age} periods after the first purchase",
        ),
        "on_or_after": _Kind(
            lambda cohort, age: float(whole.after[cohort, age] / whole.size[cohort]),
            lambda one: one.after / one.clients,
            SHARE,
            say("Of 100 clients won in one {period}, how many buy 1, 2, 3 … {periods} later or after that", **named),
            "of the clients of the cohort, who buy {age} periods after the first purchase or later",
        ),
        "money_so_far": _Kind(
            lambda cohort, age: cohorts.money(whole.so_far(cohort, age), int(whole.size[cohort])),
            lambda one: cohorts.money(one.so_far, one.clients),
            MONEY,
            say("What a client has brought 0, 1, 2 … {periods} after the {period} of the first purchase", **named),
            "money up to {age} periods after the first purchase ÷ all clients of the cohort",
        ),
    }


def _triangle(cohorts: Cohorts, whole: Triangle, averages: Sequence[Average], kind: str) -> Table:
    """One row a cohort, one column an age, and all cohorts together beneath."""
    named = {"period": say(cohorts.period), "periods": several(cohorts.period)}
    of_cell, of_all, unit, title, meaning = _kinds(cohorts, whole, named)[kind]
    begin = 0 if kind == "money_so_far" else 1  # who was won in a period has bought in it
    reach = range(begin, max(map(len, map(whole.ages, whole.cohorts))))
    rows: list[tuple[Any, ...]] = []
    for cohort in whole.cohorts:
        ages = whole.ages(cohort)
        cells = [of_cell(cohort, age) if age in ages else None for age in reach]
        over = sum(whole.is_finished(cohort, age) for age in ages if age in reach)
        rows.append((cohorts.labels[cohort], int(whole.size[cohort]), over, *cells))
    means = [of_all(one) for one in averages[begin:]]
    every = sum(int(size) for size in whole.size)
    rows.append((say("all"), every, len(means), *means, *[None] * (len(reach) - len(means))))
    columns = (
        Column("won_in", "won in", TEXT, "the period of the first purchase; at the end all, weighted by clients"),
        Column("size", "clients", CLIENTS, "clients of the cohort"),
        Column("finished", "cells over", PERIOD_NUMBER, "how many of the cells beside it can change no more"),
        *(Column(f"age_{age}", Verbatim(age), unit, say(meaning, age=age)) for age in reach),
    )
    note = say("The row «all» is weighted by clients and takes only periods that are over.")
    return Table(kind, title, columns, rows, shown=30, note=note)


def _heat(table: Table) -> Picture:
    shown = tuple(column.name for column in table.columns if column.name.startswith("age_"))
    return Picture(table.name, table.title, "heat", table.name, "won_in", shown, finished="finished")


def ages_table(cohorts: Cohorts, averages: Sequence[Average]) -> Table:
    """All cohorts together, age by age."""
    rows = [_of_age(cohorts, one) for one in averages]
    return Table("ages", "All cohorts together, by how long they have been clients", _of_ages(cohorts), rows, shown=25)


def _of_age(cohorts: Cohorts, one: Average) -> tuple[Any, ...]:
    ends = wilson_interval(one.on, one.clients, cohorts.level)
    return (
        one.age,
        one.cohorts,
        one.clients,
        one.on / one.clients,
        ends.low,
        ends.high,
        one.after / one.clients,
        cohorts.money(one.money, one.clients),
        cohorts.money(one.so_far, one.clients),
    )


def _of_ages(cohorts: Cohorts) -> tuple[Column, ...]:
    after = say("{periods} after", periods=several(cohorts.period))
    return (
        Column("age", after, PERIOD_NUMBER, "periods since that of the first purchase, which is 0"),
        Column("cohorts", "cohorts", CASES, "cohorts of which the period is over"),
        Column("clients", "clients", CLIENTS, "clients of these cohorts"),
        Column("on", "buy", SHARE, "of these clients, who buy in the period"),
        Column("low", "low", SHARE, "the lower end of it, by Wilson"),
        Column("high", "high", SHARE, "the upper end of it, by Wilson"),
        Column("on_or_after", "buy then or later", SHARE, "of these clients, who buy in the period or after it"),
        Column("money", "paid then", MONEY, "what is paid in the period ÷ all these clients"),
        Column("money_so_far", "brought so far", MONEY, "what was paid up to the period ÷ all these clients"),
    )


def _groups(cohorts: Cohorts, name: str, places: dict[str, int]) -> tuple[tuple[Table, ...], tuple[Notice, ...]]:
    """The averages of each group of clients, whose first order that names one decides."""
    log = cohorts.log
    found = log.ledger.grouped(name)
    told = told_of(found, name, log.reading, places.keys(), say("first order"))
    members: dict[str, list[int]] = {}
    for client, place in places.items():
        members.setdefault(found.first.get(client, "") or NO_GROUP, []).append(place)
    rows = [
        (group, *_of_age(cohorts, one))
        for group in sorted(members)
        for one in cohorts.bought.triangle(cohorts.finished, np.array(members[group])).averages()
    ]
    columns = (*group_columns([name]), *_of_ages(cohorts))
    return (Table("by_group", say("The same by group: all cohorts together"), columns, rows, shown=30),), told


def _cells(cohorts: Cohorts, whole: Triangle) -> Table:
    """Every cell of the triangles with its count, its interval and its exact money: they add up to the whole log."""
    rows = []
    for cohort in whole.cohorts:
        size = int(whole.size[cohort])
        for age in whole.ages(cohort):
            on = int(whole.on[cohort, age])
            ends = wilson_interval(on, size, cohorts.level)
            money = exact(whole.money[cohort, age], cohorts.log.ledger.scale)
            over = say("over") if whole.is_finished(cohort, age) else say("not over")
            rows.append(
                (
                    *(cohorts.labels[cohort], age, over, size, on, on / size, ends.low, ends.high),
                    *(int(whole.after[cohort, age]), money, cohorts.money(whole.so_far(cohort, age), size)),
                )
            )
    columns = (
        Column("won_in", "won in", TEXT, "the period of the first purchase"),
        Column("age", "periods after", PERIOD_NUMBER, "periods since that of the first purchase, which is 0"),
        Column("state", "state", TEXT, "whether the period is over; else the cell will still grow"),
        Column("size", "clients", CLIENTS, "clients of the cohort"),
        Column("buyers", "buy then", CLIENTS, "clients who buy in the period"),
        Column("on", "buy", SHARE, "of the clients of the cohort, who buy in the period"),
        Column("low", "low", SHARE, "the lower end of it, by Wilson"),
        Column("high", "high", SHARE, "the upper end of it, by Wilson"),
        Column("later_buyers", "buy then or later", CLIENTS, "clients who buy in the period or after it"),
        Column("paid", "paid then", MONEY, "what the cohort pays in the period, refunds taken off", summed=True),
        Column("money_so_far", "brought so far", MONEY, "what was paid up to the period ÷ all clients of the cohort"),
    )
    return Table("cells", "Every cohort and period", columns, rows, shown=0)


def _notices(cohorts: Cohorts, whole: Triangle, starts: Sequence[dt.date]) -> list[Notice]:
    """What must be known."""
    log, told = cohorts.log, []
    if cohorts.finished < len(starts):
        told.append(notice("N440", period=cohorts.labels[-1], as_of=log.last_day))
    told.append(notice("N441", period=cohorts.labels[0], count=int(whole.size[0])))
    clients, money = cohorts.bought.outside
    if clients or money:
        told.append(notice("N442", count=clients, total=Money(exact(money, log.ledger.scale), log.currency)))
    if small := [cohorts.labels[cohort] for cohort in whole.cohorts if whole.size[cohort] < FEW]:
        told.append(notice("N443", count=len(small), few=FEW))
    return told
