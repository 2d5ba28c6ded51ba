"""The words that say what a row of a log is, as `row_words.toml` lists them: by section, all languages together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["spelt_out", "together", "words"]


@cache
def _listed() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def words(section: str, name: str) -> tuple[str, ...]:
    """The words of one name in a section, in every language."""
    return tuple(word for line in _listed()[section][name].values() for word in line.split())


def together() -> Mapping[str, str]:
    """Words that mean something else where they stand together, and the one word for them."""
    found: Mapping[str, str] = _listed()["together"]
    return found


@cache
def spelt_out(section: str) -> Mapping[str, str]:
    """The short forms of a section, and the word that each stands for."""
    return {short: word for word, line in _listed()[section].items() for short in line.split()}
