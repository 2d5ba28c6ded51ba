"""What comes first of an answer, in words: how sure it is, of whom, what could change the decision, what proves it.

The first screen and the first page of a workbook set it, each in its own way; numbers are short (`short_numbers`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from custecon.core.errors import Notice
from custecon.core.language import words
from custecon.core.messages import MESSAGES
from custecon.core.phrases import Exact, Phrase, RoleName, Share, say
from custecon.core.results import Input, Result
from custecon.core.schemas import ControlTotals
from custecon.core.screen import WHOLE, Extract
from custecon.render import control_totals
from custecon.render.short_numbers import ends, unshortened

MOST_NOTICES = 3
ASSUMED = "assumed"  # the origin of an input that nobody said
GIVEN, ASSUMING = "Given: {facts}", "Assumed: {facts}"
_NO_ROWS = ("header", "blank")


def told_by_control(one: Notice) -> bool:
    """Whether the control lines say the same: which rows were left out or count against, and how much they are."""
    return one.code == "N218" and one.values["done"] in ("left out", "counted against")


def heaviest(result: Result) -> list[Notice]:
    """What could change the decision, the weightiest first, at most three; all else comes when asked."""
    heavy = [one for one in result.notices if MESSAGES[one.code].weight]
    return sorted(heavy, key=lambda one: -MESSAGES[one.code].weight)[:MOST_NOTICES]


def rows_to_act_on(result: Result, most: int = WHOLE) -> Extract | None:
    """The declared rows; else as many of the first table that no picture stands for."""
    first = next((one for one in result.tables if one.shown != 0 and len(one.rows) > 1), None)
    return result.first.table or (Extract(first.name, rows=most) if first else None)


def scope(result: Result) -> str | Phrase:
    """Of whom and when, where the analysis says nothing else."""
    counted = next((one.clients for one in result.controls if one.clients is not None), None)
    if counted is not None:
        who = say("{n} {n:client|clients}", n=counted)
        return say("{who}, {day}", who=who, day=dt.date.fromisoformat(str(result.as_of))) if result.as_of else who
    given = [one for one in result.inputs if one.origin == "given"]
    if result.controls or not given:
        return ""
    period = say("per {period}", period=say(result.period.value)) if result.period else ""
    return say("{facts}", facts=[say("from {n} {n:figure|figures}", n=len(given)), *([period] if period else [])])


def surely(result: Result) -> Phrase | str:
    """How sure the first figure is."""
    name = result.first.figures[0].name if result.first.figures else ""
    first = next((one for one in result.figures if not name or one.name == name), None)
    if first is None or first.interval is None or None in (first.interval.low, first.interval.high):
        return ""
    low, high = ends(first.interval.low, first.interval.high, first.unit, result.currency)
    told = "With {level} certainty it is between {low} and {high}{sure}."
    sure = say(", {sure}", sure=say(result.first.sure)) if result.first.sure else say("")
    return say(told, level=Share(first.interval.level), low=low, high=high, sure=sure)


def control(result: Result) -> Iterable[Phrase]:
    """One line that proves itself: rows, sums, days; of figures alone where each came from."""
    yield from proof(result)
    yield from said(result)


def proof(result: Result) -> Iterable[Phrase]:
    """Of each file how its rows and sums come out, and what was left out."""
    parts = {id(part) for one in result.controls for part in one.parts}
    controls = [one for one in result.controls if id(one) not in parts]
    for one in controls:
        yield say("Control: {facts}", facts=" · ".join(words(fact) for fact in _facts(one, named=len(controls) > 1)))
        apart = [one for one in (control_totals.set_apart(one), _skipped(one)) if one]
        if apart:
            yield say("{apart:;}", apart=apart)


def _facts(controls: ControlTotals, *, named: bool) -> Iterable[Phrase]:
    used, left = controls.used, sum(_left_out(controls).values()) + controls.refused
    rows = say("{all} {all:row|rows} = {used} used + {left} left out", all=used + left, used=used, left=left)
    yield say("{file}: {rows}", file=str(controls.file), rows=rows) if named else rows
    for name, total in controls.totals.items():
        yield say("{name} {total}", name=RoleName(name), total=Exact(total))
    if controls.first_date and controls.last_date and controls.clients is not None:
        yield say("{first} to {last}", first=controls.first_date, last=controls.last_date)


def _left_out(controls: ControlTotals) -> dict[str, int]:
    """The rows that were not used, by reason; a header is none."""
    return {reason: count for reason, count in controls.skipped.items() if reason not in _NO_ROWS}


def _skipped(controls: ControlTotals) -> Phrase | str:
    """What was not used and is no money that was left out: sums of other rows, notes."""
    rows = {reason: count for reason, count in _left_out(controls).items() if reason not in controls.set_aside}
    rows |= {"refused": controls.refused} if controls.refused else {}
    told = [say("{reason} ({n})", reason=say(reason), n=count) for reason, count in rows.items()]
    return say("skipped: {rows}", rows=told) if told else ""


def said(result: Result) -> Iterable[Phrase]:
    """What somebody said, and what nobody did, so that it was assumed."""
    told, guessed = given(result), assumed(result)
    if told:
        alone = [] if result.controls or guessed else [say("all given, nothing assumed")]
        yield say(GIVEN if result.controls else "Control: {facts}", facts=[*told, *alone])
    if guessed:
        yield say(ASSUMING, facts=guessed)


def given(result: Result) -> list[Phrase]:
    """Each input that somebody said, every digit, with where it was said, if it was not typed."""
    told = [one for one in result.inputs if one.origin not in ("computed", "file", ASSUMED)]
    return [
        _fact(one) if one.origin == "given" else say("{fact} ({origin})", fact=_fact(one), origin=say(one.origin))
        for one in told
    ]


def assumed(result: Result) -> list[Phrase]:
    """Each input that nobody said and nothing counted."""
    return [_fact(one) for one in result.inputs if one.origin == ASSUMED]


def _fact(one: Input) -> Phrase:
    value = unshortened().shown(one.value, one.quantity.unit)
    return say("{label} {value}", label=say(one.quantity.label), value=value)
