"""Between which values a figure lies as far as the likelihood tells; true also where the doubt is lopsided."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from custecon.models.fit_record import Fit
from custecon.models.fitting import Likelihood, State, at_logs
from custecon.models.intervals import STEP
from custecon.models.summary import Floats, Index

MOST_STEPS = 30
LONGEST_STEP = 1.0  # in log parameters
AT_TOP = 1e-3  # what a Newton step may still promise where the likelihood is said to be highest
CLOSE = 0.05  # of what the likelihood may lose, and of how far the figure reaches
FALLING = 4.0  # a step that loses so many times what may be lost is halved


@dataclass(frozen=True, slots=True)
class Ends:
    """The least and the greatest value that the data do not refute; `profiled`: else by the delta method."""

    low: float
    estimate: float
    high: float
    profiled: bool


def profile_ends(
    fit: Fit, likelihood: Likelihood, figure: Callable[[Mapping[str, float]], float], *, level: float
) -> Ends:
    """Between which values a figure lies, parameters in doubt: those under which the data are not refuted.

    Not refuted: the log-likelihood lies at most half a chi-square quantile (one degree of freedom) below its maximum.
    `figure` takes parameters by name. Where `likelihood` (of other data, say) is not highest at the fit, or where
    parameters run to the edge of their space before the likelihood is used up, the ends are those of the delta method.
    Parameters at the edge stay where they are.

    Source: Venzon & Moolgavkar (1988), A method for computing profile-likelihood-based confidence intervals.
    """
    free = np.flatnonzero(np.diag(fit.log_covariance) > 0)
    top = at_logs(likelihood, np.log(fit.theta))

    def of(point: Floats) -> float:
        return figure(dict(fit.params) | dict(zip(fit.names, np.exp(point).tolist(), strict=True)))

    covariance, slope, estimate = fit.log_covariance[np.ix_(free, free)], _slope(of, top.point, free), of(top.point)
    quantile = ndtri(0.5 * (1.0 + level))
    reach = quantile * math.sqrt(max(float(slope @ covariance @ slope), 0.0))
    by_delta = Ends(estimate - reach, estimate, estimate + reach, profiled=False)
    highest = 0.5 * top.gradient[free] @ covariance @ top.gradient[free] < AT_TOP  # false for nan too
    if not highest or reach == 0.0:
        return by_delta
    contour = _Contour(likelihood, of, free, top, estimate, 0.5 * quantile**2)
    low, high = contour.end(-1.0, slope), contour.end(1.0, slope)
    return by_delta if low is None or high is None else Ends(low, estimate, high, profiled=True)


@dataclass(frozen=True, eq=False)
class _Contour:
    """The parameters at which the likelihood has lost what it may lose, and a figure along them."""

    likelihood: Likelihood
    of: Callable[[Floats], float]
    free: Index
    top: State
    estimate: float
    allowed: float

    def end(self, side: float, slope: Floats) -> float | None:
        """The figure where the likelihood is used up and no step along the contour takes it further."""
        state, here = self.top, self.estimate
        for _ in range(MOST_STEPS):
            step = self._step(state, slope, side)
            if step is None:
                return None
            hoped = here + float(slope @ step)
            state, whole = self._moved(state, step)
            here = self.of(state.point)
            reach = abs(here - self.estimate)
            near = abs(self.top.value - state.value - self.allowed) < CLOSE * self.allowed
            if whole and near and abs(here - hoped) < CLOSE * reach:
                return here
            slope = _slope(self.of, state.point, self.free)
        return None

    def _step(self, state: State, slope: Floats, side: float) -> Floats | None:
        """To the contour, where the figure is greatest (or least) as far as slopes and curvature here tell."""
        gradient = state.gradient[self.free]
        size, directions = np.linalg.eigh(-state.hessian[np.ix_(self.free, self.free)])
        inverse = (directions / np.maximum(np.abs(size), 1e-12)) @ directions.T
        uphill, along = inverse @ gradient, inverse @ slope
        spare = 2.0 * (state.value - self.top.value + self.allowed) + gradient @ uphill
        if not slope @ along > 0.0:
            return None
        return np.asarray(uphill + side * np.sqrt(max(spare, 0.0) / (slope @ along)) * along)

    def _moved(self, state: State, step: Floats) -> tuple[State, bool]:
        """The state after the step, or after as much of it as the likelihood bears; whether that is all of it."""
        share = min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))
        while share > 1e-3:
            point = state.point.copy()
            point[self.free] += share * step
            found = at_logs(self.likelihood, point)
            fine = np.isfinite(found.value) and np.isfinite(found.gradient).all() and np.isfinite(found.hessian).all()
            if fine and found.value >= self.top.value - FALLING * self.allowed:
                return found, share == 1.0
            share *= 0.5
        return state, False


def _slope(of: Callable[[Floats], float], point: Floats, free: Index) -> Floats:
    """How the figure changes with each free log parameter."""
    slopes = []
    for index in free:
        above, below = point.copy(), point.copy()
        above[index] += STEP
        below[index] -= STEP
        slopes.append((of(above) - of(below)) / (2.0 * STEP))
    return np.array(slopes)
