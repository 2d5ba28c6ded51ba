"""What the numbers of orders say: an order on several lines, numbers that start again, numbers that are no orders."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from custecon.core.errors import InputRefused
from custecon.core.phrases import RoleName, counted, say
from custecon.kinds.orders import ORDERS
from custecon.sources import repeated_totals
from custecon.sources.column_checks import Bad, text_of
from custecon.sources.controls import Work
from custecon.sources.wording import listed, shown

REPEATED = "repeated line of an order"  # the reason to skip a row whose order counts once
FAR, NEAR = 180, 31  # days between two orders of one number; between the lines of one order
_AGAIN = " \u00b7 "  # between a number that starts again and which time it does


def count_once(work: Work) -> None:
    """The total of an order that stands on each of its lines is counted once, if the user names the order number."""
    _starts_again(work)
    column = work.columns.get("order_id")
    layout = work.source.layout
    if "amount" not in work.columns or (layout.computed and not layout.preset):
        return
    if column is None:
        repeated_totals.ask(work)
        return
    groups: dict[str, list[int]] = {}
    for row in work.live():
        if column.cells[row]:
            groups.setdefault(column.cells[row], []).append(row)
    several = {order: rows for order, rows in groups.items() if len(rows) > 1}
    if not several:
        return
    if work.options.order_id or work.source.layout.decided["order_id"].by != "detected":
        _once(work, several)
        return
    if repeated_totals.of_a_row(layout):
        return
    same = {order: rows for order, rows in several.items() if len({_face(work, row) for row in rows}) == 1}
    if len(same) < len(several):
        same = repeated_totals.repeating(work, several)
    if same:
        raise InputRefused(repeated_totals.question(work, layout.roles["order_id"], same))


class _Lines(NamedTuple):
    """The lines of one number, day by day: row, day and client of each."""

    rows: list[tuple[dt.date, int, Any]]

    @property
    def days(self) -> int:
        return (self.rows[-1][0] - self.rows[0][0]).days

    @property
    def of_several(self) -> bool:
        """Whether the number is of several clients on several days."""
        return bool(self.days) and len({client for _, _, client in self.rows}) > 1


def _starts_again(work: Work) -> None:
    """Numbers that start again each year, month or in each shop are told apart, so that an order is one again."""
    column, layout = work.columns.get("order_id"), work.source.layout
    if column is None or layout.schema is not ORDERS:
        return
    numbers: dict[Any, _Lines] = {}
    days, clients, money = work.columns["date"].cells, work.columns["client"].cells, work.sold()
    for row, key in enumerate(column.cells):
        if key and not work.out(row) and days[row] and (money[row] or 0) >= 0:
            numbers.setdefault(key, _Lines([])).rows.append((days[row], row, clients[row]))
    for lines in numbers.values():
        lines.rows.sort(key=lambda line: line[:2])
    again = {key: lines for key, lines in numbers.items() if lines.days}
    changing = sum(lines.of_several for lines in again.values())
    anew = changing > 1 and 2 * changing >= len(again)
    apart, near = [], []
    for key, lines in (again if not anew else numbers).items():
        times = _times(lines, anew=anew)
        if len(set(times)) > 1:
            apart.append(key)
        elif lines.days:
            near.append(key)
        for time, (_, row, _) in zip(times, lines.rows, strict=True):
            column.cells[row] = f"{key}{_AGAIN}{time}" if time else key
    told = []
    if apart:
        come = say("{apart:number comes again, far|numbers come again, far}", apart=len(apart))
        told.append(
            say(
                "{apart} {come} apart or for other clients: other orders ({listed})",
                apart=len(apart),
                come=come,
                listed=listed(apart, 3),
            )
        )
    if near:
        come = say(
            "{near:number comes again for the same client|numbers come again for the same client}", near=len(near)
        )
        told.append(
            say(
                "{near} {come} within {far} days: one order each ({listed})",
                near=len(near),
                come=come,
                far=FAR,
                listed=listed(near, 3),
            )
        )
    if told:
        work.note("N255", column=layout.roles["order_id"], told=say("{told:;}", told=told))


def _times(lines: _Lines, *, anew: bool) -> list[int]:
    """Which time each line of a number is of, from 0.

    Args:
        lines: the lines of the number.
        anew: whether the numbers of this log go to other clients as a rule; then another day is another time.
    """
    last: list[tuple[dt.date, Any]] = []
    known: dict[tuple[dt.date, Any], int] = {}  # where another day is another time, that of each day and client
    found = []
    for day, _, client in lines.rows:
        if anew:
            found.append(known.setdefault((day, client), len(known)))
            continue
        time = next((n for n, (before, who) in enumerate(last) if _together((day - before).days, who == client)), -1)
        if time < 0:
            time = len(last)
            last.append((day, client))
        last[time] = (day, client)
        found.append(time)
    return found


def _together(days: int, same_client: bool) -> bool:
    return days <= (FAR if same_client else NEAR)


def _once(work: Work, several: dict[str, list[int]]) -> None:
    position = work.source.layout.roles["order_id"]
    repeated = 0
    on_other_days = repeated_totals.repeating(work, several)
    for order, rows in several.items():
        first = _face(work, rows[0])
        for row in rows[1:]:
            face = _face(work, row)
            if face == first or order in on_other_days:
                work.skipped[row] = REPEATED
                repeated += 1
            else:
                values: dict[str, object] = {
                    "order": _number(order), "line": work.gathered.lines[rows[0]],
                    "other": _words(work, rows[0], first, face), "this": _words(work, row, face, first),
                }  # fmt: skip
                work.fault(row, position, Bad("E248", values))
    if repeated:
        work.note("N216", column=position, count=counted(repeated))


def _number(order: str) -> str:
    """The number of an order as it is written."""
    return shown(order.partition(_AGAIN)[0])


def _face(work: Work, row: int) -> tuple[Any, ...]:
    return tuple(work.columns[name].cells[row] for name in ("client", "date", "amount"))


def _words(work: Work, row: int, face: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """The first thing in which two lines of an order differ, as written."""
    name = next(name for name, one, two in zip(("client", "date", "amount"), face, other, strict=True) if one != two)
    position = work.source.layout.roles.get(name)
    reckoned = name == "amount" and bool(work.source.layout.beside)
    written = work.sum_text([row]) if reckoned or position is None else text_of(work.gathered.columns[position][row])
    return say("{role} «{written}»", role=RoleName(name), written=shown(written))


def tell_prefixes(work: Work) -> None:
    """Orders whose number begins with a letter while most do not: «C536379» is how some shops write a cancellation."""
    column = work.columns.get("order_id")
    if column is None:
        return
    prefixes: dict[str, list[int]] = {}
    plain = []
    for row, cell in enumerate(column.cells):
        key = cell and cell.partition(_AGAIN)[0]
        if key and key[0].isalpha() and key[1:].isascii() and key[1:].isdigit():
            prefixes.setdefault(key[0], []).append(row)
        elif key and key.isascii() and key.isdigit():
            plain.append(row)
    for prefix, rows in prefixes.items():
        if (count := work.count(rows)) < work.count(plain):
            work.counts[say("order numbers beginning with {prefix}", prefix=prefix)] = count
            work.note("N226", count=counted(count), prefix=prefix, total=work.sum_text(rows))
