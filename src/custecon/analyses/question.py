"""What was said: by a shell, a notebook, a workbook; with the facts of the firm behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from custecon.core.errors import Notice
from custecon.core.facts import Fact
from custecon.core.option_names import flag_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was said, by name: texts as they were typed, or values of Python.

    Attributes:
        options: what was said. defaults: facts of the firm's settings, which stand in for what was not said.
        offered: all that could have been said. by_hand: it comes from a shell, where names are options.
        shared: it is put to several analyses, each of which takes of it what it knows.
        consulted: which of the defaults stood in; standing: which of them stood in as figures.
        idle: what was said, taken, and changed nothing. told: what must be known of how it was taken.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Fact] = field(default_factory=dict)
    offered: Set[str] = frozenset()
    by_hand: bool = False
    shared: bool = False
    consulted: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)
    idle: set[str] = field(default_factory=set)
    told: list[Notice] = field(default_factory=list)

    def called(self, name: str) -> str:
        """A name as who asks calls it: --lost-after in a shell, lost_after in Python."""
        return flag_of(name) if self.by_hand else name

    def as_said(self, name: str, value: str) -> str:
        """A name with a value as who asks says it: --method auto in a shell, method="auto" in Python."""
        return f"{flag_of(name)} {value}" if self.by_hand else f"{name}={json.dumps(value, ensure_ascii=False)}"

    def offers(self, name: str) -> bool:
        """Whether that could have been said."""
        return name in self.offered

    def fact(self, name: str) -> Fact | None:
        """What the settings say of it."""
        return self.defaults.get(name)

    def text(self, name: str) -> str | None:
        """What was said of it, else what the settings say; None if neither says it."""
        value = self.options.get(name)
        if value is None and (fact := self.fact(name)) is not None:
            self.consulted.add(name)
            value = fact.text
        return None if value is None else str(value)
