"""Money of a log that its header calls a running total: each row holds those before it, and a sum of them is none."""

from __future__ import annotations

import shlex

from custecon.core.errors import Place, Problem, problem
from custecon.kinds.orders import ORDERS
from custecon.sources import role_names
from custecon.sources.column_roles import Match
from custecon.sources.header_words import Header
from custecon.sources.wording import shown

_SO_FAR = role_names.words("so_far")


def so_far(header: Header) -> bool:
    """Whether a header says that each of its numbers holds those before it.

    >>> from custecon.sources.header_words import header_of
    >>> [so_far(header_of(text)) for text in ("Amount YTD", "Выручка нарастающим итогом", "Running shoes", "Sum")]
    [True, True, False, False]
    """
    words = set(header.words)
    return bool(words & _SO_FAR) and ("running" not in words or bool(words & {"total", "sum", "balance"}))


def problems_of(match: Match, headers: list[Header], place: Place) -> list[Problem]:
    """Ask about the amount of a log that nobody named, if its header says so."""
    column = match.roles.get("amount")
    if match.schema is not ORDERS or column is None or not match.guesses("amount") or not so_far(headers[column]):
        return []
    text = headers[column].text
    return [problem("E308", place=place, header=shown(text), typed=shlex.quote(text))]
