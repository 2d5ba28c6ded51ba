"""How the numbers and days of a column are written: as the column proves, else as is usual for the firm, or as said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from custecon.core.schemas import Decided, Role
from custecon.sources.cells import check
from custecon.sources.column_checks import Checked
from custecon.sources.options import ReadingOptions

WRITTEN = frozenset(["decimal", "thousands", "date_order"])


def checked_as_written(role: Role, cells: Sequence[Any], options: ReadingOptions) -> Checked:
    """Check the cells of a role; what is only usual for the firm counts where the column leaves it open."""
    usual = options.usual & WRITTEN
    if not usual:
        return _checked(role, cells, options, frozenset())
    own = _checked(role, cells, options, usual)
    if own.stop is None and not own.bad:
        return own
    found = _checked(role, cells, options, frozenset())
    if found.stop is not None or (own.stop is None and len(found.bad) >= len(own.bad)):
        return own
    for name in usual & found.decided.keys():
        found.decided[name] = Decided(found.decided[name].value, "settings")
        found.proofs.pop(name, None)
    return found


def _checked(role: Role, cells: Sequence[Any], options: ReadingOptions, without: frozenset[str]) -> Checked:
    given = {name: None if name in without else getattr(options, name) for name in WRITTEN}
    return check(
        role,
        cells,
        decimal=given["decimal"],
        thousands=given["thousands"],
        order=given["date_order"],
        as_of=options.as_of,
    )
