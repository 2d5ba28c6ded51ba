"""The tables of the client base: how it moved period by period, where it stands, and group by group."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from custecon.clients.life import Base
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.expression import Name
from custecon.core.long_columns import Exact, places_of, whole_numbers
from custecon.core.phrases import say
from custecon.core.results import Column, Table
from custecon.core.units import CLIENTS, DAYS, MONEY, SHARE, TEXT, Period, Unit
from custecon.tables.calendar_periods import MONTHS, is_finished, label_of, periods_of
from custecon.tables.client_states import Life
from custecon.tables.groups import group_columns

OFTEN = 60  # days: where half of the gaps are shorter, quarters tell more than years


def periods(found: Base, asked: Period | None) -> tuple[Period, list[dt.date]]:
    """The length of the periods and their first days.

    Raises:
        UsageError: E171 the log is shorter than one of them.
    """
    first, last = min(found.log.ledger.days(found.as_of)), found.as_of
    days = (last - first).days + 1
    if asked is None:
        asked = Period.MONTH
        often = len(found.bought.gaps) > 0 and float(np.median(found.bought.gaps)) < OFTEN
        for longer, wanted in ((Period.QUARTER, 2), (Period.YEAR, 3)):
            if days > 30 * MONTHS[longer] * wanted and not (longer is Period.YEAR and often):
                asked = longer
    elif asked is not Period.MONTH and days < 28 * MONTHS[asked]:
        shorter = "month" if asked is Period.QUARTER or days < 28 * 3 else "quarter"
        raise UsageError(problem("E171", period=say(asked.value), first=first, last=last, shorter=shorter))
    return asked, periods_of(first, last, asked)


def edges(found: Base, length: Period, starts: list[dt.date], *, final: bool) -> list[Notice]:
    """What the beginning and the end of the log keep from sight."""
    days = found.limits.lost_after
    if found.limits.in_periods:
        days = (starts[min(3, len(starts) - 1)] - starts[0]).days or (found.as_of - found.first).days + 1
    firsts = found.bought.day[found.bought.start[:-1][found.number > 0]]
    count = int(np.sum(firsts < found.first.toordinal() + days))
    told = [notice("N462", first=found.first, count=count, days=days)]
    if not is_finished(starts, found.as_of, length):
        told.append(notice("N463", period=label_of(starts[-1], length), as_of=found.as_of))
    if final:
        told.append(notice("N464", as_of=found.as_of, days=days))
    return told


_GROUPS = ("new", "retained", "woken", "won_back")
_TOLD = {
    "new": ("new", "bought for the first time"),
    "retained": ("retained", "bought, and were active at the start"),
    "woken": ("woken", "bought, and were sleeping at the start"),
    "won_back": ("won back", "bought, and were lost at the start"),
    "fell_asleep": ("fell asleep", "were active or bought, and sleep at the end"),
    "lost_directly": ("lost at once", "were active or bought, and are lost at the end"),
    "went_lost": ("went lost", "are lost at the end and were not at the start, or bought in between"),
    "active": ("active clients", "at the end"),
    "sleeping": ("sleeping clients", "at the end"),
    "lost": ("lost clients", "at the end"),
}


def flows(found: Base, life: Life, length: Period, starts: list[dt.date]) -> Table:
    """A row a period: how its clients moved, and what they paid."""
    count = len(starts)
    cells = found.log.ledger.in_periods(starts, found.as_of)
    known = np.full(len(cells.clients), -1, dtype=np.int64)
    known[places_of(found.clients.clients, cells.clients)] = np.arange(len(found.clients))
    client, period = (np.asarray(column, dtype=np.int64) for column in (cells.client, cells.period))
    at = known[client] * count + period
    place = np.minimum(np.searchsorted(life.buyer, at), len(life.buyer) - 1)
    group = np.where(life.buyer[place] == at, life.group[place], len(_GROUPS))
    totals = whole_numbers(cells.totals)
    sums: list[list[Any]] = []
    for wanted in range(len(_GROUPS) + 1):
        here = group == wanted
        parts = [int(totals[here & (period == number)].sum()) for number in range(count)]
        sums.append(list(Exact(np.array(parts, dtype=object), found.clients.scale)))
    finished = is_finished(starts, found.as_of, length)
    names = [label_of(start, length) for start in starts]
    over = [say("yes")] * (count - 1) + [say("yes" if finished else "so far")]
    active = [0, *life.stands["active"]]
    kept = [kept / before if before else None for kept, before in zip(life.counts["kept"], active, strict=False)]
    columns = [Column("period", say(length.value), TEXT, "the period"), Column("finished", "over", TEXT, "is it over")]
    rows: list[Any] = [names, over]

    def add(name: str, label: str, unit: Unit, meaning: str, values: Any, formula: Any = None) -> None:
        columns.append(Column(name, label, unit, meaning, summed=unit is MONEY, formula=formula))
        rows.append(values)

    for name in (*_GROUPS, "fell_asleep", "lost_directly", "went_lost"):
        add(name, _TOLD[name][0], CLIENTS, _TOLD[name][1], life.counts[name])
    for name in ("active", "sleeping", "lost"):
        add(name, _TOLD[name][0], CLIENTS, _TOLD[name][1], life.stands[name])
    counts = life.counts
    buyers = sum(Name(name) for name in _GROUPS)
    bought = [sum(each) for each in zip(*(counts[name] for name in _GROUPS), strict=True)]
    add("buyers", "bought", CLIENTS, "clients who bought", bought, buyers)
    came = [a + b + c for a, b, c in zip(counts["new"], counts["woken"], counts["won_back"], strict=True)]
    add("came", "came", CLIENTS, "new, woken and won back", came, Name("new") + Name("woken") + Name("won_back"))
    went = [a + b for a, b in zip(counts["fell_asleep"], counts["lost_directly"], strict=True)]
    add("went", "went", CLIENTS, "fell asleep or were lost at once", went, Name("fell_asleep") + Name("lost_directly"))
    ever = [sum(each) for each in zip(*life.stands.values(), strict=True)]
    add("ever", "ever", CLIENTS, "all who bought so far", ever, Name("active") + Name("sleeping") + Name("lost"))
    add("retained_share", "still active", SHARE, "of those active at the start, active at the end", kept)
    for name, values in zip(_GROUPS, sums, strict=False):
        label = say("money of the {whose}", whose=say(_TOLD[name][0]))
        add(f"money_{name}", label, MONEY, "what they brought, refunds taken off", values)
    add("money_refunds", "refunds of others", MONEY, "taken off for clients who bought nothing in the period", sums[-1])
    total = Name("money_new") + Name("money_retained") + Name("money_woken") + Name("money_won_back")
    total += Name("money_refunds")
    money = [sum(each) for each in zip(*sums, strict=True)]
    add("money", "money", MONEY, "what all brought, refunds taken off", money, total)
    return Table("flows", "How the client base moved", tuple(columns), list(zip(*rows, strict=True)))


def states(found: Base, life: Life) -> Table:
    """A row a state, and one for who never bought: all clients and all money of the log."""
    totals, year = found.totals, found.last_year()
    rows = []
    for place, name in enumerate(("active clients", "sleeping clients", "lost clients", "never bought")):
        here = np.flatnonzero(life.now == (place if place < 3 else -1))
        if place < 3 or len(here):
            silent = float(np.median(found.silence[here])) if place < 3 and len(here) else None
            part = len(here) / len(found.clients)
            rows.append((say(name), len(here), part, silent, year.take(here).total(), totals.take(here).total()))
    return Table(
        "states",
        "Clients by their state",
        (
            Column("state", "state", TEXT, "where they stand"),
            Column("clients", "clients", CLIENTS, "how many", summed=True),
            Column("share", "share", SHARE, "of all clients of the log", summed=True),
            Column("silence", "silent, days", DAYS, "the median of the days since the last purchase"),
            Column(
                "last_year", "in a year", MONEY, "what they brought in the last year, refunds taken off", summed=True
            ),
            Column("total", "in all", MONEY, "what they brought in all, refunds taken off", summed=True),
        ),
        rows,
    )


def by_group(found: Base, life: Life, name: str, words: Any) -> Table:
    """A row a group, the most active first."""
    year = found.last_year()
    rows = []
    for group, here in words.places().items():
        stands = np.bincount(life.now[here] + 1, minlength=4)[1:].tolist()
        rows.append((group, *stands, year.take(here).total()))
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table(
        "by_group",
        "The client base by group",
        (
            *group_columns([name]),
            *(
                Column(state, f"{state} clients", CLIENTS, "clients at the end", summed=True)
                for state in ("active", "sleeping", "lost")
            ),
            Column(
                "last_year", "in a year", MONEY, "what they brought in the last year, refunds taken off", summed=True
            ),
        ),
        rows,
    )
