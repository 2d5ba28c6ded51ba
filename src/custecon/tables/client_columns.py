"""Clients column by column, so that half a million cost little; one of them reads as a record.

What a list or a log says of them are `Members`; with what a formula needs they are `Clients`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np

from custecon.core.long_columns import Columnar, Exact, Gapped, Words
from custecon.tables.client_status import Standing, Standings
from custecon.tables.groups import NO_GROUP


class From(StrEnum):
    """Where a margin or a retention came from."""

    NOTHING = ""
    MARGIN = "row: margin"
    COST = "row: revenue − cost"
    RATE = "row: revenue × option: margin rate"
    OPTION_MARGIN = "option: margin"
    LAST_YEAR = "revenue of the last year, not margin"
    LAST_YEAR_MARGIN = "margin of the last year"
    LAST_YEAR_RATE = "revenue of the last year × option: margin rate"
    RETENTION = "row: retention"
    OPTION_RETENTION = "option: retention"
    OBSERVED = "file: observed"


@dataclass(frozen=True, slots=True)
class Member:
    """What the list itself says of a client: how they stand, and what they bring a year; None where it does not say."""

    key: str
    standing: Standing
    revenue: Decimal | None = None
    margin: Decimal | None = None
    margin_from: From = From.NOTHING
    retention: float | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Members(Columnar[Member]):
    """Clients column by column, as a `Member` has them. Money is a list of decimals, or `Exact` where none is missing.

    `retention`: floats, not a number where nothing is said.
    """

    keys: Sequence[str]
    standings: Standings
    revenue: Sequence[Decimal | None]
    margin: Sequence[Decimal | None]
    margin_from: Words
    retention: Any
    groups: Mapping[str, Words]
    reason: Words

    @classmethod
    def of(cls, members: Sequence[Member]) -> Members:
        """From what is said of each client."""
        names = dict.fromkeys(name for one in members for name in one.groups)
        return cls(
            [one.key for one in members],
            Standings.of([one.standing for one in members]),
            [one.revenue for one in members],
            [one.margin for one in members],
            Words.of([one.margin_from for one in members]),
            np.array([one.retention for one in members], dtype=np.float64),
            {name: Words.of([one.groups.get(name, NO_GROUP) for one in members]) for name in names},
            Words.of([one.reason for one in members]),
        )

    @classmethod
    def of_log(
        cls,
        keys: Sequence[str],
        standings: Standings,
        groups: Mapping[str, Words],
        *,
        revenue: Sequence[Decimal | None] | None = None,
        margin: Sequence[Decimal | None] | None = None,
    ) -> Members:
        """The clients of a log, who have what they paid and nothing else."""
        nothing = Words.same("", len(keys))
        retention = np.full(len(keys), np.nan)
        paid, left = ([None] * len(keys) if amounts is None else amounts for amounts in (revenue, margin))
        return cls(keys, standings, paid, left, nothing, retention, groups, nothing)

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Member]:
        groups = zip(*self.groups.values(), strict=True) if self.groups else [()] * len(self)
        return map(
            Member,
            self.keys,
            self.standings,
            self.revenue,
            self.margin,
            map(From, self.margin_from),
            Gapped(self.retention),
            [dict(zip(self.groups, texts, strict=True)) for texts in groups],
            self.reason,
        )

    @property
    def left(self) -> Members:
        """Those who were a client a year before and have left since."""
        return self.where(self.standings.left)

    @property
    def at_start(self) -> Members:
        """Those who were a client a year before."""
        return self.where(self.standings.at_start)


@dataclass(frozen=True, slots=True)
class Client:
    """One client with what a formula needs: what they bring a year, how likely they stay, and where both are from.

    Money is exact. `retention` is None where nothing tells it yet. `orders` and `past_value` are known where the client
    was made from an order log.
    """

    member: Member
    margin: Decimal
    margin_from: From
    retention: float | None = None
    retention_from: From = From.NOTHING
    orders: int | None = None
    past_value: Decimal | None = None

    @property
    def key(self) -> str:
        """Who they are."""
        return self.member.key

    @property
    def revenue(self) -> Decimal | None:
        """What they pay a year."""
        return self.member.revenue

    @property
    def standing(self) -> Standing:
        """Whether they are still a client."""
        return self.member.standing

    @property
    def groups(self) -> Mapping[str, str]:
        """The groups they are in, by column."""
        return self.member.groups


@dataclass(frozen=True, slots=True, eq=False)
class Clients(Columnar[Client]):
    """Clients column by column, as a `Client` has them; `retention`: not a number where nothing tells it yet."""

    members: Members
    margin: Sequence[Decimal]
    margin_from: Words
    retention: Any
    retention_from: Words
    orders: Sequence[int] | None = None
    past_value: Sequence[Decimal] | None = None

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Client]:
        of_log = ([None] * len(self) if column is None else column for column in (self.orders, self.past_value))
        sources = (map(From, column) for column in (self.margin_from, self.retention_from))
        return map(Client, self.members, self.margin, next(sources), Gapped(self.retention), next(sources), *of_log)

    @property
    def standings(self) -> Standings:
        """Whether they are still clients."""
        return self.members.standings

    @property
    def paid(self) -> bool:
        """Whether it is known of all what they pay a year."""
        return all_known(self.members.revenue)

    @property
    def brings(self) -> str:
        """What they are valued by: "revenue" where nobody says what of it is margin, else "margin"."""
        return "revenue" if From.LAST_YEAR in self.margin_from.places() else "margin"

    @property
    def brought(self) -> str:
        """What the amounts of their log are: "margin" where the file says so, else "revenue"."""
        return "margin" if From.LAST_YEAR_MARGIN in self.margin_from.places() else "revenue"

    def staying(self, retention: float) -> Clients:
        """The same with the retention that the file shows, where nothing else told it."""
        told = ~np.isnan(self.retention)
        observed = len(self.retention_from.words)
        sources = Words(
            np.where(told, self.retention_from.cells, observed), [*self.retention_from.words, From.OBSERVED]
        )
        return replace(self, retention=np.where(told, self.retention, retention), retention_from=sources)


def all_known(money: Sequence[Decimal | None]) -> bool:
    """Whether none of some amounts is missing."""
    return isinstance(money, Exact) or None not in money


def count_of(money: Sequence[Decimal | None]) -> int:
    """How many amounts are known."""
    return len(money) if isinstance(money, Exact) else sum(amount is not None for amount in money)


def total_of(money: Sequence[Decimal | None]) -> Decimal | None:
    """The exact sum of the amounts that are known, None where none is."""
    if isinstance(money, Exact):
        return money.total() if len(money) else None
    known = [amount for amount in money if amount is not None]
    return sum(known, Decimal(0)) if known else None


def floats_of(money: Sequence[Decimal | None]) -> Any:
    """The nearest floats of some amounts, not a number where one is missing."""
    return money.floats() if isinstance(money, Exact) else np.array(money, dtype=np.float64)


def largest_first(money: Sequence[Decimal | None], order: Any) -> Any:
    """Some places of amounts, the largest first, equal ones as they were; a missing one counts as 0."""
    if isinstance(money, Exact):
        return order[np.argsort(-money.cells[order], kind="stable")]
    return np.array(sorted(order.tolist(), key=lambda place: -(money[place] or 0)), dtype=np.intp)
