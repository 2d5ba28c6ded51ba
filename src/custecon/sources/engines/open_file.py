"""The very file that was asked for, held open while an engine reads it, and proof that it stayed what it was."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from custecon.sources.engines.doubt import Doubt
from custecon.sources.opening import open_file

_OPEN_FILES = ("/proc/self/fd", "/dev/fd")  # where a system lists the files that a process holds open, by number
_TICK = 0.02  # seconds: no clock of a file system that is kept by the system itself goes by longer steps
_SIGNS = frozenset("*?[]{}\\")  # what an engine may take for a pattern


class Held:
    """A file that is held open. It is read in pieces, never mapped: a file that shrinks must not end the program.

    `name`: what an engine opens. Where the system has names for open files it is such a name, so that nothing in the
    name that the file was given (a pattern, `=`, a quote) means anything, and no other file can stand in its place.
    """

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path, self._at_first = stream, path, os.fstat(stream.fileno())
        if not stat.S_ISREG(self._at_first.st_mode):
            raise Doubt
        changed = time.time() - self._at_first.st_ctime
        if 0 <= changed < _TICK:
            time.sleep(_TICK - changed)  # else a change within the same tick could not be told from none
        self.name = self._named()

    def _named(self) -> str:
        for folder in _OPEN_FILES:
            name = f"{folder}/{self._stream.fileno()}"
            if os.path.exists(name):
                return name
        path = str(self._path.resolve())
        if _SIGNS & set(path):
            raise Doubt
        return path

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._at_first.st_size

    @property
    def stream(self) -> IO[bytes]:
        """The open file itself, for who reads here and there in it."""
        return self._stream

    def head(self, size: int) -> bytes:
        """The first bytes."""
        self._stream.seek(0)
        return self._stream.read(size)

    def pieces(self, size: int) -> Iterator[bytes]:
        """All bytes from the first to the last, in pieces of that size."""
        self._stream.seek(0)
        while piece := self._stream.read(size):
            yield piece

    def at(self, place: int, size: int) -> bytes:
        """Some bytes from a place on."""
        self._stream.seek(place)
        return self._stream.read(size)

    def unchanged(self) -> None:
        """That what was read piece by piece and what the engine read are the same bytes; else it is a doubt."""
        now, by_name = os.fstat(self._stream.fileno()), os.stat(self.name)
        if _state(now) != _state(self._at_first) or not os.path.samestat(now, by_name):
            raise Doubt


def _state(of: os.stat_result) -> tuple[int, int, int]:
    return of.st_size, of.st_mtime_ns, of.st_ctime_ns


@contextmanager
def held(path: Path) -> Iterator[Held]:
    """A regular file, held open; a pipe or a device is not even opened, since it can be read but once."""
    if not path.is_file():
        raise Doubt
    with open_file(path) as stream:
        yield Held(stream, path)
