"""A clean order log of any size, reduced to clients by DuckDB and NumPy; any doubt at all gives None.

The engine parses nothing by itself: every column is read as text, must fit the one form that was settled beforehand,
and only then becomes a number or a day. What does not fit is not mended here.
"""

from __future__ import annotations

import codecs
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from custecon.core.errors import CusteconError
from custecon.core.schemas import Decided, Reading, Schema
from custecon.core.sha256 import sha256
from custecon.kinds.orders import ORDERS
from custecon.sources.api_cents import of_an_api
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.client_values import no_clients
from custecon.sources.currency_columns import of_currencies
from custecon.sources.document_numbers import meanings_of_letters
from custecon.sources.encoding import SAMPLE
from custecon.sources.engines.client_numbers import Named, named, read_as_number
from custecon.sources.engines.days import DAY_BITS, EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import TEXTS, Loaded, form_of, letters_of, load, texts_of, values_of
from custecon.sources.engines.open_file import Held, held
from custecon.sources.exchange_rates import is_rate_of_exchange
from custecon.sources.header_shapes import twins
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.no_new_money import no_new_money
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.phrases import phrase_of
from custecon.sources.reading import text_source
from custecon.sources.repeated_totals import may_repeat
from custecon.sources.row_headers import of_others, of_purposes
from custecon.sources.row_meaning import Trait, of_another
from custecon.sources.sold_in_words import speaks_of_no_client, speaks_of_no_sale
from custecon.sources.source import Source
from custecon.sources.strange_days import strange_days
from custecon.sources.sums_of_parts import may_name_parents
from custecon.sources.titles import title_of
from custecon.sources.told_twice import measures
from custecon.sources.total_labels import is_total
from custecon.sources.two_money_columns import column_of_other_way

if TYPE_CHECKING:
    from custecon.sources.engines.engine_ledger import Column, EngineLedger
    from custecon.sources.engines.sorted_log import Log

_CHUNK = 1 << 20
HEAD = 2 * SAMPLE  # bytes: more than is looked at before the columns are known
BITS = 63  # of a whole number that is not negative
# What the engine says of a file that it cannot read as it was told to, of a machine without room for it, of itself.
# What it says of a query of ours is a fault of ours.
_NOT_OURS = (
    duckdb.InvalidInputException,
    duckdb.DataError,
    duckdb.OperationalError,
    duckdb.InternalError,
    duckdb.FatalException,
)


@dataclass(slots=True)
class _Bytes:
    """What one walk over the bytes tells: the fingerprint, whether all is UTF-8, how many of some signs, the last."""

    sha256: str = ""
    text: bool = False
    counts: dict[bytes, int] = field(default_factory=dict)
    last: bytes = b""


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
        with held(path) as file:
            return _summarise(file, name, schemas, options, meanwhile)
    except (Doubt, CusteconError, *_NOT_OURS, OSError, ValueError, MemoryError):
        return None
    except RuntimeError as error:  # what the engine makes of Ctrl-C
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def _plain(options: ReadingOptions) -> bool:
    """Whether the options leave every row in: policies are the exact reader's."""
    return (
        not options.firm
        and options.preset in (None, "none")
        and options.refunds in (None, "net")
        and options.no_client == "refuse"
        and not (options.same_client or options.aliases)
        and not (options.add or options.subtract or options.only or options.leave_out or options.minus)
        and options.identical == "keep"
        and options.subtotals is None
        and not options.fill_down
        and not options.skip_bad
        and options.order_id in (None, "none")
        and options.units is None
        and not options.units_of
        and (options.thousands is None or "thousands" in options.usual)
        and (options.date_order is None or "date_order" in options.usual)
    )


def _summarise(
    file: Held,
    name: str,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None,
) -> tuple[Reading, EngineLedger]:
    head = _head(file)
    if head[:2] in (b"PK", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf"):
        raise Doubt
    settings: dict[str, Decided] = {}
    source = text_source(Opened(name, head, "", "text"), schemas, options, settings)
    layout = source.layout
    if layout.schema is not ORDERS:
        raise Doubt
    _only_three_columns(source, options)
    form = form_of(source, head, _sign(settings), None if "decimal" in options.usual else options.decimal)
    bytes_found = _Bytes(counts=dict.fromkeys((b"\n", b"\r", b'"', _sign(settings).encode()), 0))
    # what is done meanwhile may import anything but what is imported below as a package that imports itself
    with ThreadPoolExecutor(2) as beside, _connected() as engine:
        walked = beside.submit(_walk, file, bytes_found)
        if meanwhile is not None:
            beside.submit(meanwhile)
        loaded = load(engine, file.name, layout, _sign(settings), form)
        _only_further(layout, values_of(engine, file.name, layout, _sign(settings), form.kinds))
        _only_further(layout, texts_of(engine, file.name, layout, _sign(settings), _in_words(layout)))
        if meanings_of_letters(letters_of(engine, file.name, layout, _sign(settings), _numbers(layout))):
            raise Doubt
        _possible_days(engine, options.as_of)
        zero = _zero_orders(engine, leave_out=options.zero_orders == "none")
        first, last = _days(engine, options.as_of)
        log, clients, who = _in_order(engine, loaded)
        groups = _groups(engine, who, layout, 10 ** (2 - loaded.places))
    if no_clients(layout.headers[layout.roles["client"]], clients):
        raise Doubt
    walked.result()
    file.unchanged()
    _whole(bytes_found, loaded.rows, layout, _sign(settings), head)
    from custecon.sources.engines.log_controls import LogRead, reading_of

    settled = form.settings
    if "decimal" not in settled and loaded.places:
        settled = settled | {"decimal": Decided(form.decimal, "later rows")}
    if zero and who.zeros:
        raise Doubt
    found = LogRead(
        log, clients, who.alike, who.zeros, zero, first, last, loaded.places, bytes_found.sha256, settled, groups
    )
    return reading_of(source, options, found)


@contextmanager
def _connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that loads nothing by itself, and writes, if memory is short, where nobody else can read."""
    with tempfile.TemporaryDirectory(prefix="custecon-") as folder:
        alone: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "temp_directory": folder,
        }
        with duckdb.connect(config=alone) as engine:
            yield engine


def _zero_orders(engine: duckdb.DuckDBPyConnection, *, leave_out: bool) -> int:
    """How many rows are of 0; they are left out of the log if asked for."""
    rows, zero = engine.execute("SELECT count(*), count(*) FILTER (amount = 0) FROM log").fetchall()[0]
    if zero == rows:
        raise Doubt
    if zero and leave_out:
        engine.execute("DELETE FROM log WHERE amount = 0")
    return int(zero)


def _sign(settings: dict[str, Decided]) -> str:
    return "\t" if settings["delimiter"].value == "tab" else settings["delimiter"].value


def _only_three_columns(source: Source, options: ReadingOptions) -> None:
    """Columns that could change what a row means are the exact reader's, and so is a header that is not on line 1."""
    layout = source.layout
    traits = [trait for trait in layout.traits.values() if trait not in (Trait.NUMBER, Trait.TEXT)]
    more = (layout.extras, layout.computed, layout.preset, layout.above, traits, layout.choices, layout.beside)
    if (
        any(more)
        or layout.left_out
        or layout.namers
        or layout.days
        or may_repeat(layout)
        or may_name_parents(layout)
        or title_of(source)
        or naming_of(header_of(layout.headers[layout.roles["client"]])) is Naming.PHONE
        or layout.line != 1
        or not layout.headers[-1]
        or twins(layout.roles["amount"], layout.headers, layout.roles.values())
        or column_of_other_way(layout, "amount") is not None
        or any(map(is_rate_of_exchange, layout.headers))
        or set(layout.roles) - {"client", "date", "amount", *TEXTS}
        or "quote" in source.settings
    ):
        raise Doubt
    row = next((cells for number, cells in source.rows() if number > layout.line), ())
    if of_an_api(layout.headers[layout.roles["amount"]], row, ()):
        raise Doubt
    money = header_of(layout.headers[layout.roles["amount"]])
    if money.unit or money.perhaps or (money.currency and options.currency):
        raise Doubt
    if source.settings["encoding"].value != "UTF-8":
        raise Doubt


def _numbers(layout: Layout) -> tuple[int, ...]:
    return tuple(n for n, trait in layout.traits.items() if trait is Trait.NUMBER)


def _in_words(layout: Layout) -> tuple[int, ...]:
    purposes = {n for n in layout.traits if of_purposes(header_of(layout.headers[n]).words)}
    return tuple(n for n, trait in layout.traits.items() if trait is Trait.TEXT or n in purposes)


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
    return head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]


def _walk(file: Held, found: _Bytes) -> None:
    """One walk over the bytes, beside the engine."""
    import numpy as np  # it takes its time to load, and the engine does not wait for it

    fingerprint, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    for piece in file.pieces(_CHUNK):
        fingerprint.update(piece)
        found.last = piece[-1:]
        letters = np.frombuffer(piece, dtype=np.uint8)
        for sign in found.counts:
            found.counts[sign] += int(np.count_nonzero(letters == ord(sign)))
        try:
            if decoder.getstate()[0] or not piece.isascii():
                decoder.decode(piece)
        except UnicodeDecodeError:
            return
        if b"\0" in piece:
            return
    found.sha256, found.text = fingerprint.hexdigest(), not decoder.getstate()[0]


def _whole(found: _Bytes, rows: int, layout: Layout, delimiter: str, head: bytes) -> None:
    """Every line is a row and every row has its delimiters: nothing was quoted, blank, ragged or passed over."""
    lines = found.counts[b"\n"] + (found.last != b"\n")
    fields = (len(layout.headers) - 1) * lines
    carriage = found.counts[b"\r"]
    if not found.text or found.counts[b'"'] or lines != rows + 1 or found.counts[delimiter.encode()] != fields:
        raise Doubt
    if carriage not in (0, found.counts[b"\n"]) or (carriage and b"\r\n" not in head):
        raise Doubt


def _possible_days(engine: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> None:
    """A day that no log has is a doubt, whatever the amount beside it."""
    first, last = engine.execute("SELECT min(day), max(day) FROM log").fetchall()[0]
    if first < 0 or last > LAST_DAY or (EPOCH + dt.timedelta(last)).year > ((as_of.year + 1) if as_of else 2100):
        raise Doubt


def _days(engine: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> tuple[dt.date, dt.date]:
    """The first and the last day of what counts; a day that lies far from all others is a doubt."""
    counts = dict(engine.execute("SELECT day, count(*) FROM log GROUP BY day ORDER BY day").fetchall())
    days = [*counts]
    first, last = (EPOCH + dt.timedelta(day) for day in (days[0], days[-1]))
    if as_of is None and strange_days({EPOCH + dt.timedelta(day): rows for day, rows in counts.items()}):
        raise Doubt
    return first, last


def _groups(engine: duckdb.DuckDBPyConnection, who: Named, layout: Layout, unit: int) -> dict[str, Column]:
    """What the columns to add up by say of clients."""
    if not layout.groups:
        return {}
    from custecon.sources.engines.engine_ledger import column_of

    return {name: column_of(engine, who.number, who.rows, f"g{n}", unit) for n, name in enumerate(layout.groups)}


def _in_order(engine: duckdb.DuckDBPyConnection, loaded: Loaded) -> tuple[Log, Sequence[str], Named]:
    """The rows as numbers, sorted: in one number each where client, day and money fit into 63 bits; and who is who."""
    rows, first, last, least, most = engine.execute(
        "SELECT count(*), min(day), max(day), min(amount), max(amount) FROM log"
    ).fetchall()[0]
    if rows * max(abs(least), abs(most)) >= 1 << 62:
        raise Doubt
    from custecon.sources.engines.sorted_log import Log

    day_bits, money_bits = (last - first).bit_length(), (most - least).bit_length()
    room = BITS - (DAY_BITS if loaded.rest else max(DAY_BITS, day_bits + money_bits))
    who = read_as_number(engine, loaded.numbered, room=room) if loaded.numbered else named(engine)
    if not loaded.rest and who.last.bit_length() + day_bits + money_bits <= BITS:
        who_when = f"(CAST({who.number} AS BIGINT) << {day_bits}) | (day - {first})"
        packed = f"(({who_when}) << {money_bits}) | (amount - ({least}))"
        found = engine.execute(f"SELECT {packed} AS packed FROM {who.rows}").fetchnumpy()  # noqa: S608
        log, numbers = Log.packed(
            found["packed"], first_day=first, day_bits=day_bits, least=least, money_bits=money_bits
        )
    else:
        rest = ", rest" if loaded.rest else ""
        columns = engine.execute(
            f"SELECT {who.number} AS number, day, amount{rest} FROM {who.rows}"  # noqa: S608
        ).fetchnumpy()
        log, numbers = Log.sorted(columns["number"], columns["day"], columns["amount"], columns.get("rest"))
    if loaded.places < 2:
        log.amount //= 10 ** (2 - loaded.places)
    return log, who.names(numbers), who
