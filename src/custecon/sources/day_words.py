"""Which day a column holds by its header, as `day_words.toml` lists the words: ordered, paid, won, created, planned."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

from custecon.sources.header_words import Header, header_of, hints, means
from custecon.sources.role_names import words
from custecon.sources.row_headers import of_a_deal

_BESIDE = "beside"
_PAYMENT = words("of_a_payment")


class Day(Enum):
    """What happened on the day that a column holds."""

    EXPECTED = "expected"
    CHANGED = "changed"
    LOST = "lost"
    WON = "won"
    PAID = "paid"
    CREATED = "created"
    SENT = "sent"
    ORDERED = "ordered"
    OTHER = "other"


_BARE = (Day.WON, Day.PAID, Day.CREATED, Day.SENT)  # that a header may say without a word for a day


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: frozenset(" ".join(lines.values()).split()) for name, lines in found.items()}


def day_in(header: Header) -> Day | None:
    """What happened on the day that a header speaks of; None if it speaks of no day.

    >>> from custecon.sources.header_words import header_of
    >>> [day_in(header_of(text)) for text in ("Expected close date", "Deal - Won time", "Visit date", "Paid by")]
    [<Day.EXPECTED: 'expected'>, <Day.WON: 'won'>, <Day.OTHER: 'other'>, None]
    """
    said, listed = set(header.words), _listed()
    sense = next((day for day in Day if said & listed.get(day.value, frozenset())), None)
    if means("date", header):
        return sense or Day.ORDERED
    if hints("date", header):
        return sense or Day.OTHER
    alone = said <= listed[sense.value] | listed[_BESIDE] if sense else False
    return sense if alone and sense in _BARE else None


def says_when_changed(header: Header) -> bool:
    """Whether a header speaks of a row that was written anew: «Last modified»."""
    return bool(_listed()[Day.CHANGED.value] & {*header.words})


def day_columns(headers: Sequence[Header], taken: Collection[int]) -> dict[int, Day]:
    """The columns that may hold the day of a row, not taken for anything else, and which day that is."""
    found = {n: day_in(header) for n, header in enumerate(headers) if n not in taken and header.text}
    return {n: day for n, day in found.items() if day is not None}


def of_deals(headers: Sequence[str]) -> bool:
    """Whether the headers are those of deals: they speak of one, or of the stages it goes through.

    >>> of_deals(["Client", "Stage", "Amount"]), of_deals(["Client", "Order date", "Amount"])
    (True, False)
    """
    said = [header_of(text).words for text in headers]
    return any(of_a_deal(each) or _listed()["stages"] & set(each) for each in said)


def payment_among(found: Sequence[int], headers: Sequence[Header]) -> int | None:
    """Which of several columns of money is the payment, where every day of the file is that of one; None if unclear.

    >>> from custecon.sources.header_words import header_of
    >>> payment_among([0, 2], [header_of(text) for text in ("Contract amount", "Payment date", "Payment")])
    2
    """
    days = day_columns(headers, found)
    paid = [n for n in found if _PAYMENT & set(headers[n].words)]
    return paid[0] if len(paid) == 1 and set(days.values()) == {Day.PAID} else None
