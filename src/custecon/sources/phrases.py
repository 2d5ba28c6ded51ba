"""What a cell says, whatever its case, blanks and numbers: so cells are compared, and known as yes or no."""

from __future__ import annotations

import re
import unicodedata

from custecon.sources.row_words import words
from custecon.sources.wording import BLANKS

_YES, _NO = (frozenset([*words("flags", name), *words("flags", f"also_{name}")]) for name in ("yes", "no"))


def word_of(text: str) -> str:
    """A value as one phrase whatever its case, blanks and ё: «Не оплачён » and `not_paid` are known so.

    >>> word_of(" wc-On_Hold"), word_of("Отменён"), word_of("-1")
    ('on hold', 'отменен', '-1')
    """
    plain = unicodedata.normalize("NFKC", text).strip(BLANKS).casefold().replace("ё", "е").removeprefix("wc-")
    return re.sub(r"(?!^-[0-9])[\s_-]+", " ", plain).strip()


def phrase_of(text: str) -> str:
    """What a cell says without the number and the day of a document, so that all returns are one phrase.

    >>> phrase_of("Возврат товаров от покупателя УТ-000012 от 10.01.2025"), phrase_of("CN/2025/7")
    ('возврат товаров от покупателя', 'cn')
    """
    word = word_of(text)
    if word.isdigit() or word.startswith("-") or not any(map(str.isdigit, word)):
        return word
    kept = re.match(r"[^0-9№#]*", word)[0]  # type: ignore[index] # it matches an empty text too
    kept = re.sub(r"\s+\S{1,5}\s?$" if not kept.endswith(" ") else r"\s+(\S{1,4}\s)?$", "", kept)
    return re.sub(r"(\s+(от|from|of|n|no|\(|№|#)?|[/.]+)\s*$", "", kept) or word


def flag_of(word: str) -> bool | None:
    """Whether a cell says yes or no; None if neither."""
    return True if word in _YES else False if word in _NO else None
