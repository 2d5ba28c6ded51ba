"""The form of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from custecon.core.wording import agreed


class Offer(str):
    """A part of a cure that is said only where the command at hand has every option named in it."""

    __slots__ = ()


def options_in(text: str) -> set[str]:
    """The options that a text names for the command at hand; what stands behind the name of another is its own.

    >>> sorted(options_in("say --only or --minus; custecon ltv FILE --method auto reads it"))
    ['--minus', '--only']
    """
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", re.sub(r"\bcustecon [a-z-]+[^,;]*", "", text)))


class Message(NamedTuple):
    """A text with {named} gaps, and the cure with the same gaps ("" where there is nothing to do).

    A gap `{count:client has|clients have}` takes the words that go with the number; the number itself is `{count}`.
    """

    text: str
    cure: str = ""

    def what(self, values: Mapping[str, object]) -> str:
        """The text with these values in its gaps."""
        return _filled(self.text, values)

    def how(self, values: Mapping[str, object]) -> str:
        """The cure with these values in its gaps."""
        return _filled(self.cure, values)

    @property
    def pattern(self) -> str:
        """The text for a page about the message: its gaps by name, its words as they are for several."""
        return re.sub(r"\{\w+:[^{}|]*\|([^{}|]*)\}", r"\1", self.text)


class _Gap:
    """A value that knows what to do in a gap with words for one and for several."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        if "|" in form:
            return agreed(self.value, *form.split("|"))
        return format(self.value, form)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text.format_map({name: _Gap(value) for name, value in values.items()})
