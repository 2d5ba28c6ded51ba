"""A log that an engine has loaded: what becomes of its rows, by what becomes of those in its extract.

What the exact reader decides of a row of the extract becomes of all rows of its face; one face with two fates, one
number that differs, and the log is left to it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from custecon.core.phrases import say
from custecon.core.progress import report
from custecon.core.schemas import exact
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.client_values import no_clients
from custecon.sources.controls import Work
from custecon.sources.delimited import Scanner
from custecon.sources.engines.client_numbers import Named, named, read_as_number
from custecon.sources.engines.days import DAY_BITS, EPOCH
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.extract import Extract, Stored, turned
from custecon.sources.engines.log_loading import Forms, Loaded
from custecon.sources.engines.sorted_log import Log, identical_rows
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.look_alikes import Found, Sums
from custecon.sources.money_columns import Sign
from custecon.sources.row_outcomes import FURTHER
from custecon.sources.units_of_columns import ONES
from custecon.sources.whole import Figures, Twins
from custecon.sources.zeros_refunds_twins import ZERO

if TYPE_CHECKING:
    from custecon.sources.engines.engine_ledger import EngineLedger

BITS = 63  # of a whole number that is not negative
_TOLD_TWINS, _LINES_OF_ONE = 3, 4
OUT, FREE, AGAINST, IN = "out", "without payment", "against", "in"


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The log with the rows that count: their numbers, and who is who."""

    log: Log
    clients: Sequence[str]
    who: Named
    scale: int


class WholeLog:
    """See `Whole`."""

    def __init__(
        self,
        engine: duckdb.DuckDBPyConnection,
        source: tuple[str, str],
        layout: Layout,
        forms: Forms,
        loaded: Loaded,
        further: int,
        several: bool,
        proved: Stored,
        scanner: Scanner,
        few: Mapping[int, Collection[str]],
    ) -> None:
        self._engine, (self._source, self._file) = engine, source
        self._layout, self._forms, self._loaded = layout, forms, loaded
        self._proved, self._scanner = proved, scanner
        self._extract = Extract(engine, forms, proved, scanner)
        self.lines = self._extract.lines
        self.weigh = self._extract.weigh
        self.few = few
        self.rows, self.further, self._several = loaded.rows, further, several
        self._settled: Settled | None = None
        self._left_out, self._not_free = False, "true"

    def stands_for(self, line: int) -> int:
        """See `Whole`."""
        return self._extract.rows[line].count

    # ------------------------------------------------------------ what becomes of the rows

    def settled(self, work: Work) -> Settled:
        """The rows that count, with what the exact reader decided of the extract."""
        if self._settled is None:
            self._settled = self._settle(work)
        return self._settled

    def _settle(self, work: Work) -> Settled:
        gathered = work.gathered
        if (
            gathered.asides
            or gathered.misfits
            or gathered.skipped.keys() - {"header", FURTHER}
            or work.refused
            or any(unit != ONES for _, unit in work.units.values())
        ):
            raise Doubt
        taken_off = any(each.sign is Sign.LESS for each in self._layout.beside)
        if taken_off and not work.options.refunds and self._ask("SELECT 1 FROM loaded WHERE amount < 0 LIMIT 1"):
            raise Doubt  # the same refund may stand in a column and as a row of its own
        amounts = work.columns["amount"]
        if amounts.scale > self._forms.places:
            raise Doubt
        self._decide(work, 10 ** (self._forms.places - amounts.scale))
        log, clients, who = self._in_order()
        if no_clients(self._layout.headers[self._layout.roles["client"]], clients):
            raise Doubt
        return Settled(log, clients, who, amounts.scale)

    def _decide(self, work: Work, unit: int) -> None:
        """Make `log` of the rows that count; `unit`: so many of the engine's amounts are one of the exact reader's."""
        gathered, fates = work.gathered, dict[tuple[Any, ...], str]()
        out: list[int] = []
        days, amounts = work.columns["date"].cells, work.columns["amount"]
        mended = []
        for place, line in enumerate(gathered.lines):
            row = self._extract.rows[line]
            fate = fate_of(work, place)
            if self._forms.nameless and fate in (AGAINST, IN) and work.columns["client"].cells[place] is None:
                raise Doubt
            if row.face is None:
                if fate in (OUT, FREE):
                    out.append(row.place)
                else:
                    mended.append((row.place, place))
                continue
            if fates.setdefault(row.face, fate) != fate:
                raise Doubt
            if fate in (AGAINST, IN):
                amount = (row.amounts if row.sums else row.amount) or 0
                if (days[place] - EPOCH).days != row.day:
                    raise Doubt
                if amounts.cells[place] * unit != turned(amount, against=fate is AGAINST):
                    raise Doubt
        self._mend(work, mended, unit)
        self._count(fates, out, unit)

    def _mend(self, work: Work, rows: Sequence[tuple[int, int]], unit: int) -> None:
        """Enter what the exact reader made of rows with a cell that fits no form."""
        if not rows:
            return
        names, days, amounts = (work.columns[name].cells for name in ("client", "date", "amount"))
        if self._loaded.numbered or any(None in (names[n], days[n], amounts[n]) for _, n in rows):
            raise Doubt
        self._engine.execute(
            "CREATE OR REPLACE TEMP TABLE mended (place BIGINT, client VARCHAR, day INTEGER, amount BIGINT)"
        )
        self._engine.executemany(
            "INSERT INTO mended VALUES (?, ?, ?, ?)",
            [(place, names[n], (days[n] - EPOCH).days, amounts[n] * unit) for place, n in rows],
        )
        self._engine.execute(
            "UPDATE loaded SET client = mended.client, day = mended.day, amount = mended.amount FROM mended "
            "WHERE loaded.rowid = mended.place"
        )

    def _count(self, fates: Mapping[tuple[Any, ...], str], out: Sequence[int], unit: int) -> None:
        """Make `log` the rows that count, with the money that they count with, as the exact reader counts it."""
        face = f"hash({', '.join(self._forms.face)})"
        out_, free, against = (
            ", ".join(str(self._extract.hashes[each]) for each, fate in fates.items() if fate is which)
            for which in (OUT, FREE, AGAINST)
        )
        gone = ", ".join(filter(None, (out_, free)))
        self._left_out = bool(out_ or out)
        self._not_free = f"{face} NOT IN ({free})" if free else "true"
        amount = f"CASE WHEN {face} IN ({against}) THEN -abs(amount) ELSE amount END" if against else "amount"
        amount = f"CAST({amount} // {unit} AS BIGINT) AS amount" if unit > 1 else f"{amount} AS amount"
        where = [f"{face} NOT IN ({gone})"] if gone else []
        where += [f"rowid NOT IN ({', '.join(map(str, out))})"] if out else []
        texts = {*self._layout.groups.values(), *([self._forms.order] if self._several else [])}
        kept = "".join(f", t{n}" for n in texts) + (", rest" if self._loaded.rest else "")
        self._engine.execute(
            f"CREATE OR REPLACE TEMP TABLE log AS SELECT client, day, {amount}, rowid AS place{kept} FROM loaded "
            f"{'WHERE ' if where else ''}{' AND '.join(where)}"
        )
        if self._forms.unique or not self._left_out:  # else twins are looked for among all rows
            self._engine.execute("DROP TABLE loaded")  # the most memory that reading takes

    def _in_order(self) -> tuple[Log, Sequence[str], Named]:
        """The rows as numbers, sorted, in one number each where that fits into 63 bits; and who is who."""
        report(say("putting the orders of each client together"))
        engine, loaded = self._engine, self._loaded
        rows, first, last, least, most = self._ask(
            "SELECT count(*), min(day), max(day), min(amount), max(amount) FROM log"
        )[0]
        if not rows or rows * max(abs(least), abs(most)) >= 1 << 62:
            raise Doubt
        day_bits, money_bits = (last - first).bit_length(), (most - least).bit_length()
        room = BITS - (DAY_BITS if loaded.rest else max(DAY_BITS, day_bits + money_bits))
        who = read_as_number(engine, loaded.numbered, room=room) if loaded.numbered else named(engine)
        if self._several:
            number = f"t{self._forms.order}"
            engine.execute(
                "CREATE OR REPLACE TEMP TABLE again AS SELECT place FROM log WHERE amount >= 0 "
                f"QUALIFY row_number() OVER (PARTITION BY {number} ORDER BY place) > 1"
            )
        if not loaded.rest and who.last.bit_length() + day_bits + money_bits <= BITS:
            who_when = f"(CAST({who.number} AS BIGINT) << {day_bits}) | (day - {first})"
            packed = f"(({who_when}) << {money_bits}) | (amount - ({least}))"
            found = engine.execute(f"SELECT {packed} AS packed FROM {who.rows}").fetchnumpy()
            log, numbers = Log.packed(
                found["packed"], first_day=first, day_bits=day_bits, least=least, money_bits=money_bits
            )
        else:
            rest = (", rest" if loaded.rest else "") + (", place IN (FROM again) AS further" if self._several else "")
            columns = engine.execute(f"SELECT {who.number} AS number, day, amount{rest} FROM {who.rows}").fetchnumpy()
            three = (columns[name] for name in ("number", "day", "amount"))
            log, numbers = Log.sorted(*three, columns.get("rest"), columns.get("further"))
        return log, who.names(numbers), who

    # ------------------------------------------------------------ what hangs on all rows

    def figures(self, work: Work) -> Figures:
        """See `Whole`."""
        found = self.settled(work)
        days = self.days(work)
        total = exact(int(found.log.amount.sum()), found.scale)
        return Figures(len(found.log.key), len(found.clients), {"amount": total}, min(days), max(days))

    def days(self, work: Work) -> Mapping[dt.date, int]:
        """See `Whole`."""
        import numpy as np

        counts = np.zeros(1 << DAY_BITS, dtype=np.int64)
        for days in self.settled(work).log.days_in_parts():
            counts += np.bincount(days, minlength=len(counts))
        return {EPOCH + dt.timedelta(day): int(counts[day]) for day in np.flatnonzero(counts).tolist()}

    def twins(self, work: Work) -> Twins:
        """See `Whole`."""
        if self._forms.unique:
            return Twins(0, ())
        found = self.settled(work)
        if self._left_out:
            return self._twins_of_all()
        again, days, amounts = identical_rows(found.log)
        if not again:
            return Twins(0, ())
        self._engine.execute(
            "CREATE OR REPLACE TEMP TABLE twins_of AS SELECT DISTINCT "
            "unnest(?::INTEGER[]) AS day, unnest(?::BIGINT[]) AS amount",
            [days.tolist(), amounts.tolist()],
        )
        return Twins(again, self._lines_of_twins("log SEMI JOIN twins_of USING (day, amount)", "place"))

    def _twins_of_all(self) -> Twins:
        """Rows that are left out by their words may repeat another as well; those without payment are no orders at all.

        Raises:
            Doubt: a row has a cell that fits no form, so that it has no fingerprint.
        """
        rest = ", rest" if self._loaded.rest else ""
        same = f"SELECT count(*) - 1 AS again FROM loaded WHERE {self._not_free} GROUP BY client, day, amount{rest}"
        again, odd = self._ask(
            f"SELECT (SELECT sum(again) FROM ({same})), (SELECT count(*) FROM loaded WHERE NOT ({self._extract.fits}))"
        )[0]
        if odd:
            raise Doubt
        return Twins(int(again), self._lines_of_twins(f"loaded WHERE {self._not_free}", "rowid") if again else ())

    def _lines_of_twins(self, rows: str, place: str) -> list[tuple[int, int]]:
        """The lines of the first rows that repeat another, each after the line of the first of its kind.

        Args:
            rows: what is looked through.
            place: how the place of a row is called there.
        """
        rest = ", rest" if self._loaded.rest else ""
        places = f"min({place}, {_LINES_OF_ONE})"
        found = self._ask(
            f"SELECT {places} FROM {rows} GROUP BY client, day, amount{rest} "
            f"HAVING count(*) > 1 ORDER BY list_extract({places}, 2) LIMIT {_TOLD_TWINS}"
        )
        pairs = sorted((other, places[0]) for (places,) in found for other in places[1:])[:_TOLD_TWINS]
        lines = self._lines_at({place for pair in pairs for place in pair})
        return [(lines[first], lines[other]) for other, first in pairs]

    def _lines_at(self, places: Collection[int]) -> dict[int, int]:
        ordered = sorted(places)
        found = self._proved.rows((place + 1 for place in ordered), self._scanner)
        return {place: line for place, (line, _) in zip(ordered, found, strict=True)}

    def zeros(self, work: Work) -> Mapping[str, tuple[int, Decimal]]:
        """See `Whole`."""
        found = self.settled(work)
        if found.who.zeros and work.options.no_client != "refuse":
            raise Doubt
        told = {name: found.log.of(_place(found.clients, name)) for name in found.who.zeros}
        return {name: (rows, exact(money, found.scale)) for name, (rows, money) in told.items()}

    def look_alikes(self, work: Work) -> tuple[Found, Sums]:
        """See `Whole`."""
        found = self.settled(work)
        return found.who.alike, Sums(lambda name: found.log.of(_place(found.clients, name))[1], found.scale)

    def names_others(self, work: Work, column: int) -> bool:
        """See `Whole`."""
        if self._forms.nameless:
            raise Doubt  # who is named on rows that name nobody is asked of each
        client, name = f"c{self._forms.client}", f"coalesce(c{column}, '')"
        plain = "regexp_replace(lower(name), '[^\\p{L}\\p{N}]+', '', 'g')"
        if naming_of(header_of(self._layout.headers[column])) is Naming.PHONE:
            plain = f"right({plain}, 10)"
        clients, names, pairs, faces, empty = self._ask(
            f"SELECT count(DISTINCT client), count(DISTINCT name), count(*), count(DISTINCT {plain}), "
            f"count(*) FILTER (name = '') FROM ("
            f"SELECT DISTINCT {client} AS client, {name} AS name FROM {self._source})",
            [self._file],
        )[0]
        return not clients == names == pairs == faces or bool(empty)

    def ledger(self, currency: str | None) -> EngineLedger:
        """The ledger of the rows that count, which has no further need of the engine."""
        from custecon.sources.engines.engine_ledger import EngineLedger, column_of

        found = self._settled
        if found is None:
            raise Doubt
        who = found.who
        groups = {
            name: column_of(self._engine, who.number, who.rows, f"t{column}")
            for name, column in self._layout.groups.items()
        }
        return EngineLedger(found.log, found.clients, found.scale, currency, groups)

    def give_up(self) -> None:
        """See `Whole`."""
        raise Doubt

    def _ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._engine.execute(query, [*values]).fetchall()


def fate_of(work: Work, place: int) -> str:
    """What becomes of a row, as the exact reader decided; one in question counts for nothing until it is answered."""
    if place in work.skipped or place in work.unread:
        return FREE if work.skipped.get(place) == ZERO else OUT
    return AGAINST if place in work.against else IN


def _place(clients: Sequence[str], client: str) -> int:
    """The number of a client, whose names are sorted."""
    return bisect_left(clients, client)
