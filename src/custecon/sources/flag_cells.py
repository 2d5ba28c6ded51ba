"""The cells of a column that says yes or no, or that a client is still one or gone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from custecon.core.schemas import Role
from custecon.sources.cell_by_cell import each
from custecon.sources.column_checks import Bad, Checked, text_of
from custecon.sources.contract_life import Life, life_of
from custecon.sources.row_words import words
from custecon.sources.wording import BLANKS, shown

YES, NO = (frozenset(words("flags", name)) for name in ("yes", "no"))
# What a client is, said in a word: only where the question is whether they are still one. In a column «left» the word
# «lost» would mean yes.
STILL, GONE = (frozenset(words("flags", name)) for name in ("still", "gone"))
STILL_A_CLIENT = ("active", "stayed")


def check_flags(role: Role, cells: Sequence[Any]) -> Checked:
    """Check the flags of a column; numbers of complaints are flags too."""
    if role.name == "complained" and (counts := _counts(cells)) is not None:
        return counts
    return each(role, cells, partial(_state if role.name in STILL_A_CLIENT else _flag, role))


def _flag(role: Role, cell: Any) -> bool | Bad:
    word = text_of(cell).strip(BLANKS).lower()
    if word in YES or word in NO:
        return word in YES
    return Bad("E254", {"value": shown(word), "role": role.name})


def _counts(cells: Sequence[Any]) -> Checked | None:
    """Complaints that are counted: whole numbers, 0 among them and more than 1; 1 and 2 alone may be answers."""
    texts = [text_of(cell).strip(BLANKS) for cell in cells]
    numbers = {int(text) for text in set(texts) if text.isdecimal()}
    if not all(text.isdecimal() for text in texts) or 0 not in numbers or max(numbers) < 2:
        return None
    return Checked([int(text) > 0 for text in texts], ways={next(text for text in texts if int(text) > 1): 1})


def _state(role: Role, cell: Any) -> bool | Bad:
    word = text_of(cell).strip(BLANKS).lower()
    if word in STILL | GONE:
        return word in STILL
    # Who is late with a payment or has paused is one; other words of contracts mean orders in a list of clients.
    return life_of(word) in (Life.LATE, Life.PAUSED) or _flag(role, cell)
