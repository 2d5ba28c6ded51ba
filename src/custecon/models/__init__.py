"""Probability models of buying and leaving: likelihoods, one fitter, predictions.

NumPy and SciPy live here only.
"""
