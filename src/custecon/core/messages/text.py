"""The form of a message."""

from __future__ import annotations

import re
from typing import NamedTuple


class Offer(str):
    """A part of a cure that is said only where the command at hand has every option named in it."""

    __slots__ = ()


def options_in(text: str) -> set[str]:
    """The options that a text names for the command at hand; what stands behind the name of another is its own.

    >>> sorted(options_in("say --only or --minus; custecon ltv FILE --method auto reads it"))
    ['--minus', '--only']
    """
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", re.sub(r"\bcustecon [a-z-]+[^,;]*", "", text)))


def pattern_of(text: str) -> str:
    """A template for a page about it: its gaps by name, its words as they are for several.

    >>> pattern_of("{n} {n:client|clients} on line {line:d}")
    '{n} clients on line {line}'
    """
    return re.sub(r"\{(\w+):[^{}|]*\}", r"{\1}", re.sub(r"\{\w+:[^{}|]*\|([^{}|]*)\}", r"\1", text))


class Message(NamedTuple):
    """A text with {named} gaps as phrases have them, and the cure with the same gaps ("": there is nothing to do)."""

    text: str
    cure: str = ""

    @property
    def pattern(self) -> str:
        """The text for a page about the message: its gaps by name, its words as they are for several."""
        return pattern_of(self.text)
