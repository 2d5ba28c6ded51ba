"""The sheets that let another person check: Sources (formulas, conventions, citations) and Data (files, settings)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from custecon.core.language import spoken, words
from custecon.core.phrases import Exact, RoleName, say
from custecon.core.results import Column, Result
from custecon.core.rounding import rounded
from custecon.core.schemas import ControlTotals
from custecon.core.units import MONEY
from custecon.core.version import __version__
from custecon.render import formulas, working
from custecon.render.control_totals import set_apart
from custecon.render.workbook import plain_words
from custecon.render.workbook.book import Sheet
from custecon.render.workbook.cell_addresses import Plan

CELL_DIGITS = 15  # of a number, which Excel keeps


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
            formula = f"{words(metric.symbol)} = {lines.formula}" if lines else ""
            cited = "; ".join(
                f"{spoken().worded(one)} ({one.work.where}; {words(one.work.read)})" for one in metric.sources
            )
            told = (words(one) for one in (metric.convention, metric.valid, metric.criticism))
            row = _row(sheet, row, (words(metric.label), formula, *told, cited))
        cited_already = {str(s) for f in part.result.figures if f.metric for s in f.metric.sources}
        for source in dict.fromkeys(part.result.sources):
            if str(source) not in cited_already:
                row = _row(
                    sheet, row, (part.title, "", "", "", "", f"{spoken().worded(source)} ({words(source.work.read)})")
                )
        seen_before = {figure.metric.criticism for figure in part.result.figures if figure.metric}
        for line in part.result.criticism:
            if line not in seen_before:
                row = _row(sheet, row, (part.title, "", "", "", words(line), ""))
    row += 1
    _heads(sheet, row, ("column", "formula", "what it is", "unit", "table", ""))
    row += 1
    for part in plan.parts:
        for live in part.tables.values():
            for column in live.table.columns:
                formula = _formula_of(column)
                unit = spoken().unit(column.unit, part.result.period, part.result.currency)
                facts = (words(column.label), formula, words(column.meaning), unit, words(live.table.title), "")
                row = _row(sheet, row, facts)


def _formula_of(column: Column) -> str:
    """How the cells of a column come about, in words."""
    if column.fixed:
        return words(say("a value, not a formula: {why}", why=say(column.fixed)))
    if column.cells is not None and any(cell is not None for cell in column.cells):
        return words("each row has its own")
    return formulas.in_words(column.formula) if column.formula is not None else ""


def write_data(sheet: Sheet, plan: Plan) -> None:
    """What was asked, what must be known, and what proves the reading of each file."""
    sheet.title("Data")
    row = _row(sheet, 2, ("custecon", words(say("version {number}", number=__version__))))
    for part in plan.parts:
        result = part.result
        sheet.write(row, 0, part.title, "section")
        row += 1
        for name, value in _asked(result):
            row = _row(sheet, row, (words(name), words(value) if isinstance(value, str) else value))
        for told in result.notices:
            if said := plain_words.of_notice(told, plan, brief=False):
                row = _row(sheet, row, (words(say("note {code}", code=told.code)), said))
        for controls in result.controls:
            sheet.write(row, 0, words("control totals"), "strong")
            row += 1
            for name, value in _proof(controls):
                row = _row(sheet, row, (words(name), value))


def _asked(result: Result) -> Iterable[tuple[str, Any]]:
    yield "command", result.command
    if result.answer:
        yield "answer when written", result.answer
    if result.as_of:
        yield "as of", dt.date.fromisoformat(result.as_of)
    for name, value in (("period", result.period), ("currency", result.currency)):
        if value:
            yield name, words(value.value) if isinstance(value, Enum) else str(value)
    yield from result.parameters


def _proof(controls: ControlTotals) -> Iterable[tuple[str, Any]]:
    yield "file", controls.file
    yield "SHA-256", controls.sha256
    yield "kind of file", words(controls.kind)
    yield "rows in the file", controls.rows_in_file
    yield "rows used", controls.used
    for reason, count in controls.skipped.items():
        yield say("rows left out: {reason}", reason=say(reason)), count
    yield "rows refused", controls.refused
    if controls.clients is not None:
        yield "clients", controls.clients
    for name, total in controls.totals.items():
        yield say("sum of {name}", name=RoleName(name)), _total(total)
    for label, date in (("first date", controls.first_date), ("last date", controls.last_date)):
        if date is not None:
            yield label, date
    if apart := set_apart(controls):
        yield "set apart", words(apart)
    if controls.currency:
        yield "currency", controls.currency
    yield from _decided("read as: {setting}", controls.settings)
    yield from _decided("column: {setting}", controls.columns)
    for what, count in controls.counts.items():
        if count:
            yield say("noticed: {what}", what=say(what)), count


def _total(total: Decimal) -> Decimal | str:
    """A total as a number where a cell keeps it and shows all of it, else as a text with every digit."""
    kept = len(total.as_tuple().digits) <= CELL_DIGITS and total == rounded(total, 2)
    return total if kept else words(say("{total}", total=Exact(total, grouped=False)))


def _decided(template: str, settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, decided in settings.items():
        yield say(template, setting=say(name.replace("_", " "))), words(decided.phrase)


def _heads(sheet: Sheet, row: int, heads: Iterable[str]) -> None:
    for column, head in enumerate(heads):
        sheet.write(row, column, words(head), "head")


def _row(sheet: Sheet, row: int, facts: Iterable[Any]) -> int:
    for column, fact in enumerate(facts):
        unit = MONEY if isinstance(fact, Decimal) else None
        sheet.write(row, column, fact, "long" if isinstance(fact, str) else "plain", unit)
    return row + 1
