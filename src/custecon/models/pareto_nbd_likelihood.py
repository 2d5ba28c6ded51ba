"""The likelihood of Pareto/NBD as an integral over the moment of leaving: no 2F1, nothing to cancel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from custecon.models.distinct_histories import distinct_rows
from custecon.models.log_rising_factorial import RisingLogs
from custecon.models.summary import Floats, PurchaseSummary

NAMES = ("r", "alpha", "s", "beta")
BLOCK = 2048  # rows at once: the nodes of a block stay in the processor's cache
SAMPLE = 8192  # clients
SAMPLED_FROM = 16_384  # different histories


def _rule(order: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre on 0 … 1."""
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return 0.5 * (nodes + 1.0), 0.5 * weights


QUICK = _rule(32)
FINE = _rule(48)
NEGLIGIBLE = 45.0  # in logs: exp(-45) of the integrand's start is nothing


class _Leaving(NamedTuple):
    """The integral of (alpha+u)^-(r+x) (beta+u)^-(s+1) over the moments u of leaving, t_x … T."""

    log_integral: Floats  # relative to the integrand at t_x
    weights: Floats
    lag_rate: Floats  # ln((alpha+u) / (alpha+t_x)) at the nodes
    lag_leave: Floats
    since: Floats  # u - t_x


def _leaving(theta: Floats, count: Floats, last: Floats, age: Floats, rule: tuple[Floats, Floats]) -> _Leaving:
    """Substitute w = ln((m+u) / (m+t_x)), m the smaller of alpha and beta.

    In w the integrand is log-concave and analytic within π of the real axis. Where it falls from the start,
    the tail beyond exp(-45) is cut.
    """
    rate_shape, scale, leave_shape, leave_scale = theta
    buys, leaves = rate_shape + count, leave_shape + 1.0
    start_rate, start_leave = scale + last, leave_scale + last
    base = np.minimum(start_rate, start_leave)
    reach = np.log1p((age - last) / base)
    fall = buys * base / start_rate + leaves * base / start_leave - 1.0
    reach = np.minimum(reach, NEGLIGIBLE / np.maximum(fall, 1e-3))
    logs = reach[:, None] * rule[0]
    since = base[:, None] * np.expm1(logs)
    if scale <= leave_scale:
        lag_rate, lag_leave = logs, np.log1p(since / start_leave[:, None])
    else:
        lag_rate, lag_leave = np.log1p(since / start_rate[:, None]), logs
    mild = logs - buys[:, None] * lag_rate - leaves * lag_leave
    top = mild.max(axis=1, keepdims=True)
    mild = np.exp(mild - top) * rule[1]
    total = mild.sum(axis=1)
    log_integral = np.log(np.maximum(reach, 1e-300) * total * base) + top[:, 0]
    log_integral = np.where(reach > 0, log_integral, -np.inf)
    return _Leaving(log_integral, mild / total[:, None], lag_rate, lag_leave, since)


def log_odds_left(theta: Floats, count: Floats, last: Floats, age: Floats) -> Floats:
    """Per client the log of the odds that they have left; minus infinity if they have bought this very moment."""
    result = np.empty(len(count))
    for at in range(0, len(count), BLOCK // 2):
        part = slice(at, at + BLOCK // 2)
        inner = _leaving(theta, count[part], last[part], age[part], FINE)
        silent = age[part] - last[part]
        staying = (theta[0] + count[part]) * np.log1p(silent / (theta[1] + last[part]))
        staying += theta[2] * np.log1p(silent / (theta[3] + last[part]))
        result[part] = np.log(theta[2] / (theta[3] + last[part])) + inner.log_integral + staying
    return result


class ParetoNbdLikelihood:
    """Purchases at random until leaving at random: rates ~ Gamma(r, alpha), leaving ~ Gamma(s, beta).

    Source: Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005, A Note on Deriving the Pareto/NBD
    Model.
    """

    names = NAMES

    def __init__(self, summary: PurchaseSummary) -> None:
        weights, self._unit = summary.counts, summary.unit
        columns = [summary.repeat_purchases, summary.age_at_last_purchase, summary.age]
        (self._count, self._last, self._age), self._weights = distinct_rows(columns, summary.weights)
        self._clients = float(weights.sum())
        exposure = float(weights @ summary.age)
        self._mean_age = exposure / self._clients if exposure > 0 else 1.0
        self._bought = float(weights @ summary.repeat_purchases)
        self._rate = max(self._bought, 0.5) / exposure if exposure > 0 else 1.0
        self._purchases = RisingLogs(summary.repeat_purchases, weights)

    @property
    def scales(self) -> Floats:
        """Where the parameters are of ordinary size; alpha and beta follow the data's times."""
        return np.array([1.0, 1.0 / self._rate, 1.0, self._mean_age])

    def starts(self) -> list[list[float]]:
        """From very unequal to nearly equal clients; alpha so that the rate is the one seen."""
        slow, age = 1.0 / self._rate, self._mean_age
        return [
            [0.6, 0.4 * slow, 0.6, 0.4 * age],
            [1.0, 0.7 * slow, 1.0, 2.0 * age],
            [0.25, 0.2 * slow, 0.5, 0.2 * age],
            [3.0, 2.5 * slow, 0.4, 2.0 * age],
            [1.0, 0.5 * slow, 2.0, 1.0 * age],
        ]

    def sample(self) -> ParetoNbdLikelihood:
        """The same for some thousand clients at even distances in the order of their histories."""
        if len(self._count) < SAMPLED_FROM:
            return self
        every = self._clients / SAMPLE
        places = every * (np.arange(SAMPLE) + 0.5)
        found = np.minimum(np.searchsorted(np.cumsum(self._weights), places), len(self._count) - 1)
        rows, times = np.unique(found, return_counts=True)
        history = self._count[rows], self._last[rows], self._age[rows]
        return ParetoNbdLikelihood(PurchaseSummary(*history, self._unit, every * times.astype(np.float64)))

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (r, alpha, s, beta)."""
        rate_shape, scale = float(theta[0]), float(theta[1])
        total = self._purchases.value(rate_shape) - self._bought * np.log(scale)
        for at in range(0, len(self._count), BLOCK):
            part = slice(at, at + BLOCK)
            count, age, last = self._count[part], self._age[part], self._last[part]
            inner = _leaving(theta, count, last, age, QUICK)
            staying, leaving = self._roads(theta, inner, count, last, age)
            total += float(self._weights[part] @ np.logaddexp(staying, leaving))
        return float(total)

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (r, alpha, s, beta)."""
        rate_shape, scale, leave_shape, leave_scale = (float(one) for one in theta)
        bought, bought_1, bought_2 = self._purchases.derivatives(rate_shape)
        clients = self._clients
        value = bought - self._bought * np.log(scale)
        gradient = np.array(
            [
                bought_1 + clients * np.log(scale),
                clients * rate_shape / scale,
                clients * np.log(leave_scale),
                clients * leave_shape / leave_scale,
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = bought_2
        hessian[0, 1] = clients / scale
        hessian[1, 1] = -clients * rate_shape / scale**2
        hessian[2, 3] = clients / leave_scale
        hessian[3, 3] = -clients * leave_shape / leave_scale**2
        for at in range(0, len(self._count), BLOCK):
            more = self._block(theta, slice(at, at + BLOCK))
            value += more[0]
            gradient += more[1]
            hessian += more[2]
        return float(value), gradient, np.triu(hessian) + np.triu(hessian, 1).T

    @staticmethod
    def _roads(theta: Floats, inner: _Leaving, count: Floats, last: Floats, age: Floats) -> tuple[Floats, Floats]:
        """Logs of staying to the end and of leaving before, both times alpha^x: nothing cancels."""
        rate_shape, scale, leave_shape, leave_scale = theta
        buys = rate_shape + count
        staying = -buys * np.log1p(age / scale) - leave_shape * np.log1p(age / leave_scale)
        start = buys * np.log1p(last / scale) + (leave_shape + 1.0) * np.log1p(last / leave_scale)
        return staying, np.log(leave_shape / leave_scale) + inner.log_integral - start

    def _block(self, theta: Floats, part: slice) -> tuple[float, Floats, Floats]:
        """Σ ln(staying + leaving) over some rows: two roads to the same silence, mixed by their chances."""
        rate_shape, scale, leave_shape, leave_scale = theta
        count, last, age, weights = self._count[part], self._last[part], self._age[part], self._weights[part]
        buys, leaves = rate_shape + count, leave_shape + 1.0
        inner = _leaving(theta, count, last, age, QUICK)
        log_rate, log_leave = np.log(scale + age), np.log(leave_scale + age)
        staying, leaving = self._roads(theta, inner, count, last, age)
        chance = expit(leaving - staying)
        value = float(weights @ np.logaddexp(staying, leaving))
        slope, bend = _moments(theta, inner, buys, leaves, last)
        slope[2] = slope[2] + 1.0 / leave_shape
        # of leaving: bend + slope slope'; ln s adds to the row of s
        second = dict(bend)
        for row in range(4):
            pair = (min(row, 2), max(row, 2))
            second[pair] = second[pair] + (slope[row] / leave_shape if row != 2 else 0.0)
        second[2, 2] = second[2, 2] + 2.0 * (slope[2] - 1.0 / leave_shape) / leave_shape
        inverse_rate, inverse_leave = 1.0 / (scale + age), 1.0 / (leave_scale + age)
        stay = [-log_rate, -buys * inverse_rate, -log_leave, -leave_shape * inverse_leave]
        curve = {
            (0, 1): -inverse_rate,
            (1, 1): buys * inverse_rate**2,
            (2, 3): -inverse_leave,
            (3, 3): leave_shape * inverse_leave**2,
        }
        mixed = [one + chance * (two - one) for one, two in zip(stay, slope, strict=True)]
        gradient = np.array([weights @ one for one in mixed])
        hessian = np.zeros((4, 4))
        for row in range(4):
            for column in range(row, 4):
                still = stay[row] * stay[column] + curve.get((row, column), 0.0)
                both = still + chance * (second[row, column] - still)
                hessian[row, column] = weights @ (both - mixed[row] * mixed[column])
        return value, gradient, hessian


def _moments(
    theta: Floats, inner: _Leaving, buys: Floats, leaves: float, last: Floats
) -> tuple[list[Floats], dict[tuple[int, int], Floats]]:
    """Means over the moment of leaving of the integrand's log slope, and of slope · slope' + curvature."""
    start_rate, start_leave = (theta[1] + last)[:, None], (theta[3] + last)[:, None]
    late_rate = inner.lag_rate + np.log(start_rate)
    late_leave = inner.lag_leave + np.log(start_leave)
    inverse_rate = 1.0 / (start_rate + inner.since)
    inverse_leave = 1.0 / (start_leave + inner.since)

    def mean(one: Floats, two: Floats) -> Floats:
        return np.asarray(np.einsum("ij,ij->i", one, two))

    heavy_rate, heavy_inverse = inner.weights * late_rate, inner.weights * inverse_rate
    heavy_leave, heavy_inverse_leave = inner.weights * late_leave, inner.weights * inverse_leave
    mean_inverse, mean_inverse_leave = heavy_inverse.sum(axis=1), heavy_inverse_leave.sum(axis=1)
    slope = [
        -heavy_rate.sum(axis=1),
        -buys * mean_inverse,
        -heavy_leave.sum(axis=1),
        -leaves * mean_inverse_leave,
    ]
    bend = {
        (0, 0): mean(heavy_rate, late_rate),
        (0, 1): buys * mean(heavy_rate, inverse_rate) - mean_inverse,
        (0, 2): mean(heavy_rate, late_leave),
        (0, 3): leaves * mean(heavy_rate, inverse_leave),
        (1, 1): (buys**2 + buys) * mean(heavy_inverse, inverse_rate),
        (1, 2): buys * mean(heavy_inverse, late_leave),
        (1, 3): buys * leaves * mean(heavy_inverse, inverse_leave),
        (2, 2): mean(heavy_leave, late_leave),
        (2, 3): leaves * mean(heavy_leave, inverse_leave) - mean_inverse_leave,
        (3, 3): (leaves**2 + leaves) * mean(heavy_inverse_leave, inverse_leave),
    }
    return slope, bend
