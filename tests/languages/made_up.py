"""A made-up language of three plural forms, in Georgian letters: whatever is still Latin was not said through it.

Its catalogue is all that stands in the code: every constant text, and every text that a module or a declaration holds.
A sentence that was put together with its numbers while the program ran stands nowhere, and stays English.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import custecon
from custecon.core.language import Language
from custecon.core.references import Citation

SOURCE = Path(custecon.__file__).parent
GAP = re.compile(r"(\{\w*(?::(?:[^{}]|\{\w+\})*)?\})")
LETTERS = {
    ord(letter): 0x10D0 + place % 26
    for place, letter in enumerate("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
CITED: set[Citation] = set()
POINT, GROUP = "·", "’"


def form(shown: str) -> int:
    """The form that goes with a number: the first with 1, 21, 31, the third with 0 and 5 and more, the second else."""
    number = float(shown)
    if number != int(number):
        return 1
    return 0 if number % 10 == 1 else 1 if 1 < number % 10 < 5 else 2


def said(template: str) -> str:
    """A template in this language: every form has its mark."""

    def gap(text: str) -> str:
        name, _, forms = text[1:-1].partition(":")
        if "|" not in forms:
            return text
        one, several = forms.split("|")
        three = zip((one, several, several), "①②③", strict=True)
        return f"{{{name}:{'|'.join(said(words) + mark for words, mark in three)}}}"

    return "".join(gap(part) if GAP.fullmatch(part) else part.translate(LETTERS) for part in GAP.split(template))


class Catalogue(dict[str, str]):
    """Everything that stands in the code, translated when it is asked for."""

    def get(self, text: str, otherwise: Any = None) -> Any:
        """The text in this language, if it stands in the code; a word that has a context is as without it."""
        word = text.rpartition("\x04")[2]
        return said(word) if word in texts_of_the_code() else otherwise


@cache
def texts_of_the_code() -> frozenset[str]:
    """Every constant text of the package, and every text that its modules hold, put together or read from data."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for module in walk_packages(custecon.__path__, "custecon."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    seen: set[int] = set()
    for name, module in list(sys.modules.items()):
        if name.startswith("custecon"):
            for value in list(vars(module).values()):
                found.update(_held(value, seen))
    for path in (SOURCE / "metrics").glob("*.toml"):
        found.update(_held(tomllib.loads(path.read_text(encoding="utf-8")), set()))
    found |= {text.replace("_", " ") for text in found if text.isidentifier()}  # names of settings, steps and columns
    for text in [text for text in found if "money" in text or "per period" in text]:  # names of units
        with_period = text.replace("per period", "per {period}")
        found |= {with_period, with_period.replace("money", "{currency}", 1), text.replace("money", "{currency}", 1)}
    return frozenset(found)


def _held(value: Any, seen: set[int], depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
        return
    if depth > 6 or id(value) in seen:
        return
    if isinstance(value, Citation):
        CITED.add(value)
    seen.add(id(value))
    inside: list[Any] = []
    if isinstance(value, Mapping):
        inside = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | list | set | frozenset):
        inside = list(value)
    elif isinstance(value, type) and value.__module__.startswith("custecon"):
        inside = list(vars(value).values())
    elif is_dataclass(value) and not isinstance(value, type):
        inside = [getattr(value, field.name, None) for field in fields(value)]
    elif hasattr(value, "declared"):
        inside = [value.declared]
    for one in inside:
        yield from _held(one, seen, depth + 1)


MADE_UP = Language("made-up", Catalogue(), form, group=GROUP, point=POINT)
