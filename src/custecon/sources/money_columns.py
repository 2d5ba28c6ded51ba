"""Which columns of a log hold money beside the amount: refunds, tax, shipping, discounts, the other way of a bank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from custecon.sources.header_words import Header, header_of, means, of_a_piece, of_a_rate, squash
from custecon.sources.row_words import joined, words

_REFUND, _RETURNED, _OF_RETURNED, _OF_REFUND, _SUM, _NAMED, _ADJUSTED, _SPENT = (
    frozenset(words("money", name))
    for name in ("refund", "returned", "of_returned", "beside_refund", "sum", "named", "adjusted", "spent")
)
_NOT_MONEY = frozenset([*words("money", "not_money"), *words("money", "not_beside")])
_TOGETHER = [frozenset(phrase.split("_")) for name in ("paid_with", "of_others") for phrase in words("money", name)]
_PART_OF = [tuple(phrase.split("_")) for phrase in words("money", "part_of")]
_WRITTEN_OFF, _BESIDE_DISCOUNT = (frozenset(words("money", name)) for name in ("written_off", "beside_discount"))
_WAYS = (
    (r"credits?|кредит\w{0,2}", r"debits?|дебет\w{0,2}"),
    (r"in|incoming|inflows?|received|receipts?|deposits?", r"out|outgoing|outflows?|withdrawals?"),
    (r"приход\w{0,2}|поступлени[еяй]|поступило|зачислен\w+", r"расход\w{0,2}|списани[еяй]|списано|отчислен\w+"),
)

_PLACES = frozenset("check checked clock log logged sign signed".split())  # who comes in there, and goes out

_AFTER, _WITH, _SALES = (frozenset(words("money", name)) for name in ("after", "with_discount", "sales"))
TAKEN_OFF = {  # what revenue may be after, and the words that say so
    "discounts": frozenset(words("money", "discount")),
    "refunds": frozenset([*words("money", "refund"), *words("money", "returned")]),
}
_NET = frozenset(words("money", "net"))


class Sign(StrEnum):
    """What is done with money that stands beside the amount."""

    PLUS = "added to"
    LESS = "taken off"  # whatever its sign
    NAMED = "named"  # left alone, and told


class Beside(NamedTuple):
    """A column of money beside the amount, what is done with it, and who decided it."""

    column: int
    sign: Sign
    by: str

    @property
    def found(self) -> bool:
        """Whether only the header tells what it is, so that its cells must agree."""
        return self.by == "detected"


def refund_of(header: Header) -> bool:
    """Whether a header names money that was given back.

    >>> from custecon.sources.header_words import header_of
    >>> texts = ("Amount Refunded", "Refunded?", "Сумма возвратов, руб.", "Credit note", "Returned amount", "Returned")
    >>> [refund_of(header_of(text)) for text in texts]
    [True, False, True, True, True, False]
    """
    said = set(joined(" ".join(header.words)).split())
    back = said & _REFUND or (said & _RETURNED and said & _SUM)
    return "?" not in header.text and bool(back) and said <= _REFUND | _RETURNED | _OF_REFUND


def came_back(header: Header) -> bool:
    """Whether a header speaks of what came back without saying whether that is money or pieces.

    >>> [came_back(header_of(text)) for text in ("Returns", "Returned amount", "Returned goods", "Return reason")]
    [True, False, True, False]
    """
    said = set(header.words)
    return bool(said & _RETURNED) and said <= _RETURNED | _OF_RETURNED


def may_be_written_off(header: Header) -> bool:
    """Whether a header speaks of money that was written off, or off an account: it came then, or it never came.

    >>> [may_be_written_off(header_of(text)) for text in ("Списано", "Списано, руб.", "Списано бонусов", "Written off")]
    [True, True, False, False]
    """
    said = set(header.words)
    return bool(said & _WRITTEN_OFF) and said <= _WRITTEN_OFF | _OF_REFUND


def of_discounts(text: str) -> bool:
    """Whether a header in per cent speaks of what is taken off, as «Discount, %» does."""
    without = header_of(re.sub(r"%|(?i:percent\w*|rate|процент\w*|доля|share)", " ", text).strip(" ,()"))
    said = set(without.words)
    return any(means(name, without) for name in TAKEN_OFF) or any(
        said & words_ and said <= words_ | _BESIDE_DISCOUNT for words_ in TAKEN_OFF.values()
    )


def rate_of_discount(header: Header) -> bool:
    """Whether a header is that of a discount in per cent.

    >>> [rate_of_discount(header_of(text)) for text in ("Discount %", "Процент скидки", "Discount", "Tax %")]
    [True, True, False, False]
    """
    said = TAKEN_OFF["discounts"] & set(header.words)
    return bool(said) and of_a_rate("discounts", header) and of_discounts(header.text)


def beside_of(
    headers: list[Header], free: set[int], amount: Header | None, *, costs: bool = False
) -> tuple[Beside, ...]:
    """The columns beside an amount that a careful reader looks at: the refund that belongs to it, and what is named.

    Of several refunds that one belongs to the amount whose name holds the amount's: «Converted Amount Refunded».
    `costs`: name further costs too.
    """
    refunds = [n for n in sorted(free) if refund_of(headers[n])]
    if amount is not None and len(refunds) > 1:
        own = [n for n in refunds if amount.key in squash(headers[n].text)]
        longest = max((len(headers[n].key) for n in own), default=0)
        refunds = [n for n in own if len(headers[n].key) == longest] or refunds
    after = amount is not None and is_after("refunds", amount.words)
    found = [Beside(n, Sign.NAMED if after or (costs and _of_debts(headers[n])) else Sign.LESS, "detected")
             for n in refunds[:1]]  # fmt: skip
    named = {
        n
        for n in free - set(refunds)
        if _named(headers[n], costs) or (amount is not None and (came_back(headers[n]) or _of_the_amount(headers[n])))
    }
    found += [Beside(n, Sign.NAMED, "detected") for n in sorted(named)]
    return tuple(found)


def _of_debts(header: Header) -> bool:
    """Whether a header speaks of debts that were written off, which are a cost of a client beside their revenue."""
    return "writeoff" in joined(" ".join(header.words)).split()


def _of_the_amount(header: Header) -> bool:
    """Whether a header of a log names a part of the amount, or what it was paid with: «of which …»."""
    said = set(header.words)
    if any(header.words[: len(phrase)] == phrase for phrase in _PART_OF):
        return len(said) > 1 and "%" not in header.text
    if may_be_written_off(header) or rate_of_discount(header):
        return True
    return any(said >= phrase for phrase in _TOGETHER) and not said & _NOT_MONEY and "%" not in header.text


def is_after(role: str, header: Sequence[str]) -> bool:
    """Whether a header of these words says that discounts, or refunds, are taken off already.

    >>> from custecon.sources.header_words import words_of
    >>> [is_after("discounts", words_of(text)) for text in ("Sum after discount", "Выручка со скидкой", "Без скидки")]
    [True, True, False]
    >>> [is_after("refunds", words_of(text)) for text in ("Net sales", "Net amount", "Продажи за вычетом возвратов")]
    [True, False, True]
    """
    said = set(header)
    after = _AFTER | _WITH if role == "discounts" else _AFTER
    return bool(said & TAKEN_OFF[role] and said & after) or bool(
        said & _NET and said & _SALES and said <= _NET | _SALES
    )


def _named(header: Header, costs: bool) -> bool:
    said = set(header.words)
    return (
        bool(said & (_NAMED | _ADJUSTED | (_SPENT if costs else frozenset())))
        and not said & _NOT_MONEY
        and "%" not in header.text
        and not (costs and of_a_piece(header))
        and not means("amount", header)
    )


def adjusted(header: Header, headers: Sequence[Header]) -> int | None:
    """The column, of these headers, that another names as it was set later; None if it names none.

    >>> adjusted(header_of("Adjusted Order Total"), [header_of("Order Value"), header_of("Order Total")])
    1
    """
    said = set(header.words)
    if not said & _ADJUSTED:
        return None
    return next((n for n, other in enumerate(headers) if said - _ADJUSTED == set(other.words)), None)


def pair_of(headers: Sequence[str]) -> tuple[int, int] | None:
    """The columns of what comes in and of what goes out, named alike but for the way; None if there are none.

    >>> pair_of(["Date", "Debit amount", "Credit amount"]), pair_of(["Дата", "Приход", "Расход, руб."])
    ((2, 1), (1, 2))
    >>> pair_of(["Check-in", "Check-out"])
    """
    words = [header_of(text).words for text in headers]
    words = [() if _PLACES & set(said) else said for said in words]
    for came, went in _WAYS:
        goes_out = _by_rest(went, words)
        both = [
            (one, two)
            for rest, columns in _by_rest(came, words).items()
            for one in columns[:2]
            for two in goes_out.get(rest, ())[:2]
            if one != two
        ]
        if len(both) == 1:
            return both[0]
    return None


def _by_rest(way: str, headers: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[int]]:
    """The columns whose headers say the way once, by what they say beside it."""
    found: dict[tuple[str, ...], list[int]] = {}
    for column, said in enumerate(headers):
        rest = tuple(word for word in said if not re.fullmatch(way, word))
        if len(rest) == len(said) - 1:
            found.setdefault(rest, []).append(column)
    return found
