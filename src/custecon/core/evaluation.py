"""From a metric and inputs to a figure: checked, computed, with its working; undefined figures say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from custecon.core.catalogue import MEASURED, Metric
from custecon.core.errors import Notice, Undefined, problem
from custecon.core.expression import value_of
from custecon.core.results import Column, Figure, Input, Interval, Result, Table
from custecon.core.units import PERIOD_NUMBER

__all__ = ["along", "evaluate", "figure", "notices", "schedule"]


def figure(metric: Metric, inputs: Sequence[Input], *, weight: str = "main") -> Figure:
    """The figure that a metric gives for these inputs. Inputs it does not use are left out.

    An undefined figure is a value, not an error: `value` is None and `undefined` says why.

    Raises:
        UsageError: an input is outside its domain.
    """
    used = tuple(given for given in inputs if any(given.name == needed.name for needed in metric.asked))
    values = metric.checked({given.name: given.value for given in used})
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
    values = metric.checked({given.name: given.value for given in inputs if given.name in known})
    told = []
    for warned in metric.traced(frozenset(values) | {MEASURED}).warnings:
        if value_of(warned.condition, values):
            told.append(warned.notice)
    return tuple(told)


def along(metric: Metric, inputs: Sequence[Input], name: str, interval: Interval) -> Interval | None:
    """The interval of a figure when one of its inputs has an interval: the figure at both ends.

    Right for formulas that rise or fall all the way between the ends, as all of ours do in each single input.
    None where the figure does not exist at one end.
    """
    values = metric.checked(
        {given.name: given.value for given in inputs if given.name in dict.fromkeys(n.name for n in metric.asked)}
    )
    try:
        ends = sorted(metric.compute({**values, name: end}) for end in (interval.low, interval.high))
    except Undefined:
        return None
    return Interval(ends[0], ends[1], interval.level, f"{interval.method} on {name}, carried through")


def schedule(metric: Metric, inputs: Sequence[Input], *, title: str) -> Table:
    """The rows of a schedule: one a period, its named steps as columns. Without any inputs it has no rows."""
    used = [given for given in inputs if any(given.name == needed.name for needed in metric.asked)]
    values = metric.checked({given.name: given.value for given in used}) if used else {"periods": 0}
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
    """
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
