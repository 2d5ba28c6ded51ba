"""The numbers that people mean, and rounding them: half up, on the digits a person sees, never on binary ones."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

SMALLEST = -13  # a person is shown 0 for what is below 10 to this power; other programs get every digit
# Wide enough for any money a file may hold (28 digits before, 9 after) and for floats of every size.
_WIDE = Context(prec=700, rounding=ROUND_HALF_UP)


def exact(value: Any) -> Decimal:
    """The decimal that a person means by a number: 2.675 is 2.675, not the binary number beside it."""
    return value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)


def rounded(value: Any, places: int) -> Decimal:
    """The number with so many decimal places, half up and away from zero; no negative zero.

    >>> [str(rounded(x, 2)) for x in (2.675, 1.005, -2.675)]
    ['2.68', '1.01', '-2.68']
    """
    number = exact(value).quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return abs(number) if number.is_zero() else number


def significant(number: Decimal, digits: int) -> Decimal:
    """The number with so many significant digits, but every digit before the point; no trailing zeros."""
    if number.is_zero() or number.adjusted() < SMALLEST:
        return Decimal(0)
    cut = rounded(number, max(0, digits - 1 - number.adjusted()))
    return Decimal(f"{cut:f}".rstrip("0").rstrip(".")) if "." in f"{cut:f}" else cut
