"""The text of a file that is packed or in other letters, as UTF-8 in a temporary file that nobody else can read."""

from __future__ import annotations

import codecs
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from custecon.core.sha256 import sha256
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.open_file import Held
from custecon.sources.opening import FREE, LARGEST, PACKED, RATIO

_CHUNK = 1 << 20


class Text:
    """A file whose bytes are text, for an engine to open.

    `given`: the file that was asked for; `sha256`: its fingerprint, if it is another; `packed`: whether it was packed.
    """

    def __init__(self, file: Held, *, given: Held | None = None, sha256: str = "", packed: bool = False) -> None:
        self.file, self.given, self.sha256, self.packed = file, given or file, sha256, packed

    def unchanged(self) -> None:
        """That what was read is the file as it is now; else it is a doubt."""
        self.given.unchanged()


@contextmanager
def unpacked(file: Held) -> Iterator[Text]:
    """The same file, or what is packed in it with gzip, up to the bounds of every reader."""
    if file.head(2) != PACKED:
        yield Text(file)
        return
    with tempfile.NamedTemporaryFile(prefix="custecon-") as found:
        fingerprint = _inflated(file, found)
        found.flush()
        yield Text(Held(found, Path(found.name)), given=file, sha256=fingerprint, packed=True)


def _inflated(file: Held, found: IO[bytes]) -> str:
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
    return fingerprint.hexdigest()


@contextmanager
def as_utf8(text: Text, encoding: str) -> Iterator[Text]:
    """The same text, read as it is encoded and written as UTF-8."""
    if encoding == "UTF-8":
        yield text
        return
    with tempfile.NamedTemporaryFile(prefix="custecon-") as found:
        fingerprint, decoder = sha256(), codecs.getincrementaldecoder(encoding)("strict")
        try:
            for piece in text.file.pieces(_CHUNK):
                fingerprint.update(piece)
                found.write(decoder.decode(piece).encode())
            found.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            raise Doubt from None
        found.flush()
        given = text.sha256 or fingerprint.hexdigest()
        yield Text(Held(found, Path(found.name)), given=text.given, sha256=given, packed=text.packed)
