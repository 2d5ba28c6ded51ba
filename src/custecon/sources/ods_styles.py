"""What the styles of an OpenDocument table show beside a number, and which of its sheets they hide."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from custecon.sources.number_formats import NumberFormat, number_format
from custecon.sources.package import local

_DATA_STYLES = ("number-style", "currency-style", "percentage-style", "date-style", "time-style")
_SIGNS = {"year": "yyyy", "month": "mm", "day": "dd", "hours": "hh", "minutes": ":mm", "seconds": ":ss"}
_DEEPEST = 20  # styles that stand above each other


class Styles:
    """The styles of cells and sheets, and the formats of numbers, which are written as Excel writes them."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}  # of the formats
        self.above: dict[str, tuple[str, str]] = {}  # the format of a style of cells, and the style above it
        self.hidden: set[str] = set()
        self._format = self._style = ""
        self._taking: list[str] | None = None
        self.form = cache(self._form)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = local(tag)
        given = {local(key): value for key, value in attributes.items() if not key.startswith("calcext")}
        if tag == "style":
            self._style = given.get("name", "") if given.get("family") in ("table", "table-cell") else ""
            if given.get("family") == "table-cell":
                self.above[self._style] = given.get("data-style-name", ""), given.get("parent-style-name", "")
        elif tag == "table-properties" and given.get("display") == "false":
            self.hidden.add(self._style)
        elif tag in _DATA_STYLES:
            self._format = given.get("name", "")
            self.codes[self._format] = ""
        elif self._format:
            self._part(tag, given)

    def _part(self, tag: str, given: dict[str, str]) -> None:
        if tag == "number":
            self.codes[self._format] += _digits(given)
        elif tag in _SIGNS:
            self.codes[self._format] += _SIGNS[tag]
        elif tag in ("text", "currency-symbol"):
            self._taking = []

    def text(self, data: str) -> None:
        """Text stands in an element."""
        if self._taking is not None:
            self._taking.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = local(tag)
        if tag in _DATA_STYLES:
            self._format = ""
        elif tag in ("text", "currency-symbol") and self._taking is not None:
            said, self._taking = "".join(self._taking).replace('"', ""), None
            self.codes[self._format] += f"[${said}]" if tag != "text" else "%" if said == "%" else f'"{said}"'
        elif tag == "style":
            self._style = ""

    def displayed(self, style: str) -> bool:
        """Whether a sheet of that style is shown."""
        return style not in self.hidden

    def _form(self, style: str, *, percent: bool = False) -> NumberFormat:
        """What the format of a style of cells shows."""
        for _ in range(_DEEPEST):
            name, above = self.above.get(style, ("", ""))
            if name or not above:
                break
            style = above
        found = number_format(0, self.codes.get(name, ""))
        return replace(found, date=False, time=False, percent=percent, parts=1)


def _digits(given: dict[str, str]) -> str:
    """The digits of a number as Excel writes them: padded with zeros, or divided by thousands."""
    least, places = given.get("min-integer-digits", "1"), given.get("decimal-places", "0")
    if least.isdigit() and 1 < int(least) <= 15 and places == "0" and given.get("grouping") != "true":
        return "0" * int(least)
    factor = given.get("display-factor", "1").partition(".")[0]
    thousands = (len(factor) - 1) // 3 if factor.strip("0") == "1" else 0
    return "#,##0" + "," * thousands
