"""Who is a client, who has left and when: one rule for every question about a list or a log.

The surest word of a client's own row counts: the day they left, else their status, else the days since their last
purchase. Who was a client at the start of the year is told by the same rule from what was known on that day: in a log,
from the purchases up to it. The retention that a file shows and its churn are counted on the same clients, so together
they are always 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import say
from custecon.core.results import Interval
from custecon.core.schemas import CheckedTable
from custecon.metrics.proportions import wilson_interval
from custecon.tables.ledger import ClientSummary

FEW = 30  # clients at the start below which an observed retention is little more than a guess
ASSUMED_SILENCE = 365  # days without a purchase after which a client counts as lost, where nothing else was said


class ToldBy(StrEnum):
    """What tells whether a client has left."""

    DAY = "the day they left"
    STATUS = "their status"
    SILENCE = "the days since their last purchase"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Year:
    """The year that is counted: up to `as_of` (None where the file has no dates), and the days of silence."""

    as_of: dt.date | None
    silence: int = ASSUMED_SILENCE

    @property
    def start(self) -> dt.date | None:
        """The same day a year before."""
        return year_before(self.as_of) if self.as_of else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether someone is still a client, and whether they were one a year before.

    `lost` is None where nothing tells. `until` is the last day on which a lost client was one, None where nobody knows.
    `presumed`: that day was not told, but follows from their last purchase.
    """

    told_by: ToldBy = ToldBy.NOTHING
    lost: bool | None = None
    until: dt.date | None = None
    presumed: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    at_start: bool = False

    @property
    def left(self) -> bool:
        """Whether they were there at the start of the year and have left since."""
        return self.at_start and bool(self.lost)

    @property
    def undated(self) -> bool:
        """Whether they have left on a day that nobody knows."""
        return bool(self.lost) and self.until is None


def standing(
    year: Year,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    gone: bool | None = None,
    left_on: dt.date | None = None,
    days_told: bool = False,
    before: dt.date | None = None,
) -> Standing:
    """How one client stands.

    Args:
        year: the year that is counted, and the days of silence.
        first: the day of their first purchase.
        last: the day of their last purchase.
        gone: whether their status says that they have left.
        left_on: the day they left.
        days_told: whether the list tells the day of everybody who left, so that no day means that they stay.
        before: the day of their last purchase up to the start of the year, where all their purchases are known.
    """
    as_of, start = year.as_of, year.start
    # A last purchase at the very end of the calendar must not overflow; nobody is silent beyond the day of the data.
    silent = None if last is None or as_of is None else (as_of - last).days
    until = None if last is None or silent is None else last + dt.timedelta(days=min(max(silent, 0), year.silence))
    lost: bool | None
    presumed = False
    if left_on is not None:
        told_by, lost = ToldBy.DAY, as_of is None or left_on <= as_of
        until = dt.date.fromordinal(max(1, left_on.toordinal() - 1))
    elif gone is not None:
        # Who bought after the day of the data had not left on it, whatever their status has become since.
        told_by, lost = ToldBy.STATUS, gone and not (silent is not None and silent < 0)
        presumed = lost and until is not None
    elif days_told:
        told_by, lost = ToldBy.DAY, False
    elif silent is not None:
        told_by, lost, presumed = ToldBy.SILENCE, silent > year.silence, True
    else:
        return Standing(first=first, last=last)
    until = until if lost else None
    came_before = start is None or first is None or first <= start
    # Who left on an unknown day counts as lost in the year, and is told; who left before the start does not.
    was_there = until is None or start is None or until >= start
    if told_by is ToldBy.SILENCE and before is not None and start is not None:
        was_there = (start - before).days <= year.silence
    return Standing(told_by, lost, until, presumed, first, last, came_before and was_there)


def of_list(table: CheckedTable, year: Year) -> list[Standing]:
    """How every client of a checked list stands, row by row.

    Raises:
        InputRefused: E374 two columns contradict each other about who has left.
    """

    def cells(role: str) -> Sequence[Any]:
        return table.cells(role) if role in table else [None] * table.rows

    active, left = cells("active"), cells("left")
    against = sum(a is not None and b is not None and a == b for a, b in zip(active, left, strict=True))
    if against:
        stayed_header, left_header = table.columns["active"].header, table.columns["left"].header
        raise InputRefused(problem("E374", stayed=stayed_header, left=left_header, count=against))
    gone_by = [day is not None and (year.as_of is None or day <= year.as_of) for day in cells("left_date")]
    for role, stays in (("active", True), ("left", False)):
        against = sum(flag is stays and gone for flag, gone in zip(cells(role), gone_by, strict=True))
        if against:
            headers = table.columns[role].header, table.columns["left_date"].header
            raise InputRefused(problem("E374", stayed=headers[0], left=headers[1], count=against))
    # A list that tells days of leaving says by an empty cell that the client is still one; a column that is empty
    # throughout says so only where nothing else does.
    others = any(role in table for role in ("active", "left", "last_date"))
    days_told = "left_date" in table and (not others or any(cells("left_date")))
    return [
        standing(
            year,
            first=first,
            last=last,
            gone=gone if flag is None else not flag,
            left_on=day,
            days_told=days_told,
        )
        for first, last, flag, gone, day in zip(
            cells("first_date"), cells("last_date"), active, left, cells("left_date"), strict=True
        )
    ]


def of_log(now: ClientSummary, a_year_ago: ClientSummary, year: Year) -> list[Standing]:
    """How every client of an order log stands: only the days since their last purchase tell, now as a year before.

    Args:
        now: the log reduced to clients as of the last day.
        a_year_ago: the same log as of the start of the year; nothing later is in it.
        year: the year in between, and the days of silence after which a client counts as lost.
    """
    last_then = dict(zip(a_year_ago.clients, a_year_ago.last_dates, strict=True))
    known: dict[tuple[dt.date, dt.date, dt.date | None], Standing] = {}
    found = []
    for key, first, last in zip(now.clients, now.first_dates, now.last_dates, strict=True):
        days = first, last, last_then.get(key)
        stands = known.get(days)
        if stands is None:
            stands = known[days] = standing(year, first=first, last=last, before=days[2])
        found.append(stands)
    return found


@dataclass(frozen=True, slots=True)
class Observed:
    """The clients at the start of the last year, how many of them stayed, and the rate with its interval.

    `silence`: the days of silence, where they decided who left; else None.
    """

    start: dt.date
    as_of: dt.date
    at_start: int
    kept: int
    interval: Interval
    silence: int | None

    @property
    def rate(self) -> float:
        """The part of the clients at the start who are still clients."""
        return self.kept / self.at_start

    def __str__(self) -> str:
        still = say(
            "{kept} of {all} {all:client|clients} of {start} {kept:is still a client|are still clients} on {as_of}",
            kept=self.kept,
            all=self.at_start,
            start=self.start,
            as_of=self.as_of,
        )
        if not self.silence:
            return still
        return say("{still}; lost after {n} {n:day|days} without a purchase", still=still, n=self.silence)


def observe(standings: Sequence[Standing], year: Year, *, level: float) -> Observed | None:
    """The retention of the last year; None where the file has no dates or does not tell who came before it."""
    there = [one for one in standings if one.at_start]
    if year.as_of is None or not any(one.first for one in there):
        return None
    kept = sum(not one.left for one in there)
    by_silence = any(one.told_by is ToldBy.SILENCE for one in there)
    interval = wilson_interval(kept, len(there), level)
    return Observed(
        year_before(year.as_of), year.as_of, len(there), kept, interval, year.silence if by_silence else None
    )


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February for 29 February."""
    return dt.date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
