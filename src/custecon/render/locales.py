"""How numbers are written in different countries, on screen and page, and in text that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from custecon.core.language import speaking, spoken


@dataclass(frozen=True, slots=True)
class SheetText:
    """CSV and TSV that a double click opens right: with a byte order mark, and these separators."""

    delimiter: str = ","
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Signs:
    """What people of a country see between thousands, before the fraction, behind a share or, as in Turkish, before.

    `minus`: what they see before a number below 0; no file that a spreadsheet opens has it.
    """

    group: str = ","
    point: str = "."
    percent: str = "%"
    percent_first: bool = False
    minus: str = "-"

    @property
    def sheet(self) -> SheetText:
        """Where a comma is the decimal sign, a semicolon stands between columns."""
        return SheetText() if self.point == "." else SheetText(";", self.point)


_POINT, _KEPT = Signs(), "\N{NO-BREAK SPACE}"
_SPACED, _DOTTED = Signs(_KEPT, ",", f"{_KEPT}%"), Signs(".", ",", f"{_KEPT}%")

# By the language that Windows is set to; signs as in Unicode CLDR, but for its narrow space, which few consoles have.
LOCALES: dict[str, Signs] = {
    **dict.fromkeys(("en", "zh", "ja"), _POINT),
    "ru": replace(_SPACED, minus="\N{MINUS SIGN}"),
    **dict.fromkeys(("fr", "cs", "sv", "fi"), _SPACED),
    **dict.fromkeys(("be", "uk", "kk", "pl"), replace(_SPACED, percent="%")),
    **dict.fromkeys(("de", "es"), _DOTTED),
    **dict.fromkeys(("it", "pt", "nl"), replace(_DOTTED, percent="%")),
    "tr": replace(_DOTTED, percent="%", percent_first=True),
}


@contextmanager
def writing_numbers(locale: str | None) -> Iterator[None]:
    """Numbers as a country writes them, in this block; without one as the language has them."""
    if locale is None:
        yield
        return
    signs = LOCALES[locale]
    with speaking(replace(spoken(), **asdict(signs))):
        yield
