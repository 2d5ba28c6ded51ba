"""`custecon cac FILE`: CAC by channel, campaign and month, from a spend file and, if need be, an order log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from custecon.analyses import telling
from custecon.cli import acquisition
from custecon.cli.options import Asked
from custecon.cli.reading import in_currency_of, read_asked, refuse_columns_of_no_file
from custecon.cli.session import Session
from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.quantities import QUANTITIES, InParts
from custecon.core.results import Input, Result, Table
from custecon.core.schemas import ORDERS, SPENDING, Reading, Schema
from custecon.core.wording import counted
from custecon.render import numbers
from custecon.tables import acquisition as spending

__all__ = ["run"]

_THEM_ALONE = ", or say --map new_clients= (nothing after the sign) to leave the column aside"


def run(session: Session, asked: Asked) -> Result:
    """The cost of winning a client from a spend file.

    Raises:
        UsageError: E365 an option says what the file says; E367 nothing tells the new clients; E381 no months to
            set orders beside the spend.
        Undefined: nobody was won at all.
    """
    given, period = acquisition.known_from(asked)
    for name in ("spend", "acquisition_cost"):
        _refuse(given, name)
    counted_elsewhere = next((entry for entry in given if entry.name == "new_clients"), None)
    given = [entry for entry in given if entry.name not in ("spend", "new_clients", "acquisition_cost")]
    beside = asked.text("orders") is not None
    readings = [read_asked(session, _only(asked, SPENDING) if beside else asked, (SPENDING,), several=beside)]
    rows: Sequence[spending.Spent] = spending.spent(readings[0].table)
    credits = spending.told_of_credits(readings[0].table, rows)
    found: list[Input] = []
    told: list[Notice] = []
    silent: Table | None = None
    if counted_elsewhere is not None and (beside or "new_clients" in readings[0].table):
        _refuse([counted_elsewhere], "new_clients", "" if beside else _THEM_ALONE)
    if beside:
        rows, found, told = _beside_orders(session, asked, readings, rows)
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
    given = telling.without_settings(given, [entry.name for entry in found])
    inputs = [*given, *(entry for entry in found if entry.name not in {one.name for one in given})]
    asked = in_currency_of(asked, *readings)
    result = acquisition.result_of(asked, inputs, period)
    value = next((entry.value for entry in result.inputs if entry.name == "lifetime_value"), None)
    names = _groups(asked, rows, readings[0])
    if any(entry is counted_elsewhere for entry in found):  # nothing tells who of them came from where
        names = []
        asked.in_vain("by")
    if "month" in names:
        told += spending.told_of_months(readings[0].table, rows)
    tables: list[Table] = [spending.by_groups(rows, names, value=value)] if names else []
    vain = spending.without_clients(rows)
    if vain is not None:
        told.append(notice("N365", count=len(vain.rows), money=_added_up(vain)))
    tables += [one for one in (vain, silent) if one is not None]
    return replace(
        result,
        tables=tuple(tables),
        notices=(*(one for reading in readings for one in reading.notices), *credits, *told, *result.notices),
        controls=tuple(reading.controls for reading in readings),
        currency=asked.text("currency"),
    )


def _refuse(given: Sequence[Input], name: str, instead: str = "") -> None:
    """Refuse an option that says what the file says.

    Raises:
        UsageError: E365 it was typed.
    """
    if any(entry.name == name and entry.origin == "given" for entry in given):
        raise UsageError(problem("E365", name=QUANTITIES[name].flag, instead=instead))


def _beside_orders(
    session: Session, asked: Asked, readings: list[Reading], rows: Sequence[spending.Spent]
) -> tuple[Sequence[spending.Spent], list[Input], list[Notice]]:
    """Spend with the first orders of a log beside it: rows, inputs, and what must be told; the log joins `readings`."""
    spend = readings[0]
    own = spend.table.columns.get("new_clients")
    if not any("month" in row.groups for row in rows):
        instead = f", or leave --orders out: the file counts new clients itself, in «{own.header}»" if own else ""
        raise UsageError(problem("E381", file=spend.controls.file, instead=instead))
    told = [notice("N371", column=own.header)] if own else []
    log = read_asked(session, _only(asked, ORDERS), (ORDERS,), file=asked.text("orders"), several=True)
    readings.append(log)
    refuse_columns_of_no_file(asked, readings)
    first_orders = spending.first_orders(log.table)
    joined = spending.joined(rows, first_orders)
    told += spending.told_of_beginning(log.table, first_orders, rows) + spending.told_of_end(log.table, rows)
    if joined.outside:
        told.append(notice("N364", count=joined.outside))
    found = [_spend(rows), _count("new_clients", joined.all, "first orders in the months of the spend")]
    if joined.paid != joined.all:
        found.append(_count("paid_clients", joined.paid, "first orders from channels with spend"))
    return joined.rows, found, told


def _only(asked: Asked, schema: Schema) -> Asked:
    """The options for reading one of two files: columns that it cannot have belong to the other."""
    roles = {role.name for role in schema.roles}
    options = {
        name: value
        for name, value in asked.options.items()
        if name not in ("client", "date", "amount") or name in roles
    }
    options["map"] = [pair for pair in asked.several("map") if _role(pair) in roles or not _known(_role(pair))]
    if schema is ORDERS:
        options = {
            name: value for name, value in options.items() if name not in ("expect_total", "expect_rows", "skip_bad")
        }
        options["units"] = [said for said in asked.several("units") if "=" in said]
    return replace(asked, options=options)


def _role(pair: object) -> str:
    return str(pair).partition("=")[0].strip()


def _known(role: str) -> bool:
    return any(role == known.name for schema in (SPENDING, ORDERS) for known in schema.roles)


def _added_up(table: Table) -> str:
    return numbers.money(sum((row[-1] for row in table.rows), Decimal(0)))


def _spend(rows: Sequence[spending.Spent]) -> Input:
    total = sum((row.spend for row in rows), Decimal(0))
    return Input(QUANTITIES["spend"], float(total), "file", f"sum of {counted(len(rows))}")


def _count(name: str, count: spending.Count, note: str) -> Input:
    return Input(QUANTITIES[name], int(count) if count == int(count) else InParts(count), "file", note)


def _groups(asked: Asked, rows: Sequence[spending.Spent], spend: Reading) -> list[str]:
    """The columns to add up by: those asked for, else the channel, the campaign or the month.

    Raises:
        UsageError: E117 the file has no such column; E382 the spend file has it, but the order log does not.
    """
    there = [name for name in spending.GROUPS if any(name in row.groups for row in rows)]
    text = asked.text("by")
    if text is None:
        return there[:1]
    wanted = [word.strip().lower() for word in text.split(",")]
    if unknown := [word for word in wanted if word not in there]:
        if unknown[0] in spending.GROUPS and unknown[0] in spend.table:
            raise UsageError(problem("E382", name=unknown[0], file=spend.controls.file, known=",".join(there)))
        raise UsageError(
            problem(
                "E117",
                name=f"--by {unknown[0]}",
                known=", ".join(there) or "none of channel, campaign, month",
                cure=f"say --map {unknown[0]}=COLUMN to take a column of the file for it",
            )
        )
    return wanted
