"""Durations and discount rates that carry their unit: weeks fitted, months projected, never mixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say

Unit = Literal["day", "week", "month", "quarter", "year", "occasion"]

DAYS: dict[str, float] = {
    "day": 1.0,
    "week": 7.0,
    "month": 365.25 / 12,
    "quarter": 365.25 / 4,
    "year": 365.25,
}
"""Mean days in a unit: a year of 365.25 days, a month its twelfth (4.348 weeks)."""


def days_in(unit: str) -> float:
    """How many days a unit has on average; an occasion has none, it is only counted.

    Raises:
        Undefined: E337 for an unknown unit, E335 for an occasion.
    """
    if unit == "occasion":
        raise Undefined(problem("E335", what="an occasion has no length in days"))
    if unit not in DAYS:
        raise Undefined(problem("E337", what=f"«{unit}»"))
    return DAYS[unit]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: a number and its unit, such as `Span(12, "month")`.

    `days_each` replaces the mean length of the unit where a source uses another (4.345 weeks a month:
    `Span(12, "month", days_each=4.345 * 7)`).
    """

    count: float
    unit: Unit
    days_each: float | None = None

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit) or not math.isfinite(self.count) or self.count < 0:
            raise Undefined(problem("E337", what=f"«{self.count} {self.unit}»"))
        if self.days_each is not None and not (math.isfinite(self.days_each) and self.days_each > 0):
            raise Undefined(
                problem("E337", what=say("«{days_each} days a {unit}»", days_each=self.days_each, unit=self.unit))
            )

    def to(self, unit: str) -> float:
        """This span's length in another unit.

        Raises:
            Undefined: E335 if one of the two is counted in occasions and the other is not.
        """
        if unit == self.unit and self.days_each is None:
            return self.count
        return self.count * (self.days_each or days_in(self.unit)) / days_in(unit)


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """What money loses by waiting: `DiscountRate(0.10, "year")` is 10 % a year, compounded yearly."""

    rate: float
    per: Unit

    def __post_init__(self) -> None:
        if self.per not in get_args(Unit) or not math.isfinite(self.rate) or self.rate < 0:
            raise Undefined(problem("E337", what=say("a discount of {rate} a {per}", rate=self.rate, per=self.per)))

    def force(self, unit: str) -> float:
        """The continuously compounded rate per `unit`: ln(1 + rate), converted once."""
        if unit == self.per:
            return math.log1p(self.rate)
        return math.log1p(self.rate) * days_in(unit) / days_in(self.per)

    def per_unit(self, unit: str) -> float:
        """The equivalent rate compounded once per `unit`: 10 % a year is 0.7974 % a month."""
        return self.rate if unit == self.per else math.expm1(self.force(unit))
