"""What is written about the project is what the project does."""

import subprocess
import sys
from pathlib import Path

from custecon.cli.app import COMMANDS, load
from custecon.core.messages import MESSAGES


def test_generated_pages_are_in_step(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, root / "docs/generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_the_list_of_commands_says_what_each_command_says_of_itself() -> None:
    for name, (_, _, first) in COMMANDS.items():
        command = load(name)
        assert command.name == name
        assert command.help.split("\n", 1)[0] == first


def test_every_code_is_in_its_family() -> None:
    for code, message in MESSAGES.items():
        assert code[0] in "EN"
        assert code[1:].isdigit()
        assert len(code) == 4
        assert message.text
        assert message.text == message.text.strip()


def test_the_example_in_contributing_stands_in_the_code(root: Path) -> None:
    block = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    assert block in (root / "src/custecon/metrics/lifetime.py").read_text(encoding="utf-8")
