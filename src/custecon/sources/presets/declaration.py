"""A preset read from its file, strictly: a key that is unknown, missing or of another form is refused with its name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from custecon.core.phrases import say
from custecon.core.schemas import Kind
from custecon.core.units import MULTIPLES
from custecon.kinds import SCHEMAS
from custecon.sources.header_words import squash
from custecon.sources.phrases import word_of
from custecon.sources.presets.preset import WORDS, Beside, Preset, RowRule
from custecon.sources.row_meaning import Meaning
from custecon.sources.toml_file import NotToml, document_of
from custecon.sources.wording import shown

FEWEST = 2  # headers that mark an export: one alone is everywhere
_NEEDED = ("title", "source", "kind", "columns", "rules")
_KEYS = (*_NEEDED, "marks", "instead", "headings", "units", "rows", "subtract", "items")
_MEANINGS = tuple(meaning for meaning in Meaning if meaning is not Meaning.UNKNOWN)
_ROW_KEYS = ("column", *_MEANINGS, "otherwise", "filled", "settles")
_OTHERWISE = (*_MEANINGS, WORDS)
_BESIDE_KEYS = ("of", "column")


class Undeclared(ValueError):
    """What is wrong with a key of the file."""

    def __init__(self, key: str, what: str) -> None:
        self.key, self.what = key, what


def declared(name: str, text: str) -> Preset:
    """The preset that a file declares.

    Raises:
        Undeclared: it declares none; with the key that is wrong.
    """
    try:
        data = document_of(text)
    except NotToml as fault:
        line = say(" (line {line:d})", line=fault.line) if fault.line else ""
        raise Undeclared("TOML", shown(fault.reason) + line) from None
    return _preset(name, data)


def _preset(name: str, data: Mapping[str, Any]) -> Preset:
    _known(data, _KEYS, "")
    for key in _NEEDED:
        if key not in data:
            raise Undeclared(key, "it is missing")
    kind = _text(data, "kind")
    if kind not in SCHEMAS:
        raise Undeclared("kind", say("«{kind}» is none of {schemas}", kind=shown(kind), schemas=[*SCHEMAS]))
    return Preset(
        name=name,
        title=_text(data, "title"),
        source=_text(data, "source"),
        kind=kind,
        marks=tuple(_marks(data)),
        columns=_columns(data, kind, "columns"),
        instead=_columns(data, kind, "instead"),
        rules=_text(data, "rules"),
        headings=_headings(data, kind),
        units=_units(data, kind),
        rows=tuple(_row_rule(entry, number) for number, entry in _entries(data, "rows")),
        subtract=tuple(
            _beside(entry, say("subtract {number}", number=number)) for number, entry in _entries(data, "subtract")
        ),
        items=_switch(data, "items"),
    )


def _known(data: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1)
            hint = say("did you mean {near}?", near=near[0]) if near else say("the keys are {keys}", keys=[*keys])
            raise Undeclared(f"{where}{shown(key)}", say("there is no such key; {hint}", hint=hint))


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise Undeclared(key, "it must be a text in quotes")
    return value


def _switch(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise Undeclared(key, "it must be true or false")
    return value


def _texts(data: Mapping[str, Any], key: str, where: str = "", *, empty: bool = False) -> tuple[str, ...]:
    value = data.get(key, [])
    fits = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
    if not fits or not (value or empty):
        raise Undeclared(f"{where}{key}", 'it must be a list of texts, as in ["Status", "State"]')
    return tuple(value)


def _entries(data: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise Undeclared(key, say("it must be tables, each under [[{key}]]", key=key))
    return enumerate(value, 1)


def _marks(data: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    value = data.get("marks", [])
    if not isinstance(value, list):
        raise Undeclared("marks", "it must be a list of lists of headers")
    for number in range(len(value)):
        marks = frozenset(map(squash, _texts({"marks": value[number]}, "marks")))
        if len(marks) < FEWEST:
            raise Undeclared("marks", "one header alone marks no export")
        yield marks


def _headings(data: Mapping[str, Any], kind: str) -> str | None:
    value = data.get("headings")
    roles = tuple(role.name for role in SCHEMAS[kind].roles)
    if value is not None and value not in roles:
        raise Undeclared("headings", say("it must be one of {roles}", roles=[*roles]))
    return value


def _columns(data: Mapping[str, Any], kind: str, key: str) -> dict[str, tuple[str, ...]]:
    value = data.get(key, {})
    roles = tuple(role.name for role in SCHEMAS[kind].roles)
    if not isinstance(value, dict):
        raise Undeclared(key, say("it must be a table: under [{key}] a role and its headers, one a line", key=key))
    _known(value, roles, f"{key}.")
    return {role: _texts(value, role, f"{key}.", empty=True) for role in value}


def _units(data: Mapping[str, Any], kind: str) -> dict[str, str]:
    value = data.get("units", {})
    money = tuple(role.name for role in SCHEMAS[kind].roles if role.kind is Kind.MONEY)
    if not isinstance(value, dict):
        raise Undeclared("units", "it must be a table: under [units] a role of money and its unit, one a line")
    _known(value, money, "units.")
    for role, unit in value.items():
        if unit not in MULTIPLES:
            raise Undeclared(
                say("units.{role}", role=role), say("it must be one of {multiples}", multiples=[*MULTIPLES])
            )
    return dict(value)


def _row_rule(entry: Mapping[str, Any], number: int) -> RowRule:
    where = say("rows {number:d}: ", number=number)
    _known(entry, _ROW_KEYS, where)
    meanings: dict[str, Meaning] = {}
    for meaning in _MEANINGS:
        for value in _texts(entry, meaning, where, empty=True):
            if meanings.setdefault(word_of(value), meaning) is not meaning:
                raise Undeclared(
                    f"{where}{meaning}",
                    say("«{value}» is {meanings} already", value=shown(value), meanings=meanings[word_of(value)]),
                )
    for key, known in (("filled", _MEANINGS), ("otherwise", _OTHERWISE)):
        if entry.get(key, known[0]) not in known:
            raise Undeclared(f"{where}{key}", say("it must be one of {known}", known=[*known]))
    filled, otherwise = entry.get("filled"), entry.get("otherwise")
    if not meanings and otherwise is None and filled is None:
        ways = ", ".join((*_MEANINGS, "otherwise", "filled"))
        raise Undeclared(where.rstrip(": "), say("it says of no value what it is; give one of {ways}", ways=ways))
    settles = _texts(entry, "settles", where, empty=True)
    whole = None if filled is None else Meaning(filled)
    return RowRule(_texts(entry, "column", where), meanings, otherwise, whole, settles)


def _beside(entry: Mapping[str, Any], where: str) -> Beside:
    _known(entry, _BESIDE_KEYS, f"{where}: ")
    return Beside(_texts(entry, "of", f"{where}: "), _texts(entry, "column", f"{where}: "))
