"""CAC by channel, campaign and month, from a spend file and, if need be, an order log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from custecon.analyses.cac import SpendFile, answered
from custecon.analyses.cac.inputs import Each
from custecon.clients.files import OrderRows
from custecon.clients.groups import group_named
from custecon.core.answer import Answer
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import Money, say
from custecon.core.quantities import QUANTITIES, InParts
from custecon.core.results import Input, Table
from custecon.core.schemas import Reading
from custecon.tables import acquisition as spending

_THEM_ALONE = ", or say --map new_clients= (nothing after the sign) to leave the column aside"


def counted_in(file: SpendFile, orders: OrderRows | None, inputs: Each, by: Sequence[str], period_said: bool) -> Answer:
    """The cost of winning a client from a spend file.

    Raises:
        UsageError: E365 clients were said and are counted; E367 nothing tells the new clients; E381 no months to set
            orders beside the spend.
        Undefined: nobody was won at all.
    """
    counted_elsewhere = inputs.pop("new_clients", None)
    readings = [file.reading]
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
            told.append(notice("N363", count=len(rows) - len(known), money=_added_up(silent)))
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
    tables: list[Table] = [spending.by_groups(rows, names, value=value)] if names else []
    vain = spending.without_clients(rows)
    if vain is not None:
        told.append(notice("N365", count=len(vain.rows), money=_added_up(vain)))
    tables += [one for one in (vain, silent) if one is not None]
    return replace(
        answer, tables=tuple(tables), notices=(*credits, *told, *answer.notices), unused=(*answer.unused, *unused)
    )


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
    told += spending.told_of_beginning(log.table, first_orders, rows) + spending.told_of_end(log.table, rows)
    if joined.outside:
        told.append(notice("N364", count=joined.outside))
    found = [_spend(rows), _count("new_clients", joined.all, "first orders in the months of the spend")]
    if joined.paid != joined.all:
        found.append(_count("paid_clients", joined.paid, "first orders from channels with spend"))
    return joined.rows, found, told


def _added_up(table: Table) -> Money:
    return Money(sum((row[-1] for row in table.rows), Decimal(0)))


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
