"""A log that lies in a database or on a cluster: proved where it lies, and understood by the exact reader.

As with an extract of a file (`extract.py`), some rows go to the exact reader, which decides what rows are, and every
figure of all rows is asked of the engine. Only plain logs are taken, whose columns have types: a row is told by its
money alone, above, at or below zero. Rows of a table have no number, so none is told.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import ibis

from custecon.core.errors import Notice, Place
from custecon.core.schemas import Decided, Reading, Schema, exact
from custecon.sources import log_subtotals
from custecon.sources.client_values import no_clients
from custecon.sources.column_checks import Checked
from custecon.sources.controls import Work
from custecon.sources.engines.cell_forms import PLACES
from custecon.sources.engines.client_numbers import named
from custecon.sources.engines.days import EPOCH
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.known_logs import TOLD, only_further, only_what_is_known
from custecon.sources.engines.relation_ledger import RelationLedger
from custecon.sources.engines.relation_rows import DAY, MONEY, WHO, RelationRows, few_of, rows_of, told_of
from custecon.sources.engines.whole_log import AGAINST, IN, fate_of
from custecon.sources.look_alikes import Found, Sums
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import assembled
from custecon.sources.repeated_totals import numbering
from custecon.sources.row_meaning import Trait
from custecon.sources.source import Source
from custecon.sources.typed.columns import Columns, source_of
from custecon.sources.typed.frames import columns_of
from custecon.sources.typed.relations import engine_of
from custecon.sources.whole import Figures, Twins

FIRST = 200  # rows that the exact reader is given
ENGINES = ("duckdb", "postgres", "pyspark", "bigquery", "snowflake", "trino")  # whose SQL is tested, or read


@dataclass(slots=True)
class Row:
    """A row that the exact reader is given: its money in hundredths, and for how many rows it stands, with theirs."""

    amount: int
    count: int = 1
    total: int = 0


_DRIVERS = (
    ("duckdb", "Error"),
    ("psycopg", "Error"),
    ("pyspark.errors", "PySparkException"),
    ("pyarrow", "ArrowException"),
)


def not_ours() -> tuple[type[Exception], ...]:
    """What engines raise that cannot answer, of those that are loaded."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _DRIVERS)
    return (ibis.common.exceptions.IbisError, *(each for each in loaded if each is not None))


def summarise(
    table: Any,
    opened: Opened,
    schemas: Sequence[Schema],
    options: ReadingOptions,
    settings: dict[str, Decided],
    *,
    first: int = 1,
    sheet: str | None = None,
) -> tuple[Reading, RelationLedger]:
    """The control totals of a log, and its ledger, which asks the table again for everything.

    Args:
        table: a table of Ibis.
        opened: what it is called.
        schemas: the kinds of file that it may be.
        options: what the user settles.
        settings: what was decided so far.
        first: the number of its first row.
        sheet: its name within what is called so.

    Raises:
        Doubt: something hangs on single rows, or is not plain.
        InputRefused, ExpectationNotMet: what is told of the whole as of its rows.
    """
    engine = table.get_backend().name
    if engine not in ENGINES or (engine == "postgres" and _compares_loosely(table)):
        raise Doubt
    place = Place(opened.name, sheet=sheet)
    seen = columns_of(table.limit(FIRST).to_pyarrow(), place)
    source = source_of(seen, opened, schemas, options, settings, first=first, sheet=sheet)
    _only_plain(source, table, options, first)
    few = few_of(table, source.layout)
    only_further(source.layout, few)
    only_further(source.layout, told_of(table, source.layout))
    proved = RelationRows(table, source.layout, options)
    proved.prove()
    whole = RelationWhole(proved, few, first)
    extract = replace(source, opened=replace(opened, sha256=proved.fingerprint), rows=whole.lines, whole=whole)
    settings["engine"] = Decided(engine, "the rows stay where they are")
    reading = assembled(extract, options, settings)
    unknown = {notice.code for notice in reading.notices} - TOLD
    if unknown or reading.controls.refused or any("row " in how.by for how in settings.values()):
        raise Doubt
    notices = tuple(map(_of_no_row, reading.notices))
    return replace(reading, notices=notices), whole.ledger(reading.controls.currency, opened.name)


def _compares_loosely(table: Any) -> bool:
    """Whether a server of PostgreSQL has rules of comparing by which different texts may be one."""
    with closing(table.get_backend().raw_sql("SELECT 1 FROM pg_collation WHERE NOT collisdeterministic")) as loose:
        return loose.fetchone() is not None


def _of_no_row(notice: Notice) -> Notice:
    """A notice without the number of a row, which in a table means nothing."""
    return notice if notice.place is None else replace(notice, place=replace(notice.place, line=None))


def _only_plain(source: Source, table: Any, options: ReadingOptions, first: int) -> None:
    """What hangs on more than types, names and the sign of the money is the exact reader's."""
    layout = source.layout
    if layout.schema.name != "orders" or set(layout.roles) < {"client", "date", "amount"}:
        raise Doubt
    only_what_is_known(source, options, header=first - 1)
    spoken = (layout.computed, layout.beside, layout.extras, layout.choices, layout.namers, layout.days)
    types = table.schema()
    roles = {name: types[table.columns[column]] for name, column in layout.roles.items()}
    if (
        any(spoken)
        or any(trait is not Trait.TEXT for trait in layout.traits.values())
        or layout.preset is not None
        or layout.others
        or len(layout.headers) != len(table.columns)
        or ("order_id" not in roles and numbering(layout))
        or not all(_is_plain(of_type) for of_type in types.values())
        or not (roles["client"].is_string() or roles["client"].is_integer())
        or not (roles["date"].is_date() or (roles["date"].is_timestamp() and roles["date"].timezone is None))
        or not (roles["amount"].is_integer() or roles["amount"].is_decimal() or roles["amount"].is_floating())
        or not all(types[table.columns[column]].is_string() for column in layout.groups.values())
    ):
        raise Doubt


def _is_plain(of_type: Any) -> bool:
    """Whether values of a type are texts, numbers, truths, days or moments."""
    moment = of_type.is_date() or of_type.is_timestamp()
    return bool(of_type.is_string() or of_type.is_numeric() or of_type.is_boolean() or moment)


@dataclass(eq=False)
class RelationWhole:
    """See `Whole`."""

    proved: RelationRows
    few: Mapping[int, Collection[str]]
    first: int
    further: int = 0
    scale: int = PLACES
    _settled: dict[int, bool] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """See `Whole`."""
        return self.proved.count

    # ------------------------------------------------------------ what the exact reader is given

    @cached_property
    def _extract(self) -> tuple[Columns, list[Row]]:
        """Rows of every kind there is, and for how many others each stands."""
        import pyarrow as pa

        rows = self.proved.marked
        picked, money = rows.limit(FIRST).to_pyarrow(), rows[MONEY]
        there = {_kind_of(amount) for amount in picked[MONEY].to_pylist()}
        for kind in self.proved.kinds:
            if (kind.sign, kind.places) not in there:
                sign = money < 0 if kind.sign < 0 else money == 0 if kind.sign == 0 else money > 0
                places = {0: money % 100 == 0, 1: (money % 10 == 0) & (money % 100 != 0), 2: money % 10 != 0}
                one = rows.filter(sign & places[kind.places]).limit(1).to_pyarrow()
                picked = pa.concat_tables([picked, one])
        found = [Row(int(amount)) for amount in picked[MONEY].to_pylist()]
        rest = {(kind.sign, kind.places): [kind.rows, kind.total] for kind in self.proved.kinds}
        firsts: dict[tuple[int, int], Row] = {}
        for row in found:
            of = _kind_of(row.amount)
            firsts.setdefault(of, row)
            rest[of][0] -= 1
            rest[of][1] -= row.amount
            row.total = row.amount
        for of, row in firsts.items():
            row.count += rest[of][0]
            row.total += rest[of][1]
        columns = columns_of(picked.select([*self.proved.table.columns]), Place(""))
        amounts = [row.amount for row in found]
        days = columns.cells[self.proved.layout.roles["date"]]
        # moments, where all rows are read
        as_days = self.proved.timed and all(isinstance(day, dt.date) for day in days)
        if as_days or log_subtotals.begins(amounts) or any(row.count < 1 for row in found):
            raise Doubt
        return columns, found

    def lines(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The header and the rows of the extract, by numbers that mean nothing."""
        columns, _ = self._extract
        yield self.first - 1, self.proved.layout.headers
        yield from enumerate(zip(*columns.cells, strict=True), self.first)

    def _row(self, line: int) -> Row:
        return self._extract[1][line - self.first]

    def stands_for(self, line: int) -> int:
        """See `Whole`."""
        return self._row(line).count

    def weigh(self, work: Work, column: int | None, checked: Checked) -> None:
        """See `Whole`. Every amount is held against the engine's.

        Raises:
            Doubt: they differ.
        """
        if checked.scale > PLACES or checked.power:
            raise Doubt
        self.scale, unit = checked.scale, 10 ** (PLACES - checked.scale)
        for place, line in enumerate(work.gathered.lines):
            row, cell = self._row(line), checked.cells[place]
            if cell is None or cell * unit != row.amount:
                raise Doubt
            checked.cells[place] = row.total // unit

    # ------------------------------------------------------------ what hangs on all rows

    def _signs(self, work: Work) -> dict[int, bool]:
        """Which signs of money count, as the exact reader decided of the extract."""
        if not self._settled:
            gathered = work.gathered
            if gathered.asides or gathered.misfits or gathered.skipped.keys() - {"header"} or work.refused:
                raise Doubt
            for place, line in enumerate(gathered.lines):
                fate, sign = fate_of(work, place), _kind_of(self._row(line).amount)[0]
                if fate == AGAINST or self._settled.setdefault(sign, fate == IN) != (fate == IN):
                    raise Doubt
            self._check_names()
        return self._settled

    @property
    def _counted(self) -> list[tuple[str, int, int, int, int, int]]:
        return [one for one in self.proved.people if self._settled[one[1]]]

    @cached_property
    def _names(self) -> list[str]:
        """The clients that count, in order."""
        return list(dict.fromkeys(client for client, *_ in self._counted))

    def _check_names(self) -> None:
        """Leave names that are asked or told about to the exact reader."""
        if not self._names or no_clients(self.proved.layout.headers[self.proved.layout.roles["client"]], self._names):
            raise Doubt
        import pyarrow as pa

        with engine_of() as engine:
            engine.register("names", pa.table({"client": self._names, "place": range(len(self._names))}))
            engine.execute("CREATE TEMP TABLE log AS SELECT * FROM names")
            who = named(engine)
        if who.zeros or any(who.alike):
            raise Doubt

    def figures(self, work: Work) -> Figures:
        """See `Whole`."""
        self._signs(work)
        counted = self._counted
        first, last = min(one[4] for one in counted), max(one[5] for one in counted)
        money = exact(sum(one[3] for one in counted) // 10 ** (PLACES - self.scale), self.scale)
        rows = sum(one[2] for one in counted)
        days = (EPOCH + dt.timedelta(day) for day in (first, last))
        return Figures(rows, len(self._names), {"amount": money}, *days)

    def _kept(self) -> Any:
        """The rows that count."""
        money = self.proved.marked[MONEY]
        which = {-1: money < 0, 0: money == 0, 1: money > 0}
        gone = [which[sign] for sign, counts in self._settled.items() if not counts]
        rows = self.proved.marked
        for one in gone:
            rows = rows.filter(~one)
        return rows

    def days(self, work: Work) -> Mapping[dt.date, int]:
        """See `Whole`."""
        self._signs(work)
        rows = self._kept()
        found = rows_of(rows.group_by(day=rows[DAY]).agg(rows=rows.count()))
        return {EPOCH + dt.timedelta(int(one["day"])): int(one["rows"]) for one in found}

    def twins(self, work: Work) -> Twins:
        """See `Whole`. They have no lines."""
        if "order_id" in self.proved.layout.roles:
            return Twins(0, ())  # each has a number of its own
        free = work.options.zero_orders == "none"
        rows = self.proved.marked.filter(self.proved.marked[MONEY] != 0) if free else self.proved.marked
        cells = [
            ibis.coalesce(rows[name], "").name(name) if rows[name].type().is_string() else rows[name]
            for name in self.proved.table.columns
        ]
        rows = rows.select(*cells)
        same = rows.group_by([*rows.columns]).agg(custecon_rows=rows.count())
        found = rows_of(same.agg(rows=same.count(), every=same.custecon_rows.sum()))[0]
        return Twins(int(found["every"] or 0) - int(found["rows"] or 0), ())

    def zeros(self, work: Work) -> Mapping[str, tuple[int, Decimal]]:
        """See `Whole`. There are none, or the names are in doubt."""
        self._signs(work)
        return {}

    def look_alikes(self, work: Work) -> tuple[Found, Sums]:
        """See `Whole`. There are none, or the names are in doubt."""
        self._signs(work)
        return Found([], []), Sums(lambda _: 0, PLACES)

    def names_others(self, work: Work, column: int) -> bool:
        """See `Whole`."""
        raise Doubt

    def give_up(self) -> None:
        """See `Whole`."""
        raise Doubt

    def ledger(self, currency: str | None, name: str) -> RelationLedger:
        """The ledger of the rows that count.

        Raises:
            Doubt: of two groups of a client on one day the order of the rows decides.
        """
        rows = self._kept()
        groups = {name: f"group_{place}" for place, name in enumerate(self.proved.layout.groups)}
        columns = {
            groups[name]: rows[self.proved.table.columns[column]] for name, column in self.proved.layout.groups.items()
        }
        plain = rows.select(client=rows[WHO], day=rows[DAY], amount=self.proved.amount(self.scale), **columns)
        made = RelationLedger(plain, self.scale, currency, None, groups, name)
        if any(map(made.depends_on_order, groups)):
            raise Doubt
        return made


def _kind_of(amount: int) -> tuple[int, int]:
    """The sign of money in hundredths, and in how many places it is written."""
    return (amount > 0) - (amount < 0), 0 if amount % 100 == 0 else 1 if amount % 10 == 0 else 2
