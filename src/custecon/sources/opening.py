"""Bytes from a path or a stream, unpacked within bounds, and what they are by their content, never by their suffix."""

from __future__ import annotations

import io
import os
import re
import shlex
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from glob import escape
from pathlib import Path
from typing import IO, Any, NamedTuple

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.files_read import note_read, once
from custecon.core.phrases import say
from custecon.core.sha256 import sha256
from custecon.core.system_words import said_of
from custecon.sources.wording import listed

LARGEST = 1 << 30
RATIO = 200
FREE = 10 << 20
HEAD = 4096  # bytes that tell what a file is
_CHUNK = 1 << 20
PACKED = b"\x1f\x8b"  # how a gzip file begins
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")  # how a zip does, and so a workbook
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"FEA1", "a Feather file of the first version: write it anew"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\0", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)


_FORMS = {  # what is read, and what it is called
    "text": "a text table",
    "xlsx": "an Excel workbook",
    "xls": "an old Excel workbook",
    "ods": "an OpenDocument table",
    "parquet": "a Parquet file",
    "arrow": "an Arrow file",
    "sqlite": "an SQLite database",
    "duckdb": "a DuckDB database",
    "json": "JSON lines",
}
SUFFIXES = {
    "csv": "text",
    "tsv": "text",
    "txt": "text",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "parquet": "parquet",
    "pq": "parquet",
    "feather": "arrow",
    "arrow": "arrow",
    "arrows": "arrow",
    "ipc": "arrow",
    "jsonl": "json",
    "ndjson": "json",
}
CALLED = (*SUFFIXES, "gz", "zip", "db", "sqlite", "duckdb")  # suffixes of files that may be read
_TYPED = (  # how files begin whose values have types
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),  # encrypted
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow"),  # a stream
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, opened: its name, its bytes after unpacking, the fingerprint of the bytes as given, what it is.

    `form` is "text", or one of those in `_FORMS`.
    """

    name: str
    data: bytes
    sha256: str
    form: str
    notices: tuple[Notice, ...] = ()

    def renamed(self, name: str) -> Opened:
        """The same under a name that tells how its rows are counted."""
        return replace(self, name=name)


class Packing(NamedTuple):
    """How a source was packed: with gzip, or as a file in an archive, of which others were not read."""

    member: str = ""
    unread: tuple[str, ...] = ()


@contextmanager
def open_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that somebody named, noting that it is read: there is no other way to a file in custecon."""
    with path.open("rb") as stream:
        note_read(stream, str(path))
        yield stream


def database_form(head: bytes) -> str | None:
    """What kind of database begins so; None if none does."""
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    return "duckdb" if head[8:12] == b"DUCK" else None


def beginning_of(path: Path, name: str, size: int) -> bytes:
    """The first bytes of a file.

    Raises:
        InputRefused: E201, E202, E203 it cannot be read.
    """
    with refusing(name):
        if path.is_dir():
            raise _folder(path, name)
        with open_file(path) as stream:
            return stream.read(size)


def archive_of(source: str) -> tuple[str, str] | None:
    """The zip that a name means, and what it names in it, as in `orders.zip/2023.csv`; None if it means no zip.

    >>> archive_of("orders/2023.csv") is None
    True
    """
    ends = [place for place, sign in enumerate(source) if place and sign in ("/", os.sep)]
    for end in (*ends, len(source)):
        if os.path.isfile(source[:end]):
            with suppress(OSError), open_file(Path(source[:end])) as stream:
                if stream.read(4) in ZIPPED:
                    return source[:end], source[end + 1 :]
            return None
    return None


def _from_archive(path: str, wanted: str) -> bytes:
    from custecon.sources.zip_archives import bytes_in

    with refusing(path):
        return bytes_in(path, wanted)


def bytes_of(path: str) -> bytes:
    """The bytes of a file that is no table, within the same bounds."""
    return _from_path(Path(path), path)


def open_source(source: Any, name: str | None = None) -> Opened:
    """Read a path, bytes or a stream of bytes, and say what they are; refuse what cannot be a table.

    Raises:
        TypeError: it is a file that is open as text.
    """
    lies_there = isinstance(source, str | os.PathLike)
    if lies_there:
        path = os.fspath(source)
        name, inside = name or path, archive_of(path)
        raw = _from_archive(*inside) if inside and inside[1] else _from_path(Path(path), name)
    elif isinstance(source, bytes | bytearray | memoryview):
        name, raw = name or "<bytes>", bytes(source)
    else:
        called = getattr(source, "name", None)
        name = name or (called if isinstance(called, str) else "<stream>")
        if isinstance(source, io.TextIOBase):
            raise TypeError(f"{name} is open as text: open it with mode 'rb', so that its encoding is found in it")
        note_read(source)
        raw = once(id(source), partial(_from_stream, source, name))
    digest = sha256(raw).hexdigest()
    data, packing = _unpacked(raw, name, lies_there=lies_there)
    form = _form(data, name, packing)
    return Opened(name, data, digest, form, told_of(name, form, packed=packing))


def told_of(name: str, form: str, *, packed: Packing | None) -> tuple[Notice, ...]:
    """What is told of a file that is packed, or that is something else than its suffix says."""
    notices: tuple[Notice, ...] = ()
    if packed is not None and packed.member:
        notices = told_of_archive(name, [packed.member], packed.unread)
    elif packed is not None:
        notices = (notice("N201", place=Place(name)),)
    suffix = _called(name, packed).rpartition(".")[2]
    if SUFFIXES.get(suffix, form) != form:
        notices += (notice("N202", place=Place(name), suffix=suffix, what=say(_FORMS[form])),)
    return notices


def told_of_archive(name: str, read: Sequence[str], unread: Sequence[str]) -> tuple[Notice, ...]:
    """What is told of the files in an archive: which are read, and which are not."""
    if unread:
        return (notice("N299", place=Place(name), n=len(read), names=listed(read), unread=listed(unread)),)
    return (notice("N298", place=Place(name), names=listed(read)),)


def _called(name: str, packed: Packing | None) -> str:
    """What a file is called without what packed it."""
    return (packed.member if packed and packed.member else name.lower().removesuffix(".gz")).lower()


def refuse(code: str, name: str, **values: object) -> InputRefused:
    """A refusal of the whole file."""
    return InputRefused(problem(code, place=Place(name), **values))


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """What the system says of a file is said of it."""
    try:
        yield
    except InputRefused:
        raise
    except FileNotFoundError:
        raise refuse("E201", name) from None
    except PermissionError:
        raise refuse("E203", name, why="no right to read it") from None
    except (OSError, ValueError) as error:
        raise refuse("E203", name, why=said_of(error)) from None


def _from_path(path: Path, name: str) -> bytes:
    with refusing(name):
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise _folder(path, name)
        if stat.S_ISFIFO(kind.st_mode):
            return once((kind.st_dev, kind.st_ino), partial(_poured, path, name))
        with open_file(path) as stream:
            before = os.fstat(stream.fileno())
            if before.st_size > LARGEST:
                raise refuse("E209", name, what=say("{st_size} bytes", st_size=before.st_size), limit=LARGEST)
            data = _from_stream(stream, name)
            after = os.fstat(stream.fileno())
        if stat.S_ISREG(after.st_mode) and (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise refuse("E203", name, why="it changed while it was being read")
        return data


def _folder(path: Path, name: str) -> InputRefused:
    """The refusal of a folder, with the pattern that means its files: those of the suffix that most of them have."""
    suffixes = Counter(one.suffix for one in path.iterdir() if one.is_file() and one.suffix)
    suffix = max(suffixes, key=lambda found: (suffixes[found], found), default=".csv")
    return refuse("E202", name, pattern=shlex.quote(f"{escape(name.rstrip('/'))}/*{suffix}"))


def _poured(path: Path, name: str) -> bytes:
    with open_file(path) as stream:
        return _from_stream(stream, name)


def _from_stream(stream: IO[bytes], name: str) -> bytes:
    found = io.BytesIO()  # to ask for all that may be there at once would take that much memory, whatever is there
    while chunk := stream.read(_CHUNK):
        if found.tell() + len(chunk) > LARGEST:
            raise refuse("E209", name, what=say("more than {largest} bytes", largest=LARGEST), limit=LARGEST)
        found.write(chunk)
    return found.getvalue()


def _unpacked(raw: bytes, name: str, *, lies_there: bool) -> tuple[bytes, Packing | None]:
    """What is packed in a file, and how; of a workbook, which is a zip too, its own bytes."""
    data, packing = raw, None
    if raw[:2] == PACKED:
        data, packing = _inflated(raw, name), Packing()
    elif raw.startswith(ZIPPED):
        from custecon.sources.zip_archives import unpacked

        data, packing = unpacked(raw, name, lies_there=lies_there)
    if packing is not None and data[:2] == PACKED:
        raise refuse("E205", name, what="packed twice: unpack it first")
    return data, packing


def refuse_bomb(
    packed: int, size: int, name: str, what: str = "{packed} bytes that unpack to more than {size}"
) -> None:
    """Refuse what unpacks to more than is safe, or to much more than it seems; `what` says so.

    Raises:
        InputRefused: E209.
    """
    if size > LARGEST or (size > FREE and size > RATIO * packed):
        limit = say("{largest}, and {ratio} times the packed size", largest=LARGEST, ratio=RATIO)
        raise refuse("E209", name, what=say(what, packed=packed, size=size), limit=limit)


def _inflated(raw: bytes, name: str) -> bytes:
    """Inflate gzip in small steps and stop at the bound: a bomb costs a second, not the memory."""
    import gzip
    import zlib

    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                refuse_bomb(len(raw), size, name)
                pieces.append(chunk)
    except (EOFError, zlib.error, OSError):
        raise refuse("E208", name, what="the gzip file") from None
    return b"".join(pieces)


def _form(data: bytes, name: str, packing: Packing | None) -> str:
    head = data[:HEAD]
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        if not data.strip(b"\xef\xbb\xbf \t\r\n"):
            raise refuse("E204", name)
        return "text"
    if head.startswith(ZIPPED):
        return _zipped(data, name)
    if head[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse("E206", name)
        return "xls"
    if head[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00"):
        return "xls"
    if form := database_form(head):
        return form
    for magic, form in _TYPED:
        if head.startswith(magic):
            return form
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise refuse("E205", name, what=what)
    return _text(data, name, _called(name, packing))


def _zipped(data: bytes, name: str) -> str:
    """What a zip is that no longer holds one file alone: a workbook, or an archive in what was packed."""
    from custecon.sources.zip_archives import form_of, opened

    with opened(io.BytesIO(data), name) as archive:
        if (form := form_of(archive, data, name)) == "zip":
            raise refuse("E205", name, what="packed twice: unpack it first")
        return form


def _text(data: bytes, name: str, called: str) -> str:
    """Text it is; but a web page, XML or JSON that is no record a line is no table, whatever its name says."""
    start = _beginning(data[:HEAD]).lower()
    if re.match(r"<(!doctype html|html|head|body|table|meta|!--)", start) or start.startswith("mime-version:"):
        raise refuse("E207", name)
    if start.startswith("<?xml") or re.match(r"<(workbook|ss:workbook)", start):
        what = "an XML spreadsheet (Excel 2003)" if "workbook" in start else "XML"
        if "<html" in start:
            raise refuse("E207", name)
        raise refuse("E205", name, what=what)
    if re.match(r"(\[\s*)?\{\s*(\"|$)", start) or re.match(r"\[\s*\[", start):
        from custecon.sources.typed.json_lines import is_json_lines

        named_so = called.endswith((".jsonl", ".ndjson"))
        if start[0] == "{" and (is_json_lines(_beginning(data[:_CHUNK])) or named_so):
            return "json"
        raise refuse("E205", name, what="JSON that is not one record on each line")
    return "text"


def _beginning(head: bytes) -> str:
    """The first signs, whatever they are encoded in, as far as signs of ASCII tell it."""
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return plain.decode("latin-1").lstrip(" \t\r\n")
