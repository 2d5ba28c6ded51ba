"""Put bytes into a file: never over another by accident, never over the input, the old whole or the new whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from custecon.core.beside import Beside
from custecon.core.errors import OutputRefused, problem

__all__ = ["Target", "place"]


class Target:
    """A file to be written, checked before anything is computed.

    Raises:
        OutputRefused: E402 it exists, E403 it is the input, E404 its folder is missing, E405 not writable.
    """

    def __init__(self, path: str, *, force: bool, inputs: Sequence[str]) -> None:
        self.path = Path(path)
        folder = self.path.parent
        if not folder.is_dir():
            raise OutputRefused(problem("E404", folder=folder))
        if any(_same_file(self.path, Path(name)) for name in inputs):
            raise OutputRefused(problem("E403", path=path))
        if os.path.lexists(self.path) and not force:
            raise OutputRefused(problem("E402", path=path))
        if self.path.is_dir():
            raise OutputRefused(problem("E406", path=path))
        _try(folder)


def _try(folder: Path) -> None:
    """Make and remove a file there: rights, a read-only disk, a folder that is none of a disk all show."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputRefused(problem("E405", folder=folder)) from error


def _same_file(one: Path, other: Path) -> bool:
    """Whether two spellings, links included, are one file."""
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return False


def place(target: Target, content: bytes | Iterable[bytes]) -> None:
    """Write beside the target, make it safe on the disk, then put it in place in one step.

    A link at the target is itself replaced; what it pointed to stays as it was. `content`: whole, or piece by piece.

    Raises:
        OutputRefused: E401 the disk is full or the folder became unwritable; the old file is untouched.
    """
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.path.name}.", suffix=".part", dir=target.path.parent)
        with os.fdopen(handle, "wb") as file:
            _write(file, iter([content] if isinstance(content, bytes) else content))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target.path)
    except OSError as error:
        raise OutputRefused(problem("E401", reason=error.strerror or error)) from error
    finally:
        if name:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)


def _write(file: IO[bytes], pieces: Iterator[bytes]) -> None:
    """Write one piece while the next is being made: to the disk they go without the interpreter."""
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        file.write(first)
        return
    writing = Beside(partial(file.write, first))
    try:
        for piece in chain([second], pieces):
            writing.result()
            writing = Beside(partial(file.write, piece))
    finally:
        writing.wait()
    writing.result()


def _umask() -> int:
    """The permissions that this process withholds from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
