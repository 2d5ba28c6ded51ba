"""`custecon sample DIR`: example inputs for every command, to try them on before one's own."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from custecon.cli.options import Asked, Command
from custecon.cli.session import Session
from custecon.core.errors import OutputRefused, UsageError, problem
from custecon.core.phrases import say
from custecon.core.results import Column, Result, Table
from custecon.core.units import TEXT
from custecon.render import safe_files


def examples() -> Traversable:
    """The folder of examples: inside the installed package, or at the top of the source (see docs/decisions.md)."""
    package = files("custecon")
    inside = package.joinpath("examples")
    return inside if inside.is_dir() else Path(str(package)).parents[1] / "examples"


def run(session: Session, asked: Asked) -> Result:
    """Write all files, or none if one of them is there already."""
    del session
    if asked.file is None:
        raise UsageError(problem("E115", missing="name a folder", cure="for example: custecon sample examples"))
    folder = Path(asked.file)
    sources = sorted((one for one in examples().iterdir() if one.is_file()), key=lambda one: one.name)
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise OutputRefused(problem("E404", folder=folder.parent)) from None
    except FileExistsError:
        raise OutputRefused(problem("E402", path=folder)) from None
    targets = [safe_files.Target(str(folder / one.name), force=asked.switch("force"), inputs=()) for one in sources]
    for target, one in zip(targets, sources, strict=True):
        safe_files.place(target, one.read_bytes())
    about, tries = _about(), _tries()
    written = {one.name: str(folder / one.name) for one in sources}
    rows = [
        (path, about.get(name, ""), " ".join(written.get(word, word) for word in tries.get(name, "").split()))
        for name, path in written.items()
    ]
    names = ("file", "what it is", "try")
    columns = tuple(Column(name.replace(" ", "_"), name, TEXT, name) for name in names)
    return Result(
        command="sample",
        title=say("{rows} example files written to {folder}", rows=len(rows), folder=folder),
        tables=(Table("files", "", columns, rows),),
    )


def _about() -> dict[str, str]:
    """What each file is, as the README of the examples says it."""
    text = examples().joinpath("README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([^`]+)` \| (.+?) \|$", text, re.MULTILINE)
    return {"README.md": "what these files are", **{name: said.replace("`", "") for name, said in lines}}


def _tries() -> dict[str, str]:
    """The first example of a command that reads the file."""
    from custecon.cli.app import COMMANDS, load

    found: dict[str, str] = {}
    for name in COMMANDS:
        for example in load(name).examples:
            for word in example.split():
                found.setdefault(word, example)
    return found


COMMAND = Command(
    name="sample",
    panel="Files",
    help="""Example files to try every command on.

    Real and made-up client lists, order logs and others, with a line on each; nothing that is there is overwritten.""",
    run=run,
    argument="DIR",
    argument_help="The folder to write them to; it is made if it is not there.",
    settings=False,
    writes=True,
    examples=("custecon sample examples",),
)
