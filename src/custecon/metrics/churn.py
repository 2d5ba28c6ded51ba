"""What losing clients costs: a year of income, the margin of a lifetime, the price of new clients."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, step, warn
from custecon.core.quantities import (
    AcquisitionCost,
    AnnualRevenue,
    AnnualValue,
    AverageMargin,
    ChurnRate,
    ClientsAtStart,
    ClientsLost,
    CountedChurn,
    DiscountRate,
    LessChurn,
    Margin,
    Recovered,
    TimesYear,
    UsualShare,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import CLIENTS, MONEY, MONEY_PER_YEAR, RATIO, SHARE, Form, Unit

TOPIC = Topic("churn-cost", "Cost of churn", default="churn_cost")
ANNUAL_VALUES = Unit("annual client values", Form.COUNT)

TRAINING = cite("client-loyalty-training", "cost of churn")
NOTE_24 = "fader-hardie-2012-note-24"

ALIKE = "the lost clients paid as much as the average one; name their own value if they paid more or less"
YEAR = "one year without them, nothing discounted"
CONSTANT = (
    "One churn for every client and every year. Clients differ: the loyal remain, so churn of a base falls with its "
    "age, and a constant rate undervalues clients who had stayed long (Fader and Hardie 2010)."
)
BELOW_ZERO = "churn cannot fall by more than it is"
LESS = "name a smaller fall with --less-churn, at most the churn itself"
NOBODY = "nobody leaves and money later counts like money today, so what is lost has no end"
NOBODY_CURE = "give a discount above 0, as in --discount 10%"


# ------------------------------------------------------------------ a year


@metric(
    topic=TOPIC,
    label="cost of churn a year",
    symbol="cost of churn",
    unit=MONEY_PER_YEAR,
    convention="income, not margin; " + YEAR,
    valid=ALIKE,
    criticism="Income that is lost is not profit that is lost: the direct cost of these clients goes too. And it ends "
    "after a year, though most of them would have stayed longer. See the margin lost over a lifetime.",
    source=TRAINING,
    example=Example(600000, {"lost": 120, "value": 5000}, derived=True),
)
def churn_cost(*, lost: ClientsLost, value: AnnualValue) -> Value:
    """What losing these clients costs in a year of income."""
    return lost * value


@metric(
    topic=TOPIC,
    label="cost of churn a year, in client values",
    symbol="cost of churn",
    unit=ANNUAL_VALUES,
    convention="annual values of one client; times the value it is money; " + YEAR,
    valid=ALIKE,
    criticism="It is a count of clients under another name until the annual value of a client is known.",
    source=TRAINING,
    example=Example(120, {"lost": 120}, derived=True),
)
def churn_cost_in_values(*, lost: ClientsLost) -> Value:
    """How many annual client values a year these lost clients cost."""
    return lost * 1


@metric(
    topic=TOPIC,
    label="cost of churn a year after those won back",
    symbol="cost after winning back",
    unit=MONEY_PER_YEAR,
    convention="income; those who come back count as never gone; " + YEAR,
    valid=ALIKE + "; those who come back buy as before",
    criticism="Clients who return often buy less, and winning them back costs money that is not in here.",
    source=TRAINING,
    example=Example(480000, {"lost": 120, "value": 5000, "recovered": 0.2}, derived=True),
)
def churn_cost_after_recovery(*, lost: ClientsLost, value: AnnualValue, recovered: Recovered) -> Value:
    """What losing these clients still costs in a year when a part of them is won back."""
    gone = step("gone_for_good", lost * (1 - recovered), CLIENTS, "clients who do not come back")
    return gone * value


@metric(
    topic=TOPIC,
    label="margin lost in a year",
    symbol="margin lost",
    unit=MONEY_PER_YEAR,
    convention="margin after the direct cost; " + YEAR,
    valid="the lost clients left as much margin as the average one",
    criticism="Cost that stays when a client goes (rent, staff) is not margin; count only what goes with them.",
    source=TRAINING,
    example=Example(240000, {"lost": 120, "margin": 2000}, derived=True),
)
def margin_lost(*, lost: ClientsLost, margin: Margin) -> Value:
    """What losing these clients costs in a year after the direct cost that goes with them."""
    return lost * margin


@metric(
    topic=TOPIC,
    label="cost of replacing the lost clients",
    symbol="replacing them",
    unit=MONEY,
    convention="each is replaced once, at the average CAC",
    valid="as many new clients as were lost can be won at the present average cost",
    criticism="The next client costs more than the average: the easiest were won first (Pfeifer 2005). A new client "
    "may also leave less in their first year than an old one.",
    source=(TRAINING, cite("pfeifer-2005")),
    example=Example(36000, {"lost": 120, "acquisition_cost": 300}, derived=True),
)
def replacement_cost(*, lost: ClientsLost, acquisition_cost: AcquisitionCost) -> Value:
    """What it costs to win as many new clients as were lost."""
    return lost * acquisition_cost


@metric(
    topic=TOPIC,
    label="share of income lost",
    symbol="share lost",
    unit=SHARE,
    convention="their annual value against the income from all clients in a year",
    valid=ALIKE + "; both figures are of the same year",
    criticism="It is as good as the annual value: clients who leave are often smaller than the average one.",
    source=TRAINING,
    example=Example(0.12, {"lost": 120, "value": 5000, "annual_revenue": 5_000_000}, derived=True),
)
def income_share_lost(*, lost: ClientsLost, value: AnnualValue, annual_revenue: AnnualRevenue) -> Value:
    """Which part of a year's income goes with the lost clients."""
    warn(lost * value > annual_revenue, "N321")
    return lost * value / annual_revenue


@metric(
    topic=TOPIC,
    label="rule of thumb, not a count of yours: usual loss of income",
    symbol="usual loss",
    unit=MONEY_PER_YEAR,
    convention="a share that is called usual × your income; it counts none of your clients, so it neither confirms nor "
    "refutes your own figure",
    valid="your firm loses as much as others",
    criticism="A rule of thumb without a study behind it; set your own figure against it, do not plan with it.",
    source=TRAINING,
    example=Example(600000, {"annual_revenue": 5_000_000, "usual_share": 0.12}, derived=True),
)
def usual_income_lost(*, annual_revenue: AnnualRevenue, usual_share: UsualShare) -> Value:
    """What a firm of this income usually loses in a year with the clients who leave."""
    return annual_revenue * usual_share


# ------------------------------------------------------------------ rates


@metric(
    topic=TOPIC,
    label="churn in the time counted",
    symbol="churn",
    unit=SHARE,
    convention="of the clients at the start, those who left; clients won since are not in it",
    valid="the lost were all clients at the start",
    criticism="One figure for all: new clients leave faster than old ones, so the rate moves with the mix.",
    source=TRAINING,
    example=Example(0.06, {"lost": 3, "clients_at_start": 50}, derived=True),
)
def churn_rate(*, lost: ClientsLost, clients_at_start: ClientsAtStart) -> Value:
    """Which part of the clients was lost."""
    require(
        lost <= clients_at_start,
        "more clients were lost than there were at the start",
        "count only those who were clients at the start of the time",
    )
    return lost / clients_at_start


@metric(
    topic=TOPIC,
    label="clients kept",
    symbol="kept",
    unit=CLIENTS,
    convention="of the clients at the start; clients won since are not in it",
    valid="the lost were all clients at the start",
    criticism="It does not tell whether those who stayed buy as much as before.",
    source=TRAINING,
    example=Example(47, {"lost": 3, "clients_at_start": 50}, places=0, derived=True),
)
def clients_kept(*, lost: ClientsLost, clients_at_start: ClientsAtStart) -> Value:
    """How many of the clients at the start are still clients."""
    require(
        lost <= clients_at_start,
        "more clients were lost than there were at the start",
        "count only those who were clients at the start of the time",
    )
    return clients_at_start - lost


@metric(
    topic=TOPIC,
    label="churn a year",
    symbol="churn a year",
    unit=SHARE,
    convention="by powers: 5 % a month is 46 % a year, not 60 %",
    valid="churn is the same in every part of the year",
    criticism="A month is not the year: many businesses lose clients in a season.",
    source=cite(NOTE_24, "the chance to be still a client after t periods is r^t"),
    example=(
        Example(0.30616, {"counted_churn": 0.03, "times_a_year": 12}, places=5, derived=True),
        Example(0.45964, {"counted_churn": 0.05, "times_a_year": 12}, places=5, derived=True),
    ),
)
def annual_churn(*, counted_churn: CountedChurn, times_a_year: TimesYear) -> Value:
    """Which part of the clients would be lost in a year at this pace."""
    return 1 - (1 - counted_churn) ** times_a_year


# ------------------------------------------------------------------ over a lifetime


@metric(
    topic=TOPIC,
    label="margin lost over their lifetime",
    symbol="lifetime margin lost",
    unit=MONEY,
    convention="in today's money; this year's margin would have come for certain, at its end, every later one if they "
    "were still there",
    valid="margin, churn and discount stay as they are for ever, and the lost would have stayed like the others",
    criticism=CONSTANT + " Clients who leave are also often those who would have left soon.",
    source=cite(NOTE_24, "eq. 3, retention written as 1 − churn"),
    example=Example(33333.33, {"lost": 100, "margin": 100, "churn": 0.2, "discount": 0.1}, derived=True),
)
def lifetime_margin_lost(*, lost: ClientsLost, margin: Margin, churn: ChurnRate, discount: DiscountRate) -> Value:
    """What the lost clients would still have left after direct cost, in today's money."""
    require(discount + churn > 0, NOBODY, NOBODY_CURE)
    each = step("each_client", margin / (discount + churn), MONEY, "what one of them would still have left")
    return lost * each


@metric(
    topic=TOPIC,
    label="gain in income a year, with less churn",
    symbol="worth of less churn",
    unit=MONEY_PER_YEAR,
    convention="income of those who stay because churn is lower, each as much as one of the lost brought, one year",
    valid=ALIKE,
    criticism="What it costs to bring churn down is not in it.",
    source=TRAINING,
    example=Example(50000, {"clients_at_start": 1000, "churn": 0.12, "less_churn": 0.01, "value": 5000}, derived=True),
)
def less_churn_income(
    *, clients_at_start: ClientsAtStart, churn: ChurnRate, less_churn: LessChurn, value: AnnualValue
) -> Value:
    """What a little less churn is worth in a year of income."""
    require(less_churn <= churn, BELOW_ZERO, LESS)
    saved = step("clients_saved", clients_at_start * less_churn, CLIENTS, "clients who stay because churn is lower")
    return saved * value


@metric(
    topic=TOPIC,
    label="gain in margin a year, with less churn",
    symbol="worth of less churn",
    unit=MONEY_PER_YEAR,
    convention="margin of those who stay because churn is lower, each as much as one of the lost left, one year",
    valid="those who stay because churn is lower are like the lost, who are taken to be average unless a file tells",
    criticism="What it costs to bring churn down is not in it: it is the most that may be spent on that in a year.",
    source=TRAINING,
    example=Example(20000, {"clients_at_start": 1000, "churn": 0.12, "less_churn": 0.01, "margin": 2000}, derived=True),
)
def less_churn_a_year(
    *, clients_at_start: ClientsAtStart, churn: ChurnRate, less_churn: LessChurn, margin: Margin
) -> Value:
    """What a little less churn is worth in a year after direct cost."""
    require(less_churn <= churn, BELOW_ZERO, LESS)
    saved = step("clients_saved", clients_at_start * less_churn, CLIENTS, "clients who stay because churn is lower")
    return saved * margin


def multiple(churn: Value, discount: Value) -> Value:
    """The margin multiple r ÷ (1 + d − r), with r = 1 − churn."""
    return (1 - churn) / (discount + churn)


@metric(
    topic=TOPIC,
    label="gain in margin over the clients' lifetime, with less churn",
    symbol="worth of less churn",
    unit=MONEY,
    convention="in today's money, for all clients at the start, each with the margin of the average one; churn stays "
    "lower for good; the next margin comes a year from now, if the client is still there",
    valid="the lower churn holds for ever, and margin and discount stay as they are",
    criticism=CONSTANT + " A lower churn that lasts one year only is worth far less.",
    source=(cite("gupta-lehmann-2003", "margin multiple"), cite(NOTE_24, "eq. 2")),
    example=Example(
        118279.57,
        {"clients_at_start": 1000, "average_margin": 1000, "churn": 0.21, "discount": 0.1, "less_churn": 0.01},
        derived=True,
    ),
)
def less_churn_for_life(
    *,
    clients_at_start: ClientsAtStart,
    average_margin: AverageMargin,
    churn: ChurnRate,
    discount: DiscountRate,
    less_churn: LessChurn,
) -> Value:
    """What a little less churn is worth over the lifetime of the clients you have."""
    require(less_churn <= churn, BELOW_ZERO, LESS)
    require(discount + (churn - less_churn) > 0, NOBODY, NOBODY_CURE)
    now = step("multiple_now", multiple(churn, discount), RATIO, "annual margins a client is worth as it is")
    then = step("multiple_then", multiple(churn - less_churn, discount), RATIO, "and with the lower churn")
    return clients_at_start * average_margin * (then - now)
