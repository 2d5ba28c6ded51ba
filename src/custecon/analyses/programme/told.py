"""Repeat purchases, regular clients and the average check as an answer: sentence, figures, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from custecon.analyses.programme.members import JOINED, MEMBER, NEVER, OTHER, STANDS
from custecon.analyses.programme.monitor import FEW, Cell, Monitor, monitor_of
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.errors import Notice, notice, problem
from custecon.core.phrases import CalendarPeriod, Money, Number, Phrase, Share, say
from custecon.core.results import INTERVAL, Column, Figure, Interval, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CASES, CLIENTS, DAYS, MONEY, ORDERS, SHARE, TEXT
from custecon.metrics.proportions import wilson_interval
from custecon.models.kaplan_meier import Stay, stay_of
from custecon.tables.client_states import limits_of
from custecon.tables.second_purchases import Second, second_purchases

Row = tuple[int, dict[int | None, Cell]]  # the place of a period, and who did what in it


def answered(log: OrderLog, period: str | None, regular: int, level: float) -> Answer:
    """The monitor of an order log.

    Raises:
        Undefined: E301 it holds no two whole periods, or nobody has bought.
        InputRefused: E352 a day of joining cannot be read.
    """
    found = monitor_of(log, period, regular, level)
    rows: list[Row] = [(place, dict(found.of(place))) for place in range(len(found.times))]
    last, before = (rows[place] for place in found.whole[-1:-3:-1])
    seconds = second_purchases(found.clients)
    second = _looked_at(seconds)
    monitor = _table(found, rows, (None,))
    compared = () if found.members is None else (_table(found, rows, (MEMBER, JOINED, OTHER)),)
    stay = _until_next(found)
    return Answer(
        _sentence(second),
        figures=_figures(found, second, last, stay),
        tables=(monitor, *compared, _again(found, seconds)),
        pictures=_pictures(monitor),
        notices=(*(() if found.members is None else found.members.told), *_notices(found, rows, last)),
        parameters=(("period", say(found.length)), ("regular", say("{n} purchases in 12 months", n=regular))),
        screen=Screen(
            scope=say("{n} {n:client|clients}, {day}", n=len(found.clients), day=found.clients.as_of),
            further=tuple(_further(found, last, before)),
            figures=(
                Key(
                    "repeat_rate",
                    remark=say("{n} of {all} {all:client|clients}", n=second.came_again, all=second.clients),
                ),
                Key("check", remark=_was(found, before[1][None].check)),
                Key("members_check"),
                Key("others_check"),
                Key("repeat_purchases", remark=_count_was(before[1][None].repeat), certain="as counted"),
                Key("regular", remark=_count_was(before[1][None].regular), certain="as counted"),
                Key("typical_gap"),
            ),
            picture="",
            table=Extract(
                *(("members", "Members beside others: no effect") if compared else ("monitor", "")),
                columns=(
                    "period",
                    *(("who",) if compared else ()),
                    *("repeat", "repeat_share", "check", "low", "high", "regular"),
                ),
                rows=9,
                total=False,
            ),
            next=("--period month",) if found.length == "quarter" else (),
        ),
    )


def _looked_at(seconds: Sequence[Second]) -> Second:
    """The longest time for which at least half of the clients were seen."""
    return next(one for one in reversed(seconds) if 2 * one.clients >= seconds[0].clients)


def _until_next(found: Monitor) -> Stay:
    """The days from each purchase to the next one of its client; the last one of each still waits."""
    number = np.diff(found.bought.start)
    ends = found.bought.day[found.bought.start[1:][number > 0] - 1]
    gaps = found.gap[~found.is_first]
    lasted = np.concatenate((gaps, found.clients.as_of.toordinal() - ends))
    return stay_of(lasted.tolist(), [True] * len(gaps) + [False] * len(ends), found.level)


# ---------------------------------------------------------------------------------------------- words


def _period(found: Monitor, row: Row) -> CalendarPeriod:
    return found.times[row[0]].period


def _money(found: Monitor, value: float | None) -> Money | Phrase:
    return say("nothing") if value is None else Money(value, found.log.currency)


def _was(found: Monitor, value: float | None) -> Phrase:
    return say("was {before}", before=_money(found, value))


def _count_was(value: int | None) -> Phrase | str:
    return "" if value is None else say("was {before}", before=value)


def _sentence(second: Second) -> Phrase:
    share = Share(second.came_again / second.clients, 1)
    return say("{share} of the clients buy again within {days} days.", share=share, days=second.within)


def _further(found: Monitor, last: Row, before: Row) -> list[Phrase]:
    """What was bought again in the last period, and how it was before; members beside others."""
    now, then, told = last[1][None], before[1][None], []
    if now.purchases:
        was = say("")
        if then.purchases:
            was = say(" ({then} in {before})", then=Share(_share(then), 0), before=_period(found, before))
        told.append(
            say(
                "In {period} {repeat} of {all} {all:purchase was|purchases were} repeat ones, {now}{was}; they brought "
                "{money} of what was paid, and the average check was {check}.",
                period=_period(found, last),
                repeat=now.repeat,
                all=now.purchases,
                now=Share(_share(now), 0),
                was=was,
                money=Share(_part(now), 0),
                check=_money(found, now.check),
            )
        )
    if found.members is not None and last[1][MEMBER].clients and last[1][OTHER].clients:
        members, others = last[1][MEMBER], last[1][OTHER]
        told.append(
            say(
                "Members bought {often} times each and paid {check} a check, others {rarely} times and {less}: no "
                "effect of the programme, for members chose to join.",
                often=Number(members.purchases / members.clients, 1),
                check=_money(found, members.check),
                rarely=Number(others.purchases / others.clients, 1),
                less=_money(found, others.check),
            )
        )
    return told


def _share(cell: Cell) -> float:
    """Which part of the purchases were repeat ones."""
    return cell.repeat / cell.purchases


def _part(cell: Cell) -> float:
    """Which part of what was paid came from repeat purchases."""
    paid = cell.first_paid + cell.repeat_paid
    return float(cell.repeat_paid / paid) if paid else 0.0


def _notices(found: Monitor, rows: Sequence[Row], last: Row) -> list[Notice]:
    told = []
    if found.members is not None and found.members.any:
        if last[1][OTHER].clients:
            told.append(notice("N520"))
        else:
            told.append(notice("N524", period=_period(found, last)))
    begin, limit = int(found.bought.day.min()), limits_of(found.bought.gaps).lost_after
    firsts = int((found.bought.day[found.is_first] < begin + limit).sum())
    told.append(notice("N462", first=found.times[0].first.fromordinal(begin), count=firsts, days=limit))
    if not found.times[-1].whole:
        told.append(notice("N463", period=found.times[-1].period, as_of=found.clients.as_of))
    cells = [cell for _, of in rows for cell in of.values() if cell.check is not None and cell.interval is None]
    if cells:
        told.append(notice("N523", count=len(cells), few=FEW))
    return told


# ---------------------------------------------------------------------------------------------- figures


def _figures(found: Monitor, second: Second, last: Row, stay: Stay) -> tuple[Figure, ...]:
    cell, of = last[1][None], {"period": _period(found, last)}
    paid = say("paid in {period} less what was given back, ÷ orders", **of)
    short = problem(
        "E301",
        figure=say("the number of regular clients"),
        reason=say("the log does not hold the 12 months up to the end of {period}", **of),
        cure=say("name a log that begins earlier"),
    )
    gaps = found.gap[~found.is_first]
    typical = stay.median
    never = problem(
        "E301",
        figure=say("the time to the next purchase"),
        reason=say("after more than half of the purchases none was seen to follow"),
        cure=say("name a longer log"),
    )
    between = None
    if typical is not None:
        between = Interval(*stay.median_interval, found.level, "Kaplan-Meier")
    figures = [
        Figure(
            "repeat_rate",
            say("buy again within {n} days", n=second.within),
            second.came_again / second.clients,
            SHARE,
            say("of the clients whose first purchase lies at least {n} days back", n=second.within),
            "main",
            wilson_interval(second.came_again, second.clients, found.level),
        ),
        _check("check", say("average check"), cell, paid),
    ]
    if found.members is not None:
        for who, name in ((MEMBER, "members_check"), (OTHER, "others_check")):
            if last[1][who].orders:
                figures.append(_check(name, say("average check, {who}", who=say(STANDS[who])), last[1][who], paid))
    days = say("purchases in {period} that are not the first of their client", **of)
    figures += [
        Figure("repeat_purchases", "repeat purchases", cell.repeat, ORDERS, days),
        Figure(
            "repeat_paid",
            "paid on repeat purchases",
            cell.repeat_paid,
            MONEY,
            say("{days}, refunds not taken off", days=days),
        ),
        Figure(
            "regular",
            "regular clients",
            cell.regular,
            CLIENTS,
            say("with {n} purchases or more in the 12 months up to the end of {period}", n=found.regular, **of),
            undefined=short if cell.regular is None else None,
        ),
        Figure(
            "typical_gap",
            "days to the next purchase",
            typical,
            DAYS,
            say("so many days after a purchase half have bought again, those who still may counted as not yet"),
            interval=between,
            undefined=never if typical is None else None,
        ),
    ]
    if len(gaps):
        note = say("the median over the {n} gaps that have ended, shorter than those that have not", n=len(gaps))
        figures.append(Figure("median_gap", "days between purchases", float(np.median(gaps)), DAYS, note))
    return tuple(figures)


def _check(name: str, label: Phrase, cell: Cell, note: Phrase) -> Figure:
    none = problem(
        "E301", figure=label, reason=say("there is no order"), cure=say("name a log with orders in that period")
    )
    return Figure(
        name, label, cell.check, MONEY, note, interval=cell.interval, undefined=none if cell.check is None else None
    )


# ---------------------------------------------------------------------------------------------- tables


def _table(found: Monitor, rows: Sequence[Row], whose: Sequence[int | None]) -> Table:
    """One row a period, the latest first, of all clients or of each kind of those who have one."""
    made = [
        (
            found.times[place].period,
            *(() if who is None else (say(STANDS[who]),)),
            _state(found, place),
            *_cells(of[who]),
        )
        for place, of in reversed(rows)
        for who in whose
        if who is None or of[who].clients or of[who].left or of[who].regular
    ]
    apart = whose != (None,)
    who = Column("who", "who", TEXT, "members: had joined before the period; who joins in it stands apart")
    columns = (
        Column("period", say(found.length), TEXT, "the period"),
        *((who,) if apart else ()),
        Column("state", "over", TEXT, "whether all of the period was seen"),
        Column("clients", "clients", CLIENTS, "clients with a purchase in it"),
        Column("new", "new", CLIENTS, "of them, who bought for the first time in the file", summed=True),
        Column("purchases", "purchases", ORDERS, "days with an order", summed=True),
        Column("repeat", "repeat purchases", ORDERS, "purchases that are not the first of their client", summed=True),
        Column("repeat_share", "repeat part", SHARE, "repeat purchases ÷ purchases"),
        Column("first_paid", "paid first", MONEY, "paid on the day of a first purchase", summed=True),
        Column("repeat_paid", "paid again", MONEY, "paid on the days of repeat purchases", summed=True),
        Column("given_back", "given back", MONEY, "refunds of the period", summed=True),
        Column("left", "after refunds", MONEY, "paid first + paid again − given back", summed=True),
        Column("orders", "orders", ORDERS, "orders, several of a day too", summed=True),
        Column("check", "average check", MONEY, "after refunds ÷ orders"),
        Column("low", "at least", MONEY, "lower end of the interval of the average check", fixed=INTERVAL),
        Column("high", "at most", MONEY, "upper end of the interval of the average check", fixed=INTERVAL),
        Column("median", "median paid", MONEY, "half of the purchases were of no more; refunds not taken off"),
        Column("gap", "days between", DAYS, "the median of the days since the purchase before"),
        Column(
            "regular",
            "regular",
            CLIENTS,
            say("clients with {n} purchases or more in the 12 months up to its end", n=found.regular),
        ),
    )
    title = say(
        "Repeat purchases, members beside others: no effect of the programme"
        if apart
        else "Repeat purchases, period by period"
    )
    return Table("members" if apart else "monitor", title, columns, made, shown=30)


def _state(found: Monitor, place: int) -> Phrase:
    if found.times[place].whole:
        return say("yes")
    return say("not over") if place else say("in part")


def _cells(cell: Cell) -> tuple[Any, ...]:
    ends = (None, None) if cell.interval is None else (cell.interval.low, cell.interval.high)
    return (
        *(cell.clients, cell.new, cell.purchases, cell.repeat),
        _share(cell) if cell.purchases else None,
        *(cell.first_paid, cell.repeat_paid, cell.given_back, cell.left, cell.orders, cell.check, *ends),
        *(cell.median, cell.gap, cell.regular),
    )


def _again(found: Monitor, seconds: Sequence[Second]) -> Table:
    """How many buy again within so many days: all, who was a member at their first purchase, and others."""
    kinds: list[tuple[Phrase, Sequence[Second]]] = [(say("all clients"), seconds)]
    if found.members is not None:
        first = np.full(len(found.clients), NEVER, dtype=np.int64)
        first[np.diff(found.bought.start) > 0] = found.bought.day[found.is_first]
        joined = found.members.since <= first
        kinds += [
            (say("members at their first purchase"), second_purchases(found.clients, joined)),
            (say("others"), second_purchases(found.clients, ~joined)),
        ]
    rows = []
    for who, of in kinds:
        for one in of:
            ends = wilson_interval(one.came_again, one.clients, found.level)
            rows.append((who, *one, one.came_again / one.clients, ends.low, ends.high))
    columns = (
        Column("who", "who", TEXT, "all clients, or by whether they had joined on the day of their first purchase"),
        Column("within", "within days", CASES, "days from the first purchase day"),
        Column("clients", "clients", CLIENTS, "clients whose first purchase lies at least so many days back"),
        Column("came_again", "bought again", CLIENTS, "of them, who bought on a second day by then; refunds aside"),
        Column("share", "share", SHARE, "of these clients, who bought again by then"),
        Column("low", "at least", SHARE, "lower end of its interval, by Wilson", fixed=INTERVAL),
        Column("high", "at most", SHARE, "upper end of its interval, by Wilson", fixed=INTERVAL),
    )
    return Table("again", "How many buy again, of those who were seen for as long", columns, rows)


def _pictures(monitor: Table) -> tuple[Picture, ...]:
    repeat = Picture("repeat", "Repeat purchases, period by period", "bars", "monitor", "period", ("repeat",))
    ends = monitor.places(["low"])[0]
    if any(row[ends] is None for row in monitor.rows):
        return (repeat,)
    title = say("The average check, period by period")
    return (repeat, Picture("check", title, "dots", "monitor", "period", ("check",), band=("low", "high")))
