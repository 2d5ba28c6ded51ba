"""Weeks, months, quarters, halves and years of the calendar: where they start, and what they are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from custecon.core.phrases import CalendarPeriod

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
WEEK = dt.timedelta(7)


def periods_of(first: dt.date, until: dt.date, period: str) -> list[dt.date]:
    """The first days of the periods from the one of a day to the one of another; weeks begin on Mondays.

    >>> [str(day) for day in periods_of(dt.date(2024, 2, 9), dt.date(2024, 7, 1), "quarter")]
    ['2024-01-01', '2024-04-01', '2024-07-01']
    >>> [str(day) for day in periods_of(dt.date(2024, 2, 9), dt.date(2024, 2, 12), "week")]
    ['2024-02-05', '2024-02-12']
    """
    if period == "week":
        monday = first - dt.timedelta(first.weekday())
        return [monday + number * WEEK for number in range((until - monday).days // WEEK.days + 1)]
    length = MONTHS[period]
    low, high = ((day.year * 12 + day.month - 1) // length for day in (first, until))
    return [dt.date(number * length // 12, number * length % 12 + 1, 1) for number in range(low, high + 1)]


def label_of(start: dt.date, period: str) -> CalendarPeriod:
    """What a period is called: 2024-W05, 2024-05, 2024-Q2, 2024-H1, 2024."""
    if period == "week":
        return CalendarPeriod("{}-W{:02}".format(*start.isocalendar()[:2]))
    year, number = f"{start.year:04d}", (start.month - 1) // MONTHS[period] + 1
    parts = {"year": "", "half-year": f"-H{number}", "quarter": f"-Q{number}", "month": f"-{number:02}"}
    return CalendarPeriod(year + parts[period])


def is_finished(starts: Sequence[dt.date], until: dt.date, period: str) -> bool:
    """Whether the last of some periods ends with a day, and so is no shorter than the others."""
    return periods_of(starts[-1], until + dt.timedelta(1), period)[-1] > starts[-1]
