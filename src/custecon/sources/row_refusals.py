"""Refusals of single rows, collected cheaply: the first twenty are told in full, the rest are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from custecon.core.errors import Place, Problem, problem
from custecon.core.schemas import RefusedRow
from custecon.sources.layout import letter
from custecon.sources.wording import shown

TOLD = 20


class Fault(NamedTuple):
    """What is wrong with one cell: the line, the column (-1: the whole row), the code and the values of its text."""

    line: int
    column: int
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a place is made from: the file, the sheet, the headers, and whether columns have letters (Excel).

    `spans` tells the line of each field of a row that runs over several lines.
    """

    file: str
    headers: tuple[str, ...] = ()
    sheet: str | None = None
    letters: bool = False
    spans: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def place(self, line: int | None = None, column: int | None = None) -> Place:
        """The place of a cell, a row or the file."""
        if column is None or not 0 <= column < len(self.headers):
            return Place(self.file, line, sheet=self.sheet)
        if line is not None and line in self.spans:
            line = self.spans[line][column] if column < len(self.spans[line]) else line
        position = letter(column) if self.letters else str(column + 1)
        return Place(self.file, line, shown(self.headers[column]) or position, position, self.sheet)

    def typed(self, column: int) -> str:
        """A column as an option can name it: by its header, else by its number as in #3."""
        header = self.headers[column]
        alone = self.headers.count(header) == 1 and header == shown(header) and not set("'=#") & set(header)
        return header if alone else f"#{column + 1}"


@dataclass(slots=True)
class Faults:
    """The faults of a file, row by row."""

    ground: Ground
    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, column: int, code: str, /, **values: object) -> None:
        """Note a fault."""
        self.found.append(Fault(line, column, code, values))

    def add_together(self, lines: Iterable[int], column: int, code: str, values: Mapping[str, object]) -> None:
        """Note a fault that several rows have in common: it is told once, at the first of them."""
        self.found += (Fault(line, column, code, values) for line in lines)

    def lines(self) -> set[int]:
        """The rows that are refused."""
        return {fault.line for fault in self.found}

    def problems(self) -> tuple[list[Problem], int]:
        """The first twenty problems in the order of the file, and how many more there are."""
        every = sorted(self.found, key=lambda fault: (fault.line, fault.column))
        first = list({(fault.code, fault.column, id(fault.values)): fault for fault in reversed(every)}.values())[::-1]
        return [self._problem(fault) for fault in first[:TOLD]], max(0, len(first) - TOLD)

    def rows(self, cells: Mapping[int, tuple[str, ...]]) -> tuple[RefusedRow, ...]:
        """The refused rows with their cells and reasons, for the file of --skip-bad."""
        reasons: dict[int, list[Problem]] = {}
        for fault in self.found:
            reasons.setdefault(fault.line, []).append(self._problem(fault))
        return tuple(RefusedRow(line, cells.get(line, ()), tuple(reasons[line])) for line in sorted(reasons))

    def _problem(self, fault: Fault) -> Problem:
        place = self.ground.place(fault.line, None if fault.column < 0 else fault.column)
        return problem(fault.code, place=place, **fault.values)
