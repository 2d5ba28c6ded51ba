"""The sheet of a table: one row a row, computed columns as formulas, an Excel table where the size allows."""

from __future__ import annotations

from typing import Any

from custecon.core.errors import OutputRefused, problem
from custecon.core.relations import Running
from custecon.core.results import Column, Table
from custecon.core.units import PERIOD_NUMBER, Form
from custecon.render import numbers
from custecon.render.workbook import rules, writing
from custecon.render.workbook.places import HEADER, LiveTable, Part, names_in

__all__ = ["refuse_oversize", "write"]

LEFT = (Form.TEXT, Form.DATE)


def refuse_oversize(table: Table) -> None:
    """Say before anything is written that a sheet cannot hold it.

    Raises:
        OutputRefused: E410 too many rows, E412 too many columns.
    """
    limit = rules.ROWS - HEADER - 1
    if len(table.rows) > limit:
        raise OutputRefused(problem("E410", table=table.title, rows=len(table.rows), limit=limit))
    if len(table.columns) > rules.COLUMNS:
        raise OutputRefused(problem("E412", table=table.title, columns=len(table.columns), limit=rules.COLUMNS))


def write(live: LiveTable, part: Part) -> None:
    """Title, what it is, units, totals, header, rows."""
    table, sheet = live.table, live.sheet
    sheet.currency = part.result.currency
    heads = _headings(table)
    sheet.wide(_widths(live, heads))
    sheet.paper.freeze_panes(HEADER + 1, 1)
    sheet.paper.repeat_rows(HEADER)
    sheet.write(0, 0, table.title, "title")
    sheet.write(1, 0, table.note, "faint")
    _write_totals(live)
    for index, column in enumerate(table.columns):
        unit = numbers.named_unit(column.unit, part.result.period, part.result.currency)
        sheet.write(3, index, "" if column.unit.form is Form.TEXT else unit, "unit")
    for index, (head, column) in enumerate(zip(heads, table.columns, strict=True)):
        sheet.write(HEADER, index, head, "head" if column.unit.form in LEFT else "right")
    templates = [
        writing.in_row(live, column, column.formula, part) if column.formula is not None else None
        for column in table.columns
    ]
    needs = [_needed_columns(table, column) for column in table.columns]
    for number in range(live.rows):
        _write_row(live, number, templates, needs)
    if table.rows:
        sheet.paper.autofilter(HEADER, 0, HEADER + live.rows, len(table.columns) - 1)


def _write_row(live: LiveTable, number: int, templates: list[str | None], needs: list[list[int]]) -> None:
    table, sheet, row = live.table, live.sheet, HEADER + 1 + number
    values = table.rows[number] if number < len(table.rows) else (None,) * len(table.columns)
    for index, column in enumerate(table.columns):
        value, template = values[index], templates[index]
        if live.gate is not None and column.unit is PERIOD_NUMBER:
            sheet.live(row, index, f'IF({number + 1}>{live.gate},"",{number + 1})', value, unit=column.unit)
        elif template is None or not _is_live(live, column, number, values, needs[index]):
            sheet.write(row, index, value, "", column.unit)
        else:
            if isinstance(column.formula, Running) and number:
                this = rules.column_letters(index)
                template = f"SUM({this}{row},{live.letter(column.formula.column)}{writing.ROW})"
            stored = value if value is not None or number >= len(table.rows) else "undefined"
            text = template.replace(writing.ROW, str(row + 1))
            sheet.live(row, index, text, stored, unit=column.unit, what=column.label)


def _is_live(live: LiveTable, column: Column, number: int, values: Any, needs: list[int]) -> bool:
    """Whether the formula holds in this row: nothing that it needs is blank (a blank cell would count as 0)."""
    if live.gate is not None:
        return True
    if column.live is not None and not column.live[number]:
        return False
    if values[live.table.columns.index(column)] is None and not column.requires:
        return False
    return all(values[i] is not None for i in needs)


def _needed_columns(table: Table, column: Column) -> list[int]:
    named = names_in(column.formula) - {column.name}
    return [i for i, other in enumerate(table.columns) if other.name in named]


def _headings(table: Table) -> list[str]:
    """The labels, each once, as Excel wants the columns of a table."""
    heads: list[str] = []
    for column in table.columns:
        head, number = column.label or column.name, 2
        while head.casefold() in {other.casefold() for other in heads}:
            head, number = f"{column.label or column.name} {number}", number + 1
        heads.append(head)
    return heads


def _write_totals(live: LiveTable) -> None:
    table, sheet = live.table, live.sheet
    if not any(column.summed for column in table.columns) or not table.rows:
        return
    for index, column in enumerate(table.columns):
        if column.summed:
            total = sum(numbers.exact(row[index]) for row in table.rows if row[index] is not None)
            own = live.range(column.name).rpartition("!")[2]
            sheet.live(2, index, f"SUM({own})", total, unit=column.unit, look="strong")
        elif index == 0:
            sheet.write(2, index, "total", "strong")


def _widths(live: LiveTable, heads: list[str]) -> list[float]:
    """Wide enough for every number of the first rows and for the totals; texts up to 40 characters."""
    table = live.table
    widths = []
    for index, column in enumerate(table.columns):
        cells = [numbers.shown(row[index], column.unit) for row in table.rows[:500]]
        if column.summed and table.rows:
            total = sum(numbers.exact(row[index]) for row in table.rows if row[index] is not None)
            cells.append(numbers.shown(total, column.unit))
        most = max((len(cell) for cell in cells), default=0)
        if column.unit.form is Form.TEXT:
            most = min(most, 40)
        elif column.unit.form is Form.MONEY and live.sheet.currency:
            most += len(live.sheet.currency) + 1
        word = max(len(word) for word in heads[index].split(" "))
        widths.append(max(most, word + 3, min(len(heads[index]) / 2, 20), 10) + 2)
    return widths
