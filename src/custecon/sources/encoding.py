"""Which letters the bytes are: a mark, strict UTF-8, or windows-1251 if the header then makes sense; else a refusal."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from custecon.core.errors import InputRefused, Place, UsageError, problem
from custecon.core.phrases import say
from custecon.core.schemas import Decided

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NAMES = {
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf8": "UTF-8",
}
_OTHERS = ("koi8-r", "cp866", "mac-cyrillic", "utf-16-le", "utf-16-be")
_STEP = 1 << 20
PLAIN = "plain ASCII"  # what decides where every encoding gives the same letters
SAMPLE = 1 << 16  # bytes that are looked at before anything is known


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes whose encoding is settled and proved: every byte of them is a letter in it."""

    name: str
    data: bytes
    codec: str
    start: int
    decided: Decided

    def lines(self) -> Iterator[str]:
        """The physical lines as an editor counts them, each with its end; may be asked for again and again."""
        stream = io.BytesIO(self.data)
        stream.seek(self.start)
        return iter(io.TextIOWrapper(stream, encoding=self.codec, errors="strict", newline=""))

    def sample(self, size: int = SAMPLE) -> str:
        """The beginning of the text, some whole lines of it."""
        piece = self.data[self.start : self.start + size]
        text = codecs.getincrementaldecoder(self.codec)("strict").decode(piece)
        if self.start + size >= len(self.data):
            return text
        cut = max(text.rfind("\n"), text.rfind("\r"))
        return text[: cut + 1] if cut > 0 else text


def decode(
    data: bytes, name: str, given: str | None, makes_sense: Callable[[Decoded], bool], *, usual: bool = False
) -> Decoded:
    """Settle the encoding of a file; `makes_sense` looks whether the header, so decoded, is a header.

    `usual`: whether the given one is only what is usual for the firm, so that what the bytes prove overrules it.
    """
    if given is not None and usual:
        return _usual(data, name, given, makes_sense)
    if given is not None:
        return _given(data, name, given)
    for mark, codec, label in _MARKS:
        if data[:4].startswith(mark):
            decoded = Decoded(name, data, codec, len(mark), Decided(label, "byte-order mark"))
            return _proved(decoded)
    plain = Decoded(name, data, "utf-8", 0, Decided("UTF-8", "detected"))
    bad = _first_bad(plain)
    if bad is None:
        return _without_nul(plain)
    _no_nul(plain)
    first = re.search(rb"[\x80-\xff]", data)
    if first is not None and first.start() == bad:
        cyrillic = Decoded(name, data, "cp1251", 0, Decided("windows-1251", "detected"))
        if _first_bad(cyrillic) is None and (_russian_header(cyrillic, makes_sense) or _russian_text(cyrillic)):
            return _without_nul(cyrillic)
        for codec in _OTHERS[:3]:
            other = Decoded(name, data, codec, 0, Decided(codec, "detected"))
            if _first_bad(other) is None and _russian_header(other, makes_sense):
                raise _bad_byte(plain, bad, say("; the header makes sense as {codec}", codec=codec))
    raise _bad_byte(plain, bad)


def _usual(data: bytes, name: str, given: str, makes_sense: Callable[[Decoded], bool]) -> Decoded:
    """As the bytes prove, by a mark or as UTF-8; else as is usual; else as it can be made sense of."""
    if data.isascii():
        _codec(given)
        return replace(decode(data, name, None, makes_sense), decided=Decided("UTF-8", PLAIN))
    try:
        found = decode(data, name, None, makes_sense)
    except InputRefused:
        found = None
    if found is not None and found.decided.value.startswith("UTF-"):
        return found
    try:
        usual = _given(data, name, given)
    except InputRefused:
        return found or decode(data, name, None, makes_sense)
    return replace(usual, decided=Decided(usual.decided.value, "settings"))


def _codec(given: str) -> str:
    """The codec of that name.

    Raises:
        UsageError: E150 there is none.
    """
    try:
        codec = codecs.lookup(given).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise UsageError(problem("E150", value=given)) from None
    return codec


def _given(data: bytes, name: str, given: str) -> Decoded:
    codec = _codec(given)
    start = 0
    for mark, marked, _ in _MARKS:
        if (
            data.startswith(mark)
            and codec.replace("_", "-").startswith(marked[:6])
            and (len(mark) < 4 or "32" in codec)
        ):
            start, codec = len(mark), marked
            break
    label = _NAMES.get(codec, codec)
    return _proved(Decoded(name, data, codec, start, Decided(label, "given")))


def _proved(decoded: Decoded) -> Decoded:
    bad = _first_bad(decoded)
    if bad is not None:
        raise _bad_byte(decoded, bad)
    return _without_nul(decoded)


def _first_bad(decoded: Decoded) -> int | None:
    """Where the first byte stands that is no letter in this encoding; None if there is none."""
    decoder = codecs.getincrementaldecoder(decoded.codec)("strict")
    position, size = decoded.start, len(decoded.data)
    while True:
        piece = decoded.data[position : position + _STEP]
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=position + _STEP >= size)
        except UnicodeDecodeError as error:
            return position - pending + error.start
        position += _STEP
        if position >= size:
            return None


def _without_nul(decoded: Decoded) -> Decoded:
    _no_nul(decoded)
    return decoded


def _no_nul(decoded: Decoded) -> None:
    wide = "16" in decoded.codec or "32" in decoded.codec
    if not wide and decoded.data.find(b"\0") < 0:
        return
    if not wide:
        share = decoded.data[:2000].count(0) / len(decoded.data[:2000])
        where = _line_of(decoded, decoded.data.find(b"\0"))
        hint = "; the file looks like UTF-16 without its mark" if share > 0.2 else ""
        raise InputRefused(problem("E231", place=Place(decoded.name, where), hint=hint))
    for number, line in enumerate(decoded.lines(), 1):
        if "\0" in line:
            raise InputRefused(problem("E231", place=Place(decoded.name, number), hint=""))


def _line_of(decoded: Decoded, position: int) -> int:
    """The physical line of a byte: its text is whole up to there."""
    before = decoded.data[decoded.start : position]
    if "16" in decoded.codec or "32" in decoded.codec:
        return 1 + len(re.findall(r"\r\n|\n|\r", before.decode(decoded.codec)))
    return 1 + len(re.findall(rb"\r\n|\n|\r", before))


def _bad_byte(decoded: Decoded, position: int, hint: str = "") -> InputRefused:
    place = Place(decoded.name, _line_of(decoded, position))
    byte = f"0x{decoded.data[position]:02X}" if position < len(decoded.data) else "the end of the file"
    values = {"encoding": decoded.decided.value, "hint": hint, "likely": _likely(decoded.data)}
    return InputRefused(problem("E229", place=place, byte=byte, **values))


def _likely(data: bytes) -> str:
    """The old encoding that the words speak for: of Western ones only some letters are beyond ASCII, as in «Müller».

    >>> _likely("Müller;Bäcker".encode("cp1252")), _likely("Клиент;Сумма".encode("cp1251"))
    ('windows-1252', 'windows-1251')
    """
    words = re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", data[:SAMPLE])
    mixed = sum(re.search(rb"[A-Za-z]", word) is not None for word in words)
    return "windows-1252" if 2 * mixed > len(words) else "windows-1251"


def _russian_header(decoded: Decoded, makes_sense: Callable[[Decoded], bool]) -> bool:
    """Whether the first line that is not plain ASCII belongs to a header that is understood."""
    return makes_sense(decoded)


_NOT_RUSSIAN = re.compile(r"[^\x00-\x7fА-Яа-яЁё№«»–—“”„‘’… \u00a0°·§©®€₽]")
_WORD = re.compile(r"[^\W\d_]+")


def _russian_text(decoded: Decoded) -> bool:
    """Whether every word with Russian letters can be Russian: one alphabet, sensible capitals, enough vowels.

    The letters of names do not change any number; still, the text must leave no doubt.
    """
    text = decoded.sample()
    if _NOT_RUSSIAN.search(text):
        return False
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = "".join(words)
    if len(letters) < 20 or not all(re.fullmatch(r"[А-ЯЁа-яё]+", word) for word in words):
        return False
    if any(not (word.islower() or word.isupper() or word.istitle()) for word in words):
        return False
    vowels = len(re.findall(r"[аеёиоуыэюя]", letters, re.IGNORECASE))
    common = len(re.findall(r"[оеаинтср]", letters, re.IGNORECASE))
    return 0.3 <= vowels / len(letters) <= 0.6 and common / len(letters) > 0.35
