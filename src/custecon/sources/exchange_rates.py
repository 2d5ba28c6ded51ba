"""A column of exchange rates beside the money: amounts at rates far apart are in several currencies, and no one sum.

A rate of 1 is that of the firm's own currency: where others lie apart from it, they are of other currencies. So are two
rates of one day.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say, some
from custecon.core.schemas import Kind, Role, exact
from custecon.sources.as_written import checked_as_written
from custecon.sources.controls import Work
from custecon.sources.header_words import words_of
from custecon.sources.row_words import words
from custecon.sources.wording import shown

_EXCHANGE, _BESIDE = (frozenset(words("money", name)) for name in ("exchange", "beside_exchange"))
_FAR = Decimal("1.5")  # no rate of one currency moves so far in the time of most logs
_APART = Decimal("1.05")  # no rate moves so far in a day; nor is one so far from 1 that came near it
_TOLD = 4  # rates that the message lists


def is_rate_of_exchange(text: str) -> bool:
    """Whether a header speaks of the price of a currency.

    >>> [is_rate_of_exchange(text) for text in ("Exchange Rate", "CurrencyRate", "Курс ЦБ", "Курс обучения", "Rate")]
    [True, True, True, False, False]
    """
    said = {word for word in words_of(text) if not word.isdigit()}
    alone = said & _EXCHANGE or {"currency", "rate"} <= said
    return bool(alone) and said <= _EXCHANGE | _BESIDE


def ask(work: Work) -> None:
    """Ask about amounts at rates of several currencies, where nothing says that they are in one.

    Raises:
        InputRefused: E280 the rates of some rows say that their amounts are in different currencies.
    """
    layout = work.source.layout
    amount = layout.roles.get("amount")
    if amount is None or work.options.currency or work.options.columns.get("currency") is not None:
        return
    settled = {choice.column for choice in layout.choices}
    for column, header in enumerate(layout.headers):
        if column in settled or column == amount or not is_rate_of_exchange(header):
            continue
        checked = checked_as_written(Role("amount", Kind.NUMBER, "", blank=True), work.cells(column), work.options)
        rows: dict[Decimal, list[int]] = {}
        for row, cell in enumerate(checked.cells):
            if cell and work.counted(row):
                rows.setdefault(exact(cell, checked.scale), []).append(row)
        if not rows or not _of_several(rows, work.columns["date"].cells if "date" in work.columns else ()):
            continue
        most = sorted(rows.items(), key=lambda item: (-len(item[1]), item[0]))
        groups = [
            say("{rate} on {rows} ({sum})", rate=rate.normalize(), rows=counted(len(at)), sum=work.sum_text(at))
            for rate, at in most
        ]
        first = min(at[0] for _, at in most[1:])
        typed = f"{work.ground.typed(column)}=*"
        values = {
            "header": shown(header),
            "groups": some(groups, _TOLD),
            "product": shlex.quote(f"{layout.headers[amount]}*{header}"),
            "every": shlex.quote(typed),
        }
        raise InputRefused(problem("E280", place=work.ground.place(work.gathered.lines[first], column), **values))


def _of_several(rows: Mapping[Decimal, Sequence[int]], days: Sequence[Any]) -> bool:
    """Whether rates, with their rows, are those of several currencies."""
    low, *others = sorted(rows)
    if others and others[-1] >= low * _FAR:
        return True
    foreign = [rate for rate in rows if rate != 1]
    if len(foreign) < len(rows) and foreign and all(_apart(rate, Decimal(1)) for rate in foreign):
        return True
    of_day: dict[Any, list[Decimal]] = {}
    for rate, at in rows.items():
        for row in at if days else ():
            of_day.setdefault(days[row], []).append(rate)
    return any(day is not None and _apart(min(rates), max(rates)) for day, rates in of_day.items())


def _apart(one: Decimal, other: Decimal) -> bool:
    return max(one, other) > min(one, other) * _APART
