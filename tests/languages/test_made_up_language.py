"""Whatever custecon says can be said in another language: in a made-up one no English is left."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import fill
from tests.languages.asked import LINES, NOT_YET, left_of

# `python -m tests.languages.asked` writes it anew; a change may make it shorter, never longer.
MOST = 58  # may only fall
LEFT = json.loads(NOT_YET.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("line", LINES)
def test_no_english_is_left_in_an_answer(line, there):
    said = left_of(line, there)
    plain = sorted({*said} - {*LEFT.get(line, [])})
    cure = "words of ours, also those in a cell, are say(…) of core/phrases.py, and numbers are values of it"
    assert not plain, f"not said by a phrase: {plain}; {cure}"
    assert said == LEFT.get(line, []), "less is left than not_yet.json holds: write it anew"


def test_no_more_than_this_is_left():
    assert sum(map(len, LEFT.values())) <= MOST
