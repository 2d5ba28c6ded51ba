"""JSON lines, one record on each line: numbers by their own digits, every key a column, nothing joined or guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, Place, Problem, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Schema
from custecon.sources.column_checks import Spoilt, text_of
from custecon.sources.encoding import decode
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.row_refusals import TOLD
from custecon.sources.source import Source
from custecon.sources.typed.cells import cell_of, of_several
from custecon.sources.typed.columns import Columns, not_too_many, source_of, tell
from custecon.sources.wording import shown

_LARGEST = 308  # the power of ten that no program goes beyond
_AT_ONCE = 10_000


class _Twice(ValueError):
    """A key that stands twice in a record."""


def open_json_lines(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Make a source of JSON lines, whose rows are its lines.

    Raises:
        InputRefused: E324 lines that are no record, E325 a key stands twice; E209; or what `source_of` refuses.
    """
    settings["format"] = Decided("JSON lines", "detected")
    decoded = decode(opened.data, opened.name, options.encoding, lambda _: False, usual="encoding" in options.usual)
    settings["encoding"] = decoded.decided
    columns: dict[str, list[Any]] = {}
    lines: list[int] = []
    faults: list[Problem] = []
    for number, text in enumerate(decoded.lines(), 1):
        try:
            record = record_of(text.rstrip()) if text.strip() else {}
        except (ValueError, RecursionError) as error:
            faults.append(_fault(error, Place(opened.name, number)))
            continue
        lines.append(number)
        for name, cell in record.items():
            column = columns.setdefault(name, [])
            column.extend([""] * (len(lines) - 1 - len(column)))
            column.append(cell)
        if not len(lines) % _AT_ONCE:
            not_too_many(len(lines), len(columns), 0, opened.name)
            tell(len(lines), opened.name)
    if faults:
        raise InputRefused(faults[:TOLD], more=max(0, len(faults) - TOLD))
    not_too_many(len(lines), len(columns), 0, opened.name)
    for column in columns.values():
        column.extend([""] * (len(lines) - len(column)))
    return source_of(Columns((*columns,), (*columns.values(),)), opened, schemas, options, settings, lines=lines)


def _fault(error: Exception, place: Place) -> Problem:
    if isinstance(error, _Twice):
        return problem("E325", place=place, key=shown(error))
    if isinstance(error, json.JSONDecodeError):
        why = say("{why} at character {character}", why=f"«{error.msg}»", character=error.pos + 1)
        return problem("E324", place=place, why=why)
    if isinstance(error, UnicodeEncodeError):
        return problem("E324", place=place, why="it holds half a letter, which no text can hold")
    too_deep = isinstance(error, RecursionError)
    return problem("E324", place=place, why="it is nested too deeply" if too_deep else "it is no record")


def record_of(text: str) -> dict[str, Any]:
    """The cells of one record by their keys; a record in it is as many as it has parts, called by both.

    Raises:
        ValueError: it is none.

    >>> record_of('{"id": 007}')
    Traceback (most recent call last):
    ...
    json.decoder.JSONDecodeError: Expecting ',' delimiter: line 1 column 9 (char 8)
    >>> record_of('{"buyer": {"name": "Ann", "id": 20250112000000001}, "paid": 10.50, "won": true, "note": null}')
    {'buyer.name': 'Ann', 'buyer.id': '20250112000000001', 'paid': Decimal('10.50'), 'won': True, 'note': ''}
    """
    read = json.loads(text, parse_int=str, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_once)
    if not isinstance(read, dict):
        raise ValueError(text)
    cells = _once(_cells(read))
    if "\\ud" in text.lower():
        "".join([*cells, *map(text_of, cells.values())]).encode()  # half a letter is none
    return cells


def _cells(record: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _cells(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield above + key, of_several("a list: {value}", json.dumps(value, ensure_ascii=False, default=str))
        else:
            yield above + key, cell_of(value)


def _once(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _number(digits: str) -> Decimal | Spoilt:
    value = Decimal(digits)
    return value if abs(value.adjusted()) <= _LARGEST else Spoilt("E289", digits)


def _no_number(word: str) -> Spoilt:
    return Spoilt("E289", word)


def is_json_lines(text: str) -> bool:
    r"""Whether a text that begins as a record holds one on each line, as far as its first line tells.

    >>> [is_json_lines(text) for text in ('{"a": 1}\n{"a": 2}\n', '{"a": 1}', '{"rows": [{"a": 1}]}', '{\n "a": 1}')]
    [True, True, False, False]
    """
    first, _, rest = text.partition("\n")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    if not isinstance(record, dict):
        return False
    lists = [value for value in record.values() if isinstance(value, list)]  # of rows, if the whole is one record
    return bool(rest.strip()) or not any(isinstance(one, dict) for value in lists for one in value)
