"""What the money of a file holds beside what is looked for: the tax, which is no income; months; a whole contract."""

from __future__ import annotations

import shlex

from custecon.core.errors import InputRefused, Place, problem
from custecon.core.phrases import Exact, say
from custecon.core.schemas import Kind, Role, exact
from custecon.kinds.clients import CLIENTS
from custecon.kinds.orders import ORDERS
from custecon.kinds.profit import PROFIT
from custecon.sources.as_written import checked_as_written
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.day_words import payment_among
from custecon.sources.header_shapes import twins
from custecon.sources.header_words import header_of, hints, means, of_a_rate, words_of
from custecon.sources.money_columns import Sign
from custecon.sources.months_across import months_beside, sum_of_months
from custecon.sources.options import ReadingOptions
from custecon.sources.periods import months_of, months_of_rate
from custecon.sources.row_words import words
from custecon.sources.source import Source
from custecon.sources.tax_words import of_tax, with_tax, without_tax
from custecon.sources.wording import BLANKS, listed, shown

_COST, _BESIDE, _OF_A_CONTRACT = (frozenset(words("money", name)) for name in ("cost", "beside_cost", "of_a_contract"))
_TERM, _DAYS = frozenset(words("headers", "term")), frozenset(words("headers", "days"))
MONTHS_OF_A_YEAR = 12


def tell(work: Work) -> None:
    """Say that money holds the tax; and that the payments are counted."""
    layout = work.source.layout
    name = work.money_role()
    if name is None:
        return
    if (
        name in layout.roles
        and layout.decided[name].by != "given"
        and with_tax(words_of(layout.headers[layout.roles[name]]))
    ):
        header = layout.headers[layout.roles[name]]
        work.note("N257", line=layout.line, header=shown(header), cure=_without_it(work, name))
    _tell_payment(work)


def _tell_payment(work: Work) -> None:
    """Say that the payments are counted, where other money stands beside them, such as the sum of the contract."""
    layout = work.source.layout
    taken = layout.roles.get("amount")
    if taken is None or layout.schema is not ORDERS or layout.decided["amount"].by != "detected":
        return
    headers = [header_of(text) for text in layout.headers]
    unused = frozenset(layout.unused())
    free = [n for n, text in enumerate(layout.headers) if text in unused]
    others = [n for n in free if means("amount", headers[n]) or hints("amount", headers[n])]
    if others and payment_among([taken, *others], headers) == taken:
        beside = listed(layout.headers[n] for n in others)
        what = say("the payments, each on its day; not counted: {beside}", beside=beside)
        cure = say("to count another: --amount {quote}", quote=shlex.quote(layout.headers[others[0]]))
        work.note("N258", line=layout.line, header=shown(layout.headers[taken]), what=what, cure=cure)


def tell_other_months(work: Work) -> None:
    """Say that money of one month is taken, where that of others stands beside it, and how to take all of it."""
    layout = work.source.layout
    for role, column in layout.roles.items():
        others = [n for n in months_beside(layout.headers, column) if n != column]
        if others and layout.role(role).kind is Kind.MONEY:
            beside = listed(layout.headers[n] for n in others)
            what = say("the money of one month; beside it stand {beside}, which are in no figure", beside=beside)
            cure = say(
                "to count them all: --map {role!s}={quote}",
                role=role,
                quote=shlex.quote(sum_of_months(layout.headers, column) or ""),
            )
            work.note("N258", line=layout.line, header=shown(layout.headers[column]), what=what, cure=cure)


def tell_term(work: Work) -> None:
    """Say that an amount is that of a whole contract, which runs for more than a year.

    Raises:
        InputRefused: E284 nobody has named the column.
    """
    layout = work.source.layout
    name = next((name for name in ("amount", "revenue") if name in layout.roles), None)
    if name is None or layout.schema not in (ORDERS, CLIENTS):
        return
    header = layout.headers[layout.roles[name]]
    if not set(words_of(header)) & _OF_A_CONTRACT or months_of_rate(header):
        return
    for column, text in enumerate(layout.headers):
        if not set(words_of(text)) & _TERM or set(words_of(text)) & _DAYS:
            continue
        longest = max((_months(text, text_of(cell)) for cell in work.cells(column)), default=0)
        if longest > MONTHS_OF_A_YEAR:
            what = say(
                "the money of a whole contract, «{text}» is as long as {longest} months",
                text=shown(text),
                longest=longest,
            )
            if layout.decided[name].by == "given":
                cure = "where a year is asked for, write what is paid in a year there"
                work.note(
                    "N258",
                    line=layout.line,
                    header=shown(header),
                    what=say("{what}: counted at once", what=what),
                    cure=cure,
                )
                return
            values = {"role": name, "header": shown(header), "why": say("it is {what}", what=what), "percent": ""}
            place = work.ground.place(layout.line, layout.roles[name])
            raise InputRefused(problem("E284", place=place, **values, typed=shlex.quote(header)))


def _months(header: str, cell: str) -> int:
    """How many months a term is: a number of months, or of years where the header says so; 0 if nobody can tell."""
    if not cell.strip(BLANKS).isdigit():
        return months_of(cell) or 0
    years = set(words_of(header)) & {"year", "years", "лет", "год", "года"}
    return int(cell.strip(BLANKS)[:4]) * (MONTHS_OF_A_YEAR if years else 1)


def may_be_cost(text: str) -> bool:
    """Whether a header speaks of a cost: «Закупка», Cost (est.), Shipping cost."""
    return bool(set(words_of(text)) & _COST)


def is_likely_cost(text: str) -> bool:
    """Whether it speaks of the cost of what was sold, and of nothing else.

    >>> [is_likely_cost(text) for text in ("Закупочная цена", "Cost of goods 2024", "Shipping cost", "Cost center")]
    [True, True, False, False]
    """
    said = {word for word in words_of(text) if not word.isdigit()}
    return bool(said & _COST) and said <= _COST | _BESIDE


def ask_for_cost(source: Source, options: ReadingOptions) -> None:
    """Ask about a column that may be the direct cost of a list by profit, where no other is.

    Raises:
        InputRefused: E284 there is one.
    """
    layout = source.layout
    if layout.schema.name != PROFIT.name or {"cost", "margin"} & {*layout.decided, *options.columns}:
        return
    named = {layout.headers[each.column] for each in layout.beside if each.sign is Sign.NAMED}.union(layout.unused())
    for column, text in enumerate(layout.headers):
        if text in named and is_likely_cost(text) and not of_a_rate("cost", header_of(text)):
            place = Place(source.opened.name, layout.line, shown(text), str(column + 1), source.sheet)
            values = {"role": "cost", "header": shown(text), "why": "no column is called so that it is beyond doubt"}
            raise InputRefused(problem("E284", place=place, **values, typed=shlex.quote(text), percent=""))


def _without_it(work: Work, name: str) -> str:
    """The option that takes the tax off, where the file has a column for it."""
    layout = work.source.layout
    for column, text in enumerate(layout.headers):
        if column != layout.roles[name] and without_tax(words_of(text)) and hints("amount", header_of(text)):
            option = "--amount" if name == "amount" else "--map"
            typed = text if name == "amount" else f"{name}={text}"
            return say("say {option} {quote} to take the money without it", option=option, quote=shlex.quote(typed))
    for column, text in enumerate(layout.headers):
        if column != layout.roles[name] and of_tax(words_of(text)) and not hints("amount", header_of(text)):
            return say("say --subtract {quote} to take it off", quote=shlex.quote(text))
    return "export the money without it"


def tell_twins(work: Work) -> None:
    """Say what stands in a column that has the header of the money and is not read."""
    layout = work.source.layout
    taken = next((layout.roles[name] for name in layout.schema.money if name in layout.roles), None)
    if taken is None:
        return
    for column in twins(taken, layout.headers, layout.roles.values()):
        checked = checked_as_written(Role("amount", Kind.NUMBER, "", blank=True), work.cells(column), work.options)
        total = sum(cell or 0 for cell in checked.cells)
        if total and not checked.stop and not checked.bad:
            values = {"header": shown(layout.headers[column]), "total": Exact(exact(total, checked.scale))}
            work.note("N289", line=layout.line, column=column, **values, taken=taken + 1)
