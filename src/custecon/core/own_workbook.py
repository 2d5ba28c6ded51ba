"""How custecon's own workbook tells its assumptions: what the writer puts there and the reader finds again."""

from __future__ import annotations

SHEET = "Assumptions"  # in every language: formulas name it
HEADINGS = ("input", "value", "unit", "what it is", "allowed", "where it comes from", "name of the cell", "used in")
FIRST = 5  # the row of the first input, counted from 0; the headings stand above it
PERIOD_CELL = (2, 1)  # row and column of the period that rates and money are per, where a person chooses it
METHOD = "custecon method of "  # + a command: the property that names the only method a workbook was asked for
