"""Numbers for other programs: every digit, the same in every language."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from custecon.core.language import ENGLISH
from custecon.core.rounding import exact, rounded

__all__ = ["between", "each_full", "exact", "full", "grouped", "money", "plain", "rounded", "share", "shown"]
money, share, plain, shown, between = ENGLISH.money, ENGLISH.share, ENGLISH.number, ENGLISH.shown, ENGLISH.between
grouped = ENGLISH.grouped


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
