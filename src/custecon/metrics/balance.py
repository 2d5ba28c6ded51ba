"""Winning or keeping: what spend on either buys, and what it makes prospects and clients worth."""

from custecon.core.catalogue import Example, metric
from custecon.core.expression import exp, log, require, step
from custecon.core.quantities import (
    BoughtShare,
    CeilingShare,
    DiscountRate,
    EachSpend,
    Margin,
    RetentionRate,
    RetentionSpend,
    Steepness,
    Value,
    WinRate,
    WinSpend,
)
from custecon.core.references import cite
from custecon.core.units import MONEY, RATIO, SHARE
from custecon.metrics.acquisition import TOPIC

DEIGHTON = "blattberg-deighton-1996"
JUDGED = (
    "Ceiling and steepness are judged, not measured: a manager names the present spend, what it buys, and the most "
    "that "
    "money could buy. Try the answer with other ceilings before moving money."
)
STEADY = "margin, retention, spend and discount stay as they are for ever"
ENDLESS = "it is infinite: nobody leaves and money later counts like money today"


@metric(
    topic=TOPIC,
    label="steepness of what spend buys",
    symbol="k",
    unit=RATIO,
    convention="from one known point: the present spend and the share it buys, under the ceiling",
    valid="the share bought rises from 0 with the spend and nears the ceiling, each further unit buying less",
    criticism=JUDGED,
    source=cite(DEIGHTON, "ceiling and acceleration of the spending curves"),
    example=Example(0.1099, {"each_spend": 10, "bought_share": 0.4, "ceiling_share": 0.6}, places=4, derived=True),
)
def steepness_of_spend(*, each_spend: EachSpend, bought_share: BoughtShare, ceiling_share: CeilingShare) -> Value:
    """How fast the share of clients won or kept nears its ceiling as the spend grows."""
    require(each_spend > 0, "a spend of 0 tells nothing about what spend buys", "give the present spend on each")
    require(bought_share > 0, "a share of 0 tells nothing about what spend buys", "give the share the spend buys now")
    require(bought_share < ceiling_share, "the share bought is not below its ceiling", "name a higher ceiling")
    return log(ceiling_share / (ceiling_share - bought_share)) / each_spend


@metric(
    topic=TOPIC,
    label="share that a spend buys",
    symbol="share",
    unit=SHARE,
    convention="ceiling × (1 − e^(−steepness × spend)): nothing for no spend, the ceiling for endless spend",
    valid="as for the steepness",
    criticism=JUDGED + " With no spend at all the curve says that nobody is won and nobody stays, which is too hard.",
    source=cite(DEIGHTON, "a = CR (1 − e^(−kA))"),
    example=Example(0.4, {"each_spend": 10, "steepness": 0.10986123, "ceiling_share": 0.6}, derived=True),
)
def share_bought(*, each_spend: EachSpend, steepness: Steepness, ceiling_share: CeilingShare) -> Value:
    """Which share of prospects is won, or of clients kept, for a spend on each."""
    return ceiling_share * (1 - exp(-steepness * each_spend))


def _later(margin: Value, retention: Value, retention_spend: Value, discount: Value) -> Value:
    """(M − R ÷ r) × r ÷ (1 + d − r), written without the division by r."""
    require(retention < 1 + discount, ENDLESS, "give a discount above 0 or a ceiling of keeping below 100 %")
    return step(
        "later",
        (margin * retention - retention_spend) / (1 + discount - retention),
        MONEY,
        "all later margins of a client less the spend on keeping them, in today's money",
    )


@metric(
    topic=TOPIC,
    label="value of a prospect",
    symbol="equity",
    unit=MONEY,
    convention="first margin now, spend on keeping them before each further one; less the spend on winning, also of "
    "those "
    "who were not won",
    valid=STEADY,
    criticism=JUDGED,
    source=cite(DEIGHTON, "CE = a [M + (M − R/r) r/(1+d−r)] − A"),
    example=Example(
        62.5,
        {
            "margin": 50,
            "retention": 0.4,
            "retention_spend": 10,
            "discount": 0.2,
            "win_rate": 1,
            "win_spend": 0,
        },
        derived=True,
    ),
)
def prospect_equity(
    *,
    margin: Margin,
    retention: RetentionRate,
    retention_spend: RetentionSpend,
    discount: DiscountRate,
    win_rate: WinRate,
    win_spend: WinSpend,
) -> Value:
    """What addressing one prospect is worth, after the spend on winning and keeping."""
    return win_rate * (margin + _later(margin, retention, retention_spend, discount)) - win_spend


@metric(
    topic=TOPIC,
    label="value of a client after spend on keeping",
    symbol="equity",
    unit=MONEY,
    convention="the next margin comes in a period, if they stay; spend on keeping them comes now and before each "
    "further one",
    valid=STEADY,
    criticism=JUDGED,
    source=cite(DEIGHTON, "(M − R/r) r/(1+d−r)"),
    example=Example(12.5, {"margin": 50, "retention": 0.4, "retention_spend": 10, "discount": 0.2}, derived=True),
)
def client_equity(
    *, margin: Margin, retention: RetentionRate, retention_spend: RetentionSpend, discount: DiscountRate
) -> Value:
    """What a client you have is worth, after the spend on keeping them."""
    return _later(margin, retention, retention_spend, discount)
