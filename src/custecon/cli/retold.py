"""A text that was kept in English, with its numbers in it, as a phrase again, so that it is said in any language.

The words of results are gathered from examples (results.csv) as they were said. Which template made one is found
in the catalogue of the language that is spoken: that which has most letters of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from functools import cache
from typing import Any

from custecon.core.catalogues import catalogue_of
from custecon.core.language import Language, spoken
from custecon.core.phrases import Verbatim, say

_GAP = re.compile(r"\{(\w+)(?:![rs])?(?::((?:[^{}]|\{\w+\})*))?\}")
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|[+-]?\d+(?:\.\d+)?%?")
_BETWEEN = {word: rf",\s|\s{word}\s" for word in ("and", "or")} | {";": r";\s", "+": r"\s\+\s"}


class _Shown(str):
    """A number as English shows it."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        """With the signs of the language."""
        return language.percents(self[:-1]) if self.endswith("%") else language.signs(str(self))


def retold(text: str) -> str:
    """The phrase that a text was, where a template makes it; else the text as it is."""
    catalogue = catalogue_of(spoken().name)
    if not catalogue or text in catalogue:
        return say(text)
    of, _, told = text.rpartition(": ")
    if of.endswith(")") and told in catalogue:  # a work that is cited with its year, and what it says
        return say("{of}: {told}", of=Verbatim(of), told=say(told))
    found = [
        (letters, template, match.groupdict())
        for template, parts, letters in _templates(spoken().name)
        if all(part in text for part in parts) and (match := re.fullmatch(_pattern(template), text, re.DOTALL))
    ]
    if not found:
        return Verbatim(text)
    _, template, values = max(found, key=lambda one: one[0])
    forms = {name: form for name, form in _GAP.findall(template) if "|" not in form}
    return say(template, **{name: _value(value, forms.get(name, "")) for name, value in values.items()})


@cache
def _templates(language: str) -> list[tuple[str, list[str], int]]:
    """Those with gaps and words: what stands between the gaps, and how many letters that are."""
    every = ((text, _GAP.sub("\0", text).split("\0")) for text in catalogue_of(language) if "{" in text)
    counted = ((text, parts, sum(map(str.isalpha, _GAP.sub(_shortest, text)))) for text, parts in every)
    return [(text, parts, letters) for text, parts, letters in counted if letters]


def _shortest(gap: re.Match[str]) -> str:
    """The words of a gap that go with a number, the shorter ones; nothing of another gap."""
    return min((gap[2] or "").split("|"), key=len) if "|" in (gap[2] or "") else ""


def _pattern(template: str) -> str:
    """What a text looks like that a template made: a number where words go with it, else anything."""
    pattern, end, seen = "", 0, set[str]()
    numbers = {name for name, form in _GAP.findall(template) if "|" in form}
    for gap in _GAP.finditer(template):
        name, form = gap[1], gap[2] or ""
        pattern += re.escape(template[end : gap.start()])
        if "|" in form:
            words = (".+?".join(map(re.escape, re.split(r"\{\w+\}", each))) for each in form.split("|"))
            pattern += f"(?:{'|'.join(words)})"
        else:
            pattern += (
                f"(?P={name})" if name in seen else f"(?P<{name}>{_NUMBER.pattern if name in numbers else '.+?'})"
            )
            seen.add(name)
        end = gap.end()
    return pattern + re.escape(template[end:])


def _value(text: str, form: str) -> Any:
    """What stands in a gap: several things, a day, a number, a text of ours, or the user's own."""
    if form in _BETWEEN:
        return [_value(part, "") for part in re.split(_BETWEEN[form], text)]
    if _NUMBER.fullmatch(text):
        return _Shown(text)
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return retold(text)
