"""The working of a figure in lines: formula in words, steps, the formula with its numbers, the value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from custecon.core.catalogue import Working
from custecon.core.expression import Step, value_of
from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Figure
from custecon.render import formulas


@dataclass(frozen=True, slots=True)
class Lines:
    """The formula in words and with numbers, and the steps as (name, in words, with numbers, value)."""

    symbol: str
    formula: str
    with_numbers: str
    steps: tuple[tuple[str, str, str, str], ...]
    conditions: tuple[str, ...]


def of(figure: Figure, currency: str | None = None) -> Lines | None:
    """The working, or None for a figure that is not one formula over single numbers.

    The working of a schedule keeps the number of the period as a word: its numbers are those of every period.
    """
    metric, working = figure.metric, figure.working
    if metric is None or working is None:
        return None
    values = {needed.name: needed.default for needed in metric.asked} | {
        entry.name: entry.value for entry in figure.inputs
    }
    if figure.undefined or figure.value is None:
        return Lines(metric.symbol, formulas.in_words(working.expression), "", (), _conditions(figure))
    if metric.is_schedule:
        return _of_schedule(figure, values, working, currency)
    steps = []
    for step in working.steps:
        value = value_of(step, values)
        steps.append((step.name, *_both(step, values), spoken().shown(value, step.unit, currency)))
        values[step.name] = value
    in_words = formulas.in_words(working.expression)
    with_numbers = formulas.in_numbers(working.expression, values)
    return Lines(metric.symbol, in_words, with_numbers, tuple(steps), _conditions(figure))


def _of_schedule(figure: Figure, values: dict[str, Any], working: Working, currency: str | None) -> Lines:
    """The working of the sum over the periods, the period itself left as a word."""
    steps = tuple((step.name, *_both(step, values), "") for step in working.steps)
    in_words, in_numbers = (
        words(say("sum over periods 1 to {periods} of {formula}", periods=int(values["periods"]), formula=formula))
        for formula in (formulas.in_words(working.expression), formulas.in_numbers(working.expression, values))
    )
    return Lines(figure.metric.symbol if figure.metric else "", in_words, in_numbers, steps, _conditions(figure))


def _both(step: Step, values: dict[str, object]) -> tuple[str, str]:
    return formulas.in_words(step.formula), formulas.in_numbers(step.formula, values)


def _conditions(figure: Figure) -> tuple[str, ...]:
    return tuple(formulas.in_words(r.condition) for r in (figure.working.requirements if figure.working else ()))
