"""Money that stands beside the amount of an order: refunds taken off once, tax and shipping named, what the user adds.

A refund is taken off whatever its sign, and only once: where it stands in a column and as a row of its own, or is more
than the amount it belongs to, the question is asked. Tax, shipping, discounts and fees are never touched unless the
user says so; that they stand there is told.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import Exact, counted, say
from custecon.core.schemas import Decided, Kind, Role, exact
from custecon.kinds.profit import PROFIT
from custecon.sources import per_cent, units_of_columns
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Checked, text_of
from custecon.sources.controls import Work
from custecon.sources.dates import shape_of
from custecon.sources.header_words import header_of, hints, in_percent, words_of
from custecon.sources.money_columns import (
    TAKEN_OFF,
    Beside,
    Sign,
    adjusted,
    came_back,
    is_after,
    may_be_written_off,
    pair_of,
    rate_of_discount,
)
from custecon.sources.phrases import flag_of, word_of
from custecon.sources.row_headers import of_a_refund
from custecon.sources.row_words import words
from custecon.sources.tax_words import of_tax, without_tax
from custecon.sources.wording import BLANKS, shown

_SERVES = frozenset([*words("money", "spent"), *words("headers", "delivery"), "freight"])
FULLY_BACK = "refunded in full"  # why a row whose money all came back is none
_MOVED = {Sign.PLUS: "added to «{amount}»", Sign.LESS: "taken off «{amount}»"}
_MANY = 10  # pieces of one row that come back, that may as well be money


def flags_of(work: Work) -> frozenset[int]:
    """The columns beside the amount that are no money, whatever their headers say."""
    return frozenset(beside.column for beside in work.source.layout.beside if _is_flag(work, beside))


def _is_flag(work: Work, beside: Beside) -> bool:
    """Whether a column that is named like a refund says yes or no, if with 1 and 0 or a day, and holds no money."""
    back = came_back(header_of(work.source.layout.headers[beside.column]))
    if not beside.found or not (beside.sign is Sign.LESS or back):
        return False
    texts = {text_of(cell).strip(BLANKS) for cell in work.cells(beside.column)} - {""}
    if texts and all(text.isdigit() for text in texts):
        return texts <= {"0", "1"} if back else texts == {"0", "1"}
    return bool(texts) and all(flag_of(word_of(text)) is not None or shape_of(text) for text in texts)


def refund_is_missing(work: Work, rows: list[int]) -> bool:
    """Whether some of these rows, that were paid back, have money and no refund in the columns that are taken off."""
    layout = work.source.layout
    back = [
        work.cells(each.column)
        for each in layout.beside
        if each.sign is Sign.LESS and of_a_refund(header_of(layout.headers[each.column]).words)
    ]
    money = work.cells(layout.roles["amount"]) if "amount" in layout.roles else []
    return any(_is_filled(money[row]) and not any(_is_filled(cells[row]) for cells in back) for row in rows if money)


def _is_filled(cell: object) -> bool:
    """Whether a cell of money holds any but 0."""
    return re.search("[1-9]", text_of(cell)) is not None


def apply(work: Work) -> None:
    """Take off, add or name the money beside the amount, row by row and exactly.

    Raises:
        InputRefused: E270 a refund is more than the amount it is taken off; E271 it stands there twice; E309 money may
            have been written off.
    """
    name = work.money_role()
    if name is None:
        return
    layout = work.source.layout
    for beside in layout.beside:
        header = layout.headers[beside.column]
        if beside.sign is Sign.NAMED and rate_of_discount(header_of(header)):
            _tell_rate(work, name, beside.column)
            continue
        checked = None if beside.column in work.flags else _checked(work, beside)
        if checked is None:
            continue
        before = adjusted(header_of(header), list(map(header_of, layout.headers)))
        if beside.sign is Sign.NAMED and before is not None:
            _tell_adjusted(work, name, beside, checked, before)
            continue
        if beside.sign is Sign.NAMED and came_back(header_of(header)) and _are_pieces(checked):
            continue
        if beside.sign is Sign.NAMED and may_be_written_off(header_of(header)):
            _ask_written_off(work, name, beside.column, checked)
        if beside.sign is Sign.NAMED and not _is_off(header, layout.decided[name].value):
            rows = [row for row, cell in enumerate(checked.cells) if cell and row not in work.skipped]
            total = sum(checked.cells[row] for row in rows)
            if total:
                work.named[header] = Exact(exact(total, checked.scale))
        if beside.sign is Sign.NAMED:
            continue
        refund = beside.sign is Sign.LESS and beside.found | beside.by.startswith("preset")
        if refund:
            _proved(work, name, beside, checked)
        _combined(work, name, beside, checked)


def _are_pieces(back: Checked) -> bool:
    """Whether what came back may be so many pieces: whole numbers, and small."""
    return all(abs(cell or 0) < _MANY * 10**back.scale and not (cell or 0) % 10**back.scale for cell in back.cells)


def _is_off(header: str, amount: str) -> bool:
    """Whether a tax stands beside an amount that is without it, so that there is nothing to take off."""
    return of_tax(words_of(header)) and without_tax(words_of(amount))


def _checked(work: Work, beside: Beside) -> Checked | None:
    """The cells of the column as numbers; None where they are none and only the header said so."""
    options = work.options
    role = Role("amount", Kind.NUMBER, "", blank=True)
    checked = checked_as_written(role, work.cells(beside.column), options)
    live = {row: bad for row, bad in checked.bad.items() if row not in work.unread}
    if beside.found and (live or checked.stop):
        return None
    if checked.stop:
        line = work.gathered.lines[checked.stop.row]
        raise InputRefused(
            problem(checked.stop.code, place=work.ground.place(line, beside.column), **checked.stop.values)
        )
    for row, bad in live.items():
        work.fault(row, beside.column, bad)
    if work.source.whole:
        work.source.whole.weigh(work, beside.column, checked)
    if beside.sign is not Sign.NAMED:
        units_of_columns.settle_beside(work, beside.column, checked)
        work.parts[beside.column] = checked
    return checked


def _tell_rate(work: Work, name: str, column: int) -> None:
    """Say that a discount in per cent is not taken off, and how to; not where the amount or a known export tells."""
    layout = work.source.layout
    header, amount = layout.headers[column], layout.decided[name].value
    others = [header_of(layout.headers[each.column]) for each in layout.beside if each.column != column]
    told = any(TAKEN_OFF["discounts"] & set(other.words) and not rate_of_discount(other) for other in others)
    if layout.preset or told or is_after("discounts", words_of(amount)):
        return
    found = per_cent.checked(Role("amount", Kind.NUMBER, "", blank=True), work.cells(column), work.options)
    rates = [exact(cell, found.scale) for row, cell in enumerate(found.cells) if cell and row not in work.skipped]
    if found.stop or found.bad or not rates or max(rates) > 1:
        return
    parts = not in_percent(header) and max(rates) * 100 <= 1
    whole = f"({amount})" if name in layout.computed and set("+-") & set(amount) else amount
    product = f"{whole}*{header}" if parts else per_cent.product_of(whole, header)
    empty = "write 0 where it is empty, and " if None in found.cells else ""
    most = (max(rates) * 100).normalize()
    what = f"rates such as {most:f}, no money: «{shown(amount)}» is taken to be after it"
    cure = say(
        "if it is before it, {empty}say --map {name!s}={quote}",
        empty=empty,
        name=name,
        quote=shlex.quote(f"{amount}-{product}"),
    )
    work.note("N258", line=layout.line, header=shown(header), what=what, cure=cure)


def _ask_written_off(work: Work, name: str, column: int, off: Checked) -> None:
    """Ask about money that was written off: as a debt that nobody paid, or off the account of the client, who paid so.

    Raises:
        InputRefused: E309 there is such money, and it is no more than the amounts.
    """
    layout, amount = work.source.layout, work.columns[name]
    rows = [row for row, cell in enumerate(off.cells) if cell and row not in work.skipped]
    if not rows or column in (pair_of(layout.headers) or ()) or work.options.columns.get("refunds") is not None:
        return
    if any(exact(abs(off.cells[row]), off.scale) > exact(abs(amount.cells[row] or 0), amount.scale) for row in rows):
        return
    header = layout.headers[column]
    total = exact(sum(abs(off.cells[row]) for row in rows), off.scale)
    values = {"header": shown(header), "amount": shown(layout.decided[name].value), "total": Exact(total)}
    place = work.ground.place(work.gathered.lines[rows[0]], column)
    raise InputRefused(
        problem(
            "E309",
            place=place,
            **values,
            count=counted(len(rows)),
            typed=shlex.quote(header),
            role=name,
        )
    )


def _tell_adjusted(work: Work, name: str, beside: Beside, later: Checked, before_: int) -> None:
    """Say where an amount was set anew later; programs leave such a cell empty where it was not, or in all rows 0."""
    own = work.source.layout.roles.get(name) == before_
    role = Role("amount", Kind.NUMBER, "", blank=True)
    amount = work.columns[name] if own else checked_as_written(role, work.cells(before_), work.options)
    empty = any(cell is None for cell in later.cells)
    if amount.stop:
        return
    most = max(amount.scale, later.scale)
    pairs = {
        row: (amount.cells[row] * 10 ** (most - amount.scale), cell * 10 ** (most - later.scale))
        for row, cell in enumerate(later.cells)
        if (cell or (empty and cell == 0)) and row not in work.skipped and amount.cells[row] is not None
    }
    other = {row: pair for row, pair in pairs.items() if pair[0] != pair[1]}
    if not other:
        return
    header, taken = work.source.layout.headers[beside.column], shown(work.source.layout.headers[before_])
    before, after = (exact(sum(pair[place] for pair in other.values()), most) for place in (0, 1))
    what = say(
        "another amount on {other} {other:row|rows}: {after} where «{taken}» is {before}",
        other=len(other),
        after=Exact(after),
        taken=taken,
        before=Exact(before),
    ) + (", which is counted" if own else "")
    typed = shlex.quote(f"{name}={header}")
    whole = len(pairs) == sum(cell is not None for cell in amount.cells)
    counted_ = taken if own else shown(work.source.layout.decided[name].value)
    cure = (
        f"--map {typed} takes it"
        if whole
        else say("if it is what was paid, write it into «{counted}» there", counted=counted_)
    )
    work.note("N258", line=work.gathered.lines[min(other)], header=shown(header), what=what, cure=cure)


def _proved(work: Work, name: str, beside: Beside, back: Checked) -> None:
    """A refund that is found by its name must fit the amount it is taken off, and stand there only once."""
    amount, lines = work.columns[name], work.gathered.lines
    most = max(amount.scale, back.scale)
    rows = [
        row for row, cell in enumerate(back.cells) if cell and row not in work.skipped and amount.cells[row] is not None
    ]
    given = {row: abs(back.cells[row]) * 10 ** (most - back.scale) for row in rows}
    whole = {row: amount.cells[row] * 10 ** (most - amount.scale) for row in rows}
    header = shown(work.source.layout.headers[beside.column])
    decided = shown(work.source.layout.decided[name].value)
    for row in rows:
        if 0 < whole[row] < given[row]:
            place = work.ground.place(lines[row], beside.column)
            values = {"value": exact(given[row], most), "amount": exact(whole[row], most), "header": decided}
            raise InputRefused(
                problem("E270", place=place, **values, cure=_other_amount(work, name, beside, given, most))
            )
    clients = work.columns["client"].cells if "client" in work.columns else [""] * len(amount.cells)
    taken = {(clients[row], given[row]): row for row in rows}
    for row, cell in enumerate(amount.cells):
        if cell is not None and cell < 0 and row not in work.skipped and not work.options.refunds:
            key = (clients[row], -cell * 10 ** (most - amount.scale))
            other = taken.get(key)
            if other is not None and other != row:
                place = work.ground.place(lines[row])
                values = {"value": exact(given[other], most), "header": header, "line": lines[other]}
                raise InputRefused(problem("E271", place=place, **values))


def _other_amount(work: Work, name: str, beside: Beside, given: Mapping[int, int], scale: int) -> str:
    """The option that leads on where a refund is more than the amount: the column that it fits, if there is one."""
    layout = work.source.layout
    role = Role("amount", Kind.NUMBER, "", blank=True)
    for column, text in enumerate(layout.headers):
        if column in (beside.column, layout.roles.get(name)) or not hints("amount", header_of(text)):
            continue
        checked = checked_as_written(role, work.cells(column), work.options)
        if checked.bad or checked.stop or checked.scale > scale:
            continue
        if all((checked.cells[row] or 0) * 10 ** (scale - checked.scale) >= back for row, back in given.items()):
            return say("name the money that it is a part of: --amount '{text}'; or leave", text=text)
    return "leave"


def _combined(work: Work, name: str, beside: Beside, part: Checked) -> None:
    """The amount with the money beside it, at the finer of both scales."""
    amount = work.columns[name]
    most = max(amount.scale, part.scale)
    touched: list[int] = []
    moved = 0
    for row, cell in enumerate(amount.cells):
        if cell is None:
            continue
        whole, other = cell * 10 ** (most - amount.scale), (part.cells[row] or 0) * 10 ** (most - part.scale)
        if beside.sign is Sign.PLUS:
            amount.cells[row] = whole + other
        elif work.skipped.get(row, FULLY_BACK) != FULLY_BACK:  # no money: told as it is written
            amount.cells[row] = whole
        else:
            side = -1 if whole < 0 else 1
            amount.cells[row] = side * (abs(whole) - abs(other))
            if whole and other and not amount.cells[row] and not work.sale:  # a margin of 0 is no money back
                work.skipped.setdefault(row, FULLY_BACK)
        if other and work.skipped.get(row) in (None, FULLY_BACK):
            touched.append(row)
            moved += abs(other) if beside.sign is Sign.LESS else other
    amount.scale = most
    layout = work.source.layout
    header, sign = layout.headers[beside.column], "+" if beside.sign is Sign.PLUS else "-"
    decided = layout.decided[name]
    layout.decided[name] = Decided(f"{decided.value} {sign} {header}", decided.by)
    if touched:
        negative = sum(part.cells[row] < 0 for row in touched)
        work.note(
            "N235",
            column=beside.column,
            header=shown(header),
            done=say(_MOVED[beside.sign], amount=shown(decided.value)),
            count=counted(work.count(touched)),
            total=Exact(exact(moved, most)),
            written=", written with a minus" if negative and beside.sign is Sign.LESS else "",
        )


def tell(work: Work) -> None:
    """Say which money stands beside the amount and was left alone."""
    if work.named and (name := work.money_role()):
        beside = [say("«{name}» {sum}", name=shown(name), sum=total) for name, total in list(work.named.items())[:5]]
        first = shlex.quote(next(iter(work.named)))
        amount = shown(work.source.layout.decided[name].value)
        work.note("N236", beside=beside, amount=amount, first=first, serves=_as_cost_to_serve(work))


def _as_cost_to_serve(work: Work) -> str:
    """In a list by profit: how to take the named costs of visits, deliveries and the like as cost to serve."""
    layout = work.source.layout
    costs = [header for header in work.named if set(header_of(header).words) & _SERVES]
    if layout.schema is not PROFIT or "cost_to_serve" in layout.decided or not costs:
        return ""
    return say("to take it as cost to serve: --map cost_to_serve={quote}; ", quote=shlex.quote("+".join(costs)))
