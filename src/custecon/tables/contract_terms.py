"""What contracts pay and until when they were seen: money of a month is never that of a year, nor that of one seat."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from custecon.core.errors import Undefined, UsageError, problem
from custecon.core.schemas import CheckedTable
from custecon.core.units import Period
from custecon.tables.horizons import MONTHS_OF

MONTH = dt.timedelta(days=31)
ENOUGH = 9  # days on which contracts began, to say how closely they follow one another; a cohort has one
_OF = {"mrr": 1, "arr": 12}
_EXACT, _DIVIDING = Context(prec=80), Context(prec=28)


def last_day_of(begun: Iterable[dt.date], ended: Iterable[dt.date]) -> dt.date:
    """The last day in the file, which is today where nobody says otherwise.

    Ends may be still to come, and then the last one is not today. Ends that have passed follow the last start about as
    closely as one start follows another; twice the longest gap between starts and a month more are allowed.

    Raises:
        Undefined: E342 the file has no dates. UsageError: E350 an end lies long after the last start.
    """
    starts, ends = sorted(set(begun)), list(ended)
    if not starts:
        raise Undefined(problem("E342", reason="the file has no dates"))
    last, end = starts[-1], max(ends, default=starts[-1])
    usual = max((later - day for day, later in itertools.pairwise(starts)), default=MONTH)
    if len(starts) >= ENOUGH and end - last > 2 * usual + MONTH:
        raise UsageError(problem("E350", end=end, start=last))
    return max(last, end)


def price_role(roles: Collection[str]) -> str | None:
    """Which column of money is the price: what is paid a month or a year by definition goes before an amount."""
    return next((name for name in ("mrr", "arr", "amount") if name in roles), None)


@dataclass(frozen=True, slots=True)
class Price:
    """What each contract pays, and for how many months; None for months where it is what it pays at each renewal.

    `header` is its column, `beside` those of other money that tells no more.
    """

    header: str
    amounts: Sequence[Decimal | None]
    months: Sequence[int | None]
    beside: tuple[str, ...] = ()

    def per(self, row: int, months: int) -> Decimal | None:
        """What a contract pays in so many months: 480 a year are 40 a month; None where nothing tells its price."""
        amount, own = self.amounts[row], self.months[row]
        if amount is None or own is None or own == months:
            return amount
        return _DIVIDING.divide(_EXACT.multiply(amount, Decimal(months)), Decimal(own))

    def renewing(self, months: int) -> Price:
        """The same, where what is paid at each renewal pays for so many months."""
        return replace(self, months=[months if own is None else own for own in self.months])

    @property
    def dated(self) -> bool:
        """Whether it is told of every amount how long it pays for."""
        return all(own is not None for amount, own in zip(self.amounts, self.months, strict=True) if amount is not None)


def price_of(table: CheckedTable) -> Price | None:
    """The prices of the contracts of a file; None where it tells none."""
    role = price_role(table.columns)
    if role is None:
        return None
    column = table.columns[role]
    amounts = column.values()
    months = table.cells("months") if role not in _OF and "months" in table else [_OF.get(role)] * table.rows
    beside = [table.columns[name].header for name in ("mrr", "amount") if name in table and name != role]
    return Price(column.header, amounts, months, tuple(beside))


def intervals_of(table: CheckedTable) -> dict[int, int]:
    """How many contracts pay for how many months at a time, the shortest first."""
    cells = table.cells("months") if "months" in table else ()
    return dict(sorted(Counter(cell for cell in cells if cell is not None).items()))


def named(months: int) -> Period | None:
    """The period of so many months, if it has a name.

    >>> named(12), named(6)
    (<Period.YEAR: 'year'>, None)
    """
    return next((period for period, length in MONTHS_OF.items() if length == months), None)
