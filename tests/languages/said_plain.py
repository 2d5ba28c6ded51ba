"""Which texts of ours fill a gap of a Russian sentence as they are, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from custecon.core.language import Language
from custecon.core.units import Period

_TYPED = re.compile(r"(?<=[\w/=-])\{\w+\}|\{\w+![rsa][^}]*\}|(?:custecon|--\w+) \{\w+\}|«\{\w+\}")  # typed or quoted
_FILLED = Language.filled


def _of_ours(value: Any, language: Language) -> bool:
    """Whether a value is a plain text that a catalogue has in other words; one word may be a name or the user's."""
    several = value.__class__ is str and (" " in value or value in list(Period))
    return several and language.catalogue.get(value, value) != value


@contextmanager
def said_plain() -> Iterator[dict[str, str]]:
    """What is found while this lasts: the text and the sentence that it stands in."""
    found: dict[str, str] = {}

    def filled(language: Language, template: str, values: Mapping[str, Any]) -> str:
        if language.name == "ru":
            gaps = set(re.findall(r"\{(\w+)[:}]", _TYPED.sub("", language.catalogue.get(template) or template)))
            for name in gaps & values.keys():
                value = values[name]
                each = value if isinstance(value, list | tuple) and not hasattr(value, "in_language") else [value]
                found.update((one, template) for one in each if _of_ours(one, language))
        return _FILLED(language, template, values)

    with patch.object(Language, "filled", filled):
        yield found
