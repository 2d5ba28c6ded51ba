"""What a file may hold, and what was read from it: roles of columns, checked tables, control totals.

A *role* is what a column means to custecon (`client`, `date`, `amount`), whatever its header says. A *schema*
is the roles of one kind of file. A *reading* is what a reader hands over: the checked table, the control
totals that prove it, and the notices the user must see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from custecon.core.errors import Notice, Problem
from custecon.core.lent import LENT

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

    @property
    def known_as(self) -> tuple[str, ...]:
        """Where the words for its headers stand."""
        return self.headers or (self.name,)


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of file: its name, what one row is, and the roles of its columns.

    `any_of`: at least one of these roles must be there (a client list without any money is not one).
    """

    name: str
    row_is: str
    roles: tuple[Role, ...]
    any_of: tuple[str, ...] = ()

    def role(self, name: str) -> Role:
        """The role of that name."""
        return next(role for role in self.roles if role.name == name)


CLIENT = Role(
    "client",
    Kind.KEY,
    "who buys: a name or a number that is the same on every row of that client",
    required=True,
)

ORDERS = Schema(
    "orders",
    "one order",
    (
        CLIENT,
        Role("date", Kind.DATE, "the day of the order", required=True),
        Role(
            "amount",
            Kind.MONEY,
            "what the client paid, refunds negative",
            required=True,
            headers=("amount", "payable"),
        ),
        Role("order_id", Kind.KEY, "the number of the order, if several rows belong to one", blank=True),
        Role("segment", Kind.TEXT, "a group of clients of your own", blank=True),
        Role("channel", Kind.TEXT, "where the client came from", blank=True),
        Role("manager", Kind.TEXT, "who looks after the client", blank=True),
    ),
)

CLIENTS = Schema(
    "clients",
    "one client",
    (
        CLIENT,
        Role("revenue", Kind.MONEY, "what the client pays in a year", blank=True, unit="per year"),
        Role(
            "margin",
            Kind.MONEY,
            "what is left of it after the direct cost, in a year",
            blank=True,
            unit="per year",
        ),
        Role(
            "cost",
            Kind.MONEY,
            "the direct cost of the client in a year",
            blank=True,
            unit="per year",
            below_zero=BelowZero.CREDIT,
        ),
        Role("orders", Kind.COUNT, "how many orders the client places in a year", blank=True, unit="per year"),
        Role("first_date", Kind.DATE, "the day of the first purchase", blank=True),
        Role("last_date", Kind.DATE, "the day of the last purchase", blank=True),
        Role(
            "retention",
            Kind.SHARE,
            "the chance that the client stays another year",
            blank=True,
            unit="per year",
        ),
        Role("active", Kind.FLAG, "whether the client is still a client", blank=True),
        Role("segment", Kind.TEXT, "a group of clients of your own", blank=True),
        Role("channel", Kind.TEXT, "where the client came from", blank=True),
        Role("manager", Kind.TEXT, "who looks after the client", blank=True),
        Role("left", Kind.FLAG, "whether the client has left", blank=True),
        Role("left_date", Kind.DATE, "the day the client left or will leave", blank=True, ahead=True),
    ),
    any_of=("revenue", "margin"),
)
# The same list, asked who left and why: money may be missing, but something must tell who is still there.
LEAVERS = replace(
    CLIENTS,
    roles=(*CLIENTS.roles, Role("reason", Kind.TEXT, "why the client left", blank=True)),
    any_of=("active", "left", "left_date", "last_date"),
)

COMPLAINTS = Schema(
    "complaints",
    "one client, or one case of a client",
    (
        Role("complained", Kind.FLAG, "whether the client complained", required=True),
        Role("stayed", Kind.FLAG, "whether the client stayed"),
        Role("left", Kind.FLAG, "whether the client left"),
        Role("satisfied", Kind.FLAG, "whether a client who complained was satisfied by the answer", blank=True),
        Role("quickly", Kind.FLAG, "whether he was satisfied quickly", blank=True),
        Role("dissatisfied", Kind.FLAG, "whether the client had reason to complain; without it every row counts"),
        Role("client", Kind.KEY, "who the client is; each must then stand on one row", blank=True),
    ),
    any_of=("stayed", "left"),
)


def _taken_off(name: str, meaning: str) -> Role:
    """An amount that is taken off the revenue and is never below zero."""
    return Role(name, Kind.MONEY, meaning, blank=True, below_zero=BelowZero.FAULT)


PROFIT = Schema(
    "profit",
    "one client; several rows of a client are added up",
    (
        CLIENT,
        Role("revenue", Kind.MONEY, "what the client was charged", required=True),
        _taken_off("discounts", "what was taken off, as a positive amount"),
        _taken_off("refunds", "what was paid back, as a positive amount"),
        Role("cost", Kind.MONEY, "what the goods or hours sold cost", below_zero=BelowZero.CREDIT),
        Role("margin", Kind.MONEY, "what is left after discounts, refunds and the direct cost"),
        _taken_off("cost_to_serve", "cost to serve that is already known by client"),
        Role("orders", Kind.NUMBER, "how many orders", blank=True),
        Role("deliveries", Kind.NUMBER, "how many deliveries", blank=True),
        Role("visits", Kind.NUMBER, "how many visits", blank=True),
        Role("calls", Kind.NUMBER, "how many calls", blank=True),
        Role("returns", Kind.NUMBER, "how many returns", blank=True),
        Role("hours", Kind.NUMBER, "how many hours of work", blank=True),
        Role("segment", Kind.TEXT, "a group of clients of your own", blank=True),
        Role("channel", Kind.TEXT, "where the client came from", blank=True),
        Role("manager", Kind.TEXT, "who looks after the client", blank=True),
    ),
)
DRIVERS = ("orders", "deliveries", "visits", "calls", "returns", "hours")

ACTIVITIES = Schema(
    "activities",
    "something done for a client, once or several times",
    (
        Role("client", Kind.KEY, "for whom it was done", required=True),
        Role("activity", Kind.KEY, "what was done", required=True),
        Role("times", Kind.NUMBER, "how many times; 1 if there is no such column"),
    ),
)

PRICES = Schema(
    "activity prices",
    "one activity and what it costs once",
    (
        Role("activity", Kind.KEY, "what is done", required=True),
        Role("price", Kind.MONEY, "what it costs once", blank=True),
        Role("minutes", Kind.NUMBER, "how many minutes it takes once", blank=True),
        Role("minute_price", Kind.MONEY, "what a minute of it costs", blank=True),
        Role("department", Kind.TEXT, "who does it", blank=True),
        Role("department_cost", Kind.MONEY, "what this department cost in the time", blank=True),
        Role("capacity", Kind.NUMBER, "minutes in which it can really work in the time", blank=True),
    ),
    any_of=("price", "minutes"),
)


def _day_ahead(name: str, meaning: str) -> Role:
    """A day that decides whether a contract runs, and that may be still to come."""
    return Role(name, Kind.DATE, meaning, blank=True, ahead=True, decides=True)


def _told_by(name: str, kind: Kind, meaning: str, *headers: str) -> Role:
    """What decides about the life or the price of a contract, in words or as a number."""
    return Role(name, kind, meaning, blank=True, headers=headers, decides=True)


SUBSCRIPTIONS = Schema(
    "subscriptions",
    "one subscription or contract",
    (
        CLIENT,
        Role("start", Kind.DATE, "the day on which the contract began", required=True),
        _day_ahead("end", "the day on which it ended or will; else empty"),
        _day_ahead("terminated", "the day on which it was ended before or after its term"),
        _day_ahead("canceled", "the day on which it was canceled; it may run on to its end"),
        _day_ahead("trial_end", "the day on which the trial ends and the client pays"),
        _told_by("status", Kind.TEXT, "where it stands: active, on trial, paused, canceled", "contract_status"),
        Role(
            "amount",
            Kind.MONEY,
            "what the client pays at each renewal, or for each interval where there is one",
            blank=True,
            headers=("amount", "contract_fee"),
        ),
        Role("mrr", Kind.MONEY, "what the client pays a month", blank=True, unit="per month"),
        Role("arr", Kind.MONEY, "what the client pays a year", blank=True, unit="per year"),
        _told_by("interval", Kind.TEXT, "how long an amount pays for: month, quarter, year"),
        _told_by("interval_count", Kind.TEXT, "how many of them"),
        _told_by("months", Kind.COUNT, "how many months an amount pays for"),
        _told_by("quantity", Kind.NUMBER, "how many seats or licences", "quantity", "seats"),
    ),
    any_of=("end", "terminated", "canceled"),
)

SURVIVAL = Schema(
    "survival",
    "one period of a cohort",
    (
        Role("period", Kind.COUNT, "how many periods have passed since all began, 0 for the start", required=True),
        Role("survivors", Kind.COUNT, "how many of them are still clients", required=True),
    ),
)

SPENDING = Schema(
    "spending",
    "what was spent on one channel, campaign or advertisement in one time",
    (
        Role("spend", Kind.MONEY, "what was paid to win clients", required=True),
        Role("new_clients", Kind.COUNT, "clients won by it who paid for the first time", blank=True),
        Role("channel", Kind.TEXT, "where it was spent, such as search or fair", blank=True),
        Role("campaign", Kind.TEXT, "the campaign", blank=True),
        Role("advert", Kind.TEXT, "the advertisement", blank=True),
        Role("date", Kind.DATE, "a day of the time it was spent in", blank=True),
        Role("month", Kind.TEXT, "the month, as 2024-01 or Jan-24", blank=True),
        Role("year", Kind.TEXT, "the year of months that name none", blank=True),
    ),
)

# What a file may be when nobody says for which question it is read.
SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (CLIENTS, ORDERS, SUBSCRIPTIONS, SURVIVAL, SPENDING, COMPLAINTS, PROFIT, ACTIVITIES, PRICES)
}
EVERY: tuple[Schema, ...] = (*SCHEMAS.values(), LEAVERS)  # two of them are lists of clients


@dataclass(frozen=True, slots=True)
class Decided:
    """A setting of the reading and who decided it: «;» (detected), «,» (given), «,» (line 2: 3485,97)."""

    value: str
    by: str

    def __str__(self) -> str:
        return f"{self.value} ({self.by})"


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

    def cells(self, role: str) -> Sequence[Any]:
        """The stored cells of a role."""
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
    `incomplete` says that refused rows were left out.
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
