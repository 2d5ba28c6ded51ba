"""What clients who were referred bring beside others of the same months, and what a reward may be."""

from typing import Annotated

from custecon.analyses.declared import analysis
from custecon.analyses.figures import Inputs
from custecon.analyses.parameters import Level, MarginRate, Top, one_of, whole, words
from custecon.clients.order_log import OrderLog
from custecon.core import quantities as of
from custecon.core.answer import Answer
from custecon.core.references import cite


class ReferralLog(OrderLog):
    """Orders; a column tells who referred a client, or by which channel they came."""

    groups = ("*",)


class Rewards(Inputs):
    """What is known of rewards for referrals."""

    would_have_come: of.WouldHaveCome
    reward: of.Reward
    acquisition_cost: of.AcquisitionCost
    wanted_profit: of.WantedProfit


@analysis(
    "referral",
    panel="Client base",
    title="Referrals: what they bring and may cost",
    examples=[
        "custecon referral visits.csv --margin-rate 40%",
        "custecon referral visits.csv --margin-rate 40% --would-have-come 30% --reward 15 --cac 25",
        "custecon referral visits.csv --months 6",
    ],
    convention=(
        "who referred a client is what their first order that says it has; an empty cell is not known and in no share; "
        "money is what was paid less what was given back, from the first purchase to the end of so many whole months "
        "after the month of it; referred clients are set beside others who came in the same months, each month "
        "weighted by its referred clients"
    ),
    criticism=(
        "Referred clients may be another kind of client: that they bring more is no effect of the referral. One bank "
        "found its referred clients worth 16 % more or better; do not take it for granted elsewhere."
    ),
    source=(cite("kumar-2010"), cite("schmitt-2011"), cite("wilson-1927")),
)
def referral(
    log: ReferralLog,
    inputs: Rewards,
    *,
    months: Annotated[
        int | None, whole("How many months after the first one are counted; by what was seen if not given.", 1, 60)
    ] = None,
    blank: Annotated[
        str,
        one_of("What an empty cell means: not known, or that nobody referred the client.", "unknown", "nobody"),
    ] = "unknown",
    referral_channel: Annotated[
        tuple[str, ...],
        words("A channel by which clients are referred; by its words if not given. May be repeated.", "CHANNEL"),
    ] = (),
    margin_rate: MarginRate = None,
    top: Top = None,
    level: Level = 0.95,
) -> Answer:
    """How many clients were referred, what they bring, what a reward may be.

    Referred clients beside others who came in the same months, over the same time; who referred whom, and what that
    brought; the most a reward may be, by how many would have come anyway.
    """
    from custecon.analyses.referral.told import Asked, answered

    return answered(
        log, Asked(months, blank == "nobody", referral_channel, margin_rate, tuple(inputs.values()), top, level)
    )
