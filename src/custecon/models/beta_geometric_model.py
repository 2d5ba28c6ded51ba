"""The contract of a model, kept by BG/NBD and its kin for any regularity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np

from custecon.models.beta_geometric_likelihood import (
    NAMES,
    BetaGeometricLikelihood,
    interval_constant,
    refuse_thin_purchases,
)
from custecon.models.beta_geometric_predictions import (
    ActiveState,
    active_state,
    chance_active,
    expected_given_active,
    log_odds_left,
    purchase_chances,
    still_active_later,
)
from custecon.models.buying_model import BuyingModel, Params
from custecon.models.distinct_histories import kinds
from custecon.models.durations import Unit
from custecon.models.fit_record import Fit, checked, fit_likelihood
from custecon.models.summary import Floats, PurchaseSummary


class BetaGeometricModel(BuyingModel[PurchaseSummary]):
    """Purchases at a constant rate until the client leaves after one of them; clients differ in both."""

    parameters = NAMES
    leaves_at_once: ClassVar[bool]

    def _regularity(self, params: Params) -> int:
        values = params.params if isinstance(params, Fit) else params
        return int(values.get("k", 1))

    def _fit_regular(
        self, summary: PurchaseSummary, regularity: int, *, accept_edge: bool, with_k: bool, like: Fit | None = None
    ) -> Fit:
        refuse_thin_purchases(self.title, summary)
        likelihood = BetaGeometricLikelihood(summary, regularity=regularity, leaves_at_once=self.leaves_at_once)
        return fit_likelihood(
            self.name,
            likelihood,
            summary,
            unit=summary.unit,
            accept_edge=accept_edge,
            constant=interval_constant(summary, regularity),
            known={"k": float(regularity)} if with_k else None,
            like=like,
        )

    def fit(self, summary: PurchaseSummary, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
        """The parameters under which the history is likeliest: r and alpha (buying), a and b (leaving).

        Raises:
            Undefined: E331 thin data, E332 the edge of the space, E333 no maximum.
        """
        return self._fit_regular(summary, 1, accept_edge=accept_edge, with_k=False, like=like)

    def likelihood(self, summary: PurchaseSummary, params: Params) -> BetaGeometricLikelihood:
        """The log-likelihood prepared for the data; of `params` only k counts."""
        return BetaGeometricLikelihood(summary, regularity=self._regularity(params), leaves_at_once=self.leaves_at_once)

    def log_likelihood(self, params: Params, summary: PurchaseSummary) -> float:
        """How likely the history is under the parameters: natural log, all clients together."""
        self._ready(params, summary)
        regularity = self._regularity(params)
        refuse_thin_purchases(self.title, summary)
        likelihood = BetaGeometricLikelihood(summary, regularity=regularity, leaves_at_once=self.leaves_at_once)
        return likelihood.value(checked(self.name, NAMES, params)) + interval_constant(summary, regularity)

    def _state(self, params: Mapping[str, float], history: PurchaseSummary) -> ActiveState:
        theta = checked(self.name, NAMES, params)
        return active_state(theta, history, regularity=self._regularity(params), leaves_at_once=self.leaves_at_once)

    def _active(self, params: Mapping[str, float], history: PurchaseSummary) -> Floats:
        theta = checked(self.name, NAMES, params)
        regularity = self._regularity(params)
        return chance_active(log_odds_left(theta, history, regularity=regularity, leaves_at_once=self.leaves_at_once))

    def _expected(self, params: Mapping[str, float], history: PurchaseSummary, time: float) -> Floats:
        if time == 0:
            return np.zeros(len(history))
        state = self._state(params, history)
        return self._active(params, history) * expected_given_active(state, np.full(len(history), time))

    def _expected_at(
        self, params: Mapping[str, float], history: PurchaseSummary, times: Sequence[float]
    ) -> Iterator[Floats]:
        """Of an active client only purchases and age count, not when they bought last (without phases: k = 1)."""
        if self._regularity(params) > 1:
            return super()._expected_at(params, history, times)
        active = self._active(params, history)
        first, alike = kinds([history.repeat_purchases, history.age])
        state = self._state(params, history.rows(first))
        return (active * expected_given_active(state, np.full(len(first), time))[alike] for time in times)

    def _active_later(self, params: Mapping[str, float], history: PurchaseSummary, time: float) -> Floats:
        state = self._state(params, history)
        return self._active(params, history) * still_active_later(state, np.full(len(history), time))

    def _chances(self, params: Mapping[str, float], history: PurchaseSummary, time: float, count: Floats) -> Floats:
        active = self._active(params, history)
        left = chance_active(
            -log_odds_left(
                checked(self.name, NAMES, params),
                history,
                regularity=self._regularity(params),
                leaves_at_once=self.leaves_at_once,
            )
        )
        chances = purchase_chances(self._state(params, history), np.full(len(history), time), count)
        return np.asarray(active * chances + np.where(count == 0, left, 0.0))

    def recency_matters(self, params: Params) -> bool:
        """Of regular buyers the silence tells how soon the next purchase is due."""
        return self._regularity(params) > 1

    def _draw_if_active(
        self, params: Mapping[str, float], history: PurchaseSummary, time: float, rng: np.random.Generator
    ) -> Floats:
        state = self._state(params, history)
        cumulative = np.cumsum(state.phase_chances, axis=1)
        phase = (rng.random((len(history), 1)) > cumulative[:, :-1]).sum(axis=1)
        rate = rng.gamma(state.shape + phase) / state.scale
        phases = rng.poisson(rate * time)
        reached = (phases + phase) // self._regularity(params)
        count = np.asarray(reached, dtype=np.float64)
        buys = np.flatnonzero(count > 0)
        count[buys] = np.minimum(count[buys], _purchases_till_leaving(state.leave, state.stay[buys], rng))
        return count

    def draw_histories(self, params: Params, ages: Floats, rng: np.random.Generator, unit: Unit) -> PurchaseSummary:
        """Simulated clients of the given ages (in `unit`), as the model thinks they behave."""
        rate_shape, scale, leave, stay = checked(self.name, NAMES, params)
        regularity = self._regularity(params)
        size = len(ages)
        phases = rng.poisson(rng.gamma(rate_shape, size=size) / scale * ages)
        most = _purchases_till_leaving(leave, np.full(size, stay), rng) - (1.0 if self.leaves_at_once else 0.0)
        count = np.minimum(phases // regularity, most)
        done = np.maximum(regularity * count, 1.0)
        last = np.where(count > 0, ages * rng.beta(done, phases - done + 1.0 + (count == 0)), 0.0)
        logs = None
        if regularity > 1:
            whole = count.astype(np.int64)
            gaps = rng.gamma(regularity, size=int(whole.sum()))
            owner = np.repeat(np.arange(size), whole)
            sums = np.bincount(owner, weights=gaps, minlength=size)
            logs = np.bincount(owner, weights=np.log(gaps), minlength=size).astype(np.float64)
            logs += count * np.log(np.where(count > 0, last / np.where(sums > 0, sums, 1.0), 1.0))
        return PurchaseSummary(count, np.minimum(last, ages), ages, unit, sum_log_intervals=logs)


def _purchases_till_leaving(leave: float, stay: Floats, rng: np.random.Generator) -> Floats:
    """How many purchases a client makes until they leave after the last of them, if time permits."""
    first, second = rng.gamma(leave, size=len(stay)), rng.gamma(stay)
    chance = np.clip(first / np.maximum(first + second, 1e-300), 1e-15, 1.0)
    # 1 + floor(ln U / ln(1 - p)): geometric, also for chances far below what integers can hold
    rest = np.where(chance < 1.0, np.log1p(-np.minimum(chance, 1.0 - 1e-16)), -np.inf)
    return np.asarray(1.0 + np.floor(np.log(1.0 - rng.random(len(stay))) / rest))
