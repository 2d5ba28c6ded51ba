"""A figure in words, in whatever language and with whatever digits is spoken: its value, its interval, the level."""

from __future__ import annotations

from collections.abc import Iterable

from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Figure, Result
from custecon.core.screen import Key


def value_of(figure: Figure, result: Result) -> str:
    """Its value with the currency of its result, or that it is undefined."""
    if figure.value is None:
        return words("undefined")
    return spoken().shown(figure.value, figure.unit, result.currency)


def interval_of(figure: Figure) -> str:
    """Both ends of its interval; nothing where it has none."""
    if figure.interval is None:
        return ""
    return spoken().between(figure.interval.low, figure.interval.high, figure.unit)


def between_or_why(key: Key, figure: Figure) -> str:
    """Both ends of its interval; where it has none, why, if that was declared."""
    return interval_of(figure) or ("" if figure.undefined else words(key.certain))


def interval_at(figures: Iterable[Figure]) -> str:
    """The heading of their intervals, of one or several levels; nothing where none of them has one."""
    levels = sorted({figure.interval.level for figure in figures if figure.interval})
    return words(say("{level} interval", level=" / ".join(map(spoken().share, levels)))) if levels else ""
