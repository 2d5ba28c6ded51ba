"""Two values of a column that tell which way the money goes: in and out, plus and minus, credit and debit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from custecon.sources.row_meaning import Meaning
from custecon.sources.row_words import words
from custecon.sources.wording import BLANKS

_OF_STOCK = frozenset(words("headers", "of_stock"))


def of_stock(header: Sequence[str]) -> bool:
    """Whether a header speaks of goods that move: they come in when money goes out."""
    return not _OF_STOCK.isdisjoint(header)


def ways_of(values: Iterable[str], header: Sequence[str]) -> dict[str, Meaning]:
    """What two values mean that tell which way the money goes; nothing if they are no such pair.

    >>> {way: str(means) for way, means in ways_of(["In", "out", ""], ["direction"]).items()}
    {'in': 'money', 'out': 'nothing'}
    >>> {way: str(means) for way, means in ways_of(["In", "out"], ["stock", "movement"]).items()}
    {'in': 'unknown', 'out': 'unknown'}
    >>> ways_of(["C", "D"], ["class"]), len(ways_of(["C", "D"], ["credit", "debit"]))
    ({}, 2)
    """
    found = {value.strip(BLANKS).casefold() for value in values} - {""}
    if len(found) != 2:
        return {}
    for kind, known in (("out", Meaning.NOTHING), ("against", Meaning.AGAINST), ("either", Meaning.UNKNOWN)):
        for pair in words("ways", kind):
            here, other = pair.split("/")
            letters = len(here) == 1 and here.isalpha()
            if {here, other} == found and (not letters or {here, other} <= {word[:1] for word in header}):
                second = Meaning.UNKNOWN if of_stock(header) else known  # goods come in when money goes out
                return {here: Meaning.MONEY if second is not Meaning.UNKNOWN else second, other: second}
    return {}
