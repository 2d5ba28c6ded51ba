"""The second road to every cell that says its formula: reckoned again from the other cells, figures and inputs.

What a spreadsheet makes of the same formulas is looked at in tests/render; this is quick, and looks at every table.
"""

from __future__ import annotations

import operator
import statistics
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from custecon.core.expression import FUNCTIONS, Binary, Call, Comparison, Constant, Expression, Name, Requirement, Step
from custecon.core.relations import Guarded, Over, Rounded, Running, Word
from custecon.core.results import Result, Table
from custecon.render import choosing

SIGNS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
}  # fmt: skip
TOGETHER = {
    "sum": sum,
    "mean": statistics.fmean,
    "count": len,
    "median": statistics.median,
    "smallest": min,
    "largest": max,
    "last": lambda cells: cells[-1],
    "gains": lambda cells: sum(cell for cell in cells if cell > 0),
    "below_zero": lambda cells: sum(cell < 0 for cell in cells),
    "squares": lambda cells: sum(cell * cell for cell in cells),
}


class NotHere(Exception):
    """The formula needs what only a workbook has."""


class Row:
    """A row of a table of a result, which can reckon a formula."""

    def __init__(self, result: Result, here: str, table: Table | None = None, number: int = 0) -> None:
        self.result, self.table, self.number, self.here = result, table, number, here
        names = [column.name for column in table.columns] if table else []
        self.row = dict(zip(names, table.rows[number] if table else (), strict=True))

    def named(self, name: str) -> Any:
        kind, _, of = name.rpartition(" ")
        figures = {figure.name: figure.value for figure in self.result.figures}
        inputs = {entry.name: entry.value for entry in self.result.inputs}
        places = {"figure": (figures,), "input": (inputs,), "": (self.row, figures, inputs)}[kind]
        for place in places:
            if of in place and not (place is not inputs and of == self.here):
                if place[of] is None or isinstance(place[of], str):
                    raise NotHere(name)
                return place[of]
        raise NotHere(name)

    def cells(self, table: str, column: str) -> list[Any]:
        for one in self.result.tables:
            if one.name == table and column in (names := [each.name for each in one.columns]):
                return [row[names.index(column)] for row in one.rows]
        raise NotHere(f"{table}.{column}")

    def over(self, asked: Over) -> Any:
        cells = self.cells(asked.table, asked.column)
        if asked.by:
            group = self.row.get(asked.asks)
            cells = [cell for cell, one in zip(cells, self.cells(asked.table, asked.by), strict=True) if one == group]
        known = [float(cell) for cell in cells if cell is not None and not isinstance(cell, str)]
        if asked.function not in TOGETHER or not known:
            raise NotHere(asked.function)
        return TOGETHER[asked.function](known)

    def value(self, node: Expression) -> Any:
        match node:
            case Constant(value):
                return float(value)
            case Word(text):
                return text
            case Name(name):
                return float(self.named(name))
            case Step(formula=formula):
                return self.value(formula)
            case Binary(sign, left, right) | Comparison(sign, left, right):
                return SIGNS[sign](self.value(left), self.value(right))
            case Call("where", (condition, this, other)):
                return self.value(this if self.value(condition) else other)
            case Call(function, (argument,)):
                return FUNCTIONS[function](self.value(argument))
            case Rounded(formula, places):
                number = Decimal(repr(self.value(formula)))
                return float(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
            case Running(column):
                before = self.cells(self.table.name, column)[: self.number + 1] if self.table else ()
                return sum(float(cell or 0) for cell in before)
            case Over():
                return self.over(node)
        raise NotHere(type(node).__name__)


def formulas(result: Result) -> Iterator[tuple[str, Row, Expression, tuple[Requirement, ...], Any]]:
    """Every formula of a result, where it stands, and the value that stands there."""
    for figure in result.figures:
        if figure.formula is not None:
            yield figure.name, Row(result, figure.name), figure.formula, (), figure.value
    for table in result.tables:
        for place, column in enumerate(table.columns):
            for number, cells in enumerate(table.rows):
                formula, requires = column.formula if column.cells is None else column.cells[number], column.requires
                if isinstance(formula, Guarded):
                    formula, requires = formula.formula, formula.requires
                if formula is not None and (column.live is None or column.live[number]):
                    row = Row(result, column.name, table, number)
                    yield f"{table.name}.{column.name}, row {number + 1}", row, formula, requires, cells[place]


def reckoned(result: Result) -> tuple[int, list[str]]:
    """How many cells were reckoned again, and those that came out otherwise."""
    count, wrong = 0, []
    for where, row, formula, requires, shown in formulas(result):
        try:
            found = row.value(formula) if all(row.value(needed.condition) for needed in requires) else None
        except NotHere:
            continue
        count += 1
        if found != shown and (None in (found, shown) or found != pytest.approx(float(shown), rel=1e-9, abs=1e-9)):
            wrong.append(f"{where}: {shown}, by its formula {found}")
    return count, wrong


DISCOUNT = ("--discount", "10%")
ASKED = [
    ("ltv clients.csv", DISCOUNT, 80),
    ("ltv clients.csv", (*DISCOUNT, "--by", "segment"), 90),
    ("ltv orders.csv", DISCOUNT, 100),
    ("ltv subscriptions.csv", (*DISCOUNT, "--method", "sbg"), 20),
    ("cac spend.csv", ("--by", "channel", "--ltv", "900"), 8),
    ("churn-cost clients.csv", ("--by", "segment"), 3),
    ("iceberg complaints.csv", ("--clients", "5000", "--value", "300"), 10),
    ("iceberg", ("--clients", "1000", "--problem-share", "40%", "--value", "120"), 20),
    ("profit profit_clients.csv", ("--price", "deliveries=30"), 60),
    ("what-if ltv", ("--margin", "100", "--retention", "80%", *DISCOUNT), 4),
]


@pytest.mark.parametrize(("command", "options", "least"), ASKED, ids=lambda one: one if isinstance(one, str) else None)
def test_a_cell_is_what_its_formula_makes_of_the_others(
    custecon, examples, monkeypatch, command, options, least
) -> None:
    results: list[Result] = []
    written = choosing.written
    monkeypatch.setattr(choosing, "written", lambda result, *rest: results.append(result) or written(result, *rest))
    words = [examples / word if word.endswith(".csv") else word for word in command.split()]
    ran = custecon(*words, *options, "-f", "json")
    assert ran.code == 0, ran.err
    count, wrong = reckoned(results[0])
    assert not wrong, wrong[:5]
    assert count >= least
