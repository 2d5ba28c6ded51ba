"""Formulas that know themselves: small objects that record arithmetic.

A formula is an ordinary function. Called with numbers it gives a number; called with `Name`s it gives the
`Expression` of what it does, from which come the words, the numbers put in, and the spreadsheet cell.

Inside a formula four words do more than arithmetic, with numbers and with names alike:

- `where(condition, this, other)`: a true case distinction; a formula never branches on a value with `if`;
- `require(condition, reason, cure)`: without it the figure does not exist;
- `warn(condition, code)`: the figure stands, and the user is told something;
- `step(name, value, unit, meaning)`: an intermediate result with its own line and its own cell.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from custecon.core.errors import Notice, notice
from custecon.core.units import Unit

Number = int | float | Decimal


class Expression:
    """Something that arithmetic can be done with, and that remembers it."""

    __slots__ = ()

    def __add__(self, other: Any) -> Expression:
        return _sum(self, _node(other))

    def __radd__(self, other: Any) -> Expression:
        return _sum(_node(other), self)

    def __sub__(self, other: Any) -> Expression:
        other = _node(other)
        return self if other == Constant(0) else Binary("-", self, other)

    def __rsub__(self, other: Any) -> Expression:
        return Binary("-", _node(other), self)

    def __mul__(self, other: Any) -> Expression:
        return _product(self, _node(other))

    def __rmul__(self, other: Any) -> Expression:
        return _product(_node(other), self)

    def __truediv__(self, other: Any) -> Expression:
        other = _node(other)
        return self if other == Constant(1) else Binary("/", self, other)

    def __rtruediv__(self, other: Any) -> Expression:
        return Binary("/", _node(other), self)

    def __pow__(self, other: Any) -> Expression:
        other = _node(other)
        if other == Constant(0):
            return Constant(1)  # as in Python; a spreadsheet knows no 0^0
        return self if other == Constant(1) else Binary("^", self, other)

    def __rpow__(self, other: Any) -> Expression:
        other = _node(other)
        return other if other == Constant(1) else Binary("^", other, self)

    def __neg__(self) -> Expression:
        return Binary("-", Constant(0), self)

    def __pos__(self) -> Expression:
        return self

    def __lt__(self, other: Any) -> Comparison:
        return Comparison("<", self, _node(other))

    def __le__(self, other: Any) -> Comparison:
        return Comparison("<=", self, _node(other))

    def __gt__(self, other: Any) -> Comparison:
        return Comparison(">", self, _node(other))

    def __ge__(self, other: Any) -> Comparison:
        return Comparison(">=", self, _node(other))

    def __bool__(self) -> bool:
        raise TypeError("a formula does not branch on a value: use where(condition, this, other)")

    def __float__(self) -> float:
        raise TypeError("a formula keeps its symbols: no float(), no math.* inside; use core.expression")


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A number that stands in the formula itself."""

    value: Number


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """An input, by the name of its quantity."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary(Expression):
    """left + - * / ^ right. A minus with 0 on the left is a sign."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """left < <= > >= right."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function: exp, log, sqrt, min, max, where."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Step(Expression):
    """A named intermediate result."""

    name: str
    formula: Expression
    unit: Unit
    meaning: str


def _node(value: Any) -> Expression:
    return value if isinstance(value, Expression) else Constant(value)


def _sum(left: Expression, right: Expression) -> Expression:
    if left == Constant(0):
        return right
    return left if right == Constant(0) else Binary("+", left, right)


def _product(left: Expression, right: Expression) -> Expression:
    if left == Constant(1):
        return right
    return left if right == Constant(1) else Binary("*", left, right)


# ---------------------------------------------------------------- what a formula says besides its value


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition without which the figure does not exist, why, and what to do."""

    condition: Expression
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A condition under which the user is told something, and the notice."""

    condition: Expression
    notice: Notice


@dataclass(slots=True)
class Trace:
    """What one run of a formula recorded, in its order."""

    requirements: list[Requirement] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


class Unmet(Exception):
    """A requirement does not hold; carries its reason and cure."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.reason, self.cure = reason, cure


_recorder: ContextVar[Trace | None] = ContextVar("recorder", default=None)


@contextmanager
def recording() -> Iterator[Trace]:
    """Collect what formulas say while they run in this block."""
    trace = Trace()
    token = _recorder.set(trace)
    try:
        yield trace
    finally:
        _recorder.reset(token)


def require(condition: Any, reason: str, cure: str) -> None:
    """Say when the figure exists. With numbers it is checked at once, for arrays in every row.

    Raises:
        Unmet: with numbers, if the condition does not hold.
    """
    trace = _recorder.get()
    if isinstance(condition, Expression):
        if trace is not None:
            trace.requirements.append(Requirement(condition, reason, cure))
        return
    if not _everywhere(condition):
        raise Unmet(reason, cure)


def warn(condition: Any, code: str, **values: Any) -> None:
    """Record that the user is told something when the condition holds; with numbers nothing happens."""
    trace = _recorder.get()
    if trace is not None and isinstance(condition, Expression):
        trace.warnings.append(Warned(condition, notice(code, **values)))


def step(name: str, value: Any, unit: Unit, meaning: str) -> Any:
    """Name an intermediate result; with numbers it is the number itself."""
    if not isinstance(value, Expression):
        return value
    named = Step(name, value, unit, meaning)
    trace = _recorder.get()
    if trace is not None:
        trace.steps.append(named)
    return named


def _everywhere(condition: Any) -> bool:
    return bool(condition.all() if hasattr(condition, "all") else condition)


# ---------------------------------------------------------------- functions that work on everything


def where(condition: Any, this: Any, other: Any) -> Any:
    """`this` where the condition holds, else `other`; for arrays cell by cell.

    A branch that cannot be computed where the other holds (a division by 0) is written as a function without
    arguments: `where(churn > 0, lambda: margin / churn, margin)`.
    """
    if isinstance(condition, Expression):
        return Call("where", (condition, _node(_made(this)), _node(_made(other))))
    if hasattr(condition, "all"):
        numpy = sys.modules["numpy"]
        with numpy.errstate(all="ignore"):  # what a cell does not take is thrown away
            return numpy.where(condition, _made(this), _made(other))
    return _made(this if condition else other)


def _made(branch: Any) -> Any:
    return branch() if callable(branch) else branch


# What whole_up takes for noise of the last binary digits: 3.0000000000000004 months are 3.
HAIR = 1e-9


def whole_up(value: Any) -> Any:
    """The next whole number, for something that is reached only at the end of a period."""
    if isinstance(value, Expression):
        return Call("whole_up", (value,))
    if hasattr(value, "__array__"):
        return sys.modules["numpy"].ceil(value - HAIR)
    return math.ceil(value - type(value)(HAIR))


def maximum(one: Any, other: Any) -> Any:
    """The larger of two; for arrays cell by cell."""
    return where(one >= other, one, other)


def minimum(one: Any, other: Any) -> Any:
    """The smaller of two; for arrays cell by cell."""
    return where(one <= other, one, other)


def exp(value: Any) -> Any:
    """E to the power of the value."""
    return _apply("exp", value, math.exp, "exp")


def log(value: Any) -> Any:
    """The natural logarithm."""
    return _apply("log", value, math.log, "ln")


def sqrt(value: Any) -> Any:
    """The square root."""
    return _apply("sqrt", value, math.sqrt, "sqrt")


def log_gamma(value: Any) -> Any:
    """The natural logarithm of the gamma function."""
    if isinstance(value, Expression):
        return Call("log_gamma", (value,))
    return math.lgamma(value)


def _apply(name: str, value: Any, plain: Callable[[float], float], decimal_method: str) -> Any:
    if isinstance(value, Expression):
        return Call(name, (value,))
    if isinstance(value, Decimal):
        return getattr(value, decimal_method)()
    if hasattr(value, "__array__"):
        # An array can only have come from a loaded NumPy; core itself never loads it.
        return getattr(sys.modules["numpy"], name)(value)
    return plain(value)


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": lambda left, right: left**right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": exp,
    "log": log,
    "log_gamma": log_gamma,
    "sqrt": sqrt,
    "whole_up": whole_up,
}


def value_of(expression: Expression, inputs: Mapping[str, Any]) -> Any:
    """The second road to a number: the recorded expression, computed for these inputs."""
    match expression:
        case Constant(value):
            return value
        case Name(name):
            return inputs[name]
        case Step(formula=formula):
            return value_of(formula, inputs)
        case Binary(sign, left, right) | Comparison(sign, left, right):
            return _OPERATIONS[sign](value_of(left, inputs), value_of(right, inputs))
        case Call("where", (condition, this, other)):
            # Only the branch that holds is computed, as in the formula's own language and in a sheet.
            return value_of(this if value_of(condition, inputs) else other, inputs)
        case Call(function, (argument,)):
            return FUNCTIONS[function](value_of(argument, inputs))
    raise TypeError(f"not an expression: {expression!r}")
