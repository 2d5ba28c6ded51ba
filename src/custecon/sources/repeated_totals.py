"""The total of an order that stands on each of its rows: added up it would count as often as the order has rows.

It is known by rows of other goods that share their client and amount, beside something that makes them one order: the
number of it, whatever its header; a column whose cells group them so; or the money of the rows, which adds up to it.
Rows of one number that share the day as well need no goods: a deal stands on a row for each of its contacts, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from custecon.core.errors import InputRefused, Problem, problem
from custecon.core.schemas import Kind, Role
from custecon.kinds.orders import ORDERS
from custecon.sources import role_names
from custecon.sources.amounts import shape_of
from custecon.sources.as_written import checked_as_written
from custecon.sources.client_columns import Naming, naming_of
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.day_words import day_in
from custecon.sources.header_words import Header, header_of, hints, means, of_a_piece, of_a_rate
from custecon.sources.layout import Layout
from custecon.sources.row_meaning import Trait
from custecon.sources.row_words import words
from custecon.sources.wording import BLANKS, shown

_ITEMS = frozenset(words("headers", "items"))
_OF_A_ROW = frozenset(words("money", "of_a_row"))
_OF_A_WHOLE = frozenset([*words("money", "of_a_contract"), *words("money", "of_an_order")])
_NUMBER = role_names.words("number") | frozenset("n")
_NUMBERED = _OF_A_WHOLE | role_names.hints_at("order_id") | {*words("headers", "deal"), *words("headers", "numbered")}
_MONEY = role_names.hints_at("amount")
_NAMED = frozenset(words("headers", "named"))

Groups = Mapping[Any, list[int]]


class _Found(NamedTuple):
    """A column of numbers of orders, and the rows of those that repeat."""

    column: int
    several: Groups


def may_repeat(layout: Layout) -> bool:
    """Whether the headers leave it open: there are goods and a column that may tell orders, or a number of these."""
    free = _free(layout)
    goods = bool(goods_of(layout)) and (bool(free) or "order_id" in layout.roles)
    return goods or any(_is_number(header_of(layout.headers[n])) for n in free)


def numbering(layout: Layout) -> list[int] | None:
    """The columns whose repeated values alone could say that totals repeat; None if other columns may say so too."""
    if goods_of(layout) or of_a_whole(layout):
        return None
    return [n for n in _free(layout) if _is_number(header_of(layout.headers[n]))]


def of_a_row(layout: Layout) -> bool:
    """Whether the header of the amount says that it is that of the row: «Line total»."""
    return bool(_OF_A_ROW & set(_amount(layout).words))


def repeating(work: Work, several: Groups) -> dict[Any, list[int]]:
    """The orders whose client and amount are the same on rows of other goods, if most orders of several rows are so."""
    layout = work.source.layout
    if not several or not (goods_of(layout) or of_a_whole(layout)):
        return {}
    cells = [work.cells(column) for column in goods_of(layout)]
    clients, money = work.columns["client"].cells, work.columns["amount"].cells
    found = {
        order: rows
        for order, rows in several.items()
        if money[rows[0]]
        and len({(clients[row], money[row]) for row in rows}) == 1
        and (of_a_whole(layout) or len({tuple(text_of(column[row]) for column in cells) for row in rows}) > 1)
    }
    return found if 2 * len(found) > len(several) else {}


def ask(work: Work) -> None:
    """Ask about totals that repeat where no column is taken for the number of the order.

    Raises:
        InputRefused: E247 a column numbers the orders; E300 only other money tells.
    """
    layout = work.source.layout
    if layout.schema is not ORDERS or work.options.order_id or "amount" not in layout.roles or of_a_row(layout):
        return
    if not may_repeat(layout):
        return
    if not _several(_faces(work, "client", "amount")):
        return
    found = next(_numbering(work), None)
    if found is not None:
        raise InputRefused(question(work, found.column, found.several))
    _ask_by_parts(work)


def question(work: Work, column: int, orders: Groups) -> Problem:
    """Whether each of these orders counts once, of which a column holds the number."""
    rows, header = next(iter(orders.values())), work.source.layout.headers[column]
    place = work.ground.place(work.gathered.lines[rows[0]], column)
    order = shown(text_of(work.cells(column)[rows[0]]).strip(BLANKS))
    return problem("E247", place=place, order=order, lines=_lines(work, rows), header=shown(header))


def _lines(work: Work, rows: Sequence[int]) -> str:
    return ", ".join(str(work.gathered.lines[row]) for row in rows[:4])


def _amount(layout: Layout) -> Header:
    return header_of(layout.headers[layout.roles["amount"]] if "amount" in layout.roles else "")


def of_a_whole(layout: Layout) -> bool:
    """Whether the header of the amount says that it is that of a whole order or contract: «Order total»."""
    return bool(_OF_A_WHOLE & set(_amount(layout).words))


def goods_of(layout: Layout) -> list[int]:
    """The columns that say what was sold on a row."""
    headers = [header_of(text) for text in layout.headers]
    goods = [n for n, header in enumerate(headers) if _ITEMS & set(header.words) and not _is_number(header)]
    return [n for n in goods if n not in layout.roles.values()]


def _faces(work: Work, *roles: str) -> Iterator[tuple[Any, ...] | None]:
    """What stands in some roles, the last of them money; None on the rows that do not count or have no money."""
    for row, face in enumerate(zip(*(work.columns[name].cells for name in roles), strict=True)):
        yield face if face[-1] and work.counted(row) else None


def _several(keys: Iterable[Any]) -> dict[Any, list[int]]:
    """The rows of each key that stands on several."""
    groups: dict[Any, list[int]] = {}
    for row, key in enumerate(keys):
        if key:
            groups.setdefault(key, []).append(row)
    return {key: rows for key, rows in groups.items() if len(rows) > 1}


def _free(layout: Layout) -> list[int]:
    """The columns that nobody has a use for."""
    kinds = (n for n, trait in layout.traits.items() if trait not in (Trait.NUMBER, Trait.TEXT))
    taken = {*layout.roles.values(), *chain(*layout.extras.values()), *kinds, *goods_of(layout)}
    return [n for n, text in enumerate(layout.headers) if text and n not in taken]


def _is_number(header: Header) -> bool:
    """Whether a header is that of the number or the name of an order, a deal or a contract."""
    said = set(header.words)
    return bool((said - _MONEY) & (_NUMBER | _NUMBERED)) and said <= _NUMBER | _NUMBERED | _NAMED


def _numbering(work: Work) -> Iterator[_Found]:
    """The columns that number orders whose totals repeat, those first whose headers say so."""
    headers = {n: header_of(work.source.layout.headers[n]) for n in _free(work.source.layout)}
    for column in sorted(headers, key=lambda n: not _is_number(headers[n])):
        header = headers[column]
        numbers = _is_number(header)
        if (
            naming_of(header) not in (None, Naming.NUMBER)
            or day_in(header)
            or (hints("amount", header) and not numbers)
        ):
            continue
        cells = enumerate(work.cells(column))
        texts = [text_of(cell).strip(BLANKS) if work.counted(row) else "" for row, cell in cells]
        several = _several(texts)
        found = repeating(work, several) or (_same(work, several) if numbers else {})
        if not found or not (numbers or (len(found) == len(several) and _tells_orders(work, texts))):
            continue
        if _of_one_day(work, found) or (numbers and not _NAMED & set(header.words)):
            yield _Found(column, found)


def _same(work: Work, several: Groups) -> dict[Any, list[int]]:
    """The orders all of whose rows have the same client, day and amount, if most orders of several rows are so."""
    faces = [*_faces(work, "client", "date", "amount")]
    found = {
        order: rows for order, rows in several.items() if faces[rows[0]] and len({faces[row] for row in rows}) == 1
    }
    return found if 2 * len(found) > len(several) else {}


def _of_one_day(work: Work, found: Groups) -> bool:
    days = work.columns["date"].cells
    return all(len({days[row] for row in rows}) == 1 for rows in found.values())


def _tells_orders(work: Work, texts: Sequence[str]) -> bool:
    """Whether a column of any name tells orders apart: its texts, no numbers, are each of one client of several."""
    if all(shape_of(text) is not None for text in texts if text):
        return False
    clients = work.columns["client"].cells
    pairs = {(clients[row], text) for row, text in enumerate(texts) if text}
    texts_, owners = {text for _, text in pairs}, {client for client, _ in pairs}
    return len(texts_) == len(pairs) > len(owners)


def _ask_by_parts(work: Work) -> None:
    """Ask where the money of rows of other goods adds up to the amount that is the same on all of them.

    Raises:
        InputRefused: E300 it does.
    """
    rows = [row for row in range(len(work.gathered.lines)) if work.counted(row)]
    amount = work.columns["amount"]
    several = repeating(work, _several(_faces(work, "client", "date", "amount")))
    together = set(chain(*several.values()))
    alone = [row for row in rows if row not in together and amount.cells[row]]
    for typed, cells, scale in _parts(work):

        def whole(group: list[int], cells: Sequence[Any] = cells, scale: int = scale) -> bool:
            total = sum(cells[row] or 0 for row in group)
            return bool(total * 10**amount.scale == amount.cells[group[0]] * 10**scale)

        held = [group for group in several.values() if whole(group)]
        if 2 * len(held) > len(several) and 2 * sum(whole([row]) for row in alone) >= len(alone):
            first = held[0]
            place = work.ground.place(work.gathered.lines[first[0]], work.source.layout.roles["amount"])
            value = shown(text_of(work.cells(work.source.layout.roles["amount"])[first[0]]).strip(BLANKS))
            raise InputRefused(problem("E300", place=place, value=value, lines=_lines(work, first), parts=typed))


def _parts(work: Work) -> Iterator[tuple[str, Sequence[Any], int]]:
    """Money that may be that of the rows, as it is typed, with its cells: a column, or a price times a quantity."""
    layout = work.source.layout
    free = [n for n in _free(layout) if not of_a_rate("amount", header_of(layout.headers[n]))]
    free = [n for n in free if hints("amount", header_of(layout.headers[n])) or _means_money(layout, n)]
    for column in sorted(free, key=lambda n: of_a_piece(header_of(layout.headers[n]))):
        if (cells := _numbers(work, column)) is not None:
            yield layout.headers[column], *cells
    for column in free:
        for pieces in layout.extras.get("quantity", ()):
            one, many = _numbers(work, column), _numbers(work, pieces)
            if one and many:
                cells_ = [(a or 0) * (b or 0) for a, b in zip(one[0], many[0], strict=True)]
                yield f"{layout.headers[column]} * {layout.headers[pieces]}", cells_, one[1] + many[1]


def _means_money(layout: Layout, column: int) -> bool:
    return any(means(name, header_of(layout.headers[column])) for name in ("amount", "payable"))


def _numbers(work: Work, column: int) -> tuple[Sequence[Any], int] | None:
    """The cells of a column as numbers, with their scale; None where they are none."""
    checked = checked_as_written(Role("amount", Kind.NUMBER, "", blank=True), work.cells(column), work.options)
    return None if checked.stop or checked.bad else (checked.cells, checked.scale)
