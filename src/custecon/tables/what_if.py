"""What a figure becomes when its inputs change: one at a time, together, over ranges, and backwards from a goal.

Nothing here knows a formula. A metric is evaluated again with other inputs, so every traced metric can be asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from custecon.core.catalogue import Metric
from custecon.core.derived_inputs import FOLLOWS, completed, not_overruled
from custecon.core.errors import Problem, Undefined, UsageError, problem
from custecon.core.expression import Expression, Name
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES, Quantity
from custecon.core.relations import of_figure
from custecon.core.results import Column, Input, Table
from custecon.core.units import RATIO, SHARE, TEXT
from custecon.tables.live_what_if import SCHEDULE, Row, Rows
from custecon.tables.quantity_changes import MOST, Lever, Sweep

TOGETHER = "all together"
_NEAR = 1e-4  # the relative step of an elasticity
_CLOSE = 1e-6  # a goal counts as reached within this part of the way to it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a metric gives: a value, or why there is none."""

    value: float | None
    why: Problem | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A metric and the inputs it stands on; `given` holds what was said, not what follows from it."""

    metric: Metric
    given: tuple[Input, ...]

    def inputs(self, sets: Mapping[str, float] | None = None) -> list[Input]:
        """The inputs with some of them set, and what follows: setting churn moves retention.

        Raises:
            UsageError: E108 two settings say the same thing differently.
        """
        levers = [Input(QUANTITIES[name], value) for name, value in (sets or {}).items()]
        standing = not_overruled([entry for entry in self.given if entry.name not in (sets or {})], levers)
        return completed([*standing, *levers])

    def outcome(self, sets: Mapping[str, float] | None = None) -> Outcome:
        """The figure with some inputs set; outside their bounds, or where it is undefined, the reason."""
        asked = {needed.name for needed in self.metric.asked}
        known = self.inputs(sets)
        try:
            for name, value in (sets or {}).items():
                QUANTITIES[name].check(value, read=True)
            values = {entry.name: entry.value for entry in known if entry.name in asked}
            return Outcome(self.metric.compute(self.metric.checked(values, read=True)))
        except (UsageError, Undefined) as error:
            return Outcome(None, error.problems[0])

    def before(self, name: str) -> float:
        """What a quantity is before any change.

        Raises:
            UsageError: E129 the figure does not depend on it.
        """
        levers = self.levers()
        if name not in levers:
            raise UsageError(problem("E129", name=name, figure=self.metric.label, known=", ".join(levers)))
        return levers[name]

    def levers(self) -> dict[str, float]:
        """Every quantity that moves the figure, with its value: its inputs, and what they follow from."""
        known = {entry.name: entry.value for entry in self.inputs()}
        found = {needed.name: known.get(needed.name, needed.default) for needed in self.metric.asked}
        for name, needs, _, _ in FOLLOWS:
            if name in found and all(need in known for need in needs):
                found |= {need: known[need] for need in needs if need not in found}
        return {name: value for name, value in found.items() if value is not None}

    def after(self, changes: Iterable[Lever]) -> dict[str, float]:
        """The changed values, each from what it was before."""
        return {change.name: change.after(self.before(change.name)) for change in changes}


def usual(case: Case) -> tuple[Lever, ...]:
    """The changes that are tried when none is asked for: a point of a share, one of a count, a tenth of the rest."""
    tried = []
    for needed in case.metric.asked:
        value = case.levers()[needed.name]
        for sign in ("+", "-"):
            if needed.quantity.is_share:
                tried.append(Lever(needed.quantity, f"{sign}1pt", "points", Decimal(f"{sign}0.01")))
            elif needed.quantity.whole:
                tried.append(Lever(needed.quantity, f"{sign}1", "sum", Decimal(f"{sign}1")))
            elif value:
                tried.append(Lever(needed.quantity, f"{sign}10%", "percent", Decimal(f"{sign}0.1")))
    return tuple(tried)


def elasticity(case: Case, name: str) -> float | None:
    """By how many per cent the figure moves when the quantity moves by one per cent, from where it is.

    None where it has no meaning: a count, a zero on either side, or no figure nearby.
    """
    before, here = case.before(name), case.outcome().value
    if QUANTITIES[name].whole or not before or not here:
        return None
    near = {n: case.outcome({name: before * (1 + n * _NEAR)}).value for n in (-2, -1, 1, 2)}
    match near:
        case {-2: float(two_down), -1: float(down), 1: float(up), 2: float(two_up)}:
            return (8 * (up - down) - (two_up - two_down)) / (12 * _NEAR * here)
        case {1: float(up), 2: float(two_up)}:
            return (4 * up - two_up - 3 * here) / (2 * _NEAR * here)
        case {-2: float(two_down), -1: float(down)}:
            return (3 * here - 4 * down + two_down) / (2 * _NEAR * here)
    return None


def _gap(value: float | None, base: float | None) -> tuple[float | None, float | None]:
    """The difference, and the difference as a part of the base."""
    if value is None or base is None:
        return None, None
    return value - base, (value - base) / abs(base) if base else None


def changes_table(case: Case, changes: Sequence[Lever], *, together: bool = True) -> Table:
    """One row a change, each alone, the largest first; undefined ones after them; then all together."""
    unit, base, live = case.metric.unit, case.outcome().value, Rows(case)
    found: list[tuple[tuple[Any, ...], tuple[Expression | None, ...]]] = []
    for change in changes:
        before = case.before(change.name)
        after = change.after(before)
        got = case.outcome({change.name: after})
        row: tuple[Any, ...] = (
            say("{label} {change}", label=say(change.quantity.label), change=change.text),
            got.value,
            *_gap(got.value, base),
            elasticity(case, change.name),
            str(got.why) if got.why else None,
            before,
            after,
            change.name,
        )
        moved = live.row({change.name: (after, Name("after"))})
        slope = live.elasticity(change.name, _NEAR) if row[4] is not None else None
        both = (live.before(change.name), live.after(change, Name("before")))
        found.append((row, (*_three(moved), slope, *both)))
    found.sort(key=lambda one: -abs(one[0][2]) if one[0][2] is not None else math.inf)
    if together and len(changes) > 1:
        sets = case.after(changes)
        got = case.outcome(sets)
        why = str(got.why) if got.why else None
        row = (say(TOGETHER), got.value, *_gap(got.value, base), None, why, None, None, None)
        moved = live.row({change.name: (sets[change.name], live.after(change)) for change in changes})
        found.append((row, (*_three(moved), None, None, None)))
    value, difference, relative, slopes, starts, ends = ([cells[n] for _, cells in found] for n in range(6))
    fixed = "" if live.working else SCHEDULE
    columns = (
        Column("lever", "change", TEXT, "what is changed, and by how much"),
        Column("value", case.metric.symbol, unit, "the figure after this change", cells=value, fixed=fixed),
        Column("difference", "difference", unit, "the figure after the change less the figure before",
               cells=difference, fixed=fixed),
        Column("relative", "in %", SHARE, "the difference as a part of the figure before",
               cells=relative, fixed=fixed),
        Column("elasticity", "elasticity", RATIO, "per cent of the figure for one per cent more of the quantity",
               cells=slopes, fixed=fixed),
        Column("undefined", "undefined because", TEXT, "why there is no figure"),
        Column("before", "from", RATIO, "the quantity before the change; a share as a part of one", cells=starts),
        Column("after", "to", RATIO, "the quantity after the change; a share as a part of one", cells=ends),
        Column("quantity", "quantity", TEXT, "the name of the quantity"),
    )  # fmt: skip
    rows = tuple(row for row, _ in found)
    return Table("changes", "What each change does alone, the largest first", columns, rows)


def _three(row: Row | None) -> tuple[Expression | None, ...]:
    return (row.value, row.difference, row.relative) if row is not None else (None, None, None)


def range_table(case: Case, spans: Sequence[Sweep], fixed: Sequence[Lever] = ()) -> Table:
    """One row for every combination of the values of the ranges; single changes hold in every row.

    Raises:
        UsageError: E128 more than 10,000 rows.
    """
    count = math.prod(len(span.values) for span in spans)
    if count > MOST:
        raise UsageError(problem("E128", value=", ".join(span.text for span in spans), count=count, most=MOST))
    for span in spans:
        case.before(span.name)
    held, base = case.after(fixed), case.outcome().value
    live = Rows(case).spans(spans, fixed)
    columns = (
        *(Column(span.name, span.quantity.label, span.quantity.unit, span.quantity.meaning) for span in spans),
        Column(case.metric.name, case.metric.symbol, case.metric.unit, case.metric.meaning, **live),
        Column(
            "difference",
            "difference",
            case.metric.unit,
            "less the figure before any change",
            formula=Name(case.metric.name) - of_figure(case.metric.name),
            requires=live.get("requires", ()),
        ),
        Column("undefined", "undefined because", TEXT, "why there is no figure"),
    )
    rows = []
    for values in product(*(span.values for span in spans)):
        got = case.outcome({**held, **{span.name: value for span, value in zip(spans, values, strict=True)}})
        rows.append((*values, got.value, _gap(got.value, base)[0], str(got.why) if got.why else None))
    kept = [say("{label} {change}", label=say(one.quantity.label), change=one.text) for one in fixed]
    names = [say(span.quantity.label) for span in spans]
    return Table(
        "range",
        say("{symbol} over {names:and}", symbol=say(case.metric.symbol), names=names),
        columns,
        tuple(rows),
        shown=40,
        note=say("with {all}", all=kept) if kept else "",
    )


# ------------------------------------------------------------------ backwards from a goal


@dataclass(frozen=True, slots=True)
class Reached:
    """The value of the quantity at which the figure is the goal; None if it is nowhere.

    `there` is the figure at that value; `lowest` and `highest` are what the quantity can make of the figure;
    `others` are further values that reach the goal, farther from where the quantity is now.
    """

    value: float | None
    there: float | None
    lowest: float | None
    highest: float | None
    others: tuple[float, ...] = ()


def reach(case: Case, goal: float, name: str, fixed: Sequence[Lever] = ()) -> Reached:
    """Which value of one quantity makes the figure the goal: looked for over its whole domain, then by halving.

    Of several the one nearest to the present value is taken. A count is the nearest at which the goal is passed.
    """
    quantity, before, held = QUANTITIES[name], case.before(name), case.after(fixed)

    def there(value: float) -> float | None:
        return case.outcome({**held, name: value}).value

    def above(value: float) -> float | None:
        got = there(value)
        return None if got is None else got - goal

    tried = [(value, there(value)) for value in _domain(quantity, before)]
    for (one, left), (two, right) in pairwise([*tried]):
        if (left is None) != (right is None):
            inside = _last_that_is(there, one, two, whole=quantity.whole)
            tried.append((inside, there(inside)))
    points = [(value, got) for value, got in sorted(tried, key=lambda at: at[0]) if got is not None]
    found: list[float | None] = [value for value, got in points if got == goal]
    for (one, left), (two, right) in pairwise(points):
        if (left - goal) * (right - goal) < 0:
            ends = (int(one), int(two))
            found.append(_passed(above, *ends, before) if quantity.whole else _halved(above, one, two))
    at = sorted({value for value in found if value is not None}, key=lambda value: abs(value - before))
    figures = [got for _, got in points]
    low, high = (min(figures), max(figures)) if figures else (None, None)
    return Reached(at[0] if at else None, there(at[0]) if at else None, low, high, tuple(at[1:]))


def _domain(quantity: Quantity, before: float) -> list[float]:
    """Values over the whole domain of a quantity, close together near its ends and near where it is."""
    low, high = quantity.bounds.low, quantity.bounds.high
    if quantity.whole:
        first, last = math.ceil(max(low, 0)), int(min(high, max(1200, 1000 * before)))
        counts = {first, last, int(before), *range(first, min(first + 48, last) + 1)}
        step = first + 48
        while step < last:
            counts.add(step)
            step += step // 8
        return sorted(counts)
    halves = [2.0**-n for n in range(1, 45)]
    if math.isfinite(low) and math.isfinite(high):
        wide = high - low
        near = [low + wide * half for half in halves] + [high - wide * half for half in halves]
        points = [low + wide * n / 256 for n in range(257)] + near
    else:
        unit = abs(before) or 1.0
        steps = [unit * 2.0**n for n in range(-40, 41)]
        anchors = [end for end in (low, high, before) if math.isfinite(end)]
        points = [0.0, *anchors, *(end + sign * step for end in anchors for sign in (1, -1) for step in steps)]
    return sorted({point for point in (*points, before) if point in quantity.bounds})


def _last_that_is(there: Callable[[float], float | None], one: float, two: float, *, whole: bool) -> float:
    """Of two values, at one of which alone there is a figure, the last on the way to the other that has one."""
    inside, outside = (one, two) if there(two) is None else (two, one)
    while True:
        middle = (inside + outside) // 2 if whole else (inside + outside) / 2
        if middle in (inside, outside):
            return inside
        inside, outside = (inside, middle) if there(middle) is None else (middle, outside)


def _passed(above: Callable[[float], float | None], one: int, two: int, before: float) -> int | None:
    """The count that gives the goal; else, of the two neighbours of it, the farther one: there it is passed."""
    left = above(one) or 0.0
    while two - one > 1:
        middle = (one + two) // 2
        gap = above(middle)
        if gap is None:
            return None
        if gap == 0:
            return middle
        one, two = (middle, two) if (gap < 0) == (left < 0) else (one, middle)
    return one if abs(one - before) > abs(two - before) else two


def _halved(above: Callable[[float], float | None], one: float, two: float) -> float | None:
    """The value between two at which the sign changes, to the last digit a float has; None where it only jumps."""
    left = above(one) or 0.0
    while True:
        middle = (one + two) / 2
        gap = above(middle) if one < middle < two else None
        if gap is None:
            break
        if gap == 0:
            return middle
        one, two = (middle, two) if (gap < 0) == (left < 0) else (one, middle)
    ends = [(abs(each), value) for value in (one, two) if (each := above(value)) is not None]
    gap, value = min(ends)
    return value if gap <= _CLOSE * max(1.0, abs(left)) else None
