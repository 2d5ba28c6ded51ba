"""How long the clients of contracts stay, as an answer: Kaplan and Meier's estimate, by cohort and by group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.clients.files import TableFile
from custecon.clients.groups import group_named, told_of
from custecon.core.answer import Answer
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Problem, Undefined, notice, problem
from custecon.core.phrases import Number, Phrase, Share, counted, say, several
from custecon.core.results import Column, Figure, Interval, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, PERIOD_NUMBER, PERIODS, RATIO, SHARE, TEXT
from custecon.models.durations import days_in
from custecon.models.kaplan_meier import Stay, log_rank, stay_of
from custecon.tables.calendar_periods import MONTHS, label_of, periods_of
from custecon.tables.contract_clients import groups_of_contracts
from custecon.tables.groups import NO_GROUP, group_columns
from custecon.tables.horizons import months_later

FEW = 20
LOOKED_AT = (12, 6, 3, 1)
COHORT = {"day": "month", "week": "month"}  # what is too short to begin a cohort in


@dataclass(frozen=True, slots=True, eq=False)
class Clients:
    """Who has contracts: since when, until when each was seen, whether they have left by then."""

    keys: Sequence[str]
    start: Sequence[dt.date]
    until: Sequence[dt.date]
    left: Any


def clients_of(file: TableFile) -> Clients:
    """The clients of a list of contracts: from the first start to the last end, while one runs to the last day."""
    table, as_of = file.table, file.last_day
    spans: dict[str, tuple[dt.date, dt.date | None]] = {}
    for client, start, end in zip(table.cells("client"), table.cells("start"), table.cells("end"), strict=True):
        if start > as_of:
            continue  # the reader tells of it
        until = None if end is None or end > as_of else end
        if client in spans:
            begun, before = spans[client]
            until = None if until is None or before is None else max(until, before)
            spans[client] = (min(start, begun), until)
        else:
            spans[client] = (start, until)
    keys = sorted(spans)
    left = np.array([spans[key][1] is not None for key in keys], dtype=np.bool_)
    return Clients(keys, [spans[key][0] for key in keys], [spans[key][1] or as_of for key in keys], left)


def lasted(start: dt.date, until: dt.date, period: str) -> float:
    """How long it is from one day to another; months by the calendar, so that one that is full is a whole number.

    >>> [lasted(dt.date(2024, 1, 31), dt.date(2024, month, 29), "month") for month in (2, 3)]
    [1.0, 1.935483870967742]
    """
    if period not in MONTHS:
        return (until - start).days / days_in(period)
    whole = (until.year - start.year) * 12 + until.month - start.month
    whole -= months_later(start, whole) > until
    begun, end = months_later(start, whole), months_later(start, whole + 1)
    return (whole + (until - begun).days / (end - begun).days) / MONTHS[period]


def answered(file: TableFile, period: str, horizon: CalendarSpan | None, by: str | None, level: float) -> Answer:
    """How long the clients of a list of contracts stay.

    Raises:
        Undefined: E301 no contract has begun. UsageError: E117 there is no such column.
    """
    found = clients_of(file)
    if not found.keys:
        why, cure = say("no contract has begun by {day}", day=file.last_day), say("name a later day, or another list")
        raise Undefined(problem("E301", figure=say("how long clients stay"), reason=why, cure=cure))
    times = _times(found, period)
    stay = stay_of(times, found.left, level)
    longest = float(stay.lasted[-1])
    within = _within(horizon, period) if horizon else longest
    survival = survival_table(stay, period, level)
    groups, told, differ = _by_group(file, found, by, times, level) if by else ((), (), None)
    heat = _still_there(file, found, COHORT.get(period, period))
    notices = list(told)
    if within > longest:
        notices.append(notice("N444", horizon=horizon.said if horizon else "", longest=_time(longest, period)))
    return Answer(
        _sentence(stay, period),
        figures=(*_figures(stay, period, within, level), *_test(differ)),
        tables=(survival, *groups, heat),
        pictures=(
            Picture(
                "survival",
                say("Share of the clients still there, {periods} after the start", periods=several(period)),
                "curve",
                "survival",
                "age",
                ("share",),
                band=("low", "high"),
            ),
            Picture(
                "still_there",
                heat.title,
                "heat",
                "still_there",
                "began_in",
                tuple(one.name for one in heat.columns if one.name.startswith("age_")),
                finished="finished",
            ),
        ),
        notices=tuple(notices),
        parameters=(("period", say(period)),),
        title="How long clients stay",
        screen=Screen(
            scope=say(
                "{n} {n:client|clients}, {left} of whom left by {day}",
                n=len(found.keys),
                left=int(found.left.sum()),
                day=file.last_day,
            ),
            figures=(Key("median_stay"), Key("mean_stay"), Key("still_there_after"), Key("left"), Key("log_rank_p")),
            picture="still_there",
            table=Extract(
                groups[0].name if groups else "survival",
                columns=(*(one.name for one in groups[0].columns),) if groups else _SHOWN,
                rows=13,
                total=False,
            ),
        ),
    )


def _times(found: Clients, period: str) -> Any:
    return np.array([lasted(*days, period) for days in zip(found.start, found.until, strict=True)], dtype=np.float64)


def _within(horizon: CalendarSpan, period: str) -> float:
    """A horizon in periods."""
    if horizon.period in MONTHS and period in MONTHS:
        return horizon.count * MONTHS[horizon.period] / MONTHS[period]
    return horizon.count * days_in(horizon.period.value) / days_in(period)


_SHOWN = ("age", "share", "low", "high", "at_risk", "ended")


def _time(value: float, period: str) -> Phrase:
    """So many periods, a fraction as it is."""
    return counted(Number(value), period)


def _looked_at(stay: Stay) -> int:
    """The age that the answer speaks of, which somebody was seen through."""
    return next((age for age in LOOKED_AT if age <= stay.lasted[-1]), 0)


def _sentence(stay: Stay, period: str) -> Phrase:
    age = _looked_at(stay)
    half = (
        say("half of the clients stay longer than {time}", time=_time(stay.median, period))
        if stay.median is not None
        else say("more than half of the clients are still there at the end of the file")
    )
    if not age:
        return say("{half}.", half=half)
    return say(
        "{time} after the start {share} of the clients are still there; {half}.",
        time=counted(age, period),
        share=Share(stay.after(age)[0], 0),
        half=half,
    )


def _unreached(what: str, stay: Stay) -> Problem:
    return problem(
        "E301",
        figure=say(what),
        reason=say(
            "more than half are still there as far as the file tells ({share})", share=Share(stay.after(1e9)[0], 1)
        ),
        cure=say("name a later list"),
    )


def _figures(stay: Stay, period: str, within: float, level: float) -> tuple[Figure, ...]:
    median, (low, high), age = stay.median, stay.median_interval, _looked_at(stay)
    method = say("log(−log) of the share still there")
    share, below, above = stay.after(age)
    return (
        Figure(
            "median_stay",
            say("half stay longer than, {periods}", periods=several(period)),
            median,
            PERIODS,
            say("the first time after which no more than half are there (Kaplan and Meier)"),
            "main",
            Interval(low, high, level, method) if median is not None else None,
            undefined=None if median is not None else _unreached("the median stay", stay),
        ),
        Figure(
            "mean_stay",
            say("mean stay within {time}", time=_time(within, period)),
            stay.mean_within(within),
            PERIODS,
            say("{periods}; what comes later is not counted (restricted mean)", periods=several(period)),
        ),
        Figure(
            "still_there_after",
            say("still there after {time}", time=counted(age, period)),
            share,
            SHARE,
            say("share of all who began (Kaplan and Meier)"),
            interval=Interval(below, above, level, method),
        ),
        Figure("left", "left", int(stay.ended.sum()), CLIENTS, "clients whose last contract has ended"),
        Figure("seen", "clients", len(stay.lasted), CLIENTS, "clients whose first contract has begun"),
    )


def survival_table(stay: Stay, period: str, level: float) -> Table:
    """The share still there: in days at each end, else at the end of each period."""
    last = stay.lasted[-1]
    marks = [0.0, *(stay.times.tolist() if period == "day" else map(float, range(1, int(last) + 1)))]
    before, rows = 0, []
    for mark in marks:
        ended = stay.ended_by(mark)
        share, low, high = stay.after(mark)
        rows.append((int(mark), stay.risked(mark), ended - before, share, low, high))
        before = ended
    columns = (
        Column("age", say("{periods} after", periods=several(period)), PERIOD_NUMBER, "time since the first start"),
        Column("at_risk", "seen so long", CLIENTS, "clients who were seen for that time at least"),
        Column("ended", "left", CLIENTS, "who left since the row above"),
        Column("share", "still there", SHARE, "of all who began, who are still there after that time"),
        Column("low", "low", SHARE, say("the lower end of it, level {level}, by log(−log)", level=Number(level))),
        Column("high", "high", SHARE, say("the upper end of it, level {level}, by log(−log)", level=Number(level))),
    )
    return Table("survival", "Who is still there", columns, rows, shown=25)


def _still_there(file: TableFile, found: Clients, period: str) -> Table:
    """Cohorts by the period of the first start: the share still there so long after each client's own start."""
    starts = periods_of(min(found.start), file.last_day, period)
    place = np.searchsorted(
        np.array(starts, dtype="datetime64[D]"), np.array(found.start, dtype="datetime64[D]"), "right"
    )
    times, rows = _times(found, period), []
    seen = np.array([lasted(start, file.last_day, period) for start in found.start])
    reach = range(1, int(seen.max()) + 1)
    for cohort in sorted({*place.tolist()}):
        chosen = place == cohort
        stay = stay_of(times[chosen], found.left[chosen])
        known = [age for age in reach if age <= seen[chosen].max()]
        over = sum(bool(age <= seen[chosen].min()) for age in known)
        cells = [stay.after(age)[0] if age in known else None for age in reach]
        rows.append((label_of(starts[cohort - 1], period), int(chosen.sum()), over, *cells))
    meaning = "of the clients of the cohort, who are still there {age} periods after their own start"
    columns = (
        Column("began_in", "began in", TEXT, "the period of the first start"),
        Column("size", "clients", CLIENTS, "clients of the cohort", summed=True),
        Column(
            "finished", "cells over", PERIOD_NUMBER, "how many of the cells beside it all its clients were seen through"
        ),
        *(Column(f"age_{age}", say("{n}", n=age), SHARE, say(meaning, age=age)) for age in reach),
    )
    title = say("Who is still there, of the clients who began in one {period}", period=say(period))
    return Table("still_there", title, columns, rows, shown=30)


def _by_group(
    file: TableFile, found: Clients, by: str, times: Any, level: float
) -> tuple[tuple[Table, ...], tuple[Notice, ...], Any]:
    """Each group of clients, whose last contract decides; and whether they differ by more than chance."""
    name = group_named(file.reading, by)
    grouped = groups_of_contracts(file.table, name)
    of = [grouped.last.get(key) or NO_GROUP for key in found.keys]
    names = sorted({*of})
    place = np.array([names.index(one) for one in of])
    age = _looked_at(stay_of(times, found.left))
    rows = []
    for number, group in enumerate(names):
        chosen = place == number
        stay = stay_of(times[chosen], found.left[chosen], level)
        share, low, high = stay.after(age) if age <= stay.lasted[-1] else (None, None, None)
        rows.append((group, len(stay.lasted), int(stay.ended.sum()), stay.median, share, low, high))
    columns = (
        *group_columns([name]),
        Column("clients", "clients", CLIENTS, "clients whose first contract has begun", summed=True),
        Column("left", "left", CLIENTS, "of them, whose last contract has ended", summed=True),
        Column("median_stay", "half stay longer than", PERIODS, "empty where more than half are still there"),
        Column("share", say("there after {n}", n=age), SHARE, "share still there after so many periods"),
        Column("low", "low", SHARE, "the lower end of it"),
        Column("high", "high", SHARE, "the upper end of it"),
    )
    told = told_of(grouped, name, file.reading, found.keys, say("last contract"))
    test = log_rank(times, found.left, place) if len(names) > 1 else None
    return (Table("by_group", "How long the clients of each group stay", columns, rows, shown=30),), told, test


def _test(differ: Any) -> tuple[Figure, ...]:
    """The log-rank test of the groups, if there is one."""
    if differ is None:
        return ()
    told = say(
        "the chance of no smaller a difference between groups that stay equally long (log-rank, {freedom} "
        "{freedom:degree|degrees} of freedom)",
        freedom=differ.freedom,
    )
    return (
        Figure("log_rank_p", "groups differ by chance: p", differ.p, RATIO, told),
        Figure("log_rank", "log-rank statistic", differ.statistic, RATIO, "chi-square of the log-rank test"),
    )
