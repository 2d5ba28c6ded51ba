"""Clients that are called totals: a row of a log with its day, a row of a list that is the sum of nothing."""

from __future__ import annotations

from custecon.core.schemas import Decided, Kind
from custecon.sources.controls import Work
from custecon.sources.findings import Bad
from custecon.sources.total_labels import label_in
from custecon.sources.total_rows import TOLD, several
from custecon.sources.wording import shown

__all__ = ["settle"]


def settle(work: Work) -> None:
    """Ask about such rows of a log, or do with them as the user says; tell those that he keeps."""
    rows = _rows(work)
    policy, lines = work.options.subtotals, work.gathered.lines
    keys = work.columns["client"].cells if rows else ()
    if policy is None:
        for row in rows:
            values: dict[str, object] = {"value": shown(str(keys[row])), "why": "carries a date"}
            work.fault(row, work.source.layout.roles["client"], Bad("E239", values))
        return
    rows = [row for row in rows if row not in work.refused and row not in work.skipped]
    if not rows:
        return
    work.source.settings["subtotals"] = Decided(policy, "given")
    names = [f"«{shown(str(keys[row]))}»" for row in rows]
    if policy == "skip":
        money = [f" ({work.sum_text([row])})" for row in rows[:TOLD]]
        told = several(names, money, [lines[row] for row in rows])
        work.skipped.update(dict.fromkeys(rows, "total rows"))
        work.note("N204", line=lines[rows[0]], **told, verdict="; it carries a date")
    else:
        different = list(dict.fromkeys(names))
        more = f" and {len(different) - TOLD} more" if len(different) > TOLD else ""
        told = {"count": f"{len(rows):,}", "names": ", ".join(different[:TOLD]) + more, "total": work.sum_text(rows)}
        work.note("N248", line=lines[rows[0]], **told)


def _rows(work: Work) -> list[int]:
    """The rows: all of a log that have a day, those of a list that were set aside and are kept."""
    layout = work.source.layout
    if "client" not in work.columns:
        return []
    keys = work.columns["client"].cells
    known = frozenset(filter(None, keys))
    labels = {key for key in known if (label := label_in(key)) and (label.sure or label.named in known)}
    if not labels:
        return []
    day = next((role.name for role in layout.schema.roles if role.required and role.kind is Kind.DATE), None)
    if day is not None:
        days = work.columns[day].cells
        return [row for row, key in enumerate(keys) if key in labels and days[row] is not None]
    kept = work.options.subtotals == "keep"
    lines = work.gathered.lines
    return [row for row, key in enumerate(keys) if kept and key in labels and lines[row] in work.gathered.ordinary]
