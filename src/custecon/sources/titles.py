"""What a whole file is, as its title, its sheet, its name or the headers of its day and money say: returns, quotes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from custecon.core.month_names import MONTH_NAMES
from custecon.core.phrases import say
from custecon.kinds.orders import ORDERS
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Work
from custecon.sources.header_words import header_of
from custecon.sources.layout import Layout
from custecon.sources.role_names import hints_at
from custecon.sources.role_names import words as names
from custecon.sources.row_choices import EVERY, Does
from custecon.sources.row_meaning import NO_MONEY, Meaning, of_every_row
from custecon.sources.row_words import joined, words
from custecon.sources.source import Source
from custecon.sources.wording import BLANKS, shown

_BESIDE = frozenset([*words("values", "of_a_file"), *MONTH_NAMES])
_DAYS, _SUM = frozenset(words("headers", "days")), frozenset(words("money", "sum"))
_NUMBER = names("number") | {"n"}
_PARTS = re.compile(r"\s[-\u2013\u2014]\s|[()\[\]|]")
_LISTED = re.compile(r"[,:;/&+]")
_INSIDE = frozenset(word for name in ("with_tax", "without_tax") for word in words("money", name) if len(word) > 3)


class Title(NamedTuple):
    """What says of all rows that they are no sales: where it stands, its text, and what they are."""

    where: str
    text: str
    meaning: Meaning
    line: int
    column: int | None = None


def meaning_of(text: str) -> Meaning | None:
    """What a title says that each row is: what takes money back, what is no sale, or money; None if nobody can tell.

    >>> [str(meaning_of(text)) for text in ("Returns report 01.01.2024 - 31.03.2024", "Sales and returns", "Return TV")]
    ['against', 'money', 'None']
    >>> str(meaning_of("Счета на оплату за 1 квартал 2024")), str(meaning_of("Продажи (без возвратов)"))
    ('nothing', 'money')
    """
    plain = text.casefold().replace("ё", "е").replace("_", " ")
    if _INSIDE & set(re.findall(r"\w+", plain)):
        return None  # «returns included», «returns: excluded»
    return _sole(meaning for part in _PARTS.split(plain) if (meaning := _of_part(part)))


def _sole(meanings: Iterable[Meaning]) -> Meaning | None:
    """Money if any of them is, else the first."""
    found = [*meanings]
    return Meaning.MONEY if Meaning.MONEY in found else next(iter(found), None)


def _of_part(text: str) -> Meaning | None:
    """The same of a part of a title; of several things in it, all must be no sales."""
    said = [re.findall(r"[^\W\d_]+", each) for each in _LISTED.split(text)]
    phrases = [joined(" ".join(word for word in each if word not in _BESIDE)) for each in said]
    found = [of_every_row(each) for phrase in phrases for each in re.split(r"\b(?:and|и)\b", phrase) if each.strip()]
    known = [meaning for meaning in found if meaning]
    return _sole(known) if Meaning.MONEY in known or len(known) == len(found) else None


def title_of(source: Source) -> Title | None:
    """What says that no row of a log is a sale, above the header, in it, the sheet or the file; None if nothing."""
    layout = source.layout
    if layout.schema is not ORDERS:
        return None
    for title in _titles(source):
        if title.meaning is Meaning.MONEY:
            return None
        if title.meaning in NO_MONEY:
            return title
    return None


def _titles(source: Source) -> Iterator[Title]:
    layout = source.layout
    for line, cells in source.rows() if layout.above else ():
        if line >= layout.line:
            break
        filled = [text for cell in cells if (text := text_of(cell).strip(BLANKS))]
        if len(filled) == 1 and (meaning := meaning_of(filled[0])):
            yield Title(say("line {line:d}", line=line), filled[0], meaning, line)
    yield from _headers(layout)
    if source.sheet and (meaning := meaning_of(source.sheet)):
        yield Title("the name of the sheet", source.sheet, meaning, layout.line)
    stem = PurePath(source.opened.name).stem
    if meaning_of(stem) is Meaning.AGAINST:  # «quotes.csv» may be about quotes of another kind
        yield Title("the name of the file", stem, Meaning.AGAINST, layout.line)


def _headers(layout: Layout) -> Iterator[Title]:
    """What the headers of the day, the money and the number say, each where no other header is of such."""
    kinds = (("date", _DAYS), ("amount", _SUM | hints_at("amount")), ("order_id", frozenset(_NUMBER)))
    found = [header_of(text).words for text in layout.headers]
    for role, kind in kinds:
        column = layout.roles.get(role)
        if column is None or any(kind & {*said} for n, said in enumerate(found) if n != column):
            continue
        meaning = of_every_row(joined(" ".join(word for word in found[column] if word not in kind)))
        if meaning in NO_MONEY:
            yield Title("the header", layout.headers[column], meaning, layout.line, column)


def ask(work: Work) -> None:
    """Ask whether the rows are sales, where a title says that they are none and their money stands above zero."""
    layout, amount = work.source.layout, work.columns.get("amount")
    title = title_of(work.source)
    if title is None or amount is None or "client" not in layout.roles or work.faults.found:
        return
    client = layout.roles["client"]
    kept = (each for each in layout.choices if each.column == client and each.does is not Does.LEAVE_OUT)
    if any(EVERY in each.values for each in kept):
        return
    money = [amount.cells[row] or 0 for row in work.live() if row not in work.against]
    if not any(each > 0 for each in money) or (title.meaning is Meaning.AGAINST and any(each < 0 for each in money)):
        return  # where what went back is below zero, the rest is sales
    every = shlex.quote(f"{layout.headers[client]}={EVERY}")
    if work.options.several:
        first = "leave this file out"
    elif title.meaning is Meaning.AGAINST:
        first = say("say --minus {every} if every row takes money back", every=every)
    else:
        first = "check that this is the right file"
    cure = say("{first}, or say --only {every} if every row is a sale", first=first, every=every)
    told = {"where": title.where, "text": shown(title.text), "cure": cure}
    work.faults.add(title.line, -1 if title.column is None else title.column, "E314", **told)
