"""The words that say what a row of a log is, as `row_words.toml` lists them: by section, all languages together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _listed() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def words(section: str, name: str) -> tuple[str, ...]:
    """The words of one name in a section, in every language."""
    return tuple(word for line in _listed()[section][name].values() for word in line.split())


@cache
def spelt_out(section: str) -> Mapping[str, str]:
    """The short forms of a section, and the word that each stands for."""
    return {short: word for word, line in _listed()[section].items() for short in line.split()}


@cache
def _together() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{apart}\b"), one) for apart, one in _listed()["together"].items())


@cache
def _any_together() -> re.Pattern[str]:
    """What nearly no phrase has, so that each is not looked for."""
    return re.compile("|".join(pattern.pattern for pattern, _ in _together()))


def joined(phrase: str) -> str:
    """A phrase with the words that mean something together as one.

    >>> joined("credit notes total")
    'creditnote total'
    """
    if _any_together().search(phrase):
        for apart, one in _together():
            phrase = apart.sub(one, phrase)
    return phrase
