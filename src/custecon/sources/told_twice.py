"""The same sale told on several rows: by several measures, as planned and as it came, or once in each of two books."""

from __future__ import annotations

import re
from collections.abc import Collection

from custecon.kinds.orders import ORDERS
from custecon.sources.column_checks import text_of
from custecon.sources.controls import Question, Work
from custecon.sources.header_words import header_of
from custecon.sources.row_headers import of_goods
from custecon.sources.row_meaning import Meaning
from custecon.sources.row_words import words
from custecon.sources.rows_by_value import ask, texts_of, values_of

_PLANNED, _ACTUAL = frozenset(words("spend", "plan")), frozenset(words("values", "actual"))
_TURNOVER, _COSTS, _NUMBERS, _BOTH, _BESIDE = (
    frozenset(words("values", name))
    for name in ("turnover", "not_turnover", "numbers_beside", "before_and_after", "beside_measures")
)
_MOST_BOOKS = 4


def measures(phrases: Collection[str]) -> dict[str, Meaning]:
    """What the phrases of one column mean where they are several measures of the same sales; nothing if they are not.

    Planned beside what came so, costs beside revenue: these are no money. Net beside gross: either is, but not both.

    >>> {text: str(means) for text, means in measures(["actual", "forecast"]).items()}
    {'actual': 'money', 'forecast': 'nothing'}
    >>> sorted(text for text, means in measures({"выручка", "себестоимость"}).items() if means is Meaning.NOTHING)
    ['себестоимость']
    >>> len(measures({"net", "gross amount"})), measures({"план", "бизнес"}), measures({"sales", "marketing"})
    (2, {}, {})
    """
    found = {phrase: set(re.findall(r"[^\W\d_]+", phrase)) for phrase in phrases}
    found = {phrase: said for phrase, said in found.items() if said}
    if any(said <= _ACTUAL for said in found.values()):
        none = {phrase for phrase, said in found.items() if said <= _PLANNED}
    else:
        none = {phrase for phrase, said in found.items() if said & _COSTS and said <= _COSTS | _TURNOVER | _BESIDE}
        if none and any(said & _TURNOVER and said <= _TURNOVER | _BESIDE for said in found.values()):
            none |= {phrase for phrase, said in found.items() if said & _NUMBERS and said <= _NUMBERS | _BESIDE}
        else:
            none = set()
    if none:
        return {phrase: Meaning.NOTHING if phrase in none else Meaning.MONEY for phrase in phrases}
    pair = {phrase: said & _BOTH for phrase, said in found.items() if said & _BOTH and said <= _BOTH | _BESIDE}
    if len(pair) > 1 and len(pair) == len(found) and len(set(map(frozenset, pair.values()))) > 1:
        return dict.fromkeys(phrases, Meaning.UNKNOWN)
    return {}


def ask_which(work: Work, answered: set[int]) -> None:
    """Ask which of the values counts; a number tells orders, and goods of one price may always be bought together."""
    roles = work.source.layout.roles
    if work.source.layout.schema is not ORDERS or "order_id" in roles or work.questions:
        return
    if not {"client", "date", "amount"} <= roles.keys():
        return
    for column, texts in texts_of(work):
        in_words = all(any(map(str.isalpha, text)) for text in texts)
        if column in answered or of_goods(header_of(work.source.layout.headers[column]).words) or not in_words:
            continue
        if 1 < len(texts) <= _MOST_BOOKS and _each_stands_once(work, column, len(texts)):
            values = values_of(work, column)
            ask(work, Question(column, values, dict.fromkeys(values, Meaning.UNKNOWN)))
            return


def _each_stands_once(work: Work, column: int, count: int) -> bool:
    """Whether every client, day and money stands on one row of each of the values, and there are several such."""
    roles = work.source.layout.roles
    cells = zip(*(work.cells(roles[name]) for name in ("client", "date", "amount")), work.cells(column), strict=True)
    found: dict[tuple[str, ...], list[str]] = {}
    for row, texts in enumerate(cells):
        if row not in work.skipped:
            *face, value = map(text_of, texts)
            found.setdefault(tuple(face), []).append(value)
    return len(found) > 1 and all(len(values) == len({*values} - {""}) == count for values in found.values())
