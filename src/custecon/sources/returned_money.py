"""What came back from clients, in a list of them: money that was paid back, or how many times; the cells tell which.

«Возвраты» may be either. Hundredths, a currency in the header or in a cell are money; small whole numbers under a word
for returns are counts; what is left is asked about.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any

from custecon.core.errors import InputRefused, Place, notice, problem
from custecon.core.phrases import Exact, say
from custecon.core.schemas import Decided, exact
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.profit import PROFIT
from custecon.sources.column_checks import Priced, text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import Header, header_of, means
from custecon.sources.layout import Layout
from custecon.sources.row_words import words
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, listed, shown

BY_CELLS = "its cells are money"
MANY = 10  # returns of one client that may as well be money
_REFUND, _RETURNED, _COUNTED, _BESIDE, _OF, _OF_MONEY = (
    frozenset(words("money", name)) for name in ("refund", "returned", "counted", "beside_refund", "of_returned", "sum")
)


class What(Enum):
    """What stands in a column of what came back."""

    MONEY = "money"
    COUNT = "count"
    OPEN = "open"


def settled(source: Source) -> Source:
    """The source with its columns of what came back taken for what their cells are.

    Raises:
        InputRefused: E283 the cells may be money or counts; E212 several columns are money that was paid back.
    """
    layout = source.layout
    if layout.schema.name not in (PROFIT.name, CLIENTS.name, LEAVERS.name):
        return source
    returns = layout.roles.get("returns")
    found = [n for n, text in enumerate(layout.headers) if n == returns or (text and _came_back(header_of(text)))]
    found = [column for column in found if not _is_settled(layout, column)]
    if not found:
        return source
    if layout.schema.name != PROFIT.name:
        return _named(source, found)
    roles, decided = dict(layout.roles), dict(layout.decided)
    orders = layout.roles.get("orders")
    cells = cells_of(source, found if orders is None else [*found, orders])
    for column in found:
        header = header_of(layout.headers[column])
        match _what(
            header, cells[column], returns=column == returns, of=cells.get(orders if orders is not None else -1)
        ):
            case What.OPEN:
                raise InputRefused(_question(source, column, cells[column]))
            case What.MONEY:
                if (other := roles.get("refunds", column)) != column:
                    names = [layout.headers[each] for each in (other, column)]
                    values = {"role": "refunds", "headers": listed(names), "first": names[0], "why": ""}
                    raise InputRefused(problem("E212", place=Place(source.opened.name, layout.line), **values))
                if roles.get("returns") == column:
                    del roles["returns"], decided["returns"]
                if "refunds" not in roles:
                    roles["refunds"], decided["refunds"] = column, Decided(layout.headers[column], BY_CELLS)
            case What.COUNT:
                if "returns" not in roles:
                    roles["returns"], decided["returns"] = column, Decided(layout.headers[column], "detected")
    return replace(source, layout=replace(layout, roles=roles, decided=decided))


def tell(work: Work) -> None:
    """Say what was really taken off; what is written with a minus throughout is taken off as well, not added."""
    for name in ("discounts", "refunds") if work.source.layout.schema.name == PROFIT.name else ():
        _turned(work, name)
    decided = work.source.layout.decided.get("refunds")
    column = work.columns.get("refunds")
    if decided is not None and column is not None and decided.by == BY_CELLS:
        total = exact(sum(cell for row, cell in enumerate(column.cells) if cell and work.counted(row)), column.scale)
        work.note(
            "N256",
            line=work.source.layout.line,
            header=shown(decided.value),
            done=say("{total} in all is taken off the revenue", total=Exact(total)),
            cure="",
        )


def _turned(work: Work, name: str) -> None:
    column = work.columns.get(name)
    rows = [row for row, cell in enumerate(column.cells) if cell and work.counted(row)] if column else []
    if column is None or not rows or any(column.cells[row] > 0 for row in rows):
        return
    total = exact(-sum(column.cells[row] for row in rows), column.scale)
    column.cells = [-cell if cell else cell for cell in column.cells]
    decided = work.source.layout.decided[name]
    if decided.by != BY_CELLS:
        done = say("written with a minus, {total} in all is taken off the revenue", total=Exact(total))
        work.note("N256", line=work.source.layout.line, header=shown(decided.value), done=done, cure="")


def _came_back(header: Header) -> bool:
    """Whether a header speaks of what came back, and of nothing else."""
    said = set(header.words)
    if means("returns", header) or means("refunds", header):
        return True
    return bool(said & (_REFUND | _RETURNED)) and said <= _REFUND | _RETURNED | _COUNTED | _BESIDE | _OF


def _is_settled(layout: Layout, column: int) -> bool:
    """Whether the user named the column, or its header means refunds in money and nothing else."""
    role = next((name for name, here in layout.roles.items() if here == column), None)
    if any(column in each.columns() for each in layout.computed.values()):
        return True
    if any(each.column == column for each in layout.beside):
        return True
    return role == "refunds" or (role is not None and layout.decided[role].by != "detected")


def cells_of(source: Source, columns: Sequence[int], *, most: int | None = None) -> dict[int, list[Any]]:
    """What stands below the header in some columns; `most`: on so many rows."""
    found: dict[int, list[Any]] = {column: [] for column in columns}
    for _, cells in islice((row for row in source.rows() if row[0] > source.layout.line), most):
        for column in columns:
            found[column].append(cells[column] if column < len(cells) else "")
    return found


def _what(header: Header, cells: Sequence[Any], *, returns: bool = False, of: Sequence[Any] | None = None) -> What:
    """What a column holds; `of`: the orders of the same clients, of which no more than all came back."""
    said, returns = set(header.words), returns or means("returns", header)
    if said & _COUNTED or (returns and "orders" in said):
        return What.COUNT
    if header.currency or header.unit or said & _OF_MONEY or means("refunds", header):
        return What.MONEY
    most = Decimal(0)
    for cell in cells:
        if isinstance(cell, Priced):
            return What.MONEY
        text = text_of(cell).strip(BLANKS)
        if _has_hundredths(cell, text) or re.search(r"[$€£₽₴₸₹¥]|руб|р\.|^[-\u2212(].*[1-9]", text):
            return What.MONEY  # nothing comes back less than no times
        most = max(most, _number(text))
    few = (
        most < MANY
        if of is None
        else all(_number(text_of(a)) <= _number(text_of(b)) for a, b in zip(cells, of, strict=True))
    )
    return What.COUNT if few and returns else What.OPEN


def _number(text: str) -> Decimal:
    """The whole number that a cell of a count holds."""
    return Decimal(re.sub(r"[^0-9]", "", re.sub(r"[.,]0+$", "", text.strip(BLANKS))) or 0)


def _has_hundredths(cell: Any, text: str) -> bool:
    """Whether a number has a part of one, or is written with two decimal places as money is."""
    if isinstance(cell, Decimal):
        return cell != cell.to_integral_value()
    return bool(re.search(r"[0-9][.,](?:[0-9]{2}|[1-9])$", text))


def _question(source: Source, column: int, cells: Iterable[Any]) -> Any:
    layout = source.layout
    example = next((text for cell in cells if (text := text_of(cell).strip(BLANKS)).strip("0.,-")), "")
    place = Place(source.opened.name, layout.line, shown(layout.headers[column]), str(column + 1), source.sheet)
    typed = shlex.quote(layout.headers[column])
    return problem("E283", place=place, header=shown(layout.headers[column]), value=shown(example, 20), typed=typed)


def _named(source: Source, found: Iterable[int]) -> Source:
    """Say that a list of which no refunds are taken off has some."""
    layout = source.layout
    cells = cells_of(source, list(found))
    for column, texts in cells.items():
        if _what(header_of(layout.headers[column]), texts) is What.MONEY and any(_amounts(texts)):
            header, place = layout.headers[column], Place(source.opened.name, layout.line)
            cure = say("say --subtract {quote} to take it off the revenue", quote=shlex.quote(header))
            source.notices.append(
                notice("N256", place=place, header=shown(header), done=say("not taken off"), cure=cure)
            )
    return source


def _amounts(cells: Iterable[Any]) -> Iterator[str]:
    return (text for cell in cells if (text := re.sub(r"[^1-9]", "", text_of(cell))))
