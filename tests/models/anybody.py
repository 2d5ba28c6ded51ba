"""Clients for what holds of any data: drawn by the published parameters of CDNOW, so no folder has to lie beside."""

from __future__ import annotations

from functools import cache

import numpy as np

from custecon.models import BG_NBD, gamma_gamma
from custecon.models.summary import PurchaseSummary, SpendSummary


@cache
def anybody(count: int = 1200) -> tuple[PurchaseSummary, SpendSummary]:
    """Clients of 27 to 39 weeks, by days, and what those who bought again spend on average."""
    rng = np.random.default_rng(12)
    ages = rng.integers(27 * 7, 39 * 7, count) / 7.0
    history = BG_NBD.draw_histories({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, ages, rng, "week")
    return history, gamma_gamma.draw_averages({"p": 6.25, "q": 3.74, "gamma": 15.44}, history.repeat_purchases, rng)
