"""Which files a run has read and written: none of them may be written over, whatever option brought it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import IO, Any

_Known = dict[tuple[int, int], str]  # device and number of a file: its path, or the option that wrote it
_READ: ContextVar[_Known | None] = ContextVar("files that this run has read", default=None)
_WRITTEN: ContextVar[_Known | None] = ContextVar("files that this run has written", default=None)

_POURED: ContextVar[dict[object, bytes] | None] = ContextVar("what pipes have given in this run", default=None)


@contextmanager
def noting_files() -> Iterator[None]:
    """From here to its end is one run, and the files that it reads are known."""
    read, written, poured = _READ.set({}), _WRITTEN.set({}), _POURED.set({})
    try:
        yield
    finally:
        _READ.reset(read)
        _WRITTEN.reset(written)
        _POURED.reset(poured)


def note_read(stream: IO[Any], path: str = "") -> None:
    """Note the file behind a stream, if there is one. A device is none: the terminal is read and written."""
    read = _READ.get()
    if read is None:
        return
    with suppress(OSError, ValueError, AttributeError):  # a stream of memory has no number
        found = os.fstat(stream.fileno())
        if not stat.S_ISCHR(found.st_mode):
            read[found.st_dev, found.st_ino] = os.path.abspath(path) if path else ""


def once(pipe: object, read: Callable[[], bytes]) -> bytes:
    """The bytes of what can be read but once, however often a run asks for them. `pipe`: what tells it from others."""
    poured = _POURED.get()
    if poured is None:
        return read()
    if pipe not in poured:
        poured[pipe] = read()
    return poured[pipe]


def note_written(path: str | os.PathLike[str], option: str) -> None:
    """Note a file that this run has put in place, for an option."""
    if (written := _WRITTEN.get()) is not None:
        found = os.stat(path)
        written[found.st_dev, found.st_ino] = option


def was_read(path: str | os.PathLike[str]) -> bool:
    """Whether this run has read the file of that name, under this name or another.

    A file that was replaced since is still the one that was read, for whoever gave its name.
    """
    read = _READ.get() or {}
    with suppress(OSError, ValueError):
        found = os.stat(path)
        names = (name for name in read.values() if name and os.path.exists(name))
        return (found.st_dev, found.st_ino) in read or any(os.path.samefile(path, name) for name in names)
    return False


def written_by(path: str | os.PathLike[str]) -> str:
    """The option for which this run has put a file there, under this name or another; "" if it has not."""
    with suppress(OSError, ValueError):
        found = os.stat(path)
        return (_WRITTEN.get() or {}).get((found.st_dev, found.st_ino), "")
    return ""
