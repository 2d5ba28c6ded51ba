"""The months of a column, however they are written: Jan-24, 1/24, 202401, «Январь 2025», 01.2024, Q1 2024.

A column is read as a whole, for one cell may mean two months: 01/02 is January 2002 or February 2001, and «Jan-08»
may be a day of a January. What nobody can tell stays as it is written, and is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from custecon.core.month_names import MONTH_NAMES
from custecon.core.phrases import CalendarPeriod

_DATED = re.compile(r"[0-9]{4}-(?:[0-9]{2}|Q[1-4]|H[12])")
_YEAR, _SHORT, _MONTH = r"(?P<year>(?:19|20)[0-9]{2})", r"(?P<short>[0-9]{2})", r"(?P<month>0?[1-9]|1[0-2])"
_DAY, _SIGN = r"(?:0?[1-9]|[12][0-9]|3[01])", r"[ .,/_'\u2019-]*"
_CLOCK = r"(?:[ t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_IN_DIGITS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-./_ m]{_MONTH}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR}(?P<sign>[-./]){_MONTH}(?P=sign){_DAY}{_CLOCK}",
        rf"{_MONTH}[-./_ ]{_YEAR}",
        rf"{_DAY}\.{_MONTH}\.{_YEAR}{_CLOCK}",
    )
)
_IN_WORDS = (
    re.compile(rf"(?P<word>[^\W\d_]+)(?:{_SIGN}(?:{_YEAR}|{_SHORT}))?\.?"),
    re.compile(rf"{_YEAR}{_SIGN}(?P<word>[^\W\d_]+)\.?"),
)
_SHORT_FIRST = re.compile(r"[0-9]{1,2}[-./ ](?P<word>[^\W\d_]+)\.?")
_SHORT_YEAR = re.compile(r"(?P<one>[0-9]{1,2})(?P<sign>[-./])(?P<two>[0-9]{1,2})")
_PART = (
    r"(?:q(?P<quarter>[1-4])|(?P<quarter2>[1-4]|i{1,3}|iv)[ -]*(?:й|ый|ой|ий|st|nd|rd|th)?[ .-]*(?:q|кв\w*|quarter)"
    r"|h(?P<half>[12])|(?P<half2>[12]|i{1,2})[ -]*(?:е|ое|st|nd)?[ .-]*(?:h|пг|полугод\w*|half))"
)
_PARTS = (re.compile(rf"{_PART}(?:{_SIGN}(?:{_YEAR}|{_SHORT}))?\.?"), re.compile(rf"{_YEAR}{_SIGN}{_PART}\.?"))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FROM_TO = re.compile(r"(?P<first>.*[0-9])(?: *[\u2013\u2014…] *| *\.\. *| +- +| +(?:to|по|до) +)(?P<last>[0-9].*)")
_TAIL = re.compile(r"(?<=[0-9])[ .]*(?:г|год|года|year)\.?$")
FEW, APART = 4, 6  # so many months with short years stand no further apart than six of them each
NINETIES = 90  # a year of two digits lies between 1990 and 2089


class _Part(NamedTuple):
    """A month (M), quarter (Q) or half (H) of a year; of any year where that is None."""

    kind: str
    number: int
    year: int | None = None

    @property
    def label(self) -> CalendarPeriod:
        return CalendarPeriod(
            f"{self.year}-{self.number:02d}" if self.kind == "M" else f"{self.year}-{self.kind}{self.number}"
        )


class _Cell(NamedTuple):
    """What a cell can mean, by the order of month and year; `family`: with which cells it shares that order."""

    readings: Mapping[str, _Part]
    family: str = ""


class Months(NamedTuple):
    """What the cells of a column are shown as, one by one; what may be several months, and what is none beside some.

    A label is 2024-01, 2024-Q1 or 2024-H1; without a year, or where it is nothing of the kind, what is written.
    """

    labels: list[str]
    doubtful: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def is_month(label: str) -> bool:
    """Whether a label is one month of one year."""
    return bool(_DATED.fullmatch(label)) and label[5:].isdigit()


def has_no_year(label: str) -> bool:
    """Whether a label is a month, quarter or half of any year.

    >>> has_no_year("Январь"), has_no_year("Q1"), has_no_year("2024-01"), has_no_year("week 1")
    (True, True, False, False)
    """
    return label in _yearless([label])


def months_in(cells: Sequence[str], years: Sequence[str] = ()) -> Months:
    """The months of a column, all its cells taken together.

    Args:
        cells: as written; "" is no month.
        years: the cells of the column of years beside it, if there is one.

    >>> months_in(["Jan-24", "02.2024", "202403", "апр. 2024 г.", "I кв. 2024", "2024-05-01 – 2024-05-31"]).labels
    ['2024-01', '2024-02', '2024-03', '2024-04', '2024-Q1', '2024-05']
    >>> months_in(["01/02", "02/03"]).doubtful, months_in(["Январь", "2"], ["2024", "2024 г."]).labels
    (('01/02', '02/03'), ['2024-01', '2024-02'])
    """
    read = {text: _cell(text) for text in dict.fromkeys(cells)}
    orders = _orders(list(read.values()))
    parts = {
        text: cell.readings[order] for text, cell in read.items() if cell and (order := orders[cell.family]) is not None
    }
    first: dict[_Part, str] = {}
    labels = []
    for row, text in enumerate(cells):
        part = parts.get(text)
        if part and part.year is None and years and (year := re.match(r"\D*((?:19|20)[0-9]{2})\b", years[row] + " ")):
            part = part._replace(year=int(year[1]))
        labels.append(text if part is None else part.label if part.year else first.setdefault(part, text))
    strange = tuple(text for text, cell in read.items() if text and not cell) if parts else ()
    doubtful = tuple(text for text, cell in read.items() if cell and orders[cell.family] is None)
    return Months(labels, doubtful, strange)


def _orders(cells: Sequence[_Cell | None]) -> dict[str, str | None]:
    """The order of month and year of each family; None where its cells agree on none, or lie too far apart."""
    families: dict[str, list[_Cell]] = {}
    for cell in cells:
        if cell:
            families.setdefault(cell.family, []).append(cell)
    found: dict[str, str | None] = {}
    for family, members in families.items():
        shared = set.intersection(*(set(cell.readings) for cell in members))
        order = shared.pop() if len(shared) == 1 else None
        scattered = family and order is not None and _scattered([cell.readings[order] for cell in members])
        found[family] = None if scattered else order
    return found


def _scattered(parts: Sequence[_Part]) -> bool:
    """Whether «Jan-08», «Jan-15», «Jan-22» … are weeks of a January rather than the Januaries of years far apart."""
    months = {part.number + 12 * part.year for part in parts if part.year}
    return len(months) >= FEW and max(months) - min(months) > APART * len(months)


def _cell(text: str) -> _Cell | None:
    """What one cell can mean; None where it is no month."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    plain = _TAIL.sub("", " ".join(plain.split()))
    if match := _FROM_TO.fullmatch(plain):
        both = [_cell(match[end]) for end in ("first", "last")]
        return both[0] if both[0] == both[1] and both[0] and not both[0].family else None
    for pattern in _IN_DIGITS:
        if match := pattern.fullmatch(plain):
            return _Cell({"": _Part("M", int(match["month"]), int(match["year"]))})
    if match := _SHORT_YEAR.fullmatch(plain):
        return _short(match["one"], match["two"], match["sign"])
    if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 12 and len(plain) <= 2:
        return _Cell({"": _Part("M", int(plain))})
    if (match := _SHORT_FIRST.fullmatch(plain)) and match["word"] in MONTH_NAMES:
        return _Cell({}, "24-Jan")  # the 24th of a January, or the January of 2024
    for pattern in (*_IN_WORDS, *_PARTS):
        if (match := pattern.fullmatch(plain)) and (part := _named(match.groupdict())):
            return _Cell({"": part}, "Jan-24" if match.groupdict().get("short") else "")
    return None


def _short(one: str, two: str, sign: str) -> _Cell | None:
    """A month and a year of two digits, in one order or the other; with a dot the month comes first."""
    readings = {}
    for order, month, year in (("my", one, two), ("ym", two, one)):
        if 1 <= int(month) <= 12 and len(year) == 2 and not (order == "ym" and sign == "."):
            readings[order] = _Part("M", int(month), _century(year))
    return _Cell(readings, sign) if readings else None


def _named(groups: Mapping[str, str | None]) -> _Part | None:
    year = int(groups["year"] or 0) or (_century(groups["short"]) if groups.get("short") else None)
    if word := groups.get("word"):
        return _Part("M", MONTH_NAMES[word], year) if word in MONTH_NAMES else None
    for kind, names in (("Q", ("quarter", "quarter2")), ("H", ("half", "half2"))):
        if number := groups[names[0]] or groups[names[1]]:
            return _Part(kind, _ROMAN.get(number) or int(number), year)
    return None


def _century(short: str | None) -> int:
    year = int(short or 0)
    return year + (1900 if year >= NINETIES else 2000)


def calendar_order(labels: Sequence[str]) -> dict[str, int]:
    """The place of each label in the order of the calendar: months with a year, then those without, then all else.

    Months without a year that follow one another keep the order of the file, as November, December, January do. So does
    what may be several months. Other words stand by their numbers.

    >>> list(calendar_order(["2024-02", "2024-01"])), list(calendar_order(["Март", "Январь", "Февраль"]))
    (['2024-01', '2024-02'], ['Январь', 'Февраль', 'Март'])
    >>> list(calendar_order(["Nov", "Dec", "Jan"])), list(calendar_order(["week 10", "week 2"]))
    (['Nov', 'Dec', 'Jan'], ['week 2', 'week 10'])
    """
    names = [*dict.fromkeys(labels)]
    doubtful = [*months_in(names).doubtful]
    dated = sorted(name for name in names if _DATED.fullmatch(name))
    yearless = _yearless(names)
    known = {*doubtful, *dated, *yearless}
    others = sorted((name for name in names if name not in known), key=_by_numbers)
    return {name: place for place, name in enumerate([*dated, *_around(yearless), *doubtful, *others])}


def _yearless(names: Sequence[str]) -> dict[str, _Part]:
    cells = ((name, _cell(name)) for name in names)
    return {name: part for name, cell in cells if cell and (part := cell.readings.get("")) and part.year is None}


def _around(parts: Mapping[str, _Part]) -> list[str]:
    one_kind = len({part.kind for part in parts.values()}) == 1
    following = all((later.number - earlier.number) % 12 == 1 for earlier, later in pairwise(parts.values()))
    return [*parts] if one_kind and following else sorted(parts, key=lambda name: parts[name])


def _by_numbers(text: str) -> tuple[tuple[int, int, str], ...]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces)
