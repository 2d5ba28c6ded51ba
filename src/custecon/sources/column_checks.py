"""What a cell of a file may be, and what is found when the cells of a column are checked.

A cell of a text file is a `str`; a cell of a workbook may also be a `Decimal`, a `date`, a `bool`, or `Spoilt`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from custecon.core.messages import Offer
from custecon.core.schemas import Decided
from custecon.sources.wording import BLANKS


class Spoilt(NamedTuple):
    """A cell of a workbook that holds no value: the code of the message and what it shows."""

    code: str
    text: str


class Priced(Decimal):
    """A number of a workbook whose format shows a currency or a unit, or divides what it shows (see `NumberFormat`)."""

    currency: str | None
    unit: str | None
    sure: bool
    scaled: int


class Percent(Decimal):
    """A number of a workbook whose format shows percent: 0.4 stands there as 40%."""


class Timed(Decimal):
    """A number of a workbook whose format shows a time, or a day where it is none: 0.5 stands there as 12:00."""


class Bad(NamedTuple):
    """Why a cell is refused: its code and the values of the message."""

    code: str
    values: dict[str, object]


class Stop(NamedTuple):
    """Why a whole column cannot be read: the row, the code, the values; `other` is a second row to name by line."""

    row: int
    code: str
    values: dict[str, object]
    other: int | None = None


@dataclass(slots=True)
class Checked:
    """A column after checking: its cells (None where blank or bad), the bad ones by row, and what was decided.

    `cut`: cells of a workbook with more decimal places than money has; `floats`: cells of text that a program wrote out
    of a binary number, `float` the first of them.
    """

    cells: list[Any]
    bad: dict[int, Bad] = field(default_factory=dict)
    stop: Stop | None = None
    scale: int = 0
    power: int = 0  # of ten: what 1 in the file stands for
    currencies: dict[str, int] = field(default_factory=dict)
    signs: list[str | None] | None = None
    decided: dict[str, Decided] = field(default_factory=dict)
    proofs: dict[str, tuple[int, str]] = field(default_factory=dict)
    cut: int = 0
    floats: int = 0
    float: str = ""
    ways: dict[str, int] = field(default_factory=dict)


def no_money(role: str) -> dict[str, object]:
    """What the refusal of a column of percentages says, for the role that it was to play."""
    return {"role": role, "instead": Offer(" and say the rate as --margin-rate" if role == "margin" else "")}


def text_of(cell: object) -> str:
    """A cell as text, for messages and for text columns."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Spoilt):
        return cell.text
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def below_zero(cell: object) -> bool:
    """Whether a number is written below zero, before anybody has read it as one.

    >>> [below_zero(cell) for cell in ("-1", "(2,50)", "3-", Decimal(-1), "1-2")]
    [True, True, True, True, False]
    """
    text = text_of(cell).strip(BLANKS)
    return text.startswith(("-", "\u2212", "(")) or text.endswith(("-", "\u2212"))
