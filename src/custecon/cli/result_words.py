"""The figures and columns of results by name, for `explain` and `list`.

results.csv and tables.csv are gathered from the results of the commands' own examples (docs/answers.py), so that a
figure is described once: where it is made.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple


class ResultWord(NamedTuple):
    """A figure or column that the result of a command holds; `example` shows it."""

    name: str
    kind: str
    command: str
    example: str
    label: str
    unit: str
    says: str

    @property
    def slug(self) -> str:
        """The name as it is asked for."""
        return self.name.replace("_", "-")


class ResultTable(NamedTuple):
    """A table that the result of a command may hold, and the names of its columns, a semicolon between them."""

    command: str
    name: str
    title: str
    columns: str


@cache
def tables_of(command: str) -> tuple[ResultTable, ...]:
    """Those of a command, as its examples show them."""
    with Path(__file__).with_name("tables.csv").open(encoding="utf-8", newline="") as file:
        return tuple(ResultTable(*row) for row in list(csv.reader(file))[1:] if row[0] == command)


@cache
def known() -> tuple[ResultWord, ...]:
    """All of them, by name."""
    with Path(__file__).with_name("results.csv").open(encoding="utf-8", newline="") as file:
        return tuple(ResultWord(*row) for row in list(csv.reader(file))[1:])
