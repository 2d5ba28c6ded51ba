"""What a workbook says of notices: in words of its own cells, never of a command line that its reader has not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from custecon.core.errors import Notice
from custecon.core.language import words
from custecon.core.own_workbook import SHEET
from custecon.core.phrases import say
from custecon.render.plain_words import without_options
from custecon.render.workbook.cell_addresses import Plan


def of_notice(told: Notice, plan: Plan, *, brief: bool = True) -> str:
    """A notice, and which cell settles it where there is one; "" where it is about the command line alone."""
    told = told.typed
    said = without_options(words(told.brief) if brief else words(told.phrase))
    if not said:
        return ""
    cells = list(dict.fromkeys(_cells(f"{told.what} {told.cure} {told.brief}", plan)))
    quoted = [say("«{cell}»", cell=cell) for cell in cells]
    cure = words(say("change {cells:or} on the sheet {sheet}", cells=quoted, sheet=SHEET)) if cells else ""
    if not brief:
        cure = cure or without_options(words(told.cure))
    return "; ".join(one for one in (said, cure) if one)


def _cells(text: str, plan: Plan) -> Iterable[str]:
    """The inputs that a text names by their options, and that have a cell to be changed."""
    for cell in plan.inputs:
        if cell.entry.origin != "computed" and cell.entry.formula is None:
            flag = cell.entry.quantity.flag
            if re.search(rf"(?<![\w-]){re.escape(flag)}(?![\w-])", text):
                yield words(cell.entry.quantity.label)
