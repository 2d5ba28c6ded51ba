"""The second road to every cell that says its formula: reckoned again from the other cells, figures and inputs.

What a spreadsheet makes of the same formulas is looked at in tests/render; this is quick, and looks at every table,
those that only a workbook has among them.
"""

from __future__ import annotations

import itertools
import math
import operator
import statistics
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from custecon.core.expression import FUNCTIONS, Binary, Call, Comparison, Constant, Expression, Name, Requirement, Step
from custecon.core.relations import Across, Guarded, Over, Rank, Rounded, Running, Top, Word
from custecon.core.results import Input, Result, Table
from custecon.core.units import Form
from custecon.render import output_formats

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
    "first_quartile": lambda cells: statistics.quantiles(cells, method="inclusive")[0],
    "third_quartile": lambda cells: statistics.quantiles(cells, method="inclusive")[2],
    "top_tenth": lambda cells: sum(sorted(cells)[-math.ceil(len(cells) / 10) :]),
    "top_five": lambda cells: sum(sorted(cells)[-5:]),
    "top_ten": lambda cells: sum(sorted(cells)[-10:]),
    "ranked": lambda cells: sum(rank * cell for rank, cell in enumerate(sorted(cells, reverse=True), 1)),
}


class NotHere(Exception):
    """The formula needs what only a workbook has."""


def inputs_of(result: Result) -> list[Input]:
    """The inputs, and those that they are made from."""

    def origins(entry: Input) -> Iterator[Input]:
        yield entry
        for made in entry.made_from:
            yield from origins(made)

    return list(itertools.chain.from_iterable(map(origins, result.inputs)))


class Book:
    """All that stands in a result: its figures, its inputs, the columns of its tables."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.figures = {figure.name: figure.value for figure in result.figures}
        self.inputs = {entry.name: entry.value for entry in inputs_of(result)}
        self.columns = {
            (table.name, column.name): [row[place] for row in table.rows]
            for table in result.tables
            for place, column in enumerate(table.columns)
        }


class Row:
    """A row of a table of a result, which can reckon a formula."""

    def __init__(self, book: Book, here: str, table: Table | None = None, number: int = 0) -> None:
        self.book, self.table, self.number, self.here = book, table, number, here
        names = [column.name for column in table.columns] if table else []
        self.row = dict(zip(names, table.rows[number] if table else (), strict=True))

    def named(self, name: str) -> Any:
        kind, _, of = name.partition(" ")
        if kind not in {"figure", "input"} or not of:
            kind, of = "", name
        figures, inputs = self.book.figures, self.book.inputs
        places = {"figure": (figures,), "input": (inputs,), "": (self.row, figures, inputs)}[kind]
        for place in places:
            if of in place and not (place is not inputs and of == self.here):
                if place[of] is None or isinstance(place[of], str):
                    raise NotHere(name)
                return place[of]
        raise NotHere(name)

    def cells(self, table: str, column: str) -> list[Any]:
        if (table, column) not in self.book.columns:
            raise NotHere(f"{table}.{column}")
        return self.book.columns[table, column]

    def over(self, asked: Over) -> Any:
        cells = self.cells(asked.table, asked.column)
        if asked.by:
            group = self.row.get(asked.asks)
            cells = [cell for cell, one in zip(cells, self.cells(asked.table, asked.by), strict=True) if one == group]
        known = [float(cell) for cell in cells if cell is not None and not isinstance(cell, str)]
        if not known and asked.function not in {"sum", "count"}:
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
        return self.related(node)

    def related(self, node: Expression) -> Any:
        """What only a table can say."""
        match node:
            case Running(column):
                before = self.cells(self.table.name, column)[: self.number + 1] if self.table else ()
                return sum(float(cell or 0) for cell in before)
            case Rank(column) if self.table:
                cells = self.cells(self.table.name, column)
                order = sorted(range(len(cells)), key=lambda row: (-cells[row], row))
                return order.index(self.number) + 1
            case Top(table, column, count):
                return sum(sorted(map(float, self.cells(table, column)))[-int(self.named(count)) :])
            case Across(columns, table, column):
                pairs = zip(map(self.named, columns), self.cells(table, column), strict=True)
                return sum(float(one) * float(other) for one, other in pairs)
            case Over():
                return self.over(node)
        raise NotHere(type(node).__name__)


def formulas(result: Result) -> Iterator[tuple[str, Row, Expression, tuple[Requirement, ...], Any, bool]]:
    """Every formula of a result, where it stands, the value that stands there, and whether it is live there."""
    book = Book(result)
    for entry in inputs_of(result):
        if entry.formula is not None:
            yield f"input {entry.name}", Row(book, entry.name), entry.formula, (), entry.value, True
    for figure in result.figures:
        if figure.formula is not None:
            yield figure.name, Row(book, figure.name), figure.formula, figure.requires, figure.value, True
    for table in result.tables:
        for place, column in enumerate(table.columns):
            for number, cells in enumerate(table.rows):
                formula, requires = column.formula if column.cells is None else column.cells[number], column.requires
                if isinstance(formula, Guarded):
                    formula, requires = formula.formula, formula.requires
                if formula is not None:
                    row = Row(book, column.name, table, number)
                    live = column.live is None or column.live[number]
                    yield f"{table.name}.{column.name}, row {number + 1}", row, formula, requires, cells[place], live


def reckoned(result: Result) -> tuple[int, list[str]]:
    """How many cells were reckoned again, and those that came out otherwise."""
    count, wrong = 0, []  # what is not live is a number that the formula would not give
    for where, row, formula, requires, shown, live in formulas(result):
        try:
            found = row.value(formula) if all(row.value(needed.condition) for needed in requires) else None
        except NotHere:
            continue
        except (ArithmeticError, TypeError, ValueError):
            if live:
                raise
            continue
        same = found == shown or (
            None not in (found, shown) and found == pytest.approx(float(shown), rel=1e-9, abs=1e-9)
        )
        if not live and same and found is not None and found != 0:
            wrong.append(f"{where}: {shown} stands there as a number, though it follows")
        if live:
            count += 1
            if not same:
                wrong.append(f"{where}: {shown}, by its formula {found}")
    return count, wrong


# tables whose rows are no parts of one whole, and columns that tell of each row what cannot be added up
NO_WHOLE = {"improvements", "changes", "range", "statement", "parameters", "fits", "certainty", "past_forecasts"}
OF_EACH = {
    "mean_ltv", "past_value_per_client", "cac", "amount", "average_spend", "expected_spend", "order_now",
    "order_needed", "price", "cumulative", "mean_value", "renewals", "at_risk", "period", "share_of_spend",
}  # fmt: skip
ADDED = {"expected_renewals", "expected_purchases", "discounted_purchases"}


def wrong_totals(result: Result) -> list[str]:
    """Columns that have a total below them and should not, or the other way round."""
    wrong = []
    for table in result.tables:
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in table.rows if row[place] is not None]
            adds = column.name not in OF_EACH and not column.name.endswith(("_low", "_high"))
            match column.unit.form:
                case Form.SHARE:  # the parts of a whole
                    adds = adds and sum(map(float, cells)) == pytest.approx(1)
                case Form.NUMBER:
                    adds = column.name in ADDED or (table.name == "clients" and column.name.startswith("times_"))
                case Form.TEXT | Form.DATE:
                    adds = False
            if column.summed != (adds and table.name not in NO_WHOLE) and len(cells) > 1:
                wrong.append(f"{table.name}.{column.name}")
    return wrong


DISCOUNT = ("--discount", "10%")
PREDICTED = ("--horizon", "12m", "--draws", "100")
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
    ("profit profit_clients.csv --activities activities.csv --prices activity_prices.csv",
     ("--service-cost", "200000"), 600),
    ("ltv few_orders.csv --method bg-nbd", (*DISCOUNT, "--margin-rate", "35%", *PREDICTED), 700),
    ("ltv few_orders.csv --method mbg-nbd", (*DISCOUNT, *PREDICTED), 700),
    ("ltv few_orders.csv --method pareto-nbd", (*DISCOUNT, "--by", "cohort", *PREDICTED), 500),
    ("ltv subscriptions.csv --method bdw", (*DISCOUNT, "--margin-rate", "50%", "--horizon", "2y"), 800),
    ("what-if ltv", ("--margin", "100", "--retention", "80%", *DISCOUNT), 40),
    ("what-if ltv", ("--margin", "100", "--churn", "20%", *DISCOUNT, "--change", "margin=+10%", "--change",
                     "churn=-5%"), 15),
    ("what-if ltv", ("--margin", "100", "--churn", "20%", *DISCOUNT, "--change", "churn=2%..8%:2%", "--change",
                     "margin=+10"), 4),
    ("what-if cac", ("--spend", "1000", "--new-clients", "20"), 10),
]  # fmt: skip


@pytest.mark.parametrize(("command", "options", "least"), ASKED, ids=lambda one: one if isinstance(one, str) else None)
def test_a_cell_is_what_its_formula_makes_of_the_others(
    custecon, examples, tmp_path, monkeypatch, command, options, least
) -> None:
    results: list[Result] = []
    pieces = output_formats.pieces
    monkeypatch.setattr(output_formats, "pieces", lambda result, *rest: results.append(result) or pieces(result, *rest))
    header, *orders = (examples / "orders.csv").read_text(encoding="utf-8").splitlines()
    few = [line for line in orders if int(line.partition(",")[0]) <= 150]
    (tmp_path / "few_orders.csv").write_text("\n".join([header, *few]) + "\n", encoding="utf-8")
    here = {"few_orders.csv": tmp_path}
    words = [here.get(word, examples) / word if word.endswith(".csv") else word for word in command.split()]
    ran = custecon(*words, *options, "-f", "json")
    assert ran.code == 0, ran.err
    count, wrong = reckoned(results[0].beneath.under(results[0]))
    assert not wrong, wrong[:5]
    assert not wrong_totals(results[0])
    assert count >= least
