"""Money as people write it: one grammar of our own, one spelling per column, exact whole numbers out.

A cell is a number only if the whole cell fits. What a cell can mean is its *shape*; what a column means is its
*spelling* (decimal sign and group sign), proved by a cell that only one spelling can read, or given by the user.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import combinations
from typing import NamedTuple

from custecon.sources.currencies import CURRENCY_PATTERN, currency_of

MOST_DIGITS = 28
MOST_DECIMALS = 9
_FEWEST, _MOST = 15, 17  # digits with which programs write a binary number
_FIFTEEN = Context(prec=15)
_TINY = re.compile(r"-?[0-9](?:\.[0-9]{1,16})?e-[0-9]{2,3}")
_SPACES = " \u00a0\u202f\u2009\u2007"
_MINUS = "\\-\u2212"
_PLAIN = re.compile(r"(-?)([0-9]{1,18})(?:\.([0-9]{1,2}))?")
_CELL = re.compile(
    rf"(?P<open>\()?(?P<sign>[+{_MINUS}])?[{_SPACES}]?"
    rf"(?:(?P<before>{CURRENCY_PATTERN})[{_SPACES}]?)?(?P<second>[+{_MINUS}])?"
    rf"(?P<body>[0-9](?:[0-9.,'’{_SPACES}]*[0-9])?)"
    rf"(?:[{_SPACES}]?(?P<after>{CURRENCY_PATTERN}))?(?:[{_SPACES}]?(?P<tail>[{_MINUS}]))?(?P<close>\))?",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(rf"[.,'’{_SPACES}]")


class Spelling(NamedTuple):
    """How a column writes numbers: the decimal sign and the group sign, None where the column has none."""

    decimal: str | None
    group: str | None


class Shape(NamedTuple):
    """What one cell can mean, before the spelling of its column is known.

    `parts` are the digits between separators; `decimal` and `group` are signs that this cell proves;
    `either` is the one sign that could be both; `currency` is the sign or code that stands in the cell.
    """

    negative: bool
    parts: tuple[str, ...]
    decimal: str | None = None
    group: str | None = None
    either: str | None = None
    currency: str | None = None


def shape_of(text: str) -> Shape | None:
    """What a cell can mean as a number; None if it is not a number in any spelling.

    >>> shape_of("1 234,50 ₽").decimal
    ','
    >>> shape_of("1,234").either
    ','
    >>> shape_of("1_000.50") is None
    True
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        sign, whole, rest = plain.groups()
        return Shape(bool(sign), (whole,) if rest is None else (whole, rest), None if rest is None else ".")
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    negative = _negative(match)
    before, after = match["before"], match["after"]
    if negative is None or (before and after):
        return None
    currency = currency_of(before or after) if before or after else None
    return _body(match["body"], negative, currency)


def _negative(match: re.Match[str]) -> bool | None:
    """Whether the cell is negative; None if it carries more than one sign."""
    opened, closed = match["open"] is not None, match["close"] is not None
    signs = [sign for sign in (match["sign"], match["second"], match["tail"]) if sign]
    if opened != closed or len(signs) + opened > 1:
        return None
    return opened or (bool(signs) and signs[0] != "+")


def _body(body: str, negative: bool, currency: str | None) -> Shape | None:
    signs = ["'" if sign in "'’" else " " if sign in _SPACES else sign for sign in _SEPARATORS.findall(body)]
    parts = tuple(_SEPARATORS.split(body))
    if not signs:
        return Shape(negative, parts, currency=currency)
    last, kinds = signs[-1], set(signs)
    if len(kinds) == 1:
        grouped = _in_threes(parts) or (last == "," and _indian(parts))
        if last in " '" or len(signs) > 1:
            return Shape(negative, parts, group=last, currency=currency) if grouped else None
        if grouped:
            return Shape(negative, parts, either=last, currency=currency)
        return Shape(negative, parts, decimal=last, currency=currency)
    whole = parts[:-1]
    grouped = _in_threes(whole) or (signs[0] == "," and _indian(whole))
    if len(kinds) == 2 and last in ".," and signs.count(last) == 1 and grouped:
        return Shape(negative, parts, decimal=last, group=signs[0], currency=currency)
    return None


def _in_threes(parts: tuple[str, ...]) -> bool:
    """Whether the digits stand in groups of three behind a first group of one to three that is not zero."""
    first, *rest = parts
    return len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def _indian(parts: tuple[str, ...]) -> bool:
    """Whether the digits stand in groups of two before a last group of three: 12,34,567, which is read in one way."""
    first, *twos, last = parts if len(parts) > 2 else ("", "")
    return 1 <= len(first) <= 2 and first[0] != "0" and len(last) == 3 and all(len(part) == 2 for part in twos)


def of_a_float(value: int, places: int) -> tuple[int, int] | None:
    """What a number with too many places stands for, if a program wrote it out of a binary one: 15 digits, 9 places.

    >>> of_a_float(7825999999999999, 14), of_a_float(30000000000000004, 17), of_a_float(12345678901, 10)
    ((7826, 2), (3, 1), None)
    """
    if not _FEWEST <= len(str(abs(value))) <= _MOST:
        return None
    return _short(_FIFTEEN.create_decimal(f"{value}e{-places}"))


def tiny(text: str) -> tuple[int, int] | None:
    """A number that a program wrote out of a binary one near zero, such as 5.551115123125783e-17; None if it is none.

    >>> tiny("1.5e-05"), tiny("5.551115123125783e-17"), tiny("1.2E+03")
    ((15, 6), (0, 0), None)
    """
    return _short(Decimal(text)) if _TINY.fullmatch(text) else None


def _short(number: Decimal) -> tuple[int, int]:
    """A number as (whole number, decimal places), at most 9 of these, and none that says nothing."""
    whole, places = int(number.scaleb(MOST_DECIMALS).to_integral_value()), MOST_DECIMALS
    while places and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    return whole, places


def number(shape: Shape, spelling: Spelling) -> tuple[int, int] | None:
    """The value as (whole number, decimal places) under a spelling; None if the cell does not fit it.

    >>> number(shape_of("(1,234.50)"), Spelling(".", ","))
    (-123450, 2)
    """
    decimal, group = spelling
    places = 0
    if shape.decimal is not None:
        if shape.decimal != decimal or (shape.group is not None and shape.group != group):
            return None
        places = len(shape.parts[-1])
    elif shape.group is not None:
        if shape.group != group:
            return None
    elif shape.either is not None:
        if shape.either == decimal:
            places = len(shape.parts[-1])
        elif shape.either != group:
            return None
    value = int("".join(shape.parts))
    while places > MOST_DECIMALS and value % 10 == 0:
        value, places = value // 10, places - 1
    return (-value if shape.negative else value, places)


@dataclass(frozen=True, slots=True)
class Stalemate:
    """A column that cannot be read without a guess: its kind, and the cells that show it (row number, text)."""

    kind: str  # "either": one sign could be decimal or group; "both": two cells that contradict each other
    cell: tuple[int, str]
    other: tuple[int, str] | None = None
    signs: tuple[str, str] = ("", "")


class Evidence:
    """What the cells of one column prove about its spelling."""

    def __init__(self) -> None:
        self.decimals: dict[str, tuple[int, str]] = {}
        self.groups: dict[str, tuple[int, str]] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.either: dict[str, tuple[int, str]] = {}

    def add(self, row: int, text: str, shape: Shape, times: int) -> None:
        """Take one cell into account."""
        if shape.decimal is not None:
            self.decimals.setdefault(shape.decimal, (row, text))
            self.counts["decimal", shape.decimal] = self.counts.get(("decimal", shape.decimal), 0) + times
        if shape.group is not None:
            self.groups.setdefault(shape.group, (row, text))
            self.counts["group", shape.group] = self.counts.get(("group", shape.group), 0) + times
        if shape.either is not None and shape.either not in self.either:
            self.either[shape.either] = (row, text)

    def settle(self, decimal: str | None, thousands: str | None) -> tuple[Spelling, tuple[int, str] | None] | Stalemate:
        """The spelling of the column and the cell that proves it, or why there is none."""
        if decimal is None and thousands is None:
            clash = self._clash()
            if clash is not None:
                return clash
        proof: tuple[int, str] | None = None
        if decimal is None and thousands in (",", "."):
            decimal = "." if thousands == "," else ","
        if decimal is None:
            decimal, proof = self._proved_decimal()
        left = [sign for sign in self.either if sign != thousands]
        if decimal is None and thousands is not None and len(left) == 1:
            decimal = left[0]
        group = thousands or self._likely_group(decimal)
        for sign, cell in self.either.items():
            if decimal is None and sign != group:
                return Stalemate("either", cell, signs=(sign, sign))
        return Spelling(decimal, group), proof

    def _proved_decimal(self) -> tuple[str | None, tuple[int, str] | None]:
        for sign, cell in self.decimals.items():
            return sign, cell
        for sign, other in ((",", "."), (".", ",")):
            if sign in self.groups:
                return other, self.groups[sign]
        return None, None

    def _likely_group(self, decimal: str | None) -> str | None:
        """The group sign that the column proves, else the one that its decimal sign leaves for `1,234`."""
        for sign in self.groups:
            if sign != decimal:
                return sign
        for sign in self.either:
            if decimal is not None and sign != decimal:
                return sign
        return None

    def _clash(self) -> Stalemate | None:
        """Two cells that no single spelling can read; the rarer kind is the one to look at."""
        proofs = [("decimal", sign, cell) for sign, cell in self.decimals.items()]
        proofs += [("group", sign, cell) for sign, cell in self.groups.items()]
        for one, two in combinations(proofs, 2):
            if (one[0] == two[0]) != (one[1] == two[1]):
                rarer, other = sorted((one, two), key=lambda proof: (self.counts[proof[:2]], -proof[2][0]))
                return Stalemate("both", rarer[2], other[2], (rarer[1], other[1]))
        return None
