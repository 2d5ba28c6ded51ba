"""Phrases: what custecon says, as a template in English with named values that are worded when it is said.

    say("{clients} {clients:client has|clients have} brought {total} so far", clients=37, total=Money(total))

A phrase is a text, English, so that it can stand wherever a text does; in another language `Language.text` says its
template with the same values. Values: a whole number, a day, one of the classes below, another phrase, a list of these;
a plain text as a value is the user's own and said as it is. How gaps are written: core.language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from custecon.core.language import ENGLISH, Language
from custecon.core.units import Unit


class Phrase(str):
    """A template with its values; as a text it is English. `say` makes one."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def in_language(self, language: Language) -> str:
        """The phrase in a language."""
        if not self.values:
            return language.catalogue.get(self.template, self.template)
        return language.filled(self.template, self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _phrase, (self.template, self.values)


def _phrase(template: str, values: dict[str, Any]) -> Phrase:
    made = Phrase(ENGLISH.filled(template, values) if values else template)
    made.template, made.values = template, values
    return made


def say(template: str, /, **values: Any) -> Phrase:
    """A phrase; a text of ours without gaps too, where a plain one would be taken for the user's.

    >>> say("{n} {n:client has|clients have} left", n=1234)
    '1,234 clients have left'
    """
    if not values and hasattr(template, "in_language"):  # a phrase, or what is the user's own
        return template  # type: ignore[return-value]
    return _phrase(template, values)


_SO_MANY = {
    "day": "{n} {n:day|days}",
    "week": "{n} {n:week|weeks}",
    "month": "{n} {n:month|months}",
    "quarter": "{n} {n:quarter|quarters}",
    "year": "{n} {n:year|years}",
    "period": "{n} {n:period|periods}",
    "renewal": "{n} {n:renewal|renewals}",
    "row": "{n} {n:row|rows}",
    "cell": "{n} {n:cell|cells}",
    "name": "{n} {n:name|names}",
    "number": "{n} {n:number|numbers}",
    "amount": "{n} {n:amount|amounts}",
    "heading": "{n} {n:heading|headings}",
    "client": "{n} {n:client|clients}",
    "contract": "{n} {n:contract|contracts}",
    "order": "{n} {n:order|orders}",
    "method": "{n} {n:method|methods}",
}
_SEVERAL = {
    "day": "days",
    "week": "weeks",
    "month": "months",
    "quarter": "quarters",
    "year": "years",
    "period": "periods",
    "renewal": "renewals",
}


def counted(n: Any, noun: str = "row") -> Phrase:
    """So many of what everybody counts: 1 row, 2.5 years, 1,234 clients; other nouns have a template of their own."""
    return say(_SO_MANY[noun], n=n)


def some(values: Sequence[Any], most: int, more: int | None = None, *, apart: bool = False) -> Phrase:
    """The first of several, and how many more there are: a, b and 2 more; `apart`: by semicolons.

    `more`: how many more, where `values` are not all of them.
    """
    more = len(values) - most if more is None else more
    first = say("{all:;}" if apart else "{all}", all=[*values[:most]])
    if more <= 0:
        return first
    return say("{first}; and {more} more" if apart else "{first} and {more} more", first=first, more=more)


def several(period: str | None) -> Phrase:
    """What a number counts: months, years; without a name, periods."""
    return say(_SEVERAL[period or "period"])


class Verbatim(str):
    """A text of the user's where texts of ours stand too, such as a header that has become a label."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        """The same in every language."""
        return str(self)


class Day(str):
    """A day as programs read it, 2024-12-31, where it stands among texts."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        """As the language writes days."""
        return language.day(dt.date.fromisoformat(self))


class CalendarPeriod(str):
    """A week, month, quarter, half or year as programs read it: 2024-W05, 2024-05, 2024-Q2, 2024-H1, 2024.

    A catalogue words its parts in the context «period»: `{year}-05` as «май {year}».
    """

    __slots__ = ()
    context: ClassVar[str] = "period"
    PARTS: ClassVar[tuple[str, ...]] = (
        *(f"{{year}}-{number:02}" for number in range(1, 13)),
        *(f"{{year}}-{part}" for part in ("Q1", "Q2", "Q3", "Q4", "H1", "H2")),
        "{year}-W{week}",
    )

    def in_language(self, language: Language) -> str:
        """As the language calls it."""
        year, dash, part = self.partition("-")
        week = part[1:] if part.startswith("W") else ""
        said = language.catalogue.get(f"{self.context}\x04{{year}}{dash}{'W{week}' if week else part}")
        return said.format(year=year, week=int(week or 0)) if said else str(self)


class InContext(str):
    """A name of ours whose words a catalogue has in a context of its own; in English it is said as programs read it."""

    __slots__ = ()
    context: ClassVar[str]

    def in_language(self, language: Language) -> str:
        """In words."""
        return language.catalogue.get(f"{self.context}\x04{self}") or str(self)


class RoleName(InContext):
    """What a column means: said in words, and typed as it is, as in `--map {role!s}=COLUMN`."""

    __slots__ = ()
    context = "role"


class State(InContext):
    """What one client is: active or lost."""

    __slots__ = ()
    context = "state"


class Placeholder(InContext):
    """A word in capitals that stands in a help for what is typed there: FILE."""

    __slots__ = ()
    context = "placeholder"


class Money(NamedTuple):
    """An amount of money, and its currency if it is known."""

    value: Any
    currency: str | None = None

    def in_language(self, language: Language) -> str:
        """With two decimals."""
        return language.money(self.value, self.currency)


class Share(NamedTuple):
    """A part of one, as a percentage with so many decimal places; None: with four significant digits."""

    value: Any
    places: int | None = None

    def in_language(self, language: Language) -> str:
        """As a percentage."""
        return language.share(self.value, self.places)


class Number(NamedTuple):
    """A number with so many decimal places, in groups; None: with up to six significant digits."""

    value: Any
    places: int | None = None

    def in_language(self, language: Language) -> str:
        """Rounded."""
        return language.number(self.value) if self.places is None else language.grouped(self.value, self.places)


class Signed(NamedTuple):
    """A number or a share, a + before what is above 0."""

    amount: Number | Share | Exact

    def in_language(self, language: Language) -> str:
        """With its sign."""
        return ("+" if self.amount.value > 0 else "") + self.amount.in_language(language)


class Amount(NamedTuple):
    """A number of a unit, shown by its form as in a table."""

    value: Any
    unit: Unit
    currency: str | None = None

    def in_language(self, language: Language) -> str:
        """By the form of its unit."""
        return language.shown(self.value, self.unit, self.currency)


class Exact(NamedTuple):
    """A number with every digit it has, in groups or not."""

    value: Any
    grouped: bool = True

    def in_language(self, language: Language) -> str:
        """Not rounded."""
        return language.signs(f"{self.value:,f}" if self.grouped else f"{self.value:f}")


class PValue(NamedTuple):
    """A p-value to a thousandth; a smaller one is never called 0.

    >>> say("{p}", p=PValue(0.0341)), say("{p}", p=PValue(1e-9))
    ('p 0.034', 'p < 0.001')
    """

    value: float

    def in_language(self, language: Language) -> str:
        """With its sign."""
        if self.value < 0.001:
            return language.filled("p < {value}", {"value": Verbatim(language.signs("0.001"))})
        return language.filled("p {value}", {"value": Verbatim(language.signs(f"{self.value:.3f}"))})
