"""Which maker answers the questions of an order log: decided here, and nowhere else, and told why.

There are three: rows in memory, put there by the exact reader, which takes every log; an engine on this machine, for
big text; and the database or cluster where the rows lie. The last two step aside for whatever hangs on single rows.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from custecon.core.errors import Frame, Records
from custecon.core.file_names import Files
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Reading, Schema
from custecon.sources.opening import Opened, beginning_of, open_source
from custecon.sources.options import ReadingOptions
from custecon.sources.typed.addresses import Address, address_of
from custecon.sources.wording import shown
from custecon.tables.ledger import Ledger

BIG = 4 << 20  # bytes from which on an engine is quicker for sure
BIG_TABLE = 100_000  # rows from which on a table stays where it is
_PACKED = 8  # how many times smaller a log is when it is packed
PARQUET = b"PAR1"  # how such a file begins
_EVERY_ROW = "something in it has to be looked at row by row"

Made = tuple[Reading, Ledger]


class Served(NamedTuple):
    """What an engine made of a log, None if the exact reader must make it; and why, in words."""

    made: Made | None
    why: str


def served(
    source: Any,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    *,
    name: str | None,
    engine: str | None,
    meanwhile: Callable[[], object] | None,
) -> Served:
    """Have a log answered by an engine, if one is meant for it and nothing is in doubt; see `read_log`."""
    if engine == "exact":
        return Served(None, say("each of its rows is wanted"))
    if isinstance(source, Files):
        return Served(None, say("several files are read as one"))
    if _is_relation(source):
        return _by_its_engine(source, schemas, options, name)
    if not isinstance(source, str | os.PathLike):
        return Served(None, say("its rows are at hand"))
    address = address_of(source)
    if address is not None and address.form == "postgres":
        return _by_postgres(address, schemas, options, engine)
    path = Path(source)
    if address is not None or not path.is_file():
        return Served(None, say("no engine reads such a source"))
    parquet = beginning_of(path, os.fspath(source), 4) == PARQUET
    least = BIG // _PACKED if parquet or path.suffix.lower() in (".gz", ".zip") else BIG
    if engine != "fast" and path.stat().st_size < least:
        return Served(None, say("it is smaller than {size} bytes", size=least))
    made = _by_duckdb(path, name or os.fspath(source), schemas, options, meanwhile, parquet=parquet)
    return Served(made, _why(made))


def _by_duckdb(
    path: Path,
    name: str,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None,
    *,
    parquet: bool,
) -> Made | None:
    if parquet:
        from custecon.sources.engines.typed_log import summarise as of_values

        return of_values(open_source(path, name), schemas, options)
    from custecon.sources.engines.duck import summarise

    return summarise(path, name, schemas, options, meanwhile)


def told(maker: Served, reading: Reading) -> str:
    """Which maker serves a log, and why, for who asks."""
    how = "its questions are answered by {engine}: {why}" if maker.made else "it is read row by row: {why}"
    engine = reading.controls.settings["engine"].value if maker.made else ""
    return say("{file}: {how}", file=reading.controls.file, how=say(how, engine=engine, why=maker.why))


def _why(made: Made | None) -> str:
    return say(_EVERY_ROW) if made is None else say(made[0].controls.settings["engine"].by)


def _is_relation(source: Any) -> bool:
    """Whether a source is a table of Ibis, whose rows lie elsewhere."""
    kind = type(source)
    return kind.__module__.startswith("ibis.expr.types") and kind.__name__ in ("Table", "CachedTable")


def _by_its_engine(table: Any, schemas: Sequence[Schema], options: ReadingOptions, name: str | None) -> Served:
    opened = Opened(Frame(name or "<frame>"), b"", "", "frame", ())
    made = _summarised(table, opened, schemas, options, {}, first=0)
    return Served(made, _why(made))


def _by_postgres(address: Address, schemas: Sequence[Schema], options: ReadingOptions, engine: str | None) -> Served:
    if options.query or address.query:
        return Served(None, say("what a question gives is fetched"))
    if find_spec("ibis") is None or find_spec("psycopg") is None:
        return Served(None, say("what asks a database for more is not installed: pip install 'custecon[cluster]'"))
    from custecon.sources.typed.databases import chosen
    from custecon.sources.typed.postgres import opened_postgres

    with ExitStack() as stack:
        database = stack.enter_context(opened_postgres(address))
        settings = {"format": Decided(database.format, "detected")}
        table, by, notices = chosen(database, address, schemas, options)
        settings["table"] = Decided(shown(table), by)
        if engine != "fast" and not database.has_rows(table, BIG_TABLE):
            return Served(None, say("it has fewer than {rows} rows", rows=BIG_TABLE))
        opened = Opened(Records(address.place), b"", "", address.form, notices)
        made = _summarised(database.relation(table), opened, schemas, options, settings, sheet=shown(table))
        if made is not None:
            weakref.finalize(made[1], stack.pop_all().close)  # it is asked for as long as there is a ledger
        return Served(made, _why(made))


def _summarised(
    table: Any,
    opened: Opened,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    settings: dict[str, Decided],
    **where: Any,
) -> Made | None:
    """What becomes of a table where it lies; None if anything is in doubt."""
    from custecon.sources.engines.known_logs import is_plain, unless_in_doubt
    from custecon.sources.engines.relation_log import not_ours, summarise

    if not is_plain(options):
        return None
    return unless_in_doubt(lambda: summarise(table, opened, schemas, options, settings, **where), not_ours())
