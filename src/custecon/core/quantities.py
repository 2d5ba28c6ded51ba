"""The one dictionary of quantities: one quantity, one name, one unit, one meaning, one domain.

A formula names its inputs with these types (`margin: Margin`); the options of the command line, their help,
the checks, the named cells of a workbook and the documentation come from the entries here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from custecon.core import numbers, units
from custecon.core.errors import Problem, UsageError, problem
from custecon.core.units import Change, Form, Unit

__all__ = ["QUANTITIES", "Bounds", "Quantity", "Value", "quantity"]

Value = Any  # what formulas take and give: a number, an array, a column, or a symbol of core.expression


@dataclass(frozen=True, slots=True)
class Bounds:
    """The domain of a quantity: exactly where the formulas hold. `open_low`: the lower end itself is outside."""

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False

    def __contains__(self, value: Any) -> bool:
        return bool((value > self.low if self.open_low else value >= self.low) and value <= self.high)

    def __str__(self) -> str:
        above = "" if self.low == -math.inf else f"{'more than' if self.open_low else 'at least'} {self.low:g}"
        below = "" if self.high == math.inf else f"at most {self.high:g}"
        return " and ".join(filter(None, (above, below))) or "any number"


ANY, SHARES, POSITIVE, NOT_NEGATIVE = Bounds(), Bounds(0, 1), Bounds(0, open_low=True), Bounds(0)
ABOVE_MINUS_ONE, ONE_OR_MORE = Bounds(-1, open_low=True), Bounds(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named thing that a formula needs or gives.

    Attributes:
        name: the keyword in Python, the option on the command line (with dashes), the name of the cell.
        label: what a table prints.
        unit: what it counts; `meaning`: what it is, in a sentence for a manager.
        whole: only whole numbers make sense.
    """

    name: str
    label: str
    unit: Unit
    meaning: str
    bounds: Bounds = ANY
    whole: bool = False

    @property
    def change(self) -> Change | None:
        """How it changes with the period, if it is per period."""
        return self.unit.change

    @property
    def is_share(self) -> bool:
        """Whether it is a part of one, shown as a percentage."""
        return self.unit.form is Form.SHARE

    def read(self, given: Any) -> numbers.Typed:
        """The checked value of what was given: a number, or a text such as `80%` or `10%/year`.

        Raises:
            UsageError: not a number (E101), not a share (E102), out of bounds (E103), not whole (E104).
        """
        if isinstance(given, str):
            typed = numbers.parse(given, name=self.name)
        elif isinstance(given, int | float | Decimal) and not isinstance(given, bool):
            if not math.isfinite(given):
                raise UsageError(problem("E101", name=self.name, value=given))
            typed = numbers.Typed(given if isinstance(given, Decimal) else Decimal(repr(given)))
        else:
            raise UsageError(problem("E101", name=self.name, value=given))
        fault = self._fault(typed.number, percent=typed.percent, shown=given)
        if fault:
            raise UsageError(fault)
        return typed

    def check(self, value: Any) -> None:
        """Refuse a number, or an array or column with a number, outside the domain.

        Raises:
            UsageError: as `read`; for an array its lowest or highest value is shown.
        """
        for number in _extremes(value):
            if not isinstance(number, int | float | Decimal) or isinstance(number, bool) or not math.isfinite(number):
                raise UsageError(problem("E101", name=self.name, value=number))
            fault = self._fault(number, percent=False, shown=number)
            if fault:
                raise UsageError(fault)
        if self.whole and (hasattr(value, "ravel") or hasattr(value, "to_numpy")):
            for number in _extremes(abs(value - value.round())):
                if number:
                    raise UsageError(problem("E104", name=self.name, value=number, meaning=self.meaning))

    def _fault(self, number: Any, *, percent: bool, shown: object) -> Problem | None:
        if self.is_share and not percent and number > 1:
            return problem(
                "E102",
                name=self.name,
                value=shown,
                meaning=self.meaning,
                share=_plain(Decimal(str(number)) / 100),
                percent=f"{_plain(Decimal(str(number)))}%",
            )
        if number not in self.bounds:
            return problem("E103", name=self.name, value=shown, bounds=self.bounds, meaning=self.meaning)
        if self.whole and number != int(number):
            return problem("E104", name=self.name, value=shown, meaning=self.meaning)
        return None


def _extremes(value: Any) -> tuple[Any, ...]:
    """A number itself; the lowest and the highest of an array or column (a missing cell counts as nan)."""
    if isinstance(value, int | float | Decimal):
        return (value,)
    cells = value.to_numpy() if hasattr(value, "to_numpy") else value
    if not hasattr(cells, "ravel"):
        return (value,)
    return tuple(end.item() if hasattr(end, "item") else end for end in (cells.min(), cells.max()))


def _plain(number: Decimal) -> str:
    """0.80 as 0.8 and 1E+1 as 10."""
    return f"{number.normalize():f}"


QUANTITIES: dict[str, Quantity] = {}


def quantity(name: str, label: str, unit: Unit, meaning: str, bounds: Bounds = ANY, *, whole: bool = False) -> Quantity:
    """Enter a quantity into the dictionary; a name is entered once."""
    if name in QUANTITIES:
        raise ValueError(f"quantity {name!r} is already defined")
    QUANTITIES[name] = Quantity(name, label, unit, meaning, bounds, whole)
    return QUANTITIES[name]


def _per(form: Form, change: Change) -> Unit:
    return Unit("share per period", form, "period", change)


_STAYING, _LEAVING = _per(Form.SHARE, Change.SURVIVAL), _per(Form.SHARE, Change.LOSS)
_COMPOUND = _per(Form.SHARE, Change.COMPOUND)

# fmt: off
# ----- a client's money and time
Margin = Annotated[Value, quantity("margin", "margin", units.MONEY_PER_PERIOD, "what a client leaves in a period after the direct cost")]
Revenue = Annotated[Value, quantity("revenue", "revenue", units.MONEY_PER_PERIOD, "what a client pays in a period", NOT_NEGATIVE)]
MarginRate = Annotated[Value, quantity("margin_rate", "margin rate", units.SHARE, "the part of revenue that is left after the direct cost", Bounds(-math.inf, 1))]
RetentionRate = Annotated[Value, quantity("retention", "retention rate", _STAYING, "the part of clients who are still clients a period later", SHARES)]
ChurnRate = Annotated[Value, quantity("churn", "churn rate", _LEAVING, "the part of clients who leave in a period", SHARES)]
DiscountRate = Annotated[Value, quantity("discount", "discount rate", _COMPOUND, "what money a period later is worth less than money today", ABOVE_MINUS_ONE)]
MarginGrowth = Annotated[Value, quantity("growth", "margin growth", _COMPOUND, "by how much the margin of a client who stays grows in a period", ABOVE_MINUS_ONE)]
Periods = Annotated[Value, quantity("periods", "periods", units.PERIODS, "how many periods are counted", Bounds(1, 1200), whole=True)]
PeriodNumber = Annotated[Value, quantity("period_number", "period", units.PERIOD_NUMBER, "the number of the period, the first is 1", ONE_OR_MORE, whole=True)]
RetentionSpend = Annotated[Value, quantity("retention_spend", "spend on keeping a client", units.MONEY_PER_PERIOD, "what is spent in a period to keep a client", NOT_NEGATIVE)]
OrderValue = Annotated[Value, quantity("order_value", "average order", units.MONEY, "what a client pays at one purchase, on average", NOT_NEGATIVE)]
OrdersPerYear = Annotated[Value, quantity("orders_per_year", "orders a year", units.ORDERS_PER_YEAR, "how many times a client buys in a year", NOT_NEGATIVE)]
LifetimeYears = Annotated[Value, quantity("years", "years as a client", units.YEARS, "how many years a client stays", NOT_NEGATIVE)]
# ----- what is estimated
Level = Annotated[Value, quantity("level", "level", units.SHARE, "how often intervals made this way hold the true figure", Bounds(0.5, 0.9999))]
Part = Annotated[Value, quantity("part", "part", units.CASES, "how many of the whole have what is counted", NOT_NEGATIVE, whole=True)]
Whole = Annotated[Value, quantity("whole", "whole", units.CASES, "how many were looked at in all", POSITIVE, whole=True)]
Deviate = Annotated[Value, quantity("deviate", "deviate", units.RATIO, "how many standard deviations the level stands for, 1.96 for 95 %", POSITIVE)]
# ----- counts of clients
ClientsAtStart = Annotated[Value, quantity("clients_at_start", "clients at the start", units.CLIENTS, "clients at the start of the period", POSITIVE, whole=True)]
ClientsLost = Annotated[Value, quantity("lost", "clients lost", units.CLIENTS, "clients who were there at the start of the period and left in it", NOT_NEGATIVE, whole=True)]
# ----- complaints: of the dissatisfied, who speaks and who stays
Dissatisfied = Annotated[Value, quantity("dissatisfied", "dissatisfied clients", units.CLIENTS, "clients who had reason to complain, whether they did or not", NOT_NEGATIVE)]
Complaints = Annotated[Value, quantity("complaints", "clients who complained", units.CLIENTS, "clients from whom a complaint came, each counted once", NOT_NEGATIVE, whole=True)]
ClientBase = Annotated[Value, quantity("clients", "clients in all", units.CLIENTS, "all clients, with and without a reason to complain", NOT_NEGATIVE, whole=True)]
ProblemShare = Annotated[Value, quantity("problem_share", "share with a problem", units.SHARE, "the part of all clients who had reason to complain", SHARES)]
ComplaintShare = Annotated[Value, quantity("complaint_share", "complaint rate", units.SHARE, "the part of dissatisfied clients who complain", SHARES)]
KeptAfterComplaint = Annotated[Value, quantity("kept_after_complaint", "kept after a complaint", units.SHARE, "the part of those who complain who stay", SHARES)]
SilentLoyalty = Annotated[Value, quantity("silent_loyalty", "silent who stay", units.SHARE, "the part of dissatisfied clients who say nothing and stay all the same", SHARES)]
QuickShare = Annotated[Value, quantity("quick_share", "answered well and quickly", units.SHARE, "the part of those who complain who are satisfied by a quick answer", SHARES)]
SatisfiedShare = Annotated[Value, quantity("satisfied_share", "answered well, not quickly", units.SHARE, "the part of those who complain who are satisfied in the end, but not quickly", SHARES)]
LoyaltyQuick = Annotated[Value, quantity("loyalty_quick", "stay after a quick answer", units.SHARE, "the part of those who stay of the complainers who were satisfied quickly", SHARES)]
LoyaltySatisfied = Annotated[Value, quantity("loyalty_satisfied", "stay after a good answer", units.SHARE, "the part of those who stay of the complainers who were satisfied in the end", SHARES)]
LoyaltyUnsatisfied = Annotated[Value, quantity("loyalty_unsatisfied", "stay after a bad answer", units.SHARE, "the part of those who stay of the complainers who were not satisfied", SHARES)]
LoyaltyDrop = Annotated[Value, quantity("loyalty_drop", "loyalty drop", units.SHARE, "by how much fewer of the clients with a problem stay than of those without", SHARES)]
DeskComplaintShare = Annotated[Value, quantity("desk_complaint_share", "complaint rate with the desk", units.SHARE, "the part of dissatisfied clients who would complain if a complaint desk made it easy", SHARES)]
DeskKept = Annotated[Value, quantity("desk_kept", "kept with the desk", units.SHARE, "the part of those who complain who would stay if a complaint desk answered", SHARES)]
DeskCost = Annotated[Value, quantity("desk_cost", "cost of the desk", units.MONEY_PER_YEAR, "what a complaint desk costs in a year, all answers and compensation included", POSITIVE)]
AnnualValue = Annotated[Value, quantity("value", "annual value of a client", units.MONEY_PER_YEAR, "what a client pays in a year, on average", NOT_NEGATIVE)]
# ----- profit of a client
Discounts = Annotated[Value, quantity("discounts", "discounts", units.MONEY_PER_PERIOD, "what was taken off the price, as a positive amount", NOT_NEGATIVE)]
Refunds = Annotated[Value, quantity("refunds", "refunds", units.MONEY_PER_PERIOD, "what was paid back, as a positive amount", NOT_NEGATIVE)]
DirectCost = Annotated[Value, quantity("direct_cost", "direct cost", units.MONEY_PER_PERIOD, "what the goods or hours sold to the client cost")]
CostToServe = Annotated[Value, quantity("cost_to_serve", "cost to serve", units.MONEY_PER_PERIOD, "what orders, visits, calls, deliveries and returns of the client cost", NOT_NEGATIVE)]
Transactions = Annotated[Value, quantity("transactions", "how many times", units.RATIO, "how many times the activity was done", NOT_NEGATIVE)]
MinutesEach = Annotated[Value, quantity("minutes_each", "minutes each", units.MINUTES, "how many minutes the activity takes once", NOT_NEGATIVE)]
DepartmentCost = Annotated[Value, quantity("department_cost", "cost of the department", units.MONEY_PER_PERIOD, "what the people and things cost that do the activities", NOT_NEGATIVE)]
CapacityMinutes = Annotated[Value, quantity("capacity_minutes", "practical capacity", units.MINUTES, "minutes in which the department can really work: usually 80 to 85 % of the paid ones", POSITIVE)]
MinutePrice = Annotated[Value, quantity("minute_price", "price of a minute", units.MONEY, "what one minute of work costs", NOT_NEGATIVE)]
ServiceCost = Annotated[Value, quantity("service_cost", "spent on service", units.MONEY_PER_PERIOD, "all that was spent on serving clients, so that what no client caused is shown", NOT_NEGATIVE)]
PeakProfit = Annotated[Value, quantity("peak_profit", "peak profit", units.MONEY, "what the profitable clients earn together", NOT_NEGATIVE)]
TotalProfit = Annotated[Value, quantity("total_profit", "profit of all clients", units.MONEY, "what all clients earn together, the unprofitable included")]
ClientLoss = Annotated[Value, quantity("client_loss", "loss", units.MONEY_PER_PERIOD, "what an unprofitable client costs more than he brings", NOT_NEGATIVE)]
PaidRevenue = Annotated[Value, quantity("paid_revenue", "net revenue", units.MONEY_PER_PERIOD, "revenue after discounts and refunds")]
ClientContribution = Annotated[Value, quantity("contribution", "contribution", units.MONEY_PER_PERIOD, "net revenue after the direct cost")]
OrderCount = Annotated[Value, quantity("order_count", "orders", units.ORDERS, "how many orders the client placed", NOT_NEGATIVE)]
ConcentrationIndex = Annotated[Value, quantity("concentration_index", "concentration index (HHI)", units.RATIO, "the sum of the squared shares of all clients, in percent: 10,000 for a single client", Bounds(0, 10_000, open_low=True))]
PriceLimit = Annotated[Value, quantity("price_limit", "highest price rise", units.SHARE, "who would need a larger price rise than this to stop losing money counts as a candidate to let go", NOT_NEGATIVE)]
# fmt: on
