"""The sheets that let another person check: Sources (formulas, conventions, citations) and Data (files, settings)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from custecon.core.language import spoken
from custecon.core.results import Column, Result
from custecon.core.rounding import full
from custecon.core.schemas import ControlTotals
from custecon.core.version import __version__
from custecon.render import formulas, working
from custecon.render.control_totals import set_apart
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import Plan


def write_sources(sheet: Sheet, plan: Plan) -> None:
    """Every formula once, with its convention, validity, criticism and citation; then every column of the tables."""
    sheet.title("Sources")
    _heads(sheet, 2, ("figure", "formula", "what is counted", "valid while", "what it does not see", "source"))
    row = 3
    seen: set[str] = set()
    for part in plan.parts:
        for figure in part.result.figures:
            if figure.metric is None or figure.metric.name in seen:
                continue
            seen.add(figure.metric.name)
            metric, lines = figure.metric, working.of(figure)
            formula = f"{metric.symbol} = {lines.formula}" if lines else ""
            cited = "; ".join(f"{source} ({source.work.where}; {source.work.read})" for source in metric.sources)
            facts = (metric.label, formula, metric.convention, metric.valid, metric.criticism, cited)
            row = _row(sheet, row, facts)
        cited_already = {str(s) for f in part.result.figures if f.metric for s in f.metric.sources}
        for source in dict.fromkeys(part.result.sources):
            if str(source) not in cited_already:
                row = _row(sheet, row, (part.title, "", "", "", "", f"{source} ({source.work.read})"))
        told = {figure.metric.criticism for figure in part.result.figures if figure.metric}
        for line in part.result.criticism:
            if line not in told:
                row = _row(sheet, row, (part.title, "", "", "", line, ""))
    row += 1
    _heads(sheet, row, ("column", "formula", "what it is", "unit", "table", ""))
    row += 1
    for part in plan.parts:
        for live in part.tables.values():
            for column in live.table.columns:
                formula = _formula_of(column)
                unit = spoken().unit(column.unit, part.result.period, part.result.currency)
                row = _row(sheet, row, (column.label, formula, column.meaning, unit, live.table.title, ""))


def _formula_of(column: Column) -> str:
    """How the cells of a column come about, in words."""
    if column.fixed:
        return f"a value, not a formula: {column.fixed}"
    if column.cells is not None and any(cell is not None for cell in column.cells):
        return "each row has its own"
    return formulas.in_words(column.formula) if column.formula is not None else ""


def write_data(sheet: Sheet, plan: Plan) -> None:
    """What was asked, what must be known, and what proves the reading of each file."""
    sheet.title("Data")
    row = _row(sheet, 2, ("custecon", f"version {__version__}"))
    for part in plan.parts:
        result = part.result
        sheet.write(row, 0, part.title, "section")
        row += 1
        for fact in _asked(result):
            row = _row(sheet, row, fact)
        for told in result.notices:
            row = _row(sheet, row, (f"note {told.code}", str(told) + (f"; {told.cure}" if told.cure else "")))
        for controls in result.controls:
            sheet.write(row, 0, "control totals", "strong")
            row += 1
            for name, value in _proof(controls):
                row = _row(sheet, row, (name, value))


def _asked(result: Result) -> Iterable[tuple[str, Any]]:
    yield "command", result.command
    if result.answer:
        yield "answer when written", result.answer
    for name, value in (("as of", result.as_of), ("period", result.period), ("currency", result.currency)):
        if value:
            yield name, str(value)
    yield from result.parameters


def _proof(controls: ControlTotals) -> Iterable[tuple[str, Any]]:
    yield "file", controls.file
    yield "SHA-256", controls.sha256
    yield "kind of file", controls.kind
    yield "rows in the file", controls.rows_in_file
    yield "rows used", controls.used
    for reason, count in controls.skipped.items():
        yield f"rows left out: {reason}", count
    yield "rows refused", controls.refused
    if controls.clients is not None:
        yield "clients", controls.clients
    for name, total in controls.totals.items():
        yield f"sum of {name}", full(total)  # every digit, which a sheet's own numbers do not keep
    for label, date in (("first date", controls.first_date), ("last date", controls.last_date)):
        if date is not None:
            yield label, date
    if apart := set_apart(controls):
        yield "set apart", apart
    if controls.currency:
        yield "currency", controls.currency
    yield from _decided("read as: ", controls.settings)
    yield from _decided("column: ", controls.columns)
    for what, count in controls.counts.items():
        if count:
            yield f"noticed: {what}", count


def _decided(prefix: str, settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, decided in settings.items():
        yield prefix + name.replace("_", " "), str(decided)


def _heads(sheet: Sheet, row: int, heads: Iterable[str]) -> None:
    for column, head in enumerate(heads):
        sheet.write(row, column, head, "head")


def _row(sheet: Sheet, row: int, facts: Iterable[Any]) -> int:
    for column, fact in enumerate(facts):
        sheet.write(row, column, fact, "long" if isinstance(fact, str) else "plain")
    return row + 1
