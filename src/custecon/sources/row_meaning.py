"""What a row of a log is by its own words: a sale, nothing yet or no longer, or money that goes back.

A status, a stage, the type of a document, a flag «test» or «deleted»: such a column, which `row_headers` knows, decides
whether the row's money counts. Nobody lists all words that programs write there, so a phrase is understood by its
words, a negation turns it round («не реализовано»), and words of two meanings («partially paid») leave it open. What is
left open is asked about; it is never money in silence. The words themselves stand in `row_words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from custecon.sources.row_words import joined, words


class Meaning(StrEnum):
    """What the money of a row is, as far as its words tell."""

    MONEY = "money"
    NOTHING = "nothing"  # lost, called off, test: no money
    AGAINST = "against"  # a refund, return or credit note written as a row of its own
    EARLY = "early"  # open, new, in work: no money yet
    LEFT = "left"  # in a list: what a client paid who has left
    PREPAID = "prepaid"  # paid for before, or for nothing that was sold: no new money
    OWED = "owed"  # of an invoice that was sent: revenue by accrual, not by what was paid
    UNKNOWN = "unknown"  # nobody can tell from the words


NO_MONEY = (Meaning.NOTHING, Meaning.AGAINST)


class Trait(StrEnum):
    """How a column may say what its rows are."""

    STATUS = "status"  # every value that is not known as money is asked about
    DELIVERY = "delivery"  # where the goods are: asked about where some value is surely no sale
    TYPE = "type"  # asked about where some value is surely no sale: the «type» may be that of the goods
    DONE = "done"  # yes says that it is money: paid, posted, won
    CHANCE = "chance"  # how likely it is that the row becomes money
    WHO = "who"  # what somebody is: a supplier is no client, and in a list a lead is none
    UNDONE = "undone"  # yes, or a day, says that it is none: test, deleted, cancelled at
    CASE = "case"  # what a case is: asked about where some value is surely no complaint
    TEXT = "text"  # what was sold or paid for: asked about where it surely was no sale
    NUMBER = "number"  # the number of a document: asked about where some begin like those of no sale


class _Sense(StrEnum):
    NOT, PART, BACK, CANCELLED, OFF, LOST, OFFER = "not part back cancelled off lost offer".split()
    DRAFT, EARLY, FREE, BALANCE, PROSPECT = "draft early free balance prospect".split()
    BOUGHT, LENT, FEE = "bought lent fee".split()
    VISIT, ABSENT, AGREED, RUNNING, OVER = "visit absent agreed running over".split()
    DONE, SALE, ORDER, BILL, RECEIPT, INVOICE, PAYMENT = "done sale order bill receipt invoice payment".split()
    ANOTHER = "another"


_SENSES = [(word, sense) for sense in _Sense for word in words("values", sense)]
_PLAIN, _WHERE = (frozenset(words("values", name)) for name in ("plain", "where"))
_CLIENT = words("values", "client")
_GOODS, _SERVICES, _BESIDE_GOODS = (frozenset(words("values", name)) for name in ("goods", "services", "beside_goods"))
_ISSUED, _SETTLED = words("values", "issued"), frozenset(words("values", "settled"))
_WON, _TRIAL = words("values", "won"), frozenset(words("values", "trial"))
_SALES = ({_Sense.SALE}, {_Sense.ORDER}, {_Sense.SALE, _Sense.ORDER})
_LIFE = frozenset([_Sense.RUNNING, _Sense.OVER])
_NOUNS = frozenset([_Sense.SALE, _Sense.ORDER, _Sense.BILL, _Sense.RECEIPT, _Sense.INVOICE, _Sense.PAYMENT])
_NEVER = frozenset(
    [_Sense.CANCELLED, _Sense.OFF, _Sense.LOST, _Sense.DRAFT, _Sense.FREE, _Sense.BALANCE, _Sense.ABSENT, _Sense.OVER]
) | {_Sense.BOUGHT, _Sense.LENT, _Sense.OFFER}
_LOST_IF_NEGATED = frozenset([_Sense.DONE, _Sense.PAYMENT, _Sense.SALE, _Sense.RECEIPT, _Sense.AGREED])
_NOT_MONEY = _NEVER | {_Sense.EARLY, _Sense.PROSPECT}
_NO_COMPLAINT = words("values", "no_complaint")
_WORDS_AT_HAND = 20_000  # what goods are called by says the same words again and again


def of_no_client(phrase: str) -> bool:
    """Whether a phrase says, in words that are all known, that somebody may yet become a client.

    >>> [of_no_client(text) for text in ("prospect", "потенциальный клиент", "lead generation", "new client")]
    [True, True, False, False]
    """
    return _senses(phrase) >= {_Sense.PROSPECT} and _all_known(phrase)


def of_another(phrase: str) -> bool:
    """Whether a phrase says, in words that are all known, that somebody is paid by the firm or is part of it.

    >>> [of_another(text) for text in ("inter company", "поставщики", "client and supplier", "vendor central")]
    [True, True, False, False]
    """
    return _Sense.ANOTHER in _senses(phrase) and _all_known(phrase) and not has_client(phrase)


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem[-1] == "=" else word.startswith(stem)


@lru_cache(maxsize=_WORDS_AT_HAND)
def _sense_of(word: str) -> _Sense | None:
    return next((sense for stem, sense in _SENSES if _begins(word, stem)), None)


@lru_cache(maxsize=_WORDS_AT_HAND)
def _of_client(word: str) -> bool:
    return any(_begins(word, stem) for stem in _CLIENT)


def _joined(phrase: str) -> str:
    """A phrase with the words that mean something together as one, and without the name of where its row stands.

    >>> _joined("closed won (sales pipeline)"), _joined("воронка продаж: успешно реализовано")
    ('won', 'успешно реализовано')
    """
    parts = [part for part in re.split(r"[()\[\]|/:]| [-\u2013\u2014] ", phrase) if part.strip()]
    kept = [part for part in parts if not _WHERE & set(re.findall(r"[^\W\d_]+", part))]
    if kept and len(kept) < len(parts):
        phrase = " ".join(part.strip() for part in kept)
    return joined(phrase)


def _negated(sense: _Sense) -> _Sense:
    if sense is _Sense.VISIT:
        return _Sense.ABSENT
    if sense is _Sense.RUNNING:
        return _Sense.OVER
    return _Sense.LOST if sense in _LOST_IF_NEGATED else _Sense.PART


def _senses(phrase: str) -> set[_Sense]:
    phrase = _joined(phrase)
    found: set[_Sense] = set()
    negated = False
    for word in re.findall(r"[^\W\d_]+", phrase):
        sense = _sense_of(word)
        if sense is _Sense.NOT:
            negated = True
        elif sense is not None:
            found.add(_negated(sense) if negated else sense)
            negated = False
    return found


def _all_known(phrase: str) -> bool:
    words = re.findall(r"[^\W\d_]+", _joined(phrase))
    return all(word in _PLAIN or _of_client(word) or _sense_of(word) is not None for word in words)


def has_client(phrase: str, *, alone: bool = False) -> bool:
    """Whether a phrase speaks of clients; `alone`: of nothing else."""
    found = [_of_client(word) for word in re.findall(r"[^\W\d_]+", phrase)]
    return bool(found) and all(found) if alone else any(found)


def _meaning(senses: set[_Sense], trait: Trait, *, sales: bool, invoices: bool) -> Meaning:
    if senses & {_Sense.BILL, _Sense.FEE}:
        return _of_bill_or_fee(senses, trait, sales=sales, invoices=invoices)
    if not senses or _Sense.PART in senses or (senses & _NOT_MONEY and senses & {_Sense.BACK, _Sense.DONE}):
        return Meaning.UNKNOWN
    if _Sense.ANOTHER in senses:
        return Meaning.NOTHING
    if _Sense.BACK in senses:
        return Meaning.AGAINST if trait is Trait.TYPE else Meaning.NOTHING
    if senses & _NOT_MONEY:
        return Meaning.NOTHING if senses & _NEVER else Meaning.EARLY
    if senses in ({_Sense.PAYMENT}, {_Sense.RECEIPT}) and sales:
        return Meaning.NOTHING  # the sale or the invoice beside it is the same money
    if invoices and _Sense.ORDER in senses and senses in _SALES:
        return Meaning.NOTHING  # likewise
    return Meaning.MONEY


def _of_bill_or_fee(senses: set[_Sense], trait: Trait, *, sales: bool, invoices: bool) -> Meaning:
    """A bill beside an invoice is the same money; what is given back of a fee is no refund to a client."""
    if {_Sense.FEE, _Sense.BACK} <= senses:
        return Meaning.NOTHING
    others = senses - {_Sense.BILL, _Sense.FEE}
    if others:
        return _meaning(others, trait, sales=sales, invoices=invoices)
    return Meaning.NOTHING if _Sense.BILL in senses and invoices else Meaning.UNKNOWN


def meanings_of(phrases: Iterable[str], trait: Trait, *, strictly: bool = False) -> dict[str, Meaning]:
    """What each phrase of one column means: an invoice and its payment in one column are one sale.

    `strictly`: every word must be known, for columns whose header says nothing: «Test strips» are goods.

    >>> {phrase: str(means) for phrase, means in meanings_of(["invoice", "payment", "credit memo"], Trait.TYPE).items()}
    {'invoice': 'money', 'payment': 'nothing', 'credit memo': 'against'}
    >>> [str(means) for means in meanings_of(["закрыто и не реализовано", "сорвана", "новый"], Trait.STATUS).values()]
    ['nothing', 'nothing', 'early']
    """
    if trait is Trait.CASE:
        return {phrase: Meaning.NOTHING if _no_complaint(phrase) else Meaning.MONEY for phrase in phrases}
    senses = {phrase: set() if strictly and not _all_known(phrase) else _senses(phrase) for phrase in phrases}
    for phrase, found in senses.items():
        if _Sense.ANOTHER in found and not (trait is Trait.TYPE and of_another(phrase)):
            found.discard(_Sense.ANOTHER)
        elif not found and trait is Trait.TYPE and has_client(phrase, alone=True):
            found.add(_Sense.DONE)
    if not strictly:
        _read_together(senses, trait)
    invoices = any(_Sense.INVOICE in found and not found & (_NEVER | {_Sense.BACK}) for found in senses.values())
    invoices = invoices and trait is Trait.TYPE
    sales = invoices or (trait is Trait.TYPE and any(found in _SALES for found in senses.values()))
    return {phrase: _meaning(found, trait, sales=sales, invoices=invoices) for phrase, found in senses.items()}


def _read_together(senses: dict[str, set[_Sense]], trait: Trait) -> None:
    """What phrases of one column mean because others stand there: a visit that is confirmed is still to come."""
    every = set().union(*senses.values())
    visits = bool(every & {_Sense.VISIT, _Sense.ABSENT})
    lives = trait is Trait.STATUS and every >= _LIFE
    goods = trait is Trait.TYPE and any(map(_of_goods, senses)) and not every & {_Sense.SALE, _Sense.ORDER}
    for phrase, found in senses.items():
        if _Sense.AGREED in found:
            found.add(_Sense.EARLY if visits else _Sense.DONE)
        if _Sense.VISIT in found:
            found.add(_Sense.DONE)
        if lives and found and found <= _LIFE:
            found.add(_Sense.DONE)  # how long it runs, or ran, what was sold
            found.difference_update(_LIFE)
        elif _Sense.RUNNING in found and found & _NOT_MONEY:
            found.add(_Sense.PART)
        found.difference_update({_Sense.AGREED, _Sense.VISIT, _Sense.RUNNING})
        if trait is Trait.STATUS and found and found <= _NOUNS and not _all_known(phrase):
            found.clear()  # «missing orders», «payment stuck»: nothing but the noun is understood
        if found <= {_Sense.FEE} and trait is Trait.TYPE and (_of_goods(phrase) or (goods and _of_services(phrase))):
            found.add(_Sense.SALE)


def _of_goods(phrase: str) -> bool:
    """Whether a type of document says no more than what was sold: «Товары, услуги, комиссия»."""
    words = set(re.findall(r"[^\W\d_]+", phrase))
    return bool(words & _GOODS) and words <= _GOODS | _SERVICES | _BESIDE_GOODS


def _of_services(phrase: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", phrase))
    return bool(words & _SERVICES) and words <= _SERVICES | _BESIDE_GOODS


def of_a_life(phrases: Iterable[str]) -> bool:
    """Whether a status tells how long what was sold runs: some runs, some is over.

    >>> of_a_life(["истек", "действует"]), of_a_life(["expired", "paid"])
    (True, False)
    """
    return set().union(*map(_senses, phrases)) >= _LIFE


def of_outcome(phrase: str) -> bool:
    """Whether a status says that a deal was won."""
    return any(_begins(word, stem) for word in re.findall(r"[^\W\d_]+", _joined(phrase)) for stem in _WON)


def of_an_invoice(phrase: str) -> Meaning | None:
    """What the status of an invoice says of its money: it was paid, or it is owed; None if it says something else.

    >>> [of_an_invoice(text) and str(of_an_invoice(text)) for text in ("closed", "overdue", "partially paid", "draft")]
    ['money', 'owed', 'owed', None]
    """
    words = re.findall(r"[^\W\d_]+", phrase)
    if set(words) <= _SETTLED:
        return Meaning.MONEY
    if _senses(phrase) & {_Sense.BACK, _Sense.CANCELLED, _Sense.OFF}:
        return None
    return Meaning.OWED if any(_begins(word, stem) for word in words for stem in _ISSUED) else None


def of_every_row(phrase: str) -> Meaning | None:
    """What the title of a file says that each of its rows is, where all its words are known; None if nothing.

    >>> [str(of_every_row(text)) for text in ("returns", "счета на оплату", "supplier invoices", "vendor sales", "new")]
    ['against', 'nothing', 'nothing', 'money', 'None']
    """
    senses = _senses(phrase) if _all_known(phrase) else set()
    if _Sense.PART in senses or not senses - {_Sense.EARLY}:
        return None
    if _Sense.ANOTHER in senses and not senses & {_Sense.SALE, _Sense.ORDER}:
        return Meaning.NOTHING
    if _Sense.BACK in senses:
        return Meaning.AGAINST
    lost = _Sense.LOST in senses and not has_client(phrase)  # those who left may have paid before
    if lost or senses & {_Sense.OFFER, _Sense.CANCELLED, _Sense.BOUGHT}:
        return Meaning.NOTHING
    return Meaning.MONEY if senses & (_NOUNS | {_Sense.DONE}) else None


def _no_complaint(phrase: str) -> bool:
    words = re.findall(r"[^\W\d_]+", _joined(phrase))
    return any(_begins(word, stem) for word in words for stem in _NO_COMPLAINT)


def goes_back(word: str) -> bool:
    """Whether a word speaks of money that goes back: a refund, a return, a credit note."""
    return _Sense.BACK in _senses(word)


def paid_back(phrase: str) -> bool:
    """Whether a phrase says no more than that money went back, in whole or in part.

    >>> paid_back("partially refunded"), paid_back("refund pending")
    (True, False)
    """
    senses = _senses(phrase)
    return _Sense.BACK in senses and senses <= {_Sense.BACK, _Sense.PART}


def of_no_client_money(phrase: str) -> bool:
    """Whether somebody's words for a payment speak of money that no client paid: lent, put in, moved, sent back to us.

    >>> [of_no_client_money(text) for text in ("предоставление займа", "own transfer", "оплата по счету")]
    [True, True, False]
    """
    return bool(_senses(phrase) & {_Sense.LENT, _Sense.BACK})


def of_documents(phrase: str) -> bool:
    """Whether a phrase speaks of a sale, or of a paper that is written for one: beside it other phrases are such too.

    >>> [of_documents(text) for text in ("invoice", "реализация товаров", "online sale", "customer", "widget")]
    [True, True, True, False, False]
    """
    return bool(_senses(phrase) & (_NOUNS | _SALES[2]))


def may_be_undone(comment: str) -> bool:
    """Whether a comment speaks of what may be no sale: it was a test, or was called off, doubled or paid back.

    >>> [may_be_undone(text) for text in ("test order", "заказ отменен по звонку", "wants to test it", "ring twice")]
    [True, True, False, False]
    """
    first = next(iter(re.findall(r"[^\W\d_]+", comment)), "")
    return first in _TRIAL or bool(_senses(comment) & {_Sense.BACK, _Sense.CANCELLED, _Sense.OFF})


def called_off(phrase: str) -> bool:
    """Whether a phrase says that an order was called off, failed or paid back: --refunds net counts it all the same."""
    return bool(_senses(phrase) & {_Sense.CANCELLED, _Sense.OFF, _Sense.OVER, _Sense.BACK, _Sense.DRAFT, _Sense.OFFER})


def agreed(phrase: str) -> bool:
    """Whether a phrase says no more than that a sale is agreed: where an export knows what was won, it is not yet.

    >>> agreed("contract signed"), agreed("signed and paid")
    (True, False)
    """
    return _senses(phrase) == {_Sense.AGREED}


def cancelled(phrase: str) -> bool:
    """Whether a phrase says that a sale was called off: where rows are events, that of the sale stands on its own."""
    return _Sense.CANCELLED in _senses(phrase)
