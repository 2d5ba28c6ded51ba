"""Where all of the results will stand, settled before the first cell is written: input cells, figures, columns."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import PurePath
from typing import Any

from custecon.core.catalogue import Working
from custecon.core.derived_inputs import FOLLOWS
from custecon.core.evaluation import schedule
from custecon.core.expression import Expression, Name
from custecon.core.language import words
from custecon.core.phrases import say
from custecon.core.relations import Running, columns_in, names_in, of_figure, of_input
from custecon.core.results import Column, Figure, Input, Result, Table
from custecon.core.units import Period
from custecon.render import formulas
from custecon.render.workbook.book import Book, Sheet
from custecon.render.workbook.excel_limits import column_letters

HEADER = 4  # the row of the column names below the first one of a table, counted from 0
SMALL_ROWS, SMALL_COLUMNS = 20, 12  # of a table that stands below others where there are several answers
SPARE = 60  # a schedule has at least so many rows, so that the number of periods is a lever too


@dataclass(slots=True)
class InputCell:
    """One input: its cell's name, what stands there, and which results use it. `given` maps names to cells."""

    name: str
    entry: Input
    period: Period | None
    currency: str | None
    used_by: list[str]
    given: Mapping[str, str]
    part: Part
    most: float | None = None


@dataclass(slots=True)
class LiveTable:
    """A table, its sheet and the number of rows there. `gate`: the cell with the number of periods that count.

    `top`: the row of its title, where it stands below others on one sheet.
    """

    table: Table
    sheet: Sheet
    rows: int
    gate: str | None = None
    needs: tuple[str, ...] = ()  # cells of a template that must be filled in before there is anything to show
    top: int = 0
    stacked: bool = False  # whether it shares its sheet with others

    _totals: dict[int, Any] = field(default_factory=dict)

    def total(self, index: int) -> Any:
        """The sum of a column: exact where its cells are, without loss where they are not."""
        if index not in self._totals:
            cells = [row[index] for row in self.table.rows if row[index] is not None]
            floats = any(isinstance(cell, float) for cell in cells)
            self._totals[index] = math.fsum(cells) if floats else sum(cells)
        return self._totals[index]

    @property
    def header(self) -> int:
        """The row of the names of its columns, counted from 0; its own rows follow."""
        return self.top + HEADER

    def letter(self, name: str) -> str:
        """The letters of a column."""
        return column_letters(next(i for i, column in enumerate(self.table.columns) if column.name == name))

    def range(self, name: str) -> str:
        """All cells of a column as another sheet names them."""
        letter = self.letter(name)
        sheet = self.sheet.at(0, 0).rpartition("!")[0]
        return f"{sheet}!${letter}${self.header + 2}:${letter}${self.header + 1 + max(1, self.rows)}"


@dataclass(slots=True)
class Part:
    """One result in the workbook: where its inputs, figures and tables are."""

    result: Result
    title: str
    cells: dict[str, str] = field(default_factory=dict)
    of_figure: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)  # the figures whose cell is a formula
    stored: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, LiveTable] = field(default_factory=dict)

    def aliases(self) -> dict[str, str]:
        """The cells of inputs and figures by the names that no column hides."""
        inputs = {of_input(name).name: cell for name, cell in self.cells.items()}
        return inputs | {of_figure(name).name: cell for name, cell in self.figures.items()}

    def small_tables(self) -> list[Table]:
        """The tables that are so small that others stand below them on one sheet; a schedule may become longer."""
        schedules = {figure.name for figure in self.result.figures if figure.metric and figure.metric.is_schedule}
        return [
            table
            for table in self.result.tables
            if table.name not in schedules and len(table.rows) <= SMALL_ROWS and len(table.columns) <= SMALL_COLUMNS
        ]

    def knows(self, formula: Expression | None, own: Collection[str]) -> bool:
        """Whether everything that a formula names has a cell here; `own`: the columns of its table."""
        known = self.cells.keys() | self.figures.keys() | set(own) | self.aliases().keys()
        columns = {(name, column.name) for name, live in self.tables.items() for column in live.table.columns}
        return names_in(formula) <= known and columns_in(formula) <= columns

    def cells_for(self, figure: Figure) -> dict[str, str]:
        """The cell of every input of a figure."""
        return self.cells | self.of_figure.get(figure.name, {})


class Plan:
    """The input cells, each input once, and the parts, one a result."""

    def __init__(self, book: Book, results: Sequence[Result]) -> None:
        self.book = book
        self.template = any(entry.value is None for result in results for entry in result.inputs)
        self.inputs: list[InputCell] = []
        self._found: dict[Any, InputCell] = {}
        self.together: Sheet | None = None  # the sheet of the small tables of all answers
        titles = _titles(results)
        self.parts = [Part(result, title) for result, title in zip(results, titles, strict=True)]
        for part in self.parts:
            part.cells = self._cells(part, part.result.inputs, "")
            inputs = {entry.name: entry.value for entry in _with_origins(part.result.inputs)}
            figures = {figure.name: figure.value for figure in part.result.figures}
            part.values = {of_input(name).name: value for name, value in inputs.items()}
            part.values |= {of_figure(name).name: value for name, value in figures.items()}
            part.values |= inputs | figures
            for figure in part.result.figures:
                differing = [entry for entry in figure.inputs if entry not in part.result.inputs]
                part.of_figure[figure.name] = self._cells(part, differing, figure.name)
        for part in self.parts:
            for figure in part.result.figures:
                suffix = "" if figure.name not in self.book.names else f"_{part.title}"
                part.figures[figure.name] = self.book.reserve(figure.name + suffix)

    @property
    def exception(self) -> str:
        """What of the workbook follows no cell, told beside the promise that all of it does."""
        columns = (column for part in self.parts for table in part.result.tables for column in table.columns)
        if not any(column.fixed for column in columns):
            return ""
        return ", but for columns whose sheet names them as values, and what rests on those"

    def _cells(self, part: Part, entries: Sequence[Input], suffix: str) -> dict[str, str]:
        """The cell of each input: the one that is there already with the same value, or a new one."""
        cells = dict(part.cells)
        entries = self._with_one_cell(part, entries, cells)
        told = {entry.name for entry in entries} | cells.keys()
        made_from = {made.name: made for entry in entries for made in _origins(entry) if made.name not in told}
        # What follows from others comes after them.
        for entry in sorted((*entries, *made_from.values()), key=lambda one: one.formula is not None):
            cells[entry.name] = self._cell(part, entry, suffix, cells)
        return {name: cells[name] for name in (*made_from, *(entry.name for entry in entries)) if name in cells} | {
            name: cell for name, cell in cells.items() if name not in part.cells
        }

    def _with_one_cell(self, part: Part, entries: Sequence[Input], cells: dict[str, str]) -> Sequence[Input]:
        """The inputs without those that another answer has a cell to change for; what they were made from follows it.

        So one answer's retention, which it saw in the file, is that of another one too, which it reckoned from the
        clients lost: its churn is 1 - retention then.
        """
        known = {entry.name: entry for entry in entries}
        for name, needs, how, note in FOLLOWS:
            entry, made = known.get(name), known.get(needs[0])
            if len(needs) > 1 or entry is None or made is None or {entry.origin, made.origin} != {"computed"}:
                continue
            twin = self._twin(part, entry)
            if twin is not None and columns_in(made.formula) == set():
                twin.used_by += [] if part.title in twin.used_by else [part.title]
                cells[name] = twin.name
                turned = replace(made, formula=how(Name(name)), made_from=(), note=note)
                return [turned if one is made else one for one in entries if one is not entry]
        return entries

    def _twin(self, part: Part, entry: Input) -> InputCell | None:
        """The cell to change of another answer from the same file that has the same name, period and value."""
        files = {one.sha256 for one in part.result.controls}
        per = entry.quantity.unit.per == "period"
        for cell in self.inputs:
            same = cell.entry.name == entry.name and (not per or cell.period == part.result.period)
            of_file = cell.entry.origin == "file" and files & {one.sha256 for one in cell.part.result.controls}
            if (
                same
                and of_file
                and cell.part is not part
                and math.isclose(cell.entry.value, entry.value, rel_tol=1e-12)
            ):
                return cell
        return None

    def _cell(self, part: Part, entry: Input, suffix: str, given: Mapping[str, str]) -> str:
        unit = entry.quantity.unit
        period = part.result.period if unit.per == "period" else None
        currency = part.result.currency
        tables = {table.name: {column.name for column in table.columns} for table in part.result.tables}
        reachable = all(column in tables.get(table, ()) for table, column in columns_in(entry.formula))
        if not names_in(entry.formula) <= given.keys() or not reachable:
            entry = replace(entry, formula=None)
        needs = tuple(sorted((name, given[name]) for name in names_in(entry.formula)))
        key = (entry.name, entry.value, period, currency if unit.form.value == "money" else None, needs)
        if key not in self._found:
            wanted = entry.name
            if wanted in self.book.names:
                wanted += f"_{suffix or part.title}"
            cell = InputCell(self.book.reserve(wanted), entry, period, currency, [], dict(given), part)
            self._found[key] = cell
            self.inputs.append(cell)
        cell = self._found[key]
        if part.title not in cell.used_by:
            cell.used_by.append(part.title)
        return cell.name

    def place_tables(self, part: Part) -> None:
        """Give every table of a result, and every schedule of its figures, its sheet."""
        drawn = {table.name: table for table in part.result.tables}
        for figure in part.result.figures:
            if figure.metric and figure.metric.is_schedule and figure.working and figure.undefined is None:
                table = drawn.pop(figure.name, None)
                if table is None:
                    inputs = () if figure.value is None else figure.inputs
                    table = schedule(figure.metric, inputs, title=figure.metric.label)
                self._place_schedule(part, figure, figure.working, table)
        for table in drawn.values():
            part.tables[table.name] = self._placed(part, table)

    def _placed(self, part: Part, table: Table) -> LiveTable:
        """A table on a sheet of its own, or a small one below the others of its kind."""
        sheet = self.together
        if sheet is None or all(table is not one for one in part.small_tables()):
            return LiveTable(table, self._sheet_of(part, table), len(table.rows))
        live = LiveTable(table, sheet, len(table.rows), top=sheet.rows + 1, stacked=True)
        sheet.rows = live.header + 1 + len(table.rows)
        return live

    def _place_schedule(self, part: Part, figure: Figure, working: Working, table: Table) -> None:
        formulas = {step.name: step.formula for step in working.steps} | {figure.name: working.expression}
        columns = tuple(
            Column(c.name, c.label, c.unit, c.meaning, c.summed, formulas.get(c.name), working.requirements)
            for c in table.columns
        )
        live = _with_sum_so_far(Table(table.name, table.title, columns, table.rows, note=table.note), figure.name)
        gate = part.cells_for(figure)["periods"]
        rows = max(SPARE, len(table.rows))
        needs = tuple(part.cells_for(figure)[entry.name] for entry in figure.inputs if figure.value is None)
        part.tables[figure.name] = LiveTable(live, self._sheet_of(part, table), rows, gate, needs)
        for cell in self.inputs:
            if cell.name == gate:
                cell.most = min(rows, cell.most or rows)

    def _sheet_of(self, part: Part, table: Table) -> Sheet:
        name = words(formulas.name_in_words(table.name.replace("-", " ")))
        if len(self.parts) > 1:
            name = f"{part.title} {name}"
        elif name == part.title:
            name = words(table.title)
        return self.book.sheet(name, ())


def _origins(entry: Input) -> list[Input]:
    """The inputs that an input was made from, and those that they were made from."""
    return [origin for made in entry.made_from for origin in (*_origins(made), made)]


def _with_origins(entries: Sequence[Input]) -> list[Input]:
    """The inputs after those that they were made from."""
    return [one for entry in entries for one in (*_origins(entry), entry)]


def _with_sum_so_far(table: Table, name: str) -> Table:
    """The table with one more column: what the periods so far add up to."""
    index = next(i for i, column in enumerate(table.columns) if column.name == name)
    column = table.columns[index]
    added = Column(
        "so_far",
        say("{value} so far", value=say(column.label)),
        column.unit,
        "added up to this period",
        formula=Running(name),
    )
    sums = accumulate(row[index] for row in table.rows)
    rows = [(*row, total) for row, total in zip(table.rows, sums, strict=True)]
    return replace(table, columns=(*table.columns, added), rows=rows)


def _titles(results: Sequence[Result]) -> list[str]:
    """A short name for each result: its command in words; with the file if that comes more than once; then counted."""
    titles: list[str] = []
    for result in results:
        title = result.command.replace("-", " ")
        if sum(other.command == result.command for other in results) > 1 and result.controls:
            title += f" {PurePath(result.controls[0].file).stem}"
        times = sum(other == title or other.startswith(f"{title} ") for other in titles)
        titles.append(f"{title} {times + 1}" if times else title)
    return titles
