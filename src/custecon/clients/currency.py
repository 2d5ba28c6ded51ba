"""The one currency of several files."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.errors import UsageError, problem
from custecon.core.schemas import Reading


def one_currency(readings: Sequence[Reading]) -> str | None:
    """The currency of several files.

    Raises:
        UsageError: E368 they have different ones.
    """
    if not readings:
        return None
    from custecon.sources.currencies import common

    named = list(dict.fromkeys(one.controls.currency for one in readings if one.controls.currency))
    if named and not common(named):
        raise UsageError(problem("E368", first=named[0], second=named[1]))
    return next((name for name in named if len(common([name])) == 1), named[0] if named else None)
