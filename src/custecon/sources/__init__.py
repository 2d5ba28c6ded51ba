"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses."""

from custecon.sources.clients import Reduce, Reduced, as_of_its_end, read_clients, read_log, reduction_of
from custecon.sources.options import ReadingOptions
from custecon.sources.reading import read

__all__ = ["ReadingOptions", "Reduce", "Reduced", "as_of_its_end", "read", "read_clients", "read_log", "reduction_of"]
