"""JSON for programs: the whole record, every digit.

It is a contract, versioned by its `schema`: keys are added, never renamed or removed within a version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from custecon.core.errors import CusteconError, Problem
from custecon.core.language import ENGLISH, speaking
from custecon.core.results import Figure, Input, Result, Table
from custecon.core.rounding import full, rounded
from custecon.core.schemas import ControlTotals
from custecon.core.version import __version__
from custecon.render import json_rows, safe_text, working
from custecon.render.json_rows import plain

SCHEMA = "custecon/1"
_NO_ROWS = '\n      "rows": []'  # of a table, as it stands in the document


def content(result: Result, *, explain: bool = False) -> Iterator[bytes]:
    """The result as one JSON object in UTF-8, piece by piece; each row of a table stands on a line of its own.

    `value` has every digit; `text` is the same value as decimal text with at most six places, half up; exact money
    is text, so that no reader spoils it.
    """
    with speaking(ENGLISH):
        text = _text_of(_document(result, explain=explain)) + "\n"
    head, tables, rest = text.partition('\n  "tables": [')  # no text within JSON has a line end of its own
    first, *others = rest.split(_NO_ROWS, len(result.tables))
    yield f"{head}{tables}{first}".encode()
    for table, after in zip(result.tables, others, strict=True):
        yield _NO_ROWS.removesuffix("]").encode()
        ended = "]"
        for piece in json_rows.pieces(table, " " * 8):
            yield piece
            ended = "\n      ]"
        yield f"{ended}{after}".encode()


def _text_of(document: dict[str, Any]) -> str:
    return safe_text.for_json(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def _document(result: Result, *, explain: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": __version__,
        "command": result.command,
        "title": result.title,
        "answer": result.answer,
        "period": result.period.value if result.period else None,
        "currency": result.currency,
        "as_of": result.as_of,
        **result.extra,
        "figures": [_figure(figure, result, explain=explain) for figure in result.figures],
        "inputs": [_input(entry, result) for entry in result.inputs],
        "parameters": dict(result.parameters),
        "tables": [_table(table, result) for table in result.tables],
        "notices": [problem(one.typed) for one in result.notices],
        "sources": list(dict.fromkeys(str(source) for source in result.sources)),
        "criticism": list(result.criticism),
        "control_totals": [of_controls(controls) for controls in result.controls],
    }


def refusal(error: CusteconError) -> str:
    """A refusal as one JSON object: what is wrong, where, and the cure; no figure."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "refused": True,
        "exit_code": int(error.exit_code),
        "problems": [problem(one) for one in error.problems],
        "more_problems": error.more,
        "context": list(error.context),
    }
    return _text_of(document) + "\n"


def problem(told: Problem) -> dict[str, Any]:
    """A problem or notice as an object."""
    place = told.place
    where = {"file": place.file, "line": place.row, "column": place.column} if place else None
    return {"code": told.code, "text": str(told), "cure": told.cure, "place": where}


def _text(value: Any) -> str | None:
    """The decimal text of a number with at most six places."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return f"{rounded(value, 6):f}"


def _figure(figure: Figure, result: Result, *, explain: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": figure.name,
        "label": figure.label,
        "value": plain(figure.value),
        "text": _text(figure.value),
        "unit": ENGLISH.unit(figure.unit, result.period, result.currency),
        "weight": figure.weight,
        "convention": figure.convention,
        "undefined": problem(figure.undefined) if figure.undefined else None,
    }
    if figure.interval:
        ends = {"low": plain(figure.interval.low), "high": plain(figure.interval.high)}
        entry["interval"] = {**ends, "level": figure.interval.level, "method": figure.interval.method}
    if explain and (lines := working.of(figure, result.currency)):
        entry["working"] = {
            "formula": f"{lines.symbol} = {lines.formula}",
            "with_numbers": lines.with_numbers,
            "steps": [
                dict(zip(("name", "formula", "with_numbers", "value"), step, strict=True)) for step in lines.steps
            ],
            "conditions": list(lines.conditions),
        }
    return entry


def _input(entry: Input, result: Result) -> dict[str, Any]:
    return {
        "name": entry.name,
        "value": plain(entry.value),
        "text": _text(entry.value),
        "unit": ENGLISH.unit(entry.quantity.unit, result.period, result.currency),
        "meaning": entry.quantity.meaning,
        "origin": entry.origin,
        "note": entry.note,
    }


def _table(table: Table, result: Result) -> dict[str, Any]:
    """A table; its rows are written where they belong, block by block."""
    return {
        "name": table.name,
        "title": table.title,
        "columns": [
            {
                "name": column.name,
                "unit": ENGLISH.unit(column.unit, result.period, result.currency),
                "meaning": column.meaning,
            }
            for column in table.columns
        ],
        "rows": [],
    }


def of_controls(controls: ControlTotals) -> dict[str, Any]:
    """Control totals as an object, money as text."""
    return {
        "file": controls.file,
        "sha256": controls.sha256,
        "kind": controls.kind,
        "rows_in_file": controls.rows_in_file,
        "used": controls.used,
        "skipped": dict(controls.skipped),
        "left_out": {reason: full(total) for reason, total in controls.set_aside.items()},
        "counted_against": {reason: full(total) for reason, total in controls.against.items()},
        "refused": controls.refused,
        "clients": controls.clients,
        "totals": {name: full(total) for name, total in controls.totals.items()},
        "first_date": plain(controls.first_date),
        "last_date": plain(controls.last_date),
        "currency": controls.currency,
        "settings": {name: {"value": decided.value, "by": decided.by} for name, decided in controls.settings.items()},
        "columns": {name: {"value": decided.value, "by": decided.by} for name, decided in controls.columns.items()},
        "counts": dict(controls.counts),
        "looked_at_columns": list(controls.looked_at),
        "unused_columns": list(controls.unused),
        "parts": [part.file for part in controls.parts],
    }
