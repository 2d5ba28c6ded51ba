"""A file whose headers are in a language of which no name is known: which columns might say what a row is, unread."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from custecon.core.phrases import counted, say, some
from custecon.kinds.orders import ORDERS
from custecon.sources import amounts, dates
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, hints, means
from custecon.sources.rows_by_value import values_of
from custecon.sources.wording import listed, shown

_NAMED = ("client", "date", "amount")
_KINDS = 8  # different values of a column that says what rows are
_TOLD = 4  # values, and columns, that are told


def tell(work: Work) -> None:
    """Name the columns of few texts that were not looked at, where the user had to name what every log has."""
    layout = work.source.layout
    if layout.schema is not ORDERS or not _is_foreign(work):
        return
    answered = {choice.column for choice in layout.choices}
    found = {}
    for column in work.gathered.watched:
        values = values_of(work, column, every=True)
        filled = [value for value in values if value]
        numbers = any(amounts.shape_of(value) or dates.shape_of(value) for value in filled)
        kinds = 1 < len(values) <= _KINDS and any(len(rows) > 1 for rows in values.values())
        if filled and kinds and not numbers and column not in answered:
            found[column] = values
    if found:
        told = [_told(layout.headers[column], values) for column, values in [*found.items()][:_TOLD]]
        typed = shlex.quote(f"status={layout.headers[next(iter(found))]}")
        named = listed([shown(layout.headers[layout.roles[name]]) for name in _NAMED if name in layout.roles])
        work.note("N288", line=layout.line, columns=some(told, _TOLD, len(found) - _TOLD), named=named, typed=typed)


def _told(header: str, values: Mapping[str, Sequence[int]]) -> str:
    """A column with its values, and how many rows have each."""
    each: list[str] = [
        say("{value}: {rows}", value=f"«{shown(value, 20)}»" if value else say("empty"), rows=counted(len(rows)))
        for value, rows in [*values.items()][:_TOLD]
    ]
    each += ["…"] if len(values) > _TOLD else []
    return say("«{header}» ({each})", header=shown(header), each=each)


def _is_foreign(work: Work) -> bool:
    """Whether the user named client, day and amount, and none of these headers is one that a role goes by."""
    layout = work.source.layout
    if any(name not in layout.roles or layout.decided[name].by == "detected" for name in _NAMED):
        return False
    headers = {name: header_of(layout.headers[layout.roles[name]]) for name in _NAMED}
    return not any(means(name, header) or hints(name, header) for name, header in headers.items())
