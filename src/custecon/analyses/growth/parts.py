"""The change of a product split among its factors, so that the parts add up to the whole change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations


def parts_of(before: Sequence[float], after: Sequence[float], method: str) -> list[float]:
    """What each factor adds to the change of their product.

    Args:
        before: the factors before, such as clients, purchases of each, money of each purchase.
        after: the same after.
        method: "lmdi" by logarithms (Ang 2005; every factor above 0), "shapley" the mean over all orders in which the
            factors may change (Shorrocks 2013), "sequential" in the order in which they stand.

    >>> [round(part, 2) for part in parts_of((100, 2, 50), (110, 2.2, 48), "lmdi")]
    [1028.19, 1028.19, -440.38]
    >>> [round(part, 2) for part in parts_of((100, 2, 50), (110, 2.2, 48), "sequential")]
    [1000.0, 1100.0, -484.0]
    """
    if method == "lmdi":
        low, high = math.prod(before), math.prod(after)
        mean = low if math.isclose(low, high, rel_tol=1e-12) else (high - low) / math.log(high / low)
        return [mean * math.log(new / old) for old, new in zip(before, after, strict=True)]
    orders = [tuple(range(len(before)))] if method == "sequential" else [*permutations(range(len(before)))]
    sums = [0.0] * len(before)
    for order in orders:
        now = [*before]
        for place in order:
            was = math.prod(now)
            now[place] = after[place]
            sums[place] += math.prod(now) - was
    return [total / len(orders) for total in sums]


def can_be_logarithms(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether all factors are above 0."""
    return all(one > 0 for one in (*before, *after))
