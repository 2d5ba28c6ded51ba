"""Before a formula goes into a cell it is computed here: one that does not give the stored value is not written.

A workbook that shows one number when it is opened and another after the first change would be worse than a value.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from custecon.core.expression import (
    FUNCTIONS,
    HAIR,
    Binary,
    Call,
    Comparison,
    Constant,
    Expression,
    Name,
    Requirement,
    Step,
)
from custecon.core.relations import Across, Guarded, Over, Rank, Related, Rounded, Running, Top, Word
from custecon.core.results import Table

Cell = Callable[[int], Any]


def agree(one: Any, other: Any) -> bool:
    """Whether two roads give one number; sums of money may differ in the last digits of a double."""
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return bool(one == other)
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


class Checker:
    """Computes formulas row by row, each turned into a function once."""

    def __init__(self, tables: Mapping[str, Table], values: Mapping[str, Any], table: Table | None = None) -> None:
        self.tables = tables
        self.values = values
        self.table = table
        self._columns: dict[tuple[int, str], list[float | None]] = {}

    def holds(self, formula: Expression, requires: Sequence[Requirement], own: str = "") -> Callable[[int, Any], bool]:
        """Says for a row and its stored value whether the formula gives it; None stands where it is undefined."""
        if isinstance(formula, Guarded):
            requires, formula = (*requires, *formula.requires), formula.formula
        compute = self.function(formula, own)
        conditions = [self.function(needed.condition, own) for needed in requires]

        def checked(row: int, stored: Any) -> bool:
            try:
                for condition in conditions:
                    if not condition(row):
                        return stored is None
                if stored is None:
                    return False
                computed = compute(row)
                return stored == computed or agree(stored, computed)
            except (ArithmeticError, ValueError, TypeError, KeyError):
                return False

        return checked

    def function(self, node: Expression, own: str = "") -> Cell:
        """The formula as a function of the row."""
        match node:
            case Constant(value):
                number = float(value)
                return lambda row: number
            case Name(name):
                return self._named(name, own)
            case Step(formula=formula):
                return self.function(formula, own)
            case Rounded(formula, places):
                exact, step = self.function(formula, own), 10.0**places
                return lambda row: math.copysign(math.floor(abs(exact(row)) * step + 0.5 + HAIR), exact(row)) / step
            case Word(text):
                return lambda row: text
            case Related():
                return self._related(node)
            case Call("where", (condition, this, other)):
                when, first, second = (self.function(part, own) for part in (condition, this, other))
                return lambda row: first(row) if when(row) else second(row)
            case Call(function, (argument,)):
                inner, apply = self.function(argument, own), FUNCTIONS[function]
                return lambda row: apply(inner(row))
            case Binary(sign, left, right) | Comparison(sign, left, right):
                return _joined(sign, self.function(left, own), self.function(right, own))
        raise TypeError(f"not an expression: {node!r}")

    def _named(self, name: str, own: str) -> Cell:
        if self.table is not None and name != own and any(column.name == name for column in self.table.columns):
            return self._floats(self.table, name).__getitem__
        value = float(self.values[name])
        return lambda row: value

    def _related(self, node: Related) -> Cell:
        if isinstance(node, Over):
            return self._over(node)
        if self.table is None:
            raise TypeError("a running total, a rank and a sum across columns stand in a column")
        match node:
            case Running(column):
                return list(accumulate(cell or 0.0 for cell in self._floats(self.table, column))).__getitem__
            case Rank(column):
                cells = [cell or 0.0 for cell in self._floats(self.table, column)]
                order = sorted(range(len(cells)), key=lambda row: -cells[row])
                ranks = {row: float(rank) for rank, row in enumerate(order, 1)}
                return ranks.__getitem__
            case Top(table, column, count):
                known = (cell for cell in self._floats(self.tables[table], column) if cell is not None)
                sums = list(accumulate(sorted(known, reverse=True)))
                counts = self._floats(self.table, count)
                return lambda row: sums[int(counts[row] or 0) - 1]
            case Across(columns, table, column):
                weights = self._floats(self.tables[table], column)
                beside = [self._floats(self.table, name) for name in columns]
                return lambda row: math.fsum(
                    (cells[row] or 0.0) * (weight or 0.0) for cells, weight in zip(beside, weights, strict=True)
                )
        raise TypeError(f"not a relation: {node!r}")

    def _over(self, node: Over) -> Cell:
        cells = self._floats(self.tables[node.table], node.column)
        if not node.by:
            value = _drawn(node.function, [cell for cell in cells if cell is not None])
            return lambda row: value
        if self.table is None:
            raise TypeError("a sum by a column stands in a column")
        groups: dict[Any, list[float]] = {}
        for group, cell in zip(_cells(self.tables[node.table], node.by), cells, strict=True):
            if cell is not None:
                groups.setdefault(group, []).append(cell)
        drawn = {group: _drawn(node.function, those) for group, those in groups.items()}
        asks = _cells(self.table, node.asks)
        return lambda row: drawn.get(asks[row], 0.0)

    def _floats(self, table: Table, name: str) -> list[float | None]:
        """A column as numbers; made once, for all formulas that name it."""
        key = (id(table), name)
        if key not in self._columns:
            cells = _cells(table, name)
            self._columns[key] = [None if cell is None or isinstance(cell, str) else float(cell) for cell in cells]
        return self._columns[key]


def _joined(sign: str, left: Cell, right: Cell) -> Cell:
    match sign:
        case "+":
            return lambda row: left(row) + right(row)
        case "-":
            return lambda row: left(row) - right(row)
        case "*":
            return lambda row: left(row) * right(row)
        case "/":
            return lambda row: left(row) / right(row)
        case "^":
            return lambda row: left(row) ** right(row)
        case "<":
            return lambda row: left(row) < right(row)
        case "<=":
            return lambda row: left(row) <= right(row)
        case ">":
            return lambda row: left(row) > right(row)
    return lambda row: left(row) >= right(row)


def _cells(table: Table, name: str) -> list[Any]:
    index = next(i for i, column in enumerate(table.columns) if column.name == name)
    return [row[index] for row in table.rows]


def _drawn(function: str, cells: list[float]) -> float:
    """What a sheet gets for a column without its empty cells."""
    if function in ("sum", "count"):
        return math.fsum(cells) if function == "sum" else float(len(cells))
    if function == "gains":
        return math.fsum(cell for cell in cells if cell > 0)
    if function in ("top_tenth", "top_five", "top_ten"):
        count = {"top_tenth": math.ceil(len(cells) / 10), "top_five": 5, "top_ten": 10}[function]
        return math.fsum(sorted(cells, reverse=True)[:count])
    if function == "ranked":
        return math.fsum(rank * cell for rank, cell in enumerate(sorted(cells, reverse=True), 1))
    if function.endswith("_quartile"):
        quartiles = statistics.quantiles(cells, n=4, method="inclusive") if len(cells) > 1 else cells * 3
        return quartiles[0 if function == "first_quartile" else 2]
    functions: dict[str, Callable[[list[float]], float]] = {
        "below_zero": lambda those: float(sum(cell < 0 for cell in those)),
        "squares": lambda those: math.fsum(cell * cell for cell in those),
        "last": lambda those: those[-1],
        "mean": lambda those: math.fsum(those) / len(those),
        "median": statistics.median,
        "smallest": min,
        "largest": max,
    }
    return functions[function](cells)
