"""What 1 in a column of money stands for: cents, thousands, millions, as headers, titles and number formats say it.

A word («тыс. руб.», `amount_cents`, `($000s)`, `TEUR`) is beyond doubt; a letter (`Revenue (K)`) is not, and is asked
about. The one place to add a unit, or the words of another language for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from custecon.core.units import MULTIPLES
from custecon.sources.currencies import CURRENCY_IN_WORDS, currency_in_header

_SIGN = r"(?:us|ca|au|nz|hk|[acr])?\$|[€£¥₽₴₸₹₺₪₩]"
_CODE = (
    "(?:usd|eur|rub|gbp|chf|sek|nok|dkk|isk|czk|pln|huf|ron|jpy|cny|inr|cad|aud|nzd|uah|kzt|byn|aed|ils|brl|zar|sgd)"
)
_SHORT = rf"(?:{_SIGN}|{_CODE})"  # what a letter may stand beside, as in k€ and TEUR
_WORDS: dict[str, str] = {
    "micros": "micro(?: ?unit)?s?",
    "thousandths": "thousandths?|fils",
    "hundredths": r"(?<!per )cents?|in minor|minor(?: currency)? units?|(?<=amount )minor|"
    r"smallest(?: currency)? units?|"
    r"sub ?units?|hundredths?|kope(?:ck|k)s?|pence|pennies|pais[ae]|grosz[ey]?|øre|öre|"
    r"коп\.?|kop\.?|копе(?:ек|йки|йках)|цент(?:ы|ов|ах)|тиын\w*",
    "thousands": r"т[ыи]с\.?|t[yi]s\.?|milliers|тысяч(?:и|ах)?|т\.? ?р(?:уб(?:лей)?)?\.?|thousands?|"
    rf"thous?\.?|thsd|ths|tsd\.?|tausend|tkr|in k|k ?{_SHORT}|{_SHORT} ?k|[кт]₽|t(?:€|{_CODE})|10\^3|"
    r"(?<![0-9.,])['’]?000['’]?s?|"
    r"(?:(?<=[(\[])|(?<=, )|(?:in|в) |[x×х*] ?)1[ .,'’\u00a0]?000",
    "lakhs": r"lakhs?|lacs?|(?:₹|inr|rs\.?) ?l",
    "millions": r"млн\.?|миллион(?:ы|ов|ах)|millions?|mln|mio\.?|mill\.|mkr|м₽|10\^6|"
    rf"mm?{_SHORT}|m[mn] {_SHORT}|{_SHORT} ?m[mn]?",
    "crores": r"crores?|(?:₹|inr|rs\.?) ?crs?\.?",
    "billions": r"млрд\.?|миллиард(?:ы|ов|ах)|billions?|milliards?|bn|bln|ml?rd\.?|10\^9|"
    rf"bn?{_SHORT}|{_SHORT} ?bn?",
    "trillions": r"трлн\.?|триллион(?:ы|ов|ах)|trillions?",
}
_LETTERS = {
    "k": "thousands", "к": "thousands", "t": "thousands", "т": "thousands", "m": "millions", "м": "millions",
    "mm": "millions", "mn": "millions", "b": "billions", "l": "lakhs", "cr": "crores",
}  # fmt: skip
_LETTER = re.compile(
    r"[(\[]\s*(?:in\s+|в\s+)?(?P<a>k|к|t|т|mm|mn|m|м|b|l|cr)\.?\s*[)\]]|,\s*(?P<b>k|к|t|т|mm|mn|m|м|b)\.?$|"
    rf"\s(?P<c>k|к|т|mm|mn|m|м)\.?$|(?<!\w)(?P<d>[mb]) {_SHORT}",
    re.IGNORECASE,
)
_THOUSAND = re.compile(rf"(?<![\w.,])1[ .,'’]?000 ?{_SHORT}(?!\w)", re.IGNORECASE)  # or above which: «over 1000 EUR»
_SEVERAL = re.compile(r"(?i)\b(?:tens|hundreds|десят\w+|сот\w+)\s*(?:of\s*)?$")
# «за тыс. показов», «руб. коп.» (roubles with kopecks), «тыс. шт.» (pieces): no unit of the money.
_NO_UNIT_BEFORE = re.compile(r"(?i)\b(?:per|every|за|на|каждые)\s*$")
_WITH_COINS = re.compile(
    r"(?i)\b(?:(?:руб\w*\.?|рублях)[,;/\s]*(?:и\s*)?|(?:dollars?|euros?|pounds?)(?:\s*(?:and|&|/)\s*))\s*$"
)
_COUNTED = re.compile(
    r"(?i)\s*(?:шт|ед\b|чел|кг|тонн|литр|показ|клик|просмотр|заказ|упак|units?\b|pieces?\b|pcs\b|people|clients|customers|"
    r"impressions?|clicks?|views?|visits?|orders?|kg\b|tons?\b)"
)
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)*)\s*$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BEFORE_TITLE = re.compile(
    r"(?i)(?:[,(\[=]|(?<!\w)(?:in|в)|(?:един|ед\.|изм|\bunits?\b|\bscale\b|масштаб|валюта|currency)[^,;]*:?)\s*$"
)
_ABOUT_UNITS = frozenset(
    "in of all the amounts amount figures values value numbers are is money sums shown given reported expressed note "
    "unit units scale currency в все суммы сумма данные ед изм единица единицы измерения показатели приведены указаны "
    "выражены представлены масштаб валюта примечание".split()
)
_MONEY_BEFORE = re.compile(rf"(?i)(?<!\w){CURRENCY_IN_WORDS}\s*$")
_AFTER_TITLE = re.compile(r"(?i)\s*(?:$|[)\].,;:/–—-]|(?:без|с|за|excl\w*|incl\w*|without|with)\b)")


@cache
def _unit() -> re.Pattern[str]:
    """A unit in words, and the currency behind it; compiled when the first text is looked at."""
    return re.compile(
        rf"(?<![^\W_])(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _WORDS.items())})"
        rf"(?:(?<=\.)|(?!\w))(?P<money>\s*(?:of\s+)?{CURRENCY_IN_WORDS}(?!\w))?",
        re.IGNORECASE,
    )


class Label(NamedTuple):
    """What 1 in a column is, what says so, and why that may be wrong (None: it is beyond doubt).

    `weak`: only a currency stands there, as in «Выручка, руб.». `divided`: what Excel shows of numbers stored whole.
    """

    unit: str
    by: str
    doubt: str | None = None
    weak: bool = False
    divided: str = ""


class Found(NamedTuple):
    """A unit that a text names: what it is called, whether beyond doubt, and the letters of the text that say it."""

    unit: str
    sure: bool
    start: int
    end: int


def factor(unit: str) -> int | str:
    """What 1 of a unit is: a whole number, or a part as it is written.

    >>> factor("thousands"), factor("hundredths"), factor("lakhs")
    (1000, '0.01', 100000)
    """
    power = MULTIPLES[unit]
    return 10**power if power >= 0 else f"{10**power:.{-power}f}"


def unit_named(text: str) -> str | None:
    """The unit that a person means: by the name of --units, or by any of its words; None if it is none.

    >>> unit_named("thousands"), unit_named("тыс."), unit_named("cents"), unit_named("dozen")
    ('thousands', 'thousands', 'hundredths', None)
    """
    word = text.strip().casefold()
    if word in MULTIPLES:
        return word
    found = _unit().fullmatch(word)
    return next((name for name in _WORDS if found[name] is not None), None) if found else None


def _spaced(text: str) -> str:
    """A header with blanks for underscores and between the words of camelCase, but not in kEUR."""
    plain = unicodedata.normalize("NFKC", text).replace("_", " ")
    return re.sub(r"(?<=[a-zа-яё])(?<!\b[kmbt])(?=[A-ZА-ЯЁ])", " ", plain)


def _first(text: str) -> Found | None:
    """The first unit that stands in a text in words, if it counts nothing: «свыше 100 тыс.» is no unit of a column."""
    for match in _unit().finditer(text):
        before = text[: match.start()]
        number = _NUMBER.search(before)
        if (number and not _YEAR.fullmatch(number[1])) or _NO_UNIT_BEFORE.search(before):
            continue
        if match["hundredths"] and _WITH_COINS.search(before):
            continue
        if not match["money"] and _COUNTED.match(text[match.end() :]):
            continue
        unit = next(name for name in _WORDS if match[name] is not None)
        a_name = not match["money"] and re.match(r"\s+(?:[A-ZА-ЯЁ]|&)", text[match.end() :])  # as of «Million Ltd»
        return Found(unit, not _SEVERAL.search(before) and not a_name, match.start(), match.end())
    return None


def unit_in(text: str) -> Found | None:
    """The unit that a header names, in words or perhaps by a letter; None if it names none.

    >>> [unit_in(text).unit for text in ("amount_cents", "Сумма тр", "Revenue ($000s)", "Revenue TEUR")]
    ['hundredths', 'thousands', 'thousands', 'thousands']
    >>> unit_in("Revenue (K)").sure, unit_in("Сумма транспорт"), unit_in("Сумма за 100 тыс. показов")
    (False, None, None)
    """
    spaced = _spaced(text)
    found = _first(spaced)
    if found is not None:
        return found
    if (thousand := _THOUSAND.search(spaced)) is not None:
        return Found("thousands", False, *thousand.span())
    letter = _LETTER.search(spaced)
    if letter is None or letter.start() == 0:
        return None
    name = letter["a"] or letter["b"] or letter["c"] or letter["d"]
    return Found(_LETTERS[name.casefold()], False, letter.start(), letter.end())


def unit_in_title(text: str) -> str | None:
    """The unit that a row above the header says for the whole table, as a title says it; None if it says none.

    >>> unit_in_title("Отчёт о продажах, тыс. руб."), unit_in_title("All amounts in thousands of USD")
    ('thousands', 'thousands')
    >>> unit_in_title("Cents & Co: sales"), unit_in_title("Клиенты с выручкой свыше 5 млн руб.")
    (None, None)
    """
    spaced = unicodedata.normalize("NFKC", text).strip()
    found = _first(spaced)
    if found is None or not found.sure:
        return None
    before, after = spaced[: found.start], spaced[found.end :]
    match = _unit().match(spaced, found.start)
    if (match and match["money"]) or _MONEY_BEFORE.search(before):
        return found.unit
    alone = not before and not after
    return found.unit if alone or (_BEFORE_TITLE.search(before) and _AFTER_TITLE.match(after)) else None


def units_in_row(texts: Sequence[str]) -> bool:
    """Whether a row holds nothing but units and words about them, such as «Ед. изм.», «тыс. руб.», «тыс. руб.».

    >>> units_in_row(["* all figures in thousands of EUR", ""]), units_in_row(["ООО Тысяча (тыс.)", ""])
    (True, False)
    """
    filled = sorted(filter(None, texts), key=len, reverse=True)  # the longest is the likeliest to tell something else
    return all(map(_only_of_units, filled)) and any(unit_in_title(text) is not None for text in filled)


@lru_cache(maxsize=10_000)
def _only_of_units(text: str) -> bool:
    """Whether a text has no word but units and what is said about them."""
    words = re.findall(r"[^\W\d_]+|[^\w\s]", without_unit(text))
    return all(word.casefold() in _ABOUT_UNITS or currency_in_header(word) or not word.isalpha() for word in words)


def without_unit(text: str) -> str:
    """A header without its unit, for its other words.

    >>> without_unit("amount_cents"), without_unit("Выручка (в тысячах рублей)"), without_unit("Revenue in 1000 EUR")
    ('amount', 'Выручка', 'Revenue')
    """
    found = unit_in(text)
    if found is None:
        return text
    spaced = _spaced(text)
    before = re.sub(rf"(?i)(?:(?<!\w)(?:in|в|of|x|×|х)|[\s,(\[*:=-]|{_SIGN})+$", "", spaced[: found.start])
    after = re.sub(r"^[\s)\],.:]+", "", spaced[found.end :])
    return f"{before} {after}".strip()
