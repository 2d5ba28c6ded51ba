"""Sums of ln Γ(c + n) - ln Γ(c) against 50-digit arithmetic; differences of SciPy's functions lose their digits."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy.special import betaln, gammaln

from custecon.models.log_rising_factorial import RisingLogs

WHOLE, WEIGHTS = np.array([1.0, 2.0, 5.0, 50.0, 0.0]), np.array([3.0, 1.0, 2.0, 0.5, 9.0])
STARTS = [1e-6, 0.3, 1.0, 40.0, 1e4, 1e8, 1e12]


def rising(start: mpmath.mpf) -> mpmath.mpf:
    return sum(
        weight * (mpmath.loggamma(start + int(whole)) - mpmath.loggamma(start))
        for whole, weight in zip(WHOLE, map(mpmath.mpf, WEIGHTS), strict=True)
    )


def off(found: float, exact: mpmath.mpf) -> float:
    return float(abs((mpmath.mpf(float(found)) - exact) / exact))


@pytest.mark.parametrize("start", STARTS)
def test_the_sum_and_its_derivatives(start: float) -> None:
    value, first, second = RisingLogs(WHOLE, WEIGHTS).derivatives(start)
    assert value == RisingLogs(WHOLE, WEIGHTS).value(start)
    with mpmath.workdps(80):
        assert off(value, rising(mpmath.mpf(start))) < 1e-13
        assert off(first, mpmath.diff(rising, mpmath.mpf(start), h=mpmath.mpf(start) * mpmath.mpf("1e-20"))) < 1e-13
        assert off(second, mpmath.diff(rising, mpmath.mpf(start), 2, h=mpmath.mpf(start) * mpmath.mpf("1e-12"))) < 1e-10


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("more", [1e-7, 0.5, 3.0, 1e5])
def test_the_fall_from_one_start_to_another(start: float, more: float) -> None:
    rises = RisingLogs(WHOLE, WEIGHTS)
    with mpmath.workdps(80):
        exact = rising(mpmath.mpf(start)) - rising(mpmath.mpf(start) + mpmath.mpf(more))
        slope = sum(
            weight * sum(1 / (start + mpmath.mpf(j)) - 1 / (start + mpmath.mpf(more) + j) for j in range(int(whole)))
            for whole, weight in zip(WHOLE, map(mpmath.mpf, WEIGHTS), strict=True)
        )
        assert off(rises.fall(start, more), exact) < 1e-13
        assert off(rises.fall_slope(start, more), slope) < 1e-13


def test_scipy_is_less_right_there() -> None:
    """The reason why these sums are our own: without it they should go."""
    start = 1e8
    with mpmath.workdps(80):
        exact = rising(mpmath.mpf(start))
        fell = exact - rising(mpmath.mpf(start) + mpmath.mpf(0.5))
    assert off(WEIGHTS @ (gammaln(start + WHOLE) - gammaln(start)), exact) > 1e-10
    assert off(WEIGHTS @ (betaln(0.5, start + WHOLE) - betaln(0.5, start)), fell) > 1e-10


def test_nobody_rises_by_nothing() -> None:
    assert RisingLogs(np.zeros(0), np.zeros(0)).derivatives(2.0) == (0.0, 0.0, 0.0)
    assert RisingLogs(np.zeros(3), np.ones(3)).fall(2.0, 1.0) == 0.0
