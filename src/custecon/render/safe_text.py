"""Text from data, made harmless: it never becomes markup, a control sequence or a formula."""

from __future__ import annotations

import re

# Delete and the C1 controls, the marks that turn the direction of text around, and halves of characters: a file name
# that is not UTF-8 reaches Python with these.
_HIDDEN = r"\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_CONTROLS = re.compile(rf"[\x00-\x1f{_HIDDEN}]")
_CONTROLS_BUT_BREAKS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_HIDDEN}]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LINE_STARTS = re.compile("^[=+\\-@\t\r＝＋－＠]", re.MULTILINE)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{code:04x}"


def for_terminal(text: str) -> str:
    """The text with every control character made visible, on one line."""
    return _CONTROLS.sub(_visible, text)


def for_cell(text: str) -> str:
    """The text for a cell of CSV or TSV: what a spreadsheet would run as a formula gets a leading apostrophe."""
    text = _CONTROLS_BUT_BREAKS.sub(_visible, text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def harmless(lines: str, count: int) -> bool:
    """Whether `for_cell` leaves so many texts, one a line, as they are; in doubt, no."""
    whole = lines.count("\n") < count
    return whole and not (_CONTROLS_BUT_BREAKS.search(lines) or _LINE_STARTS.search(lines))


def for_sheet(text: str) -> str:
    """The text for a cell of a workbook, where it is written as text anyway: only controls are made visible."""
    return _CONTROLS_BUT_BREAKS.sub(_visible, text)


def for_json(document: str) -> str:
    """A JSON document with its invisible controls as escapes: the same content, harmless on a terminal."""
    return re.sub(f"[{_HIDDEN}]", lambda match: f"\\u{ord(match[0]):04x}", document)
