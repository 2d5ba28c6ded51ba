"""From a metric and inputs to a figure: checked, computed, with its working; undefined figures say why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from custecon.core.catalogue import MEASURED, Metric
from custecon.core.errors import Notice, Undefined, problem
from custecon.core.expression import value_of
from custecon.core.numbers import is_column
from custecon.core.phrases import say
from custecon.core.relations import names_in
from custecon.core.results import Column, Figure, Input, Interval, Result, Table
from custecon.core.units import PERIOD_NUMBER

NEARLY = 1 - 1e-6  # of the way to where a figure ends


def figure(metric: Metric, inputs: Sequence[Input], *, weight: str = "main") -> Figure:
    """The figure that a metric gives for these inputs. Inputs it does not use are left out.

    An undefined figure is a value, not an error: `value` is None and `undefined` says why.

    Raises:
        UsageError: an input is outside its domain.
    """
    used = tuple(given for given in inputs if any(given.name == needed.name for needed in metric.asked))
    values = metric.checked({given.name: given.value for given in used}, read=True)
    symbols = {given.name for given in used} | {MEASURED}
    value, why = None, None
    try:
        value = metric.compute(values)
    except Undefined as undefined:
        why = undefined.problems[0]
        if weight != "main" and why.code == "E301":  # it stands beside its own name and is never raised
            why = problem("E303", reason=why.values["reason"], cure=why.values["cure"])
    return Figure(
        name=metric.name,
        label=metric.label,
        value=value,
        unit=metric.unit,
        weight=weight,
        undefined=why,
        metric=metric,
        working=metric.traced(symbols),
        inputs=used,
    )


def notices(metric: Metric, inputs: Sequence[Input]) -> tuple[Notice, ...]:
    """What the user is told about these inputs, even though the figure stands."""
    known = {needed.name for needed in metric.asked}
    values = metric.checked({given.name: given.value for given in inputs if given.name in known}, read=True)
    told = []
    for warned in metric.traced(frozenset(values) | {MEASURED}).warnings:
        if value_of(warned.condition, values):
            told.append(warned.notice)
    return tuple(told)


def along(metric: Metric, inputs: Sequence[Input], intervals: Mapping[str, Interval]) -> Interval | None:
    """The interval of a figure when some of its inputs have one: the least and the most it is at their ends.

    Right for formulas that rise or fall all the way between the ends, as all of ours do in each single input. An end is
    None where the figure does not exist there, as where a client would stay for ever. None if it rests on none of them.
    """
    given = {entry.name: entry.value for entry in inputs}
    wanted = [needed.name for needed in metric.asked if needed.name in given]
    metric.checked({name: given[name] for name in wanted}, read=True)
    moved = [found for name, found in intervals.items() if name in given]

    def at(ends: Mapping[str, Any]) -> Any:
        values = _following(inputs, given, ends)
        return metric.compute(metric.defaults | {name: values[name] for name in wanted})

    corners = [
        dict(zip(intervals, ends, strict=True))
        for ends in product(*((one.low, one.high) for one in intervals.values()))
    ]
    if not moved:
        return None
    middle, ends = at({}), []
    open_low = open_high = False
    for corner in corners:
        try:
            ends.append(at(corner))
        except (Undefined, ZeroDivisionError):
            try:
                near = {name: given[name] + (end - given[name]) * NEARLY for name, end in corner.items()}
                rises = bool(at(near) > middle)
            except (Undefined, ZeroDivisionError):
                rises = True
            open_low, open_high = open_low or not rises, open_high or rises
    low = None if open_low else min([*ends, middle])
    high = None if open_high else max([*ends, middle])
    if low is not None and high is not None and math.isclose(low, high, rel_tol=1e-12):
        return None
    told = "{method} on {inputs}, carried through"
    on = [say(name) for name in intervals]
    return Interval(low, high, moved[0].level, say(told, method=say(moved[0].method), inputs=on))


def _following(inputs: Sequence[Input], given: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs after some of them changed: what was computed from those follows."""
    values, moved = {**given, **changed}, set(changed)
    for entry in inputs:
        named = names_in(entry.formula)
        if entry.formula is not None and entry.name not in changed and named & moved and named <= values.keys():
            values[entry.name] = value_of(entry.formula, values)
            moved.add(entry.name)
    return values


def schedule(metric: Metric, inputs: Sequence[Input], *, title: str) -> Table:
    """The rows of a schedule: one a period, its named steps as columns. Without any inputs it has no rows."""
    used = [given for given in inputs if any(given.name == needed.name for needed in metric.asked)]
    values = metric.checked({given.name: given.value for given in used}, read=True) if used else {"periods": 0}
    working = metric.traced({given.name for given in used} | {MEASURED})
    columns = (
        Column("period", "period", PERIOD_NUMBER, "the number of the period"),
        *(Column(step.name, step.name.replace("_", " "), step.unit, step.meaning) for step in working.steps),
        Column(metric.name, metric.symbol, metric.unit, "what the period adds to the value", summed=True),
    )
    rows = []
    for number in range(1, int(values["periods"]) + 1):
        at = {**values, MEASURED: number}
        cells = [value_of(step, at) for step in working.steps]
        rows.append((number, *cells, value_of(working.expression, at)))
    return Table(metric.name, title, columns, rows)


def evaluate(metric: Metric, **inputs: Any) -> Result:
    """A metric's result with its working, conventions and sources, as a notebook or a script wants it.

    Raises:
        UsageError: an input is outside its domain. Undefined: the figure does not exist.
        TypeError: an input is a column, which has no working; the metric itself takes it.
    """
    if columns := [name for name, value in inputs.items() if is_column(value)]:
        raise TypeError(f"a result is of one number each; {columns[0]} is a column: call {metric.name}(…) for a column")
    given = tuple(_given(metric, inputs))
    main = figure(metric, given)
    if main.undefined:
        raise Undefined(main.undefined)
    tables = (schedule(metric, given, title=metric.label),) if metric.is_schedule else ()
    return Result(
        command=metric.topic.name,
        title=metric.label,
        figures=(main,),
        tables=tables,
        inputs=given,
        notices=notices(metric, given),
        sources=metric.sources,
        criticism=(metric.criticism,),
    )


def _given(metric: Metric, inputs: Mapping[str, Any]) -> Sequence[Input]:
    values = metric.checked(inputs)
    return [Input(needed.quantity, values[needed.name]) for needed in metric.asked if needed.name in inputs]
