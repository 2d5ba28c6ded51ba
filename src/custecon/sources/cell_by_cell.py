"""A column read cell by cell, every different cell once; what an empty or a foreign cell is, whatever is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from custecon.core.schemas import Role
from custecon.sources.column_checks import Bad, Checked, Spoilt, text_of
from custecon.sources.wording import BLANKS, shown


def distinct(cells: Sequence[Any]) -> dict[str, int]:
    """Every different text with the first row it stands in."""
    first: dict[str, int] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            first.setdefault(cell, row)
    return first


def spread(cells: Sequence[Any], read: Callable[[Any], Any]) -> Checked:
    """Read every different cell once; a `Bad` value becomes None and is noted by row."""
    known: dict[Any, Any] = {}
    values: list[Any] = []
    anything_bad = False
    for cell in cells:
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key not in known:
            known[key] = value = read(cell)
            anything_bad = anything_bad or isinstance(value, Bad)
        values.append(known[key])
    checked = Checked(values)
    if anything_bad:
        for row, value in enumerate(values):
            if isinstance(value, Bad):
                checked.bad[row] = value
                values[row] = None
    return checked


def each(role: Role, cells: Sequence[Any], read: Callable[[Any], Any]) -> Checked:
    """Check a column whose cells do not depend on each other."""
    return spread(cells, lambda cell: read(cell) if text_of(cell).strip(BLANKS) else blank(role))


def blank(role: Role) -> Bad | None:
    """What is wrong with an empty cell; None where the role lets it be."""
    return None if role.blank else Bad("E224", {"role": role.name, "instead": ""})


def foreign(cell: Any, wanted: str) -> Bad:
    """A cell of a workbook that is of the wrong kind altogether."""
    if isinstance(cell, Spoilt):
        return Bad(cell.code, {"value": shown(cell.text), "wanted": wanted, "instead": ""})
    if isinstance(cell, bool):
        return Bad("E246", {"value": text_of(cell), "wanted": wanted})
    return Bad("E255", {"value": text_of(cell), "what": "a date", "wanted": wanted})


def scientific(key: str) -> bool:
    """Whether a key is a number that a spreadsheet has shortened, such as 4.60712E+11 or 4,6E+11."""
    head, sign, power = key.upper().partition("E+")
    return bool(sign) and power.isdigit() and head.replace(".", "", 1).replace(",", "", 1).isdigit()
