"""What less churn does to profit: the slogan of +25 to +85 %, the honest figure, and the company's own view."""

from custecon.core.catalogue import Example, metric
from custecon.core.expression import require
from custecon.core.quantities import ChurnRate, ComparedFall, DiscountRate, RetentionRate, Value
from custecon.core.references import cite
from custecon.core.units import RATIO, SHARE
from custecon.metrics.churn import BELOW_ZERO, CONSTANT, NOBODY, NOBODY_CURE, TOPIC, multiple

SHARP = (
    "The published +25 to +85 % for five points less churn is a thought experiment, no measurement: at 10 % a client "
    "stays 10 years, at 5 % twenty, and so they leave more over their life. It is profit per client over a lifetime, "
    "not profit of the company (Sharp 2005)."
)
LESS_CLAIMED = "the claim is about a churn of at least as much; name a smaller fall with --compared-fall"


@metric(
    topic=TOPIC,
    label="growth of lifetime profit per client, with less churn",
    symbol="growth",
    unit=SHARE,
    convention="growth of the value of one client you have, in today's money",
    valid="the lower churn holds for ever, and margin and discount stay as they are",
    criticism=SHARP,
    source=(cite("gupta-lehmann-2003", "margin multiple"), cite("sharp-loyalty-myths")),
    example=(
        Example(0.216, {"churn": 0.3, "discount": 0.12, "compared_fall": 0.05}, places=3, derived=True),
        Example(0.259, {"churn": 0.2, "discount": 0.12, "compared_fall": 0.05}, places=3, derived=True),
        Example(0.366, {"churn": 0.1, "discount": 0.12, "compared_fall": 0.05}, places=3, derived=True),
    ),
)
def profit_lift_per_client(*, churn: ChurnRate, discount: DiscountRate, compared_fall: ComparedFall) -> Value:
    """By how much less churn raises what one client is worth over their life."""
    require(compared_fall <= churn, BELOW_ZERO, LESS_CLAIMED)
    require(discount + churn - compared_fall > 0, NOBODY, NOBODY_CURE)
    require(churn < 1, "everybody leaves, so there is no later profit to grow", "give a churn below 100 %")
    return multiple(churn - compared_fall, discount) / multiple(churn, discount) - 1


@metric(
    topic=TOPIC,
    label="the slogan's growth of lifetime profit per client, with less churn",
    symbol="growth",
    unit=SHARE,
    convention="growth of the years a client stays, 1 ÷ churn; nothing is discounted",
    valid="the lower churn holds for ever and every year of a client leaves the same",
    criticism=SHARP,
    source=(cite("sharp-loyalty-myths"), cite("reichheld-sasser-1990")),
    example=Example(
        1.0, {"churn": 0.1, "compared_fall": 0.05}, source=cite("sharp-loyalty-myths", "10 years become 20")
    ),
)
def profit_lift_undiscounted(*, churn: ChurnRate, compared_fall: ComparedFall) -> Value:
    """By how much less churn lengthens the life of a client."""
    require(compared_fall < churn, "churn would fall to nothing, and life without churn has no end", LESS_CLAIMED)
    return churn / (churn - compared_fall) - 1


@metric(
    topic=TOPIC,
    label="growth of the company's profit next year, with less churn",
    symbol="growth",
    unit=SHARE,
    convention="margin of the clients kept more, against that of those kept anyway",
    valid="those who stay leave as much as the others; new clients come as before",
    criticism="The company view that the slogan leaves out: one year, before the cost of bringing churn down and "
    "before fixed cost. The effect adds up in later years if the lower churn lasts.",
    source=cite("sharp-loyalty-myths", "company profit, not profit per client"),
    example=Example(0.0556, {"churn": 0.1, "compared_fall": 0.05}, places=4, derived=True),
)
def profit_lift_of_company(*, churn: ChurnRate, compared_fall: ComparedFall) -> Value:
    """By how much less churn raises next year's margin of the company from the clients it has."""
    require(compared_fall <= churn, BELOW_ZERO, LESS_CLAIMED)
    require(churn < 1, "everybody leaves, so there is nothing to compare with", "give a churn below 100 %")
    return compared_fall / (1 - churn)


@metric(
    topic=TOPIC,
    label="growth of client value for 1 % better retention",
    symbol="elasticity",
    unit=RATIO,
    convention="per cent of value for one per cent (not one point) of retention",
    valid="small changes; margin multiple with constant rates",
    criticism="Gupta, Lehmann and Stuart found about 5 over five listed firms; it is lower where churn is high. "
    + CONSTANT,
    source=(cite("gupta-lehmann-stuart-2004"), cite("gupta-lehmann-2003", "margin multiple")),
    example=Example(5.09, {"retention": 0.9, "discount": 0.12}, derived=True),
)
def retention_elasticity(*, retention: RetentionRate, discount: DiscountRate) -> Value:
    """By how many per cent the value of a client grows when retention grows by one per cent."""
    require(retention < 1 + discount, NOBODY, NOBODY_CURE)
    return (1 + discount) / (1 + discount - retention)
