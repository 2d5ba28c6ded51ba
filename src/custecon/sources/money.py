"""What money columns must agree on: one currency, one unit; and money that is computed from other columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.messages.cells import SKIP
from custecon.core.phrases import Exact, counted, say
from custecon.core.schemas import BelowZero, Decided, exact
from custecon.sources import currency_columns, exchange_rates, units_of_columns
from custecon.sources.column_checks import Bad, Checked, text_of
from custecon.sources.controls import Work
from custecon.sources.currencies import HUNDREDTHS_OF, agree, common, currency_of
from custecon.sources.expressions import ONE, Computed
from custecon.sources.header_words import header_of
from custecon.sources.wording import BLANKS, shown
from custecon.tables.margins import mostly_negative

_DOLLAR = "$"
CODE = "EUR"  # as long as every code of a currency; «$» and «kr» may be several


def computed(expression: Computed, parts: dict[int, Checked], rows: int) -> Checked:
    """A money column computed row by row, exactly, from checked columns; nothing where a row has none of them."""
    cells: list[Any] = [None] * rows
    columns, terms = expression.columns(), expression.terms()
    scale = 0
    for row in range(rows):
        found = {column: parts[column].cells[row] for column in columns}
        empty = {column for column, cell in found.items() if cell is None}
        if (
            empty <= terms
            and (not columns or len(empty) < len(columns))
            and not any(row in parts[column].bad for column in empty)
        ):
            values = {column: (cell or 0, parts[column].scale) for column, cell in found.items()}
            cells[row], scale = expression.value(values)
    spare = 0
    while spare < scale and all(cell is None or cell % 10 ** (spare + 1) == 0 for cell in cells):
        spare += 1
    if spare:
        cells = [None if cell is None else cell // 10**spare for cell in cells]
    return Checked(cells, scale=scale - spare)


def weigh(work: Work) -> None:
    """In an extract of a log: the money of all the rows that each row stands for."""
    layout, whole = work.source.layout, work.source.whole
    if whole is None:
        return
    for column, part in work.parts.items():
        whole.weigh(work, column, part)
    whole.weigh(work, layout.roles.get("amount"), work.columns["amount"])


def settle(work: Work) -> None:
    """Find the one currency of the money that counts; refuse what cannot be added up."""
    layout = work.source.layout
    if layout.computed.get("amount") is ONE:
        return  # purchases have neither
    columns = units_of_columns.money_columns(work)
    _plain_dollars(work, columns)
    signs = _signs(work, columns)
    headers = {column: name for column in columns if (name := header_of(layout.headers[column]).currency)}
    named = currency_columns.named_by_columns(work, columns)
    if not named:
        exchange_rates.ask(work)
    names = [*signs, *headers.values(), *named.values()]
    if names:
        if not common(names):
            _refuse(work, columns, signs, headers, named)
        work.currency = next((name for name in names if len(name) == len(CODE)), names[0])
        _unsigned(work, columns, signs, named)
    _currency_given(work)
    _no_hundredths(work)


def _signs(work: Work, columns: Mapping[int, Checked]) -> Counter[str]:
    """The currencies that stand in the cells of money that counts, or in their number formats."""
    counts: Counter[str] = Counter()
    for checked in columns.values():
        for row, sign in enumerate(checked.signs or ()):
            if sign and work.counted(row):
                counts[sign] += 1
    return counts


def _plain_dollars(work: Work, columns: Mapping[int, Checked]) -> None:
    """«$» beside «CA$» is the dollar of the United States, unless --currency says another: it needs no letter.

    A code beside «$», as in «5 CAD», may only say which dollar the sign is; that is told.
    """
    given = currency_of(work.options.currency) if work.options.currency else ""
    if agree(given, _DOLLAR) and given not in (_DOLLAR, "USD"):
        return
    for column, checked in columns.items():
        signs = checked.signs or ()
        written = {
            sign
            for row, sign in enumerate(signs)
            if sign and work.counted(row) and _DOLLAR in text_of(work.gathered.columns[column][row])
        }
        if _DOLLAR in written and len(written - {"USD"}) > 1:
            checked.signs = ["USD" if sign == _DOLLAR else sign for sign in signs]


def _refuse(
    work: Work,
    columns: Mapping[int, Checked],
    signs: Counter[str],
    headers: Mapping[int, str],
    named: Mapping[int, str],
) -> None:
    """Name what is in another currency than most: a column by its header, else every such cell.

    A sign that several currencies share is one of them only where a single one of them stands in the file.
    """
    counts = Counter(signs)
    for column, name in headers.items():
        bare = columns[column].signs or [None] * len(columns[column].cells)
        counts[name] += sum(sign is None and work.counted(row) for row, sign in enumerate(bare))
    for name in () if counts else named.values():
        counts[name] += 0
    main, rest = max(counts, key=lambda name: (counts[name], name)), "most"
    roles = work.source.layout.roles
    paid = next((roles[role] for role in work.source.layout.schema.money if roles.get(role, -1) in headers), None)
    if paid is not None and not signs:
        main, rest = headers[paid], f"«{shown(work.source.layout.headers[paid])}»"
    own = {name for name in counts if agree(name, main)}
    if not common(own):
        main = max((name for name in own if len(name) == len(CODE)), key=lambda name: (counts[name], name))
    every = {*counts, *named.values()}
    codes = {name for name in every if len(name) == len(CODE) and name != main}
    own = {
        name for name in every if name == main or (agree(name, main) and not any(agree(name, code) for code in codes))
    }
    layout = work.source.layout
    for column, name in sorted({**headers, **named}.items()):
        if name not in own | {main}:
            role = "currency" if column in named else _role(work, column)
            aside = say("put it aside: --map {role!s}= (nothing after the sign)", role=role)
            # without money that counts the figures would be too high or too low
            cure = "bring both to one currency first: custecon converts no money" if role in work.columns else aside
            told = {"value": shown(layout.headers[column]), "currency": name, "main": main, "rest": rest}
            raise InputRefused(problem("E236", place=work.ground.place(layout.line, column), **told, cure=cure))
    for column, checked in columns.items():
        for row, sign in enumerate(checked.signs or ()):
            if sign and sign not in own and work.counted(row):
                value = shown(text_of(work.gathered.columns[column][row]).strip(BLANKS))
                told = {"value": value, "currency": sign, "main": main, "rest": say("most")}
                work.fault(row, column, Bad("E236", {**told, "cure": SKIP}))


def _role(work: Work, column: int) -> str:
    """What a column of money is taken for: a role, a part of one, or money that goes back."""
    layout = work.source.layout
    whole = next((name for name, at in layout.roles.items() if at == column), None)
    parts = (name for name, expression in layout.computed.items() if column in expression.columns())
    return whole or next(parts, "refunds")


def _unsigned(work: Work, columns: Mapping[int, Checked], signs: Counter[str], named: Mapping[int, str]) -> None:
    """Amounts without a sign, or with one that several currencies share, beside others of one currency are told."""
    if not signs or named:
        return
    beside = {each.column for each in work.source.layout.beside}
    for shared in (None, *(sign for sign in sorted(signs) if len(sign) != len(CODE) and len(signs) > 1)):
        count, total = 0, Decimal(0)
        for column, checked in columns.items():
            if checked.signs and column not in beside:
                rows = [
                    row for row, each in enumerate(checked.signs) if each == shared and checked.cells[row] is not None
                ]
                rows = [row for row in rows if work.counted(row)]
                count += len(rows)
                total += exact(sum(checked.cells[row] for row in rows), checked.scale)
        if count:
            sign = say("sign") if shared is None else say("code, only «{shared}»", shared=shared)
            work.note(
                "N223",
                count=counted(count, "amount"),
                sign=sign,
                total=Exact(total),
                currency=work.currency,
            )


def _no_hundredths(work: Work) -> None:
    """«amount_cents» in yen is a question: the yen has no hundredth."""
    less = HUNDREDTHS_OF.get(work.currency or "")
    if less is not None:
        units_of_columns.ask_for(work, "hundredths", less, say("{currency} has no hundredths", currency=work.currency))


def _currency_given(work: Work) -> None:
    """The currency that was given names the money where the file does not, or says which «$» it is."""
    given, found, by = work.options.currency, work.currency, "in the file"
    if given is not None:
        given = currency_of(given)
        if found is None or (found != given and agree(found, given) and len(given) == len(CODE)):
            work.currency, by = given, "settings" if "currency" in work.options.usual else "given"
        elif not agree(found, given) and "currency" not in work.options.usual:
            raise InputRefused(problem("E265", place=work.ground.place(), found=found, given=given))
    if work.currency:
        work.source.settings["currency"] = Decided(work.currency, by)


def below_zero(work: Work) -> None:
    """Costs and what else is taken off are positive amounts: with a minus they would be added to what a client brings.

    A single negative cost may be money back, and is told; a column of which most is below zero is written the other
    way round and is refused, as is every amount below zero where there can be no money back. On rows that count against
    we put it below zero ourselves.
    """
    layout = work.source.layout
    for name, checked in work.columns.items():
        rule = layout.role(name).below_zero
        if rule is BelowZero.AMOUNT:
            continue
        rows = [row for row, cell in enumerate(checked.cells) if cell is not None and row not in work.skipped]
        negative = [row for row in rows if checked.cells[row] < 0]
        if not negative:
            continue
        column = layout.roles.get(name, -1)
        header = shown(layout.decided[name].value)
        if rule is BelowZero.FAULT:
            for row in (row for row in negative if row not in work.against):
                work.fault(row, column, Bad("E375", _negative(work, header, checked, row)))
        elif mostly_negative(checked.cells[row] for row in rows if row not in work.against):
            place = work.ground.place(work.gathered.lines[negative[0]], column)
            values = _negative(work, header, checked, negative[0])
            raise InputRefused(problem("E375", place=place, **values))
        else:
            total = exact(sum(checked.cells[row] for row in negative), checked.scale)
            line = work.gathered.lines[negative[0]]
            work.note(
                "N231",
                line=line,
                count=counted(len(negative), "amount"),
                header=header,
                total=Exact(total),
            )


def _negative(work: Work, header: str, checked: Checked, row: int) -> dict[str, object]:
    clients = work.columns.get("client")
    return {
        "what": f"«{header}»",
        "name": shown(str(clients.cells[row])) if clients else say("line {lines:d}", lines=work.gathered.lines[row]),
        "value": exact(checked.cells[row], checked.scale),
        "why": "what is taken off is written as a positive amount",
        "cure": "turn the sign around in the whole column, or name another column with --map",
    }
