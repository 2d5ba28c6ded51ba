"""An Arrow or Feather file, read by PyArrow, which is an extra, with the types that it declares."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import partial
from typing import Any

from custecon.core.errors import InputRefused, Records
from custecon.core.phrases import say
from custecon.core.schemas import Decided, Schema
from custecon.sources.opening import LARGEST, Opened, refuse
from custecon.sources.options import ReadingOptions
from custecon.sources.source import Source
from custecon.sources.typed.cells import cells_of
from custecon.sources.typed.columns import Columns, not_too_many, source_of
from custecon.sources.typed.extras import needed
from custecon.sources.typed.flat_buffers import part, pointed, vector
from custecon.sources.typed.frames import named, values_of

WHAT = "the Arrow file"
_MARK = b"ARROW1\0\0"
_KIND, _HEADER = 1, 2  # of a message, by their places in its table
_DICTIONARY, _BATCH = 2, 3  # kinds of messages
_DATA, _BUFFERS, _PACKED = 1, 2, 3
STREAM = b"\xff\xff\xff\xff"  # how one begins that comes piece by piece


def open_arrow(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions, settings: dict[str, Decided]
) -> Source:
    """Make a source of an Arrow or Feather file, whose rows are counted from 1.

    Raises:
        InputRefused: E320 there is no PyArrow; E208, E209 it cannot be read as a whole; or what `source_of` refuses.
    """
    arrow = needed("pyarrow", "arrow", opened.name, say("an Arrow or Feather file"))
    settings["format"] = Decided("Arrow", "detected")
    try:
        found = _columns(_table(arrow, opened), opened.name)
    except InputRefused:
        raise
    except MemoryError:
        raise refuse("E209", opened.name, what=WHAT, limit="the memory of this machine") from None
    except (arrow.ArrowException, OSError, ValueError, LookupError, TypeError, OverflowError, struct.error):
        raise refuse("E208", opened.name, what=WHAT) from None
    return source_of(found, opened.renamed(Records(opened.name)), schemas, options, settings)


def _table(arrow: Any, opened: Opened) -> Any:
    """The table, piece by piece, once it is known that it does not unpack to more than the bound."""
    _bounded(arrow, opened)
    stored = arrow.BufferReader(opened.data)
    if opened.data[:4] == STREAM:
        stream = arrow.ipc.open_stream(stored)
        schema, pieces = stream.schema, iter(stream)
    else:
        file = arrow.ipc.open_file(stored)
        schema, pieces = file.schema, map(file.get_batch, range(file.num_record_batches))
    taken, size, rows = [], 0, 0
    for piece in pieces:
        piece.validate(full=True)
        size, rows = size + piece.nbytes, rows + piece.num_rows
        not_too_many(rows, piece.num_columns, size, opened.name)
        taken.append(piece)
    return arrow.Table.from_batches(taken, schema)


def _bounded(arrow: Any, opened: Opened) -> None:
    """Refuse a file whose pieces say that they unpack to more than the bound, before any of them is unpacked."""
    start = 0 if opened.data[:4] == STREAM else len(_MARK)
    messages = arrow.ipc.MessageReader.open_stream(arrow.py_buffer(opened.data)[start:])
    size = 0
    for message in iter(partial(_next, messages), None):
        size += _unpacked(message.metadata.to_pybytes(), message.body)
        not_too_many(0, 0, size, opened.name)


def _next(messages: Any) -> Any:
    try:
        return messages.read_next_message()
    except StopIteration:
        return None


def _unpacked(header: bytes, body: Any) -> int:
    """The bytes that the columns of a piece unpack to: each says so before it begins."""
    table = pointed(header, 0)
    kind = part(header, table, _KIND)
    batch = pointed(header, part(header, table, _HEADER)) if kind and header[kind] in (_DICTIONARY, _BATCH) else 0
    if batch and header[kind] == _DICTIONARY:
        batch = pointed(header, part(header, batch, _DATA))
    if not batch or not part(header, batch, _PACKED):
        return 0
    first, count = vector(header, part(header, batch, _BUFFERS))
    size = 0
    for n in range(count):
        place, length = struct.unpack_from("<qq", header, first + 16 * n)
        if length >= 8:
            size += max(struct.unpack("<q", body[place : place + 8].to_pybytes())[0], length)
    return size


def _columns(table: Any, name: str) -> Columns:
    """The columns of a table; a record is as many columns as it has parts, called by both."""
    while any(str(field.type).startswith("struct") and field.type.num_fields for field in table.schema):
        table = table.flatten()
    not_too_many(table.num_rows, table.num_columns, min(table.nbytes, LARGEST), name)
    return Columns(named(table.column_names), tuple(cells_of(values_of(column)) for column in table.columns))
