"""What the user may settle about a reading, so that nothing has to be guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Everything that can be said about a file; None means: find it in the file, or refuse.

    Attributes:
        encoding: a Python codec name such as "windows-1251".
        delimiter: one character, or "tab".
        decimal: "." or ",".
        thousands: ",", ".", "'" or " " (any kind of blank).
        date_order: "dmy", "mdy" or "ymd".
        sheet: the name of a sheet of a workbook, or of a table of a database.
        query: what is asked of a database: one SELECT, whose answer is read.
        as_of: the day the data stand for; dates more than a year later are refused.
        kind: the name of a schema ("clients", "orders"): settles what kind of file it is.
        columns: role -> header, as given by --client, --date, --map …; for money also `Quantity*UnitPrice`.
        headers: kind of file ("" for every kind) -> role -> header: the firm's own names of columns, as settings give
            them; taken where the file has such a column, passed over where it has not.
        groups: columns to add up by, as a role or by their own headers; such a column is read whatever it is.
        preset: the name of a known export such as "shopify", or of a file .toml that declares one; "none" for none.
        order_id: header of the column that numbers the orders: each order counts once; "none": every row counts.
        refunds: "net", "drop" or "refuse": rows with negative money or a failed, cancelled, refunded status.
        no_client: "refuse", "drop" or "keep": rows that name no client; "keep" keeps those with a name of nobody.
        only: "COLUMN=VALUE[,VALUE]": the rows that are money; every other row is left out. "*" is every value.
        leave_out: "COLUMN=VALUE[,VALUE]": rows that are no money.
        minus: "COLUMN=VALUE[,VALUE]": rows whose money counts against, whatever its sign.
        add: headers of money that is added to the amount on each row.
        subtract: headers of money that is taken off it, whatever its sign.
        zero_orders: "none" or "count": whether a row of a log whose amount is 0 is a purchase.
        same_client: whether names of clients that differ only in spelling are one client.
        aliases: names of clients -> the names under which they are counted.
        same_as: the names of the clients in the file that this one is read beside.
        identical: "keep", "drop" or "refuse": rows that repeat another row in every field.
        units: "ones", "hundredths", "thousands" …: what 1 in a column of money that says nothing stands for.
        units_of: header -> the same for one column, whatever it says itself.
        several: whether the file is one of several, so that a column of `columns` or `units_of` may stand in another.
        subtotals: "skip" or "keep": rows that are the sum of others, where the file does not tell what they are.
        fill_down: headers of columns whose empty cells repeat what stands above them.
        skip_bad: leave refused rows out instead of refusing the file; the reading is then incomplete.
        expect_total: what the money column must add up to.
        expect_clients: how many clients there must be.
        expect_rows: how many rows must be used.
        currency: the currency of the file, where the file does not say it; a file that says another is refused.
        usual: which of encoding, delimiter, decimal, thousands, date_order, sheet and currency are only usual for the
            firm, as settings give them: what the file proves overrules them; and which other ones the settings gave.
        firm: what is usual for the firm and names columns or an export, as the options of that name have it; it counts
            for a file that has them. `said`, `unsaid`: what of it was taken, and what had no place here.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    date_order: str | None = None
    sheet: str | None = None
    query: str | None = None
    as_of: dt.date | None = None
    kind: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    preset: str | None = None
    order_id: str | None = None
    refunds: str | None = None
    only: Sequence[str] = ()
    leave_out: Sequence[str] = ()
    minus: Sequence[str] = ()
    add: Sequence[str] = ()
    subtract: Sequence[str] = ()
    no_client: str = "refuse"
    zero_orders: str = "none"
    same_client: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    same_as: Collection[str] = ()
    identical: str = "keep"
    units: str | None = None
    units_of: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    subtotals: str | None = None
    fill_down: tuple[str, ...] = ()
    skip_bad: bool = False
    expect_total: Decimal | None = None
    expect_clients: int | None = None
    expect_rows: int | None = None
    currency: str | None = None
    usual: frozenset[str] = frozenset()
    firm: Mapping[str, Sequence[str]] = field(default_factory=dict)
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsaid: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def by(self, name: str) -> str:
        """Who gave an option."""
        return "settings" if name in self.usual or name in self.said else "given"
