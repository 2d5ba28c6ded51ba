"""CAC by two columns as a grid, where one of them has few values: a month a row, a channel a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from custecon.core.phrases import CalendarPeriod, Phrase, Verbatim, say
from custecon.core.results import Column, Picture, Table
from custecon.core.units import MONEY
from custecon.tables.groups import group_columns, group_label

MOST = 8  # columns that a screen of 80 has room for
EACH = "{which}: spend ÷ new clients; empty where nobody was won"
THEN = "counted in the file when this was written"


class Grid(NamedTuple):
    """The grid, its picture, and what stands across."""

    table: Table
    picture: Picture
    across: str


def grid_of(table: Table, names: Sequence[str], heading: Phrase | str) -> Grid | None:
    """The CAC of a table by two columns; months or the column with more values go down, of few values across.

    Args:
        table: a row a pair, the two columns first.
        names: the two columns.
        heading: what it shows, in words.
    """
    if len(names) != 2:
        return None
    (cac,) = table.places(["cac"])
    values = [list(dict.fromkeys(row[side] for row in table.rows)) for side in (0, 1)]
    side = names.index("month") if "month" in names else int(len(values[1]) > len(values[0]))
    down, across = values[side], values[1 - side]
    if not 2 <= len(across) <= MOST or len(down) < 2:
        return None
    costs = {(row[side], row[1 - side]): row[cac] for row in table.rows}
    columns = (
        *group_columns([names[side]], "what the spend was for"),
        *(
            Column(f"cac_{place}", each, MONEY, say(EACH, which=each), fixed=THEN)
            for place, each in enumerate(map(_named, sorted(across)), 1)
        ),
    )
    rows = [(each, *(costs.get((each, other)) for other in sorted(across))) for each in sorted(down)]
    title = say("CAC, {down} by {across}", down=group_label(names[side]), across=group_label(names[1 - side]))
    shown = tuple(column.name for column in columns[1:])
    found = Table("grid", title, columns, rows, shown=40)
    return Grid(found, Picture("grid", heading or title, "heat", "grid", columns[0].name, shown), names[1 - side])


def _named(group: str) -> str:
    """A month of the calendar, or a word of the user's."""
    return group if isinstance(group, CalendarPeriod) else Verbatim(group)
