"""Whether a header says that the tax is in its money: «Сумма с НДС», Total incl. VAT."""

from __future__ import annotations

from collections.abc import Collection

from custecon.sources.row_words import words

_TAX, _WITH, _WITHOUT = (frozenset(words("money", name)) for name in ("tax", "with_tax", "without_tax"))


def of_tax(said: Collection[str]) -> bool:
    """Whether the words of a header speak of a tax."""
    return not _TAX.isdisjoint(said)


def with_tax(said: Collection[str]) -> bool:
    """Whether they say that it is in the money."""
    return of_tax(said) and not _WITH.isdisjoint(said) and _WITHOUT.isdisjoint(said)


def without_tax(said: Collection[str]) -> bool:
    """Whether they say that it is not."""
    return of_tax(said) and not _WITHOUT.isdisjoint(said)
