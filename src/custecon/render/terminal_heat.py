"""A grid of numbers in letters: a shade beside each number, a star where it will still grow."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.language import words
from custecon.core.phrases import say

SHADES = " ░▒▓"
OPEN = "*"
MOST = 13  # rows: more are harder to take in


def heat(
    labels: Sequence[str],
    heads: Sequence[str],
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    finished: Sequence[int | None],
    width: int,
) -> str:
    """The last rows and as many columns as fit.

    Args:
        labels: of the rows.
        heads: of the columns.
        values: row by row, None where there is none yet.
        texts: the same as they are read.
        finished: how many cells of each row can change no more; None: all.
        width: of the terminal.
    """
    skipped = max(0, len(labels) - MOST)
    labels, values, texts, finished = labels[skipped:], values[skipped:], texts[skipped:], finished[skipped:]
    closed = [value for row, over in zip(values, finished, strict=True) for value in row[:over] if value is not None]
    low, high = min(closed, default=0.0), max(closed, default=1.0)
    side = max(map(len, labels))
    each = max(map(len, (*heads, *(text for row in texts for text in row)))) + 2
    fit = max(1, (width - side) // each)
    lines = [" " * side + "".join(f"{head:>{each - 1}} " for head in heads[:fit])]
    for label, row, said, over in zip(labels, values, texts, finished, strict=True):
        line = f"{label:<{side}}"
        for place, (value, text) in enumerate(zip(row[:fit], said[:fit], strict=True)):
            is_open = over is not None and place >= over
            shade = min(int((value - low) / ((high - low) or 1.0) * len(SHADES)), len(SHADES) - 1) if value else 0
            mark = " " if value is None else OPEN if is_open else SHADES[max(shade, 0)]
            line += f"{text:>{each - 1}}{mark}"
        lines.append(line.rstrip())
    below = []
    if any(
        over is not None and any(one is not None for one in row[over:])
        for row, over in zip(values, finished, strict=True)
    ):
        below.append(words(say("* will still grow")))
    if skipped:
        below.append(words(say("{n} {n:row|rows} before them in the table", n=skipped)))
    if len(heads) > fit:
        below.append(words(say("and {n} {n:column|columns} more in the table", n=len(heads) - fit)))
    return "\n".join([*lines, *(["; ".join(below)] if below else [])])
