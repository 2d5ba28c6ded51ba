"""CAC by channel, campaign and month, from a spend file and, if need be, an order log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from custecon.analyses.cac import SpendFile, answered
from custecon.analyses.cac.grid import grid_of
from custecon.analyses.cac.inputs import Each
from custecon.clients.files import OrderRows
from custecon.clients.groups import group_named
from custecon.core.answer import Answer
from custecon.core.errors import Notice, Undefined, UsageError, notice, problem
from custecon.core.phrases import Amount, Money, Phrase, say, some
from custecon.core.quantities import QUANTITIES, InParts
from custecon.core.results import Input, Picture, Table, picture_of
from custecon.core.schemas import Reading
from custecon.core.screen import Extract
from custecon.metrics import acquisition
from custecon.tables import acquisition as spending
from custecon.tables.months import is_month

FEW = 10  # new clients: one more or less moves what each cost by a tenth

_THEM_ALONE = ", or say --map new_clients= (nothing after the sign) to leave the column aside"


def counted_in(file: SpendFile, orders: OrderRows | None, inputs: Each, by: Sequence[str], period_said: bool) -> Answer:
    """The cost of winning a client from a spend file.

    Raises:
        UsageError: E365 clients were said and are counted; E367 nothing tells the new clients; E381 no months to set
            orders beside the spend.
        Undefined: nobody was won at all.
    """
    counted_elsewhere = inputs.pop("new_clients", None)
    readings, currency = [file.reading], file.currency
    rows: Sequence[spending.Spent] = spending.spent(readings[0].table)
    credits = spending.told_of_credits(readings[0].table, rows)
    found: list[Input] = []
    told: list[Notice] = []
    silent: Table | None = None
    typed = counted_elsewhere is not None and counted_elsewhere.origin == "given"
    if typed and (orders or "new_clients" in readings[0].table):
        flag = QUANTITIES["new_clients"].flag
        raise UsageError(problem("E365", name=flag, instead="" if orders else _THEM_ALONE))
    if orders is not None:
        rows, found, told = _beside_orders(file.reading, orders.reading, rows)
    elif "new_clients" in readings[0].table:
        known = [row for row in rows if row.new_clients is not None]
        silent = spending.untold(rows)
        if silent is not None:
            told.append(notice("N363", count=len(rows) - len(known), money=_added_up(silent, currency)))
        if not known:
            raise UsageError(problem("E367", file=readings[0].controls.file))
        won = sum((Decimal(row.new_clients or 0) for row in known), Decimal(0))
        found += [_spend(known), _count("new_clients", won, "sum of the column")]
    elif counted_elsewhere is not None:
        found += [_spend(rows), counted_elsewhere]
    else:
        raise UsageError(problem("E367", file=readings[0].controls.file))
    inputs.tell(found)
    answer = answered(inputs, period_said=period_said)
    value = next((entry.value for entry in answer.inputs if entry.name == "lifetime_value"), None)
    names, unused = _groups(by, rows, readings[0]), list[str]()
    if any(entry is counted_elsewhere for entry in found):  # nothing tells who of them came from where
        names, unused = [], ["by"]
    if "month" in names:
        told += spending.told_of_months(readings[0].table, rows)
    served = {entry.name: entry.value for entry in answer.inputs if entry.name in ("margin", "churn")}
    by_groups = partial(spending.by_groups, rows, value=value, leaves=served, period=answer.period)
    tables, drawn, first = _told_by(names, by_groups, currency) if names else ([], None, None)
    vain = spending.without_clients(rows)
    if vain is not None:
        told.append(notice("N365", count=len(vain.rows), money=_added_up(vain, currency)))
    tables += [one for one in (vain, silent) if one is not None]
    if names:
        told += _of_few(tables[0], len(names))
    of_file = answer.figures[0].metric in (acquisition.blended_cost, acquisition.paid_cost)
    return replace(
        answer,
        sentence=_sentence(answer, rows, currency) if of_file else answer.sentence,
        tables=tuple(tables),
        pictures=(drawn,) if drawn else (),
        notices=(*credits, *told, *answer.notices),
        unused=(*answer.unused, *unused),
        screen=replace(answer.screen, table=first),
    )


def _told_by(
    names: Sequence[str], by_groups: Callable[[Sequence[str]], Table], currency: str | None
) -> tuple[list[Table], Picture | None, Extract]:
    """The tables by the groups, the picture of them, and the rows that come first.

    Where a grid has every pair of two columns, what each of the few across cost in all stands beneath.
    """
    table = by_groups(names)
    heading = _from_to(table, len(names), currency)
    grid = grid_of(table, names, heading)
    if grid is None:
        return [table], _picture(table, names), Extract(table.name, heading, _columns(table, names), "cac")
    alone = by_groups([grid.across])
    return [table, grid.table, alone], grid.picture, Extract(alone.name, "", _columns(alone, [grid.across]))


def _sentence(answer: Answer, rows: Sequence[spending.Spent], currency: str | None) -> Phrase:
    """What winning one cost, in which time, and what of it was counted."""
    counts = {entry.name: entry for entry in answer.figures[0].inputs}
    won = next(entry for name, entry in counts.items() if name != "spend")
    return say(
        "Winning one client cost {value}{when}: {spend} was spent, {n} {n:new client was|new clients were} won.",
        value=Money(answer.figures[0].value, currency),
        when=_when(rows),
        spend=Money(counts["spend"].value, currency),
        n=Amount(won.value, won.quantity.unit),
    )


def _when(rows: Sequence[spending.Spent]) -> Phrase:
    """The months of the spend, where every row names one."""
    months = {row.groups.get("month", "") for row in rows}
    if not all(map(is_month, months)):
        return say("")
    first, last = min(months), max(months)
    return say(" ({first})", first=first) if first == last else say(" ({first} … {last})", first=first, last=last)


def _costs(table: Table, keys: int) -> list[tuple[str, float, spending.Count]]:
    """What each group is called, its CAC and whom it won, the cheapest first; those that won nobody have none."""
    (cac, won) = table.places(("cac", "new_clients"))
    found = [(say("{of: }", of=[*row[:keys]]), row[cac], row[won]) for row in table.rows if row[cac] is not None]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _from_to(table: Table, keys: int, currency: str | None) -> Phrase | str:
    """What the table tells: where a client is cheapest and where dearest."""
    found = _costs(table, keys)
    if len(found) < 2:
        return ""
    (least, low, _), (most, high, _) = found[0], found[-1]
    told = "One client cost from {low} ({least}) to {high} ({most})"
    return say(told, low=Money(low, currency), least=least, high=Money(high, currency), most=most)


def _of_few(table: Table, keys: int) -> list[Notice]:
    """The groups that won so few that one client more or less makes another figure of their CAC."""
    found = _costs(table, keys)
    few = [name for name, _, won in found if won <= FEW]
    return [notice("N431", names=some(few, spending.SOME), count=len(few), few=FEW)] if few and found[1:] else []


def _columns(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """What a channel costs and when it is paid back, before what that is made of."""
    groups = [column.name for column in table.columns[: len(names)]]
    return (*groups, "cac", "payback_surviving", "payback", "ltv_to_cac", "new_clients", "spend", "share_of_spend")


def _picture(table: Table, names: Sequence[str]) -> Picture | None:
    """CAC by one column: of months as a curve, where nobody was won it has no point."""
    if len(names) > 1 or not any(row[3] is not None for row in table.rows):
        return None
    return picture_of(table, "curve" if names[0] == "month" and len(table.rows) > 2 else "bars", "cac")


def _beside_orders(
    spend: Reading, log: Reading, rows: Sequence[spending.Spent]
) -> tuple[Sequence[spending.Spent], list[Input], list[Notice]]:
    """Spend with the first orders of a log beside it: rows, inputs, and what must be told."""
    own = spend.table.columns.get("new_clients")
    if not any("month" in row.groups for row in rows):
        instead = (
            say(", or leave --orders out: the file counts new clients itself, in «{header}»", header=own.header)
            if own
            else ""
        )
        raise UsageError(problem("E381", file=spend.controls.file, instead=instead))
    told = [notice("N371", column=own.header)] if own else []
    first_orders = spending.first_orders(log.table)
    joined = spending.joined(rows, first_orders)
    if first_orders and not joined.all:
        won, spent = {month for month, _ in first_orders}, {row.groups["month"] for row in rows}
        raise Undefined(problem("E359", first=min(won), last=max(won), begin=min(spent), end=max(spent)))
    told += spending.told_of_beginning(log.table, first_orders, rows) + spending.told_of_end(log.table, rows)
    if joined.outside:
        told.append(notice("N364", count=joined.outside))
    found = [_spend(rows), _count("new_clients", joined.all, "first orders in the months of the spend")]
    if joined.paid != joined.all:
        found.append(_count("paid_clients", joined.paid, "first orders from channels with spend"))
    return joined.rows, found, told


def _added_up(table: Table, currency: str | None) -> Money:
    return Money(sum((row[-1] for row in table.rows), Decimal(0)), currency)


def _spend(rows: Sequence[spending.Spent]) -> Input:
    total = sum((row.spend for row in rows), Decimal(0))
    return Input(QUANTITIES["spend"], float(total), "file", say("sum of {rows} {rows:row|rows}", rows=len(rows)))


def _count(name: str, count: spending.Count, note: str) -> Input:
    return Input(QUANTITIES[name], int(count) if count == int(count) else InParts(count), "file", note)


def _groups(wanted: Sequence[str], rows: Sequence[spending.Spent], spend: Reading) -> list[str]:
    """The columns to add up by: those asked for, else the channel, the campaign or the month.

    Raises:
        UsageError: E117 the file has no such column; E382 the spend file has it, but the order log does not.
    """
    there = [name for name in spending.GROUPS if any(name in row.groups for row in rows)]
    named = [group_named(spend, word, *there) for word in wanted]
    for name in named:
        if not any(name in row.groups for row in rows):
            raise UsageError(problem("E382", name=name, file=spend.controls.file, known=",".join(there)))
    return named or there[:1]
