"""The zones of the moments in a Parquet file, from the schema of Arrow that many programs store beside its own.

Parquet itself keeps moments in UTC and forgets where they were written; the day on which somebody bought is the written
one. The schema is a FlatBuffer: tables that say where their fields stand.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator

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
    except (binascii.Error, struct.error, ValueError, IndexError):
        return {}


def _zones(buffer: bytes) -> Iterator[tuple[str, str]]:
    schema = _at(buffer, _pointed(buffer, 0), _HEADER)
    fields = schema and _at(buffer, _pointed(buffer, schema), _FIELDS)
    if not fields:
        return
    vector = _pointed(buffer, fields)
    (count,) = struct.unpack_from("<I", buffer, vector)
    for n in range(min(count, len(buffer))):
        field = _pointed(buffer, vector + 4 + 4 * n)
        name, kind, of_type = (_at(buffer, field, part) for part in (_NAME, _KIND, _TYPE))
        if name and kind and of_type and buffer[kind] == _TIMESTAMP:
            zone = _at(buffer, _pointed(buffer, of_type), _ZONE)
            if zone:
                yield _text(buffer, name), _text(buffer, zone)


def _pointed(buffer: bytes, place: int) -> int:
    """Where a pointer points to, which counts from itself."""
    return int(place + struct.unpack_from("<I", buffer, place)[0])


def _at(buffer: bytes, table: int, part: int) -> int:
    """Where a part of a table stands; 0 if it has none."""
    places = table - struct.unpack_from("<i", buffer, table)[0]
    place = 4 + 2 * part
    if places < 0 or place >= struct.unpack_from("<H", buffer, places)[0]:
        return 0
    found = struct.unpack_from("<H", buffer, places + place)[0]
    return int(table + found) if found else 0


def _text(buffer: bytes, pointer: int) -> str:
    place = _pointed(buffer, pointer)
    (size,) = struct.unpack_from("<I", buffer, place)
    return buffer[place + 4 : place + 4 + size].decode()
