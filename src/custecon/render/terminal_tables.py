"""What is set at a terminal, whole or on one screen: a console, tables by rich, which columns fit beside each other."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from custecon.core.language import words
from custecon.core.results import Column
from custecon.core.units import Form
from custecon.render import safe_text
from custecon.render.output_formats import Look

LONGEST = 30  # a longer word is broken
GAP = 3  # between two columns
_HELD = {0x00A0: 0xE000, 0x202F: 0xE001}  # no-break spaces, at which rich would break a line
_FREED = {held: space for space, held in _HELD.items()}
RIGHT = {Form.MONEY, Form.SHARE, Form.COUNT, Form.NUMBER}


def drawn(parts: Iterable[RenderableType], look: Look) -> list[str]:
    """What rich makes of them, as lines of at most the width of the terminal."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        no_color=not look.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return [line.translate(_FREED).rstrip() for line in out.getvalue().splitlines()]


def plain(value: object, style: str = "") -> Text:
    """A text as it is, harmless; what a no-break space holds together, such as 1 234 567, stays on one line."""
    return Text(safe_text.for_terminal(str(value)).translate(_HELD), style=style)


def said(text: str, style: str = "") -> Text:
    """A text of ours in the language that is spoken."""
    return plain(words(text), style)


def new_grid() -> Grid:
    """A table with a rule under its header and nothing else around it."""
    return Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False, width=None)


def narrowest(column: Column, texts: Sequence[str], wide: int, fold: int) -> int:
    """How narrow a column may become: a figure or a date is never broken apart, text folds between its words."""
    label = max(map(len, texts[0].split(" ")))
    if column.unit.form is not Form.TEXT:
        return max(wide, label)
    word = max(len(word) for text in texts for word in text.split(" "))
    return max(label, min(wide, max(fold, min(word, LONGEST))))


def spread(least: dict[int, int], full: dict[int, int], width: int) -> dict[int, int]:
    """The widths of columns: each its least, and what is left to the one that wants it most, letter by letter."""
    widths = dict(least)
    for _ in range(width - sum(least.values())):
        neediest = max(widths, key=lambda i: full[i] - widths[i])
        if full[neediest] <= widths[neediest]:
            break
        widths[neediest] += 1
    return widths


def empty(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column of text has nothing to show, such as the reasons where nothing is undefined."""
    return column.unit.form is Form.TEXT and bool(cells) and not any(cells)


def fitting(candidates: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Which columns fit beside each other: the first always, then from the left."""
    shown: list[int] = []
    used = 0
    for i in candidates:
        used += least[i] + GAP
        if shown and used - GAP > width:
            break
        shown.append(i)
    return shown
