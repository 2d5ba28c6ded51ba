"""Columns in per cent: in a product, as in `Revenue*Cost %`, and a chance whose cells say so nowhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from custecon.core.phrases import say
from custecon.core.schemas import Kind, Role
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Checked, Percent, text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import in_percent
from custecon.sources.options import ReadingOptions
from custecon.sources.wording import BLANKS

_MORE_THAN_ONE = re.compile(r"[^0-9]*0*(?:[2-9]|[1-9][0-9]|1[.,][0-9]*[1-9])")


def product_of(revenue: str, rate: str) -> str:
    """What money a rate of a revenue is, as --map takes it; a header with its own sign needs no other.

    >>> product_of("Revenue", "Margin"), product_of("Revenue", "Cost %")
    ('Revenue*Margin%', 'Revenue*Cost %')
    """
    return f"{revenue}*{rate}" if in_percent(rate) else f"{revenue}*{rate}%"


def is_in_percent(header: str, cells: Iterable[Any], said: bool) -> bool:
    """Whether a factor is in per cent: as `said`, by its cells, or by its header where not all cells are parts of 1."""
    filled = [cell for cell in cells if text_of(cell).strip(BLANKS)]
    if said or any(isinstance(cell, Percent) or text_of(cell).strip(BLANKS).endswith("%") for cell in filled):
        return True
    return in_percent(header) and any(_MORE_THAN_ONE.match(text_of(cell).strip(BLANKS)) for cell in filled)


def checked(role: Role, cells: Sequence[Any], options: ReadingOptions) -> Checked:
    """The cells of a factor in per cent, as parts of 1."""
    numbers = [Decimal(cell * 100) if isinstance(cell, Percent) else _without_sign(cell) for cell in cells]
    found = checked_as_written(role, numbers, options)
    found.scale += 2
    return found


def settle(work: Work, name: str) -> None:
    """Check a column of chances that the user says to be in per cent."""
    layout = work.source.layout
    column = layout.computed[name].column
    cells = [cell if isinstance(cell, Percent) or not text_of(cell).strip(BLANKS) else f"{text_of(cell).rstrip('% ')}%"
             for cell in work.gathered.columns[column]]  # fmt: skip
    work.columns[name] = found = checked_as_written(layout.role(name), cells, work.options)
    for row, bad in found.bad.items():
        work.fault(row, column, bad)


def offer(work: Work, name: str, found: Checked) -> None:
    """Say how to read a column of chances that may be in per cent as such."""
    layout = work.source.layout
    if layout.role(name).kind is not Kind.SHARE:
        return
    bad = [one for one in found.bad.values() if one.code == "E252"]
    typed = shlex.quote(f"{layout.headers[layout.roles[name]]}%")
    for one in bad:
        one.values["percent"] = say(
            ", or say --map {name!s}={typed} if all of the column is in per cent", name=name, typed=typed
        )


def _without_sign(cell: Any) -> Any:
    return cell.strip(BLANKS).removesuffix("%").rstrip(BLANKS) if isinstance(cell, str) else cell
