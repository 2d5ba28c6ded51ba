"""What is done with rows that are money only if the user says so: refunds, failed payments, repeated orders, twins."""

from __future__ import annotations

from collections import Counter

from custecon.core.errors import InputRefused, problem
from custecon.core.schemas import SUBSCRIPTIONS, Decided
from custecon.sources import money_beside, row_policies, subscription_rows
from custecon.sources.controls import Work
from custecon.sources.findings import Bad, text_of
from custecon.sources.order_numbers import count_once, tell_prefixes
from custecon.sources.wording import BLANKS, counted, shown

__all__ = ["apply"]


def apply(work: Work) -> None:
    """Settle every kind of doubtful row as the options say; refuse where they say nothing and money depends on it."""
    row_policies.tell(work)
    money_beside.tell(work)
    subscription_rows.apply(work)
    _preset(work)
    count_once(work)
    _negatives(work)
    _twins(work)


def _preset(work: Work) -> None:
    layout = work.source.layout
    if layout.preset is not None:
        work.note("N217", line=layout.line, preset=layout.preset.title, rules=layout.preset.rules)


def _negatives(work: Work) -> None:
    column = work.columns.get("amount")
    if column is None or work.source.layout.schema is SUBSCRIPTIONS:
        return  # the price of a contract is no refund
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
            key = tuple(text_of(cell) for cell in (*cells, *work.gathered.filled.get(line, ())))
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
