"""The sheet of levers: what each figure was when this was written and is now, and what one step of each input does."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from custecon.core.expression import Binary, Call, Expression, Name, Step, value_of
from custecon.core.language import words
from custecon.core.own_workbook import SHEET
from custecon.core.phrases import say
from custecon.core.relations import columns_in, names_in, substituted
from custecon.core.results import Figure
from custecon.core.units import SHARE
from custecon.render import formulas
from custecon.render.workbook import cell_formulas, excel_limits
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import InputCell, Part, Plan

FIGURES = 8  # so many figures stand beside each other
PERIOD = "period_number"


def write(sheet: Sheet, plan: Plan) -> None:
    """Both tables, for every result."""
    told = "Change one cell on the sheet {sheet} and see here what it does to every figure."
    sheet.title("Levers", say(told, sheet=SHEET))
    row = _write_changes(sheet, 3, plan)
    row += 1
    for part in plan.parts:
        row = _write_steps(sheet, row, part, plan)


def _write_changes(sheet: Sheet, row: int, plan: Plan) -> int:
    heads = ("figure or input", "when written", "now", "change", "change in %")
    for column, head in enumerate(heads):
        sheet.write(row, column, words(head), "right" if column else "head")
    sheet.paper.freeze_panes(row + 1, 1)
    row += 1
    for part in plan.parts:
        sheet.currency = part.result.currency
        for figure in part.result.figures:
            value = part.stored[figure.name]
            if isinstance(value, int | float) or hasattr(value, "as_tuple"):
                label = words(figure.label) if len(plan.parts) == 1 else f"{words(figure.label)} ({part.title})"
                _write_change(sheet, row, label, cell=part.figures[figure.name], value=value, unit=figure.unit)
                row += 1
    for cell in plan.inputs:
        sheet.currency = cell.currency
        label = words(cell.entry.quantity.label)
        label += f" ({cell.name})" if cell.name != excel_limits.free_name(cell.entry.name, ()) else ""
        _write_change(sheet, row, label, cell=cell.name, value=cell.entry.value, unit=cell.entry.quantity.unit)
        row += 1
    return row


def _write_change(sheet: Sheet, row: int, label: str, *, cell: str, value: Any, unit: Any) -> None:
    sheet.write(row, 0, label, "long")
    if value is None:
        return
    sheet.write(row, 1, value, "", unit)
    sheet.live(row, 2, cell, value, unit=unit)
    # The last digits of a double may differ between two programs; that is no change.
    moved = f"IF(ABS(C{row + 1}-B{row + 1})>0.000000001*ABS(B{row + 1}),C{row + 1}-B{row + 1},0)"
    sheet.live(row, 3, f'IF(ISNUMBER(C{row + 1}),{moved},"")', 0, unit=unit)
    relative = f'IF(AND(ISNUMBER(C{row + 1}),B{row + 1}<>0),D{row + 1}/ABS(B{row + 1}),"")'
    sheet.live(row, 4, relative, 0 if value else "", unit=SHARE)


@dataclass(frozen=True, slots=True)
class _Ground:
    """A figure as one formula over the cells that can be changed: what follows from others is put in."""

    figure: Figure
    expression: Expression
    conditions: tuple[Expression, ...]
    cells: frozenset[str]
    periods: str | None  # the cell with the number of periods of a schedule
    numbers: str  # and the range of its period numbers


def _write_steps(sheet: Sheet, row: int, part: Part, plan: Plan) -> int:
    by_name = {cell.name: cell for cell in plan.inputs}
    grounds = [ground for figure in part.result.figures if (ground := _ground(figure, part, by_name)) is not None]
    grounds = sorted(grounds, key=lambda ground: ground.figure.weight == "other")[:FIGURES]
    used = frozenset().union(*(ground.cells for ground in grounds))
    levers = [cell for cell in plan.inputs if cell.name in used and cell.entry.origin != "computed"]
    if not grounds or not levers:
        return row
    sheet.currency = part.result.currency
    sheet.write(row, 0, words("One input at a time: by how much each figure would change"), "strong")
    sheet.write(
        row + 1, 0, words("The yellow cells say what the input would be; the figures themselves stay."), "faint"
    )
    row += 2
    heads = ["input", "now", "would be", *(ground.figure.label for ground in grounds)]
    for column, head in enumerate(heads):
        sheet.write(row, column, words(head), "right" if column else "head")
    values = {cell.name: float(cell.entry.value) for cell in plan.inputs}
    for at, lever in enumerate(levers, start=row + 1):
        quantity = lever.entry.quantity
        sheet.write(at, 0, words(quantity.label))
        sheet.live(at, 1, lever.name, lever.entry.value, unit=quantity.unit)
        text, tried = _one_step(lever)
        sheet.live(at, 2, text, tried, unit=quantity.unit, look="input")
        for column, ground in enumerate(grounds, start=3):
            if lever.name in ground.cells:
                change = _change(ground, part.figures[ground.figure.name], lever, f"$C{at + 1}")
                if len(change) < excel_limits.FORMULA:
                    stored = _changed(ground, values | {lever.name: tried})
                    if not isinstance(stored, str):
                        stored = stored - ground.figure.value
                    sheet.live(at, column, change, stored, unit=ground.figure.unit)
    return row + len(levers) + 2


def _one_step(lever: InputCell) -> tuple[str, Any]:
    """A point more of a share, one more of what is counted whole, a tenth more of the rest; back where it must be."""
    quantity, value = lever.entry.quantity, float(lever.entry.value)
    high = min(quantity.bounds.high, math.inf if lever.most is None else lever.most)
    if quantity.is_share:
        step, text, back = value + 0.01, f"{lever.name}+0.01", (value - 0.01, f"{lever.name}-0.01")
    elif quantity.whole:
        step, text, back = value + 1, f"{lever.name}+1", (value - 1, f"{lever.name}-1")
    else:
        step, text, back = float(value) * 1.1, f"{lever.name}*1.1", (float(value) / 1.1, f"{lever.name}/1.1")
    if high == math.inf:
        return text, step
    return f"IF({text}<={high:g},{text},{back[1]})", step if step <= high else back[0]


def _ground(figure: Figure, part: Part, by_name: Mapping[str, InputCell]) -> _Ground | None:
    """The figure over the cells that can be changed; None if it is a value, undefined, or more than one formula."""
    if figure.metric is None or figure.working is None or figure.value is None:
        return None
    cells = part.cells_for(figure)
    periods, numbers_of = None, ""
    if figure.metric.is_schedule:
        live = part.tables.get(figure.name)
        if live is None or live.gate is None or _has_cases(figure.working.expression):
            return None
        periods, numbers_of = live.gate, live.range(live.table.columns[0].name)
    grounds = _grounded(cells, cells, by_name)
    expression = substituted(figure.working.expression, grounds)
    conditions = tuple(substituted(needed.condition, grounds) for needed in figure.working.requirements)
    names = names_in(expression).union(*(names_in(condition) for condition in conditions)) - {PERIOD}
    return _Ground(
        figure, expression, conditions, frozenset(names | ({periods} if periods else set())), periods, numbers_of
    )


def _grounded(
    names: Iterable[str], cells: Mapping[str, str], by_name: Mapping[str, InputCell]
) -> dict[str, Expression]:
    """For every input the cell that can be changed, or the formula over such cells that it follows from."""
    grounds: dict[str, Expression] = {}
    for name in names:
        if name in cells:
            cell = by_name[cells[name]]
            follows = cell.entry.formula
            if columns_in(follows):
                follows = None  # it follows from a table, whose cells are not tried one by one
            inner = _grounded(names_in(follows), cell.given, by_name) if follows is not None else {}
            grounds[name] = Name(cell.name) if follows is None else substituted(follows, inner)
    return grounds


def _has_cases(node: Expression) -> bool:
    match node:
        case Call():
            return True
        case Step(formula=formula):
            return _has_cases(formula)
        case Binary(_, left, right):
            return _has_cases(left) or _has_cases(right)
    return False


def _change(ground: _Ground, figure: str, lever: InputCell, tried: str) -> str:
    """The formula of the change in a figure when one input is what stands in the yellow cell."""
    cells = {name: name for name in ground.cells} | {lever.name: tried, PERIOD: ground.numbers}
    text = formulas.in_cells(ground.expression, cells)
    if ground.periods:
        text = f"SUMPRODUCT(1*({ground.numbers}<={cells[ground.periods]}),{text})"
    undefined = excel_limits.literal(cell_formulas.undefined())
    text = f"IF(ISNUMBER({figure}),{text}-{figure},{undefined})"
    for condition in reversed(ground.conditions):
        text = f"IF({formulas.in_cells(condition, cells)},{text},{undefined})"
    return text


def _changed(ground: _Ground, values: Mapping[str, Any]) -> Any:
    if not all(value_of(condition, values) for condition in ground.conditions):
        return cell_formulas.undefined()
    if ground.periods is None:
        return value_of(ground.expression, values)
    periods = range(1, int(values[ground.periods]) + 1)
    return math.fsum(value_of(ground.expression, {**values, PERIOD: number}) for number in periods)
