"""The sheet of a table: one row a row, computed columns as formulas, an Excel table where the size allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from custecon.core.errors import OutputRefused, problem
from custecon.core.expression import Expression
from custecon.core.language import spoken, words
from custecon.core.phrases import Phrase, say
from custecon.core.relations import Guarded, Running, names_in
from custecon.core.results import Column, Table
from custecon.core.units import PERIOD_NUMBER, RATIO, TEXT, Form
from custecon.render.workbook import cell_formulas, chart_cells, excel_limits
from custecon.render.workbook.cell_addresses import HEADER, LiveTable, Part
from custecon.render.workbook.cell_formulas import ROW
from custecon.render.workbook.formula_check import Checker

LEFT = (Form.TEXT, Form.DATE)
TEXT_WIDTH = 62  # characters of a text that a column shows at most
LOOKED_AT = 500  # rows, of all that a table has, whose cells tell how wide a column is and how fine its shares
ABOVE = "\ufdd1"  # stands for the number of the row above, as ROW for that of the row


def refuse_oversize(table: Table) -> None:
    """Say before anything is written that a sheet cannot hold it.

    Raises:
        OutputRefused: E410 too many rows, E412 too many columns.
    """
    limit = excel_limits.ROWS - HEADER - 1
    if len(table.rows) > limit:
        raise OutputRefused(problem("E410", table=say(table.title), rows=len(table.rows), limit=limit))
    if len(table.columns) > excel_limits.COLUMNS:
        raise OutputRefused(
            problem("E412", table=say(table.title), columns=len(table.columns), limit=excel_limits.COLUMNS)
        )


def write(live: LiveTable, part: Part) -> None:
    """Title, what it is, units, totals, header, rows."""
    table, sheet = live.table, live.sheet
    sheet.currency = part.result.currency
    heads, header = _headings(table), live.header
    note = "; ".join(words(one) for one in (table.note, _what_is_fixed(table)) if one)
    if live.stacked:
        sheet.title(table.title, note, across=len(table.columns), row=live.top, look="section")
    else:
        sheet.wide(widths(live))
        sheet.paper.freeze_panes(header + 1, 1)
        sheet.paper.repeat_rows(header)
        sheet.title(table.title, note, across=len(table.columns))
    _write_totals(live)
    for index, column in enumerate(table.columns):
        unit = spoken().unit(column.unit, part.result.period, part.result.currency)
        sheet.write(live.top + 3, index, "" if column.unit.form is Form.TEXT else unit, "unit")
    for index, (head, column) in enumerate(zip(heads, table.columns, strict=True)):
        sheet.write(header, index, head, _head_look(column))
    checker = Checker({name: other.table for name, other in part.tables.items()}, part.values, table)
    writers = [_Writer(live, index, part, checker) for index in range(len(table.columns))]
    puts = [writer.put() for writer in writers]
    extras = [extra for columns in chart_cells.beside(live, part).values() for extra in columns]
    for extra in extras:
        sheet.paper.set_column(extra.column, extra.column, None, None, {"hidden": True})
        sheet.write(header, extra.column, words(extra.heading), "faint")
    for number in range(live.rows):
        row = table.rows[number] if number < len(table.rows) else (None,) * len(table.columns)
        label, whole = str(header + 2 + number), None not in row
        for put, value in zip(puts, row, strict=True):
            put(number, label, value, row, whole)
        for extra in extras if number < len(table.rows) else ():
            formula, stored = extra.cells[number]
            sheet.live(header + 1 + number, extra.column, formula, stored, unit=RATIO, look="faint")
    chart_cells.shade(live, part)
    sheet.above, sheet.rows = 0 if live.stacked else header + 1, header + 1 + len(table.rows)
    sheet.spare = live.rows > len(table.rows)
    sheet.book.kept += sum(writer.kept for writer in writers)
    if live.gate is not None:
        beyond = {
            "type": "formula",
            "criteria": f"=$A{header + 2}>{live.gate}",
        }
        first, last = header + 1, header + live.rows
        sheet.paper.conditional_format(
            first, 0, last, 0, {**beyond, "format": sheet.book.file.add_format({"num_format": ";;;"})}
        )
    elif table.rows and not sheet.book.large:
        sheet.paper.add_table(
            header,
            0,
            header + live.rows,
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
    elif table.rows and not live.stacked:  # XlsxWriter makes no Excel table of rows that are on the disk already
        sheet.paper.autofilter(header, 0, header + live.rows, len(table.columns) - 1)


def _what_is_fixed(table: Table) -> str | Phrase:
    """Which computed columns follow no cell, and why."""
    reasons: dict[str, list[Phrase]] = {}
    for column in table.columns:
        if column.fixed:
            reasons.setdefault(column.fixed, []).append(say(column.label))
    told = [say("{columns} ({why})", columns=labels, why=say(why)) for why, labels in reasons.items()]
    return say("values that follow no cell: {columns:;}", columns=told) if told else ""


def _head_look(column: Column) -> str:
    return "heading" if column.unit.form in LEFT else "right"


# Writes one cell: the row counted from 0, its number as the sheet has it, the value, all values of the row, and whether
# none of them is blank.
_Put = Callable[[int, str, Any, Sequence[Any], bool], None]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A formula: its text between the places where the number of the row comes, what it needs, and what says it holds.

    `guarded`: it says itself where it does not exist. `short`: in no row the text is too long for a cell. `below`: the
    text of a running total after the first row.
    """

    pieces: list[str]
    guarded: bool
    short: bool
    below: str | None
    needs: list[int]
    holds: Callable[[int, Any], bool] | None

    def text(self, number: int, label: str) -> str:
        """The formula in a row, counted from 0; `label`: its number on the sheet."""
        if self.below is None or not number:
            return label.join(self.pieces)
        return self.below.replace(ROW, label).replace(ABOVE, str(int(label) - 1))


class _Writer:
    """Writes the cells of one column: a formula where it holds and gives what is stored, else the value."""

    def __init__(self, live: LiveTable, index: int, part: Part, checker: Checker) -> None:
        self.live, self.index, self.part, self.checker = live, index, part, checker
        self.column = live.table.columns[index]
        self.kept = 0  # cells that hold a value because their formula would give another
        self.known = {other.name for other in live.table.columns} - {self.column.name} | {"period_number"}
        self.formula = self._prepared(self.column.formula)
        self.like = _like(live.table, index)

    def _prepared(self, formula: Expression | None) -> _Prepared | None:
        """A formula ready for any row, if everything that it names has a cell."""
        if formula is None or not self.part.knows(formula, self.known):
            return None
        live, column = self.live, self.column
        named = names_in(formula) - {column.name}
        text = cell_formulas.in_row(live, column, formula, self.part)
        return _Prepared(
            text.split(ROW),
            isinstance(formula, Guarded),
            len(text.replace(ROW, str(excel_limits.ROWS))) <= excel_limits.FORMULA,
            self._below(formula),
            [i for i, other in enumerate(live.table.columns) if other.name in named],
            None if live.gate is not None else self.checker.holds(formula, column.requires, column.name),
        )

    def _below(self, formula: Expression) -> str | None:
        """What was there one row above, and this row: a sum from the first row would be slow in a long table."""
        if not isinstance(formula, Running):
            return None
        gate = self.live.gate
        text = f"SUM({excel_limits.column_letters(self.index)}{ABOVE},{self.live.letter(formula.column)}{ROW})"
        return text if gate is None else f'IF($A{ROW}>{gate},"",{text})'

    def put(self) -> _Put:
        """How to write a cell: the shortest way for what most cells of a large table are, and `write` for the rest."""
        column, formula = self.column, self.formula
        if column.cells is not None or self.live.gate is not None:
            return self.write
        if formula is not None:
            return self._computed(formula, formula.holds) if formula.holds and formula.short else self.write
        return self._worded() if column.unit is TEXT else self._counted()

    def _worded(self) -> _Put:
        sheet, index, write, first = self.live.sheet, self.index, self.write, self.live.header + 1
        style = sheet.book.style("", self.column.unit, None, sheet.currency)

        def put(number: int, label: str, value: Any, row: Sequence[Any], whole: bool) -> None:
            if type(value) is str and value:
                sheet.text(number + first, index, value, style)
            else:
                write(number, label, value, row, whole)

        return put

    def _counted(self) -> _Put:
        sheet, index, write, first = self.live.sheet, self.index, self.write, self.live.header + 1
        one, style = sheet.book.styles(self.column.unit, sheet.currency, self.like)
        write_number = sheet.paper.write_number

        def put(number: int, label: str, value: Any, row: Sequence[Any], whole: bool) -> None:
            if type(value) is float:
                write_number(number + first, index, value, one or style(value))  # which refuses nan and inf
            else:
                write(number, label, value, row, whole)

        return put

    def _computed(self, formula: _Prepared, holds: Callable[[int, Any], bool]) -> _Put:
        sheet, index, write, first = self.live.sheet, self.index, self.write, self.live.header + 1
        one, style = sheet.book.styles(self.column.unit, sheet.currency, self.like)
        write_formula = sheet.paper.write_formula
        text, needs, where = formula.text, formula.needs, self.column.live
        pieces = formula.pieces if formula.below is None else None

        def put(number: int, label: str, value: Any, row: Sequence[Any], whole: bool) -> None:
            if (
                type(value) is float
                and isfinite(value)
                and (where is None or where[number])
                and (whole or not any(row[i] is None for i in needs))
                and holds(number, value)
            ):
                cell = label.join(pieces) if pieces else text(number, label)
                write_formula(number + first, index, cell, one or style(value), value)
            else:
                write(number, label, value, row, whole)

        return put

    def write(self, number: int, label: str, value: Any, row: Sequence[Any], whole: bool = False) -> None:
        """The cell of one row, counted from 0, whatever it is."""
        live, column, at = self.live, self.column, self.live.header + 1 + number
        sheet, formula = live.sheet, self.formula
        if column.cells is not None:
            formula = self._prepared(column.cells[number])
        if live.gate is not None and column.unit is PERIOD_NUMBER:
            sheet.write(at, self.index, number + 1, "", column.unit)
        elif formula is None or not self._is_live(formula, number, value, row):
            sheet.write(at, self.index, value, "", column.unit, self.like)
        else:
            stored = value if value is not None or number >= len(live.table.rows) else cell_formulas.undefined()
            text, like = formula.text(number, label), self.like
            sheet.live(at, self.index, text, stored, unit=column.unit, what=column.label, like=like)

    def _is_live(self, formula: _Prepared, number: int, value: Any, row: Sequence[Any]) -> bool:
        """Whether the formula holds in this row: nothing that it needs is blank (a blank cell would count as 0)."""
        if formula.holds is None:
            return True
        if self.column.live is not None and not self.column.live[number]:
            return False
        blank = any(row[i] is None for i in formula.needs) or (value is None and not self.column.requires)
        if blank and not formula.guarded:
            return False
        if formula.holds(number, value):
            return True
        self.kept += 1
        return False


def _like(table: Table, index: int) -> float | None:
    """A share with as many decimals as the shares of a column need, going by the rows whose widths are looked at."""
    if table.columns[index].unit.form is not Form.SHARE:
        return None
    sizes = [abs(row[index]) for row in table.rows[:LOOKED_AT] if row[index]]
    return 1.0 if not sizes or min(sizes) >= 0.1 else 0.05 if max(sizes) >= 0.01 else 0.005


def _headings(table: Table) -> list[str]:
    """The labels, each once, as Excel wants the columns of a table."""
    heads: list[str] = []
    for column in table.columns:
        label, number = excel_limits.heading(words(column.label or column.name)), 2
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
            sheet.live(live.top + 2, index, f"SUM({own})", total, unit=column.unit, look="strong")
        elif index == 0:
            sheet.write(live.top + 2, index, words("total"), "strong")


def widths(live: LiveTable) -> list[float]:
    """Wide enough for every number of the first rows and for the totals; texts up to `TEXT_WIDTH` characters."""
    table, heads = live.table, _headings(live.table)
    found = []
    for index, column in enumerate(table.columns):
        cells = [spoken().shown(row[index], column.unit) for row in table.rows[:LOOKED_AT]]
        if column.summed and table.rows:
            cells.append(spoken().shown(live.total(index), column.unit))
        most = max((len(cell) for cell in cells), default=0)
        if column.unit.form is Form.TEXT:
            most = min(most, TEXT_WIDTH)
        elif column.unit.form is Form.MONEY and live.sheet.currency:
            most += len(live.sheet.currency) + 1
        word = max(len(word) for word in heads[index].split(" "))
        found.append(max(most, word + 3, min(len(heads[index]) / 2, 20), 10) + 2)
    return found
