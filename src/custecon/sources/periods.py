"""How long a time a cell or a header names, in whole months: month, quarter, «3 months», «в месяц», P1Y.

A week or thirty days are no number of months, and «once» is no period at all: then nobody can say what the money of a
year is, and the person is asked.
"""

from __future__ import annotations

import re

from custecon.sources.phrases import word_of

_HALF, _YEAR, _QUARTER, _MONTH = 6, 12, 3, 1
_MOST = 36  # of a unit, in the name of a plan; a larger number is something else, such as a calendar year
# Each unit as a pattern that a whole word must fit; «ё» is written «е».
_UNITS = (
    (_MONTH, r"m|mo|mos|mon|mth|mths|months?|monthly|мес|месяц\w*|месячн\w*|ежемесячн\w*|помесячн\w*"),
    (_QUARTER, r"q|qtr|quarters?|quarterly|кв|квартал\w*|ежеквартальн\w*|поквартальн\w*"),
    (_HALF, r"semiannual(ly)?|semiyearly|halfyear(ly)?|halfyears|полгода|полугод\w*"),
    (_YEAR, r"y|yr|yrs|years?|yearly|annual(ly)?|annum|г|год|года|лет|годов\w*|ежегодн\w*"),
)
# Words that go with a period and say nothing more.
_AROUND = frozenset(
    "every each per a an the of in by billed billing paid pay payable recurring recurrent payment payments plan "
    "subscription каждый каждые каждую раз в за на оплата платеж подписка".split()
)
_TOGETHER = {r"\bhalf[ -]?(yearly|year)": "halfyear", r"\bsemi[ -]": "semi", r"\bпол[ -]года": "полгода"}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12, "один": 1, "два": 2, "две": 2, "три": 3,
    "четыре": 4, "шесть": 6, "двенадцать": 12,
}  # fmt: skip
_ISO = re.compile(r"p([0-9]{1,2})([my])")
# In a header: money of each month, of each quarter, of each year. «За месяц» may be that of one month alone.
_RATES = (
    (_MONTH, r"\bmrr\b|\bmonthly\b|\b(per|a|each|every) ?(month|mo)\b|/ ?(month|mo|mth|мес\w*)\b|\bв мес(яц)?\b|"
     r"\bежемесячн\w*|\bпомесячн\w*|\bкаждый месяц\b"),
    (_QUARTER, r"\bquarterly\b|\b(per|a|each|every) ?quarter\b|/ ?(quarter|qtr|квартал)\b|\bв квартал\b|"
     r"\bежеквартальн\w*|\bквартальн(ая|ый|ое)\b"),
    (_HALF, r"\b(half|semi)[ -]?(yearly|annual|annually)\b|\b(per|a|each|every) ?half[ -]?year\b|"
     r"\bв (полгода|полугодие)\b|\bполугодов(ая|ой|ое)\b"),
    (_YEAR, r"\barr\b|\b(yearly|annual|annually|annualized|annualised)\b|\b(per|a|each|every) ?(year|annum)\b|"
     r"/ ?(year|yr|год)\b|\bв год\b|\bежегодн\w*|\bгодов(ая|ой|ое)\b"),
)  # fmt: skip


_SAID = (
    (_MONTH, r"\bmonth\b|\bмесяца?\b"),
    (_QUARTER, r"\bquarter\b|\bq[1-4]\b|\bквартала?\b"),
    (_HALF, r"\bhalf ?year\b|\bh[12]\b|\b[12]h\b|\bполугоди[ея]\b|\bполгода\b"),
    (_YEAR, r"\byear\b|\bfy ?[0-9]*\b|\bгода?\b|\b(19|20)[0-9]{2}\b"),
)


def months_of(text: str) -> int | None:
    """How many whole months an interval of payment has; None if the words do not say so.

    >>> [months_of(text) for text in ("Monthly", "every 3 months", "P1Y", "раз в полгода", "1 год", "semi-annual")]
    [1, 3, 12, 6, 12, 6]
    >>> [months_of(text) for text in ("week", "30 days", "once", "6", "monthly or yearly")]
    [None, None, None, None, None]
    """
    plain = word_of(text)
    if iso := _ISO.fullmatch(plain):
        return int(iso[1]) * (_YEAR if iso[2] == "y" else _MONTH) or None
    for apart, together in _TOGETHER.items():
        plain = re.sub(apart, together, plain)
    number, unit = 1, None
    given = False
    for word in re.findall(r"[^\W\d_]+|[0-9]+", plain):
        if word.isdigit() or word in _NUMBERS:
            if given:
                return None
            number, given = int(word) if word.isdigit() else _NUMBERS[word], True
            continue
        found = next((months for months, pattern in _UNITS if re.fullmatch(pattern, word)), None)
        if (found is None and word not in _AROUND) or (found is not None and unit is not None):
            return None
        unit = found or unit
    if unit is not None and given and re.search(r"\bраз[а]? в\b", plain):
        return unit // number if number and not unit % number else None  # twice a year: every six months
    return unit * number or None if unit is not None else None


def months_named(text: str) -> int | None:
    """The only time that stands among other words, as in the name of a plan; None where none or several stand there.

    >>> [months_named(text) for text in ("Pro Annual", "Basic (monthly)", "Тариф «Годовой»", "Pro 6 months")]
    [12, 1, 12, 6]
    >>> [months_named(text) for text in ("Pro", "Annual, billed monthly", "5 seats")]
    [None, None, None]
    """
    found, number = set(), 1
    for word in re.findall(r"[^\W\d_]+|[0-9]+", word_of(text)):
        unit = next((months for months, pattern in _UNITS if len(word) > 1 and re.fullmatch(pattern, word)), None)
        if unit is not None:
            found.add(unit * number)
        number = int(word) if word.isdigit() and 0 < int(word) <= _MOST else 1
    return found.pop() if len(found) == 1 else None


def months_of_rate(header: str) -> int | None:
    """Of how many months each the money of a column is, as its header says: 1 a month, 12 a year; else None.

    >>> [months_of_rate(text) for text in ("MRR", "Абонентская плата в месяц", "Annual fee", "руб./мес.")]
    [1, 1, 12, 1]
    >>> [months_of_rate(text) for text in ("Semi-annual fee", "Полугодовая плата")]
    [6, 6]
    >>> [months_of_rate(text) for text in ("Amount", "Выручка за месяц", "Months", "Revenue last month")]
    [None, None, None, None]
    """
    spaced = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", header)
    plain = word_of(spaced)
    found = {months for months, pattern in _RATES if re.search(pattern, plain)}
    if _HALF in found:
        found.discard(_YEAR)  # half-yearly is not yearly
    return found.pop() if len(found) == 1 else None


def months_said(header: str) -> int | None:
    """How long a time the money of a column is of, as its header says, whether it comes again or not; else None.

    >>> [months_said(text) for text in ("MRR", "Выручка за месяц", "Revenue Q1 2024", "Затраты за 2024", "H2 cost")]
    [1, 1, 3, 12, 6]
    """
    plain = re.sub(r"[^\w/]+", " ", word_of(header))
    found = {months for months, pattern in _SAID if re.search(pattern, plain)}
    if len(found) > 1:
        found.discard(_YEAR)  # that of which it is a part: «Q1 2024»
    return months_of_rate(header) or (found.pop() if len(found) == 1 else None)


def times_a_year(header: str) -> int | None:
    """How often the money of a column is paid in a year, where its header says that it is that of each part of one.

    >>> times_a_year("MRR"), times_a_year("Quarterly fee"), times_a_year("ARR"), times_a_year("Revenue")
    (12, 4, None, None)
    """
    months = months_of_rate(header)
    return _YEAR // months if months is not None and months < _YEAR else None
