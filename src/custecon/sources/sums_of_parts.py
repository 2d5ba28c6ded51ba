"""Rows that are the sum of rows that name them: the head of an order above its items, a set above its parts, a holding.

The items of one order say what was sold, and its head does not; or a column names the parent of each part. Added up, a
head counts its parts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from custecon.kinds.orders import ORDERS
from custecon.sources import group_rows
from custecon.sources.column_checks import text_of
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.repeated_totals import goods_of
from custecon.sources.row_forest import Forest
from custecon.sources.row_words import words
from custecon.sources.total_rows import Judged
from custecon.sources.wording import BLANKS, clean_key

_PARENT = frozenset(words("headers", "parent"))

Parts = dict[int, list[int]]  # rows by the row that may be their sum


def may_name_parents(layout: Layout) -> list[int]:
    """The columns whose headers say that they name what a row is a part of."""
    return [n for n, text in enumerate(layout.headers) if _PARENT & set(header_of(text).words)]


def settle(judged: Judged) -> None:
    """Ask about rows that are the sums of their parts, or skip or count them as the user says.

    Raises:
        InputRefused: E276 they are, and may count for themselves all the same.
    """
    work = judged.work
    money = work.money()
    if money is None or not judged.columns:
        return
    rows = [row for row, cell in enumerate(money.cells) if cell is not None and work.counted(row)]
    for found in (*_of_parents(judged, rows), _of_orders(judged, rows)):
        sums = {
            head: parts
            for head, parts in found.items()
            if money.cells[head] and money.cells[head] == sum(money.cells[row] for row in parts)
        }
        if sums and 2 * len(sums) > len(found):
            below = all(head < parts[0] for head, parts in sums.items())
            groups = {head: len(parts) for head, parts in sums.items()}
            group_rows.decide(judged, Forest(groups, below, 0.0, False, len(rows), False), "")
            return


def _keys(cells: Sequence[Any]) -> list[str]:
    return [clean_key(text_of(cell)) for cell in cells]


def _of_parents(judged: Judged, rows: Sequence[int]) -> Iterator[Parts]:
    """The parts of each row that a column of parents names, by any other column that holds all these names."""
    work, layout = judged.work, judged.work.source.layout
    for column in may_name_parents(layout):
        parents = _keys(work.cells(column))
        named = {parents[row] for row in rows} - {""}
        if not named:
            continue
        orders = _orders(judged)
        for other in range(len(layout.headers)):
            names = _keys(work.cells(other)) if other != column and layout.headers[other] else []
            if not names or not named <= {names[row] for row in rows}:
                continue
            apart = orders if other != layout.roles.get("order_id") else [""] * len(names)
            heads = {
                (apart[row], names[row]): row for row in rows if names[row] in named and parents[row] != names[row]
            }
            found: Parts = {}
            for row in rows:
                head = heads.get((apart[row], parents[row]))
                if head is not None and head != row:
                    found.setdefault(head, []).append(row)
            yield found
            break


def _of_orders(judged: Judged, rows: Sequence[int]) -> Parts:
    """The items of each order of which exactly one row names no goods."""
    work, layout = judged.work, judged.work.source.layout
    goods = goods_of(layout)
    if layout.schema is not ORDERS or "order_id" not in layout.roles or not goods:
        return {}
    cells = [work.cells(column) for column in goods]
    orders = _orders(judged)
    groups: dict[str, list[int]] = {}
    for row in rows:
        if orders[row]:
            groups.setdefault(orders[row], []).append(row)
    found: Parts = {}
    for group in groups.values():
        bare = [row for row in group if not any(text_of(column[row]).strip(BLANKS) for column in cells)]
        if len(bare) == 1 and len(group) > 1:
            found[bare[0]] = [row for row in group if row != bare[0]]
    return found


def _orders(judged: Judged) -> list[str]:
    """The number of the order of each row; "" where the file has none."""
    work = judged.work
    column = work.source.layout.roles.get("order_id")
    return [""] * len(work.gathered.lines) if column is None else _keys(work.cells(column))
