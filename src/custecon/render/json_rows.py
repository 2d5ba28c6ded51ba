"""Rows of a table as JSON, one object a line, a column at a time: the texts that `json` writes, block by block."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from custecon.core.by_column import blocks
from custecon.core.results import Table
from custecon.core.rounding import each_full, full
from custecon.render import safe_text

ROWS = 8192  # at once: their texts are all that is held of the rows


def pieces(table: Table, indent: str) -> Iterator[bytes]:
    """The rows as the content of a list in UTF-8, each on a line of its own; nothing where there are none.

    Raises:
        ValueError: a number is infinite or none at all, which JSON has no word for.
    """
    names = [one(column.name).replace("%", "%%") for column in table.columns]
    row = f"{indent}{{{', '.join(f'{name}: %s' for name in names)}}}"
    before = "\n"
    for block in blocks(table.rows):
        for start in range(0, len(block[0]) if block else 0, ROWS):
            cells = [_texts(column[start : start + ROWS]) for column in block]
            yield (before + ",\n".join(map(row.__mod__, zip(*cells, strict=True)))).encode()
            before = ",\n"


def one(value: Any) -> str:
    """A value as JSON has it, on one line."""
    return safe_text.for_json(json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """A value of ours as one of JSON: exact decimals and dates are texts."""
    if isinstance(value, Decimal | dt.date):
        return full(value)
    if isinstance(value, str):
        return safe_text.for_sheet(value)
    return value


def _texts(column: Sequence[Any]) -> list[str]:
    """`one` of every cell of a column."""
    values = column.tolist() if hasattr(column, "tolist") else column
    kinds = set(map(type, values))
    if type(None) not in kinds:
        return _of_kind(values, kinds)
    told = iter(_of_kind([value for value in values if value is not None], kinds - {type(None)}))
    return ["null" if value is None else next(told) for value in values]


def _of_kind(values: Sequence[Any], kinds: set[type]) -> list[str]:
    if kinds == {float} and all(map(math.isfinite, values)):
        return list(map(float.__repr__, values))
    if kinds == {int}:
        return list(map(int.__repr__, values))
    if kinds in ({Decimal}, {dt.date}):
        return [f'"{text}"' for text in each_full(values)]
    if kinds == {str}:
        whole = "".join(values)
        if whole.isprintable() and '"' not in whole and "\\" not in whole:
            return [f'"{text}"' for text in values]
    return list(map(one, values))
