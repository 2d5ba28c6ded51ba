"""Rows that are called totals although they lack nothing: a client «Total» with a day, «Итого» among the products."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from custecon.core.phrases import some
from custecon.core.schemas import Decided, Kind
from custecon.sources.column_checks import Bad, text_of
from custecon.sources.controls import Work
from custecon.sources.row_outcomes import MOST_VALUES
from custecon.sources.total_labels import is_total, label_in
from custecon.sources.total_rows import TOLD, several
from custecon.sources.wording import BLANKS, shown


def settle(work: Work) -> None:
    """Ask about clients of a log that are called totals; skip the rows that another column calls so and that add up."""
    _of_clients(work)
    for column in _kinds(work):
        _of_kinds(work, column)


def _of_clients(work: Work) -> None:
    rows = _rows(work)
    policy, lines = work.options.subtotals, work.gathered.lines
    keys = work.columns["client"].cells if rows else ()
    if policy is None:
        for row in rows:
            values: dict[str, object] = {"value": shown(str(keys[row])), "why": "carries a date"}
            work.fault(row, work.source.layout.roles["client"], Bad("E239", values))
        return
    rows = [row for row in rows if not work.out(row)]
    if not rows:
        return
    work.source.settings["subtotals"] = Decided(policy, work.options.by("subtotals"))
    names = [str(keys[row]) for row in rows]
    if policy == "skip":
        _skip(work, rows, names, "; it carries a date" if len(rows) == 1 else "; they carry dates")
    else:
        different = [f"«{shown(name)}»" for name in dict.fromkeys(names)]
        told: dict[str, Any] = {
            "count": len(rows),
            "names": some(different, TOLD),
            "total": work.sum_text(rows),
        }
        work.note("N248", line=lines[rows[0]], **told)


def _rows(work: Work) -> list[int]:
    """The rows: all of a log that have a day, those of a list that were set aside and are kept."""
    if "client" not in work.columns:
        return []
    keys = work.columns["client"].cells
    known = frozenset(filter(None, keys))
    labels = {key for key in known if (label := label_in(key)) and (label.sure or label.named in known)}
    if not labels:
        return []
    day = _day(work)
    if day is not None:
        days = work.columns[day].cells
        return [row for row, key in enumerate(keys) if key in labels and days[row] is not None]
    kept = work.options.subtotals == "keep"
    lines = work.gathered.lines
    return [row for row, key in enumerate(keys) if kept and key in labels and lines[row] in work.gathered.ordinary]


def _day(work: Work) -> str | None:
    """The role of the day that every row must have, in a log."""
    return next(
        (role.name for role in work.source.layout.schema.roles if role.required and role.kind is Kind.DATE), None
    )


def _skip(work: Work, rows: Sequence[int], names: Sequence[str], verdict: str) -> None:
    money = [f" ({work.sum_text([row])})" for row in rows[:TOLD]]
    told = several([f"«{shown(name)}»" for name in names], money, [work.gathered.lines[row] for row in rows])
    work.skipped.update(dict.fromkeys(rows, "total rows"))
    work.note("N204", line=work.gathered.lines[rows[0]], **told, verdict=verdict)


def _kinds(work: Work) -> list[int]:
    """The columns of a log whose few values may say what a row is."""
    layout = work.source.layout
    if _day(work) is None or work.options.subtotals == "keep":
        return []
    kinds = {name: layout.role(name).kind for name in layout.roles}
    texts = [layout.roles[name] for name, kind in kinds.items() if name != "client" and kind in (Kind.KEY, Kind.TEXT)]
    known = [*texts, *layout.traits, *(column for columns in layout.extras.values() for column in columns)]
    few = (column for column in dict.fromkeys(known) if len(set(work.gathered.columns[column])) <= MOST_VALUES)
    return [*few, *work.gathered.watched]


def _of_kinds(work: Work, column: int) -> None:
    """Rows that are called totals in such a column, and add up the rows since the last or those of their client.

    A brand may be called Total: where none adds up, they are rows like any other.
    """
    amount, keys = work.money(), work.columns["client"].cells
    if amount is None or not any(map(is_total, work.gathered.watched.get(column, ["total"]))):
        return
    cells = [text_of(cell).strip(BLANKS) for cell in work.cells(column)]
    labelled = [row for row, text in enumerate(cells) if text and is_total(text) and row not in work.skipped]
    own = frozenset(labelled)
    sums = list(accumulate((0 if row in own else cell or 0 for row, cell in enumerate(amount.cells)), initial=0))
    since, of_client, last = 0, dict.fromkeys(keys, 0), 0
    sizes: dict[int, int] = {}  # of the totals that add up: how many rows
    for row in labelled:
        for other in range(last, row):
            of_client[keys[other]] += 0 if other in own else amount.cells[other] or 0
        last = row
        if amount.cells[row] in (sums[row] - sums[since], sums[row], of_client[keys[row]]):
            sizes[row] = row - since
        since, of_client[keys[row]] = row + 1, 0
    if max(sizes.values(), default=0) < 2:  # one row may equal another by accident
        return
    _skip(work, list(sizes), [cells[row] for row in sizes], "; each equals the sum of its rows")
    others = [row for row in labelled if row not in sizes]
    if work.options.subtotals == "skip" and others:
        work.source.settings["subtotals"] = Decided("skip", work.options.by("subtotals"))
        _skip(work, others, [cells[row] for row in others], "; not the sum of the rows near")
    elif others:
        for row in others:
            values: dict[str, object] = {"value": shown(cells[row]), "why": "is not the sum of its rows"}
            work.fault(row, column, Bad("E239", values))
