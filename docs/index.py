"""Every command with its place in the help and its first line, as start-up needs them; written before all else."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from custecon.analyses.declared import PANELS

SOURCE = Path(__file__).resolve().parents[1] / "src/custecon"
ROOM, OWN_ROOM = SOURCE / "analyses", SOURCE / "cli/commands"
WIDTH = 120  # of a line of code
HEAD = '''"""{what}: place in the help, first line. Written by docs/generate.py; do not edit."""

# fmt: off
{name}: dict[str, tuple[str, str]] = {{
{rows}}}
'''


def indexes() -> dict[Path, str]:
    """The two files that start-up reads, as they should be."""
    return {
        ROOM / "index.py": _written("The analyses", "INDEX", _analyses()),
        OWN_ROOM / "index.py": _written("The commands about files and the program", "OWN", _own()),
    }


def _written(what: str, name: str, found: Iterable[tuple[str, str, str]]) -> str:
    rows = []
    for one, panel, text in found:
        row = f'    "{one}": ("{panel}", "{text.splitlines()[0]}"),'
        if (more := len(row) - WIDTH) > 0:
            raise ValueError(f"{one}: the first line of its docstring is too long by {more} for the index of the help")
        rows.append(row + "\n")
    return HEAD.format(what=what, name=name, rows="".join(rows))


def _analyses() -> Iterable[tuple[str, str, str]]:
    """Every function of the room that is declared, found in a file or package of its own name."""
    found = []
    for path in sorted([*ROOM.glob("*.py"), *(package.parent for package in ROOM.glob("*/__init__.py"))]):
        room = import_module(f"custecon.analyses.{path.stem}")
        own = [one for one in vars(room).values() if getattr(one, "__module__", "") == room.__name__]
        for declared in (one.declared for one in own if hasattr(one, "declared")):
            if declared.name.replace("-", "_") != path.stem:
                raise ValueError(f"{path.name} declares {declared.name}: it must be called as its analysis")
            found.append(declared)
    found.sort(key=lambda one: (PANELS.index(one.panel), not one.first))
    return [(one.name, one.panel, one.help) for one in found]


def _own() -> Iterable[tuple[str, str, str]]:
    """Every command of its own file, by panel."""
    names = sorted(path.stem for path in OWN_ROOM.glob("*.py") if path.stem not in ("__init__", "index"))
    found = [import_module(f"custecon.cli.commands.{name}").COMMAND for name in names]
    found.sort(key=lambda one: one.panel)
    return [(one.name, one.panel, one.help) for one in found]
