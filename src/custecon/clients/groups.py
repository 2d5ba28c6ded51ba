"""Groups of clients by a column of their file."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.errors import UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Reading


def no_such_group(reading: Reading, wanted: str, known: Sequence[str]) -> UsageError:
    """The refusal of a group that the file has no column for, with the columns that could be it (E117)."""
    from custecon.sources.wording import listed  # loads the readers

    free = listed(reading.controls.unused)
    told = [*map(say, known)] or say("no column for any group")
    cure = "say --map {wanted}=COLUMN to take one of {free} for it" if free else "name a column that the file has"
    return UsageError(problem("E117", name=f"--by {wanted}", known=told, cure=say(cure, wanted=wanted, free=free)))
