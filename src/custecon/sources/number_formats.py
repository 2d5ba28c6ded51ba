"""What the number format of an Excel cell shows beside its number: a day, a currency, leading zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass

from custecon.sources.currencies import CODES, currency_in_header, currency_of

__all__ = ["NumberFormat", "currency_in_format", "number_format", "percent_in_format"]

_PERCENT_IDS = frozenset([9, 10])
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(50, 59)])


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number format says: a date, a currency, padding with zeros to so many digits, percent."""

    date: bool = False
    currency: str | None = None
    zeros: int = 0
    percent: bool = False


def number_format(number: int, code: str | None) -> NumberFormat:
    """What a number format shows.

    >>> number_format(164, "[$€-407] #,##0.00").currency, number_format(165, "dd.mm.yyyy").date
    ('EUR', True)
    """
    if code is None:
        return NumberFormat(date=number in _DATE_IDS, percent=number in _PERCENT_IDS)
    first = code.split(";")[0]
    if re.fullmatch(r"0{2,15}", first):
        return NumberFormat(zeros=len(first))
    bare = _bare(first)
    if re.search(r"[yYdD]|(?<![hH:])[mM]{3,}|[гГ]{2,}", bare) and not re.search(r"[#?]", bare):
        return NumberFormat(date=True)
    return NumberFormat(currency=currency_in_format(first), percent=percent_in_format(first))


def _bare(code: str) -> str:
    """A format without what it only prints beside the number."""
    return re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code)


def percent_in_format(code: str) -> bool:
    """Whether a number format shows 0.4 as 40%; a quoted sign only stands beside the number."""
    return "%" in _bare(code)


def currency_in_format(code: str) -> str | None:
    """The currency that a number format shows; None if it shows none."""
    bracket = re.search(r"\[\$([^\-\]]+)", code)
    words = [bracket[1]] if bracket else []
    words += re.findall(r'"([^"]+)"', code) + re.findall(r"(?<!\[)[$€£₽₴₸₹¥]", code)
    for word in words:
        found = currency_in_header(word) or (currency_of(word.strip()) if word.strip().upper() in CODES else None)
        if found or word.strip().lower().rstrip(".") in ("р", "руб"):
            return found or "RUB"
    return None
