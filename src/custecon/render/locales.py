"""How spreadsheets of different countries read a text file: the sign between columns and the decimal sign."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetText:
    """CSV and TSV that a double click opens right: with a byte order mark, and these separators."""

    delimiter: str = ","
    decimal: str = "."


_POINT, _COMMA = SheetText(), SheetText(";", ",")

# By the language that Windows is set to; where a comma is the decimal sign, a semicolon stands between columns.
LOCALES: dict[str, SheetText] = {
    "en": _POINT,
    "zh": _POINT,
    "ja": _POINT,
    **dict.fromkeys(("ru", "be", "uk", "kk", "de", "fr", "es", "it", "pl", "pt", "nl", "cs", "sv", "fi", "tr"), _COMMA),
}
