"""What it costs to win a client, when they have paid it back, and what they may cost at most."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import HAIR, log, require, step, warn, where, whole_up
from custecon.core.quantities import (
    AcquisitionCost,
    ChurnRate,
    LifetimeValue,
    Margin,
    NewClients,
    OtherCosts,
    PaidClients,
    Spend,
    Value,
    WantedReturn,
    Within,
)
from custecon.core.references import cite
from custecon.core.units import MONEY, PERIODS, RATIO

TOPIC = Topic("cac", "Cost of winning a client (CAC)", default="blended_cost")

KINDS = cite("metrickittools-cac", "paid, blended and fully loaded CAC")
ADVISED = cite("skok-saas-metrics", "LTV to CAC, months to recover CAC")
NO_CLIENTS = "there are no new clients to divide by (new clients 0)"
NO_CLIENTS_CURE = "take a longer time in which somebody was won, or report the spend alone"
AVERAGE = (
    "It is an average. The next client costs more than the average one, because the easiest were won first; what "
    "decides "
    "whether to spend more is the cost of the next one (Pfeifer 2005)."
)
MATCHED = "spend and new clients are of the same time, and what is spent wins clients within it"
NEVER = "the client never pays back what they cost: margin ÷ churn is not more than CAC"
NO_MARGIN = "the client never pays back what they cost: they leave no margin"
LOSES = "a client of this kind loses money (LTV below 0), so they may cost nothing to win"
LOSES_CURE = "raise the margin above 0 first: no price of winning them pays"
# Below this churn ln(1 − churn) has no digits left; nobody leaves, and the plain payback is the right one.
NO_CHURN = HAIR


# ------------------------------------------------------------------ what a client costs


@metric(
    topic=TOPIC,
    label="CAC, blended",
    symbol="CAC",
    unit=MONEY,
    convention="paid spend ÷ all new paying clients, also those who came by themselves",
    valid=MATCHED,
    criticism="Clients who came by themselves make paid channels look cheaper than they are; see the paid CAC. "
    + AVERAGE,
    source=(KINDS, cite("pfeifer-2005")),
    example=Example(54.41, {"spend": 58705.23, "new_clients": 1079}, derived=True),
)
def blended_cost(*, spend: Spend, new_clients: NewClients) -> Value:
    """What it costs to win one client, counting all who came."""
    require(new_clients > 0, NO_CLIENTS, NO_CLIENTS_CURE)
    warn(spend <= 0, "N326")
    return spend / new_clients


@metric(
    topic=TOPIC,
    label="CAC, paid",
    symbol="paid CAC",
    unit=MONEY,
    convention="paid spend ÷ the new paying clients whom the paid channels brought",
    valid=MATCHED + "; each new client is credited to one channel",
    criticism="Which channel brought a client is often a guess, and salaries and tools are not in it. " + AVERAGE,
    source=(KINDS, cite("pfeifer-2005")),
    example=Example(250, {"spend": 50000, "paid_clients": 200}, derived=True),
)
def paid_cost(*, spend: Spend, paid_clients: PaidClients) -> Value:
    """What it costs to win one client through the paid channels."""
    require(paid_clients > 0, "no new client came from the paid channels (paid clients 0)", NO_CLIENTS_CURE)
    return spend / paid_clients


@metric(
    topic=TOPIC,
    label="CAC, fully loaded",
    symbol="loaded CAC",
    unit=MONEY,
    convention="paid spend, salaries, commissions, tools and overhead of winning ÷ all new paying clients",
    valid=MATCHED,
    criticism="What belongs to winning and what to keeping clients is a matter of judgement; keep the rule the same "
    "from "
    "month to month. " + AVERAGE,
    source=(KINDS, cite("pfeifer-2005")),
    example=Example(320, {"spend": 50000, "other_costs": 30000, "new_clients": 250}, derived=True),
)
def loaded_cost(*, spend: Spend, other_costs: OtherCosts, new_clients: NewClients) -> Value:
    """What it costs to win one client when everything that winning takes is counted."""
    require(new_clients > 0, NO_CLIENTS, NO_CLIENTS_CURE)
    cost = step("all_costs", spend + other_costs, MONEY, "everything spent on winning clients")
    return cost / new_clients


# ------------------------------------------------------------------ what they bring against it


@metric(
    topic=TOPIC,
    label="LTV to CAC",
    symbol="LTV:CAC",
    unit=RATIO,
    convention="value of a client just won ÷ what it cost to win them; below 1 every new client loses money",
    valid="both are in the same money, the value as margin, not income",
    criticism="3 or more is advised to software firms, as a rule of thumb. A ratio hides time: 3 after ten years may "
    "be "
    "worse than 2 after one; look at the payback too. A very high ratio may mean that too little is spent on winning.",
    source=ADVISED,
    example=Example(3, {"lifetime_value": 900, "acquisition_cost": 300}, derived=True),
)
def value_over_cost(*, lifetime_value: LifetimeValue, acquisition_cost: AcquisitionCost) -> Value:
    """How many times over a client brings back what it cost to win them."""
    require(
        acquisition_cost > 0, "CAC is 0: nothing was spent, so there is nothing to compare with", "give a CAC above 0"
    )
    require(lifetime_value >= 0, LOSES, LOSES_CURE)
    warn(lifetime_value < acquisition_cost, "N327")
    return lifetime_value / acquisition_cost


@metric(
    topic=TOPIC,
    label="payback, plain",
    symbol="payback",
    unit=PERIODS,
    convention="CAC ÷ margin of a period, as if every client stayed until they have paid back",
    valid="the margin is the same in every period",
    criticism="Clients who leave before they have paid back are forgotten: with 5 % churn a month, 15 months are "
    "really 28.",
    source=(cite("knowmba-payback"), cite("daymark-payback")),
    example=(
        Example(7.5, {"acquisition_cost": 600, "margin": 80}, source=cite("knowmba-payback")),
        Example(15, {"acquisition_cost": 1200, "margin": 80}, source=cite("daymark-payback")),
    ),
)
def payback(*, acquisition_cost: AcquisitionCost, margin: Margin) -> Value:
    """After how many periods a client who stays has paid back what they cost."""
    require(margin > 0, NO_MARGIN, "give a margin above 0")
    return acquisition_cost / margin


@metric(
    topic=TOPIC,
    label="payback, counting those who leave",
    symbol="payback",
    unit=PERIODS,
    convention="the first whole number of periods after which the clients won, fewer every period, have together "
    "paid back "
    "what they cost; the first margin is certain",
    valid="margin and churn are the same in every period; nothing is discounted",
    criticism="One churn for every client: new clients leave faster at first, so the truth may be later still.",
    source=(cite("knowmba-payback", "payback; with the margins of those who are still clients"),),
    example=Example(28, {"acquisition_cost": 1200, "margin": 80, "churn": 0.05}, places=0, derived=True),
)
def payback_surviving(*, acquisition_cost: AcquisitionCost, margin: Margin, churn: ChurnRate) -> Value:
    """After how many periods the clients won have paid back what they cost, although some leave."""
    require(margin > 0, NO_MARGIN, "give a margin above 0")
    # A client who pays back at once has done so whatever the churn.
    require(
        where(acquisition_cost <= margin, 0, acquisition_cost * churn) < margin,
        NEVER,
        "a lower CAC, a higher margin or a lower churn; the plain payback tells when a client who stays has paid back",
    )

    def plain() -> Value:
        return acquisition_cost / margin

    def shrinking() -> Value:
        return log(1 - acquisition_cost * churn / margin) / log(1 - churn)

    exact = step(
        "exact",
        where(acquisition_cost <= margin, plain, lambda: where(churn > NO_CHURN, shrinking, plain)),
        PERIODS,
        "the point within a period at which it is reached",
    )
    return whole_up(exact)


# ------------------------------------------------------------------ what they may cost at most


@metric(
    topic=TOPIC,
    label="most a client may cost",
    symbol="ceiling",
    unit=MONEY,
    convention="LTV ÷ wanted return; at the limit of 1, LTV to CAC is 1 at this price",
    valid="the value of the next client is that of the average one",
    criticism="It is a limit for the next client, not a target for the average: at the limit winning them earns "
    "exactly the "
    "wanted return, and a wrong LTV makes it a loss.",
    source=cite("pfeifer-2005", "spend until the marginal cost to acquire equals the lifetime value"),
    example=Example(250, {"lifetime_value": 300, "wanted_return": 1.2}, derived=True),
)
def ceiling_price(*, lifetime_value: LifetimeValue, wanted_return: WantedReturn) -> Value:
    """What a client may cost at most so that the money spent on winning them earns the wanted return."""
    require(lifetime_value >= 0, LOSES, LOSES_CURE)
    warn(lifetime_value <= 0, "N328")
    return lifetime_value / wanted_return


@metric(
    topic=TOPIC,
    label="most a client may cost to be paid back in time",
    symbol="ceiling",
    unit=MONEY,
    convention="the margins of the periods up to then, from clients fewer every period; the first margin is certain",
    valid="margin and churn are the same in every period; nothing is discounted",
    criticism="It guards the cash, not the profit: what clients bring after that time is not counted.",
    source=ADVISED,
    example=Example(735.42, {"margin": 80, "churn": 0.05, "within": 12}, derived=True),
)
def ceiling_within(*, margin: Margin, churn: ChurnRate, within: Within) -> Value:
    """What a client may cost at most to be paid back within a stated time."""
    require(margin > 0, "they leave no margin to pay anything back", "give a margin above 0")
    return margin * where(churn > NO_CHURN, lambda: (1 - (1 - churn) ** within) / churn, within)
