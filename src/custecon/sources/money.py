"""What money columns must agree on: one currency, one unit; and money that is computed from other columns."""

from __future__ import annotations

from collections import Counter
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.schemas import BelowZero, Decided, Kind, exact
from custecon.sources.columns import header_of
from custecon.sources.controls import Work
from custecon.sources.currencies import agree, currency_of
from custecon.sources.expressions import ONE, Computed
from custecon.sources.findings import Bad, Checked, text_of
from custecon.sources.wording import BLANKS, counted, shown
from custecon.tables.margins import mostly_negative

__all__ = ["computed", "settle", "signs"]

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


def settle(work: Work) -> None:
    """Find the currency and the unit of the money columns; refuse what cannot be added up."""
    layout = work.source.layout
    if layout.computed.get("amount") is ONE:
        return  # purchases have neither
    named: dict[str, int] = {}
    for name, role in ((name, layout.schema.role(name)) for name in work.columns):
        if role.kind is not Kind.MONEY:
            continue
        columns = [layout.roles[name]] if name in layout.roles else list(layout.computed[name].columns())
        _unit(work, name, columns)
        for column in columns:
            header = header_of(layout.headers[column])
            if header.currency:
                named.setdefault(header.currency, column)
    _price_alone(work)
    _currency_signs(work, named)
    _currency_columns(work)
    _currency_given(work)


def _currency_given(work: Work) -> None:
    """The currency that was given names the money where the file does not, or says which «$» it is."""
    given, found, by = work.options.currency, work.currency, "in the file"
    if given is not None:
        given = currency_of(given)
        if found is None or (found != given and agree(found, given) and len(given) == len(CODE)):
            work.currency, by = given, "settings" if work.options.currency_yields else "given"
        elif not agree(found, given) and not work.options.currency_yields:
            raise InputRefused(problem("E265", place=work.ground.place(), found=found, given=given))
    if work.currency:
        work.source.settings["currency"] = Decided(work.currency, by)


def _unit(work: Work, name: str, columns: list[int]) -> None:
    """«Сумма, тыс. руб.»: ask, or multiply if told so; money of several columns once, not once for each of them."""
    units = work.options.units
    for column in columns if units is None else ():
        unit = header_of(work.source.layout.headers[column]).unit
        if unit is not None:
            place = work.ground.place(work.source.layout.line, column)
            raise InputRefused(problem("E237", place=place, unit=unit))
    if units in ("thousands", "millions"):
        factor = 1000 if units == "thousands" else 1_000_000
        checked = work.columns[name]
        checked.cells = [None if cell is None else cell * factor for cell in checked.cells]
        work.source.settings["units"] = Decided(units, "given")


def _price_alone(work: Work) -> None:
    """A price beside a quantity may be the price of one piece."""
    layout = work.source.layout
    amount = layout.roles.get("amount")
    if (
        amount is None
        or "quantity" not in layout.extras
        or layout.decided["amount"].by == "given"
        or work.options.preset
    ):
        return
    words = set(header_of(layout.headers[amount]).words)
    if words & {"price", "цена", "unit"}:
        place = work.ground.place(layout.line, amount)
        header, quantity = layout.headers[amount], layout.headers[layout.extras["quantity"][0]]
        raise InputRefused(problem("E262", place=place, header=shown(header), quantity=shown(quantity)))


def _currency_signs(work: Work, named: dict[str, int]) -> None:
    """The signs in the cells, the headers and the number formats: all must name one currency."""
    counts: Counter[str] = Counter()
    signed = _signed(work)
    for _, _, signs in signed:
        counts.update(sign for sign in signs if sign)
    for currency in named:
        counts[currency] += 0
    if not counts:
        return
    main = max(counts, key=lambda currency: (counts[currency], currency))
    others = {currency for currency in counts if not agree(currency, main)}
    work.currency = next((c for c in counts if c != main and agree(c, main) and len(c) == 3), main)
    for currency in sorted(others & set(named)):
        place = work.ground.place(work.source.layout.line, named[currency])
        header = shown(work.source.layout.headers[named[currency]])
        raise InputRefused(problem("E236", place=place, value=header, currency=currency, main=main))
    for column, _, signs in signed:
        for row, sign in enumerate(signs):
            if sign in others:
                value = shown(text_of(work.gathered.columns[column][row]).strip(BLANKS))
                work.fault(row, column, Bad("E236", {"value": value, "currency": sign, "main": main}))
    beside = {each.column for each in work.source.layout.beside}
    unsigned = sum(
        sign is None and cell is not None
        for column, cells, signs in signed
        if column not in beside
        for cell, sign in zip(cells, signs, strict=True)
    )
    if unsigned and counts[main]:
        work.note("N223", count=counted(unsigned, "amount"), currency=main)


def _signed(work: Work) -> list[tuple[int, list[Any], list[str | None]]]:
    """The columns that carry currency signs, money itself or a part of it: number, cells, the sign of each cell."""
    roles = work.source.layout.roles
    columns = [(roles[name], checked) for name, checked in work.columns.items() if name in roles]
    return [(number, each.cells, each.signs) for number, each in [*columns, *work.parts.items()] if each.signs]


def _currency_columns(work: Work) -> None:
    """A column that names the currency of every row: all rows must name the same."""
    for column in work.source.layout.extras.get("currency", ()):
        cells = [text_of(cell).strip(BLANKS) for cell in work.gathered.columns[column]]
        names = {cell: currency_of(cell) for cell in dict.fromkeys(cells) if cell}
        counts = Counter(names[cell] for row, cell in enumerate(cells) if cell and row not in work.skipped)
        if not counts:
            continue
        main = max(counts, key=lambda name: (counts[name], name))
        for row, cell in enumerate(cells):
            if cell and names[cell] != main and row not in work.skipped:
                work.fault(row, column, Bad("E236", {"value": shown(cell), "currency": names[cell], "main": main}))
        if work.currency and not agree(work.currency, main):
            place = work.ground.place(work.source.layout.line, column)
            raise InputRefused(problem("E236", place=place, value=main, currency=main, main=work.currency))
        work.currency = main


def signs(work: Work) -> None:
    """Costs and what else is taken off are positive amounts: with a minus they would be added to what a client brings.

    A single negative cost may be money back, and is told; a column of which most is below zero is written the other
    way round and is refused, as is every amount below zero where there can be no money back.
    """
    layout = work.source.layout
    for name, checked in work.columns.items():
        rule = layout.schema.role(name).below_zero
        if rule is BelowZero.AMOUNT:
            continue
        rows = [row for row, cell in enumerate(checked.cells) if cell is not None and row not in work.skipped]
        negative = [row for row in rows if checked.cells[row] < 0]
        if not negative:
            continue
        column = layout.roles.get(name, -1)
        header = shown(layout.decided[name].value)
        if rule is BelowZero.FAULT:
            for row in negative:
                work.fault(row, column, Bad("E375", _negative(work, header, checked, row)))
        elif mostly_negative(checked.cells[row] for row in rows):
            place = work.ground.place(work.gathered.lines[negative[0]], column)
            values = _negative(work, header, checked, negative[0])
            raise InputRefused(problem("E375", place=place, **values))
        else:
            total = exact(sum(checked.cells[row] for row in negative), checked.scale)
            line = work.gathered.lines[negative[0]]
            work.note("N231", line=line, count=counted(len(negative), "amount"), header=header, total=f"{total:,f}")


def _negative(work: Work, header: str, checked: Checked, row: int) -> dict[str, object]:
    clients = work.columns.get("client")
    return {
        "what": f"«{header}»",
        "name": shown(str(clients.cells[row])) if clients else f"line {work.gathered.lines[row]}",
        "value": exact(checked.cells[row], checked.scale),
        "why": "what is taken off is written as a positive amount",
        "cure": "turn the sign around in the whole column, or name another column with --map",
    }
