"""What the number format of an Excel cell shows beside its number: a day, a currency, a unit, percent, zeros."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from custecon.sources.column_checks import Percent, Priced, Timed
from custecon.sources.currencies import CODES, currency_in_header, currency_of
from custecon.sources.units_of_money import unit_in

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
_SECTIONS = 3  # above zero, below zero, zero; a fourth is of texts
_SECTION = re.compile(r'(?:^|(?<=;))((?:"[^"]*"?|\\.?|\[[^\]]*\]?|[^;"\\\[])*)', re.DOTALL)
_CONDITION = re.compile(r"\[[<>=]")
_PRINTED = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\-\]]*)[^\]]*\]|'
    r"(?:\[[^\]]*\]|[_*].|[YyMmDdHhSsEeBbGgAa])|"  # colours, room that is left free, letters that are codes
    r"([^\W\d_]|[$€£₽₴₸₹¥￥‰])|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number format says: a date, a time, a currency, padding with zeros to so many digits, percent.

    `unit`: what it writes behind the number, as in 5 "тыс."; `sure`: in words, not by a letter; `scaled`: by how many
    powers of ten it divides what it shows, as #,##0, does; `parts`: 100 where the sign of percent is only printed
    behind the number, so that 15 stands there as 15%, 1000 for ‰; `below`: what it says of numbers below zero, where
    that is something else.
    """

    date: bool = False
    time: bool = False
    currency: str | None = None
    zeros: int = 0
    percent: bool = False
    unit: str | None = None
    sure: bool = True
    scaled: int = 0
    parts: int = 1
    below: NumberFormat | None = None


def number_format(number: int, code: str | None) -> NumberFormat:
    """What a number format shows: of numbers above zero, below zero, and zero, by the sections of its code.

    >>> number_format(164, "[$€-407] #,##0.00").currency, number_format(165, "dd.mm.yyyy").date
    ('EUR', True)
    >>> number_format(166, '0.0,,"M"').scaled, number_format(167, '#,##0" тыс. руб."').unit
    (6, 'thousands')
    >>> number_format(168, "0.00;-0.00%").percent, number_format(169, "0;-h:mm").time, number_format(170, '0"%"').parts
    (True, True, 100)
    """
    if code is None:
        return NumberFormat(date=number in _DATE_IDS, time=number in _TIME_IDS, percent=number in _PERCENT_IDS)
    first, *others = _SECTION.findall(code)[:_SECTIONS]
    if re.fullmatch(r"0{2,15}", first):
        return NumberFormat(zeros=len(first))
    form = _of_section(first)
    if form.date or form.time:
        return form
    rest = [_of_section(section) for section in others]
    below = rest[0] if rest and not _CONDITION.search(code) else form
    below = replace(below, currency=below.currency or form.currency)
    if below.unit is None:
        below = replace(below, unit=form.unit, sure=form.sure)
    same = (below.currency, below.unit, below.sure, below.scaled) == (form.currency, form.unit, form.sure, form.scaled)
    return replace(
        form,
        time=any(each.date or each.time for each in rest),
        percent=form.percent or any(each.percent for each in rest),
        below=None if same else below,
    )


def _of_section(code: str) -> NumberFormat:
    """What one section of a number format shows."""
    bare = _bare(code)
    digits = re.search(r"[#?]", bare)
    if re.search(r"[yYdD]|(?<![hH:])[mM]{3,}|[гГ]{2,}", bare) and not digits:
        return NumberFormat(date=True)
    if re.search(r"\[[hHmMsS]{1,2}\]", code) or (re.search(r"[hH]|:[mMsS]{2}", bare) and not digits):
        return NumberFormat(time=True)
    beside = _beside(code)
    unit = unit_in(f"money {beside}") or unit_in(f"money ({beside})")
    parts = {"‰": 1000, "%": 100}.get(beside.strip(), 1)  # «% paid» is no sign of what the number is
    return NumberFormat(
        currency=_currency(code, beside),
        percent="%" in bare or parts > 1,
        unit=unit.unit if unit else None,
        sure=unit is None or unit.sure,
        scaled=3 * len(commas[1]) if (commas := re.search(r"[0#?](,+)(?![0#?,])", bare)) else 0,
        parts=1 if "%" in bare else parts,
    )


def as_shown(number: Decimal, form: NumberFormat) -> Decimal:
    """A number that carries what its format shows."""
    if form.percent:
        return Percent(number if form.parts == 1 else number / form.parts)
    if form.time:
        return Timed(number)
    form = form.below if form.below and number < 0 else form
    if form.currency or form.unit or form.scaled:
        priced = Priced(number)
        priced.currency, priced.unit, priced.sure, priced.scaled = form.currency, form.unit, form.sure, form.scaled
        return priced
    return number


def _bare(code: str) -> str:
    """A format without what it only prints beside the number."""
    return re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code)


def _beside(code: str) -> str:
    r"""What a format prints beside the number: quoted, behind a backslash, as a currency in brackets, or bare.

    >>> _beside('[Red]#,##0.00_р_.[$€-407] "тыс."'), _beside(r"0\ \k\r"), _beside("# ##0 руб")
    ('€ тыс.', 'kr', 'руб')
    """
    return " ".join(
        "".join(next(filter(None, said), " ") for said in _PRINTED.findall(code.replace("General", " "))).split()
    )


def _currency(code: str, beside: str) -> str | None:
    """The currency that a number format shows, by what it prints beside the number; None if it shows none."""
    if bracket := re.search(r"\[\$([^\-\]]+)(?:-([0-9A-Fa-f]+))?", code):
        written = bracket[1].strip()
        name = currency_of(written)
        if name in CODES or name in _OF_LAND:
            return _OF_LAND.get(name, {}).get((bracket[2] or "").upper().lstrip("0"), name)
        return currency_in_header(written)
    for word in [*re.findall(r'"([^"]+)"', code), beside]:
        bare = word.strip().rstrip(".")
        found = currency_in_header(word) or (
            currency_of(bare) if bare.upper() in CODES or bare.lower() == "kr" else None
        )
        if found or bare.lower() in ("р", "руб"):
            return found or "RUB"
    return None
