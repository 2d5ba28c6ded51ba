"""The curve of cumulative repeat purchases that a model expects of clients who came at different times."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from custecon.models.buying_model import Params, model_named
from custecon.models.distinct_histories import sums_by_value
from custecon.models.durations import Span, Unit
from custecon.models.summary import Floats, PurchaseSummary


def expected_cumulative_purchases(
    model: str, params: Params, first_purchases: npt.ArrayLike, moments: npt.ArrayLike, unit: Unit
) -> Floats:
    """Repeat purchases to expect of all clients together until each moment, counted from a common start.

    `first_purchases`: when each client came; `moments`: when to count; both in `unit` since the start.
    """
    first = np.asarray(first_purchases, dtype=np.float64)
    came, (clients,) = sums_by_value(first, np.ones(len(first)))
    newcomer = PurchaseSummary.newcomers(unit)
    predictor = model_named(model)
    totals = []
    for moment in np.atleast_1d(np.asarray(moments, dtype=np.float64)):
        since = np.maximum(moment - came, 0.0)
        kinds, inverse = np.unique(since, return_inverse=True)
        expected = [predictor.expected_purchases(params, newcomer, Span(float(one), unit))[0] for one in kinds]
        totals.append(float(clients @ np.array(expected)[inverse.reshape(-1)]))
    return np.array(totals)
