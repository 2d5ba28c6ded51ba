"""What results hold: every figure and column that the examples of the commands give, by name.

Written to src/custecon/cli/results.csv, from which `custecon explain predicted-value` knows a figure that is no metric.
The words are those of the place where the figure is made; here they are only gathered.
"""

import csv
import io
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path

from custecon.analyses.index import INDEX
from custecon.cli import app
from custecon.cli.options import Asked
from custecon.cli.session import Session
from custecon.core.phrases import Verbatim
from custecon.core.results import Column, Result

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TELLING_OF_OTHERS = {"explain", "list", "init", "sample", "workbook"}  # their results are about other things
MORE = [  # too many for the help, or too long
    "custecon cac spend.csv --margin 80/month --churn 5%/month",
    "custecon cac --prospects 5000 --clients-now 1000 --win-spend 10 --win-rate 5% --win-ceiling 20% "
    "--retention-spend 50 --retention 80% --keep-ceiling 95% --margin 200 --discount 10%",
]
FOR_EXPLAIN = [  # what no example shows
    "custecon ltv --margin 100 --retention 80% --discount 10% --periods 5",
    "custecon ltv survival.csv --method sbg",
    "custecon predict model.json orders.csv --margin-rate 35%",
]
SURVIVAL = "period,survivors\n0,1000\n1,631\n2,468\n3,382\n4,326\n5,289\n6,262\n7,241\n"  # Fader and Hardie 2007
HEADER = ("name", "kind", "command", "example", "label", "unit", "says")


def examples() -> list[str]:
    """The examples of all commands that answer from figures or from the example files.

    Raises:
        ValueError: that of an analysis reads a file that is not there.
    """
    lines = [
        line.partition(" > ")[0]
        for name in app.COMMANDS
        if name not in TELLING_OF_OTHERS
        for line in app.load(name).examples
    ] + MORE
    there = {path.name for path in EXAMPLES.iterdir()} | {"model.json"}
    found = []
    for line in lines:
        missing = {word for word in line.split() if word.endswith((".csv", ".xlsx"))} - there
        if missing and line.split()[1] in INDEX:
            raise ValueError(f"the example {line} reads {min(missing)}, which is no file of examples/")
        if not missing:
            found.append(line)
    return found


@cache
def answered() -> list[tuple[str, Result]]:
    """Each example with its result; they are asked once."""
    return list(answers())


def answers() -> Iterator[tuple[str, Result]]:
    """Each example with its result; what one of them writes, the next may read."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        Path(folder, "survival.csv").write_text(SURVIVAL, encoding="utf-8")
        with chdir(folder):
            for line in (*examples(), *FOR_EXPLAIN):
                session = Session(io.BytesIO(), io.StringIO(), io.StringIO(), environment={}, quiet=2)
                arguments = shlex.split(line)[1:]
                asked = app._parse(arguments)
                if not isinstance(asked, Asked) or ("-o" in arguments and app.run([*arguments, "-qq"], session)):
                    raise ValueError(f"this example does not run: {line}")
                yield line, asked.command.run(session, asked)


def _of_a_file(column: Column) -> bool:
    """Whether a column is called by a word of the file, such as a channel; a number is a place, such as an age."""
    return isinstance(column.label, Verbatim) and not column.label.isdigit()


def rows() -> list[tuple[str, ...]]:
    """One row for each figure that is no metric and each column, by command; the first example that shows it."""
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for line, result in answered():
        command = line.split()[1]
        told = [
            (one.name, "figure", command, line, one.label, one.unit.name, one.note)
            for one in result.figures
            if one.metric is None
        ]
        told += [
            (one.name, "column", command, line, one.label, one.unit.name, one.meaning)
            for table in result.tables
            for one in table.columns
            if not _of_a_file(one)
        ]
        for row in told:
            found.setdefault(row[:3], row)
    return sorted(found.values())


def tables() -> str:
    """The tables of each command in the order in which its examples give them, each with its columns."""
    found: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}
    for line, result in answered():
        for one in result.tables:
            _, columns = found.setdefault((line.split()[1], one.name), (str(one.title), {}))
            columns |= dict.fromkeys(column.name for column in one.columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("command", "table", "title", "columns"))
    writer.writerows((*key, title, ";".join(columns)) for key, (title, columns) in found.items())
    return out.getvalue()


def results() -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows())
    return out.getvalue()
