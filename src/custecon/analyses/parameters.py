"""What a parameter of an analysis may be: what it means, what it looks like, how it is read once, at the door."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from custecon.core import numbers
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import UsageError, problem
from custecon.core.misspelling import chosen
from custecon.core.phrases import Phrase, say
from custecon.core.quantities import QUANTITIES, Quantity, level_of
from custecon.core.results import Input
from custecon.core.units import Form


class Parameter(NamedTuple):
    """One record for every kind of parameter; the functions below make them.

    `read`: from what was said, and how who said it calls it, to a value; it raises the one refusal there is.
    `settable`: by which name the settings say it, if they may. `figure`: the value is an
    `Input` of that quantity, which tells where it came from. `outside`: what may be said, as a type.
    `chooses`: the words by which it chooses the way. `columns`: it names columns of the file, or one of these words.
    `known`: the words of which it is one. `usual`: the short help shows it, whether or not an example uses it.
    """

    meaning: str
    metavar: str
    read: Callable[[Any, str], Any]
    outside: str = "str"
    settable: str = ""
    panel: str = "Figures"
    repeats: bool = False
    figure: str = ""
    chooses: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    known: tuple[str, ...] = ()
    usual: bool = False

    def columns_in(self, value: Any) -> tuple[str, ...]:
        """The columns of the file that a value names."""
        if self.columns is None or value is None:
            return ()
        return tuple(word for word in ((value,) if isinstance(value, str) else value) if word not in self.columns)


class Another(NamedTuple):
    """A further file with a name of its own, and what it tells."""

    meaning: str
    panel: str = "Figures"


def one_of(meaning: str, *known: str, metavar: str = "") -> Parameter:
    """One word of a list."""

    def read(said: Any, called: str) -> str:
        return chosen(known, called, str(said))

    return Parameter(
        meaning, metavar or "|".join(known), read, say("Literal[{map}]", map=[*map(repr, known)]), known=known
    )


def text(meaning: str, metavar: str = "TEXT", outside: str = "str", panel: str = "Figures") -> Parameter:
    """Whatever is said, as a text."""
    return Parameter(meaning, metavar, lambda said, _: str(said), outside, panel=panel)


def day(meaning: str, metavar: str = "DATE") -> Parameter:
    """A day: 2024-12-31 or 31.12.2024, or a date of Python."""

    def read(said: Any, called: str) -> dt.date:
        from custecon.sources.keywords import day_of

        return day_of(said, called)

    return Parameter(meaning, metavar, read, "str | date")


def choice_of_way(meaning: str, *known: str, metavar: str = "") -> Parameter:
    """One word of a list by which it is settled, beside the kind of file, which way answers.

    Every way that has it lists its own words. A way where it has no default answers only if one of them is said.
    """
    return one_of(meaning, *known, metavar=metavar)._replace(chooses=known)


def column(meaning: str, *besides: str) -> Parameter:
    """A column of the file to add up by, as its role or its header; `besides`: words that need no column."""
    return Parameter(meaning, "COLUMN", lambda said, _: str(said).strip(), columns=besides, usual=True)


def span(meaning: str, *, metavar: str = "TIME", settable: str = "") -> Parameter:
    """A length of time: 90d, 26w, 6m, 3y, or a timedelta; `settable`: by which name the settings say it."""
    return Parameter(meaning, metavar, CalendarSpan.read, "str | timedelta", settable=settable)


def whole(meaning: str, low: int, high: int, *, or_zero: str = "") -> Parameter:
    """A whole number between bounds, both within; `or_zero`: what 0 means, where it may be said besides."""
    bounds = say("{which}{low} to {high}", which=say("0, or " if or_zero else ""), low=low, high=high)

    def read(said: Any, called: str) -> int:
        number = numbers.parse(str(said), name=called).number
        if number != int(number) or not (low <= number <= high or (or_zero and number == 0)):
            meant = say("0: {what}", what=say(or_zero)) if or_zero else meaning
            raise UsageError(problem("E103", name=called, value=said, bounds=bounds, meaning=meant))
        return int(number)

    return Parameter(meaning, "COUNT", read, "int | str")


def figure(name: str, meaning: str = "", *, metavar: str = "", panel: str = "Figures") -> Parameter:
    """One figure of the dictionary with where it came from, exact: its value is a decimal."""
    return of_quantity(QUANTITIES[name], meaning, metavar)._replace(panel=panel, figure=name)


def pairs(meaning: str, metavar: str, panel: str = "Figures") -> Parameter:
    """Numbers by name: visits=1500, which may be said again; in Python a mapping will do."""

    def read(said: Any, called: str) -> tuple[tuple[str, Fraction], ...]:
        texts = [f"{name}={number}" for name, number in said.items()] if isinstance(said, Mapping) else said
        return tuple(_pair(str(text), called) for text in ([texts] if isinstance(texts, str) else texts))

    return Parameter(meaning, metavar, read, "Mapping[str, Figure] | Sequence[str]", panel=panel, repeats=True)


def _pair(text: str, called: str) -> tuple[str, Fraction]:
    name, sign, number = text.rpartition("=")
    if not (sign and name.strip() and number.strip()):
        raise UsageError(problem("E377", name=called, value=text))
    value = numbers.parse(number, name=f"{called} {name.strip()}").number
    if value < 0:
        raise UsageError(problem("E103", name=f"{called} {name}", value=number, bounds=say("at least 0"), meaning=""))
    return name.strip(), Fraction(value)


def words(meaning: str, metavar: str) -> Parameter:
    """Several words, each said by itself or some with commas between them."""

    def read(said: Any, _: str) -> tuple[str, ...]:
        texts = (said,) if isinstance(said, str) else said
        return tuple(word.strip() for text in texts for word in str(text).split(","))

    return Parameter(meaning, metavar, read, "str | Sequence[str]", repeats=True)


_METAVARS = {Form.MONEY: "MONEY", Form.SHARE: "SHARE", Form.COUNT: "COUNT", Form.NUMBER: "NUMBER", Form.DATE: "DATE"}


def of_quantity(quantity: Quantity, meaning: str = "", metavar: str = "") -> Parameter:
    """One figure that is no input of a formula: its name, meaning and bounds come from the dictionary."""
    told = meaning or quantity.meaning
    text = f"{told[0].upper()}{told[1:]}{'' if told.endswith(',') else '.'}"

    def read(said: Any, called: str) -> Any:
        return quantity.read(said, period=False, called=called).number

    return Parameter(text, metavar or _METAVARS[quantity.unit.form], read, "Figure", settable=quantity.name)


def _level(said: Any, called: str) -> float:
    return level_of(said, called)


Level = Annotated[
    float, Parameter("The level of intervals, 95 if not given.", "PERCENT", _level, "Figure", settable="level")
]
LostAfter = Annotated[
    CalendarSpan | None,
    span("A client who has not bought for so long counts as lost: 180d.", metavar="DAYS", settable="lost_after"),
]
SleepingAfter = Annotated[
    CalendarSpan | None,
    span("A client who has not bought for so long sleeps: 90d; by the log's own gaps if not given.", metavar="DAYS"),
]
Top = Annotated[int | None, whole("How many names the list has; all if not given.", 1, 1_000_000)]
By = Annotated[str | None, column("Add up by a column of the file, as manager or as its header.")]
MarginRate = Annotated[Input | None, figure("margin_rate", "the part of a purchase that is left after the direct cost")]


def words_of(names: Iterable[str], between: str = "and") -> Phrase:
    """Several things that custecon names, as a sentence has them: a, b and c; nothing for none."""
    all_of = [*map(say, dict.fromkeys(names))]
    if len(all_of) < 2:
        return all_of[0] if all_of else say("")
    return say("{all:and}" if between == "and" else "{all:or}", all=all_of)
