"""BG/BB: buying (or giving) on discrete occasions, one chance each, until the client leaves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import betaln, digamma, gammaln, polygamma

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import Number, say
from custecon.models.beta_quadrature import beta_mean
from custecon.models.buying_model import BuyingModel, Params, register
from custecon.models.distinct_histories import distinct_rows
from custecon.models.durations import DiscountRate, Span, Unit
from custecon.models.fit_record import Fit, checked, fit_likelihood
from custecon.models.fitting import Whole
from custecon.models.summary import DiscreteSummary, Floats, Index

NAMES = ("alpha", "beta", "gamma", "delta")


class BgBbLikelihood(Whole):
    """Σ over the occasions at which the client may have left, after the last one taken.

    Source: Fader, Hardie & Shang 2010, Customer-Base Analysis in a Discrete-Time Noncontractual Setting, eq.
    3.
    """

    names = NAMES

    def __init__(self, summary: DiscreteSummary) -> None:
        columns = [summary.repeat_purchases, summary.last_occasion, summary.occasions]
        rows, self._weights = distinct_rows(columns, summary.weights)
        count, last, occasions = rows
        # one entry per row and possible story: left at occasion `lasted` + 1, or stayed through all
        stories = (occasions - last + 1).astype(np.int64)
        self._owner: Index = np.repeat(np.arange(len(count)), stories)
        self._starts: Index = np.concatenate(([0], np.cumsum(stories)[:-1])).astype(np.intp)
        step = np.arange(len(self._owner)) - self._starts[self._owner]
        self._lasted = last[self._owner] + step
        self._leaves = (self._lasted < occasions[self._owner]).astype(np.float64)
        self._count = count[self._owner]

    @property
    def scales(self) -> Floats:
        """All four are pure numbers of ordinary size around 1."""
        return np.ones(4)

    def starts(self) -> list[list[float]]:
        """From very unequal to nearly equal clients, from sticky to fleeting ones."""
        return [[1.0, 1.0, 0.7, 2.5], [0.5, 0.5, 0.5, 5.0], [2.0, 4.0, 1.0, 10.0], [0.3, 1.0, 1.0, 1.0]]

    def _stories(self, theta: Floats) -> Floats:
        alpha, beta, gamma, delta = theta
        value = betaln(alpha + self._count, beta + self._lasted - self._count) - betaln(alpha, beta)
        value += betaln(gamma + self._leaves, delta + self._lasted) - betaln(gamma, delta)
        return np.asarray(value)

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (alpha, beta, gamma, delta)."""
        stories = self._stories(theta)
        top = np.maximum.reduceat(stories, self._starts)
        total = np.add.reduceat(np.exp(stories - top[self._owner]), self._starts)
        return float(self._weights @ (top + np.log(total)))

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (alpha, beta, gamma, delta)."""
        alpha, beta, gamma, delta = theta
        stories = self._stories(theta)
        top = np.maximum.reduceat(stories, self._starts)
        chance = np.exp(stories - top[self._owner])
        total = np.add.reduceat(chance, self._starts)
        chance /= total[self._owner]
        weight = chance * self._weights[self._owner]

        def pair(first: float, second: float, one: Floats, two: Floats) -> tuple[list[Floats], list[Floats]]:
            """First and second derivatives of ln B(first+one, second+two) - ln B(first, second)."""
            both = one + two
            slope_both = digamma(first + second + both) - digamma(first + second)
            slopes = [
                digamma(first + one) - digamma(first) - slope_both,
                digamma(second + two) - digamma(second) - slope_both,
            ]
            bend_both = polygamma(1, first + second + both) - polygamma(1, first + second)
            bends = [
                polygamma(1, first + one) - polygamma(1, first) - bend_both,
                -bend_both,
                polygamma(1, second + two) - polygamma(1, second) - bend_both,
            ]
            return slopes, bends

        buying, buying_2 = pair(alpha, beta, self._count, self._lasted - self._count)
        leaving, leaving_2 = pair(gamma, delta, self._leaves, self._lasted)
        slopes = np.array([*buying, *leaving])
        means = np.add.reduceat(slopes * chance, self._starts, axis=1)
        gradient = means @ self._weights
        hessian = (slopes * weight) @ slopes.T - (means * self._weights) @ means.T
        for offset, bends in ((0, buying_2), (2, leaving_2)):
            hessian[offset, offset] += weight @ bends[0]
            hessian[offset, offset + 1] += weight @ bends[1]
            hessian[offset + 1, offset] += weight @ bends[1]
            hessian[offset + 1, offset + 1] += weight @ bends[2]
        return float(self._weights @ (top + np.log(total))), gradient, hessian

    def log_chances_stayed(self, theta: Floats) -> Floats:
        """Per distinct row the log of the chance to have stayed through all its occasions."""
        stories = self._stories(theta)
        top = np.maximum.reduceat(stories, self._starts)
        total = np.add.reduceat(np.exp(stories - top[self._owner]), self._starts)
        last = np.append(self._starts[1:], len(stories)) - 1
        return np.asarray(stories[last] - top - np.log(total))


class BgBb(BuyingModel[DiscreteSummary]):
    """One's own chance to buy on an occasion (Beta: alpha, beta) and to leave before it (Beta: gamma, delta).

    "Active" means active on the next occasion. Horizons are whole occasions.

    Source: Fader, Hardie & Shang 2010, Marketing Science 29 (6).
    """

    name = "bg_bb"
    title = "BG/BB"
    parameters = NAMES
    source = "Fader, Hardie & Shang 2010"
    summary_kind = "occasions"

    def fit(self, summary: DiscreteSummary, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
        """The parameters under which the history is likeliest: alpha, beta (buying), gamma, delta (leaving).

        Raises:
            Undefined: E331 thin data, E332 the edge of the space, E333 no maximum.
        """
        self._refuse_thin(summary)
        return fit_likelihood(
            self.name, BgBbLikelihood(summary), summary, unit=summary.unit, accept_edge=accept_edge, like=like
        )

    def _refuse_thin(self, summary: DiscreteSummary) -> None:
        why = ""
        if summary.clients < 2:
            why = "there are fewer than two clients"
        elif not (summary.occasions > 1).any():
            why = "no client had two occasions or more"
        elif not (summary.repeat_purchases > 0).any():
            why = "no client has bought again"
        elif (summary.repeat_purchases == summary.occasions).all():
            why = "every client has bought on every occasion"
        if why:
            raise Undefined(problem("E331", model=self.title, why=why))

    def likelihood(self, summary: DiscreteSummary, params: Params) -> BgBbLikelihood:
        """The log-likelihood prepared for the data."""
        return BgBbLikelihood(summary)

    def log_likelihood(self, params: Params, summary: DiscreteSummary) -> float:
        """How likely the history is under the parameters: natural log, all clients together."""
        self._ready(params, summary)
        return BgBbLikelihood(summary).value(checked(self.name, NAMES, params))

    def _stayed(self, theta: Floats, history: DiscreteSummary) -> Floats:
        """The chance to have stayed through all occasions so far."""
        result = np.empty(len(history))
        size = max(1, int(2_000_000 // (history.occasions.max(initial=1.0) + 1)))
        for at in range(0, len(history), size):
            part = history.rows(slice(at, at + size))
            triple = np.column_stack((part.repeat_purchases, part.last_occasion, part.occasions))
            kinds, inverse = np.unique(triple, axis=0, return_inverse=True)
            likelihood = BgBbLikelihood(DiscreteSummary(kinds[:, 0], kinds[:, 1], kinds[:, 2], part.unit))
            result[at : at + size] = np.exp(likelihood.log_chances_stayed(theta))[inverse.reshape(-1)]
        return result

    def _active(self, params: Mapping[str, float], history: DiscreteSummary) -> Floats:
        theta = checked(self.name, NAMES, params)
        stays = (theta[3] + history.occasions) / (theta[2] + theta[3] + history.occasions)
        return np.asarray(self._stayed(theta, history) * stays)

    @staticmethod
    def _whole(time: float) -> int:
        if abs(time - round(time)) > 1e-9:
            raise Undefined(
                problem(
                    "E335", what=say("BG/BB counts whole occasions, the horizon is {time} of them", time=Number(time))
                )
            )
        return round(time)

    def _expected(self, params: Mapping[str, float], history: DiscreteSummary, time: float) -> Floats:
        theta = checked(self.name, NAMES, params)
        alpha, beta, gamma, delta = theta
        occasions = history.occasions
        staying = self._stayed(theta, history)
        total = np.zeros(len(history))
        for step in range(1, self._whole(time) + 1):
            staying = staying * (delta + occasions + step - 1.0) / (gamma + delta + occasions + step - 1.0)
            total += staying
        return np.asarray((alpha + history.repeat_purchases) / (alpha + beta + occasions) * total)

    def _active_later(self, params: Mapping[str, float], history: DiscreteSummary, time: float) -> Floats:
        theta = checked(self.name, NAMES, params)
        later = history.occasions + self._whole(time) + 1.0
        ratio = betaln(theta[2], theta[3] + later) - betaln(theta[2], theta[3] + history.occasions)
        return np.asarray(self._stayed(theta, history) * np.exp(ratio))

    def _chances(self, params: Mapping[str, float], history: DiscreteSummary, time: float, count: Floats) -> Floats:
        theta = checked(self.name, NAMES, params)
        horizon = self._whole(time)
        alpha, beta = (
            theta[0] + history.repeat_purchases,
            theta[1] + history.occasions - history.repeat_purchases,
        )
        gamma, delta = theta[2], theta[3] + history.occasions
        total = np.zeros(len(history))
        for lasted in range(horizon + 1):
            leaves = 1.0 if lasted < horizon else 0.0
            possible = count <= lasted
            taken = np.where(possible, count, 0.0)
            ways = gammaln(lasted + 1.0) - gammaln(taken + 1.0) - gammaln(lasted - taken + 1.0)
            log_chance = ways + betaln(alpha + taken, beta + lasted - taken) - betaln(alpha, beta)
            log_chance += betaln(gamma + leaves, delta + lasted) - betaln(gamma, delta)
            total += np.where(possible, np.exp(log_chance), 0.0)
        stayed = self._stayed(theta, history)
        return np.asarray(stayed * total + np.where(count == 0, 1.0 - stayed, 0.0))

    def discounted_purchases(
        self, params: Params, history: DiscreteSummary, discount: DiscountRate, horizon: Span | None = None
    ) -> Floats:
        """Expected purchases of each client from the next occasion on, discounted to now, once per occasion.

        Without a horizon: for ever (DERT); the next occasion lies one unit ahead.

        Raises:
            Undefined: E334 without a horizon if the discount is 0.
        """
        theta = checked(self.name, NAMES, self._ready(params, history))
        alpha, beta, gamma, delta = theta
        occasions = history.occasions
        rate = discount.per_unit(history.unit)
        buys = (alpha + history.repeat_purchases) / (alpha + beta + occasions)
        stayed = self._stayed(theta, history)
        if horizon is None:
            if rate <= 0:
                why = "purchases for ever without a discount"
                raise Undefined(problem("E334", figure=say("the number of discounted purchases"), why=why))
            kinds, inverse = np.unique(occasions, return_inverse=True)

            def annuity(leaving: Floats, row: Index) -> Floats:
                return np.asarray((1.0 - leaving) / (rate + leaving) + 0.0 * row)

            return np.asarray(buys * stayed * beta_mean(annuity, np.full(len(kinds), gamma), delta + kinds)[inverse])
        total = np.zeros(len(history))
        for step in range(1, self._whole(horizon.to(history.unit)) + 1):
            stayed = stayed * (delta + occasions + step - 1.0) / (gamma + delta + occasions + step - 1.0)
            total += stayed / (1.0 + rate) ** step
        return np.asarray(buys * total)

    def _draw_if_active(
        self, params: Mapping[str, float], history: DiscreteSummary, time: float, rng: np.random.Generator
    ) -> Floats:
        theta = checked(self.name, NAMES, params)
        horizon = self._whole(time)
        count, occasions = history.repeat_purchases, history.occasions
        # active on the next occasion, and then for as many more as may be
        lasts = np.minimum(1.0 + _occasions_stayed(theta[2], theta[3] + occasions + 1.0, rng), horizon)
        chance = rng.beta(theta[0] + count, theta[1] + occasions - count)
        return rng.binomial(lasts.astype(np.int64), chance).astype(np.float64)

    def draw_histories(self, params: Params, ages: Floats, rng: np.random.Generator, unit: Unit) -> DiscreteSummary:
        """Simulated clients with so many occasions each, as the model thinks they behave."""
        alpha, beta, gamma, delta = checked(self.name, NAMES, params)
        size = len(ages)
        lasts = np.minimum(_occasions_stayed(gamma, np.full(size, delta), rng), ages)
        chance = rng.beta(alpha, beta, size=size)
        most = int(ages.max(initial=0.0))
        count, last = np.zeros(size), np.zeros(size)
        for occasion in range(1, most + 1):
            buys = (rng.random(size) < chance) & (occasion <= lasts)
            count += buys
            last = np.where(buys, float(occasion), last)
        return DiscreteSummary(count, last, ages, unit)


def _occasions_stayed(gamma: float, delta: Floats, rng: np.random.Generator) -> Floats:
    """On how many occasions clients are still active: geometric with a chance of their own."""
    first, second = rng.gamma(gamma, size=len(delta)), rng.gamma(delta)
    chance = np.clip(first / np.maximum(first + second, 1e-300), 1e-15, 1.0 - 1e-16)
    return np.asarray(np.floor(np.log(1.0 - rng.random(len(delta))) / np.log1p(-chance)))


BG_BB = register(BgBb())
