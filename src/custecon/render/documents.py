"""Markdown for documents and HTML for notebooks: the same tables and proofs in two notations."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from custecon.core.results import Figure, Input, Result
from custecon.core.wording import counted
from custecon.render import numbers, texts, working
from custecon.render.control_totals import set_apart

__all__ = ["html_text", "markdown"]


def _grids(result: Result) -> Iterable[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """Every table of the result, ready to be written: title, header, rows of shown cells."""
    if result.figures:
        header = ["figure", "value", "unit", "what is counted"]
        yield "", header, [_figure_row(figure, result) for figure in result.figures]
    for table in result.tables:
        rows = [
            [numbers.shown(value, column.unit) for value, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        yield table.title, [column.label for column in table.columns], rows
    if result.inputs:
        header = ["input", "value", "unit", "where from"]
        yield "What went in", header, [_input_row(entry, result) for entry in result.inputs]


def _figure_row(figure: Figure, result: Result) -> list[str]:
    unit = numbers.named_unit(figure.unit, result.period, result.currency)
    if figure.undefined:
        return [figure.label, "undefined", unit, str(figure.undefined)]
    value = numbers.shown(figure.value, figure.unit)
    if figure.interval:
        value += f" [{numbers.between(figure.interval.low, figure.interval.high, figure.unit)}]"
    return [figure.label, value, unit, figure.convention]


def _input_row(entry: Input, result: Result) -> list[str]:
    unit = numbers.named_unit(entry.quantity.unit, result.period, result.currency)
    origin = entry.origin + (f": {entry.note}" if entry.note else "")
    return [entry.quantity.label, numbers.shown(entry.value, entry.quantity.unit), unit, origin]


def _proofs(result: Result, *, explain: bool) -> list[str]:
    """Working, notices, sources and control totals as lines."""
    lines = []
    for figure in result.figures:
        shown = working.of(figure, result.currency) if explain or figure.weight == "main" else None
        if shown:
            lines.append(f"{figure.label}: {shown.symbol} = {shown.formula} = {shown.with_numbers}")
    lines += [f"Note: {notice}" for notice in result.notices]
    lines += list(result.criticism) if explain else []
    lines += list(dict.fromkeys(f"Source: {source}" for source in result.sources))
    for controls in result.controls:
        sums = ", ".join(f"{name} {numbers.full(total)}" for name, total in controls.totals.items())
        clients = f", {counted(controls.clients, 'client')}" if controls.clients is not None else ""
        lines.append(f"Control totals of {controls.file}: {counted(controls.used)}{clients}, {sums}")
        if apart := set_apart(controls):
            lines.append(f"Of {controls.file}: {apart}")
    return lines


# Signs that are markup wherever they stand; an entity; what GitHub takes for an address without being told.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def markdown(result: Result, *, explain: bool = False) -> str:
    """The result as Markdown tables, for a document or a message."""
    parts = [f"## {_md(result.title)}"] + ([_md(result.answer)] if result.answer else [])
    for title, header, rows in _grids(result):
        head = f"### {_md(title)}\n\n" if title else ""
        table = [header, ["---"] * len(header), *rows]
        parts.append(head + "\n".join("| " + " | ".join(map(_md, row)) + " |" for row in table))
    parts += [f"- {_md(line)}" for line in _proofs(result, explain=explain)]
    return "\n\n".join(parts) + "\n"


def _md(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, no link, no formula, no entity."""
    return _MARKUP.sub(lambda found: "\\" + found[0], texts.for_terminal(text))


def html_text(result: Result) -> str:
    """The result as a notebook shows it."""

    def safe(text: str) -> str:
        return html.escape(texts.for_terminal(text))

    parts = [f"<h3>{safe(result.title)}</h3>", f"<p>{safe(result.answer)}</p>"]
    for title, header, rows in _grids(result):
        body = "".join("<tr>" + "".join(f"<td>{safe(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        head = "".join(f"<th>{safe(cell)}</th>" for cell in header)
        parts.append(f"<h4>{safe(title)}</h4><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    parts += [f"<p><small>{safe(line)}</small></p>" for line in _proofs(result, explain=True)]
    # what stands between two $ is no formula, whatever the notebook makes of it elsewhere
    return '<div class="tex2jax_ignore mathjax_ignore">' + "\n".join(parts) + "</div>"
