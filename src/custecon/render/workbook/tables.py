"""The sheet of a table: one row a row, computed columns as formulas, an Excel table where the size allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from custecon.core.errors import OutputRefused, problem
from custecon.core.expression import Expression
from custecon.core.relations import Guarded, Running, names_in
from custecon.core.results import Column, Table
from custecon.core.units import PERIOD_NUMBER, Form
from custecon.render import numbers
from custecon.render.workbook import rules, writing
from custecon.render.workbook.checking import Checker
from custecon.render.workbook.places import HEADER, LiveTable, Part

__all__ = ["refuse_oversize", "write"]

LEFT = (Form.TEXT, Form.DATE)
TEXT_WIDTH = 62  # characters of a text that a column shows at most
PAGE = 180  # characters beside each other that can still be read on a page


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
    sheet.title(table.title, "; ".join(filter(None, (table.note, _what_is_fixed(table)))), across=len(table.columns))
    pages = -(-sum(sheet.widths.values()) // PAGE)
    if pages > 1:
        sheet.paper.fit_to_pages(int(pages), 0)
        sheet.paper.repeat_columns(0)
    _write_totals(live)
    for index, column in enumerate(table.columns):
        unit = numbers.named_unit(column.unit, part.result.period, part.result.currency)
        sheet.write(3, index, "" if column.unit.form is Form.TEXT else unit, "unit")
    for index, (head, column) in enumerate(zip(heads, table.columns, strict=True)):
        sheet.write(HEADER, index, head, _head_look(column))
    writers = [_Writer(live, index, part) for index in range(len(table.columns))]
    for number in range(live.rows):
        row = table.rows[number] if number < len(table.rows) else (None,) * len(table.columns)
        for writer, value in zip(writers, row, strict=True):
            writer.write(number, value, row)
    sheet.book.kept += sum(writer.kept for writer in writers)
    if live.gate is not None:
        beyond = {
            "type": "formula",
            "criteria": f"=$A${HEADER + 2}>{live.gate}".replace(f"${HEADER + 2}", str(HEADER + 2)),
        }
        first, last = HEADER + 1, HEADER + live.rows
        sheet.paper.conditional_format(
            first, 0, last, 0, {**beyond, "format": sheet.book.file.add_format({"num_format": ";;;"})}
        )
        sheet.paper.print_area(0, 0, HEADER + len(table.rows), len(table.columns) - 1)
    elif table.rows and not sheet.book.large:
        sheet.paper.add_table(
            HEADER,
            0,
            HEADER + live.rows,
            len(table.columns) - 1,
            {
                "name": sheet.book.reserve(f"{table.name}_table"),
                "style": "Table Style Light 1",
                "columns": [
                    {"header": head, "header_format": sheet.book.style(_head_look(column))}
                    for head, column in zip(heads, table.columns, strict=True)
                ],
            },
        )
    elif table.rows:  # an Excel table would keep every cell in memory
        sheet.paper.autofilter(HEADER, 0, HEADER + live.rows, len(table.columns) - 1)


def _what_is_fixed(table: Table) -> str:
    """Which computed columns follow no cell, and why."""
    reasons: dict[str, list[str]] = {}
    for column in table.columns:
        if column.fixed:
            reasons.setdefault(column.fixed, []).append(column.label)
    told = [f"{', '.join(labels)} ({why})" for why, labels in reasons.items()]
    return f"values that follow no cell: {'; '.join(told)}" if told else ""


def _head_look(column: Column) -> str:
    return "heading" if column.unit.form in LEFT else "right"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A formula with ROW for the number of its row, the columns that it needs, and what says that it holds."""

    expression: Expression
    template: str
    needs: list[int]
    holds: Callable[[int, Any], bool] | None


class _Writer:
    """Writes the cells of one column: a formula where it holds and gives what is stored, else the value."""

    def __init__(self, live: LiveTable, index: int, part: Part) -> None:
        self.live, self.index, self.part = live, index, part
        self.column = live.table.columns[index]
        self.kept = 0  # cells that hold a value because their formula would give another
        self.known = {other.name for other in live.table.columns} - {self.column.name} | {"period_number"}
        tables = {name: other.table for name, other in part.tables.items()}
        self.checker = Checker(tables, part.values, live.table)
        self.formula = self._prepared(self.column.formula)
        # Most cells of a large table are money without a formula: they go the shortest way.
        alike = self.column.unit.form is Form.MONEY and self.formula is None and self.column.cells is None
        self.plain = live.sheet.book.style("", self.column.unit, None, live.sheet.currency) if alike else None

    def _prepared(self, formula: Expression | None) -> _Prepared | None:
        """A formula ready for any row, if everything that it names has a cell."""
        if formula is None or not self.part.knows(formula, self.known):
            return None
        live, column = self.live, self.column
        named = names_in(formula) - {column.name}
        return _Prepared(
            formula,
            writing.in_row(live, column, formula, self.part),
            [i for i, other in enumerate(live.table.columns) if other.name in named],
            None if live.gate is not None else self.checker.holds(formula, column.requires, column.name),
        )

    def write(self, number: int, value: Any, row: Sequence[Any]) -> None:
        """The cell of one row, counted from 0."""
        live, column, at = self.live, self.column, HEADER + 1 + number
        sheet, formula = live.sheet, self.formula
        if self.plain is not None and type(value) is float:
            sheet.paper.write_number(at, self.index, value, self.plain)  # which refuses nan and inf
            return
        if column.cells is not None:
            formula = self._prepared(column.cells[number])
        if live.gate is not None and column.unit is PERIOD_NUMBER:
            sheet.write(at, self.index, number + 1, "", column.unit)
        elif formula is None or not self._is_live(formula, number, value, row):
            sheet.write(at, self.index, value, "", column.unit)
        else:
            stored = value if value is not None or number >= len(live.table.rows) else "undefined"
            sheet.live(at, self.index, self._text(formula, number), stored, unit=column.unit, what=column.label)

    def _is_live(self, formula: _Prepared, number: int, value: Any, row: Sequence[Any]) -> bool:
        """Whether the formula holds in this row: nothing that it needs is blank (a blank cell would count as 0)."""
        if formula.holds is None:
            return True
        if self.column.live is not None and not self.column.live[number]:
            return False
        own = isinstance(formula.expression, Guarded)  # says itself where it does not exist
        if not own and (any(row[i] is None for i in formula.needs) or (value is None and not self.column.requires)):
            return False
        if formula.holds(number, value):
            return True
        self.kept += 1
        return False

    def _text(self, formula: _Prepared, number: int) -> str:
        at = HEADER + 1 + number
        if isinstance(formula.expression, Running) and number:
            # What was there one row above, and this row: a sum from the first row would be slow in a long table.
            letter = self.live.letter(formula.expression.column)
            return self._gated(f"SUM({rules.column_letters(self.index)}{at},{letter}{at + 1})", at)
        return formula.template.replace(writing.ROW, str(at + 1))

    def _gated(self, text: str, at: int) -> str:
        gate = self.live.gate
        return text if gate is None else f'IF($A{at + 1}>{gate},"",{text})'


def _headings(table: Table) -> list[str]:
    """The labels, each once, as Excel wants the columns of a table."""
    heads: list[str] = []
    for column in table.columns:
        label, number = rules.heading(column.label or column.name), 2
        head = label
        while head.casefold() in {other.casefold() for other in heads}:
            head, number = f"{label[:240]} {number}", number + 1
        heads.append(head)
    return heads


def _write_totals(live: LiveTable) -> None:
    table, sheet = live.table, live.sheet
    if not any(column.summed for column in table.columns) or not table.rows:
        return
    for index, column in enumerate(table.columns):
        if column.summed:
            total = live.total(index)
            own = live.range(column.name).rpartition("!")[2]
            sheet.live(2, index, f"SUM({own})", total, unit=column.unit, look="strong")
        elif index == 0:
            sheet.write(2, index, "total", "strong")


def _widths(live: LiveTable, heads: list[str]) -> list[float]:
    """Wide enough for every number of the first rows and for the totals; texts up to `TEXT_WIDTH` characters."""
    table = live.table
    widths = []
    for index, column in enumerate(table.columns):
        cells = [numbers.shown(row[index], column.unit) for row in table.rows[:500]]
        if column.summed and table.rows:
            cells.append(numbers.shown(live.total(index), column.unit))
        most = max((len(cell) for cell in cells), default=0)
        if column.unit.form is Form.TEXT:
            most = min(most, TEXT_WIDTH)
        elif column.unit.form is Form.MONEY and live.sheet.currency:
            most += len(live.sheet.currency) + 1
        word = max(len(word) for word in heads[index].split(" "))
        widths.append(max(most, word + 3, min(len(heads[index]) / 2, 20), 10) + 2)
    return widths
