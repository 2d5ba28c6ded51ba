"""Seeded simulated clients of every model: for tests of the fitter, for the bootstrap, for teaching."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from custecon.models.buying_model import Params, model_named
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import Span, Unit
from custecon.models.summary import Floats, SurvivalSummary


def simulate_histories(model: str, params: Params, ages: npt.ArrayLike, unit: Unit, *, seed: int) -> Any:
    """Clients of the given ages as a model of buying thinks they behave: a summary as its `fit` takes it."""
    rng = np.random.default_rng(seed)
    return model_named(model).draw_histories(params, np.asarray(ages, dtype=np.float64), rng, unit)


def simulate_purchases(model: str, params: Params, history: Any, horizon: Span, *, seed: int) -> Floats:
    """What the clients of a history buy next, drawn once, one count a client."""
    return model_named(model).draw_purchases(params, history, horizon, np.random.default_rng(seed))


def simulate_contracts(
    model: str, params: Params, observed: npt.ArrayLike, unit: Unit, *, seed: int
) -> SurvivalSummary:
    """Contracts as a model thinks they last, each watched for so many periods; the rest are still there."""
    watched = np.asarray(observed, dtype=np.float64)
    lasts = CONTRACT_MODELS[model].draw_lifetimes(params, len(watched), np.random.default_rng(seed))
    return SurvivalSummary(np.minimum(lasts, watched), lasts <= watched, unit)
