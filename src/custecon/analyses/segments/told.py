"""Classes of clients as an answer: sentence, figures, tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from custecon.clients.groups import group_named, told_of
from custecon.clients.order_log import OrderLog
from custecon.clients.window import counted_in
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn, taken
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.long_columns import Exact, Gapped, Words, days_of, places_of, whole_numbers
from custecon.core.phrases import Money, Phrase, Share, say
from custecon.core.results import Column, Figure, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, DATE, MONEY, ORDERS, RATIO, SHARE, TEXT
from custecon.tables.calendar_periods import periods_of
from custecon.tables.client_classes import (
    ABC,
    FEWEST,
    NO_RESULT,
    UNTOLD,
    XYZ,
    Evenness,
    abc_of,
    money_evenness,
    rhythm_of,
)
from custecon.tables.client_states import bought_of
from custecon.tables.groups import NO_GROUP, group_columns
from custecon.tables.ledger import ClientSummary
from custecon.tables.migration import NOT_YET, migration_tables

DAY = dt.timedelta(1)
FEW = 30  # clients below which classes are told with care
LINES = (Fraction(80, 100), Fraction(95, 100))
EVEN = {"rhythm": (Fraction(1, 2), Fraction(1)), "money": (Fraction(10, 100), Fraction(25, 100))}
MOST = Fraction(90, 100)  # of one class of XYZ: then its lines part nobody
REGULAR = 2  # the places of X and Y in XYZ are below it


class Asked(NamedTuple):
    """What was asked: where who crosses a line belongs, what evenness is judged by, which time, which earlier day."""

    inclusive: bool
    xyz: str
    period: str
    window: CalendarSpan | None
    compare: dt.date | None
    by: str | None


class _Classed(NamedTuple):
    """The clients with a row in the time counted as of a day, a place for each in every column."""

    clients: ClientSummary
    names: Sequence[str]
    here: Any
    money: Exact
    often: Any
    abc: Any
    start: dt.date


def answered(log: OrderLog, asked: Asked) -> Answer:
    """The classes of the clients of a log.

    Raises:
        Undefined: E301 nobody brought more than 0. UsageError: E103 the log tells nothing of an earlier day as asked.
        UsageError: E117, E317 there is no such column, or none of clients.
    """
    group = group_named(log.reading, asked.by) if asked.by else ""
    found = _classed(log, log.last_day, asked)
    even = _evenness(log, found, asked)
    every, abc = len(found.abc), found.abc
    groups, notices = _groups(log, found, group)
    notices = [*_notices(log, found, even, asked), *notices]
    moves: tuple[Table, ...] = ()
    if asked.compare:
        earlier = _earlier(log, asked)
        moves = _moves(found, earlier)
        notices.append(notice("N515", first=asked.compare))
    unused = ("period",) if asked.xyz == "rhythm" else ()
    return Answer(
        _sentence(found),
        figures=tuple(_figures(found, even)),
        tables=(
            _clients(found, even, asked, groups, group),
            _classes(found, even),
            _grid(found, even),
            *((_by_group(found, groups, group),) if groups else ()),
            *moves,
        ),
        pictures=(Picture("classes", "What each class brings", "bars", "classes", "class", ("money",)),),
        notices=tuple(notices),
        parameters=(
            ("time counted", say("{first} to {last}", first=found.start, last=log.last_day)),
            ("lines", _lines(asked)),
        ),
        unused=unused,
        screen=Screen(
            scope=say("{n} {n:client|clients}, {first} to {last}", n=every, first=found.start, last=log.last_day),
            further=_further(log, found, even, moves, asked),
            figures=(
                Key("a_clients", remark=say("of {n} {n:client|clients}; counted, so no interval", n=every)),
                Key("a_money", remark=_of_all(found, 0)),
                Key("a_regular", remark=say("of the A clients, X or Y")),
                Key("d_clients", remark=_of_d(log, found) if (abc == NO_RESULT).any() else ""),
            ),
            picture="",
            table=Extract(
                *(
                    ("migration", say("From class to class since {day}", day=asked.compare))
                    if moves
                    else ("classes", "")
                ),
                total=True,
            ),
        ),
    )


# ---------------------------------------------------------------------------------------------- who is of which class


def _classed(log: OrderLog, day: dt.date, asked: Asked) -> _Classed:
    clients = log.as_of(day)
    start, money, often, here = counted_in(log, clients, asked.window)
    amounts = money[here]
    if not (amounts > 0).any():
        cure = say("give a log with orders, or a longer --window" if asked.window else "give a log with orders")
        why = say("nobody has brought more than 0 until {day}", day=day)
        raise Undefined(problem("E301", figure=say("the classes"), reason=why, cure=cure))
    classes = abc_of(amounts, LINES, inclusive=asked.inclusive)
    return _Classed(
        clients, taken(clients.clients, here), here, Exact(amounts, clients.scale), often[here], classes, start
    )


def _evenness(log: OrderLog, found: _Classed, asked: Asked) -> Evenness:
    """How evenly each client buys, by all the log that is there: a window is too short for a rhythm."""
    lines, clients = EVEN[asked.xyz], found.clients
    if asked.xyz == "rhythm":
        every = rhythm_of(bought_of(clients), lines)
        return Evenness(every.place[found.here], every.variation[found.here])
    days = log.ledger.days(log.last_day)
    *starts, after = periods_of(days[0], log.last_day + DAY, asked.period)
    if not starts:
        nothing = np.full(len(found.abc), np.nan)
        return Evenness(np.full(len(found.abc), UNTOLD, dtype=np.int8), nothing)
    told = log.ledger.in_periods(starts, after - DAY)
    totals = whole_numbers(told.totals)
    cells = np.zeros((len(clients), len(starts)), dtype=totals.dtype)
    at = places_of(told.clients, clients.clients)[np.asarray(told.client, dtype=np.intp)]
    cells[at, np.asarray(told.period, dtype=np.intp)] = totals
    edges = np.array(starts, dtype="datetime64[D]")
    since = np.searchsorted(edges, days_of(clients.first_dates), side="right") - 1
    since = np.where(days_of(clients.first_dates) >= np.datetime64(after), len(starts), since)
    return money_evenness(cells[found.here], since[found.here], lines)


def _earlier(log: OrderLog, asked: Asked) -> _Classed:
    """The classes of the day that was asked about, as a log that ends with it tells them."""
    days = log.ledger.days(log.last_day)
    if asked.compare is None or not days[0] <= asked.compare < log.last_day:
        bounds = say("{first} to {last}", first=days[0], last=log.last_day - DAY)
        meaning = say("name a day of the log before its last one")
        raise UsageError(problem("E103", name="--compare", value=asked.compare, bounds=bounds, meaning=meaning))
    return _classed(log, asked.compare, asked)


def _moves(found: _Classed, earlier: _Classed) -> tuple[Table, Table]:
    """From which class to which; who has no row in the time counted any more brought nothing above 0."""
    count = len(found.clients)
    before, after = np.full(count, NOT_YET), np.full(count, NO_RESULT)
    after[found.here] = found.abc
    known = places_of(earlier.clients.clients, found.clients.clients)
    before[known] = NO_RESULT
    before[known[earlier.here]] = earlier.abc
    money = np.zeros(count, dtype=found.money.cells.dtype)
    money[found.here] = found.money.cells
    return migration_tables(ABC, before, after, Exact(money, found.money.scale))


def _groups(log: OrderLog, found: _Classed, group: str) -> tuple[Words | None, list[Notice]]:
    if not group:
        return None, []
    said = log.ledger.grouped(group)
    told = told_of(said, group, log.reading, {*found.names}, say("last order"))
    return Words.of([said.last.get(client) or NO_GROUP for client in found.names]), [*told]


# ---------------------------------------------------------------------------------------------- words


def _lines(asked: Asked) -> Phrase:
    first, second = (Share(float(line), 0) for line in LINES)
    even = [Share(float(line), 0) for line in EVEN[asked.xyz]]
    crosses = say("who crosses a line is of the better class" if asked.inclusive else "who crosses a line is below it")
    by = (
        say("the gaps between purchases")
        if asked.xyz == "rhythm"
        else say("the money of whole periods ({period})", period=say(asked.period))
    )
    return say(
        "A up to {first}, B up to {second} of the money, {crosses}; X below {x}, Y below {y} of variation of {by}, the "
        "standard deviation ÷ the mean of all of them (STDEV.P)",
        first=first,
        second=second,
        crosses=crosses,
        x=even[0],
        y=even[1],
        by=by,
    )


def _part(found: _Classed, places: Any) -> float:
    cells = found.money.cells
    return float(Fraction(sum(cells[places].tolist()), sum(cells[cells > 0].tolist())))


def _of_all(found: _Classed, place: int) -> Phrase:
    return say("{share} of the money", share=Share(_part(found, np.flatnonzero(found.abc == place)), 0))


def _of_d(log: OrderLog, found: _Classed) -> Phrase:
    total = found.money.take(np.flatnonzero(found.abc == NO_RESULT)).total()
    return say("together {total}", total=Money(total, log.currency))


def _sentence(found: _Classed) -> Phrase:
    a, b, c, d = (int((found.abc == place).sum()) for place in range(len(ABC)))
    brought = _part(found, np.flatnonzero(found.abc == 0))
    return say(
        "{a} of {all} {all:client|clients} {a:brings|bring} {brought} of the money: class A. "
        "{b} {b:is|are} B, {c} C{d}.",
        a=a,
        all=len(found.abc),
        brought=Share(brought, 0),
        b=b,
        c=c,
        d=say(", {d} brought nothing above 0", d=d) if d else say(""),
    )


def _further(
    log: OrderLog, found: _Classed, even: Evenness, moves: tuple[Table, ...], asked: Asked
) -> tuple[Phrase, ...]:
    """Who left the best class since the earlier day; else who of it buys without a rhythm."""
    if moves:
        left, came = (sum(row[3] for row in moves[1].rows[:1]), sum(row[4] for row in moves[1].rows[:1]))
        rows = {str(row[0]): row for row in moves[0].rows}
        if "A" not in rows:
            return ()
        new = rows["not yet a client"][2] if "not yet a client" in rows else 0
        told = say(
            "Of the {n} A clients of {day} {stayed} still are, {left} {left:is|are} no more; {came} came into A.",
            n=rows["A"][1],
            day=asked.compare,
            stayed=rows["A"][2],
            left=left,
            came=came + new,
        )
        return (told,)
    uneven = np.flatnonzero((found.abc == 0) & (even.place >= REGULAR) & (even.place != UNTOLD))
    if not len(uneven):
        return ()
    told = say(
        "{n} of the A clients {n:buys|buy} without a rhythm (Z) and brought {total}.",
        n=len(uneven),
        total=Money(found.money.take(uneven).total(), log.currency),
    )
    return (told,)


def _notices(log: OrderLog, found: _Classed, even: Evenness, asked: Asked) -> Iterable[Notice]:
    below = np.flatnonzero(found.abc == NO_RESULT)
    if len(below):
        yield notice("N510", count=len(below), total=Money(found.money.take(below).total(), log.currency))
    untold = int((even.place == UNTOLD).sum())
    if untold:
        yield notice("N511", count=untold, few=FEWEST)
    counts = np.bincount(even.place[even.place != UNTOLD], minlength=UNTOLD)
    if counts.sum() and counts.max() > MOST * int(counts.sum()):
        share = Share(float(counts.max() / counts.sum()), 0)
        yield notice("N512", share=share, name=XYZ[int(counts.argmax())])
    if len(found.abc) < FEW:
        yield notice("N513", count=len(found.abc), few=FEW)
    yield notice("N514")


# ---------------------------------------------------------------------------------------------- figures and tables


def _figures(found: _Classed, even: Evenness) -> Iterable[Figure]:
    a = np.flatnonzero(found.abc == 0)
    yield Figure("a_clients", "A clients", len(a), CLIENTS, "the largest clients up to 80 % of the money", "main")
    yield Figure("a_money", "money of the A clients", found.money.take(a).total(), MONEY, "refunds taken off")
    note = "A clients who buy evenly enough to be X or Y"
    yield Figure("a_regular", "A clients with a rhythm", int((even.place[a] < REGULAR).sum()), CLIENTS, note)
    below = int((found.abc == NO_RESULT).sum())
    yield Figure("d_clients", "D clients", below, CLIENTS, "who brought nothing above 0")


def _clients(found: _Classed, even: Evenness, asked: Asked, groups: Words | None, group: str) -> Table:
    order = np.argsort(-found.money.cells, kind="stable")
    total = float(sum(found.money.cells[found.money.cells > 0].tolist()))
    shares = np.where(found.abc == NO_RESULT, np.nan, found.money.cells.astype(np.float64) / total)
    what = "gaps between purchases" if asked.xyz == "rhythm" else "money of whole periods"
    columns = [
        Column("client", "client", TEXT, "who buys"),
        Column("abc", "ABC", TEXT, "the class by what they brought"),
        Column("xyz", "XYZ", TEXT, "the class by how evenly they buy; – where nobody can tell"),
        Column("money", "money", MONEY, "what they brought in the time counted, refunds taken off", summed=True),
        Column("share", "share", SHARE, "of the money of all who brought more than 0"),
        Column("purchase_days", "days with a purchase", ORDERS, "in the time counted"),
        Column("variation", "variation", RATIO, say("standard deviation ÷ mean of the {what}", what=say(what))),
        Column("last_date", "last purchase", DATE, "the last day with a purchase"),
    ]
    last = days_of(found.clients.last_dates)[found.here]
    cells = [
        *(found.names, Words(found.abc, ABC), Words(even.place, XYZ), found.money, Gapped(shares), found.often),
        *(Gapped(even.variation), last),
    ]
    if groups:
        columns += group_columns([group])
        cells.append(groups)
    return Table("clients", "Clients and their classes, the largest first", tuple(columns), ByColumn(cells, order), 20)


def _classes(found: _Classed, even: Evenness) -> Table:
    rows = []
    for place, name in enumerate(ABC):
        here = np.flatnonzero(found.abc == place)
        if place == NO_RESULT and not len(here):
            continue
        evenly = [int((even.place[here] == one).sum()) for one in range(len(XYZ))]
        share = None if place == NO_RESULT else _part(found, here)
        total = found.money.take(here).total()
        rows.append((name, len(here), len(here) / len(found.abc), total, share, *evenly))
    columns = (
        Column("class", "class", TEXT, "by what they brought: A the most, D nothing above 0"),
        Column("clients", "clients", CLIENTS, "how many", summed=True),
        Column("client_share", "of clients", SHARE, "of all clients", summed=True),
        Column("money", "money", MONEY, "what they brought, refunds taken off", summed=True),
        Column("money_share", "of the money", SHARE, "of the money of all who brought more than 0", summed=True),
        Column("x", "X", CLIENTS, "who buy evenly", summed=True),
        Column("y", "Y", CLIENTS, "who buy with some rhythm", summed=True),
        Column("z", "Z", CLIENTS, "who buy without a rhythm", summed=True),
        Column("untold", "–", CLIENTS, "of whom nobody can tell", summed=True),
    )
    return Table("classes", "Clients by class", columns, rows)


def _grid(found: _Classed, even: Evenness) -> Table:
    """One row a pair of classes that somebody is of."""
    rows = []
    for abc, name in enumerate(ABC):
        for xyz, evenly in enumerate(XYZ):
            here = np.flatnonzero((found.abc == abc) & (even.place == xyz))
            if len(here):
                rows.append((name, evenly, len(here), found.money.take(here).total()))
    columns = (
        Column("abc", "ABC", TEXT, "the class by what they brought"),
        Column("xyz", "XYZ", TEXT, "the class by how evenly they buy"),
        Column("clients", "clients", CLIENTS, "how many", summed=True),
        Column("money", "money", MONEY, "what they brought, refunds taken off", summed=True),
    )
    return Table("grid", "ABC and XYZ together", columns, rows)


def _by_group(found: _Classed, groups: Words, group: str) -> Table:
    rows = []
    for name, places in groups.places().items():
        counts = np.bincount(found.abc[places], minlength=len(ABC)).tolist()
        rows.append((name, len(places), found.money.take(places).total(), *counts))
    rows.sort(key=lambda row: (-row[2], row[0]))
    columns = (
        *group_columns([group]),
        Column("clients", "clients", CLIENTS, "how many", summed=True),
        Column("money", "money", MONEY, "what they brought, refunds taken off", summed=True),
        *(
            Column(f"class_{name.lower()}", name, CLIENTS, say("clients of class {name}", name=name), summed=True)
            for name in ABC
        ),
    )
    return Table("by_group", "Classes by group", columns, rows, shown=30)
