"""The clients of a list stand on one row each; what says so of one twice is refused, with what can be done about it."""

from __future__ import annotations

from custecon.core.phrases import say
from custecon.sources import called_totals
from custecon.sources.column_checks import Bad
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, hints
from custecon.sources.wording import shown


def check(work: Work) -> None:
    """Keys: no stray quote, no total row that carries a date, and in a client list no client twice."""
    layout, lines = work.source.layout, work.gathered.lines
    if "client" not in layout.roles:
        return
    column = layout.roles["client"]
    keys = work.columns["client"].cells
    loose = {line for line, index in work.source.loose if index == column}
    for row, key in enumerate(keys):
        if key is not None and loose and lines[row] in loose:
            work.fault(row, column, Bad("E241", {"value": shown(key)}))
    called_totals.settle(work)
    if layout.schema.name == "clients":
        first: dict[str, int] = {}
        for row, key in enumerate(work.written()):
            if key is None or row in work.skipped or row in work.nobody:
                continue
            if first.setdefault(key, row) != row:
                values = {"value": shown(key), "line": lines[first[key]], "cure": _joined_by(work)}
                work.fault(row, column, Bad("E249", values))


def _joined_by(work: Work) -> str:
    """What to do about a client with several rows: a file without any day is no log."""
    days = any(hints("date", header_of(text)) for text in work.source.layout.headers if text)
    once = say("add the rows of each client up, as a pivot table does")
    if days:
        return "join the rows, or say --as orders if this is an order log"
    return say("{once}: no column holds a day", once=once)
