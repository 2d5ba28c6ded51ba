"""Columns that are no role of a kind of file and are read all the same, each called by its header."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from custecon.core.errors import InputRefused, Place, UsageError, problem
from custecon.core.misspelling import neighbours
from custecon.core.schemas import Decided, Kind, Role
from custecon.kinds.shared import OWN_GROUP
from custecon.sources.options import ReadingOptions
from custecon.sources.wording import clean_key, listed, shown

if TYPE_CHECKING:
    from custecon.sources.header_detection import Layout

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
    columns = [n for n in layout.idle() if not (numbers and n in words)]
    return taking(layout, dict.fromkeys(columns, role), place, by="its header")


def with_groups(layout: Layout, options: ReadingOptions, place: Place) -> Layout:
    """A layout with the columns to add up by, each found by the name of its role or its own header.

    Raises:
        UsageError: E117 there is no such column, E316 it is read for something else.
        InputRefused: E310 several have that header.
    """
    found = []
    for said in options.groups:
        name = clean_key(said)
        if name not in layout.roles or not layout.role(name).group:
            here = [n for n, header in enumerate(layout.headers) if clean_key(header) == name]
            if not here:
                known = [header for header in layout.headers if header]
                cure = neighbours(said, known) or "name one of them as its header has it"
                raise UsageError(problem("E117", name=f"--by {shown(said)}", known=listed(known), cure=cure))
            role = next((role for role, column in layout.roles.items() if column == here[0]), None)
            if role is not None and layout.role(role).kind is Kind.TEXT:
                name = role
            elif role is not None or here[0] in layout.reckoned():
                values = {"name": f"--by {shown(said)}", "role": role or "money"}
                raise UsageError(problem("E316", place=place, **values))
            else:
                layout = taking(layout, {here[0]: OWN_GROUP}, place, by="given")
                name = layout.headers[here[0]]
        found.append(name)
    return replace(layout, groups=tuple(found))


def taking(layout: Layout, columns: dict[int, Role], place: Place, *, by: str) -> Layout:
    """A layout with further columns, each read as a role says and called by its header; `by`: who decided it."""
    own = {role.name for role in layout.schema.roles}
    named = {n: layout.headers[n] for n in columns if layout.headers[n] not in own}
    for n, header in named.items():
        if twins := [str(m + 1) for m, other in enumerate(layout.headers) if other == header and m != n]:
            values = {"numbers": ", ".join([str(n + 1), *twins]), "cure": "give each a header of its own"}
            raise InputRefused(problem("E310", place=place, header=shown(header), **values))
    roles = {header: replace(columns[n], name=header, en="", ru="", headers=()) for n, header in named.items()}
    return replace(
        layout,
        roles={**layout.roles, **{header: n for n, header in named.items()}},
        decided=layout.decided | {header: Decided(header, by) for header in roles},
        others={**layout.others, **roles},
    )
