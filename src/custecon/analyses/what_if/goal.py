"""What it takes to reach a goal: the value of one quantity, found by trying."""

from collections.abc import Sequence
from typing import Any

from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.misspelling import no_such
from custecon.core.numbers import parse
from custecon.core.quantities import QUANTITIES, full_name
from custecon.core.results import Figure
from custecon.core.units import Form
from custecon.render import numbers
from custecon.tables.levers import Lever
from custecon.tables.what_if import Case, reach


def reached(case: Case, text: str | None, name: str | None, changes: Sequence[Lever]) -> tuple[Figure, str] | None:
    """The value of one quantity that makes the figure the goal, as a figure with a note, and as a sentence.

    Raises:
        Undefined: E301 no value of the quantity does; the reason says what can be reached.
    """
    metric = case.metric
    names = _names(metric)
    example: dict[str, Any] = {"figure": names[0], "lever": QUANTITIES[next(iter(case.levers()))].flag.lstrip("-")}
    if text is None and name is None:
        return None
    if text is None or name is None:
        missing = "what is to be reached?" if text is None else "by which quantity?"
        raise UsageError(problem("E139", reason=missing, **example))
    named, sign, said = text.rpartition("=")
    if sign and named.strip().lower().replace("_", "-") not in names:
        raise UsageError(problem("E139", reason=f"«{named}» is not what is computed", **example))
    quantity = QUANTITIES.get(full_name(name.replace("-", "_")))
    if quantity is None:
        raise UsageError(no_such("quantity", name, [QUANTITIES[one].flag.lstrip("-") for one in case.levers()]))
    unit = metric.unit
    goal = float(parse(said.strip(), name="--reach", percent=unit.form is Form.SHARE).number)
    if unit.form is Form.SHARE and abs(goal) > 1:
        raise UsageError(problem("E139", reason=f"{said} is not a share; write {said}%", **example))
    found = reach(case, goal, quantity.name, changes)
    aim = f"{metric.symbol} {numbers.shown(goal, unit)}"
    label = f"{quantity.label} for {aim}"
    if found.value is None:
        low, high = numbers.shown(found.lowest, unit), numbers.shown(found.highest, unit)
        reason = f"whatever the {quantity.label}, the figure stays between {low} and {high}"
        cure = "choose a goal in this range, or another quantity with --by"
        raise Undefined(problem("E301", figure=label, reason=reason, cure=cure))
    before = numbers.shown(case.before(quantity.name), quantity.unit)
    note = f"found by trying values and halving, not by a formula; now {before}"
    note += "; all changes made" if changes else ""
    if found.others:
        note += "; also at " + ", ".join(numbers.shown(value, quantity.unit) for value in found.others[:3])
    if quantity.whole and found.there != goal:
        note += f"; the first count to pass the goal, there {numbers.shown(found.there, unit)}"
    answer = f"{aim} is reached at {quantity.label} {numbers.shown(found.value, quantity.unit)} (now {before})."
    return Figure(quantity.name, label, found.value, quantity.unit, note, "main"), answer


def _names(metric: Metric) -> list[str]:
    """What the figure may be called in --reach: by its topic or its symbol, where these mean it, and by its name."""
    topic, symbol = metric.topic.name, metric.symbol.lower()
    by_topic = [topic] if metric.name == metric.topic.default or symbol == topic else []
    return [*by_topic, metric.slug, symbol]
