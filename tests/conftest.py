"""What tests share: where things are, and a run of the command line inside this process."""

import io
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from custecon.analyses.index import INDEX
from custecon.cli.app import COMMANDS, load, run
from custecon.cli.session import Session
from custecon.core.messages import options_in
from custecon.metrics import load_all

ROOT = Path(__file__).resolve().parents[1]

os.environ["CUSTECON_LANG"] = "en"  # what tests expect is English, wherever they run
load_all()

# No example is slow because the machine is busy; and every run tries the same examples.
settings.register_profile("custecon", deadline=None, derandomize=True)
settings.load_profile("custecon")


def every_example() -> dict[str, list[str]]:
    """The examples of the help, as they are typed, by command: those that read the example files and write none."""
    there = {path.name for path in (ROOT / "examples").iterdir()}

    def can_be_asked(line: str) -> bool:
        words = set(line.split())
        read = {word for word in words if word.endswith((".csv", ".xlsx", ".json"))}
        return read <= there and not {"-o", "-f"} & words

    every = {name: [line.partition(" > ")[0] for line in load(name).examples] for name in COMMANDS}
    return {
        name: [line.removeprefix("custecon ") for line in lines if can_be_asked(line)] for name, lines in every.items()
    }


def examples_of_analyses(*, but: Collection[str] = ()) -> dict[str, str]:
    """The first example of the help of every analysis that is not asked in a way of its own, as it is typed."""
    return {name: load(name).examples[0].removeprefix("custecon ") for name in INDEX if name not in but}


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes of a whole file name no test: an archive holds the second it was made, and processes would not agree."""
    return argname if isinstance(val, bytes) and len(val) > 60 else None


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture
def shared() -> Path:
    """The folder of real data that lies beside some checkouts; tests that need it are skipped without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared")
    return folder


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str


def offered_in_vain(arguments: Sequence[object], said: str) -> set[str]:
    """The options that a run named on standard error and that its command lacks; it may say so of those typed."""
    name = str(arguments[0]) if arguments else ""
    if name not in COMMANDS:
        return set()
    typed = {str(argument).partition("=")[0] for argument in arguments}
    return options_in(said) - load(name).flags - typed - {"--help", "--help-all"}


@pytest.fixture
def custecon() -> Callable[..., Ran]:
    """Run `custecon ARGUMENTS…` in this process, as in a pipe, or at a terminal of some width."""

    def of(*arguments: object, stdin: bytes = b"", terminal: bool = False, width: int = 80, **environment: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        session = Session(
            stdin=io.BytesIO(stdin),
            stdout=out,
            stderr=err,
            environment=environment,
            stdout_is_terminal=terminal,
            width=width,
            no_color=True,
        )
        code = run([str(argument) for argument in arguments], session)
        assert not offered_in_vain(arguments, err.getvalue())
        return Ran(code, out.getvalue(), err.getvalue())

    return of
