"""What a header says of the rows below it: that they have a status, a type, a reason of being undone, a chance.

The words themselves stand in `row_words.toml`; what the cells of such a column mean is told by `row_meaning`.
"""

from __future__ import annotations

from custecon.sources.row_meaning import Trait, goes_back
from custecon.sources.row_words import words

_COMMENTS = frozenset(words("headers", "comments"))
_PAID_BACK = frozenset(words("money", "refund"))
_NUMBERS, _TYPES, _OF_DOCUMENTS = (frozenset(words("headers", name)) for name in ("numbers", "types", "of_documents"))
_GOODS, _PURPOSES, _OF_PURPOSES = (frozenset(words("headers", name)) for name in ("goods", "purposes", "of_purposes"))
_EVENTS, _OF_EVENTS = (frozenset(words("headers", name)) for name in ("events", "of_events"))
_STAGE, _INVOICE = (frozenset(words("headers", name)) for name in ("stage", "invoice"))
_MEANS, _HOW_PAID = (frozenset(words("headers", name)) for name in ("means", "means_how"))
_DUE = (frozenset(["due", "date"]), frozenset(["срок", "оплаты"]))
_WHY, _REASON, _GONE_BACK = (frozenset(words("headers", name)) for name in ("why", "reason", "gone_back"))
_CHANCE, _BESIDE_CHANCE = (frozenset(words("headers", name)) for name in ("chance", "beside_chance"))
_STATUS, _TYPE, _DONE, _UNDONE, _WHOSE, _DELIVERY, _OF_MONEY, _OF_A_DEAL, _MEASURES, _DAYS = (
    frozenset(words("headers", name))
    for name in ("status", "type", "done", "undone", "whose", "delivery", "of_money", "of_a_deal", "measures", "days")
)
_DONE_ALONE, _UNDONE_ALONE, _BESIDE_DONE, _UNDOING = (
    frozenset(words("headers", name)) for name in ("done_alone", "undone_alone", "beside_done", "undoing")
)
_DEAL, _DEAL_COUNTED, _CASE = (frozenset(words("headers", name)) for name in ("deal", "deal_counted", "case"))


def of_header(words: tuple[str, ...]) -> Trait | None:
    """How a header of these words says that its column tells what the rows are; None if it does not say so.

    >>> of_header(("deal", "stage")), of_header(("тип", "клиента")), of_header(("is", "closed", "won"))
    (<Trait.STATUS: 'status'>, None, <Trait.DONE: 'done'>)
    """
    found = set(words)
    if found & _CHANCE:
        return Trait.CHANCE if found <= _CHANCE | _BESIDE_CHANCE else None
    if of_types_of_documents(words) or (found & _EVENTS and found <= _EVENTS | _OF_EVENTS):
        return Trait.TYPE
    if of_others(words):
        return None
    if found & _STATUS or ("state" in found and found & _OF_MONEY):
        return Trait.DELIVERY if found & _DELIVERY else Trait.STATUS
    if of_a_reason(words) or (found <= _GONE_BACK and len(found) > 1 and found & _WHY):
        return Trait.UNDONE
    if _undone_by(found):
        return Trait.UNDONE  # who did it, or the document that did
    if found & _UNDOING and found & _DAYS and found <= _UNDOING | _DAYS | _OF_MONEY | {"of"}:
        return Trait.UNDONE
    if found & (_MEASURES | _DELIVERY):
        return None
    if alone := _alone(found):
        return alone
    if found & _UNDONE or ("is" in found and of_a_refund(words)):
        return Trait.UNDONE
    if found & _DONE and not found & _DAYS:
        return Trait.DONE
    return None if of_means(words) else Trait.TYPE if found & _TYPE or found == {"state"} else None


def _alone(found: set[str]) -> Trait | None:
    """What a header says that names nothing but that a sale was closed, signed or called off, as yes or no."""
    for said, trait in ((_UNDONE_ALONE, Trait.UNDONE), (_DONE_ALONE, Trait.DONE)):
        if found & said and found <= said | _BESIDE_DONE:
            return trait
    return None


def of_header_in_log(words: tuple[str, ...]) -> Trait | None:
    """The same for a log of orders, of which a column may also number documents, or tell in words what was sold.

    >>> of_header_in_log(("invoice", "no")), of_header_in_log(("description",)), of_header_in_log(("customer",))
    (<Trait.NUMBER: 'number'>, <Trait.TEXT: 'text'>, None)
    """
    in_words = of_goods(words) or of_purposes(words) or of_comments(words)
    return of_header(words) or (Trait.NUMBER if of_numbers(words) else Trait.TEXT if in_words else None)


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
    if (trait is Trait.UNDONE and not set(words) <= _GONE_BACK) or (trait and trait is _alone(set(words))):
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


def of_numbers(words: tuple[str, ...]) -> bool:
    """Whether a header is that of the numbers of documents, and of nothing else.

    >>> [of_numbers(tuple(text.split())) for text in ("invoice no", "номер документа", "customer no", "item no")]
    [True, True, False, False]
    """
    return bool(words) and set(words) <= _NUMBERS and words != ("id",)  # which may be that of a client


def of_purposes(words: tuple[str, ...]) -> bool:
    """Whether a header says that its column tells what was paid for, in somebody's words.

    >>> [of_purposes(tuple(text.split())) for text in ("назначение платежа", "description", "reference segment")]
    [True, True, False]
    """
    found = set(words)
    return bool(found & _PURPOSES) and found <= _PURPOSES | _OF_PURPOSES


def of_comments(words: tuple[str, ...]) -> bool:
    """Whether a column holds whatever somebody wrote of a row.

    >>> of_comments(("order", "comment")), of_comments(("comment", "date"))
    (True, False)
    """
    return bool(set(words) & _COMMENTS) and not set(words) & _DAYS


def of_goods(words: tuple[str, ...]) -> bool:
    """Whether a header says that its column names what was sold."""
    return bool(set(words) & _GOODS)


def of_types_of_documents(words: tuple[str, ...]) -> bool:
    """Whether a header is that of the types of documents, and of nothing else.

    >>> [of_types_of_documents(tuple(text.split())) for text in ("doc type", "вид операции", "type", "order type")]
    [True, True, False, False]
    """
    found = set(words)
    return bool(found & _TYPES and found & _OF_DOCUMENTS) and found <= _TYPES | _OF_DOCUMENTS


def of_a_sale(words: tuple[str, ...]) -> bool:
    """Whether a header in a list of clients speaks of their sales, so that «lost» is no state of the client."""
    return bool(set(words) & _OF_A_DEAL)


def of_a_refund(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of money that went back."""
    return any(map(goes_back, words))


def of_a_reason(words: tuple[str, ...]) -> bool:
    """Whether a header names the reason why a sale was undone, or by whom: whatever fills the column says that it was.

    >>> [of_a_reason(tuple(text.split())) for text in ("lost reason", "причина отказа", "reversed by", "reason")]
    [True, True, True, False]
    """
    found = set(words)
    return bool(found & _REASON and found & (_WHY | _UNDONE)) or _undone_by(found)


def _undone_by(found: set[str]) -> bool:
    """Whether a header is that of who, or which document, undid a sale; «Refunded by» may be how."""
    return "by" in found and len(found) > 1 and found <= (_UNDONE - _PAID_BACK) | {"by"}


def of_others(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of a client, goods or a place, so that its values do not tell of the row."""
    found = set(words)
    return bool(found & _WHOSE) and not found & _OF_MONEY


def of_a_stage(words: tuple[str, ...]) -> bool:
    """Whether a header speaks of the stage that a deal stands at."""
    return bool(set(words) & _STAGE)


def of_invoices(headers: list[tuple[str, ...]]) -> bool:
    """Whether the first of these headers is of an invoice, or all of them are of a list of invoices.

    >>> of_invoices([("invoice", "status")]), of_invoices([("status",), ("invoice", "no"), ("due", "date")])
    (True, True)
    >>> of_invoices([("status",), ("order", "id"), ("due", "date")])
    False
    """
    due = any(set(words) >= pair for words in headers for pair in _DUE)
    return bool(_INVOICE & set(headers[0])) or (due and any(_INVOICE & set(words) for words in headers))
