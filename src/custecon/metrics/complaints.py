"""The complaint iceberg in clients: of the dissatisfied, who complains, who is kept, who leaves without a word."""

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, step, warn
from custecon.core.quantities import (
    ClientBase,
    Complaints,
    ComplaintShare,
    Dissatisfied,
    KeptAfterComplaint,
    ProblemShare,
    SilentLoyalty,
    Value,
)
from custecon.core.references import cite
from custecon.core.units import CLIENTS

TOPIC = Topic("iceberg", "Complaint iceberg: who complains, who is kept, who leaves silently", default="lost_in_all")

ICEBERG = cite("complaint-iceberg")
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
    convention="dissatisfied clients who complain, each counted once however often they complain",
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
