"""CSV and TSV for other programs: one header, every digit, stable columns, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from custecon.core.by_column import blocks
from custecon.core.errors import Notice, notice
from custecon.core.language import ENGLISH, speaking
from custecon.core.results import Figure, Result
from custecon.core.rounding import each_full, full
from custecon.render import safe_text, working
from custecon.render.languages import language_of
from custecon.render.locales import SheetText

if TYPE_CHECKING:
    from custecon.core.schemas import Reading

BYTE_ORDER_MARK = "\ufeff"


def content(
    result: Result,
    delimiter: str,
    *,
    explain: bool = False,
    headers: str | None = None,
    sheet: SheetText | None = None,
    tell: Callable[[Notice], None] | None = None,
) -> Iterator[bytes]:
    """The first table of the result, or its figures where there is none, in UTF-8 with LF line ends, piece by piece.

    Args:
        result: what is written.
        delimiter: between the cells.
        explain: with the formula of every figure.
        headers: the language of the headers in words; without it they are names.
        sheet: for a double click in a spreadsheet, with a byte order mark and the separators of a country.
        tell: hears how many texts were changed so that no spreadsheet runs them.
    """
    if sheet is not None and delimiter == ",":
        delimiter = sheet.delimiter
    decimal = sheet.decimal if sheet is not None else "."
    if result.tables:
        table = result.tables[0]
        header: Sequence[str] = [column.name for column in table.columns]
        if headers is not None:
            header = [language_of(headers).text(column.label) for column in table.columns]
        rows = table.rows
    else:
        header = ["name", "value", "unit", "low", "high", "period", "convention", "undefined"]
        header = [*header, "formula", "with_numbers"] if explain else header
        with speaking(ENGLISH):
            rows = [_of_figure(figure, result, explain=explain) for figure in result.figures]
        if headers is not None:
            header = [language_of(headers).text(name.replace("_", " ")) for name in header]
    mark = BYTE_ORDER_MARK if sheet is not None else ""
    yield f"{mark}{delimiter.join(_quoted([safe_text.for_cell(name) for name in header], delimiter))}\n".encode()
    changed = 0
    for block in blocks(rows):
        lines, made = _lines(block, delimiter, decimal)
        yield lines
        changed += made
    if changed and tell is not None:
        tell(notice("N420", count=changed))


def _lines(block: Sequence[Sequence[Any]], delimiter: str, decimal: str) -> tuple[bytes, int]:
    """Some rows as lines, and how many texts were changed so that no spreadsheet runs them."""
    quick = [False] * len(block)
    if decimal != delimiter and len(block) > 1 and any(hasattr(column, "tolist") for column in block):
        from custecon.render import many_cells  # loads NumPy, which such a column has loaded already

        quick = list(map(many_cells.suits, block))
    changed = 0
    columns: list[Any] = list(block)
    for place, column in enumerate(block):
        if quick[place]:
            continue
        lines = _as_they_stand(column)
        if lines is not None and any(quick) and not any(sign in lines for sign in ('"', "\r", delimiter)):
            columns[place] = many_cells.of_texts(lines, len(column))
            continue
        shown, made = (column, 0) if lines is not None else _cells(column, decimal)
        columns[place], changed = _quoted(shown, delimiter, alone=len(block) == 1), changed + made
    if any(quick):
        return many_cells.lines(columns, delimiter, decimal), changed
    return ("\n".join(map(delimiter.join, zip(*columns, strict=True))) + "\n").encode(), changed


def _as_they_stand(column: Sequence[Any]) -> str | None:
    """The texts of a column, one a line, where all cells are texts and none is changed."""
    if hasattr(column, "lines"):  # texts of a long column, whose module loads NumPy
        lines = column.lines()
    elif hasattr(column, "tolist"):
        return None
    else:
        try:
            lines = "\n".join(column)
        except TypeError:
            return None
    return lines if safe_text.harmless(lines, len(column)) else None


def _cells(column: Sequence[Any], decimal: str) -> tuple[Sequence[str], int]:
    """The cells of a column as text, and how many texts were changed so that no spreadsheet runs them."""
    if hasattr(column, "lines") or (not hasattr(column, "tolist") and any(isinstance(value, str) for value in column)):
        shown = [_cell(value, decimal) for value in column]
        return shown, sum(isinstance(value, str) and value != text for value, text in zip(column, shown, strict=True))
    shown = each_full(column)
    return shown if decimal == "." else [text.replace(".", decimal) for text in shown], 0


def _quoted(cells: Sequence[str], delimiter: str, *, alone: bool = False) -> list[str]:
    """Cells with quotes where they are needed; an empty one too, where it is alone in its line."""
    whole = "".join(cells)
    if not (alone or any(sign in whole for sign in ('"', "\r", "\n", delimiter))):
        return list(cells)
    needed = re.compile(f'["\r\n{re.escape(delimiter)}]' + ("|^$" if alone else ""))
    return ['"' + cell.replace('"', '""') + '"' if needed.search(cell) else cell for cell in cells]


def _cell(value: Any, decimal: str) -> str:
    if isinstance(value, str):
        return safe_text.for_cell(value)
    text = full(value)
    return text.replace(".", decimal) if isinstance(value, float | Decimal) else text


def rejected(reading: Reading) -> str:
    """The rows of a file that could not be read: their line, what is wrong with them, their cells as they stood."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", "problem", *map(safe_text.for_cell, reading.header)])
    for row in reading.refused:
        told = "; ".join(problem.what for problem in row.problems)
        writer.writerow([row.line, safe_text.for_cell(told), *map(safe_text.for_cell, row.cells)])
    return out.getvalue()


def _of_figure(figure: Figure, result: Result, *, explain: bool) -> tuple[Any, ...]:
    interval = figure.interval
    row = [
        figure.name,
        figure.value,
        ENGLISH.unit(figure.unit, result.period, result.currency),
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
