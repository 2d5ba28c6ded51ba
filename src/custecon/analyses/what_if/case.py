"""A formula asked what if: the figure, its changes, its ranges, its goal. The formula is evaluated again each time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from custecon.analyses.bare_rates import refuse_of_another_period
from custecon.analyses.what_if.goal import reached
from custecon.analyses.what_if.strongest import sentence
from custecon.core.answer import Answer
from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined, notice, problem
from custecon.core.evaluation import figure, notices
from custecon.core.phrases import Amount, Phrase, say
from custecon.core.quantities import full_name
from custecon.core.relations import Over
from custecon.core.results import Figure, Input, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import Period
from custecon.tables.live_what_if import interplay
from custecon.tables.quantity_changes import Lever, Sweep
from custecon.tables.what_if import Case, changes_table, range_table, usual


class Wanted(NamedTuple):
    """What is to change, and what is to be reached by which quantity."""

    levers: Sequence[Lever | Sweep]
    reach: str | None
    by: str | None


def answered(
    metric: Metric, given: Sequence[Input], wanted: Wanted, period: Period | None, currency: str | None
) -> Answer:
    """What a formula gives when its inputs change.

    Raises:
        UsageError: E388 a change, or a goal, of a figure that was given per another period than the others.
        Undefined: there is no figure, or the goal is out of reach.
    """
    _refuse_of_another_period(given, wanted, period)
    case = Case(metric, tuple(given))
    base = figure(metric, case.inputs())
    if base.undefined:
        raise Undefined(base.undefined)
    changes = [one for one in wanted.levers if isinstance(one, Lever)]
    spans = [one for one in wanted.levers if isinstance(one, Sweep)]
    goal = reached(case, wanted.reach, wanted.by, changes, currency)
    tables: list[Table] = [range_table(case, spans, changes)] if spans else []
    tried = changes if changes or spans or goal else usual(case)
    if tried:
        tables.append(changes_table(case, tried, together=bool(changes)))
    assumed = any(entry.name == "discount" and entry.origin == "assumed" for entry in given)
    return Answer(
        goal[1] if goal else sentence(base, tables[-1] if tried else None, changes, currency),
        figures=(*((goal[0],) if goal else ()), base, *_together(base, tables, changes)),
        tables=tuple(tables),
        pictures=_pictures(tables, spans, metric, currency),
        inputs=base.inputs,
        notices=(*notices(metric, case.inputs()), *([notice("N303")] if assumed else [])),
        sources=metric.sources,
        criticism=(metric.criticism,),
        parameters=tuple((say("change {quantity}", quantity=one.name), one.text) for one in wanted.levers),
        title=say("What if: {figure}", figure=say(metric.label)),
        screen=Screen(
            figures=(*([Key(goal[0].name)] if goal else []), Key(base.name), Key("combined")),
            table=Extract(
                "changes", "", ("lever", "value", "difference", "relative", "elasticity", "undefined"), "difference"
            )
            if tried
            else Extract("range", _from_to(tables[0], spans, metric, currency), (), metric.name)
            if spans
            else None,
        ),
        period=period,
    )


def _refuse_of_another_period(given: Sequence[Input], wanted: Wanted, period: Period | None) -> None:
    entries = {entry.name: entry for entry in given}
    for one in wanted.levers:
        if one.name in entries:
            scales = isinstance(one, Lever) and one.kind == "percent"
            refuse_of_another_period(entries[one.name], f"--change {one.name}", period, scales=scales)
    if wanted.by and (entry := entries.get(full_name(wanted.by.replace("-", "_")))):
        refuse_of_another_period(entry, f"--by {wanted.by}", period, scales=False)


def _together(base: Figure, tables: Sequence[Table], changes: Sequence[Lever]) -> tuple[Figure, ...]:
    """The figure with all changes made, and what they do beyond the sum of each alone."""
    if len(changes) < 2:
        return ()
    *alone, together = tables[-1].rows
    note = "the same formula with all changes made"
    label = say("{figure}, all changes together", figure=say(base.label))
    live = interplay(len(tables[-1].rows)) if base.metric and not base.metric.is_schedule else {}
    last = Over("last", "changes", "value") if live else None
    combined = Figure("combined", label, together[1], base.unit, note, undefined=None, formula=last)
    if together[1] is None:
        got = problem("E301", figure=label, reason=together[5], cure="see the table")
        return (replace(combined, undefined=got),)
    if any(row[2] is None for row in alone):
        return (combined,)
    beyond = together[2] - sum(row[2] for row in alone)
    note = "all changes together less the sum of each alone: what one adds to the other"
    return combined, Figure("interplay", "what the changes do to each other", beyond, base.unit, note, **live)


def _from_to(table: Table, spans: Sequence[Sweep], metric: Metric, currency: str | None) -> Phrase | str:
    """What the figure is at the one end of a range and at the other."""
    if len(spans) > 1:
        return ""
    (first, low, *_), (last, high, *_) = table.rows[0], table.rows[-1]
    if None in (low, high) or len(table.rows) < 2:
        return ""
    unit = spans[0].quantity.unit
    return say(
        "{symbol} is {low} at {label} {first}, {high} at {last}",
        symbol=say(metric.symbol),
        low=Amount(low, metric.unit, currency),
        label=say(spans[0].quantity.label),
        first=Amount(first, unit, currency),
        high=Amount(high, metric.unit, currency),
        last=Amount(last, unit, currency),
    )


def _pictures(
    tables: Sequence[Table], spans: Sequence[Sweep], metric: Metric, currency: str | None
) -> tuple[Picture, ...]:
    pictures = []
    for table in tables:
        if table.name == "changes":
            title = say("What each change does to {figure}", figure=say(metric.symbol))
            pictures.append(Picture("tornado", title, "bars", "changes", "lever", ("difference",)))
        elif len(spans) == 1 and sum(row[1] is not None for row in table.rows) > 2:
            told = _from_to(table, spans, metric, currency) or table.title
            pictures.append(Picture("range", told, "curve", "range", spans[0].name, (metric.name,)))
    return tuple(pictures)
