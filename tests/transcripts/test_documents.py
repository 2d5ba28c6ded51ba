"""The output blocks of the documents are the real output; rewrite them with `make docs`."""

import doctest
import re
from pathlib import Path

import pytest

from tests.transcripts.blocks import BLOCK, DOCUMENTS, language_of, shown

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = [
    pytest.param(block, language_of(name), id=f"{name}: {block['command']} ({place})")
    for name in DOCUMENTS
    for place, block in enumerate(BLOCK.finditer((ROOT / name).read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("block", "lang"), BLOCKS)
def test_a_block_is_what_the_command_prints(
    block: re.Match[str], lang: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert block["output"] == shown(block["command"], lang=lang)


def test_the_readme_shows_what_commands_print(root: Path) -> None:
    assert BLOCK.search((root / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["README.md", "docs/library.md", "docs/models.md"])
def test_the_python_of_the_documents_runs(
    name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(root / "examples")
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.testfile(str(root / name), module_relative=False, optionflags=flags)
    assert (failed, tried > 4) == (0, True)


@pytest.mark.parametrize("name", ["README.md", "README.ru.md"])
def test_the_readme_names_every_command(name: str, root: Path) -> None:
    from custecon.cli.app import COMMANDS

    text = (root / name).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert re.search(rf"^\| .*`custecon {command}`", text, re.MULTILINE), command


@pytest.mark.parametrize(
    "name",
    ["README.md", "docs/catalogue.md", "docs/cli.md", "docs/errors.md", "docs/quantities.md", "docs/transcripts.md"],
)
def test_a_client_is_they(name: str, root: Path) -> None:
    assert not re.findall(r"\b(?:he|him|his|himself)\b", (root / name).read_text(encoding="utf-8"))
