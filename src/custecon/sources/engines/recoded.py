"""The text of a file that is packed or in other letters, as UTF-8 in a temporary file that nobody else can read."""

from __future__ import annotations

import codecs
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from custecon.core.errors import InputRefused
from custecon.core.sha256 import sha256
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.open_file import Held
from custecon.sources.opening import FREE, HEAD, LARGEST, PACKED, RATIO, ZIPPED, Packing

_CHUNK = 1 << 20


class Text:
    """A file whose bytes are text, for an engine to open.

    `given`: the file that was asked for; `sha256`: its fingerprint, if it is another; `packed`: how it was packed.
    """

    def __init__(
        self, file: Held, *, given: Held | None = None, sha256: str = "", packed: Packing | None = None
    ) -> None:
        self.file, self.given, self.sha256, self.packed = file, given or file, sha256, packed

    def unchanged(self) -> None:
        """That what was read is the file as it is now; else it is a doubt."""
        self.given.unchanged()


@contextmanager
def unpacked(file: Held) -> Iterator[Text]:
    """The same file, or what is packed in it with gzip or zip, up to the bounds of every reader."""
    head = file.head(4)
    unpack = _unzipped if head in ZIPPED else _inflated if head.startswith(PACKED) else None
    if unpack is None:
        yield Text(file)
        return
    with tempfile.NamedTemporaryFile(prefix="custecon-") as found:
        fingerprint, packing = unpack(file, found)
        found.flush()
        yield Text(Held(found, Path(found.name)), given=file, sha256=fingerprint, packed=packing)


def _unzipped(file: Held, found: IO[bytes]) -> tuple[str, Packing]:
    from custecon.sources.zip_archives import form_of, opened, pieces, sole

    fingerprint = sha256()
    for piece in file.pieces(_CHUNK):
        fingerprint.update(piece)
    try:
        with opened(file.stream, "") as archive:
            if form_of(archive, file.head(HEAD), "") != "zip":
                raise Doubt
            member, packing = sole(archive, "", lies_there=True)
            found.writelines(pieces(archive, member, ""))
    except InputRefused:
        raise Doubt from None
    return fingerprint.hexdigest(), packing


def _inflated(file: Held, found: IO[bytes]) -> tuple[str, Packing]:
    fingerprint, packed, size = sha256(), 0, 0
    inflate = zlib.decompressobj(wbits=31)
    for piece in file.pieces(_CHUNK):
        fingerprint.update(piece)
        packed += len(piece)
        rest = piece
        while rest:
            if inflate.eof:  # one more member follows
                inflate = zlib.decompressobj(wbits=31)
            try:
                part = inflate.decompress(rest, _CHUNK)
            except zlib.error:
                raise Doubt from None
            size += len(part)
            if size > LARGEST or (size > FREE and size > RATIO * packed):
                raise Doubt
            found.write(part)
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
    if not inflate.eof:
        raise Doubt
    return fingerprint.hexdigest(), Packing()


def _entered(fingerprint: Any, piece: bytes, found: IO[bytes], recoded: bytes) -> None:
    fingerprint.update(piece)
    found.write(recoded)


@contextmanager
def as_utf8(text: Text, encoding: str) -> Iterator[Text]:
    """The same text, read as it is encoded and written as UTF-8."""
    if encoding == "UTF-8":
        yield text
        return
    with tempfile.NamedTemporaryFile(prefix="custecon-") as found:
        fingerprint, decoder = sha256(), codecs.getincrementaldecoder(encoding)("strict")
        with ThreadPoolExecutor(1) as beside:  # one piece is written while the next is recoded
            written: Future[Any] = beside.submit(fingerprint.hexdigest)
            try:
                for piece in text.file.pieces(_CHUNK):
                    recoded = decoder.decode(piece).encode()
                    written.result()
                    written = beside.submit(_entered, fingerprint, piece, found, recoded)
                written.result()
                found.write(decoder.decode(b"", final=True).encode())
            except UnicodeError:
                raise Doubt from None
        found.flush()
        given = text.sha256 or fingerprint.hexdigest()
        yield Text(Held(found, Path(found.name)), given=text.given, sha256=given, packed=text.packed)
