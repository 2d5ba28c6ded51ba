"""The ledger of a log that an engine has read: sorted numbers of its rows, and what the engine says of its groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np

from custecon.core.results import taken
from custecon.sources.engines.days import DAY_BITS, EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import MOST_TEXTS
from custecon.sources.engines.sorted_log import Log, changes, parts, summary_of
from custecon.sources.wording import clean_key
from custecon.tables.ledger import ByValue, ClientSummary, Grouped, InPeriods


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What a column says: of each client in turn, and of each of its values day by day.

    `first`, `last`: the first and the last text of a client, None for none; `texts`: how many different ones; `rows`:
    how many of their rows say something. `sums`: value, day, rows, refunds, money.
    """

    first: Sequence[str | None]
    last: Sequence[str | None]
    texts: Any
    rows: Any
    sums: Sequence[tuple[str, int, int, int, int]]


def column_of(engine: duckdb.DuckDBPyConnection, number: str, rows: str, column: str, unit: int) -> Column:
    """What a column of the table `log` says of clients and of its values.

    Args:
        engine: where the log is.
        number: the number of the client of a row.
        rows: the rows that have it.
        column: the column of texts.
        unit: so many of the amounts are one minor unit.
    """
    found = engine.execute(f"SELECT DISTINCT {column} FROM log LIMIT {MOST_TEXTS + 1}").fetchall()
    if len(found) > MOST_TEXTS or any(text and clean_key(text) != text for (text,) in found):
        raise Doubt
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT {number} AS who, day, nullif({column}, '') AS text FROM {rows}"
    )
    ends = (
        "SELECT who, min(day) FILTER (text IS NOT NULL) AS first, max(day) FILTER (text IS NOT NULL) AS last, "
        "count(DISTINCT text) AS texts, count(text) AS rows FROM told GROUP BY who"
    )
    at = "FILTER (told.day = ends.{0})"
    every = ", ".join(f"{which}(text) {at.format(end)}" for end in ("first", "last") for which in ("min", "max"))
    of_clients = engine.execute(
        f"SELECT {every}, any_value(texts), any_value(rows) FROM told JOIN ({ends}) AS ends USING (who) "
        "GROUP BY who ORDER BY who"
    ).fetchall()
    if any(one[0] != one[1] or one[2] != one[3] for one in of_clients):
        raise Doubt  # of several texts on one day the file's order decides
    sums = engine.execute(
        f"SELECT coalesce({column}, '') AS value, day, count(*), count(*) FILTER (amount < 0), sum(amount) // {unit} "
        "FROM log GROUP BY value, day ORDER BY value, day"
    ).fetchall()
    counted = np.array([one[4:] for one in of_clients], dtype=np.int64).reshape(-1, 2)
    firsts, lasts = [one[0] for one in of_clients], [one[2] for one in of_clients]
    return Column(firsts, lasts, counted[:, 0], counted[:, 1], sums)


@dataclass(slots=True, eq=False)
class EngineLedger:
    """The ledger of sorted rows, 16 bytes a row, whose clients stand in the order of `names`."""

    log: Log
    names: Sequence[str]
    scale: int
    currency: str | None
    columns: Mapping[str, Column] = field(default_factory=dict)

    def clients(self, *, as_of: dt.date, calibration_end: dt.date | None = None) -> ClientSummary:
        """See `Ledger`."""
        end, money = calibration_end, {"scale": self.scale, "currency": self.currency}
        return summary_of(self.log, self.names, as_of=as_of, calibration_end=end, **money)  # type: ignore[arg-type]

    def brought(self, after: Mapping[str, dt.date], until: dt.date) -> Mapping[str, int]:
        """See `Ledger`."""
        places = {name: place for place, name in enumerate(self.names) if name in after}
        client = np.fromiter(places.values(), dtype=np.int64, count=len(places)) << DAY_BITS
        days = np.fromiter((after[name].toordinal() for name in places), dtype=np.int64, count=len(places))
        start = np.searchsorted(self.log.key, client + (days - EPOCH.toordinal()), side="right")
        stop = np.searchsorted(self.log.key, client + (until - EPOCH).days, side="right")
        sums = np.concatenate(([0], np.cumsum(self.log.amount)))
        return dict(zip(places, (sums[np.maximum(start, stop)] - sums[start]).tolist(), strict=True))

    def in_periods(self, starts: Sequence[dt.date], until: dt.date) -> InPeriods:
        """See `Ledger`."""
        begin, end = np.array([(day - EPOCH).days for day in starts]), (until - EPOCH).days
        columns = zip(*self._in_parts(begin, end), strict=True)
        found = [np.concatenate(column).tolist() for column in columns] or [[] for _ in range(6)]
        return InPeriods(self.names, *found)

    def _in_parts(self, begin: Any, end: int) -> Iterator[tuple[Any, ...]]:
        """Client, period, purchase days, orders, refunds and money, part by part of the clients."""
        before = 0
        for part, count in parts(self.log):
            now = part.where((part.day >= begin[0]) & (part.day <= end))
            period = np.searchsorted(begin, now.day, side="right") - 1
            cell = (now.key >> DAY_BITS) * len(begin) + period
            place = changes(cell)
            if len(place):
                refunded = now.amount < 0
                bought = now.where(~refunded)
                days = np.searchsorted(cell[place], cell[~refunded][bought.day_starts])
                refunds = np.add.reduceat(refunded.astype(np.int64), place)
                orders = np.diff(np.append(place, len(cell))) - refunds
                orders -= bought.further_lines(np.searchsorted(cell[place], cell[~refunded]), len(place))
                purchases = np.bincount(days, minlength=len(place))
                client, money = before + cell[place] // len(begin), np.add.reduceat(now.amount, place)
                yield client, period[place], purchases, orders, refunds, money
            before += count

    def by_value(self, column: str, starts: Sequence[dt.date], until: dt.date) -> ByValue:
        """See `Ledger`."""
        begin, end = np.array([(day - EPOCH).days for day in starts]), (until - EPOCH).days
        sums: dict[tuple[str, int], list[int]] = {}
        for value, day, *figures in self.columns[column].sums:
            if begin[0] <= day <= end:
                found = sums.setdefault((value, int(np.searchsorted(begin, day, side="right")) - 1), [0, 0, 0])
                found[:] = (old + new for old, new in zip(found, figures, strict=True))
        rows = [(*place, *figures) for place, figures in sorted(sums.items())]
        return ByValue(*zip(*rows, strict=True)) if rows else ByValue((), (), (), (), ())

    def grouped(self, column: str) -> Grouped:
        """See `Ledger`."""
        told = self.columns[column]
        first, last = (
            {name: text for name, text in zip(self.names, texts, strict=True) if text is not None}
            for texts in (told.first, told.last)
        )
        several = frozenset(taken(self.names, np.flatnonzero(told.texts > 1)))
        return Grouped(first, last, several, int((told.rows > 1).sum()))

    def days(self, until: dt.date) -> Sequence[dt.date]:
        """See `Ledger`."""
        seen = np.zeros(LAST_DAY + 1, dtype=np.bool_)
        for part, _ in parts(self.log):
            seen[part.day] = True
        return [EPOCH + dt.timedelta(day) for day in np.flatnonzero(seen[: (until - EPOCH).days + 1]).tolist()]

    @property
    def groups(self) -> Sequence[str]:
        """See `Ledger`."""
        return tuple(self.columns)

    def let_go(self) -> None:
        """See `Ledger`."""
        self.log = Log(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
