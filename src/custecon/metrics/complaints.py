"""The complaint iceberg: of the dissatisfied, who complains, who is kept, who leaves without a word."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, step, warn
from custecon.core.quantities import (
    AnnualValue,
    ClientBase,
    Complaints,
    ComplaintShare,
    DeskComplaintShare,
    DeskCost,
    DeskKept,
    Dissatisfied,
    KeptAfterComplaint,
    LoyaltyDrop,
    LoyaltyQuick,
    LoyaltySatisfied,
    LoyaltyUnsatisfied,
    ProblemShare,
    QuickShare,
    SatisfiedShare,
    SilentLoyalty,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import CLIENTS, MONEY_PER_YEAR, RATIO, SHARE

__all__ = [
    "TOPIC",
    "complaint_worth",
    "desk_break_even",
    "desk_return",
    "dissatisfied_from_clients",
    "dissatisfied_from_complaints",
    "heard",
    "heard_kept",
    "heard_lost",
    "kept_by_answers",
    "kept_in_all",
    "kept_of_clients",
    "lost_in_all",
    "lost_value",
    "revenue_at_risk",
    "silent",
    "silent_kept",
    "silent_lost",
]

TOPIC = Topic("iceberg", "Complaint iceberg: who complains, who is kept, who leaves silently", default="lost_in_all")

ICEBERG = cite("complaint-iceberg")
TARP = cite("tarp-loyalty")
CLASSIC = {"dissatisfied": 100, "complaint_share": 0.04, "kept_after_complaint": 0.75, "silent_loyalty": 0.05}
VALUED = {**CLASSIC, "value": 5000}

COUNTED = "clients, each once: a client who complains three times is one who complains"
VALID = "the shares hold for the clients at hand, over the time in which a dissatisfied client decides to stay or go"
SELECTED = (
    "Those who complain and those who are silent are not the same people: loyal clients complain more. A silent "
    "client who is brought to speak need not stay as often as those who spoke by themselves, so what more complaints "
    "would save is an upper limit."
)
OLD = (
    "The shares taught in courses come from studies of American households of the 1970s and 1980s. Since 2015 "
    "complainers who were not satisfied are found to be less loyal than the silent (6 to 11 points in 2015, 22 in "
    "2020): count your own."
)


def _heard(dissatisfied: Value, complaint_share: Value) -> Value:
    return dissatisfied * complaint_share


def _silent(dissatisfied: Value, complaint_share: Value) -> Value:
    return dissatisfied * (1 - complaint_share)


# ------------------------------------------------------------------ how many are dissatisfied


@metric(
    topic=TOPIC,
    label="dissatisfied clients behind the complaints",
    symbol="dissatisfied",
    unit=CLIENTS,
    convention="every complaint stands for 1 ÷ complaint rate dissatisfied clients, the complaining one included",
    valid="the complaint rate is that of these clients and this kind of trouble",
    criticism="The complaint rate differs by trouble: 50 to 75 % where money was lost, 5 to 30 % for bad treatment or "
    "quality. A doubtful rate makes this figure doubtful in proportion. " + OLD,
    source=(ICEBERG, cite("goodman-basic-facts")),
    example=(
        Example(100, {"complaints": 4, "complaint_share": 0.04}),
        Example(27, {"complaints": 1, "complaint_share": 1 / 27}, source=cite("white-house-oca")),
    ),
)
def dissatisfied_from_complaints(*, complaints: Complaints, complaint_share: ComplaintShare) -> Value:
    """How many dissatisfied clients stand behind the complaints that were heard."""
    require(complaint_share > 0, "nobody complains, so complaints tell nothing", "give --dissatisfied instead")
    return complaints / complaint_share


@metric(
    topic=TOPIC,
    label="dissatisfied clients among all",
    symbol="dissatisfied",
    unit=CLIENTS,
    convention=COUNTED,
    valid="the share with a problem was measured among these clients, in the same time",
    criticism="Asked in a survey, more clients report a problem than would have thought of it by themselves.",
    source=cite("ctma-at-risk"),
    example=Example(4000, {"clients": 10_000, "problem_share": 0.4}, derived=True),
)
def dissatisfied_from_clients(*, clients: ClientBase, problem_share: ProblemShare) -> Value:
    """How many of all clients had reason to complain."""
    return clients * problem_share


# ------------------------------------------------------------------ above and below the water line


@metric(
    topic=TOPIC,
    label="complain",
    symbol="complain",
    unit=CLIENTS,
    convention="dissatisfied clients who complain, each counted once however often he complains",
    valid=VALID,
    criticism=OLD,
    source=ICEBERG,
    example=Example(4, {"dissatisfied": 100, "complaint_share": 0.04}),
)
def heard(*, dissatisfied: Dissatisfied, complaint_share: ComplaintShare) -> Value:
    """How many of the dissatisfied complain."""
    return _heard(dissatisfied, complaint_share)


@metric(
    topic=TOPIC,
    label="complain and are kept",
    symbol="complain, kept",
    unit=CLIENTS,
    convention="of those who complain, the clients who stay",
    valid=VALID,
    criticism=SELECTED,
    source=ICEBERG,
    example=Example(3, {"dissatisfied": 100, "complaint_share": 0.04, "kept_after_complaint": 0.75}),
)
def heard_kept(
    *, dissatisfied: Dissatisfied, complaint_share: ComplaintShare, kept_after_complaint: KeptAfterComplaint
) -> Value:
    """How many of those who complain stay."""
    return _heard(dissatisfied, complaint_share) * kept_after_complaint


@metric(
    topic=TOPIC,
    label="complain and leave",
    symbol="complain, lost",
    unit=CLIENTS,
    convention="of those who complain, the clients who leave all the same",
    valid=VALID,
    criticism=SELECTED,
    source=ICEBERG,
    example=Example(1, {"dissatisfied": 100, "complaint_share": 0.04, "kept_after_complaint": 0.75}),
)
def heard_lost(
    *, dissatisfied: Dissatisfied, complaint_share: ComplaintShare, kept_after_complaint: KeptAfterComplaint
) -> Value:
    """How many of those who complain leave all the same."""
    return _heard(dissatisfied, complaint_share) * (1 - kept_after_complaint)


@metric(
    topic=TOPIC,
    label="are silent",
    symbol="silent",
    unit=CLIENTS,
    convention="dissatisfied clients who say nothing to you",
    valid=VALID,
    criticism=OLD,
    source=ICEBERG,
    example=Example(96, {"dissatisfied": 100, "complaint_share": 0.04}),
)
def silent(*, dissatisfied: Dissatisfied, complaint_share: ComplaintShare) -> Value:
    """How many of the dissatisfied say nothing."""
    return _silent(dissatisfied, complaint_share)


@metric(
    topic=TOPIC,
    label="are silent and stay",
    symbol="silent, stay",
    unit=CLIENTS,
    convention="of the silent, the clients who stay all the same",
    valid=VALID,
    criticism=OLD,
    source=ICEBERG,
    example=Example(4.8, {"dissatisfied": 100, "complaint_share": 0.04, "silent_loyalty": 0.05}, derived=True),
)
def silent_kept(*, dissatisfied: Dissatisfied, complaint_share: ComplaintShare, silent_loyalty: SilentLoyalty) -> Value:
    """How many of the silent stay all the same."""
    return _silent(dissatisfied, complaint_share) * silent_loyalty


@metric(
    topic=TOPIC,
    label="are silent and leave",
    symbol="silent, lost",
    unit=CLIENTS,
    convention="of the silent, the clients who leave without a word",
    valid=VALID,
    criticism=OLD,
    source=ICEBERG,
    example=Example(91.2, {"dissatisfied": 100, "complaint_share": 0.04, "silent_loyalty": 0.05}, derived=True),
)
def silent_lost(*, dissatisfied: Dissatisfied, complaint_share: ComplaintShare, silent_loyalty: SilentLoyalty) -> Value:
    """How many leave without a word."""
    return _silent(dissatisfied, complaint_share) * (1 - silent_loyalty)


def _kept(
    dissatisfied: Value, complaint_share: Value, kept_after_complaint: Value, silent_loyalty: Value
) -> tuple[Value, Value]:
    """Those who are kept above and below the water line, as steps."""
    above = step(
        "complained_and_kept",
        _heard(dissatisfied, complaint_share) * kept_after_complaint,
        CLIENTS,
        "complained and stayed",
    )
    below = step(
        "silent_and_stayed", _silent(dissatisfied, complaint_share) * silent_loyalty, CLIENTS, "said nothing and stayed"
    )
    return above, below


@metric(
    topic=TOPIC,
    label="kept in all",
    symbol="kept",
    unit=CLIENTS,
    convention="dissatisfied clients who stay, heard or not",
    valid=VALID,
    criticism=SELECTED + " " + OLD,
    source=ICEBERG,
    example=Example(7.8, CLASSIC, derived=True),
)
def kept_in_all(
    *,
    dissatisfied: Dissatisfied,
    complaint_share: ComplaintShare,
    kept_after_complaint: KeptAfterComplaint,
    silent_loyalty: SilentLoyalty,
) -> Value:
    """How many of the dissatisfied stay, heard or not."""
    above, below = _kept(dissatisfied, complaint_share, kept_after_complaint, silent_loyalty)
    return above + below


@metric(
    topic=TOPIC,
    label="lost in all",
    symbol="lost",
    unit=CLIENTS,
    convention="dissatisfied clients who leave, with and without a word",
    valid=VALID,
    criticism=SELECTED + " " + OLD,
    source=ICEBERG,
    example=Example(92.2, CLASSIC, derived=True),
)
def lost_in_all(
    *,
    dissatisfied: Dissatisfied,
    complaint_share: ComplaintShare,
    kept_after_complaint: KeptAfterComplaint,
    silent_loyalty: SilentLoyalty,
) -> Value:
    """How many of the dissatisfied leave, with and without a word."""
    warn(kept_after_complaint < silent_loyalty, "N332")
    loud = step(
        "complained_and_left",
        _heard(dissatisfied, complaint_share) * (1 - kept_after_complaint),
        CLIENTS,
        "complained and left",
    )
    quiet = step(
        "left_without_a_word",
        _silent(dissatisfied, complaint_share) * (1 - silent_loyalty),
        CLIENTS,
        "said nothing and left",
    )
    return loud + quiet


# ------------------------------------------------------------------ by how they were answered


@metric(
    topic=TOPIC,
    label="kept after a complaint, by how it was answered",
    symbol="kept after a complaint",
    unit=SHARE,
    convention="every complainer is either satisfied quickly, satisfied in the end, or not satisfied",
    valid=VALID,
    criticism="The loyalty after each kind of answer was asked for, not observed: people say they would buy again more "
    "often than they do. " + OLD,
    source=TARP,
    example=(
        Example(
            0.19,
            {
                "quick_share": 0,
                "satisfied_share": 0,
                "loyalty_quick": 0.82,
                "loyalty_satisfied": 0.54,
                "loyalty_unsatisfied": 0.19,
            },
        ),
        Example(
            0.82,
            {
                "quick_share": 1,
                "satisfied_share": 0,
                "loyalty_quick": 0.82,
                "loyalty_satisfied": 0.54,
                "loyalty_unsatisfied": 0.19,
            },
        ),
    ),
)
def kept_by_answers(
    *,
    quick_share: QuickShare,
    satisfied_share: SatisfiedShare,
    loyalty_quick: LoyaltyQuick,
    loyalty_satisfied: LoyaltySatisfied,
    loyalty_unsatisfied: LoyaltyUnsatisfied,
) -> Value:
    """What part of those who complain stays, given how they are answered."""
    unsatisfied = _unsatisfied(quick_share, satisfied_share)
    return quick_share * loyalty_quick + satisfied_share * loyalty_satisfied + unsatisfied * loyalty_unsatisfied


def _unsatisfied(quick_share: Value, satisfied_share: Value) -> Value:
    require(
        quick_share + satisfied_share <= 1,
        "more are satisfied than complain: the two shares add to more than 100%",
        "--quick-share and --satisfied-share are parts of those who complain; nobody is in both",
    )
    # The sum first: two shares that add to 1 in decimals then leave exactly 0 in binary, too.
    return 1 - (quick_share + satisfied_share)


_SEVERE = {
    "clients": 100,
    "problem_share": 1,
    "silent_loyalty": 0.09,
    "loyalty_unsatisfied": 0.19,
    "loyalty_satisfied": 0.54,
    "loyalty_quick": 0.82,
}
_SLIGHT = {
    "clients": 100,
    "problem_share": 1,
    "silent_loyalty": 0.37,
    "loyalty_unsatisfied": 0.46,
    "loyalty_satisfied": 0.70,
    "loyalty_quick": 0.95,
}
_ANSWERS = ((0.04, 0, 0), (0.04, 1, 0), (0.04, 0, 1), (0.5, 0, 1))  # complain, satisfied, satisfied quickly


def _worked(levels: dict[str, float], results: tuple[float, ...]) -> tuple[Example, ...]:
    return tuple(
        Example(kept, {**levels, "complaint_share": share, "satisfied_share": good, "quick_share": quick}, derived=True)
        for kept, (share, good, quick) in zip(results, _ANSWERS, strict=True)
    )


@metric(
    topic=TOPIC,
    label="clients with a problem who are kept",
    symbol="kept",
    unit=CLIENTS,
    convention=COUNTED,
    valid=VALID,
    criticism=SELECTED + " " + OLD,
    source=TARP,
    example=_worked(_SEVERE, (9.4, 10.8, 11.92, 45.5)) + _worked(_SLIGHT, (37.36, 38.32, 39.32, 66.0)),
)
def kept_of_clients(
    *,
    clients: ClientBase,
    problem_share: ProblemShare,
    complaint_share: ComplaintShare,
    silent_loyalty: SilentLoyalty,
    quick_share: QuickShare,
    satisfied_share: SatisfiedShare,
    loyalty_quick: LoyaltyQuick,
    loyalty_satisfied: LoyaltySatisfied,
    loyalty_unsatisfied: LoyaltyUnsatisfied,
) -> Value:
    """How many clients with a problem stay, from all clients down to how each complaint was answered."""
    unsatisfied = _unsatisfied(quick_share, satisfied_share)
    with_problem = step("with_a_problem", clients * problem_share, CLIENTS, "clients who had reason to complain")
    answered = step(
        "kept_if_heard",
        quick_share * loyalty_quick + satisfied_share * loyalty_satisfied + unsatisfied * loyalty_unsatisfied,
        SHARE,
        "the part of those who complain who stay",
    )
    return with_problem * ((1 - complaint_share) * silent_loyalty + complaint_share * answered)


# ------------------------------------------------------------------ in money


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
    above, below = _kept(dissatisfied, complaint_share, kept_after_complaint, silent_loyalty)
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
