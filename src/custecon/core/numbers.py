"""The numbers that people type: `1234.5`, `80%`, `0,8`, `1 234,50`, `10%/year`. One grammar, nothing guessed.

Files have their own, stricter grammars (a column has one style); this one reads a single value, such as an
option, where the only doubtful spelling, `1,234`, is refused with both readings shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any, NamedTuple

from custecon.core.errors import UsageError, problem
from custecon.core.phrases import Exact, Phrase, say
from custecon.core.units import Period

_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)"
    r"(?:(?P<grouped>[0-9]{1,3}(?:[ \u00a0\u202f'][0-9]{3})+)|(?P<plain>[0-9]+)|(?=[.,][0-9]))"
    r"(?:(?P<point>[.,])(?P<fraction>[0-9]+))?"
    r"(?P<exponent>[eE][-+]?[0-9]{1,3})?"
    r"[ \u00a0]?(?P<percent>%?)"
)
_US = re.compile(r"[-+−]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_EU = re.compile(r"[-+−]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_GROUPS = re.compile(r"[-+−]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
_DOUBTFUL = re.compile(r"[-+−]?[1-9][0-9]{0,2},[0-9]{3}")

MOST_DIGITS, SHOWN = 300, 40

_PERIODS = {
    Period.DAY: ("day", "d", "день", "дн"),
    Period.WEEK: ("week", "wk", "w", "неделя", "неделю", "нед"),
    Period.MONTH: ("month", "mo", "mth", "m", "месяц", "мес"),
    Period.QUARTER: ("quarter", "qtr", "q", "квартал", "кв"),
    Period.YEAR: ("year", "yr", "y", "annum", "год", "г"),
}
_PERIOD_WORDS = {word: period for period, words in _PERIODS.items() for word in words}
_PER = re.compile(r"(?:/|\b(?:per|an?|в)\b)\s*(?P<word>[^\W\d]+)\.?$")


class Typed(NamedTuple):
    """A number as somebody typed it: its exact value (80% is 0.8), whether it had a %, and the period it named."""

    number: Decimal
    percent: bool = False
    period: Period | None = None


def parse(text: str, *, name: str, percent: bool = False, period: bool = False) -> Typed:
    """The exact number in a text, or a refusal that shows the text.

    Args:
        text: what was typed.
        name: what the number is for, named in the refusal.
        percent: whether it may have a %; 50% of nothing in particular is no amount of money.
        period: whether it may name a period.

    Raises:
        UsageError: E101 not a number, E109 too many digits, E105 two readings, E106 unknown period, E144 a % and E145
            a period that mean nothing here.

    >>> parse("80 %", name="retention", percent=True).number
    Decimal('0.80')
    >>> parse("10%/year", name="discount", percent=True, period=True)
    Typed(number=Decimal('0.10'), percent=True, period=<Period.YEAR: 'year'>)
    """
    body, named = _split_period(text.strip(), name)
    if _DOUBTFUL.fullmatch(body):
        raise UsageError(
            problem("E105", name=name, value=text, first=body.replace(",", ""), second=body.replace(",", "."))
        )
    match = _NUMBER.fullmatch(_without_groups(body))
    if match is None:
        raise UsageError(problem("E101", name=name, value=text, example=example_of(share=percent)))
    whole = re.sub(r"[ \u00a0\u202f']", "", match["grouped"] or match["plain"] or "0")
    sign = "-" if match["sign"] in ("-", "−") else ""
    plain = not (match["fraction"] or match["exponent"])
    number = Decimal(
        f"{sign}{whole}" if plain else f"{sign}{whole}.{match['fraction'] or '0'}{match['exponent'] or ''}"
    )
    _refuse_endless(number, text, name)
    if match["percent"] and not percent:
        raise UsageError(problem("E144", name=name, value=text))
    if named and not period:
        raise UsageError(problem("E145", name=name, value=text))
    return Typed(number.scaleb(-2) if match["percent"] else number, bool(match["percent"]), named)


def example_of(*, share: bool) -> Exact | Phrase:
    """A number as it may be written: a share also with its sign."""
    if share:
        return say("{part} or {percent}%", part=Exact(Decimal("0.8")), percent=80)
    return Exact(Decimal("1234.5"), grouped=False)


def plain(given: Any) -> Any:
    """A number of another library as Python has it, by its own digits: a float32 of 0.1 is 0.1; all else as it is."""
    if given.__class__ in (float, int, str, bool, Decimal):
        return given
    if hasattr(given, "dtype") and getattr(given, "ndim", None) == 0:
        if given.dtype.kind in "mM":  # in nanoseconds a day or a span would come out as a whole number
            given = given.astype(f"{given.dtype.kind}8[us]")
        return float(str(given)) if given.dtype.kind == "f" else given.item()
    if hasattr(given, "as_py"):
        return given.as_py()
    if hasattr(given, "numerator") and hasattr(given, "denominator") and not isinstance(given, int):
        with suppress(OverflowError):
            return float(given)
    return given


def is_column(given: Any) -> bool:
    """Whether it is a list, a tuple, an array or a series rather than one number."""
    if given is None or isinstance(given, int | float | Decimal | str | bytes | Mapping):
        return False
    return hasattr(given, "__len__") and getattr(given, "ndim", 1) != 0


def _refuse_endless(number: Decimal, text: str, name: str) -> None:
    """No figure has so many digits, written out or by an exponent, and no machine number holds them."""
    if len(number.as_tuple().digits) > MOST_DIGITS or (number and not 0 < abs(float(number)) < math.inf):
        short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        raise UsageError(problem("E109", name=name, value=short, digits=MOST_DIGITS))


def _split_period(text: str, name: str) -> tuple[str, Period | None]:
    """The number part and the period part of `10%/year`."""
    match = _PER.search(text)
    if match is None:
        return text, None
    period = _PERIOD_WORDS.get(match["word"].lower())
    if period is None:
        raise UsageError(problem("E106", name=name, value=text))
    return text[: match.start()].rstrip(), period


def _without_groups(text: str) -> str:
    """`1,234.50` and `1.234,50` have only one reading: write them plainly."""
    if _US.fullmatch(text):
        return text.replace(",", "")
    if _EU.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _GROUPS.fullmatch(text):
        return text.replace(",", "").replace(".", "")
    return text
