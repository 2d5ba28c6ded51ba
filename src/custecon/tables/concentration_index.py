"""On how few clients money hangs, in one number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def index_of(sizes: Sequence[int]) -> Fraction:
    """The concentration index (HHI) of sizes above 0: the sum of their squared shares in per cent, exactly.

    >>> index_of([1] * 10)
    Fraction(1000, 1)
    """
    return 10_000 * Fraction(sum(size * size for size in sizes), sum(sizes) ** 2)
