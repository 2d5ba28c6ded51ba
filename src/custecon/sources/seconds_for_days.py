"""A column of days that holds the seconds since 1970 by which programs count time: each is read as its day in UTC."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from custecon.core.schemas import Kind
from custecon.sources.column_checks import text_of
from custecon.sources.layout import Layout
from custecon.sources.wording import BLANKS

_SECONDS = re.compile(r"(?P<seconds>[0-9]{10})(?:[0-9]{3}|\.[0-9]+)?")  # thirteen digits are thousandths
_LATEST = dt.datetime(2101, 1, 1, tzinfo=dt.UTC).timestamp()


def days_of_seconds(layout: Layout, columns: dict[int, list[Any]]) -> list[int]:
    """Put the day where every cell of a column of days is a number of seconds, or of thousandths, from 2001 to 2100.

    Args:
        layout: what the header says.
        columns: the cells of the rows, by column; those of the days are written anew.

    Returns:
        The columns that were written anew.
    """
    found = []
    for name, column in layout.roles.items():
        if layout.role(name).kind is not Kind.DATE or column not in columns:
            continue
        days = {text: _day_of(text) for text in map(_plain, columns[column]) if text}
        if days and all(days.values()):
            columns[column] = [days.get(_plain(cell)) or "" for cell in columns[column]]
            found.append(column)
    return found


def _plain(cell: Any) -> str:
    return "" if isinstance(cell, dt.date) else text_of(cell).strip(BLANKS)


def _day_of(text: str) -> str | None:
    """The day of a number of seconds; None where it is none.

    >>> _day_of("1704448800"), _day_of("1704448800123"), _day_of("45356"), _day_of("9990000000")
    ('2024-01-05', '2024-01-05', None, None)
    """
    match = _SECONDS.fullmatch(text)
    if match is None or int(match["seconds"]) >= _LATEST:
        return None
    return dt.datetime.fromtimestamp(int(match["seconds"]), dt.UTC).date().isoformat()
