"""What the log itself tells of winning back: who came back uncalled, and whether the order of the list helps."""

from __future__ import annotations

import numpy as np

from custecon.clients.life import Base
from custecon.clients.waking import in_order_of
from custecon.core.errors import Notice, notice
from custecon.core.phrases import Share, say
from custecon.core.results import INTERVAL, Column, Table
from custecon.core.units import CLIENTS, MONEY, RATIO, SHARE, TEXT
from custecon.tables.return_rates import Returns, purchases_after, returns_of


def bands(returns: Returns, level: float) -> Table:
    """How many came back uncalled, by how long they had been silent."""
    rows = []
    every = zip(
        returns.labels(),
        returns.clients["all"].tolist(),
        returns.back["all"].tolist(),
        returns.intervals(level),
        *(part[name].tolist() for name in ("once", "more") for part in (returns.clients, returns.back)),
        returns.purchases.tolist(),
        strict=True,
    )
    for label, clients, back, interval, once, once_back, more, more_back, purchases in every:
        shares = [there / of if of else None for there, of in ((once_back, once), (more_back, more))]
        each = purchases / back if back else None
        rows.append((label, clients, back, *interval, once, shares[0], more, shares[1], each))
    shown = Share(level)
    return Table(
        "bands",
        say("Who came back uncalled, {cut} to {until}", cut=returns.cut, until=returns.until),
        (
            Column("band", "silent for", TEXT, "days since the last purchase, on the day of the cut"),
            Column("clients", "clients", CLIENTS, "how many had been silent for so long", summed=True),
            Column("back", "came back", CLIENTS, "how many of them bought again by the last day", summed=True),
            Column("share", "share", SHARE, "came back ÷ clients"),
            Column(
                "low", "at least", SHARE, say("lower end of the {level} Wilson interval", level=shown), fixed=INTERVAL
            ),
            Column(
                "high", "at most", SHARE, say("upper end of the {level} Wilson interval", level=shown), fixed=INTERVAL
            ),
            Column("once", "bought once", CLIENTS, "of them, who had bought on one day only", summed=True),
            Column("once_share", "of these came back", SHARE, "of who had bought once"),
            Column("more", "bought more often", CLIENTS, "of them, who had bought on several days", summed=True),
            Column("more_share", "of those came back", SHARE, "of who had bought more often"),
            Column("purchases_each", "purchases then", RATIO, "on how many days who came back bought, on average"),
        ),
        rows,
    )


def proof_of(found: Base, returns: Returns, rate: float) -> tuple[Table, list[Notice]]:
    """The list as it would have been on the day of the cut, against the shortest silence first, by what came then.

    The chances of one half of the clients are those counted on the other half, so that nobody tells of themselves.
    """
    seen, listed = found.bought.until(returns.cut.toordinal()), found.overdue(returns.cut)
    silence = returns.cut.toordinal() - seen.last
    half = np.arange(len(silence)) % 2 == 0
    worth = np.full(len(silence), np.nan)
    before = found.before(returns.cut)
    for mine, others in ((half, listed & ~half), (~half, listed & half)):
        counted = returns_of(found.bought, returns.cut, returns.until, others, least=returns.least)
        if counted is not None:
            mean = before / np.maximum(seen.number, 1)
            made = counted.chances(silence, seen.number) * counted.purchases_each(silence) * mean * rate
            worth[mine] = made[mine]
    later, brought = purchases_after(found.bought, returns.cut, returns.until) > 0, found.brought(returns.cut)
    places = np.flatnonzero(listed)
    tenth = -(-len(places) // 10)
    rules = (
        ("this list", in_order_of(places, worth, before)[:tenth]),
        ("shortest silence first", places[np.argsort(silence[places], kind="stable")][:tenth]),
        ("all of the list", places),
    )
    rows, totals = [], []
    for label, chosen in rules:
        share = float(later[chosen].mean()) if len(chosen) else None
        totals.append(brought.take(chosen).total())
        each = float(totals[-1]) / len(chosen) if len(chosen) else None
        rows.append((say(label), len(chosen), int(later[chosen].sum()), share, totals[-1], each))
    told = []
    if tenth and totals[0] <= totals[1]:
        told.append(notice("N470", cut=returns.cut))
    elif not tenth:
        told.append(notice("N471", cut=returns.cut))
    table = Table(
        "proof",
        say("What the first tenth of the list of {cut} brought by {until}", cut=returns.cut, until=returns.until),
        (
            Column("rule", "in which order", TEXT, "by what the clients stand on it"),
            Column("clients", "clients", CLIENTS, "the first tenth of it, or all"),
            Column("back", "came back", CLIENTS, "how many of them bought by the last day"),
            Column("share", "share", SHARE, "came back ÷ clients"),
            Column("brought", "brought", MONEY, "what they brought after the cut, refunds taken off"),
            Column("each", "per client", MONEY, "brought ÷ clients"),
        ),
        rows,
    )
    return table, told
