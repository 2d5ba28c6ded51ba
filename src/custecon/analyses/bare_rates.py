"""Rates and money typed without a period beside figures that name one: what each is taken for, told or said.

One meaning in every command: a discount or a growth is a yearly rate, as rates of interest are quoted, and is brought
to the period of the others by powers; how many stay or leave is asked about, for both readings are usual; money is of
the period of the others. Where nothing names a period, or `--period` settles it for all, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from custecon.analyses.question import Question
from custecon.core.errors import Problem, UsageError, notice, problem
from custecon.core.numbers import Typed
from custecon.core.phrases import Amount, say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.results import Input
from custecon.core.rounding import full
from custecon.core.units import Change, Period, convert

QUOTED = Period.YEAR  # what a rate is per where nobody says it
Asking = TypeVar("Asking", bound=Question)
_Spoken = list[tuple[Quantity, Typed]]


def settled(said: Asking, names: Sequence[str], *, fixed: Period | None = None) -> Asking:
    """What was asked, every rate per year that named no period beside others now naming it.

    `fixed`: the period in which a command reckons whatever the options say; there a bare figure is per that period.

    Raises:
        UsageError: E387 a retention or churn without a period beside a figure per another period than a year.
    """
    spoken: _Spoken = [
        (each, each.read(said.options[each.option], called=said.called(each.option)))
        for each in map(QUANTITIES.__getitem__, names)
        if each.unit.per == "period" and each.change is not Change.LENGTH and each.option in said.options
    ]
    bare = [(each, typed) for each, typed in spoken if typed.period is None and not _alike_per_any(each, typed)]
    named: dict[Period, Quantity] = {typed.period: each for each, typed in spoken if typed.period is not None}
    others = [period for period in named if period is not (fixed or QUOTED)]
    if "period" in said.options or (not named and fixed is None):
        _tell_settled(said, bare)
    elif fixed is not None:
        for each, _ in bare if others else ():
            _tell(said, each, fixed, others[0])
    elif others:
        return _beside(said, bare, named, others[0])
    return said


def _alike_per_any(each: Quantity, typed: Typed) -> bool:
    """Whether the figure is the same per any period: nothing, or a certainty to stay or leave."""
    return typed.number == 0 or (each.change in (Change.SURVIVAL, Change.LOSS) and typed.number == 1)


def _tell_settled(said: Question, bare: _Spoken) -> None:
    """A discount that `--period` or the settings make a rate of a shorter time than a year is told."""
    fact = said.defaults.get("period")
    text, where = said.options.get("period"), "--period"
    if text is None and fact is not None:
        text, where = fact.text, fact.where
    if text not in list(Period) or text == QUOTED:
        return
    for each, _ in bare:
        if each.change is Change.COMPOUND:
            _tell(said, each, Period(text), QUOTED, say(", as {where} says", where=where))


def _beside(said: Asking, bare: _Spoken, named: dict[Period, Quantity], other: Period) -> Asking:
    asked_about: list[Problem] = []
    completed = {}
    for each, typed in bare:
        if each.change in (Change.SURVIVAL, Change.LOSS):
            asked_about.append(_two_readings(said, each, typed, named[other], other))
        elif each.change is Change.COMPOUND:
            completed[each.option] = f"{said.options[each.option]}/{QUOTED.value}"
            _tell(said, each, QUOTED, other, say(", brought to a {other} by powers", other=other))
        elif len(named) == 1:  # of several, the period of the calculation is asked for
            _tell(said, each, other, QUOTED, say(", as the {label} is", label=say(named[other].label)))
    if asked_about:
        raise UsageError(asked_about)
    return replace(said, options={**said.options, **completed}) if completed else said


def _two_readings(said: Question, each: Quantity, typed: Typed, beside: Quantity, other: Period) -> Problem:
    value = float(typed.number)
    rate = each.change or Change.LOSS
    yearly = Amount(convert(value, rate, given=other, wanted=QUOTED), each.unit)
    shorter = Amount(convert(value, rate, given=QUOTED, wanted=other), each.unit)
    # then the figures name two periods, and the one to reckon in must be said
    beside_it = say(" with --period {other}", other=other) if said.offers("period") else ""
    return problem(
        "E387", name=say(each.label), value=said.options[each.option], beside=say(beside.label), other=other,
        year=QUOTED, yearly=yearly, shorter=shorter, flag=each.flag, beside_it=beside_it,
    )  # fmt: skip


def _tell(said: Question, each: Quantity, taken: Period, other: Period, how: str = "") -> None:
    value = said.options[each.option]
    told = {"name": say(each.label), "value": value, "taken": taken, "how": how, "flag": each.flag}
    said.told.append(notice("N385", **told, other=other))


def refuse_of_another_period(entry: Input, change: str, period: Period | None, *, scales: bool) -> None:
    """Refuse a change of a figure that was given per another period than the one all is reckoned in.

    `scales`: the change is in per cent of what it is, which for money means the same per any period.

    Raises:
        UsageError: E388 "+2pt" of a yearly discount that was brought to a month is neither.
    """
    quantity, given = entry.quantity, entry.per
    if period is None or given in (None, period) or quantity.change is None:
        return
    if scales and quantity.change is Change.FLOW:
        return
    raise UsageError(
        problem(
            "E388", change=change, name=say(quantity.label), given=given, period=period, flag=quantity.flag,
            value=full(entry.value),
        )
    )  # fmt: skip
