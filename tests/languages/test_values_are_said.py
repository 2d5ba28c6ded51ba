"""What a message or a phrase is filled with is said in the language too: a label, a meaning, words of ours.

A plain text in a gap is taken for the user's own and stays as it is, so a text of ours must go in as a phrase.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.languages.asked import LINES
from tests.languages.made_up import SOURCE
from tests.languages.said_plain import said_plain
from tests.languages.test_russian import asked
from tests.languages.test_words_in_russian import CASES, RUSSIAN, said

from custecon.core.errors import PROSE, ROLES

OF_OURS = {"label", "meaning", "title"}  # attributes that hold texts of ours
MODELS = frozenset(("model",))  # a name in every language: BG/NBD
OF_THE_USER = {"column", "first", "second"}  # whose label is a header or a day of theirs


def _plain(node: ast.expr) -> Iterator[str]:
    """The texts of ours in an argument that nobody says."""
    if isinstance(node, ast.IfExp):
        yield from _plain(node.body)
        yield from _plain(node.orelse)
    elif isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        if " " in text.strip() and not text.startswith("--") and any(letter.isalpha() for letter in text):
            yield text
    elif isinstance(node, ast.Attribute):
        if node.attr in OF_OURS and not (isinstance(node.value, ast.Name) and node.value.id in OF_THE_USER):
            yield ast.unparse(node)
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _plain(part.value if isinstance(part, ast.FormattedValue) else part)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_text_of_ours_fills_a_gap_unsaid(path):
    found = []
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if name in ("problem", "notice", "say"):
            known = PROSE | ROLES | MODELS if name != "say" else MODELS
            found += [
                f"{call.lineno}: {each.arg}={text}"
                for each in call.keywords
                if each.arg not in known
                for text in _plain(each.value)
            ]
    assert found == []


@pytest.mark.parametrize("line", LINES)
def test_an_answer_says_all_its_values(line, there):
    with said_plain() as found:
        for how in ([], ["--full", "--explain"]):
            asked(there, line, *how, "--lang", "ru", terminal=True)
    assert found == {}


def test_messages_of_the_readers_say_all_their_values():
    with said_plain() as found:
        for example in CASES:
            problems, context = said(example)
            for each in problems:
                RUSSIAN.text(each.with_cure)
            for told in context:
                RUSSIAN.text(told)
    assert found == {}
