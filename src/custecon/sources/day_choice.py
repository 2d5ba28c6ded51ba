"""Whether the right day was taken: of several columns of days the one on which the money came.

Of a deal that is the day on which it was won, of an order that of the order. A column that is empty or holds times of
day is no day. Where another column would put rows into other months, it is told which was taken, or asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided, Kind, Role
from custecon.kinds.orders import ORDERS
from custecon.sources import dates
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.day_words import Day, day_in, of_deals
from custecon.sources.header_words import header_of, means
from custecon.sources.layout import Layout
from custecon.sources.months_for_days import holds_periods
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, listed, shown

_OF_A_DEAL = (
    Day.WON, Day.PAID, Day.ORDERED, Day.OTHER, Day.CREATED, Day.SENT, Day.EXPECTED, Day.CHANGED, Day.LOST
)  # fmt: skip
_OF_AN_ORDER = (
    Day.ORDERED, Day.CREATED, Day.PAID, Day.WON, Day.OTHER, Day.SENT, Day.CHANGED, Day.EXPECTED, Day.LOST
)  # fmt: skip
_NEVER = frozenset([Day.EXPECTED, Day.CHANGED, Day.LOST])  # not the day of the money where there is any other
_DONE = frozenset([Day.PAID, Day.WON])
_WHAT = {
    Day.EXPECTED: "on which something was planned",
    Day.CHANGED: "on which the row was changed",
    Day.LOST: "on which something was lost or called off",
    Day.WON: "on which it was won or done",
    Day.PAID: "on which it was paid",
    Day.CREATED: "on which it was created",
    Day.SENT: "on which it was sent",
    Day.ORDERED: "of the order",
    Day.OTHER: "of its header",
}


def with_day(source: Source) -> Source:
    """The same source, its day that of the column most likely to be that of the money, by headers and cells."""
    layout = source.layout
    if not layout.days:
        return source
    columns = [layout.roles["date"], *layout.days]
    filled = _days_in(source, columns)
    real = [column for column in columns if filled[column]]
    if not real:
        return replace(source, layout=replace(layout, days=()))
    senses = _senses(layout)
    order = _OF_A_DEAL if of_deals(layout.headers) else _OF_AN_ORDER

    def rank(column: int) -> tuple[int, bool, int]:
        header = header_of(layout.headers[column])
        return order.index(senses[column]), not means("date", header), -filled[column]

    best = min(real, key=rank)
    layout = replace(
        layout,
        roles={**layout.roles, "date": best},
        decided={**layout.decided, "date": Decided(layout.headers[best], "detected")},
        days=tuple(column for column in real if column != best),
    )
    return replace(source, layout=layout)


def _senses(layout: Layout) -> Mapping[int, Day]:
    return {n: day_in(header_of(layout.headers[n])) or Day.OTHER for n in (layout.roles["date"], *layout.days)}


def _days_in(source: Source, columns: Sequence[int]) -> dict[int, int]:
    """How many cells of each column are days, or months; 0 where most that it holds is something else."""
    days, others = dict.fromkeys(columns, 0), dict.fromkeys(columns, 0)
    for line, cells in source.rows():
        for column in columns if line > source.layout.line else ():
            cell = cells[column] if column < len(cells) else ""
            if is_day(cell):
                days[column] += 1
            elif text_of(cell).strip(BLANKS):
                others[column] += 1
    return {column: days[column] if days[column] > others[column] else 0 for column in columns}


def is_day(cell: Any) -> bool:
    """Whether a cell may be a day, or a month that stands for one; a time of day is none."""
    if isinstance(cell, str):
        text = cell.strip(BLANKS)
        return bool(text) and (
            dates.shape_of(text) is not None or dates.suspicion(text) is not None or holds_periods([text])
        )
    return isinstance(cell, dt.date)


def settle(work: Work) -> None:
    """Tell which day was taken where another would put rows into other months; ask where either may be meant.

    Raises:
        InputRefused: E212 two columns are as likely the day.
    """
    layout = work.source.layout
    if layout.schema is not ORDERS or "date" not in layout.roles or layout.decided["date"].by != "detected":
        return
    if layout.days and work.source.whole:
        work.source.whole.give_up()
    taken = layout.roles["date"]
    sense = day_in(header_of(layout.headers[taken])) or Day.OTHER
    deal = of_deals(layout.headers)
    apart = [(column, rows) for column in layout.days if (rows := _in_other_months(work, column))]
    told = []
    for column, rows in apart:
        verdict = _verdict(sense, day_in(header_of(layout.headers[column])) or Day.OTHER, _sure(layout, column), deal)
        if verdict == "ask":
            _ask(work, column, rows)
        if verdict == "tell":
            told.append((column, rows))
    if told:
        column, rows = told[0]
        work.note(
            "N275",
            column=taken,
            header=shown(layout.headers[taken]),
            what=_WHAT[sense],
            more="; also by " + listed([shown(layout.headers[n]) for n, _ in told[1:]], 3) if told[1:] else "",
            other=shown(layout.headers[column]),
            count=counted(len(rows)),
        )
    elif sense in _NEVER:
        work.note("N276", column=taken, header=shown(layout.headers[taken]), what=_WHAT[sense])


def _sure(layout: Layout, column: int) -> bool:
    return means("date", header_of(layout.headers[column]))


def _verdict(taken: Day, other: Day, sure: bool, deal: bool) -> str:
    """Whether a day beside the one that was taken is asked about, told or passed over."""
    if other in _NEVER and taken not in _NEVER:
        return ""
    if taken is other and taken is not Day.OTHER:
        return "ask"
    if deal:
        return "tell"
    if other in _DONE and taken in (Day.ORDERED, Day.CREATED):
        return "ask" if sure or taken is Day.CREATED else "tell"
    if taken is Day.ORDERED and not sure:
        return ""
    return "tell"


def _in_other_months(work: Work, column: int) -> list[int]:
    """The rows that count and that another column of days puts into another month."""
    taken = work.columns["date"].cells
    role = Role("date", Kind.DATE, "", blank=True)
    cells = checked_as_written(role, [_plain(cell) for cell in work.cells(column)], work.options).cells
    return [
        row
        for row, (day, other) in enumerate(zip(taken, cells, strict=True))
        if day and other and not work.out(row) and (day.year, day.month) != (other.year, other.month)
    ]


def _plain(cell: Any) -> Any:
    return cell if is_day(cell) else ""


def _ask(work: Work, column: int, rows: Iterable[int]) -> None:
    layout, taken = work.source.layout, work.source.layout.roles["date"]
    names = [shown(layout.headers[n]) for n in sorted((taken, column))]
    first = shown(layout.headers[taken])
    why = say(": they lie in different months on {count} {count:row|rows}", count=len([*rows]))
    values = {"role": "date", "headers": listed(names), "first": first, "why": why}
    raise InputRefused(problem("E212", place=work.ground.place(layout.line), **values))
