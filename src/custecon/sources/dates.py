"""Days as people write them: the written calendar day, one order per column, proved or given, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from custecon.core.month_names import MONTH_NAMES

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
_BLANK = "[ \u00a0\u202f]"
_ZONES = "MSK|МСК|[PMCE][SD]T|AK[SD]T|HST|BST|IST|WES?T|CES?T|EES?T|JST|A[CEW][SD]T|NZ[SD]T"
_CLOCK = (
    rf"(?:(?:{_BLANK}*,)?(?:[Tt]|{_BLANK}+)(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})"
    rf"(?::(?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?(?:{_BLANK}*(?P<half>[AaPp])\.?[Mm]\.?)?"
    rf"(?:{_BLANK}*(?:Z|z|UTC|GMT|{_ZONES}|[+\u2212-][0-9]{{2}}:?(?:[0-9]{{2}})?(?:{_BLANK}*(?:UTC|GMT))?))?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<a>[0-9]{{4}})(?P<sign>[-/.])(?P<b>[0-9]{{1,2}})(?P=sign)(?P<c>[0-9]{{1,2}}){_CLOCK}")
_YEAR_LAST = re.compile(
    rf"(?P<a>[0-9]{{1,2}})(?P<sign>[-/.])(?P<b>[0-9]{{1,2}})(?P=sign)(?P<c>[0-9]{{4}}|[0-9]{{2}})"
    rf"(?:{_BLANK}?(?:г|года)\.?)?{_CLOCK}"
)
_COMPACT = re.compile(r"(?P<a>[0-9]{4})(?P<b>[0-9]{2})(?P<c>[0-9]{2})")
_DAY_WORD = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er)?\.?(?P<sign>{_BLANK}+(?:de{_BLANK}+)?|-|/|\.)(?P<month>[^\W\d_]+)\.?,?"
    rf"(?:(?P=sign)|{_BLANK}+|-)"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}})(?:{_BLANK}?(?:г|года)\.?)?{_CLOCK}"
)
_WORD_DAY = re.compile(
    rf"(?P<month>[^\W\d_]+)(?:\.?{_BLANK}+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?{_BLANK}+(?P<year>[0-9]{{4}})"
    rf"|(?P<sign>[-/])(?P<day2>[0-9]{{1,2}})(?P=sign)(?P<year2>[0-9]{{4}}|[0-9]{{2}})){_CLOCK}"
)
_YEAR_WORD = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<sign>{_BLANK}+|-|/)(?P<month>[^\W\d_]+)\.?(?P=sign)(?P<day>[0-9]{{1,2}}){_CLOCK}"
)

_MANY_DAYS = 20  # of so many different days half as many are different days of the month; a bill has always the same
_FAR_APART, _FEW_DAYS = 20, 6  # years, and days of the month that are the same in all of them
ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}


class DateShape(NamedTuple):
    """What one cell can mean as a day: its three numbers as written, and the orders in which they can be read.

    `family` is the sign between the numbers: the cells of one family share one order.
    """

    numbers: tuple[int, int, int]
    orders: tuple[str, ...]
    family: str


class Impossible(NamedTuple):
    """A cell that looks like a date and is none: 31.02.2024."""

    why: str


def shape_of(text: str) -> DateShape | Impossible | None:
    """What a cell can mean; Impossible if no such day exists in any order; None if it is no date.

    >>> shape_of("05/03/2024").orders
    ('dmy', 'mdy')
    >>> shape_of("2024-03-05T23:30:00-08:00").orders
    ('ymd',)
    """
    match = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is not None:
        return _possible(match, ("ymd",), "ymd")
    match = _YEAR_LAST.fullmatch(text)
    if match is not None:
        sign = match["sign"]
        if len(match["c"]) == 4:
            return _possible(match, ("dmy",) if sign == "." else ("dmy", "mdy"), sign)
        return _possible(match, ("dmy", "ymd") if sign == "." else ("dmy", "mdy", "ymd"), sign + "yy")
    return _in_words(text)


def _possible(match: re.Match[str], orders: tuple[str, ...], family: str) -> DateShape | Impossible:
    numbers = (int(match["a"]), int(match["b"]), int(match["c"]))
    short = family.endswith("yy")
    fitting = tuple(order for order in orders if _day(numbers, order, short) is not None)
    if not _clock_runs(match):
        return Impossible("there is no such time of day")
    if not fitting:
        # «01.14.2024» is no day of any month, but with --date-order mdy it is 14 January
        other = family[0] == "." and _day(numbers, "mdy", short) is not None
        return DateShape(numbers, (), family) if other else Impossible("there is no such day")
    return DateShape(numbers, fitting, family)


def _clock_runs(match: re.Match[str]) -> bool:
    """Whether the time of day, if there is one, can be."""
    if "hour" not in match.re.groupindex or match["hour"] is None:
        return True
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    latest = 12 if match["half"] else 23
    return hour <= latest and minute <= 59 and second <= 60


def _in_words(text: str) -> DateShape | Impossible | None:
    for pattern in (_DAY_WORD, _WORD_DAY, _YEAR_WORD):
        match = pattern.fullmatch(text)
        month = MONTH_NAMES.get(match["month"].lower()) if match else None
        if match and month:
            parts = match.groupdict()
            year, day = parts["year"] or parts["year2"], parts["day"] or parts["day2"]
            numbers = (_century(int(year), len(year) == 2), month, int(day))
            if _day(numbers, "ymd") is None:
                return Impossible("there is no such day")
            if not _clock_runs(match):
                return Impossible("there is no such time of day")
            return DateShape(numbers, ("ymd",), "words")
    return None


def _century(year: int, short: bool) -> int:
    """A year of two digits lies between 1990 and 2089: nothing earlier is accepted anyway."""
    return year + (1900 if year >= EARLIEST_YEAR % 100 else 2000) if short else year


def _day(numbers: tuple[int, int, int], order: str, short: bool = False) -> dt.date | None:
    year, month, day = (numbers[place] for place in ORDERS[order])
    try:
        return dt.date(_century(year, short), month, day)
    except ValueError:
        return None


def day_of(shape: DateShape, order: str | None) -> dt.date | None:
    """The written calendar day under the order of its column; None if that day does not exist."""
    if shape.family in ("ymd", "words"):
        return _day(shape.numbers, "ymd")
    return _day(shape.numbers, order, shape.family.endswith("yy")) if order else None


def suspicion(text: str) -> str | None:
    """What a cell that is no date may be: an Excel serial number, a time stamp, a month; None if nothing is near."""
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text) and 32000 <= int(text[:5]) <= 80000:
        return "an Excel serial number"
    if re.fullmatch(r"[0-9]{10}|[0-9]{13}|[0-9]{10}\.[0-9]+", text):
        return "a time stamp in seconds or milliseconds since 1970"
    if re.fullmatch(r"[0-9]{4}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{4}", text):
        return "a month without a day"
    return None


@dataclass(frozen=True, slots=True)
class DateStalemate:
    """A column whose order cannot be settled: kind "either" or "both", the cells, and the orders they stand for."""

    kind: str
    cell: tuple[int, str]
    orders: tuple[str, ...]
    other: tuple[int, str] | None = None


class DateEvidence:
    """What the cells of one column prove about the order of day, month and year, family by family."""

    def __init__(self) -> None:
        self._left: dict[str, set[str]] = {}
        self._first: dict[str, tuple[int, str]] = {}
        self._proofs: dict[str, dict[str, tuple[int, str]]] = {}
        self.counts: dict[str, int] = {}
        self._numbers: dict[str, set[tuple[int, int, int]]] = {}

    def add(self, row: int, text: str, shape: DateShape) -> None:
        """Take one cell into account."""
        family = shape.family
        self.counts[family] = self.counts.get(family, 0) + 1
        if family in ("ymd", "words") or not shape.orders:
            return
        if family not in self._left:
            self._left[family] = {"dmy", "mdy", "ymd"}
            self._first[family] = (row, text)
            self._proofs[family] = {}
        self._numbers.setdefault(family, set()).add(shape.numbers)
        self._left[family] &= set(shape.orders)
        self._proofs[family].setdefault("/".join(shape.orders), (row, text))

    def settle(self, given: str | None) -> dict[str, tuple[str, tuple[int, str] | None]] | DateStalemate:
        """The order of every family that stands in the column, and the cell that proves it."""
        settled: dict[str, tuple[str, tuple[int, str] | None]] = {}
        for family, fitting in self._left.items():
            proofs = self._proofs[family]
            if self._year_may_be_first(family):
                left = fitting
            else:
                left = {"dmy"} if family == ".yy" else fitting - {"ymd"} or fitting
            if given is not None:
                settled[family] = (given, None)
            elif len(left) == 1:
                order = next(iter(left))
                strongest = min(proofs, key=len)
                settled[family] = (order, None if order == "dmy" and family[0] == "." else proofs[strongest])
            elif not left:
                return _contradiction(proofs)
            else:
                return DateStalemate("either", self._first[family], tuple(sorted(left)))
        return settled

    def _year_may_be_first(self, family: str) -> bool:
        """Whether the first of three numbers may be a year of two digits.

        Of dotted days it varies less than the last, as years do. Of others, whose order no custom tells, it is no year
        where the years would be far apart, and yet all of them hold none but the same few days of the month.
        """
        numbers = self._numbers[family]
        firsts, lasts = (sorted({each[place] for each in numbers}) for place in (0, 2))
        if family == ".yy":
            return len(firsts) < len(lasts) and 2 * len(lasts) >= min(len(numbers), _MANY_DAYS)
        span = firsts[-1] - firsts[0]
        apart = span >= _FAR_APART and len({each[1] for each in numbers}) > 1
        return not (apart and len(lasts) <= _FEW_DAYS and len(firsts) >= 3 * len(lasts))


def _contradiction(proofs: dict[str, tuple[int, str]]) -> DateStalemate:
    """The first two cells that no single order can read; where no order is left, there always are two."""
    found = sorted(proofs.items(), key=lambda item: item[1][0])
    return next(
        DateStalemate("both", later[1], (earlier[0], later[0]), earlier[1])
        for earlier, later in combinations(found, 2)
        if not set(earlier[0].split("/")) & set(later[0].split("/"))
    )
