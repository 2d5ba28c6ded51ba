"""The cells of one column, checked together: what they are, what the column proves, which are no such thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from custecon.core.phrases import say
from custecon.core.schemas import Kind, Role
from custecon.sources.cell_by_cell import each, foreign, scientific
from custecon.sources.column_checks import Bad, Checked, text_of
from custecon.sources.date_cells import check_days
from custecon.sources.flag_cells import check_flags
from custecon.sources.number_cells import check_numbers
from custecon.sources.wording import BLANKS, clean_key, shown

_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #Н/Д #ССЫЛКА! #ЗНАЧ! #ИМЯ? #ДЕЛ/0! #ПУСТО! #ЧИСЛО!".split()
)


def check(
    role: Role,
    cells: Sequence[Any],
    *,
    decimal: str | None,
    thousands: str | None,
    order: str | None,
    as_of: dt.date | None,
) -> Checked:
    """Check the cells of a role as its kind says."""
    match role.kind:
        case Kind.KEY:
            return each(role, cells, key_of)
        case Kind.TEXT:
            return Checked([clean_key(text_of(cell)) for cell in cells])
        case Kind.DATE:
            return check_days(role, cells, order, as_of)
        case Kind.FLAG:
            return check_flags(role, cells)
        case _:
            return _within(role, cells, check_numbers(role, cells, decimal, thousands))


def _within(role: Role, cells: Sequence[Any], checked: Checked) -> Checked:
    """Refuse the numbers of a role that lie outside its bounds."""
    least, most, one = role.at_least, role.at_most, 10**checked.scale
    if least is None and most is None:
        return checked
    bounds = (
        say("{least} or more", least=least)
        if most is None
        else say("{most} or less", most=most)
        if least is None
        else say("from {least} to {most}", least=least, most=most)
    )
    for row, number in enumerate(checked.cells):
        if number is None:
            continue
        if (least is not None and number < least * one) or (most is not None and number > most * one):
            checked.bad[row] = Bad("E230", {"value": shown(text_of(cells[row]).strip(BLANKS)), "bounds": bounds})
            checked.cells[row] = None
    return checked


def key_of(cell: Any) -> str | Bad:
    """A cell as a client key, or why it cannot be one."""
    if isinstance(cell, str):
        key = clean_key(cell)
        if "\ufeff" in key:
            return Bad("E232", {})
        if "\ufffd" in key or (len(key) > 1 and not key.strip("? ")):
            return Bad("E233", {"value": shown(key)})
        if key[-1:].isdigit() and scientific(key):
            return Bad("E234", {"value": shown(key)})
        if key.startswith("#") and key.upper() in _ERRORS:
            return Bad("E245", {"value": shown(key), "instead": ""})
        return key
    if isinstance(cell, Decimal):
        if abs(cell) >= 10**15:
            return Bad("E235", {"value": shown(f"{cell:f}")})
        whole = cell.to_integral_value()
        return f"{whole:f}" if whole == cell else f"{cell.normalize():f}"
    return foreign(cell, "a name or a number of a client")
