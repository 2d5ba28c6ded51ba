"""Formulas over tables: a whole column drawn together, a running total. For columns and figures that stay alive.

A `Column.formula`, `Figure.formula` or `Input.formula` is an expression whose `Name`s are, in this order: a column of
the same table, a figure of the same result, a quantity. A column or input that names itself means the quantity: so
`Column("retention", …, formula=Name("retention"))` says that the cell takes the assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

from custecon.core.expression import Expression

__all__ = ["BY_GROUP", "DRAWN_TOGETHER", "Over", "Running"]

BY_GROUP = ("sum", "mean", "count")
DRAWN_TOGETHER = (*BY_GROUP, "median", "smallest", "largest", "first_quartile", "third_quartile", "top_tenth")


@dataclass(frozen=True, slots=True)
class Over(Expression):
    """A column of a table of the same result as one number; `function` is one of `DRAWN_TOGETHER`.

    Quartiles are those of Excel's QUARTILE; `top_tenth` is the sum of the largest tenth, its number rounded up.
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
