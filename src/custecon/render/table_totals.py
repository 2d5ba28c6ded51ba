"""The row of totals under a table, in every form that people read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from custecon.core.language import words
from custecon.core.results import Column, Table
from custecon.core.rounding import exact


def totals_of(table: Table, shown: Callable[[Any, Column], str]) -> list[str] | None:
    """The row of totals, if any column has one; shares are added exactly before they are rounded."""
    if not any(column.summed for column in table.columns):
        return None
    row = []
    for i, column in enumerate(table.columns):
        if column.summed:
            row.append(shown(sum(exact(r[i]) for r in table.rows if r[i] is not None), column))
        else:
            row.append("" if i else words("total"))
    return row
