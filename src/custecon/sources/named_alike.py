"""Columns that are named like the money beside them: «Себестоимость за 2025» beside «Выручка за 2025» is its cost.

What stands beside the name of a role in a header, before and behind it, is a year or is the same for both columns. A
cost of another year is no cost of this revenue.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from custecon.sources.header_words import Header, means_words, of_a_rate

ANCHORS = ("revenue", "margin")
_OF_YEAR = re.compile(
    r"за|в|for|in|of|the|fiscal|financial|fy|cy|fy[0-9]{2,4}|cy[0-9]{2,4}|year|(?:19|20)[0-9]{2}г?|год|года|году|г"
)

_Rest = tuple[tuple[str, ...], tuple[str, ...]]


class Alike(NamedTuple):
    """The columns of some roles: found, not to be told apart, and of another time than the money beside them."""

    found: Mapping[str, int]
    rivals: Mapping[str, Sequence[int]]
    of_other_time: Mapping[str, int]
    anchor: int | None


def named_alike(
    wanted: Sequence[str], roles: Mapping[str, int], headers: Sequence[Header], free: Collection[int]
) -> Alike:
    """The columns of roles of money that no word of theirs alone tells.

    Args:
        wanted: roles that no column was found for; those of the money itself are looked for first.
        roles: the columns that were found.
        headers: all headers of the file.
        free: the columns that are nothing yet.
    """
    known, found = dict(roles), dict[str, int]()
    rivals: dict[str, Sequence[int]] = {}
    others: dict[str, int] = {}
    left = set(free)
    for role in sorted(wanted, key=lambda name: name not in ANCHORS):
        anchor = next((known[name] for name in ANCHORS if name in known and name != role), None)
        beside = None if anchor is None else _anchored(headers[anchor])
        named = {n: rest for n in sorted(left) if (rest := _rest(role, headers[n])) and not of_a_rate(role, headers[n])}
        same = [n for n, rest in named.items() if rest == beside and any(rest)]
        fitting = same or [n for n, rest in named.items() if _is_year(rest)]
        left -= set(fitting)
        if len(fitting) > 1:
            rivals[role] = fitting
        elif fitting and beside and _years(beside) and _years(named[fitting[0]]) - _years(beside):
            others[role] = fitting[0]
        elif fitting:
            known[role] = found[role] = fitting[0]
    return Alike(found, rivals, others, next((known[name] for name in ANCHORS if name in known), None))


def _anchored(header: Header) -> _Rest | None:
    return next((rest for name in ANCHORS if (rest := _rest(name, header)) is not None), None)


def _rest(role: str, header: Header) -> _Rest | None:
    """What stands before and behind the longest name of a role in a header; None if it names none."""
    words = header.words
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            if means_words(role, words[start : start + length]):
                return words[:start], words[start + length :]
    return None


def _is_year(rest: _Rest) -> bool:
    return any(rest) and all(_OF_YEAR.fullmatch(word) for part in rest for word in part) and bool(_years(rest))


def _years(rest: _Rest) -> set[str]:
    """The years that are named, each by its last two digits."""
    numbers = (re.search(r"[0-9]{2,4}", word) for part in rest for word in part if _OF_YEAR.fullmatch(word))
    return {number[0][-2:] for number in numbers if number}
