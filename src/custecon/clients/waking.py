"""The list of clients to call, as the analyses share it: how likely each comes back, and what that would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.clients.life import Base, last_days, names_in
from custecon.core.by_column import ByColumn
from custecon.core.errors import Notice, notice
from custecon.core.expression import Name
from custecon.core.long_columns import Gapped, Words
from custecon.core.phrases import say
from custecon.core.results import Column, Table
from custecon.core.units import DATE, DAYS, MONEY, ORDERS, SHARE, TEXT
from custecon.tables.groups import group_columns
from custecon.tables.return_rates import Returns
from custecon.tables.signals import REGULAR

Groups = tuple[str, Words, tuple[Notice, ...]]  # the column to add up by, the group of each client, what was told
COUNTED_THEN = "counted in the log when this was written"


@dataclass(frozen=True, eq=False)
class Chances:
    """How likely each client comes back by themselves, and on how many days they buy if they do; gaps are nan."""

    chance: Any
    purchases: Any


def chances_of(found: Base, returns: Returns | None) -> Chances:
    """The chances of all clients of a log; nowhere one where the log does not tell."""
    if returns is None:
        nothing = np.full(len(found.silence), np.nan)
        return Chances(nothing, nothing)
    return Chances(returns.chances(found.silence, found.number), returns.purchases_each(found.silence))


def first_of(found: Base, order: Any, top: int | None) -> tuple[Any, list[Notice]]:
    """At most so many places of a list; how many are left out, and what they brought in a year, is told."""
    if top is None or len(order) <= top:
        return order, []
    rest = order[top:]
    total = found.last_year().take(rest).total()
    return order[:top], [notice("N466", count=len(rest), total=found.money(total))]


def waiting(found: Base, silent: Any) -> list[Notice]:
    """Tell who is on no list as they are silent no longer than is usual of them. `silent`: flags of these."""
    if not silent.any():
        return []
    total = found.last_year().take(np.flatnonzero(silent)).total()
    return [notice("N498", count=int(silent.sum()), regular=REGULAR, total=found.money(total))]


def in_order_of(places: Any, worth: Any, brought: Any) -> Any:
    """Places by a worth, the greatest first, those of none last; of one worth, who brought most in all."""
    return places[np.lexsort((-brought[places], -np.nan_to_num(worth[places], nan=-np.inf)))]


def told_of_each(found: Base, order: Any, groups: Groups | None) -> tuple[list[Column], list[Sequence[Any]]]:
    """The columns that every list of clients to call has, and their cells."""
    columns = [
        Column("client", "client", TEXT, "whom to call"),
        *([] if groups is None else group_columns([groups[0]])),
        Column("last_date", "last purchase", DATE, "the last day with a purchase"),
        Column("silence", "silent, days", DAYS, "days since the last purchase"),
        Column("usual_gap", "usual gap, days", DAYS, "the median gap between their own purchases"),
        Column("purchase_days", "days with a purchase", ORDERS, "orders of one day count once"),
        Column("mean_purchase", "mean purchase", MONEY, "what a day with a purchase brought, refunds taken off"),
        Column("last_year", "in a year", MONEY, "what they brought in the last year, refunds taken off", summed=True),
    ]
    cells = [
        names_in(found, order),
        *([] if groups is None else [groups[1].take(order)]),
        last_days(found)[order],
        found.silence[order],
        found.usual_gap.take(order),
        found.number[order],
        found.mean_purchase[order],
        found.last_year().take(order),
    ]
    return columns, cells


def chance_column() -> Column:
    """The chance that a client comes back."""
    return Column(
        "chance",
        "comes back uncalled",
        SHARE,
        "the part of those as silent, who had bought once or more often alike, who came back uncalled",
        fixed=COUNTED_THEN,
    )


def to_wake(
    found: Base,
    sleeping: Any,
    returns: Returns | None,
    rate: float,
    groups: Groups | None,
    top: int | None,
    *,
    with_margin: bool,
) -> tuple[Table, list[Notice]]:
    """The sleeping, by what they are expected to bring with the next purchase; those whose chance is unknown last.

    Args:
        found: the clients.
        sleeping: flags of those who are meant.
        returns: who came back.
        rate: what part of a purchase is margin.
        groups: their groups.
        top: at most so many.
        with_margin: whether a margin rate was given.
    """
    chance = chances_of(found, returns).chance
    expected = chance * found.mean_purchase * rate
    order, told = first_of(found, in_order_of(np.flatnonzero(sleeping), expected, found.totals.floats()), top)
    columns, cells = told_of_each(found, order, groups)
    made = Column(
        "expected",
        say("{expected:@future}", expected=say("expected")),
        MONEY,
        "what the next purchase is expected to bring, uncalled: the chance times a mean purchase, and its margin rate",
        summed=True,
        formula=Name("chance") * Name("mean_purchase") * (Name("margin_rate") if with_margin else 1),
        live=(~np.isnan(chance[order])).tolist(),
    )
    rows = ByColumn([*cells, Gapped(chance[order]), Gapped(expected[order])])
    columns += [chance_column(), made]
    return Table("wake", "Whom to wake, the most promising first", tuple(columns), rows, shown=20), told
