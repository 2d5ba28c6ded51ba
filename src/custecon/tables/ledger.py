"""The ledger of an order log: the questions that every analysis asks of it, and the answers from a checked table.

Two makers answer them alike, to the last digit: `TableLedger` here, from rows in memory, and the one of an engine
(`sources/engines/engine_ledger.py`), which gives out one row a client, a client and period, or a value and day.

Words: *repeat purchases* (x) are purchase days after the first; *days to last purchase* (t_x) run from the first to the
last purchase day; *days observed* (T) run from the first purchase day to the end of observation. Orders of one day are
one purchase day. A refund (an amount below zero) lowers the total and is no purchase; an order of zero is one. Where
the amounts are margins, what was sold decides (`sources/sold_at_a_loss.py`): a sale at a loss is a purchase.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple, Protocol

from custecon.core.schemas import CheckedTable, exact


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """One row per client, in the order of their keys; every column has the length of `clients`.

    Money is whole minor units with `scale` decimal places. `calibration_end` is the last day that counts towards the
    columns; later days count only towards `holdout_days` and `holdout_totals`. Rows after `as_of` count nowhere and
    are told in `rows_after`.

    Attributes:
        clients: the keys, sorted.
        first_dates: the first purchase day (the first day at all where there are only refunds).
        last_dates: the last purchase day.
        orders: orders that are no refunds: rows, or different order numbers where the log has them.
        refunds: rows with an amount below zero.
        purchase_days: days with at least one order; 0 where there are only refunds.
        totals: the exact sum of all rows, refunds included.
        repeat_totals: the exact sum of the orders on days after the first.
        days_to_last: days from the first to the last purchase day (t_x).
        days_observed: days from the first purchase day to the end of observation (T).
        holdout_days: purchase days after the end of calibration.
        holdout_totals: the exact sum of the rows after the end of calibration.
        days: the purchase days of all clients as ordinals (`date.toordinal`), client after client, the first first;
            `purchase_days` says how many are whose.
        paid: the exact sum of the orders, refunds not taken off.
    """

    clients: Sequence[str]
    first_dates: Sequence[dt.date]
    last_dates: Sequence[dt.date]
    orders: Sequence[int]
    refunds: Sequence[int]
    purchase_days: Sequence[int]
    totals: Sequence[int]
    repeat_totals: Sequence[int]
    days_to_last: Sequence[int]
    days_observed: Sequence[int]
    holdout_days: Sequence[int]
    holdout_totals: Sequence[int]
    scale: int
    as_of: dt.date
    calibration_end: dt.date
    currency: str | None = None
    rows: int = 0
    rows_after: int = 0
    days: Sequence[int] = ()
    paid: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.clients)

    @property
    def repeat_purchases(self) -> Sequence[int]:
        """Purchase days after the first (x), one a client."""
        return tuple(max(0, days - 1) for days in self.purchase_days)

    def gaps(self) -> list[list[int]]:
        """The days from one purchase day of a client to the next, client after client."""
        found, start = [], 0
        for count in self.purchase_days:
            found.append([later - day for day, later in pairwise(self.days[start : start + count])])
            start += count
        return found

    def total(self) -> Decimal:
        """The exact sum over all clients, within the calibration."""
        return exact(sum(self.totals), self.scale)

    def money(self, amount: int) -> Decimal:
        """An amount of minor units as an exact decimal."""
        return exact(amount, self.scale)


class InPeriods(NamedTuple):
    """What clients bought period by period: a place for every client and period with rows, client after client.

    `client` counts `clients` from 0, `period` the periods. `purchases` are purchase days; `totals` count refunds.
    `paying_days` are those on which more was paid than was given back; `sold` is the same as `totals`, or what was sold
    where these are margins.
    """

    clients: Sequence[str]
    client: Sequence[int]
    period: Sequence[int]
    purchases: Sequence[int]
    orders: Sequence[int]
    refunds: Sequence[int]
    totals: Sequence[int]
    paying_days: Sequence[int]
    sold: Sequence[int]


class ByValue(NamedTuple):
    """The money of each value of a column, such as a product, period by period, values in their order; "" for none."""

    value: Sequence[str]
    period: Sequence[int]
    rows: Sequence[int]
    refunds: Sequence[int]
    totals: Sequence[int]


class Grouped(NamedTuple):
    """What a column says of each client: in the first and in the last of their rows that say something, else "".

    `several`: clients of whom it says different things; `telling`: of how many more than one row says something.
    """

    first: Mapping[str, str]
    last: Mapping[str, str]
    several: frozenset[str]
    telling: int


class Ledger(Protocol):
    """An order log that was read, ready to be asked; money is whole minor units with `scale` decimal places."""

    @property
    def scale(self) -> int:
        """How many decimal places its money has."""

    def clients(self, *, as_of: dt.date, calibration_end: dt.date | None = None) -> ClientSummary:
        """One row per client, with all rows until a day.

        Args:
            as_of: the day the data stand for; the end of observation.
            calibration_end: the last day of calibration; what comes after it, until `as_of`, is counted apart.
        """

    def brought(self, after: Mapping[str, dt.date], until: dt.date) -> Mapping[str, int]:
        """What each of some clients brought after a day of their own until a day for all, refunds taken off."""

    def in_periods(self, starts: Sequence[dt.date], until: dt.date) -> InPeriods:
        """What each client bought in each period: from its start to the next one, the last until a day, that included.

        Args:
            starts: the first days of the periods, rising; rows before the first count nowhere.
            until: the last day that counts.
        """

    def by_value(self, column: str, starts: Sequence[dt.date], until: dt.date) -> ByValue:
        """The money of each value of a column that was asked for when the log was read, in each period."""

    def grouped(self, column: str) -> Grouped:
        """The group of every client by a column that was asked for when the log was read."""

    def paid_by_day(self, until: dt.date) -> Sequence[int]:
        """What was paid on each purchase day until a day, refunds not taken off, as `ClientSummary.days` has them."""

    def days(self, until: dt.date) -> Sequence[dt.date]:
        """The days with any row, in their order, until a day."""

    @property
    def groups(self) -> Sequence[str]:
        """The columns that it can be asked about."""

    def let_go(self) -> None:
        """Let go of the rows, which take room; what columns say of clients stays."""


def rows_by_client(keys: Sequence[str], days: Sequence[dt.date]) -> dict[str, list[int]]:
    """The rows of each client, by day and as they stand in the file; the clients in the order of their keys."""
    found: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return {key: sorted(found[key], key=days.__getitem__) for key in sorted(found)}


def grouped(rows: Mapping[str, Sequence[int]], cells: Sequence[str | None]) -> Grouped:
    """What the cells of a column say of each client, whose rows are in order."""
    told = {key: texts for key, theirs in rows.items() if (texts := [text for row in theirs if (text := cells[row])])}
    first, last = ({key: texts[place] for key, texts in told.items()} for place in (0, -1))
    several = frozenset(key for key, texts in told.items() if len({*texts}) > 1)
    return Grouped(first, last, several, sum(len(texts) > 1 for texts in told.values()))


class TableLedger:
    """The ledger of rows in memory. They are looked at once; what is asked then walks over what each client bought."""

    def __init__(self, table: CheckedTable) -> None:
        self._table, column = table, table.columns["amount"]
        self.scale, self._currency = column.scale, column.currency
        self._days, self._amounts = table.cells("date"), column.cells
        # of amounts that are margins: what was sold, which tells purchases from money that went back
        self._sold: Sequence[int] = table.cells("sale") if "sale" in table else self._amounts
        self._numbers: Sequence[str | None] = table.cells("order_id") if "order_id" in table else ()

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        """The rows of each client, by day and as they stand in the file; the clients in the order of their keys."""
        return rows_by_client(self._table.cells("client"), self._days)

    def _until(self, rows: list[int], day: dt.date) -> int:
        return bisect_right(rows, day, key=self._days.__getitem__)

    def _orders(self, rows: Iterable[int]) -> int:
        """How many orders some rows are: one a number, where they have one."""
        if not self._numbers:
            return sum(1 for _ in rows)
        numbers = [self._numbers[row] for row in rows]
        return len({number for number in numbers if number}) + sum(not number for number in numbers)

    def clients(self, *, as_of: dt.date, calibration_end: dt.date | None = None) -> ClientSummary:
        """See `Ledger`."""
        end, amounts = calibration_end or as_of, self._amounts
        names: list[str] = []
        lists: list[list[int]] = [[] for _ in range(9)]
        firsts: list[dt.date] = []
        lasts: list[dt.date] = []
        days: list[int] = []
        for key, rows in self._rows.items():
            seen = self._until(rows, end)
            if not seen:
                continue
            past, later = rows[:seen], rows[seen : self._until(rows, as_of)]
            bought = [row for row in past if self._sold[row] >= 0]
            paid: dict[dt.date, int] = {}
            for row in bought:
                paid[self._days[row]] = paid.get(self._days[row], 0) + amounts[row]
            first = next(iter(paid), self._days[past[0]])
            total = sum(paid.values())
            figures = (
                self._orders(bought),
                len(past) - len(bought),
                len(paid),
                sum(amounts[row] for row in past),
                total - paid.get(first, 0),
                (end - first).days,
                len({self._days[row] for row in later if self._sold[row] >= 0}),
                sum(amounts[row] for row in later),
                total,
            )
            names.append(key)
            firsts.append(first)
            lasts.append(next(reversed(paid), first))
            days += (day.toordinal() for day in paid)
            for figure, column in zip(figures, lists, strict=True):
                column.append(figure)
        orders, refunds, purchase_days, totals, repeat, observed, held, held_totals, paid_in_all = map(tuple, lists)
        return ClientSummary(
            clients=tuple(names),
            first_dates=tuple(firsts),
            last_dates=tuple(lasts),
            orders=orders,
            refunds=refunds,
            purchase_days=purchase_days,
            totals=totals,
            repeat_totals=repeat,
            days_to_last=tuple((last - first).days for first, last in zip(firsts, lasts, strict=True)),
            days_observed=observed,
            holdout_days=held,
            holdout_totals=held_totals,
            scale=self.scale,
            as_of=as_of,
            calibration_end=end,
            currency=self._currency,
            rows=self._table.rows,
            rows_after=sum(day > as_of for day in self._days),
            days=tuple(days),
            paid=paid_in_all,
        )

    def brought(self, after: Mapping[str, dt.date], until: dt.date) -> Mapping[str, int]:
        """See `Ledger`."""
        found = {}
        for key, day in after.items():
            rows = self._rows[key]
            found[key] = sum(self._amounts[row] for row in rows[self._until(rows, day) : self._until(rows, until)])
        return found

    def in_periods(self, starts: Sequence[dt.date], until: dt.date) -> InPeriods:
        """See `Ledger`."""
        columns: list[list[int]] = [[] for _ in range(8)]
        before = starts[0] - dt.timedelta(1)
        for client, rows in enumerate(self._rows.values()):
            wanted = rows[self._until(rows, before) : self._until(rows, until)]
            for period, part in groupby(wanted, key=lambda row: bisect_right(starts, self._days[row]) - 1):
                found = [*part]
                bought = [row for row in found if self._sold[row] >= 0]
                sold: dict[dt.date, int] = {}
                for row in found:
                    sold[self._days[row]] = sold.get(self._days[row], 0) + self._sold[row]
                purchases, paying = len({self._days[row] for row in bought}), sum(paid > 0 for paid in sold.values())
                refunds, total = len(found) - len(bought), sum(self._amounts[row] for row in found)
                orders, in_all = self._orders(bought), sum(sold.values())
                figures = (client, period, purchases, orders, refunds, total, paying, in_all)
                for figure, column in zip(figures, columns, strict=True):
                    column.append(figure)
        return InPeriods(tuple(self._rows), *columns)

    def by_value(self, column: str, starts: Sequence[dt.date], until: dt.date) -> ByValue:
        """See `Ledger`."""
        sums: dict[tuple[str, int], list[int]] = {}
        cells = self._table.cells(column), self._days, self._amounts, self._sold
        for text, day, amount, sold in zip(*cells, strict=True):
            if starts[0] <= day <= until:
                found = sums.setdefault((text or "", bisect_right(starts, day) - 1), [0, 0, 0])
                for place, figure in enumerate((1, int(sold < 0), amount)):
                    found[place] += figure
        rows = [(*place, *figures) for place, figures in sorted(sums.items())]
        return ByValue(*zip(*rows, strict=True)) if rows else ByValue((), (), (), (), ())

    def grouped(self, column: str) -> Grouped:
        """See `Ledger`."""
        return grouped(self._rows, self._table.cells(column))

    def paid_by_day(self, until: dt.date) -> Sequence[int]:
        """See `Ledger`."""
        found: list[int] = []
        for rows in self._rows.values():
            paid: dict[dt.date, int] = {}
            for row in rows[: self._until(rows, until)]:
                if self._sold[row] >= 0:
                    paid[self._days[row]] = paid.get(self._days[row], 0) + self._amounts[row]
            found += paid.values()
        return found

    def days(self, until: dt.date) -> Sequence[dt.date]:
        """See `Ledger`."""
        return sorted({day for day in self._days if day <= until})

    @property
    def groups(self) -> Sequence[str]:
        """See `Ledger`."""
        return self._table.groups

    def let_go(self) -> None:
        """See `Ledger`."""
        self.__dict__.pop("_rows", None)
