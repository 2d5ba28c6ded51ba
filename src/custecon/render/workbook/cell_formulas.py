"""From an expression to the formula of a cell: names to cells, columns to rows, conditions to IF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from custecon.core.expression import Expression, Requirement
from custecon.core.language import words
from custecon.core.phrases import say
from custecon.core.relations import Across, Guarded, Over, Rank, Related, Running, Top
from custecon.core.results import Column
from custecon.core.units import PERIOD_NUMBER
from custecon.render import formulas
from custecon.render.workbook import excel_limits
from custecon.render.workbook.cell_addresses import LiveTable, Part

ROW = "\ufdd0"  # stands for the number of the row in the formula of a column; no text can hold it


def undefined(reason: str = "") -> str:
    """What a cell says where its figure does not exist."""
    return words(say("undefined: {reason}", reason=say(reason))) if reason else words("undefined")


def conditioned(
    text: str,
    requirements: Sequence[Requirement],
    cells: Mapping[str, str],
    related: Callable[[Related], str] | None = None,
    *,
    tell: bool,
) -> str:
    """The formula under its requirements: what does not exist says why instead of showing an error."""
    for needed in reversed(requirements):
        why = excel_limits.literal(undefined(needed.reason if tell else ""))
        text = f"IF({formulas.in_cells(needed.condition, cells, related)},{text},{why})"
    return text


def filled(text: str, cells: Iterable[str]) -> str:
    """The formula where every cell that it needs holds a number, and nothing before that."""
    names = list(dict.fromkeys(cells))
    return f'IF(COUNT({",".join(names)})<{len(names)},"",{text})' if names else text


def over(node: Related, part: Part, row_of: LiveTable | None = None) -> str:
    """A column of a table drawn together."""
    if isinstance(node, Over):
        return _drawn_together(node, part, row_of)
    if row_of is None:
        raise ValueError("a running total, a rank and a sum across columns stand in a column")
    match node:
        case Running(column):
            letter = row_of.letter(column)
            return f"SUM(${letter}${row_of.header + 2}:${letter}{ROW})"
        case Rank(column):
            letter, cells = row_of.letter(column), row_of.range(column).rpartition("!")[2]
            # RANK gives equals one rank and sees differences that a rounded number does not have.
            equals = f"SUMPRODUCT(1*(${letter}${row_of.header + 2}:${letter}{ROW}=${letter}{ROW}))"
            return f"(SUMPRODUCT(1*({cells}>${letter}{ROW}))+{equals})"
        case Top(table, column, count):
            return _largest(part.tables[table].range(column), f"${row_of.letter(count)}{ROW}")
        case Across(columns, table, column):
            ends = [row_of.letter(name) for name in (columns[0], columns[-1])]
            return f"SUMPRODUCT(MMULT(${ends[0]}{ROW}:${ends[1]}{ROW},{part.tables[table].range(column)}))"
    raise TypeError(f"not a relation: {node!r}")


def _largest(cells: str, wanted: str) -> str:
    """The sum of the k largest: those above the k-th, and the k-th itself as often as it is still wanted."""
    last = f"LARGE({cells},{wanted})"
    above = f"1*({cells}>{last})"
    left = f"({wanted}-SUMPRODUCT({above},1*ISNUMBER({cells})))"
    return f"(SUMPRODUCT({above},{cells})+{left}*{last})"


def _drawn_together(node: Over, part: Part, row_of: LiveTable | None) -> str:
    cells = part.tables[node.table].range(node.column)
    if node.by:
        if row_of is None:
            raise ValueError("a sum by a column stands in a column")
        # SUMIF would read «>5» or «*» in a name as a pattern, and not see the difference of VIP and vip.
        same = f"1*EXACT({part.tables[node.table].range(node.by)},${row_of.letter(node.asks)}{ROW})"
        count = f"SUMPRODUCT({same},1*ISNUMBER({cells}))"
        total = f"SUMPRODUCT({same},{cells})"
        return {"sum": total, "count": count, "mean": f"({total}/{count})"}[node.function]
    if node.function.endswith("_quartile"):
        return f"QUARTILE({cells},{1 if node.function == 'first_quartile' else 3})"
    if node.function == "gains":
        return f'SUMIF({cells},">0")'
    if node.function == "top_tenth":
        return _largest(cells, f"ROUNDUP(COUNT({cells})/10,0)")
    if node.function in ("top_five", "top_ten"):
        return _largest(cells, "5" if node.function == "top_five" else "10")
    if node.function == "below_zero":
        return f'COUNTIF({cells},"<0")'
    if node.function == "ranked":
        ranks = f"(ROW({cells})-{part.tables[node.table].header + 1})"
        return f"SUMPRODUCT({ranks},LARGE({cells},{ranks}))"
    if node.function == "last":
        return f"INDEX({cells},ROWS({cells}))"
    functions = {
        "squares": "SUMSQ",
        "sum": "SUM",
        "mean": "AVERAGE",
        "count": "COUNT",
        "median": "MEDIAN",
        "smallest": "MIN",
        "largest": "MAX",
    }
    return f"{functions[node.function]}({cells})"


def in_row(live: LiveTable, column: Column, formula: Expression, part: Part) -> str:
    """The formula of a column, with ROW where the number of the row comes."""
    cells = part.aliases() | part.cells | part.of_figure.get(live.table.name, {}) | part.figures
    for other in live.table.columns:
        if other.name != column.name:
            cells[other.name] = f"${live.letter(other.name)}{ROW}"
        if other.unit is PERIOD_NUMBER:
            cells["period_number"] = f"${live.letter(other.name)}{ROW}"
    if column.name in part.cells:
        cells[column.name] = part.cells[column.name]
    requires = column.requires
    if isinstance(formula, Guarded):
        requires, formula = (*requires, *formula.requires), formula.formula
    related: Callable[[Related], str] = lambda node: over(node, part, live)  # noqa: E731
    text = formulas.in_cells(formula, cells, related)
    text = conditioned(text, requires, cells, related, tell=False)
    if live.gate is not None:
        text = filled(text, live.needs)
        text = f'IF({cells["period_number"]}>{live.gate},"",{text})'
    return text
