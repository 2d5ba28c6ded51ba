"""What every model of subscriptions can do: fit, survival, retention, residual lifetime; their register."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.models.buying_model import Params
from custecon.models.durations import DiscountRate
from custecon.models.fit_record import Fit, checked, fit_likelihood
from custecon.models.fitting import Likelihood
from custecon.models.summary import Floats, SurvivalSummary

MOST_PERIODS = 200_000


class ContractModel(ABC):
    """A model of how long contracts last, period by period.

    Methods take parameters (a `Fit` or a mapping by the paper's letters) and renewals made so far (0 for a
    client in their first period), one value a client; they give one figure a client.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    source: ClassVar[str]

    @abstractmethod
    def likelihood(self, summary: SurvivalSummary) -> Likelihood:
        """The log-likelihood prepared for the data."""

    @abstractmethod
    def _log_survival(self, theta: Floats, periods: Floats) -> Floats: ...

    @abstractmethod
    def draw_lifetimes(self, params: Params, count: int, rng: np.random.Generator) -> Floats:
        """Simulated clients: the period (1, 2 …) at whose end each leaves."""

    def _refuse_thin(self, summary: SurvivalSummary) -> None:
        why = ""
        if summary.clients < 2:
            why = "there are fewer than two clients"
        elif not summary.left.any():
            why = "no client has left"
        elif len(np.unique(summary.periods)) < len(self.parameters):
            why = say("it needs {parameters} different periods or more", parameters=len(self.parameters))
        if why:
            raise Undefined(problem("E331", model=self.title, why=why))

    def fit(self, summary: SurvivalSummary, *, accept_edge: bool = False) -> Fit:
        """The parameters under which the contracts seen are likeliest.

        Raises:
            Undefined: E331 thin data, E332 the edge of the space (all clients alike, say), E333 no maximum.
        """
        self._refuse_thin(summary)
        likelihood = self.likelihood(summary)
        return fit_likelihood(self.name, likelihood, summary, unit=summary.unit, accept_edge=accept_edge)

    def log_likelihood(self, params: Params, summary: SurvivalSummary) -> float:
        """How likely the contracts seen are under the parameters: natural log, all clients together."""
        self._refuse_thin(summary)
        return self.likelihood(summary).value(checked(self.name, self.parameters, params))

    def survival(self, params: Params, periods: npt.ArrayLike) -> Floats:
        """The share of new clients who are still there after so many periods, 0 … 1."""
        theta = checked(self.name, self.parameters, params)
        return np.asarray(np.exp(self._log_survival(theta, np.atleast_1d(np.asarray(periods, dtype=np.float64)))))

    def retention_rate(self, params: Params, periods: npt.ArrayLike) -> Floats:
        """The share of the clients there at the start of the period (1, 2, …) who renew at its end."""
        theta = checked(self.name, self.parameters, params)
        ends = np.atleast_1d(np.asarray(periods, dtype=np.float64))
        return np.asarray(np.exp(self._log_survival(theta, ends) - self._log_survival(theta, ends - 1.0)))

    def probability_still_client(self, params: Params, renewals: npt.ArrayLike, periods: npt.ArrayLike) -> Floats:
        """How likely a client who has made so many renewals makes `periods` more; arrays of both go together."""
        theta = checked(self.name, self.parameters, params)
        made, more = np.atleast_1d(np.asarray(renewals, dtype=np.float64)), np.asarray(periods, dtype=np.float64)
        return np.asarray(np.exp(self._log_survival(theta, made + more) - self._log_survival(theta, made)))

    def discounted_residual_renewals(
        self,
        params: Params,
        renewals: npt.ArrayLike,
        discount: DiscountRate,
        unit: str,
        horizon: int | None = None,
    ) -> Floats:
        """How many renewals to expect of each client, each discounted to the next one, which may come now.

        Without a horizon: for ever (discounted expected residual lifetime, DERL). With n in Fader & Hardie
        2010, the client's n-th period, n = renewals + 1. `unit` is the period; the discount is converted to
        it once.

        Raises:
            Undefined: E334 without a horizon if the discount is 0 and the mean is infinite.
        """
        theta = checked(self.name, self.parameters, params)
        made = np.atleast_1d(np.asarray(renewals, dtype=np.float64))
        rate = discount.per_unit(unit)
        if horizon is None:
            return self._for_ever(theta, made, rate)
        return self._summed(theta, made, rate, horizon)

    def discounted_lifetime(self, params: Params, discount: DiscountRate, unit: str) -> float:
        """How many payments to expect of a new client, the first one now, discounted to now."""
        first = self.discounted_residual_renewals(params, 0, discount, unit)
        return 1.0 + float(first[0]) / (1.0 + discount.per_unit(unit))

    def _for_ever(self, theta: Floats, made: Floats, rate: float) -> Floats:
        if rate <= 0:
            why = "a lifetime without end and without a discount"
            raise Undefined(problem("E334", figure=say("the residual lifetime"), why=why))
        terms = int(min(40.0 / np.log1p(rate) + 2.0, MOST_PERIODS))
        return self._summed(theta, made, rate, terms)

    def _summed(self, theta: Floats, made: Floats, rate: float, terms: int) -> Floats:
        kinds, inverse = np.unique(made, return_inverse=True)
        steps = np.arange(1.0, terms + 1.0)
        weights = np.exp(-np.log1p(rate) * (steps - 1.0))
        sums = [
            float(np.exp(self._log_survival(theta, kind + steps) - self._log_survival(theta, kind[None])) @ weights)
            for kind in kinds
        ]
        return np.array(sums)[inverse.reshape(-1)]


CONTRACT_MODELS: dict[str, ContractModel] = {}
"""The models of contracts by name, the simplest first; each file adds its own."""

ContractType = TypeVar("ContractType", bound=ContractModel)


def register_contract(model: ContractType) -> ContractType:
    """Put a model on the register, so that whoever compares or lists models finds it."""
    CONTRACT_MODELS[model.name] = model
    return model
