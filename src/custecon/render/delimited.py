"""CSV and TSV for other programs: one header, every digit, stable columns, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from custecon.core.errors import Notice, notice
from custecon.core.results import Figure, Result, blocks
from custecon.render import numbers, texts, working
from custecon.render.locales import SheetText

if TYPE_CHECKING:
    from custecon.core.schemas import Reading

__all__ = ["rejected", "text"]


BYTE_ORDER_MARK = "\ufeff"


def text(
    result: Result,
    delimiter: str,
    *,
    explain: bool = False,
    sheet: SheetText | None = None,
    tell: Callable[[Notice], None] | None = None,
) -> str:
    """The first table of the result, or its figures where there is none, with LF line ends.

    Args:
        result: what is written.
        delimiter: between the cells.
        explain: with the formula of every figure.
        sheet: for a double click in a spreadsheet, with a byte order mark and the separators of a country.
        tell: hears how many texts were changed so that no spreadsheet runs them.
    """
    if sheet is not None and delimiter == ",":
        delimiter = sheet.delimiter
    decimal = sheet.decimal if sheet is not None else "."
    if result.tables:
        table = result.tables[0]
        header: Sequence[str] = [column.name for column in table.columns]
        rows = table.rows
    else:
        header = ["name", "value", "unit", "low", "high", "period", "convention", "undefined"]
        header = [*header, "formula", "with_numbers"] if explain else header
        rows = [_of_figure(figure, result, explain=explain) for figure in result.figures]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(map(texts.for_cell, header))
    changed = 0
    for block in blocks(rows):
        cells = [_cells(column, decimal) for column in block]
        changed += sum(made for _, made in cells)
        _write(out, [shown for shown, _ in cells], delimiter)
    if changed and tell is not None:
        tell(notice("N420", count=changed))
    return (BYTE_ORDER_MARK if sheet is not None else "") + out.getvalue()


def _cells(column: Sequence[Any], decimal: str) -> tuple[Sequence[str], int]:
    """The cells of a column as text, and how many texts were changed so that no spreadsheet runs them."""
    kinds = set() if hasattr(column, "dtype") else set(map(type, column))
    if kinds == {str} and texts.harmless(column):
        return column, 0
    if any(issubclass(kind, str) for kind in kinds):
        shown = [_cell(value, decimal) for value in column]
        return shown, sum(isinstance(value, str) and value != text for value, text in zip(column, shown, strict=True))
    shown = numbers.each_full(column)
    return shown if decimal == "." else [text.replace(".", decimal) for text in shown], 0


def _write(out: io.StringIO, columns: Sequence[Sequence[str]], delimiter: str) -> None:
    """The rows with quotes where they are needed; where no cell needs them, joined, which is several times quicker."""
    lines = list(map(delimiter.join, zip(*columns, strict=True)))
    whole = "\n".join(lines) + "\n"
    cells = len(lines) * len(columns)
    plain = len(columns) > 1 and '"' not in whole and "\r" not in whole
    if plain and whole.count("\n") == len(lines) and whole.count(delimiter) == cells - len(lines):
        out.write(whole)
    else:
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(zip(*columns, strict=True))


def _cell(value: Any, decimal: str) -> str:
    if isinstance(value, str):
        return texts.for_cell(value)
    text = numbers.full(value)
    return text.replace(".", decimal) if isinstance(value, float | Decimal) else text


def rejected(reading: Reading) -> str:
    """The rows of a file that could not be read: their line, what is wrong with them, their cells as they stood."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", "problem", *map(texts.for_cell, reading.header)])
    for row in reading.refused:
        told = "; ".join(problem.what for problem in row.problems)
        writer.writerow([row.line, texts.for_cell(told), *map(texts.for_cell, row.cells)])
    return out.getvalue()


def _of_figure(figure: Figure, result: Result, *, explain: bool) -> tuple[Any, ...]:
    interval = figure.interval
    row = [
        figure.name,
        figure.value,
        numbers.named_unit(figure.unit, result.period, result.currency),
        interval.low if interval else None,
        interval.high if interval else None,
        result.period.value if result.period else None,
        figure.convention,
        str(figure.undefined) if figure.undefined else None,
    ]
    if explain:
        lines = working.of(figure)
        row += [lines.formula if lines else None, lines.with_numbers if lines else None]
    return tuple(row)
