"""How many of those who were silent for so long came back by themselves, counted in the log itself.

The log is cut at a day: who was silent for how long then, and who of them bought in the days after it. Nothing is
fitted; whoever was called or written to in that time is counted among those who came back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from custecon.core.phrases import Phrase, say
from custecon.core.results import Interval
from custecon.metrics.proportions import of_several, wilson_interval
from custecon.tables.client_states import Bought, Seen, limits_of

EDGES = (30, 90, 182, 365)  # days of silence at which the bands end
FEWEST = 30  # clients below which a share is no better than that of its whole band
YEAR = 365
LIKE = ("all", "once", "more")  # who of a band is like a client: all, who bought once, who bought more often


@dataclass(frozen=True, slots=True)
class Returns:
    """What became of clients by how long they had been silent; a place a band in every column.

    Attributes:
        cut: the day at which they were looked at. until: the last day on which they could come back.
        least: the silence above which they count. edges: the silence at which each band but the last ends.
        longest: the longest silence that was seen.
        clients: how many there were; `once` and `more`: of those who had bought on one day, on more.
        back: how many of them bought again.
        purchases: on how many days those who came back bought then, together.
    """

    cut: dt.date
    until: dt.date
    least: int
    edges: tuple[int, ...]
    longest: int
    clients: dict[str, Any]
    back: dict[str, Any]
    purchases: Any

    @property
    def days(self) -> int:
        """How many days they had."""
        return (self.until - self.cut).days

    def labels(self) -> list[Phrase]:
        """What the bands are called."""
        found = []
        for low, high in pairwise((self.least, *self.edges)):
            told = say("up to {high} days", high=high)
            found.append(told if low < 0 else say("{low} to {high} days", low=low + 1, high=high))
        return [*found, say("{low} days and more", low=(self.edges or (self.least,))[-1] + 1)]

    def bands(self, silence: Any) -> Any:
        """The place of the band of every silence."""
        return np.searchsorted(np.asarray(self.edges, dtype=np.int64), silence, side="left")

    def chances(self, silence: Any, number: Any) -> Any:
        """The part that came back of those like each client; not a number where nobody had been silent for so long.

        Like them are those of their band, and of these who had bought once or more often, where both are 30 or more.

        Args:
            silence: days of silence.
            number: on how many days they bought.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = [self.back[name] / self.clients[name] for name in LIKE]
        band, like = self._like(silence, number)
        return np.where(np.asarray(silence) > self.longest, np.nan, np.stack(shares)[like, band])

    def _like(self, silence: Any, number: Any) -> tuple[Any, Any]:
        """The band of each client, and which clients of it are like them, as a place in `LIKE`."""
        band, once = self.bands(silence), np.asarray(number) == 1
        apart = (self.clients["once"] >= FEWEST) & (self.clients["more"] >= FEWEST)
        return band, np.where(apart[band], np.where(once, 1, 2), 0)

    def average(self, silence: Any, number: Any, level: float) -> Interval:
        """Between which values the average chance of some clients lies, none of them silent for longer than was seen.

        Args:
            silence: days of silence.
            number: on how many days they bought.
            level: the share of such intervals that hold the truth.
        """
        of_each = Counter(zip(*(places.tolist() for places in self._like(silence, number)), strict=True))
        terms = []
        for (band, like), count in of_each.items():
            name = LIKE[like]
            terms.append((count / len(silence), int(self.back[name][band]), int(self.clients[name][band])))
        return of_several(terms, level)

    def purchases_each(self, silence: Any) -> Any:
        """On how many days somebody of the band bought who came back, of all bands where nobody of it did.

        Not a number where nobody came back at all.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            of_all = self.purchases.sum() / self.back["all"].sum()
            return np.where(self.back["all"], self.purchases / self.back["all"], of_all)[self.bands(silence)]

    def intervals(self, level: float) -> list[tuple[float, float, float] | tuple[None, None, None]]:
        """The share of each band that came back, with its Wilson interval."""
        found: list[tuple[float, float, float] | tuple[None, None, None]] = []
        for back, clients in zip(self.back["all"].tolist(), self.clients["all"].tolist(), strict=True):
            if not clients:
                found.append((None, None, None))
                continue
            interval = wilson_interval(back, clients, level)
            found.append((back / clients, interval.low, interval.high))
        return found


def usual_horizon(bought: Bought, until: dt.date) -> int:
    """How many days at the end of a log are kept to see who comes back.

    As many as the log's own gaps count as a loss (a year where they are too few to tell), half of the log at most.
    """
    half = (until.toordinal() - int(bought.day.min()) + 1) // 2
    return min(half, limits_of(bought.gaps).lost_after, YEAR)


def returns_of(bought: Bought, cut: dt.date, until: dt.date, chosen: Any = None, *, least: int = -1) -> Returns | None:
    """Who came back after a cut; None where nobody had bought by then.

    `chosen`: flags of the clients who count, all of whom were silent for more than `least` days.
    """
    seen, later = bought.until(cut.toordinal()), purchases_after(bought, cut, until)
    there = seen.number > 0 if chosen is None else (seen.number > 0) & chosen
    if not there.any():
        return None
    silence, number, later = cut.toordinal() - seen.last[there], seen.number[there], later[there]
    longest = int(silence.max())
    edges = tuple(edge for edge in EDGES if least < edge < longest)
    band = np.searchsorted(np.asarray(edges, dtype=np.int64), silence, side="left")
    groups = {"all": number > 0, "once": number == 1, "more": number > 1}

    def counted(flags: Any) -> Any:
        return np.bincount(band[flags], minlength=len(edges) + 1)

    return Returns(
        cut,
        until,
        least,
        edges,
        longest,
        {name: counted(flags) for name, flags in groups.items()},
        {name: counted(flags & (later > 0)) for name, flags in groups.items()},
        np.bincount(band, weights=later, minlength=len(edges) + 1),
    )


def purchases_after(bought: Bought, cut: dt.date, until: dt.date) -> Any:
    """On how many days each client bought after a day and until another."""
    then = (bought.day > cut.toordinal()) & (bought.day <= until.toordinal())
    return np.bincount(bought.owner[then], minlength=bought.clients)


def usual_gaps(bought: Bought, seen: Seen | None = None) -> Any:
    """The median gap between the purchases of each client; not a number where there is none.

    Args:
        bought: the purchases.
        seen: looks only at the first so many days of each client; None: at all.
    """
    same = bought.owner[1:] == bought.owner[:-1]
    if seen is not None:
        same &= np.arange(1, len(bought.owner)) < (bought.start[:-1] + seen.number)[bought.owner[1:]]
    gaps, owner = np.diff(bought.day)[same], bought.owner[1:][same]
    order = np.lexsort((gaps, owner))
    gaps = gaps[order].astype(np.float64)
    count = np.bincount(owner, minlength=bought.clients)
    start = np.cumsum(count) - count
    found = np.full(bought.clients, np.nan)
    some = count > 0
    low, high = (start + (count - 1) // 2)[some], (start + count // 2)[some]
    found[some] = (gaps[low] + gaps[high]) / 2
    return found
