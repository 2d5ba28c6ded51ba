"""Every text that custecon says when something is wrong or must be known, by its stable code.

The first digit tells the family and so the exit code: E1 usage (2), E2 input refused (3), E3 undefined
result (4), E4 output (5), E5 expectation not met (6), E9 internal fault (1); N1…N9 are notices. A code is
never used again for something else. `docs/errors.md` is made from here.
"""

from custecon.core.messages.cells import CELLS
from custecon.core.messages.churning import CHURNING
from custecon.core.messages.client_base import CLIENT_BASE
from custecon.core.messages.clients import CLIENTS
from custecon.core.messages.complaints import COMPLAINTS
from custecon.core.messages.key_accounts import KEY_ACCOUNTS
from custecon.core.messages.life import LIFE
from custecon.core.messages.models import MODELS
from custecon.core.messages.money import MONEY
from custecon.core.messages.predicting import PREDICTING
from custecon.core.messages.profitability import PROFITABILITY
from custecon.core.messages.programme import PROGRAMME
from custecon.core.messages.questions import QUESTIONS
from custecon.core.messages.reading import READING
from custecon.core.messages.results import RESULTS
from custecon.core.messages.rows import ROWS
from custecon.core.messages.segments import SEGMENTS
from custecon.core.messages.settings import SETTINGS
from custecon.core.messages.sources import SOURCES
from custecon.core.messages.text import Message, Offer, options_in
from custecon.core.messages.usage import USAGE
from custecon.core.messages.workbook import WORKBOOK

__all__ = ["MESSAGES", "Message", "Offer", "options_in"]


def _one_book(*families: dict[str, Message]) -> dict[str, Message]:
    """All families in one; a code stands in one place only."""
    book: dict[str, Message] = {}
    for family in families:
        if twice := book.keys() & family.keys():
            raise ValueError(f"these codes are used twice: {sorted(twice)}")
        book |= family
    return book


MESSAGES: dict[str, Message] = _one_book(
    CELLS,
    CHURNING,
    CLIENTS,
    CLIENT_BASE,
    COMPLAINTS,
    KEY_ACCOUNTS,
    LIFE,
    MODELS,
    MONEY,
    PREDICTING,
    PROFITABILITY,
    PROGRAMME,
    QUESTIONS,
    READING,
    RESULTS,
    ROWS,
    SEGMENTS,
    SETTINGS,
    SOURCES,
    USAGE,
    WORKBOOK,
)
