"""What a parameter of an analysis may be: what it means, what it looks like, how it is read once, at the door."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

from custecon.core import numbers
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError, problem
from custecon.core.misspelling import chosen
from custecon.core.quantities import level_of

__all__ = ["Level", "Parameter", "one_of", "span", "whole"]


class Parameter(NamedTuple):
    """One record for every kind of parameter; the functions below make them.

    `read`: from what was said, and how who said it calls it, to a value; it raises the one refusal there is.
    `quantity`: by which name the settings say it, if they may. `outside`: what may be said, as a type.
    """

    meaning: str
    metavar: str
    read: Callable[[Any, str], Any]
    outside: str = "str"
    quantity: str = ""
    panel: str = "Figures"


def one_of(meaning: str, *known: str, metavar: str = "") -> Parameter:
    """One word of a list."""

    def read(said: Any, called: str) -> str:
        return chosen(known, called, str(said))

    return Parameter(meaning, metavar or "|".join(known), read, f"Literal[{', '.join(map(repr, known))}]")


def span(meaning: str) -> Parameter:
    """A length of time: 90d, 26w, 6m, 3y, or a timedelta."""
    return Parameter(meaning, "TIME", CalendarSpan.read, "str | timedelta")


def whole(meaning: str, low: int, high: int, *, or_zero: str = "") -> Parameter:
    """A whole number between bounds, both within; `or_zero`: what 0 means, where it may be said besides."""
    bounds = f"{'0, or ' if or_zero else ''}{low:,} to {high:,}"

    def read(said: Any, called: str) -> int:
        number = numbers.parse(str(said), name=called).number
        if number != int(number) or not (low <= number <= high or (or_zero and number == 0)):
            meant = f"0: {or_zero}" if or_zero else meaning
            raise UsageError(problem("E103", name=called, value=said, bounds=bounds, meaning=meant))
        return int(number)

    return Parameter(meaning, "COUNT", read, "int | str")


def _level(said: Any, _: str) -> float:
    return level_of(said)


Level = Annotated[
    float, Parameter("The level of intervals, 95 if not given.", "PERCENT", _level, "float | str", quantity="level")
]


def words_of(names: Sequence[str]) -> str:
    """Several names as a sentence has them: a, b and c."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
