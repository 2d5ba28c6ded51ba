"""The special functions against 50-digit arithmetic, and that no everyday fit waits for SciPy to load."""

from __future__ import annotations

import subprocess
import sys

import mpmath
import numpy as np
import pytest
from scipy import stats

from custecon.models import special

PLACES = np.concatenate([10.0 ** np.linspace(-9, 14, 150), np.linspace(0.05, 12.0, 100)])


def worst(found, expected) -> float:
    """The largest error, relative to the larger of 1 and the figure itself."""
    right = np.array([float(one) for one in expected])
    return float((np.abs(np.asarray(found) - right) / np.maximum(1.0, np.abs(right))).max())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (special.gammaln, mpmath.loggamma),
        (special.digamma, mpmath.digamma),
        (special.trigamma, lambda place: mpmath.psi(1, place)),
    ],
    ids=["gammaln", "digamma", "trigamma"],
)
def test_gamma_functions(ours, theirs) -> None:
    with mpmath.workdps(50):
        assert worst(ours(PLACES), [theirs(mpmath.mpf(float(one))) for one in PLACES]) < 1e-14
    assert ours(3.5).shape == ()
    assert np.isfinite(ours(np.array([1e-100, 1e300]))).all()


def test_student_s_tail() -> None:
    for free in (1, 2, 3, 7, 30, 2355):
        for value in (0.0, -0.01, 0.7, 2.0, -5.0, 40.0):
            with mpmath.workdps(50):
                share = mpmath.mpf(free) / (free + mpmath.mpf(value) ** 2)
                expected = mpmath.betainc(mpmath.mpf(free) / 2, mpmath.mpf(1) / 2, 0, share, regularized=True)
            assert special.student_tail(value, free) == pytest.approx(float(expected), rel=1e-10, abs=1e-300)
    for value in (0.5, 3.0):
        assert special.student_tail(value, 5_000_000) == pytest.approx(2 * stats.t.sf(value, 5_000_000), rel=1e-7)


def test_chances_and_their_odds() -> None:
    odds = np.array([-np.inf, -800.0, -30.0, 0.0, 1e-9, 30.0, 800.0, np.inf])
    with mpmath.workdps(50):
        expected = [1 / (1 + mpmath.exp(-mpmath.mpf(float(one)))) for one in odds[1:-1]]
    found = special.expit(odds)
    assert found[0] == 0.0
    assert found[-1] == 1.0
    assert found[1:-1] == pytest.approx([float(one) for one in expected], rel=1e-15)
    assert special.logit(special.expit(odds[2:5])) == pytest.approx(odds[2:5], rel=1e-6, abs=1e-15)


def test_other_tails() -> None:
    assert special.normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-15)
    assert special.chi_square_tail(1, 3.841458820694124) == pytest.approx(0.05, rel=1e-12)
    assert special.betainc(2.0, 1.0, 0.5) == pytest.approx(0.25)
    assert special.betaln(2.0, np.array([3.0, 1.0])) == pytest.approx(np.log([1 / 12, 1 / 2]))


def test_an_everyday_prediction_does_not_load_scipy() -> None:
    script = """
import sys
import numpy as np
from custecon.models import Span, bg_nbd, gamma_gamma, shifted_beta_geometric
from custecon.models.futures import predictive_interval
from custecon.models.intervals import delta_interval
from custecon.models.summary import PurchaseSummary, SurvivalSummary

rng = np.random.default_rng(1)
history = bg_nbd.draw_histories({"r": 0.5, "alpha": 5.0, "a": 0.8, "b": 2.5}, np.full(300, 40.0), rng, "week")
spend = gamma_gamma.draw_averages({"p": 4.0, "q": 3.5, "gamma": 20.0}, history.repeat_purchases, rng)
fits = bg_nbd.fit(history), gamma_gamma.fit(spend)
predictive_interval(fits[0], history, Span(26, "week"), seed=1, draws=20, spend=(fits[1], spend))
gamma_gamma.independence_of_frequency(spend)
delta_interval(fits[0], lambda params: bg_nbd.probability_active(params, history), scale="logit")
shifted_beta_geometric.fit(SurvivalSummary.from_survivors([1000, 869, 743, 653], "year"))
print([name for name in sys.modules if name.split(".")[0] == "scipy"])
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
