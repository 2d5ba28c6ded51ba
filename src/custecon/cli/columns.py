"""`--table by_segment --columns segment,clients`: which table comes first, and which of its columns, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from custecon.cli.options import Asked
from custecon.core.errors import UsageError, problem
from custecon.core.misspelling import no_such
from custecon.core.phrases import say
from custecon.core.results import Result, Table
from custecon.core.screen import WHOLE, Extract

CUT_SHORT = ("N309",)  # told where a result lacks its usual tables


def refuse_workbook(asked: Asked, form: str) -> None:
    """Raises UsageError: E148 a workbook keeps all its tables and columns."""
    for name in ("table", "columns"):
        if form == "xlsx" and asked.text(name) is not None:
            raise UsageError(problem("E148", name=name))


def picked(result: Result, asked: Asked) -> Result:
    """The result with the table first that was asked for, and its columns; a picture that needs others is left out.

    Raises:
        UsageError: E110 there is no such table or column, E147 there is no table at all.
    """
    wanted, columns = asked.text("table"), asked.text("columns")
    if wanted is None and columns is None:
        return result
    if not result.tables:
        raise UsageError(problem("E147", name="columns" if wanted is None else "table"))
    table, tables = result.tables[0], result.tables
    if wanted is not None:
        place = _place(wanted, "table", [(one.name, one.title) for one in tables])
        table = tables[place]
    shown = table
    if columns is not None:
        why = "; ".join(str(one) for one in result.notices if one.code in CUT_SHORT)
        shown = table.only(list(dict.fromkeys(_column(name, table, tables, why) for name in columns.split(","))))
    kept = {column.name for column in shown.columns}
    pictures = tuple(
        one
        for one in result.pictures
        if one.table != table.name or {one.labels, *one.values, *(one.band or ())} <= kept
    )
    others = tuple(one for one in tables if one is not table)
    screen = result.screen
    if screen is not None:  # what was asked for stands there instead of what comes first by itself
        told = screen.table.columns if screen.table and screen.table.table == shown.name and columns is None else ()
        rest = [column.name for column in shown.columns if column.name not in told] if told else []
        screen = replace(screen, picture="", table=Extract(shown.name, columns=(*told, *rest), rows=WHOLE))
    return replace(result, tables=(shown, *others), pictures=pictures, screen=screen)


def _column(given: str, table: Table, tables: Sequence[Table], why: str) -> int:
    """Where a column of the table stands; if only another table has it, the refusal says which.

    `why`: why the result has other tables than usual.
    """
    names = [(column.name, column.label) for column in table.columns]
    place = _found(given, names)
    if place is None:
        others = [one for one in tables if _found(given, [(each.name, each.label) for each in one.columns]) is not None]
        hint = say("the table {name} has it: --table {name}", name=others[0].name) if others else why
        known = [name for name, _ in names] if not hint else []
        told = no_such(say("column of {table}", table=table.name), given.strip(), known, hint=hint)
        raise UsageError(told)
    return place


def _place(given: str, what: str, known: Sequence[tuple[str, str]]) -> int:
    place = _found(given, known)
    if place is None:
        raise UsageError(no_such(what, given.strip(), [name for name, _ in known]))
    return place


def _found(given: str, known: Sequence[tuple[str, str]]) -> int | None:
    """Where the name that was typed stands, else the label; capitals, blanks and hyphens do not matter."""
    for spellings in zip(*((_folded(name), _folded(label)) for name, label in known), strict=True):
        if (name := _folded(given)) and name in spellings:
            return spellings.index(name)
    return None


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()
