"""From options to a file that has been read: the one way in which every command reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from custecon.cli.asking import chosen
from custecon.cli.options import READING, Asked
from custecon.cli.session import Session
from custecon.core.errors import UsageError, problem
from custecon.core.numbers import parse
from custecon.core.schemas import ORDERS, CheckedTable, Reading, Schema
from custecon.core.wording import agreed, counted
from custecon.render import delimited, placing
from custecon.sources import read, read_clients
from custecon.sources.options import ReadingOptions
from custecon.tables.reduction import ClientSummary

__all__ = ["day", "read_asked", "read_clients_asked"]

STDIN = "<stdin>"


def read_asked(session: Session, asked: Asked, schemas: Sequence[Schema], *, file: str | None = None) -> Reading:
    """Read the file that was named, or the standard input for `-`.

    Raises:
        InputRefused: the file cannot be read without guessing. UsageError: an option makes no sense here.
    """
    name = file or asked.file or "-"
    options = options_of(asked)
    rejected = asked.text("skip_bad")
    target = placing.Target(rejected, force=asked.switch("force"), inputs=[name]) if rejected else None
    if name == "-" and session.stdin_is_terminal:
        raise UsageError(problem("E121"))
    reading = read(name, schemas, options) if name != "-" else read(session.stdin, schemas, options, name=STDIN)
    if target is not None and reading.refused:
        placing.place(target, delimited.rejected(reading).encode())
        bad = len(reading.refused)
        session.note(f"{counted(bad)} that could not be read {agreed(bad, 'is', 'are')} in {rejected}")
    return reading


def read_clients_asked(asked: Asked) -> tuple[Reading, ClientSummary] | None:
    """An order log that was named, reduced by whatever is fastest and exact; its rows themselves are not kept.

    None where the rows are wanted: from the standard input, or with rows to be set aside.
    """
    if asked.file in (None, "-") or asked.text("skip_bad") is not None:
        return None
    found = read_clients(str(asked.file), options_of(asked))
    nothing = CheckedTable(ORDERS, {}, found.controls.used)
    return Reading(nothing, found.controls, found.notices), found.summary


def options_of(asked: Asked) -> ReadingOptions:
    """What was said about the file."""
    columns = {role: header for role in ("client", "date", "amount") if (header := asked.text(role))}
    for pair in asked.options.get("map", ()):
        role, sign, header = str(pair).partition("=")
        if not (sign and role and header):
            raise UsageError(problem("E122", value=pair))
        columns[role.strip()] = header.strip()
    total = asked.text("expect_total")
    for name in ("decimal", "date_order", "refunds", "no_client", "identical", "units"):
        chosen(asked, name, next(option.choices for option in READING if option.name == name))
    return ReadingOptions(
        encoding=asked.text("encoding"),
        delimiter=asked.text("delimiter"),
        decimal=asked.text("decimal"),
        thousands=asked.text("thousands"),
        date_order=asked.text("date_order"),
        sheet=asked.text("sheet"),
        as_of=day(asked, "as_of"),
        kind=asked.text("kind"),
        columns=columns,
        headers=asked.headers,
        preset=asked.text("preset"),
        order_id=asked.text("order_id"),
        refunds=asked.text("refunds"),
        no_client=asked.text("no_client") or "refuse",
        identical=asked.text("identical") or "keep",
        units=asked.text("units"),
        skip_bad=asked.text("skip_bad") is not None,
        expect_total=parse(total, name="--expect-total").number if total else None,
        expect_clients=_count(asked, "expect_clients"),
        expect_rows=_count(asked, "expect_rows"),
        currency=asked.text("currency"),
    )


def day(asked: Asked, name: str) -> dt.date | None:
    """A day given as 2024-12-31 or 31.12.2024.

    Raises:
        UsageError: E123 it is no day.
    """
    text = asked.text(name)
    if text is None:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise UsageError(problem("E123", name=f"--{name.replace('_', '-')}", value=text))


def _count(asked: Asked, name: str) -> int | None:
    text = asked.text(name)
    if text is None:
        return None
    number: Decimal = parse(text, name=f"--{name.replace('_', '-')}").number
    if number < 0 or number != int(number):
        raise UsageError(
            problem("E104", name=f"--{name.replace('_', '-')}", value=text, meaning="how many there must be")
        )
    return int(number)
