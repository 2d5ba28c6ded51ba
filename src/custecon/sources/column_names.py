"""Which columns of a header a name means that the user typed: the one rule of every option that names a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from custecon.sources.header_words import squash
from custecon.sources.phrases import word_of
from custecon.sources.wording import BLANKS, clean_key


def columns_called(name: str, headers: Sequence[str]) -> list[int]:
    """The columns of that name: as written, else without case, else by number as in «#2», else without its signs.

    >>> columns_called("order status", ["Client", "OrderStatus"]), columns_called("#1", ["Client", "N1"])
    ([1], [0])
    """
    name = name.strip(BLANKS)
    for same in (clean_key, word_of):
        if found := _alike(name, headers, same):
            return found
    if re.fullmatch("#[0-9]{1,6}", name) and 0 < int(name[1:]) <= len(headers):
        return [int(name[1:]) - 1]
    return _alike(name, headers, squash)


def column_of(name: str, headers: Sequence[str]) -> int | None:
    """The one column of that name; None if there is none or several."""
    found = columns_called(name, headers)
    return found[0] if len(found) == 1 else None


def _alike(name: str, headers: Sequence[str], same: Callable[[str], str]) -> list[int]:
    wanted = same(name)
    return [n for n, header in enumerate(headers) if header and same(header) == wanted] if wanted else []
