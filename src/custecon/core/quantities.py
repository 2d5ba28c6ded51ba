"""The one dictionary of quantities: one quantity, one name, one unit, one meaning, one domain.

A formula names its inputs with these types (`margin: Margin`); the options of the command line, their help,
the checks, the named cells of a workbook and the documentation come from the entries here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from custecon.core import numbers, units
from custecon.core.errors import Problem, UsageError, problem
from custecon.core.option_names import flag_of
from custecon.core.phrases import Exact, Phrase, Share, say
from custecon.core.units import Change, Form, Unit

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
        return self.phrase

    @property
    def phrase(self) -> Phrase:
        """The domain in words."""
        return self.worded(lambda end: Exact(Decimal(f"{end:g}"), grouped=False))

    @property
    def in_percent(self) -> Phrase:
        """The same for who wrote a share with its sign: 1 is 100%."""
        return self.worded(Share)

    def worded(self, end: Callable[[float], Exact | Share]) -> Phrase:
        """The domain in words; `end`: how one of its ends is written."""
        ends = []
        if self.low != -math.inf:
            ends.append(say("more than {low}" if self.open_low else "at least {low}", low=end(self.low)))
        if self.high != math.inf:
            ends.append(say("at most {high}", high=end(self.high)))
        return say("{ends:and}", ends=ends) if ends else say("any number")


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
        short: the option, where people say it shorter than a cell of a workbook may be named (CAC, LTV).
    """

    name: str
    label: str
    unit: Unit
    meaning: str
    bounds: Bounds = ANY
    whole: bool = False
    short: str = ""

    @property
    def option(self) -> str:
        """The name of its option on the command line, without dashes."""
        return self.short or self.name

    @property
    def flag(self) -> str:
        """Its option as it is typed."""
        return flag_of(self.option)

    @property
    def change(self) -> Change | None:
        """How it changes with the period, if it is per period."""
        return self.unit.change

    @property
    def is_share(self) -> bool:
        """Whether it is a part of one, shown as a percentage."""
        return self.unit.form is Form.SHARE

    def read(self, given: Any, *, period: bool = True, called: str = "") -> numbers.Typed:
        """The checked value of what was given: a number, or a text such as `80%` or `10%/year`.

        Args:
            given: what was typed, or stands in a cell or a call.
            period: whether it may name a period of its own, which the caller then minds.
            called: how who gave it calls it, where that is not its name: --margin-rate.

        Raises:
            UsageError: not a number (E101), not a share (E102), out of bounds (E103), not whole (E104), a % where
                there is no share (E144), a period where there is none (E145) or where only one counts (E127).
        """
        given, name, example = numbers.plain(given), called or self.name, numbers.example_of(share=self.is_share)
        if isinstance(given, str):
            typed = numbers.parse(given, name=name, percent=self.is_share, period=self.change is not None)
            if typed.period is not None and not period:
                raise UsageError(problem("E127", name=name, value=given))
        elif isinstance(given, int | float | Decimal) and not isinstance(given, bool):
            if not _is_finite(given):
                raise UsageError(problem("E101", name=name, value=given, example=example))
            typed = numbers.Typed(given if isinstance(given, Decimal) else Decimal(repr(given)))
        else:
            raise UsageError(problem("E101", name=name, value=given, example=example))
        fault = self._fault(typed.number, percent=typed.percent, shown=given, name=name)
        if fault:
            raise UsageError(fault)
        return typed

    def check(self, value: Any, *, read: bool = False) -> None:
        """Refuse a number, or an array or column with a number, outside the domain.

        `read`: it was read already, so 1.2 of a share is 120 %, not 1.2 % without its sign.

        Raises:
            UsageError: as `read`; for an array its lowest or highest value is shown.
        """
        for number in _extremes(value):
            if not isinstance(number, int | float | Decimal) or isinstance(number, bool) or not _is_finite(number):
                raise UsageError(
                    problem("E101", name=self.name, value=number, example=numbers.example_of(share=self.is_share))
                )
            fault = self._fault(number, percent=read, shown=number, name=self.name)
            if fault:
                raise UsageError(fault)
        if self.whole and (hasattr(value, "ravel") or hasattr(value, "to_numpy")):
            for number in _extremes(abs(value - value.round())):
                if number:
                    raise UsageError(problem("E104", name=self.name, value=number, meaning=self.meaning))

    def _fault(self, number: Any, *, percent: bool, shown: object, name: str) -> Problem | None:
        if self.is_share and not percent and number > 1 and number / 100 in self.bounds:
            typed = Decimal(str(number))
            cures = [Exact(one.normalize(), grouped=False) for one in (typed / 100, typed)]
            return problem("E102", name=name, value=shown, meaning=self.meaning, share=cures[0], percent=cures[1])
        if number not in self.bounds:
            bounds = self.bounds.in_percent if "%" in str(shown) else self.bounds.phrase
            return problem("E103", name=name, value=shown, bounds=bounds, meaning=self.meaning)
        if self.whole and number != int(number) and not isinstance(number, InParts):
            return problem("E104", name=name, value=shown, meaning=self.meaning)
        return None


def _is_finite(number: Any) -> bool:
    """Whether it is a number that a machine number holds."""
    with suppress(OverflowError):
        return math.isfinite(number)
    return False


class InParts(float):
    """A count of which a file gives parts: advertisers share out one conversion among several campaigns."""


def _extremes(value: Any) -> tuple[Any, ...]:
    """A number itself; the lowest and the highest of an array or column (a missing cell counts as nan)."""
    if isinstance(value, int | float | Decimal):
        return (value,)
    cells = value.to_numpy() if hasattr(value, "to_numpy") else value
    if not hasattr(cells, "ravel"):
        return (value,)
    return tuple(end.item() if hasattr(end, "item") else end for end in (cells.min(), cells.max()))


QUANTITIES: dict[str, Quantity] = {}


def quantity(
    name: str, label: str, unit: Unit, meaning: str, bounds: Bounds = ANY, *, whole: bool = False, short: str = ""
) -> Quantity:
    """Enter a quantity into the dictionary; a name is entered once."""
    if name in QUANTITIES:
        raise ValueError(f"quantity {name!r} is already defined")
    QUANTITIES[name] = Quantity(name, label, unit, meaning, bounds, whole, short)
    return QUANTITIES[name]


def full_name(said: str) -> str:
    """The name of the quantity that people call so: cac is acquisition_cost; any other word stays as it is."""
    return next((entry.name for entry in QUANTITIES.values() if entry.short == said), said)


def level_of(given: Any, called: str = "level") -> float:
    """The level of intervals: 95, 95% and 0.95 are the same.

    Raises:
        UsageError: E103 not between 50 % and 99.99 %.
    """
    if not isinstance(given, str | int | float | Decimal) or isinstance(given, bool):
        raise UsageError(problem("E101", name=called, value=given, example=numbers.example_of(share=True)))
    text = str(given)
    level = text if "%" in text or text.startswith(("0", ".")) else f"{text}%"
    return float(QUANTITIES["level"].read(level, called=called).number)


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
# ----- parameters of the probability models, by the papers' letters
BuyingShape = Annotated[Value, quantity("buying_shape", "buying, shape (r)", units.RATIO, "how alike clients are in how often they buy: small means very unlike", POSITIVE)]
BuyingScale = Annotated[Value, quantity("buying_scale", "buying, scale (alpha)", units.RATIO, "in weeks; r ÷ alpha is how often the average client buys in a week", POSITIVE)]
LeavingFirst = Annotated[Value, quantity("leaving_first", "leaving, first (a, alpha)", units.RATIO, "with the second: the chance to leave each time is first ÷ (first + second) on average", POSITIVE)]
LeavingSecond = Annotated[Value, quantity("leaving_second", "leaving, second (b, beta)", units.RATIO, "see the first; the larger both are, the more alike clients are", POSITIVE)]
LeavingTrend = Annotated[Value, quantity("leaving_trend", "leaving, trend (c)", units.RATIO, "above 1 the chance to leave rises with a client's own age, below 1 it falls", POSITIVE)]
SpendShape = Annotated[Value, quantity("spend_shape", "spend, shape (p)", units.RATIO, "how even the purchases of one client are: large means even", POSITIVE)]
SpendSpread = Annotated[Value, quantity("spend_spread", "spend, spread (q)", units.RATIO, "how alike clients are in what they spend: large means alike", POSITIVE)]
SpendScale = Annotated[Value, quantity("spend_scale", "spend, scale (gamma)", units.RATIO, "in money; p × gamma ÷ (q − 1) is what the average purchase brings", POSITIVE)]
KeptOfRefunds = Annotated[Value, quantity("kept_of_refunds", "kept after refunds", units.SHARE, "the part of what was paid that refunds leave", SHARES)]
# ----- counts of clients
ClientsAtStart = Annotated[Value, quantity("clients_at_start", "clients at the start", units.CLIENTS, "clients at the start of the period", POSITIVE, whole=True)]
ClientsLost = Annotated[Value, quantity("lost", "clients lost", units.CLIENTS, "clients who were there at the start of the period and left in it", NOT_NEGATIVE, whole=True)]
# ----- what losing clients costs
AnnualValue = Annotated[Value, quantity("value", "annual value of a client", units.MONEY_PER_YEAR, "what a client pays in a year, on average", NOT_NEGATIVE)]
AnnualRevenue = Annotated[Value, quantity("annual_revenue", "annual income", units.MONEY_PER_YEAR, "what all clients together pay in a year", POSITIVE)]
AverageMargin = Annotated[Value, quantity("average_margin", "margin of the average client", units.MONEY_PER_YEAR, "what the average of all clients, lost or not, leaves in a year after the direct cost")]
Recovered = Annotated[Value, quantity("recovered", "share won back", units.SHARE, "the part of the lost clients who come back", SHARES)]
CountedChurn = Annotated[Value, quantity("counted_churn", "churn in the time counted", units.SHARE, "the part of the clients at the start who left in the time counted", SHARES)]
TimesYear = Annotated[Value, quantity("times_a_year", "times a year", units.RATIO, "how many times the time counted fits into a year: 12 for a month", POSITIVE)]
LessChurn = Annotated[Value, quantity("less_churn", "fall of churn", units.SHARE, "by how many points of a hundred churn falls: 1% is from 10% to 9%", Bounds(0, 1, open_low=True))]
ComparedFall = Annotated[Value, quantity("compared_fall", "fall of churn in the claim", units.SHARE, "the fall of churn that the published claim about profit speaks of: 5 points of a hundred", Bounds(0, 1, open_low=True))]
UsualShare = Annotated[Value, quantity("usual_share", "usual share of income lost", units.SHARE, "the part of income that firms usually lose with the clients who leave", SHARES)]
ProfitLift = Annotated[Value, quantity("profit_lift", "growth of profit", units.SHARE, "by how much profit was said to grow", ANY)]
# ----- what winning clients costs
Spend = Annotated[Value, quantity("spend", "spend", units.MONEY, "what was paid for advertising and other paid ways to win clients, in the time counted", NOT_NEGATIVE)]
OtherCosts = Annotated[Value, quantity("other_costs", "other costs of winning", units.MONEY, "salaries, commissions, tools and overhead of winning clients, in the time counted", NOT_NEGATIVE)]
NewClients = Annotated[Value, quantity("new_clients", "new clients", units.CLIENTS, "clients who paid for the first time in the time counted, whatever brought them; not leads, not sign-ups", NOT_NEGATIVE, whole=True)]
PaidClients = Annotated[Value, quantity("paid_clients", "new clients from paid channels", units.CLIENTS, "those of the new clients whom the paid channels brought", NOT_NEGATIVE, whole=True)]
AcquisitionCost = Annotated[Value, quantity("acquisition_cost", "CAC", units.MONEY, "what it costs to win one client", NOT_NEGATIVE, short="cac")]
LifetimeValue = Annotated[Value, quantity("lifetime_value", "LTV", units.MONEY, "what a client just won is worth over their life", short="ltv")]
WantedReturn = Annotated[Value, quantity("wanted_return", "wanted return", units.RATIO, "how many times over a client is to bring back what they cost: 3 for LTV to CAC of 3, 1.2 to earn 20 %, 1 at the limit", ONE_OR_MORE)]
Within = Annotated[Value, quantity("within", "time to pay back", units.PERIODS, "in how many months a client is to pay back what they cost, or as 1/year (in how many periods, if no figure names its period)", POSITIVE)]
# ----- winning and keeping out of one budget (Blattberg and Deighton)
Budget = Annotated[Value, quantity("budget", "budget", units.MONEY, "what is spent in a period on winning and keeping together", POSITIVE)]
Prospects = Annotated[Value, quantity("prospects", "prospects", units.CLIENTS, "people or firms who could become clients and are addressed in a period", POSITIVE, whole=True)]
ClientsNow = Annotated[Value, quantity("clients_now", "clients now", units.CLIENTS, "clients who can be kept", NOT_NEGATIVE, whole=True)]
WinRate = Annotated[Value, quantity("win_rate", "prospects won", units.SHARE, "the part of the prospects addressed who become clients", SHARES)]
WinSpend = Annotated[Value, quantity("win_spend", "spend on a prospect", units.MONEY, "what is spent on one prospect addressed", NOT_NEGATIVE)]
WinCeiling = Annotated[Value, quantity("win_ceiling", "most that can be won", units.SHARE, "the part of the prospects who would become clients if money were no matter", Bounds(0, 1, open_low=True))]
KeepCeiling = Annotated[Value, quantity("keep_ceiling", "most that can be kept", units.SHARE, "the part of the clients who would stay if money were no matter", Bounds(0, 1, open_low=True))]
Steepness = Annotated[Value, quantity("steepness", "steepness", units.RATIO, "how fast the share bought nears its ceiling as the spend grows", POSITIVE)]
CeilingShare = Annotated[Value, quantity("ceiling_share", "most that can be had", units.SHARE, "the share that no spend can exceed", Bounds(0, 1, open_low=True))]
BoughtShare = Annotated[Value, quantity("bought_share", "share bought", units.SHARE, "the share that the present spend buys", SHARES)]
EachSpend = Annotated[Value, quantity("each_spend", "spend on each", units.MONEY, "what is spent on one prospect or client in a period", NOT_NEGATIVE)]
# ----- winning clients back
BaseReturn = Annotated[Value, quantity("base_return", "come back uncalled", units.SHARE, "the part of such clients who come back though nobody calls them", SHARES)]
Regained = Annotated[Value, quantity("regained", "come back when called", units.SHARE, "the part of such clients who come back when they are called", Bounds(0, 1, open_low=True))]
SecondValue = Annotated[Value, quantity("second_value", "second life", units.MONEY, "what a client who comes back leaves from then on, after direct cost", NOT_NEGATIVE)]
ContactCost = Annotated[Value, quantity("contact_cost", "cost of a call", units.MONEY, "what one call, letter or visit costs", NOT_NEGATIVE)]
OfferCost = Annotated[Value, quantity("offer_cost", "cost of the offer", units.MONEY, "what a discount or gift costs for each client who comes back, also for those who would have come anyway", NOT_NEGATIVE)]
HeldOut = Annotated[Value, quantity("held_out", "part held out", units.SHARE, "the part of the list, drawn by lot, whom nobody calls, so that the effect of calling can be seen", Bounds(0.01, 0.99))]
# ----- referrals
ReferredValue = Annotated[Value, quantity("referred_value", "value of a referred client", units.MONEY, "what a referred client leaves, after direct cost, in the time that is counted", NOT_NEGATIVE)]
WouldHaveCome = Annotated[Value, quantity("would_have_come", "would have come anyway", units.SHARE, "the part of the referred clients who would have come without the referral", SHARES)]
Reward = Annotated[Value, quantity("reward", "reward", units.MONEY, "what is given for each client who was referred", NOT_NEGATIVE)]
WantedProfit = Annotated[Value, quantity("wanted_profit", "wanted profit", units.MONEY, "what is to be left of each referred client after the reward", NOT_NEGATIVE)]
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
LeverStep = Annotated[Value, quantity("step", "step of a lever", units.SHARE, "by how many points each lever moves in the lever table; 10% if not told", Bounds(0, 1, open_low=True))]
# ----- profit of a client
Rebates = Annotated[Value, quantity("rebates", "discounts", units.MONEY_PER_PERIOD, "what was taken off the price, as a positive amount", NOT_NEGATIVE)]
Repaid = Annotated[Value, quantity("repaid", "refunds", units.MONEY_PER_PERIOD, "what was paid back, as a positive amount", NOT_NEGATIVE)]
DirectCost = Annotated[Value, quantity("direct_cost", "direct cost", units.MONEY_PER_PERIOD, "what the goods or hours sold to the client cost", NOT_NEGATIVE)]
CostToServe = Annotated[Value, quantity("cost_to_serve", "cost to serve", units.MONEY_PER_PERIOD, "what orders, visits, calls, deliveries and returns of the client cost", NOT_NEGATIVE)]
Transactions = Annotated[Value, quantity("transactions", "how many times", units.RATIO, "how many times the activity was done", NOT_NEGATIVE)]
MinutesEach = Annotated[Value, quantity("minutes_each", "minutes each", units.MINUTES, "how many minutes the activity takes once", NOT_NEGATIVE)]
DepartmentCost = Annotated[Value, quantity("department_cost", "cost of the department", units.MONEY_PER_PERIOD, "what the people and things cost that do the activities", NOT_NEGATIVE)]
CapacityMinutes = Annotated[Value, quantity("capacity_minutes", "practical capacity", units.MINUTES, "minutes in which the department can really work: usually 80 to 85 % of the paid ones", POSITIVE)]
MinutePrice = Annotated[Value, quantity("minute_price", "price of a minute", units.MONEY, "what one minute of work costs", NOT_NEGATIVE)]
ServiceCost = Annotated[Value, quantity("service_cost", "spent on service", units.MONEY_PER_PERIOD, "all that was spent on serving clients, so that what no client caused is shown", NOT_NEGATIVE)]
PeakProfit = Annotated[Value, quantity("peak_profit", "peak profit", units.MONEY, "what the profitable clients earn together", NOT_NEGATIVE)]
TotalProfit = Annotated[Value, quantity("total_profit", "profit of all clients", units.MONEY, "what all clients earn together, the unprofitable included")]
ClientLoss = Annotated[Value, quantity("client_loss", "loss", units.MONEY_PER_PERIOD, "what an unprofitable client costs more than they bring", NOT_NEGATIVE)]
PaidRevenue = Annotated[Value, quantity("paid_revenue", "net revenue", units.MONEY_PER_PERIOD, "revenue after discounts and refunds")]
ClientContribution = Annotated[Value, quantity("contribution", "contribution", units.MONEY_PER_PERIOD, "net revenue after the direct cost")]
OrderCount = Annotated[Value, quantity("order_count", "orders", units.ORDERS, "how many orders the client placed", NOT_NEGATIVE)]
ConcentrationIndex = Annotated[Value, quantity("concentration_index", "concentration index (HHI)", units.RATIO, "the sum of the squared shares of all clients, in percent: 10,000 for a single client", Bounds(0, 10_000, open_low=True))]
PriceLimit = Annotated[Value, quantity("price_limit", "highest price rise", units.SHARE, "who would need a larger price rise than this to stop losing money counts as a candidate to let go", NOT_NEGATIVE)]
# fmt: on
