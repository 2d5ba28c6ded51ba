"""«Бессрочно», «present», 31.12.9999: how lists of contracts write that no end is known."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from custecon.core.phrases import counted
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.phrases import word_of
from custecon.sources.wording import BLANKS, shown

_DAYS = ("end", "terminated", "canceled", "trial_end")
_NOTHING = re.compile(r"[-–—./0: ]+|n/?a|#n/?a|null|none|nan|nil|нет|no")
_OPEN = frozenset(
    "present now ongoing open never active current indefinite perpetual unlimited auto бессрочно бессрочный бессрочная "
    "неопределен пролонгация действует активен".split()
) | {
    "open ended", "no end", "until canceled", "until cancelled", "till now", "auto renew", "без срока", "н.в.",
    "по н.в.", "настоящее время", "по настоящее время", "на неопределенный срок", "не ограничен", "автопролонгация",
}  # fmt: skip
_NEVER = re.compile(r"\b(2099|2999|9999)\b")
_LAST_YEAR = 2099


def empty(work: Work) -> None:
    """Take such a cell for an empty one before the days are read, and tell what it was."""
    for role in _DAYS:
        column = work.source.layout.roles.get(role)
        if column is None:
            continue
        cells = work.gathered.columns[column]
        found: dict[str, list[int]] = {}
        for row, cell in enumerate(cells):
            says = _says(cell)
            if says is not None:
                cells[row] = ""
                if says:
                    found.setdefault(says, []).append(row)
        for says, rows in found.items():
            values = {
                "what": f"«{shown(says, 30)}»",
                "count": counted(len(rows), "contract"),
                "done": "taken for no day",
            }
            work.note("N260", line=work.gathered.lines[rows[0]], column=column, **values)


def _says(cell: Any) -> str | None:
    """The words for an open end, "" for a sign that stands for nothing; None for anything else, such as a day."""
    if isinstance(cell, dt.date):
        return cell.isoformat() if cell.year >= _LAST_YEAR else None
    text = text_of(cell).strip(BLANKS)
    if not text:
        return None
    word = word_of(text)
    if not word or _NOTHING.fullmatch(word):
        return ""
    return text if word in _OPEN or _NEVER.search(text) else None
