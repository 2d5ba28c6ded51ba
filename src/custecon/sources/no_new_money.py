"""Money that was money before: what a gift card, a membership or a bonus paid for, and rows that sell nothing yet.

A gift card is money when it is sold or when it is used, not both times; a tip is the waiter's, a deposit goes back. So
a means of payment and a thing that was sold are asked about where they say such. All others are never asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from custecon.sources.phrases import phrase_of, word_of
from custecon.sources.row_headers import of_goods, of_means
from custecon.sources.row_meaning import Meaning, Trait, meanings_of, paid_back
from custecon.sources.row_words import words

_PREPAID = [stem.replace("_", " ") for stem in words("values", "prepaid")]
_ASIDE = frozenset(words("values", "of_means"))
_DISCOUNT = frozenset(words("money", "discount"))
_GIFTS, _NO_GOODS = (re.compile("|".join(words("no_goods", name)).replace("_", " ")) for name in ("gifts", "others"))


def no_new_money(header: tuple[str, ...], texts: Iterable[str], *, gifts: bool = True) -> dict[str, Meaning]:
    """What the texts of a column of means or of goods say of their money, by their words; none if all is ordinary.

    `gifts`: whether a gift card that is sold is asked about, as it is where no row says that one was used.

    >>> [str(of) for of in no_new_money(("payment", "method"), ["visa", "bank transfer", "gift card"]).values()]
    ['money', 'money', 'prepaid']
    >>> no_new_money(("тип", "оплаты"), ["карта", "наличные", "перевод"])
    {}
    """
    if of_means(header):
        found = {word_of(text): _of_payment(phrase_of(text)) for text in texts if text}
        if any(paid_back(phrase_of(text)) for text in texts):
            return {}  # it tells what a payment is, not how it was made
    elif of_goods(header):
        found = {word_of(text): _of_thing(text, gifts=gifts) for text in texts if text}
    else:
        return {}
    return found if set(found.values()) - {Meaning.MONEY} else {}


def paid_before(phrase: str) -> bool:
    """Whether a phrase says that something was paid with what had been paid for before.

    >>> [paid_before(text) for text in ("оплачено абонементом", "store credit", "card", "оплачено картой")]
    [True, True, False, False]
    """
    return any(re.search(rf"\b{stem}", phrase) for stem in _PREPAID)


def _of_payment(phrase: str) -> Meaning:
    told = [word for word in re.findall(r"[^\W\d_]+", phrase) if word not in _ASIDE]
    plain = " ".join(told)
    if paid_before(plain):
        return Meaning.PREPAID
    meaning = meanings_of([plain], Trait.STATUS)[plain]
    return meaning if meaning is Meaning.NOTHING else Meaning.MONEY


def _of_thing(text: str, *, gifts: bool) -> Meaning:
    plain = " ".join(re.findall(r"[^\W\d_]+", word_of(text)))
    if (gifts and _GIFTS.fullmatch(plain)) or _NO_GOODS.fullmatch(plain):
        return Meaning.PREPAID
    return Meaning.AGAINST if _is_discount(plain.split()) else Meaning.MONEY


def _is_discount(said: list[str]) -> bool:
    """Whether a thing that was sold is a discount: its noun stands last in English, first in Russian."""
    return bool(said) and (said[-1] if said[-1].isascii() else said[0]) in _DISCOUNT
