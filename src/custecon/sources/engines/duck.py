"""A clean order log of any size, reduced to clients by DuckDB and NumPy; any doubt at all gives None.

The engine parses nothing by itself: every column is read as text, must fit the one form that was settled beforehand,
and only then becomes a number or a day. What does not fit is not mended here.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from custecon.core.errors import CusteconError, ExpectationNotMet, InputRefused
from custecon.core.schemas import Decided, Reading, Schema
from custecon.kinds.orders import ORDERS
from custecon.sources.api_cents import of_an_api
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.client_values import no_clients
from custecon.sources.currency_columns import of_currencies
from custecon.sources.delimited import Scanner
from custecon.sources.document_numbers import meanings_of_letters
from custecon.sources.encoding import PLAIN, SAMPLE
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import TEXTS, as_text, few_of, forms_of, letters_of, load, texts_of
from custecon.sources.engines.open_file import Held, held
from custecon.sources.engines.order_lines import leave_out_further_items, of_several_rows
from custecon.sources.engines.proved_bytes import MARK, ProvedBytes
from custecon.sources.engines.recoded import Text, as_utf8, unpacked
from custecon.sources.engines.whole_log import WholeLog
from custecon.sources.exchange_rates import is_rate_of_exchange
from custecon.sources.header_shapes import twins
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.money_columns import Beside, Sign, adjusted, came_back, may_be_written_off, rate_of_discount
from custecon.sources.no_new_money import no_new_money
from custecon.sources.opening import PACKED, Opened, told_of
from custecon.sources.options import ReadingOptions
from custecon.sources.phrases import phrase_of
from custecon.sources.reading import assembled, text_source
from custecon.sources.row_headers import of_others
from custecon.sources.row_meaning import of_another
from custecon.sources.sold_in_words import speaks_of_no_client, speaks_of_no_sale
from custecon.sources.source import Source
from custecon.sources.sums_of_parts import may_name_parents
from custecon.sources.titles import title_of
from custecon.sources.told_twice import measures
from custecon.sources.total_labels import is_total
from custecon.sources.two_money_columns import column_of_other_way
from custecon.sources.typed.relations import engine_of

if TYPE_CHECKING:
    from custecon.sources.engines.engine_ledger import EngineLedger

HEAD = 2 * SAMPLE  # bytes: more than is looked at before the columns are known
# What the engine says of a file that it cannot read as it was told to, of a machine without room for it, of itself.
# What it says of a query of ours is a fault of ours.
_NOT_OURS = (
    duckdb.InvalidInputException,
    duckdb.DataError,
    duckdb.OperationalError,
    duckdb.InternalError,
    duckdb.FatalException,
)
# What is told of an extract as it is of the whole, for its rows are counted by how many they stand for.
_TOLD = frozenset(
    "N201 N202 N207 N208 N209 N210 N214 N217 N218 N221 N225 N234 N235 N236 N241 N243 N273 N276 N281 N286 N387".split()
)
_ASKED = frozenset({"E250", "E501", "E502", "E503"})


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
    if not _plain(options):
        return None
    try:
        with held(path) as file, unpacked(file) as text:
            return _summarise(text, name, schemas, options, meanwhile)
    except (InputRefused, ExpectationNotMet) as refusal:
        if {problem.code for problem in refusal.problems} <= _ASKED:
            raise
        return None
    except (Doubt, CusteconError, *_NOT_OURS, OSError, ValueError, MemoryError):
        return None
    except RuntimeError as error:  # what the engine makes of Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def _plain(options: ReadingOptions) -> bool:
    """Whether nothing is said that changes how rows or cells are read, other than which rows count and with what."""
    return (
        options.refunds in (None, "net", "drop")
        and not (options.same_client or options.aliases or options.same_as)
        and options.identical == "keep"
        and options.subtotals is None
        and not options.fill_down
        and not options.skip_bad
        and options.order_id in (None, "none")
        and options.units is None
        and not options.units_of
    )


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
    _only_what_is_known(source, options)
    rows = [list(cells) for line, cells in source.rows() if line > layout.line]
    forms = forms_of(layout, rows, len(head), options)
    quoted = f'{delimiter}"'.encode() in head or b'\n"' in head or head.removeprefix(MARK).startswith(b'"')
    proved = ProvedBytes(file, delimiter, quoted=quoted, name=source.opened.name)
    read = as_text(len(layout.headers), delimiter, quoted=quoted)
    # what is done meanwhile may import anything but what is imported below as a package that imports itself
    with ThreadPoolExecutor(2) as beside, engine_of() as engine:
        walked = beside.submit(proved.walk)
        if meanwhile is not None:
            beside.submit(meanwhile)
        loaded = load(engine, file.name, read, layout, forms)
        further = leave_out_further_items(engine, layout, forms, loaded.rows)
        few = few_of(engine, forms)
        _only_further(layout, {column: texts for column, texts in few.items() if column not in forms.kinds})
        _only_further(layout, texts_of(engine, layout, forms))
        if meanings_of_letters(letters_of(engine, layout, forms)):
            raise Doubt
        several = of_several_rows(engine, layout, forms)
        walked.result()
        text.unchanged()
        proved.prove(loaded.rows, len(layout.headers), head)
        scanner = Scanner(source.opened.name, delimiter)
        whole = WholeLog(
            engine,
            (read, file.name),
            layout,
            forms,
            loaded,
            further,
            several,
            proved,
            scanner,
            {n: few[n] for n in layout.free() if n in few},
        )
        extract = replace(
            source,
            opened=replace(source.opened, sha256=text.sha256 or proved.sha256),
            rows=whole.lines,
            loose=scanner.loose,
            spans=scanner.spans,
            whole=whole,
        )
        source.settings["engine"] = Decided("duckdb", "the log is big and clean")
        reading = assembled(extract, options, source.settings)
        text.unchanged()  # the rows of the extract were read last
        if {notice.code for notice in reading.notices} - _TOLD or reading.controls.refused:
            raise Doubt
        return reading, whole.ledger(reading.controls.currency)


def _sign(settings: dict[str, Decided]) -> str:
    return "\t" if settings["delimiter"].value == "tab" else settings["delimiter"].value


def _only_what_is_known(source: Source, options: ReadingOptions) -> None:
    """What hangs on more than the words of a row and its numbers is the exact reader's."""
    layout = source.layout
    if (
        layout.schema is not ORDERS
        or layout.line != 1
        or layout.above
        or may_name_parents(layout)
        or title_of(source)
        or naming_of(header_of(layout.headers[layout.roles["client"]])) is Naming.PHONE
        or not layout.headers[-1]
        or column_of_other_way(layout, "amount") is not None
        or any(map(is_rate_of_exchange, layout.headers))
        or any(naming_of(header_of(layout.headers[n])) is Naming.TAX for n in layout.namers)
        or any(_hangs_on_single_rows(layout, each) for each in layout.beside)
        or set(layout.roles) - {"client", "date", "amount", "order_id", *TEXTS}
        or "quote" in source.settings
    ):
        raise Doubt
    used = {*layout.roles.values(), *layout.reckoned(), *(each.column for each in layout.beside)}
    row = next((cells for number, cells in source.rows() if number > layout.line), ())
    for column in {*layout.reckoned(), *(layout.roles[name] for name in ("amount",) if name in layout.roles)}:
        money = header_of(layout.headers[column])
        if money.unit or money.perhaps or (money.currency and options.currency):
            raise Doubt
        if of_an_api(layout.headers[column], row, ()) or twins(column, layout.headers, used):
            raise Doubt


def _hangs_on_single_rows(layout: Layout, beside: Beside) -> bool:
    """Whether money beside the amount is held against it row by row: rates, amounts set anew, what was written off."""
    header, headers = header_of(layout.headers[beside.column]), list(map(header_of, layout.headers))
    if beside.sign is not Sign.NAMED:
        return False
    return bool(rate_of_discount(header) or came_back(header) or may_be_written_off(header)) or (
        adjusted(header, headers) is not None
    )


def _only_further(layout: Layout, columns: Mapping[int, Sequence[str]]) -> None:
    """A further column whose values name currencies, or say that some rows are no sales, is the exact reader's."""
    for column, values in columns.items():
        words = header_of(layout.headers[column]).words
        no_sale = not of_others(words) and speaks_of_no_sale(values, words)
        phrases = {phrase_of(text) for text in values}
        no_sale = no_sale or any(map(of_another, phrases)) or bool(measures(phrases) or no_new_money(words, values))
        no_sale = no_sale or speaks_of_no_client(values, words) or bool(no_clients(layout.headers[column], values))
        if of_currencies(layout.headers[column], values) or any(map(is_total, values)) or no_sale:
            raise Doubt


def _head(file: Held) -> bytes:
    """The first lines: all that is looked at before the whole is walked over."""
    head = file.head(HEAD)
    if len(head) < HEAD:
        return head
    end = {codecs.BOM_UTF16_LE: b"\n\0", codecs.BOM_UTF16_BE: b"\0\n"}.get(head[:2], b"\n")
    return head[: head.rfind(end) + len(end)]
