"""Numbers as somebody reads them who has one minute: no more digits than the eye needs, those of a column alike.

The exact ones stand where they are checked: in the control line, in `--full`, in every export.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from custecon.core.language import Language, spoken
from custecon.core.rounding import exact, rounded, significant
from custecon.core.units import Form, Unit

ROUND = 3  # digits of what is estimated, in a sentence
THOUSAND = 1_000
WHOLE = 100  # from here on a count that was reckoned has no fraction


class ShortNumbers(Language):
    """A language that says money from a thousand on without decimals, shares with one, other numbers with three digits.

    >>> from custecon.core.language import ENGLISH
    >>> short = ShortNumbers.of(ENGLISH)
    >>> short.money(205903.68), short.money(-266.666), short.share(0.4525), short.share(0.08), short.share(0.00042)
    ('205,904', '-266.67', '45.3%', '8%', '0.042%')
    >>> short.number(4902.87), short.number(2.6666), short.number(0.1541)
    ('4,903', '2.67', '0.154')
    """

    @classmethod
    def of(cls, language: Language) -> ShortNumbers:
        """The same language with short numbers."""
        return cls(**{each.name: getattr(language, each.name) for each in fields(Language)})

    def money(self, value: Any, currency: str | None = None) -> str:
        """An amount, its cents only below a thousand."""
        return self.of_currency(self.grouped(value, places_of_money([value])), currency)

    def share(self, value: Any, places: int | None = None) -> str:
        """A percentage with one decimal place, if it is not 0; below a tenth of a percent with two digits."""
        percents = exact(value) * 100
        if places is None:
            short = significant(rounded(percents, 1), 6)
            small = 0 < abs(percents) < exact("0.1")
            whole = short != percents and abs(short) == 100  # nearly all is not all
            shown = significant(percents, 2) if small else significant(percents, 6) if whole else short
        else:
            shown = rounded(percents, places)
        return self.percents(f"{shown:f}")

    def number(self, value: Any) -> str:
        """A number with three digits, or whole."""
        number = exact(value)
        if not number.is_finite():
            return str(value)
        return self.grouped(number, 0) if abs(number) >= WHOLE else self.signs(f"{significant(number, 3):f}")

    def cell(self, value: Any, unit: Unit, places: int | None) -> str:
        """A cell of a column whose numbers have so many decimal places; None: as usual."""
        if value is None or places is None:
            return self.shown(value, unit)
        return self.share(value, places) if unit.form is Form.SHARE else self.grouped(value, places)


def short() -> ShortNumbers:
    """The language that is spoken, with short numbers."""
    language = spoken()
    return language if isinstance(language, ShortNumbers) else ShortNumbers.of(language)


def unshortened() -> Language:
    """The language that is spoken, with every digit it has."""
    language = spoken()
    return Language(**{each.name: getattr(language, each.name) for each in fields(Language)})


def ends(low: Any, high: Any, unit: Unit, currency: str | None = None) -> tuple[str, str]:
    """The ends of an interval in a sentence, with as many digits as its width has meaning, never narrower than it is.

    >>> from custecon.core.units import MONEY
    >>> ends(138955.8, 302636.57, MONEY), ends(123412345, 123487654, MONEY), ends(0, 643.6, MONEY, "EUR")
    (('138,000', '303,000'), ('123,412,300', '123,487,700'), ('0', '644 EUR'))
    """
    language, width = short(), abs(exact(high) - exact(low))
    if unit.form not in (Form.MONEY, Form.COUNT, Form.NUMBER) or not width:
        return language.shown(low, unit), language.shown(high, unit, currency)
    most = 2 if unit.form is Form.MONEY else 6
    step = Decimal(1).scaleb(max(width.adjusted() - (ROUND - 1), -most))
    down, up = (
        (exact(end) / step).to_integral_value(way) * step for end, way in ((low, ROUND_FLOOR), (high, ROUND_CEILING))
    )
    places = max(0, -int(step.adjusted()))
    return language.grouped(down, places), language.of_currency(language.grouped(up, places), currency)


def places_of(values: Iterable[Any], unit: Unit) -> int | None:
    """How many decimal places the numbers of a column have, all the same; None where each is shown for itself."""
    if unit.form is Form.MONEY:
        return places_of_money(values)
    if unit.form is Form.SHARE:
        return 1
    if unit.form in (Form.COUNT, Form.NUMBER):
        numbers = [exact(value) for value in values if value is not None]
        if all(number == number.to_integral_value() for number in numbers):
            return 0
        most = max((abs(number) for number in numbers if number.is_finite()), default=exact(0))
        return next((places for places, least in enumerate((WHOLE, 10, 1)) if most >= least), 3)
    return None


def places_of_money(values: Iterable[Any]) -> int:
    """None of them from a thousand on, else two; two as well where one would be shown as nothing that is something."""
    amounts = [abs(exact(value)) for value in values if value is not None]
    return 0 if any(one >= THOUSAND for one in amounts) and not any(0 < one < exact("0.5") for one in amounts) else 2
