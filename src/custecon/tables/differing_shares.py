"""Whether the shares of several groups differ by more than chance."""

from collections.abc import Sequence

from scipy.special import chdtrc


def differ(parts: Sequence[int], wholes: Sequence[int], level: float) -> bool:
    """Whether several shares differ by more than chance, by the chi-square test of one share for all (Pearson 1900).

    Unlike the intervals of the greatest and the least it allows for how many there are: of thirty months of one truth
    two nearly always lie far apart. `level`: how seldom chance alone may do it is what it leaves of 1.

    >>> differ([18, 11, 14], [20, 24, 20], 0.95), differ([60, 30], [100, 100], 0.95)
    (True, True)
    >>> differ([14, 11, 13], [20, 20, 20], 0.95)
    False
    """
    share = sum(parts) / sum(wholes)
    if not 0 < share < 1:
        return False
    distance = sum(
        (part - whole * share) ** 2 / (whole * share * (1 - share)) for part, whole in zip(parts, wholes, strict=True)
    )
    return bool(chdtrc(len(parts) - 1, distance) < 1 - level)
