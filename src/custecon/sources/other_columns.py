"""Columns that are no role of a kind of file and are read all the same, each called by its header."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.schemas import Decided, Kind, Role
from custecon.sources.wording import shown

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
