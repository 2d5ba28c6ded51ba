"""Markdown for documents and HTML for notebooks: the same tables and proofs in two notations."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from custecon.core.errors import Notice
from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Input, Result
from custecon.core.schemas import Reading
from custecon.render import control_totals, safe_text, working
from custecon.render.table_totals import totals_of


class _Grid(NamedTuple):
    """A table ready to be written: title, header, rows of shown cells, and the row of totals if it has one."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None


def _grids(result: Result) -> Iterable[_Grid]:
    """Every table of the result."""
    if result.figures:
        header = ["figure", "value", "unit", "what is counted"]
        yield _Grid("", list(map(words, header)), [_figure_row(figure, result) for figure in result.figures])
    for table in result.tables:
        rows = [[_cell(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
        header = [words(column.label) for column in table.columns]
        yield _Grid(words(table.title), header, rows, totals_of(table, _cell))
    if result.inputs:
        header = ["input", "value", "unit", "where from"]
        rows = [_input_row(entry, result) for entry in result.inputs]
        yield _Grid(words("What went in"), list(map(words, header)), rows)


def _cell(value: Any, column: Column) -> str:
    return spoken().shown(value, column.unit)


def _figure_row(figure: Figure, result: Result) -> list[str]:
    unit = spoken().unit(figure.unit, result.period, result.currency)
    if figure.undefined:
        return [words(figure.label), words("undefined"), unit, words(figure.undefined.phrase)]
    value = spoken().shown(figure.value, figure.unit)
    if figure.interval:
        value += f" [{spoken().between(figure.interval.low, figure.interval.high, figure.unit)}]"
    return [words(figure.label), value, unit, words(figure.convention)]


def _input_row(entry: Input, result: Result) -> list[str]:
    unit = spoken().unit(entry.quantity.unit, result.period, result.currency)
    value = spoken().shown(entry.value, entry.quantity.unit)
    return [words(entry.quantity.label), value, unit, words(entry.whence)]


def _proofs(result: Result, *, explain: bool) -> list[str]:
    """Working, notices, sources and control totals as lines."""
    lines = []
    for figure in result.figures:
        shown = working.of(figure, result.currency) if explain or figure.weight == "main" else None
        if shown:
            lines.append(f"{words(figure.label)}: {words(shown.symbol)} = {shown.formula} = {shown.with_numbers}")
    lines += map(_note, result.notices)
    if explain:
        lines += [words(say("Counted: {how}", how=say(how))) for how in result.counted]
        lines += map(words, result.criticism)
    lines += dict.fromkeys(words(say("Source: {source}", source=str(source))) for source in result.sources)
    return [*lines, *map(words, chain.from_iterable(map(control_totals.in_short, result.controls)))]


def _note(told: Notice) -> str:
    return words(say("Note: {notice}", notice=told.phrase))


# Signs that are markup wherever they stand; an entity; what GitHub takes for an address without being told.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def markdown(result: Result, *, explain: bool = False) -> str:
    """The result as Markdown tables, for a document or a message."""
    parts = [f"## {_md(words(result.title))}"] + ([_md(words(result.answer))] if result.answer else [])
    for title, header, rows, total in _grids(result):
        head = f"### {_md(title)}\n\n" if title else ""
        lines = [[*map(_md, row)] for row in (header, ["---"] * len(header), *rows)]
        lines += [[f"**{_md(cell)}**" if cell else "" for cell in total]] if total else []
        parts.append(head + "\n".join(f"| {' | '.join(line)} |" for line in lines))
    parts += [f"- {_md(line)}" for line in _proofs(result, explain=explain)]
    return "\n\n".join(parts) + "\n"


def _md(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, no link, no formula, no entity."""
    return _MARKUP.sub(lambda found: "\\" + found[0], safe_text.for_terminal(text))


def html_text(result: Result, *, explain: bool = True) -> str:
    """The result as a notebook shows it."""
    parts = [f"<h3>{_safe(words(result.title))}</h3>", f"<p>{_safe(words(result.answer))}</p>"]
    parts += [_table(*grid) for grid in _grids(result)]
    return _piece(parts, _proofs(result, explain=explain))


def html_page(result: Result, *, explain: bool = False) -> str:
    """The result as a page of its own, for a browser or a letter; the parts of one stand below each other."""
    body = "\n".join(html_text(part, explain=explain) for part in result.parts or [result])
    head = f'<meta charset="utf-8"><title>{_safe(words(result.title))}</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="{spoken().name}"><head>{head}</head>\n<body>{body}</body></html>\n'


def html_of_reading(reading: Reading) -> str:
    """What a notebook shows of a file that was read: its control totals, its columns, what must be known."""
    controls = reading.controls
    rows = [[words(role), decided.value, words(decided.by)] for role, decided in controls.columns.items()]
    parts = [f"<h3>{_safe(str(controls.file))}</h3>"]
    parts += [f"<p>{_safe(line)}</p>" for line in map(words, control_totals.in_short(controls))]
    title = words(say("Columns of {kind}", kind=say(controls.kind)))
    parts.append(_table(title, list(map(words, ("role", "column", "decided by"))), rows))
    return _piece(parts, map(_note, reading.notices))


_STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.2em .8em;text-align:left}"
)


def _safe(text: str) -> str:
    return html.escape(safe_text.for_terminal(text))


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str] | None = None) -> str:
    body = "".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    head = "".join(f"<th>{_safe(cell)}</th>" for cell in header)
    foot = "".join(f"<td><b>{_safe(cell)}</b></td>" for cell in total or ())
    foot = f"<tfoot><tr>{foot}</tr></tfoot>" if foot else ""
    return f"<h4>{_safe(title)}</h4><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"


def _piece(parts: Sequence[str], small: Iterable[str]) -> str:
    """A piece of a page: what stands between two $ is no formula, whatever the notebook makes of it elsewhere."""
    lines = [*parts, *(f"<p><small>{_safe(line)}</small></p>" for line in small)]
    return '<div class="tex2jax_ignore mathjax_ignore">' + "\n".join(lines) + "</div>"
