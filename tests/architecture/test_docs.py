"""What is written about the project is what the project does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from custecon.cli.app import COMMANDS, load
from custecon.core.messages import MESSAGES
from custecon.core.version import __version__


def test_generated_pages_are_in_step(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, root / "docs/generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_the_list_of_commands_says_what_each_command_says_of_itself() -> None:
    for name, (_, first) in COMMANDS.items():
        command = load(name)
        assert command.name == name
        assert command.help.split("\n", 1)[0] == first


def test_the_readme_lists_every_command(root: Path) -> None:
    rows = re.findall(r"^\| (`custecon .*?) \| \S", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    listed = re.findall(r"`custecon ([a-z-]+)`", " ".join(rows))
    wrong = {name for name in (*listed, *COMMANDS) if listed.count(name) != 1 or name not in COMMANDS}
    assert not wrong, f"the README's table of commands has each command in one line; not so: {sorted(wrong)}"


@pytest.mark.parametrize("target", re.findall(r"[a-z]+/\w+\.py", (Path(__file__).parents[2] / "Makefile").read_text()))
def test_the_tests_that_make_names_are_there(root: Path, target: str) -> None:
    assert (root / "tests" / target).exists() or (root / target).exists()


def test_every_code_is_in_its_family() -> None:
    for code, message in MESSAGES.items():
        assert code[0] in "EN"
        assert code[1:].isdigit()
        assert len(code) == 4
        assert message.text
        assert message.text == message.text.strip()


@pytest.mark.parametrize(
    ("place", "file"), [(1, "metrics/lifetime.py"), (2, "analyses/rfm.py"), (3, "kinds/survival.py")]
)
def test_the_examples_in_contributing_stand_in_the_code(root: Path, place: int, file: str) -> None:
    block = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```python\n")[place].split("```")[0]
    assert block in (root / "src/custecon" / file).read_text(encoding="utf-8")


def test_the_version_has_its_release_notes_and_new_lines_stand_above_them(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)}, \d{{4}}-\d\d-\d\d", headings[1])
    for release in text.split("\n## ")[2:]:  # first what a user reads, then the lines
        assert release.split("\n\n")[1][0] not in "-#"
    assert not text.splitlines()[-1].startswith(("-", " ")), (
        "a line belongs to the end of «Unreleased», the first section"
    )
    lines = re.findall(r"^- .*$", text, re.MULTILINE)
    assert len(lines) == len(set(lines))
