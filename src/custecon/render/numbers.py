"""How numbers are shown: the only place that rounds. Half up, on the digits a person sees, never on binary ones."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from custecon.core.units import Form, Period, Unit

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


def grouped(value: Any, places: int) -> str:
    """A number in groups of three, such as 1,234,567.89."""
    return f"{rounded(value, places):,f}"


def money(value: Any, currency: str | None = None) -> str:
    """An amount with two decimals, and its currency if it is known."""
    return f"{grouped(value, 2)} {currency}" if currency else grouped(value, 2)


def share(value: Any, places: int | None = None) -> str:
    """A share as a percentage: with four significant digits, or with so many decimal places.

    >>> share(0.8), share(0.00797414), share(0.45964, 1)
    ('80%', '0.7974%', '46.0%')
    """
    percent = exact(value) * 100
    if places is not None:
        return f"{rounded(percent, places):f}%"
    return f"{_significant(percent, 4):f}%"


def plain(value: Any) -> str:
    """A number with up to six significant digits, no trailing zeros, groups from 10,000 on.

    >>> plain(0.000123456789), plain(7.5e-28)
    ('0.000123457', '0')
    """
    number = _significant(exact(value), 6)
    return f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}"


def _significant(number: Decimal, digits: int) -> Decimal:
    """The number with so many significant digits, but every digit before the point; no trailing zeros."""
    if number.is_zero() or number.adjusted() < SMALLEST:
        return Decimal(0)
    cut = rounded(number, max(0, digits - 1 - number.adjusted()))
    return Decimal(f"{cut:f}".rstrip("0").rstrip(".")) if "." in f"{cut:f}" else cut


def between(low: Any, high: Any, unit: Unit) -> str:
    """The two ends of an interval; an end at which the figure does not exist is undefined.

    >>> from custecon.core.units import MONEY
    >>> between(1, None, MONEY)
    '1.00 … undefined'
    """
    return " … ".join("undefined" if end is None else shown(end, unit) for end in (low, high))


def shown(value: Any, unit: Unit, currency: str | None = None) -> str:
    """A value as a table cell: by the form of its unit. Empty for None."""
    if value is None:
        return ""
    match unit.form:
        case Form.MONEY:
            return money(value, currency)
        case Form.SHARE:
            return share(value)
        case Form.COUNT:
            return grouped(value, 0) if exact(value) == exact(value).to_integral_value() else plain(value)
        case Form.NUMBER:
            return plain(value)
        case Form.DATE:
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        case Form.TEXT:
            return str(value)


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


def named_unit(unit: Unit, period: Period | None, currency: str | None) -> str:
    """The unit in words, with the period and the currency of this result put in."""
    text = unit.name
    if unit.per == "period" and period is not None:
        text = text.replace("per period", f"per {period.value}").replace("periods", f"{period.value}s")
    return text.replace("money", currency, 1) if currency and unit.form is Form.MONEY else text
