"""Excel's own rules: what a sheet, a name, a cell and a formula may be. A file that breaks one opens with a repair."""

from __future__ import annotations

import re
from collections.abc import Collection

from custecon.core.errors import OutputRefused, problem
from custecon.render import safe_text

ROWS, COLUMNS, TEXT, FORMULA, LITERAL, SHEET, NAME = 1_048_576, 16_384, 32_767, 8_192, 255, 31, 255

_NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\]|[\x00-\x1f]")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_]+")
_LIKE_A_CELL = re.compile(r"(?:[a-z]{1,3}[0-9]+|r[0-9]*c?[0-9]*|c[0-9]*|true|false)", re.IGNORECASE)


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """A name for a sheet: 31 characters, no []:*?/ or backslash, no apostrophe at an end, not taken, not History.

    >>> sheet_name("What is left: margin/client, all of the years", ["Summary"])
    'What is left  margin client, al'
    >>> sheet_name("summary", ["Summary"])
    'summary 2'
    """
    base = _NOT_IN_SHEET.sub(" ", clean(wanted)).strip().strip("'").strip() or "Sheet"
    used = {name.casefold() for name in taken} | {"history"}
    name, number = _cut(base, SHEET), 2
    while name.casefold() in used:
        name = f"{_cut(base, SHEET - len(f' {number}'))} {number}"
        number += 1
    return name


def _cut(text: str, length: int) -> str:
    """As much of a text as fits when Excel counts: in UTF-16 units."""
    while len(text.encode("utf-16-le")) // 2 > length:
        text = text[:-1]
    return text.rstrip(" '")


def clean(text: str) -> str:
    """A text with everything made visible that an XML file cannot hold or a reader cannot see.

    >>> clean("a" + chr(0) + "b")
    'a␀b'
    """
    if text.isprintable():  # as nearly every text; none of the characters that are looked for is
        return text
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", safe_text.for_sheet(text))


def heading(text: str) -> str:
    """A text for the head of a table column: at most 255 characters, and not XlsxWriter's own markup."""
    text = _cut(clean(text), NAME)
    return f" {text}" if text.startswith("<r>") else text


def free_name(wanted: str, taken: Collection[str]) -> str:
    """A name for a cell or a table: letters, digits and _, never like a cell (cac1, R1C1), not taken.

    >>> free_name("cac1", []), free_name("retention", ["Retention"]), free_name("LTV: CAC", [])
    ('cac1_', 'retention_2', 'LTV_CAC')
    """
    base = _NOT_IN_NAME.sub("_", wanted).strip("_")[: NAME - 5] or "name"
    base = f"_{base}" if base[0].isdigit() else base
    base = f"{base}_" if _LIKE_A_CELL.fullmatch(base) else base
    used = {name.casefold() for name in taken}
    name, number = base, 2
    while name.casefold() in used:
        name, number = f"{base}_{number}", number + 1
    return name


def quoted(sheet: str) -> str:
    """The name of a sheet in a formula."""
    return "'" + sheet.replace("'", "''") + "'"


def literal(text: str) -> str:
    """A text in a formula; a formula takes at most 255 characters in one piece.

    >>> print(literal('say "no" to it'))
    "say ""no"" to it"
    """
    pieces = [text[i : i + LITERAL] for i in range(0, len(text), LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def formula(text: str, figure: str) -> str:
    """The formula, if a cell can hold it.

    Raises:
        OutputRefused: E413 it is too long.
    """
    if len(text) > FORMULA:
        raise OutputRefused(problem("E413", figure=figure, length=len(text), limit=FORMULA))
    return text


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0.

    >>> [column_letters(i) for i in (0, 25, 26, 701, 702, 16383)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
