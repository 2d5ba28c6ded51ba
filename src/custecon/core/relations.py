"""Formulas over tables: a whole column drawn together, a running total. For columns and figures that stay alive.

A `Column.formula`, `Figure.formula` or `Input.formula` is an expression whose `Name`s are, in this order: a column of
the same table, a figure of the same result, a quantity. A column or input that names itself means the quantity: so
`Column("retention", …, formula=Name("retention"))` says that the cell takes the assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from custecon.core.expression import Binary, Call, Comparison, Expression, Name, Step

__all__ = ["BY_GROUP", "DRAWN_TOGETHER", "Over", "Running", "columns_in", "names_in", "substituted"]

BY_GROUP = ("sum", "mean", "count")
DRAWN_TOGETHER = (*BY_GROUP, "median", "smallest", "largest", "first_quartile", "third_quartile", "top_tenth", "gains")


@dataclass(frozen=True, slots=True)
class Over(Expression):
    """A column of a table of the same result as one number; `function` is one of `DRAWN_TOGETHER`.

    Quartiles are those of Excel's QUARTILE; `top_tenth` is the sum of the largest tenth, its number rounded up;
    `gains` the sum of what is above 0.
    `by` (sum, mean and count only): the rows that share the value of this column with the row that asks, such as the
    sum of one segment; both tables have a column of that name. Empty cells and texts are left out.
    """

    function: str
    table: str
    column: str
    by: str = ""

    def __post_init__(self) -> None:
        if self.function not in (BY_GROUP if self.by else DRAWN_TOGETHER):
            raise ValueError(f"a column cannot be drawn together by {self.function!r}")


@dataclass(frozen=True, slots=True)
class Running(Expression):
    """The sum of a column of the same table from its first row to this one."""

    column: str


def names_in(expression: Expression | None) -> set[str]:
    """The inputs, columns and figures that a formula names; of another table, only what it is compared by."""
    match expression:
        case Name(name):
            return {name}
        case Running(column):
            return {column}
        case Step(formula=formula):
            return names_in(formula)
        case Binary(_, left, right) | Comparison(_, left, right):
            return names_in(left) | names_in(right)
        case Call(_, arguments):
            return set().union(*(names_in(argument) for argument in arguments))
        case Over(by=by) if by:
            return {by}
    return set()


def columns_in(node: Expression | None) -> set[tuple[str, str]]:
    """The whole columns that a formula draws together, as (table, column)."""
    match node:
        case Over(table=table, column=column, by=by):
            return {(table, column)} | ({(table, by)} if by else set())
        case Step(formula=formula):
            return columns_in(formula)
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
