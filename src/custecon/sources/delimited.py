"""Rows of delimited text by our own scanner: every field, and the physical line an editor shows for its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import say
from custecon.sources.wording import shown

DELIMITERS = (",", ";", "\t", "|")
_BLANKS = " \t\u00a0"


class Scanner:
    """Splits physical lines into rows of fields.

    `loose` collects what is legal nowhere and harmless in a comment: an unquoted field with an odd number of quote
    signs inside, as (line of the row, index of the field). `spans` holds, for every row that runs over several
    physical lines, the line on which each of its fields begins.
    """

    def __init__(self, name: str, delimiter: str, quote: str = '"') -> None:
        self.name, self.delimiter, self.quote = name, delimiter, quote
        self.loose: set[tuple[int, int]] = set()
        self.spans: dict[int, tuple[int, ...]] = {}

    def rows(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """Each row with the physical line it begins on; refuses a quote that is opened and never closed."""
        quote, delimiter = self.quote, self.delimiter
        source = iter(lines)
        number = 0
        for line in source:
            number += 1
            if quote not in line:
                yield number, line.rstrip("\r\n").split(delimiter)
            else:
                fields, used = self._quoted(line, number, source)
                yield number, fields
                number += used

    def _quoted(self, line: str, number: int, source: Iterator[str]) -> tuple[list[str], int]:
        """The fields of a row that holds a quote sign, and how many more physical lines it took."""
        fields: list[str] = []
        begins: list[int] = []
        used = position = 0
        while True:
            begins.append(number + used)
            if line.startswith(self.quote, position):
                field, line, position, more = self._inside(line, position + 1, number + used, source)
                used += more
                if line[position:] and not line.startswith((self.delimiter, "\r", "\n"), position):
                    raise self._fault(
                        "E228", number + used - more, number + used, shown(line[position:].rstrip("\r\n"), 20)
                    )
            else:
                end = line.find(self.delimiter, position)
                field = line[position:].rstrip("\r\n") if end < 0 else line[position:end]
                position = end if end >= 0 else len(line)
                self._unquoted(field, number + used, number, len(fields))
            fields.append(field)
            if not line.startswith(self.delimiter, position):
                if used:
                    self.spans[number] = tuple(begins)
                return fields, used
            position += len(self.delimiter)

    def _inside(self, line: str, position: int, number: int, source: Iterator[str]) -> tuple[str, str, int, int]:
        """What stands between two quotes, the line that closes it, the place behind it, and the lines it took."""
        parts: list[str] = []
        more = 0
        while True:
            end = line.find(self.quote, position)
            if end < 0:
                parts.append(line[position:])
                following = next(source, None)
                if following is None:
                    raise self._fault("E227", number, number, "")
                line, position = following, 0
                more += 1
            elif line.startswith(self.quote, end + 1):
                parts.append(line[position : end + 1])
                position = end + 2
            else:
                parts.append(line[position:end])
                return "".join(parts), line, end + 1, more

    def _unquoted(self, field: str, number: int, row: int, index: int) -> None:
        if self.quote in field:
            if field.lstrip(_BLANKS).startswith(self.quote):
                raise self._fault("E228", number, number, shown(field, 20))
            if field.count(self.quote) % 2:
                self.loose.add((row, index))

    def _fault(self, code: str, line: int, broken: int, after: str) -> InputRefused:
        """A quote that went wrong; if it was opened on one line and broke on another, both are named."""
        where = "" if broken == line else say(" on line {broken:d}", broken=broken)
        return InputRefused(problem(code, place=Place(self.name, line), quote=self.quote, after=after, where=where))
