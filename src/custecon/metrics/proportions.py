"""Between which values a share lies that was counted on few clients: Wilson's interval, right also for 0 of 10."""

from collections.abc import Iterable
from math import hypot
from statistics import NormalDist

from custecon.core.catalogue import Example, Topic, metric
from custecon.core.expression import require, sqrt, step, where
from custecon.core.quantities import Deviate, Part, Value, Whole
from custecon.core.references import cite
from custecon.core.results import Interval
from custecon.core.units import RATIO, SHARE

TOPIC = Topic("shares", "Interval of a counted share", default="wilson_low")

SCORE = "two-sided score interval, no continuity correction"
INDEPENDENT = "the cases are independent of each other and of one kind"
CRITICISM = (
    "It tells only the chance that comes from counting few cases. Cases that fall together, such as all clients of one "
    "dismissed manager, or a future unlike the past, make the truth less certain than the interval."
)
NEWCOMBE = cite("newcombe-1998", "table I, method 3")
TOO_MANY = "the part is larger than the whole"
CURE = "count the part among the whole"


def _reach(part: Value, whole: Value, deviate: Value) -> Value:
    """The part that the upper end stands for, before it is set against the widened whole."""
    require(part <= whole, TOO_MANY, CURE)
    return step(
        "reach",
        part + deviate**2 / 2 + deviate * sqrt(part * (whole - part) / whole + deviate**2 / 4),
        RATIO,
        "the part as it would be at the upper end, against whole + deviate²",
    )


@metric(
    topic=TOPIC,
    label="lower end of the share",
    symbol="low",
    unit=SHARE,
    convention=SCORE,
    valid=INDEPENDENT,
    criticism=CRITICISM,
    source=(cite("wilson-1927"), NEWCOMBE),
    example=(
        Example(0.2553, {"part": 81, "whole": 263, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0.0624, {"part": 15, "whole": 148, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0, {"part": 0, "whole": 20, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0.0061, {"part": 1, "whole": 29, "deviate": 1.959964}, places=4, source=NEWCOMBE),
    ),
)
def wilson_low(*, part: Part, whole: Whole, deviate: Deviate) -> Value:
    """The lowest share that the count still agrees with."""
    # The quotient form of Wilson's lower root: no difference of near-equal numbers, exactly 0 for a part of 0.
    return part**2 / whole / _reach(part, whole, deviate)


@metric(
    topic=TOPIC,
    label="upper end of the share",
    symbol="high",
    unit=SHARE,
    convention=SCORE,
    valid=INDEPENDENT,
    criticism=CRITICISM,
    source=(cite("wilson-1927"), NEWCOMBE),
    example=(
        Example(0.3662, {"part": 81, "whole": 263, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0.1605, {"part": 15, "whole": 148, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0.1611, {"part": 0, "whole": 20, "deviate": 1.959964}, places=4, source=NEWCOMBE),
        Example(0.1718, {"part": 1, "whole": 29, "deviate": 1.959964}, places=4, source=NEWCOMBE),
    ),
)
def wilson_high(*, part: Part, whole: Whole, deviate: Deviate) -> Value:
    """The highest share that the count still agrees with."""
    reach = _reach(part, whole, deviate)
    return where(part < whole, reach / (whole + deviate**2), 1)


def deviate_of(level: float) -> float:
    """How many standard deviations to each side hold that share of a normal distribution: 1.96 for 95 %."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson_interval(part: int, whole: int, level: float = 0.95) -> Interval:
    """Between which shares the truth lies when `part` of `whole` were counted.

    Raises:
        UsageError: a count is not whole, negative, or the whole is 0. Undefined: the part is larger than the whole.

    >>> interval = wilson_interval(3, 50)
    >>> round(interval.low, 6), round(interval.high, 6)
    (0.020615, 0.162171)
    """
    deviate = deviate_of(level)
    low = wilson_low(part=part, whole=whole, deviate=deviate)
    high = wilson_high(part=part, whole=whole, deviate=deviate)
    return Interval(low, high, level, "Wilson")


def of_several(terms: Iterable[tuple[float, int, int]], level: float = 0.95) -> Interval:
    """Between which values a weighted sum of shares lies, each counted on clients of its own.

    Each end keeps the distances of the shares from their Wilson ends, added up as squares (Zou, Huang and Zhang 2009);
    of the weights 1 and -1 it is the interval of a difference (Newcombe 1998, method 10).

    Args:
        terms: of each share its weight, its part and its whole.
        level: the share of such intervals that hold the truth.

    >>> interval = of_several([(1, 56, 70), (-1, 48, 80)])  # Newcombe's table II, (a)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)
    """
    value, below, above = 0.0, [], []
    for weight, part, whole in terms:
        ends, share = wilson_interval(part, whole, level), part / whole
        value += weight * share
        reach = weight * (share - ends.low), weight * (ends.high - share)
        below.append(reach[weight < 0])
        above.append(reach[weight >= 0])
    return Interval(value - hypot(*below), value + hypot(*above), level, "Newcombe")
