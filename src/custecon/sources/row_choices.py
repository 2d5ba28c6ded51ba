"""Which rows count, as the user says it: --only, --leave-out, --minus COLUMN=VALUE[,VALUE]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from custecon.core.errors import Place, UsageError, problem
from custecon.sources.column_names import column_of
from custecon.sources.options import ReadingOptions
from custecon.sources.phrases import phrase_of, word_of
from custecon.sources.wording import BLANKS, listed, shown

EVERY = "*"  # every value; for --leave-out and --minus every cell that is not empty


class Does(StrEnum):
    """What becomes of the rows that have a value."""

    ONLY = "only"  # they are money, and no other row is
    LEAVE_OUT = "leave_out"
    MINUS = "minus"  # their money counts against


class Choice(NamedTuple):
    """What the user said of one column: the rows with one of these values.

    `usual`: it is only what is usual for the firm, so that a value that is to be left out may be missing.
    """

    does: Does
    column: int
    values: tuple[str, ...]
    usual: bool = False

    @property
    def option(self) -> str:
        """The option as it is typed."""
        return "--" + self.does.replace("_", "-")

    def matching(self, cells: Iterable[str]) -> tuple[set[str], list[str]]:
        """The different cells that are meant, and the values that no cell has.

        A value is meant as it stands, else without case, blanks and ё, else without the number and day of a document;
        one with commas may be several.
        """
        cells = list(cells)
        found: set[str] = set()
        absent = []
        for value in self.values:
            wanted = [value] if not value or _meant(value, cells) else value.split(",")
            for one in wanted:
                meant = _meant(one, cells)
                found |= meant
                if not meant:
                    absent.append(one.strip(BLANKS))
        if self.does is not Does.ONLY and EVERY in self.values:
            found = {cell for cell in cells if cell}
        return found, absent


def _meant(value: str, cells: Sequence[str]) -> set[str]:
    value = value.strip(BLANKS)
    if value == EVERY:
        return set(cells)
    word = word_of(value)
    return {cell for cell in cells if cell == value or word in (word_of(cell), phrase_of(cell))}


def choices_of(options: ReadingOptions, headers: Sequence[str], place: Place) -> tuple[Choice, ...]:
    """What the options say of rows, for the columns of this file.

    Raises:
        UsageError: E268 an option names no column of the file.
    """
    found: list[Choice] = []
    for does in Does:
        said: dict[int, list[str]] = {}
        for text in getattr(options, does):
            column, value = _split(text, headers)
            if column is None and options.several:
                continue  # another file may have it, which is looked at when all are read
            if column is None:
                values = {"option": "--" + does.replace("_", "-"), "value": shown(text)}
                raise UsageError(problem("E268", place=place, **values, headers=listed(filter(None, headers))))
            said.setdefault(column, []).append(value)
        usual = {_split(text, headers)[0] for text in options.said.get(does, ())}
        found += [Choice(does, column, tuple(values), column in usual) for column, values in said.items()]
    return tuple(found)


def column_of_choice(text: str, headers: Sequence[str]) -> int | None:
    """The column of COLUMN=VALUE; None if it names none of these headers."""
    return _split(text, headers)[0]


def _split(text: str, headers: Sequence[str]) -> tuple[int | None, str]:
    """COLUMN=VALUE taken apart; a header may hold the sign itself."""
    at = text.find("=")
    while at > 0:
        column = column_of(text[:at], headers)
        if column is not None:
            return column, text[at + 1 :]
        at = text.find("=", at + 1)
    return None, ""
