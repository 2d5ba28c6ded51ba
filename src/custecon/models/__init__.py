"""Probability models of buying and leaving: log-likelihoods, one fitter, predictions.

NumPy and SciPy live here only.
"""
