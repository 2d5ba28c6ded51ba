"""Put bytes into a file: never over another by accident, never over the input, the old whole or the new whole."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO

from custecon.core.errors import OutputRefused, problem
from custecon.core.files_read import note_written, was_read, written_by
from custecon.core.system_words import said_of

PREFIX, SUFFIX = ".custecon-", ".part"  # a file that is being written
LEFT = 60  # seconds after the last byte: whoever is killed leaves such a file, and nobody holds it any more


class Target:
    """Where an answer is to go, checked before anything is computed.

    A file is replaced as a whole. A pipe or a device that takes characters (`/dev/stdout`, `/dev/null`) is no file: it
    is written to, as a shell does it, and stays what it is. `inputs`: the files to be read, as far as they are known.
    `option`: what names it.

    Raises:
        OutputRefused: E402 it exists, E403 it is an input, E404 its folder is missing, E405 not writable, E406 it is a
            folder, E408 it is something else that cannot be replaced.
    """

    def __init__(self, path: str, *, force: bool, inputs: Sequence[str], option: str = "-o") -> None:
        self.path, self.option = named(path), option
        folder = self.path.parent
        if not folder.is_dir():
            raise OutputRefused(problem("E404", folder=folder))
        self.is_stream = _is_stream(self.path)
        if any(_same_file(self.path, Path(name)) for name in inputs):
            raise OutputRefused(problem("E403", path=path))
        if self.is_stream:
            return
        if os.path.lexists(self.path) and not force:
            raise OutputRefused(problem("E402", path=path))
        _try(folder)


def named(path: str) -> Path:
    """What is written to, file or folder.

    Raises:
        OutputRefused: E401 no file can have that name.
    """
    if "\0" in path:
        raise OutputRefused(problem("E401", reason=f"{path!r} is no name of a file"))
    return Path(path)


def _is_stream(path: Path) -> bool:
    """Whether it is written to, not replaced; what is neither that nor a file is refused."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False  # nothing is there, or a link to nothing, which is replaced
    if stat.S_ISDIR(mode):
        raise OutputRefused(problem("E406", path=path))
    if stat.S_ISSOCK(mode) or stat.S_ISBLK(mode):
        raise OutputRefused(problem("E408", path=path, what="a socket" if stat.S_ISSOCK(mode) else "a disk"))
    return not stat.S_ISREG(mode) or (path.is_symlink() and _of_the_system(path.parent))


def _of_the_system(folder: Path) -> bool:
    """Whether the system itself keeps the links there, as /dev/stdout, which may lead to a file."""
    return Path(os.path.realpath(folder)).parts[1:2] in (("dev",), ("proc",))


def _try(folder: Path) -> None:
    """Make and remove a file there: rights, a read-only disk, a folder that is none of a disk all show."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputRefused(problem("E405", folder=folder)) from error


def _same_file(one: Path, other: Path) -> bool:
    """Whether two spellings, links included, are one file or pipe. A terminal may be both: it loses nothing."""
    with contextlib.suppress(OSError, ValueError):
        return one.samefile(other) and not other.is_char_device()
    return False


def place(target: Target, content: bytes | Iterable[bytes]) -> None:
    """Write beside the target, make it safe on the disk, then put it in place in one step.

    A link at the target is itself replaced; what it pointed to stays as it was. A file that is replaced leaves its
    rights to the new one. `content`: whole, or piece by piece.

    Raises:
        OutputRefused: E401 the disk is full or the folder became unwritable; the old file is untouched. E403 this run
            has read it, whatever option brought it; E409 this run has written it for another option.
        BrokenPipeError: the reader of a pipe went away.
    """
    if was_read(target.path):
        raise OutputRefused(problem("E403", path=target.path))
    if (option := written_by(target.path)) not in ("", target.option):
        raise OutputRefused(problem("E409", path=target.path, option=option, other=target.option))
    pieces = iter([content] if isinstance(content, bytes) else content)
    try:
        if target.is_stream:
            _pour(target.path, pieces)
        else:
            _replace(target.path, pieces)
            note_written(target.path, target.option)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputRefused(problem("E401", reason=said_of(error))) from error


def _pour(path: Path, pieces: Iterator[bytes]) -> None:
    """Into a pipe or a device, after whatever was written to it before."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0)), "wb") as file:
        _write(file, pieces)


def _replace(path: Path, pieces: Iterator[bytes]) -> None:
    _sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _hold(handle)
            _write(file, pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _rights(path))
        os.replace(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed have left in the folder; what another run is writing is held by it."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX) and entry.is_file(follow_symlinks=False):
                _remove_left(entry)


def _remove_left(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(OSError):
        if time.time() - entry.stat(follow_symlinks=False).st_mtime > LEFT:
            with open(entry.path, "r+b") as file:
                if _hold(file.fileno()):
                    os.unlink(entry.path)


def _hold(handle: int) -> bool:
    """Hold a file while it is open, if nobody else does. Where that cannot be done, no file in use can be removed."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _rights(path: Path) -> int:
    """Those of the file that is replaced, else those of a new file."""
    with contextlib.suppress(OSError):
        old = os.lstat(path).st_mode
        if stat.S_ISREG(old):
            return stat.S_IMODE(old)
    return 0o666 & ~_umask()


def _write(file: IO[bytes], pieces: Iterator[bytes]) -> None:
    """Write one piece while the next is being made: to the disk they go without the interpreter."""
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        file.write(first)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(file.write, first)
        for piece in chain([second], pieces):
            writing.result()
            writing = beside.submit(file.write, piece)
    writing.result()


def _umask() -> int:
    """The permissions that this process withholds from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
