"""`custecon list`: all that there is to ask: commands, topics, methods, quantities, messages, works and the rest."""

from __future__ import annotations

from collections.abc import Iterator

from custecon.analyses.formulas import formulas
from custecon.cli import result_words
from custecon.cli.options import Asked, Command
from custecon.cli.session import Session
from custecon.core.catalogue import METRICS
from custecon.core.errors import UsageError
from custecon.core.messages import MESSAGES
from custecon.core.messages.text import Pattern
from custecon.core.misspelling import no_such
from custecon.core.phrases import counted, say
from custecon.core.quantities import QUANTITIES
from custecon.core.references import WORKS
from custecon.core.results import Column, Result, Table
from custecon.core.units import TEXT
from custecon.sources import presets

KINDS = {
    "commands": "command",
    "topics": "topic",
    "methods": "method",
    "quantities": "quantity",
    "messages": "message",
    "works": "work",
    "figures": "figure",
    "columns": "column",
    "presets": "preset",
}
USUAL = ("commands", "topics", "methods", "quantities")
COLUMNS = (
    Column("name", "name", TEXT, "what to write"),
    Column("kind", "kind", TEXT, "what it is"),
    Column("of", "of", TEXT, "the topic of a method, the unit of a quantity, a figure's command, a preset's file"),
    Column("says", "what it is", TEXT, "what it means"),
)


def run(session: Session, asked: Asked) -> Result:
    """One row for everything of the kinds asked for."""
    del session
    formulas()
    wanted = [word.lower() for word in asked.words] or list(USUAL)
    for word in wanted:
        if word not in KINDS:
            raise UsageError(no_such(say("kind of thing"), word, KINDS))
    kinds = [KINDS[word] for word in wanted]
    rows = [row for row in _rows() if row[1] in kinds]
    note = "more about any of them: custecon explain NAME"
    counts = say(
        "{all}",
        all=[
            say("{n} {of}", n=sum(row[1] == KINDS[word] for row in rows), of=say(word))
            for word in dict.fromkeys(wanted)
        ],
    )
    rows = [(name, say(kind), say(of), say(says)) for name, kind, of, says in rows]
    return Result(
        command="list", title="What there is", answer=counts, tables=(Table("list", "", COLUMNS, rows, note=note),)
    )


def _rows() -> Iterator[tuple[str, str, str, str]]:
    from custecon.cli.app import COMMANDS

    for name, (panel, first) in COMMANDS.items():
        yield name, "command", panel.lower(), first
    topics = {metric.topic.name: metric.topic for metric in METRICS.values()}
    for topic in topics.values():
        methods = sum(metric.topic.name == topic.name for metric in METRICS.values())
        yield topic.name, "topic", counted(methods, "method"), topic.title
    for metric in METRICS.values():
        default = metric.topic.default == metric.name
        yield (
            metric.slug,
            "method",
            say("{of} (default)", of=metric.topic.name) if default else metric.topic.name,
            metric.meaning,
        )
    for quantity in sorted(QUANTITIES.values(), key=lambda one: one.name):
        yield quantity.name.replace("_", "-"), "quantity", quantity.unit.name, quantity.meaning
    for code, message in sorted(MESSAGES.items()):
        yield code, "message", "refusal" if code[0] == "E" else "notice", Pattern(message.text)
    for key, work in WORKS.items():
        yield key, "work", work.read, str(work)
    for entry in result_words.known():
        label = say(entry.label)
        told = say("{label}: {says}", label=label, says=say(entry.says)) if entry.says else label
        yield entry.slug, entry.kind, entry.command, told
    for preset in map(presets.known, presets.names()):
        told = say("{label}: {says}", label=say(preset.title), says=say(preset.rules))
        yield preset.name, "preset", preset.kind, told


COMMAND = Command(
    name="list",
    panel="Understanding",
    help="""All that there is to ask: commands, topics, methods, quantities.

    Name one or more of commands, topics, methods, quantities, messages, works, figures, columns, presets
    to see only these; figures and columns are those of results, by command; presets are known exports.""",
    run=run,
    argument="[KIND…]",
    argument_help=f"{', '.join(KINDS)}.",
    many=True,
    settings=False,
    offers=lambda: KINDS,
    examples=("custecon list methods", "custecon list quantities -f csv"),
)
