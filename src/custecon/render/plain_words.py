"""What a page or a workbook says: in words of its own, never of a command line that its reader has not."""

from __future__ import annotations

import re

from custecon.core.language import words
from custecon.core.results import Input

_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*\b|\bcustecon [a-z]")


def without_options(text: str) -> str:
    """The parts of a text that name no option and no command.

    >>> without_options("no discount: later money counts as money now; --discount 10% says another")
    'no discount: later money counts as money now'
    >>> without_options("the file says a unit, --units overrules it; taken as units")
    'the file says a unit; taken as units'
    >>> without_options("--lost did nothing here")
    ''
    """
    kept = []
    for clause in text.split("; "):
        parts = clause.split(", ")
        while parts and _OPTION.search(", ".join(parts)):
            parts.pop()
        if parts:
            kept.append(", ".join(parts))
    return "; ".join(kept)


def whence(entry: Input) -> str:
    """Where an input came from, and how."""
    return ": ".join(filter(None, (words(entry.origin), without_options(words(entry.note)))))
