"""A fact of the firm, stated once in its settings, that stands in for what nobody said."""

from __future__ import annotations

from dataclasses import dataclass

from custecon.core.numbers import Typed


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands in for an option: its text, and for a figure its number with its period.

    `origin` is "environment" or "settings"; `where` is the variable or the file; `texts` are those of a list.
    """

    name: str
    text: str
    origin: str
    where: str
    typed: Typed | None = None
    texts: tuple[str, ...] = ()
