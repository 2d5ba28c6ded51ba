"""How many of the clients of a year ago are still clients: retention as the file itself shows it, with its interval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from custecon.core.results import Interval
from custecon.core.wording import agreed, counted
from custecon.metrics.proportions import wilson_interval
from custecon.tables.client_list import Client

__all__ = ["ASSUMED_SILENCE", "FEW", "Observed", "observe", "still_client", "year_before"]

FEW = 30  # clients at the start below which an observed retention is little more than a guess
ASSUMED_SILENCE = 365  # days without a purchase after which a client counts as lost, where nothing else was said


@dataclass(frozen=True, slots=True)
class Observed:
    """The clients at the start of the last year, how many of them stayed, and the rate with its interval."""

    start: dt.date
    as_of: dt.date
    at_start: int
    kept: int
    interval: Interval
    silence: int | None

    @property
    def rate(self) -> float:
        """The part of the clients at the start who are still clients."""
        return self.kept / self.at_start

    def __str__(self) -> str:
        rule = f"; lost after {counted(self.silence, 'day')} without a purchase" if self.silence else ""
        of_all = f"{self.kept} of {counted(self.at_start, 'client')} of {self.start.isoformat()}"
        still = agreed(self.kept, "is still a client", "are still clients")
        return f"{of_all} {still} on {self.as_of.isoformat()}{rule}"


def observe(clients: Sequence[Client], *, as_of: dt.date, silence: int | None, level: float) -> Observed | None:
    """The retention of the last year, or None where the list does not show it.

    A client was there at the start if he had bought by then and was not lost yet. He is still there if his row
    says so, or, where no row says so, if his last purchase is not longer ago than `silence` days.
    """
    start = year_before(as_of)
    flagged = all(client.active is not None for client in clients)
    if not flagged and silence is None:
        silence = ASSUMED_SILENCE
    at_start = kept = 0
    for client in clients:
        if client.first_date is None or client.first_date > start or client.last_date is None:
            continue
        stays = still_client(client, as_of, None if flagged else silence)
        was_there = stays or client.last_date > start - dt.timedelta(days=0 if flagged else silence or 0)
        at_start += was_there
        kept += was_there and stays
    if not at_start:
        return None
    interval = wilson_interval(kept, at_start, level)
    return Observed(start, as_of, at_start, kept, interval, None if flagged else silence)


def still_client(client: Client, as_of: dt.date | None, silence: int | None) -> bool:
    """Whether he is still a client: as his row says, else by the days since his last purchase."""
    if client.active is not None:
        return client.active
    if client.last_date is None or as_of is None:
        return True
    return (as_of - client.last_date).days <= (ASSUMED_SILENCE if silence is None else silence)


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 28 February for 29 February."""
    return dt.date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
