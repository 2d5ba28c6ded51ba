"""Probability models of buying and leaving: likelihoods, one fitter, predictions.

NumPy and SciPy live here only. Each model is one object, named as its paper names it (`BG_NBD.fit`,
`BG_NBD.expected_purchases` …), and stands on a register (`MODELS`, `CONTRACT_MODELS`), so that a referee or a
command can go through all of them.
"""

# the order is that of the registers: from the simplest model to the most demanding
from custecon.models.bg_nbd import BG_NBD  # isort: skip
from custecon.models.mbg_nbd import MBG_NBD  # isort: skip
from custecon.models.pareto_nbd import PARETO_NBD  # isort: skip
from custecon.models.cnbd_k import BG_CNBD_K, MBG_CNBD_K  # isort: skip
from custecon.models.bg_bb import BG_BB  # isort: skip
from custecon.models.shifted_beta_geometric import SBG  # isort: skip
from custecon.models.beta_discrete_weibull import BDW  # isort: skip
from custecon.models import gamma_gamma
from custecon.models.buying_model import MODELS, model_named
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate, Span
from custecon.models.fit_record import Fit
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary, SurvivalSummary

__all__ = [
    "BDW",
    "BG_BB",
    "BG_CNBD_K",
    "BG_NBD",
    "CONTRACT_MODELS",
    "MBG_CNBD_K",
    "MBG_NBD",
    "MODELS",
    "PARETO_NBD",
    "SBG",
    "DiscountRate",
    "DiscreteSummary",
    "Fit",
    "PurchaseSummary",
    "Span",
    "SpendSummary",
    "SurvivalSummary",
    "gamma_gamma",
    "model_named",
]
