"""What a calculator tells besides its figures: what went in, what was given in vain, a notice once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from custecon.core.catalogue import Metric
from custecon.core.errors import Notice, notice
from custecon.core.evaluation import figure, notices
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input

__all__ = ["flag", "in_vain", "once", "possible", "used", "warnings"]


def flag(name: str) -> str:
    """A quantity as its option is typed."""
    return "--" + QUANTITIES[name].option.replace("_", "-")


def possible(metrics: Iterable[Metric], known: Mapping[str, Input], *, weight: str = "detail") -> list[Figure]:
    """The figures of those metrics whose inputs are all there."""
    inputs = list(known.values())
    return [figure(metric, inputs, weight=weight) for metric in metrics if metric.required <= known.keys()]


def warnings(figures: Iterable[Figure]) -> list[Notice]:
    """What the formulas say about the inputs of these figures."""
    return [told for shown in figures if shown.metric for told in notices(shown.metric, shown.inputs)]


def used(figures: Iterable[Figure]) -> tuple[Input, ...]:
    """Every input that went into one of the figures, once."""
    return tuple({entry.name: entry for shown in figures for entry in shown.inputs}.values())


def in_vain(
    given: Sequence[Input], figures: Sequence[Figure], metrics: Sequence[Metric], made_of: Mapping[str, Sequence[str]]
) -> list[Notice]:
    """A notice for every figure that was given and changed nothing, with what is missing to make it count.

    `made_of` tells from which inputs another one was computed.
    """
    served = {entry.name for entry in used(figures)}
    for name, parts in made_of.items():
        if name in served:
            served |= set(parts)
    known = served | {entry.name for entry in given}
    told = []
    for entry in given:
        if entry.name in served or entry.origin != "given":
            continue
        wanting = [metric for metric in metrics if entry.name in metric.required]
        nearest = min(wanting, key=lambda metric: len(metric.required - known), default=None)
        missing = " and ".join(flag(name) for name in sorted(nearest.required - known)) if nearest else ""
        cure = f"give {missing} too for the {nearest.label}" if nearest and missing else ""
        told.append(notice("N323", names=flag(entry.name), cure=cure))
    return told


def once(told: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices in their order, each text once."""
    return tuple({(one.code, str(one)): one for one in told}.values())
