"""The models' formulas as published, in 50-digit arithmetic and more: the second road to every figure."""

from __future__ import annotations

import mpmath
from mpmath import mp, mpf


def with_digits(digits: int):
    """Work to so many digits for the length of a block."""
    return mp.workdps(digits)


def _log_beta(one, two):
    return mpmath.loggamma(one) + mpmath.loggamma(two) - mpmath.loggamma(one + two)


def bg_parts(params, x, last, age, *, k=1, modified=False):
    """Both stories of a client, active or left, as logs; Platzer & Reutterer 2016 (k = 1: FHL 2005 eq. 6)."""
    r, alpha, a, b = (mpf(params[name]) for name in ("r", "alpha", "a", "b"))
    extra = 1 if modified else 0
    start = mpmath.loggamma(r + k * x) - mpmath.loggamma(r) + r * mpmath.log(alpha) - _log_beta(a, b)
    silent = mpf(0)
    for phase in range(k):
        silent += (
            mpf(age - last) ** phase
            / mpmath.factorial(phase)
            * mpmath.rf(r + k * x, phase)
            * (alpha + age) ** -(r + k * x + phase)
        )
    active = start + _log_beta(a, b + x + extra) + mpmath.log(silent)
    if x == 0 and not modified:
        return active, None
    left = start + _log_beta(a + 1, b + x - 1 + extra) - (r + k * x) * mpmath.log(alpha + last)
    return active, left


def total(parts):
    """The log of the sum of two stories."""
    active, left = parts
    return active if left is None else active + mpmath.log1p(mpmath.exp(left - active))


def share(parts):
    """The chance of the first story."""
    active, left = parts
    return mpf(1) if left is None else 1 / (1 + mpmath.exp(left - active))


def bg_expected(params, x, last, age, time, *, modified=False):
    """Fader, Hardie & Lee 2005 eq. 10; Batislam, Denizel & Filiztekin 2007 for the modified model."""
    r, alpha, a, b = (mpf(params[name]) for name in ("r", "alpha", "a", "b"))
    stay = b + x + (1 if modified else 0)
    form = mpmath.hyp2f1(r + x, stay, a + stay - 1, mpf(time) / (alpha + age + time))
    body = 1 - ((alpha + age) / (alpha + age + time)) ** (r + x) * form
    return (a + stay - 1) / (a - 1) * body * share(bg_parts(params, x, last, age, modified=modified))


def pareto_parts(params, x, last, age):
    """Fader & Hardie 2005, A Note on Deriving the Pareto/NBD Model, eq. 18 to 20."""
    r, alpha, s, beta = (mpf(params[name]) for name in ("r", "alpha", "s", "beta"))
    power = r + s + x
    high, low, second = (alpha, beta, s + 1) if alpha >= beta else (beta, alpha, r + x)

    def form(time):
        return mpmath.hyp2f1(power, second, power + 1, (high - low) / (high + time)) / (high + mpf(time)) ** power

    start = mpmath.loggamma(r + x) - mpmath.loggamma(r) + r * mpmath.log(alpha) + s * mpmath.log(beta)
    active = start - (r + x) * mpmath.log(alpha + age) - s * mpmath.log(beta + age)
    gap = form(last) - form(age)
    if age == last:
        return active, None
    return active, start + mpmath.log(s / power * gap)


def pareto_expected(params, x, last, age, time):
    """Schmittlein, Morrison & Colombo 1987 eq. 22."""
    r, alpha, s, beta = (mpf(params[name]) for name in ("r", "alpha", "s", "beta"))
    body = (r + x) * (beta + age) / ((alpha + age) * (s - 1)) * (1 - ((beta + age) / (beta + age + time)) ** (s - 1))
    return body * share(pareto_parts(params, x, last, age))


def bgbb_log_likelihood(params, x, last, occasions):
    """Fader, Hardie & Shang 2010 eq. 3."""
    alpha, beta, gamma, delta = (mpf(params[name]) for name in ("alpha", "beta", "gamma", "delta"))
    stories = mpmath.beta(alpha + x, beta + occasions - x) * mpmath.beta(gamma, delta + occasions)
    for step in range(occasions - last):
        stories += mpmath.beta(alpha + x, beta + last - x + step) * mpmath.beta(gamma + 1, delta + last + step)
    return mpmath.log(stories / mpmath.beta(alpha, beta) / mpmath.beta(gamma, delta))


def bgbb_expected(params, x, last, occasions, horizon):
    """Fader, Hardie & Shang 2010 eq. 13."""
    alpha, beta, gamma, delta = (mpf(params[name]) for name in ("alpha", "beta", "gamma", "delta"))
    likelihood = mpmath.exp(bgbb_log_likelihood(params, x, last, occasions))
    first = mpmath.beta(alpha + x + 1, beta + occasions - x) / mpmath.beta(alpha, beta)
    second = delta / (gamma - 1) * mpmath.gamma(gamma + delta) / mpmath.gamma(1 + delta)
    near = mpmath.gamma(1 + delta + occasions) / mpmath.gamma(gamma + delta + occasions)
    far = mpmath.gamma(1 + delta + occasions + horizon) / mpmath.gamma(gamma + delta + occasions + horizon)
    return first * second * (near - far) / likelihood


def gamma_gamma_log_likelihood(params, x, average):
    """Fader & Hardie 2013 eq. 1a."""
    p, q, scale = (mpf(params[name]) for name in ("p", "q", "gamma"))
    value = mpmath.loggamma(p * x + q) - mpmath.loggamma(p * x) - mpmath.loggamma(q) + q * mpmath.log(scale)
    value += (
        (p * x - 1) * mpmath.log(average) + p * x * mpmath.log(x) - (p * x + q) * mpmath.log(scale + x * mpf(average))
    )
    return value


def sbg_residual(params, renewals, rate):
    """Fader & Hardie 2010, discounted expected residual lifetime, n = renewals + 1."""
    alpha, beta = mpf(params["alpha"]), mpf(params["beta"])
    stays = beta + renewals
    return stays / (alpha + stays) * mpmath.hyp2f1(1, stays + 1, alpha + stays + 1, 1 / (1 + mpf(rate)))
