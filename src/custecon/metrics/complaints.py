"""The complaint iceberg in clients: of the dissatisfied, who complains, who is kept, who leaves without a word."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, step, warn
from custecon.core.quantities import (
    ClientBase,
    Complaints,
    ComplaintShare,
    Dissatisfied,
    KeptAfterComplaint,
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
from custecon.core.units import CLIENTS, SHARE

__all__ = [
    "CLASSIC",
    "ICEBERG",
    "OLD",
    "SELECTED",
    "TARP",
    "TOPIC",
    "VALID",
    "dissatisfied_from_clients",
    "dissatisfied_from_complaints",
    "heard",
    "heard_kept",
    "heard_lost",
    "kept_by_answers",
    "kept_in_all",
    "kept_of_clients",
    "kept_parts",
    "lost_in_all",
    "silent",
    "silent_kept",
    "silent_lost",
]

TOPIC = Topic("iceberg", "Complaint iceberg: who complains, who is kept, who leaves silently", default="lost_in_all")

ICEBERG = cite("complaint-iceberg")
TARP = cite("tarp-loyalty")
CLASSIC = {"dissatisfied": 100, "complaint_share": 0.04, "kept_after_complaint": 0.75, "silent_loyalty": 0.05}

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


def kept_parts(
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
    above, below = kept_parts(dissatisfied, complaint_share, kept_after_complaint, silent_loyalty)
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
