"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses."""

from custecon.sources.options import ReadingOptions
from custecon.sources.reading import read

__all__ = ["ReadingOptions", "read"]
