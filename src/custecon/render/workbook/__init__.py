"""The results workbook that stays alive: change a yellow cell and every figure, table and chart follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from custecon.core.errors import Notice, notice
from custecon.core.own_workbook import METHOD
from custecon.core.results import Result
from custecon.render.workbook import assumptions, audit_sheets, charts, results, sensitivity_sheet, summary, tables
from custecon.render.workbook.book import Book, Sheet
from custecon.render.workbook.cell_addresses import Part, Plan

__all__ = ["content", "content_of"]

LARGE = 100_000  # from so many cells on, rows go to the disk as they are written


def content(result: Result, tell: Callable[[Notice], None] | None = None) -> bytes:
    """The workbook of one result; `tell` hears what the person must know of it.

    Raises:
        OutputRefused: E410 to E413, what Excel cannot hold.
    """
    return content_of([result], tell)


def content_of(answers: Sequence[Result], tell: Callable[[Notice], None] | None = None) -> bytes:
    """One workbook of several results; an input that they share stands in it once.

    Raises:
        OutputRefused: E410 to E413, what Excel cannot hold.
    """
    answers = [result.beneath.under(result) for result in answers]
    book = _opened(answers)
    plan = Plan(book, answers)
    front = book.sheet("Summary", (40, 18, 16, 74))
    assumes = bool(plan.inputs) or plan.template
    given = book.sheet("Assumptions", (28, 16, 17, 40, 22, 30, 18, 12)) if assumes else None
    sheets, drawn = {}, {}
    for part in plan.parts:
        if part.result.figures:
            sheets[part.title] = book.sheet(part.title, (40, 18, 16, 80))
        plan.place_tables(part)
        if charts.pictures_of(part):
            drawn[part.title] = book.sheet(f"{part.title} charts", fitted=False)
    if given is not None:
        assumptions.write(given, plan)
    for part in plan.parts:
        _write_part(part, sheets, drawn)
    if plan.inputs and not plan.template:
        sensitivity_sheet.write(book.sheet("Levers", (40, 16, 16, *(17,) * 8)), plan)
    audit_sheets.write_sources(book.sheet("Sources", (30, 44, 32, 28, 40, 40)), plan)
    audit_sheets.write_data(book.sheet("Data", (34, 100)), plan)
    summary.write(front, plan)
    if tell is not None:
        for code, count in (("N410", book.replaced), ("N411", book.kept)):
            if count:
                tell(notice(code, count=count))
    return book.content()


def _write_part(part: Part, sheets: Mapping[str, Sheet], drawn: Mapping[str, Sheet]) -> None:
    """What one result has of tables, figures and pictures."""
    for live in part.tables.values():
        tables.write(live, part)
    if part.title in sheets:
        results.write(sheets[part.title], part)
    if part.title in drawn:
        charts.write(drawn[part.title], part)


def _opened(answers: Sequence[Result]) -> Book:
    """The empty workbook, after nothing was found that it cannot hold."""
    for result in answers:
        for table in result.tables:
            tables.refuse_oversize(table)
    size = sum(len(table.rows) * len(table.columns) for result in answers for table in result.tables)
    book = Book(large=size > LARGE)
    for result in answers:
        metrics = [figure.metric for figure in result.figures]
        if len(metrics) == 1 and metrics[0] is not None:  # asked for alone; custecon reads it back that way
            book.file.set_custom_property(METHOD + result.command, metrics[0].slug)
    return book
