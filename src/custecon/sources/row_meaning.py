"""What a row of a log is by its own words: a sale, nothing yet or no longer, or money that goes back.

A status, a stage, the type of a document, a flag «test» or «deleted»: such a column decides whether the row's money
counts. Nobody lists all words that programs write there, so a phrase is understood by its words, a negation turns it
round («не реализовано»), and words of two meanings («partially paid») leave it open. What is left open is asked about;
it is never money in silence. The one place to add a word, or the words of another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from custecon.sources.wording import BLANKS

__all__ = ["Meaning", "Trait", "called_off", "flag_of", "meanings_of", "of_header", "phrase_of", "word_of"]


class Meaning(StrEnum):
    """What the money of a row is, as far as its words tell."""

    MONEY = "money"
    NOTHING = "nothing"  # lost, called off, test: no money
    AGAINST = "against"  # a refund, return or credit note written as a row of its own
    EARLY = "early"  # open, new, in work: no money yet
    UNKNOWN = "unknown"  # nobody can tell from the words


class Trait(StrEnum):
    """How a column may say what its rows are."""

    STATUS = "status"  # every value that is not known as money is asked about
    TYPE = "type"  # asked about where some value is surely no sale: the «type» may be that of the goods
    DONE = "done"  # yes says that it is money: paid, posted, won
    UNDONE = "undone"  # yes, or a day, says that it is none: test, deleted, cancelled at


class _Sense(StrEnum):
    NOT, PART, BACK, OFF, LOST, DRAFT, EARLY = "not part back off lost draft early".split()
    DONE, SALE, INVOICE, PAYMENT = "done sale invoice payment".split()


# The beginnings of words by their sense; «=» ends a word that is meant whole. «ё» is written «е».
_WORDS = {
    _Sense.NOT: "не= not= no= без= without= never=",
    _Sense.PART: "part= partial partly= adjust частич корректир",
    _Sense.BACK: "refund return= returns= returned= chargeback revers dispute creditnote creditmemo storno reimburs rma= "
    "возвр сторн",
    _Sense.OFF: "cancel void fail declin reject expir delet trash abort denied= error= stopped= annul duplicate invalid "
    "uncollect writeoff отмен отказ отклон аннулир удален ошибк дубл недейств списан",
    _Sense.LOST: "lost= lose= refus spam= dead= disqualif unsuccess провал проигр потер сорв нецелев спам= неуспеш "
    "незаверш нереализ",
    _Sense.DRAFT: "draft estimat quot= quote quotation proforma unpaid= uncaptur authoriz authoris test= tests= testing= "
    "sandbox pending= await hold= incomplet requires= abandon unfulfil unconfirm unposted payout transfer= transfers= "
    "withdraw topup черновик предоплат ожида неоплач непровед неподтв тест= тестов пробн проформ счетнаоплату корзин вывод= "
    "перевод=",
    _Sense.EARLY: "open= new= lead= leads= prospect qualif negotiat propos pipeline wait progress created= scheduled= "
    "reserv cart= checkout= overdue= outstanding= due= sent= review= contact nurtur новый= новая= новое= новые= лид= лиды= "
    "переговор предлож работ обработк квалиф заявк рассмотр резерв отложен первич презентац контакт думает= просроч",
    _Sense.DONE: "won= paid= complet succe settled= captured= ship shipped= deliver fulfilled= processing= processed= "
    "invoiced= sold= approved= confirmed= posted= cleared= live= placed= collected= успеш выполн заверш оплачен реализован "
    "отгруж отправлен= отправлена= отправлено= доставлен выдан получен проведен подтвержд продан выигран состоял "
    "charge= charges= capture=",
    _Sense.SALE: "order sale= sales= receipt purchase= продаж покупк чек= чеки= заказ",
    _Sense.INVOICE: "invoice реализац отгрузк накладн акт= акты=",
    _Sense.PAYMENT: "payment settlement оплат платеж поступлен",
}  # fmt: skip
_SENSES = [(word, sense) for sense, words in _WORDS.items() for word in words.split()]
_TOGETHER = {
    "credit note": "creditnote", "credit memo": "creditmemo", "pro forma": "proforma", "top up": "topup",
    "write off": "writeoff", "счет на": "счетнаоплату", "счета на": "счетнаоплату", "к оплате": "ожидает",
    "в пути": "отправлен", "помечен на удаление": "удален", "пометка на удаление": "удален", "closed won": "won",
    "closed lost": "lost", "no show": "lost",
}  # fmt: skip
_NEVER = frozenset([_Sense.OFF, _Sense.LOST, _Sense.DRAFT])
_NOT_MONEY = _NEVER | {_Sense.EARLY}

_STATUS = frozenset("status stage outcome статус стадия этап состояние результат исход".split())
_TYPE = frozenset(
    "type kind metric event operation mode document doc transaction тип вид документ операция операции событие режим "
    "регистратор".split()
)
_DONE = frozenset(
    "paid posted posting won captured completed settled оплачен оплачено оплачена проведен проведена проведено выполнен "
    "выполнено выигран выиграна".split()
)
_UNDONE = frozenset(
    "test cancelled canceled deleted voided void refunded returned disputed lost draft sandbox trashed тест тестовый "
    "тестовая отменен отменена отменено удален удалено удаления возврат возвращен возвращено аннулирован черновик".split()
)
# With one of these a header tells something else than the row: who the client is, where the goods are.
_ELSEWHERE = frozenset(
    "client customer account buyer company contact lead owner user member marital employment stock inventory tax vat "
    "product item goods card method shipping shipment delivery fulfillment fulfilment email ad campaign device region "
    "county province клиент клиента покупателя контрагента компании товар товара доставки отгрузки склада налога карты "
    "кампании договора номенклатуры цены доставка".split()
)
_OF_MONEY = frozenset(
    "payment financial order deal invoice transaction sale оплаты сделки заказа счета документа".split()
)
_MEASURES = frozenset(
    "id name number no code reason comment note description amount total sum price value count qty quantity link url by "
    "номер код имя причина комментарий примечание сумма количество название наименование ссылка".split()
)
_YES = frozenset("yes y true 1 да д истина + x v ✓ ✔".split())
_NO = frozenset("no n false 0 нет н ложь -".split())


def word_of(text: str) -> str:
    """A value as one phrase whatever its case, blanks and ё: «Не оплачён » and `not_paid` are known so.

    >>> word_of(" wc-On_Hold"), word_of("Отменён")
    ('on hold', 'отменен')
    """
    plain = unicodedata.normalize("NFKC", text).strip(BLANKS).casefold().replace("ё", "е").removeprefix("wc-")
    return re.sub(r"[\s_-]+", " ", plain).strip()


def phrase_of(text: str) -> str:
    """What a cell says without the number and the day of a document, so that all returns are one phrase.

    >>> phrase_of("Возврат товаров от покупателя УТ-000012 от 10.01.2025"), phrase_of("Closed Won")
    ('возврат товаров от покупателя', 'closed won')
    """
    word = word_of(text)
    if word.isdigit() or not any(map(str.isdigit, word)):
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
    away = bool(found & _ELSEWHERE) and not found & _OF_MONEY
    if found & _STATUS:
        return Trait.TYPE if away else Trait.STATUS
    if away or found & _MEASURES:
        return None
    if found & _UNDONE:
        return Trait.UNDONE
    if found & _DONE:
        return Trait.DONE
    return Trait.TYPE if found & _TYPE or found == {"state"} else None


def flag_of(word: str) -> bool | None:
    """Whether a cell says yes or no; None if neither."""
    return True if word in _YES else False if word in _NO else None


def _senses(phrase: str) -> set[_Sense]:
    for apart, together in _TOGETHER.items():
        phrase = re.sub(rf"\b{apart}\b", together, phrase)
    found: set[_Sense] = set()
    negated = False
    for word in re.findall(r"[^\W\d_]+", phrase):
        sense = next(
            (s for stem, s in _SENSES if (word == stem[:-1] if stem[-1] == "=" else word.startswith(stem))), None
        )
        if sense is _Sense.NOT:
            negated = True
        elif sense is not None:
            done = sense in (_Sense.DONE, _Sense.PAYMENT)
            found.add(sense if not negated else _Sense.LOST if done else _Sense.PART)
            negated = False
    return found


def _meaning(senses: set[_Sense], trait: Trait, invoices: bool) -> Meaning:
    if not senses or _Sense.PART in senses or (senses & _NOT_MONEY and senses & {_Sense.BACK, _Sense.DONE}):
        return Meaning.UNKNOWN
    if _Sense.BACK in senses:
        return Meaning.AGAINST if trait is Trait.TYPE else Meaning.NOTHING
    if senses & _NOT_MONEY:
        return Meaning.NOTHING if senses & _NEVER else Meaning.EARLY
    if senses == {_Sense.PAYMENT} and invoices:
        return Meaning.NOTHING  # the invoice beside it is the same money
    return Meaning.MONEY


def meanings_of(phrases: Iterable[str], trait: Trait) -> dict[str, Meaning]:
    """What each phrase of one column means: an invoice and its payment in one column are one sale.

    >>> {phrase: str(means) for phrase, means in meanings_of(["invoice", "payment", "credit memo"], Trait.TYPE).items()}
    {'invoice': 'money', 'payment': 'nothing', 'credit memo': 'against'}
    >>> [str(means) for means in meanings_of(["закрыто и не реализовано", "сорвана", "новый"], Trait.STATUS).values()]
    ['nothing', 'nothing', 'early']
    """
    senses = {phrase: _senses(phrase) for phrase in phrases}
    invoices = trait is Trait.TYPE and any(
        _Sense.INVOICE in found and not found & (_NEVER | {_Sense.BACK}) for found in senses.values()
    )
    return {phrase: _meaning(found, trait, invoices) for phrase, found in senses.items()}


def called_off(phrase: str) -> bool:
    """Whether a phrase says that an order was called off, failed or paid back: --refunds net counts it all the same."""
    return bool(_senses(phrase) & {_Sense.OFF, _Sense.BACK, _Sense.DRAFT})
