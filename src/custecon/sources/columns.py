"""Which header means what: synonyms in English and Russian. The one place to add a word for a role.

Case, blanks, underscores, dots and hyphens do not matter: `CustomerID`, `customer_id` and `Customer ID` are one.
`SYNONYMS` are headers that mean the role and nothing else. `WORDS` only hint at it: one such column is taken and
told, two are refused and listed. `NOT_MONEY` are words that take a column out of the hints for money.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from custecon.sources.contract_headers import CONTRACTS, FEES, PAID_ONCE, how_many, without_contract
from custecon.sources.currencies import currency_in_header
from custecon.sources.tax_words import with_tax
from custecon.sources.units_of_money import unit_in, without_unit

__all__ = [
    "IGNORE",
    "SYNONYMS",
    "WORDS",
    "Header",
    "doubt",
    "header_of",
    "hints",
    "in_percent",
    "means",
    "means_words",
    "names_currency",
    "of_a_piece",
    "of_a_rate",
    "of_another_time",
    "squash",
    "squash_all",
    "words_of",
]

SYNONYMS: dict[str, str] = {
    # every role: what its columns are called, separated by commas
    "client": "client, client id, client no, client code, client name, customer, customer id, customer no, "
    "customer code, customer name, customer number, customer email, cust, cust id, custid, id, user, user id, "
    "userid, account, account id, account name, company, company name, unique id, buyer, buyer name, email, e-mail, "
    "contact, контрагент, контрагенты, клиент, код клиента, ид клиента, id клиента, номер клиента, имя клиента, "
    "наименование клиента, название клиента, клиент id, покупатель, заказчик, плательщик, партнер, "
    "наименование контрагента, код контрагента, компания, организация клиента, фио, фио клиента, почта, "
    "электронная почта, телефон клиента, account code, subscriber, subscriber id, абонент, id абонента",
    "date": "date, day, t, datetime, date time, transaction date, order date, orderdate, created at, created, "
    "order timestamp, timestamp, event time, invoice date, purchase date, payment date, paid at, sale date, "
    "date of order, "
    "date of purchase, date issued, issue date, date created, created date, created time, ordered at, order time, "
    "order created, close date, closed at, completed at, processed at, won time, дата, время, дата и время, "
    "дата создания, дата создания заказа, дата создания сделки, дата закрытия, дата оформления, принят в обработку, "
    "дата заказа, дата покупки, дата продажи, дата операции, дата платежа, дата оплаты, "
    "дата документа, дата сделки, дата отгрузки, день, период дата",
    "amount": "amount, revenue, sales, price, value, total price, unit spend, payment amount, subtotal amount, "
    "sum, total, sale, order total, order amount, order value, net revenue, net amount, gross amount, paid, "
    "amount paid, сумма, сумма заказа, сумма оплаты, сумма платежа, сумма продажи, сумма документа, сумма сделки, "
    "выручка, стоимость, цена, оплачено, итого, итоговая сумма, общая стоимость, общая сумма, оборот, "
    "продажи, стоимость продажи, dollar value",
    "order_id": "order id, order, order no, order number, transaction id, invoice, invoice no, invoice number, "
    "номер заказа, заказ, № заказа, ид заказа, id заказа, номер документа, номер счета, код заказа, чек, номер чека, "
    "№ чека, receipt, receipt no, receipt number, receipt id",
    "segment": "segment, client segment, customer segment, group, tier, сегмент, группа, категория клиента, "
    "сегмент клиента",
    "channel": "channel, acquisition channel, source, traffic source, utm source, канал, источник, "
    "канал привлечения, источник трафика",
    "revenue": "revenue, annual revenue, yearly revenue, revenue per year, sales, annual sales, turnover, "
    "выручка, выручка за год, годовая выручка, выручка в год, оборот, оборот за год, годовой оборот, доход, "
    "доход за год, продажи за год",
    "margin": "margin, annual margin, gross margin, gross profit, contribution, contribution margin, "
    "net contribution, profit, margin per year, маржа, маржа за год, годовая маржа, валовая прибыль, "
    "маржинальная прибыль, маржинальный доход, прибыль, прибыль за год, вклад",
    "cost": "cost, costs, direct cost, direct costs, cogs, annual cost, cost of sales, затраты, прямые затраты, "
    "себестоимость, расходы, прямые расходы, затраты за год",
    "orders": "orders, number of orders, order count, orders per year, purchases, number of purchases, заказы, "
    "заказов, количество заказов, число заказов, заказов в год, покупок, количество покупок, число покупок, "
    "заказов за год",
    "first_date": "first date, first order, first order date, first purchase, first purchase date, start date, "
    "client since, customer since, since, member since, active since, subscriber since, "
    "acquired at, первая дата, первый заказ, дата первого заказа, "
    "первая покупка, дата первой покупки, клиент с, дата начала",
    "last_date": "last date, last order, last order date, last purchase, last purchase date, end date, "
    "последняя дата, последний заказ, дата последнего заказа, последняя покупка, дата последней покупки",
    "retention": "retention, retention rate, retention probability, probability of retention, удержание, "
    "вероятность удержания, коэффициент удержания",
    "active": "active, is active, still active, current, client status, customer status, account status, status, "
    "активен, активный, действующий, статус, статус клиента, состояние клиента",
    "manager": "manager, account manager, owner, responsible, sales rep, salesperson, менеджер, ответственный, "
    "ответственный менеджер, куратор",
    # a list of clients with and without a complaint
    "complained": "complained, complains, complaint, complaints, has complained, жаловался, жалоба, жалобы, "
    "пожаловался, есть жалоба",
    "stayed": "stayed, stays, kept, retained, still client, still a client, active, is active, остался, "
    "остался клиентом, удержан, активен",
    "left": "left, churn, churned, lost, gone, has left, ушел, ушел клиент, отток, потерян",
    "satisfied": "satisfied, satisfied with answer, resolved, satisfied with resolution, удовлетворен, доволен, "
    "удовлетворен ответом, решено",
    "quickly": "quickly, quick, satisfied quickly, resolved quickly, быстро, решено быстро",
    "dissatisfied": "dissatisfied, had a problem, problem, недоволен, была проблема, проблема",
    # profit by client, and the prices of what is done for him
    "discounts": "discounts, discount, discount amount, bonus, rebates, скидки, скидка, сумма скидки, бонусы",
    "refunds": "refunds, refund, refunded, refund amount, credit notes, returned money, возврат денег, "
    "сумма возвратов, возмещения",
    "cost_to_serve": "cost to serve, service cost, serving cost, затраты на обслуживание, стоимость обслуживания, "
    "расходы на обслуживание",
    "deliveries": "deliveries, delivery count, number of deliveries, shipments, доставки, доставок, отгрузки, "
    "количество доставок, число доставок",
    "visits": "visits, number of visits, meetings, визиты, визитов, встречи, выезды, количество визитов, число визитов",
    "calls": "calls, number of calls, phone calls, звонки, звонков, обращения, количество звонков, число звонков",
    "returns": "returns, number of returns, returned orders, возвраты, возвратов, количество возвратов, "
    "число возвратов",
    "hours": "hours, hours worked, man hours, часы, часов, трудозатраты, количество часов",
    "activity": "activity, activity name, work, task, операция, вид работ, работа, действие, активность, услуга",
    "times": "times, count, quantity, qty, how many, количество, кол-во, раз, число, сколько раз",
    "price": "price, price each, cost each, cost per unit, unit cost, rate, цена, тариф, ставка, стоимость, "
    "стоимость единицы, цена за раз",
    "minutes": "minutes, minutes each, duration, минут, минуты, минут на раз, длительность",
    "minute_price": "minute price, price per minute, cost per minute, цена минуты, стоимость минуты",
    "department": "department, team, отдел, подразделение",
    "department_cost": "department cost, cost of department, team cost, затраты отдела, стоимость отдела",
    "capacity": "capacity, capacity minutes, practical capacity, ресурс, фонд времени, мощность",
    # who left, and why
    "left_date": "left date, date left, lost date, churn date, churned at, churned on, cancelled at, canceled at, "
    "cancellation date, end of contract, дата ухода, дата потери, дата оттока, дата расторжения, ушел когда",
    "reason": "reason, churn reason, reason for leaving, reason left, lost reason, cancellation reason, why left, "
    "причина, причина ухода, причина потери, причина оттока, причина отказа",
    # what was spent on winning clients
    "spend": "spend, spent, actual spend, fact, факт, фактически, "
    "ad spend, adspend, amount spent, marketing spend, acquisition spend, budget, cost, costs, "
    "затраты, расход, расходы, потрачено, потрачено всего, израсходовано, сумма расходов, бюджет, затраты на рекламу, "
    "расход на рекламу, рекламный бюджет",
    "new_clients": "new clients, new customers, customers acquired, clients won, customers won, acquired, "
    "first purchases, first orders, new buyers, новые клиенты, новых клиентов, новые покупатели, первые покупки, "
    "привлечено, привлечено клиентов",
    "campaign": "campaign, campaign id, campaign name, кампания, рекламная кампания, название кампании, id кампании",
    "advert": "ad, ad id, ad name, advert, advertisement, advertisement id, объявление, id объявления",
    "month": "month, period, year month, month year, month of year, reporting month, reporting period, месяц, период, "
    "месяц года, месяц и год, год и месяц, отчетный месяц, отчетный период",
    "year": "year, год, отчетный год",
    # the survivors of a cohort; contracts have more words than fit here
    **CONTRACTS,
    "period": "period, month, year, quarter, week, t, период, месяц, год, квартал, неделя",
    "survivors": "survivors, alive, remaining, still clients, still there, clients, customers, subscribers, "
    "осталось, остались, осталось клиентов, клиентов, подписчиков",
    # which name is which client
    "alias": "alias, aliases, name, names, spelling, written, as written, other name, псевдоним, имя, название, "
    "наименование, написание, вариант, как в файле, имя в файле",
    # not roles of a schema: columns that a careful reader looks at all the same
    "quantity": "quantity, qty, units, unit quantity, lineitem quantity, pieces, count, количество, кол-во, кол, "
    "шт, штук, cds",
}

IGNORE = frozenset({"currency", "status", "quantity", "refunds"})

WORDS: dict[str, frozenset[str]] = {
    "client": frozenset(["client", "customer", "buyer", "клиент", "клиента", "покупатель", "контрагент", "заказчик"]),
    "date": frozenset(["date", "дата", "datetime", "timestamp"]),
    "amount": frozenset(
        [
            "amount",
            "sum",
            "total",
            "revenue",
            "sales",
            "price",
            "paid",
            "value",
            "turnover",
            "сумма",
            "стоимость",
            "выручка",
            "цена",
            "итого",
            "оплата",
            "оплачено",
            "продажи",
            "оборот",
            "доход",
            "subtotal",
            "gross",
            "net",
        ]
    ),
    "revenue": frozenset(["revenue", "turnover", "выручка", "оборот", "доход"]),
    "margin": frozenset(["margin", "profit", "маржа", "прибыль"]),
    "contract_fee": FEES,
    "interval": frozenset(["interval", "frequency", "recurrence", "периодичность", "интервал"]),
}

_NOT_MONEY = frozenset(
    [
        "qty",
        "quantity",
        "count",
        "units",
        "кол",
        "количество",
        "шт",
        "discount",
        "скидка",
        "tax",
        "vat",
        "ндс",
        "shipping",
        "delivery",
        "доставка",
        "доставки",
        "due",
        "outstanding",
        "задолженность",
        "задолженности",
        "долг",
        "id",
        "number",
        "no",
        "percent",
        "rate",
        "date",
        "дата",
        "share",
        "доля",
        "процент",
        "currency",
        "валюта",
        "refunded",
        "возврат",
        "возврата",
        "возвратов",
        "возвраты",
        "возвращено",
        "refund",
        "name",
        "type",
        "code",
        "код",
        "номер",
    ]
)
_RATE = frozenset(
    "rate ratio share percent percentage percents pct доля процент процента проценты процентов процентах проц "
    "рентабельность рентабельности".split()
)
_KEEPS_MONEY = frozenset(
    [
        "без",
        "с",
        "incl",
        "excl",
        "with",
        "without",
        "вкл",
        "включая",
        "including",
        "excluding",
        "net",
        "gross",
        "before",
        "after",
        "до",
        "после",
    ]
)
_OF_A_PIECE = frozenset(["price", "unit", "цена"])
_OF_ALL = frozenset(["total", "sum", "amount", "итого", "итоговая", "общая", "сумма"])
_NOT_CLIENT = frozenset(
    [
        "type",
        "тип",
        "date",
        "дата",
        "group",
        "группа",
        "segment",
        "сегмент",
        "country",
        "страна",
        "city",
        "город",
        "status",
        "статус",
        "since",
        "age",
        "возраст",
        "count",
        "количество",
        "value",
        "ценность",
        "revenue",
        "выручка",
        "manager",
        "менеджер",
        "address",
        "адрес",
        "phone",
        "телефон",
        "note",
        "comment",
    ]
)


_NOT_A_YEAR = re.compile(
    r"\b(life ?time|all time|ever|(to|till|until|by) date|ytd|cumulative|accumulated|since|monthly|months?|mrr|"
    r"quarterly|quarters?|weekly|weeks?|daily|с начала|за все (время|годы)|весь период|накоп\w*|нарастающ\w*|"
    r"месяц\w*|мес|ежемесячн\w*|квартал\w*|ежеквартальн\w*|недел\w*|еженедельн\w*)\b"
)
_IN_ALL = re.compile(r"\b(total|overall|всего|итого|общ(ая|ий|ие)|суммарн\w+)\b")
_A_YEAR = re.compile(
    r"\b(years?|yearly|annual|annualized|annualised|год|года|году|годов\w+|ежегодн\w+|ltm|ttm|(19|20)[0-9]{2}г?)\b"
)
_TWELVE_MONTHS = re.compile(r"\b(12|twelve|двенадцать) ?(months?|month|мес\w*)\b")


_CURRENCY = re.compile(r"currenc|валют|valuta|wahrung|währung|devise|^ccy|ccy$|^curr?$|^curr?code$")


_MOST = 1 << 15  # headers that are kept apart once they were taken apart: two files as wide as a workbook can be


class Header(NamedTuple):
    """A header, taken apart: as written, squashed without its unit, its words, currency and unit.

    `perhaps`: the unit that a letter may mean, as in «Revenue (K)».
    """

    text: str
    key: str
    words: tuple[str, ...]
    currency: str | None
    unit: str | None
    perhaps: str | None = None


@lru_cache(_MOST)
def squash(text: str) -> str:
    """A header with everything taken out that does not matter.

    >>> squash("Customer_ID") == squash("customer id") == squash("CustomerID")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", plain.replace("№", "n").replace("#", "n"))


def squash_all(texts: Iterable[str]) -> list[str]:
    """Many headers squashed at once, in a tenth of the time.

    >>> squash_all(["Customer_ID", "Grand Total (Base)"])
    ['customerid', 'grandtotalbase']
    """
    together = "\n".join(text.replace("\n", " ") for text in texts)
    plain = unicodedata.normalize("NFKC", together).casefold().replace("ё", "е")
    return re.sub(r"[^\w\n]+|_+", "", plain.replace("№", "n").replace("#", "n")).split("\n")


_KEYS = {role: frozenset(squash(name) for name in names.split(",")) for role, names in SYNONYMS.items()}
_UNIT_TAIL = re.compile(
    r"\s*[(\[].*[)\]]\s*$|\s*,[^,]*$|\s+[$€£₽₴₸₹]$|[_ ](?:usd|eur|rub|gbp|USD|EUR|RUB|GBP|руб\.?|р\.?)$"
)


@lru_cache(_MOST)
def header_of(text: str) -> Header:
    """Take a header apart.

    >>> header_of("Сумма, тыс. руб.").unit, header_of("Amount (USD)").currency, header_of("amount_cents").key
    ('thousands', 'USD', 'amount')
    """
    text = text.strip()
    currency, unit = currency_in_header(text), unit_in(text)
    base = _UNIT_TAIL.sub("", text) if currency or unit or text.endswith((")", "]")) else text
    base = without_unit(base) if unit else base
    found = {} if unit is None else {"unit": unit.unit} if unit.sure else {"perhaps": unit.unit}
    return Header(
        text, squash(base) or squash(text), tuple(words_of(base)), currency, found.get("unit"), found.get("perhaps")
    )


def words_of(text: str) -> list[str]:
    """The words of a header, without case and ё."""
    spaced = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", unicodedata.normalize("NFKC", text)).casefold()
    return re.findall(r"[^\W_]+", spaced.replace("ё", "е"))


def in_percent(text: str) -> bool:
    """Whether a header has a percent sign of its own; in «Сумма с НДС 20%» it is a part of a number.

    >>> in_percent("Маржа, %"), in_percent("Сумма с НДС 20 %")
    (True, False)
    """
    return "%" in unicodedata.normalize("NFKC", re.sub(r"[0-9]\s*[%％]", "", text))


def of_a_rate(role: str, header: Header) -> bool:
    """Whether a header says percent, rate or share, so that it is no money whatever else it says.

    >>> of_a_rate("margin", header_of("Margin (share)")), of_a_rate("price", header_of("Rate"))
    (True, False)
    """
    if in_percent(header.text):
        return True
    return bool(_RATE & set(words_of(header.text))) and squash(header.text) not in _KEYS.get(role, frozenset())


def of_another_time(text: str) -> bool:
    """Whether a header says that it counts all time, or another time than a year.

    >>> [of_another_time(text) for text in ("Total revenue", "Total annual revenue", "Выручка за всё время")]
    [True, False, True]
    """
    words = _TWELVE_MONTHS.sub("year", " ".join(words_of(text)))
    return bool(_NOT_A_YEAR.search(words) or (_IN_ALL.search(words) and not _A_YEAR.search(words)))


def means(role: str, header: Header) -> bool:
    """Whether a header means a role and nothing else."""
    keys = _KEYS.get(role, frozenset())
    return header.key in keys or squash(header.text) in keys or without_contract(role, header.words) in keys


def means_words(role: str, words: Sequence[str]) -> bool:
    """Whether some words of a header, as `words_of` has them, are a name of a role."""
    return "".join(words) in _KEYS.get(role, frozenset())


def names_currency(text: str) -> bool:
    """Whether a header says that its column names currencies; its cells may still be numbers, as of a rate.

    >>> [names_currency(text) for text in ("order_currency", "Валюта документа", "currencyISO", "Current status")]
    [True, True, True, False]
    """
    return bool(_CURRENCY.search(squash(text)))


def hints(role: str, header: Header) -> bool:
    """Whether a header may mean a role: one of its words says so and none speaks against it."""
    words = set(header.words)
    if role == "interval_count":
        return how_many(words)
    if not words & WORDS.get(role, frozenset()):
        return False
    if role == "contract_fee":
        return not words & (_NOT_MONEY | PAID_ONCE)
    if role == "interval":
        return not how_many(words) and not words & {"start", "end", "date", "id", "начало", "дата"}
    if role in ("amount", "revenue", "margin"):
        return not words & _NOT_MONEY or bool(
            words & _KEEPS_MONEY and words & {"ндс", "vat", "tax", "discount", "скидки"}
        )
    if role == "client":
        return not words & _NOT_CLIENT
    return not words & {"birth", "рождения"}


def doubt(role: str, header: Header) -> tuple[bool, bool, int]:
    """How doubtful a header is for a role, to compare several: it only hints, is of a piece or with tax, is longer.

    >>> names = ["Unit price", "Order total", "Price", "Total sum before discount"]
    >>> min(names, key=lambda name: doubt("amount", header_of(name)))
    'Order total'
    """
    apart = of_a_piece(header) or with_tax(words_of(header.text))
    return not means(role, header), apart, len(set(header.words) - WORDS.get(role, frozenset()))


def of_a_piece(header: Header) -> bool:
    """Whether a header speaks of the money of one piece, not of all of them.

    >>> [of_a_piece(header_of(text)) for text in ("Unit price", "Цена", "Total price", "Сумма")]
    [True, True, False, False]
    """
    words = set(header.words)
    return bool(words & _OF_A_PIECE) and not words & _OF_ALL
