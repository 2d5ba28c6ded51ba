"""Which files a run has opened to read: none of them may be written over, whatever option brought it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import IO, Any

__all__ = ["note_read", "noting_files", "was_read"]

_READ: ContextVar[dict[tuple[int, int], str] | None] = ContextVar("files that this run has read", default=None)


@contextmanager
def noting_files() -> Iterator[None]:
    """From here to its end is one run, and the files that it reads are known."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def note_read(stream: IO[Any], path: str = "") -> None:
    """Note the file behind a stream, if there is one. A device is none: the terminal is read and written."""
    read = _READ.get()
    if read is None:
        return
    with suppress(OSError, ValueError, AttributeError):  # a stream of memory has no number
        found = os.fstat(stream.fileno())
        if not stat.S_ISCHR(found.st_mode):
            read[found.st_dev, found.st_ino] = os.path.abspath(path) if path else ""


def was_read(path: str | os.PathLike[str]) -> bool:
    """Whether this run has read the file of that name, under this name or another.

    A file that was replaced since is still the one that was read, for whoever gave its name.
    """
    read = _READ.get() or {}
    with suppress(OSError, ValueError):
        found = os.stat(path)
        return (found.st_dev, found.st_ino) in read or any(
            os.path.samefile(path, name) for name in read.values() if name and os.path.exists(name)
        )
    return False
