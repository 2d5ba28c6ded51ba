"""What the numbers of orders say: an order that stands on several lines, and numbers that are no orders."""

from __future__ import annotations

from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.sources.controls import Work
from custecon.sources.findings import Bad, text_of
from custecon.sources.wording import counted, shown

__all__ = ["count_once", "tell_prefixes"]


def count_once(work: Work) -> None:
    """The total of an order that stands on each of its lines is counted once, if the user names the order number."""
    column = work.columns.get("order_id")
    layout = work.source.layout
    if column is None or "amount" not in work.columns or (layout.computed and not layout.preset):
        return
    groups: dict[str, list[int]] = {}
    for row in _live(work):
        if column.cells[row]:
            groups.setdefault(column.cells[row], []).append(row)
    several = {order: rows for order, rows in groups.items() if len(rows) > 1}
    if not several:
        return
    if work.options.order_id or work.source.layout.decided["order_id"].by != "detected":
        _once(work, several)
        return
    same = {order: rows for order, rows in several.items() if len({_face(work, row) for row in rows}) == 1}
    if len(same) == len(several):
        order, rows = next(iter(same.items()))
        position = work.source.layout.roles["order_id"]
        lines = ", ".join(str(work.gathered.lines[row]) for row in rows[:4])
        header = work.source.layout.headers[position]
        place = work.ground.place(work.gathered.lines[rows[0]], position)
        values = {"order": shown(order), "lines": lines, "header": shown(header)}
        raise InputRefused(problem("E247", place=place, **values))


def _once(work: Work, several: dict[str, list[int]]) -> None:
    position = work.source.layout.roles["order_id"]
    repeated = 0
    for order, rows in several.items():
        first = _face(work, rows[0])
        for row in rows[1:]:
            face = _face(work, row)
            if face == first:
                work.skipped[row] = "repeated line of an order"
                repeated += 1
            else:
                values: dict[str, object] = {
                    "order": shown(order), "line": work.gathered.lines[rows[0]],
                    "other": _words(work, rows[0], first, face), "this": _words(work, row, face, first),
                }  # fmt: skip
                work.fault(row, position, Bad("E248", values))
    if repeated:
        work.note("N216", column=position, count=counted(repeated))


def _face(work: Work, row: int) -> tuple[Any, ...]:
    return tuple(work.columns[name].cells[row] for name in ("client", "date", "amount"))


def _words(work: Work, row: int, face: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """The first thing in which two lines of an order differ, as written."""
    name = next(name for name, one, two in zip(("client", "date", "amount"), face, other, strict=True) if one != two)
    position = work.source.layout.roles.get(name)
    reckoned = name == "amount" and bool(work.source.layout.beside)
    written = work.sum_text([row]) if reckoned or position is None else text_of(work.gathered.columns[position][row])
    return f"{name} «{shown(written)}»"


def tell_prefixes(work: Work) -> None:
    """Orders whose number begins with a letter while most do not: «C536379» is how some shops write a cancellation."""
    column = work.columns.get("order_id")
    if column is None:
        return
    prefixes: dict[str, list[int]] = {}
    plain = 0
    for row, key in enumerate(column.cells):
        if key and key[0].isalpha() and key[1:].isascii() and key[1:].isdigit():
            prefixes.setdefault(key[0], []).append(row)
        elif key and key.isascii() and key.isdigit():
            plain += 1
    for prefix, rows in prefixes.items():
        if len(rows) < plain:
            work.counts[f"order numbers beginning with {prefix}"] = len(rows)
            work.note("N226", count=counted(len(rows)), prefix=prefix, total=work.sum_text(rows))


def _live(work: Work) -> list[int]:
    return [row for row in range(len(work.gathered.lines)) if row not in work.refused and row not in work.skipped]
