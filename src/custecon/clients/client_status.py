"""Who is still a client, as every analysis asks it of a file: the year that is counted, and what must be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

import numpy as np

from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, notice
from custecon.core.phrases import say
from custecon.tables.client_status import TOLD_BY, Standings, ToldBy, Year
from custecon.tables.log_span import LONGEST_PAUSE, usual_pause


def year_of(lost_after: CalendarSpan | None, as_of: dt.date | None) -> Year:
    """The last year of a file, and the silence after which a client counts as lost."""
    return Year(as_of) if lost_after is None or as_of is None else Year(as_of, lost_after.days_before(as_of))


def told(
    lost_after: CalendarSpan | None, standings: Standings, year: Year, *, counted: bool, of_list: bool
) -> list[Notice]:
    """How it was decided who left, and of whom the file says too little.

    Args:
        lost_after: the silence that was asked for, if any was.
        standings: of all clients.
        year: the year that is counted.
        counted: whether those who left in the year are counted, or only who is a client now.
        of_list: whether only the last purchase of each is known, as in a list of clients.
    """
    found = []
    start = year.start
    there = standings.at_start
    first, last = standings.first, standings.last  # a day that nobody knows is neither before nor after another
    silent_before = np.zeros(len(standings), dtype=np.bool_) if start is None else last < np.datetime64(start)
    if (standings.told_by == TOLD_BY.index(ToldBy.SILENCE)).any():
        later = of_list and counted and start and (there & (last > np.datetime64(start))).any()
        but = "; who bought after {start} counts as one of {start}: a list does not tell their purchases before"
        found.append(notice("N305", days=year.silence, but=say(but, start=start) if later else ""))
    elif lost_after is not None and lost_after.typed and not (counted and (standings.presumed & silent_before).any()):
        found.append(notice("N360"))
    if not counted or start is None:
        return found
    away = (standings.lost == 0) & ~there
    if returned := int((away & (first <= np.datetime64(start))).sum()):
        found.append(notice("N383", count=returned, days=year.silence, start=start))
    if undated := int((there & (standings.lost == 1) & np.isnat(standings.until)).sum()):
        found.append(notice("N361", count=undated))
    by_status = standings.told_by == TOLD_BY.index(ToldBy.STATUS)
    if presumed := int((there & standings.presumed & by_status & silent_before).sum()):
        found.append(notice("N367", count=presumed, start=start, days=year.silence))
    if unknown := int((there & np.isnat(first)).sum()):
        found.append(notice("N368", count=unknown, start=start))
    return found


def told_of_start(year: Year, first: dt.date, days: Callable[[], Collection[dt.date]]) -> list[Notice]:
    """That a log begins too late to show everybody who was a client at the start of the year.

    Args:
        year: the year that is counted.
        first: the first day of the log.
        days: gives all its days, which are asked for only where its usual pauses decide.
    """
    start = year.start
    if start is None or first > start:
        return []
    wanted = start - dt.timedelta(days=year.silence - 1)
    late = (first - wanted).days
    if late <= 0 or (late <= LONGEST_PAUSE and late <= usual_pause(days())):
        return []
    return [notice("N253", seen=(start - first).days + 1, first=first, start=start, wanted=wanted)]
