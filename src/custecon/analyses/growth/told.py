"""The bridge between two periods as an answer: sentence, figures, tables, the waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from custecon.analyses.growth import to_date
from custecon.analyses.growth.bridge import (
    BACK,
    GROWN,
    KINDS,
    LOST,
    NEW,
    REFUNDS,
    SAME,
    SHRUNK,
    Bridge,
    Compared,
    bridge_of,
    compared,
)
from custecon.analyses.growth.parts import can_be_logarithms, parts_of
from custecon.clients.groups import group_named, told_of
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.long_columns import Exact, Words
from custecon.core.phrases import CalendarPeriod, Money, Number, Phrase, Share, Signed, Verbatim, say
from custecon.core.results import Column, Figure, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, MONEY, ORDERS, RATIO, SHARE, TEXT
from custecon.tables.groups import NO_GROUP, group_columns

LASTING = {"lmdi": "logarithmic mean (LMDI)", "shapley": "Shapley", "sequential": "one after the other"}
STEPS = (LOST, SHRUNK, BACK, GROWN, NEW, SAME, REFUNDS)
ALWAYS = (LOST, SHRUNK, BACK, GROWN, NEW)
UNTOLD = {
    NEW: "first purchase after the first period; from competitors or new to the market: not told by the file",
    LOST: "sales in the first period alone; to a competitor or no need any more: not told by the file",
    BACK: "no sales in the first period, but a purchase before it or in it",
    GROWN: "bought in both periods, brought more in the second",
    SHRUNK: "bought in both periods, brought less in the second",
    SAME: "bought in both periods, brought the same",
    REFUNDS: "no sales above 0 in either period, refunds that were given back in one",
}


def answered(
    log: OrderLog, period: str | None, against: str | None, method: str, by: str | None, top: int | None
) -> Answer:
    """Where the change of sales between two periods comes from.

    Raises:
        Undefined: E301 the log does not hold two whole periods, or nothing was sold in them.
        UsageError: E180 the period that was named is none. E117, E317 there is no such column, or none of clients.
    """
    group = group_named(log.reading, by) if by else ""
    periods = compared(log, period, against)
    bridge = bridge_of(log, periods)
    if not len(bridge):
        why, cure = say("nobody bought in {first} or in {second}", **_labels(periods)), say("name other periods")
        raise Undefined(problem("E301", figure=say("the growth"), reason=why, cure=cure))
    margin = "basis" in log.reading.controls.settings  # the amounts are margin, and no sales
    every, stayed = bridge, bridge.where(bridge.stayed)
    notices = _notices(log, periods, every)
    whole, stay = _split(every, method, everybody=True), _split(stayed, method, everybody=False)
    for split, who in ((whole, say("all clients")), (stay, say("clients who stayed"))):
        if split and split.method != method:
            notices.append(notice("N449", who=who))
    groups, told = _by_group(log, every, group) if group else ((), ())
    so_far = to_date.to_date(log, periods)
    listed, left = _clients(every, top, log.currency)
    bridged = _bridge(every, periods, margin=margin)
    return Answer(
        _sentence(every, log.currency, margin=margin),
        figures=(
            *_figures(every, stayed, stay, whole, periods, margin=margin),
            *(to_date.figures(so_far) if so_far else ()),
        ),
        tables=(bridged, *_intensity(whole, stay), *([to_date.table(so_far)] if so_far else []), *groups, listed),
        pictures=(
            Picture(
                "bridge",
                say("From the margin of {first} to that of {second}", **_labels(periods))
                if margin
                else say("From the sales of {first} to those of {second}", **_labels(periods)),
                "waterfall",
                "bridge",
                "step",
                ("amount",),
                totals=(0, len(bridged.rows) - 1),
            ),
        ),
        notices=(*notices, *told, *left),
        parameters=(
            ("periods", say("{second} against {first}", **_labels(periods))),
            ("method", say(LASTING[method])),
        ),
        screen=Screen(
            scope=say("{second} against {first}", **_labels(periods)),
            further=to_date.further(log, periods, every, so_far),
            figures=(
                Key("sales", remark=say("was {before}", before=Money(every.total(every.before), log.currency))),
                Key("stayed_change", say("clients who stayed"), say("{n} {n:client|clients}", n=len(stayed))),
                Key("by_frequency", say("how often they buy"), _from_to(stay, 0)),
                Key("by_basket", say("what they pay each time"), _from_to(stay, 1)),
            ),
            picture="bridge",
            table=Extract(
                *(("by_group", "") if groups else ("clients", "The largest changes")),
                columns=(
                    (groups[0].columns[0].name, "change", "before", "after", "new", "lost")
                    if groups
                    else ("client", "change", "part", "before", "after")
                ),
                rows=7,
                total=bool(groups),
            ),
            next=("--table clients",),
        ),
    )


def _labels(periods: Compared) -> dict[str, CalendarPeriod]:
    return {"first": periods.first.label, "second": periods.second.label}


# ---------------------------------------------------------------------------------------------- words


def _sentence(bridge: Bridge, currency: str | None, *, margin: bool) -> Phrase:
    before, after = bridge.total(bridge.before), bridge.total(bridge.after)
    change = after - before

    def money(*kinds: int) -> Money:
        return Money(abs(bridge.total(bridge.change[np.isin(bridge.kind, kinds)])), currency)

    values = {"amount": Money(abs(change), currency), "share": _percent(change, before)}
    if not change:
        how = say("The margin is the same" if margin else "Sales are the same")
    elif margin:
        how = say(
            "Margin rose by {amount}{share}" if change > 0 else "Margin fell by {amount}{share}",
            **values,
        )
    else:
        how = say("Sales rose by {amount}{share}" if change > 0 else "Sales fell by {amount}{share}", **values)
    return say(
        "{how}: new clients brought {new}, returned ones {back}, those who buy more {grown}; those who buy less took "
        "{shrunk}, lost ones {lost}.",
        how=how,
        new=money(NEW),
        back=money(BACK),
        grown=money(GROWN),
        shrunk=money(SHRUNK),
        lost=money(LOST),
    )


def _percent(change: Any, before: Any) -> Phrase:
    return say(" ({share})", share=Signed(Share(float(change / before), 0))) if before > 0 else say("")


def _notices(log: OrderLog, periods: Compared, bridge: Bridge) -> list[Notice]:
    first, second, told = periods.first, periods.second, []
    if not periods.earlier:
        told.append(notice("N447", first=first.label))
    if first.days != second.days:
        share = Signed(Share(second.days / first.days - 1, 1))
        names = _labels(periods)
        told.append(
            notice(
                "N445", first=names["first"], second=names["second"], days=first.days, others=second.days, share=share
            )
        )
    if periods.year_ago:
        told.append(notice("N448", period=Verbatim(periods.year_ago)))  # as it is typed
    if periods.cut:
        told.append(notice("N446", period=periods.cut, as_of=log.last_day))
    return told


# ---------------------------------------------------------------------------------------------- how often, how much


@dataclass(frozen=True, slots=True)
class _Split:
    """Factors whose product is the sales, before and after, what each adds to the change, and by which method."""

    names: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    parts: Sequence[float]
    method: str


def _split(bridge: Bridge, method: str, *, everybody: bool) -> _Split | None:
    """Clients × purchases of each × money of each purchase; of those who stayed their number is the same."""
    sides = []
    for money, often in ((bridge.before, bridge.often_before), (bridge.after, bridge.often_after)):
        clients, purchases = int((often > 0).sum()), int(often.sum())
        if not clients or not purchases:
            return None
        sides.append((float(clients), purchases / clients, float(bridge.total(money)) / purchases))
    before, after = sides
    used = method if method != "lmdi" or can_be_logarithms(before, after) else "shapley"
    parts = parts_of(before, after, used)
    names = ("clients", "frequency", "basket")
    if everybody:
        return _Split(names, before, after, parts, used)
    if before[0] != after[0]:  # somebody's purchases were all given back on their days, and money came without one
        return None
    return _Split(names[1:], before[1:], after[1:], parts[1:], used)


def _from_to(split: _Split | None, place: int) -> Phrase | str:
    if split is None:
        return ""
    return say("{before} → {after}", before=Number(split.before[place], 2), after=Number(split.after[place], 2))


FACTORS = {
    "clients": ("clients who buy", "clients with a purchase in the period"),
    "frequency": ("purchases of each", "days with a purchase ÷ clients with one"),
    "basket": ("paid each time", "what the period brought ÷ days with a purchase"),
}


def _intensity(whole: _Split | None, stay: _Split | None) -> tuple[Table, ...]:
    rows = [
        (say(who), say(FACTORS[name][0]), before, after, part)
        for who, split in (("all clients", whole), ("clients who stayed", stay))
        if split
        for name, before, after, part in zip(split.names, split.before, split.after, split.parts, strict=True)
    ]
    columns = (
        Column("who", "of whom", TEXT, "all clients, or those with sales in both periods"),
        Column("factor", "factor", TEXT, "what a period brought is the product of the factors"),
        Column("before", "before", RATIO, "in the first period"),
        Column("after", "after", RATIO, "in the second period"),
        Column("part", "adds", MONEY, "what it adds to the change; the parts of one kind add up to it"),
    )
    return (Table("intensity", "How many, how often, how much each time", columns, rows),) if rows else ()


# ---------------------------------------------------------------------------------------------- figures and tables


def _figures(
    bridge: Bridge, stayed: Bridge, stay: _Split | None, whole: _Split | None, periods: Compared, *, margin: bool
) -> tuple[Figure, ...]:
    before, after = bridge.total(bridge.before), bridge.total(bridge.after)
    found = [
        Figure(
            "sales",
            "margin" if margin else "sales",
            after,
            MONEY,
            say("of {second}, refunds taken off", **_labels(periods)),
            "main",
        ),
        Figure(
            "sales_before",
            "margin before" if margin else "sales before",
            before,
            MONEY,
            say("of {first}, refunds taken off", **_labels(periods)),
        ),
        Figure("change", "change", after - before, MONEY, "what it is less what it was before"),
    ]
    if before > 0:
        share = "what it is ÷ what it was before − 1"
        found.append(Figure("change_share", "change in per cent", float(after / before) - 1, SHARE, share))
    of_stayed = stayed.total(stayed.change) if len(stayed) else 0 * before
    note = "change of the clients with sales above 0 in both periods"
    found.append(Figure("stayed_change", "change of clients who stayed", of_stayed, MONEY, note))
    found.append(Figure("stayed", "clients who stayed", len(stayed), CLIENTS, "with sales above 0 in both periods"))
    if stay:
        told = say("of that change, by {method}", method=say(LASTING[stay.method]))
        found.append(Figure("by_frequency", "by how often they buy", stay.parts[0], MONEY, told))
        found.append(Figure("by_basket", "by what they pay each time", stay.parts[1], MONEY, told))
    if whole:
        told = say("of the whole change, by {method}", method=say(LASTING[whole.method]))
        for name, part in zip(("clients", "frequency", "basket"), whole.parts, strict=True):
            label = say("all clients: by {factor}", factor=say(FACTORS[name][0]))
            found.append(Figure(f"all_by_{name}", label, part, MONEY, told))
    return tuple(found)


def _bridge(bridge: Bridge, periods: Compared, *, margin: bool) -> Table:
    """The sales before, what each kind of client adds, the sales after."""
    before, after = bridge.total(bridge.before), bridge.total(bridge.after)
    first, second = (
        say("margin of {period}" if margin else "sales of {period}", period=period)
        for period in _labels(periods).values()
    )
    rows: list[tuple[Any, ...]] = [(first, int(bridge.bought[0].sum()), before, *_ENDS)]
    for kind in STEPS:
        here = bridge.kind == kind
        if not here.any() and kind not in ALWAYS:
            continue
        sums = [bridge.total(column[here]) for column in (bridge.change, bridge.before, bridge.after)]
        share = float(sums[0] / before) if before > 0 else None
        rows.append((say(KINDS[kind]), int(here.sum()), sums[0], share, *sums[1:], say(UNTOLD[kind])))
    rows.append((second, int(bridge.bought[1].sum()), after, *_ENDS))
    columns = (
        Column("step", "step", TEXT, "what both periods brought, and between them who brought more or less"),
        Column("clients", "clients", CLIENTS, "clients with sales above 0 in the period, or of that kind"),
        Column("amount", "money", MONEY, "what the period brought, or what the clients of that kind add to the change"),
        Column("share", "of what was before", SHARE, "what they add ÷ what the first period brought"),
        Column("before", "before", MONEY, "what they brought in the first period"),
        Column("after", "after", MONEY, "what they brought in the second period"),
        Column("means", "who they are", TEXT, "who is counted, and what the file does not tell of them"),
    )
    return Table("bridge", "The bridge from one period to the other", columns, rows)


_ENDS = (None, None, None, "")


def _by_group(log: OrderLog, bridge: Bridge, name: str) -> tuple[tuple[Table, ...], tuple[Notice, ...]]:
    """The same bridge, group by group; the first order of a client that names a group decides."""
    found = log.ledger.grouped(name)
    told = told_of(found, name, log.reading, {*bridge.names}, say("first order"))
    of = Words.of([found.first.get(client) or NO_GROUP for client in bridge.names])
    rows: list[tuple[Any, ...]] = []
    for group, places in of.places().items():
        part = bridge.where(np.isin(np.arange(len(bridge)), places))
        sums = [part.total(column) for column in (part.before, part.after, part.change)]
        kinds = [part.total(part.change[part.kind == kind]) for kind in ALWAYS]
        rows.append((group, len(part), *sums, *kinds))
    rows.sort(key=lambda row: (-abs(row[4]), row[0]))
    names = ("lost", "less", "back", "more", "new")
    columns = (
        *group_columns([name]),
        Column("clients", "clients", CLIENTS, "clients with a row in one of the periods", summed=True),
        Column("before", "before", MONEY, "what they brought in the first period", summed=True),
        Column("after", "after", MONEY, "what they brought in the second period", summed=True),
        Column("change", "change", MONEY, "what they add to the change", summed=True),
        *(
            Column(name, KINDS[kind], MONEY, say(UNTOLD[kind]), summed=True)
            for name, kind in zip(names, ALWAYS, strict=True)
        ),
    )
    return (Table("by_group", "Where the growth of each group comes from", columns, rows, shown=30),), told


def _clients(bridge: Bridge, top: int | None, currency: str | None) -> tuple[Table, tuple[Notice, ...]]:
    """One row a client, the largest change first."""
    order = np.argsort(-np.abs(bridge.change), kind="stable")
    told: tuple[Notice, ...] = ()
    if top is not None and top < len(order):
        rest = bridge.total(bridge.change[order[top:]])
        told = (notice("N450", count=len(order) - top, total=Money(rest, currency)),)
        order = order[:top]
    columns = (
        Column("client", "client", TEXT, "who buys"),
        Column("part", "part of the bridge", TEXT, "how what they bring changed"),
        Column("before", "before", MONEY, "what they brought in the first period", summed=True),
        Column("after", "after", MONEY, "what they brought in the second period", summed=True),
        Column("change", "change", MONEY, "what they add to the change", summed=True),
        Column("purchases_before", "purchases before", ORDERS, "days with a purchase in the first period"),
        Column("purchases_after", "purchases after", ORDERS, "days with a purchase in the second period"),
    )
    money = [Exact(column, bridge.scale) for column in (bridge.before, bridge.after, bridge.change)]
    parts = Words(bridge.kind, [say(word) for word in KINDS])
    rows = ByColumn([bridge.names, parts, *money, bridge.often_before, bridge.often_after], order)
    return Table("clients", "Clients by the size of their change", columns, rows, shown=20), told
