"""Lifetime value of a client: the textbook conventions, never mixed, and the simpler forms that people use."""

from collections.abc import Collection

from custecon.core.catalogue import MEASURED, Example, Metric, Topic, metric
from custecon.core.expression import Expression, Name, maximum, require, step, warn, where
from custecon.core.quantities import (
    ChurnRate,
    DiscountRate,
    LifetimeYears,
    Margin,
    MarginGrowth,
    MarginRate,
    OrdersPerYear,
    OrderValue,
    PeriodNumber,
    Periods,
    RetentionRate,
    RetentionSpend,
    Revenue,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import MONEY, SHARE

TOPIC = Topic("ltv", "Lifetime value of a client (LTV)", default="margin_multiple")

NOTE_24 = "fader-hardie-2012-note-24"
TEXTBOOK = {"margin": 100, "retention": 0.8, "discount": 0.1}

NEXT = (
    "the first margin counted comes one period from now, if the client is still there; this period's margin is "
    "already in: the value of a client you have"
)
END = "the first margin comes for certain, at the end of the first period"
NOW = "the first margin comes now and is counted whole: the value of a client at the moment they are won"

FOREVER = "retention, discount and margin growth stay as they are for ever"
COUNTED = "retention, discount and margin growth stay as they are over the counted periods"
CONSTANT = (
    "One retention for every client and every period. Clients differ: the loyal remain, so retention of a base rises "
    "with its age, and a constant rate undervalues clients who have stayed long (Fader and Hardie 2010)."
)
CUT = "Whatever comes after the last counted period is left out. " + CONSTANT
ENDLESS = "it is infinite: what is expected of a client does not shrink from one period to the next"
ENDLESS_CURE = "give a churn above 0, a discount above the growth, or a fixed horizon with --periods"


def _shrinks(retention: Value, discount: Value, growth: Value) -> Value:
    """What is expected of a client must shrink from period to period, or the sum never ends."""
    return retention * (1 + growth) < 1 + discount


# ------------------------------------------------------------------ for ever


@metric(
    topic=TOPIC,
    label="LTV, next margin in a period",
    symbol="LTV",
    unit=MONEY,
    convention=NEXT,
    valid=FOREVER,
    criticism=CONSTANT,
    source=(cite(NOTE_24, "eq. 2"), cite("gupta-lehmann-2003", "margin multiple")),
    example=Example(266.67, TEXTBOOK),
)
def margin_multiple(
    *, margin: Margin, retention: RetentionRate, discount: DiscountRate, growth: MarginGrowth = 0
) -> Value:
    """What a client you already have is worth while margin and retention stay as they are."""
    require(_shrinks(retention, discount, growth), ENDLESS, ENDLESS_CURE)
    warn(margin < 0, "N301")
    warn(retention <= 0, "N302")
    return margin * retention / (1 + discount - retention * (1 + growth))


@metric(
    topic=TOPIC,
    label="LTV, first margin at the end of the period",
    symbol="LTV",
    unit=MONEY,
    convention=END,
    valid=FOREVER,
    criticism=CONSTANT,
    source=cite(NOTE_24, "eq. 3"),
    example=Example(333.33, TEXTBOOK),
)
def margin_multiple_end(
    *, margin: Margin, retention: RetentionRate, discount: DiscountRate, growth: MarginGrowth = 0
) -> Value:
    """What a client just won is worth when the money of a period comes at its end."""
    require(_shrinks(retention, discount, growth), ENDLESS, ENDLESS_CURE)
    warn(margin < 0, "N301")
    return margin / (1 + discount - retention * (1 + growth))


@metric(
    topic=TOPIC,
    label="LTV, first margin now",
    symbol="LTV",
    unit=MONEY,
    convention=NOW,
    valid=FOREVER,
    criticism=CONSTANT,
    source=cite(NOTE_24, "eq. 1"),
    example=Example(366.67, TEXTBOOK),
)
def margin_multiple_now(
    *, margin: Margin, retention: RetentionRate, discount: DiscountRate, growth: MarginGrowth = 0
) -> Value:
    """What a client is worth at the moment they are won, their first payment included."""
    require(_shrinks(retention, discount, growth), ENDLESS, ENDLESS_CURE)
    warn(margin < 0, "N301")
    return margin * (1 + discount) / (1 + discount - retention * (1 + growth))


# ------------------------------------------------------------------ over a fixed horizon, one row a period


def _still_here(retention: Value, renewals: Value) -> Value:
    """The chance that a client is still there after so many renewals."""
    return step("still_here", retention**renewals, SHARE, "the chance that the client is still there")


def _of_period(
    margin: Value, retention: Value, discount: Value, growth: Value, number: Value, *, renewals: Value, wait: Value
) -> Value:
    """What one period adds: its margin, if the client is still there after so many renewals, worth less by the wait.

    The three conventions differ in these two counts and in nothing else.
    """
    warn(margin < 0, "N301")
    still_here = _still_here(retention, renewals)
    grown = step(
        "margin_in_period", margin * (1 + growth) ** (number - 1), MONEY, "what a client who is still there leaves"
    )
    return grown * still_here / (1 + discount) ** wait


@metric(
    topic=TOPIC,
    label="LTV over a fixed horizon, next margin in a period",
    symbol="LTV",
    unit=MONEY,
    convention=NEXT,
    valid=COUNTED,
    criticism=CUT,
    source=cite(NOTE_24, "eq. 2, cut after the last period"),
    example=Example(192.06, {**TEXTBOOK, "periods": 4}, derived=True),
)
def fixed_horizon(
    *,
    margin: Margin,
    retention: RetentionRate,
    discount: DiscountRate,
    periods: Periods,
    period_number: PeriodNumber,
    growth: MarginGrowth = 0,
) -> Value:
    """What a client you already have is worth over a stated number of periods."""
    n = period_number
    return _of_period(margin, retention, discount, growth, n, renewals=n, wait=n)


@metric(
    topic=TOPIC,
    label="LTV over a fixed horizon, first margin at the end of the period",
    symbol="LTV",
    unit=MONEY,
    convention=END,
    valid=COUNTED,
    criticism=CUT,
    source=cite(NOTE_24, "eq. 3, cut after the last period"),
    example=Example(240.08, {**TEXTBOOK, "periods": 4}, derived=True),
)
def fixed_horizon_end(
    *,
    margin: Margin,
    retention: RetentionRate,
    discount: DiscountRate,
    periods: Periods,
    period_number: PeriodNumber,
    growth: MarginGrowth = 0,
) -> Value:
    """What a client just won is worth over a stated number of periods, money coming at their end."""
    n = period_number
    return _of_period(margin, retention, discount, growth, n, renewals=n - 1, wait=n)


@metric(
    topic=TOPIC,
    label="LTV over a fixed horizon, first margin now",
    symbol="LTV",
    unit=MONEY,
    convention=NOW,
    valid=COUNTED,
    criticism=CUT,
    source=cite(NOTE_24, "eq. 1, cut after the last period"),
    example=Example(264.09, {**TEXTBOOK, "periods": 4}, derived=True),
)
def fixed_horizon_now(
    *,
    margin: Margin,
    retention: RetentionRate,
    discount: DiscountRate,
    periods: Periods,
    period_number: PeriodNumber,
    growth: MarginGrowth = 0,
) -> Value:
    """What a client is worth over a stated number of periods, the first payment coming now."""
    n = period_number
    return _of_period(margin, retention, discount, growth, n, renewals=n - 1, wait=n - 1)


@metric(
    topic=TOPIC,
    label="LTV with spend on keeping the client",
    symbol="LTV",
    unit=MONEY,
    convention="margins come now and at the start of every further period; what is spent on keeping the client is "
    "spent in the middle of each period and buys the margin that follows",
    valid=COUNTED,
    criticism=CUT + " Spend and retention are taken as given; in truth the one buys the other.",
    source=cite("berger-nasr-1998", "case 1"),
    example=Example(568.78, {"margin": 260, "retention": 0.75, "discount": 0.2, "retention_spend": 50, "periods": 11}),
)
def retention_programme(
    *,
    margin: Margin,
    retention: RetentionRate,
    discount: DiscountRate,
    retention_spend: RetentionSpend,
    periods: Periods,
    period_number: PeriodNumber,
) -> Value:
    """What a client is worth over a stated number of periods after the money spent on keeping them."""
    warn(margin < 0, "N301")
    still_here = _still_here(retention, period_number - 1)
    earned = step(
        "earned",
        margin * still_here / (1 + discount) ** (period_number - 1),
        MONEY,
        "margin, in today's money",
    )
    spent = step(
        "spent",
        where(
            period_number > 1,
            retention_spend * retention ** maximum(period_number - 2, 0) / (1 + discount) ** (period_number - 1.5),
            0,
        ),
        MONEY,
        "spend on keeping the client, in today's money",
    )
    return earned - spent


def in_one_formula(schedule: Metric, symbols: Collection[str]) -> Expression:
    """What a client is worth over a stated number of periods, without a row for each of them.

    From the second period on each amount is the one before times retention × (1 + growth) ÷ (1 + discount), so the rows
    add up to the first, and the second times a geometric series.

    Args:
        schedule: a method over a fixed horizon.
        symbols: the inputs that stand as names; the others are at their default.
    """
    growth = Name("growth") if "growth" in symbols else 0
    ratio = Name("retention") * (1 + growth) / (1 + Name("discount"))
    first, second = (schedule.traced({*symbols}, {MEASURED: number}).expression for number in (1, 2))
    more = Name("periods") - 1
    series = (1 - ratio**more) / (1 - ratio)
    total: Expression = first + where(more > 0, second * where(ratio < 1, series, where(ratio > 1, series, more)), 0)
    return total


# ------------------------------------------------------------------ the short forms


@metric(
    topic=TOPIC,
    label="lifetime revenue, average revenue ÷ churn",
    symbol="lifetime revenue",
    unit=MONEY,
    convention="revenue, not margin; nothing is discounted; the first period's revenue is counted whole",
    valid="revenue and churn stay as they are for ever; both are per the same period",
    criticism="It is turnover, not earnings, and money in twenty years counts like money today. Good for comparing "
    "offers, too high as a price to pay for a client. " + CONSTANT,
    source=(cite("chartmogul-ltv", "ARPA ÷ churn"), cite("profitwell-ltv")),
    example=(
        Example(2000, {"revenue": 100, "churn": 0.05}),
        Example(250, {"revenue": 10, "churn": 0.04}, source=cite("profitwell-ltv")),
        Example(166.67, {"revenue": 10, "churn": 0.06}, source=cite("profitwell-ltv")),
    ),
)
def revenue_over_churn(*, revenue: Revenue, churn: ChurnRate) -> Value:
    """What a client pays in all until they leave."""
    require(churn > 0, ENDLESS + " (churn 0)", "give a churn above 0, or a fixed horizon with --periods")
    return revenue / churn


@metric(
    topic=TOPIC,
    label="LTV, average revenue × margin rate ÷ churn",
    symbol="LTV",
    unit=MONEY,
    convention="nothing is discounted; the first period's margin is counted whole",
    valid="revenue, margin rate and churn stay as they are for ever; revenue and churn are per the same period",
    criticism="Money in twenty years counts like money today, so it is too high where churn is low. " + CONSTANT,
    source=cite("abracalc-ltv"),
    example=Example(1600, {"revenue": 100, "margin_rate": 0.8, "churn": 0.05}),
)
def margin_over_churn(*, revenue: Revenue, margin_rate: MarginRate, churn: ChurnRate) -> Value:
    """What a client leaves in all after direct cost until they go, not discounted."""
    require(churn > 0, ENDLESS + " (churn 0)", "give a churn above 0, or a fixed horizon with --periods")
    return revenue * margin_rate / churn


@metric(
    topic=TOPIC,
    label="LTV, average order × orders a year × years × margin rate",
    symbol="LTV",
    unit=MONEY,
    convention="every client stays the stated number of years; nothing is discounted",
    valid="order value, frequency and margin rate stay as they are over the years",
    criticism="The number of years is assumed, not observed; it hides churn and the value of time, and is nearly "
    "always too high.",
    source=cite("starbucks-ltv"),
    example=Example(5489.27, {"order_value": 5.90, "orders_per_year": 218.4, "years": 20, "margin_rate": 0.213}),
)
def order_value_over_years(
    *, order_value: OrderValue, orders_per_year: OrdersPerYear, years: LifetimeYears, margin_rate: MarginRate
) -> Value:
    """What a client leaves over the years they are expected to stay, the way sales people reckon."""
    return order_value * orders_per_year * years * margin_rate
