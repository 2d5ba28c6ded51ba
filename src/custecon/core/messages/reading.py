"""What can be wrong with a file: E2 refuses it, E5 says that an expectation does not hold, N2 is a notice."""

from custecon.core.messages.text import Message

__all__ = ["READING"]

READING: dict[str, Message] = {
    "E201": Message("no such file", "check the name, or the folder you stand in"),
}
