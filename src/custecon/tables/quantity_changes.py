"""Changes of one quantity as people say them: +5pt, -2%, +10, =85%, or a range 2%..8%:1%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from custecon.core.errors import UsageError, problem
from custecon.core.numbers import Typed, parse
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, Quantity, full_name

MOST = 10_000  # rows of a table of ranges
_POINTS = re.compile(r"(?P<amount>.+?)\s*(?:pts?|pp|points?|п\.?\s?п\.?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lever:
    """One quantity, changed once. `kind`: "points" and "sum" add, "percent" is of what it was, "value" replaces."""

    quantity: Quantity
    text: str
    kind: str
    amount: Decimal

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.quantity.name

    def after(self, before: float) -> float:
        """The value after the change, reckoned in decimals: 80% + 5pt is 85%, not 85.00000000000001%.

        Raises:
            UsageError: E137 per cent of nothing.
        """
        value = Decimal(repr(before))
        match self.kind:
            case "percent":
                if not value:
                    raise UsageError(problem("E137", name=self.quantity.name, change=self.text))
                value *= 1 + self.amount
            case "value":
                value = self.amount
            case _:
                value += self.amount
        return number(self.quantity, value)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One quantity at several values, from the first to the last."""

    quantity: Quantity
    text: str
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """The name of the quantity."""
        return self.quantity.name


def number(quantity: Quantity, value: Decimal) -> float:
    """The number that a formula takes; whole where the quantity is counted."""
    return int(value) if quantity.whole and value == int(value) else float(value)


def lever(text: str) -> Lever | Sweep:
    """Read QUANTITY=CHANGE.

    Raises:
        UsageError: E125 not that form; E110 no such quantity; E126 points or per cent?; E128 too many steps; E101-E105.

    >>> lever("retention=+5pt").after(0.8), lever("margin=-2%").after(100), lever("retention==85%").after(0.8)
    (0.85, 98.0, 0.85)
    >>> lever("churn=2%..4%:1%").values
    (0.02, 0.03, 0.04)
    """
    name, sign, said = text.partition("=")
    name, said = full_name(name.strip().replace("-", "_")), said.strip()
    if not sign or not said:
        raise UsageError(problem("E125", value=text))
    if name not in QUANTITIES:
        close = get_close_matches(name, [*QUANTITIES, *(one.short for one in QUANTITIES.values() if one.short)], n=2)
        cure = say("did you mean {close:or}?", close=close) if close else "custecon list shows all quantities"
        raise UsageError(problem("E110", what="quantity", given=name, cure=cure))
    quantity = QUANTITIES[name]
    return _span(quantity, said) if ".." in said else _change(quantity, said)


def _change(quantity: Quantity, said: str) -> Lever:
    if said[0] == "=" or said[0] not in "+-−":
        return Lever(quantity, f"= {said.lstrip('= ')}", "value", _value(quantity, said.lstrip("= ")))
    points = _POINTS.fullmatch(said)
    if points and not quantity.is_share:
        raise UsageError(
            problem("E126", name=quantity.name, value=said, cure=say("write {sign}10% or {sign}10", sign=said[0]))
        )
    typed = _typed(quantity, points["amount"] if points else said, percent=True)
    if points:
        amount = typed.number if typed.percent else typed.number.scaleb(-2)
        return Lever(quantity, said, "points", amount)
    if quantity.is_share and not typed.percent:
        cure = say("write {said}pt for percentage points, {said}% for per cent of what it is", said=said)
        raise UsageError(problem("E126", name=quantity.name, value=said, cure=cure))
    return Lever(quantity, said, "percent" if typed.percent else "sum", typed.number)


def _typed(quantity: Quantity, said: str, *, percent: bool) -> Typed:
    """A number that changes the quantity, without a period of its own: it is per the period of the calculation."""
    typed = parse(said, name=quantity.name, percent=percent, period=quantity.change is not None)
    if typed.period is not None:
        raise UsageError(problem("E127", name=quantity.name, value=said))
    return typed


def _value(quantity: Quantity, said: str) -> Decimal:
    """A value of the quantity, without a period of its own: it is per the period of the calculation."""
    return quantity.read(said, period=False).number


def _span(quantity: Quantity, said: str) -> Sweep:
    ends, _, stride = said.lstrip("= ").partition(":")
    first, last = (_value(quantity, end.strip()) for end in ends.split("..", 1))
    step = abs(last - first) / 10
    if stride:
        step = abs(_typed(quantity, stride.strip(), percent=quantity.is_share).number)
    if quantity.whole and not stride:
        step = max(Decimal(1), Decimal(int(step)))
    if not step:
        raise UsageError(problem("E128", value=said, count="no", most=MOST))
    count = int(abs(last - first) / step) + 1
    if count > MOST:
        raise UsageError(problem("E128", value=said, count=count, most=MOST))
    step = step if last >= first else -step
    return Sweep(quantity, said, tuple(number(quantity, first + step * i) for i in range(count)))
