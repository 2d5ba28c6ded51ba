"""A file of TOML that a person wrote, settings or a preset: no device, and within bounds that no such file reaches."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from custecon.core.phrases import say
from custecon.core.system_words import said_of
from custecon.sources.opening import open_file

LARGEST = 1 << 18  # bytes
DOTS = 200  # of a line: the names of tables in one another, which take the square of their number to be read
DEEPEST = 8  # tables and lists, one in another
DIGITS = 40  # of a number, with the zeros that an exponent stands for


class Unreadable(Exception):
    """There are no words to be had from the file; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotToml(Exception):
    """The words are not TOML, or TOML made to do harm; with the line, where it is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def text_of(path: Path) -> str:
    """The words of the file.

    Raises:
        Unreadable: it is not there, no file, too large, or no UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise Unreadable("it is a folder" if path.is_dir() else "it is no file but a device or a pipe")
        with open_file(path) as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(said_of(error)) from None
    if len(data) > LARGEST:
        raise Unreadable(say("it has more than {largest} bytes", largest=LARGEST))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8; save it as UTF-8") from None


def document_of(text: str) -> dict[str, Any]:
    """What the words say; numbers with a point are exact.

    Raises:
        NotToml: they do not follow the notation, or run deeper or to more digits than anybody needs.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > DOTS:
            raise NotToml(say("a line has more than {dots} dots", dots=DOTS), number)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(*_syntax(str(error))) from None
    except RecursionError:
        raise NotToml(say("it runs deeper than {deepest} tables and lists in one another", deepest=DEEPEST)) from None
    except (ValueError, ArithmeticError):  # a day that no calendar has is told above; more digits than Python reads
        raise NotToml(say("a number has more than {digits} digits", digits=DIGITS)) from None
    for value, depth in _values(document):
        if depth > DEEPEST:
            raise NotToml(say("it runs deeper than {deepest} tables and lists in one another", deepest=DEEPEST))
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and _digits(value) > DIGITS:
            raise NotToml(say("a number has more than {digits} digits", digits=DIGITS))
    return document


def _values(document: dict[str, Any]) -> Iterator[tuple[Any, int]]:
    """Every value with its depth. It stops going down where it is too deep already, and so does not itself run deep."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(each, depth + 1) for each in inside]


def _digits(number: int | Decimal) -> int:
    if isinstance(number, int):
        return number.bit_length() * 3 // 10
    if not number.is_finite():
        return 1  # inf and nan are refused by their places
    return max(len(number.as_tuple().digits), abs(number.adjusted()))


def _syntax(told: str) -> tuple[str, int | None]:
    """The fault of the notation, its line taken out of the message."""
    at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", told)
    reason = told.replace(at[0], "") if at else told
    return f"{reason[0].lower()}{reason[1:]}", int(at[1]) if at and at[1] else None
