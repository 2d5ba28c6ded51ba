"""What the words of a cell say of its row: that it is a total, a balance, an average, or the foot of a report."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from custecon.sources.wording import BLANKS, clean_key

LONGEST = 200  # letters; a longer text is no label
_RU = r"итого(?:\s+всего)?|всего(?:\s+итого)?|общий\s+итог|итоги?"
_EN = r"(?:(?:grand|overall|report)\s+)?totals?|sub-?\s?totals?"
_MONEY = r"(?:,?\s+(?:руб(?:лей|\.)?|rub|usd|eur|gbp|₽|\$|€|£))?"
_WHOLE = re.compile(
    rf"(?i)(?:(?:{_EN}|{_RU}){_MONEY}|sum|под[ыи]тог|промежуточн\w+\s+итог\w?|общая\s+сумма|сумма|gesamt|summe|gesamtsumme|"
    r"total\s+général|(?:итого\s+)?оборот(?:ы|ов)(?:\s+за\s+период)?|обороты\s+за\s.*)\s*[:.=]*"
)
_OF = re.compile(
    rf"(?is)(?:{_EN}|{_RU})(?:\s*[:,]?\s+(?P<word>for|of|by|per|from|with|without|по|за|в|на|для|с|со|без|и)\b|"
    r"\s*:\s*(?=\S)|\s+[—–-]\s+|\s*\((?=\d))(?P<named>.*)"
)
_NO_SUM = re.compile(
    r"(?is)(?:входящ|исходящ|начальн|конечн)\w+\s+(?:остаток|остатки|баланс|сальдо)\b.*|"
    r"(?:остат(?:ок|ки)|сальдо)\s+(?:на\s+(?:начало|конец|\d)|начальн|конечн|входящ|исходящ).*|"
    r"(?:opening|closing|beginning|ending|starting)\s+balance\b.*|balance\s+(?:brought\s+|carried\s+)?forward\b.*|"
    r"(?:averages?|avg\.?|median|среднее|средн(?:ее|яя|ий|ие)\s+(?:значени[ея]|арифметическ\w+)|в\s+среднем|медиана)\s*:?|"
    r"%\s*(?:of|от)\s+(?:grand\s+)?(?:total|итога|общего\s+итога)"
)
_AFTER = re.compile(r"(?is)(?P<named>.+?)[\s:,–—-]+(?:итоги?|итого|всего|(?:sub-?\s?)?totals?)\s*[:.]?")
_BEFORE = re.compile(r"(?is)(?:итого|всего|(?:sub-?\s?)?totals?)\s+(?P<named>.+)")
# what stands in every label, and in some names; any engine of regular expressions can search for it
HINT = "(?i)total|итог|всего|сумм|sum|gesamt|оборот|остат|сальдо|баланс|balance|aver|avg|median|средн|медиан"
_HINT = re.compile(HINT)
_FOOT = re.compile(
    r"(?i)\b(?:accrual|cash) basis\b|^(?:report |data )?(?:generated|printed|exported|created) (?:on|by|at)\b|"
    r"^(?:©|\(c\)|copyright\b|confidential\b)|all rights reserved|"
    r"^(?:отчет |отчёт )?(?:сформирован|выгружен|напечатан|составлен)[оа]?\b|^дата (?:печати|выгрузки|формирования)\b"
)


class Label(NamedTuple):
    """What a cell says of being a total.

    `named`: whose, as «Alder» in «Total for Alder», "" for that of all. `sure`: whether it can be no name; «Total Wine»
    and «Итого Плюс» can. `balance`: whether it is a balance or an average, which is the sum of no rows.
    """

    named: str = ""
    sure: bool = True
    balance: bool = False


@lru_cache(1 << 12)
def label_in(text: str) -> Label | None:
    """What a cell says of being a total; None if nothing.

    >>> label_in("Total for Alder"), label_in("Итого Плюс"), label_in("ООО «Итого Плюс»")
    (Label(named='Alder', sure=True, balance=False), Label(named='Плюс', sure=False, balance=False), None)
    """
    if len(text) > LONGEST or not _HINT.search(text):
        return None
    text = text.strip(BLANKS)
    if _WHOLE.fullmatch(text):
        return Label()
    if _NO_SUM.fullmatch(text):
        return Label(balance=True)
    if found := _OF.fullmatch(text):
        return Label(clean_key(found["named"]))
    if found := _AFTER.fullmatch(text) or _BEFORE.fullmatch(text):
        return Label(clean_key(found["named"]), sure=False)
    return None


def is_total(text: str, named: str = "") -> bool:
    """Whether a cell labels a total row; `named` is a name that stands near it, as in «Acme Total» below Acme.

    >>> is_total("ИТОГО:"), is_total("Итого по Ромашка"), is_total("Total Wine"), is_total("Acme Total", "Acme")
    (True, True, False, True)
    """
    label = label_in(text)
    return label is not None and (label.sure or bool(named and label.named == clean_key(named)))


def is_foot(text: str) -> bool:
    """Whether a cell that stands alone in its row says how or when a report was made.

    >>> is_foot("Saturday, Feb 01, 2025 10:00 AM GMT - Accrual Basis"), is_foot("Cash Converters")
    (True, False)
    """
    return len(text) <= LONGEST and bool(_FOOT.search(text.strip(BLANKS)))
