"""From when on a log tells what was bought: whether it holds a whole year, and of whom it shows only a part of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import pairwise

import numpy as np

from custecon.tables.client_columns import Members
from custecon.tables.client_status import year_before

LONGEST_PAUSE = 31  # days without any order that are nothing unusual in a log whose orders come once a month


def usual_pause(days: Collection[dt.date]) -> int:
    """How many days without any order pass between the days of a log at most, and not more than a month.

    >>> usual_pause([dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 9)])
    6
    """
    pauses = ((later - earlier).days - 1 for earlier, later in pairwise(sorted(set(days))))
    return min(max(pauses, default=0), LONGEST_PAUSE)


def holds_from(first: dt.date, after: dt.date, pause: int) -> bool:
    """Whether a log that begins on a day holds all from the day after another on, as far as its usual pauses tell.

    >>> [holds_from(dt.date(2025, 1, day), dt.date(2024, 12, 31), 1) for day in (1, 2, 3)]
    [True, True, False]
    """
    return (first - after).days - 1 <= pause


def cut_short(members: Members, first: dt.date) -> Members:
    """The clients of whose year up to their last purchase a log shows only a part, since it begins later.

    Args:
        members: with their last purchase.
        first: the first day of the log.
    """
    last = members.standings.last
    days, which = np.unique(last[~np.isnat(last)], return_inverse=True)
    late = np.array([not holds_from(first, year_before(day), 0) for day in days.tolist()], dtype=np.bool_)
    short = ~np.isnat(last)
    short[short] = late[which]
    return members.where(short)
