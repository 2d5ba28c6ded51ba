"""What a file may hold, and what was read from it: roles of columns, checked tables, control totals.

A *role* is what a column means to custecon (`client`, `date`, `amount`), whatever its header says. A *schema*
is the roles of one kind of file. A *reading* is what a reader hands over: the checked table, the control
totals that prove it, and the notices the user must see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from custecon.core.errors import Notice, Problem
from custecon.core.lent import LENT
from custecon.core.phrases import Phrase, say

if TYPE_CHECKING:
    import pandas as pd


def exact(whole: int, scale: int) -> Decimal:
    """A whole number of minor units as a decimal, whatever its length: no context rounds it.

    >>> exact(-123450, 2)
    Decimal('-1234.50')
    """
    return Decimal(f"{whole}e{-scale}")


class Kind(StrEnum):
    """What the cells of a column are, and how a checked table stores them."""

    KEY = "key"  # str: text as written, outer blanks trimmed, NFC
    TEXT = "text"  # str, "" where empty
    DATE = "date"  # datetime.date: the written calendar day
    MONEY = "money"  # int: minor units, `scale` decimal places
    COUNT = "count"  # int: whole, not negative
    NUMBER = "number"  # int with `scale`, as money, but without a currency
    SHARE = "share"  # Decimal, 0…1
    FLAG = "flag"  # bool


class BelowZero(StrEnum):
    """What a negative amount in a column of money is."""

    AMOUNT = "amount"  # an amount as any other
    CREDIT = "credit"  # money back in a column of costs, told; most of the column cannot be money back
    FAULT = "fault"  # refused


@dataclass(frozen=True, slots=True)
class Role:
    """What a column means: name, kind of cells, whether the file must have it, unit and meaning.

    `unit` is "" or what one cell counts, such as "per year"; `blank` allows empty cells (stored as None); `ahead`: a
    day may be years after today; `parts`: a count may hold parts of one, and has a `scale`; `below_zero` says what a
    negative amount is. `headers`: under which names the words for its headers are known, where it is not its own.
    `decides`: what a row is depends on it, so two columns that may be it are asked about even where it may be missing.
    `at_least`, `at_most`: a number beyond them is refused. `turns`: whether this money counts against on a row that
    does, such as a return; what the return itself costs does not. `group`: a column by which rows or clients may be
    added up. `en`, `ru`: the headers that mean it and nothing else, separated by commas; a role that several kinds have
    is in `sources/role_names.toml` instead.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    blank: bool = False
    unit: str = ""
    ahead: bool = False
    parts: bool = False
    below_zero: BelowZero = BelowZero.AMOUNT
    headers: tuple[str, ...] = ()
    decides: bool = False
    at_least: int | None = None
    at_most: int | None = None
    turns: bool = True
    group: bool = False
    en: str = ""
    ru: str = ""

    @property
    def known_as(self) -> tuple[str, ...]:
        """Where the words for its headers stand."""
        return self.headers or (self.name,)


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of file: its name, what one row is, and the roles of its columns.

    `any_of`: at least one of these roles must be there (a client list without any money is not one). `others`: what
    every other column of such a file is, each by its own header, as in a survey with a column a question; a header that
    any file may have tells no kind, so such a file is read where it is asked for. `by_name`: so is this kind, because
    files of another kind may have all its columns, as orders may have a due day. `adds_up`: whether the sums of its
    columns mean anything. `answered_by`: the command that answers from it, named to whoever gives it to another.
    `rank`: its place among the kinds that are listed.
    """

    name: str
    row_is: str
    roles: tuple[Role, ...]
    any_of: tuple[str, ...] = ()
    others: Role | None = None
    by_name: bool = False
    adds_up: bool = True
    answered_by: str = "custecon check FILE"
    rank: int = 100

    @property
    def asked_for(self) -> bool:
        """Whether a file is of this kind only where somebody says so."""
        return self.by_name or self.others is not None

    @property
    def money(self) -> tuple[str, ...]:
        """The roles of money; the first that a file has is the one that its rows add up to."""
        return tuple(role.name for role in self.roles if role.kind is Kind.MONEY and self.adds_up)

    def role(self, name: str) -> Role:
        """The role of that name."""
        return next(role for role in self.roles if role.name == name)


@dataclass(frozen=True, slots=True)
class Decided:
    """A setting of the reading and who decided it: «;» (detected), «,» (given), «,» (line 2: 3485,97)."""

    value: str
    by: str

    @property
    def phrase(self) -> Phrase:
        """The value and who decided it, in words."""
        return say("{value} ({by})", value=say(self.value), by=say(self.by))

    def __str__(self) -> str:
        return str(self.phrase)


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """The cells of one role, one a row, stored as its kind says; None only where the role allows a blank."""

    role: Role
    header: str
    cells: Sequence[Any]
    scale: int = 0
    currency: str | None = None

    def number(self, cell: int) -> Decimal:
        """A stored money or number cell as an exact decimal."""
        return exact(cell, self.scale)

    @property
    def scaled(self) -> bool:
        """Whether its cells are whole numbers of minor units, which stand for decimals."""
        return self.role.kind in (Kind.MONEY, Kind.NUMBER) or self.scale > 0

    def values(self) -> list[Any]:
        """What the cells stand for: exact decimals in ones where they are scaled, else as they are stored."""
        return [None if cell is None else self.number(cell) for cell in self.cells] if self.scaled else [*self.cells]

    def total(self) -> Decimal:
        """The exact sum of a money or number column."""
        return self.number(sum(cell for cell in self.cells if cell is not None))


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """Rows that passed every check, column by column, in the order of the file."""

    schema: Schema
    columns: Mapping[str, CheckedColumn]
    rows: int

    def __contains__(self, role: str) -> bool:
        return role in self.columns

    @property
    def groups(self) -> tuple[str, ...]:
        """The columns by which it may be added up."""
        return tuple(name for name, column in self.columns.items() if column.role.group)

    def values(self, role: str) -> list[Any]:
        """What the cells of a role say: money and numbers as exact decimals in ones; None where a cell is blank."""
        return self.columns[role].values()

    def cells(self, role: str) -> Sequence[Any]:
        """The cells of a role as stored: money and numbers in whole minor units (1234 is 12.34); see `values`."""
        return self.columns[role].cells


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What proves a reading: where every row went, the sums, and how the file was understood.

    `rows_in_file` = `used` + the sum of `skipped` + `refused`. `settings` holds encoding, delimiter, decimal,
    thousands, date order, sheet, columns …, each with who decided it. `counts` holds what a careful reader asks,
    over all rows of the file: negative amounts, zero amounts, identical rows … `set_aside` is the money on rows
    that were left out, by reason: what was used and what was set aside add up to the file. `against` is the
    money, below zero, on rows that count against the rest although they were not written so.
    `as_of` is the day the data stand for: given, or the last date. `looked_at` are columns whose cells were looked at,
    to see what the rows are, and `unused` those that nothing was taken from: with `columns` they are all of the file.
    `incomplete` says that refused rows were left out. `parts` are those of each file, where several were read as one.
    """

    file: str
    sha256: str
    kind: str
    rows_in_file: int
    used: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    clients: int | None = None
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    currency: str | None = None
    settings: Mapping[str, Decided] = field(default_factory=dict)
    columns: Mapping[str, Decided] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, Decimal] = field(default_factory=dict)
    against: Mapping[str, Decimal] = field(default_factory=dict)
    as_of: dt.date | None = None
    looked_at: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    parts: tuple[ControlTotals, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether rows that could not be read were left out."""
        return self.refused > 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was left out: its physical line, its cells as they stand in the file, and why."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: the checked table, its control totals, and what the user must be told.

    `header` and `refused` are for the file of --skip-bad: the header of the file and the rows that were left out.
    """

    table: CheckedTable
    controls: ControlTotals
    notices: tuple[Notice, ...] = ()
    header: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()

    @property
    def as_of(self) -> dt.date | None:
        """The day the data stand for: given, or the last date in the data. Results never read the clock."""
        return self.controls.as_of or self.controls.last_date

    def to_pandas(self, *, exact: bool = False) -> pd.DataFrame:
        """The rows that were used as a frame, a column a role; its `attrs["headers"]` are the headers in the file.

        Money is money, in ones of its currency: floats, or `Decimal` if `exact`.
        """
        frame: pd.DataFrame = LENT["frame of a reading"](self, exact=exact)
        return frame

    @property
    def html(self) -> str:
        """The control totals as a notebook shows them."""
        return str(LENT["html of a reading"](self))

    def _repr_html_(self) -> str:
        return self.html
