"""How far a prediction looks, by the calendar: from a day over whole months, or over weeks and days."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass

from custecon.core.phrases import counted
from custecon.core.units import Period

MONTHS_OF = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month.

    >>> months_later(dt.date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Milestone:
    """The end of a step on the way to the horizon: the day, days from the start, years for discounting."""

    end: dt.date
    days: int
    years: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """A length of time from a day on: 36 months from 2024-12-31. `occasions`: its own periods are the steps.

    Months, quarters and years are those of the calendar and go by steps of a month; weeks and days go by steps of a
    week, the last one shorter. What is bought in a step is discounted from the end of that step: k/12 years after k
    months, days/365.25 otherwise.
    """

    start: dt.date
    count: int
    period: Period
    occasions: bool = False

    def __str__(self) -> str:
        return counted(self.count, self.period)

    @property
    def end(self) -> dt.date:
        """The last day that counts."""
        if self.period in MONTHS_OF:
            return months_later(self.start, self.count * MONTHS_OF[self.period])
        return self.start + dt.timedelta(days=self.count * (7 if self.period is Period.WEEK else 1))

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.end - self.start).days

    @property
    def steps(self) -> tuple[Milestone, ...]:
        """The steps on the way, the first first."""
        if self.period in MONTHS_OF:
            every = MONTHS_OF[self.period] if self.occasions else 1
            months = range(every, self.count * MONTHS_OF[self.period] + 1, every)
            ends = [(months_later(self.start, month), month / 12) for month in months]
        else:
            every = 1 if self.occasions and self.period is Period.DAY else 7
            days = [min(every * step, self.days) for step in range(1, math.ceil(self.days / every) + 1)]
            ends = [(self.start + dt.timedelta(days=day), day / Period.DAY.per_year) for day in days]
        return tuple(Milestone(end, (end - self.start).days, years) for end, years in ends)
