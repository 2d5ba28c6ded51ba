"""The names of the columns of a file, for completion: from its beginning alone, quickly; where in doubt, none.

Nothing is refused or told here, and nothing rests on it: `header_detection` finds the header that is read.
"""

from __future__ import annotations

import io
import json
import stat
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from custecon.core.errors import InputRefused
from custecon.sources.delimited import DELIMITERS, Scanner
from custecon.sources.opening import PACKED, open_file
from custecon.sources.package import Package, local
from custecon.sources.wording import BLANKS

_BEGINNING = 1 << 16
_LARGEST = 1 << 26  # bytes of a workbook, which must be had whole
_ROWS = 20  # among which the header is
_ENCODINGS = ("utf-8-sig", "windows-1251")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class _Enough(Exception):
    """What was looked for has been seen."""


def names_of(path: str) -> list[str]:
    """The names of the columns of a text table, a workbook or JSON lines; none where they cannot be had quickly."""
    with suppress(OSError, ValueError, InputRefused, RecursionError, EOFError, zlib.error):
        return _names(_regular(path))
    return []


def sheets_of(path: str) -> list[str]:
    """The names of the sheets of a workbook."""
    with suppress(OSError, ValueError, InputRefused, EOFError, zlib.error):
        return [name for name, _ in _sheets(_package(_regular(path)))]
    return []


def _regular(path: str) -> Path:
    """A file that lies there: a pipe would be waited for, and drained."""
    found = Path(path).expanduser()
    if not stat.S_ISREG(found.stat().st_mode):
        raise ValueError(path)
    return found


def _names(path: Path) -> list[str]:
    with open_file(path) as stream:
        head = stream.read(_BEGINNING)
    if head.startswith(b"PK"):
        return _of_workbook(_package(path))
    if head.startswith(PACKED):
        head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _BEGINNING)
    if b"\0" in head and head[:2] not in _MARKS:
        return []
    text = _text(head)
    if text.lstrip().startswith("{"):
        record = json.loads(text.lstrip().partition("\n")[0])
        return _cleaned(record)
    return _cleaned(_header(_rows(text)))


def _text(head: bytes) -> str:
    """The whole lines of the beginning, in the first encoding in which they are letters."""
    whole = head[: head.rfind(b"\n") + 1] or head
    if codec := _MARKS.get(head[:2]):
        return head[: len(head) // 2 * 2].decode(codec, "ignore")
    for codec in _ENCODINGS:
        with suppress(UnicodeDecodeError):
            return whole.decode(codec)
    return ""


def _rows(text: str) -> list[list[str]]:
    """The first rows, split by the sign that splits them into most fields."""
    lines = io.StringIO(text, newline="").readlines()
    best: list[list[str]] = []
    for sign in DELIMITERS:
        rows: list[list[str]] = []
        with suppress(InputRefused):  # where a quote is left open, what stands above it
            for _, row in Scanner("", sign).rows(lines):
                rows.append(row)
                if len(rows) == _ROWS:
                    break
        if max(map(len, rows), default=0) > max(map(len, best), default=0):
            best = rows
    return best


def _header(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first row in which as many fields are filled as in any: titles above a header are shorter."""
    filled = [sum(bool(cell.strip(BLANKS)) for cell in row) for row in rows]
    return rows[filled.index(max(filled))] if filled else []


def _cleaned(cells: Iterable[str]) -> list[str]:
    names = [cell.strip(BLANKS) for cell in cells]
    return list(dict.fromkeys(name for name in names if name and name.isprintable()))


def _package(path: Path) -> Package:
    with open_file(path) as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("it would take too long")
    return Package(data, "")


def _sheets(package: Package) -> list[tuple[str, str]]:
    """The name and the part of every sheet that is seen."""
    found: list[tuple[str, str]] = []
    own = package.relations("")
    book = next((one.part for one in own.values() if one.kind == "officeDocument"), "xl/workbook.xml")
    parts = package.relations(book)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for key, value in attributes.items() if local(key) == "id"), "")
            if key in parts:
                found.append((attributes.get("name", ""), parts[key].part))

    package.parse(book, start)
    return found


def _of_workbook(package: Package) -> list[str]:
    """The header of the first sheet that has one."""
    for _, part in _sheets(package):
        cells = _first_rows(package, part)
        numbers = [int(text) for row in cells for kind, text in row if kind == "s"]
        strings = _strings(package, max(numbers, default=-1))
        rows = [[strings[int(text)] if kind == "s" else text for kind, text in row] for row in cells]
        if names := _cleaned(_header(rows)):
            return names
    return []


def _first_rows(package: Package, part: str) -> list[list[tuple[str, str]]]:
    """The kind and the text of each cell of the first rows."""
    rows: list[list[tuple[str, str]]] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = local(tag)
        if inside == "row":
            if len(rows) == _ROWS:
                raise _Enough
            rows.append([])
        elif inside == "c" and rows:
            rows[-1].append((attributes.get("t", "n"), ""))

    def end(_: str) -> None:
        nonlocal inside
        inside = ""

    def text(data: str) -> None:
        if inside in ("v", "t") and rows and rows[-1]:
            kind, before = rows[-1][-1]
            rows[-1][-1] = kind, before + data

    with suppress(_Enough):
        package.parse(part, start, end, text)
    return rows


def _strings(package: Package, last: int) -> list[str]:
    """The texts that cells point to, up to the last that is needed."""
    found: list[str] = []
    inside = ""

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = local(tag)
        if inside == "si":
            if len(found) > last:
                raise _Enough
            found.append("")

    def end(_: str) -> None:
        nonlocal inside
        inside = ""

    def text(data: str) -> None:
        if inside == "t":
            found[-1] += data

    if last >= 0:
        with suppress(_Enough):
            package.parse("xl/sharedstrings.xml", start, end, text)
    return found
