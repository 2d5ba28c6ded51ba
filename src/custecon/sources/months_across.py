"""Money of several months side by side, a column each: together they are the money, and one of them is not."""

from __future__ import annotations

from collections.abc import Sequence

from custecon.core.month_names import MONTH_NAMES
from custecon.sources.header_words import header_of


def months_beside(headers: Sequence[str], column: int | None = None) -> list[int]:
    """The columns named like one another but for the month; of a `column`, those beside it, and it among them.

    >>> months_beside(["Channel", "Jan 2024", "Feb 2024", "Total"]), months_beside(["Канал", "Март", "Итого"])
    ([1, 2], [])
    """
    groups: dict[tuple[str, ...], dict[int, int]] = {}
    for number, text in enumerate(headers):
        words = [word for word in header_of(text).words if not word.isdigit()]
        named = [word for word in words if word in MONTH_NAMES]
        if len(named) == 1:
            rest = tuple(word for word in words if word not in MONTH_NAMES)
            groups.setdefault(rest, {})[number] = MONTH_NAMES[named[0]]
    found = [[*group] for group in groups.values() if len({*group.values()}) > 1]
    if column is not None:
        found = [group for group in found if column in group]
    return max(found, key=len, default=[])


def sum_of_months(headers: Sequence[str], column: int | None = None) -> str | None:
    """The months of such columns added up, as --map takes them; None if there are none.

    >>> sum_of_months(["Канал", "Янв", "Фев", "Новые клиенты"])
    'Янв+Фев'
    """
    return "+".join(headers[n] for n in months_beside(headers, column)) or None
