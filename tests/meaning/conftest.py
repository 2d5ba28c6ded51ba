"""`ask`: a run of the command line on files made in the test, and everything that it said about them."""

import shlex
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
collect_ignore_glob = ["cases/*"]

from said import JUDGE, Said, in_process  # noqa: E402 - its folder is on the path only now


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """`ask("check {file}", "a,b\\n1,2\\n")`: the command, its words split by blanks, and the texts of its files."""
    monkeypatch.chdir(tmp_path)

    def of(command: str, *files: str | bytes, suffix: str = "csv", encoding: str = "utf-8") -> Said:
        names = {}
        for number, text in enumerate(files, 1):
            name = f"data{number}.{suffix}"
            Path(name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
            names["file" if number == 1 else f"file{number}"] = name
        words = [word.format(**names) for word in shlex.split(command)]
        code, doc, err = in_process("", words, tmp_path, 0)
        told = JUDGE.said(doc, err)
        return Said(code, doc or {}, told)

    return of
