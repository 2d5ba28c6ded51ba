"""Whatever custecon says can be said in another language: in a made-up one no English is left."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import fill
from tests.languages.asked import LINES, NOT_YET, left_of

# `python -m tests.languages.asked` writes it anew; a change may make it shorter, never longer.
MOST = 66  # may only fall
LEFT = json.loads(NOT_YET.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("line", LINES)
def test_no_english_is_left_in_an_answer(line, there):
    assert left_of(line, there) == LEFT.get(line, [])


def test_no_more_than_this_is_left():
    assert sum(map(len, LEFT.values())) <= MOST
