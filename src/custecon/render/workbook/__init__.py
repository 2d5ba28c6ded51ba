"""The results workbook that stays alive: change a yellow cell and every figure, table and chart follows."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.results import Result
from custecon.render.workbook import assumptions, results, summary, tables
from custecon.render.workbook.book import Book
from custecon.render.workbook.places import Plan

__all__ = ["content", "content_of"]

LARGE = 100_000  # from so many cells on, rows go to the disk as they are written


def content(result: Result) -> bytes:
    """The workbook of one result.

    Raises:
        OutputRefused: E410 to E413, what Excel cannot hold.
    """
    return content_of([result])


def content_of(answers: Sequence[Result]) -> bytes:
    """One workbook of several results; an input that they share stands in it once.

    Raises:
        OutputRefused: E410 to E413, what Excel cannot hold.
    """
    for result in answers:
        for table in result.tables:
            tables.refuse_oversize(table)
    size = sum(len(table.rows) * len(table.columns) for result in answers for table in result.tables)
    book = Book(large=size > LARGE)
    plan = Plan(book, answers)
    front = book.sheet("Summary", (46, 18, 16, 90))
    given = book.sheet("Assumptions", (30, 16, 18, 60, 26, 40, 24, 20))
    sheets = {}
    for part in plan.parts:
        sheets[part.title] = book.sheet(part.title, (46, 18, 18, 100))
        plan.place_tables(part)
    assumptions.write(given, plan)
    for part in plan.parts:
        for live in part.tables.values():
            tables.write(live, part)
        results.write(sheets[part.title], part)
    summary.write(front, plan)
    return book.content()
