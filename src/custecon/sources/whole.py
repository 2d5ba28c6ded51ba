"""What is known of a log whose rows are only an extract of it, each of which stands for all others of its kind.

An engine reads a log of millions of rows, but what a status means, what is asked and what is told is decided in one
place only, on rows. So the engine hands on some rows, every kind of them among these, and answers what hangs on all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from custecon.sources.column_checks import Checked
    from custecon.sources.controls import Work
    from custecon.sources.look_alikes import Found, Sums


class Figures(NamedTuple):
    """What the rows that count come to: how many they are, of how many clients, their money, their days."""

    rows: int
    clients: int | None
    totals: Mapping[str, Decimal]
    first: dt.date | None
    last: dt.date | None


class Twins(NamedTuple):
    """Rows that repeat another in every field: how many, and the lines of some, with the first of their kind."""

    rows: int
    lines: Sequence[tuple[int, int]]


class Whole(Protocol):
    """A whole log, asked by those who have an extract of it."""

    @property
    def rows(self) -> int:
        """How many rows the file has, without its header."""

    @property
    def few(self) -> Mapping[int, Collection[str]]:
        """The columns of which nothing is known and whose texts are so few that they may be kinds of rows; these."""

    @property
    def further(self) -> int:
        """How many rows are further items of an order, and in no extract."""

    def stands_for(self, line: int) -> int:
        """How many rows the row of a line stands for."""

    def weigh(self, work: Work, column: int | None, checked: Checked) -> None:
        """Put the money of all the rows that a row stands for in its cell; `column`: None of the amount computed."""

    def figures(self, work: Work) -> Figures:
        """What the rows that count come to."""

    def days(self, work: Work) -> Mapping[dt.date, int]:
        """How many rows that count each day has."""

    def twins(self, work: Work) -> Twins:
        """The rows that repeat another, among those that count."""

    def zeros(self, work: Work) -> Mapping[str, tuple[int, Decimal]]:
        """The clients that are numbered 0: their rows and money."""

    def look_alikes(self, work: Work) -> tuple[Found, Sums]:
        """The clients that may be one, and the money of each."""

    def names_others(self, work: Work, column: int) -> bool:
        """Whether another column names clients otherwise than that of the clients does."""

    def give_up(self) -> None:
        """Leave the log to whoever reads all of its rows, as an extract does not tell what is asked."""
