"""A clean order log of any size, reduced to clients by DuckDB and NumPy; any doubt at all gives None.

The engine parses nothing by itself: every column is read as text, must fit the one form that was settled beforehand,
and only then becomes a number or a day. What does not fit is not mended here.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from custecon.core.schemas import Decided, Reading, Schema
from custecon.sources.delimited import Scanner
from custecon.sources.document_numbers import meanings_of_letters
from custecon.sources.encoding import PLAIN, SAMPLE
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.extract import Stored
from custecon.sources.engines.known_logs import (
    TOLD_OF_FILES,
    is_plain,
    only_further,
    only_what_is_known,
    unless_in_doubt,
)
from custecon.sources.engines.log_loading import Forms, as_text, few_of, forms_of, letters_of, load, texts_of
from custecon.sources.engines.open_file import Held, held
from custecon.sources.engines.order_lines import leave_out_further_items, numbers_of
from custecon.sources.engines.proved_bytes import MARK, ProvedBytes
from custecon.sources.engines.recoded import Text, as_utf8, unpacked
from custecon.sources.engines.telling_texts import unpaid_texts, without_client
from custecon.sources.engines.whole_log import WholeLog
from custecon.sources.layout import Layout
from custecon.sources.opening import PACKED, Opened, told_of
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import assembled, text_source
from custecon.sources.source import Source
from custecon.sources.typed.relations import engine_of

if TYPE_CHECKING:
    from custecon.sources.engines.engine_ledger import EngineLedger

BIG, SPARING = 1 << 30, "750MB"  # of a bigger file the engine keeps so much in memory, and the rest on the disk
HEAD = 2 * SAMPLE  # bytes: more than is looked at before the columns are known
# What the engine says of a file that it cannot read as it was told to, of a machine without room for it, of itself.
# What it says of a query of ours is a fault of ours.
NOT_OURS = (
    OSError,
    ValueError,
    duckdb.InvalidInputException,
    duckdb.DataError,
    duckdb.OperationalError,
    duckdb.InternalError,
    duckdb.FatalException,
)


def summarise(
    path: Path,
    name: str,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None = None,
) -> tuple[Reading, EngineLedger] | None:
    """The control totals of the log, and how it becomes clients; None if anything is in doubt.

    `meanwhile`: done in a thread beside the engine; whether it fails is nothing to the log.
    """
    if not is_plain(options):
        return None

    def made() -> tuple[Reading, EngineLedger]:
        with held(path) as file, unpacked(file) as text:
            return _summarise(text, name, schemas, options, meanwhile)

    return unless_in_doubt(made, NOT_OURS)


def _summarise(
    text: Text,
    name: str,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None,
) -> tuple[Reading, EngineLedger]:
    head = _head(text.file)
    if head[:2] in (b"PK", PACKED, b"\xd0\xcf"):
        raise Doubt
    settings: dict[str, Decided] = {}
    told = told_of(name, "text", packed=text.packed)
    source = text_source(Opened(name, head, "", "text", told), schemas, options, settings)
    if settings["encoding"].by == PLAIN:
        raise Doubt  # only the first bytes were looked at
    with as_utf8(text, settings["encoding"].value) as plain:
        return _reduced(plain, source, options, meanwhile)


def _reduced(
    text: Text, source: Source, options: ReadingOptions, meanwhile: Callable[[], object] | None
) -> tuple[Reading, EngineLedger]:
    """The reading of a text in UTF-8 whose header was found."""
    file, layout, delimiter = text.file, source.layout, _sign(source.settings)
    head = _head(file)
    only_what_is_known(source, options)
    rows = [list(cells) for line, cells in source.rows() if line > layout.line]
    forms = forms_of(layout, rows, len(head), options)
    quoted = f'{delimiter}"'.encode() in head or b'\n"' in head or head.removeprefix(MARK).startswith(b'"')
    proved = ProvedBytes(file, delimiter, quoted=quoted, name=source.opened.name)
    read = as_text(len(layout.headers), delimiter, quoted=quoted)
    # what is done meanwhile may import anything but what is imported below as a package that imports itself
    sparing: dict[str, Any] = {"memory_limit": SPARING, "threads": 2} if Path(file.name).stat().st_size > BIG else {}
    with ThreadPoolExecutor(2) as beside, engine_of(**sparing) as engine:
        walked = beside.submit(proved.walk)
        if meanwhile is not None:
            beside.submit(meanwhile)
        scanner = Scanner(source.opened.name, delimiter)

        def proof(rows: int) -> None:
            walked.result()
            text.unchanged()
            proved.prove(rows, len(layout.headers), head)

        whole = whole_log(engine, (read, file.name), layout, forms, options, proved, scanner, proof)
        extract = replace(
            source,
            opened=replace(source.opened, sha256=text.sha256 or proved.sha256),
            rows=whole.lines,
            loose=scanner.loose,
            spans=scanner.spans,
            whole=whole,
        )
        made = understood(extract, whole, options)
        text.unchanged()  # the rows of the extract were read last
        return made


def whole_log(
    engine: duckdb.DuckDBPyConnection,
    source: tuple[str, str],
    layout: Layout,
    forms: Forms,
    options: ReadingOptions,
    proved: Stored,
    scanner: Scanner,
    proof: Callable[[int], None],
) -> WholeLog:
    """The log that is loaded into an engine.

    Args:
        engine: where it is loaded.
        source: what gives its rows as texts, and the file that is meant by it.
        layout: what its columns are.
        forms: how they are written.
        options: what was said of rows that count.
        proved: who gives rows as they are stored.
        scanner: who splits them.
        proof: called with the number of rows that were loaded, to hold it against the file.

    Raises:
        Doubt: something hangs on single rows.
    """
    loaded = load(engine, source[1], source[0], layout, forms)
    further = leave_out_further_items(engine, layout, forms, loaded.rows)
    few = few_of(engine, layout, forms)
    only_further(layout, {column: texts for column, texts in few.items() if column not in forms.kinds})
    texts = texts_of(engine, layout, forms)
    only_further(layout, texts, unpaid=unpaid_texts(engine, layout, forms, texts))
    if meanings_of_letters(letters_of(engine, layout, forms)):
        raise Doubt
    numbers = numbers_of(engine, layout, forms)
    nameless = options.no_client == "drop" and without_client(engine)
    forms = replace(forms, lettered=numbers.lettered, nameless=nameless)
    proof(loaded.rows)
    free = {n: few[n] for n in layout.free() if n in few}
    return WholeLog(engine, source, layout, forms, loaded, further, numbers.several, proved, scanner, free)


def understood(extract: Source, whole: WholeLog, options: ReadingOptions) -> tuple[Reading, EngineLedger]:
    """What the exact reader makes of an extract, and the ledger of the whole.

    Raises:
        Doubt: something is told or refused that hangs on single rows.
    """
    extract.settings["engine"] = Decided("duckdb", "the log is big and clean")
    reading = assembled(extract, options, extract.settings)
    if {notice.code for notice in reading.notices} - TOLD_OF_FILES or reading.controls.refused:
        raise Doubt
    return reading, whole.ledger(reading.controls.currency)


def _sign(settings: dict[str, Decided]) -> str:
    return "\t" if settings["delimiter"].value == "tab" else settings["delimiter"].value


def _head(file: Held) -> bytes:
    """The first lines: all that is looked at before the whole is walked over."""
    head = file.head(HEAD)
    if len(head) < HEAD:
        return head
    end = {codecs.BOM_UTF16_LE: b"\n\0", codecs.BOM_UTF16_BE: b"\0\n"}.get(head[:2], b"\n")
    return head[: head.rfind(end) + len(end)]
