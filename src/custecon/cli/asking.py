"""The options of the commands that are not declared yet, read as what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custecon.cli.options import Asked
from custecon.core import misspelling
from custecon.core.calendar_span import CalendarSpan
from custecon.core.quantities import level_of


def chosen(asked: Asked, name: str, known: Sequence[str]) -> str | None:
    """The value of an option that is one of a list.

    Raises:
        UsageError: E112 it is none of them.
    """
    value = asked.text(name)
    return None if value is None else misspelling.chosen(known, asked.called(name), value)


def level(asked: Asked) -> float:
    """The level of intervals, 0.95 unless told otherwise."""
    text = asked.text("level")
    return 0.95 if text is None else level_of(text)


def duration(asked: Asked, name: str) -> CalendarSpan | None:
    """A duration such as 180d, 26w, 36m or 3y.

    Raises:
        UsageError: E119 it is not such a duration, or longer than a hundred years.
    """
    text = asked.text(name)
    return None if text is None else replace(CalendarSpan.read(text, asked.called(name)), typed=name in asked.options)
