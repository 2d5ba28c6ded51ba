"""`custecon init`: write custecon.toml with every fact it may hold, filled from a file where the file shows it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import ROUND_HALF_UP, Decimal

from custecon.cli.options import Asked, Command
from custecon.cli.session import Session
from custecon.cli.settings import FILE_NAME, READING_NAMES
from custecon.core.language import words
from custecon.core.phrases import say
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Column, Result, Table
from custecon.core.schemas import CheckedTable, Reading
from custecon.core.units import TEXT
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.render import safe_files

HEAD = """\
# The facts of your firm, once. custecon reads this file in the folder you stand in; an option that you type wins.
# A line that starts with # is asleep: take the # away and put your own figure in. custecon explain NAME tells more.
"""
# What is offered, in this order, with an example; a quantity that does not exist (yet) is passed over.
FACTS = {
    "value": "5000",
    "margin": "1200",
    "margin_rate": '"40%"',
    "discount": '"10%/year"',
    "churn": '"18%/year"',
    "acquisition_cost": "900",
    "annual_revenue": "2500000",
}
READING = {
    "encoding": '"windows-1251"',
    "delimiter": '";"',
    "decimal": '","',
    "thousands": '" "',
    "date_order": '"dmy"',
    "sheet": '"Sheet1"',
    "only": '["stage=Won"]',
    "leave_out": '["status=Cancelled,Draft"]',
    "minus": '["type=Refund"]',
    "subtract": '["Tax"]',
    "refunds": '"net"',
    "no_client": '"drop"',
}
YEAR = dt.timedelta(days=365)

_Known = dict[str, tuple[str, str]]  # name: (value as TOML has it, where it comes from)


def run(session: Session, asked: Asked) -> Result:
    """Write the file, and say what stands in it."""
    target = safe_files.Target(FILE_NAME, force=asked.switch("force"), inputs=asked.files)
    known: _Known = {}
    columns: dict[str, str] = {}
    reading, kind = None, ""
    if asked.file is not None:
        from custecon.cli.reading import read_asked

        reading = read_asked(session, asked, (CLIENTS, ORDERS))
        kind = reading.table.schema.name
        known = _observed(reading)
        columns = {name: column.header for name, column in reading.table.columns.items()}
    for name in ("currency", *READING_NAMES):
        if name in asked.options:
            said = asked.options[name]
            value = f"[{', '.join(map(_text, said))}]" if isinstance(said, list) else _text(said)
            known[name] = (value, say("given"))
    safe_files.place(target, _written(known, kind, columns).encode())
    rows = [(name, value.strip('"'), origin) for name, (value, origin) in known.items()]
    rows += [(f"columns.{kind}.{role}", header, say("the file")) for role, header in columns.items()]
    names = ("setting", "value", "where it comes from")
    return Result(
        command="init",
        title=say("{file_name} written", file_name=FILE_NAME),
        answer="Open it in an editor and put your own figures in; every line in it is explained there.",
        tables=(Table("settings", "What is set", tuple(Column(n, n, TEXT, n) for n in names), rows),) if rows else (),
        notices=reading.notices if reading else (),
        controls=(reading.controls, *reading.controls.parts) if reading else (),
    )


def _observed(reading: Reading) -> _Known:
    """What the file shows of the firm: its currency, what a client brings in a year."""
    known: _Known = {}
    table, file = reading.table, reading.controls.file
    if reading.controls.currency:
        known["currency"] = (_text(reading.controls.currency), file)
    value = _yearly(table, "revenue") if table.schema is CLIENTS else _of_last_year(table)
    if value is not None:
        how = "mean of the clients" if table.schema is CLIENTS else "orders of the last 365 days by client who bought"
        known["value"] = (_money(value), say("{file}: {how}", file=str(file), how=say(how)))
    return known


def _yearly(table: CheckedTable, role: str) -> Decimal | None:
    """The mean of a money column over the rows that have it."""
    if role not in table:
        return None
    column = table.columns[role]
    filled = [cell for cell in column.cells if cell is not None]
    return column.number(sum(filled)) / len(filled) if filled else None


def _of_last_year(table: CheckedTable) -> Decimal | None:
    """What a client who bought in the last 365 days of the log paid in them; None if the log is shorter."""
    dates, clients, amounts = table.cells("date"), table.cells("client"), table.columns["amount"]
    last = max(dates, default=None)
    if last is None or last - min(dates) < YEAR:
        return None
    recent = [(who, cell) for who, day, cell in zip(clients, dates, amounts.cells, strict=True) if day > last - YEAR]
    return amounts.number(sum(cell for _, cell in recent)) / len({who for who, _ in recent})


def _money(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}"


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(known: _Known, kind: str, columns: dict[str, str]) -> str:
    def line(name: str, example: str, meaning: str) -> str:
        value, origin = known.get(name, (example, ""))
        said = words(meaning)
        if origin and origin != "given":
            said = f"{said} ({words(origin)})"
        return f"{'' if name in known else '# '}{name} = {value}  # {' '.join(said.split())}"

    lines = [words(HEAD), line("currency", '"EUR"', "the currency of all money here")]
    lines.append(line("period", '"year"', "per what margin, churn and discount are meant: month, quarter or year"))
    lines += [line(name, example, QUANTITIES[name].meaning) for name, example in FACTS.items() if name in QUANTITIES]
    lines.append(line("lost_after", '"180d"', "a client who has not bought for so long counts as lost"))
    lines.append(line("locale", '"ru"', "numbers on screen and page as this country writes them"))
    lines.append(line("lang", '"ru"', "the language of all words that people read: en or ru"))
    lines += [
        "",
        words(
            "# How your exports are written; only where all of them are written so, else custecon finds out by itself."
        ),
    ]
    reading = [line(name, example, "").removesuffix("  # ") for name, example in READING.items()]
    lines += ["[file]", *reading]
    called = "# What the columns of your exports are called; found by itself where the name is a usual one."
    lines += ["", words(called)]
    for schema in (CLIENTS, ORDERS):
        lines.append(f"[columns.{schema.name}]")
        for role in schema.roles:
            asleep = schema.name != kind or role.name not in columns
            header = _text(role.name if asleep else columns[role.name])
            lines.append(f"{'# ' * asleep}{role.name} = {header}  # {words(role.meaning)}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


COMMAND = Command(
    name="init",
    panel="Files",
    help="""Write custecon.toml: the facts of your firm, once, for every command.

    With a client list or an order log it fills in what the file shows: currency, what a client brings in a year, the
    names of the columns. Everything else stands there asleep, with its meaning.""",
    run=run,
    argument="[FILE]",
    argument_help="A client list or an order log to take facts from.",
    settings=False,
    writes=True,
    examples=("custecon init", "custecon init clients.csv"),
    kinds=("clients", "orders"),
)
