"""A column that is called a date and holds months, as spending and sales are often listed."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from custecon.core.schemas import ORDERS, SPENDING
from custecon.sources import dates
from custecon.sources.layout import Layout
from custecon.sources.wording import BLANKS
from custecon.tables.months import is_month, months_in

__all__ = ["holds_months", "last_days", "with_months"]


def with_months(layout: Layout, columns: dict[int, list[Any]]) -> Layout:
    """The same layout, its column of days taken as the months if every one of its cells is a month and none a day.

    Args:
        layout: what the header says.
        columns: the cells of the rows, by column.
    """
    column = layout.roles.get("date", -1)
    if layout.schema is not SPENDING or "month" in layout.roles or not holds_months(columns.get(column, ())):
        return layout
    called = {"date": "month"}
    return replace(
        layout,
        roles={called.get(name, name): where for name, where in layout.roles.items()},
        decided={called.get(name, name): how for name, how in layout.decided.items()},
    )


def last_days(layout: Layout, columns: dict[int, list[Any]]) -> int | None:
    """Put the last day of each month where a column of the days of a log holds months alone; the column, if it does.

    Args:
        layout: what the header says.
        columns: the cells of the rows, by column; those of the days are written anew.
    """
    column = layout.roles.get("date", -1)
    if layout.schema is not ORDERS or not holds_months(columns.get(column, ())):
        return None
    labels = months_in([cell.strip(BLANKS) for cell in columns[column]]).labels
    columns[column] = [_last_day(label) if label else "" for label in labels]
    return column


def _last_day(label: str) -> str:
    year, month = int(label[:4]), int(label[5:])
    return f"{label}-{calendar.monthrange(year, month)[1]}"


def holds_months(cells: Sequence[Any]) -> bool:
    """Whether every cell that is not empty is a month, and none a day."""
    texts = {cell.strip(BLANKS) for cell in cells if isinstance(cell, str)} - {""}
    if not texts or not all(isinstance(cell, str) for cell in cells) or any(map(dates.shape_of, texts)):
        return False
    found = months_in([*texts])
    return not found.doubtful and all(map(is_month, found.labels))
