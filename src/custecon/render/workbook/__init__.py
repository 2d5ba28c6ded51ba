"""The results workbook that stays alive: change a yellow cell and every figure, table and chart follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from custecon.core.errors import Notice, notice
from custecon.core.own_workbook import METHOD
from custecon.core.results import Result
from custecon.render.workbook import assumptions, audit_sheets, charts, first_page, results, sensitivity_sheet, tables
from custecon.render.workbook.book import Book
from custecon.render.workbook.cell_addresses import Plan
from custecon.render.workbook.layout import Layout

__all__ = ["content", "content_of"]

CHARTS = "These charts are drawn from cells: they follow every change."
SMALL = "the small tables of all answers; long ones have sheets of their own"
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
    layout = Layout(book, plan)
    if layout.assumptions is not None:
        assumptions.write(layout.assumptions, plan)
    _write_parts(layout)
    if layout.levers is not None:
        sensitivity_sheet.write(layout.levers, plan)
    audit_sheets.write_sources(layout.sources, plan)
    audit_sheets.write_data(layout.data, plan)
    first_page.write(layout.front, plan, [sheet.name for sheet in layout.printed()])
    if tell is not None:
        for code, count in (("N410", book.replaced), ("N411", book.kept)):
            if count:
                tell(notice(code, count=count))
    return book.content()


def _write_parts(layout: Layout) -> None:
    """What the results have of tables, figures and pictures."""
    if layout.plan.together is not None:
        layout.plan.together.title("Tables", SMALL)
    for part in layout.plan.parts:
        for live in part.tables.values():
            tables.write(live, part)
        if part.title in layout.figures:
            results.write(layout.figures[part.title], part, folded=layout.together)
    for name, drawn in layout.charts.items():
        sheet = layout.book.sheets[name]
        if not sheet.rows:
            sheet.title("Charts" if layout.together else drawn[0][0].result.title, CHARTS)
        charts.write(sheet, drawn, beside=layout.together)


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
