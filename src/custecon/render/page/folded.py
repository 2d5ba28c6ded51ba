"""What comes when asked: every figure, table and input, the working, all notices, sources and control totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from custecon.core.language import words
from custecon.core.results import Result
from custecon.render import control_totals, documents
from custecon.render.page.svg import safe
from custecon.render.page.tables import plain
from custecon.render.plain_words import whence, without_options


def sections(result: Result, *, explain: bool) -> Iterable[str]:
    """Each under its heading, folded."""
    for grid in documents.grids(result):
        title, rows = grid.title or words("All figures"), grid.rows
        if grid.title == words(documents.INPUTS):
            rows = [[*row[:-1], whence(entry)] for row, entry in zip(rows, result.inputs, strict=True)]
        yield folded(title, plain("", grid.header, rows, grid.total, label=title))
    told = documents.told(result, explain=explain)
    for title, lines in told.items():
        yield folded(words(title), _lines([said for line in lines if (said := without_options(line))]))
    totals = [words(line) for controls in result.controls for line in control_totals.lines(controls)]
    yield folded(words("Control totals"), _lines(totals))


def folded(title: str, inside: str) -> str:
    """A part that is opened with its heading; nothing where there is nothing."""
    return f"<details><summary>{safe(title)}</summary>{inside}</details>" if inside else ""


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{safe(line)}</p>" for line in lines)
