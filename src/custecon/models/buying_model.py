"""The contract of every model of buying and leaving: fit, predict, simulate; and the register by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

import numpy as np

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.models.durations import DiscountRate, Span
from custecon.models.fit_record import Fit, checked
from custecon.models.fitting import Likelihood
from custecon.models.summary import DiscreteSummary, Floats, PurchaseSummary

Params: TypeAlias = Fit | Mapping[str, float]
History = TypeVar("History", PurchaseSummary, DiscreteSummary)

# nodes of y = exp(s - exp(-s)) for integrals over 0 … ∞ with weight exp(-y)
_PLACES = np.linspace(-3.6, 3.85, 90)
_DELAYS = np.exp(_PLACES - np.exp(-_PLACES))
_DELAY_WEIGHTS = np.exp(-_DELAYS) * _DELAYS * (1.0 + np.exp(-_PLACES)) * (_PLACES[1] - _PLACES[0])
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(48)


class BuyingModel(ABC, Generic[History]):
    """A model of how often clients buy and when they leave for good.

    Every method that predicts takes parameters (a `Fit` or a mapping by the paper's letters, times in the
    unit of the history), a history with one row per client, and durations that carry their unit; it gives one
    figure a row, in the order of the history. A new client is a history of `newcomers`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]]
    source: ClassVar[str]
    summary_kind: ClassVar[str] = "purchases"

    # what a model must say; times are numbers in the unit of the history

    @abstractmethod
    def fit(self, summary: History, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
        """The parameters under which the history is likeliest.

        `like`: a fit of nearly the same clients, from which the climb begins; what is counted and not climbed (k) is
        taken from it.

        Raises:
            Undefined: E331 if the data are too thin, E332 if they drive a parameter to the edge (and that is
            not
                accepted), E333 if there is no maximum.
        """

    @abstractmethod
    def likelihood(self, summary: History, params: Params) -> Likelihood:
        """The log-likelihood prepared for the data; of `params` only what is not estimated (k) counts."""

    @abstractmethod
    def log_likelihood(self, params: Params, summary: History) -> float:
        """How likely the history is under the parameters: natural log, all clients together."""

    @abstractmethod
    def _expected(self, params: Mapping[str, float], history: History, time: float) -> Floats: ...

    @abstractmethod
    def _active(self, params: Mapping[str, float], history: History) -> Floats: ...

    @abstractmethod
    def _active_later(self, params: Mapping[str, float], history: History, time: float) -> Floats: ...

    @abstractmethod
    def _chances(self, params: Mapping[str, float], history: History, time: float, count: Floats) -> Floats: ...

    @abstractmethod
    def _draw_if_active(
        self, params: Mapping[str, float], history: History, time: float, rng: np.random.Generator
    ) -> Floats: ...

    @abstractmethod
    def draw_histories(self, params: Params, ages: Floats, rng: np.random.Generator, unit: Any) -> History:
        """Simulated clients of the given ages (in `unit`), as the model thinks they behave."""

    def recency_matters(self, params: Params) -> bool:
        """Whether the last purchase still tells something of a client who is known to be active."""
        return False

    # what follows for all

    def _expected_at(self, params: Mapping[str, float], history: History, times: Sequence[float]) -> Iterator[Floats]:
        return (self._expected(params, history, time) for time in times)

    def _ready(self, params: Params, history: History) -> Mapping[str, float]:
        checked(self.name, self.parameters, params)
        if isinstance(params, Fit):
            if params.model != self.name:
                raise Undefined(
                    problem(
                        "E336",
                        parameters=say("a fit of {model}", model=params.model),
                        model=self.name,
                        what="models differ",
                    )
                )
            if params.unit != history.unit:
                what = say("fitted in {fitted}s, history in {known}s", fitted=params.unit, known=history.unit)
                raise Undefined(problem("E335", what=what))
            return params.params
        return params

    def expected_purchases(self, params: Params, history: History, horizon: Span) -> Floats:
        """How many purchases to expect of each client from now to the horizon, given their history."""
        return self._expected(self._ready(params, history), history, horizon.to(history.unit))

    def expected_purchases_at(self, params: Params, history: History, horizons: Sequence[Span]) -> Iterator[Floats]:
        """The same to each of several horizons, one after the other: what does not depend on them is reckoned once."""
        times = [horizon.to(history.unit) for horizon in horizons]
        return self._expected_at(self._ready(params, history), history, times)

    def probability_active(self, params: Params, history: History) -> Floats:
        """How likely each client is still a client, 0 … 1."""
        return self._active(self._ready(params, history), history)

    def probability_active_after(self, params: Params, history: History, horizon: Span) -> Floats:
        """How likely each client will still be a client at the horizon, given their history until now."""
        return self._active_later(self._ready(params, history), history, horizon.to(history.unit))

    def probability_of_purchases(self, params: Params, history: History, horizon: Span, count: int) -> Floats:
        """How likely each client buys exactly `count` times from now to the horizon; 0 for "not at all"."""
        counts = np.full(len(history), float(count))
        return self._chances(self._ready(params, history), history, horizon.to(history.unit), counts)

    def probability_of_counts(self, params: Params, history: History, horizon: Span, counts: Floats) -> Floats:
        """How likely each client buys exactly the count of their row from now to the horizon."""
        ready = self._ready(params, history)
        return self._chances(ready, history, horizon.to(history.unit), np.asarray(counts, dtype=np.float64))

    def draw_purchases(self, params: Params, history: History, horizon: Span, rng: np.random.Generator) -> Floats:
        """Purchases of each client to the horizon, drawn once: what chance alone may bring."""
        active = rng.random(len(history)) < self.probability_active(params, history)
        return np.where(active, self.draw_if_active(params, history, horizon, rng), 0.0)

    def draw_if_active(self, params: Params, history: History, horizon: Span, rng: np.random.Generator) -> Floats:
        """Purchases of each client to the horizon, drawn once, if they are still a client."""
        return self._draw_if_active(self._ready(params, history), history, horizon.to(history.unit), rng)

    def discounted_purchases(
        self, params: Params, history: History, discount: DiscountRate, horizon: Span | None = None
    ) -> Floats:
        """Expected purchases of each client from now on, each discounted from the moment it happens to now.

        Without a horizon: for ever (discounted expected residual transactions, DERT). Continuous discounting.

        Raises:
            Undefined: E334 without a horizon if the discount is 0.
        """
        ready = self._ready(params, history)
        force = discount.force(history.unit)
        total = np.zeros(len(history))
        if horizon is None:
            if force <= 0:
                why = "purchases for ever without a discount"
                raise Undefined(problem("E334", figure=say("the number of discounted purchases"), why=why))
            for delay, weight in zip(_DELAYS, _DELAY_WEIGHTS, strict=True):
                total += weight * self._expected(ready, history, float(delay) / force)
            return total
        end = horizon.to(history.unit)
        total = np.asarray(np.exp(-force * end)) * self._expected(ready, history, end)
        if force > 0 and end > 0:
            for node, weight in zip(_NODES, _NODE_WEIGHTS, strict=True):
                root = 0.5 * (node + 1.0)
                time = end * root**2
                total += force * weight * end * root * np.exp(-force * time) * self._expected(ready, history, time)
        return total


MODELS: dict[str, BuyingModel[Any]] = {}
"""The models of buying by name, from the simplest to the most demanding; each file adds its own."""

ModelType = TypeVar("ModelType", bound=BuyingModel[Any])


def register(model: ModelType) -> ModelType:
    """Put a model on the register, so that whoever compares or lists models finds it."""
    MODELS[model.name] = model
    return model


def model_named(name: str) -> BuyingModel[Any]:
    """The model of buying with this name.

    Raises:
        Undefined: E336 for a name that is not on the register.
    """
    if name not in MODELS:
        known = ", ".join(MODELS)
        raise Undefined(
            problem(
                "E336", parameters=f"«{name}»", model=say("any model here"), what=say("known are {known}", known=known)
            )
        )
    return MODELS[name]
