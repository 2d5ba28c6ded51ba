"""From an order log straight to one row per client, however long the log is."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from custecon.core.errors import Notice
from custecon.core.schemas import ORDERS, ControlTotals, RefusedRow
from custecon.sources.controls import expectations
from custecon.sources.faults import Ground
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import check_options, read
from custecon.tables.reduction import ClientSummary, reduce_orders

__all__ = ["BIG", "Reduced", "read_clients"]

BIG = 20 << 20


@dataclass(frozen=True, slots=True)
class Reduced:
    """An order log, reduced: one row per client, the control totals of the whole log, and what must be told."""

    summary: ClientSummary
    controls: ControlTotals
    notices: tuple[Notice, ...] = ()
    header: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


def read_clients(
    source: str | os.PathLike[str] | IO[bytes],
    options: ReadingOptions | None = None,
    *,
    name: str | None = None,
    calibration_end: dt.date | None = None,
    engine: str | None = None,
) -> Reduced:
    """Read an order log and reduce it to clients: by an engine if the log is big and clean, else exactly row by row.

    Args:
        source: a path or a binary stream.
        options: what the user settles.
        name: how messages call a stream.
        calibration_end: the last day of calibration, if later days are to be held out.
        engine: "exact" or "fast"; left out, the size decides. An engine in doubt always gives way to the exact reader.
    """
    options = options or ReadingOptions()
    check_options(options)
    if engine != "exact" and isinstance(source, str | os.PathLike) and _worth_it(Path(source), engine):
        from custecon.sources.engines.duck import summarise

        found = summarise(Path(source), name or os.fspath(source), options, calibration_end)
        if found is not None:
            expectations(found.controls, options, Ground(found.controls.file))
            return found
    reading = read(source, (ORDERS,), options, name=name)
    as_of = reading.as_of
    assert as_of is not None  # noqa: S101 - a log has at least one date, or it was refused
    summary = reduce_orders(reading.table, as_of=as_of, calibration_end=calibration_end)
    return Reduced(summary, reading.controls, reading.notices, reading.header, reading.refused)


def _worth_it(path: Path, engine: str | None) -> bool:
    if importlib.util.find_spec("duckdb") is None:
        return False
    return path.is_file() and (engine == "fast" or path.stat().st_size >= BIG)
