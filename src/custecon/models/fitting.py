"""One fitter for every model: damped Newton in log parameters from several starts, the Hessian checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from custecon.core.errors import Undefined, problem
from custecon.models.summary import Floats

MOST_STEPS = 200
LONGEST_STEP = 2.0  # in log parameters: no parameter moves by more than a factor of 7.4 at once
WEAKEST_CURVATURE = 0.01  # a log parameter with a standard error above 10 is not determined by the data
PRECISION = 5e-11  # what a further Newton step may promise to add to the log-likelihood, relative to its size
WORTH_A_STEP = 1e-9  # what a last step must promise to be taken
FAR_OUT = 9.0  # in log parameters from the model's own scale: beyond a factor of 8,000 lies the edge
CREEPING = 10  # steps that together gain less than the next constant: a ridge towards the edge, not a climb
NO_GAIN = 1e-6
SAME_END = 0.5  # log parameters nearer than this are on one climb


class Likelihood(Protocol):
    """A log-likelihood prepared for its data: what the fitter needs to know of a model."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names in order."""

    @property
    def scales(self) -> Floats:
        """The size at which each parameter is neither small nor large; some follow the data's time."""

    def starts(self) -> Sequence[Sequence[float]]:
        """Points to start from."""

    def value(self, theta: Floats) -> float:
        """The log-likelihood at the natural parameters."""

    def sample(self) -> Likelihood:
        """Itself, or of many clients a few thousand: which starts lead where is seen on those as well."""

    def derivatives(self, theta: Floats) -> tuple[float, Floats, Floats]:
        """The log-likelihood, its gradient and its Hessian at the natural parameters."""


class Whole:
    """A likelihood that is quick on all of its data."""

    def sample(self) -> Self:
        """Itself."""
        return self


@dataclass(frozen=True, slots=True)
class Convergence:
    """How the fit came about: steps, starts, what was left to gain, how well the data fix the parameters."""

    steps: int
    starts_tried: int
    starts_scored: int
    largest_gradient: float
    promised_gain: float
    weakest_curvature: float
    at_edge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Optimum:
    """Where the log-likelihood is highest; `log_covariance` is of the log parameters, 0 at the edge."""

    theta: Floats
    log_likelihood: float
    log_covariance: Floats
    convergence: Convergence


@dataclass(slots=True)
class State:
    """The log-likelihood and its derivatives at a point of log parameters."""

    point: Floats
    value: float
    gradient: Floats
    hessian: Floats
    steps: int = 0
    done: bool = False


def at_logs(likelihood: Likelihood, point: Floats) -> State:
    """The log-likelihood, its gradient and its Hessian by log parameters."""
    theta = np.exp(point)
    value, gradient, hessian = likelihood.derivatives(theta)
    slope = gradient * theta
    curvature = hessian * np.outer(theta, theta)
    curvature[np.diag_indices_from(curvature)] += slope
    return State(point, value, slope, curvature)


def _usable(state: State) -> bool:
    return math.isfinite(state.value) and bool(np.isfinite(state.gradient).all() and np.isfinite(state.hessian).all())


def _free(point: Floats, slope: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """The parameters that are not held at a wall towards which the likelihood pushes them."""
    return ~(((point <= low) & (slope <= 0)) | ((point >= high) & (slope >= 0)))


def _step(state: State, free: npt.NDArray[np.bool_], damping: float) -> tuple[Floats, float]:
    """A Newton step made uphill (curvatures by size), damped, no longer than allowed; what it promises."""
    step = np.zeros(len(state.point))
    curvature, directions = np.linalg.eigh(-state.hessian[np.ix_(free, free)])
    along = directions.T @ state.gradient[free]
    size = np.maximum(np.abs(curvature), 1e-12 * max(1.0, float(np.abs(curvature).max(initial=0.0))))
    move = along / (size + damping)
    step[free] = directions @ move
    longest = float(np.abs(step).max(initial=0.0))
    if longest > LONGEST_STEP:
        step *= LONGEST_STEP / longest
    return step, float(0.5 * (along @ (along / size)))


def _within(point: Floats, step: Floats, low: Floats, high: Floats) -> Floats:
    """Where a step leads that ends at the first wall it meets.

    Cut coordinate by coordinate it would leave the ridge that it follows.
    """
    room = np.where(step > 0, high - point, point - low)
    met = (np.abs(step) > room) & (room > 0)
    shares = room[met] / np.abs(step[met])
    if not len(shares):
        return np.asarray(np.clip(point + step, low, high))
    wall = np.flatnonzero(met)[np.argmin(shares)]
    reached = np.asarray(np.clip(point + shares.min() * step, low, high))
    reached[wall] = (high if step[wall] > 0 else low)[wall]
    return reached


def _polished(likelihood: Likelihood, state: State, last: Floats, promise: float) -> State:
    """The end of a climb; for many clients one step further, so that its digits do not tell where it began."""
    if promise <= WORTH_A_STEP:
        return state
    found = at_logs(likelihood, last)
    if not _usable(found) or found.value < state.value - 1e-13 * abs(state.value):
        return state
    found.steps = state.steps + 1
    return found


def _climb(likelihood: Likelihood, start: Floats, low: Floats, high: Floats) -> State | None:
    state = at_logs(likelihood, np.clip(start, low, high))
    if not _usable(state):
        return None
    damping = 0.0
    heights = [state.value]
    for steps in range(MOST_STEPS):
        state.steps = steps
        free = _free(state.point, state.gradient, low, high)
        if not free.any():
            state.done = True
            break
        step, promise = _step(state, free, damping)
        tolerance = PRECISION * max(1.0, abs(state.value) * 1e-3)
        if promise < tolerance and damping == 0.0:
            convex = np.linalg.eigvalsh(-state.hessian[np.ix_(free, free)]).min() > -1e-6
            if convex or np.abs(step).max() < 1e-6:
                state = _polished(likelihood, state, _within(state.point, step, low, high), promise)
                state.done = True
                break
        candidate = _within(state.point, step, low, high)
        trial = at_logs(likelihood, candidate)
        if _usable(trial) and trial.value >= state.value - 1e-13 * abs(state.value):
            state, damping = trial, 0.0 if damping < 1e-6 else damping / 10.0
            state.steps = steps + 1
            heights.append(state.value)
            if len(heights) > CREEPING and state.value - heights[-1 - CREEPING] < NO_GAIN:
                state.done = True
                break
        else:
            if promise < 1e-11 * max(1.0, abs(state.value)) or damping > 1e12:
                state.done = True  # nothing left to gain that arithmetic could show
                break
            size = float(np.abs(state.hessian[np.ix_(free, free)]).max(initial=1e-8))
            damping = max(10.0 * damping, 1e-3 * size)
    return state


def _finish(likelihood: Likelihood, state: State, low: Floats, high: Floats, starts: tuple[int, int]) -> Optimum:
    names = likelihood.names
    inside = (state.point > low) & (state.point < high)
    curvature, directions = np.linalg.eigh(-state.hessian[np.ix_(inside, inside)])
    edge = {name for name, fine in zip(names, inside, strict=True) if not fine}
    weak = curvature < WEAKEST_CURVATURE
    inner = [name for name, fine in zip(names, inside, strict=True) if fine]
    for direction in directions.T[weak]:
        edge |= {name for name, share in zip(inner, direction, strict=True) if abs(share) > 0.3}
    covariance = np.zeros_like(state.hessian)
    known = directions[:, ~weak]
    covariance[np.ix_(inside, inside)] = (known / curvature[~weak]) @ known.T
    free = _free(state.point, state.gradient, low, high)
    slope = state.gradient[free]
    _, promise = _step(state, free, 0.0) if free.any() else (None, 0.0)
    return Optimum(
        np.exp(state.point),
        state.value,
        covariance,
        Convergence(
            steps=state.steps,
            starts_tried=starts[0],
            starts_scored=starts[1],
            largest_gradient=float(np.abs(slope).max(initial=0.0)),
            promised_gain=promise,
            weakest_curvature=float(curvature.min(initial=math.inf)) if len(curvature) else 0.0,
            at_edge=tuple(name for name in names if name in edge),
        ),
    )


def _ends(likelihood: Likelihood, starts: Sequence[Floats], low: Floats, high: Floats) -> list[Floats]:
    """Where climbs from the starts end, different ends only."""
    found: list[Floats] = []
    for start in starts:
        state = _climb(likelihood, start, low, high)
        if state is not None and all(np.abs(state.point - other).max() > SAME_END for other in found):
            found.append(state.point)
    return found


def maximise(likelihood: Likelihood, model: str, near: Floats | None = None) -> Optimum:
    """The parameters under which the data are likeliest, and how far that can be trusted.

    `near`: parameters that nearly the same data made likeliest. The climb begins there; only where it does not end
    inside the space all else is tried.

    Every start is scored on the sample; the climb begins at the best. If it ends at the edge of the space, or does
    not end, the other starts are climbed too and the highest end counts. Where the sample is smaller than the data,
    all starts are climbed on it first, and its different ends are the starts on the data.

    Raises:
        Undefined: E333 if no start leads to a maximum.
    """
    scale = np.log(likelihood.scales)
    low, high = scale - FAR_OUT, scale + FAR_OUT
    if near is not None:
        state = _climb(likelihood, np.log(near), low, high)
        if state is not None and state.done:
            found = _finish(likelihood, state, low, high, (1, 1))
            if not found.convergence.at_edge:
                return found
    starts = [np.log(np.asarray(start, dtype=np.float64)) for start in likelihood.starts()]
    looked_at, few = len(starts), likelihood.sample()
    if few is not likelihood:
        starts = _ends(few, starts, low, high) or starts
    scored = [(few.value(np.exp(np.clip(start, low, high))), index) for index, start in enumerate(starts)]
    order = [index for value, index in sorted(scored, reverse=True) if math.isfinite(value)]
    best: Optimum | None = None
    steps = 0
    for tried, index in enumerate(order, start=1):
        state = _climb(likelihood, starts[index], low, high)
        if state is None:
            continue
        steps += state.steps
        if not state.done:
            continue
        found = _finish(likelihood, state, low, high, (tried, looked_at))
        if best is None or found.log_likelihood > best.log_likelihood + 1e-6:
            best = found
        if not found.convergence.at_edge and best is found:
            break
    if best is None:
        raise Undefined(problem("E333", model=model, iterations=steps, starts=len(starts)))
    return best
