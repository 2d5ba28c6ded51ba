"""Columns that name the currency of each row: which of them speaks of which money, and that it is one currency.

A column is known by a word of its header («Order Currency Code», «Валюта документа», `currencyISO`) or by its cells:
every filled one names a currency. Two currencies are never one sum.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from custecon.core.errors import InputRefused, problem
from custecon.core.phrases import counted, say, some
from custecon.core.schemas import Kind
from custecon.sources import amounts
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.currencies import (
    agree,
    by_phrase,
    currency_named,
    currency_of,
    is_number_of_currency,
    only_currencies,
    only_numbers,
)
from custecon.sources.header_words import header_of, hints, names_currency, words_of
from custecon.sources.wording import BLANKS, listed, shown

_GENERAL = frozenset(
    "currency currencies code iso id symbol name of the in amount amounts total sum price value paid ccy cur curr "
    "валюта валюты валюте код обозначение наименование имя сумма цена итого в".split()
)
# A header that says itself to be in the currency of the document, so that the money beside it is in the firm's own.
_FOREIGN = re.compile(
    r"(?i)в\s+валюте(?!\s+(?:компании|уч[её]та|отч[её]та|регл))|"
    r"\bin (?:transaction|document|original|foreign|deal|order) currency"
)
_OF_CODES = frozenset(["code", "код"])
_TOLD = 4  # currencies that a message lists


class _Names(NamedTuple):
    """The currencies that a column names, each with its rows and spellings, and the rows on which it is empty."""

    rows: Mapping[str, list[int]]
    spelt: Mapping[str, tuple[str, ...]]
    empty: list[int]

    def said(self, work: Work) -> str:
        """USD on 3 rows (120.00 in all) and JPY on 1 row (5,000)."""
        each = [
            say(
                "{name} on {rows} {rows:row|rows} ({sum_text})", name=name, rows=len(rows), sum_text=work.sum_text(rows)
            )
            for name, rows in self.by_count()[:_TOLD]
        ]
        return some(each, _TOLD, len(self.rows) - _TOLD)

    def by_count(self) -> list[tuple[str, list[int]]]:
        """The currencies, that of the most rows first."""
        return sorted(self.rows.items(), key=lambda item: (-len(item[1]), item[0]))


def named_by_columns(work: Work, money: Iterable[int]) -> dict[int, str]:
    """The columns that say in which currency these columns of money are, and the one that each of them names.

    Raises:
        InputRefused: E292 one of them names several; E293 it is empty on some rows; E212 several may be it.
    """
    layout = work.source.layout
    said = work.options.columns.get("currency")
    if said is None:
        _one_unit(work)
    found = {column: names for column in _candidates(work) if (names := _names(work, column)).rows}
    if said == "":
        for column, names in found.items():
            if len(names.rows) > 1:
                work.note("N271", column=column, header=shown(layout.headers[column]), groups=names.said(work))
        return {}
    own = set(found) if said else {column for each in money for column in _speaking_of(work, each, found)}
    for column in sorted(own):
        _one(work, column, found[column])
    return {column: found[column].by_count()[0][0] for column in sorted(own)}


def _candidates(work: Work) -> list[int]:
    """The columns that hold currencies: by their headers and no numbers, or by every one of their cells."""
    layout = work.source.layout
    said, found = work.options.columns.get("currency"), []
    columns = layout.extras.get("currency", ())
    if said == "":
        columns = tuple(n for n, text in enumerate(layout.headers) if names_currency(text))
    for column in columns:
        texts = {text_of(cell).strip(BLANKS) for cell in work.cells(column)} - {""}
        numbers = {text for text in texts if amounts.shape_of(text) is not None and not is_number_of_currency(text)}
        if numbers != texts or said:
            found.append(column)
    return found if said else [*found, *_by_cells(work, found)]


def of_currencies(header: str, texts: Collection[str]) -> bool:
    """Whether the texts of a column name currencies and nothing else, in whatever words, or several units of one."""
    coded = not _OF_CODES.isdisjoint(words_of(header)) and only_numbers(texts)
    return coded or only_currencies(texts) or bool(by_phrase(texts)) or _in_units(texts)


def _in_units(texts: Iterable[str]) -> bool:
    """Whether every text is a currency, and some of them in thousands or millions: USD, k USD."""
    headers = [header_of(text) for text in texts if text]
    units = {header.unit or header.perhaps for header in headers}
    return len(units) > 1 and all(header.currency and len(header.text.split()) < 3 for header in headers)


def _one_unit(work: Work) -> None:
    """Refuse a column that says that amounts are in several units.

    Raises:
        InputRefused: E319 they are.
    """
    for column, texts in _texts(work).items():
        if not _in_units(texts):
            continue
        rows: dict[str, list[int]] = {}
        for row, cell in enumerate(work.cells(column)):
            if work.counted(row) and (text := text_of(cell).strip(BLANKS)):
                rows.setdefault(text, []).append(row)
        if not _in_units(rows):
            continue
        names = _Names(rows, {text: (text,) for text in rows}, [])
        first = min(each[0] for _, each in names.by_count()[1:])
        place = work.ground.place(work.gathered.lines[first], column)
        values = {"header": shown(work.source.layout.headers[column]), "groups": names.said(work)}
        option = _option(work, column, names, names.by_count()[0][0])
        raise InputRefused(problem("E319", place=place, **values, option=option))


def _texts(work: Work) -> dict[int, Collection[Any]]:
    """The different texts of the columns of few texts."""
    layout = work.source.layout
    texts: dict[int, Collection[Any]] = dict(work.gathered.watched)
    for column in (*layout.traits, *layout.namers, *(choice.column for choice in layout.choices)):
        texts[column] = {text_of(cell).strip(BLANKS) for cell in work.cells(column)}
    for name, column in layout.roles.items():
        if layout.role(name).kind is Kind.TEXT:
            texts[column] = set(work.columns[name].cells) - {None}
    return texts


def _by_cells(work: Work, found: Collection[int]) -> Iterator[int]:
    """The columns that no header tells, of whose cells every filled one names a currency."""
    for column, names in _texts(work).items():
        header = work.source.layout.headers[column]
        if (
            column not in found
            and of_currencies(header, names)
            and all(isinstance(cell, str) for cell in work.cells(column))
        ):
            yield column


def _names(work: Work, column: int) -> _Names:
    rows: dict[str, list[int]] = {}
    spelt: dict[str, dict[str, None]] = {}
    empty = []
    known: dict[str, str | None] = {**by_phrase({text_of(cell).strip(BLANKS) for cell in work.cells(column)})}
    column_of_money = work.money()
    for row, cell in enumerate(work.cells(column)):
        if not work.counted(row):
            continue
        text = text_of(cell).strip(BLANKS)
        if text not in known:
            known[text] = currency_named(text)
        name = known[text]
        if name is not None:
            rows.setdefault(name, []).append(row)
            spelt.setdefault(name, {})[text] = None
        elif column_of_money is None or (
            column_of_money.cells[row] and not (column_of_money.signs or {row: None})[row]
        ):
            empty.append(row)
    return _Names(rows, {name: tuple(texts) for name, texts in spelt.items()}, empty)


# ---------------------------------------------------------------- which money it speaks of


def _speaking_of(work: Work, money: int, found: Mapping[int, _Names]) -> Sequence[int]:
    """The columns of currencies that belong to a column of money: «Converted Currency» to «Converted Amount»."""
    headers = work.source.layout.headers
    words = set(words_of(headers[money]))
    own = {column: set(words_of(headers[column])) - _GENERAL for column in found}
    own = {column: {word for word in said if not names_currency(word)} for column, said in own.items()}
    foreign = [text for n, text in enumerate(headers) if n != money and _FOREIGN.search(text)]
    if foreign and not _FOREIGN.search(headers[money]):
        for column in [column for column, said in own.items() if not said]:
            told = {"header": shown(headers[column]), "other": shown(foreign[0]), "money": shown(headers[money])}
            if all(notice.code != "N272" for notice in work.notices):
                work.note("N272", line=work.source.layout.line, column=column, **told)
            del own[column]
    fitting = [column for column, said in own.items() if said <= words]
    if fitting:
        rank = {column: (len(own[column]), len(set(words_of(headers[column])) & words)) for column in fitting}
        return [column for column in fitting if rank[column] == max(rank.values())]
    others = [
        set(words_of(text)) for n, text in enumerate(headers) if n not in found and hints("amount", header_of(text))
    ]
    elsewhere = {column for column, said in own.items() if any(said <= other for other in others)}
    free = [column for column in own if column not in elsewhere]
    free = free or [column for column in own if len(found[column].rows) > 1]
    if any(found[column].rows != found[free[0]].rows for column in free[1:]):
        likely = max(free, key=lambda column: len(found[column].rows))  # what all orders share is the shop's own
        names = listed(headers[column] for column in free)
        values = {"role": "currency", "headers": names, "why": "", "first": shown(headers[likely])}
        raise InputRefused(problem("E212", place=work.ground.place(work.source.layout.line), **values))
    return free[:1]


# ---------------------------------------------------------------- one currency


def _one(work: Work, column: int, names: _Names) -> None:
    """Refuse several currencies in a column, and empty cells beside filled ones unless the user says what they are."""
    header = shown(work.source.layout.headers[column])
    main, *others = names.by_count()
    if others:
        first = min(row for _, rows in others for row in rows)
        place = work.ground.place(work.gathered.lines[first], column)
        options = [_option(work, column, names, name) for name, _ in (main, *others[: _TOLD - 1])]
        ways = say("{options:or}", options=[options[0], *(f"--only {one}" for one in options[1:])])
        raise InputRefused(problem("E292", place=place, header=header, groups=names.said(work), option=ways))
    if not names.empty:
        return
    values = {
        "header": header,
        "count": counted(len(names.empty)),
        "total": work.sum_text(names.empty),
        "currency": main[0],
    }
    given = work.options.currency
    if given is not None and agree(currency_of(given), main[0]):
        by = say("the settings say") if "currency" in work.options.usual else say("--currency says")
        work.note("N270", line=None, column=column, by=by, **values)
        return
    place = work.ground.place(work.gathered.lines[names.empty[0]], column)
    raise InputRefused(problem("E293", place=place, **values, option=_option(work, column, names, main[0])))


def _option(work: Work, column: int, names: _Names, name: str) -> str:
    return shlex.quote(f"{work.ground.typed(column)}={','.join(names.spelt[name])}")
