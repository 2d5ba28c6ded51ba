"""Whether a column of new clients counts clients: leads are none yet, and a total of the month counts once."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import say
from custecon.core.schemas import exact
from custecon.kinds.spending import SPENDING
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, words_of
from custecon.sources.spend_headers import instead_of_new_clients
from custecon.sources.wording import BLANKS, shown

_TIMES = ("month", "date")
_SO_FAR = frozenset(["all", "cumulative", "running", "базе", "все", "накопительно", "накопленным", "нарастающим"])
_NEW = frozenset(["new", "новых", "новые", "first", "первых"])
_TOTAL = frozenset(["total", "overall", "всего", "итого", "общее", "общий"])


def tell(work: Work) -> None:
    """Say what else a column counts than new clients; ask where one number stands on every row of a month.

    Raises:
        InputRefused: E294 the rows of a month all have its total.
    """
    layout = work.source.layout
    if layout.schema is not SPENDING or "new_clients" not in layout.roles:
        return
    header = header_of(layout.headers[layout.roles["new_clients"]])
    if instead_of_new_clients(header.words):
        what = say(
            "no clients who paid for the first time, as its name says: the CAC is the cost of one of «{text}»",
            text=header.text,
        )
        cure = "if another column counts new clients, name it: --map new_clients=COLUMN, or --orders FILE"
        work.note("N258", line=layout.line, header=shown(header.text), what=what, cure=cure)
    if _is_stock(work, header.words):
        what = say("a number that never falls: it may count all clients so far, not those of each row")
        cure = "if so, give the new ones of each month: the rise since the month before"
        work.note("N258", line=layout.line, header=shown(header.text), what=what, cure=cure)
    if layout.decided["new_clients"].by == "detected":
        _ask(work, header.text)


def _is_stock(work: Work, header: Sequence[str]) -> bool:
    """Whether a column that is called a total never falls from one time to the next, channel by channel."""
    layout, column = work.source.layout, work.columns["new_clients"]
    time = next((name for name in _TIMES if name in layout.roles), None)
    if time is None or not set(header) & (_TOTAL | _SO_FAR) or set(header) & _NEW:
        return False
    names = [layout.roles[name] for name in ("channel", "campaign", "advert") if name in layout.roles]
    found: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for row, cell in enumerate(column.cells):
        if work.counted(row) and cell is not None:
            whose = tuple(text_of(work.cells(name)[row]).strip(BLANKS) for name in names)
            found.setdefault(whose, []).append((text_of(work.cells(layout.roles[time])[row]).strip(BLANKS), cell))
    ordered = all(re.match("[0-9]{4}", time) for each in found.values() for time, _ in each)
    counts = [[count for _, count in (sorted(each) if ordered else each)] for each in found.values() if len(each) > 1]
    rises = any(each[-1] > each[0] for each in counts)
    return rises and all(each == sorted(each) for each in counts) and max(map(len, counts)) > 2


def _ask(work: Work, header: str) -> None:
    layout, column = work.source.layout, work.columns["new_clients"]
    time = next((name for name in _TIMES if name in layout.roles), None)
    if time is None:
        return
    written = work.cells(layout.roles[time])
    found: dict[str, list[int]] = {}
    for row, cell in enumerate(column.cells):
        if work.counted(row):
            found.setdefault(text_of(written[row]).strip(BLANKS), []).append(0 if cell is None else cell)
    several = {month: counts for month, counts in found.items() if len(counts) > 1}
    if not several or any(len({*counts}) > 1 or not counts[0] for counts in several.values()):
        return
    said = bool(_TOTAL & set(words_of(header)))
    if not said and (len(several) < 2 or len({counts[0] for counts in several.values()}) < 2):
        return
    total = exact(sum(counts[0] for counts in found.values()), column.scale)
    month, counts = next(iter(several.items()))
    values = {"header": shown(header), "value": exact(counts[0], column.scale), "month": shown(month, 30)}
    place = work.ground.place(layout.line, layout.roles["new_clients"])
    raise InputRefused(problem("E294", place=place, **values, total=total, typed=shlex.quote(header)))
