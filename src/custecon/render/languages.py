"""The languages that custecon speaks, each with its texts (core.catalogues) and its numbers (render.locales)."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from custecon.core.catalogues import catalogue_of, known, plural_of
from custecon.core.language import ENGLISH, Language
from custecon.render.locales import LOCALES, Signs

__all__ = ["known", "language_of"]


@cache
def language_of(name: str) -> Language:
    """One of them."""
    if name == ENGLISH.name:
        return ENGLISH
    catalogue, signs = catalogue_of(name), LOCALES.get(name, Signs())
    return Language(name, catalogue, plural_of(name), space="\N{NO-BREAK SPACE}", **asdict(signs))
