"""Shifted beta-geometric: everyone renews with a chance of their own; retention rises as the fleeting leave."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.models.beta_quadrature import beta_mean
from custecon.models.buying_model import Params
from custecon.models.contract_model import ContractModel, register_contract
from custecon.models.fit_record import checked
from custecon.models.fitting import Whole
from custecon.models.log_rising_factorial import RisingLogs
from custecon.models.summary import Floats, Index, SurvivalSummary


class ShiftedBetaGeometricLikelihood(Whole):
    """P(left in period t) = B(alpha+1, beta+t-1) / B(alpha, beta); S(t) = B(alpha, beta+t) / B(alpha, beta).

    Source: Fader & Hardie 2007, How to Project Customer Retention, eq. 5 and 6.
    """

    names = ("alpha", "beta")

    def __init__(self, summary: SurvivalSummary) -> None:
        weights = summary.counts
        self._left = float(weights[summary.left].sum())
        self._renewals = RisingLogs(summary.periods - summary.left, weights)
        self._periods = RisingLogs(summary.periods, weights)
        self._odds = float(weights @ summary.periods) / self._left

    @property
    def scales(self) -> Floats:
        """Alpha of ordinary size; beta follows the periods that contracts last."""
        return np.array([1.0, max(self._odds, 1.0)])

    def starts(self) -> list[list[float]]:
        """From very unequal to nearly equal clients, all with the mean churn seen."""
        return [[shape, shape * max(self._odds, 0.5)] for shape in (0.7, 0.2, 2.0, 10.0)]

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (alpha, beta)."""
        alpha, beta = (float(one) for one in theta)
        value = self._left * np.log(alpha) + self._renewals.value(beta) - self._periods.value(alpha + beta)
        return float(value)

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (alpha, beta)."""
        alpha, beta = (float(one) for one in theta)
        renewals, renewals_1, renewals_2 = self._renewals.derivatives(beta)
        both, both_1, both_2 = self._periods.derivatives(alpha + beta)
        value = self._left * np.log(alpha) + renewals - both
        gradient = np.array([self._left / alpha - both_1, renewals_1 - both_1])
        hessian = np.array([[-self._left / alpha**2 - both_2, -both_2], [-both_2, renewals_2 - both_2]])
        return float(value), gradient, hessian


class ShiftedBetaGeometric(ContractModel):
    """Each client leaves at the end of a period with a constant chance of their own (Beta: alpha, beta).

    Source: Fader & Hardie 2007, Journal of Interactive Marketing 21 (1); residual lifetime: Fader & Hardie
    2010, Customer-Base Valuation in a Contractual Setting, Marketing Science 29 (1).
    """

    name = "shifted_beta_geometric"
    title = "sBG"
    parameters = ("alpha", "beta")
    source = "Fader & Hardie 2007, 2010"

    def likelihood(self, summary: SurvivalSummary) -> ShiftedBetaGeometricLikelihood:
        """The log-likelihood prepared for the data."""
        return ShiftedBetaGeometricLikelihood(summary)

    def _log_survival(self, theta: Floats, periods: Floats) -> Floats:
        return np.asarray(betaln(theta[0], theta[1] + periods) - betaln(theta[0], theta[1]))

    def _for_ever(self, theta: Floats, made: Floats, rate: float) -> Floats:
        alpha, beta = theta
        if rate <= 0:
            if alpha <= 1:
                why = f"alpha = {alpha:.3g} is not above 1, so the mean lifetime without a discount has no end"
                raise Undefined(problem("E334", figure=say("the residual lifetime"), why=why))
            return np.asarray((beta + made) / (alpha - 1.0))
        kinds, inverse = np.unique(made, return_inverse=True)

        def renewals(leaving: Floats, row: Index) -> Floats:
            return np.asarray((1.0 - leaving) * (1.0 + rate) / (rate + leaving) + 0.0 * row)

        return beta_mean(renewals, np.full(len(kinds), alpha), beta + kinds)[inverse.reshape(-1)]

    def draw_lifetimes(self, params: Params, count: int, rng: np.random.Generator) -> Floats:
        """Simulated clients: the period (1, 2 …) at whose end each leaves."""
        alpha, beta = checked(self.name, self.parameters, params)
        stays = 1.0 - np.clip(rng.beta(alpha, beta, size=count), 1e-15, 1.0 - 1e-15)
        return np.asarray(1.0 + np.floor(np.log(1.0 - rng.random(count)) / np.log(stays)))


SBG = register_contract(ShiftedBetaGeometric())
