"""Key accounts as an answer: sentence, figures, tables, the Lorenz curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from custecon.analyses.key_accounts.book import Book, book_of, criterion
from custecon.clients.groups import group_named
from custecon.clients.margin_basis import without_margin_rate
from custecon.clients.order_log import OrderLog
from custecon.core.answer import Answer
from custecon.core.by_column import ByColumn
from custecon.core.calendar_span import CalendarSpan
from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.evaluation import figure
from custecon.core.long_columns import Words
from custecon.core.phrases import Number, Phrase, Share, Verbatim, say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Column, Figure, Input, Picture, Table
from custecon.core.screen import Extract, Key, Screen
from custecon.core.units import CLIENTS, DATE, MONEY, ORDERS, RATIO, SHARE, TEXT
from custecon.metrics import profitability
from custecon.tables.client_status import year_before
from custecon.tables.concentration import (
    DRAWS,
    Cut,
    Steadiness,
    chosen_by,
    cuts_of,
    lorenz,
    percentile_ranks,
    steadiness,
    weighted,
)
from custecon.tables.concentration_index import index_of
from custecon.tables.groups import group_columns
from custecon.tables.whale_curve import gini

FEW = 30  # clients below which no per cent of clients is told
WARNED, DISCLOSED = Fraction(1, 5), Fraction(1, 10)


def answered(
    log: OrderLog,
    weights: Mapping[str, Fraction],
    window: CalendarSpan | None,
    margin_rate: Input | None,
    by: str | None,
    top: int,
) -> Answer:
    """The key accounts of a log, and how much hangs on them.

    Raises:
        Undefined: E301 nobody brought more than 0, or growth was weighted and cannot be told.
        UsageError: E117, E317 there is no such column, or none of clients.
    """
    group = group_named(log.reading, by) if by else ""
    inputs, already = without_margin_rate(log.reading, [margin_rate] if margin_rate else [])
    rate = Decimal(inputs[0].value) if inputs else Decimal(1) if already else None
    whole, told = book_of(log, window, rate, group)
    above = np.flatnonzero(whole.money.cells > 0)
    if not len(above):
        cure = say("give a log with orders, or a longer --window" if window else "give a log with orders")
        why = say("nobody has brought more than 0")
        raise Undefined(problem("E301", figure=say("the concentration"), reason=why, cure=cure))
    book, others = whole.at(above), np.flatnonzero(whole.money.cells <= 0)
    if len(others):
        told.append(notice("N503", count=len(others), total=whole.total(whole.money, others)))
    top = min(top, len(above))
    by_money = np.argsort(-book.money.cells, kind="stable")
    score, steady, order = None, None, by_money
    if weights:
        ranks = [percentile_ranks(criterion(book, name)) for name in weights]
        said = [float(weight) for weight in weights.values()]
        score, steady = weighted(ranks, said), steadiness(ranks, said, top)
        order = by_money[np.argsort(-score[by_money], kind="stable")]
    key = chosen_by(book.money.cells if score is None else score, top)
    concentration = _concentration(book, by_money, whole, others)
    return Answer(
        _sentence(book, by_money),
        figures=tuple(_figures(book, by_money, steady)),
        tables=(
            _accounts(book, order, key, score, steady, group),
            concentration,
            *([_by_group(book, key, group)] if group else ()),
            _lorenz(book),
        ),
        pictures=(
            Picture(
                "lorenz",
                "Lorenz curve: what the smaller clients bring together, and would if all were alike",
                "curve",
                "lorenz",
                "client_share",
                ("money_share", "even_share"),
            ),
        ),
        inputs=tuple(inputs),
        notices=(*told, *_notices(book, by_money, steady, int(key.sum()), margin=already)),
        parameters=(
            ("time counted", say("{first} to {last}", first=book.start, last=book.end)),
            *([("weights", _parts(weights))] if weights else ()),
        ),
        screen=Screen(
            scope=say("{n} {n:client|clients}, {first} to {last}", n=len(above), first=book.start, last=book.end),
            further=(_missing(book, by_money), *_gone_already(book, order[:top])),
            figures=(
                Key("top_one_share", "the largest client", say("counted, so no interval")),
                Key("top_ten_share", "the 10 largest"),
                Key("top_fifth_share", "the largest 20 % of clients"),
                Key("half_clients", remark=say("of {n} {n:client|clients}", n=len(above))),
                Key("equal_clients", "as many equal clients"),
                Key("same_key_share", remark=say("of {n} draws of your weights", n=DRAWS)),
            ),
            picture="",
            table=Extract(
                "accounts",
                say("Key accounts by your weights: {parts}", parts=_parts(weights))
                if weights
                else say("Key accounts: who brings the most"),
                ("client", "money", "share", "score", "stays", "margin", "growth", "last_date", "purchase_days"),
                rows=top,
                total=False,
            ),
            next=(
                *(() if window or not _silent_for_a_year(book, order[:top]).any() else ("--window 12m",)),
                *(() if weights or not book.growth else ("--weights money=60,growth=40",)),
            ),
        ),
    )


# ---------------------------------------------------------------------------------------------- words


def _parts(weights: Mapping[str, Fraction]) -> Phrase:
    """The weights as parts of a hundred."""
    total = sum(weights.values())
    parts = [say("{name} {share}", name=say(name), share=Share(float(one / total))) for name, one in weights.items()]
    return say("{parts}", parts=parts)


def _sentence(book: Book, by_money: Any) -> Phrase:
    names, sizes = book.names, book.money.cells.tolist()
    first, many = Verbatim(names[by_money[0]]), len(by_money) > 10
    return say(
        "The largest client, {client}, brings {share} of the money{ten}: it is as concentrated as with {equal} "
        "{equal:client|clients} of one size.",
        client=first,
        share=Share(float(book.share(by_money[0]))),
        ten=say(", the 10 largest of {n} clients {share}", n=len(sizes), share=Share(_part(book, by_money[:10])))
        if many
        else say(""),
        equal=Number(float(10_000 / index_of(sizes)), 0 if many else 1),
    )


def _missing(book: Book, by_money: Any) -> Phrase:
    """What goes if the largest leaves, or may have gone."""
    largest = by_money[:1]
    of_it = say("")
    if book.margin is not None:
        of_it = say(", {margin} of it margin", margin=book.total(book.margin, largest))
    told = "If {client}, who last bought on {last}, leaves, {money} is missing in as long a time{of_it}."
    if _silent_for_a_year(book, largest)[0]:
        told = "{client} last bought on {last} and may have left already: {money} is missing in as long a time{of_it}."
    return say(
        told,
        client=Verbatim(book.names[largest[0]]),
        last=book.last[largest[0]].item(),
        money=book.total(book.money, largest),
        of_it=of_it,
    )


def _gone_already(book: Book, key: Any) -> Iterable[Phrase]:
    """How many of the key accounts bring nothing any more."""
    silent = int(_silent_for_a_year(book, key).sum())
    if silent:
        yield say(
            "{silent} of the {n} key {n:account|accounts} bought nothing in the year to {end}.",
            silent=silent,
            n=len(key),
            end=book.end,
        )


def _silent_for_a_year(book: Book, places: Any) -> Any:
    """Who of some clients bought nothing in the last year of the time counted."""
    return book.last[places] <= np.datetime64(year_before(book.end))


def _notices(book: Book, by_money: Any, steady: Steadiness | None, count: int, *, margin: bool) -> Iterable[Notice]:
    largest = book.share(by_money[0])
    cells = book.money.cells
    disclosed = int((cells.astype(object) * 10 >= sum(cells.tolist())).sum())
    if largest > WARNED:
        yield notice("N504", client=Verbatim(book.names[by_money[0]]), share=Share(float(largest)))
    if disclosed and (largest <= WARNED or disclosed > 1):
        yield notice("N505", count=disclosed)
    if steady is None:
        yield notice("N506")
    else:
        same, kept = round(steady.all_stay * DRAWS), Number(steady.mean_kept, 1)
        yield notice("N507", count=count, same=same, draws=DRAWS, kept=kept)
    if not margin:
        yield notice("N508")
    if len(by_money) < FEW:
        yield notice("N509", few=FEW)


# ---------------------------------------------------------------------------------------------- figures and tables


def _part(book: Book, places: Any) -> float:
    return float(Fraction(sum(book.money.cells[places].tolist()), sum(book.money.cells.tolist())))


def _figures(book: Book, by_money: Any, steady: Steadiness | None) -> Iterable[Figure]:
    count, sizes = len(by_money), book.money.cells.tolist()
    note = "of the money of clients who brought more than 0"
    yield Figure("top_one_share", "share of the largest client", _part(book, by_money[:1]), SHARE, note, "main")
    for name, label, few in (("top_five_share", "share of the 5 largest clients", 5),
                             ("top_ten_share", "share of the 10 largest clients", 10)):  # fmt: skip
        if few < count:
            yield Figure(name, label, _part(book, by_money[:few]), SHARE, note)
    if count >= FEW:
        fifth = -(-count // 5)
        part = say("{n} clients, rounded up; {note}", n=fifth, note=say(note))
        label = "share of the largest 20 % of clients"
        yield Figure("top_fifth_share", label, _part(book, by_money[:fifth]), SHARE, part)
    total, so_far = sum(sizes), np.cumsum(book.money.cells[by_money].astype(object))
    half = int(np.searchsorted(2 * so_far, total)) + 1
    yield Figure("half_clients", "clients who bring half", half, CLIENTS, "the fewest who bring half of the money")
    largest = by_money[:1]
    yield Figure(
        "largest_money", "money of the largest client", book.total(book.money, largest).value, MONEY,
        "in the time counted, refunds taken off",
    )  # fmt: skip
    if book.margin is not None:
        left = book.total(book.margin, largest).value
        yield Figure("largest_margin", "margin of the largest client", left, MONEY, "money × margin rate")
    index = float(index_of(sizes))
    how = say(
        "the sum of the squared shares in percent; often read as below {low} low, above {high} high",
        low=1500,
        high=2500,
    )
    yield Figure("concentration_index", "concentration (HHI)", index, RATIO, how)
    given = Input(QUANTITIES["concentration_index"], index, "computed", "of the money by client")
    yield figure(profitability.equal_clients, [given], weight="detail")
    even = float(gini(sizes))
    corrected = Number(even * count / max(1, count - 1), 6)
    how = say(
        "0: all clients alike; near 1: one client has nearly all; of these clients alone, for a sample of more it is "
        "{corrected}",
        corrected=corrected,
    )
    yield Figure("gini", "inequality (Gini)", even, RATIO, how)
    if steady:
        how = say(
            "of {n} draws in which each weight moves by up to a quarter, those with the very same key accounts", n=DRAWS
        )
        yield Figure("same_key_share", "the same key accounts", steady.all_stay, SHARE, how)
        how = say("the mean over the same draws")
        yield Figure("mean_kept", "key accounts that stay", steady.mean_kept, RATIO, how)


def _accounts(book: Book, order: Any, key: Any, score: Any, steady: Steadiness | None, group: str) -> Table:
    """One row a client, the highest score first, or the most money."""
    total = float(sum(book.money.cells.tolist()))
    columns = [
        Column("client", "client", TEXT, "who buys"),
        Column("money", "money", MONEY, "what they brought in the time counted, refunds taken off", summed=True),
        Column("share", "share", SHARE, "of the money of all clients who brought more than 0", summed=True),
        Column("class", "class", TEXT, "key account, or ordinary"),
    ]
    cells: list[Any] = [book.names, book.money, book.money.cells.astype(np.float64) / total]
    cells.append(Words(key.astype(np.int8), [say("ordinary"), say("key account")]))
    if score is not None and steady is not None:
        columns.append(
            Column("score", "score", RATIO, "the mean by your weights of the ranks, 0 the lowest, 100 the best")
        )
        columns.append(
            Column("stays", "stays key", SHARE, say("of {n} draws of the weights, those with them key", n=DRAWS))
        )
        cells += [score, steady.each]
    if book.margin is not None:
        columns.append(Column("margin", "margin", MONEY, "money × margin rate", summed=True))
        cells.append(book.margin)
    if book.growth is not None:
        meaning = say("by how much a quarter's money grows to the next, least squares of {span}", span=book.quarters)
        columns.append(Column("growth", "growth a quarter", MONEY, meaning))
        cells.append(book.growth)
    columns += [
        Column("purchase_days", "days with a purchase", ORDERS, "in the time counted"),
        Column("first_date", "first purchase", DATE, "the first day with a purchase"),
        Column("last_date", "last purchase", DATE, "the last day with a purchase"),
    ]
    cells += [book.often, book.first, book.last]
    if book.groups:
        columns += group_columns([group])
        cells.append(book.groups)
    return Table("accounts", "Clients, the key accounts first", tuple(columns), ByColumn(cells, order), shown=20)


def _concentration(book: Book, by_money: Any, whole: Book, others: Any) -> Table:
    """How much so many of the largest bring together; every row's own clients add up to all of the log."""
    count, before = len(by_money), 0
    rows: list[tuple[Any, ...]] = []
    cuts = [cut for cut in cuts_of(count) if cut.largest or count >= FEW]
    for cut in [*cuts, Cut(count, False, None)]:
        own, so_far = by_money[before : cut.clients], by_money[: cut.clients]
        sums = (book.total(book.money, so_far).value, _part(book, so_far))
        rows.append(
            (_called(cut, count), cut.clients, *sums, len(own), book.total(book.money, own).value, _part(book, own))
        )
        before = cut.clients
    if len(others):
        rows.append(
            (say("nothing above 0"), None, None, None, len(others), whole.total(whole.money, others).value, None)
        )
    columns = (
        Column("who", "who", TEXT, "so many of the clients, the largest first"),
        Column("clients", "clients", CLIENTS, "how many they are"),
        Column("money", "money", MONEY, "what they bring together"),
        Column("share", "share", SHARE, "of the money of all who brought more than 0"),
        Column("more_clients", "clients more", CLIENTS, "that the row above has not", summed=True),
        Column("more_money", "money more", MONEY, "what these bring", summed=True),
        Column("more_share", "share more", SHARE, "of the money of all who brought more than 0", summed=True),
    )
    return Table("concentration", "How much the largest clients bring", columns, rows)


def _called(cut: Cut, count: int) -> Phrase:
    if cut.clients == count:
        return say("all clients above 0")
    if cut.largest:
        return say("{n} largest {n:client|clients}", n=cut.clients)
    return say("the largest {part} % of clients", part=cut.per_cent)


def _by_group(book: Book, key: Any, group: str) -> Table:
    """One row a group, the most money first."""
    rows = []
    for name, places in (book.groups or Words.of([])).places().items():
        cells = book.money.cells[places].tolist()
        rows.append(
            (
                name,
                len(places),
                book.total(book.money, places).value,
                _part(book, places),
                int(key[places].sum()),
                float(Fraction(max(cells), sum(cells))),
            )
        )
    rows.sort(key=lambda row: (-row[2], row[0]))
    columns = (
        *group_columns([group]),
        Column("clients", "clients", CLIENTS, "who brought more than 0", summed=True),
        Column("money", "money", MONEY, "what they bring together", summed=True),
        Column("share", "share", SHARE, "of the money of all who brought more than 0", summed=True),
        Column("key_accounts", "key accounts", CLIENTS, "how many of them are key", summed=True),
        Column("largest_share", "of the largest", SHARE, "what their largest client brings of the group's money"),
    )
    return Table("by_group", "Key accounts and money by group", columns, rows, shown=30)


def _lorenz(book: Book) -> Table:
    rows = [(clients, money, clients) for clients, money in lorenz(book.money.cells.tolist())]
    columns = (
        Column("client_share", "clients", SHARE, "so many of the clients, the smallest first"),
        Column("money_share", "money", SHARE, "what they bring together, of all money"),
        Column("even_share", "if all were alike", SHARE, "what they would bring if all brought the same"),
    )
    return Table("lorenz", "Lorenz curve", columns, rows, shown=0)
