"""How often contracts renew and what they pay for how long, as every analysis asks it of a list of contracts."""

from __future__ import annotations

from collections import Counter

from custecon.core.errors import Notice, UsageError, notice, problem
from custecon.core.phrases import Phrase, counted, say
from custecon.core.schemas import CheckedTable
from custecon.core.units import Period
from custecon.tables.contract_terms import Price, intervals_of, named, price_of
from custecon.tables.horizons import MONTHS_OF


def renewal_of(given: Period | None, table: CheckedTable) -> tuple[Period, list[Notice]]:
    """The period at which the contracts renew: as said, else their only interval, else a month; and what to tell."""
    intervals = list(intervals_of(table))
    only = named(intervals[0]) if len(intervals) == 1 else None
    renewal = given or only or Period.MONTH
    told = [] if given or only else [notice("N348", period=say(renewal.value))]
    price = price_of(table)
    return renewal, [*told, *(of_price(price, renewal) if price is not None else ())]


def yearly_price(renewal: Period | None, table: CheckedTable) -> tuple[Price | None, tuple[Notice, ...]]:
    """What the contracts of a list pay, known for a year; None where the list tells no price.

    Raises:
        UsageError: E390 nothing tells how often an amount is paid.
    """
    price = price_of(table)
    if price is None:
        return None, ()
    if not price.dated:
        if renewal is None:
            raise UsageError(problem("E390", header=price.header))
        price = price.renewing(MONTHS_OF[renewal])
    return price, tuple(of_price(price, Period.YEAR, code="N392"))


def of_price(price: Price, wanted: Period, code: str = "N389") -> list[Notice]:
    """What must be told of a price that is set to another time than it pays for, or beside which others stand."""
    told = []
    paid = [months for amount, months in zip(price.amounts, price.months, strict=True) if amount is not None]
    known = Counter(months for months in paid if months is not None)
    if set(known) - {MONTHS_OF[wanted]}:
        intervals = [
            say("{time} ({n} {n:contract|contracts})", time=_a_period(months), n=known[months])
            for months in sorted(known)
        ]
        others = [say(p.value) for p in (Period.MONTH, Period.QUARTER, Period.YEAR) if p is not wanted]
        told.append(notice(code, header=price.header, intervals=intervals, period=say(wanted.value), others=others))
    if price.beside:
        told.append(notice("N390", header=price.header, others=", ".join(f"«{one}»" for one in price.beside)))
    return told


def _a_period(months: int) -> Phrase:
    """A time of so many months in words: a quarter, 6 months."""
    period = named(months)
    return say("a {period}", period=say(period.value)) if period else counted(months, "month")
