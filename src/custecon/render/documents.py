"""Markdown for documents, and the tables and proofs that a page shows too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from custecon.core.errors import Notice
from custecon.core.language import spoken, words
from custecon.core.phrases import say
from custecon.core.results import Column, Figure, Input, Result
from custecon.render import control_totals, safe_text, working
from custecon.render.table_totals import totals_of

INPUTS = "What went in"


class Grid(NamedTuple):
    """A table ready to be written: title, header, rows of shown cells, and the row of totals if it has one."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None


def grids(result: Result) -> Iterable[Grid]:
    """Every table of the result."""
    if result.figures:
        header = ["figure", "value", "unit", "what is counted"]
        yield Grid("", list(map(words, header)), [_figure_row(figure, result) for figure in result.figures])
    for table in result.tables:
        rows = [[_cell(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
        header = [words(column.label) for column in table.columns]
        yield Grid(words(table.title), header, rows, totals_of(table, _cell))
    if result.inputs:
        header = ["input", "value", "unit", "where from"]
        rows = [_input_row(entry, result) for entry in result.inputs]
        yield Grid(words(INPUTS), list(map(words, header)), rows)


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


def told(result: Result, *, explain: bool) -> dict[str, list[str]]:
    """Working, notices, conventions and sources as lines, by what they are."""
    worked = [(figure, working.of(figure, result.currency)) for figure in result.figures
              if explain or figure.weight == "main"]  # fmt: skip
    return {
        "How it is computed": [
            f"{words(figure.label)}: {words(shown.symbol)} = {shown.formula} = {shown.with_numbers}"
            for figure, shown in worked
            if shown
        ],
        "What must be known": [*map(_note, result.notices)],
        "What is counted, and how": [words(say("Counted: {how}", how=say(how))) for how in result.counted if explain],
        "What these figures do not see": [words(line) for line in result.criticism if explain],
        "Sources": [*dict.fromkeys(words(say("Source: {source}", source=source)) for source in result.sources)],
    }


def _note(notice: Notice) -> str:
    return words(say("Note: {notice}", notice=notice.typed.phrase))


# Signs that are markup wherever they stand; an entity; what GitHub takes for an address without being told.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def markdown(result: Result, *, explain: bool = False) -> str:
    """The result as Markdown tables, for a document or a message."""
    blocks = [f"## {_md(words(result.title))}"] + ([_md(words(result.answer))] if result.answer else [])
    for title, header, rows, total in grids(result):
        head = f"### {_md(title)}\n\n" if title else ""
        lines = [[*map(_md, row)] for row in (header, ["---"] * len(header), *rows)]
        lines += [[f"**{_md(cell)}**" if cell else "" for cell in total]] if total else []
        blocks.append(head + "\n".join(f"| {' | '.join(line)} |" for line in lines))
    proofs = [*chain.from_iterable(told(result, explain=explain).values())]
    proofs += map(words, chain.from_iterable(map(control_totals.in_short, result.controls)))
    blocks += [f"- {_md(line)}" for line in proofs]
    return "\n\n".join(blocks) + "\n"


def _md(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, no link, no formula, no entity."""
    return _MARKUP.sub(lambda found: "\\" + found[0], safe_text.for_terminal(text))
