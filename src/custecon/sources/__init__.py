"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses.

What reads is loaded when it is asked for: who only wants the names of columns of a file waits for nothing else.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from custecon.sources.clients import Reduced, as_of_its_end, ledger_of, read_clients, read_log
    from custecon.sources.options import ReadingOptions
    from custecon.sources.reading import read
    from custecon.tables.ledger import Ledger

__all__ = ["Ledger", "ReadingOptions", "Reduced", "as_of_its_end", "ledger_of", "read", "read_clients", "read_log"]

_HOMES = {"Ledger": "custecon.tables.ledger", "ReadingOptions": "custecon.sources.options"}
_HOMES |= {"read": "custecon.sources.reading"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "custecon.sources.clients")), name)
