"""Write what comes from the code: pages about it, and the words of results; `--check` only compares."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import answers
import index
import manual
import stub

from custecon.cli.app import COMMANDS, load
from custecon.core.catalogue import METRICS, Metric
from custecon.core.messages import MESSAGES
from custecon.core.messages.text import pattern_of
from custecon.core.quantities import QUANTITIES
from custecon.metrics import load_all
from custecon.render import formulas

HERE = Path(__file__).parent
MADE = "<!-- made by docs/generate.py from the code; do not edit -->"


EXITS = (
    (0, "done"),
    (1, "internal fault"),
    (2, "usage"),
    (3, "input refused"),
    (4, "result undefined"),
    (5, "output refused or failed"),
    (6, "expectation not met"),
    (130, "Ctrl-C"),
    (141, "the reader went away"),
)


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    def line(cells: Iterable[object]) -> str:
        return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"

    header = list(header)
    return "\n".join([line(header), line("---" for _ in header), *map(line, rows)])


def quantities() -> str:
    rows = [
        (f"`{q.name}`", q.label, q.unit.name, f"{q.bounds}{', whole' if q.whole else ''}", q.meaning)
        for q in sorted(QUANTITIES.values(), key=lambda q: q.name)
    ]
    return "# Quantities\n\nOne quantity, one name, one unit.\n\n" + table(
        ("name", "label", "unit", "domain", "meaning"), rows
    )


def catalogue() -> str:
    parts = ["# Catalogue of metrics\n\nEvery figure that is a formula, as the code declares it."]
    for topic in dict.fromkeys(metric.topic.name for metric in METRICS.values()):
        metrics = [metric for metric in METRICS.values() if metric.topic.name == topic]
        parts.append(f"## {topic}: {metrics[0].topic.title}")
        parts += [of_metric(metric) for metric in metrics]
    return "\n\n".join(parts)


def of_metric(metric: Metric) -> str:
    working = metric.traced({needed.name for needed in metric.inputs})
    text = "sum over the periods of " * metric.is_schedule + formulas.in_words(working.expression)
    lines = [f"### `{metric.slug}`: {metric.label}", f"{metric.meaning}.", f"    {metric.symbol} = {text}"]
    lines += [f"    {s.name.replace('_', ' ')} = {formulas.in_words(s.formula)}" for s in working.steps]
    rows = [
        ("unit", metric.unit.name),
        ("inputs", ", ".join(f"`{n.name}`" + ("" if n.default is None else f" = {n.default:g}") for n in metric.asked)),
        ("counted", metric.convention),
        ("valid while", metric.valid),
        *(("needs", formulas.in_words(r.condition)) for r in working.requirements),
        ("criticism", metric.criticism),
        *(("source", f"{s} ({s.work.read})") for s in metric.sources),
        *(
            (
                "example",
                ", ".join(f"{k} {v:g}" for k, v in e.inputs.items())
                + f": **{e.gives:g}**"
                + e.derived * " (follows from the formula)",
            )
            for e in metric.examples
        ),
    ]
    return "\n\n".join([*lines, table(("", ""), rows)])


def command_line() -> str:
    parts = ["# The command line"]
    rows = [(f"[`{name}`](#{name})", first) for name, (_, first) in COMMANDS.items()]
    parts.append(table(("command", "what a manager gets"), rows))
    for name in COMMANDS:
        command = load(name)
        parts += [f"## {name}", command.help]
        parts += ["\n".join(f"    {example}" for example in command.examples)]
        rows = [
            (
                f"`{', '.join(filter(None, (o.flag if not o.short.startswith('--') else '', o.short)))}`",
                o.metavar if o.kind in (str, list) else "",
                o.help,
            )
            for o in command.all_options
        ]
        parts.append(table(("option", "value", "what it does"), rows))
    parts += ["## Exit codes", table(("code", "meaning"), EXITS)]
    return "\n\n".join(parts)


def gaps_in_italics(text: str) -> str:
    """A message with its gaps by name; two that touch have a blank between them."""
    return text.replace("}{", "} {").replace("{", "*").replace("}", "*")


def errors() -> str:
    intro = "# Messages\n\nEvery refusal (E) and notice (N) by its stable code; {words} are filled in."
    rows = [
        (f"`{code}`", gaps_in_italics(m.pattern), gaps_in_italics(pattern_of(m.cure)))
        for code, m in sorted(MESSAGES.items())
    ]
    return intro + "\n\n" + table(("code", "text", "cure"), rows)


# What `custecon explain` and `list` know of figures and columns of results.
RESULTS = HERE.parent / "src/custecon/cli/results.csv"
# What a shell completes behind --table and --columns.
TABLES = HERE.parent / "src/custecon/cli/tables.csv"


PAGES: dict[str, Callable[[], str]] = {
    "quantities.md": quantities,
    "catalogue.md": catalogue,
    "cli.md": command_line,
    "errors.md": errors,
}


def main() -> int:
    load_all()
    stale = []
    indexes = index.indexes()
    old = {path: text for path, text in indexes.items() if path.read_text(encoding="utf-8") != text}
    if old and "--check" not in sys.argv:
        for path, text in old.items():
            path.write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, __file__], check=False).returncode  # noqa: S603 - the old one was loaded
    texts = {HERE / name: f"{MADE}\n\n{write()}\n" for name, write in PAGES.items()}
    texts |= {RESULTS: answers.results(), TABLES: answers.tables()}
    texts |= indexes
    texts[stub.STUB] = stub.stub()
    texts[manual.PAGE] = manual.page(EXITS)
    for path, text in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"not in step with the code: {', '.join(stale)}; run `make docs`")
        return 1
    print(f"{len(texts)} pages in step" if not stale else f"written: {', '.join(stale)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
