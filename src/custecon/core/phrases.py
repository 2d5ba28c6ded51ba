"""Phrases: what custecon says, as a template in English with named values that are worded when it is said.

    say("{clients} {clients:client has|clients have} brought {total} so far", clients=37, total=Money(total))

A phrase is a text, English, so that it can stand wherever a text does; in another language `Language.text` says its
template with the same values. Values: a whole number, a day, one of the classes below, another phrase, a list of these;
a plain text as a value is the user's own and said as it is. How gaps are written: core.language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

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
    return template if isinstance(template, Phrase) and not values else _phrase(template, values)


_TIMES = ("day", "week", "month", "quarter", "year", "period", "renewal")
_COUNTED = (*_TIMES, "row", "cell", "name", "number", "amount", "heading", "client", "contract", "order", "method")
_SO_MANY = {noun: f"{{n}} {{n:{noun}|{noun}s}}" for noun in _COUNTED}
_SEVERAL = {time: f"{time}s" for time in _TIMES}


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

    amount: Number | Share

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
        return f"p < {language.signs('0.001')}" if self.value < 0.001 else f"p {language.signs(f'{self.value:.3f}')}"
