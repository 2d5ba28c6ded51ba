"""Columns of a list of clients that hold parts of one or per cents where money is looked for: 0.2 is no 20 cents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, Place, Problem, notice, problem
from custecon.core.phrases import Exact, say
from custecon.core.schemas import Kind, exact
from custecon.kinds.clients import CLIENTS, LEAVERS
from custecon.kinds.profit import PROFIT
from custecon.sources.column_checks import Percent, text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, in_percent, of_a_rate
from custecon.sources.layout import Layout
from custecon.sources.money_columns import TAKEN_OFF, of_discounts
from custecon.sources.options import ReadingOptions
from custecon.sources.per_cent import product_of
from custecon.sources.returned_money import cells_of
from custecon.sources.row_words import words
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, shown

PERCENT = "if these are per cent, say --map discounts= (nothing after the sign), or turn them into amounts"
PART_OF_REVENUE = Decimal("0.15")  # a margin of two digits that is less may be in per cent
FIRST = 50  # rows that are looked at before all are
LEFT_ASIDE = ("discounts", "refunds")  # the figures stand without them; without the others they do not
_COST, _MARGIN = (frozenset(words("money", name)) for name in ("cost", "margin"))
_PART = re.compile(r"[-\u2212]?0*[.,][0-9]+|[-\u2212]?0+|1|1[.,]0+")
_PERCENT = re.compile(r"[-\u2212]?[0-9]+(?:[.,][0-9]+)?\s*%")


def without_rates(source: Source) -> Source:
    """The source without the columns that only look like money; what they hold is told.

    Raises:
        InputRefused: E285 a cost or a margin is a rate, without which nothing can be reckoned.
    """
    layout = source.layout
    if layout.schema.name not in (PROFIT.name, CLIENTS.name, LEAVERS.name):
        return source
    roles = {
        name: column
        for name, column in layout.roles.items()
        if layout.role(name).kind is Kind.MONEY and name != "revenue" and layout.decided[name].by == "detected"
    }
    spoken = [
        column
        for column, text in enumerate(layout.headers)
        if column not in layout.known() and of_a_rate("discounts", header_of(text)) and of_discounts(text)
    ]
    if not roles and not spoken:
        return source
    pays = layout.roles.get("revenue")
    if pays is None:
        return source
    cells = cells_of(source, [*roles.values(), *spoken, pays], most=FIRST)
    roles = {name: column for name, column in roles.items() if _may_be_rates(cells[column])}
    if roles:  # a long list of money is not read twice
        cells = cells_of(source, [*roles.values(), *spoken, pays])
    if not (roles or spoken) or not any(_is_large(cell) for cell in cells[pays]):
        return source
    gone = {name: column for name, column in roles.items() if _are_rates(cells[column])}
    if asked := [name for name in gone if name not in LEFT_ASIDE and not _in_percent(cells[gone[name]])]:
        raise InputRefused(_question(source, asked[0], gone[asked[0]], cells[gone[asked[0]]]))
    gone = {name: column for name, column in gone.items() if name in LEFT_ASIDE}
    for column in (*gone.values(), *spoken):
        what = say(
            "rates such as {example}, no money: left aside, the revenue is taken to be after it",
            example=_example(cells[column]),
        )
        cure = _in_money(layout, column, cells[column])
        told = {"header": shown(layout.headers[column]), "what": what, "cure": cure}
        source.notices.append(notice("N258", place=Place(source.opened.name, layout.line), **told))
    kept = {name: column for name, column in layout.roles.items() if name not in gone}
    decided = {name: said for name, said in layout.decided.items() if name not in gone}
    return replace(source, layout=replace(layout, roles=kept, decided=decided)) if gone else source


def _in_money(layout: Layout, column: int, cells: Iterable[Any]) -> str:
    """How to take off what a column of rates comes to."""
    if layout.schema.name != PROFIT.name:
        return "if it is before it, export the revenue after it"
    header = layout.headers[column]
    role = "refunds" if set(header_of(header).words) & TAKEN_OFF["refunds"] else "discounts"
    revenue = layout.decided["revenue"].value
    revenue = f"({revenue})" if "revenue" in layout.computed else revenue
    parts = not in_percent(header) and _are_rates(cells)
    product = f"{revenue}*{header}" if parts else product_of(revenue, header)
    return say("if it is before it, take it off: --map {role!s}={quote}", role=role, quote=shlex.quote(product))


def ask_for_rate(source: Source, options: ReadingOptions) -> None:
    """Ask about a cost or a margin in per cent in a list by profit that has neither in money.

    Raises:
        InputRefused: E285 there is one.
    """
    layout = source.layout
    if layout.schema.name != PROFIT.name or {"cost", "margin"} & {*layout.decided, *options.columns}:
        return
    for role, said in (("cost", _COST), ("margin", _MARGIN)):
        for column, text in enumerate(layout.headers):
            header = header_of(text)
            if column not in layout.known() and set(header.words) & said and of_a_rate(role, header):
                raise InputRefused(_question(source, role, column, cells_of(source, [column], most=FIRST)[column]))


def _question(source: Source, role: str, column: int, cells: Iterable[Any]) -> Problem:
    layout = source.layout
    text = layout.headers[column]
    place = Place(source.opened.name, layout.line, shown(text), str(column + 1), source.sheet)
    revenue = layout.decided["revenue"].value
    typed = shlex.quote(product_of(f"({revenue})" if "revenue" in layout.computed else revenue, text))
    values = {"header": shown(text), "value": _example(cells), "role": role, "product": typed}
    return problem("E285", place=place, **values)


def tell(work: Work) -> None:
    """Say that discounts of a few whole units are taken as money, where they could be per cent.

    Raises:
        InputRefused: E284 a margin may be in per cent.
    """
    _ask_for_margin(work)
    column, pays = work.columns.get("discounts"), work.columns.get("revenue")
    if column is None or pays is None or work.source.layout.decided["discounts"].by != "detected":
        return
    header = header_of(work.source.layout.decided["discounts"].value)
    rows = [row for row, cell in enumerate(column.cells) if cell and work.counted(row)]
    one = 10**column.scale
    if header.currency or header.unit or len(rows) < 2 or any(column.cells[row] % one for row in rows):
        return
    total = exact(sum(column.cells[row] for row in rows), column.scale)
    paid = exact(sum(cell for row, cell in enumerate(pays.cells) if cell and work.counted(row)), pays.scale)
    if max(column.cells[row] for row in rows) <= 100 * one and 0 < total * 100 < paid:
        value = exact(column.cells[rows[0]], column.scale)
        what = say(
            "amounts such as {value}, taken as money: {total} in all, far below 1% of the revenue",
            value=value,
            total=Exact(total),
        )
        work.note("N258", line=work.source.layout.line, header=shown(header.text), what=what, cure=PERCENT)


def _ask_for_margin(work: Work) -> None:
    """Ask about a margin of two digits beside a revenue of more: 40 of 1000 is 40 per cent, or 40."""
    column, pays = work.columns.get("margin"), work.columns.get("revenue")
    layout = work.source.layout
    if column is None or pays is None or layout.decided["margin"].by != "detected":
        return
    header = header_of(layout.decided["margin"].value)
    rows = [row for row, cell in enumerate(column.cells) if cell and pays.cells[row] and work.counted(row)]
    one = 10**column.scale
    if header.currency or header.unit or len(rows) < 2 or not set(header.words) & _MARGIN:
        return
    if any(abs(column.cells[row]) > 100 * one or 10 * column.cells[row] % one for row in rows):
        return
    total = exact(sum(abs(column.cells[row]) for row in rows), column.scale)
    paid = exact(sum(pays.cells[row] for row in rows), pays.scale)
    large = min(pays.cells[row] for row in rows) >= 100 * 10**pays.scale
    if large and 0 < total < paid * PART_OF_REVENUE:
        value = exact(column.cells[rows[0]], column.scale)
        place = work.ground.place(layout.line, layout.roles["margin"])
        why = f"such values as {value:f} may be per cent: as money they are {total / paid:.1%} of the revenue"
        revenue = layout.decided["revenue"].value
        product = product_of(f"({revenue})" if "revenue" in layout.computed else revenue, header.text)
        percent = say("--map margin={quote} if it is in per cent, ", quote=shlex.quote(product))
        values = {"role": "margin", "header": shown(header.text), "why": why, "typed": shlex.quote(header.text)}
        raise InputRefused(problem("E284", place=place, **values, percent=percent))


def _may_be_rates(cells: Iterable[Any]) -> bool:
    """Whether nothing in some first cells is more than a rate."""
    filled = [cell for cell in cells if text_of(cell).strip(BLANKS)]
    return not any(_is_large(cell) for cell in filled)


def _are_rates(cells: Iterable[Any]) -> bool:
    """Whether all that stands in a column is a part of one or per cent, and some of it is neither 0 nor 1."""
    some = False
    for cell in cells:
        text = text_of(cell).strip(BLANKS)
        if not text:
            continue
        percent = isinstance(cell, Percent) or bool(_PERCENT.fullmatch(text))
        if not percent and not (_is_part(cell) if isinstance(cell, Decimal) else _PART.fullmatch(text)):
            return False
        some = some or percent or bool(re.sub(r"[^1-9]", "", text) and text not in ("1", "1.0", "1,0"))
    return some


def _in_percent(cells: Iterable[Any]) -> bool:
    """Whether a spreadsheet shows the column in per cent: its cells are refused one by one."""
    return any(isinstance(cell, Percent) for cell in cells)


def _is_part(cell: Decimal) -> bool:
    return abs(cell) <= 1


def _is_large(cell: Any) -> bool:
    """Whether an amount has three digits before its decimal sign or more."""
    if isinstance(cell, Decimal):
        return abs(cell) >= 100
    if _PART.fullmatch(text_of(cell).strip(BLANKS)):
        return False  # 0.125 is no 0,125
    return len(re.sub(r"[^0-9]", "", re.sub(r"[.,][0-9]{1,2}$", "", text_of(cell).strip(BLANKS)))) >= 3


def _example(cells: Iterable[Any]) -> str:
    texts = (text_of(cell).strip(BLANKS) for cell in cells)
    return shown(next((text for text in texts if re.search("[1-9]", text)), ""), 20)
