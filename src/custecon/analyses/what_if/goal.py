"""What it takes to reach a goal: the value of one quantity, found by trying."""

from collections.abc import Sequence
from typing import Any

from custecon.core.catalogue import Metric
from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.misspelling import no_such
from custecon.core.numbers import parse
from custecon.core.phrases import Amount, say
from custecon.core.quantities import QUANTITIES, full_name
from custecon.core.results import Figure
from custecon.core.units import Form
from custecon.tables.quantity_changes import Lever
from custecon.tables.what_if import Case, reach


def reached(
    case: Case, text: str | None, name: str | None, changes: Sequence[Lever], currency: str | None
) -> tuple[Figure, str] | None:
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
        raise UsageError(problem("E139", reason=say("«{named}» is not what is computed", named=named), **example))
    quantity = QUANTITIES.get(full_name(name.replace("-", "_")))
    if quantity is None:
        raise UsageError(no_such("quantity", name, [QUANTITIES[one].flag.lstrip("-") for one in case.levers()]))
    unit = metric.unit
    goal = float(parse(said.strip(), name="--reach", percent=unit.form is Form.SHARE).number)
    if unit.form is Form.SHARE and abs(goal) > 1:
        raise UsageError(problem("E139", reason=say("{said} is not a share; write {said}%", said=said), **example))
    found = reach(case, goal, quantity.name, changes)
    aim = say("{symbol} {goal}", symbol=say(metric.symbol), goal=Amount(goal, unit, currency))
    label = say("{quantity} for {aim}", quantity=say(quantity.label), aim=aim)
    if found.value is None:
        reason = say(
            "whatever the {quantity}, the figure stays between {low} and {high}",
            quantity=say(quantity.label),
            low=Amount(found.lowest, unit, currency),
            high=Amount(found.highest, unit, currency),
        )
        cure = "choose a goal in this range, or another quantity with --by"
        raise Undefined(problem("E301", figure=label, reason=reason, cure=cure))
    before = Amount(case.before(quantity.name), quantity.unit, currency)
    notes = [say("found by trying values and halving, not by a formula; now {before}", before=before)]
    notes += [say("all changes made")] if changes else []
    if found.others:
        notes.append(
            say("also at {values}", values=[Amount(value, quantity.unit, currency) for value in found.others[:3]])
        )
    if quantity.whole and found.there != goal:
        notes.append(say("the first count to pass the goal, there {there}", there=Amount(found.there, unit, currency)))
    answer = say(
        "{aim} is reached at {quantity} {value} (now {before}).",
        aim=aim,
        quantity=say(quantity.label),
        value=Amount(found.value, quantity.unit, currency),
        before=before,
    )
    return Figure(quantity.name, label, found.value, quantity.unit, say("{all:;}", all=notes), "main"), answer


def _names(metric: Metric) -> list[str]:
    """What the figure may be called in --reach: by its topic or its symbol, where these mean it, and by its name."""
    topic, symbol = metric.topic.name, metric.symbol.lower()
    by_topic = [topic] if metric.name == metric.topic.default or symbol == topic else []
    return [*by_topic, metric.slug, symbol]
