"""What calling a client who fell silent brings, what it may cost, and how many must be called to see an effect."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require
from custecon.core.quantities import BaseReturn, ContactCost, HeldOut, OfferCost, Regained, SecondValue, Value
from custecon.core.references import cite
from custecon.core.units import CLIENTS, MONEY, SHARE

TOPIC = Topic("regaining", "Whom to win back, and what it may cost", default="win_back_gain")

SOURCE = cite("stauss-friege-1999")
EACH = "per client who is called; who would have come back anyway is no gain, but takes the offer too"
ALIKE = "those who are called are like those whose return was counted, and were drawn from them by lot"
CRITICISM = "The part that comes back when called is known only from a trial with clients whom nobody called."
NO_EFFECT = "calling brings nobody back who would not come anyway"
TRY = "call some, hold others out by lot, and compare"
TOLD = {"base_return": 0.05, "regained": 0.12, "second_value": 300, "contact_cost": 10}
# The normal deviates of a two-sided test at 5 % (1.96) with a power of 80 % (0.84), added and squared, in billionths.
DEVIATES, BILLION = 7_848_879_734, 1_000_000_000


@metric(
    topic=TOPIC,
    label="gain of a call",
    symbol="gain",
    unit=MONEY,
    convention=EACH,
    valid=ALIKE,
    criticism=CRITICISM,
    source=SOURCE,
    example=(
        Example(11, TOLD, derived=True),
        Example(5, {**TOLD, "offer_cost": 50}, derived=True),
    ),
)
def win_back_gain(
    *,
    base_return: BaseReturn,
    regained: Regained,
    second_value: SecondValue,
    contact_cost: ContactCost = 0,
    offer_cost: OfferCost = 0,
) -> Value:
    """What calling one client brings, after the call and the offer are paid."""
    return (regained - base_return) * second_value - contact_cost - regained * offer_cost


@metric(
    topic=TOPIC,
    label="most an offer may cost",
    symbol="offer",
    unit=MONEY,
    convention=EACH,
    valid=ALIKE,
    criticism=CRITICISM,
    source=SOURCE,
    example=Example(91.67, TOLD, places=2, derived=True),
)
def offer_ceiling(
    *, base_return: BaseReturn, regained: Regained, second_value: SecondValue, contact_cost: ContactCost = 0
) -> Value:
    """What an offer may cost for each who comes back, so that calling neither gains nor loses."""
    require(regained >= base_return, NO_EFFECT, TRY)
    return ((regained - base_return) * second_value - contact_cost) / regained


@metric(
    topic=TOPIC,
    label="most a call may cost",
    symbol="call",
    unit=MONEY,
    convention=EACH,
    valid=ALIKE,
    criticism=CRITICISM,
    source=SOURCE,
    example=(
        Example(21, {"base_return": 0.05, "regained": 0.12, "second_value": 300}, derived=True),
        Example(15, {"base_return": 0.05, "regained": 0.12, "second_value": 300, "offer_cost": 50}, derived=True),
    ),
)
def contact_ceiling(
    *, base_return: BaseReturn, regained: Regained, second_value: SecondValue, offer_cost: OfferCost = 0
) -> Value:
    """What one call may cost, so that calling neither gains nor loses."""
    require(regained >= base_return, NO_EFFECT, TRY)
    return (regained - base_return) * second_value - regained * offer_cost


@metric(
    topic=TOPIC,
    label="part that must come back",
    symbol="break-even",
    unit=SHARE,
    convention=EACH,
    valid=ALIKE,
    criticism=CRITICISM,
    source=SOURCE,
    example=Example(
        0.1, {"base_return": 0.05, "second_value": 300, "contact_cost": 10, "offer_cost": 50}, derived=True
    ),
)
def break_even_return(
    *, base_return: BaseReturn, second_value: SecondValue, contact_cost: ContactCost = 0, offer_cost: OfferCost = 0
) -> Value:
    """Which part of those called must come back, so that calling neither gains nor loses."""
    require(second_value > offer_cost, "the offer costs as much as a client who comes back brings", "offer less")
    return (base_return * second_value + contact_cost) / (second_value - offer_cost)


@metric(
    topic=TOPIC,
    label="clients that a trial needs",
    symbol="n",
    unit=CLIENTS,
    convention=(
        "those called and those held out together; a two-sided test at 5 % that finds the effect four times out of five"
    ),
    valid=ALIKE,
    criticism="It holds for one look at the end; who looks every week finds effects that are none.",
    source=cite("fleiss-2003"),
    example=Example(
        # z² = 7.8489: by hand 7.8489 × (0.05 × 0.95 ÷ 0.5 + 0.12 × 0.88 ÷ 0.5) ÷ 0.07² = 490.5
        490.5,
        {"base_return": 0.05, "regained": 0.12, "held_out": 0.5},
        places=1,
        derived=True,
    ),
)
def trial_size(*, base_return: BaseReturn, regained: Regained, held_out: HeldOut) -> Value:
    """How many clients a trial needs to show that calling brings clients back."""
    require(regained > base_return, NO_EFFECT, "a trial that finds no effect needs everybody; name a larger one")
    variance = base_return * (1 - base_return) / held_out + regained * (1 - regained) / (1 - held_out)
    return DEVIATES * variance / (regained - base_return) ** 2 / BILLION
