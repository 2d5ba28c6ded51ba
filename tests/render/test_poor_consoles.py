"""Consoles whose code page lacks some of our signs: neighbours in their place, the same width, never an escape."""

import pytest
from tests.conftest import every_example

from custecon.render.poor_consoles import NAME, NEAREST

LINES = [lines[0] for name, lines in every_example().items() if lines and name not in ("init", "sample")]


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "cp437", "cp850", "ascii"])
@pytest.mark.parametrize("line", LINES)
def test_no_sign_of_ours_becomes_an_escape(custecon, examples, monkeypatch, line, encoding):
    monkeypatch.chdir(examples)
    for how in ([], ["--full"], ["--explain"], ["-h"]):
        text = custecon(*line.split(), *how, terminal=True).out.replace("ń", "n")  # of an author's name
        shown = text.encode(encoding, NAME).decode(encoding)
        assert "\\u" not in shown
        assert "\\x" not in shown
        if "≤" not in text and "≥" not in text:
            assert [*map(len, shown.splitlines())] == [*map(len, text.splitlines())]


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("cp1251", "Дом █ ₽", "Дом # \\u20bd"),
        ("cp866", "█ 客 Müller", "█ \\u5ba2 M\\xfcller"),  # two clients that differ in a letter stay two
        ("cp850", "Müller …", "Müller -"),
        ("ascii", "Ёлка", "\\u0401\\u043b\\u043a\\u0430"),
    ],
)
def test_what_has_no_neighbour_is_an_escape(encoding, text, shown):
    assert text.encode(encoding, NAME).decode(encoding) == shown


def test_neighbours_are_ascii():
    assert all(sign.isascii() for sign in NEAREST.values())
