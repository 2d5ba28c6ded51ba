"""Further lines of an order, on which only what was sold stands: its client, its day and its status stand above."""

from __future__ import annotations

import shlex

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted
from custecon.kinds.orders import ORDERS
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.fill_down import NAMING
from custecon.sources.repeated_totals import goods_of
from custecon.sources.wording import BLANKS, listed, shown


def ask(work: Work) -> None:
    """Ask whether rows of goods without a client and a day belong to the order above, whatever its status there.

    Raises:
        InputRefused: E304 they may.
    """
    layout = work.source.layout
    if layout.schema is not ORDERS or layout.preset is not None or not {"client", "date"} <= layout.roles.keys():
        return
    head = [layout.roles["client"], layout.roles["date"]]
    further = [row for row in range(len(work.gathered.lines)) if not any(_filled(work, row, column) for column in head)]
    money = [layout.roles["amount"]] if "amount" in layout.roles else []
    further = [row for row in further if any(_filled(work, row, column) for column in goods_of(layout))]
    further = [row for row in further if all(_filled(work, row, column) for column in money)]
    number = layout.roles.get("order_id")
    others_order = number is not None and any(_of_another(work, row, number) for row in further)
    if not further or further[0] == 0 or others_order:
        return
    if all(row in work.skipped for row in further) and not work.options.only:
        return  # they were left out by what stands on them
    naming = [column for name, column in layout.roles.items() if layout.role(name).kind in NAMING]
    others = [column for column in dict.fromkeys([*naming, *layout.traits]) if column not in head]
    columns = sorted([*head, *(n for n in others if not any(_filled(work, row, n) for row in further))])
    columns = [n for n in columns if _filled(work, further[0] - 1, n)]
    headers = [layout.headers[column] for column in columns]
    place = work.ground.place(work.gathered.lines[further[0]], head[0])
    fill = " ".join(f"--fill-down {shlex.quote(header)}" for header in headers)
    told = {
        "headers": listed(map(shown, headers)),
        "count": counted(len(further)),
        "fill": fill,
    }
    raise InputRefused(problem("E304", place=place, **told))


def _filled(work: Work, row: int, column: int) -> bool:
    return bool(text_of(work.cells(column)[row]).strip(BLANKS))


def _of_another(work: Work, row: int, number: int) -> bool:
    """Whether a row holds the number of another order than the row above."""
    cells = work.cells(number)
    return _filled(work, row, number) and cells[row] != cells[row - 1]
