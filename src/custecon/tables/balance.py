"""One budget for winning and keeping: its curve, and the split that makes prospects and clients worth most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from custecon.core.results import Column, Table
from custecon.core.units import CLIENTS, MONEY, SHARE
from custecon.metrics import balance

STEPS = 20  # rows of the curve
GRID = 200  # where the search begins, so that a second hill is not overlooked
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True)
class Curve:
    """What spend on each buys: a share that rises from 0 to its ceiling."""

    steepness: float
    ceiling: float

    def share(self, each: float) -> float:
        """The share that a spend on each buys."""
        bought: float = balance.share_bought.compute(
            {"each_spend": each, "steepness": self.steepness, "ceiling_share": self.ceiling}
        )
        return bought


@dataclass(frozen=True, slots=True)
class Firm:
    """Whom a budget is spent on, what they leave, and how they answer to spend."""

    prospects: int
    clients: int
    margin: float
    discount: float
    winning: Curve
    keeping: Curve


@dataclass(frozen=True, slots=True)
class Point:
    """One way to split the money, and what comes of it."""

    on_winning: float
    on_keeping: float
    win_spend: float
    win_rate: float
    retention_spend: float
    retention: float
    won: float
    kept: float
    worth: float


def curve_of(*, each_spend: float, bought_share: float, ceiling_share: float) -> Curve:
    """The curve through the one point that is known: the present spend and what it buys.

    Raises:
        Undefined: the spend or the share is 0, or the share is not below its ceiling.
    """
    steepness = balance.steepness_of_spend(
        each_spend=each_spend, bought_share=bought_share, ceiling_share=ceiling_share
    )
    return Curve(steepness, ceiling_share)


def at(firm: Firm, on_winning: float, on_keeping: float) -> Point:
    """What comes of spending so much on winning and so much on keeping, every period.

    Raises:
        Undefined: the value has no end, because nobody leaves and nothing is discounted.
    """
    win_spend = on_winning / firm.prospects
    retention_spend = on_keeping / firm.clients if firm.clients else 0.0
    win_rate, retention = firm.winning.share(win_spend), firm.keeping.share(retention_spend)
    each = {
        "margin": firm.margin,
        "retention": retention,
        "retention_spend": retention_spend,
        "discount": firm.discount,
    }
    worth = firm.prospects * balance.prospect_equity.compute({**each, "win_rate": win_rate, "win_spend": win_spend})
    worth += firm.clients * balance.client_equity.compute(each)
    return Point(
        on_winning,
        on_keeping,
        win_spend,
        win_rate,
        retention_spend,
        retention,
        firm.prospects * win_rate,
        firm.clients * retention,
        worth,
    )


def _split(firm: Firm, budget: float) -> Callable[[float], Point]:
    return lambda share: at(firm, budget * share, budget - budget * share)


def best(firm: Firm, budget: float) -> Point:
    """The split of the budget with the greatest worth: the best of a grid, then narrowed by golden sections."""
    split = _split(firm, budget)
    start = max(range(GRID + 1), key=lambda i: split(i / GRID).worth)
    low, high = max(0, start - 1) / GRID, min(GRID, start + 1) / GRID
    while high - low > 1e-12:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if split(left).worth < split(right).worth:
            low = left
        else:
            high = right
    return max((split(share) for share in (start / GRID, low, high)), key=lambda point: point.worth)


def curve(firm: Firm, budget: float) -> Table:
    """The worth for every split from nothing to all for winning."""
    split = _split(firm, budget)
    points = [(i / STEPS, split(i / STEPS)) for i in range(STEPS + 1)]
    columns = (
        Column("share_for_winning", "for winning", SHARE, "the part of the budget spent on winning clients"),
        Column("worth", "worth", MONEY, "value of prospects and clients after the spend, in today's money"),
        Column("spend_on_winning", "on winning", MONEY, "spent on winning clients, in a period"),
        Column("spend_on_keeping", "on keeping", MONEY, "spent on keeping clients, in a period"),
        Column("win_rate", "won", SHARE, "the part of the prospects who become clients"),
        Column("retention", "kept", SHARE, "the part of the clients who stay a period"),
        Column("clients_won", "clients won", CLIENTS, "prospects who become clients"),
        Column("clients_kept", "clients kept", CLIENTS, "clients who stay a period"),
    )
    rows = [(share, p.worth, p.on_winning, p.on_keeping, p.win_rate, p.retention, p.won, p.kept) for share, p in points]
    return Table("split", "What each split of the budget makes of prospects and clients", columns, rows)
