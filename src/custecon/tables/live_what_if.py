"""What a figure becomes, as formulas: each change starts from the cell of its quantity, so a spreadsheet follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from custecon.core.catalogue import Working
from custecon.core.expression import HAIR, Constant, Expression, Name, Requirement, where, whole_up
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.relations import Guarded, Over, names_in, of_figure, of_input, substituted
from custecon.core.results import Input
from custecon.tables.quantity_changes import Lever, Sweep

if TYPE_CHECKING:
    from custecon.tables.what_if import Case

SCHEDULE = "a sum over periods, taken anew for every change when this was written"
_NONE = "there is no figure"

Changed = Mapping[str, tuple[float, Expression]]  # a quantity set to a value, and the formula of that value


class Row:
    """The formulas of one changed figure: the figure, its difference to the figure before, both as cells."""

    def __init__(self, value: Expression, requires: tuple[Requirement, ...], base: Expression) -> None:
        self.value = Guarded(value, requires)
        self.difference = Guarded(Name("value") - base, requires)
        nonzero = Requirement(base * base > 0, "the figure before is 0", "look at the difference")
        self.relative = Guarded(Name("difference") / where(base < 0, -base, base), (*requires, nonzero))


class Rows:
    """Formulas for what a case becomes. A sum of periods has none."""

    def __init__(self, case: Case) -> None:
        self.case, self.metric = case, case.metric
        self.now = {entry.name: entry for entry in case.inputs()}
        asked = [self.now[needed.name] for needed in self.metric.asked if needed.name in self.now]
        self.cells = {one.name for entry in asked for one in (entry, *_origins(entry))}
        self.working: Working | None = None
        if not self.metric.is_schedule:
            self.working = self.metric.traced({needed.name for needed in self.metric.asked})
        self.base = of_figure(self.metric.name)

    def before(self, name: str) -> Expression:
        """What a quantity is in the assumptions."""
        if name in self.cells:
            return of_input(name)
        entry = self.now.get(name)
        if entry is not None and entry.formula is not None:
            return substituted(entry.formula, {part: self.before(part) for part in names_in(entry.formula)})
        default = next(needed.default for needed in self.metric.asked if needed.name == name)
        if default is None:
            raise KeyError(name)
        return Constant(default)

    def after(self, change: Lever, before: Expression | None = None) -> Expression:
        """A quantity after one change; `before`: the cell where it stands before."""
        start = self.before(change.name) if before is None else before
        amount = float(change.amount)
        if change.kind == "value":
            return Constant(amount)
        return start * (1 + Constant(amount)) if change.kind == "percent" else start + Constant(amount)

    def row(self, sets: Changed) -> Row | None:
        """The figure with some quantities changed, and why it may not exist; None where it has no formula."""
        if self.working is None:
            return None
        put = self._put(sets)
        moved = [name for name, formula in put.items() if formula != self.before(name)]
        requires = [
            *(bound for name in moved for bound in _bounds(QUANTITIES[name], put[name])),
            *self._conditions(put),
            *self._conditions({name: self.before(name) for name in put}),
        ]
        return Row(substituted(self.working.expression, put), tuple(requires), self.base)

    def elasticity(self, name: str, near: float) -> Expression | None:
        """By how many per cent the figure moves with the quantity: from four figures close by."""
        if self.working is None or QUANTITIES[name].whole:
            return None
        value = self.case.before(name)
        at: dict[int, Row] = {}
        for steps in (-2, -1, 1, 2):
            one = self.row({name: (value * (1 + steps * near), Name("before") * (1 + Constant(steps * near)))})
            if one is None:
                return None
            at[steps] = one
        slope = 8 * (at[1].value.formula - at[-1].value.formula) - (at[2].value.formula - at[-2].value.formula)
        nonzero = Requirement(self.base * self.base > 0, "the figure is 0", "look at the difference")
        requires = (*at[-2].value.requires, *at[2].value.requires, nonzero)
        return Guarded(slope / (Constant(12 * near) * self.base), requires)

    def _put(self, sets: Changed) -> dict[str, Expression]:
        """The formula of every input of the metric when these quantities are set."""
        entries = {entry.name: entry for entry in self.case.inputs({name: value for name, (value, _) in sets.items()})}

        def moved(entry: Input) -> bool:
            return entry.formula is not None and any(
                part in sets or (part in entries and moved(entries[part])) for part in names_in(entry.formula)
            )

        def formula(name: str) -> Expression:
            if name in sets:
                return sets[name][1]
            entry = entries.get(name)
            if entry is not None and entry.formula is not None and moved(entry):
                return substituted(entry.formula, {part: formula(part) for part in names_in(entry.formula)})
            return self.before(name)

        return {needed.name: formula(needed.name) for needed in self.metric.asked}

    def _conditions(self, put: Mapping[str, Expression]) -> Sequence[Requirement]:
        needed = self.working.requirements if self.working else ()
        return [Requirement(substituted(one.condition, put), one.reason, one.cure) for one in needed]

    def spans(self, spans: Sequence[Sweep], fixed: Sequence[Lever]) -> dict[str, Any]:
        """The column of a figure over the columns of its ranges; nothing where it has no formula."""
        held: dict[str, tuple[float, Expression]] = {
            change.name: (change.after(self.case.before(change.name)), self.after(change)) for change in fixed
        }
        one = self.row({**held, **{span.name: (span.values[0], Name(span.name)) for span in spans}})
        if one is None:
            return {"fixed": SCHEDULE}
        return {"formula": one.value.formula, "requires": one.value.requires}


def _origins(entry: Input) -> list[Input]:
    return [origin for made in entry.made_from for origin in (*_origins(made), made)]


def _bounds(quantity: Quantity, value: Expression) -> list[Requirement]:
    """The domain of a quantity as conditions of a cell."""
    bounds, cure = quantity.bounds, "change it by less"
    found = []
    if bounds.low > float("-inf"):
        low = value > bounds.low if bounds.open_low else value >= bounds.low
        found.append(Requirement(low, _NONE, cure))
    if bounds.high < float("inf"):
        found.append(Requirement(value <= bounds.high, _NONE, cure))
    if quantity.whole:
        found.append(Requirement(whole_up(value) <= value + HAIR, _NONE, cure))
    return found


def interplay(count: int) -> dict[str, Any]:
    """What all changes do beyond the sum of each alone, from the column of differences, all of them together last."""
    differences = Over("count", "changes", "difference")
    together = Over("last", "changes", "difference")
    return {
        "formula": 2 * together - Over("sum", "changes", "difference"),
        "requires": (Requirement(differences >= count, "a change has no figure", "look at the table"),),
    }
