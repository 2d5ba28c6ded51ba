"""A column that is called a date and holds months, as spending and sales are often listed; or quarters, or weeks."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from custecon.kinds.orders import ORDERS
from custecon.kinds.spending import SPENDING
from custecon.sources import dates
from custecon.sources.layout import Layout
from custecon.sources.wording import BLANKS
from custecon.tables.months import is_month, months_in

_WEEK = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[- ]?[Ww](?P<week>[0-9]{2})")
_PART = re.compile(r"[0-9]{4}-(?P<kind>[QH])(?P<number>[1-4])")
_CALLED = {"Q": "quarter", "H": "half"}


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


def last_days(layout: Layout, columns: dict[int, list[Any]]) -> tuple[int, str] | None:
    """Put the last day of each month, quarter, half or week where a column of the days of a log holds these alone.

    Args:
        layout: what the header says.
        columns: the cells of the rows, by column; those of the days are written anew.

    Returns:
        The column, and what it holds; None if it holds something else.
    """
    column = layout.roles.get("date", -1)
    if layout.schema is not ORDERS or not (kind := _kind_of(columns.get(column, ()))):
        return None
    texts = [cell.strip(BLANKS) for cell in columns[column]]
    labels = texts if kind == "week" else months_in(texts).labels
    columns[column] = [_last_day(label) if label else "" for label in labels]
    return column, kind


def _last_day(label: str) -> str:
    if week := _WEEK.fullmatch(label):
        return dt.date.fromisocalendar(int(week["year"]), int(week["week"]), 7).isoformat()
    part = _PART.fullmatch(label)
    months = {"Q": 3, "H": 6}[part["kind"]] * int(part["number"]) if part else int(label[5:])
    return f"{label[:4]}-{months:02d}-{calendar.monthrange(int(label[:4]), months)[1]}"


def holds_months(cells: Sequence[Any]) -> bool:
    """Whether every cell that is not empty is a month, and none a day."""
    return _kind_of(cells) == "month"


def holds_periods(cells: Sequence[Any]) -> bool:
    """Whether every cell that is not empty is a month, every one a quarter, a half of a year, or a week.

    >>> [holds_periods(cells) for cells in (["Q1 2024", "2024-Q2"], ["2024-W05", ""], ["Q1 2024", "2024-05"], ["W05"])]
    [True, True, False, False]
    """
    return bool(_kind_of(cells))


def _kind_of(cells: Sequence[Any]) -> str:
    """What all cells that are not empty are; "" if they are not of one kind, or days."""
    texts = {cell.strip(BLANKS) for cell in cells if isinstance(cell, str)} - {""}
    if not texts or not all(isinstance(cell, str) for cell in cells) or any(map(dates.shape_of, texts)):
        return ""
    if all(map(_is_week, texts)):
        return "week"
    found = months_in([*texts])
    if found.doubtful:
        return ""
    parts = [_PART.fullmatch(label) for label in found.labels]
    kinds = {
        _CALLED[part["kind"]] if part else is_month(label) and "month"
        for part, label in zip(parts, found.labels, strict=True)
    }
    return str(kinds.pop() or "") if len(kinds) == 1 else ""


def _is_week(text: str) -> bool:
    """Whether a text is a week of a year as ISO 8601 counts them, and the year has so many."""
    found = _WEEK.fullmatch(text)
    if found is None:
        return False
    try:
        dt.date.fromisocalendar(int(found["year"]), int(found["week"]), 7)
    except ValueError:
        return False
    return True
