"""Tables of a page: numbers to the right, names as they are written, a total under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Result, Table
from custecon.core.rounding import exact
from custecon.core.screen import Extract
from custecon.core.units import Form
from custecon.render.page import svg
from custecon.render.page.svg import safe
from custecon.render.table_totals import totals_of

_MONTH = re.compile(r"\d{4}-\w{2,3}")  # 2024-05, 2024-Q2: on one line
_OPT = ' class="opt"'  # what leaves on a phone
FEW_COLUMNS = 4  # more of them leave on a phone, one of them bars
MOST_COLUMNS = 7  # of a table of which nobody said what matters


def extract(table: Table, wished: Extract, result: Result) -> str:
    """The rows to act on, with bars beside the numbers if that was declared."""
    places = table.places(wished.columns)[:MOST_COLUMNS]
    columns = [table.columns[place] for place in places]
    rows = [[row[place] for place in places] for row in table.rows[: wished.rows]]
    whole = table.only(places) if wished.total else None
    total = whole and totals_of(whole, lambda value, column: svg.shown([value], column)[0])
    texts = [_column(table, place, [row[at] for row in rows]) for at, place in enumerate(places)]
    kept = [at for at, column in enumerate(texts) if any(column) or at == 0]
    longest = _longest(columns, wished.bars, rows)
    opt = _on_wide_screens(kept, [column.name == wished.bars for column in columns])
    head = body = foot = ""
    for at in kept:
        currency = result.currency if columns[at].unit.form is Form.MONEY else None
        money = f" ({spoken().sign(currency)})" if currency else ""
        head += _cell_of("th", words(columns[at].label) + money, columns[at], at, ' scope="col"', opt)
        head += "<td></td>" if columns[at].name == wished.bars else ""
    for place, row in enumerate(rows):
        body += "<tr>"
        for at in kept:
            body += _cell_of("td" if at else "th", texts[at][place], columns[at], at, "" if at else ' scope="row"', opt)
            body += _bar(row[at], longest) if columns[at].name == wished.bars else ""
        body += "</tr>"
    cut = len(rows) < len(table.rows)
    if total and len(table.rows) > 1:
        if cut and not columns[0].summed:  # of all rows, also of those that are not shown
            total[0] = words(say("all {rows}", rows=len(table.rows)))
        for at in kept:
            foot += _cell_of("td" if at else "th", total[at], columns[at], at, "" if at else ' scope="row"', opt)
            foot += "<td></td>" if columns[at].name == wished.bars else ""
        seen = any(columns[at].summed for at in set(kept) - opt)
        foot = f"<tfoot{'' if seen else _OPT}><tr>{foot}</tr></tfoot>"
    title = words(wished.heading or table.title)
    left = words(say("{shown} of {all} rows; all of them below", shown=len(rows), all=len(table.rows))) if cut else ""
    caption = f"<caption>{safe(title)}</caption>"
    grid = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    return f"<section>{scrolled(grid, title)}{_small(left)}</section>"


def _on_wide_screens(kept: Sequence[int], drawn: Sequence[bool]) -> set[int]:
    """The places of the columns that leave on a phone: never the first, nor the one with bars beside it."""
    room = FEW_COLUMNS - sum(drawn)
    stay = {at for at in kept if drawn[at] or at == kept[0]}
    for at in kept:
        if at not in stay and len(stay) < room:
            stay.add(at)
    return set(kept) - stay


def _column(table: Table, place: int, values: Sequence[Any]) -> list[str]:
    """The cells of a column, with as many decimal places as what it adds up to."""
    column = table.columns[place]
    if not column.summed or column.unit.form is not Form.MONEY:
        return svg.shown(values, column)
    total = sum(exact(row[place]) for row in table.rows if row[place] is not None)
    return svg.shown([*values, total], column)[:-1]


def _longest(columns: Sequence[Column], bars: str, rows: Sequence[Sequence[Any]]) -> float:
    values = [abs(svg.float_of(value)) for row in rows for value, column in zip(row, columns, strict=True)
              if column.name == bars and value is not None]  # fmt: skip
    return max(values, default=0.0) or 1.0


def _bar(value: Any, longest: float) -> str:
    if not value:
        return '<td class="drawn"></td>'
    part = abs(svg.float_of(value)) / longest * 100
    loss = ' class="loss"' if value < 0 else ""
    return f'<td class="drawn"><i{loss} style="width:{max(part, 0.5):.1f}%"></i></td>'


def _cell_of(tag: str, said: str, column: Column, place: int, more: str, opt: set[int]) -> str:
    """A cell; a name keeps the direction in which it is written."""
    kinds = []
    if column.unit.form is Form.TEXT:
        kinds += ["t"] if place else []
        kinds += ["n"] if _MONTH.fullmatch(said) else []
        more += ' dir="auto"'
    elif not more.startswith(' scope="col"'):
        kinds.append("n")
    kinds += ["opt"] if place in opt else []
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return f"<{tag}{kind}{more}>{safe(said)}</{tag}>"


def plain(
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    total: Sequence[str] | None = None,
    *,
    label: str = "",
) -> str:
    """A table of shown cells, the first of each row its name; `label`: what it is called where it has no title."""
    head = "".join(f'<th scope="col">{safe(cell)}</th>' for cell in header)
    body = "".join(f"<tr>{_row(row)}</tr>" for row in rows)
    foot = f"<tfoot><tr>{_row(total)}</tr></tfoot>" if total else ""
    caption = f"<caption>{safe(title)}</caption>" if title else ""
    return scrolled(
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>",
        title or label,
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f'<th scope="row" dir="auto">{safe(first)}</th>' + "".join(f"<td>{safe(cell)}</td>" for cell in others)


def scrolled(grid: str, title: str) -> str:
    """A table that is moved to the side where it does not fit, with the keyboard too."""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{safe(title)}">{grid}</div>'


def _small(said: str) -> str:
    return f'<p class="small">{safe(said)}</p>' if said else ""
