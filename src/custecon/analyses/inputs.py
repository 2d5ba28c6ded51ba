"""From what was said to inputs of formulas: read, converted to one period, each with its origin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from custecon.analyses.bare_rates import settled
from custecon.analyses.question import Question
from custecon.core.derived_inputs import not_overruled
from custecon.core.errors import Place, UsageError, problem
from custecon.core.facts import Fact
from custecon.core.messages import Offer
from custecon.core.misspelling import chosen
from custecon.core.numbers import Typed
from custecon.core.phrases import Amount, Number, counted, say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.results import Input
from custecon.core.units import Change, Period, convert


def _period_of(said: Question, typed: Iterable[tuple[str, Typed]]) -> Period | None:
    """The period of the calculation: as told, or the only one that the options name, or that of the settings.

    Raises:
        UsageError: E107 the options name several and --period is not given; E112 unknown period; E132 only facts of
            the settings name a period, and options without one stand beside them.
    """
    typed = list(typed)
    known = [period.value for period in Period]
    if "period" in said.options:
        return Period(chosen(known, said.called("period"), said.text("period") or ""))
    per = [(value.period, name) for name, value in typed if value.period and QUANTITIES[name].unit.per == "period"]
    # A discount is brought to whatever period the others have; it names one only where they name none.
    named = dict([one for one in per if QUANTITIES[one[1]].change is not Change.COMPOUND] or per)
    if len(named) > 1:
        (period, name), *_ = named.items()
        offered = said.offers("period")
        cure = "say --period month, quarter or year" if offered else "write all figures per the same period"
        yielding = (
            [QUANTITIES[name] for _, name in per if QUANTITIES[name].change is Change.COMPOUND] if offered else []
        )
        cure += "".join(
            say(", with {flag} {options}", flag=each.flag, options=said.options[each.option]) for each in yielding
        )
        raise UsageError(problem("E107", name=name, given=period, cure=cure))
    if named:
        return next(iter(named))
    told = said.text("period")
    return Period(chosen(known, said.called("period"), told)) if told else None


def given_figures(
    said: Question, names: Sequence[str], *, fixed: Period | None = None
) -> tuple[list[Input], Period | None]:
    """The given figures as inputs, all per the same period, and that period; the settings fill what was not given.

    `fixed`: the period of a file, whose columns are per year whatever the options say.

    Raises:
        UsageError: a figure cannot be read, is out of bounds, or names a period where there is none.
    """
    said = settled(said, names, fixed=fixed)
    known = [QUANTITIES[name] for name in names]
    typed = [
        (each.name, each.read(said.options[each.option], called=said.called(each.option)))
        for each in known
        if each.option in said.options
    ]
    given_names = {name for name, _ in typed}
    facts = [said.defaults[name] for name in names if name in said.defaults and name not in given_names]
    period = fixed or _period_of(said, typed) or _period_of_facts(typed, facts)
    if fixed is not None and "period" in said.options and said.text("period") != fixed.value:
        raise UsageError(problem("E118", given=Period(said.text("period") or ""), fixed=fixed))
    given = [_input(name, value, period) for name, value in typed]
    standing = [_from_settings(fact, _input(fact.name, fact.typed, period)) for fact in facts if fact.typed is not None]
    said.standing.update(entry.name for entry in standing)
    return [*given, *not_overruled(standing, given)], period


def _from_settings(fact: Fact, entry: Input) -> Input:
    note = f"{fact.where}; {entry.note}" if entry.note else fact.where
    return replace(entry, origin=fact.origin, note=note)


_PERIOD_SAID = "say --period month or --period year, or "


def _period_of_facts(typed: Sequence[tuple[str, Typed]], facts: Sequence[Fact]) -> Period | None:
    """The only period that the settings name, where no option is per an unnamed period.

    Raises:
        UsageError: E132 they name one, and options without a period stand beside them, or they name several.
    """
    named = {fact.typed.period: fact for fact in facts if fact.typed and QUANTITIES[fact.name].unit.per == "period"}
    if not named:
        return None
    (period, fact), *others = named.items()
    if others or period is None or any(QUANTITIES[name].unit.per == "period" for name, _ in typed):
        given = period or say("period")
        values = {"name": say(QUANTITIES[fact.name].label), "given": given, "option": Offer(_PERIOD_SAID)}
        raise UsageError(problem("E132", place=Place(fact.where), **values))
    return period


def _input(name: str, typed: Typed, period: Period | None) -> Input:
    quantity = QUANTITIES[name]
    value: Any = float(typed.number)
    wanted = Period.YEAR if quantity.unit.per == "year" else period
    if typed.period is None or typed.period == wanted or wanted is None or quantity.change is None:  # else it is known
        return Input(quantity, int(value) if quantity.whole else value, per=typed.period)
    converted = convert(value, quantity.change, given=typed.period, wanted=wanted)
    if quantity.whole and converted == int(converted):
        converted = int(converted)
    return Input(quantity, converted, note=as_given(quantity, value, typed.period), per=typed.period)


def as_given(quantity: Quantity, value: Any, period: Period) -> str:
    """What was given before it was converted, and how that was done."""
    shown = Amount(value, quantity.unit)
    if quantity.change is Change.LENGTH:
        return counted(shown, period)
    return say(
        "{shown} per {period}, {how}",
        shown=shown,
        period=say(period.value),
        how=say("by powers" if quantity.is_share else "spread evenly"),
    )


def in_months(given: Sequence[Input]) -> list[Input]:
    """The times to pay back that were given as a bare number: they are in months, whatever the others are per."""
    return [entry for entry in given if entry.name == "within" and entry.per is None]


def months_or(entry: Input, period: Period) -> UsageError:
    """The refusal of a time in months where all other figures are per another period (E146)."""
    return UsageError(problem("E146", name=entry.quantity.flag, value=Number(entry.value), given=period))
