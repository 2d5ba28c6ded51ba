"""A cost or a price that may be that of one piece, beside a quantity: what the clients cost is then as often as much.

Its header says so («Unit cost», «Себестоимость за ед.»), or its cells do: they stay much the same while the quantity
and the revenue grow.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from custecon.core.errors import InputRefused, Place, Problem, problem
from custecon.core.phrases import say
from custecon.core.schemas import Kind, Role, exact
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.profit import PROFIT
from custecon.sources.as_written import checked_as_written
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, of_a_piece
from custecon.sources.layout import Layout
from custecon.sources.options import ReadingOptions
from custecon.sources.row_words import words
from custecon.sources.source import Source
from custecon.sources.wording import shown

_COST, _PIECE = (frozenset(words("money", name)) for name in ("cost", "of_a_piece"))
_PRICE = frozenset(["price", "цена", "unit"])
_LISTS = (PROFIT, CLIENTS, LEAVERS)
_STEADIER = 2  # how much less a cost of one piece changes from row to row, against the revenue, than one of all


def is_of_a_piece(text: str) -> bool:
    """Whether a header names the cost of one piece.

    >>> [is_of_a_piece(text) for text in ("Unit cost", "Себестоимость за ед.", "Cost", "Cost per client", "Price")]
    [True, True, False, False, False]
    """
    header = header_of(text)
    said = set(header.words)
    return bool(said & _COST) and (bool(said & _PIECE) or of_a_piece(header))


def ask_by_header(source: Source, options: ReadingOptions) -> None:
    """Ask about the cost of one piece beside a quantity, where no cost of all is.

    Raises:
        InputRefused: E262 its header says that it is one.
    """
    layout = source.layout
    if layout.schema not in _LISTS or {"cost", "margin"} & {*layout.decided, *options.columns}:
        return
    if "quantity" not in layout.extras:
        return
    for column, text in enumerate(layout.headers):
        if is_of_a_piece(text) and column not in layout.extras["quantity"]:
            raise InputRefused(_question(layout, column, Place(source.opened.name, layout.line, shown(text),
                                                               str(column + 1), source.sheet)))  # fmt: skip


def ask_for_price(source: Source) -> None:
    """Ask about a price beside a quantity that nobody said is the amount.

    Raises:
        InputRefused: E262 it may be that of one piece.
    """
    layout = source.layout
    amount = layout.roles.get("amount")
    if amount is None or "quantity" not in layout.extras or layout.decided["amount"].by == "given" or layout.preset:
        return
    text = layout.headers[amount]
    if _PRICE & {*header_of(text).words}:
        place = Place(source.opened.name, layout.line, shown(text), str(amount + 1), source.sheet)
        values = {"header": shown(text), "quantity": shown(layout.headers[layout.extras["quantity"][0]])}
        raise InputRefused(problem("E262", place=place, **values, what=say("price"), option="--amount "))


def ask(work: Work) -> None:
    """Ask about a cost that does not grow with the quantity beside it, as revenue does.

    Raises:
        InputRefused: E262 it may be that of one piece.
    """
    layout = work.source.layout
    costs, revenue = work.columns.get("cost"), work.columns.get("revenue")
    if layout.schema not in _LISTS or costs is None or revenue is None or "quantity" not in layout.extras:
        return
    if "cost" not in layout.roles or layout.decided["cost"].by != "detected":
        return
    pieces = checked_as_written(
        Role("quantity", Kind.NUMBER, "", blank=True), work.cells(layout.extras["quantity"][0]), work.options
    )
    if pieces.stop or pieces.bad:
        return
    columns = (costs, pieces, revenue)
    rows: list[tuple[Any, ...]] = [
        tuple(Fraction(exact(column.cells[row], column.scale)) for column in columns)
        for row in range(len(costs.cells))
        if work.counted(row) and all((column.cells[row] or 0) > 0 for column in columns)
    ]
    if len({count for _, count, _ in rows}) < 2 or any(cost * count > paid for cost, count, paid in rows):
        return
    of_all = _spread([cost / paid for cost, _, paid in rows])
    of_one = _spread([cost * count / paid for cost, count, paid in rows])
    same = len({cost for cost, _, _ in rows}) == 1
    if same or of_all >= _STEADIER * of_one:
        column = layout.roles["cost"]
        raise InputRefused(_question(layout, column, work.ground.place(layout.line, column)))


def _spread(rates: list[Fraction]) -> Fraction:
    return max(rates) / min(rates)


def _question(layout: Layout, column: int, place: Place) -> Problem:
    quantity = layout.headers[layout.extras["quantity"][0]]
    values = {"header": shown(layout.headers[column]), "quantity": shown(quantity)}
    return problem("E262", place=place, **values, what=say("cost"), option="--map cost=")
