"""`custecon sample DIR`: example inputs for every command, to try them on before one's own."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from custecon.cli.options import Asked, Command
from custecon.cli.session import Session
from custecon.core.errors import OutputRefused, UsageError, problem
from custecon.core.language import spoken
from custecon.core.phrases import say
from custecon.core.results import Column, Result, Table
from custecon.core.units import TEXT
from custecon.render import safe_files


def examples() -> Traversable:
    """The folder of examples: inside the installed package, or at the top of the source (see docs/decisions.md)."""
    package = files("custecon")
    inside = package.joinpath("examples")
    return inside if inside.is_dir() else Path(str(package)).parents[1] / "examples"


def folder_of(language: str) -> Traversable:
    """The examples in a language, where it has its own; a row of their README tells a line to try too."""
    own = examples().joinpath(language)
    return own if own.is_dir() else examples()


def run(session: Session, asked: Asked) -> Result:
    """Write all files, or none if one of them is there already."""
    del session
    if asked.file is None:
        raise UsageError(problem("E115", missing="name a folder", cure="for example: custecon sample examples"))
    folder = safe_files.named(asked.file)
    source = folder_of(spoken().name)
    sources = sorted((one for one in source.iterdir() if one.is_file()), key=lambda one: one.name)
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise OutputRefused(problem("E404", folder=folder.parent)) from None
    except FileExistsError:
        raise OutputRefused(problem("E402", path=folder)) from None
    targets = [safe_files.Target(str(folder / one.name), force=asked.switch("force"), inputs=()) for one in sources]
    for target, one in zip(targets, sources, strict=True):
        safe_files.place(target, one.read_bytes())
    told = _told()
    written = {one.name: str(folder / one.name) for one in sources}
    rows = [
        (path, say(about), " ".join(written.get(word, word) for word in line.split()))
        for name, path in written.items()
        for about, line in [told.get(name, ("", ""))]
    ]
    names = ("file", "what it is", "try")
    columns = tuple(Column(name.replace(" ", "_"), name, TEXT, name) for name in names)
    return Result(
        command="sample",
        title=say("{rows} example files written to {folder}", rows=len(rows), folder=folder),
        tables=(Table("files", "", columns, rows),),
    )


def _told() -> dict[str, tuple[str, str]]:
    """What each file is, as the README beside it says it, and a line to try: its own, or that of a command."""
    text = folder_of(spoken().name).joinpath("README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([^`]+)` \| (.+?) \|(?: `([^`]+)` \|)?$", text, re.MULTILINE)
    tries = _tries()
    told = {name: (about.replace("`", ""), own or tries.get(name, "")) for name, about, own in lines}
    return {"README.md": ("what these files are", ""), **told}


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
