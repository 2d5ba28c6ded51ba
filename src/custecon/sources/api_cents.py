"""Money in hundredths that nothing says but the names of the program it comes from: the API of a payment service.

Such an API counts cents in whole numbers, and so does a table written straight from it; the exports that people make
count whole money. Both have the same ids. So a whole amount under a header of the API is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ID = re.compile(r"(?:in|ch|cus|pi|py|txn|sub|re|ctm|seti|il|prod|price)_\w+")
_FIELD = re.compile(r"[a-z]+(?:_[a-z]+)*")


def of_an_api(header: str, row: Sequence[object], cells: Iterable[str]) -> bool:
    """Whether a column of money is the API's own: its name, the ids of a row beside it, and only whole numbers.

    >>> of_an_api("amount_paid", ["in_1", "cus_a", "10000"], ["10000", "0"])
    True
    >>> of_an_api("amount_paid", ["in_1", "cus_a", "100.00"], ["100.00"]), of_an_api("Amount", ["in_1", "100"], ["100"])
    (False, False)
    """
    ids = any(isinstance(cell, str) and _ID.fullmatch(cell) for cell in row)
    return bool(ids and _FIELD.fullmatch(header) and all(cell.isdecimal() for cell in cells if cell))
