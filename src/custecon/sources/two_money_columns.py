"""Money in two columns, one for each way: what comes in and what goes out, of which a row fills one and not the other.

A bank writes the other cell empty, as a dash or as zero: in a sum or difference that is nothing. Where only one of the
two is taken as the amount, a row with money in the other alone is no such payment: left out, and told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import Exact, counted, say
from custecon.core.schemas import Kind, Role, exact
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Checked
from custecon.sources.controls import Work
from custecon.sources.currencies import CURRENCY_PATTERN
from custecon.sources.expressions import Computed
from custecon.sources.layout import Layout
from custecon.sources.money_columns import pair_of
from custecon.sources.wording import BLANKS, shown
from custecon.tables.margins import mostly_negative

_DASH = re.compile(rf"(?:{CURRENCY_PATTERN})?\s*(?:--|[-\u2012-\u2014\u2212])\s*(?:{CURRENCY_PATTERN})?", re.IGNORECASE)


def without_dashes(cells: Sequence[Any]) -> list[Any]:
    """The cells, empty where a dash says that there is nothing; a spreadsheet writes it beside its currency."""
    return ["" if isinstance(cell, str) and _DASH.fullmatch(cell.strip(BLANKS)) else cell for cell in cells]


def column_of_other_way(layout: Layout, name: str) -> int | None:
    """The column of the other way, where the amount is one of two such columns."""
    pair = pair_of(layout.headers) if name == "amount" and name in layout.roles else None
    if pair is None or layout.roles[name] not in pair:
        return None
    return pair[1] if layout.roles[name] == pair[0] else pair[0]


def other_way(work: Work, name: str, amount: Checked, other: int) -> None:
    """Leave out the rows that have nothing in the amount and money in the column of the other way; and tell it."""
    layout, options = work.source.layout, work.options
    role = Role(name, Kind.NUMBER, "", blank=True)
    cells = without_dashes(work.cells(other))
    against = checked_as_written(role, cells, options)
    empty = {row for row, bad in amount.bad.items() if bad.code == "E224"}
    rows = [row for row, cell in enumerate(amount.cells) if (row in empty or cell == 0) and against.cells[row]]
    if against.stop or not rows:
        return
    for row in rows:
        amount.bad.pop(row, None)
        amount.cells[row] = None
        work.skipped.setdefault(
            row, say("nothing in «{headers}»", headers=shown(layout.headers[layout.roles[name]], 30))
        )
    work.note(
        "N264",
        line=work.gathered.lines[rows[0]],
        column=layout.roles[name],
        count=counted(len(rows)),
        amount=shown(layout.headers[layout.roles[name]]),
        other=shown(layout.headers[other]),
        total=Exact(exact(sum(against.cells[row] for row in rows), against.scale)),
    )


def already_less(work: Work, name: str, expression: Computed, parts: Mapping[int, Checked]) -> None:
    """Refuse to take off what is written with a minus already: it would be added.

    Raises:
        InputRefused: E375 most of a column that is taken off is below zero.
    """
    headers = work.source.layout.headers
    for column in sorted(expression.taken_off()):
        rows = [row for row, cell in enumerate(parts[column].cells) if cell]
        if rows and mostly_negative(parts[column].cells[row] for row in rows):
            first = next(row for row in rows if parts[column].cells[row] < 0)
            line, header = work.gathered.lines[first], shown(headers[column])
            simple = set(expression.columns()) - {column}
            instead = f"{headers[simple.pop()]} + {headers[column]}" if len(simple) == 1 else "…"
            raise InputRefused(
                problem(
                    "E375",
                    place=work.ground.place(line, column),
                    what=f"«{header}»",
                    name=say("line {line:d}", line=line),
                    value=exact(parts[column].cells[first], parts[column].scale),
                    why=say("it is written with a minus already, so that to take it off would add it"),
                    cure=say("add it: --map {name!s}='{instead}'", name=name, instead=instead),
                )
            )
