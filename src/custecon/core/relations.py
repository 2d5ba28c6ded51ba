"""Formulas over tables: a whole column drawn together, a running total. For columns and figures that stay alive.

A `Column.formula`, `Figure.formula` or `Input.formula` is an expression whose `Name`s are, in this order: a column of
the same table, a figure of the same result, a quantity. A column or input that names itself means the quantity: so
`Column("retention", …, formula=Name("retention"))` says that the cell takes the assumption. Where a column hides what
is meant, `of_figure` and `of_input` name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from custecon.core.expression import Binary, Call, Comparison, Expression, Name, Requirement, Step

if TYPE_CHECKING:
    from custecon.core.catalogue import Metric

BY_GROUP = ("sum", "mean", "count")
DRAWN_TOGETHER = (
    *BY_GROUP,
    "median",
    "smallest",
    "largest",
    "first_quartile",
    "third_quartile",
    "top_tenth",
    "top_five",
    "top_ten",
    "gains",
    "below_zero",
    "squares",
    "ranked",
    "last",
)
_FIGURE, _INPUT = "figure ", "input "


def of_figure(name: str) -> Name:
    """A figure of the result, also where a column has its name."""
    return Name(_FIGURE + name)


def of_input(name: str) -> Name:
    """A quantity, also where a column or a figure has its name."""
    return Name(_INPUT + name)


class Related(Expression):
    """What only a table can say: it is written with the cells of columns, not of one row."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Over(Related):
    """A column of a table of the same result as one number; `function` is one of `DRAWN_TOGETHER`.

    Quartiles are those of Excel's QUARTILE; `top_tenth` is the sum of the largest tenth, its number rounded up,
    `top_five` that of the five largest; `gains` the sum of what is above 0, `below_zero` how many are below;
    `squares` the sum of the squares; `ranked` each times its rank, the largest first, added up (of a column without
    empty cells); `last` the last cell.
    `by` (sum, mean and count only): the rows that share the value of this column with the row that asks, such as the
    sum of one segment; there the column is called the same, or `here`. Empty cells and texts are left out.
    """

    function: str
    table: str
    column: str
    by: str = ""
    here: str = ""

    @property
    def asks(self) -> str:
        """The column of the row that asks."""
        return self.here or self.by

    def __post_init__(self) -> None:
        if self.function not in (BY_GROUP if self.by else DRAWN_TOGETHER):
            raise ValueError(f"a column cannot be drawn together by {self.function!r}")


@dataclass(frozen=True, slots=True)
class Running(Related):
    """The sum of a column of the same table from its first row to this one."""

    column: str


@dataclass(frozen=True, slots=True)
class Rank(Related):
    """The rank of the row by a column of the same table: 1 for the largest, equals in the order of the rows."""

    column: str


@dataclass(frozen=True, slots=True)
class Top(Related):
    """The sum of the largest cells of a column; how many, says a column of the table that asks."""

    table: str
    column: str
    count: str


@dataclass(frozen=True, slots=True)
class Across(Related):
    """Cells of the row beside each other, each times the cell of a column of another table, added up."""

    columns: tuple[str, ...]
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Rounded(Expression):
    """A number rounded to so many decimal places, half away from zero."""

    formula: Expression
    places: int


@dataclass(frozen=True, slots=True)
class Word(Expression):
    """A text as the value of a cell, such as a class of clients."""

    text: str


@dataclass(frozen=True, slots=True)
class Guarded(Expression):
    """The formula of one cell with its own requirements; without them it is undefined. Only for `Column.cells`."""

    formula: Expression
    requires: tuple[Requirement, ...]


def names_in(expression: Expression | None) -> set[str]:
    """The inputs, columns and figures that a formula names; of another table, only what it is compared by."""
    match expression:
        case Name(name):
            return {name}
        case Running(column) | Rank(column) | Top(count=column):
            return {column}
        case Across(columns=columns):
            return set(columns)
        case Step(formula=formula) | Rounded(formula=formula):
            return names_in(formula)
        case Guarded(formula, requires):
            return names_in(formula).union(*(names_in(needed.condition) for needed in requires))
        case Binary(_, left, right) | Comparison(_, left, right):
            return names_in(left) | names_in(right)
        case Call(_, arguments):
            return set().union(*(names_in(argument) for argument in arguments))
        case Over(by=by) if by:
            return {expression.asks}
    return set()


def columns_in(node: Expression | None) -> set[tuple[str, str]]:
    """The whole columns that a formula draws together, as (table, column)."""
    match node:
        case Over(table=table, column=column, by=by):
            return {(table, column)} | ({(table, by)} if by else set())
        case Top(table=table, column=column) | Across(table=table, column=column):
            return {(table, column)}
        case Step(formula=formula) | Rounded(formula=formula):
            return columns_in(formula)
        case Guarded(formula, requires):
            return columns_in(formula).union(*(columns_in(needed.condition) for needed in requires))
        case Binary(_, left, right) | Comparison(_, left, right):
            return columns_in(left) | columns_in(right)
        case Call(_, arguments):
            return set().union(*(columns_in(argument) for argument in arguments))
    return set()


def substituted(node: Expression, parts: Mapping[str, Expression]) -> Expression:
    """The formula with other formulas in the place of names: churn rate by 1 − retention rate. Steps are opened."""
    match node:
        case Name(name):
            return parts.get(name, node)
        case Step(formula=formula):
            return substituted(formula, parts)
        case Binary(sign, left, right):
            return Binary(sign, substituted(left, parts), substituted(right, parts))
        case Comparison(sign, left, right):
            return Comparison(sign, substituted(left, parts), substituted(right, parts))
        case Call(function, arguments):
            return Call(function, tuple(substituted(argument, parts) for argument in arguments))
    return node


def formula_of(metric: Metric) -> Expression:
    """The formula of a metric with the inputs that it must have by their names, for what follows from them."""
    return substituted(metric.traced(metric.required).expression, {})
