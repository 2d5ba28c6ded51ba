"""From what a person typed to inputs of formulas: read, converted to one period, completed, each with its origin."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from custecon.cli.options import Asked
from custecon.core.errors import UsageError, problem
from custecon.core.expression import Expression, Name
from custecon.core.numbers import Typed
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.units import Period, convert
from custecon.render import numbers

__all__ = ["FOLLOWS", "chosen", "completed", "days_before", "inputs", "level", "period_of"]


def chosen(asked: Asked, name: str, known: Sequence[str]) -> str | None:
    """The value of an option that is one of a list.

    Raises:
        UsageError: E112 it is none of them.
    """
    value = asked.text(name)
    if value is None:
        return None
    given = value.replace("_", "-").lower()
    if given not in known:
        raise UsageError(problem("E112", name=f"--{name.replace('_', '-')}", value=value, known=", ".join(known)))
    return given


def level(asked: Asked) -> float:
    """The level of intervals, 0.95 unless told otherwise: 95, 95% and 0.95 are the same.

    Raises:
        UsageError: E103 not between 50 % and 99.99 %.
    """
    text = asked.text("level")
    if text is None:
        return 0.95
    number = QUANTITIES["level"].read(text if "%" in text or text.startswith(("0", ".")) else f"{text}%").number
    return float(number)


def period_of(asked: Asked, typed: Iterable[tuple[str, Typed]]) -> Period | None:
    """The period of the calculation: as told, or the only one that the options name.

    Raises:
        UsageError: E107 the options name several and --period is not given; E112 unknown period.
    """
    told = chosen(asked, "period", [period.value for period in Period])
    if told:
        return Period(told)
    named = {value.period: name for name, value in typed if value.period is not None}
    if len(named) > 1:
        (period, name), *_ = named.items()
        raise UsageError(problem("E107", name=name, given=period.value))
    return next(iter(named), None)


def inputs(asked: Asked, names: Sequence[str], *, fixed: Period | None = None) -> tuple[list[Input], Period | None]:
    """The given figures as inputs, all per the same period, and that period.

    `fixed`: the period of a file, whose columns are per year whatever the options say.

    Raises:
        UsageError: a figure cannot be read, is out of bounds, or names a period where there is none.
    """
    typed = [(name, QUANTITIES[name].read(asked.options[name])) for name in names if name in asked.options]
    period = period_of(asked, typed) if fixed is None else fixed
    if fixed is not None and asked.text("period") not in (None, fixed.value):
        raise UsageError(problem("E118", given=asked.text("period"), fixed=fixed.value))
    return [_input(name, value, period) for name, value in typed], period


def _input(name: str, typed: Typed, period: Period | None) -> Input:
    quantity = QUANTITIES[name]
    value: Any = float(typed.number)
    if typed.period is None or typed.period == period:
        return Input(quantity, int(value) if quantity.whole else value)
    if quantity.change is None or period is None:
        raise UsageError(problem("E107", name=name, given=typed.period.value))
    converted = convert(value, quantity.change, given=typed.period, wanted=period)
    how = "by powers" if quantity.is_share else "spread evenly"
    return Input(quantity, converted, note=f"{numbers.shown(value, quantity.unit)} per {typed.period.value}, {how}")


_DURATION = re.compile(r"([0-9]{1,5})\s*(d|w|m|y)[a-z]*")


def days_before(asked: Asked, name: str, day: dt.date) -> int | None:
    """How many days a duration such as 180d, 26w, 6m or 1y reaches back from a day; months by the calendar.

    Raises:
        UsageError: E119 it is not such a duration.
    """
    text = asked.text(name)
    if text is None:
        return None
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or int(match[1]) == 0:
        raise UsageError(problem("E119", name=f"--{name.replace('_', '-')}", value=text))
    count, unit = int(match[1]), match[2]
    if unit in "dw":
        return count * (7 if unit == "w" else 1)
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        raise UsageError(problem("E119", name=f"--{name.replace('_', '-')}", value=text))
    last = calendar.monthrange(year, month + 1)[1]
    return (day - dt.date(year, month + 1, min(day.day, last))).days


def completed(given: Sequence[Input]) -> list[Input]:
    """The inputs, and those that follow from them: churn from retention, margin from revenue.

    Raises:
        UsageError: E108 two inputs say the same thing differently.
    """
    known = {entry.name: entry for entry in given}

    for name, needs, how, note in FOLLOWS:
        if not all(need in known for need in needs):
            continue
        value = how(*(known[need].value for need in needs))
        if name not in known:
            known[name] = Input(QUANTITIES[name], value, "computed", note, formula=how(*map(Name, needs)))
        elif known[name].origin != "computed" and abs(known[name].value - value) > 1e-12:
            raise UsageError(problem("E108", name=name, other=" and ".join(needs)))

    return list(known.values())


def _complement(value: Any) -> Any:
    """1 − value as a person reckons it: 1 − 0.9 is 0.1, not 0.09999999999999998."""
    return 1 - value if isinstance(value, Expression) else float(1 - Decimal(repr(value)))


# What follows from what: the quantity, what it needs, how, and how it is told.
FOLLOWS: tuple[tuple[str, tuple[str, ...], Callable[..., Any], str], ...] = (
    ("retention", ("churn",), _complement, "1 − churn rate"),
    ("churn", ("retention",), _complement, "1 − retention rate"),
    ("margin", ("revenue", "margin_rate"), lambda revenue, rate: revenue * rate, "revenue × margin rate"),
)
