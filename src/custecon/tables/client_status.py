"""Who is a client, who has left and when: one rule for every question about a list or a log.

The surest word of a client's own row counts: the day they left, else their status, else the days since their last
purchase. Who was a client at the start of the year is told by the same rule from what was known on that day: in a log,
from the purchases up to it. The retention that a file shows and its churn are counted on the same clients, so together
they are always 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from custecon.core.errors import InputRefused, problem
from custecon.core.long_columns import Columnar, days_of, places_of
from custecon.core.phrases import Phrase, say
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


class Standing(NamedTuple):
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


TOLD_BY = tuple(ToldBy)
UNKNOWN = -1  # of a flag that nothing tells
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Standings(Columnar[Standing]):
    """How clients stand, column by column (see `Standing`); days are those of NumPy, not a time where nobody knows.

    `told_by`: places in `TOLD_BY`; `lost`: 1, 0 or `UNKNOWN`.
    """

    told_by: Any
    lost: Any
    until: Any
    presumed: Any
    first: Any
    last: Any
    at_start: Any

    @classmethod
    def of(cls, standings: Sequence[Standing]) -> Standings:
        """From how each client stands."""
        told_by, lost, until, presumed, first, last, at_start = zip(*standings, strict=True) if standings else [()] * 7
        told = np.array([TOLD_BY.index(one) for one in told_by], dtype=np.int8)
        flags = (np.array(flags, dtype=np.bool_) for flags in (presumed, at_start))
        return cls(told, flags_of(lost), days_of(until), next(flags), days_of(first), days_of(last), next(flags))

    @property
    def left(self) -> Any:
        """Whether they were there at the start of the year and have left since."""
        return self.at_start & (self.lost == 1)

    def __len__(self) -> int:
        return len(self.lost)

    def __iter__(self) -> Iterator[Standing]:
        lost = (None if one == UNKNOWN else bool(one) for one in self.lost)
        others = (getattr(self, name).tolist() for name in ("until", "presumed", "first", "last", "at_start"))
        return map(Standing, map(TOLD_BY.__getitem__, self.told_by), lost, *others)


def silent_beyond(days: int) -> Phrase:
    """After how long a silence a client counts as lost, as every answer says it."""
    return say("silent for more than {n} days", n=days)


def who_is_lost(standings: Standings, silence: int) -> Phrase | None:
    """What a lost client is among some, in a sentence; None where nobody is lost."""
    ways = {
        ToldBy.DAY: say("the file tells the day they left"),
        ToldBy.STATUS: say("the file tells by their status"),
        ToldBy.SILENCE: silent_beyond(silence),
    }
    told = [ways[way] for place, way in enumerate(TOLD_BY) if way in ways and _lost_by(standings, place)]
    return lost_are(told) if told else None


def lost_are(told: Sequence[Phrase]) -> Phrase:
    """What a lost client is, in a sentence, by what tells of one."""
    return say("Lost: {told:;}.", told=told)


def _lost_by(standings: Standings, place: int) -> bool:
    return bool(((standings.told_by == place) & (standings.lost == 1)).any())


def flags_of(flags: Sequence[bool | None]) -> Any:
    """Flags as a column of NumPy: 1, 0 or `UNKNOWN`."""
    return np.array([UNKNOWN if flag is None else flag for flag in flags], dtype=np.int8)


def standings_of(
    year: Year,
    *,
    first: Any,
    last: Any,
    gone: Any | None = None,
    left_on: Any | None = None,
    days_told: bool = False,
    before: Any | None = None,
) -> Standings:
    """How clients stand; every argument is a column of NumPy with a place for each, as in `Standings`.

    Args:
        year: the year that is counted, and the days of silence.
        first: the day of their first purchase.
        last: the day of their last purchase.
        gone: whether their status says that they have left.
        left_on: the day they left.
        days_told: whether the list tells the day of everybody who left, so that no day means that they stay.
        before: the day of their last purchase up to the start of the year, where all their purchases are known.
    """
    nobody = np.full(len(first), "NaT", dtype="datetime64[D]")
    gone = np.full(len(first), UNKNOWN, dtype=np.int8) if gone is None else gone
    left_on = nobody if left_on is None else left_on
    as_of = nobody if year.as_of is None else np.full(len(first), year.as_of, dtype="datetime64[D]")
    start = None if year.start is None else np.datetime64(year.start)
    silent = as_of - last  # not a time where nothing tells it, which no comparison finds
    ways = [~np.isnat(left_on), gone != UNKNOWN, np.full(len(first), days_told), ~np.isnat(silent)]
    told_by = np.select(ways, [TOLD_BY.index(way) for way in (ToldBy.DAY, ToldBy.STATUS, ToldBy.DAY, ToldBy.SILENCE)],
                        TOLD_BY.index(ToldBy.NOTHING)).astype(np.int8)  # fmt: skip
    lost = np.select(
        ways,
        [
            np.isnat(as_of) | (left_on <= as_of),
            # Who bought after the day of the data had not left on it, whatever their status has become since.
            (gone == 1) & ~(silent < 0 * DAY),
            False,
            silent > year.silence * DAY,
        ],
        UNKNOWN,
    ).astype(np.int8)
    by_silence = told_by == TOLD_BY.index(ToldBy.SILENCE)
    # A last purchase at the very end of the calendar must not overflow; nobody is silent beyond the day of the data.
    until = last + np.clip(silent, 0 * DAY, year.silence * DAY)
    presumed = by_silence | ((told_by == TOLD_BY.index(ToldBy.STATUS)) & (lost == 1) & ~np.isnat(until))
    until = np.where(ways[0], np.maximum(left_on - DAY, np.datetime64(dt.date.min)), until)
    until = np.where(lost == 1, until, nobody)
    if start is None:
        there = np.ones(len(first), dtype=np.bool_)
    else:
        # Who left on an unknown day counts as lost in the year, and is told; who left before the start does not.
        there = np.isnat(until) | (until >= start)
        if before is not None:
            there = np.where(by_silence & ~np.isnat(before), start - before <= year.silence * DAY, there)
        there &= np.isnat(first) | (first <= start)
    at_start = there & (told_by != TOLD_BY.index(ToldBy.NOTHING))
    return Standings(told_by, lost, until, presumed, first, last, at_start)


def of_list(table: CheckedTable, year: Year) -> Standings:
    """How every client of a checked list stands, row by row.

    Raises:
        InputRefused: E374 two columns contradict each other about who has left.
    """

    def cells(role: str) -> Sequence[Any]:
        return table.cells(role) if role in table else [None] * table.rows

    active, left = flags_of(cells("active")), flags_of(cells("left"))
    if against := int(((active != UNKNOWN) & (active == left)).sum()):
        stayed_header, left_header = table.columns["active"].header, table.columns["left"].header
        raise InputRefused(problem("E374", stayed=stayed_header, left=left_header, count=against))
    left_on = days_of(cells("left_date"))
    gone_by = ~np.isnat(left_on) if year.as_of is None else left_on <= np.datetime64(year.as_of)
    for role, stays in (("active", active == 1), ("left", left == 0)):
        if against := int((stays & gone_by).sum()):
            headers = table.columns[role].header, table.columns["left_date"].header
            raise InputRefused(problem("E374", stayed=headers[0], left=headers[1], count=against))
    # A list that tells days of leaving says by an empty cell that the client is still one; a column that is empty
    # throughout says so only where nothing else does.
    others = any(role in table for role in ("active", "left", "last_date"))
    return standings_of(
        year,
        first=days_of(cells("first_date")),
        last=days_of(cells("last_date")),
        gone=np.where(active == UNKNOWN, left, 1 - active),
        left_on=left_on,
        days_told="left_date" in table and (not others or any(cells("left_date"))),
    )


def of_log(now: ClientSummary, a_year_ago: ClientSummary, year: Year) -> Standings:
    """How every client of an order log stands: only the days since their last purchase tell, now as a year before.

    Args:
        now: the log reduced to clients as of the last day.
        a_year_ago: the same log as of the start of the year; nothing later is in it.
        year: the year in between, and the days of silence after which a client counts as lost.
    """
    before = np.full(len(now), "NaT", dtype="datetime64[D]")
    before[places_of(a_year_ago.clients, now.clients)] = days_of(a_year_ago.last_dates)
    return standings_of(year, first=days_of(now.first_dates), last=days_of(now.last_dates), before=before)


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


def observe(standings: Standings, year: Year, *, level: float) -> Observed | None:
    """The retention of the last year; None where the file has no dates or does not tell who came before it."""
    there = standings.where(standings.at_start)
    if year.as_of is None or bool(np.isnat(there.first).all()):
        return None
    kept = len(there) - int(there.left.sum())
    by_silence = bool((there.told_by == TOLD_BY.index(ToldBy.SILENCE)).any())
    interval = wilson_interval(kept, len(there), level)
    return Observed(
        year_before(year.as_of), year.as_of, len(there), kept, interval, year.silence if by_silence else None
    )


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February for 29 February."""
    return dt.date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
