"""Profit of a client after what it costs to serve them, the whale curve, and what would bring a loss to zero."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, step, warn
from custecon.core.quantities import (
    CapacityMinutes,
    ClientContribution,
    ClientLoss,
    ConcentrationIndex,
    CostToServe,
    DepartmentCost,
    DirectCost,
    MinutesEach,
    OrderCount,
    PaidRevenue,
    PeakProfit,
    Rebates,
    Repaid,
    Revenue,
    TotalProfit,
    Transactions,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import MONEY, MONEY_PER_PERIOD, RATIO, SHARE

TOPIC = Topic("profit", "Profit per client: who earns, who costs", default="client_profit")

SERVING = cite("kaplan-narayanan-2001")
WHALE = cite("kanthal-1989")
ONE_SPAN = "all amounts are of the same time and in the same currency"
FULL_COST = (
    "Cost to serve is an average price times a count: it tells what a client causes in the long run, not what is saved "
    "next month if they go. Costs that nobody causes are left out, and so is what they may bring later."
)
DEPARTMENT = {"department_cost": 560_000, "capacity_minutes": 700_000}
CURVE = "It counts one span of time: a client won last month looks dear, and one who is leaving looks cheap."


def _net(revenue: Value, rebates: Value, repaid: Value) -> Value:
    return step("net_revenue", revenue - rebates - repaid, MONEY_PER_PERIOD, "revenue after discounts and refunds")


@metric(
    topic=TOPIC,
    label="contribution of a client",
    symbol="contribution",
    unit=MONEY_PER_PERIOD,
    convention="revenue less discounts, refunds and direct cost; cost to serve is not yet taken off",
    valid=ONE_SPAN,
    criticism="It leaves out what differs most between clients: how much work they make.",
    source=SERVING,
    example=Example(
        35_000,
        {"revenue": 120_000, "direct_cost": 80_000, "rebates": 4_000, "repaid": 1_000},
        derived=True,
    ),
)
def contribution(*, revenue: Revenue, direct_cost: DirectCost, rebates: Rebates = 0, repaid: Repaid = 0) -> Value:
    """What a client leaves after what they bought is paid for."""
    return _net(revenue, rebates, repaid) - direct_cost


@metric(
    topic=TOPIC,
    label="profit of a client",
    symbol="profit",
    unit=MONEY_PER_PERIOD,
    convention="contribution less cost to serve; the firm's general cost is not taken off",
    valid=ONE_SPAN,
    criticism=FULL_COST,
    source=SERVING,
    example=Example(
        -7_000,
        {"revenue": 120_000, "direct_cost": 80_000, "rebates": 4_000, "repaid": 1_000, "cost_to_serve": 42_000},
        derived=True,
    ),
)
def client_profit(
    *,
    revenue: Revenue,
    direct_cost: DirectCost,
    rebates: Rebates = 0,
    repaid: Repaid = 0,
    cost_to_serve: CostToServe = 0,
) -> Value:
    """What a client earns you after all that they cause."""
    left = step(
        "contribution",
        _net(revenue, rebates, repaid) - direct_cost,
        MONEY_PER_PERIOD,
        "net revenue after the direct cost",
    )
    warn(
        left < 0,
        "N336",
        fact="the direct cost is above net revenue",
        consequence="every sale adds to the loss",
        cure="",
    )
    return left - cost_to_serve


@metric(
    topic=TOPIC,
    label="cost of an activity, by time",
    symbol="cost",
    unit=MONEY_PER_PERIOD,
    convention="times × minutes × (cost of the department ÷ its practical capacity); minutes that nobody used stay "
    "with the department",
    valid="the minutes were watched or asked, and the department does nothing else",
    criticism="Minutes that people tell add up to a full day, whatever they did. Compare used minutes with capacity.",
    source=cite("kaplan-anderson-2004", "customer service department"),
    example=(
        Example(313_600, {"transactions": 49_000, "minutes_each": 8, **DEPARTMENT}),
        Example(49_280, {"transactions": 1_400, "minutes_each": 44, **DEPARTMENT}),
        Example(100_000, {"transactions": 2_500, "minutes_each": 50, **DEPARTMENT}),
    ),
)
def activity_cost(
    *,
    transactions: Transactions,
    minutes_each: MinutesEach,
    department_cost: DepartmentCost,
    capacity_minutes: CapacityMinutes,
) -> Value:
    """What an activity costs when time is what it takes."""
    each = step("price_of_a_minute", department_cost / capacity_minutes, MONEY, "cost of the department ÷ capacity")
    return transactions * minutes_each * each


# ------------------------------------------------------------------ the whale curve

NO_PROFIT = "all clients together earn nothing, so a share of their profit means nothing"
IN_MONEY = "look at the amounts in money"


@metric(
    topic=TOPIC,
    label="peak of the whale curve",
    symbol="peak",
    unit=SHARE,
    convention="what the profitable clients earn together, as a part of what all clients earn together",
    valid="all clients together earn a profit",
    criticism=CURVE,
    source=(WHALE, cite("controlling-wiki-whale")),
    example=(
        Example(2.25, {"peak_profit": 225, "total_profit": 100}),
        Example(1.40, {"peak_profit": 140, "total_profit": 100}, source=cite("controlling-wiki-whale")),
    ),
)
def peak_share(*, peak_profit: PeakProfit, total_profit: TotalProfit) -> Value:
    """How much the profitable clients earn, for every 100 % that is left in the end."""
    require(total_profit > 0, NO_PROFIT, IN_MONEY)
    return peak_profit / total_profit


@metric(
    topic=TOPIC,
    label="destroyed by unprofitable clients",
    symbol="destroyed",
    unit=SHARE,
    convention="the losses of unprofitable clients as a part of what all clients earn together: peak − 100 %",
    valid="all clients together earn a profit",
    criticism=CURVE,
    source=(WHALE, cite("controlling-wiki-whale")),
    example=(
        Example(1.25, {"peak_profit": 225, "total_profit": 100}),
        Example(0.40, {"peak_profit": 140, "total_profit": 100}, source=cite("controlling-wiki-whale")),
    ),
)
def profit_destroyed(*, peak_profit: PeakProfit, total_profit: TotalProfit) -> Value:
    """How much of the profit unprofitable clients take away again."""
    require(total_profit > 0, NO_PROFIT, IN_MONEY)
    return (peak_profit - total_profit) / total_profit


@metric(
    topic=TOPIC,
    label="as concentrated as so many equal clients",
    symbol="equal clients",
    unit=RATIO,
    convention="100 percent squared ÷ the concentration index (HHI), which is the sum of the squared shares in percent",
    valid="no client's net revenue is negative",
    criticism="It does not tell whether the large clients would go together or one by one.",
    source=cite("hhi"),
    example=Example(10, {"concentration_index": 1000}),
)
def equal_clients(*, concentration_index: ConcentrationIndex) -> Value:
    """On how many clients of equal size you would depend as much as on those you have."""
    return 10_000 / concentration_index


# ------------------------------------------------------------------ what would bring a loss to zero


@metric(
    topic=TOPIC,
    label="price rise that ends the loss",
    symbol="price rise",
    unit=SHARE,
    convention="loss ÷ net revenue: the same orders at higher prices",
    valid="the client buys as much as before and asks for nothing more",
    criticism="A client who is offered higher prices may buy less, or go; then see what leaves with them.",
    source=SERVING,
    example=Example(0.07, {"client_loss": 7_000, "paid_revenue": 100_000}, derived=True),
)
def price_rise_to_zero(*, client_loss: ClientLoss, paid_revenue: PaidRevenue) -> Value:
    """By how much prices must rise for a client to stop losing money."""
    require(paid_revenue > 0, "the client brings no revenue", "higher prices do not help here")
    return client_loss / paid_revenue


@metric(
    topic=TOPIC,
    label="average order that ends the loss",
    symbol="order",
    unit=MONEY,
    convention="the same number of orders, the same cost to serve, the same contribution for every unit of revenue",
    valid="larger orders make no more work than small ones",
    criticism="Larger orders cost more to deliver; take the figure as the least, not as enough.",
    source=SERVING,
    example=Example(
        2_400,
        {"cost_to_serve": 42_000, "contribution": 35_000, "paid_revenue": 100_000, "order_count": 50},
        derived=True,
    ),
)
def break_even_order(
    *,
    cost_to_serve: CostToServe,
    contribution: ClientContribution,
    paid_revenue: PaidRevenue,
    order_count: OrderCount,
) -> Value:
    """How large the average order must be for a client to stop losing money."""
    require(paid_revenue > 0, "the client brings no revenue", "larger orders do not help here")
    require(contribution > 0, "every order loses money before any service", "look at price and direct cost first")
    require(order_count > 0, "the client has no orders", "larger orders do not help here")
    rate = step("contribution_rate", contribution / paid_revenue, SHARE, "what is left of a unit of revenue")
    return cost_to_serve / rate / order_count


@metric(
    topic=TOPIC,
    label="cost to serve that must really go",
    symbol="must go",
    unit=SHARE,
    convention="contribution ÷ cost to serve: to let the client go pays only if more than this part of their cost to "
    "serve is really saved",
    valid="nothing else changes when they go",
    criticism="People and vans do not leave with the client. What is not saved stays as a cost of the others.",
    source=SERVING,
    example=Example(0.8333, {"contribution": 35_000, "cost_to_serve": 42_000}, places=4, derived=True),
)
def cost_that_must_go(*, contribution: ClientContribution, cost_to_serve: CostToServe) -> Value:
    """How much of a client's cost to serve must really disappear for their leaving to pay."""
    require(cost_to_serve > 0, "the client causes no cost to serve", "nothing is saved when they go")
    return contribution / cost_to_serve
