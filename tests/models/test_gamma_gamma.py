"""Gamma-Gamma: the published figures, and every client of CDNOW against BTYD, CLVTools and lifetimes."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.models import gamma_gamma
from custecon.models.summary import SpendSummary

from .reference import cdnow, published, table


def test_gamma_gamma_matches_fader_hardie_2013() -> None:
    fit = gamma_gamma.fit(cdnow()[1])
    for name in ("p", "q", "gamma"):
        assert fit.params[name] == pytest.approx(published(f"CDNOW GG {name}")[0], abs=0.006)
    assert fit.log_likelihood == pytest.approx(published("CDNOW GG LL")[0], abs=1e-4)
    assert fit.clients == 946  # those with a repeat purchase, on whom the paper fits
    assert fit.data["repeaters"] == 946


def test_gamma_gamma_spend_of_ten_clients_is_that_of_hardies_sheet() -> None:
    spend = cdnow()[1].rows(slice(0, 10))
    values = published("CDNOW GG E(M) customers 1-10 at p=6.25 q=3.74 v=15.44")
    expected = gamma_gamma.expected_spend({"p": 6.25, "q": 3.74, "gamma": 15.44}, spend)
    assert expected == pytest.approx(values, abs=0.1)


def test_gamma_gamma_per_client_matches_three_libraries() -> None:
    _, spend, btyd = cdnow()
    expected = gamma_gamma.expected_spend(gamma_gamma.fit(spend), spend)
    clvtools = table("reference/clvtools_R_cdnow_predict_gg.csv")
    for reference in (
        btyd["gg_expected_spend"],
        clvtools["predicted.mean.spending"][np.argsort(clvtools["Id"])],
    ):
        assert np.abs(expected - reference).max() < 0.01
    lifetimes = table("reference/lifetimes_cdnow_customers.csv")  # its input is rounded to cents: so is ours here
    rounded = SpendSummary(
        np.where(lifetimes["monetary_value"] > 0, lifetimes["frequency"], 0.0), lifetimes["monetary_value"]
    )
    expected = gamma_gamma.expected_spend(gamma_gamma.fit(rounded), rounded)
    assert np.abs(expected - lifetimes["gg_expected_avg"]).max() < 0.01


def test_spend_and_frequency_of_cdnow_are_nearly_independent() -> None:
    found = gamma_gamma.independence_of_frequency(cdnow()[1])
    assert found.pearson == pytest.approx(0.11, abs=0.005)  # Fader, Hardie & Lee 2005
    assert found.spearman == pytest.approx(0.21, abs=0.005)


def test_ranks_and_their_correlation_are_those_of_scipy() -> None:
    from scipy import stats

    from custecon.models.ranks import ranks, spearman

    rng = np.random.default_rng(3)
    for size in (3, 10, 500):
        first, second = rng.integers(0, 6, size).astype(float), rng.random(size)
        first[0], first[1] = 0.0, 9.0
        assert ranks(first) == pytest.approx(stats.rankdata(first))
        theirs = stats.spearmanr(first, second)
        assert spearman(first, second) == pytest.approx((theirs[0], theirs[1]), abs=1e-12)
