"""The only readers: bytes in, a checked table, notices and control totals out. Refuses rather than guesses."""
