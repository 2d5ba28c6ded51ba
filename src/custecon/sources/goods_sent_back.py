"""Goods with a negative quantity whose money is written above zero: it may be money that went back."""

from __future__ import annotations

from custecon.kinds.orders import ORDERS
from custecon.sources.column_checks import below_zero
from custecon.sources.controls import Question, Work
from custecon.sources.row_meaning import Meaning, Trait
from custecon.sources.rows_by_value import ask, is_paid, values_of
from custecon.sources.sold_at_a_loss import margin_of
from custecon.sources.status_columns import settled


def sent_back(work: Work, answered: set[int]) -> None:
    """Ask about goods with a negative quantity whose money is written above zero: it may be money that went back."""
    layout = work.source.layout
    if layout.schema is not ORDERS or "amount" not in layout.roles or margin_of(layout):
        return  # of a margin the quantity says what went back
    for column in layout.extras.get("quantity", ()):
        if column in answered:
            continue
        values = values_of(work, column)
        back = {
            value: kept
            for value, rows in values.items()
            if below_zero(value) and (kept := [row for row in rows if is_paid(work, row)])
        }
        open_ = {
            value: rows
            for value, rows in back.items()
            if not settled(work, column, Trait.TYPE, value, rows, Meaning.AGAINST)
        }
        if open_:
            ask(work, Question(column, open_, dict.fromkeys(open_, Meaning.AGAINST)))
