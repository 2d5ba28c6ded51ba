"""Names of a month, a quarter, a week, a year where a name should stand, as a grammar: what subtotals are called by.

The grammar is for names without case, ё and signs, as `plain` has them; Python reads it, and the engine for big logs.
"""

from __future__ import annotations

import re
from functools import cache

from custecon.core.month_names import MONTH_NAMES
from custecon.sources.nobody_names import LONGEST, plain

_YEAR = "(?:(?:19|20)[0-9]{2}|[0-9]{2})(?: ?(?:г|год|года))?"
_WHOLE_YEAR = "(?:19|20)[0-9]{2} ?(?:г|год|года)|(?:fy|year|год) ?(?:19|20)?[0-9]{2}"
_ORDINAL = "(?: ?(?:й|ый|ой|ий|я|ая|ья|е|ое|st|nd|rd|th))?"
_ROMAN = "(?:[1-4]|i{1,3}|iv)"
_IN_RU = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"
_MONTH = f"(?:{'|'.join([*MONTH_NAMES, *_IN_RU.split()])})"
_PARTS = {
    1: f"{_MONTH}(?: {_YEAR})?|(?:19|20)[0-9]{{2}} {_MONTH}|(?:month|месяц) [0-9]{{1,2}}|[0-9]{{1,2}}{_ORDINAL} месяц|"
    "(?:0[1-9]|1[0-2]) (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2} (?:0[1-9]|1[0-2])",
    3: f"(?:q ?[1-4]|[1-4] ?q|(?:quarter|квартал) {_ROMAN}|{_ROMAN}{_ORDINAL} (?:quarter|квартал|кв))(?: ?{_YEAR})?|"
    "(?:19|20)[0-9]{2} q ?[1-4]",
    6: f"(?:h ?[12]|[12] ?h|(?:[12]|i{{1,2}}){_ORDINAL} (?:half|half year|полугодие|пг))(?: {_YEAR})?|"
    "(?:19|20)[0-9]{2} h ?[12]",
    12: _WHOLE_YEAR,
    0: "(?:w|wk|week|cw|kw|неделя|нед|day|день|period|период) ?[0-9]{1,2}(?: (?:19|20)[0-9]{2})?|"
    f"[0-9]{{1,2}}{_ORDINAL} (?:week|неделя|нед)(?: (?:19|20)[0-9]{{2}})?",
}
_BEFORE = "(?:(?:за|в|for|in|month of) )?"
PERIODS = f"{_BEFORE}(?:{'|'.join(_PARTS.values())})"
_WHICH = {months: re.compile(f"{_BEFORE}(?:{pattern})") for months, pattern in _PARTS.items()}


@cache
def part_of_year(name: str) -> int | None:
    """How many months the time has that a name is called by, 0 for days and weeks; None if it is no such name.

    >>> [part_of_year(name) for name in ("Март 2024", "1-й квартал", "Q3/24", "H1 2024", "2024 г.", "Week 5")]
    [1, 3, 3, 6, 12, 0]
    >>> [part_of_year(name) for name in ("May & Co", "2024", "Q", "ООО Март", "C-12")]
    [None, None, None, None, None]
    """
    if len(name) > LONGEST:
        return None
    words = plain(name)
    return next((months for months, pattern in _WHICH.items() if pattern.fullmatch(words)), None)
