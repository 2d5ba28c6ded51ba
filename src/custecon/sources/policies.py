"""What is done with rows that are money only if the user says so: refunds, failed payments, repeated orders, twins."""

from __future__ import annotations

from collections import Counter
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.schemas import Decided
from custecon.sources.controls import Work
from custecon.sources.findings import Bad, text_of
from custecon.sources.order_numbers import count_once, tell_prefixes
from custecon.sources.row_meaning import word_of
from custecon.sources.wording import BLANKS, counted, shown

__all__ = ["BAD_STATUS", "apply"]

BAD_STATUS = frozenset(
    [
        "failed",
        "fail",
        "canceled",
        "cancelled",
        "cancel",
        "refunded",
        "refund",
        "partially_refunded",
        "void",
        "voided",
        "declined",
        "rejected",
        "expired",
        "unpaid",
        "chargeback",
        "disputed",
        "reversed",
        "error",
        "abandoned",
        "draft",
        "deleted",
        "trash",
        "on-hold",
        "pending",
        "pending-payment",
        "отменен",
        "отмененный",
        "отмена",
        "отменена",
        "возврат",
        "возвращен",
        "возвращена",
        "отказ",
        "отклонен",
        "отклонена",
        "не_оплачен",
        "неоплачен",
        "не_оплачено",
        "ошибка",
        "аннулирован",
        "аннулирована",
        "сторно",
        "удален",
        "черновик",
        "ожидает_оплаты",
        "в_ожидании",
        "просрочен",
    ]
)


def apply(work: Work) -> None:
    """Settle every kind of doubtful row as the options say; refuse where they say nothing and money depends on it."""
    _statuses(work)
    _preset(work)
    count_once(work)
    _negatives(work)
    _twins(work)
    dropped = [row for row, why in work.skipped.items() if why == "without client"]
    if dropped:
        work.note("N220", count=counted(len(dropped)), total=work.sum_text(dropped))


def status_word(cell: Any) -> str:
    """A status without case, blanks and ё, so that «Не оплачен» is one word."""
    word = text_of(cell).strip(BLANKS).casefold().replace("ё", "е")
    return word.removeprefix("wc-").replace(" ", "_")


def _preset(work: Work) -> None:
    """What a known export says of its rows: cancelled, or given back to the last penny."""
    layout = work.source.layout
    if layout.preset is None:
        return
    work.note("N217", line=layout.line, preset=layout.preset.title, rules=layout.preset.rules)
    for column in layout.extras.get("cancelled", ()):
        for row, cell in enumerate(work.gathered.columns[column]):
            if text_of(cell).strip(BLANKS) and row not in work.refused:
                work.skipped.setdefault(row, "cancelled")
    amount = work.columns.get("amount")
    for column in layout.zero:
        back = work.parts[column].cells
        for row, cell in enumerate(amount.cells if amount else ()):
            if cell == 0 and back[row] and row not in work.refused:
                work.skipped.setdefault(row, "refunded in full")


def _known(work: Work) -> tuple[frozenset[str], frozenset[str]]:
    """The statuses that a preset keeps and drops; without a column of refunds a refunded order is an open question."""
    preset = work.source.layout.preset
    if preset is None:
        return frozenset(), frozenset()
    open_ = frozenset() if work.source.layout.zero else frozenset(("refunded", "partially refunded", "partial refund"))
    return preset.keep - open_, preset.drop


def _statuses(work: Work) -> None:
    """Rows whose status says that they are no money, or no longer."""
    keep, drop = _known(work)
    for column in work.source.layout.extras.get("status", ()):
        cells = work.gathered.columns[column]
        found: dict[str, list[int]] = {}
        for row in range(len(cells)):
            if word_of(text_of(cells[row])) in keep:
                continue
            word = status_word(cells[row])
            if word_of(text_of(cells[row])) in drop or word in BAD_STATUS or word.replace("_", "-") in BAD_STATUS:
                found.setdefault(text_of(cells[row]).strip(BLANKS), []).append(row)
        for status, rows in found.items():
            work.counts[f"status {shown(status, 30)}"] = len(rows)
            _status(work, column, rows, word_of(status) in drop)


def _status(work: Work, column: int, rows: list[int], dropped: bool) -> None:
    line = work.gathered.lines[rows[0]]
    status = text_of(work.gathered.columns[column][rows[0]]).strip(BLANKS)
    refunds = "drop" if dropped else work.options.refunds
    if refunds in (None, "refuse"):
        work.faults.add(line, column, "E250", value=shown(status, 30), count=counted(len(rows)))
        return
    total = work.sum_text(rows)
    done = "left out" if refunds == "drop" else "counted as they stand"
    if refunds == "drop":
        for row in rows:
            if row not in work.refused:
                work.skipped.setdefault(row, f"status {shown(status, 30)}")
    work.note(
        "N218", line=line, column=column, status=shown(status, 30), count=counted(len(rows)), total=total, done=done
    )


def _negatives(work: Work) -> None:
    column = work.columns.get("amount")
    if column is None:
        return
    negative = [row for row, cell in enumerate(column.cells) if cell is not None and cell < 0]
    zero = sum(cell == 0 for cell in column.cells if cell is not None)
    for number in work.source.layout.extras.get("quantity", ()):
        below = sum(
            text_of(cell).strip(BLANKS).startswith(("-", "\u2212", "(")) for cell in work.gathered.columns[number]
        )
        if below:
            work.counts["negative quantity"] = below
            work.note("N227", column=number, count=counted(below))
    tell_prefixes(work)
    if zero:
        work.counts["zero amounts"] = zero
        work.note("N208", count=counted(zero))
    if not negative:
        return
    work.counts["negative amounts"] = len(negative)
    live = [row for row in negative if row not in work.skipped and row not in work.refused]
    policy = work.options.refunds or "net"
    total = work.sum_text(negative)
    if policy == "refuse":
        position = work.source.layout.roles.get("amount", -1)
        for row in live:
            value = shown(text_of(work.gathered.columns[position][row])) if position >= 0 else work.sum_text([row])
            work.fault(row, position, Bad("E251", {"value": value}))
        return
    if policy == "drop":
        work.skipped.update(dict.fromkeys(live, "refund"))
    done = "left out" if policy == "drop" else "counted, and lower the total (net)"
    line = work.gathered.lines[negative[0]]
    work.note("N207", line=line, count=counted(len(negative)), total=total, done=done)
    work.source.settings["refunds"] = Decided(policy, "given" if work.options.refunds else "usual")


def _twins(work: Work) -> None:
    """Rows that repeat another row in every field: honest repeat purchases, or an export made twice."""
    if not work.gathered.twins:
        return
    twins = work.gathered.twins
    rows = Counter[tuple[str, ...]]()
    first: dict[tuple[str, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    for line, cells in work.source.rows():
        if line in twins:
            key = tuple(text_of(cell) for cell in cells)
            rows[key] += 1
            if first.setdefault(key, line) != line:
                pairs.append((first[key], line))
    again = sum(count - 1 for count in rows.values())
    if not again:
        return
    work.counts["identical rows"] = again
    policy = work.options.identical
    lines = ", ".join(f"{one} and {two}" for one, two in pairs[:3])
    told = f"; lines {lines}"
    if policy == "refuse":
        place = work.ground.place(pairs[0][1])
        raise InputRefused(problem("E261", place=place, lines=lines))
    if policy == "drop":
        number = {line: row for row, line in enumerate(work.gathered.lines)}
        for _, line in pairs:
            if number[line] not in work.refused:
                work.skipped.setdefault(number[line], "identical row")
    done = "counted" if policy == "keep" else "left out"
    work.note("N209", count=counted(again), lines=told, done=done)
