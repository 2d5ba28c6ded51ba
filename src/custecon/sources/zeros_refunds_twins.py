"""Orders of 0, amounts below zero (refunds) and rows that repeat another: what is done with each."""

from __future__ import annotations

from collections import Counter

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say
from custecon.core.schemas import Decided
from custecon.kinds.orders import ORDERS
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.sources.column_checks import Bad, below_zero, text_of
from custecon.sources.controls import Work
from custecon.sources.order_numbers import REPEATED, tell_prefixes
from custecon.sources.whole import Twins
from custecon.sources.wording import shown

ZERO = "no payment (zero amount)"  # the reason to skip a row of a log that is no purchase


def apply(work: Work) -> None:
    """Leave such rows out, count or refuse them, and tell it.

    Raises:
        InputRefused: E261 rows are identical, and are to be refused.
    """
    _zeros(work)
    _negatives(work)
    _twins(work)


def done_with_zeros(policy: str) -> str:
    """What becomes of the rows whose amount is 0, in words."""
    if policy == "count":
        return say("counted as purchases")
    return say("no purchase, left out (--zero-orders count counts them)")


def _zeros(work: Work) -> None:
    """An order of 0 is no purchase, and who has only such orders is no client, unless the user says otherwise."""
    column = work.columns.get("amount")
    if column is None or work.source.layout.schema is not ORDERS:
        return
    sold = work.sold()
    zero = [row for row, cell in enumerate(column.cells) if cell == 0 and not sold[row] and not work.out(row)]
    if not zero:
        return
    if work.options.zero_orders == "none":
        work.skipped.update(dict.fromkeys(zero, ZERO))
    work.counts["zero amounts"] = count = work.count(zero)
    if "zero_orders" in work.options.usual:
        work.source.settings["zero_orders"] = Decided(work.options.zero_orders, "settings")
    work.note("N208", count=counted(count), done=done_with_zeros(work.options.zero_orders))


def _negatives(work: Work) -> None:
    column = work.columns.get("amount")
    if column is None or work.source.layout.schema is SUBSCRIPTIONS:
        return  # the price of a contract is no refund
    cells = work.sold() if work.source.layout.schema is ORDERS else column.cells
    negative = [row for row, cell in enumerate(cells) if cell is not None and cell < 0 and not work.out(row)]
    for number in work.source.layout.extras.get("quantity", ()):
        below = work.count(row for row, cell in enumerate(work.gathered.columns[number]) if below_zero(cell))
        if below:
            work.counts["negative quantity"] = below
            work.note("N227", column=number, count=counted(below))
    tell_prefixes(work)
    if not negative:
        return
    what = say("negative amounts")
    work.counts[what] = count = work.count(negative)
    policy = work.options.refunds or "net"
    total = work.sum_text(negative)
    if policy == "refuse":
        position = work.source.layout.roles.get("amount", -1)
        for row in negative:
            value = shown(text_of(work.gathered.columns[position][row])) if position >= 0 else work.sum_text([row])
            work.fault(row, position, Bad("E251", {"value": value}))
        return
    if policy == "drop":
        work.skipped.update(dict.fromkeys(negative, "refund"))
    done = "left out" if policy == "drop" else "counted, and lower the total (net)"
    line = work.gathered.lines[negative[0]]
    work.note("N207", line=line, count=counted(count), total=total, done=done)
    work.source.settings["refunds"] = Decided(policy, work.options.by("refunds") if work.options.refunds else "usual")


def _twins(work: Work) -> None:
    """Rows that repeat another row in every field: honest repeat purchases, or an export made twice."""
    again, pairs = _found(work)
    if not again:
        return
    work.counts["identical rows"] = again
    policy = work.options.identical
    if "identical" in work.options.usual:
        work.source.settings["identical"] = Decided(policy, "settings")
    lines = say("{pairs}", pairs=[say("{one:d} and {two:d}", one=one, two=two) for one, two in pairs[:3]])
    told = say("; lines {lines}", lines=lines) if pairs else ""  # rows of a table have no number
    if policy == "refuse":
        place = work.ground.place(pairs[0][1])
        raise InputRefused(problem("E261", place=place, lines=lines))
    if policy == "drop":
        number = {line: row for row, line in enumerate(work.gathered.lines)}
        for _, line in pairs:
            if number[line] not in work.refused:
                work.skipped.setdefault(number[line], "identical row")
    done = say("counted" if policy == "keep" else "left out")
    work.note("N209", count=counted(again), lines=told, done=done)


def _found(work: Work) -> Twins:
    if work.source.whole:
        return work.source.whole.twins(work)
    twins = work.gathered.twins
    if not twins:
        return Twins(0, ())
    number = {line: row for row, line in enumerate(work.gathered.lines) if line in twins}
    rows = Counter[tuple[str, ...]]()
    first: dict[tuple[str, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    for line, cells in work.source.rows():
        if line in number and work.skipped.get(number[line]) not in (ZERO, REPEATED):
            key = tuple(text_of(cell) for cell in (*cells, *work.gathered.filled.get(line, ())))
            rows[key] += 1
            if first.setdefault(key, line) != line:
                pairs.append((first[key], line))
    return Twins(sum(count - 1 for count in rows.values()), pairs)
