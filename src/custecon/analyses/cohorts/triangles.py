"""Cohorts of clients by the period of their first purchase: who buys, who is still to buy, what they have brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from custecon.core.long_columns import whole_numbers
from custecon.tables.ledger import InPeriods

NEVER = -1


class Cells(NamedTuple):
    """What clients of a log did in each period in which they have a row, one place each; `age` is below 0 before."""

    client: Any
    age: Any
    buys: Any
    money: Any


@dataclass(frozen=True, slots=True, eq=False)
class Bought:
    """The clients of a log by the periods of their first and their last purchase, `NEVER` where there is none."""

    first: Any
    last: Any
    cells: Cells
    periods: int

    @property
    def outside(self) -> tuple[int, int]:
        """How many clients have no purchase, and the money that belongs to no cohort or comes before its own begins."""
        apart = (self.first[self.cells.client] == NEVER) | (self.cells.age < 0)
        return int((self.first == NEVER).sum()), int(sum(self.cells.money[apart].tolist()))

    def triangle(self, finished: int, clients: Any = None) -> Triangle:
        """The cohorts of all clients, or of some; `finished`: so many of the periods are over."""
        count, first, cells = self.periods, self.first, self.cells
        chosen = first != NEVER
        if clients is not None:
            only = np.zeros(len(first), dtype=np.bool_)
            only[clients] = True
            chosen &= only
        size = np.bincount(first[chosen], minlength=count)
        stays = np.zeros((count, count), dtype=np.int64)
        np.add.at(stays, (first[chosen], self.last[chosen] - first[chosen]), 1)
        after = stays[:, ::-1].cumsum(axis=1)[:, ::-1]
        here = chosen[cells.client] & (cells.age >= 0)
        place = (first[cells.client[here]], cells.age[here])
        on = np.zeros((count, count), dtype=np.int64)
        np.add.at(on, (place[0][cells.buys[here]], place[1][cells.buys[here]]), 1)
        amounts = cells.money[here]
        money = np.zeros((count, count), dtype=object)
        if len(amounts):  # exact, however large the sums are
            flat = place[0] * count + place[1]
            order = np.argsort(flat, kind="stable")
            starts = np.flatnonzero(np.append([True], flat[order][1:] != flat[order][:-1]))
            small = abs(float(np.abs(amounts).max())) * len(amounts) < 2**62
            ordered = amounts[order] if small else amounts[order].astype(object)
            money.flat[flat[order][starts]] = np.add.reduceat(ordered, starts).tolist()
        return Triangle(size, on, after, money, finished)


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """A place for every cohort and age; age 0 is the period of the first purchase itself.

    Attributes:
        size: clients of a cohort.
        on: how many of them buy in a period. after: how many buy in it or later. money: what they pay in it.
        finished: so many of the periods are over; of a cell it is when cohort + age is below.
    """

    size: Any
    on: Any
    after: Any
    money: Any
    finished: int

    @property
    def cohorts(self) -> list[int]:
        """The periods in which anybody was won."""
        return np.flatnonzero(self.size).tolist()

    def ages(self, cohort: int) -> range:
        """The ages that the log reaches."""
        return range(len(self.size) - cohort)

    def is_finished(self, cohort: int, age: int) -> bool:
        """Whether a cell can change no more."""
        return cohort + age < self.finished

    def so_far(self, cohort: int, age: int) -> int:
        """What a cohort has paid up to an age, that included."""
        return sum(self.money[cohort, : age + 1].tolist())

    def averages(self) -> Iterator[Average]:
        """The cohorts together, age by age, over finished cells; a cohort in which nobody bought counts as 0."""
        for age in range(self.finished):
            old = self.finished - age  # so many cohorts have finished it
            if not (clients := int(self.size[:old].sum())):
                return
            yield Average(
                age,
                int((self.size[:old] > 0).sum()),
                clients,
                int(self.on[:old, age].sum()),
                int(self.after[:old, age].sum()),
                sum(self.money[:old, age].tolist()),
                sum(self.money[:old, : age + 1].ravel().tolist()),
            )


class Average(NamedTuple):
    """All cohorts that have finished an age: their clients, who buys in it, in it or later, what is paid in it, so far.

    Money is whole minor units.
    """

    age: int
    cohorts: int
    clients: int
    on: int
    after: int
    money: int
    so_far: int


def bought_in(found: InPeriods, periods: int) -> Bought:
    """The clients of a log by their first and last purchase: a day on which they paid more than was given back."""
    client, period = (np.asarray(column, dtype=np.int64) for column in (found.client, found.period))
    buys = np.asarray(found.paying_days, dtype=np.int64) > 0
    first = np.full(len(found.clients), NEVER, dtype=np.int64)
    last = first.copy()
    places = np.flatnonzero(buys)
    last[client[places]] = period[places]  # the rows of a client stand in the order of the periods
    first[client[places[::-1]]] = period[places[::-1]]
    return Bought(first, last, Cells(client, period - first[client], buys, whole_numbers(found.totals)), periods)


def half_life(averages: list[Average]) -> float | None:
    """The age at which half of the clients will buy no more, between two ages along a straight line; None: later."""
    before = 1.0
    for one in averages[1:]:
        share = one.after / one.clients
        if share <= 0.5:
            return one.age - 1 + (before - 0.5) / (before - share)
        before = share
    return None
