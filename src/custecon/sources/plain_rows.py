"""Rows of a sheet that are written in the plainest way, taken without the event parser; all else goes through it.

Programs write nearly every row in one and the same short form. Such a row is taken by a pattern that admits nothing
else, and left out of what the event parser gets to see; any other row, and everything around the rows, it sees as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

Cell = tuple[str, str, str, str, str, str, str]
"""The letters of its column, the digits of its row, its style, its kind, its stored text, its own text; or, last, what
is none of this."""

_OPEN, _CLOSE, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_PLAIN = r"[^<&\x00-\x1f\ufffe\uffff]*"
_NAME = r"[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?"
_ROW = re.compile(rf'\s*<row r="([1-9][0-9]{{0,6}})"((?: {_NAME}="[^"<&\x00-\x1f\ufffe\uffff]*")*)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    rf'(?:/>|>(?:<v>({_PLAIN})</v>|<is><t(?: xml:space="preserve")?>({_PLAIN})</t></is>)</c>)'
    r"|(.)",
    re.DOTALL,
)
_EXTENSIONS = b"extLst"  # rows that stand in such a list are none of the sheet
_FEW = 1 << 16  # bytes before the rows; more is not plain


def without_plain_rows(chunks: Iterable[bytes], take: Callable[[int, list[Cell]], bool]) -> Iterator[bytes]:
    """The bytes of a sheet for the event parser, without the plain rows, which `take` gets: number and cells.

    `take` says whether it took the row: where a cell holds something else it does not. Each row is taken when the
    parser has seen all that stands before it. Comments, instructions, declarations and other encodings end the plain
    way: from there on the parser sees everything.
    """
    stream = iter(chunks)
    rest = b""
    for chunk in stream:
        rest += chunk
        if _OPEN in rest or len(rest) > _FEW:
            break
    head, found, rest = rest.partition(_OPEN)
    yield head + found
    plain = bool(found) and b"<!" not in head and _EXTENSIONS not in head and _is_utf8(head)
    while plain:
        end = rest.rfind(_ROW_END) + len(_ROW_END) if _ROW_END in rest else 0
        block, rest = rest[:end], rest[end:]
        if _odd(block):
            rest = block + rest
            break
        yield from _rows(block, take)
        chunk = next(stream, b"")
        if not chunk:
            break
        rest += chunk
    yield rest
    yield from stream


def _is_utf8(head: bytes) -> bool:
    """Whether the sheet says that it is UTF-8, or says nothing, and has no instruction but that."""
    declared = re.match(rb"\s*<\?xml[^>]*?encoding=[\"']([^\"']+)", head)
    return head.count(b"<?") <= 1 and head[:1] == b"<" and (declared is None or declared[1].lower() == b"utf-8")


def _odd(block: bytes) -> bool:
    return any(sign in block for sign in (b"<!", b"<?", b"]]>", _EXTENSIONS, _CLOSE))


def _rows(block: bytes, take: Callable[[int, list[Cell]], bool]) -> Iterator[bytes]:
    """Takes the plain rows of a block that ends with a row; yields the others."""
    try:
        texts = block.decode().split(_ROW_END.decode())[:-1]
    except UnicodeDecodeError:
        yield block
        return
    for text in texts:
        opening = _ROW.match(text)
        plain = opening is not None and _harmless(opening[2])
        if not (opening and plain and take(int(opening[1]), _CELL.findall(text, opening.end()))):
            yield text.encode() + _ROW_END


@lru_cache(1024)
def _harmless(attributes: str) -> bool:
    """Whether the other attributes of a row say nothing about its cells, each once, as the event parser demands."""
    names = re.findall(rf" ({_NAME})=", attributes)
    low = re.search(r' ht="0[0.]*"', attributes)  # a row that is not seen
    return low is None and len({*names, "r", "hidden", "outlineLevel"}) == len(names) + 3
