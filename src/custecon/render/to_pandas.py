"""Readings and results as frames of pandas: money as money, days as days, blanks as blanks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from custecon.core.by_column import blocks
from custecon.core.language import ENGLISH
from custecon.core.results import Result, Table
from custecon.core.schemas import CheckedColumn, Kind, Reading
from custecon.core.units import Form

if TYPE_CHECKING:
    import pandas as pd

_DAY = "datetime64[s]"  # a contract may end in the year 9999, which nanoseconds do not reach


def of_reading(reading: Reading, *, exact: bool = False) -> pd.DataFrame:
    """The rows that were used, a column a role; `attrs["headers"]` tells the header of each in the file.

    `exact`: money and numbers as `Decimal`, else as floats.
    """
    import pandas as pd

    columns = reading.table.columns
    frame = pd.DataFrame({role: _of_role(column, exact) for role, column in columns.items()})
    frame.attrs["headers"] = {role: column.header for role, column in columns.items()}
    return frame


def of_result(result: Result, table: str | None = None, *, exact: bool = False) -> pd.DataFrame:
    """A table of a result by its name; left out, its figures. `exact`: money that is known exactly as `Decimal`.

    Raises:
        KeyError: there is no table of that name; the message names those that are there.
    """
    import pandas as pd

    if table is None:
        return _of_figures(result)
    if table not in (known := [one.name for one in result.tables]):
        raise KeyError(f"no table {table!r}; there {'are' if known else 'is'} {', '.join(known) or 'none'}")
    found = result.table(table)
    cells = _columns(found)
    return pd.DataFrame(
        {
            column.name: _typed(cells[n], column.unit.form, exact and column.unit.form is Form.MONEY)
            for n, column in enumerate(found.columns)
        }
    )


def _of_figures(result: Result) -> pd.DataFrame:
    import pandas as pd

    between = [figure.interval for figure in result.figures]
    texts = {
        "figure": [figure.name for figure in result.figures],
        "label": [figure.label for figure in result.figures],
        "value": [figure.value for figure in result.figures],
        "low": [one and one.low for one in between],
        "high": [one and one.high for one in between],
        "unit": [ENGLISH.unit(figure.unit, result.period, result.currency) for figure in result.figures],
        "counted": [figure.convention for figure in result.figures],
        "undefined": [figure.undefined and str(figure.undefined) for figure in result.figures],
    }
    numbers = ("value", "low", "high")
    return pd.DataFrame(
        {name: _typed(cells, Form.NUMBER if name in numbers else Form.TEXT) for name, cells in texts.items()}
    )


def _columns(table: Table) -> list[list[Any]]:
    """The cells of a table, column by column, as Python has them."""
    found: list[list[Any]] = [[] for _ in table.columns]
    for block in blocks(table.rows):
        for cells, part in zip(found, block, strict=True):
            cells.extend(part.tolist() if hasattr(part, "tolist") else part)
    return found


def _of_role(column: CheckedColumn, exact: bool) -> Any:
    """The cells of a role, scaled to what they stand for."""
    cells: Iterable[Any] = column.cells
    match column.role.kind:
        case Kind.KEY | Kind.TEXT:
            return _typed([cell or None for cell in cells], Form.TEXT)
        case Kind.DATE:
            return _typed(list(cells), Form.DATE)
        case Kind.FLAG:
            return _array(list(cells), "boolean")
        case Kind.SHARE:
            return _typed(list(cells), Form.SHARE, exact)
        case Kind.COUNT if not column.scale:
            return _typed(list(cells), Form.COUNT)
    return _typed(column.values(), Form.MONEY, exact)


def _typed(cells: Sequence[Any], form: Form, exact: bool = False) -> Any:
    """A column of pandas; None is missing in each of them."""
    if exact:
        return _array(cells, "object")
    if form is Form.TEXT:
        texts = all(cell is None or isinstance(cell, str) for cell in cells)
        return _array(cells, "string" if texts else "object")
    if form is Form.DATE:
        return _array(cells, _DAY)
    if form is Form.COUNT and all(cell is None or isinstance(cell, int) for cell in cells):
        return _array(cells, "Int64")
    return _array([None if cell is None else float(cell) for cell in cells], "float64")


def _array(cells: Sequence[Any], dtype: str) -> Any:
    import pandas as pd

    return pd.Series(list(cells), dtype=dtype)
