"""The first sheet: the figures, one sentence each, and how to use the workbook."""

from __future__ import annotations

from custecon.core.language import spoken
from custecon.core.results import Figure
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import Part, Plan


def write(sheet: Sheet, plan: Plan) -> None:
    """The figures of every result, live."""
    title = plan.parts[0].result.title if len(plan.parts) == 1 else "Summary"
    told = f"Change a yellow cell on the sheet Assumptions: everything here follows{plan.exception}."
    sheet.title(title, told if plan.inputs else "All of it was found in the data when this was written.")
    row = 3
    for part in plan.parts:
        row = _write_part(sheet, row, part, part.result.title if len(plan.parts) > 1 else "") + 1


def _write_part(sheet: Sheet, row: int, part: Part, title: str) -> int:
    sheet.currency = part.result.currency
    what, *of_it = ("figure", "value", "unit") if part.result.figures else ("", "", "")
    for column, heading in enumerate((title or what, *of_it, "what it says")):
        sheet.write(row, column, heading, ("head", "right")[column] if column < 2 else "heading")
    row += 1
    for weight in ("main", "detail", "other"):
        for figure in part.result.figures:
            if figure.weight == weight:
                _write_figure(sheet, row, figure, part)
                row += 1
    if part.result.answer and not part.result.figures:
        sheet.write(row, 0, "answer when written", "label")
        sheet.write(row, 3, part.result.answer, "fact")
        row += 1
    for told in part.result.notices:
        sheet.write(row, 3, f"Note: {told}" + (f"; {told.cure}" if told.cure else ""), "note")
        row += 1
    return row


def _write_figure(sheet: Sheet, row: int, figure: Figure, part: Part) -> None:
    look = "strong" if figure.weight == "main" else ""
    sheet.write(row, 0, figure.label, "label" if look else "long")
    name, value = part.figures[figure.name], part.stored[figure.name]
    sheet.live(row, 1, name, value, unit=figure.unit, look=look, what=figure.label)
    sheet.write(row, 2, spoken().unit(figure.unit, part.result.period, part.result.currency), "beside")
    sheet.write(row, 3, _sentence(figure), "fact")


def _sentence(figure: Figure) -> str:
    if figure.metric is None:
        return figure.note
    return f"{figure.metric.meaning}. Counted: {figure.metric.convention}."
