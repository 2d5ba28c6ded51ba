"""The sheet of assumptions: every input once, in a named cell with its unit, meaning, bounds and origin."""

from __future__ import annotations

import math
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.own_workbook import FIRST, HEADINGS, PERIOD_CELL, SHEET
from custecon.core.phrases import Phrase, say
from custecon.core.quantities import Quantity
from custecon.core.relations import names_in
from custecon.core.units import Period
from custecon.render import formulas
from custecon.render.plain_words import whence
from custecon.render.workbook import cell_formulas
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import InputCell, Plan


def write(sheet: Sheet, plan: Plan) -> None:
    """The yellow cells are to be changed; those that follow from others are not yellow."""
    told = "Change a yellow cell and every figure, table and chart of this workbook follows{exception}."
    sheet.title(SHEET, say(told, exception=say(plan.exception)))
    if plan.template:
        row, column = PERIOD_CELL
        sheet.write(row, 0, words("all rates and money are per"), "strong")
        sheet.write(row, column, "month", "input")
        choices = {"validate": "list", "source": [period.value for period in Period]}
        sheet.paper.data_validation(row, column, row, column, choices)
    for column, heading in enumerate(HEADINGS):
        sheet.write(FIRST - 1, column, words(heading), ("head", "right")[column] if column < 2 else "heading")
    sheet.paper.freeze_panes(FIRST, 2)
    sheet.paper.repeat_rows(FIRST - 1)
    for row, cell in enumerate(plan.inputs, start=FIRST):
        _write_input(sheet, row, cell)


def _write_input(sheet: Sheet, row: int, cell: InputCell) -> None:
    entry, quantity = cell.entry, cell.entry.quantity
    sheet.currency = cell.currency
    sheet.write(row, 0, words(quantity.label), "label")
    if entry.formula is not None:
        text = formulas.in_cells(entry.formula, cell.given, lambda node: cell_formulas.over(node, cell.part))
        look = "strong"
        if entry.value is None:
            text = cell_formulas.filled(text, [cell.given[name] for name in sorted(names_in(entry.formula))])
            look = "input"  # in a template it may be typed over
        sheet.live(row, 1, text, entry.value, unit=quantity.unit, look=look, what=quantity.label)
    else:
        # What was computed from the data is no assumption: it is shown, not offered for change.
        sheet.write(row, 1, entry.value, "strong" if entry.origin == "computed" else "input", quantity.unit)
        if entry.origin != "computed":
            sheet.paper.data_validation(row, 1, row, 1, _validation(quantity, sheet.at(row, 1), cell.most))
    sheet.book.call(cell.name, sheet.at(row, 1))
    facts = (
        spoken().unit(quantity.unit, cell.period, cell.currency),
        words(quantity.meaning),
        _allowed(cell),
        whence(entry),
        cell.name,
        ", ".join(cell.used_by),
    )
    for column, fact in enumerate(facts, start=2):
        sheet.write(row, column, fact, "fact")


def _allowed(cell: InputCell) -> str:
    bounds = _bounds(cell.entry.quantity)
    if cell.most is None:
        return words(bounds)
    return words(say("{bounds}; up to {most} in this workbook", bounds=bounds, most=f"{cell.most:g}"))


def _bounds(quantity: Quantity) -> Phrase:
    if quantity.is_share and (quantity.bounds.low, quantity.bounds.high) == (0, 1):
        return say("0% to 100%")
    return say("{bounds}, whole", bounds=quantity.bounds.phrase) if quantity.whole else quantity.bounds.phrase


def _validation(quantity: Quantity, place: str, most: float | None) -> dict[str, Any]:
    """What Excel lets a person type: exactly the domain of the quantity."""
    bounds = quantity.bounds
    high = min(bounds.high, most if most is not None else math.inf)
    cell, label = place.rpartition("!")[2], words(quantity.label)
    said = say("{label}: {bounds}. A share is written 80% or 0.8.", label=label, bounds=_bounds(quantity))
    told = {
        "input_title": label[:32],
        "input_message": f"{words(quantity.meaning)}; {words(_bounds(quantity))}"[:255],
        "error_title": words("outside its bounds")[:32],
        "error_message": words(said)[:255],
    }
    if bounds.open_low:
        conditions = [f"ISNUMBER({cell})", f"{cell}>{bounds.low:g}"]
        conditions += [f"{cell}<={high:g}"] if high != math.inf else []
        conditions += [f"{cell}=INT({cell})"] if quantity.whole else []
        return {"validate": "custom", "value": f"=AND({','.join(conditions)})", **told}
    kind = "integer" if quantity.whole else "decimal"
    limit = 1e9 if quantity.whole else 1e300
    low = bounds.low if bounds.low != -math.inf else -limit
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high if high != math.inf else limit,
        **told,
    }
