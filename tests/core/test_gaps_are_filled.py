"""Every phrase and every message names just what fills its gaps; nothing else can be found before it is said."""

import ast
import re
import string
from pathlib import Path

import custecon
from custecon.core.messages import MESSAGES

SOURCE = Path(custecon.__file__).parent


def gaps(template: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def calls(*names: str):
    """Calls with a constant first argument: where, its text, and the names beside it; None where ** brings further."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and node.args
            if called and isinstance(first := node.args[0], ast.Constant):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", first.value, {word.arg for word in node.keywords}


def test_phrases() -> None:
    found = [(where, gaps(text) ^ given) for where, text, given in calls("say") if given and None not in given]
    assert len(found) > 300
    assert [one for one in found if one[1]] == []


def test_a_number_that_is_typed_has_no_groups() -> None:
    """A cure names the 1,024th column as '#1024', or nobody can follow it."""
    texts = [text for _, text, _ in calls("say")]
    texts += [text for message in MESSAGES.values() for text in (message.text, message.cure)]
    assert sum("#{" in text for text in texts) > 3
    assert [text for text in texts if re.search(r"#\{\w+\}", text)] == []


def test_messages() -> None:
    found = [
        (where, code, gaps(MESSAGES[code].text) | gaps(MESSAGES[code].cure), given)
        for where, code, given in calls("notice", "problem")
        if None not in given
    ]
    assert len(found) > 200
    assert [(where, code, wanted - given) for where, code, wanted, given in found if not wanted <= given] == []
