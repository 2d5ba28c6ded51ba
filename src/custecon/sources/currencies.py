"""Currencies as they stand in cells, headers and columns: signs, codes, words; and which of them may be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

CODES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW".split()
)
# Codes that are words too: alone they name no currency, unless a column says that it holds currencies.
_WORDLIKE = frozenset("ALL BAM BOB COP CUP GEL LAK MAD MOP PEN PHP SOS TOP TRY".split())
_NEVER_IN_TEXT = frozenset("ALL BAM BOB CUP LAK MAD MOP SOS TOP".split())
_WORDS = {
    "₽": "RUB", "руб.": "RUB", "руб": "RUB", "р.": "RUB", "р": "RUB", "rur": "RUB", "рублей": "RUB", "рубли": "RUB",
    "€": "EUR", "евро": "EUR", "£": "GBP", "us$": "USD", "долл.": "USD", "долл": "USD", "c$": "CAD", "ca$": "CAD",
    "a$": "AUD", "au$": "AUD", "r$": "BRL", "nz$": "NZD", "hk$": "HKD", "₴": "UAH", "грн.": "UAH", "грн": "UAH",
    "₸": "KZT", "тенге": "KZT", "тг": "KZT", "₹": "INR", "₺": "TRY", "zł": "PLN", "kč": "CZK", "₪": "ILS", "₩": "KRW",
    "br": "BYN", "$": "$", "¥": "¥", "円": "JPY", "元": "CNY", "kr.": "kr", "kr": "kr",
}  # fmt: skip
# How they are written out, in headers and in columns of currencies.
_SPOKEN = {
    name: code
    for code, names in {
        "RUB": "рубль, рубля, рублях, российский рубль, ruble, rubles, rouble, roubles, russian ruble",
        "BYN": "белорусский рубль, белорусских рублей",
        "EUR": "euro, euros",
        "$": "доллар, доллары, долларов, долларах, dollar, dollars",
        "USD": "доллар сша, доллары сша, долларов сша, us dollar, us dollars",
        "CAD": "canadian dollar, canadian dollars",
        "AUD": "australian dollar, australian dollars",
        "GBP": "pound sterling, pounds sterling, british pound, фунт стерлингов",
        "JPY": "yen, japanese yen, иена, йена, иены",
        "CNY": "yuan, rmb, юань, юани, юаней, китайский юань",
        "KZT": "тенге, казахстанский тенге",
        "UAH": "гривна, гривен",
        "INR": "rupees, indian rupee",
        "CHF": "swiss franc, swiss francs",
        "PLN": "злотый, злотых",
        "TRY": "турецкая лира",
        "kr": "krona, kronor, kroner",
    }.items()
    for name in names.split(", ")
}
_NUMBERS = {
    "643": "RUB", "810": "RUB", "840": "USD", "978": "EUR", "826": "GBP", "392": "JPY", "156": "CNY", "756": "CHF",
    "398": "KZT", "933": "BYN", "980": "UAH", "985": "PLN", "949": "TRY", "356": "INR", "124": "CAD", "036": "AUD",
}  # fmt: skip
_NO_COUNTRY = frozenset("810 978 933 980 985 949".split())  # the others are numbers of countries too
_SHARED = {
    "$": frozenset("USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP".split()),
    "¥": frozenset(["JPY", "CNY"]),
    "kr": frozenset(["SEK", "NOK", "DKK", "ISK"]),
}
_PLAIN_CODES = frozenset("usd eur rub rur gbp uah kzt byn pln cny jpy chf".split())
_NAMES = sorted([*_WORDS, *(code.lower() for code in CODES - _NEVER_IN_TEXT)], key=len, reverse=True)
CURRENCY_PATTERN = "(?:" + "|".join(re.escape(name) for name in _NAMES) + ")"
_WRITTEN = sorted({*_NAMES, *_SPOKEN} - {"dollar", "доллар"}, key=len, reverse=True)  # no «Million Dollar Baby»
CURRENCY_IN_WORDS = "(?:" + "|".join(re.escape(name) for name in _WRITTEN) + ")"
# Currencies without a hundredth: a column of «cents» in them is a question. The others have thousandths.
HUNDREDTHS_OF = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), "ones"),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), "thousandths"),
}
_MANY_WORDS = 6
_NO_VALUE = frozenset(["-", "--", "–", "—", "n/a", "na", "none", "null", "nan", "#n/a", "не указана", "нет"])


def currency_of(text: str) -> str:
    """One name for a currency, however it is written: «руб.», «₽» and «RUB» are RUB; «$» alone stays «$».

    >>> currency_of("руб.")
    'RUB'
    """
    word = unicodedata.normalize("NFKC", text).lower()  # the wide signs of Chinese and Japanese fonts
    return _WORDS.get(word, word.upper())


def is_currency(text: str) -> bool:
    """Whether a text can be the name of a currency: a code, known or not, or a sign or a word that is known.

    >>> [is_currency(text) for text in ("EUR", "xyz", "₽", "руб.", "EURO", "nan", "1e400", "=1+1")]
    [True, True, True, True, True, False, False, False]
    """
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    code = len(word) == len("EUR") and word.isascii() and word.isalpha() and word not in _NO_VALUE
    return code or word in _WORDS or word in _SPOKEN


def currency_named(text: str) -> str | None:
    """The currency that a cell of a column of currencies names, known or not; None where it names none.

    >>> [currency_named(text) for text in ("usd", "U.S. Dollar", "643", "Galactic credit", " n/a ")]
    ['USD', 'USD', 'RUB', 'GALACTIC CREDIT', None]
    """
    word = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if not word or word in _NO_VALUE:
        return None
    for names in (_WORDS, _SPOKEN, _NUMBERS):
        for name in (word, word.replace(".", "")):
            if name in names:
                return names[name]
    return word.upper()


def is_number_of_currency(text: str) -> bool:
    """Whether a number is one by which currencies are counted: 840 is USD."""
    return text in _NUMBERS


def only_currencies(texts: Iterable[str]) -> bool:
    """Whether a column holds currencies and nothing else, whatever it is called: every filled cell names one.

    >>> only_currencies(["USD", "eur", ""]), only_currencies(["PEN", "CUP"]), only_currencies(["USD", "net"])
    (True, False, False)
    """
    words = {" ".join(text.split()) for text in texts} - {""}
    words = {word for word in words if word.casefold() not in _NO_VALUE}
    if any(word.isdigit() or (len(word) == 1 and word.isalpha()) for word in words):
        return False
    names = {word.upper() if word.upper() in CODES else currency_named(word) or "" for word in words}
    return bool(names) and names <= CODES | _SHARED.keys() and not names <= _WORDLIKE


def only_numbers(texts: Iterable[str]) -> bool:
    """Whether a column of codes holds numbers of several currencies and nothing else, and not of countries.

    >>> only_numbers(["840", "978", ""]), only_numbers(["840", "643"]), only_numbers(["840", "978", "12"])
    (True, False, False)
    """
    numbers = {*texts} - {""}
    return len(numbers) > 1 and numbers <= _NUMBERS.keys() and bool(numbers & _NO_COUNTRY)


def by_phrase(texts: Iterable[str]) -> Mapping[str, str]:
    """The currency of each text of a column where all say one phrase but for it; nothing of any other column.

    >>> by_phrase(["USD account", "EUR account"]), by_phrase(["USD account", "Main account"])
    ({'USD account': 'USD', 'EUR account': 'EUR'}, {})
    """
    found: dict[str, str] = {}
    phrases: set[str] = set()
    for text in filter(None, texts):
        words = text.split()
        named = [name for name in map(currency_in_header, words) if name]
        if len(named) != 1 or not 1 < len(words) < _MANY_WORDS or len(phrases) > 1:
            return {}
        phrases.add(" ".join("" if currency_in_header(word) else word.casefold() for word in words))
        found[text] = named[0]
    several = len(phrases) == 1 and len(common(found.values())) == 0 and not set(found.values()) <= _WORDLIKE
    return found if several else {}


def _may_be(name: str) -> frozenset[str]:
    return _SHARED.get(name, frozenset([name]))


def common(names: Iterable[str]) -> frozenset[str]:
    """The currencies that all of these names can be together; none if two of them cannot be one.

    >>> sorted(common(["$", "CAD"])), sorted(common(["$", "CAD", "USD"])), sorted(common(["EUR"]))
    (['CAD'], [], ['EUR'])
    """
    each = [_may_be(name) for name in names]
    return frozenset.intersection(*each) if each else frozenset()


def agree(one: str, other: str) -> bool:
    """Whether two names can be the same currency: «$» and CAD can, EUR and RUB cannot."""
    return bool(common([one, other]))


def currency_in_header(header: str) -> str | None:
    """The currency that a header names, as in «Сумма, руб.», «Amount (USD)» or TEUR; None if it names none."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z]{3}(?![a-z]))", " ", unicodedata.normalize("NFKC", header))  # AmountUSD
    for word in re.findall(r"(?:\b[A-Z]{1,2})?\$|[€£₽₴₸₹₺₪₩¥]|[^\W\d_]+\.?", apart):
        lower = word.lower().rstrip(".")
        if lower in {"р", "br", "kr"} and lower == header.lower().strip(" ."):
            continue
        if (code := _code(word.rstrip("."))) is not None:
            return currency_of(code)
        if lower in _WORDS or word.lower() in _WORDS:
            return currency_of(lower if lower in _WORDS else word)
        if lower in _SPOKEN:
            return _SPOKEN[lower]
    return None


def _code(word: str) -> str | None:
    """The code that a word of a header is, alone or with the letter of a unit: USD, TEUR, MSEK, USDm."""
    known = CODES - _NEVER_IN_TEXT
    if word.upper() in known and (word.isupper() or word.lower() in _PLAIN_CODES):
        return word
    for code, letter in ((word[1:], word[:1]), (word[:3], word[3:])):
        if code in known and code.isupper() and letter.lower() in ("k", "t", "m", "b", "mn", "mm", "bn"):
            return code
    return None
