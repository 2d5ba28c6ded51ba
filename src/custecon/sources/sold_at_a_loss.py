"""An order whose amount is its margin: what was sold tells whether it is a purchase, and not the sign of the margin.

What is sold below its cost is sold all the same. So beside such an amount stands what was sold: the money before its
cost is taken off, the sales of another column, or the quantity. Where the file has none of them, a margin below zero is
taken for a sale at a loss, and told.
"""

from __future__ import annotations

from custecon.core.errors import notice
from custecon.core.phrases import Exact, say
from custecon.core.schemas import Decided, Kind, Role, exact
from custecon.kinds.orders import ORDERS
from custecon.sources.amount_holds import may_be_cost
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import Checked
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of, hints, means
from custecon.sources.layout import Layout
from custecon.sources.money import computed
from custecon.sources.money_columns import Sign, came_back
from custecon.sources.row_headers import of_a_refund
from custecon.sources.wording import shown

SALE = Role("sale", Kind.NUMBER, "what was sold, where the amount is margin; below 0 where nothing was")


def margin_of(layout: Layout) -> str:
    """What makes the amount of a log margin: the cost that is taken off it, or its own name; "" where it is none."""
    if less := sorted(_costs(layout)):
        return say("less «{text}»", text=shown(layout.headers[less[0]]))
    named = sorted(_margins(layout))
    return f"«{shown(layout.headers[named[0]])}»" if named else ""


def _costs(layout: Layout) -> set[int]:
    """The costs that are taken off the amount, by its expression or beside it."""
    expression = layout.computed.get("amount")
    less = {column for part in expression.subtrahends() for column in part.columns()} if expression else set()
    less |= {each.column for each in layout.beside if each.sign is Sign.LESS}
    return {column for column in less if _is_cost(layout.headers[column])}


def _is_cost(text: str) -> bool:
    return means("cost", header_of(text)) or may_be_cost(text)


def _margins(layout: Layout) -> set[int]:
    """The columns of the amount that are margin by their own names."""
    if "amount" in layout.roles:
        columns = {layout.roles["amount"]}
    else:
        expression = layout.computed["amount"]
        columns = {*expression.columns()} if not expression.subtrahends() else set()
    headers = {column: header_of(layout.headers[column]) for column in columns}
    return {n for n, header in headers.items() if means("margin", header) or hints("margin", header)}


def find(work: Work) -> None:
    """Put what was sold beside an amount that is margin; before anything is taken off that amount."""
    layout = work.source.layout
    if work.money_role() != "amount" or not (less := margin_of(layout)):
        return
    work.source.settings["basis"] = Decided("margin", less)
    if layout.schema is not ORDERS:
        return
    amount = work.columns["amount"]
    sale, by = _sale(work)
    if work.source.whole:
        seen = [amount.cells, sale.cells] if sale and "amount" in layout.computed and not _beside(layout) else [[0]]
        if any((cell or 0) <= 0 for cells in seen for cell in cells):
            work.source.whole.give_up()  # the sign of the margin is all that an engine knows
        return
    cells = [*amount.cells] if sale is None else [*sale.cells]
    for row, margin in enumerate(amount.cells):
        if cells[row] is None:
            cells[row] = margin
        if sale is None and margin is not None and not work.options.refunds:
            cells[row] = abs(margin)
        if row in work.against and cells[row] is not None:
            cells[row] = -abs(cells[row])
    work.sale, work.sold_by = Checked(cells, scale=amount.scale if sale is None else sale.scale), by


def _beside(layout: Layout) -> bool:
    """Whether a cost is taken off beside the amount."""
    return any(each.sign is Sign.LESS and _is_cost(layout.headers[each.column]) for each in layout.beside)


def _sale(work: Work) -> tuple[Checked | None, str]:
    """What was sold, row by row, and the column or columns that tell it; None where nothing does."""
    layout, rows = work.source.layout, len(work.gathered.lines)
    if _beside(layout):
        amount = work.columns["amount"]
        return Checked([*amount.cells], scale=amount.scale), layout.decided["amount"].value
    expression = layout.computed.get("amount")
    if expression is not None:
        less = {n for n, text in enumerate(layout.headers) if not _goes_back(text)} if _costs(layout) else set()
        before = expression.before(less, _margins(layout))
        if before != expression:
            names = "+".join(layout.headers[column] for column in before.columns())
            return computed(before, work.parts, rows), names
    taken = {*layout.roles.values(), *(expression.columns() if expression else ())}
    headers = [(n, header_of(text)) for n, text in enumerate(layout.headers) if text and n not in taken]
    money = [n for n, header in headers if means("amount", header) or means("revenue", header)]
    for column in (*(money if len(money) == 1 else ()), *layout.extras.get("quantity", ())):
        checked = checked_as_written(Role("amount", Kind.NUMBER, "", blank=True), work.cells(column), work.options)
        if not checked.stop and not checked.bad:
            return checked, layout.headers[column]
    return None, ""


def _goes_back(text: str) -> bool:
    header = header_of(text)
    return came_back(header) or of_a_refund(header.words)


def settle(work: Work) -> None:
    """Say which rows were sold at a loss; what was not sold is no purchase, whatever its margin."""
    sale = work.sale
    if sale is None:
        return
    amount = work.columns["amount"]
    for row, margin in enumerate(amount.cells):
        if not sale.cells[row] and margin and work.options.zero_orders == "none":
            sale.cells[row] = -1  # a cost without a sale, as of a sample that was given away
    rows = [row for row, cell in enumerate(amount.cells) if (cell or 0) < 0 <= sale.cells[row] and not work.out(row)]
    if not rows:
        return
    clients = work.columns["client"].cells
    header = shown(work.source.layout.decided["amount"].value)
    total = exact(sum(amount.cells[row] for row in rows), amount.scale)
    who = len({clients[row] for row in rows})
    values = {"header": header, "n": len(rows), "clients": who, "total": Exact(total)}
    if work.sold_by:
        told = notice("N495", place=work.ground.place(work.gathered.lines[rows[0]]), by=shown(work.sold_by), **values)
    else:
        told = notice("N496", place=work.ground.place(work.gathered.lines[rows[0]]), **values)
    work.notices.append(told)
