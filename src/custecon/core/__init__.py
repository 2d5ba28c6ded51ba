"""The shared language: quantities, formulas as expressions, results, errors. Imports nothing of ours."""
