"""The clients of a list of contracts: who is one, who has left in the last year, and what they paid a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from custecon.core.schemas import CheckedTable
from custecon.tables.client_columns import Member, Members
from custecon.tables.client_status import Standing, ToldBy, Year
from custecon.tables.contract_terms import Price
from custecon.tables.groups import NO_GROUP
from custecon.tables.ledger import Grouped, grouped, rows_by_client

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Term:
    """One contract of a client: its days, and what it pays a year."""

    start: dt.date
    end: dt.date | None
    yearly: Decimal | None

    def runs(self, day: dt.date) -> bool:
        """Whether it runs on a day; on the day of its end it does no more."""
        return self.start <= day and (self.end is None or self.end > day)


def clients_of_contracts(table: CheckedTable, year: Year, price: Price | None) -> Members:
    """The clients of a list of contracts, one each however many contracts they have.

    They are a client on every day on which one of them runs, and have left when the last of them ended. What they bring
    a year is what they pay that run; of one who left, those that ran on their last day. They are in the groups of the
    contract that began last.

    Args:
        table: a checked list of contracts.
        year: the year that is counted; such a list always has a last day.
        price: what each contract pays and for how many months.
    """
    as_of, start = year.as_of, year.start
    if as_of is None or start is None:
        raise ValueError("a list of contracts has a last day")
    terms: dict[str, list[_Term]] = {}
    ends = table.cells("end")
    for row, (client, begun) in enumerate(zip(table.cells("client"), table.cells("start"), strict=True)):
        yearly = price.per(row, 12) if price is not None else None
        terms.setdefault(client, []).append(_Term(begun, ends[row], yearly))
    last = {name: groups_of_contracts(table, name).last for name in table.groups}
    return Members.of(
        [
            _member(client, contracts, as_of, start, {name: of.get(client, NO_GROUP) for name, of in last.items()})
            for client, contracts in terms.items()
        ]
    )


def groups_of_contracts(table: CheckedTable, column: str) -> Grouped:
    """What a column says of each client, their contracts in the order in which they began."""
    return grouped(rows_by_client(table.cells("client"), table.cells("start")), table.cells(column))


def _member(
    client: str, contracts: Sequence[_Term], as_of: dt.date, start: dt.date, groups: Mapping[str, str]
) -> Member:
    lost = not any(one.runs(as_of) for one in contracts)
    until = max((one.end for one in contracts if one.end is not None), default=as_of) - DAY if lost else None
    stands = Standing(
        ToldBy.DAY,
        lost,
        until,
        first=min(one.start for one in contracts),
        at_start=any(one.runs(start) for one in contracts),
    )
    paid = [one.yearly for one in contracts if one.runs(until or as_of)]
    known = [amount for amount in paid if amount is not None]
    revenue = sum(known, Decimal(0)) if paid and len(known) == len(paid) else None
    return Member(client, stands, revenue, groups=groups)
