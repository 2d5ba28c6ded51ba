"""Days that lie far from all others: a slip of the year makes every client lost, or a log begin years too early."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from custecon.core.phrases import say
from custecon.core.schemas import Kind
from custecon.kinds.orders import ORDERS
from custecon.kinds.spending import SPENDING
from custecon.sources.column_checks import Bad, text_of
from custecon.sources.controls import Work
from custecon.sources.wording import BLANKS, shown

FEWEST = 4  # days among which a pause can be usual; of fewer only years upon years are strange
FAR, VERY_FAR = 60, 300  # days after all others: told; asked about, or, before all others, told
TIMES = 3  # the longest pause among the others
MANY, TWO_YEARS = 20, 2 * 366  # in a log of so few rows a year's pause is nothing to ask about
FIVE_YEARS = 5 * 366
COLUMNS = ("date", "last_date", "start")


class Strange(NamedTuple):
    """Few rows far after, or before, all others: from which day on, or up to which, and the nearest other day."""

    day: dt.date
    other: dt.date
    ahead: bool

    @property
    def gap(self) -> int:
        """The days between them."""
        return abs((self.day - self.other).days)


def strange_days(counts: Mapping[dt.date, int]) -> list[Strange]:
    """The days far after and far before all others, at most one of each.

    Args:
        counts: how many rows each day has.

    >>> from datetime import date
    >>> usual = {date(2024, month, 1): 1 for month in range(1, 7)}
    >>> [(found.gap, found.ahead) for found in strange_days(usual | {date(2025, 5, 1): 1})]
    [(334, True)]
    """
    few = max(2, sum(counts.values()) // 100)
    found = []
    for ahead in (True, False):
        days = sorted(counts, reverse=not ahead)
        rows = 0
        for place in range(len(days) - 1, 1, -1):
            rows += counts[days[place]]
            if rows > few:
                break
            gap = abs((days[place] - days[place - 1]).days)
            longest = max(abs((later - earlier).days) for earlier, later in pairwise(days[:place]))
            far = FAR if ahead else VERY_FAR
            if place < FEWEST:
                strange = gap > max(FIVE_YEARS, TIMES * longest)
            else:
                strange = gap > FIVE_YEARS or gap > max(far, TIMES * longest)
            if strange:
                found.append(Strange(days[place], days[place - 1], ahead))
                break
    return found


def find(work: Work) -> None:
    """Ask about days years ahead of all others, and tell those months ahead, or years before them."""
    schema = work.source.layout.schema
    for name in COLUMNS if work.options.as_of is None else ():
        if name not in work.columns:
            continue
        if work.source.whole:
            if strange_days(work.source.whole.days(work)):
                work.source.whole.give_up()
            continue
        cells = work.columns[name].cells
        rows = [row for row, day in enumerate(cells) if day and work.counted(row)]
        latest = max((day for day in _other_days(work, name) if day), default=None)
        for strange in strange_days(Counter(cells[row] for row in rows)):
            if strange.ahead and latest and latest >= strange.day:
                continue
            if strange.ahead:
                sure = strange.gap >= (VERY_FAR if len(rows) > MANY else TWO_YEARS) and schema is not SPENDING
                asked = sure or strange.gap > FIVE_YEARS
                _say(work, name, strange, [row for row in rows if cells[row] >= strange.day], asked=asked)
            elif schema is ORDERS:
                _say(work, name, strange, [row for row in rows if cells[row] <= strange.day], asked=False)


def _other_days(work: Work, name: str) -> Iterator[dt.date | None]:
    """The days of the other columns of a list, such as those on which contracts ended."""
    for role in work.source.layout.schema.roles:
        if role.kind is Kind.DATE and role.name != name and role.name in work.columns:
            yield from work.columns[role.name].cells


def _say(work: Work, name: str, strange: Strange, rows: list[int], *, asked: bool) -> None:
    column, cells = work.source.layout.roles[name], work.columns[name].cells
    row = next(row for row in rows if cells[row] == strange.day)
    value = shown(text_of(work.gathered.columns[column][row]).strip(BLANKS))
    values: dict[str, object] = {"value": value, "gap": strange.gap, "other": strange.other}
    if asked:
        last = max(cells[row] for row in rows)
        work.fault_together(rows, column, Bad("E259", values | {"last": last}))
        return
    side, cure = "after" if strange.ahead else "before", say("mend it if it is a slip")
    if strange.ahead and work.source.layout.schema is not SPENDING:
        cure = say("{cure}; --as-of {other} leaves it out", cure=cure, other=strange.other.isoformat())
    work.note("N251", line=work.gathered.lines[row], column=column, side=side, cure=cure, **values)
