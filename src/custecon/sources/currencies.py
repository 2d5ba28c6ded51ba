"""Currencies as they stand in cells and headers: signs, codes, words; and what a unit such as «тыс.» multiplies."""

from __future__ import annotations

import re

__all__ = ["CODES", "CURRENCY_PATTERN", "agree", "currency_in_header", "currency_of", "unit_in_header"]

CODES = frozenset(
    [
        "AED",
        "AMD",
        "ARS",
        "AUD",
        "AZN",
        "BGN",
        "BRL",
        "BYN",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "GEL",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JPY",
        "KGS",
        "KRW",
        "KZT",
        "MDL",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PEN",
        "PHP",
        "PLN",
        "RON",
        "RSD",
        "RUB",
        "RUR",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TJS",
        "TMT",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "UZS",
        "VND",
        "ZAR",
    ]
)
_WORDS = {
    "₽": "RUB", "руб.": "RUB", "руб": "RUB", "р.": "RUB", "р": "RUB", "rur": "RUB", "рублей": "RUB", "рубли": "RUB",
    "€": "EUR", "евро": "EUR", "£": "GBP", "us$": "USD", "долл.": "USD", "долл": "USD", "c$": "CAD", "ca$": "CAD",
    "a$": "AUD", "au$": "AUD", "r$": "BRL", "nz$": "NZD", "hk$": "HKD", "₴": "UAH", "грн.": "UAH", "грн": "UAH",
    "₸": "KZT", "тенге": "KZT", "тг": "KZT", "₹": "INR", "₺": "TRY", "zł": "PLN", "kč": "CZK", "₪": "ILS", "₩": "KRW",
    "br": "BYN", "$": "$", "¥": "¥", "kr.": "kr", "kr": "kr",
}  # fmt: skip
_SHARED = {
    "$": {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"},
    "¥": {"JPY", "CNY"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
}
_PLAIN_CODES = frozenset(["usd", "eur", "rub", "rur", "gbp", "uah", "kzt", "byn", "pln", "cny", "jpy", "chf"])
_NAMES = sorted([*_WORDS, *(code.lower() for code in CODES)], key=len, reverse=True)
CURRENCY_PATTERN = "(?:" + "|".join(re.escape(name) for name in _NAMES) + ")"

_THOUSANDS = re.compile(r"(?i)(?<!\w)(тыс|т\.\s?р|thousands?|ths|k[$€£₽]|[$€£₽]\s?k|[$€£₽]?\s?000'?s?|in k)(?!\w)")
_MILLIONS = re.compile(r"(?i)(?<!\w)(млн|млрд|millions?|mln|mio|billions?|bn|[$€£₽]\s?m|m[$€£₽])(?!\w)")
_MINOR = re.compile(r"(?i)(?<!\w)(коп|копе\w+|cents?|pence|kopecks?|minor units?|центов|центы)(?!\w)")


def currency_of(text: str) -> str:
    """One name for a currency, however it is written: «руб.», «₽» and «RUB» are RUB; «$» alone stays «$».

    >>> currency_of("руб.")
    'RUB'
    """
    word = text.lower()
    return _WORDS.get(word, word.upper())


def agree(one: str, other: str) -> bool:
    """Whether two names can be the same currency: «$» and CAD can, EUR and RUB cannot."""
    return one == other or other in _SHARED.get(one, ()) or one in _SHARED.get(other, ())


def currency_in_header(header: str) -> str | None:
    """The currency that a header names, as in «Сумма, руб.» or «Amount (USD)»; None if it names none."""
    for word in re.findall(r"[$€£₽₴₸₹₺₪₩¥]|[^\W\d_]+\.?", header):
        lower = word.lower().rstrip(".")
        if lower in {"р", "br", "kr"} and lower == header.lower().strip(" ."):
            continue
        if word.upper() in CODES and (word.isupper() or lower in _PLAIN_CODES):
            return currency_of(word)
        if lower in _WORDS or word.lower() in _WORDS:
            return currency_of(lower if lower in _WORDS else word)
    return None


def unit_in_header(header: str) -> str | None:
    """What a header says one unit stands for: "thousands", "millions", "minor units"; None if it says nothing."""
    if _THOUSANDS.search(header):
        return "thousands"
    if _MILLIONS.search(header):
        return "millions"
    return "minor units" if _MINOR.search(header) else None
