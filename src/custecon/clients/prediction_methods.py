"""The names of the probability models as they are asked for; naming them loads none of them."""

from __future__ import annotations

AUTO = "auto"
OF_ORDERS = {
    "bg-nbd": "bg_nbd",
    "mbg-nbd": "mbg_nbd",
    "pareto-nbd": "pareto_nbd",
    "bg-cnbd-k": "bg_cnbd_k",
    "mbg-cnbd-k": "mbg_cnbd_k",
    "bg-bb": "bg_bb",
}
CONTRACTS = {"sbg": "shifted_beta_geometric", "bdw": "beta_discrete_weibull"}
PREDICTED = (AUTO, *OF_ORDERS, *CONTRACTS)
