"""Who of a list of profit has left, where a column of it says so: nobody can renegotiate with them."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.schemas import CheckedColumn
from custecon.kinds.clients import CLIENTS
from custecon.kinds.profit import PROFIT
from custecon.sources.as_written import checked_as_written
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, is_called

_STATES = ("active", "left")


def states_of(work: Work, rows: Sequence[int]) -> dict[str, CheckedColumn]:
    """The column of a list of profit that says who is still a client, by its role; nothing where its cells say more.

    Rows are read as ever: what a status means for their money is asked elsewhere.
    """
    layout = work.source.layout
    if layout.schema is not PROFIT or not rows:
        return {}
    taken = {*layout.roles.values(), *layout.reckoned()}
    for name in _STATES:
        role = CLIENTS.role(name)
        columns = [n for n, text in enumerate(layout.headers) if n not in taken and is_called(role, header_of(text))]
        if len(columns) != 1:
            continue
        checked = checked_as_written(role, [work.cells(columns[0])[row] for row in rows], work.options)
        if not checked.stop and not checked.bad and any(cell is not None for cell in checked.cells):
            return {name: CheckedColumn(role, layout.headers[columns[0]], tuple(checked.cells))}
    return {}
