"""Lists of companies out of a CRM: their annual revenue is what they turn over themselves, not what they pay."""

from __future__ import annotations

from collections.abc import Iterable

from custecon.sources.header_words import Header
from custecon.sources.row_words import words

_YEARLY, _TURNOVER, _OF_COMPANIES = (
    frozenset(words("headers", name)) for name in ("yearly", "turnover", "of_companies")
)


def own_turnover(revenue: Header, headers: Iterable[Header]) -> bool:
    """Whether a revenue may be that of the companies of the list, by its own header and by those beside it.

    >>> from custecon.sources.header_words import header_of
    >>> beside = [header_of("Company name"), header_of("Number of employees")]
    >>> [own_turnover(header_of(text), beside) for text in ("Annual Revenue", "Годовой оборот", "Revenue")]
    [True, True, False]
    """
    said = set(revenue.words)
    yearly = said & _YEARLY and said & _TURNOVER and said <= _YEARLY | _TURNOVER
    return bool(yearly) and any(set(header.words) & _OF_COMPANIES for header in headers)
