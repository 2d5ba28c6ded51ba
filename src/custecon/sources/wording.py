"""How text from a file is shown in a message: no control sequence, no endless cell, blanks made visible."""

from __future__ import annotations

import unicodedata

from custecon.core.phrases import Phrase, some

BLANKS = " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
LONGEST = 60


def shown(text: object, longest: int = LONGEST) -> str:
    r"""A value as it may stand in a message: control and formatting characters spelled out, cut at 60 characters.

    >>> shown("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    if isinstance(text, Phrase):  # of ours, whose values were shown before
        return text
    value = str(text)
    if len(value) > longest:
        value = value[: longest - 1] + "…"
    if value.isprintable():
        return value
    return "".join(_visible(letter) for letter in value)


def _visible(letter: str) -> str:
    if letter.isprintable() or letter == "\u00a0":
        return letter
    if unicodedata.category(letter) == "Zs":
        return " "
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def listed(names: object, most: int = 12) -> str:
    """Names as a list in a message: «Client», «Date», «Qty»."""
    return some([f"«{shown(name)}»" for name in names], most)  # type: ignore[attr-defined]


def clean_key(text: str) -> str:
    """A client key: as written, without outer blanks, composed (NFC); nothing else is changed."""
    key = text.strip(BLANKS)
    return key if key.isascii() else unicodedata.normalize("NFC", key)
