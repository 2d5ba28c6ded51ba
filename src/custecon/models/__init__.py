"""Probability models of buying and leaving: likelihoods, one fitter, predictions.

NumPy and SciPy live here only. Each model is a file with free functions (`bg_nbd.fit`,
`bg_nbd.expected_purchases` …) and stands on a register (`MODELS`, `CONTRACT_MODELS`), so that a referee or a
command can go through all of them.
"""

# the order is that of the registers: from the simplest model to the most demanding
from custecon.models import (  # isort: skip
    bg_nbd,
    mbg_nbd,
    pareto_nbd,
    cnbd_k,
    bg_bb,
    gamma_gamma,
    shifted_beta_geometric,
    beta_discrete_weibull,
)
from custecon.models.buying_model import MODELS, model_named
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate, Span
from custecon.models.fit_record import Fit
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary, SurvivalSummary

__all__ = [
    "CONTRACT_MODELS",
    "MODELS",
    "DiscountRate",
    "DiscreteSummary",
    "Fit",
    "PurchaseSummary",
    "Span",
    "SpendSummary",
    "SurvivalSummary",
    "beta_discrete_weibull",
    "bg_bb",
    "bg_nbd",
    "cnbd_k",
    "gamma_gamma",
    "mbg_nbd",
    "model_named",
    "pareto_nbd",
    "shifted_beta_geometric",
]
