"""Columns to add up by, as tables call them: a role by its name, any other column of a file by its header."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core import units
from custecon.core.phrases import Phrase, Share, Verbatim, say
from custecon.core.results import Column, Table
from custecon.core.rounding import exact
from custecon.kinds import EVERY

NO_GROUP = "(none)"
_ROLES = frozenset(role.name for kind in EVERY for role in kind.roles if role.group) | {"cohort"}


def column_names(groups: Sequence[str]) -> list[str]:
    """What programs call the columns of some groups: no header of a file may take the name of another column.

    >>> column_names(["segment", "Region", "Plan"])
    ['segment', 'group', 'group_2']
    """
    own = [group for group in groups if group not in _ROLES]
    numbered = {group: f"group_{place}" if place > 1 else "group" for place, group in enumerate(own, 1)}
    return [numbered.get(group, group) for group in groups]


def column_name(group: str) -> str:
    """What programs call the column of a group that stands alone."""
    return column_names([group])[0]


def group_label(group: str) -> str:
    """What people read: a word of ours for a role, else the header as the file has it."""
    return say(group) if group in _ROLES else Verbatim(group)


def finding(table: Table, column: str) -> Phrase | str:
    """What a table of groups tells in a line: which of them makes most of a column, and how much of it.

    Nothing where there is one group, or where parts of the whole mean nothing because one is below 0.
    """
    place = next(iter(table.places([column])), -1)
    cells = [exact(row[place] or 0) for row in table.rows] if place >= 0 else []
    if len(cells) < 2 or min(cells) < 0 or not (total := sum(cells)):
        return ""
    most = max(range(len(cells)), key=cells.__getitem__)
    return say(
        "{title}: {first} makes {share} of the {column}",
        title=say(table.title),
        first=Verbatim(table.rows[most][0]),
        share=Share(float(cells[most] / total), 1),
        column=say(table.columns[place].label),
    )


def group_columns(groups: Sequence[str], meaning: str = "a group of clients") -> list[Column]:
    """The columns of some groups."""
    names = zip(column_names(groups), map(group_label, groups), strict=True)
    return [Column(name, label, units.TEXT, meaning) for name, label in names]
