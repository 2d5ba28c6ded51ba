"""The sheet of a result: every figure with its working as live formulas over the named assumptions."""

from __future__ import annotations

from collections.abc import Callable

from custecon.core.expression import Step, value_of
from custecon.core.language import spoken, words
from custecon.core.phrases import Share, Verbatim, say
from custecon.core.relations import Related
from custecon.core.results import Figure
from custecon.render import formulas, working
from custecon.render.plain_words import without_options
from custecon.render.workbook import cell_formulas
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import Part
from custecon.render.workbook.formula_check import Checker

_HEADINGS = ("figure", "value", "unit", "how it is computed")
_ORDER = {"main": 0, "detail": 1, "other": 2}


def write(sheet: Sheet, part: Part, *, folded: bool = False) -> int:
    """Figures with formula, steps, conditions and conventions, the main one first; gives the next free row.

    Those of several answers stand below each other. `folded`: how a figure comes about is shown by a click.
    """
    result, top = part.result, sheet.rows + 1 if sheet.rows else 0
    sheet.currency = result.currency
    files = ", ".join(dict.fromkeys(str(one.file) for one in result.controls))
    told = (
        say("When this was written: {answer}", answer=result.answer) if result.answer else "",
        say("From {files}.", files=files) if files else "",
    )
    under = " ".join(words(one) for one in told if one)
    sheet.title(result.title, under, across=len(_HEADINGS), row=top, look="section" if top else "title")
    if folded:
        sheet.folds()
    if top:
        row = top + 2
    else:
        row = 4
        for column, heading in enumerate(_HEADINGS):
            sheet.write(3, column, words(heading), ("head", "right")[column] if column < 2 else "heading")
        sheet.paper.freeze_panes(row, 1)
        sheet.paper.repeat_rows(3)
    for figure in sorted(result.figures, key=lambda one: _ORDER[one.weight]):
        end = _write_figure(sheet, row, figure, part)
        for beneath in range(row + 1, end + 1) if folded else ():
            sheet.fold(beneath)
        row = end + 1
    return row


def _write_figure(sheet: Sheet, row: int, figure: Figure, part: Part) -> int:
    """One figure and what belongs to it; gives the next free row."""
    wrapped = "label" if figure.weight != "other" else "long"
    sheet.write(row, 0, words(figure.label), wrapped)
    look = wrapped if figure.undefined else "strong" if wrapped == "label" else ""  # a reason needs more than one line
    unit = spoken().unit(figure.unit, part.result.period, part.result.currency)
    steps = _steps(figure, row + 1, sheet)
    formula = _formula(figure, part, steps)
    if formula is None:
        why = without_options(words(figure.undefined.phrase)) if figure.undefined else ""
        value = cell_formulas.undefined(Verbatim(why)) if figure.undefined else figure.value
        sheet.write(row, 1, value, look, figure.unit)
    else:
        value = figure.value if figure.undefined is None else _why(figure)
        part.live.add(figure.name)
        sheet.live(row, 1, formula, value, unit=figure.unit, look=look, what=figure.label)
    part.stored[figure.name] = value
    sheet.book.call(part.figures[figure.name], sheet.at(row, 1))
    sheet.write(row, 2, unit, "beside")
    lines = working.of(figure, part.result.currency)
    sheet.write(row, 3, _words(figure, formula is not None), "fact")
    row += 1
    for step in figure.working.steps if figure.working and steps else ():
        _write_step(sheet, row, step, figure=figure, part=part, steps=steps)
        row += 1
    for condition in lines.conditions if lines else ():
        sheet.write(row, 3, words(say("needs {condition}", condition=condition)), "note")
        row += 1
    if figure.convention and (figure.metric or formula is not None):
        sheet.write(row, 3, words(say("counted: {how}", how=say(figure.convention))), "note")
        row += 1
    if figure.metric and figure.metric.meaning:
        sheet.write(row, 3, words(say("tells: {what}", what=say(figure.metric.meaning))), "note")
        row += 1
    if figure.interval:
        method = say("{method}; a value of the day: it does not follow the cells", method=say(figure.interval.method))
        for end, value, how in (
            ("{level} interval, low", figure.interval.low, method),
            ("{level} interval, high", figure.interval.high, say("")),
        ):
            sheet.write(row, 0, f"   {words(say(end, level=Share(figure.interval.level)))}", "faint")
            sheet.write(row, 1, cell_formulas.undefined() if value is None else value, "faint", figure.unit)
            sheet.write(row, 3, words(how), "note")
            row += 1
    return row


def _words(figure: Figure, is_live: bool) -> str:
    lines = working.of(figure)
    if lines:
        return f"{words(lines.symbol)} = {lines.formula}"
    if figure.formula is not None:
        return formulas.in_words(figure.formula)
    if is_live:
        return words(figure.note)
    value = "a value, not a formula"
    return words(say("{note}; a value, not a formula", note=say(figure.note)) if figure.note else value)


def _empty(figure: Figure, part: Part) -> list[str]:
    """In a template the cells that must be filled in before there is a figure."""
    if figure.value is not None or figure.undefined is not None:
        return []
    cells = part.cells_for(figure)
    return [cells[entry.name] for entry in figure.inputs]


def _why(figure: Figure) -> str:
    """What the cell says now where the figure does not exist: the reason of the first requirement that fails."""
    values = _values(figure)
    for needed in figure.working.requirements if figure.working else ():
        if not value_of(needed.condition, values):
            return cell_formulas.undefined(needed.reason)
    return cell_formulas.undefined()


def _values(figure: Figure) -> dict[str, object]:
    asked = figure.metric.asked if figure.metric else ()
    return {needed.name: needed.default for needed in asked} | {entry.name: entry.value for entry in figure.inputs}


def _steps(figure: Figure, row: int, sheet: Sheet) -> dict[str, str]:
    """The cell of every step of a figure that is one formula; a schedule has its steps in its rows."""
    if figure.metric is None or figure.working is None or figure.metric.is_schedule:
        return {}
    return {step.name: sheet.at(row + i, 1).rpartition("!")[2] for i, step in enumerate(figure.working.steps)}


def _formula(figure: Figure, part: Part, steps: dict[str, str]) -> str | None:
    """The formula of the cell, or None where the figure is a value."""
    cells = part.cells_for(figure)
    if figure.metric is not None and figure.working is not None:
        if figure.undefined is not None and figure.undefined.code != "E301":
            return None  # a number too large for us is too large for a sheet
        if figure.metric.is_schedule:
            if figure.name not in part.tables:
                return None
            text = f"SUM({part.tables[figure.name].range(figure.name)})"
        else:
            text = formulas.in_cells(figure.working.expression, cells | steps)
            text = cell_formulas.conditioned(text, figure.working.requirements, cells | steps, tell=True)
        return cell_formulas.filled(text, _empty(figure, part))
    if figure.formula is not None and figure.value is not None:
        others = {name: cell for name, cell in part.figures.items() if name != figure.name}
        known = cells | others
        checker = Checker({name: live.table for name, live in part.tables.items()}, part.values)
        if part.knows(figure.formula, known) and checker.holds(figure.formula, figure.requires)(0, figure.value):
            known |= part.aliases()
            related: Callable[[Related], str] = lambda node: cell_formulas.over(node, part)  # noqa: E731
            text = formulas.in_cells(figure.formula, known, related)
            return cell_formulas.conditioned(text, figure.requires, known, related, tell=True)
    return None


def _write_step(sheet: Sheet, row: int, step: Step, *, figure: Figure, part: Part, steps: dict[str, str]) -> None:
    requirements = figure.working.requirements if figure.working else ()
    label = words(step.name.replace("_", " "))
    sheet.write(row, 0, f"   {label}")
    cells = part.cells_for(figure) | {name: cell for name, cell in steps.items() if name != step.name}
    text = cell_formulas.conditioned(formulas.in_cells(step.formula, cells), requirements, cells | steps, tell=False)
    text = cell_formulas.filled(text, _empty(figure, part))
    value = (
        cell_formulas.undefined()
        if figure.undefined
        else ""
        if figure.value is None
        else value_of(step, _values(figure))
    )
    sheet.live(row, 1, text, value, unit=step.unit, what=label)
    sheet.write(row, 2, spoken().unit(step.unit, part.result.period, part.result.currency), "beside")
    sheet.write(row, 3, f"{label} = {formulas.in_words(step.formula)}: {words(step.meaning)}", "fact")
