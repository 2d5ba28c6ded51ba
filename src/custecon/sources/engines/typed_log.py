"""A big Parquet file as an engine loads it: its values are written out as texts, and go the way of a file of text.

What the text of a value must be is only what the forms of columns read in it; the rows that the exact reader is given
are the values themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import duckdb

from custecon.core.errors import Records
from custecon.core.schemas import Decided, Reading, Schema
from custecon.sources.delimited import Scanner
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.duck import NOT_OURS, understood, whole_log
from custecon.sources.engines.engine_ledger import EngineLedger
from custecon.sources.engines.known_logs import is_plain, only_what_is_known, unless_in_doubt
from custecon.sources.engines.log_loading import Forms, forms_of
from custecon.sources.opening import Opened
from custecon.sources.options import ReadingOptions
from custecon.sources.typed.columns import source_of
from custecon.sources.typed.parquet import TABLE, fields_in, written_zones
from custecon.sources.typed.relations import Field, columns_of, copied, engine_of

FIRST = 2_000  # rows: more than is looked at before the columns are known
_MOST_OF_A_BYTE = 4  # rows: real orders take several bytes each, what unpacks to billions takes none
_PLACE = "file_row_number"  # as the engine calls it
_NUMBERED = TABLE.replace(")", f", {_PLACE} = true)")
_WHOLE = {f"{sign}{size}int" for sign in ("", "u") for size in ("tiny", "small", "big", "huge")} | {
    "integer",
    "uinteger",
}
_MOMENTS = ("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns")
_AS_TOLD = {"varchar", "boolean", "date", "decimal", *_WHOLE}  # whose texts are those that are told of their values


def summarise(
    opened: Opened, schemas: Sequence[Schema], options: ReadingOptions
) -> tuple[Reading, EngineLedger] | None:
    """The control totals of a log in a Parquet file, and its ledger; None if anything is in doubt."""
    said = options.decimal or options.thousands or options.date_order
    if said or not is_plain(options):
        return None
    return unless_in_doubt(lambda: _summarise(opened, schemas, options), NOT_OURS)


def _summarise(opened: Opened, schemas: Sequence[Schema], options: ReadingOptions) -> tuple[Reading, EngineLedger]:
    with copied(opened.data, opened.name) as path, engine_of() as engine:
        fields = fields_in(engine, path)
        if any(field.name == _PLACE for field in fields) or written_zones(engine, path):
            raise Doubt
        stored = StoredValues(engine, path, fields, opened.name)
        if stored.count > _MOST_OF_A_BYTE * len(opened.data):
            raise Doubt
        begin = columns_of(engine, f"({_first(FIRST)})", fields, opened.name, path)
        settings = {"format": Decided("Parquet", "detected")}
        source = source_of(begin, opened.renamed(Records(opened.name)), schemas, options, settings)
        only_what_is_known(source, options, header=0)
        texts = f"(SELECT {', '.join(f'{_text(each)} AS c{n}' for n, each in enumerate(fields))} FROM {TABLE})"
        rows = engine.execute(f"SELECT * FROM {texts} LIMIT {FIRST}", [path]).fetchall()
        forms = forms_of(source.layout, [[text or "" for text in row] for row in rows], 0, options)
        _as_told(forms, fields)
        scanner = Scanner(opened.name, ",")
        whole = whole_log(engine, (texts, path), source.layout, forms, options, stored, scanner, stored.prove)
        return understood(replace(source, rows=whole.lines, whole=whole), whole, options)


def _first(rows: int) -> str:
    return f"SELECT * FROM {TABLE} LIMIT {rows}"


def _as_told(forms: Forms, fields: Sequence[Field]) -> None:
    """Leave what is told by words that a value may not be written in to the exact reader."""
    told = {forms.client, forms.date, *forms.texts, *forms.signs}
    times = {forms.date} if fields[forms.date].kind in _MOMENTS else set()
    if any(fields[column].kind not in _AS_TOLD for column in told - times):
        raise Doubt


def _text(field: Field) -> str:
    """The text of a value, as the forms of columns read it.

    Raises:
        Doubt: a value of this kind has none.
    """
    asked, kind = field.asked, field.kind
    text = f"CAST({asked} AS VARCHAR)"
    if kind == "varchar":
        return asked
    if kind == "boolean":
        return f"CASE WHEN {asked} THEN 'TRUE' WHEN NOT {asked} THEN 'FALSE' END"
    if kind in _WHOLE or kind == "date":
        return text
    if kind in _MOMENTS:
        return f"CASE WHEN CAST({asked} AS TIME) = TIME '00:00' THEN left({text}, 10) ELSE {text} END"
    if kind == "decimal":
        return (
            f"CASE WHEN {asked} = trunc({asked}) THEN CAST(CAST({asked} AS DECIMAL(38, 0)) AS VARCHAR) ELSE {text} END"
        )
    if kind == "double":
        is_whole = f"{asked} = trunc({asked}) AND abs({asked}) < 1e15"
        whole = f"CAST(CAST({asked} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN isnan({asked}) THEN NULL WHEN {is_whole} THEN {whole} ELSE {text} END"
    raise Doubt


class StoredValues:
    """The rows of a Parquet file; see `custecon.sources.engines.extract.Stored`."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, path: str, fields: Sequence[Field], name: str) -> None:
        self._engine, self._path, self._fields, self._name = engine, path, fields, name

    def rows(self, wanted: Iterable[int], scanner: Scanner) -> Iterator[tuple[int, Sequence[Any]]]:
        """Some rows, by number; the header is 0."""
        del scanner  # there is nothing to split
        numbers = [*wanted]
        if numbers[:1] == [0]:
            yield 0, tuple(field.name for field in self._fields)
            numbers = numbers[1:]
        if not numbers:
            return
        places = ", ".join(str(number - 1) for number in numbers)
        table = f"(SELECT * FROM {_NUMBERED} WHERE {_PLACE} IN ({places}) ORDER BY {_PLACE})"
        found = columns_of(self._engine, table, self._fields, self._name, self._path)
        for field, cells in zip(self._fields, found.cells, strict=True):
            if field.kind in _MOMENTS and any(isinstance(cell, dt.date) for cell in cells) and self._timed(field):
                raise Doubt  # where all rows are read, they are moments and no days
        yield from zip(numbers, zip(*found.cells, strict=True), strict=True)

    def _timed(self, field: Field) -> bool:
        asked = f"SELECT 1 FROM {TABLE} WHERE CAST({field.asked} AS TIME) <> TIME '00:00' LIMIT 1"
        return bool(self._engine.execute(asked, [self._path]).fetchall())

    @cached_property
    def count(self) -> int:
        """How many rows the file says it has."""
        counted = "SELECT sum(num_rows) FROM parquet_file_metadata(?)"
        return int(self._engine.execute(counted, [self._path]).fetchall()[0][0])

    def prove(self, rows: int) -> None:
        """Hold the number of rows that were loaded against that of the file.

        Raises:
            Doubt: they differ.
        """
        if self.count != rows:
            raise Doubt
