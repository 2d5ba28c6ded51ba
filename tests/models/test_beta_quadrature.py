"""Means over beta distributions whose value is known in closed form, from shapes near 0 to shapes in the thousands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import special

from custecon.models import beta_quadrature
from custecon.models.beta_quadrature import beta_mean, expm1_ratio

SHAPES = np.array(list(itertools.product((0.02, 0.3, 1.0, 7.0, 300.0, 20_000.0), repeat=2)))
FIRST, SECOND = SHAPES.T


@pytest.mark.parametrize("block", [400_000, 300])
def test_powers_and_logs_have_their_known_means(block: int, monkeypatch) -> None:
    """E p = a ÷ (a + b); E p² likewise once more; E ln p is a difference of digammas; of each row its own figure."""
    monkeypatch.setattr(beta_quadrature, "BLOCK", block)
    whole = FIRST + SECOND
    assert beta_mean(lambda p, row: p, FIRST, SECOND) == pytest.approx(FIRST / whole, rel=1e-7)
    square = FIRST * (FIRST + 1) / (whole * (whole + 1))
    assert beta_mean(lambda p, row: p**2, FIRST, SECOND) == pytest.approx(square, rel=1e-7)
    assert beta_mean(lambda p, row: 1.0 - p, FIRST, SECOND) == pytest.approx(SECOND / whole, rel=1e-7)
    some = FIRST > 0.1  # else p comes below what a float can hold
    logs = special.digamma(FIRST) - special.digamma(whole)
    found = beta_mean(lambda p, row: np.log(p), FIRST[some], SECOND[some])
    assert found == pytest.approx(logs[some], rel=1e-7, abs=1e-12)
    numbers = np.arange(len(FIRST))
    assert beta_mean(lambda p, row: numbers[row] + 0.0 * p, FIRST, SECOND) == pytest.approx(numbers)


def test_one_of_the_shapes_may_be_the_same_for_all_and_there_may_be_none() -> None:
    found = beta_mean(lambda p, row: p, np.array([1.0, 3.0]), np.array(2.0))
    assert found == pytest.approx([1 / 3, 3 / 5], rel=1e-12)
    assert len(beta_mean(lambda p, row: p, np.array([]), np.array([]))) == 0


@pytest.mark.parametrize(
    ("power", "exponent", "value"),
    [(2.0, 0.0, 2.0), (2.0, 0.5, (1 - np.exp(-1.0)) / 0.5), (2.0, -0.5, (np.exp(1.0) - 1) / 0.5), (0.0, 3.0, 0.0),
     (3.0, 1e-13, 3.0), (5.0, 100.0, 0.01)],
)  # fmt: skip
def test_a_share_of_an_exponential_also_where_its_exponent_is_nothing(power, exponent, value) -> None:
    assert expm1_ratio(np.array([power]), exponent) == pytest.approx([value], rel=1e-12)
