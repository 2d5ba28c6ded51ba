"""There is no such thing; did you mean …?"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from custecon.core.errors import Problem, UsageError, problem
from custecon.core.phrases import say


def as_choice(text: str) -> str:
    """A value as the lists of choices have it: BG/NBD and bg_nbd are bg-nbd."""
    return text.replace("_", "-").replace("/", "-").lower()


def chosen(known: Sequence[str], called: str, value: str) -> str:
    """The one of a list that was meant.

    Raises:
        UsageError: E112 it is none of them.
    """
    given = as_choice(value)
    if given not in known:
        raise none_of(known, called, value)
    return given


def no_such(what: str, given: str, known: Iterable[str], *, hint: str = "") -> Problem:
    """There is no such thing; did you mean …? Without anything like it: the hint, or all there are."""
    known = list(known)
    cure = neighbours(given, known) or hint or say("there are: {known}", known=known)
    return problem("E110", what=what, given=given, cure=cure)


def none_of(known: Sequence[str], called: str, value: str) -> UsageError:
    """The refusal of a value that is none of a list; `called`: as who said it calls it, such as --method."""
    by_column = called in ("by", "--by")
    cure = neighbours(value.lower(), known) or say("write one of them")
    if by_column:
        typed = f"--map {known[0]}={shlex.quote(value)}"
        cure = say("{cure}; a column of the file is one by {typed}", cure=cure, typed=typed)
    return UsageError(problem("E112", name=called, value=value, known=", ".join(known), cure=cure))


def neighbours(given: str, known: Sequence[str]) -> str:
    """Did you mean …? Nothing where nothing is like it."""
    close = get_close_matches(given, known, n=3)
    return say("did you mean {close:or}?", close=close) if close else ""
