"""A recorded formula as words, as numbers put in, and as a spreadsheet formula.

One writer serves the three: only the signs, the names of functions and the leaves differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from custecon.core.expression import HAIR, Binary, Call, Comparison, Constant, Expression, Name, Step, value_of
from custecon.core.language import Language, speaking, spoken, words
from custecon.core.phrases import Phrase, say
from custecon.core.quantities import QUANTITIES
from custecon.core.relations import Across, Over, Rank, Related, Rounded, Running, Top, Word
from custecon.core.rounding import full

BY = "by "
_STRENGTH = {"<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5}
_MADE_OF = {
    "cost of ": "cost of {of}",
    "price of ": "price of {of}",
    "minutes of ": "minutes of {of}",
    "minute of ": "minute of {of}",
    "capacity of ": "capacity of {of}",
    "times ": "times {of}",
    "step ": "step {of}",
    "renewal ": "renewal {of}",
}
_SIGN = 4  # a leading minus binds tighter than × and looser than ^


@dataclass(frozen=True, slots=True)
class _Style:
    signs: Mapping[str, str]
    functions: Mapping[str, str]
    leaf: Callable[[Expression], str | None]
    separator: str = ", "
    strict: bool = False  # write every parenthesis that a spreadsheet needs to agree with us
    holds: Callable[[Expression], bool | None] | None = None  # only the case that holds is written, if that is known


_WORD_SIGNS = {
    "+": " + ",
    "-": " − ",
    "*": " × ",
    "/": " ÷ ",
    "^": "^",
    "<": " < ",
    "<=": " ≤ ",
    ">": " > ",
    ">=": " ≥ ",
}
_CELL_SIGNS = {"+": "+", "-": "-", "*": "*", "/": "/", "^": "^", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORD_FUNCTIONS = {"exp": "exp", "log": "ln", "log_gamma": "lnΓ", "sqrt": "√", "whole_up": "rounded up"}
_CELL_FUNCTIONS = {"exp": "EXP", "log": "LN", "log_gamma": "GAMMALN", "sqrt": "SQRT", "where": "IF"}


def in_words(expression: Expression) -> str:
    """The formula with the labels of its quantities: margin × retention rate ÷ (1 + discount rate − …)."""

    def leaf(node: Expression) -> str | None:
        match node:
            case Name(name):
                name = name.removeprefix("figure ").removeprefix("input ")
                return words(QUANTITIES[name].label if name in QUANTITIES else name_in_words(name))
            case Step(name=name):
                return words(name_in_words(name))
            case Over(function, table, column, by):
                same = "{function} of {column} in {table} of the same {by}"
                template = same if by else "{function} of {column} in {table}"
                drawn = {
                    "function": name_in_words(function),
                    "column": name_in_words(column),
                    "table": name_in_words(table),
                }
                return words(say(template, **drawn, by=name_in_words(by or "")))
            case Running(column):
                return words(say("{column} so far", column=name_in_words(column)))
            case Rank(column):
                return words(say("rank by {column}", column=name_in_words(column)))
            case Top(table, column, count):
                template = "sum of {column} of the first {count} in {table}"
                return words(
                    say(template, column=name_in_words(column), count=name_in_words(count), table=name_in_words(table))
                )
            case Across(columns, _, column):
                first, last = name_in_words(columns[0]), name_in_words(columns[-1])
                ends = say("{first} to {last}", first=first, last=last) if len(columns) > 1 else first
                return words(say("sum of {columns}, each × its {column}", columns=ends, column=name_in_words(column)))
            case Word(text):
                return f"«{words(text)}»"
        return None

    return _write(expression, _Style(_WORD_SIGNS, _WORD_FUNCTIONS, leaf), 0)


@dataclass(frozen=True, slots=True)
class InWords:
    """A formula as a value of a phrase."""

    expression: Expression

    def in_language(self, language: Language) -> str:
        """With the labels of its quantities."""
        with speaking(language):
            return in_words(self.expression)

    @property
    def phrase(self) -> Phrase:
        """The formula alone."""
        return say("{formula}", formula=self)


def name_in_words(name: str) -> Phrase:
    """A name of a table, column or step as words; one that is made of another, such as cost_of_visits, by its parts."""
    text = name.replace("_", " ")
    if text not in spoken().catalogue:
        for beginning, template in _MADE_OF.items():
            if text.startswith(beginning):
                return say(template, of=text.removeprefix(beginning))
        if text.startswith(BY):  # a table of groups
            return say("by {columns:and}", columns=[say(one) for one in text.removeprefix(BY).split(" and ")])
    return say(text)


def in_numbers(expression: Expression, values: Mapping[str, Any]) -> str:
    """The formula with its numbers: 100.00 × 80.0% ÷ (1 + 10.0% − 80.0%). Steps appear with their values."""

    def leaf(node: Expression) -> str | None:
        match node:
            case Name(name) | Step(name=name) if name not in values:
                return words(name_in_words(name.replace("_number", "")))
            case Name(name):
                text = spoken().shown(values[name], QUANTITIES[name].unit)
            case Step(name=name, unit=unit):
                text = spoken().shown(values[name], unit)
            case _:
                return None
        return f"({text})" if text.startswith(("-", "\N{MINUS SIGN}")) else text

    def holds(condition: Expression) -> bool | None:
        try:
            return bool(value_of(condition, values))
        except KeyError:  # it hangs on the number of the period
            return None

    return _write(expression, _Style(_WORD_SIGNS, _WORD_FUNCTIONS, leaf, holds=holds), 0)


def in_cells(expression: Expression, cells: Mapping[str, str], related: Callable[[Related], str] | None = None) -> str:
    """The formula for a spreadsheet, without the leading =; `cells` gives the cell or name of each input and step.

    `related` writes what draws a column together.
    """

    def leaf(node: Expression) -> str | None:
        match node:
            case Name(name):
                return cells[name]
            case Step(name=name):
                return cells.get(name)
            case Related() if related is not None:
                return related(node)
            case Word(text):
                return '"' + words(text).replace('"', '""') + '"'
        return None

    return _write(expression, _Style(_CELL_SIGNS, _CELL_FUNCTIONS, leaf, separator=",", strict=True), 0)


def _write(node: Expression, style: _Style, around: int) -> str:
    """The node as text, in parentheses where what stands around it binds tighter."""
    leaf = style.leaf(node)
    if leaf is not None:
        return leaf
    match node:
        case Constant(value):
            return _constant(value, style, around)
        case Step(formula=formula):
            return _write(formula, style, around)
        case Binary("-", Constant(0), right):
            sign = style.signs["-"].strip()
            # In a sheet -A1^2 squares the minus as well, so there even a power is enclosed.
            tight = _STRENGTH["^"] + 1 if style.strict else _SIGN + 1
            return _enclosed(sign + _write(right, style, tight), _SIGN, around, always=style.strict)
        case Binary(sign, left, right) | Comparison(sign, left, right):
            strength = _STRENGTH[sign]
            # - and / are left-associative; ^ is not the same everywhere, so both sides are enclosed.
            text = (
                _write(left, style, strength + (sign == "^"))
                + style.signs[sign]
                + _write(right, style, strength + (sign in "-/^"))
            )
            return _enclosed(text, strength, around)
        case Call("where", (condition, this, other)) if (held := style.holds and style.holds(condition)) is not None:
            return _write(this if held else other, style, around)
        case Call("where") if "where" not in style.functions:
            text = f"; {words(say('otherwise'))} ".join(_cases(node, style))
            return f"({text})" if around else text
        case Call("whole_up", (argument,)) if style.strict:
            # INT rounds down in every spreadsheet, also below 0; ROUNDUP and CEILING differ between them.
            return f"(-INT({full(HAIR)}-({_write(argument, style, 0)})))"
        case Rounded(formula, places):
            inside = _write(formula, style, 0)
            if style.strict:
                return f"ROUND({inside},{places})"
            return words(say("({formula}, rounded to {places} decimal places)", formula=inside, places=places))
        case Call(function, arguments):
            inside = style.separator.join(_write(argument, style, 0) for argument in arguments)
            name = style.functions[function]
            return f"{name if style.strict else words(name)}({inside})"
    raise TypeError(f"not an expression: {node!r}")


def _cases(node: Expression, style: _Style) -> list[str]:
    """The cases of a distinction, and of those that follow it, in the order in which they are looked at."""
    match node:
        case Call("where", (condition, this, other)):
            needed = _write(_rounded_off(condition), style, 0)
            case = words(say("{formula} if {condition}", formula=_write(this, style, 1), condition=needed))
            return [case, *_cases(other, style)]
    return [_write(node, style, 0)]


def _rounded_off(condition: Expression) -> Expression:
    """A condition with 0 for what is only the noise of a computer's last digits."""
    match condition:
        case Comparison(sign, left, Constant(value)) if value == HAIR:
            return Comparison(sign, left, Constant(0))
    return condition


def _constant(value: Any, style: _Style, around: int) -> str:
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else full(value)
    text = text if style.strict else spoken().signs(text)
    return _enclosed(text, _SIGN, around, always=style.strict) if text.startswith(("-", "\N{MINUS SIGN}")) else text


def _enclosed(text: str, strength: int, around: int, *, always: bool = False) -> str:
    return f"({text})" if around > strength or (always and around) else text
