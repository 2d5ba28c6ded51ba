"""An order that stands several times as it was written anew: its later row may take the place of the earlier one."""

from __future__ import annotations

import shlex

from custecon.kinds.orders import ORDERS
from custecon.sources import dates, repeated_totals
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.day_words import says_when_changed
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.row_choices import EVERY
from custecon.sources.row_words import words
from custecon.sources.wording import shown

_VERSION = frozenset(words("headers", "version"))


def ask(work: Work) -> None:
    """Ask about orders on several rows of one client that differ in their version, where no goods tell them apart."""
    layout = work.source.layout
    if layout.schema is not ORDERS or "order_id" not in work.columns or work.options.order_id or work.faults.found:
        return
    if repeated_totals.goods_of(layout) or repeated_totals.of_a_row(layout):
        return
    free = (n for n in range(len(layout.headers)) if n not in layout.roles.values())
    column = next((n for n in free if _is_version(work, n)), None)
    if column is None or any(each.column == column for each in layout.choices):
        return
    orders, clients = work.columns["order_id"].cells, work.columns["client"].cells
    money, versions = work.columns["amount"].cells, work.cells(column)
    groups: dict[str, list[int]] = {}
    for row in work.live():
        if orders[row] and work.counted(row):
            groups.setdefault(orders[row], []).append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    anew = [
        rows
        for rows in several
        if len({clients[row] for row in rows}) == 1
        and len({text_of(versions[row]) for row in rows} - {""}) == len(rows)
        and all((money[row] or 0) > 0 for row in rows)
    ]
    if anew and len(anew) == len(several):
        rows, header = anew[0], layout.headers[column]
        lines = ", ".join(str(work.gathered.lines[row]) for row in rows[:4])
        told = {"order": shown(orders[rows[0]]), "lines": lines, "header": shown(header)}
        every = shlex.quote(f"{header}={EVERY}")
        work.faults.add(work.gathered.lines[rows[1]], column, "E315", **told, every=every)


def has_version(layout: Layout) -> bool:
    """Whether a header speaks of the writings of a row, or of the day of the last."""
    headers = [header_of(text) for n, text in enumerate(layout.headers) if n not in layout.roles.values()]
    return any(says_when_changed(header) or _VERSION & set(header.words) for header in headers)


def _is_version(work: Work, column: int) -> bool:
    """Whether a column numbers the writings of a row, or holds the day of the last."""
    header = header_of(work.source.layout.headers[column])
    if says_when_changed(header):
        return all(dates.shape_of(text) is not None for cell in work.cells(column) if (text := text_of(cell)))
    return bool(_VERSION & set(header.words))
