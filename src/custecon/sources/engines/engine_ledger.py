"""The ledger of a log that an engine has read: sorted numbers of its rows, and what the engine says of its groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np

from custecon.core.by_column import taken
from custecon.sources.engines.days import DAY_BITS, EPOCH, LAST_DAY
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import MOST_TEXTS
from custecon.sources.engines.sorted_log import Log, changes, parts, summary_of
from custecon.sources.wording import clean_key
from custecon.tables.ledger import ByValue, ClientSummary, Grouped, InPeriods

_CODE_BITS = MOST_TEXTS.bit_length()
_LAST_CODE = (1 << _CODE_BITS) - 1


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


def column_of(engine: duckdb.DuckDBPyConnection, number: str, rows: str, column: str) -> Column:
    """What a column of the table `log` says of clients and of its values.

    Args:
        engine: where the log is.
        number: the number of the client of a row.
        rows: the rows that have it.
        column: the column of texts.
    """
    found = engine.execute(f"SELECT DISTINCT {column} FROM log LIMIT {MOST_TEXTS + 1}").fetchall()
    if len(found) > MOST_TEXTS or any(text and clean_key(text) != text for (text,) in found):
        raise Doubt
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE texts AS SELECT text, row_number() OVER (ORDER BY text) - 1 AS code "
        f"FROM (SELECT DISTINCT {column} AS text FROM log) WHERE text <> ''"
    )
    said = (
        f"SELECT {number} AS who, code, count(code) AS rows, CAST(min(day) AS BIGINT) << {_CODE_BITS} AS first, "
        f"CAST(max(day) AS BIGINT) << {_CODE_BITS} AS last "
        f"FROM {rows} LEFT JOIN texts ON {column} = text GROUP BY who, code"
    )
    ends = (
        ", ".join(  # the least code of a client's first day with a text and the greatest of their last; mirrored: v.v.
            f"{end}({which} | {code}) FILTER (code IS NOT NULL) & {_LAST_CODE} AS {which}_{name}"
            for end, which in (("min", "first"), ("max", "last"))
            for name, code in (("code", "code"), ("mirrored", f"({_LAST_CODE} - code)"))
        )
    )
    of = engine.execute(
        f"SELECT {ends}, count(code) AS texts, CAST(sum(rows) AS BIGINT) AS rows "
        f"FROM ({said}) GROUP BY who ORDER BY who"
    ).fetchnumpy()
    first, last = (np.ma.filled(of[f"{which}_code"], -1) for which in ("first", "last"))
    for code, which in ((first, "first"), (last, "last")):
        if (code + np.ma.filled(of[f"{which}_mirrored"], _LAST_CODE + 1) != _LAST_CODE).any():
            raise Doubt  # of several texts on one day the file's order decides
    texts = engine.execute("SELECT text FROM texts ORDER BY code").fetchall()
    words = np.array([*(text for (text,) in texts), None], dtype=object)  # -1 is none
    sums = engine.execute(
        f"SELECT coalesce({column}, '') AS value, day, count(*), count(*) FILTER (amount < 0), "
        "CAST(sum(amount) AS BIGINT) FROM log GROUP BY value, day ORDER BY value, day"
    ).fetchall()
    return Column(words[first].tolist(), words[last].tolist(), of["texts"], of["rows"], sums)


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
        found = [np.concatenate(column).tolist() for column in columns] or [[] for _ in range(8)]
        return InPeriods(self.names, *found)

    def _in_parts(self, begin: Any, end: int) -> Iterator[tuple[Any, ...]]:
        """Client, period, purchase days, orders, refunds, money and paying days, part by part of the clients."""
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
                paid = cell[now.day_starts][np.add.reduceat(now.amount, now.day_starts) > 0]
                paying = np.bincount(np.searchsorted(cell[place], paid), minlength=len(place))
                yield client, period[place], purchases, orders, refunds, money, paying, money
            before += count

    def paid_by_day(self, until: dt.date) -> Sequence[int]:
        """See `Ledger`."""
        end = (until - EPOCH).days
        found = []
        for part, _ in parts(self.log):
            bought = part.where((part.day <= end) & (part.amount >= 0))
            if len(bought.key):
                found.append(np.add.reduceat(bought.amount, bought.day_starts))
        return np.concatenate(found).tolist() if found else []

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
