"""Fast when clean, exact when not: an engine reduces big order logs to clients if nothing is in doubt.

An engine is a function `summarise(path, name, schemas, options) -> (Reading, Ledger) | None`; None means doubt, and
the exact reader then says why. It never decides anything: encoding, delimiter, header, columns, decimal sign and the
form of the dates are settled beforehand by the same code that the exact reader uses.
"""
