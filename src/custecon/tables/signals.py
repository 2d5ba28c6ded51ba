"""Early signals: each client against their own rhythm, and what became of those who showed a signal on an earlier day.

Nothing is fitted but one number a signal: how many fewer of the flagged came back. Percentiles are PERCENTILE.INC.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from custecon.core.results import Interval
from custecon.metrics.proportions import of_several
from custecon.tables.client_states import Bought, Seen
from custecon.tables.return_rates import purchases_after

REGULAR = 4  # days with a purchase, from which on a client has a rhythm
LATEST = 3  # purchases or gaps that are set against the earlier ones


class Signal(NamedTuple):
    """One signal: of whom it can be told, and who shows it; flags of all clients."""

    name: str
    judged: Any
    shown: Any


class Proof(NamedTuple):
    """What became of those who were judged on the day of the cut.

    `judged`, `flagged`: how many; `flagged_back`, `others_back`: who of the flagged and of the others bought after it;
    `silence_caught`: of as many clients with the longest silence, how many did not.
    """

    name: str
    judged: int
    flagged: int
    flagged_back: int
    others_back: int
    silence_caught: int

    @property
    def others(self) -> int:
        """How many were judged and not flagged."""
        return self.judged - self.flagged

    @property
    def caught(self) -> int:
        """How many of the flagged did not come back."""
        return self.flagged - self.flagged_back

    @property
    def gone(self) -> int:
        """How many of all who were judged did not come back."""
        return self.judged - self.flagged_back - self.others_back

    @property
    def beats_silence(self) -> bool:
        """Whether it finds more of those who do not come back than silence alone, among as many."""
        return self.caught > self.silence_caught

    @property
    def drop(self) -> float | None:
        """By how much fewer of the flagged came back than of the others; None where one of them is nobody."""
        if not self.flagged or not self.others:
            return None
        return self.others_back / self.others - self.flagged_back / self.flagged

    def drop_interval(self, level: float) -> Interval:
        """Between which values the drop lies; there is one."""
        return of_several(((1, self.others_back, self.others), (-1, self.flagged_back, self.flagged)), level)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Some values of each client in their order; `start` is where each client's begin, `count` how many there are."""

    value: Any
    start: Any
    count: Any

    def percentile(self, part: int) -> tuple[Any, int]:
        """A percentile of each client's values, times a whole number that is given too; 0 of who has none."""
        place, rest = np.divmod(np.maximum(self.count - 1, 0) * part, 100)
        some = np.append(self.value, 0)  # something to point at for who has none
        low = some[np.minimum(self.start + place, len(self.value))]
        high = some[np.minimum(self.start + np.minimum(place + 1, np.maximum(self.count - 1, 0)), len(self.value))]
        return np.where(self.count > 0, low * 100 + rest * (high - low), 0), 100

    def twice_median(self) -> Any:
        """The median of each client's values, times two; 0 of who has none."""
        found, times = self.percentile(50)
        return found * 2 // times


def _ordered(value: Any, owner: Any, clients: int) -> _Ordered:
    order = np.lexsort((value, owner))
    count = np.bincount(owner, minlength=clients)
    return _Ordered(value[order], np.cumsum(count) - count, count)


def own_limits(bought: Bought, seen: Seen) -> Any:
    """The 90th percentile of each client's gaps, of what was seen of them; not a number where they have no rhythm."""
    back = (bought.start[:-1] + seen.number - 1)[bought.owner] - np.arange(len(bought.day))
    same = (back >= 0)[1:] & (bought.owner[1:] == bought.owner[:-1])
    limit, times = _ordered(np.diff(bought.day)[same], bought.owner[1:][same], bought.clients).percentile(90)
    return np.where(seen.number >= REGULAR, limit / times, np.nan)


def signals_of(bought: Bought, paid: Any, day: dt.date, lost_after: int) -> tuple[list[Signal], Seen, Any]:
    """The signals at the end of a day, from what was known then; also what was seen, and each client's own limit.

    Who is lost already, silent for longer than that and than the own limit, is judged by none.

    Args:
        bought: the purchase days.
        paid: what was paid on each of them, whole minor units.
        day: the day.
        lost_after: days of silence after which somebody counts as lost.
    """
    seen = bought.until(day.toordinal())
    silence = day.toordinal() - seen.last
    # the place of each purchase among those of its client, counted from the last that was seen: 0 is that one
    back = (bought.start[:-1] + seen.number - 1)[bought.owner] - np.arange(len(bought.day))
    known = back >= 0
    same = known[1:] & (bought.owner[1:] == bought.owner[:-1])
    gap, owner, age = np.diff(bought.day)[same], bought.owner[1:][same], back[1:][same]
    clients = bought.clients
    limit = own_limits(bought, seen)
    here = (silence <= lost_after) | (silence <= limit)
    regular = here & (seen.number >= REGULAR)
    late = _ordered(gap[age < LATEST], owner[age < LATEST], clients).twice_median()
    before = _ordered(gap[age >= LATEST], owner[age >= LATEST], clients).twice_median()
    latest = known & (back < LATEST)
    sums = np.zeros(clients, dtype=paid.dtype)
    np.add.at(sums, bought.owner[latest], paid[latest])
    earlier = known & (back >= LATEST)
    usual = _ordered(paid[earlier], bought.owner[earlier], clients).twice_median()
    often = here & (seen.number >= 2 * LATEST)  # six purchases; six gaps take one more
    oftener = here & (seen.number > 2 * LATEST)
    return (
        [
            Signal("gap", regular, regular & (silence > limit)),
            Signal("rhythm", oftener, oftener & (2 * late > 3 * before)),
            # the mean of the last three below 70 % of the median of the earlier ones, in whole numbers
            Signal("amount", often, often & (20 * sums < 21 * usual)),
        ],
        seen,
        limit,
    )


def proofs_of(bought: Bought, paid: Any, cut: dt.date, until: dt.date, lost_after: int) -> list[Proof]:
    """What became of those who showed each signal on a day, until another."""
    signals, seen, _ = signals_of(bought, paid, cut, lost_after)
    later = purchases_after(bought, cut, until) > 0
    silence = cut.toordinal() - seen.last
    found = []
    for name, judged, shown in signals:
        places = np.flatnonzero(judged)
        flagged = int(shown.sum())
        longest = places[np.argsort(-silence[places], kind="stable")][:flagged]
        found.append(
            Proof(
                name,
                len(places),
                flagged,
                int((shown & later).sum()),
                int((judged & ~shown & later).sum()),
                int((~later[longest]).sum()),
            )
        )
    return found
