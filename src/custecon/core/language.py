"""How a language says things: its words for ours, its numbers, days, and forms for one and several. English is ours.

A text that custecon says is a constant or a `Phrase` (core.phrases); `Language.text` says it. Numbers are worded and
rounded here and nowhere else, without knowing what they belong to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from custecon.core.rounding import exact, rounded, significant
from custecon.core.units import Form, Period, Unit

DAY = "{year}-{month:02}-{day:02}"  # a catalogue may have it otherwise, such as {day:02}.{month:02}.{year}


def one_or_several(shown: str) -> int:
    """The form that goes with a number in English: the first with 1, the second with all else."""
    return int(shown != "1")


@dataclass(frozen=True)
class Language:
    """A language.

    Attributes:
        catalogue: by our English text or template, its own. What is missing is said in English.
        plural: which form goes with a number, as "1", "1234" or "1.5" shows it.
        group, point, percent: what stands between thousands, before the fraction, behind a share.
        minus: what stands before a number below 0.
        percent_first: whether that stands before it instead.
        space: what stands before a currency.
    """

    name: str
    catalogue: Mapping[str, str] = field(default_factory=dict)
    plural: Callable[[str], int] = one_or_several
    group: str = ","
    point: str = "."
    percent: str = "%"
    percent_first: bool = False
    minus: str = "-"
    space: str = " "

    # ------------------------------------------------------------------ texts

    def text(self, said: str) -> str:
        """A text in this language: a phrase, what is the user's own, or a constant of ours."""
        if said.__class__ is not str and hasattr(said, "in_language"):
            return str(said.in_language(self))
        return self.catalogue.get(said, str(said))

    def filled(self, template: str, values: Mapping[str, Any]) -> str:
        """A template of ours with its values, in this language."""
        said = self.catalogue.get(template)
        plural = one_or_several if said is None else self.plural  # what is missing is said in English
        return _tidy((said or template).format_map({name: _Gap(value, self, plural) for name, value in values.items()}))

    def worded(self, value: Any) -> str:
        """A value of a phrase: a number with the language's signs, a text as it is, several one after the other."""
        if hasattr(value, "in_language"):
            return str(value.in_language(self))
        if isinstance(value, str):
            return self.text(value.value) if isinstance(value, Enum) else str(value)
        if value.__class__ is int:
            return self.signs(f"{value:,}")
        if isinstance(value, Decimal):
            return self.signs(f"{value:,f}")
        if isinstance(value, float):
            return self.signs(str(value))
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, list | tuple):
            return ", ".join(map(self.worded, value))
        said = str(value)  # of our own things it is a phrase
        return said if said.__class__ is str else self.worded(said)

    def in_context(self, context: str, value: Any) -> str:
        """A value as a catalogue has it in a context of its own, such as a case of its grammar."""
        return self.catalogue.get(f"{context}\x04{ENGLISH.worded(value)}") or self.worded(value)

    def joined(self, values: Sequence[Any], last: str) -> str:
        """Several values, `last` ("and", "or") before the last of them; or ";", "+" or a blank between all."""
        if last in _BETWEEN:
            return _BETWEEN[last].join(map(self.worded, values))
        *first, end = map(self.worded, values)
        return f"{', '.join(first)} {self.text(last)} {end}" if first else end

    # ------------------------------------------------------------------ numbers

    def signs(self, number: str) -> str:
        """A number as 1,234.5 with the signs of this language."""
        if self.group == "," and self.point == "." and self.minus == "-":
            return number
        return number.translate({ord(","): self.group, ord("."): self.point, ord("-"): self.minus})

    def grouped(self, value: Any, places: int) -> str:
        """A number in groups of three, such as 1,234,567.89."""
        return self.signs(f"{rounded(value, places):,f}")

    def money(self, value: Any, currency: str | None = None) -> str:
        """An amount with two decimals, and its currency if it is known."""
        return self.of_currency(self.grouped(value, 2), currency)

    def of_currency(self, amount: str, currency: str | None) -> str:
        """An amount with its currency, by a sign where the language has one."""
        return f"{amount}{self.space}{self.sign(currency)}" if currency else amount

    def sign(self, currency: str) -> str:
        """How a currency is shown: by its sign where the language has one, else by its code."""
        return self.catalogue.get(currency, currency)

    def share(self, value: Any, places: int | None = None) -> str:
        """A share as a percentage: with four significant digits, or with so many decimal places.

        >>> ENGLISH.share(0.8), ENGLISH.share(0.00797414), ENGLISH.share(0.45964, 1)
        ('80%', '0.7974%', '46.0%')
        """
        percents = exact(value) * 100
        shown = significant(percents, 4) if places is None else rounded(percents, places)
        return self.percents(f"{shown:f}")

    def percents(self, number: str) -> str:
        """So many of a hundred, with their sign.

        >>> from dataclasses import replace
        >>> ENGLISH.percents("-45.3"), replace(ENGLISH, percent_first=True).percents("-45.3")
        ('-45.3%', '-%45.3')
        """
        shown = self.signs(number)
        if not self.percent_first:
            return f"{shown}{self.percent}"
        digits = shown.lstrip(self.minus)
        return f"{shown[: len(shown) - len(digits)]}{self.percent}{digits}"

    def number(self, value: Any) -> str:
        """A number with up to six significant digits, no trailing zeros, groups from 10,000 on.

        >>> ENGLISH.number(0.000123456789), ENGLISH.number(7.5e-28)
        ('0.000123457', '0')
        """
        number = significant(exact(value), 6)
        if not number.is_finite():  # told of what is refused
            return str(value)
        return self.signs(f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}")

    def day(self, day: dt.date) -> str:
        """A day, as 2024-03-05."""
        form = self.catalogue.get(DAY)
        return form.format(year=day.year, month=day.month, day=day.day) if form else day.isoformat()

    def between(self, low: Any, high: Any, unit: Unit) -> str:
        """The two ends of an interval, shares with as many decimals; an end at which there is no figure is undefined.

        >>> from custecon.core.units import MONEY, SHARE
        >>> ENGLISH.between(1, None, MONEY), ENGLISH.between(0.1232, 0.375, SHARE)
        ('1.00 … undefined', '12.32% … 37.50%')
        """
        ends = [self.text("undefined") if end is None else self.shown(end, unit) for end in (low, high)]
        if unit.form is Form.SHARE and low is not None and high is not None:
            fractions = (re.search(rf"{re.escape(self.point)}(\d+)", end) for end in ends)
            places = max(len(found[1]) if found else 0 for found in fractions)
            ends = [self.share(end, places) for end in (low, high)]
        return " … ".join(ends)

    def shown(self, value: Any, unit: Unit, currency: str | None = None) -> str:
        """A value as a table cell: by the form of its unit. Empty for None."""
        if value is None:
            return ""
        match unit.form:
            case Form.MONEY:
                return self.money(value, currency)
            case Form.SHARE:
                return self.share(value)
            case Form.COUNT:
                whole = exact(value) == exact(value).to_integral_value()
                return self.grouped(value, 0) if whole else self.number(value)
            case Form.NUMBER:
                return self.number(value)
            case Form.DATE:
                return self.day(value) if isinstance(value, dt.date) else str(value)
            case Form.TEXT:
                return self.worded(value)

    def unit(self, unit: Unit, period: Period | None, currency: str | None) -> str:
        """The unit in words, with the period and the currency of this result put in."""
        sign = self.sign(currency) if currency else currency
        template, values = unit.name, {"period": period.value if period else "", "currency": sign}
        if unit.per == "period" and period is not None:
            template = template.replace("per period", "per {period}").replace("periods", f"{period.value}s")
            values["period"] = self.text(period.value)
        if currency and unit.form is Form.MONEY:
            template = template.replace("money", "{currency}", 1)
        return self.filled(template, values)


class _Gap:
    """A value in a gap of a template: `{count}`, or the words that go with it, as in `{count:client has|clients have}`.

    A catalogue may ask for a word in another case, by the context that holds it: `{period:@acc}`. `{period!s}` is a
    value as an option is typed.
    `{names:and}` puts «and» before the last of several, `{parts:;}` a semicolon between them; `{line:d}` has no groups.
    """

    __slots__ = ("language", "plural", "value")

    def __init__(self, value: Any, language: Language, plural: Callable[[str], int]) -> None:
        self.value, self.language, self.plural = value, language, plural

    def __str__(self) -> str:
        return ENGLISH.worded(self.value)

    def __format__(self, form: str) -> str:
        if not form:
            return self.language.worded(self.value)
        if form[0] == "@":
            return self.language.in_context(form[1:], self.value)
        if "|" in form:
            return form.split("|")[self.plural(_as_shown(self.value))]
        return str(self.value) if form == "d" else self.language.joined(self.value, form)


def _as_shown(value: Any) -> str:
    """The number that words go with, as it is shown: of several things it is how many they are."""
    if isinstance(value, list | tuple) and not hasattr(value, "in_language"):
        value = len(value)
    return str(int(value)) if isinstance(value, int) else ENGLISH.worded(value).replace(",", "")


def _tidy(text: str) -> str:
    """One point where a name that ends in one meets ours: «Wake A. Smith Ltd.» at the end of a sentence."""
    return _TWO_POINTS.sub(".", text) if ".." in text else text


_TWO_POINTS = re.compile(r"(?<=\w)\.\.(?=\s|$)")
_BETWEEN = {";": "; ", "+": " + ", " ": " "}
ENGLISH = Language("en")
_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language that is spoken now."""
    return _SPOKEN.get()


def words(said: str) -> str:
    """A text of ours in the language that is spoken now."""
    return _SPOKEN.get().text(said)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language in this block: to people alone; JSON, CSV and codes are the same in every language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)
