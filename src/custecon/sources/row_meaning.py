"""What a row of a log is by its own words: a sale, nothing yet or no longer, or money that goes back.

A status, a stage, the type of a document, a flag «test» or «deleted»: such a column decides whether the row's money
counts. Nobody lists all words that programs write there, so a phrase is understood by its words, a negation turns it
round («не реализовано»), and words of two meanings («partially paid») leave it open. What is left open is asked about;
it is never money in silence. The words themselves stand in `row_words.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from custecon.sources.row_words import together, words
from custecon.sources.wording import BLANKS

__all__ = [
    "NO_MONEY",
    "Meaning",
    "Trait",
    "agreed",
    "called_off",
    "cancelled",
    "flag_of",
    "meanings_of",
    "of_a_deal",
    "of_a_life",
    "of_a_reason",
    "of_a_refund",
    "of_a_sale",
    "of_a_stage",
    "of_an_invoice",
    "of_header",
    "of_header_in_activities",
    "of_header_in_complaints",
    "of_header_in_list",
    "of_invoices",
    "of_means",
    "of_no_client",
    "of_others",
    "of_outcome",
    "paid_back",
    "phrase_of",
    "speaks_of_no_sale",
    "ways_of",
    "word_of",
]


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
    WHO = "who"  # in a list, what somebody is: a lead is no client
    UNDONE = "undone"  # yes, or a day, says that it is none: test, deleted, cancelled at
    CASE = "case"  # what a case is: asked about where some value is surely no complaint


class _Sense(StrEnum):
    NOT, PART, BACK, CANCELLED, OFF, LOST, DRAFT, EARLY = "not part back cancelled off lost draft early".split()
    FREE, BALANCE, PROSPECT = "free balance prospect".split()
    VISIT, ABSENT, AGREED, RUNNING, OVER = "visit absent agreed running over".split()
    DONE, SALE, RECEIPT, INVOICE, PAYMENT = "done sale receipt invoice payment".split()


_SENSES = [(word, sense) for sense in _Sense for word in words("values", sense)]
_TOGETHER = together()
_PLAIN, _WHERE = (frozenset(words("values", name)) for name in ("plain", "where"))
_YES, _NO = (frozenset([*words("flags", name), *words("flags", f"also_{name}")]) for name in ("yes", "no"))
_GOODS, _SERVICES, _BESIDE_GOODS = (frozenset(words("values", name)) for name in ("goods", "services", "beside_goods"))
_ISSUED, _SETTLED = words("values", "issued"), frozenset(words("values", "settled"))
_WON = words("values", "won")
_STAGE, _INVOICE = (frozenset(words("headers", name)) for name in ("stage", "invoice"))
_MEANS, _HOW_PAID = (frozenset(words("headers", name)) for name in ("means", "means_how"))
_DUE = (frozenset(["due", "date"]), frozenset(["срок", "оплаты"]))
_LIFE = frozenset([_Sense.RUNNING, _Sense.OVER])
_NOUNS = frozenset([_Sense.SALE, _Sense.RECEIPT, _Sense.INVOICE, _Sense.PAYMENT])
_NEVER = frozenset(
    [_Sense.CANCELLED, _Sense.OFF, _Sense.LOST, _Sense.DRAFT, _Sense.FREE, _Sense.BALANCE, _Sense.ABSENT, _Sense.OVER]
)
_LOST_IF_NEGATED = frozenset([_Sense.DONE, _Sense.PAYMENT, _Sense.SALE, _Sense.RECEIPT, _Sense.AGREED])
_NOT_MONEY = _NEVER | {_Sense.EARLY, _Sense.PROSPECT}
_WHY, _REASON, _GONE_BACK = (frozenset(words("headers", name)) for name in ("why", "reason", "gone_back"))
_CHANCE, _BESIDE_CHANCE = (frozenset(words("headers", name)) for name in ("chance", "beside_chance"))
_STATUS, _TYPE, _DONE, _UNDONE, _WHOSE, _DELIVERY, _OF_MONEY, _OF_A_DEAL, _MEASURES, _DAYS = (
    frozenset(words("headers", name))
    for name in ("status", "type", "done", "undone", "whose", "delivery", "of_money", "of_a_deal", "measures", "days")
)


_DEAL, _DEAL_COUNTED, _CASE = (frozenset(words("headers", name)) for name in ("deal", "deal_counted", "case"))
_NO_COMPLAINT = words("values", "no_complaint")


def word_of(text: str) -> str:
    """A value as one phrase whatever its case, blanks and ё: «Не оплачён » and `not_paid` are known so.

    >>> word_of(" wc-On_Hold"), word_of("Отменён"), word_of("-1")
    ('on hold', 'отменен', '-1')
    """
    plain = unicodedata.normalize("NFKC", text).strip(BLANKS).casefold().replace("ё", "е").removeprefix("wc-")
    return re.sub(r"(?!^-[0-9])[\s_-]+", " ", plain).strip()


def phrase_of(text: str) -> str:
    """What a cell says without the number and the day of a document, so that all returns are one phrase.

    >>> phrase_of("Возврат товаров от покупателя УТ-000012 от 10.01.2025"), phrase_of("Closed Won")
    ('возврат товаров от покупателя', 'closed won')
    """
    word = word_of(text)
    if word.isdigit() or word.startswith("-") or not any(map(str.isdigit, word)):
        return word
    kept = re.match(r"[^0-9№#]*", word)[0]  # type: ignore[index] # it matches an empty text too
    kept = re.sub(r"\s+\S{1,5}\s?$" if not kept.endswith(" ") else r"\s+(\S{1,4}\s)?$", "", kept)
    return re.sub(r"\s+(от|from|of|n|no|\(|№|#)?\s*$", "", kept) or word


def of_header(words: tuple[str, ...]) -> Trait | None:
    """How a header of these words says that its column tells what the rows are; None if it does not say so.

    >>> of_header(("deal", "stage")), of_header(("тип", "клиента")), of_header(("is", "closed", "won"))
    (<Trait.STATUS: 'status'>, None, <Trait.DONE: 'done'>)
    """
    found = set(words)
    if found & _CHANCE:
        return Trait.CHANCE if found <= _CHANCE | _BESIDE_CHANCE else None
    if of_others(words):
        return None
    if found & _STATUS or ("state" in found and found & _OF_MONEY):
        return Trait.DELIVERY if found & _DELIVERY else Trait.STATUS
    if of_a_reason(words) or (found <= _GONE_BACK and len(found) > 1 and found & _WHY):
        return Trait.UNDONE
    if found & (_MEASURES | _DELIVERY):
        return None
    if found & _UNDONE or ("is" in found and of_a_refund(words)):
        return Trait.UNDONE
    if found & _DONE and not found & _DAYS:
        return Trait.DONE
    return None if of_means(words) else Trait.TYPE if found & _TYPE or found == {"state"} else None


def of_header_in_list(words: tuple[str, ...]) -> Trait | None:
    """The same for a list of clients or of spending, where only what is surely no money is asked about.

    A day or a reason of leaving is the client's; `of_a_sale` tells whether a status is.

    >>> of_header_in_list(("deal", "stage")), of_header_in_list(("lost", "reason")), of_header_in_list(("is", "refund"))
    (<Trait.TYPE: 'type'>, None, <Trait.UNDONE: 'undone'>)
    """
    trait = of_header(words)
    if trait is Trait.CHANCE:
        return None
    if trait is None and of_others(words) and set(words) & (_STATUS | _TYPE):
        return Trait.WHO
    if trait is Trait.UNDONE and not set(words) <= _GONE_BACK:
        return None
    return Trait.TYPE if trait is Trait.STATUS else trait


def of_header_in_complaints(words: tuple[str, ...]) -> Trait | None:
    """The same for a list of complaints: a column may tell what its cases are.

    >>> of_header_in_complaints(("ticket", "type")), of_header_in_complaints(("client", "type"))
    (<Trait.CASE: 'case'>, None)
    """
    return Trait.CASE if set(words) & _CASE and not set(words) & (_WHOSE - _CASE) else None


def of_header_in_activities(words: tuple[str, ...]) -> Trait | None:
    """The same for a log of what was done for clients: a type is that of the activity.

    >>> of_header_in_activities(("status",)), of_header_in_activities(("task", "type"))
    (<Trait.STATUS: 'status'>, None)
    """
    trait = of_header(words)
    return trait if trait in (Trait.STATUS, Trait.DONE, Trait.UNDONE) else None


def of_a_deal(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of the deal that a row is; not of how many deals there were or what one costs.

    >>> [of_a_deal(tuple(header.split())) for header in ("deal name", "стадия сделки", "cost per deal", "сделки")]
    [True, True, False, False]
    """
    found = set(words)
    return bool(found & _DEAL) and not found & _DEAL_COUNTED and words != ("сделки",)


def of_means(header: tuple[str, ...]) -> bool:
    """Whether a header says that its column tells how was paid.

    >>> [of_means(tuple(text.split())) for text in ("payment method", "тип оплаты", "оплата", "payment status")]
    [True, True, True, False]
    """
    found = set(header)
    return bool(found & _MEANS) and found <= _MEANS | _HOW_PAID


def of_no_client(phrase: str) -> bool:
    """Whether a phrase says, in words that are all known, that somebody may yet become a client.

    >>> [of_no_client(text) for text in ("prospect", "потенциальный клиент", "lead generation", "new client")]
    [True, True, False, False]
    """
    return _senses(phrase) >= {_Sense.PROSPECT} and _all_known(phrase)


def of_a_sale(words: tuple[str, ...]) -> bool:
    """Whether a header in a list of clients speaks of their sales, so that «lost» is no state of the client."""
    return bool(set(words) & _OF_A_DEAL)


def of_a_refund(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of money that went back."""
    return any(_Sense.BACK in _senses(word) for word in words)


def of_a_reason(words: tuple[str, ...]) -> bool:
    """Whether a header names the reason why a sale was undone: whatever fills the column says that it was.

    >>> of_a_reason(("lost", "reason")), of_a_reason(("причина", "отказа")), of_a_reason(("reason",))
    (True, True, False)
    """
    found = set(words)
    return bool(found & _REASON and found & (_WHY | _UNDONE))


def of_others(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of a client, goods or a place, so that its values do not tell of the row."""
    found = set(words)
    return bool(found & _WHOSE) and not found & _OF_MONEY


def flag_of(word: str) -> bool | None:
    """Whether a cell says yes or no; None if neither."""
    return True if word in _YES else False if word in _NO else None


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem[-1] == "=" else word.startswith(stem)


def _joined(phrase: str) -> str:
    """A phrase with the words that mean something together as one, and without the name of where its row stands.

    >>> _joined("closed won (sales pipeline)"), _joined("воронка продаж: успешно реализовано")
    ('won', 'успешно реализовано')
    """
    parts = [part for part in re.split(r"[()\[\]|/:]| [-\u2013\u2014] ", phrase) if part.strip()]
    kept = [part for part in parts if not _WHERE & set(re.findall(r"[^\W\d_]+", part))]
    if kept and len(kept) < len(parts):
        phrase = " ".join(part.strip() for part in kept)
    for apart, one in _TOGETHER.items():
        phrase = re.sub(rf"\b{apart}\b", one, phrase)
    return phrase


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
        sense = next((sense for stem, sense in _SENSES if _begins(word, stem)), None)
        if sense is _Sense.NOT:
            negated = True
        elif sense is not None:
            found.add(_negated(sense) if negated else sense)
            negated = False
    return found


def _all_known(phrase: str) -> bool:
    words = re.findall(r"[^\W\d_]+", _joined(phrase))
    return all(word in _PLAIN or any(_begins(word, stem) for stem, _ in _SENSES) for word in words)


def _meaning(senses: set[_Sense], trait: Trait, *, sales: bool) -> Meaning:
    if not senses or _Sense.PART in senses or (senses & _NOT_MONEY and senses & {_Sense.BACK, _Sense.DONE}):
        return Meaning.UNKNOWN
    if _Sense.BACK in senses:
        return Meaning.AGAINST if trait is Trait.TYPE else Meaning.NOTHING
    if senses & _NOT_MONEY:
        return Meaning.NOTHING if senses & _NEVER else Meaning.EARLY
    if senses in ({_Sense.PAYMENT}, {_Sense.RECEIPT}) and sales:
        return Meaning.NOTHING  # the sale or the invoice beside it is the same money
    return Meaning.MONEY


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
    if not strictly:
        _read_together(senses, trait)
    invoices = any(_Sense.INVOICE in found and not found & (_NEVER | {_Sense.BACK}) for found in senses.values())
    sales = trait is Trait.TYPE and (invoices or {_Sense.SALE} in senses.values())
    return {phrase: _meaning(found, trait, sales=sales) for phrase, found in senses.items()}


def _read_together(senses: dict[str, set[_Sense]], trait: Trait) -> None:
    """What phrases of one column mean because others stand there: a visit that is confirmed is still to come."""
    every = set().union(*senses.values())
    visits = bool(every & {_Sense.VISIT, _Sense.ABSENT})
    lives = trait is Trait.STATUS and every >= _LIFE
    goods = trait is Trait.TYPE and any(_of_goods(phrase) for phrase in senses) and _Sense.SALE not in every
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
        if not found and trait is Trait.TYPE and (_of_goods(phrase) or (goods and _of_services(phrase))):
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


def of_a_stage(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of the stage that a deal stands at."""
    return bool(set(words) & _STAGE)


def of_outcome(phrase: str) -> bool:
    """Whether a status says that a deal was won."""
    return any(_begins(word, stem) for word in re.findall(r"[^\W\d_]+", _joined(phrase)) for stem in _WON)


def of_invoices(headers: list[tuple[str, ...]]) -> bool:
    """Whether the first of these headers is of an invoice, or all of them are of a list of invoices.

    >>> of_invoices([("invoice", "status")]), of_invoices([("status",), ("invoice", "no"), ("due", "date")])
    (True, True)
    >>> of_invoices([("status",), ("order", "id"), ("due", "date")])
    False
    """
    due = any(set(words) >= pair for words in headers for pair in _DUE)
    return bool(_INVOICE & set(headers[0])) or (due and any(_INVOICE & set(words) for words in headers))


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


def _no_complaint(phrase: str) -> bool:
    words = re.findall(r"[^\W\d_]+", _joined(phrase))
    return any(_begins(word, stem) for word in words for stem in _NO_COMPLAINT)


def paid_back(phrase: str) -> bool:
    """Whether a phrase says no more than that money went back, in whole or in part.

    >>> paid_back("partially refunded"), paid_back("refund pending")
    (True, False)
    """
    senses = _senses(phrase)
    return _Sense.BACK in senses and senses <= {_Sense.BACK, _Sense.PART}


def called_off(phrase: str) -> bool:
    """Whether a phrase says that an order was called off, failed or paid back: --refunds net counts it all the same."""
    return bool(_senses(phrase) & {_Sense.CANCELLED, _Sense.OFF, _Sense.OVER, _Sense.BACK, _Sense.DRAFT})


def agreed(phrase: str) -> bool:
    """Whether a phrase says no more than that a sale is agreed: where an export knows what was won, it is not yet.

    >>> agreed("contract signed"), agreed("signed and paid")
    (True, False)
    """
    return _senses(phrase) == {_Sense.AGREED}


def cancelled(phrase: str) -> bool:
    """Whether a phrase says that a sale was called off: where rows are events, that of the sale stands on its own."""
    return _Sense.CANCELLED in _senses(phrase)


def ways_of(values: Iterable[str], header: Sequence[str]) -> dict[str, Meaning]:
    """What two values mean that tell which way the money goes; nothing if they are no such pair.

    >>> {way: str(means) for way, means in ways_of(["In", "out", ""], ["direction"]).items()}
    {'in': 'money', 'out': 'nothing'}
    >>> ways_of(["C", "D"], ["class"]), len(ways_of(["C", "D"], ["credit", "debit"]))
    ({}, 2)
    """
    found = {value.strip(BLANKS).casefold() for value in values} - {""}
    if len(found) != 2:
        return {}
    for kind, second in (("out", Meaning.NOTHING), ("against", Meaning.AGAINST), ("either", Meaning.UNKNOWN)):
        for pair in words("ways", kind):
            here, other = pair.split("/")
            letters = len(here) == 1 and here.isalpha()
            if {here, other} == found and (not letters or {here, other} <= {word[:1] for word in header}):
                return {here: Meaning.MONEY if second is not Meaning.UNKNOWN else second, other: second}
    return {}


def speaks_of_no_sale(texts: Collection[str], header: Sequence[str] = ()) -> bool:
    """Whether some of the cells of a column say, in words that are all known, that their rows are no sales."""
    if ways_of(texts, header):
        return True
    found = meanings_of({phrase_of(text) for text in texts}, Trait.TYPE, strictly=True)
    return any(meaning in NO_MONEY for meaning in found.values())
