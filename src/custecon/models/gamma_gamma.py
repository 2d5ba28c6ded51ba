"""Gamma-Gamma: what a client spends per purchase, from the few seen of them and from all the others."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.special import digamma, gammaln, polygamma, stdtr

from custecon.core.errors import Notice, Undefined, notice, problem
from custecon.core.phrases import Number, PValue, say
from custecon.models.buying_model import Params
from custecon.models.distinct_histories import distinct_rows
from custecon.models.fit_record import Fit, checked, fit_likelihood
from custecon.models.fitting import Whole
from custecon.models.summary import Floats, SpendSummary, dot

NAME = "gamma_gamma"
TITLE = "Gamma-Gamma"
NAMES = ("p", "q", "gamma")


class GammaGammaLikelihood(Whole):
    """Amounts ~ Gamma(p, nu) within a client, nu ~ Gamma(q, gamma) over clients; only averages are needed.

    Source: Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value, eq. 1a.
    """

    names = NAMES

    def __init__(self, spend: SpendSummary) -> None:
        buyers = np.flatnonzero(spend.repeat_purchases > 0)
        count, average = spend.repeat_purchases[buyers], spend.average_spend[buyers]
        weights = None if spend.weights is None else spend.weights[buyers]
        if len(buyers) < 20_000:  # beyond, sorting costs more than equal rows save
            (count, average), weights = distinct_rows([count, average], weights)
        elif weights is None:
            weights = np.ones(len(count))
        self._weights = weights
        self._clients = float(weights.sum())
        self._mean = dot(weights, average) / self._clients
        self._sums = count * average
        self._weighted = weights * count
        by_count = np.bincount(count.astype(np.int64), weights=weights)
        present = np.flatnonzero(by_count)
        self._counts, self._at_count = present.astype(np.float64), by_count[present].astype(np.float64)
        self._purchases = float(self._weighted.sum())
        self._log_sums = dot(self._weighted, np.log(self._sums))
        self._rest = -dot(weights, np.log(average))

    @property
    def scales(self) -> Floats:
        """Where p, q and gamma are of ordinary size; gamma follows the average amount."""
        return np.array([1.0, 1.0, self._mean])

    def starts(self) -> list[list[float]]:
        """Equal to very unequal clients, all with the average amount seen."""
        return [
            [p, q, self._mean * (q - 0.9) / p] for p, q in ((5.0, 4.0), (2.0, 3.0), (1.0, 1.5), (20.0, 8.0), (8.0, 1.2))
        ]

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (p, q, gamma)."""
        p, q, scale = (float(one) for one in theta)
        inner = dot(self._at_count, gammaln(p * self._counts + q) - gammaln(p * self._counts))
        inner += self._clients * (q * np.log(scale) - float(gammaln(q)))
        logs = np.log(scale + self._sums)
        inner += p * self._log_sums + self._rest - p * (dot(self._weighted, logs)) - q * (dot(self._weights, logs))
        return float(inner)

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (p, q, gamma)."""
        p, q, scale = (float(one) for one in theta)
        counts, at_count = self._counts, self._at_count
        both, own = p * counts + q, p * counts
        older = scale + self._sums
        logs = np.log(older)
        inverse = 1.0 / older
        weighted_inverse, plain_inverse = self._weighted * inverse, self._weights * inverse
        log_x, log_1 = dot(self._weighted, logs), dot(self._weights, logs)
        inverse_x, inverse_1 = float(weighted_inverse.sum()), float(plain_inverse.sum())
        square_x, square_1 = dot(weighted_inverse, inverse), dot(plain_inverse, inverse)
        value = dot(at_count, gammaln(both) - gammaln(own))
        value += self._clients * (q * np.log(scale) - float(gammaln(q)))
        value += p * self._log_sums + self._rest - p * log_x - q * log_1
        psi_both, psi_own = digamma(both), digamma(own)
        tri_both, tri_own = polygamma(1, both), polygamma(1, own)
        gradient = np.array(
            [
                dot(at_count * counts, psi_both - psi_own) + self._log_sums - log_x,
                dot(at_count, psi_both) - self._clients * (float(digamma(q)) - np.log(scale)) - log_1,
                self._clients * q / scale - p * inverse_x - q * inverse_1,
            ]
        )
        pp = dot(at_count * counts**2, tri_both - tri_own)
        pq = dot(at_count * counts, tri_both)
        qq = dot(at_count, tri_both) - self._clients * float(polygamma(1, q))
        qg = self._clients / scale - inverse_1
        gg = -self._clients * q / scale**2 + p * square_x + q * square_1
        hessian = np.array([[pp, pq, -inverse_x], [pq, qq, qg], [-inverse_x, qg, gg]])
        return value, gradient, hessian


def _refuse_thin(spend: SpendSummary) -> None:
    buyers = spend.repeat_purchases > 0
    why = ""
    if float(spend.counts[buyers].sum()) < 3:
        why = "fewer than three clients have bought again"
    elif np.ptp(spend.average_spend[buyers]) <= 1e-12 * spend.average_spend[buyers].max():
        why = "all clients spend the same on average"
    if why:
        raise Undefined(problem("E331", model=TITLE, why=why))


def fit(spend: SpendSummary, *, accept_edge: bool = False, like: Fit | None = None) -> Fit:
    """How clients differ in what they spend per purchase: p (within a client), q and gamma (between clients).

    The fit rests on clients with a repeat purchase, and counts these. `like`: where the climb begins.

    Raises:
        Undefined: E331 thin data, E332 the edge of the space, E333 no maximum.
    """
    _refuse_thin(spend)
    buyers = spend.rows(np.flatnonzero(spend.repeat_purchases > 0))
    return fit_likelihood(NAME, GammaGammaLikelihood(buyers), buyers, unit="", accept_edge=accept_edge, like=like)


def log_likelihood(params: Params, spend: SpendSummary) -> float:
    """How likely the averages are under the parameters: natural log, all repeat buyers together."""
    _refuse_thin(spend)
    return GammaGammaLikelihood(spend).value(checked(NAME, NAMES, params))


def expected_spend(params: Params, spend: SpendSummary) -> Floats:
    """What each client will spend per purchase on average: their own average pulled towards everybody's.

    In the currency of the data. A client without a repeat purchase gets everybody's mean, p·gamma / (q - 1).

    Raises:
        Undefined: E334 where p·x + q ≤ 1: the mean is infinite.
    """
    p, q, scale = checked(NAME, NAMES, params)
    below = p * spend.repeat_purchases + q - 1.0
    if len(spend) and below.min() <= 0:
        raise Undefined(
            problem("E334", figure=say("the expected spend of a client"), why=f"q = {q:.3g} is not above 1")
        )
    return np.asarray(p * (scale + spend.repeat_purchases * spend.average_spend) / below)


def draw_spend(params: Params, spend: SpendSummary, purchases: Floats, rng: np.random.Generator) -> Floats:
    """The sum that each client spends on so many further purchases, drawn once."""
    p, q, scale = checked(NAME, NAMES, params)
    buys = np.flatnonzero(purchases > 0)
    count, average = spend.repeat_purchases[buys], spend.average_spend[buys]
    own = rng.gamma(p * count + q) / (scale + count * average)
    amount = np.zeros(len(purchases))
    amount[buys] = rng.gamma(p * purchases[buys]) / np.maximum(own, 1e-300)
    return amount


def draw_averages(params: Params, repeat_purchases: Floats, rng: np.random.Generator) -> SpendSummary:
    """Simulated clients with so many purchases each: what they spend on average."""
    p, q, scale = checked(NAME, NAMES, params)
    some = np.maximum(repeat_purchases, 1.0)
    own = rng.gamma(q, size=len(some)) / scale
    average = np.maximum(rng.gamma(p * some) / (own * some), 1e-300)
    return SpendSummary(repeat_purchases, np.where(repeat_purchases > 0, average, 0.0))


class Independence(NamedTuple):
    """Whether spend depends on how often a client buys: correlations over clients with a repeat purchase."""

    pearson: float
    spearman: float
    p_value: float
    clients: float
    notice: Notice | None


def independence_of_frequency(spend: SpendSummary) -> Independence:
    """Whether clients who buy more often spend more (or less) per purchase, which Gamma-Gamma assumes away.

    The p-value is that of Spearman's rank correlation. A notice is given from |Spearman| ≥ 0.2 with p < 0.05.

    Raises:
        Undefined: E331 for fewer than three clients with a repeat purchase.
    """
    buyers = spend.repeat_purchases > 0
    times = np.maximum(np.rint(spend.counts[buyers]), 1).astype(np.int64)
    count = np.repeat(spend.repeat_purchases[buyers], times)
    average = np.repeat(spend.average_spend[buyers], times)
    if len(count) < 3:
        raise Undefined(
            problem("E331", model=say("the check of independence"), why="fewer than three clients bought again")
        )
    if np.ptp(count) == 0 or np.ptp(average) == 0:
        return Independence(0.0, 0.0, 1.0, float(len(count)), None)
    pearson = float(np.corrcoef(count, average)[0, 1])
    ranked, p_value = _spearman(count, average)
    told = None
    if abs(ranked) >= 0.2 and p_value < 0.05:
        told = notice("N344", spearman=Number(ranked, 2), p=PValue(p_value))
    return Independence(pearson, ranked, p_value, float(len(count)), told)


def _spearman(first: Floats, second: Floats) -> tuple[float, float]:
    """Spearman's rank correlation and its p-value, two-sided, of three or more pairs: as scipy.stats has both.

    To load scipy.stats takes longer than all of a prediction for a few thousand clients.
    """
    found = float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])
    if abs(found) >= 1.0 - 1e-15:
        return found, 0.0
    free = len(first) - 2
    return found, 2.0 * float(stdtr(free, -abs(found) * math.sqrt(free / (1.0 - found * found))))


def _ranks(values: Floats) -> Floats:
    """The rank of each value, the lowest 1; equal values share the mean of their ranks."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - 0.5 * (counts - 1))[places])
