"""Metrics: a formula written once, with all that a user must know about it, and the catalogue of them all.

`@metric(…)` turns a pure function into a `Metric`. A declaration that lacks its unit, source, example, meaning
or convention is refused at import, so there is no undocumented metric. Call a metric and it computes; trace it
and it tells its formula, its steps and its conditions.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from inspect import Parameter, signature
from typing import Any, get_args

from custecon.core.errors import Undefined, problem
from custecon.core.expression import Expression, Name, Requirement, Step, Trace, Unmet, Warned, recording
from custecon.core.lent import LENT
from custecon.core.numbers import is_column, plain
from custecon.core.quantities import Quantity
from custecon.core.references import Citation
from custecon.core.units import Unit

_NAME = re.compile(r"[a-z][a-z_]{2,}[a-z]")
MEASURED = "period_number"


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of metrics that answer one question; its name is the command."""

    name: str
    title: str
    default: str = ""


@dataclass(frozen=True)
class Example:
    """A worked example: the inputs, what comes out, to how many places, and where it stands.

    `source` may be left out when it is the metric's own; `derived` tells that the figure follows from the
    cited formula and was not printed there.
    """

    gives: float
    inputs: Mapping[str, Any]
    places: int = 2
    source: Citation | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """An input of a metric: its quantity, and the value it has when it is not given (None: it must be)."""

    quantity: Quantity
    default: float | None = None

    @property
    def name(self) -> str:
        """The keyword."""
        return self.quantity.name

    def checked(self, given: Any, *, read: bool = False) -> Any:
        """What was given as a number, or an array of numbers, after a look at every bound; `read`: as in `check`.

        Raises:
            UsageError: it is no number of its quantity.
        """
        given = plain(given)
        if isinstance(given, str):
            given = float(self.quantity.read(given, period=False).number)
        self.quantity.check(given, read=read)
        return given


@dataclass(frozen=True, slots=True)
class Working:
    """The formula of a metric as it was recorded: expression, steps, requirements, warnings."""

    expression: Expression
    steps: tuple[Step, ...]
    requirements: tuple[Requirement, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Metric:
    """A published formula that computes, checks its inputs and explains itself.

    Call it with keywords only: numbers give a number; a list, an array or a series gives an array or a series, in which
    a gap stands where one of the inputs has one.

    Attributes:
        name: the Python name; `slug` is the name on the command line.
        meaning: one sentence, what a manager learns.
        unit: of the result. convention: what is assumed about timing or counting.
        valid: when it may be used. criticism: what it does not see.
    """

    name: str
    topic: Topic
    label: str
    meaning: str
    symbol: str
    unit: Unit
    convention: str
    valid: str
    criticism: str
    sources: tuple[Citation, ...]
    examples: tuple[Example, ...]
    inputs: tuple[Needed, ...]
    formula: Callable[..., Any]

    @property
    def slug(self) -> str:
        """The name on the command line."""
        return self.name.replace("_", "-")

    @cached_property
    def is_schedule(self) -> bool:
        """Whether the result is the sum of one row a period, rather than one formula."""
        return any(needed.name == MEASURED for needed in self.inputs)

    @cached_property
    def asked(self) -> tuple[Needed, ...]:
        """The inputs that a caller gives: all but the number of the period in a schedule."""
        return tuple(needed for needed in self.inputs if needed.name != MEASURED)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The inputs that need not be given, with what they are then."""
        return {needed.name: needed.default for needed in self.asked if needed.default is not None}

    @cached_property
    def required(self) -> frozenset[str]:
        """The inputs without which it cannot be computed."""
        return frozenset(needed.name for needed in self.asked if needed.default is None)

    def __call__(self, **inputs: Any) -> Any:
        """The value, after every input was checked.

        Raises:
            UsageError: an input is not a number of its quantity. Undefined: the figure does not exist.
            TypeError: an input is missing or unknown.
        """
        if any(map(is_column, inputs.values())):
            return LENT["metric over columns"](self, inputs)
        return self.compute(self.checked(inputs))

    def checked(self, inputs: Mapping[str, Any], *, read: bool = False) -> dict[str, Any]:
        """The inputs as numbers (texts such as "80%" are read), defaults filled in, every bound held.

        `read`: they were read already, as those of an analysis are.
        """
        self.refuse_other_names(inputs)
        values = {
            needed.name: needed.checked(inputs.get(needed.name, needed.default), read=read) for needed in self.asked
        }
        if any(isinstance(value, float) for value in values.values()):  # beside which nothing is exact
            values = {name: float(value) if isinstance(value, Decimal) else value for name, value in values.items()}
        return values

    def refuse_other_names(self, inputs: Mapping[str, Any]) -> None:
        """Refuse what is not asked, and what is missing.

        Raises:
            TypeError: an input is missing or unknown.
        """
        unknown = inputs.keys() - {needed.name for needed in self.asked}
        if unknown or not inputs.keys() >= self.required:
            wanted = ", ".join(n.name if n.default is None else f"{n.name}={n.default:g}" for n in self.asked)
            raise TypeError(f"{self.name}() takes {wanted}; got {', '.join(inputs) or 'nothing'}")

    def compute(self, values: Mapping[str, Any]) -> Any:
        """The value for inputs that are already checked.

        Raises:
            Undefined: E301 with the reason; E302 if it is too large for a number.
        """
        try:
            result = sum_of_periods(self.formula, values) if self.is_schedule else self.formula(**values)
        except Unmet as unmet:
            raise Undefined(problem("E301", figure=self.label, reason=unmet.reason, cure=unmet.cure)) from None
        except OverflowError:
            raise Undefined(self._too_large(values)) from None
        if not _finite(result):
            raise Undefined(self._too_large(values))
        return result

    def _too_large(self, values: Mapping[str, Any]) -> Any:
        shown = ", ".join(f"{name} {value:g}" for name, value in values.items() if isinstance(value, int | float))
        shown = shown.replace("e+", "e")
        return problem("E302", figure=self.label, inputs=shown)

    def traced(self, symbols: frozenset[str] | set[str], instead: Mapping[str, Any] | None = None) -> Working:
        """The formula with these inputs as names and the others at their default; `instead`: as what is given there."""
        arguments: dict[str, Any] = {
            needed.name: Name(needed.name) if needed.name in symbols or needed.default is None else needed.default
            for needed in self.inputs
        }
        arguments |= {name: part for name, part in (instead or {}).items() if name in arguments}
        with recording() as trace:
            expression = self.formula(**arguments)
        return _working(expression, trace)


def _working(expression: Any, trace: Trace) -> Working:
    return Working(expression, tuple(trace.steps), tuple(trace.requirements), tuple(trace.warnings))


def sum_of_periods(formula: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """The total of a schedule: its formula for period 1, 2, … added up without loss."""
    others = {name: value for name, value in values.items() if name != "periods"}
    rows = [formula(periods=values["periods"], period_number=n, **others) for n in range(1, int(values["periods"]) + 1)]
    return math.fsum(rows) if all(isinstance(row, float | int) for row in rows) else sum(rows[1:], rows[0])


def _finite(result: Any) -> bool:
    if isinstance(result, int | float):
        return math.isfinite(result)
    if isinstance(result, Decimal):
        return result.is_finite()
    ends = (result.min(), result.max()) if hasattr(result, "min") and len(result) else ()
    return all(math.isfinite(end) for end in ends)


METRICS: dict[str, Metric] = {}


def metric(
    *,
    topic: Topic,
    label: str,
    symbol: str,
    unit: Unit,
    convention: str,
    valid: str,
    criticism: str,
    source: Citation | tuple[Citation, ...],
    example: Example | tuple[Example, ...],
) -> Callable[[Callable[..., Any]], Metric]:
    """Declare a metric. Everything is required: a figure nobody can check is not shown.

    Raises:
        ValueError: at import, if the declaration is incomplete or its name is taken.
    """

    def declare(formula: Callable[..., Any]) -> Metric:
        name = formula.__name__
        sources = source if isinstance(source, tuple) else (source,)
        examples = example if isinstance(example, tuple) else (example,)
        meaning = (formula.__doc__ or "").strip().split("\n", 1)[0].rstrip(".")
        declared = Metric(
            name=name,
            topic=topic,
            label=label,
            meaning=meaning,
            symbol=symbol,
            unit=unit,
            convention=convention,
            valid=valid,
            criticism=criticism,
            sources=sources,
            examples=examples,
            inputs=_needed(formula),
            formula=formula,
        )
        _refuse_incomplete(declared)
        METRICS[name] = declared
        return declared

    return declare


def _needed(formula: Callable[..., Any]) -> tuple[Needed, ...]:
    inputs = []
    for parameter in signature(formula).parameters.values():
        metadata = get_args(parameter.annotation)
        found = next((part for part in metadata if isinstance(part, Quantity)), None)
        if found is None or parameter.kind is not Parameter.KEYWORD_ONLY:
            raise ValueError(f"{formula.__name__}: {parameter.name} must be keyword-only, with a type from quantities")
        if parameter.name != found.name:
            raise ValueError(f"{formula.__name__}: {parameter.name} is the quantity {found.name}; use that name")
        inputs.append(Needed(found, None if parameter.default is Parameter.empty else parameter.default))
    return tuple(inputs)


def _refuse_incomplete(declared: Metric) -> None:
    empty = [
        name
        for name in (
            "meaning",
            "label",
            "symbol",
            "convention",
            "valid",
            "criticism",
            "sources",
            "examples",
            "inputs",
        )
        if not getattr(declared, name)
    ]
    if empty:
        raise ValueError(f"{declared.name}: the declaration lacks {', '.join(empty)}")
    if declared.name in METRICS:
        raise ValueError(f"{declared.name}: this metric is already declared")
    for needed in declared.inputs:
        if not _NAME.fullmatch(needed.name):
            raise ValueError(
                f"{declared.name}: {needed.name}: a name in a workbook has at least four letters, no digit"
            )


def topic_of(name: str) -> tuple[Metric, ...]:
    """The metrics of a topic, in the order of their declaration."""
    return tuple(entry for entry in METRICS.values() if entry.topic.name == name)
