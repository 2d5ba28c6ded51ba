"""Cells that name several clients at once, as a deal of two companies does: counted as one more client, and told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from custecon.core.phrases import counted, say
from custecon.sources.controls import Work
from custecon.sources.wording import listed, shown

SIGNS = r";|\|| / "  # between two names; a comma stands in many names
_TOLD = 3


def several_in(names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """The names that are other names of the file, one behind the other.

    >>> known = ["Acme", "Beta", "Acme; Beta", "Beta / Gamma"]
    >>> list(several_in(known, known))
    ['Acme; Beta']
    """
    for name in names:
        parts = [part.strip() for part in re.split(SIGNS, name)]
        if len(parts) > 1 and all(part in known for part in parts):
            yield name


def tell(work: Work) -> None:
    """Say which clients are several others, with their money."""
    column = work.columns.get("client")
    if column is None or work.source.whole:
        return  # an engine gives a log up that has such clients
    rows: dict[str, list[int]] = {}
    for row in work.live():
        if column.cells[row]:
            rows.setdefault(column.cells[row], []).append(row)
    found = [*several_in(rows, rows)]
    if found:
        money = (
            say(", {sum_text} in all", sum_text=work.sum_text(n for name in found for n in rows[name]))
            if work.money()
            else ""
        )
        count = counted(sum(len(rows[name]) for name in found))
        names = listed([shown(name) for name in found], _TOLD)
        work.note("N290", column=work.source.layout.roles["client"], count=count, total=money, names=names)
