"""What the number format of an Excel cell shows beside its number: a day, a currency, a unit, percent, zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from custecon.sources.currencies import CODES, currency_in_header, currency_of
from custecon.sources.findings import Percent, Priced, Timed
from custecon.sources.units_of_money import unit_in

__all__ = ["NumberFormat", "as_shown", "number_format"]

_PERCENT_IDS = frozenset([9, 10])
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(50, 59)])
_TIME_IDS = frozenset([45, 46, 47])
# The land of a sign that several currencies share, as Excel writes it: [$kr-41D] is Swedish. «$» of the United States
# is what Excel offers first, to anybody.
_OF_LAND = {
    "kr": {"41D": "SEK", "414": "NOK", "814": "NOK", "406": "DKK", "40F": "ISK"},
    "¥": {"411": "JPY", "804": "CNY", "478": "CNY"},
    "$": {"1009": "CAD", "C0C": "CAD", "C09": "AUD", "1409": "NZD", "C04": "HKD", "1004": "SGD", "404": "TWD"},
}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number format says: a date, a time, a currency, padding with zeros to so many digits, percent.

    `unit`: what it writes behind the number, as in 5 "тыс."; `sure`: in words, not by a letter; `scaled`: by how many
    powers of ten it divides what it shows, as #,##0, does.
    """

    date: bool = False
    time: bool = False
    currency: str | None = None
    zeros: int = 0
    percent: bool = False
    unit: str | None = None
    sure: bool = True
    scaled: int = 0


def number_format(number: int, code: str | None) -> NumberFormat:
    """What a number format shows.

    >>> number_format(164, "[$€-407] #,##0.00").currency, number_format(165, "dd.mm.yyyy").date
    ('EUR', True)
    >>> number_format(166, '0.0,,"M"').scaled, number_format(167, '#,##0" тыс. руб."').unit
    (6, 'thousands')
    """
    if code is None:
        return NumberFormat(date=number in _DATE_IDS, time=number in _TIME_IDS, percent=number in _PERCENT_IDS)
    first = code.split(";")[0]
    if re.fullmatch(r"0{2,15}", first):
        return NumberFormat(zeros=len(first))
    bare = _bare(first)
    digits = re.search(r"[#?]", bare)
    if re.search(r"[yYdD]|(?<![hH:])[mM]{3,}|[гГ]{2,}", bare) and not digits:
        return NumberFormat(date=True)
    if re.search(r"\[[hHmMsS]{1,2}\]", first) or (re.search(r"[hH]|:[mMsS]{2}", bare) and not digits):
        return NumberFormat(time=True)
    unit = unit_in(f"money {_beside(first)}")
    return NumberFormat(
        currency=_currency(first),
        percent="%" in _bare(code),
        unit=unit.unit if unit else None,
        sure=unit is None or unit.sure,
        scaled=3 * len(commas[1]) if (commas := re.search(r"[0#?](,+)(?![0#?,])", bare)) else 0,
    )


def as_shown(number: Decimal, form: NumberFormat) -> Decimal:
    """A number that carries what its format shows."""
    if form.percent:
        return Percent(number)
    if form.time:
        return Timed(number)
    if form.currency or form.unit or form.scaled:
        priced = Priced(number)
        priced.currency, priced.unit, priced.sure, priced.scaled = form.currency, form.unit, form.sure, form.scaled
        return priced
    return number


def _bare(code: str) -> str:
    """A format without what it only prints beside the number."""
    return re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code)


def _beside(code: str) -> str:
    """What a format prints beside the number: quoted, behind a backslash, or as a currency in brackets."""
    signs = re.findall(r'"([^"]*)"|\\(.)|\[\$([^\-\]]*)[^\]]*\]|(.)', code)
    return " ".join(
        "".join(quoted or escaped or money or (" " if other else "") for quoted, escaped, money, other in signs).split()
    )


def _currency(code: str) -> str | None:
    """The currency that a number format shows; None if it shows none."""
    if bracket := re.search(r"\[\$([^\-\]]+)(?:-([0-9A-Fa-f]+))?", code):
        written = bracket[1].strip()
        name = currency_of(written)
        if name in CODES or name in _OF_LAND:
            return _OF_LAND.get(name, {}).get((bracket[2] or "").upper().lstrip("0"), name)
        return currency_in_header(written)
    for word in [*re.findall(r'"([^"]+)"', code), *re.findall(r"(?<!\[)[$€£₽₴₸₹¥]", code)]:
        bare = word.strip().rstrip(".")
        found = currency_in_header(word) or (
            currency_of(bare) if bare.upper() in CODES or bare.lower() == "kr" else None
        )
        if found or bare.lower() in ("р", "руб"):
            return found or "RUB"
    return None
