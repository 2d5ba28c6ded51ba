"""Which writer serves which format. A new one is its file, its line here and in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from custecon.core.choices import FORMATS
from custecon.core.errors import Notice, UsageError, problem
from custecon.core.results import Result
from custecon.render.locales import SheetText

SCREEN = 40  # lines of a first screen, at most
SUFFIXES = {suffix: form for form, suffix in FORMATS.items()}


@dataclass(frozen=True, slots=True)
class Look:
    """How the person wants it.

    `width` and `height` of the terminal; `full`: all of it, not one screen; `explain`: every formula explained.
    `typed`: it is asked at a shell; else in Python, where what more there is has other names.
    """

    width: int = 80
    height: int = SCREEN
    colour: bool = False
    full: bool = False
    explain: bool = False
    typed: bool = True
    headers: str | None = None  # the language of the headers of CSV and TSV; else they are names for programs
    sheet: SheetText | None = None  # CSV and TSV for a double click in a spreadsheet
    tell: Callable[[Notice], None] | None = None  # hears what the writer itself has to say


def format_of(path: str) -> str:
    """The format that the suffix of a file asks for.

    Raises:
        UsageError: E114 no such suffix is known.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(problem("E114", path=path, known=" ".join(SUFFIXES)))
    return SUFFIXES[suffix]


def written(result: Result, form: str, look: Look) -> bytes:
    """The result in a format, as bytes. Text is UTF-8."""
    return b"".join(pieces(result, form, look))


def pieces(result: Result, form: str, look: Look) -> Iterable[bytes]:
    """The same piece by piece, so that a big table need not be in memory as a whole."""
    match form:
        case "table":
            from custecon.render import first_screen, terminal

            whole = look.full or look.explain or bool(result.parts)
            return [(terminal if whole else first_screen).text(result, look).encode()]
        case "csv" | "tsv":
            from custecon.render import delimited

            delimiter = "," if form == "csv" else "\t"
            return delimited.content(
                result, delimiter, explain=look.explain, headers=look.headers, sheet=look.sheet, tell=look.tell
            )
        case "json":
            from custecon.render import json_record

            return json_record.content(result, explain=look.explain)
        case "md":
            from custecon.render import documents

            return [documents.markdown(result, explain=look.explain).encode()]
        case "html":
            from custecon.render import page

            return [page.html_page(result, explain=look.explain).encode()]
        case "xlsx":
            from custecon.render import workbook

            return [workbook.content_of(result.parts or [result], look.tell)]
    raise ValueError(form)
