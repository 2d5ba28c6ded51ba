"""What can be wrong with a result (E3), with where it should go (E4), inside custecon (E9); and notices."""

from custecon.core.messages.text import Message

__all__ = ["RESULTS"]

RESULTS: dict[str, Message] = {
    "E301": Message("{figure} is undefined: {reason}", "{cure}"),
    "E302": Message("{figure} is too large to be computed: {inputs}", "check the inputs: a number of this size is not money"),
}
