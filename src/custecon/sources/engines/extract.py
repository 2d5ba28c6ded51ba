"""The rows of a log by which the exact reader decides what its rows are, and for how many others each stands.

Rows of one *face* (the same words wherever words say what a row is; money above, at or below zero, written in one way)
have one fate. So the first rows of the file, the first of each face and every row with a cell that fits no form are
handed to the exact reader, and every number that it reads in them is held against what the engine made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import duckdb

from custecon.sources.column_checks import Checked
from custecon.sources.controls import Work
from custecon.sources.delimited import Scanner
from custecon.sources.engines.doubt import Doubt
from custecon.sources.engines.log_loading import Forms

FIRST = 200  # rows of the file that are always in the extract
MOST_FACES, MOST_ODD = 8_000, 500
COMPUTED = None  # stands for the column of the amount where that is computed

Face = tuple[Any, ...]


class Stored(Protocol):
    """The rows of a log as they are stored."""

    def rows(self, wanted: Iterable[int], scanner: Scanner) -> Iterator[tuple[int, Sequence[Any]]]:
        """Some rows, counted from 0 with the header, in order: the line on which each begins, and its fields."""


class _Face(NamedTuple):
    """What the engine makes of a face; the place of its first row; how many rows it has, and their money."""

    hash: int
    first: int
    rows: int
    amount: int
    sums: tuple[int, ...]


@dataclass(slots=True)
class Row:
    """A row of the extract: its place in the file, and what the engine made of it.

    `face`: None where a cell fits no form. `count`: for how many rows it stands; `sums`, `amounts`: their money, by
    column and altogether.
    """

    place: int
    face: Face | None
    day: int | None
    amount: int | None
    money: dict[int | None, int | None]
    count: int = 1
    sums: dict[int | None, int] = field(default_factory=dict)
    amounts: int = 0


class Extract:
    """The rows of the table `loaded` that the exact reader is given."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, forms: Forms, proved: Stored, scanner: Scanner) -> None:
        self._engine, self._forms, self._proved, self._scanner = engine, forms, proved, scanner

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows of the extract, by line."""
        return {line: row for line, _, row in self._cells}

    @cached_property
    def hashes(self) -> dict[Face, int]:
        """Every face that the log has, with what the engine makes of it."""
        return {face: found.hash for face, found in self._faces.items()}

    @property
    def fits(self) -> str:
        """Whether every cell of a row fits the form of its column, as the engine is asked."""
        money = (f"f{column} IS NOT NULL" for column in self._forms.money)
        named = () if self._forms.nameless else ("client",)
        return " AND ".join([*(f"{each} IS NOT NULL" for each in (*named, "day")), *money])

    @property
    def _money(self) -> dict[int | None, str]:
        """The columns of money, as the engine is asked for their values."""
        money: dict[int | None, str] = {column: f"m{column}" for column in self._forms.money}
        return money if self._forms.computed is None else money | {COMPUTED: self._forms.computed}

    @cached_property
    def _faces(self) -> dict[Face, _Face]:
        face, sums = ", ".join(self._forms.face), [f"sum({value})" for value in self._money.values()]
        found = self._engine.execute(
            f"SELECT hash({face}), min(rowid), count(*), sum(amount), {', '.join([*sums, face])} FROM loaded "
            f"WHERE {self.fits} GROUP BY {face} LIMIT {MOST_FACES + 1}"
        ).fetchall()
        if len(found) > MOST_FACES or len({each[0] for each in found}) < len(found):
            raise Doubt
        own = 4 + len(sums)
        return {
            each[own:]: _Face(
                each[0], each[1], each[2], int(each[3] or 0), tuple(int(sum_ or 0) for sum_ in each[4:own])
            )
            for each in found
        }

    @cached_property
    def _cells(self) -> list[tuple[int, Sequence[Any], Row]]:
        """Line, cells and row of each, as they stand in the file."""
        odd = self._places(f"WHERE NOT ({self.fits}) LIMIT {MOST_ODD + 1}")
        if len(odd) > MOST_ODD:
            raise Doubt
        firsts = (face.first for face in self._faces.values())
        wanted = sorted({*self._places(f"ORDER BY rowid LIMIT {FIRST}"), *odd, *firsts})
        money = self._money
        asked = ", ".join([self.fits, "day", "amount", *money.values(), *self._forms.face])
        found = self._engine.execute(
            f"SELECT rowid, {asked} FROM loaded WHERE rowid IN (SELECT unnest(?)) ORDER BY rowid", [wanted]
        ).fetchall()
        rows = [
            Row(place, tuple(rest[len(money) :]) if fit else None, day, amount, dict(zip(money, rest, strict=False)))
            for place, fit, day, amount, *rest in found
        ]
        self._weighed(rows)
        texts = self._proved.rows((row.place + 1 for row in rows), self._scanner)
        return [(line, cells, row) for (line, cells), row in zip(texts, rows, strict=True)]

    def _places_of_computed(self) -> int:
        """How many decimal places the computed amounts need that fit."""
        places, computed = self._forms.places, self._forms.computed
        spare = ", ".join(f"bool_and({computed} % {10**many} = 0)" for many in range(1, places + 1))
        (found,) = self._engine.execute(f"SELECT {spare} FROM loaded WHERE {self.fits}").fetchall()
        return places - next((many for many, without in enumerate(found) if not without), places)

    def _places(self, which: str) -> list[int]:
        return [place for (place,) in self._engine.execute(f"SELECT rowid FROM loaded {which}").fetchall()]

    def _weighed(self, rows: list[Row]) -> None:
        """Let the first row of each face stand for all that are not in the extract."""
        firsts: dict[Face, Row] = {}
        for row in rows:
            if row.face is None:
                continue
            face = self._faces[row.face]
            if row.place == face.first:
                firsts[row.face] = row
                row.count, row.amounts = face.rows, face.amount
                row.sums = dict(zip(row.money, face.sums, strict=True))
                continue
            first = firsts[row.face]
            first.count -= 1
            first.amounts -= row.amount or 0
            for column, value in row.money.items():
                first.sums[column] -= value or 0

    def lines(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The header and the rows of the extract: line and cells of each."""
        yield next(iter(self._proved.rows([0], self._scanner)))
        for line, cells, _ in self._cells:
            yield line, cells

    def weigh(self, work: Work, column: int | None, checked: Checked) -> None:
        """Hold the money of a column against the engine's; in a cell of a row put that of all the rows it stands for.

        Raises:
            Doubt: they differ.
        """
        places = self._forms.places if column is COMPUTED else self._forms.money[column].places
        if checked.scale > places or checked.power:
            raise Doubt
        if column is COMPUTED and (more := self._places_of_computed() - checked.scale) > 0:
            checked.cells = [None if cell is None else cell * 10**more for cell in checked.cells]
            checked.scale += more
        unit = 10 ** (places - checked.scale)
        for place, line in enumerate(work.gathered.lines):
            row, cell = self.rows[line], checked.cells[place]
            if row.face is None:
                continue
            against = place in work.against and checked is work.money()
            if (None if cell is None else cell * unit) != turned(row.money[column], against=against):
                raise Doubt
            if row.sums and cell is not None:
                checked.cells[place] = (turned(row.sums[column], against=against) or 0) // unit


def turned(money: int | None, *, against: bool) -> int | None:
    """Money below zero, whatever its sign, if it counts against."""
    return -abs(money) if against and money is not None else money
