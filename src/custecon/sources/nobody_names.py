"""Names of nobody: what a program or a cashier writes where no client is known, or none bought. Here a word is added.

A name is nobody's only as a whole: «Guest» and «Guest checkout», not «Guest House Alder»; «Test», not «Test Tools Ltd».
The grammars are read by Python and, in the same words, by the engine for big logs; they are for names without case, ё
and signs (`plain`).
"""

from __future__ import annotations

import re
from functools import cache

_NOT_KNOWN = (
    "not (?:set|specified|available|applicable|provided|given|known|assigned|found|defined|stated|entered|registered)"
)
_ALONE = (
    "guests?|unknown|anonymous|anon|unnamed|nameless|no ?name|no ?body|no one|walk ?ins?|cash|retail|private|default|"
    "counter|over the counter|pos|point of sale|cash (?:desk|register)|front desk|"
    "undefined|unidentified|unregistered|misc|miscellaneous|sundry|deleted|removed|general public|missing|blank|empty|"
    "customers?|clients?|buyers?|individuals?|consumers?|n a|na|null|nil|none|nan|tb[ad]|no data|" + _NOT_KNOWN
)
_WHICH = (
    "guests?|unknown|anonymous|anon|anonymi[sz]ed|unnamed|nameless|walk ?in|cash|retail|private|default|generic|dummy|"
    "one time|casual|occasional|undefined|unidentified|unregistered|misc|miscellaneous|sundry|various|counter|"
    "over the counter|online|web|web ?(?:shop|store)|deleted|removed|pos|public|natural|no|without|missing|"
    "blank|empty|tests?|testing|demo|fake|internal|internet|marketplace|unallocated|unassigned|suspense|" + _NOT_KNOWN
)
_WHOM = (
    "customers?|clients?|buyers?|users?|persons?|people|shoppers?|visitors?|accounts?|consumers?|contacts?|payers?|"
    "individuals?|checkouts?|orders?|sales?|purchases?|company|name|e ?mail|members?|patients?"
)
_NOT_KNOWN_RU = (
    "не (?:указан|определен|задан|заполнен|выбран|назначен|извест|опознан|установлен|зарегистрир|авториз)[а-я]*"
)
_ALONE_RU = (
    "гост[ьи]|аноним(?:но)?|неизвест(?:но|ен|на|ный|ная)|розница|касса|на кассе|физлиц[оа]|физики|ф л|ч л|население|"
    "безымянный|прохожий|наличные|нал|за наличные|нет|нет данных|без данных|без регистрации|н д|пусто|отсутствует|"
    "удален[а-я]*|покупател[ьи]|клиенты?|контрагент|заказчик|" + _NOT_KNOWN_RU
)
_WHICH_RU = (
    "(?:неизвестн|анонимн|безымянн|розничн|частн|разов|случайн|гостев|физическ|незарегистрированн|неавторизованн|"
    "неопознанн|неопределенн|нераспределенн|невыясненн|конечн|пуст|удаленн|нов|тестов|разн|внутренн)[а-я]+|физ|тест|"
    "(?:озон|ozon|амазон|вайлдберриз|wildberries|wb|маркетплейс)[а-я]*|без|нет|с улицы|за наличные|наличные|"
    + _NOT_KNOWN_RU
)
_WHOM_RU = (
    "(?:покупател|пользовател|посетител|потребител)(?:ь|я|и|ей)|(?:клиент|контрагент|заказчик|плательщик|партнер|"
    "контакт)(?:а|ы|и|ов)?|лиц[оа]?|физлиц[оа]|заказы?|продаж[аи]?|покупк[аи]|чеки?|имя|имени|фио|"
    "(?:наименовани|названи)[ея]|(?:платеж|поступлени|сумм)[а-я]*"
)
# Where it was sold, or how it was paid, in place of whom it was sold to.
_WHERE = (
    "(?:online|internet|web|e) ?(?:shop|store)|market ?places?|web ?site|(?:cash|card|credit card) payments?|"
    "интернет магазин|(?:заказы? )?(?:с |через )?сайта?|маркетплейс[ыа]?|"
    "(?:за )?(?:без)?наличн(?:ый|ые|ому) расчет[ау]?|(?:без)?нал(?:ичный)? расчет|оплата (?:картой|наличными)"
)
# No client bought: tests, stock that is put right, what is used up in the house or sold to its own people.
_TRIED = "tests?|testing|tester|dummy|demo|тест|тестирование|демо"
_OURS = (
    f"{_TRIED}|(?:do not|don t) use|not? in use|internal|(?:un|to be )allocated|unassigned|suspense|"
    "(?:internal|own|self|personal|in ?house|office|company|staff|shop) (?:use|usage|consumption|needs)|"
    "write ?offs?|written off|shrinkage|spoilage|(?:stock|inventory|cash|price) "
    "(?:adjustments?|corrections?|counts?|differences?|loss(?:es)?|write ?offs?|takes?|taking)|"
    "adjustments?|stock ?tak(?:e|ing)|(?:staff|employees?|personnel) (?:purchases?|sales?|orders?|discounts?|meals?)|"
    "(?:our|own|marketing|sales|internal) (?:dept|department|team)|"
    "не исп(?:ользовать)?|списани[ея](?: (?:товар|остатк|запас|тмц|брак)[а-я]*)?|инвентаризаци[яи]|"
    "(?:корректировк|пересч?орт)[а-я]*(?: (?:остатков|запасов|склада))?|разное|разные|"
    "(?:на |для )?(?:собственн|внутренн|личн|хозяйственн|хоз|сво)[а-я]* (?:потреблени[ея]|нужд[ыа]?|"
    "использовани[ея]|расход[а-я]*)|(?:продаж|покупк)[аи] (?:сотрудник|персонал)[а-я]+|отдел маркетинга|"
    "нераспределенн(?:ое|ые)|невыясненн(?:ое|ые)"
)
_NAME = "|".join(
    (
        _ALONE,
        "(?:amazon|ebay|etsy|shopify|marketplace) (?:customers?|clients?|buyers?|shoppers?|orders?|sales?)",
        f"(?:{_WHICH}) (?:{_WHOM})",
        f"(?:{_WHOM}) (?:{_WHICH})",
        _ALONE_RU,
        f"(?:{_WHICH_RU}) (?:{_WHOM_RU})",
        f"(?:{_WHOM_RU}) (?:{_WHICH_RU})",
        _WHERE,
        _OURS,
    )
)
# All who have no row of their own; «Others» alone may be one buyer of a log, whom somebody keeps so, but none of a list
_OTHERS = (
    f"all (?:the )?others?|(?:all )?(?:the )?(?:others?|rest|remaining)(?: (?:of the )?(?:{_WHOM})(?: [0-9]+)?|"
    f" [0-9]+(?: (?:{_WHOM}))?)|(?:все )?(?:прочи|остальн|други)(?:е|ее|ые|их|ых|м|ы)?"
    f"(?: (?:{_WHOM_RU})(?: [0-9]+)?| [0-9]+)|все (?:прочие|остальные|другие)"
)
_NUMBERED = f"{_OTHERS}|(?:{_TRIED})(?: (?:{_WHOM}|{_WHOM_RU}))? ?[0-9]{{1,3}}"  # «All others (12)», «Test 1»
# One such name, or several in a row; a telephone number of zeros.
NAMES = f"{_NUMBERED}|(?:{_NAME})(?: (?:{_NAME}))*|(?:[78] ?)?0(?: ?0){{9,}}"
SIGNS = "[-_.?*~\u2010-\u2015\u2212\u2026 ]+"  # dashes, points and the like; «[/]» is a name
EMAILS = (
    "(?:no[-_. ]?e?-?mail|no-?reply|nobody|unknown|anonymous|none|null|n/?a|guest|tests?|tester|testing|dummy|demo)@.*|"
    "(?:no|net|mail|email|e-mail|asdf|qwerty|user|client|customer)@(?:no|net|mail|email|e-mail|asdf|qwerty|user|client|"
    "customer|example|test)[.].*"
)
ZEROS = "0+"  # nobody's number, unless clients are numbered from it
LONGEST = 60  # letters; what is longer is a name

_REST = re.compile(
    "(?:all )?(?:the )?(?:others?|rest|remaining|remainder)|(?:все )?(?:проч|друг|остальн)(?:ие|ее|ое|ые)"
)

_OF_TELEPHONES = frozenset("078 ")  # NAMES has no other digits
_EMAILS, _SIGNS = map(re.compile, (EMAILS, SIGNS))


@cache
def _names() -> re.Pattern[str]:
    """Compiled when it is wanted: it takes longer than all the rest, and clients with numbers do without."""
    return re.compile(NAMES)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(_NUMBERED)


def plain(key: str) -> str:
    """A name in words: without case, ё, and every sign that is no letter or digit."""
    return re.sub(r"[\W_]+", " ", key.casefold().replace("ё", "е")).strip()


def is_nobody(key: str) -> bool:
    """Whether a client's name says that they are not known.

    >>> [is_nobody(name) for name in ("Walk-in (Customer)", "Физ. лицо", "—", "Guest House", "Other clients (25)")]
    [True, True, True, False, True]
    """
    if len(key) > LONGEST:
        return False
    words = plain(key)
    if not words:
        return bool(_SIGNS.fullmatch(key))
    numbered = any(map(str.isdigit, words)) and not _OF_TELEPHONES.issuperset(words)
    numbered = numbered and not _numbered().fullmatch(words)
    return bool((not numbered and _names().fullmatch(words)) or ("@" in key and _EMAILS.fullmatch(key.lower())))


def of_all_others(key: str) -> bool:
    """Whether a row of a list stands for all clients who have none of their own.

    >>> [of_all_others(name) for name in ("Other", "Прочие", "The Others Ltd")]
    [True, True, False]
    """
    return bool(_REST.fullmatch(plain(key)))
