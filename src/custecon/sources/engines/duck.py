"""A clean order log of any size, reduced to clients by DuckDB and NumPy; any doubt at all gives None.

The engine parses nothing by itself: every column is read as text, must fit the one form that was settled beforehand,
and only then becomes a number or a day. What does not fit is not mended here.
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import io
import mmap
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from custecon.core.beside import beside
from custecon.core.errors import CusteconError
from custecon.core.schemas import ORDERS, Decided, Reading, Role, Schema
from custecon.sources.cells import check
from custecon.sources.clients import Reduce
from custecon.sources.delimited import Scanner
from custecon.sources.encoding import Decoded
from custecon.sources.engines.days import DAY_BITS, EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.naming import Numbered, named, read_as_number
from custecon.sources.layout import Layout
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import text_source
from custecon.sources.source import Source

if TYPE_CHECKING:
    from custecon.sources.engines.sorted_log import Log

__all__ = ["summarise"]

_CHUNK = 1 << 20
HEAD = 1 << 17  # bytes, twice what a reader looks at before it knows the columns
BITS = 63  # of a whole number that is not negative
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?"
_DOTTED = r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}"


@dataclass(slots=True)
class _Bytes:
    """What one walk over the bytes tells: how many of some signs there are; the fingerprint, if all of it is text."""

    sha256: str = ""
    counts: dict[bytes, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Form:
    """How the columns are written, proved by the first rows; `numbered`: names that are a beginning and digits."""

    day: str
    dotted: bool
    decimal: str
    numbered: Numbered | None
    settings: dict[str, Decided]


def summarise(
    path: Path,
    name: str,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None = None,
) -> tuple[Reading, Reduce] | None:
    """The control totals of the log, and how it becomes clients; None if anything is in doubt.

    `meanwhile`: done in a thread beside the engine; whether it fails is nothing to the log.
    """
    if not _plain(options) or re.search(r"[*?\[\]{}\\]", str(path)):
        return None
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _summarise(path, name, data, schemas, options, meanwhile)
    except (Doubt, CusteconError, duckdb.Error, OSError, ValueError, MemoryError):
        return None


def _plain(options: ReadingOptions) -> bool:
    """Whether the options leave every row in: policies are the exact reader's."""
    return (
        options.preset in (None, "none")
        and options.refunds in (None, "net")
        and options.no_client == "refuse"
        and options.identical == "keep"
        and not options.skip_bad
        and options.order_id in (None, "none")
        and options.units is None
        and options.thousands is None
        and options.date_order is None
    )


def _summarise(
    path: Path,
    name: str,
    data: Any,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    meanwhile: Callable[[], object] | None,
) -> tuple[Reading, Reduce]:
    if data[:2] in (b"PK", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf"):
        raise Doubt
    settings: dict[str, Decided] = {}
    source = text_source(Opened(name, _head(data), "", "text"), schemas, options, settings)
    layout = source.layout
    if layout.schema is not ORDERS:
        raise Doubt
    _only_three_columns(source)
    form = _form_of(source, data)
    bytes_found = _Bytes(counts=dict.fromkeys((b"\n", b"\r", b'"', _sign(settings).encode()), 0))
    walked = beside(partial(_walk, data, bytes_found))
    # it may import what it likes, as long as nothing below imports a package that imports itself: custecon.models
    done = beside(partial(_try, meanwhile))
    try:
        with duckdb.connect() as engine:
            engine.execute("SET preserve_insertion_order=false")
            rows, places, numbered = _load(engine, path, layout, _sign(settings), form)
            first, last = _days(engine, options.as_of)
            log, clients, alike = _sorted(engine, numbered, places, len(layout.headers) > 3)
    finally:
        walked()
        done()
    _whole(bytes_found, rows, layout, _sign(settings), data)
    from custecon.sources.engines.log_controls import LogRead, reading_of

    found = LogRead(log, clients, alike, first, last, places, bytes_found.sha256, form.settings)
    return reading_of(source, options, found)


def _try(work: Callable[[], object] | None) -> None:
    with suppress(Exception):
        if work is not None:
            work()


def _sign(settings: dict[str, Decided]) -> str:
    return "\t" if settings["delimiter"].value == "tab" else settings["delimiter"].value


def _only_three_columns(source: Source) -> None:
    """Columns that could change what a row means are the exact reader's, and so is a header that is not on line 1."""
    layout = source.layout
    clear = not layout.extras and not layout.computed and not layout.preset and not layout.above and layout.line == 1
    if (
        not clear
        or set(layout.roles) - {"client", "date", "amount", "segment", "channel"}
        or "quote" in source.settings
    ):
        raise Doubt
    if source.settings["encoding"].value != "UTF-8":
        raise Doubt


def _form_of(source: Source, data: Any) -> _Form:
    """How the first rows write days and money; the same checks as the exact reader's."""
    layout = source.layout
    start = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    text = Decoded("", data, "utf-8", start, Decided("", "")).sample()
    scanner = Scanner("", _sign(source.settings))
    rows = [cells for _, cells in scanner.rows(io.StringIO(text, newline=""))][1:]
    if any(len(cells) != len(layout.headers) for cells in rows) or not rows:
        raise Doubt
    found = {}
    for name in ("date", "amount"):
        role: Role = layout.schema.role(name)
        checked = check(
            role, [cells[layout.roles[name]] for cells in rows], decimal=None, thousands=None, order=None, as_of=None
        )
        if checked.stop or checked.bad or checked.signs:
            raise Doubt
        found[name] = checked
    settings = {}
    for checked in found.values():
        for key, decided in checked.decided.items():
            proof = checked.proofs.get(key)
            settings[key] = Decided(decided.value, f"line {proof[0] + 2}: {proof[1]}") if proof else decided
    if set(found["date"].ways) not in ({"ymd"}, {"."}) or "thousands" in settings or found["amount"].scale > 2:
        raise Doubt
    dotted = set(found["date"].ways) == {"."}
    decimal = settings["decimal"].value if "decimal" in settings else "."
    numbered = Numbered.of([cells[layout.roles["client"]] for cells in rows])
    return _Form(_DOTTED if dotted else _ISO, dotted, decimal, numbered, settings)


def _head(data: Any) -> bytes:
    """The first lines: all that is looked at before the whole is walked over."""
    head: bytes = data[:HEAD]
    return head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]


def _walk(data: Any, found: _Bytes) -> None:
    """One walk over the bytes, beside the engine."""
    import numpy as np  # it takes its time to load, and the engine does not wait for it

    fingerprint, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _CHUNK):
        piece = data[start : start + _CHUNK]
        if hasattr(mmap, "MADV_DONTNEED"):
            data.madvise(mmap.MADV_DONTNEED, start, len(piece))
        fingerprint.update(piece)
        letters = np.frombuffer(piece, dtype=np.uint8)
        for sign in found.counts:
            found.counts[sign] += int(np.count_nonzero(letters == ord(sign)))
        try:
            if decoder.getstate()[0] or not piece.isascii():
                decoder.decode(piece, final=start + _CHUNK >= len(data))
        except UnicodeDecodeError:
            return
        if b"\0" in piece:
            return
    found.sha256 = fingerprint.hexdigest()


def _whole(found: _Bytes, rows: int, layout: Layout, delimiter: str, data: Any) -> None:
    """Every line is a row and every row has its delimiters: nothing was quoted, blank, ragged or passed over."""
    lines = found.counts[b"\n"] + (data[len(data) - 1 : len(data)] != b"\n")
    fields = (len(layout.headers) - 1) * lines
    carriage = found.counts[b"\r"]
    if not found.sha256:
        raise Doubt
    if found.counts[b'"'] or lines != rows + 1 or found.counts[delimiter.encode()] != fields:
        raise Doubt
    if carriage not in (0, found.counts[b"\n"]) or (carriage and data.find(b"\r\n") < 0):
        raise Doubt


def _load(
    engine: duckdb.DuckDBPyConnection, path: Path, layout: Layout, delimiter: str, form: _Form
) -> tuple[int, int, Numbered | None]:
    """Read the three columns as text and turn into numbers what fits its form; the rest becomes NULL and so a doubt.

    Names that turn out not all to be numbers are read again, as they are written.
    """
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(layout.headers)))
    client, day, amount = (f"c{layout.roles[role]}" for role in ("client", "date", "amount"))
    others = [f"c{n}" for n in range(len(layout.headers)) if f"c{n}" not in (client, day, amount)]
    rest = f", hash({', '.join([*others, day, amount])}) AS rest" if others else ""
    written = f"substr({day},7,4)||'-'||substr({day},4,2)||'-'||left({day},2)" if form.dotted else f"left({day},10)"
    sign = form.decimal
    digits = f"CAST(replace({amount},'{sign}','') AS BIGINT)"
    places = f"CASE WHEN contains({amount},'{sign}') THEN length({amount})-instr({amount},'{sign}') ELSE 0 END"
    money = rf"regexp_full_match({amount}, '-?[0-9]{{1,15}}([{sign}][0-9]{{1,2}})?')"
    # What a day or an amount with two places is written back as is the text itself, and proves it; else its form does.
    same_day = "false" if form.dotted else f"CAST(plain_day AS VARCHAR) = {day}"
    pointed, back = amount, "CAST(plain_amount AS VARCHAR)"
    if sign != ".":
        pointed, back = f"replace({amount},'{sign}','.')", f"replace({back},'.','{sign}')"
    same_money = f"{back} = {amount}"
    cut = delimiter.replace("'", "''")
    beside, name = form.numbered.sql(client) if form.numbered else (client, client)
    texts = (
        f"SELECT *, TRY_CAST({day} AS DATE) AS plain_day, "  # noqa: S608 - no text of the file stands in it
        f"TRY_CAST({pointed} AS DECIMAL(17,2)) AS plain_amount, {beside} "
        f"FROM read_csv(?, auto_detect=false, columns={{{columns}}}, header=true, delim='{cut}', quote='', "
        "escape='', compression='none', strict_mode=true, null_padding=false, ignore_errors=false)"
    )
    whole = "CAST(plain_amount * 100 AS BIGINT)"
    checked = (
        f"SELECT {name} AS client, CASE WHEN {same_day} THEN plain_day "  # noqa: S608
        f"WHEN regexp_full_match({day}, '{form.day}') THEN TRY_CAST({written} AS DATE) END - DATE '{EPOCH}' AS day, "
        f"CASE WHEN {same_money} THEN 2 WHEN {money} THEN {places} END AS places, "
        f"CASE WHEN {same_money} THEN {whole} WHEN {money} THEN {digits} END AS digits{rest} "
        f"FROM ({texts})"
    )
    numbers = (
        "SELECT client, CAST(day AS INTEGER) AS day, CAST(places AS TINYINT) AS places, "
        f"digits * CASE places WHEN 2 THEN 1 WHEN 1 THEN 10 ELSE 100 END AS amount{', rest' if others else ''}"
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE log AS {numbers} FROM ({checked})", [str(path.resolve())])
    rows, named, dated, priced, most = engine.execute(
        "SELECT count(*), count(client), count(day), count(amount), max(places) FROM log"
    ).fetchall()[0]
    if not rows or (dated, priced) != (rows, rows) or (named != rows and not form.numbered):
        raise Doubt
    if named != rows:
        return _load(engine, path, layout, delimiter, replace(form, numbered=None))
    return rows, most, form.numbered


def _days(engine: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> tuple[dt.date, dt.date]:
    """The first and the last day; a last day that is probably no day of the log is a doubt."""
    days = [day for (day,) in engine.execute("SELECT DISTINCT day FROM log ORDER BY day").fetchall()]
    if days[0] < 0 or days[-1] > LAST_DAY:
        raise Doubt
    first, last = (EPOCH + dt.timedelta(day) for day in (days[0], days[-1]))
    if last.year > ((as_of.year + 1) if as_of else 2100):
        raise Doubt
    if as_of is None and len(days) >= 5 and days[-1] - days[-2] > 5 * 366:
        raise Doubt
    return first, last


def _sorted(
    engine: duckdb.DuckDBPyConnection, numbered: Numbered | None, places: int, other: bool
) -> tuple[Log, Sequence[str], list[list[str]]]:
    """The rows as numbers, sorted: in one number each where client, day and money fit into 63 bits; and who is who."""
    rows, first, last, least, most = engine.execute(
        "SELECT count(*), min(day), max(day), min(amount), max(amount) FROM log"
    ).fetchall()[0]
    if rows * max(abs(least), abs(most)) >= 1 << 62:
        raise Doubt
    from custecon.sources.engines.sorted_log import Log

    day_bits, money_bits = (last - first).bit_length(), (most - least).bit_length()
    room = BITS - (DAY_BITS if other else max(DAY_BITS, day_bits + money_bits))
    who = read_as_number(engine, numbered, room=room) if numbered else named(engine)
    if not other and who.last.bit_length() + day_bits + money_bits <= BITS:
        who_when = f"(CAST({who.number} AS BIGINT) << {day_bits}) | (day - {first})"
        packed = f"(({who_when}) << {money_bits}) | (amount - ({least}))"
        found = engine.execute(f"SELECT {packed} AS packed FROM {who.rows}").fetchnumpy()  # noqa: S608
        log = Log.packed(found["packed"], first_day=first, day_bits=day_bits, least=least, money_bits=money_bits)
    else:
        columns = engine.execute(
            f"SELECT {who.number} AS number, day, amount{', rest' if other else ''} FROM {who.rows}"  # noqa: S608
        ).fetchnumpy()
        log = Log.sorted(columns["number"], columns["day"], columns["amount"], columns.get("rest"))
    if places < 2:
        log.amount //= 10 ** (2 - places)
    return log, who.names(log.count_clients()), who.alike
