"""`custecon explain`: how a figure is computed, without computing it."""

from __future__ import annotations

from custecon.cli.options import Asked, Command
from custecon.cli.session import Session
from custecon.core.catalogue import METRICS, Metric
from custecon.core.errors import UsageError, problem
from custecon.core.results import Column, Result, Table
from custecon.core.units import TEXT
from custecon.metrics import load_all
from custecon.render import formulas

__all__ = ["COMMAND"]

_SUM = "sum over the periods of "


def run(session: Session, asked: Asked) -> Result:
    """The formula, inputs, convention, validity, criticism and sources of a metric or of all metrics of a topic."""
    del session
    load_all()
    words = [word for word in (asked.file, asked.text("method")) if word]
    metrics = _found(words)
    return Result(
        command="explain",
        title=metrics[0].label if len(metrics) == 1 else metrics[0].topic.title,
        tables=tuple(table for metric in metrics for table in _tables(metric)),
        sources=tuple(source for metric in metrics for source in metric.sources),
    )


def _found(words: list[str]) -> list[Metric]:
    """The metrics that the words name: a metric, a topic, or a topic and a metric of it."""
    name = words[-1].replace("-", "_") if words else ""
    if name in METRICS:
        return [METRICS[name]]
    found = [metric for metric in METRICS.values() if metric.topic.name.replace("-", "_") == name]
    if not found:
        known = ", ".join(dict.fromkeys(metric.topic.name for metric in METRICS.values()))
        raise UsageError(problem("E110", what="figure", given=" ".join(words), cure=f"topics: {known}"))
    return found


def _tables(metric: Metric) -> list[Table]:
    working = metric.traced({needed.name for needed in metric.inputs})
    facts = [
        ("what it tells", metric.meaning),
        (
            "formula",
            f"{metric.symbol} = {_SUM * metric.is_schedule}{formulas.in_words(working.expression)}",
        ),
        *((f"where {step.name.replace('_', ' ')}", formulas.in_words(step.formula)) for step in working.steps),
        ("unit", metric.unit.name),
        ("counted", metric.convention),
        ("valid while", metric.valid),
        *(("needs", formulas.in_words(requirement.condition)) for requirement in working.requirements),
        ("criticism", metric.criticism),
        *(("example", _example(metric, i)) for i in range(len(metric.examples))),
        *(("source", str(source)) for source in metric.sources),
    ]
    about = Table(metric.slug, f"{metric.slug}: {metric.label}", (_text("about"), _text("says")), facts)
    rows = [
        (
            f"--{needed.name.replace('_', '-')}",
            needed.quantity.unit.name,
            needed.quantity.meaning,
            str(needed.quantity.bounds),
        )
        for needed in metric.asked
    ]
    columns = tuple(_text(name) for name in ("input", "unit", "meaning", "bounds"))
    return [about, Table(f"{metric.slug}-inputs", f"Inputs of {metric.slug}", columns, rows)]


def _example(metric: Metric, number: int) -> str:
    example = metric.examples[number]
    inputs = ", ".join(f"{name} {value:g}" for name, value in example.inputs.items())
    where = "follows from the formula" if example.derived else f"{example.source or metric.sources[0]}"
    return f"{inputs}: {example.gives:g} ({where})"


def _text(name: str) -> Column:
    return Column(name, name, TEXT, name)


COMMAND = Command(
    name="explain",
    help="""How a figure is computed: formula, conventions, sources.

    Name a topic (ltv) or a method of it (margin-multiple).""",
    run=run,
    argument="TOPIC",
    argument_help="A topic such as ltv, or a method such as margin-multiple.",
    reads=False,
    examples=("custecon explain ltv", "custecon explain margin-multiple"),
)
