"""The form of a message."""

from typing import NamedTuple

__all__ = ["Message"]


class Message(NamedTuple):
    """A text with {named} gaps, and the cure with the same gaps ("" where there is nothing to do)."""

    text: str
    cure: str = ""
