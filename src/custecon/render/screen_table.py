"""The rows of a table that somebody acts on, as the first screen has them: few, short, what they add up to beneath."""

from __future__ import annotations

import textwrap
from typing import Any

from custecon.core.by_column import blocks
from custecon.core.language import words
from custecon.core.option_names import keyword_of
from custecon.core.phrases import say
from custecon.core.results import Table
from custecon.core.rounding import exact
from custecon.core.screen import WHOLE, Extract
from custecon.render import terminal_charts
from custecon.render.output_formats import Look
from custecon.render.short_numbers import places_of, short
from custecon.render.terminal_tables import GAP, RIGHT, drawn, fitting, narrowest, new_grid, plain, spread

NARROWEST_TEXT = 16  # a column of text folds down to this before any column is left out
NARROWEST_BAR, WIDEST_BAR = 8, 24


def sums_of(table: Table, extract: Extract) -> dict[int, Any]:
    """What the summed columns of an extract add up to, over all rows of the table; nothing where that is not shown."""
    if not extract.total or len(table.rows) < 2:
        return {}
    summed = [i for i in table.places(extract.columns) if table.columns[i].summed]
    found: dict[int, Any] = dict.fromkeys(summed, 0)
    for block in blocks(table.rows) if summed else ():
        for i in summed:
            found[i] += sum(exact(value) for value in block[i] if value is not None)
    return found


def screen_table(table: Table, extract: Extract, sums: dict[int, Any], rows: int, look: Look) -> list[str]:
    """The first rows under as many columns as fit, bars in what is left of the line; `sums`: what stands beneath."""
    some = list(table.rows[:rows])
    places = table.places(extract.columns)
    beside = {i: [*(row[i] for row in some), *([sums[i]] if i in sums else [])] for i in places}
    decimals = {i: places_of(beside[i], table.columns[i].unit) for i in places}
    cells = {i: [short().cell(row[i], table.columns[i].unit, decimals[i]) for row in some] for i in places}
    ends = {i: short().cell(total, table.columns[i].unit, decimals[i]) for i, total in sums.items()}
    told = [i for i in places if any(cells[i]) or not some]
    left = len(table.rows) > len(some)
    if sums and told and told[0] not in ends:  # of all rows, also of those that are not shown
        ends[told[0]] = words(say("all {rows}", rows=len(table.rows)) if left else "total")
    labels = {i: words(table.columns[i].label) for i in told}
    wide = {i: max(map(len, [ends.get(i, ""), *cells[i]])) for i in told}
    least = {i: narrowest(table.columns[i], [labels[i], *cells[i]], wide[i], NARROWEST_TEXT) for i in told}
    kept = [told[place] for place in fitting(range(len(told)), [least[i] for i in told], look.width)]
    bars = next((i for i in kept if table.columns[i].name == extract.bars), None)
    room = look.width - sum(least[i] for i in kept) - GAP * len(kept)
    bar = min(room, WIDEST_BAR) if bars is not None and room >= NARROWEST_BAR else 0
    full = {i: max(wide[i], min(len(labels[i]), 2 * least[i])) for i in kept}
    widths = spread({i: least[i] for i in kept}, full, look.width - GAP * (len(kept) - 1) - (bar + GAP if bar else 0))
    drawings = terminal_charts.lengths([row[bars] for row in some], bar) if bar and bars is not None else []
    grid = new_grid()
    for i in kept:
        right = table.columns[i].unit.form in RIGHT
        grid.add_column(plain(labels[i]), justify="right" if right else "left", overflow="fold", width=widths[i])
        if bar and i == bars:
            grid.add_column("", width=bar, no_wrap=True)
    for row in range(len(some)):
        line = [[plain(cells[i][row])] + ([plain(drawings[row])] if bar and i == bars else []) for i in kept]
        grid.add_row(*(cell for part in line for cell in part))
    if sums:
        line = [[plain(ends.get(i, ""), "bold")] + ([plain("")] if bar and i == bars else []) for i in kept]
        grid.add_row(*(cell for part in line for cell in part))
    heading = [
        plain(line, "bold") for line in textwrap.wrap(words(extract.heading or table.title), min(look.width, 80))
    ]
    rest = "--full" if extract.rows >= WHOLE else f"--table {table.name}"
    rest = rest if look.typed else keyword_of(f"--table {table.name}")
    more = say("{rows} of {all} rows: {rest}", rows=len(some), all=len(table.rows), rest=rest)
    below = [plain(words(more))] if left else []
    return drawn([*(plain(line, "bold") for line in heading), grid, *below], look)
