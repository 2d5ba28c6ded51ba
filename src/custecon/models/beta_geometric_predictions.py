"""What BG/NBD, MBG/NBD and their regular versions foretell: all from the state of an active client."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, betaln, expit

from custecon.core.errors import Undefined, problem
from custecon.core.phrases import say
from custecon.models.beta_quadrature import beta_mean, expm1_ratio
from custecon.models.summary import Floats, Index, PurchaseSummary

SERIES_SHARE = 0.75  # horizon up to 3 × (alpha + age): the hypergeometric series converges quickly
MOST_TERMS = 400
RARE = 0.02  # a: below it nearly all of a beta distribution is so near to 0 that no rule has nodes enough there
STEEPEST = 0.5  # of a term to the one before: below it the sum of signs in turn loses no digit
BLOCK = 8192  # clients at once: they stay in the processor's cache, and few terms do for most
MOST_PURCHASES_SUMMED = 200_000


class ActiveState(NamedTuple):
    """What is known of active clients: rate ~ Gamma(shape, scale), leaving ~ Beta(leave, stay), and phases.

    `phase_chances` has one row per client and one column per phase already done of the k that make a
    purchase.
    """

    shape: Floats
    scale: Floats
    leave: float
    stay: Floats
    phase_chances: Floats


def _silence(theta: Floats, summary: PurchaseSummary, regularity: int) -> Floats:
    share = (summary.age - summary.age_at_last_purchase) / (theta[1] + summary.age)
    shape = theta[0] + regularity * summary.repeat_purchases
    terms = [np.ones(len(summary))]
    for phase in range(1, regularity):
        terms.append(terms[-1] * share * (shape + phase - 1) / phase)
    return np.column_stack(terms)


def log_odds_left(theta: Floats, summary: PurchaseSummary, *, regularity: int, leaves_at_once: bool) -> Floats:
    """Per client the log of the odds that they have left; minus infinity where the model does not let them."""
    count, last, age = summary.repeat_purchases, summary.age_at_last_purchase, summary.age
    power = np.where(count > 0, count - 1.0, 0.0) + (1.0 * (count > 0) if leaves_at_once else 0.0)
    lag = np.log1p((age - last) / (theta[1] + last))
    odds = np.log(theta[2] / (theta[3] + power)) + (theta[0] + regularity * count) * lag
    if regularity > 1:  # else there is one phase, and its chance is 1
        odds = odds - np.log(_silence(theta, summary, regularity).sum(axis=1))
    return odds if leaves_at_once else np.where(count > 0, odds, -np.inf)


def active_state(theta: Floats, summary: PurchaseSummary, *, regularity: int, leaves_at_once: bool) -> ActiveState:
    """What the history tells of each client, given that they are still active."""
    count = summary.repeat_purchases
    phases = _silence(theta, summary, regularity)
    return ActiveState(
        shape=theta[0] + regularity * count,
        scale=theta[1] + summary.age,
        leave=float(theta[2]),
        stay=theta[3] + count + (1.0 if leaves_at_once else 0.0),
        phase_chances=phases / phases.sum(axis=1, keepdims=True),
    )


def _rows(state: ActiveState, chosen: Index) -> ActiveState:
    return ActiveState(
        state.shape[chosen], state.scale[chosen], state.leave, state.stay[chosen], state.phase_chances[chosen]
    )


def expected_given_active(state: ActiveState, horizon: Floats) -> Floats:
    """Expected purchases of an active client to the horizon (in the unit of the parameters), one a row."""
    horizon = np.broadcast_to(np.asarray(horizon, dtype=np.float64), state.shape.shape)
    if state.phase_chances.shape[1] > 1:
        return _counted(state, horizon)[0]
    share = horizon / (state.scale + horizon)
    quick = (share <= SERIES_SHARE) & (np.abs(state.leave + state.stay - 1.0 - state.shape) < 30.0)
    result = np.zeros(len(share))
    near = np.flatnonzero(quick)
    for start in range(0, len(near), BLOCK):
        some = near[start : start + BLOCK]
        result[some] = _series(_rows(state, some), share[some])
    far = np.flatnonzero(~quick | ~np.isfinite(result))
    if len(far):
        result[far] = _enclosed(_rows(state, far), horizon[far], 1)
        far = far[np.isnan(result[far])]
        result[far] = _quadrature(_rows(state, far), horizon[far])
    return result


def _enclosed(state: ActiveState, horizon: Floats, divided: int) -> Floats:
    """Where hardly anybody leaves: E over the chance p to leave of (1 + p t / scale)^-shape by its Taylor series.

    `divided` is 0 for that, and 1 for (1 - that) / p. All derivatives alternate in sign, so two partial sums enclose
    the value: what is left is smaller than the last term. NaN where the terms do not fall quickly.
    """
    reach = horizon / state.scale
    term = state.shape * reach if divided else np.ones(len(reach))
    total = term.copy()
    for power in range(divided, MOST_TERMS):
        moment = power - divided
        ratio = (state.leave + moment) / (state.leave + state.stay + moment)
        ratio *= reach * (state.shape + power) / (power + 1.0)
        term *= -ratio
        total += term
        total[(ratio > STEEPEST) & (np.abs(term) > 1e-17 * np.abs(total))] = np.nan
        if not (np.abs(term) > 1e-17 * np.abs(total)).any():
            break
    return total


def _series(state: ActiveState, share: Floats) -> Floats:
    """The published 2F1 form after Euler's transformation: good at a = 1, where the published form is 0/0."""
    third = state.leave + state.stay - 1.0
    second = third - state.shape
    beyond = state.leave - 1.0
    log_rest = np.log1p(-share)
    first = expm1_ratio(-log_rest, beyond)
    # (2F1(a-1, B; C; z) - 1) / (a-1) = Σ (a)_{n-1} (B)_n z^n / ((C)_n n!)
    term = second / third * share
    total = term.copy()
    size = np.abs(term)
    for step in range(1, MOST_TERMS):
        term *= (state.leave + step - 1.0) * (second + step) / ((third + step) * (step + 1.0))
        term *= share
        total += term
        now = np.abs(term)
        np.maximum(size, now, out=size)
        if (now <= 1e-17 * np.abs(total)).all():
            break
    else:
        return np.full(len(share), np.inf)  # not converged: the caller takes the other road
    rest = np.exp(beyond * log_rest)
    value = third * (first - rest * total)
    lost = np.maximum(np.abs(first), rest * size) * third * 1e-16 / np.maximum(np.abs(value), 1e-300)
    return np.where(lost > 2e-13, np.inf, value)


def _quadrature(state: ActiveState, horizon: Floats) -> Floats:
    """E over the chance to leave of (1 - (1 + p t / scale)^-shape) / p: no cancellation at any horizon."""
    purchases = _purchases_by(state, horizon)
    never = state.shape * horizon / state.scale
    return _mean(purchases, never, lambda leaving, row: (never[row] - purchases(leaving, row)) / leaving, state)


def still_active_later(state: ActiveState, horizon: Floats) -> Floats:
    """The chance that a client active now is still active at the horizon, one a row."""
    horizon = np.broadcast_to(np.asarray(horizon, dtype=np.float64), state.shape.shape)
    if state.phase_chances.shape[1] > 1:
        return _counted(state, horizon)[1]
    result = _enclosed(state, horizon, 0)
    far = np.flatnonzero(np.isnan(result))
    others, reach = _rows(state, far), horizon[far] / state.scale[far]

    def active(leaving: Floats, row: Index) -> Floats:
        return np.asarray(np.exp(-others.shape[row] * np.log1p(leaving * reach[row])))

    result[far] = _mean(active, np.ones(len(far)), _purchases_by(others, horizon[far]), others)
    return result


def _purchases_by(state: ActiveState, horizon: Floats) -> Callable[[Floats, Index], Floats]:
    """Expected purchases by the chance to leave: (1 - (1 + p t / scale)^-shape) / p."""
    reach = horizon / state.scale

    def purchases(leaving: Floats, row: Index) -> Floats:
        return np.asarray(-np.expm1(-state.shape[row] * np.log1p(leaving * reach[row])) / leaving)

    return purchases


def _mean(
    function: Callable[[Floats, Index], Floats],
    never: Floats,
    fewer: Callable[[Floats, Index], Floats],
    state: ActiveState,
) -> Floats:
    """The mean of a function of the chance to leave: `never` is its value at 0, `fewer` (never - function(p)) / p.

    Where nearly all chances are 0, p · Beta(a, b) being a / (a + b) · Beta(a + 1, b), it is that of `fewer`.
    """
    leave = np.full(len(never), state.leave)
    if state.leave > RARE:
        return beta_mean(function, leave, state.stay)
    return never - leave / (leave + state.stay) * beta_mean(fewer, leave + 1.0, state.stay)


def _reached(state: ActiveState, share: Floats, purchases: int) -> Floats:
    """P(the renewals reach at least `purchases`) if the client does not leave; phases already done count."""
    regularity = state.phase_chances.shape[1]
    if purchases == 0:
        return np.ones(len(share))
    total = np.zeros(len(share))
    for phase in range(regularity):
        need = float(purchases * regularity - phase)
        total += state.phase_chances[:, phase] * betainc(need, state.shape + phase, share)
    return total


def _counted(state: ActiveState, horizon: Floats) -> tuple[Floats, Floats]:
    """Regular buyers: Σ over purchases reached of the chance not to have left before; all positive."""
    share = horizon / (state.scale + horizon)
    expected, gone = np.zeros(len(share)), np.zeros(len(share))
    chance = np.ones(len(share))  # E[(1 - p)^(n-1)]
    rows = np.arange(len(share))
    for purchases in range(1, MOST_PURCHASES_SUMMED + 1):
        part = _rows(state, rows)
        reached = _reached(part, share[rows], purchases)
        term = chance[rows] * reached
        expected[rows] += term
        stay = part.stay + purchases - 1.0
        gone[rows] += term * (state.leave / (state.leave + stay))
        chance[rows] *= stay / (state.leave + stay)
        rows = rows[term > 1e-16 * expected[rows]]
        if not len(rows):
            return expected, np.maximum(1.0 - gone, 0.0)
    raise Undefined(
        problem(
            "E334",
            figure=say("the expected number of purchases"),
            why=say("it takes over {most_purchases_summed} of them", most_purchases_summed=MOST_PURCHASES_SUMMED),
        )
    )


def purchase_chances(state: ActiveState, horizon: Floats, purchases: Floats) -> Floats:
    """The chance that an active client buys exactly so many times to the horizon, one a row."""
    horizon = np.broadcast_to(np.asarray(horizon, dtype=np.float64), state.shape.shape)
    purchases = np.broadcast_to(np.asarray(purchases, dtype=np.float64), state.shape.shape)
    share = horizon / (state.scale + horizon)
    regularity = state.phase_chances.shape[1]
    start = betaln(state.leave, state.stay)
    stays = np.exp(betaln(state.leave, state.stay + purchases) - start)
    some = purchases > 0
    before = np.where(some, purchases - 1.0, 0.0)
    leaves = np.where(some, np.exp(betaln(state.leave + 1.0, state.stay + before) - start), 0.0)
    result = np.zeros(len(share))
    for phase in range(regularity):
        shape = state.shape + phase
        need = purchases * regularity - phase
        reached = np.where(need > 0, betainc(np.maximum(need, 1.0), shape, share), 1.0)
        exactly = np.zeros(len(share))
        for extra in range(regularity):  # phases done beyond the last purchase
            phases = need + extra
            log_chance = shape * np.log1p(-share) - betaln(np.maximum(phases, 1.0), shape)
            with_some = np.exp(log_chance + np.maximum(phases, 1.0) * np.log(np.maximum(share, 1e-300)))
            with_some = with_some / np.maximum(phases, 1.0)
            none = np.exp(shape * np.log1p(-share))
            exactly += np.where(phases > 0, with_some, np.where(phases == 0, none, 0.0))
        result += state.phase_chances[:, phase] * (stays * exactly + leaves * reached)
    return np.asarray(result)


def chance_active(odds_left: Floats) -> Floats:
    """From the log odds of having left to the chance of being active; in log space nothing overflows."""
    return np.asarray(expit(-odds_left))
