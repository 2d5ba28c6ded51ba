"""Units: what a number counts, how it is shown, and how it changes from one period to another.

A share is 0…1 until it is shown. A rate carries its period. Nothing converts silently: `convert` is called
where a conversion was asked for, and the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# What 1 of money in a file may stand for: the power of ten that it is.
MULTIPLES: dict[str, int] = {
    "micros": -6, "thousandths": -3, "hundredths": -2, "ones": 0, "thousands": 3, "lakhs": 5, "millions": 6,
    "crores": 7, "billions": 9, "trillions": 12,
}  # fmt: skip


class Form(StrEnum):
    """How a number is shown."""

    MONEY = "money"  # two decimals and a currency
    SHARE = "share"  # as a percentage
    COUNT = "count"  # whole
    NUMBER = "number"  # up to six significant digits
    DATE = "date"
    TEXT = "text"


class Period(StrEnum):
    """A period of calculation; the value is the word that is shown."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def per_year(self) -> float:
        """How many of them make a year (a year has 12 months, 4 quarters, 365.25 days)."""
        return {"day": 365.25, "week": 365.25 / 7, "month": 12, "quarter": 4, "year": 1}[self.value]


class Change(StrEnum):
    """How a quantity per period changes when the period does."""

    FLOW = "flow"  # money or orders per period: times the number of periods
    SURVIVAL = "survival"  # staying: r for one period, r^n for n
    LOSS = "loss"  # leaving: 1 - (1 - c)^n
    COMPOUND = "compound"  # growing or discounting: (1 + d)^n - 1
    LENGTH = "length"  # a number of periods: divided


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts. `per` is "period" (of the calculation), "year", or "" for a pure amount."""

    name: str
    form: Form
    per: str = ""
    change: Change | None = None

    def __str__(self) -> str:
        return self.name


MONEY = Unit("money", Form.MONEY)
MONEY_PER_PERIOD = Unit("money per period", Form.MONEY, "period", Change.FLOW)
MONEY_PER_YEAR = Unit("money per year", Form.MONEY, "year", Change.FLOW)
SHARE = Unit("share", Form.SHARE)
CLIENTS = Unit("clients", Form.COUNT)
CASES = Unit("cases", Form.COUNT)
ORDERS = Unit("orders", Form.COUNT)
ORDERS_PER_YEAR = Unit("orders per year", Form.NUMBER, "year", Change.FLOW)
PERIODS = Unit("periods", Form.NUMBER, "period", Change.LENGTH)
PERIOD_NUMBER = Unit("number of the period", Form.COUNT)
YEARS = Unit("years", Form.NUMBER)
MONTHS = Unit("months", Form.NUMBER)
DAYS = Unit("days", Form.NUMBER)
MINUTES = Unit("minutes", Form.NUMBER)
RATIO = Unit("ratio", Form.NUMBER)
DATE = Unit("date", Form.DATE)
TEXT = Unit("text", Form.TEXT)


def convert(value: Any, change: Change, *, given: Period, wanted: Period) -> Any:
    """What a figure per one period is per another, by powers for rates and by multiplication for flows.

    Assumes that the rate is the same in every period of the span; money is spread evenly.

    >>> round(convert(0.05, Change.LOSS, given=Period.MONTH, wanted=Period.YEAR), 6)
    0.45964
    >>> round(convert(0.10, Change.COMPOUND, given=Period.YEAR, wanted=Period.MONTH), 10)
    0.0079741404
    """
    if given == wanted:
        return value
    times = given.per_year / wanted.per_year
    match change:
        case Change.FLOW:
            return value * times
        case Change.SURVIVAL:
            return value**times
        case Change.LOSS:
            return 1 - (1 - value) ** times
        case Change.COMPOUND:
            return (1 + value) ** times - 1
        case Change.LENGTH:
            return value / times
