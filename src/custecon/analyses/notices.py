"""What a calculator tells besides its figures: what went in, what was given in vain, a notice once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from custecon.core.catalogue import Metric
from custecon.core.derived_inputs import with_parts
from custecon.core.errors import Notice, notice
from custecon.core.evaluation import notices
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Figure, Input


def flag(name: str) -> str:
    """A quantity as its option is typed."""
    return QUANTITIES[name].flag


def warnings(figures: Iterable[Figure]) -> list[Notice]:
    """What the formulas say about the inputs of these figures."""
    return [told for shown in figures if shown.metric for told in notices(shown.metric, shown.inputs)]


def used(figures: Iterable[Figure]) -> tuple[Input, ...]:
    """Every input that went into one of the figures, once, after those that its own formula needs."""
    found: dict[str, Input] = {}

    def add(entry: Input) -> None:
        for part in entry.made_from if entry.formula is not None else ():
            add(part)
        found.setdefault(entry.name, entry)

    for shown in figures:
        for entry in shown.inputs:
            add(entry)
    return tuple(found.values())


def in_vain(
    given: Sequence[Input],
    figures: Sequence[Figure],
    metrics: Sequence[Metric],
    *,
    follows: Mapping[str, str] | None = None,
) -> list[Notice]:
    """A notice for every figure that was given and changed nothing, with what is missing to make it count.

    `follows`: an input that is not asked for where the other, from which it follows, is missing too.
    """
    served = {entry.name for entry in with_parts(used(figures))}
    known = served | {entry.name for entry in given}
    told = []
    for entry in given:
        if entry.name in served or entry.origin != "given":
            continue
        wanting = [metric for metric in metrics if entry.name in metric.required]
        nearest = min(wanting, key=lambda metric: len(metric.required - known), default=None)
        lacking = nearest.required - known if nearest else frozenset()
        asked_for = sorted(name for name in lacking if (follows or {}).get(name) not in lacking)
        missing = [*map(flag, asked_for)]
        cure = (
            say("give {missing:and} too for the {label}", missing=missing, label=say(nearest.label))
            if nearest and missing
            else ""
        )
        told.append(notice("N323", names=flag(entry.name), cure=cure))
    return told


def once(told: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices in their order, each text once."""
    return tuple({(one.code, str(one)): one for one in told}.values())
