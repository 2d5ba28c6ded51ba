"""The days of one column, checked together: how they are written, what order they prove, which are no such day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from custecon.core.schemas import Decided, Role
from custecon.sources import dates
from custecon.sources.cell_by_cell import blank, foreign, spread
from custecon.sources.column_checks import Bad, Checked, Spoilt, Stop, text_of
from custecon.sources.wording import BLANKS, shown

_EARLIEST, _LATEST = dates.EARLIEST_YEAR, dates.LATEST_YEAR


def check_days(role: Role, cells: Sequence[Any], order: str | None, as_of: dt.date | None) -> Checked:
    """Check the days of a column; their order is what the cells prove, or what is given."""
    evidence = dates.DateEvidence()
    shapes: dict[str, Any] = {}
    typed = 0
    for row, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell not in shapes:
                shapes[cell] = dates.shape_of(cell.strip(BLANKS))
            if isinstance(shapes[cell], dates.DateShape):
                evidence.add(row, cell.strip(BLANKS), shapes[cell])
        elif isinstance(cell, dt.date):
            typed += 1
    _short_years(cells, shapes, evidence)
    mixed = typed and any(family[0] in "/-" for family in evidence.counts)
    if mixed:
        return Checked([None] * len(cells), stop=_half_converted(cells, shapes))
    settled = evidence.settle(order)
    if isinstance(settled, dates.DateStalemate):
        return Checked([None] * len(cells), stop=_date_stop(settled))
    latest = as_of.year + 1 if as_of and not role.ahead else _LATEST
    orders = {family: found[0] for family, found in settled.items()}
    checked = spread(cells, lambda cell: _day(role, cell, shapes, orders, latest))
    checked.ways = dict(evidence.counts) | ({"stored as dates": typed} if typed else {})
    _tell_order(checked, settled, order)
    return checked


def _short_years(cells: Sequence[Any], shapes: dict[str, Any], evidence: dates.DateEvidence) -> None:
    """Years of two digits among years of four are torn dates: whichever are fewer cannot be trusted."""
    short = {family for family in evidence.counts if family.endswith("yy")}
    long = {family for family in evidence.counts if not family.endswith("yy")}
    if not short or not long:
        return
    fewer = short if sum(evidence.counts[f] for f in short) <= sum(evidence.counts[f] for f in long) else long
    for cell, shape in shapes.items():
        if isinstance(shape, dates.DateShape) and shape.family in fewer:
            shapes[cell] = dates.Impossible("years of two and of four digits stand in one column")


def _half_converted(cells: Sequence[Any], shapes: dict[str, Any]) -> Stop:
    """Dates that a spreadsheet took for dates stand beside those it left as text: the former may be swapped."""
    row = next(
        row
        for row, cell in enumerate(cells)
        if isinstance(cell, str) and isinstance(shapes[cell], dates.DateShape) and shapes[cell].family[0] in "/-"
    )
    other = next(row for row, cell in enumerate(cells) if isinstance(cell, dt.date))
    return Stop(row, "E264", {"value": shown(cells[row].strip(BLANKS)), "other": cells[other]}, other)


def _tell_order(checked: Checked, settled: dict[str, tuple[str, tuple[int, str] | None]], given: str | None) -> None:
    for family, (order, proof) in settled.items():
        if given:
            checked.decided["date_order"] = Decided(order, "given")
        elif proof:
            checked.proofs["date_order"] = proof
            checked.decided["date_order"] = Decided(order, "the column proves it")
        elif family[0] == ".":
            checked.decided.setdefault("date_order", Decided(order, "dotted dates are day first"))
    if not settled and checked.ways:
        checked.decided["date_order"] = Decided(
            "ymd" if "ymd" in checked.ways else next(iter(checked.ways)), "as written"
        )


def _day(role: Role, cell: Any, shapes: dict[str, Any], orders: dict[str, str], latest: int) -> Any:
    text = text_of(cell).strip(BLANKS)
    if not text:
        return blank(role)
    if isinstance(cell, bool | Decimal | Spoilt):
        if isinstance(cell, Decimal):
            what = dates.suspicion(text) or "a number"
            return Bad("E223", {"value": shown(text), "what": what})
        return foreign(cell, "a date")
    if isinstance(cell, dt.date):
        day = cell
    else:
        shape = shapes[cell]
        if shape is None:
            near = dates.suspicion(text)
            return Bad("E223", {"value": shown(text), "what": near}) if near else Bad("E218", {"value": shown(text)})
        if isinstance(shape, dates.Impossible):
            return Bad("E219", {"value": shown(text), "why": shape.why})
        found = dates.day_of(shape, orders.get(shape.family, "dmy"))
        if found is None:
            return Bad("E219", {"value": shown(text), "why": "there is no such day"})
        day = found
    if _EARLIEST <= day.year <= latest:
        return day
    what = "in the future, later than the as-of day allows" if day.year > latest else "too early"
    return Bad("E222", {"value": shown(text), "what": what, "earliest": _EARLIEST, "latest": latest})


def _date_stop(stalemate: dates.DateStalemate) -> Stop:
    row, text = stalemate.cell
    if stalemate.kind == "both" and stalemate.other:
        return Stop(row, "E221", {"value": shown(text), "other": shown(stalemate.other[1])}, stalemate.other[0])
    shape = dates.shape_of(text)
    orders = stalemate.orders[:2]
    days = [dates.day_of(shape, order) for order in orders] if isinstance(shape, dates.DateShape) else []
    words = [day.isoformat() if day else "?" for day in days]
    if len(words) == 2 and words[0] == words[1]:
        words = [f"{word} ({order})" for word, order in zip(words, orders, strict=True)]
    values: dict[str, object] = {
        "value": shown(text),
        "first": words[0],
        "second": words[1],
        "order": orders[0],
        "order2": orders[1],
    }
    return Stop(row, "E220", values)
