"""Columns that are no role of a kind of file and are read all the same, each called by its header."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from custecon.core.errors import InputRefused, Place, UsageError, problem
from custecon.core.misspelling import neighbours
from custecon.core.phrases import Phrase, say
from custecon.core.schemas import Decided, Kind
from custecon.kinds import EVERY
from custecon.sources.column_checks import Checked, text_of
from custecon.sources.options import ReadingOptions
from custecon.sources.wording import clean_key, listed, shown

if TYPE_CHECKING:
    from custecon.sources.controls import Work
    from custecon.sources.layout import Layout

EVERY_ROLE = "*"  # to add up by
_TELLING = frozenset(role.name for kind in EVERY for role in kind.roles if not role.group)
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.SHARE)


def with_others(layout: Layout, words: Collection[int], place: Place) -> Layout:
    """A layout with every other column of a kind whose columns are not known beforehand, as in a survey.

    `words`: the columns that hold no number in the first rows; where numbers are wanted they are left alone.

    Raises:
        InputRefused: E310 two of them have one header.
    """
    role = layout.schema.others
    if role is None:
        return layout
    numbers = role.kind in _NUMBERS
    own = {each.name for each in layout.schema.roles}
    columns = {
        layout.headers[n]: n for n in layout.idle() if not (numbers and n in words) and layout.headers[n] not in own
    }
    for column in columns.values():
        _refuse_twins(layout, column, place)
    return replace(
        layout,
        roles={**layout.roles, **columns},
        decided=layout.decided | {header: Decided(header, "its header") for header in columns},
        others={header: replace(role, name=header, en="", ru="", headers=()) for header in columns},
    )


def with_groups(layout: Layout, options: ReadingOptions, place: Place) -> Layout:
    """A layout with the columns to add up by, each found by the name of its role or its own header.

    Raises:
        UsageError: E117 there is no such column, E316 it is read for something else.
        InputRefused: E310 several have that header.
    """
    of_roles = {name: n for name, n in layout.roles.items() if layout.role(name).group}
    found = dict(of_roles) if EVERY_ROLE in options.groups else {}
    for said in options.groups:
        name = clean_key(said)
        if name.lower() in of_roles:
            found |= {name.lower(): of_roles[name.lower()]}
        elif said != EVERY_ROLE:
            column = _called(layout, name, said, place)
            if (read_as := _read_as(layout, column)) is not None:
                raise UsageError(problem("E316", place=place, name=f"--by {shown(said)}", role=read_as))
            role = _role_of(layout, column)
            found |= {role or _of_no_role(layout.headers[column]): column}
    return replace(layout, groups=found)


def _of_no_role(header: str) -> str:
    """What a column to add up by is called: its header, unless that is a day, a figure or a name in some kind of file.

    >>> _of_no_role("Region"), _of_no_role("first_date")
    ('Region', '«first_date»')
    """
    return f"«{header}»" if header in _TELLING else header


def _called(layout: Layout, name: str, said: str, place: Place) -> int:
    """The one column with that header.

    Raises:
        UsageError: E117 there is none. InputRefused: E310 there are several.
    """
    here = [n for n, header in enumerate(layout.headers) if header and clean_key(header) == name]
    if not here:
        may_be = [header for n, header in enumerate(layout.headers) if header and _read_as(layout, n) is None]
        cure = neighbours(said, may_be) or (say("name one of them as its header has it") if may_be else "leave it out")
        known = listed(may_be) if may_be else say("no column")
        raise UsageError(problem("E117", name=f"--by {shown(said)}", known=known, cure=cure))
    _refuse_twins(layout, here[0], place)
    return here[0]


def _role_of(layout: Layout, column: int) -> str | None:
    """The role that a column plays, if it has one."""
    return next((role for role, n in layout.roles.items() if n == column), None)


def _read_as(layout: Layout, column: int) -> Phrase | None:
    """What keeps a column from being added up by: it is read for a figure, a day or a name, or is called like that."""
    role = _role_of(layout, column)
    if role is not None and layout.role(role).group:
        return None
    of_words = role is None or layout.role(role).kind is Kind.TEXT
    called = next((each.name for each in layout.schema.roles if each.name == layout.headers[column]), None)
    if called or not of_words or column in layout.reckoned():
        return say(role or called or "money")
    return None


def _refuse_twins(layout: Layout, column: int, place: Place) -> None:
    """Raises InputRefused: E310 several columns have the header of one that is called by it."""
    header = layout.headers[column]
    alike = [str(n + 1) for n, other in enumerate(layout.headers) if other == header]
    if len(alike) > 1:
        values = {"numbers": ", ".join(alike), "cure": say("give each a header of its own")}
        raise InputRefused(problem("E310", place=place, header=shown(header), **values))


def read_groups(work: Work) -> None:
    """Enter the columns to add up by that have no role beside those that have."""
    layout = work.source.layout
    for name, column in layout.groups.items():
        if name not in work.columns:
            work.columns[name] = Checked([clean_key(text_of(cell)) for cell in work.cells(column)])
