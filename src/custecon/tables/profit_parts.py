"""Profit of clients added up: from revenue to profit line by line, by class, by rank, by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custecon.core import units
from custecon.core.expression import Expression, Name, where
from custecon.core.phrases import say
from custecon.core.relations import Over, Word, of_figure
from custecon.core.results import Beneath, Column, Picture, Table, picture_of
from custecon.tables import live_profit as live
from custecon.tables.groups import column_name, group_label
from custecon.tables.profitability import Account, Accounts, LeftOver
from custecon.tables.whale_curve import client_class, picture, share_of, whales


def statement(book: Accounts) -> Table:
    """From revenue to profit, line by line; the lines add up to what the firm keeps."""
    net = book.total("net_revenue")
    lost = live.left_over(book)
    lines: list[tuple[str, int, Expression]] = [
        (say("revenue"), book.total("revenue"), _all("revenue")),
        (say("− discounts"), -book.total("discounts"), -_all("discounts")),
        (say("− refunds"), -book.total("refunds"), -_all("refunds")),
        (say("= net revenue"), net, _all("net_revenue")),
        (say("− direct cost"), -book.total("direct_cost"), -_all("direct_cost")),
        (say("= contribution"), book.total("contribution"), _all("contribution")),
        (say("− cost to serve given in the file"), -book.total("known_cost"), -_all("known_cost")),
        *(
            (say("− {activity}", activity=a.name), -a.allocated, -_all(f"cost_of_{a.name}"))
            for a in book.activities
            if a.price
        ),
        (say("= profit of all clients"), book.total("profit"), live.PROFIT),
        *((_line(rest), -rest.amount, -lost[rest.reason]) for rest in book.unallocated),
    ]
    if book.unallocated:
        left = book.total("profit") - book.not_allocated
        lines.append((say("= after cost that is not allocated"), left, of_figure("profit_after_unallocated")))
    words = {_line(rest): where(lost[rest.reason] < 0, *map(Word, _lines(rest)[::-1])) for rest in book.unallocated}
    lines = [line for line in lines if line[1] or line[0].startswith("=") or line[0] == "revenue"]
    columns = (
        Column(
            "line",
            "line",
            units.TEXT,
            "what is added, taken off, or left",
            cells=[words.get(line[0]) for line in lines],
        ),
        Column("amount", "amount", units.MONEY, "over all clients", cells=[line[2] for line in lines]),
        Column(
            "share",
            "of net revenue",
            units.SHARE,
            "amount ÷ net revenue",
            **live.part_of("amount", live.NET, "net revenue"),
        ),
    )
    rows = [(name, book.money(amount), share_of(amount, net)) for name, amount, _ in lines]
    unpriced = [activity.name for activity in book.activities if activity.price is None and activity.times]
    note = say("without a price, so not in it: {unpriced}", unpriced=[*unpriced]) if unpriced else ""
    return Table("statement", "From revenue to profit", columns, rows, note=note)


def statement_picture(table: Table) -> Picture:
    """What becomes of the revenue, step by step; a line that is left over begins with its sign."""
    totals = tuple(place for place, row in enumerate(table.rows) if row[0].startswith("="))
    return replace(picture_of(table, "waterfall", "amount"), totals=totals)


def _lines(rest: LeftOver) -> tuple[str, str]:
    """What cost in no client's profit is called: as it should be, and where more was charged than spent."""
    return say("− not allocated: {reason}", reason=rest.reason), say(
        "+ charged to clients, but not spent: {over}", over=rest.over
    )


def _line(rest: LeftOver) -> str:
    return _lines(rest)[rest.amount < 0]


def _all(column: str) -> Expression:
    return Over("sum", "clients", column)


CLASSES = [
    *map(say, ("large, earns", "small, earns", "large, at zero", "small, at zero", "small, loses", "large, loses"))
]


def class_table(book: Accounts, *, empty: bool = False) -> Table:
    """Clients by size and sign of their profit; `empty`: also the classes that nobody is in."""
    members: dict[str, list[Account]] = {name: [] for name in CLASSES}
    for client in book.clients:
        members[client_class(client, book)].append(client)
    note = "large: net revenue above the average client's"
    if not book.total("cost_to_serve"):
        note = "large: net revenue above the average client's; all before any cost to serve"
    found = [(name, clients) for name, clients in members.items() if clients or empty]
    return _parts(book, "classes", "Classes of clients", "class", found, note, by="client_class")


def tenths_table(book: Accounts) -> Table | None:
    """The best fifth, the middle and the worst tenth, as in the published whale curves; None for fewer than 10."""
    count = len(book.clients)
    if count < 10:
        return None
    ranked = whales(book)
    best, worst = _ends(book)
    parts = [
        (say("best 20 %"), ranked[:best]),
        (say("middle 70 %"), ranked[best : count - worst]),
        (say("worst 10 %"), ranked[count - worst :]),
    ]
    note = "published: the best 20 % earn 150 to 300 % of the profit, the worst 10 % lose 50 to 200 % of it (Kaplan)"
    return _parts(book, "ranks", "By rank of profit", "clients by rank", parts, note, by="part")


def _ends(book: Accounts) -> tuple[int, int]:
    """How many clients are the best fifth and the worst tenth, half up."""
    count = len(book.clients)
    return (count * 20 + 50) // 100, (count * 10 + 50) // 100


def beneath(book: Accounts) -> Beneath:
    """What a workbook needs to keep all of this alive."""
    drawn = picture(book) if len(book.clients) > 2 else None
    return live.beneath(book, *_ends(book), class_table(book, empty=True), drawn)


def by_group(book: Accounts, group: str) -> Table:
    """Profit by a column of the file; the parts add up to the whole."""
    members: dict[str, list[Account]] = {}
    for client in book.clients:
        members.setdefault(client.groups[group], []).append(client)
    found = sorted(members.items(), key=lambda item: (-sum(client.profit for client in item[1]), item[0]))
    name, label = column_name(group), group_label(group)
    return _parts(book, f"by_{name}", say("Profit by {group}", group=label), label, found, "", by=name)


def _parts(
    book: Accounts,
    name: str,
    title: str,
    label: str,
    parts: Sequence[tuple[str, Sequence[Account]]],
    note: str,
    *,
    by: str,
) -> Table:
    """Groups of clients with their amounts; together they are the whole book."""
    total = book.total("profit")
    here = name.removeprefix("by_") if name.startswith("by_") else "group"
    added = live.by_part(by, here)
    of_profit = live.part_of("profit", of_figure("total_profit"), "the profit of all clients")
    count = Over("count", "clients", "profit", by=by, here=here)
    slow = by == "part" and len(book.clients) > live.FEW
    columns = tuple(
        replace(column, fixed=live.RANKED if slow and column.formula else "")
        for column in (
            Column(here, label, units.TEXT, "which clients"),
            Column("clients", "clients", units.CLIENTS, "how many", summed=True, formula=count),
            Column("profit", "profit", units.MONEY, "their profits added up", summed=True, formula=added("profit")),
            Column("profit_share", "of profit", units.SHARE, "as a part of the profit of all clients",
                   summed=total > 0, **of_profit),
            Column("net_revenue", "net revenue", units.MONEY, "their net revenue", summed=True,
                   formula=added("net_revenue")),
            Column("profit_rate", "of net revenue", units.SHARE, "profit ÷ net revenue",
                   **live.part_of("profit", Name("net_revenue"), "net revenue")),
            Column("cost_to_serve", "cost to serve", units.MONEY, "what serving them cost", summed=True,
                   formula=added("cost_to_serve")),
            Column("unprofitable", "who lose", units.CLIENTS, "clients of the group who lose money", summed=True,
                   formula=added("loses")),
            Column("loss", "lost by them", units.MONEY, "the losses of these clients", summed=True,
                   formula=added("loss")),
        )
    )  # fmt: skip
    rows = []
    for part, clients in parts:
        profit, net = (sum(getattr(client, which) for client in clients) for which in ("profit", "net_revenue"))
        losing = [client.profit for client in clients if client.profit < 0]
        served = sum(client.cost_to_serve for client in clients)
        rows.append(
            (
                part,
                len(clients),
                book.money(profit),
                share_of(profit, total),
                book.money(net),
                share_of(profit, net),
                book.money(served),
                len(losing),
                book.money(sum(losing)),
            )
        )
    return Table(name, title, columns, rows, note=note)
