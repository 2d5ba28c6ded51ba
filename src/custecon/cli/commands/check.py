"""`custecon check`: how a file was understood, its control totals and all its problems; nothing is computed."""

from __future__ import annotations

from typing import Any

from custecon.cli.options import Asked, Command
from custecon.cli.reading import read_asked
from custecon.cli.session import Session
from custecon.core import units
from custecon.core.choices import SOURCES
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Result, Table
from custecon.core.rounding import full
from custecon.core.schemas import Kind, Reading
from custecon.kinds import EVERY, SCHEMAS
from custecon.sources.closer_kind import told_of_closer


def run(session: Session, asked: Asked) -> Result:
    """What a file holds, if it can be read; otherwise the refusal is the answer."""
    reading = read_asked(session, asked, EVERY)
    controls, table = reading.controls, reading.table
    money = [name for name, column in table.columns.items() if column.role.kind is Kind.MONEY]
    return Result(
        command="check",
        title="What the file holds",
        answer=say(
            "{file} was read whole as {name}: {row_is} a row.",
            file=controls.file,
            name=say(table.schema.name),
            row_is=say(table.schema.row_is),
        )
        if not controls.refused
        else say(
            "{file} was read in part: {refused} {refused:row|rows} refused and left out.",
            file=controls.file,
            refused=controls.refused,
        ),
        figures=(
            Figure(
                "rows",
                "rows used",
                controls.used,
                units.ORDERS,
                say("of {rows_in_file} in the file", rows_in_file=controls.rows_in_file),
            ),
            *_clients(reading),
            *(
                Figure(
                    f"total_{name}",
                    say("total of {name}", name=say(name)),
                    table.columns[name].total(),
                    units.MONEY,
                    "the exact sum",
                )
                for name in money
            ),
        ),
        tables=(_columns(reading),),
        notices=(*reading.notices, *told_of_closer(reading, SCHEMAS)),
        controls=(controls, *controls.parts),
        currency=controls.currency,
        as_of=reading.as_of.isoformat() if reading.as_of else None,
        extra=_contract(reading, money),
    )


def _clients(reading: Reading) -> tuple[Figure, ...]:
    count = reading.controls.clients
    return (
        (Figure("clients", "clients", count, units.CLIENTS, "different names or numbers"),) if count is not None else ()
    )


def _columns(reading: Reading) -> Table:
    """Which column was taken for what."""
    columns = tuple(
        Column(name.replace(" ", "_"), name, units.TEXT, name)
        for name in ("meaning", "column", "decided", "kind", "what it is")
    )
    rows = [
        (
            say(name),
            column.header,
            say(reading.controls.columns[name].by),
            say(column.role.kind.value),
            say(column.role.meaning),
        )
        for name, column in reading.table.columns.items()
        if name in reading.controls.columns
    ]
    return Table("columns", "Columns", columns, rows)


def _contract(reading: Reading, money: list[str]) -> dict[str, Any]:
    """What other programs compare: the same few keys for every kind of file."""
    controls, table = reading.controls, reading.table
    total = table.columns[money[0]].total() if money else None
    keys = sorted(set(table.cells("client"))) if "client" in table else []
    return {
        "total": full(total) if total is not None else None,
        "clients": controls.clients,
        "rows": controls.used,
        "date_min": controls.first_date.isoformat() if controls.first_date else None,
        "date_max": controls.last_date.isoformat() if controls.last_date else None,
        "client_keys": keys,
    }


COMMAND = Command(
    name="check",
    panel="Files",
    help="""How a file is understood, its control totals and all its problems.

    Computes nothing. Run it first on a new export, and keep the totals for --expect-total.""",
    run=run,
    argument="FILE",
    argument_help=say("The file: {sources}; - reads the standard input.", sources=say(SOURCES)),
    examples=("custecon check orders.csv", "custecon check sales.xlsx --amount «Сумма» --expect-total 244091.94"),
    kinds=tuple(SCHEMAS),
)
