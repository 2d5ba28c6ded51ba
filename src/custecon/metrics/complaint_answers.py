"""The complaint iceberg by how the complaints were answered: quickly, in the end, or not well."""

from custecon.core.catalogue import Example, metric
from custecon.core.expression import require, step
from custecon.core.quantities import (
    ClientBase,
    ComplaintShare,
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
from custecon.metrics.complaints import COUNTED, OLD, SELECTED, TOPIC, VALID

TARP = cite("tarp-loyalty")


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
