"""The likelihood that BG/NBD, MBG/NBD and their regular versions share, with gradient and Hessian."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, gammaln

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.models.distinct_histories import distinct_rows, sums_by_value
from custecon.models.fitting import Whole
from custecon.models.log_rising_factorial import RisingLogs
from custecon.models.summary import Floats, PurchaseSummary, dot

NAMES = ("r", "alpha", "a", "b")
BLOCK = 8192  # rows at once: they stay in the processor's cache


def refuse_thin_purchases(model: str, summary: PurchaseSummary) -> None:
    """Refuse data from which no buying model can learn.

    Raises:
        Undefined: E331 for no clients, no time observed, fewer than two clients, or nobody who bought again.
    """
    why = ""
    if summary.clients < 2:
        why = "there are fewer than two clients"
    elif not (summary.age > 0).any():
        why = "no client was observed for any time after the first purchase"
    elif not (summary.repeat_purchases > 0).any():
        why = "no client has bought again"
    elif ((summary.repeat_purchases > 0) & (summary.age == 0)).any():
        why = "a client without any time observed has repeat purchases"
    if why:
        raise Undefined(problem("E331", model=model, why=why))


def interval_constant(summary: PurchaseSummary, regularity: int) -> float:
    """What Erlang-k times between purchases add to the log-likelihood: free of the parameters.

    Raises:
        Undefined: E339 if k > 1 and the summary does not hold the logs of the times between purchases.
    """
    if regularity == 1:
        return 0.0
    if summary.sum_log_intervals is None:
        raise Undefined(
            problem(
                "E339",
                model=say("regular buying (k = {regularity})", regularity=regularity),
                needs=say("the logs of the times between purchases"),
                cure="give sum_log_intervals, or use PurchaseSummary.from_purchase_times",
            )
        )
    purchases = dot(summary.counts, summary.repeat_purchases)
    logs = dot(summary.counts, summary.sum_log_intervals)
    return (regularity - 1) * logs - purchases * float(gammaln(regularity))


class BetaGeometricLikelihood(Whole):
    """Log-likelihood of purchases that come as Erlang-k renewals until the client leaves after one of them.

    Rates ~ Gamma(r, alpha), chances to leave after a purchase ~ Beta(a, b). `leaves_at_once`: a client may
    also leave after the first purchase of all (the modified models). Rows equal in (x, t_x, T) count once
    with a weight.

    Source: Fader, Hardie & Lee 2005; Batislam, Denizel & Filiztekin 2007; Platzer & Reutterer 2016, eq. 3.
    """

    names = NAMES

    def __init__(self, summary: PurchaseSummary, *, regularity: int, leaves_at_once: bool) -> None:
        self._k = regularity
        extra = 1.0 if leaves_at_once else 0.0
        count, age = summary.repeat_purchases, summary.age
        weights = summary.counts
        self._clients = float(weights.sum())
        exposure = dot(weights, age)
        self._rate = max(dot(weights, count), 0.5) / exposure if exposure > 0 else 1.0
        self._phases = RisingLogs(regularity * count, weights)
        self._stays = self._phases if regularity == 1 and not leaves_at_once else RisingLogs(count + extra, weights)
        self._ages, (self._at_age, self._phases_at_age) = sums_by_value(age, weights, weights * count * regularity)
        # only rows that may have left, or whose silence is more than one phase, need more than these sums
        kept = np.flatnonzero((count > 0) | leaves_at_once) if regularity == 1 else np.arange(len(count))
        columns = [count[kept], summary.age_at_last_purchase[kept], age[kept]]
        rows, self._weights = distinct_rows(columns, None if summary.weights is None else weights[kept])
        self._total, self._last, self._age = rows
        self._may_leave = (self._total > 0) | leaves_at_once
        self._stay_power = np.where(self._may_leave, self._total - 1.0 + extra, 1.0)
        self._phase_total = regularity * self._total

    @property
    def scales(self) -> Floats:
        """Where r, alpha, a and b are of ordinary size; alpha follows the time between purchases."""
        return np.array([1.0, self._k / self._rate, 1.0, 1.0])

    def starts(self) -> list[list[float]]:
        """Shapes from very unequal to nearly equal clients; alpha so that the rate is the one seen."""
        slow = self._k / self._rate
        return [
            [0.5, 0.5 * slow, 0.8, 2.5],
            [1.0, 0.7 * slow, 0.5, 4.0],
            [0.2, 0.2 * slow, 1.0, 1.0],
            [3.0, 2.5 * slow, 0.2, 5.0],
            [1.0, 0.5 * slow, 2.0, 10.0],
        ]

    def _silence(self, rate_shape: float, scale: float) -> tuple[Floats, list[Floats], Floats, Floats]:
        """Of the silence since the last purchase: relative weights of 0 … k-1 phases done in it."""
        share = (self._age - self._last) / (scale + self._age)
        shape = rate_shape + self._phase_total
        terms = [np.ones_like(share)]
        for phase in range(1, self._k):
            terms.append(terms[-1] * share * (shape + phase - 1) / phase)
        return share, terms, shape, np.sum(terms, axis=0)

    def _log_odds(self, theta: Floats) -> tuple[Floats, Floats]:
        rate_shape, scale, leave, stay = theta
        lag = np.log((scale + self._age) / (scale + self._last))
        return np.log(leave / (stay + self._stay_power)) + (rate_shape + self._phase_total) * lag, lag

    def value(self, theta: Floats) -> float:
        """The log-likelihood at (r, alpha, a, b)."""
        rate_shape, scale, leave, stay = (float(one) for one in theta)
        total = self._phases.value(rate_shape) + self._stays.fall(stay, leave)
        total -= rate_shape * dot(self._at_age, np.log1p(self._ages / scale))
        total -= dot(self._phases_at_age, np.log(scale + self._ages))
        odds, _ = self._log_odds(theta)
        if self._k == 1:
            return float(total + dot(self._weights, np.logaddexp(0.0, odds)))
        silent = np.log(self._silence(rate_shape, scale)[3])
        both = np.where(self._may_leave, np.logaddexp(silent, odds), silent)
        return float(total + dot(self._weights, both))

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood with gradient and Hessian at (r, alpha, a, b)."""
        rate_shape, scale, leave, stay = (float(one) for one in theta)
        phases, phases_1, phases_2 = self._phases.derivatives(rate_shape)
        _, _, stays_2 = self._stays.derivatives(stay)
        _, both_1, both_2 = self._stays.derivatives(leave + stay)
        older = scale + self._ages
        growth = np.log1p(self._ages / scale)
        power = rate_shape * self._at_age + self._phases_at_age
        inverse = 1.0 / older
        value = phases + self._stays.fall(stay, leave)
        value -= rate_shape * dot(self._at_age, growth)
        value -= dot(self._phases_at_age, np.log(older))
        gradient = np.array(
            [
                phases_1 - dot(self._at_age, growth),
                rate_shape / scale * (dot(self._at_age, self._ages * inverse)) - dot(self._phases_at_age, inverse),
                -both_1,
                self._stays.fall_slope(stay, leave),
            ]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = phases_2
        hessian[0, 1] = dot(self._at_age, self._ages * inverse) / scale
        hessian[1, 1] = -self._clients * rate_shape / scale**2 + dot(power, inverse * inverse)
        hessian[2, 2] = hessian[2, 3] = -both_2
        hessian[3, 3] = stays_2 - both_2
        more = self._leaving_once(theta) if self._k == 1 else self._leaving(theta)
        hessian += more[2]
        hessian = np.triu(hessian) + np.triu(hessian, 1).T
        return float(value + more[0]), gradient + more[1], hessian

    def _leaving_once(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Σ softplus(e), k = 1: e = ln a - ln(b + x - 1) + (r + x) ln((alpha + T) / (alpha + t_x))."""
        value, gradient, hessian = 0.0, np.zeros(4), np.zeros((4, 4))
        for start in range(0, len(self._total), BLOCK):
            more = self._leaving_once_of(theta, slice(start, start + BLOCK))
            value += more[0]
            gradient += more[1]
            hessian += more[2]
        return value, gradient, hessian

    def _leaving_once_of(self, theta: Floats, part: slice) -> tuple[float, Floats, Floats]:
        rate_shape, scale, leave, stay = theta
        weights = self._weights[part]
        till_end, till_last = 1.0 / (scale + self._age[part]), 1.0 / (scale + self._last[part])
        lag = np.log(till_last / till_end)
        power = rate_shape + self._total[part]
        unstay = 1.0 / (stay + self._stay_power[part])
        odds = np.log(leave * unstay) + power * lag
        fall = np.exp(-np.abs(odds))
        chance = np.where(odds > 0, 1.0, fall) / (1.0 + fall)
        softplus = np.maximum(odds, 0.0) + np.log1p(fall)
        late = till_end - till_last
        by_scale = power * late
        first = weights * chance
        second = first - first * chance
        gradient = np.array([dot(first, lag), dot(first, by_scale), first.sum() / leave, -(dot(first, unstay))])
        hessian = np.zeros((4, 4))
        weighted_lag, weighted_scale = second * lag, second * by_scale
        hessian[0, 0] = dot(weighted_lag, lag)
        hessian[0, 1] = dot(weighted_lag, by_scale) + dot(first, late)
        hessian[0, 2] = weighted_lag.sum() / leave
        hessian[0, 3] = -(dot(weighted_lag, unstay))
        hessian[1, 1] = dot(weighted_scale, by_scale) - dot(first, by_scale * (till_end + till_last))
        hessian[1, 2] = weighted_scale.sum() / leave
        hessian[1, 3] = -(dot(weighted_scale, unstay))
        hessian[2, 2] = (second.sum() - first.sum()) / leave**2
        hessian[2, 3] = -(dot(second, unstay)) / leave
        hessian[3, 3] = dot(second + first, unstay * unstay)
        return dot(weights, softplus), gradient, hessian

    def _leaving(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """Σ ln(S + exp(e)), k > 1: S adds up the phases that may lie in the silence."""
        rate_shape, scale, leave, stay = theta
        weights = self._weights
        odds, lag = self._log_odds(theta)
        _, terms, shape, silent = self._silence(rate_shape, scale)
        log_silent = np.log(silent)
        odds = np.where(self._may_leave, odds, -np.inf)
        chance = expit(odds - log_silent)
        value = dot(weights, np.logaddexp(log_silent, odds))
        till_end, till_last = 1.0 / (scale + self._age), 1.0 / (scale + self._last)
        late = till_end - till_last
        unstay = 1.0 / (stay + self._stay_power)
        by = [lag, shape * late, np.full_like(lag, 1.0 / leave), -unstay]
        curve = {
            (0, 1): late,
            (1, 1): -shape * late * (till_end + till_last),
            (2, 2): -(by[2] ** 2),
            (3, 3): unstay**2,
        }
        slope = [chance * one for one in by]
        bend = {
            (row, column): chance * (by[row] * by[column] + curve.get((row, column), 0.0))
            for row in range(4)
            for column in range(row, 4)
        }
        harmonic, squares = np.zeros_like(lag), np.zeros_like(lag)
        for phase, term in enumerate(terms):
            if phase:
                harmonic = harmonic + 1.0 / (shape + phase - 1)
                squares = squares + 1.0 / (shape + phase - 1) ** 2
            part = (1.0 - chance) * term / silent
            fall = -phase * till_end
            slope[0] = slope[0] + part * harmonic
            slope[1] = slope[1] + part * fall
            bend[0, 0] = bend[0, 0] + part * (harmonic**2 - squares)
            bend[0, 1] = bend[0, 1] + part * harmonic * fall
            bend[1, 1] = bend[1, 1] + part * phase * (phase + 1) * till_end**2
        gradient = np.array([dot(weights, one) for one in slope])
        hessian = np.zeros((4, 4))
        for (row, column), total in bend.items():
            hessian[row, column] = dot(weights, total - slope[row] * slope[column])
        return value, gradient, hessian
