"""A length of time as people say it, 180d, 26w, 6m or 1y, which is a number of days only before or after some day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from custecon.core.errors import UsageError, problem
from custecon.core.units import Period

LONGEST = 36_600  # days: a hundred years
_WRITTEN = re.compile(r"([0-9]{1,5})\s*(?:(d|w|m|q|y)|(day|week|month|quarter|year)s?)")
_PERIODS = {"d": Period.DAY, "w": Period.WEEK, "m": Period.MONTH, "q": Period.QUARTER, "y": Period.YEAR}


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """So many days, weeks, months, quarters or years.

    `called`: how whoever said it calls it; `typed`: it was said, and does not stand in the settings.
    """

    count: int
    period: Period
    said: str
    called: str
    typed: bool = True

    @classmethod
    def read(cls, given: Any, called: str) -> CalendarSpan:
        """From a text such as 26w, or a timedelta of whole days.

        Raises:
            UsageError: E119 it is no such length, or longer than a hundred years.

        >>> CalendarSpan.read("6 months", "lost_after").period
        <Period.MONTH: 'month'>
        """
        if isinstance(given, dt.timedelta) and given == dt.timedelta(days=given.days):
            given = f"{given.days}d"
        found = _WRITTEN.fullmatch(given.strip().lower()) if isinstance(given, str) else None
        if found is None or int(found[1]) == 0:
            raise UsageError(problem("E119", name=called, value=given))
        count, period = int(found[1]), _PERIODS[found[2] or found[3][0]]
        if count / period.per_year * Period.DAY.per_year > LONGEST:
            raise UsageError(problem("E119", name=called, value=given))
        return cls(count, period, given, called)

    def days_before(self, day: dt.date) -> int:
        """How many days it reaches back from a day; months by the calendar.

        Raises:
            UsageError: E119 it reaches back before the year 1.

        >>> CalendarSpan.read("1m", "").days_before(dt.date(2024, 3, 31))
        31
        """
        if self.period in (Period.DAY, Period.WEEK):
            return self.count * (7 if self.period is Period.WEEK else 1)
        months = day.year * 12 + day.month - 1 - round(self.count * 12 / self.period.per_year)
        year, month = divmod(months, 12)
        if year < 1:
            raise UsageError(problem("E119", name=self.called, value=self.said))
        last = calendar.monthrange(year, month + 1)[1]
        return (day - dt.date(year, month + 1, min(day.day, last))).days
