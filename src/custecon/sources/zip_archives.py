"""Zip archives: which of the files in one are read, by its directory alone, and their bytes, unpacked within bounds.

A file that stands alone in an archive is read like itself. Of several each that is called like a table is, as several
files are, and has a name of its own: `orders.zip/2023.csv`.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

from custecon.core.phrases import say
from custecon.sources import opening
from custecon.sources.wording import listed, shown

_PARTS = 10_000
_FILES = 1_000  # that are read as one
_STEP = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PASSWORD = 0x2041  # the marks of a part, or of the directory, that is encrypted
_UTF8 = 0x800  # the mark of a name in UTF-8
_CYRILLIC = re.compile(rb"[\x80-\xaf\xe0-\xf1]{2}")  # of cp866, in which no other language has two such letters running
_DEBRIS = re.compile(r"(.*/)?(__MACOSX/.*|\.[^./][^/]*(/.*)?|thumbs\.db|desktop\.ini|)", re.IGNORECASE | re.DOTALL)
_BESIDE = re.compile(r"(.*/)?(read.?me|licen[cs]e|changelog|прочт|лиценз)[^/]*", re.IGNORECASE | re.DOTALL)
_SUFFIXES = tuple(f".{suffix}" for suffix in opening.CALLED)
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError)


class Member(NamedTuple):
    """A file in an archive: its name, and what the directory says of it."""

    name: str
    part: zipfile.ZipInfo


class Chosen(NamedTuple):
    """The files of an archive that are read, and those that by their names are no tables."""

    read: Sequence[Member]
    unread: Sequence[Member]


@contextmanager
def opened(stream: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """A zip whose directory has been found harmless: nothing is inflated before.

    Raises:
        InputRefused: E206, E208, E209, E385.
    """
    what = say("the zip archive" if name.lower().endswith(".zip") else "the workbook")
    size = stream.seek(0, os.SEEK_END)
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        raise opening.refuse("E208", name, what=what) from None
    with archive:
        parts = archive.infolist()
        if len(parts) > _PARTS:
            what = say("{members} parts", members=len(parts))
            raise opening.refuse("E209", name, what=what, limit=say("{most} parts", most=_PARTS))
        opening.refuse_bomb(size, sum(part.file_size for part in parts), name, "{packed} bytes that unpack to {size}")
        if any(part.flag_bits & _PASSWORD for part in parts):
            raise opening.refuse("E206" if _holds_a_document(parts) else "E385", name)
        yield archive


def form_of(archive: zipfile.ZipFile, data: bytes, name: str) -> str:
    """What a zip is by the names of its parts: "xlsx", "ods", or "zip" for an archive of files.

    Raises:
        InputRefused: E205 it is a document that is no table.
    """
    parts = _part_names(archive.infolist())
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "xl/workbook.bin" in parts:
        raise opening.refuse("E205", name, what="a binary Excel workbook (xlsb): save it as xlsx")
    if "mimetype" in parts and b"opendocument.spreadsheet" in data[:200]:
        return "ods"
    if any(part.startswith("word/") for part in parts):
        raise opening.refuse("E205", name, what="a Word document")
    if "index/document.iwa" in parts:
        raise opening.refuse("E205", name, what="a document of Apple Numbers or Pages")
    return "xlsx" if "[content_types].xml" in parts else "zip"


def _part_names(parts: Iterable[zipfile.ZipInfo]) -> set[str]:
    from custecon.sources.package import part_name

    return {part_name(part.filename) for part in parts}


def _holds_a_document(parts: Iterable[zipfile.ZipInfo]) -> bool:
    return bool(_part_names(parts) & {"xl/workbook.xml", "[content_types].xml", "mimetype"})


def chosen(archive: zipfile.ZipFile) -> Chosen:
    """The files that are read, without folders and what systems put beside; none if the names of several tell none."""
    files = sorted((Member(_name(part), part) for part in archive.infolist()), key=itemgetter(0))
    files = [file for file in files if not _DEBRIS.fullmatch(file.name)]
    tables = [file for file in files if _may_be_a_table(file.name)] if len(files) > 1 else files
    return Chosen(tables, [file for file in files if file not in tables])


def _may_be_a_table(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and not _BESIDE.fullmatch(name)


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a part as its maker meant it: without a mark it is in UTF-8 all the same, or in letters of DOS."""
    if part.flag_bits & _UTF8:
        name = part.filename
    else:
        raw = part.filename.encode("cp437")
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("cp866" if _CYRILLIC.search(raw) else "cp437")
    return _normal(name)


def pieces(archive: zipfile.ZipFile, member: Member, name: str) -> Iterator[bytes]:
    """The bytes of a file, in steps; never more of them than the directory says.

    Raises:
        InputRefused: E205 it is packed in a way that is not read, E208 it is broken or stands there twice.
    """
    what = say("the zip archive (its file «{name}»)", name=shown(member.name))
    if sum(_name(part) == member.name for part in archive.infolist()) > 1:
        what = say("the zip archive (its file «{name}» stands in it twice)", name=shown(member.name))
        raise opening.refuse("E208", name, what=what)
    if member.part.compress_type not in _METHODS:
        raise opening.refuse("E205", name, what="packed in a way that few programs know: unpack it first")
    left = member.part.file_size
    try:
        with archive.open(member.part) as stream:
            while piece := stream.read(_STEP):
                left -= len(piece)
                yield piece
    except _BROKEN:
        raise opening.refuse("E208", name, what=what) from None
    if left:
        raise opening.refuse("E208", name, what=what)


def sole(archive: zipfile.ZipFile, name: str, *, lies_there: bool) -> tuple[Member, opening.Packing]:
    """The one file of an archive that is read, and what is told of it. `lies_there`: a file in it has a name.

    Raises:
        InputRefused: E204 it holds none, E384 it holds several.
    """
    read, unread = chosen(archive)
    if len(read) == 1:
        return read[0], opening.Packing(read[0].name, tuple(member.name for member in unread))
    if not (read or unread):
        raise opening.refuse("E204", name)
    example = shlex.quote(f"{name}/{(read or unread)[0].name}")
    cure = (
        say("name one of them, as in {example}", example=example)
        if lies_there
        else say("unpack it, and name one of the files")
    )
    names = listed(member.name for member in (*read, *unread))
    raise opening.refuse("E384", name, names=names, cure=cure)


def unpacked(data: bytes, name: str, *, lies_there: bool) -> tuple[bytes, opening.Packing | None]:
    """What is packed in an archive that holds one file; the same bytes if they are those of a workbook."""
    with opened(io.BytesIO(data), name) as archive:
        if form_of(archive, data, name) != "zip":
            return data, None
        member, packing = sole(archive, name, lies_there=lies_there)
        return b"".join(pieces(archive, member, name)), packing


# ---------------------------------------------------------------- several files of an archive


@contextmanager
def _archive_at(path: str) -> Iterator[zipfile.ZipFile | None]:
    """The archive at a path; None for a workbook, in which no file has a name."""
    with opening.open_file(Path(path)) as stream, opened(stream, path) as archive:
        stream.seek(0)
        yield archive if form_of(archive, stream.read(opening.HEAD), path) == "zip" else None


def files_in(path: str, pattern: str) -> list[str] | None:
    """The names of the files that are read of the archive at a path, or of those of a pattern; None if it is one file.

    Raises:
        InputRefused: E209 they are too many, E389 no file in it is called so; or what its directory is refused for.
    """
    with _archive_at(path) as archive:
        if archive is None:
            return None
        read, unread = chosen(archive)
    found = names = [member.name for member in read]
    if pattern:
        every, pattern = [*names, *(member.name for member in unread)], _normal(pattern)
        found = [pattern] if pattern in every else [name for name in every if fnmatchcase(name, pattern)]
        if not found:
            raise opening.refuse("E389", path, wanted=shown(pattern), names=listed(every))
    if len(found) > _FILES:
        what, limit = (say("{n} files", n=n) for n in (len(found), _FILES))
        raise opening.refuse("E209", path, what=what, limit=limit)
    return [f"{path}/{name}" for name in found] if pattern or len(found) > 1 else None


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def bytes_in(path: str, wanted: str) -> bytes:
    """The bytes of one file of the archive at a path.

    Raises:
        InputRefused: E205, E208; E201, E389 there is none of that name.
    """
    with _archive_at(path) as archive:
        if archive is None:
            raise opening.refuse("E201", f"{path}/{wanted}")
        every = [member for files in chosen(archive) for member in files]
        for member in every:
            if member.name == _normal(wanted):
                return b"".join(pieces(archive, member, f"{path}/{wanted}"))
    raise opening.refuse("E389", path, wanted=shown(wanted), names=listed(member.name for member in every))


def taken_whole(names: Collection[str]) -> dict[str, Chosen]:
    """The archives all of whose tables are among some files."""
    found = {}
    for path in dict.fromkeys(inside[0] for name in names if (inside := opening.archive_of(name)) and inside[1]):
        with _archive_at(path) as archive:
            files = chosen(archive) if archive else Chosen((), ())
        if files.read and {f"{path}/{member.name}" for member in files.read} <= {*names}:
            found[path] = files
    return found
