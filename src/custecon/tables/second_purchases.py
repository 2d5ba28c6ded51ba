"""How many clients buy on a second day within so many days of the first, of those who were seen for as long."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from custecon.tables.ledger import ClientSummary

WITHIN = (30, 60, 90, 180, 365)  # days from the first purchase to the second


class Second(NamedTuple):
    """Of `clients` whose first purchase lies at least `within` days back, how many bought on a second day by then."""

    within: int
    clients: int
    came_again: int


def second_purchases(clients: ClientSummary, some: Any = None) -> list[Second]:
    """One for each length of `WITHIN` for which anybody was seen; `some`: of which of the clients, all if not told."""
    count = np.asarray(clients.purchase_days, dtype=np.int64)
    chosen = count > 0 if some is None else (count > 0) & some
    start = np.concatenate(([0], np.cumsum(count)))[:-1]
    days = np.asarray(clients.days, dtype=np.int64)
    first, again = days[start[chosen]], np.full(int(chosen.sum()), np.iinfo(np.int64).max)
    again[count[chosen] > 1] = days[start[chosen & (count > 1)] + 1]
    end, found = clients.as_of.toordinal(), []
    for within in WITHIN:
        seen = first + within <= end
        if seen.any():
            found.append(Second(within, int(seen.sum()), int((again[seen] - first[seen] <= within).sum())))
    return found
