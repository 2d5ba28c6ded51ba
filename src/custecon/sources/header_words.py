"""Which header means what: the names of roles and the words that hint at them, as they stand in headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from custecon.core.month_names import MONTH_NAMES
from custecon.core.schemas import Role
from custecon.sources import role_names
from custecon.sources.contract_headers import how_many, without_contract
from custecon.sources.currencies import currency_in_header
from custecon.sources.row_words import joined, words
from custecon.sources.spend_headers import may_be_spend, of_a_plan
from custecon.sources.tax_words import with_tax
from custecon.sources.units_of_money import unit_in, without_unit

IGNORE = frozenset({"currency", "status", "quantity", "refunds"})

_NOT_MONEY = frozenset(
    word for name in ("not_money", "not_amount", "insured", "refund", "returned") for word in words("money", name)
)
_OURS, _KEPT, _INSURED, _PREMIUM = (frozenset(words("money", name)) for name in ("ours", "kept", "insured", "premium"))
_NOT_CLIENT, _RATE, _KEEPS_MONEY, _OF_A_PIECE, _OF_ALL, _PAID_ONCE, _NUMBER = map(
    role_names.words, ("not_client", "rate", "keeps_money", "of_a_piece", "of_all", "paid_once", "number")
)
_NOT_A_YEAR = re.compile(
    r"\b(life ?time|all time|ever|(to|till|until|by) date|ytd|cumulative|accumulated|since|monthly|months?|mrr|"
    r"quarterly|quarters?|weekly|weeks?|daily|с начала|за все (время|годы)|весь период|накоп\w*|нарастающ\w*|"
    r"месяц\w*|мес|ежемесячн\w*|квартал\w*|ежеквартальн\w*|недел\w*|еженедельн\w*|"
    r"q[1-4]|[1-4]q|h[12]|[12]h|half( ?year\w*)?|semi ?annual\w*|полугод\w*|полгода)\b"
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


_KEYS = {role: frozenset(squash_all(names)) for role, names in role_names.NAMES.items()}
_HINTS = {role: role_names.hints_at(role) for role in role_names.NAMES}
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
    >>> [of_another_time(text) for text in ("Sales Jan-Jun 2024", "Sales Jan-Dec 2024", "Июль 2023 - июнь 2024")]
    [True, False, False]
    """
    named = [MONTH_NAMES[word] for word in words_of(text) if word in MONTH_NAMES]
    if named:
        return (named[-1] - named[0]) % 12 != 11
    words = _TWELVE_MONTHS.sub("year", " ".join(words_of(text)))
    return bool(_NOT_A_YEAR.search(words) or (_IN_ALL.search(words) and not _A_YEAR.search(words)))


def means(role: str, header: Header) -> bool:
    """Whether a header means a role and nothing else."""
    keys = _KEYS.get(role, frozenset())
    return header.key in keys or squash(header.text) in keys or without_contract(role, header.words) in keys


@lru_cache
def _keys_of(role: Role) -> frozenset[str]:
    return frozenset(map(squash, role_names.own_names(role)))


def is_called(role: Role, header: Header) -> bool:
    """Whether a header means a role of a kind of file: by the names that the kind gives it, else by those of all."""
    if own := _keys_of(role):
        return header.key in own or squash(header.text) in own or without_contract(role.name, header.words) in own
    return any(means(name, header) for name in role.known_as)


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
    if role == "amount" and words & _OURS and words & _KEPT:
        return True  # what is kept of the client's money
    if role == "interval_count":
        return how_many(words)
    if role == "spend":
        return may_be_spend(header.words)
    if not words & _HINTS.get(role, frozenset()):
        return False
    if role == "order_id":
        return bool(words & _NUMBER) and words <= _NUMBER | _HINTS[role]
    if role == "contract_fee":
        return not words & (_NOT_MONEY | _PAID_ONCE)
    if role == "interval":
        return not how_many(words) and not words & {"start", "end", "date", "id", "начало", "дата"}
    if role in ("amount", "revenue", "margin"):
        return not {*words, *joined(" ".join(header.words)).split()} & _NOT_MONEY or bool(
            words & _KEEPS_MONEY and words & {"ндс", "vat", "tax", "discount", "скидки"}
        )
    if role == "client":
        return not words & _NOT_CLIENT
    return not words & {"birth", "рождения"}


def premiums(headers: Sequence[Header]) -> list[int]:
    """The columns of premiums, where another holds what is insured for them.

    >>> premiums([header_of(text) for text in ("Client", "Sum insured", "Premium")])
    [2]
    """
    found = [n for n, header in enumerate(headers) if _PREMIUM & set(header.words)]
    insured = any(_INSURED & set(header.words) for n, header in enumerate(headers) if n not in found)
    return found if insured else []


def doubt(role: str, header: Header) -> tuple[bool, bool, int]:
    """How doubtful a header is for a role, to compare several: it only hints, is of a piece or with tax, is longer.

    What is to pay, or was paid, comes before any other amount.

    >>> names = ["Unit price", "Order total", "Price", "Total sum before discount"]
    >>> min(names, key=lambda name: doubt("amount", header_of(name)))
    'Order total'
    """
    apart = of_a_piece(header) or with_tax(words_of(header.text)) or "subtotal" in header.words
    if role == "spend":  # what was spent comes before what was to be
        return of_a_plan(header.words), apart, len(header.words)
    if role == "amount" and means("payable", header):
        return False, False, -1
    return not means(role, header), apart, len(set(header.words) - _HINTS.get(role, frozenset()))


def of_a_piece(header: Header) -> bool:
    """Whether a header speaks of the money of one piece, not of all of them.

    >>> [of_a_piece(header_of(text)) for text in ("Unit price", "Цена", "Total price", "Сумма")]
    [True, True, False, False]
    """
    words = set(header.words)
    return bool(words & _OF_A_PIECE) and not words & _OF_ALL
