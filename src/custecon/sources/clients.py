"""From an order log straight to one row per client, however long the log is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from custecon.core.errors import Notice
from custecon.core.schemas import ControlTotals, Reading, RefusedRow, Schema
from custecon.kinds.orders import ORDERS
from custecon.sources.makers import served, told
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import check_options, read
from custecon.sources.several_files import resolved
from custecon.tables.ledger import ClientSummary, Ledger, TableLedger


@dataclass(frozen=True, slots=True)
class Reduced:
    """An order log, reduced: one row per client, the control totals of the whole log, and what must be told."""

    summary: ClientSummary
    controls: ControlTotals
    notices: tuple[Notice, ...] = ()
    header: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


def read_clients(
    source: Any,
    options: ReadingOptions | None = None,
    *,
    name: str | None = None,
    calibration_end: dt.date | None = None,
    engine: str | None = None,
) -> Reduced:
    """Read an order log and reduce it to clients: by an engine if the log is big and clean, else exactly row by row.

    Args:
        source: a path, bytes, a binary stream or a frame.
        options: what the user settles.
        name: how messages call a stream.
        calibration_end: the last day of calibration, if later days are to be held out.
        engine: "exact" or "fast"; left out, the size decides. An engine in doubt always gives way to the exact reader.
    """
    reading, ledger = read_log(source, options=options, name=name, engine=engine)
    summary = as_of_its_end(reading, ledger, calibration_end=calibration_end)
    return Reduced(summary, reading.controls, reading.notices, reading.header, reading.refused)


def read_log(
    source: Any,
    schemas: Sequence[Schema] = (ORDERS,),
    options: ReadingOptions | None = None,
    *,
    name: str | None = None,
    engine: str | None = None,
    meanwhile: Callable[[], object] | None = None,
    said: Callable[[str], object] | None = None,
) -> tuple[Reading, Ledger | None]:
    """Read what may be an order log of any size, and its ledger; None if it is of another kind.

    The reading of a log that an engine reduced has no rows: its table is empty, all else is there.

    Args:
        source: a path, the address of a database, bytes, a binary stream, a frame or a table of Ibis.
        schemas: the kinds of file that it may be.
        options: what the user settles.
        name: how messages call a stream.
        engine: as for `read_clients`.
        meanwhile: what can be done beside it while an engine reads, and need not be done at all.
        said: told which maker answers its questions, and why.
    """
    options = options or ReadingOptions()
    check_options(options)
    source = resolved(source)
    maker = served(source, schemas, options, name=name, engine=engine, meanwhile=meanwhile)
    if maker.made is not None:
        found: tuple[Reading, Ledger | None] = maker.made
    else:
        reading = read(source, schemas, options, name=name)
        found = reading, ledger_of(reading)
    if said is not None and found[1] is not None:
        said(told(maker, found[0]))
    return found


def as_of_its_end(reading: Reading, ledger: Ledger | None, *, calibration_end: dt.date | None = None) -> ClientSummary:
    """A log that was read, reduced to clients as of the day that its data stand for."""
    if ledger is None or reading.as_of is None:
        raise ValueError("only a log of orders, which has a last day, can be reduced to clients")
    return ledger.clients(as_of=reading.as_of, calibration_end=calibration_end)


def ledger_of(reading: Reading) -> Ledger | None:
    """The ledger of the rows of a reading; None if they are no orders."""
    return TableLedger(reading.table) if reading.table.schema is ORDERS else None
