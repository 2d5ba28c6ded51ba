"""Several files for one question: each is read and proved by itself, then their rows stand below each other.

What only all of them together can show is looked at here: columns that differ, a file that is named twice, an order or
a client that stands in two of them.
"""

from __future__ import annotations

import glob
import os
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from custecon.core.errors import InputRefused, Notice, Place, notice, problem
from custecon.core.file_names import Files, as_told
from custecon.core.phrases import Day, RoleName, say
from custecon.core.schemas import CheckedColumn, CheckedTable, ControlTotals, Decided, Kind, Reading, Schema, exact
from custecon.core.sha256 import sha256
from custecon.kinds.clients import CLIENTS
from custecon.kinds.profit import PROFIT
from custecon.sources.clients_across_files import alike_across
from custecon.sources.controls import expectations
from custecon.sources.look_alikes import COUNTED
from custecon.sources.opening import archive_of, refusing, told_of_archive
from custecon.sources.options import ReadingOptions
from custecon.sources.repeated_orders import without_repeated
from custecon.sources.row_refusals import Ground
from custecon.sources.typed.addresses import address_of
from custecon.sources.wording import listed, shown

if TYPE_CHECKING:
    from custecon.sources.zip_archives import Chosen

_ONE_ROW_A_CLIENT = (CLIENTS, PROFIT)
_UNLIKE = (
    "E200",
    "E205",
    "E207",
    "E211",
    "E258",
    "E260",
    "E263",
    "E272",
    "E394",
)  # a file is none of the kind of the others
_IN_ANOTHER = "in another file too"


def files_of(source: Any) -> Files | None:
    """The files that a source names: a list of paths, a pattern such as `orders/*.csv`, or an archive; else None.

    Raises:
        InputRefused: E201, E389 no file is called so.
    """
    if isinstance(source, Files):
        every = [files_of(name) or (name,) for name in source.names]
        names = chain.from_iterable(one.names if isinstance(one, Files) else one for one in every)
        return Files.of(names, str(source))
    if isinstance(source, list | tuple) and source and all(isinstance(one, str | os.PathLike) for one in source):
        return files_of(Files.of(map(os.fspath, source)))
    if isinstance(source, str | os.PathLike) and (inside := archive_of(os.fspath(source))):
        return _files_of_archive(os.fspath(source), *inside)
    if not isinstance(source, str) or not glob.has_magic(source) or os.path.exists(source) or address_of(source):
        return None
    found = sorted(name for name in glob.glob(source, recursive=True) if os.path.isfile(name))
    if not found:
        raise InputRefused(problem("E201", place=Place(source)))
    return Files.of(found, source)


def _files_of_archive(source: str, path: str, pattern: str) -> Files | None:
    """The files in a zip archive, or some of them; None if it is a workbook, or what is read is one file."""
    from custecon.sources.zip_archives import files_in

    with refusing(path):
        names = files_in(path, pattern)
    return None if names is None or names == [source] else Files.of(names, source)


def resolved(source: Any) -> Any:
    """A source, where it names files: all of them as `Files`, or the one."""
    files = files_of(source)
    return source if files is None else files if len(files.names) > 1 else files.names[0]


def read_files(
    files: Files, schemas: Sequence[Schema], options: ReadingOptions, read: Callable[..., Reading]
) -> Reading:
    """Read every file by itself, and make one reading of all; its control totals have theirs as parts.

    Raises:
        InputRefused: E394 their columns differ, E395 an order or a client stands in two, E396 one is another once more,
            E397 their money is in several currencies; or what one of them is refused for.
        ExpectationNotMet: a balance assertion does not hold of all together.
    """
    alone = replace(options, expect_total=None, expect_clients=None, expect_rows=None)
    clients: dict[str, None] = {}  # of the files so far, whose spelling is kept if --same-client joins names

    def one(name: str) -> Reading:
        beside = {*options.same_as, *clients} if options.same_client else options.same_as
        reading = read(name, schemas, replace(alone, same_as=beside))
        if "client" in reading.table:
            clients.update(dict.fromkeys(key for key in reading.table.cells("client") if key is not None))
        return reading

    try:
        readings, empty = _each(files, one)
        told = [*empty, *_one_kind_of_columns(readings)]
    except InputRefused as refusal:
        raise _with_names(files.names, refusal) from None
    _one_currency(readings)
    _no_file_twice(readings)
    tables = [one.table for one in readings]
    schema = tables[0].schema
    if schema in _ONE_ROW_A_CLIENT:
        _no_client_twice(readings)
    tables, left_out, more = without_repeated(readings, options)
    controls = _sum_of(str(files), readings, tables, left_out, options)
    alike, groups = alike_across(str(files), tables, options)
    if groups:
        controls = replace(controls, counts={**controls.counts, COUNTED: controls.counts.get(COUNTED, 0) + groups})
    expectations(controls, schema, options, Ground(str(files)))
    archived = chain.from_iterable(
        told_of_archive(path, *([each.name for each in part] for part in archive))
        for path, archive in _archives(files.names).items()
    )
    notices = (*archived, *chain.from_iterable(one.notices for one in readings), *told, *more, *alike)
    refused = tuple(chain.from_iterable(one.refused for one in readings))
    return Reading(_joined(tables), controls, notices, readings[0].header, refused)


def _each(files: Files, read: Callable[[str], Reading]) -> tuple[list[Reading], list[Notice]]:
    """The reading of each file; one with a header and no row, as of a month without orders, is told beside others."""
    readings, empty = [], []
    for name in files.names:
        try:
            readings.append(read(name))
        except InputRefused as refusal:
            if {one.code for one in refusal.problems} != {"E238"} or len(files.names) == 1:
                raise
            empty.append((notice("N296", place=Place(as_told(name))), refusal))
    if not readings:
        raise empty[0][1]
    return readings, [told for told, _ in empty]


def _one_kind_of_columns(readings: Sequence[Reading]) -> list[Notice]:
    """Refuse files whose columns mean different things; tell of others that only some have."""
    first = readings[0]
    notices = []
    for other in readings[1:]:
        place = Place(other.controls.file)
        one, two = (
            {"kind": each.controls.kind} | {role: by.value.casefold() for role, by in each.controls.columns.items()}
            for each in (first, other)
        )
        differing = [role for role in {**one, **two} if one.get(role) != two.get(role)]
        looked = {*map(str.casefold, first.controls.looked_at)} ^ {*map(str.casefold, other.controls.looked_at)}
        names = {text.casefold(): text for text in (*first.header, *other.header)}
        here, there = ({text.casefold() for text in each.header if text} for each in (other, first))
        if differing or (looked and looked & (here ^ there)):
            what = [say("{role} is {one} there and {two} here", role=RoleName(role), one=_column(first, role),
                        two=_column(other, role)) for role in differing]  # fmt: skip
            what += (
                [] if differing else [say("{names} is in one of them alone", names=listed(names[n] for n in looked))]
            )
            raise InputRefused(problem("E394", place=place, other=first.controls.file, what=say("{what:;}", what=what)))
        if here != there:
            alone = listed(names[name] for name in sorted(here ^ there))
            notices.append(notice("N293", place=place, other=first.controls.file, names=alone))
    return notices


def _archives(names: Sequence[str]) -> dict[str, Chosen]:
    """The zip archives that are read as a whole, and which of the files in each."""
    if not any((inside := archive_of(name)) and inside[1] for name in names):
        return {}
    from custecon.sources.zip_archives import taken_whole

    return taken_whole(names)


def _with_names(names: Sequence[str], refusal: InputRefused) -> InputRefused:
    """A refusal of files that are not alike; of an archive that was taken whole it is told that they have names."""
    first = refusal.problems[0]
    if first.code not in _UNLIKE or first.place is None:
        return refusal
    file = first.place.file
    for path, archive in _archives(names).items():
        others = [name for one in archive.read if (name := f"{path}/{one.name}") != file]
        if len(others) < len(archive.read):
            suffixes = {os.path.splitext(name)[1] for name in others}
            alike = len(others) > 1 and len(suffixes) == 1 and not file.endswith(tuple(suffixes))
            example = shlex.quote(f"{path}/*{suffixes.pop()}" if alike else others[0])
            told = listed(one.name for one in archive.read)
            hint = problem("E386", place=Place(path), names=told, example=example)
            return InputRefused([hint, *refusal.problems], context=refusal.context, more=refusal.more)
    return refusal


def _column(reading: Reading, role: str) -> str:
    if role == "kind":
        return reading.controls.kind
    decided = reading.controls.columns.get(role)
    return f"«{shown(decided.value)}»" if decided else say("no column")


def _one_currency(readings: Sequence[Reading]) -> None:
    found = {one.controls.currency: one.controls.file for one in readings if one.controls.totals}
    if len(found) > 1:
        (one, first), (two, second), *_ = found.items()
        values = {"one": one or say("no currency that is told"), "two": two or say("no currency that is told")}
        named = next(filter(None, found))
        raise InputRefused(problem("E397", place=Place(second), other=first, **values, code=named))


def _no_file_twice(readings: Sequence[Reading]) -> None:
    for one, two in combinations(readings, 2):
        alike = one.table.rows == two.table.rows and one.table.columns.keys() == two.table.columns.keys()
        same = alike and all(one.table.values(role) == two.table.values(role) for role in one.table.columns)
        if same or one.controls.sha256 == two.controls.sha256:
            raise InputRefused(problem("E396", place=Place(two.controls.file), other=one.controls.file))


def _no_client_twice(readings: Sequence[Reading]) -> None:
    seen: dict[Any, str] = {}
    for one in readings:
        for client in one.table.cells("client"):
            other = seen.setdefault(client, one.controls.file)
            if other != one.controls.file:
                values = {"what": say("client"), "name": shown(client), "other": other, "how": say("too"), "more": ""}
                cure = say("put the rows of each client together: such a list has one row a client")
                raise InputRefused(problem("E395", place=Place(one.controls.file), **values, cure=cure))


def _joined(tables: Sequence[CheckedTable]) -> CheckedTable:
    """The rows of all tables, one below the other, numbers in one unit."""
    first = tables[0]
    columns = {}
    for role, column in first.columns.items():
        if not all(role in table for table in tables):
            continue  # what only some of the files say of clients, who has left, is said of none
        every = [table.columns[role] for table in tables]
        scale = max(one.scale for one in every)
        cells = tuple(chain.from_iterable(_scaled(one, scale) for one in every))
        columns[role] = CheckedColumn(column.role, column.header, cells, scale, column.currency)
    return CheckedTable(first.schema, columns, sum(table.rows for table in tables))


def _scaled(column: CheckedColumn, scale: int) -> Iterable[Any]:
    if column.scale == scale:
        return column.cells
    return (None if cell is None else cell * 10 ** (scale - column.scale) for cell in column.cells)


def _sum_of(
    name: str,
    readings: Sequence[Reading],
    tables: Sequence[CheckedTable],
    left_out: Mapping[int, list[int]],
    options: ReadingOptions,
) -> ControlTotals:
    """The control totals of all files together, with those of each as parts."""
    parts = [one.controls for one in readings]
    table = _joined(tables)
    days = [day for one in parts for day in (one.first_date, one.last_date) if day]
    as_of = options.as_of or max((one.as_of for one in parts if one.as_of), default=None)
    skipped, set_aside = _added(one.skipped for one in parts), _added(one.set_aside for one in parts)
    if rows := sum(map(len, left_out.values())):
        skipped[_IN_ANOTHER] = rows
        money = next((role for role in table.schema.money if role in table.columns), None)
        if money is not None:
            set_aside[_IN_ANOTHER] = sum(
                (exact(readings[n].table.cells(money)[row] or 0, readings[n].table.columns[money].scale)
                 for n, gone in left_out.items() for row in gone), start=exact(0, 0))  # fmt: skip
    settings = _settings(parts)
    if as_of:
        settings["as_of"] = Decided(Day(as_of.isoformat()), "given" if options.as_of else "last date")
    return replace(
        parts[0],
        file=name,
        sha256=sha256("\n".join(one.sha256 for one in parts).encode()).hexdigest(),
        rows_in_file=sum(one.rows_in_file for one in parts),
        used=table.rows,
        skipped=skipped,
        refused=sum(one.refused for one in parts),
        clients=len({*table.cells("client")} - {None}) if "client" in table else None,
        totals={role: column.total() for role, column in table.columns.items() if column.role.kind is Kind.MONEY},
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        settings=settings,
        counts=_added(one.counts for one in parts),
        set_aside=set_aside,
        against=_added(one.against for one in parts),
        as_of=as_of,
        looked_at=tuple(dict.fromkeys(chain.from_iterable(one.looked_at for one in parts))),
        unused=tuple(dict.fromkeys(chain.from_iterable(one.unused for one in parts))),
        parts=tuple(parts),
    )


def _added(every: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in every:
        for name, value in one.items():
            found[name] = found[name] + value if name in found else value
    return found


def _settings(parts: Sequence[ControlTotals]) -> dict[str, Decided]:
    """How the files were read: what is the same of all, or each of several ways with the files that decided it."""
    found: dict[str, Decided] = {}
    for name in dict.fromkeys(chain.from_iterable(one.settings for one in parts)):
        every = [one.settings[name] for one in parts if name in one.settings]
        values = Counter(one.value for one in every)
        by = {one.by for one in every}
        if len(values) == 1:
            found[name] = every[0] if len(by) == 1 else Decided(every[0].value, "in each file")
        else:
            found[name] = Decided(" / ".join(values), "in each file")
    return found
