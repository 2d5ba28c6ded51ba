"""Columns none of whose cells is what is wanted: told once, since to leave such rows out would leave nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from custecon.core.errors import Problem, problem
from custecon.core.phrases import say
from custecon.sources import amounts
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.day_choice import is_day
from custecon.sources.header_words import header_of, hints, means
from custecon.sources.wording import BLANKS, listed, shown

_FEWEST = 2  # bad cells; one is mended
_TOLD = 3
_WHAT = {"E214": "a number", "E218": "a date"}


def found(work: Work) -> list[Problem]:
    """One problem for each such column; the faults of its cells are told no more."""
    layout, problems = work.source.layout, []
    for role, column in layout.roles.items():
        faults = [fault for fault in work.faults.found if fault.column == column and fault.code in _WHAT]
        filled = [text for cell in work.cells(column) if (text := text_of(cell).strip(BLANKS))]
        if len(faults) < max(_FEWEST, len(filled)):
            continue
        what = _WHAT[faults[0].code]
        if any(map(_fits(what), filled)):
            continue  # it is one, but not as an option says that it is written
        values = {
            "header": shown(layout.headers[column]), "what": what, "examples": listed(dict.fromkeys(filled), _TOLD),
            "cure": _cure(work, role, what, filled),
        }  # fmt: skip
        problems.append(problem("E282", place=work.ground.place(layout.line, column), **values))
        work.faults.found = [fault for fault in work.faults.found if fault not in faults]
    return problems


def _cure(work: Work, role: str, what: str, filled: Sequence[str]) -> str:
    """The column to name instead; where there is none, what must stand in this one."""
    if other := _other(work, role, what):
        return say("name another column: --map {role!s}='{other}'", role=role, other=other)
    if what != "a date":
        return say("name another column: --map {role!s}='…', or write numbers into this one", role=role)
    short = all(re.fullmatch("[0-9]{3,4}", text) for text in filled)
    why = " (these look like a day and a month without their year)" if short else ""
    return say("no other column holds dates: write them whole into this one, as in 2024-01-31{why}", why=why)


def _other(work: Work, role: str, what: str) -> str | None:
    """A column that may be taken instead, by its cells, and if it is one of numbers by its header."""
    layout = work.source.layout
    for column, text in enumerate(layout.headers):
        called = what == "a date" or means(role, header_of(text)) or hints(role, header_of(text))
        if not text or not called or column in layout.known():
            continue
        cells = [cell for cell in work.cells(column) if text_of(cell).strip(BLANKS)]
        if cells and all(map(_fits(what), cells)):
            return shown(text)
    return None


def _fits(what: str) -> Callable[[Any], bool]:
    """Whether a cell may be a date, or a number in some spelling."""
    return is_day if what == "a date" else lambda cell: amounts.shape_of(text_of(cell).strip(BLANKS)) is not None
