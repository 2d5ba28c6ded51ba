"""Every message of the readers has an example, and its text is exactly what was agreed."""

import json
import sys
from pathlib import Path

import pytest

from custecon.core.messages.cells import CELLS
from custecon.core.messages.clients import CLIENTS
from custecon.core.messages.money import MONEY
from custecon.core.messages.reading import READING
from custecon.core.messages.rows import ROWS
from custecon.core.messages.sources import SOURCES

sys.path.insert(0, str(Path(__file__).parent))
from reading_cases import CASES, GOLDEN, told

AGREED = json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", CASES, ids=[example.code for example in CASES])
def test_the_text_of_a_message_is_what_was_agreed(example):
    found = told(example)
    assert found.get(example.code) == AGREED[example.code]


def test_every_message_of_the_readers_has_an_example():
    assert {example.code for example in CASES} == set(CELLS | CLIENTS | MONEY | READING | ROWS | SOURCES) == set(AGREED)
