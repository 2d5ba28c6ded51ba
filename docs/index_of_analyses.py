"""The analyses by name, as start-up needs them: written to src/custecon/analyses/index.py before anything reads it."""

from importlib import import_module
from pathlib import Path

from custecon.analyses.declared import PANELS

ROOM = Path(__file__).resolve().parents[1] / "src/custecon/analyses"
INDEX = ROOM / "index.py"
HEAD = '''"""The analyses: place in the help, first line. Written by docs/generate.py from the room; do not edit."""

# fmt: off
INDEX: dict[str, tuple[str, str]] = {
'''


def index() -> str:
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
    rows = [f'    "{one.name}": ("{one.panel}", "{one.help.splitlines()[0]}"),\n' for one in found]
    return f"{HEAD}{''.join(rows)}}}\n"
