"""What a referral brings, and what may be given for one."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.quantities import AcquisitionCost, ReferredValue, Reward, Value, WantedProfit, WouldHaveCome
from custecon.core.references import cite
from custecon.core.units import MONEY

TOPIC = Topic("referrals", "What a referral brings, and what it may cost", default="reward_ceiling")

SOURCE = cite("kumar-2010")
CONVENTION = (
    "per referred client; who would not have come brings their value and saves the cost of winning them, who would "
    "have come anyway saves that cost alone"
)
VALID = "clients who are referred for a reward are like those who were referred so far"
CRITICISM = "Who would have come anyway the clients do not tell: the part is an estimate, and the figure hangs on it."
TOLD = {"referred_value": 200, "would_have_come": 0.5, "acquisition_cost": 30}


@metric(
    topic=TOPIC,
    label="most a reward may be",
    symbol="most",
    unit=MONEY,
    convention=CONVENTION,
    valid=VALID,
    criticism=CRITICISM,
    source=SOURCE,
    example=(  # by hand: 0.5 × 200 + 30; less 50
        Example(130, TOLD, derived=True),
        Example(80, {**TOLD, "wanted_profit": 50}, derived=True),
        Example(30, {**TOLD, "would_have_come": 1}, derived=True),
    ),
)
def reward_ceiling(
    *,
    referred_value: ReferredValue,
    would_have_come: WouldHaveCome,
    acquisition_cost: AcquisitionCost = 0,
    wanted_profit: WantedProfit = 0,
) -> Value:
    """What a reward for a referred client may be, so that the wanted profit is left."""
    return (1 - would_have_come) * referred_value + acquisition_cost - wanted_profit


@metric(
    topic=TOPIC,
    label="gain of a referral",
    symbol="gain",
    unit=MONEY,
    convention=CONVENTION,
    valid=VALID,
    criticism=CRITICISM,
    source=SOURCE,
    example=(  # by hand: 0.5 × 200 + 30 − 25
        Example(105, {**TOLD, "reward": 25}, derived=True),
        Example(-10, {**TOLD, "would_have_come": 1, "reward": 40}, derived=True),
    ),
)
def referral_gain(
    *,
    referred_value: ReferredValue,
    would_have_come: WouldHaveCome,
    reward: Reward,
    acquisition_cost: AcquisitionCost = 0,
) -> Value:
    """What one referred client leaves after the reward."""
    return (1 - would_have_come) * referred_value + acquisition_cost - reward
