"""The ledger of rows that lie elsewhere: every question is one relational expression, answered where the rows are.

The expressions are Ibis', so that DuckDB, PostgreSQL, Spark and other warehouses answer the same ones. What comes back
has one row a client, a client and period, a value and day; a client and day where each purchase day is asked for.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, TypeAlias, overload

import ibis
import numpy as np
import numpy.typing as npt

from custecon.sources.engines.days import EPOCH, Days
from custecon.sources.opening import refuse
from custecon.tables.ledger import ByValue, ClientSummary, Grouped, InPeriods

Ordinals: TypeAlias = npt.NDArray[np.int32]


class DaysBought(Sequence[int]):
    """The purchase days of clients as ordinals, which are asked for when somebody looks at them."""

    def __init__(self, ledger: RelationLedger, until: dt.date) -> None:
        self._ledger, self._until = ledger, until

    @cached_property
    def _found(self) -> Ordinals:
        return self._ledger.days_bought(self._until)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        return self._found[place].tolist()  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found.tolist())

    def __len__(self) -> int:
        return len(self._found)

    def __array__(self, *how: Any, **said: Any) -> Any:
        return np.array(self._found, *how, **said)


@dataclass(eq=False)
class RelationLedger:
    """The ledger of a relation of rows that were proved to be orders; see `custecon.tables.ledger.Ledger`.

    Attributes:
        rows: the relation: `client`, a text; `day`, a whole number counted from `EPOCH`; `amount` in minor units; and
            what else is named here.
        scale: how many decimal places the money has.
        currency: its currency, if it has one.
        number: the column with the number of the order, where there is one.
        columns: by the name of a group, the column that holds it.
        name: what a refusal calls it.
    """

    rows: Any
    scale: int
    currency: str | None = None
    number: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    # ------------------------------------------------------------ clients as of a day

    def clients(self, *, as_of: dt.date, calibration_end: dt.date | None = None) -> ClientSummary:
        """See `Ledger`.

        Raises:
            InputRefused: E203 rows came or went since the log was read.
        """
        end = calibration_end or as_of
        found = _columns(self.asked_of_clients(as_of, end), "client")
        until, last = _number(as_of), _number(end)
        every = self._rows_of_days
        there = sum(rows for day, rows in every.items() if day <= last)
        if self.number is None and sum(found["orders"]) + sum(found["refunds"]) != there:
            raise refuse("E203", self.name, why="it changed while it was being read")
        return ClientSummary(
            clients=found["client"],
            first_dates=Days(array("i", found["first_day"])),
            last_dates=Days(array("i", found["last_day"])),
            days_to_last=[late - day for late, day in zip(found["last_day"], found["first_day"], strict=True)],
            days_observed=[last - day for day in found["first_day"]],
            **{name: found[name] for name in _FIGURES},
            scale=self.scale,
            as_of=as_of,
            calibration_end=end,
            currency=self.currency,
            rows=sum(every.values()),
            rows_after=sum(rows for day, rows in every.items() if day > until),
            days=DaysBought(self, end),
        )

    def asked_of_clients(self, as_of: dt.date, end: dt.date) -> Any:
        """The expression that tells what became of each client until a day; what comes after `end` is held out."""
        until, last = _number(as_of), _number(end)
        day = self._by_day(self.rows.filter(self.rows.day <= until))
        past, bought = day.day <= last, (day.day <= last) & (day.bought > 0)
        first = ibis.ifelse(bought, day.day, None).min().over(ibis.window(group_by="client"))
        day = day.mutate(past=past, buys=bought, first=first)
        begun = day.day.min(where=day.past)
        found = day.group_by("client").agg(
            seen=_count(day.past),
            first_day=ibis.coalesce(day.first.min(), begun),
            last_day=ibis.coalesce(day.day.max(where=day.buys), begun),
            lines=_sum(day.bought, day.past),
            refunds=_sum(day.refunds, day.past),
            purchase_days=_count(day.buys),
            totals=_sum(day.total, day.past),
            paid=_sum(day.paid, day.past),
            repeat_totals=_sum(day.paid, day.past & (day.day > day.first)),
            holdout_days=_count(~day.past & (day.bought > 0)),
            holdout_totals=_sum(day.total, ~day.past),
        )
        found = found.filter(found.seen > 0)
        bought_rows = self.rows.filter((self.rows.day <= last) & (self.rows.amount >= 0))
        return self._with_orders(found, bought_rows, "client")

    def _by_day(self, rows: Any) -> Any:
        """What each client bought on each day."""
        bought = rows.amount >= 0
        return rows.group_by(["client", "day"]).agg(
            bought=_count(bought),
            refunds=_count(~bought),
            total=_sum(rows.amount),
            paid=_sum(rows.amount, bought),
        )

    def _with_orders(self, found: Any, bought: Any, *by: str) -> Any:
        """Count the orders: one a number, where they have one, else one a row, which are counted in `lines`."""
        if self.number is None:
            return found.rename(orders="lines")
        number = bought[self.number]
        has_one = number.notnull() & (number != "")
        counted = bought.group_by([*by]).agg(orders=(number.nunique(where=has_one) + _count(~has_one)).cast("int64"))
        joined = found.left_join(counted, [*by])
        kept = [joined[name] for name in found.columns if name != "lines"]
        return joined.select(*kept, orders=ibis.coalesce(joined.orders, 0))

    def asked_of_days_bought(self, until: dt.date) -> Any:
        """The expression that gives every purchase day of every client until a day."""
        rows = self.rows.filter((self.rows.day <= _number(until)) & (self.rows.amount >= 0))
        return rows.select("client", "day").distinct()

    def days_bought(self, until: dt.date) -> Ordinals:
        """Every purchase day until a day as ordinals, client after client."""
        found = _in_order(self.asked_of_days_bought(until), "client", "day")
        return _numbers(found["day"]).astype(np.int32) + np.int32(EPOCH.toordinal())

    # ------------------------------------------------------------ money

    def paid_by_day(self, until: dt.date) -> Sequence[int]:
        """See `Ledger`."""
        found: Sequence[int] = _in_order(self.asked_of_paid(until), "client", "day")["paid"].to_pylist()
        return found

    def asked_of_paid(self, until: dt.date) -> Any:
        """The expression that gives what was paid on every purchase day of every client until a day."""
        rows = self.rows.filter((self.rows.day <= _number(until)) & (self.rows.amount >= 0))
        return rows.group_by(["client", "day"]).agg(paid=_sum(rows.amount))

    def brought(self, after: Mapping[str, dt.date], until: dt.date) -> Mapping[str, int]:
        """See `Ledger`. Days come back and are added up here: no warehouse need let us write to it."""
        if not after:
            return {}
        found = self.asked_of_money_by_day(min(after.values()), until).to_pyarrow()
        who = _places(found["client"], after)
        known = who >= 0
        who, day, total = who[known], _numbers(found["day"])[known], _numbers(found["total"])[known]
        late = day > np.fromiter(map(_number, after.values()), np.int64, len(after))[who]
        sums = np.zeros(len(after), dtype=np.int64)
        np.add.at(sums, who[late], total[late])
        return dict(zip(after, sums.tolist(), strict=True))

    def asked_of_money_by_day(self, after: dt.date, until: dt.date) -> Any:
        """The expression that gives the money of each client on each day after one and until another."""
        day = self.rows.day
        rows = self.rows.filter((day > _number(after)) & (day <= _number(until)))
        return rows.group_by(["client", "day"]).agg(total=_sum(rows.amount))

    def in_periods(self, starts: Sequence[dt.date], until: dt.date) -> InPeriods:
        """See `Ledger`."""
        found = _in_order(self.asked_in_periods(starts, until), "client", "period")
        columns = (found[name].to_pylist() for name in InPeriods._fields[2:])
        return InPeriods(self._names, _places(found["client"], self._names).tolist(), *columns)

    def asked_in_periods(self, starts: Sequence[dt.date], until: dt.date) -> Any:
        """The expression that tells what each client bought in each period."""
        rows = self._in_their_periods(starts, until)
        day = rows.group_by(["client", "period", "day"]).agg(
            bought=_count(rows.amount >= 0),
            refunds=_count(rows.amount < 0),
            total=_sum(rows.amount),
        )
        found = day.group_by(["client", "period"]).agg(
            purchases=_count(day.bought > 0),
            lines=_sum(day.bought),
            refunds=_sum(day.refunds),
            totals=_sum(day.total),
            paying_days=_count(day.total > 0),
            sold=_sum(day.total),
        )
        return self._with_orders(found, rows.filter(rows.amount >= 0), "client", "period")

    def by_value(self, column: str, starts: Sequence[dt.date], until: dt.date) -> ByValue:
        """See `Ledger`."""
        found = _columns(self.asked_by_value(column, starts, until), "value", "period")
        return ByValue(*(found[name] for name in ByValue._fields))

    def asked_by_value(self, column: str, starts: Sequence[dt.date], until: dt.date) -> Any:
        """The expression that gives the money of each value of a column in each period."""
        rows = self._in_their_periods(starts, until)
        rows = rows.mutate(value=ibis.coalesce(rows[self.columns[column]], ""))
        return rows.group_by(["value", "period"]).agg(
            rows=rows.count().cast("int64"),
            refunds=_count(rows.amount < 0),
            totals=_sum(rows.amount),
        )

    def _in_their_periods(self, starts: Sequence[dt.date], until: dt.date) -> Any:
        """The rows of the periods, each with the number of its own."""
        first, *others = map(_number, starts)
        rows = self.rows.filter((self.rows.day >= first) & (self.rows.day <= _number(until)))
        begun = [_one(rows.day >= start) for start in others]
        period = reduce(lambda one, other: one + other, begun, ibis.literal(0, "int64"))
        return rows.mutate(period=period)

    # ------------------------------------------------------------ groups, days

    def grouped(self, column: str) -> Grouped:
        """See `Ledger`. Where two rows of one day differ, the lesser text is taken: a relation has no order."""
        found = self._group(column)
        first, last = (dict(zip(found["client"], found[name], strict=True)) for name in ("first", "last"))
        several = frozenset(name for name, texts in zip(found["client"], found["texts"], strict=True) if texts > 1)
        return Grouped(first, last, several, sum(rows > 1 for rows in found["rows"]))

    def depends_on_order(self, column: str) -> bool:
        """Whether of some client two rows of their first or last day say different things."""
        return any(self._group(column)["differs"])

    def _group(self, column: str) -> dict[str, list[Any]]:
        if column not in self._told:
            self._told[column] = _columns(self.asked_of_group(column), "client")
        return self._told[column]

    def asked_of_group(self, column: str) -> Any:
        """The expression that tells what a column says of each client of whom it says anything."""
        told = self.rows.select("client", "day", text=self.rows[self.columns[column]])
        told = told.filter(told.text.notnull() & (told.text != ""))
        whole = ibis.window(group_by="client")
        told = told.mutate(begun=told.day.min().over(whole), ended=told.day.max().over(whole))
        at_first, at_last = told.day == told.begun, told.day == told.ended
        return told.group_by("client").agg(
            first=told.text.min(where=at_first),
            last=told.text.min(where=at_last),
            texts=told.text.nunique(),
            rows=told.count(),
            differs=(told.text.max(where=at_first) != told.text.min(where=at_first))
            | (told.text.max(where=at_last) != told.text.min(where=at_last)),
        )

    def days(self, until: dt.date) -> Sequence[dt.date]:
        """See `Ledger`."""
        days = sorted(self._rows_of_days)
        return [EPOCH + dt.timedelta(day) for day in days[: bisect_right(days, _number(until))]]

    @property
    def groups(self) -> Sequence[str]:
        """See `Ledger`."""
        return tuple(self.columns)

    def let_go(self) -> None:
        """See `Ledger`. There is nothing: the rows are elsewhere."""

    @cached_property
    def _told(self) -> dict[str, dict[str, list[Any]]]:
        return {}

    @cached_property
    def _names(self) -> Sequence[str]:
        """All clients in order."""
        return _columns(self.rows.select("client").distinct(), "client")["client"]

    @cached_property
    def _rows_of_days(self) -> dict[int, int]:
        """How many rows each day has."""
        found = _columns(self.asked_of_days(), "day")
        return dict(zip(found["day"], found["rows"], strict=True))

    def asked_of_days(self) -> Any:
        """The expression that counts the rows of each day."""
        return self.rows.group_by("day").agg(rows=self.rows.count())


_FIGURES = (
    "orders",
    "refunds",
    "purchase_days",
    "totals",
    "repeat_totals",
    "holdout_days",
    "holdout_totals",
    "paid",
)


def _number(day: dt.date) -> int:
    return (day - EPOCH).days


def _sum(column: Any, where: Any = None) -> Any:
    """A sum that is 0 of nothing, and whole whatever the engine adds up in."""
    return ibis.coalesce(column.sum(where=where), 0).cast("int64")


def _one(condition: Any) -> Any:
    """1 where something holds, else 0: not every engine turns a truth into a number."""
    return ibis.ifelse(condition, ibis.literal(1, "int64"), ibis.literal(0, "int64"))


def _count(condition: Any) -> Any:
    """In how many rows something holds."""
    return _sum(_one(condition))


def _in_order(asked: Any, *by: str) -> Any:
    """What an expression gives, as a table of Arrow, put in order here: engines sort texts by the rules of a language.

    Arrow sorts them by their bytes, which is the order of Python's texts.
    """
    return asked.to_pyarrow().sort_by([(name, "ascending") for name in by])


def _columns(asked: Any, by: str, *then: str) -> dict[str, list[Any]]:
    """What an expression gives, in order, as lists."""
    found: dict[str, list[Any]] = _in_order(asked, by, *then).to_pydict()
    return found


def _numbers(column: Any) -> npt.NDArray[np.int64]:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _places(column: Any, names: Collection[str]) -> npt.NDArray[np.int64]:
    """The place of each text of a column among some names, -1 if it is none of them."""
    import pyarrow as pa
    from pyarrow import compute

    found = compute.index_in(column, value_set=pa.array([*names], column.type))
    return np.asarray(found.fill_null(-1).to_numpy(), dtype=np.int64)
