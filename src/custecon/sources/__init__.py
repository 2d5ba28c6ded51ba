"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses."""

from custecon.sources.clients import Reduced, read_clients
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import read

__all__ = ["ReadingOptions", "Reduced", "read", "read_clients"]
