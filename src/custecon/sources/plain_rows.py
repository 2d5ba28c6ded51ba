"""Rows and texts of a workbook that are written in the plainest way, taken without the event parser.

Programs write nearly every row in one and the same short form. Such rows are taken by a pattern that admits nothing
else, many at a time, and left out of what the event parser gets to see; any other row, and everything around the rows,
it sees as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from custecon.sources.layout import column_number, letter

MOST = 256  # columns of a plain row
_SAMPLE = 32  # rows of a block that tell how many columns there are
_PLAIN = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_ENTITY = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # in this order: the last is in others
_TEXT = rf"{_PLAIN}(?:&(?:lt|gt|quot|apos|amp);{_PLAIN})*+"
_NAME = r"[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?"
_ATTRIBUTE = r'="[^"<&\x00-\x1f\ufffe\uffff]*+"'
_FORMULA = (
    r'<f(?: aca="(?:false|0|true|1)")?+(?: t="shared")?+(?: ca="1")?+(?: ref="[A-Z0-9:$]++")?+(?: si="[0-9]++")?+'
    rf"(?:/>|>{_TEXT}</f>)"
)
_NOT_ZERO = r"(?!\s*+[+-]?0++(?:\.0*+)?(?:[eE][+-]?[0-9]{1,3})?\s*+</v>)"
_CELL, _LETTERS = '<c r="', re.compile(r"[A-Z]{1,3}")
_STRING = re.compile(rf'\s*+<si><t(?: xml:space="preserve")?+>({_TEXT})</t></si>|(.*?</si>|.+)', re.DOTALL)
_EXTENSIONS = b"extLst"  # rows that stand in such a list are none of the sheet
_FEW = 1 << 16  # bytes before the rows; more is not plain
_LONG = 1 << 22  # bytes of one row; more is not plain


class Column(NamedTuple):
    """The cells of a column in some rows: their attributes, as written; what is stored; what is a text of their own."""

    attributes: tuple[str, ...]
    stored: tuple[str, ...]
    own: tuple[str, ...]


Keep = Callable[[int, int], None]  # the rows from one place to another


def without_plain_rows(
    chunks: Iterable[bytes], rows: Callable[[list[int], list[Column]], Keep | None], *, formulas: bool, stale: bool
) -> Iterator[bytes]:
    """The bytes of a sheet for the event parser, without the plain rows, which `rows` gets: numbers and columns.

    `rows` makes them and says how to keep some of them, or None where a cell holds something else: the parser sees them
    then. They are kept when the parser has seen all that stands before them. `formulas`: cells with one are plain too,
    as it makes no difference what they are computed from; `stale`: but a result of 0 does. Comments, instructions,
    declarations and other encodings end the plain way: from there on the parser sees everything.
    """
    width = 1

    def block(text: str) -> Iterator[bytes]:
        nonlocal width
        width = max(width, _width(text))
        found = _pattern(width, formulas, stale).findall(text)
        numbers, attributes, *cells, odd = zip(*found, strict=True)
        columns = [Column(*cells[place : place + 3]) for place in range(0, len(cells), 3)]
        keep = None
        fills = stale and any("ref" in other for other in odd)  # a formula there may have the rows below as its own
        if not fills and all(map(_harmless, set(attributes))):
            keep = rows([int(number or 0) for number in numbers], columns)
        if keep is None:
            yield text.encode()
            return
        first = 0
        for place in [place for place, other in enumerate(odd) if other] if any(odd) else ():
            keep(first, place)
            yield odd[place].encode()
            first = place + 1
        keep(first, len(odd))

    return _without(chunks, b"<sheetData>", b"<row ", block)


def without_plain_strings(chunks: Iterable[bytes], keep: Callable[[Iterable[str]], None]) -> Iterator[bytes]:
    """The bytes of a list of texts for the event parser, without plain ones, which are kept in their order."""

    def block(text: str) -> Iterator[bytes]:
        texts: list[str] = []
        for plain, odd in _STRING.findall(text):
            if odd:
                keep(texts)
                texts = []
                yield odd.encode()
            else:
                texts.append(plain)
        keep(texts)

    return _without(chunks, b"<si>", b"<si>", block)


def resolved(text: str) -> str:
    """A plain text with the signs that its entities stand for.

    >>> resolved("Smith &amp; Sons"), resolved("&amp;lt;")
    ('Smith & Sons', '&lt;')
    """
    if "&" in text:
        for entity, sign in _ENTITY.items():
            text = text.replace(entity, sign)
    return text


@lru_cache(1024)
def style_and_kind(attributes: str) -> tuple[str, str] | None:
    """What the attributes of a plain cell say, each once: its style and its kind; None if that is not all they say."""
    said = re.findall(r' ([st])="([A-Za-z0-9]+)"', attributes)
    named = dict(said)
    return None if len(named) < len(said) else (named.get("s", ""), named.get("t", "n"))


def _without(
    chunks: Iterable[bytes], opening: bytes, unit: bytes, block: Callable[[str], Iterator[bytes]]
) -> Iterator[bytes]:
    """The bytes without what `block` takes of the units behind the opening, some whole ones at a time."""
    stream = iter(chunks)
    rest = b""
    for chunk in stream:
        rest += chunk
        if opening in rest or len(rest) > _FEW:
            break
    start = rest.find(opening)
    plain = start >= 0
    start += len(opening) if opening != unit else 0
    head, rest = (rest[:start], rest[start:]) if plain else (rest, b"")
    yield head
    plain = plain and b"<!" not in head and _EXTENSIONS not in head and _is_utf8(head)
    while plain:
        end = max(rest.rfind(unit), 0)
        units, rest = rest[:end], rest[end:]
        text = _as_text(units)
        if text is None:
            rest = units + rest
            break
        if text:
            yield from block(text)
        chunk = next(stream, b"")
        if not chunk:
            break
        rest += chunk
        plain = len(rest) < _LONG
    yield rest
    yield from stream


def _is_utf8(head: bytes) -> bool:
    """Whether the part says that it is UTF-8, or says nothing, and has no instruction but that."""
    declared = re.match(rb"\s*<\?xml[^>]*?encoding=[\"']([^\"']+)", head)
    return head.count(b"<?") <= 1 and head[:1] == b"<" and (declared is None or declared[1].lower() == b"utf-8")


def _as_text(units: bytes) -> str | None:
    """The text of whole units; None where something else than units may stand there."""
    if any(sign in units for sign in (b"<!", b"<?", b"]]>", _EXTENSIONS, b"</sheetData>", b"</sst>")):
        return None
    try:
        return units.decode()
    except UnicodeDecodeError:
        return None


def _width(text: str) -> int:
    """How many columns the first rows have."""
    cells = (row[row.rfind(_CELL) + len(_CELL) :] for row in text.split("</row>", _SAMPLE)[:_SAMPLE] if _CELL in row)
    widths = (column_number(found[0]) + 1 for found in map(_LETTERS.match, cells) if found)
    return max((width for width in widths if width <= MOST), default=1)


@lru_cache(16)
def _pattern(width: int, formulas: bool, stale: bool) -> re.Pattern[str]:
    """A row with none, some or all of so many cells; or, last, what is no such row."""
    attributes = rf"((?: (?!hidden|outlineLevel|r=){_NAME}{_ATTRIBUTE})*+)"
    computed = rf"(?:{_FORMULA}(?=<v>[^<]){'(?=<v>' + _NOT_ZERO + ')' if stale else ''})?+" if formulas else ""
    value = rf"{computed}<v>({_TEXT})</v>"
    own = rf'<is><t(?: xml:space="preserve")?+>({_TEXT})</t></is>'
    cells = "".join(
        rf'(?:<c r="{letter(place)}\1"((?: [st]="[A-Za-z0-9]++")*+)(?:/>|>(?:{value}|{own})</c>))?+'
        for place in range(width)
    )
    return re.compile(rf'\s*+<row r="([1-9][0-9]{{0,6}})"{attributes}(?:/>|>{cells}</row>)|(.*?</row>|.+)', re.DOTALL)


@lru_cache(1024)
def _harmless(attributes: str) -> bool:
    """Whether the other attributes of a row say nothing about its cells, each once, as the event parser demands."""
    names = re.findall(rf" ({_NAME})=", attributes)
    low = re.search(r' ht="0[0.]*"', attributes)  # a row that is not seen
    return low is None and len({*names, "r"}) == len(names) + 1
