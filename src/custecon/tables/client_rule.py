"""How a lifetime metric is asked about clients: one by one, or many at once where that is exactly the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from custecon.core import units
from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.expression import Binary, Constant, Expression, Name, Step, value_of
from custecon.core.relations import names_in
from custecon.core.results import Column
from custecon.metrics.lifetime import in_one_formula
from custecon.tables.client_columns import Client, Clients, floats_of

MANY = 1000  # clients from which asking at once is worth it
OF_ROWS = ("margin", "retention")  # the inputs that stand in the columns of the table


class Rule:
    """How a metric is asked about the clients of a list: which of its inputs their rows give, and by what formula."""

    def __init__(self, metric: Metric, options: Collection[str] | Mapping[str, Any], clients: Clients) -> None:
        self.metric = metric
        self.wanted = {needed.name for needed in metric.asked}
        self.options = options if isinstance(options, Mapping) else dict.fromkeys(options)
        self.made: dict[str, Any] = {"churn": 1 - Name("retention")}
        self.clients, paid = clients, clients.paid
        if {"revenue", "margin_rate"} <= self.wanted:
            # Revenue times margin rate is the margin, which stands in the row, also where there was no revenue.
            self.made |= {"revenue": Name("margin"), "margin_rate": Constant(1)}
        elif "margin_rate" in self.wanted and paid:
            self.made["margin_rate"] = Name("margin") / Name("revenue")
        self.made = {name: part for name, part in self.made.items() if name in self.wanted}
        self.of_rows = (*OF_ROWS, *(["revenue"] if paid else []))
        self.divides = any("revenue" in names_in(part) for part in self.made.values())
        self.unchecked = dict.fromkeys(self.made, 0)  # what is made from cells that were checked

    @cached_property
    def _elementwise(self) -> bool:
        """Whether NumPy reckons many clients at once to the last digit as Python does each: by + − × ÷ alone."""
        working = self.metric.traced({*self.options, *self.of_rows}, self.made)
        if self.metric.is_schedule or ("revenue" in self.wanted and not {"revenue"} & {*self.of_rows, *self.made}):
            return False
        return _by_plain_arithmetic(working.expression, {"margin", "revenue"})

    @cached_property
    def _columns(self) -> dict[str, Any]:
        """What the rows give, as columns of floats."""
        columns = {"margin": floats_of(self.clients.margin)}
        if "revenue" in self.of_rows:
            columns["revenue"] = floats_of(self.clients.members.revenue)
        return columns

    def together(self, places: Any, retention: float | None) -> Any | None:
        """The values of the clients in many places who stay with this chance; None where each must be asked alone."""
        if len(places) < MANY or retention is None or not self._elementwise:
            return None
        row = {"retention": retention} | {name: column[places] for name, column in self._columns.items()}
        try:
            with np.errstate(divide="raise", invalid="raise", over="ignore"):
                return np.broadcast_to(self._of(row), len(places))
        except (Undefined, UsageError, FloatingPointError):
            return None  # somebody among them has no value

    def value(self, client: Client, retention: float | None) -> Any:
        """The value of a client who stays with this chance.

        Raises:
            Undefined: it does not exist. UsageError: the row holds what no formula of this kind takes.
        """
        row = {"margin": float(client.margin), "retention": retention}
        row |= {} if client.revenue is None else {"revenue": float(client.revenue)}
        return self._of(row)

    def _of(self, row: Mapping[str, Any]) -> Any:
        """The value of a row's cells, or of whole columns of them."""
        if self.divides and not _all(row.get("revenue", 0)):
            reason, cure = "a client without revenue has no margin rate", "leave them out, or take another --method"
            raise Undefined(problem("E301", figure=self.metric.label, reason=reason, cure=cure))
        given = {name: value for name, value in {**self.options, **row}.items() if name in self.wanted}
        checked = self.metric.checked(given | self.unchecked, read=True)
        return self.metric.compute(checked | {name: value_of(part, row) for name, part in self.made.items()})

    def at(self, client: Client, retention: float | None) -> Any:
        """The value at one end of the observed retention; None where it does not exist."""
        if retention is None:
            return None
        try:
            return self.value(client, retention)
        except Undefined:
            return None

    def column(self, live: Sequence[bool]) -> Column:
        """The column of values with its formula, whose names are columns of the table and options."""
        names = {*self.options, *self.of_rows}
        made = {name: 1 if part == Constant(1) else part for name, part in self.made.items()}
        column = Column("ltv", "LTV", units.MONEY, "lifetime value", summed=True, live=live)
        if self.metric.is_schedule:
            return replace(column, formula=in_one_formula(self.metric, names))
        working = self.metric.traced(names, made)
        return replace(column, formula=working.expression, requires=working.requirements)


def _all(cells: Any) -> bool:
    """Whether a number, or every number of a column, is other than 0."""
    return bool(cells.all() if hasattr(cells, "all") else cells)


def _by_plain_arithmetic(node: Expression, names: Collection[str]) -> bool:
    """Whether a formula only adds, subtracts, multiplies and divides what has these names in it."""
    if not names_in(node) & set(names):
        return True
    if isinstance(node, Step):
        return _by_plain_arithmetic(node.formula, names)
    if isinstance(node, Binary):
        return node.sign in "+-*/" and all(_by_plain_arithmetic(part, names) for part in (node.left, node.right))
    return isinstance(node, Name)
