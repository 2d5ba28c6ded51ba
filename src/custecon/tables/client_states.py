"""Where clients stand in their life: active, sleeping or lost, by how long they have been silent.

One rule for every question about an order log. Silence runs from the last purchase day to a day, that included; a
silence of exactly the limit still counts as the better state, as with `client_status`, where nobody but silence tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from custecon.tables.client_status import ASSUMED_SILENCE
from custecon.tables.ledger import ClientSummary

NOT_YET, ACTIVE, SLEEPING, LOST = -1, 0, 1, 2
STATES = ("active", "sleeping", "lost")
FEWEST_GAPS = 20  # below so many gaps between purchases nobody can tell which are long
SLEEPING_PART, LOST_PART = 80, 95  # so many of a hundred gaps are no longer than the limits


class Bought(NamedTuple):
    """The purchase days of the clients of a log: client after client, the first day first.

    `owner`: whose day it is, a place among the clients; `day`: ordinals; `start`: where each client's days begin, one
    more at the end; who has only refunds has none.
    """

    owner: Any
    day: Any
    start: Any

    @property
    def clients(self) -> int:
        """How many clients there are."""
        return len(self.start) - 1

    @property
    def gaps(self) -> Any:
        """The days from one purchase day of a client to the next, in their order."""
        return np.diff(self.day)[self.owner[1:] == self.owner[:-1]]

    def until(self, day: int) -> Seen:
        """What was seen of each client at the end of a day."""
        number = np.bincount(self.owner[self.day <= day], minlength=self.clients)
        last = np.full(self.clients, NOT_YET, dtype=np.int64)
        some = number > 0
        last[some] = self.day[(self.start[:-1] + number - 1)[some]]
        return Seen(number, last)


class Seen(NamedTuple):
    """How many purchase days each client had, and the last of them as an ordinal, `NOT_YET` where there was none."""

    number: Any
    last: Any


def bought_of(clients: ClientSummary) -> Bought:
    """The purchase days of the clients of a log, those of none too."""
    count = np.asarray(clients.purchase_days, dtype=np.int64)
    start = np.concatenate(([0], np.cumsum(count)))
    return Bought(np.repeat(np.arange(len(count)), count), np.asarray(clients.days, dtype=np.int64), start)


@dataclass(frozen=True, slots=True)
class Limits:
    """After how much silence clients sleep, and after how much more they count as lost.

    Attributes:
        sleeping_after: who is silent for longer sleeps. lost_after: who is silent for longer is lost.
        in_periods: silence is counted in whole periods without a purchase, not in days.
        gaps: from how many gaps between purchases the limits were found; 0 where they were not.
    """

    sleeping_after: int
    lost_after: int
    in_periods: bool = False
    gaps: int = 0

    def states(self, silence: Any) -> Any:
        """`ACTIVE`, `SLEEPING` or `LOST` of every silence."""
        return (silence > self.sleeping_after).astype(np.int8) + (silence > self.lost_after)


OF_PERIODS = Limits(0, 2, in_periods=True)  # a whole period without a purchase is sleep, three are a loss


def percentile(ordered: Any, part: int) -> int:
    """The whole days of a percentile as Excel's PERCENTILE.INC has it: silence is whole, so no more is compared.

    >>> percentile(np.array([10, 20, 30, 41]), 80)
    34
    """
    place, rest = divmod((len(ordered) - 1) * part, 100)
    low = int(ordered[place])
    return low if not rest else low + rest * (int(ordered[place + 1]) - low) // 100


def limits_of(gaps: Any, sleeping_after: int | None = None, lost_after: int | None = None) -> Limits:
    """The limits that were said, else those of the log's own gaps, else a year and half of it.

    A limit that was said stands; the other one gives way where it would not lie beyond it.
    """
    few = len(gaps) < FEWEST_GAPS
    ordered = np.sort(gaps)
    sleeping, lost = (percentile(ordered, part) if not few else None for part in (SLEEPING_PART, LOST_PART))
    used = 0 if few or (sleeping_after and lost_after) else len(gaps)
    if sleeping_after is None and lost_after is None:
        sleeping = sleeping or ASSUMED_SILENCE // 2
        lost = lost if lost and lost > sleeping else 2 * sleeping if not few else ASSUMED_SILENCE
        return Limits(sleeping, lost, gaps=used)
    if lost_after is None:
        lost = lost or ASSUMED_SILENCE
        return Limits(
            sleeping_after or 0, lost if lost > (sleeping_after or 0) else 2 * (sleeping_after or 1), gaps=used
        )
    if sleeping_after is None:
        sleeping = sleeping or ASSUMED_SILENCE // 2
        return Limits(sleeping if sleeping < lost_after else lost_after // 2, lost_after, gaps=used)
    return Limits(sleeping_after, lost_after)


COUNTS = ("new", "retained", "woken", "won_back", "fell_asleep", "lost_directly", "went_lost", "kept")


@dataclass(frozen=True, slots=True)
class Life:
    """The client base, period by period: a place a period in every column.

    Buyers of a period are `new` (never bought before), `retained` (active at its start), `woken` (sleeping then) or
    `won_back` (lost then); `fell_asleep` and `lost_directly` were active or bought in it and are sleeping or lost at
    its end, `went_lost` are all who are lost at the end and were not, or bought in it; `kept` were active at its start
    and are at its end. `active`, `sleeping`, `lost`: how many stand so at the end.

    Attributes:
        counts: by the names of `COUNTS`. stands: by the names of `STATES`.
        now: the state of every client at the end of the last period, `NOT_YET` without a purchase.
        buyer: for every client and period with a purchase, client × periods + period, in its order;
        group: what the buyer was at the start, a place among the first four of `COUNTS`.
    """

    counts: dict[str, Any]
    stands: dict[str, Any]
    now: Any
    buyer: Any
    group: Any


def life_of(bought: Bought, starts: Sequence[int], until: int, limits: Limits, *, final: bool = False) -> Life:
    """The states and flows of clients through periods.

    Args:
        bought: all purchase days until the last day, none before the first period.
        starts: the first days of the periods as ordinals, rising.
        until: the last day.
        limits: when clients sleep and when they are lost.
        final: who came back later was never lost, as seen from today; else who is silent for long is lost at that time.
    """
    count = len(starts)
    period = np.searchsorted(np.asarray(starts), bought.day, side="right") - 1
    cell = bought.owner * count + period
    last_of_cell = np.flatnonzero(np.append(cell[1:] != cell[:-1], [True] * min(1, len(cell))))
    cell, day = cell[last_of_cell], bought.day[last_of_cell]
    owner, period = cell // count, cell % count
    order = np.argsort(period, kind="stable")
    edges = np.searchsorted(period[order], np.arange(count + 1))
    ends = [start - 1 for start in starts[1:]] + [until]
    overall = bought.until(until).last
    counts: dict[str, list[int]] = {name: [] for name in COUNTS}
    stands: dict[str, list[int]] = {name: [] for name in STATES}
    group = np.zeros(len(cell), dtype=np.int8)
    state = np.full(bought.clients, NOT_YET, dtype=np.int8)
    seen = np.full(bought.clients, NOT_YET, dtype=np.int64)  # the last purchase day, or its period
    for number, end in enumerate(ends):
        here = order[edges[number] : edges[number + 1]]
        who, before = owner[here], state
        buys = np.zeros(bought.clients, dtype=np.bool_)
        buys[who] = True
        group[here] = before[who] + 1
        seen[who] = number if limits.in_periods else day[here]
        state = limits.states((number if limits.in_periods else end) - seen)
        if final:
            state = np.where(overall > end, np.minimum(state, SLEEPING), state)
        state = np.where(seen == NOT_YET, NOT_YET, state).astype(np.int8)
        there = (before == ACTIVE) | buys
        for name, some in zip(COUNTS[:4], np.bincount(group[here], minlength=4).tolist(), strict=True):
            counts[name].append(some)
        for name, chosen in (
            ("fell_asleep", there & (state == SLEEPING)),
            ("lost_directly", there & (state == LOST)),
            ("went_lost", ((before != LOST) | buys) & (state == LOST)),
            ("kept", (before == ACTIVE) & (state == ACTIVE)),
        ):
            counts[name].append(int(chosen.sum()))
        for name, some in zip(STATES, np.bincount(state[state >= 0], minlength=3).tolist(), strict=True):
            stands[name].append(some)
    return Life(counts, stands, state, cell, group)
