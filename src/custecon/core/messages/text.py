"""The form of a message."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any, NamedTuple, Self

from custecon.core.language import Language


class Offer(str):
    """A part of a cure that is said only where the command at hand has every option named in it."""

    __slots__ = ()

    def in_language(self, language: Language) -> str:
        """A constant of ours."""
        return language.catalogue.get(self, str(self))


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
    return re.sub(r"\{(\w+):[^{}|]*\}", r"{\1}", re.sub(r"\{\w+:[^{}]*\|([^{}|]*)\}", r"\1", text))


class Pattern(str):
    """A template as text of a page about it, in the language of its reader."""

    __slots__ = ("template",)
    template: str

    def __new__(cls, template: str) -> Self:
        """Its English pattern."""
        made = super().__new__(cls, pattern_of(template))
        made.template = template
        return made

    def in_language(self, language: Any) -> str:
        """The pattern of the template as the language has it."""
        return pattern_of(language.text(self.template))


class Weight(IntEnum):
    """How far what is told may turn the decision: those of most weight stand on the first screen."""

    READING = 0  # how the file was read: it belongs to `check` and to the line of control totals
    LIMIT = 1  # a limit of the method, or seen in a test
    FEW = 2  # few clients, or one, carry the answer
    ASSUMED = 3  # an assumption that carries much of it
    MEANING = 4  # the input may mean something else, or part of it is missing
    ANSWER = 5  # the answer is not what it seems to be


class Message(NamedTuple):
    """A text with {named} gaps as phrases have them, and the cure with the same gaps ("": there is nothing to do).

    `weight`: how far it may turn the decision; `brief`: the fact and what settles it in one line of 76 letters, with
    the same gaps ("": the text without its cure).
    """

    text: str
    cure: str = ""
    weight: Weight = Weight.READING
    brief: str = ""

    @property
    def pattern(self) -> str:
        """The text for a page about the message: its gaps by name, its words as they are for several."""
        return pattern_of(self.text)
