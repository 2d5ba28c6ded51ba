"""Pareto/NBD: purchases at random until the client leaves at a random, unseen moment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import betaln

from custecon.models.beta_geometric_likelihood import refuse_thin_purchases
from custecon.models.beta_geometric_predictions import chance_active
from custecon.models.beta_quadrature import expm1_ratio
from custecon.models.buying_model import BuyingModel, Params, register
from custecon.models.durations import Unit
from custecon.models.fit_record import Fit, checked, fit_likelihood
from custecon.models.pareto_nbd_likelihood import NAMES, ParetoNbdLikelihood, log_odds_left
from custecon.models.summary import Floats, PurchaseSummary

_PANELS = 16
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)


class ParetoNbd(BuyingModel[PurchaseSummary]):
    """Buying at one's own rate (Gamma: r, alpha) until leaving at one's own rate (Gamma: s, beta).

    Source: Schmittlein, Morrison & Colombo 1987, Management Science 33 (1); Fader & Hardie 2005, A Note on
    Deriving the Pareto/NBD Model and Related Expressions.
    """

    name = "pareto_nbd"
    title = "Pareto/NBD"
    parameters = NAMES
    source = "Schmittlein, Morrison & Colombo 1987"

    def fit(self, summary: PurchaseSummary, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
        """The parameters under which the history is likeliest: r and alpha (buying), s and beta (leaving).

        Raises:
            Undefined: E331 thin data, E332 the edge of the space, E333 no maximum.
        """
        refuse_thin_purchases(self.title, summary)
        likelihood = ParetoNbdLikelihood(summary)
        return fit_likelihood(self.name, likelihood, summary, unit=summary.unit, accept_edge=accept_edge, like=like)

    def likelihood(self, summary: PurchaseSummary, params: Params) -> ParetoNbdLikelihood:
        """The log-likelihood prepared for the data."""
        return ParetoNbdLikelihood(summary)

    def log_likelihood(self, params: Params, summary: PurchaseSummary) -> float:
        """How likely the history is under the parameters: natural log, all clients together."""
        self._ready(params, summary)
        refuse_thin_purchases(self.title, summary)
        return ParetoNbdLikelihood(summary).value(checked(self.name, NAMES, params))

    def _odds_left(self, params: Mapping[str, float], history: PurchaseSummary) -> Floats:
        theta = checked(self.name, NAMES, params)
        return log_odds_left(theta, history.repeat_purchases, history.age_at_last_purchase, history.age)

    def _active(self, params: Mapping[str, float], history: PurchaseSummary) -> Floats:
        return chance_active(self._odds_left(params, history))

    def _expected(self, params: Mapping[str, float], history: PurchaseSummary, time: float) -> Floats:
        theta = checked(self.name, NAMES, params)
        rate = (theta[0] + history.repeat_purchases) / (theta[1] + history.age)
        wait = theta[3] + history.age
        return np.asarray(
            self._active(params, history) * rate * wait * expm1_ratio(np.log1p(time / wait), theta[2] - 1.0)
        )

    def _active_later(self, params: Mapping[str, float], history: PurchaseSummary, time: float) -> Floats:
        theta = checked(self.name, NAMES, params)
        stays = np.exp(-theta[2] * np.log1p(time / (theta[3] + history.age)))
        return np.asarray(self._active(params, history) * stays)

    def _chances(self, params: Mapping[str, float], history: PurchaseSummary, time: float, count: Floats) -> Floats:
        theta = checked(self.name, NAMES, params)
        odds = self._odds_left(params, history)
        none = np.where(count == 0, 1.0, 0.0)
        if time == 0:
            return none
        shape, scale = theta[0] + history.repeat_purchases, theta[1] + history.age
        wait = theta[3] + history.age
        some = np.maximum(count, 1.0)
        ways = np.where(count > 0, -np.log(some) - betaln(some, shape), 0.0)
        till = np.log(time / scale)
        stays = np.exp(ways - shape * np.log1p(time / scale) - count * np.log1p(scale / time))
        stays = stays * np.exp(-theta[2] * np.log1p(time / wait))
        # leaves at u within the horizon: integrate over ln(u / scale), in panels around the peak
        width = np.sqrt(1.0 / (count + 1.0) + 1.0 / shape)
        peak = np.minimum(till, np.log((count + 1.0) / shape))
        low = peak - 40.0 / (count + 1.0) - 9.0 * width
        high = np.minimum(till, peak + 40.0 / shape + 9.0 * width)
        leaves = np.zeros(len(count))
        for panel in range(_PANELS):
            for node, weight in zip(_NODES, _WEIGHTS, strict=True):
                place = low + (high - low) * (panel + 0.5 * (node + 1.0)) / _PANELS
                moment = scale * np.exp(place)
                log_value = ways - shape * np.logaddexp(0.0, place) - count * np.logaddexp(0.0, -place)
                log_value += np.log(theta[2] * moment / wait) - (theta[2] + 1.0) * np.log1p(moment / wait)
                leaves += 0.5 * weight * (high - low) / _PANELS * np.exp(log_value)
        active, left = chance_active(odds), chance_active(-odds)
        return np.asarray(active * (stays + leaves) + left * none)

    def _draw_if_active(
        self, params: Mapping[str, float], history: PurchaseSummary, time: float, rng: np.random.Generator
    ) -> Floats:
        theta = checked(self.name, NAMES, params)
        rate = rng.gamma(theta[0] + history.repeat_purchases) / (theta[1] + history.age)
        life = _till_leaving(theta[2], theta[3] + history.age, rng)
        return np.asarray(rng.poisson(rate * np.minimum(life, time)), dtype=np.float64)

    def draw_histories(self, params: Params, ages: Floats, rng: np.random.Generator, unit: Unit) -> PurchaseSummary:
        """Simulated clients of the given ages (in `unit`), as the model thinks they behave."""
        rate_shape, scale, leave_shape, leave_scale = checked(self.name, NAMES, params)
        size = len(ages)
        active_for = np.minimum(ages, _till_leaving(leave_shape, np.full(size, leave_scale), rng))
        count = rng.poisson(rng.gamma(rate_shape, size=size) / scale * active_for).astype(np.float64)
        last = active_for * rng.random(size) ** (1.0 / np.maximum(count, 1.0))
        return PurchaseSummary(count, np.where(count > 0, last, 0.0), ages, unit)


def _till_leaving(leave_shape: float, leave_scale: Floats, rng: np.random.Generator) -> Floats:
    """How long clients stay: Pareto of the second kind."""
    waits = np.minimum(rng.standard_exponential(len(leave_scale)) / leave_shape, 600.0)  # for ever
    return np.asarray(leave_scale * np.expm1(waits))


PARETO_NBD = register(ParetoNbd())
