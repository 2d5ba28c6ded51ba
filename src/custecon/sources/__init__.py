"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses."""

from custecon.sources.clients import Reduced, as_of_its_end, ledger_of, read_clients, read_log
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import read
from custecon.tables.ledger import Ledger

__all__ = ["Ledger", "ReadingOptions", "Reduced", "as_of_its_end", "ledger_of", "read", "read_clients", "read_log"]
