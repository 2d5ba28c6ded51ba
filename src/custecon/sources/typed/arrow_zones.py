"""The zones of the moments in a Parquet file, from the schema of Arrow that many programs store beside its own.

Parquet itself keeps moments in UTC and forgets where they were written; the day on which somebody bought is the written
one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from custecon.sources.typed.flat_buffers import UNREADABLE, part, pointed, text, vector

SCHEMA = b"ARROW:schema"
_TIMESTAMP = 10  # of the types of Arrow
_HEADER, _FIELDS = 2, 1  # what is asked for, by its place in its table
_NAME, _KIND, _TYPE = 0, 2, 3
_ZONE = 1


def zones_of(stored: bytes) -> dict[str, str]:
    """The zone of each column of moments that has one; none if the schema cannot be read."""
    try:
        buffer = base64.b64decode(stored, validate=True)
        start = 8 if buffer[:4] == b"\xff\xff\xff\xff" else 4
        return dict(_zones(buffer[start:]))
    except UNREADABLE:
        return {}


def _zones(buffer: bytes) -> Iterator[tuple[str, str]]:
    schema = part(buffer, pointed(buffer, 0), _HEADER)
    fields = schema and part(buffer, pointed(buffer, schema), _FIELDS)
    if not fields:
        return
    first, count = vector(buffer, fields)
    for n in range(count):
        field = pointed(buffer, first + 4 * n)
        name, kind, of_type = (part(buffer, field, number) for number in (_NAME, _KIND, _TYPE))
        if name and kind and of_type and buffer[kind] == _TIMESTAMP:
            zone = part(buffer, pointed(buffer, of_type), _ZONE)
            if zone:
                yield text(buffer, name), text(buffer, zone)
