"""Beta-discrete-Weibull: as sBG, but the chance to leave may rise or fall with a client's own age."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, digamma, polygamma

from custecon.models.buying_model import Params
from custecon.models.contract_model import ContractModel, register_contract
from custecon.models.distinct_histories import distinct_rows
from custecon.models.fit_record import checked
from custecon.models.fitting import Whole
from custecon.models.summary import Floats, SurvivalSummary

LARGEST_POWER = 300.0  # in logs: t^c beyond exp(300) is no time that a contract lasts


def _stretched(theta: Floats, periods: Floats) -> tuple[Floats, Floats]:
    """t^c and ln t, 0 for t = 0."""
    logs = np.log(np.maximum(periods, 1.0))
    return np.where(periods > 0, np.exp(np.minimum(theta[2] * logs, LARGEST_POWER)), 0.0), logs


class BetaDiscreteWeibullLikelihood(Whole):
    """S(t) = B(alpha, beta + t^c) / B(alpha, beta); P(left in period t) = S(t-1) - S(t).

    Source: Fader, Hardie, Liu, Davin & Steenburgh 2018, "How to Project Customer Retention" Revisited, eq. 8.
    """

    names = ("alpha", "beta", "c")

    def __init__(self, summary: SurvivalSummary) -> None:
        (self._periods, left), self._weights = distinct_rows(
            [summary.periods, summary.left.astype(np.float64)], summary.weights
        )
        self._left = left > 0
        gone = float(self._weights[self._left].sum())
        self._odds = float(self._weights @ self._periods) / gone

    @property
    def scales(self) -> Floats:
        """Alpha and c of ordinary size; beta follows the periods that contracts last."""
        return np.array([1.0, max(self._odds, 1.0), 1.0])

    def starts(self) -> list[list[float]]:
        """From very unequal to nearly equal clients, with falling, steady and rising chances to leave."""
        odds = max(self._odds, 0.5)
        return [[shape, shape * odds, power] for shape, power in ((0.7, 1.0), (0.3, 1.6), (3.0, 0.8), (10.0, 1.0))]

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (alpha, beta, c)."""
        start = betaln(theta[0], theta[1])
        now = betaln(theta[0], theta[1] + _stretched(theta, self._periods)[0]) - start
        before = betaln(theta[0], theta[1] + _stretched(theta, self._periods - self._left)[0]) - start
        fall = np.where(self._left, before - now, 1.0)
        lost = np.log(np.maximum(-np.expm1(-fall), 1e-300))
        return float(self._weights @ np.where(self._left, before + lost, now))

    def _survival(self, theta: Floats, periods: Floats) -> tuple[Floats, Floats, Floats]:
        """Ln S with its gradient (3, rows) and Hessian (3, 3, rows)."""
        alpha, beta, _ = theta
        power, logs = _stretched(theta, periods)
        value = betaln(alpha, beta + power) - betaln(alpha, beta)
        psi, psi_both = digamma(beta + power), digamma(alpha + beta + power)
        tri, tri_both = polygamma(1, beta + power), polygamma(1, alpha + beta + power)
        speed = power * logs
        slope = np.empty((3, len(periods)))
        slope[0] = digamma(alpha + beta) - psi_both
        slope[1] = psi - digamma(beta) + slope[0]
        slope[2] = (psi - psi_both) * speed
        bend = np.empty((3, 3, len(periods)))
        bend[0, 0] = bend[0, 1] = bend[1, 0] = polygamma(1, alpha + beta) - tri_both
        bend[1, 1] = tri - polygamma(1, beta) + bend[0, 0]
        bend[0, 2] = bend[2, 0] = -tri_both * speed
        bend[1, 2] = bend[2, 1] = (tri - tri_both) * speed
        bend[2, 2] = (tri - tri_both) * speed**2 + (psi - psi_both) * speed * logs
        return np.asarray(value), slope, bend

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (alpha, beta, c)."""
        now, slope, bend = self._survival(theta, self._periods)
        before, slope_0, bend_0 = self._survival(theta, self._periods - self._left)
        fall = np.maximum(np.where(self._left, before - now, 1.0), 1e-300)
        share = np.where(self._left, -1.0 / np.expm1(fall), 1.0)  # S(t) among what is counted
        earlier = np.where(self._left, -1.0 / np.expm1(-fall), 0.0)  # S(t-1) among it
        value = np.where(self._left, before + np.log(np.maximum(-np.expm1(-fall), 1e-300)), now)
        mixed = share * slope + earlier * slope_0
        second = share * (bend + slope[:, None] * slope[None]) + earlier * (bend_0 + slope_0[:, None] * slope_0[None])
        second = second - mixed[:, None] * mixed[None]
        return float(self._weights @ value), mixed @ self._weights, second @ self._weights


class BetaDiscreteWeibull(ContractModel):
    """Chances to leave differ by client (Beta: alpha, beta) and change with age (c > 1: rise, c < 1: fall).

    With c = 1 it is sBG. Source: Fader, Hardie, Liu, Davin & Steenburgh 2018, Journal of Interactive
    Marketing 43.
    """

    name = "beta_discrete_weibull"
    title = "BdW"
    parameters = ("alpha", "beta", "c")
    source = "Fader, Hardie, Liu, Davin & Steenburgh 2018"

    def likelihood(self, summary: SurvivalSummary) -> BetaDiscreteWeibullLikelihood:
        """The log-likelihood prepared for the data."""
        return BetaDiscreteWeibullLikelihood(summary)

    def _log_survival(self, theta: Floats, periods: Floats) -> Floats:
        return np.asarray(betaln(theta[0], theta[1] + _stretched(theta, periods)[0]) - betaln(theta[0], theta[1]))

    def draw_lifetimes(self, params: Params, count: int, rng: np.random.Generator) -> Floats:
        """Simulated clients: the period (1, 2 …) at whose end each leaves."""
        alpha, beta, power = checked(self.name, self.parameters, params)
        stays = 1.0 - np.clip(rng.beta(alpha, beta, size=count), 1e-15, 1.0 - 1e-15)
        lasts = (np.log(1.0 - rng.random(count)) / np.log(stays)) ** (1.0 / power)
        return np.asarray(1.0 + np.floor(lasts))


BDW = register_contract(BetaDiscreteWeibull())
