"""What follows from what: churn from retention, margin from revenue; and which of two sayings of one thing stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from custecon.core.errors import UsageError, problem
from custecon.core.expression import Expression, Name
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input


def _complement(value: Any) -> Any:
    """1 − value as a person reckons it: 1 − 0.9 is 0.1, not 0.09999999999999998."""
    return 1 - value if isinstance(value, Expression) else float(1 - Decimal(repr(value)))


# What follows from what: the name, what it needs, how, and in words.
FOLLOWS: tuple[tuple[str, tuple[str, ...], Callable[..., Any], str], ...] = (
    ("retention", ("churn",), _complement, "1 − churn rate"),
    ("churn", ("retention",), _complement, "1 − retention rate"),
    ("margin", ("revenue", "margin_rate"), lambda revenue, rate: revenue * rate, "revenue × margin rate"),
)


FOLLOWING = tuple((name, needs) for name, needs, _, _ in FOLLOWS)


def not_overruled(
    standing: Sequence[Input], given: Sequence[Input], following: Sequence[tuple[str, tuple[str, ...]]] = FOLLOWING
) -> list[Input]:
    """What still stands beside what was given later: a retention overrules a churn, for they are one thing.

    `following`: what follows from what, so that both together say one thing twice.
    """
    typed, known = {entry.name for entry in given}, {entry.name for entry in (*given, *standing)}
    gone: set[str] = set()
    for name, needs in following:
        if not known.issuperset({name, *needs}):
            continue
        if name in typed:
            gone |= set(needs) - typed
        elif typed.intersection(needs):
            gone.add(name)
    return [entry for entry in standing if entry.name not in gone]


def completed(given: Sequence[Input]) -> list[Input]:
    """The inputs, and those that follow from them: churn from retention, margin from revenue.

    Raises:
        UsageError: E108 two inputs say the same thing differently.
    """
    known = {entry.name: entry for entry in given}
    for name, needs, how, note in FOLLOWS:
        if not all(need in known for need in needs):
            continue
        parts = tuple(known[need] for need in needs)
        value = how(*[part.value for part in parts])
        if name not in known:
            known[name] = Input(
                QUANTITIES[name], value, "computed", note, formula=how(*map(Name, needs)), made_from=parts
            )
        elif known[name].origin != "computed" and abs(known[name].value - value) > 1e-12:
            raise UsageError(problem("E108", name=name, other=say("{needs:and}", needs=[*needs])))
    return list(known.values())


def with_parts(inputs: Iterable[Input]) -> list[Input]:
    """The inputs and what the computed ones were computed from, each once."""
    entries = {entry.name: entry for given in inputs for entry in (given, *with_parts(given.made_from))}
    return list(entries.values())
