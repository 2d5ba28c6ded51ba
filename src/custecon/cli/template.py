"""The empty workbook: every formula over yellow cells that wait for the firm's figures."""

from __future__ import annotations

from custecon.analyses.formulas import formulas
from custecon.core.catalogue import MEASURED, Metric
from custecon.core.derived_inputs import FOLLOWS
from custecon.core.expression import Name
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input, Result

# What follows from other cells unless it is typed over; the other way round it would go in a circle.
_FOLLOWING = {name: (needs, how, note) for name, needs, how, note in FOLLOWS if name != "retention"}


def empty() -> Result:
    """One part a topic that a person can fill in by figures alone."""
    topics: dict[str, list[Metric]] = {}
    for metric in formulas().values():
        topics.setdefault(metric.topic.name, []).append(metric)
    parts = tuple(_part(name, metrics) for name, metrics in topics.items())
    return Result(command="workbook", title="A workbook to fill in", parts=parts)


def _part(name: str, metrics: list[Metric]) -> Result:
    figures = tuple(_figure(metric, "main" if i == 0 else "other") for i, metric in enumerate(metrics))
    inputs = {entry.name: entry for figure in figures for entry in figure.inputs}
    for entry in tuple(inputs.values()):
        inputs |= {made.name: made for made in entry.made_from if made.name not in inputs}
    return Result(
        command=name,
        title=metrics[0].topic.title,
        figures=figures,
        inputs=tuple(inputs.values()),
        sources=tuple(dict.fromkeys(source for metric in metrics for source in metric.sources)),
    )


def _figure(metric: Metric, weight: str) -> Figure:
    inputs = tuple(_input(needed.name, needed.default) for needed in metric.asked)
    working = metric.traced({entry.name for entry in inputs} | {MEASURED})
    return Figure(
        metric.name, metric.label, None, metric.unit, weight=weight, metric=metric, working=working, inputs=inputs
    )


def _input(name: str, default: float | None) -> Input:
    if name in _FOLLOWING and default is None:
        needs, how, note = _FOLLOWING[name]
        parts = tuple(Input(QUANTITIES[need], None, "to be filled in") for need in needs)
        formula = how(*map(Name, needs))
        return Input(
            QUANTITIES[name],
            None,
            "computed",
            say("{note}, or type it over", note=note),
            formula=formula,
            made_from=parts,
        )
    if default is not None:
        return Input(QUANTITIES[name], default, "assumed", "unless you fill in another")
    return Input(QUANTITIES[name], None, "to be filled in")
