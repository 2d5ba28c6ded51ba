"""A run of the command line inside this process, and everything that it said, as the judge of the cases takes it."""

import importlib.util
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import offered_in_vain

from custecon.cli.app import run
from custecon.cli.session import Session

CASES = Path(__file__).parent / "cases"


def judge_of_cases():
    """The script that judges the cases, as a module."""
    spec = importlib.util.spec_from_file_location("check_cases", CASES / "check_cases.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_cases"] = module
    spec.loader.exec_module(module)
    return module


JUDGE = judge_of_cases()


@dataclass(frozen=True)
class Said:
    """An answer: exit code, the JSON document, and every problem and notice as a text of its own."""

    code: int
    doc: dict
    texts: list[str] = field(default_factory=list)

    @property
    def all(self) -> str:
        return "\n".join(self.texts)

    @property
    def total(self) -> str | None:
        return self.doc.get("total")

    @property
    def clients(self) -> int | None:
        return self.doc.get("clients")

    def figure(self, name):
        """The value of a figure."""
        return next((figure["value"] for figure in self.doc.get("figures", []) if figure["name"] == name), None)

    def input(self, name):
        """The value of an input."""
        return next((entry["value"] for entry in self.doc.get("inputs", []) if entry["name"] == name), None)

    def tells(self, *words):
        """Whether one notice or problem holds all of these words, whatever their case."""
        return any(all(word.casefold() in text.casefold() for word in words) for text in self.texts)


def in_process(_binary, words, _folder, _seconds):
    """What `check_cases.run` gives, without a process of its own: exit code, document, standard error."""
    out, err = io.StringIO(), io.StringIO()
    session = Session(stdin=io.BytesIO(), stdout=out, stderr=err, width=200, no_color=True)
    code = run([*words, *([] if "-o" in words else ["-f", "json"])], session)
    assert not offered_in_vain(words, err.getvalue())
    try:
        doc = {} if "-o" in words and code == 0 else json.loads(out.getvalue())
    except ValueError:
        doc = None
    return int(code), doc, err.getvalue()
