"""FlatBuffers, as far as the headers of Arrow need them: tables that say where their fields stand."""

from __future__ import annotations

import struct

UNREADABLE = (struct.error, ValueError, IndexError)  # what comes of bytes that are none


def pointed(buffer: bytes, place: int) -> int:
    """Where a pointer points to, which counts from itself."""
    return int(place + struct.unpack_from("<I", buffer, place)[0])


def part(buffer: bytes, table: int, number: int) -> int:
    """Where a part of a table stands; 0 if it has none."""
    places = table - struct.unpack_from("<i", buffer, table)[0]
    place = 4 + 2 * number
    if places < 0 or place >= struct.unpack_from("<H", buffer, places)[0]:
        return 0
    found = struct.unpack_from("<H", buffer, places + place)[0]
    return int(table + found) if found else 0


def vector(buffer: bytes, pointer: int) -> tuple[int, int]:
    """Where the first of several stands, and how many they are."""
    place = pointed(buffer, pointer)
    return place + 4, min(struct.unpack_from("<I", buffer, place)[0], len(buffer))


def text(buffer: bytes, pointer: int) -> str:
    """A text."""
    place, size = vector(buffer, pointer)
    return buffer[place : place + size].decode()
