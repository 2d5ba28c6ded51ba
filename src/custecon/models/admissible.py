"""Whether a fit that was kept can be one: its parameters where the fitter looks for them, its doubt as it leaves it."""

from __future__ import annotations

import math

import numpy as np

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import Number, say
from custecon.models.cnbd_k import MOST_REGULAR
from custecon.models.fit_record import Fit
from custecon.models.fitting import FAR_OUT, WEAKEST_CURVATURE

SLACK = 0.5  # in log parameters: the figures that describe the data give their scale nearly
MOST_CLIENTS = 1e10  # more than there are people
LARGEST_MONEY = 1e15  # no purchase brings so much, in whatever currency
ROUNDING = 1e-9


def refuse_impossible(fit: Fit, longest: float) -> None:
    """Nothing, or the refusal of the first parameter or figure that no fit of custecon can have.

    `longest`: how old a client can be, in the unit of the fit.

    Raises:
        Undefined: E338 naming it: outside of the space where the fitter looks, given the size of its data; a
            covariance that is not symmetric, not positive, or of a doubt that the fitter does not leave.
    """
    _refuse_data(fit, longest)
    for name, value in fit.params.items():
        if name == "k":
            if value not in range(1, MOST_REGULAR + 1):
                raise _no_fit(
                    say(
                        "params.k is {value}, not a whole number from 1 to {most_regular}",
                        value=Number(value),
                        most_regular=MOST_REGULAR,
                    )
                )
            continue
        scale = _scale(fit, name)
        low, high = scale * math.exp(-FAR_OUT - SLACK), scale * math.exp(FAR_OUT + SLACK)
        if not low <= value <= high:
            raise _no_fit(f"params.{name} is {value:g}, and fits of such data have {low:.2g} to {high:.2g}")
    _refuse_covariance(fit)


def _no_fit(what: str) -> Undefined:
    return Undefined(problem("E338", what=what))


def _refuse_data(fit: Fit, longest: float) -> None:
    """The figures that describe the data, which give the parameters their scale."""
    for name in ("clients", "repeaters", "repeat_purchases", "mean_spend" if fit.unit == "" else "mean_age"):
        value = fit.data.get(name)
        if value is None:
            raise _no_fit(say("data.{name} is missing", name=name))
        most = {"mean_age": longest, "mean_spend": LARGEST_MONEY}.get(name, MOST_CLIENTS)
        if not 0 < value <= most:
            raise _no_fit(
                say(
                    "data.{name} is {value}, not above 0 and at most {most}",
                    name=name,
                    value=Number(value),
                    most=Number(most),
                )
            )


def _scale(fit: Fit, name: str) -> float:
    """The size at which a parameter is neither small nor large, as the likelihoods have it."""
    if fit.unit == "occasion":
        return 1.0
    if name == "gamma":
        return fit.data["mean_spend"]
    if name == "alpha":
        return fit.params.get("k", 1.0) * fit.data["mean_age"] * fit.clients / fit.data["repeat_purchases"]
    return fit.data["mean_age"] if name == "beta" else 1.0


def _refuse_covariance(fit: Fit) -> None:
    matrix = fit.log_covariance
    size = float(np.abs(matrix).max(initial=0.0))
    largest = 1.0 / WEAKEST_CURVATURE
    if size > largest * (1.0 + ROUNDING):
        raise _no_fit(
            say(
                "log_covariance holds {size}, and the fitter leaves {largest} at most",
                size=Number(size),
                largest=Number(largest),
            )
        )
    if float(np.abs(matrix - matrix.T).max(initial=0.0)) > ROUNDING * max(size, 1.0):
        raise _no_fit("log_covariance is not symmetric")
    lowest, highest = (float(end) for end in np.linalg.eigvalsh(matrix)[[0, -1]])
    if float(np.diag(matrix).min()) < 0 or lowest < -ROUNDING * max(size, 1.0):
        raise _no_fit("log_covariance is negative in some direction")
    if highest > largest * (1.0 + ROUNDING):
        raise _no_fit(
            say(
                "log_covariance reaches {highest} in some direction, and the fitter leaves {largest} at most",
                highest=Number(highest),
                largest=Number(largest),
            )
        )
