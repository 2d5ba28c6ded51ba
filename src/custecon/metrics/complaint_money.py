"""The complaint iceberg in money: what the lost take along, what one more who speaks and a complaint desk are worth."""

from custecon.core.catalogue import Example, metric
from custecon.core.expression import step, warn
from custecon.core.quantities import (
    AnnualValue,
    ClientBase,
    ComplaintShare,
    DeskComplaintShare,
    DeskCost,
    DeskKept,
    Dissatisfied,
    KeptAfterComplaint,
    LoyaltyDrop,
    ProblemShare,
    SilentLoyalty,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import CLIENTS, MONEY_PER_YEAR, RATIO
from custecon.metrics.complaint_answers import TARP
from custecon.metrics.complaints import CLASSIC, ICEBERG, OLD, SELECTED, TOPIC, VALID, kept_parts

VALUED = {**CLASSIC, "value": 5000}


@metric(
    topic=TOPIC,
    label="lost in a year, in money",
    symbol="lost money",
    unit=MONEY_PER_YEAR,
    convention="what the lost clients brought in a year; what they would have brought in later years is not counted",
    valid=VALID,
    criticism="Some of them would have left without any trouble, and some come back. What they tell others is not "
    "counted. " + OLD,
    source=ICEBERG,
    example=Example(461_000, VALUED, derived=True),
)
def lost_value(
    *,
    dissatisfied: Dissatisfied,
    complaint_share: ComplaintShare,
    kept_after_complaint: KeptAfterComplaint,
    silent_loyalty: SilentLoyalty,
    value: AnnualValue,
) -> Value:
    """What the clients who leave dissatisfied take with them in a year."""
    above, below = kept_parts(dissatisfied, complaint_share, kept_after_complaint, silent_loyalty)
    return (dissatisfied - above - below) * value


@metric(
    topic=TOPIC,
    label="worth of one more who speaks",
    symbol="worth of a complaint",
    unit=MONEY_PER_YEAR,
    convention="one dissatisfied client who complains instead of being silent, answered as well as complaints are now",
    valid="a client who is brought to speak stays as often as those who speak by themselves",
    criticism=SELECTED,
    source=ICEBERG,
    example=Example(3500, {"kept_after_complaint": 0.75, "silent_loyalty": 0.05, "value": 5000}, derived=True),
)
def complaint_worth(
    *, kept_after_complaint: KeptAfterComplaint, silent_loyalty: SilentLoyalty, value: AnnualValue
) -> Value:
    """What it is worth in a year when one more dissatisfied client speaks up."""
    warn(kept_after_complaint < silent_loyalty, "N332")
    return (kept_after_complaint - silent_loyalty) * value


def _desk_saves(
    dissatisfied: Value,
    complaint_share: Value,
    kept_after_complaint: Value,
    silent_loyalty: Value,
    desk_complaint_share: Value,
    desk_kept: Value,
) -> Value:
    now = complaint_share * kept_after_complaint + (1 - complaint_share) * silent_loyalty
    then = desk_complaint_share * desk_kept + (1 - desk_complaint_share) * silent_loyalty
    return step("clients_saved", dissatisfied * (then - now), CLIENTS, "clients who stay because of the desk")


DESK = {**VALUED, "desk_complaint_share": 0.14, "desk_kept": 0.85}


@metric(
    topic=TOPIC,
    label="complaint desk, break-even budget",
    symbol="budget",
    unit=MONEY_PER_YEAR,
    convention="what the clients it keeps bring in a year; above this budget the desk costs more than it brings in "
    "the first year",
    valid="the desk reaches both shares, and the clients it brings to speak stay as often as the others who complain",
    criticism=SELECTED + " A kept client also brings money in later years, which is not counted.",
    source=TARP,
    example=Example(42_000, DESK, derived=True),
)
def desk_break_even(
    *,
    dissatisfied: Dissatisfied,
    complaint_share: ComplaintShare,
    kept_after_complaint: KeptAfterComplaint,
    silent_loyalty: SilentLoyalty,
    desk_complaint_share: DeskComplaintShare,
    desk_kept: DeskKept,
    value: AnnualValue,
) -> Value:
    """The most that a complaint desk may cost in a year."""
    saved = _desk_saves(
        dissatisfied, complaint_share, kept_after_complaint, silent_loyalty, desk_complaint_share, desk_kept
    )
    return saved * value


@metric(
    topic=TOPIC,
    label="complaint desk, return",
    symbol="return",
    unit=RATIO,
    convention="(what it keeps − what it costs) ÷ what it costs, in the first year; 0 is break-even",
    valid="the desk reaches both shares at this cost",
    criticism=SELECTED,
    source=TARP,
    example=Example(1.1, {**DESK, "desk_cost": 20_000}, derived=True),
)
def desk_return(
    *,
    dissatisfied: Dissatisfied,
    complaint_share: ComplaintShare,
    kept_after_complaint: KeptAfterComplaint,
    silent_loyalty: SilentLoyalty,
    desk_complaint_share: DeskComplaintShare,
    desk_kept: DeskKept,
    value: AnnualValue,
    desk_cost: DeskCost,
) -> Value:
    """What every unit of money put into a complaint desk brings in a year, after itself."""
    saved = _desk_saves(
        dissatisfied, complaint_share, kept_after_complaint, silent_loyalty, desk_complaint_share, desk_kept
    )
    return (saved * value - desk_cost) / desk_cost


@metric(
    topic=TOPIC,
    label="revenue at risk",
    symbol="at risk",
    unit=MONEY_PER_YEAR,
    convention="only the loyalty lost through the problem: clients who would leave anyway are not counted",
    valid="the loyalty drop was measured between clients with and without a problem, otherwise alike",
    criticism="Asked loyalty overstates observed loyalty; a drop asked for overstates the money at risk.",
    source=cite("ctma-at-risk"),
    example=Example(
        500_000, {"clients": 10_000, "problem_share": 0.4, "loyalty_drop": 0.25, "value": 500}, derived=True
    ),
)
def revenue_at_risk(
    *, clients: ClientBase, problem_share: ProblemShare, loyalty_drop: LoyaltyDrop, value: AnnualValue
) -> Value:
    """What clients with a problem put at risk in a year."""
    return clients * problem_share * loyalty_drop * value
