"""The numbers that people mean, rounding them (half up, on the digits a person sees), and writing them for programs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

SMALLEST = -13  # a person is shown 0 for what is below 10 to this power; other programs get every digit
# Wide enough for any money a file may hold (28 digits before, 9 after) and for floats of every size.
_WIDE = Context(prec=700, rounding=ROUND_HALF_UP)


def exact(value: Any) -> Decimal:
    """The decimal that a person means by a number: 2.675 is 2.675, not the binary number beside it.

    >>> exact(2.675)
    Decimal('2.675')
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return Decimal(repr(float(value)))  # one of NumPy writes its type too
    return Decimal(int(value)) if hasattr(value, "__index__") else Decimal(value)


def rounded(value: Any, places: int) -> Decimal:
    """The number with so many decimal places, half up and away from zero; no negative zero.

    >>> [str(rounded(x, 2)) for x in (2.675, 1.005, -2.675)]
    ['2.68', '1.01', '-2.68']
    """
    number = exact(value).quantize(Decimal(1).scaleb(-places), context=_WIDE)
    return abs(number) if number.is_zero() else number


def significant(number: Decimal, digits: int) -> Decimal:
    """The number with so many significant digits, but every digit before the point; no trailing zeros."""
    if not number.is_finite():
        return number
    if number.is_zero() or number.adjusted() < SMALLEST:
        return Decimal(0)
    cut = rounded(number, max(0, digits - 1 - number.adjusted()))
    return Decimal(f"{cut:f}".rstrip("0").rstrip(".")) if "." in f"{cut:f}" else cut


def full(value: Any) -> str:
    """A value for another program: exact decimals whole, floats with the 15 digits that a spreadsheet keeps, ISO dates.

    The 16th and 17th digit of a float say how it is stored, not what it is: they made 4000 into 3999.9999999999995.

    >>> full(0.1 + 0.2), full(Decimal("244091.94")), full(1e22)
    ('0.3', '244091.94', '10000000000000000000000')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("an undefined figure must be None with its reason, never nan or inf")
        text = f"{value + 0.0:.15g}"  # + 0.0: no negative zero
        return f"{Decimal(text):f}" if "e" in text else text
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def each_full(values: Sequence[Any]) -> list[str]:
    """`full` of every value of a column; a date is written once for all rows that share it."""
    plain: list[Any] = values.tolist() if hasattr(values, "tolist") else list(values)
    kinds = set(map(type, plain))
    if kinds == {dt.date}:
        days = {day: day.isoformat() for day in set(plain)}
        return [days[day] for day in plain]
    if kinds == {int}:
        return list(map(str, plain))
    return list(map("{:f}".format if kinds == {Decimal} else full, plain))
