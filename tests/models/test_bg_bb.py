"""BG/BB: the published figures, and all 11,104 donors against BTYD and lifetimes."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.models import BG_BB
from custecon.models.durations import DiscountRate, Span
from custecon.models.summary import DiscreteSummary

from .reference import published, table

PAPER = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
NAMES = ("alpha", "beta", "gamma", "delta")


def donors() -> tuple[DiscreteSummary, dict[str, np.ndarray]]:
    """The 22 kinds of donors, weighted, and BTYD's outputs on them."""
    columns = table("reference/btyd_R_donations_bgbb.csv")
    return DiscreteSummary(columns["x"], columns["t.x"], columns["n.cal"], "year", columns["custs"]), columns


def test_bg_bb_matches_fader_hardie_shang_2010() -> None:
    fit = BG_BB.fit(donors()[0])
    values = published("Donations BG/BB alpha beta gamma delta")
    assert [fit.params[name] for name in NAMES] == pytest.approx(values, abs=1e-3)
    *full, likelihood = published("Donations BG/BB (full) alpha beta gamma delta LL")
    assert [fit.params[name] for name in NAMES] == pytest.approx(full, rel=3e-4)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=0.005)
    assert fit.clients == 11_104


def test_bg_bb_chances_to_be_active_of_table_6() -> None:
    kinds = DiscreteSummary([0, 2, 6], [0, 4, 6], [6, 6, 6], "year")
    values = published("Donations P(alive in 2002) (x tx)=(0 0)|(2 4)|(6 6)")
    assert BG_BB.probability_active(PAPER, kinds) == pytest.approx(values, abs=0.005)


def test_bg_bb_total_expectation_and_in_sample_counts_of_hardies_sheet() -> None:
    summary, _ = donors()
    fit = BG_BB.fit(summary)
    (total,) = published("Donations total conditional expectation 5 periods")
    expected = BG_BB.expected_purchases(fit, summary, Span(5, "year"))
    assert float(summary.counts @ expected) == pytest.approx(total, abs=0.3)
    new = DiscreteSummary.newcomers("year")
    none, all_six = published("Donations in-sample expected counts x=0|x=6")
    assert 11_104 * BG_BB.probability_of_purchases(fit, new, Span(6, "year"), 0)[0] == pytest.approx(none, abs=0.3)
    assert 11_104 * BG_BB.probability_of_purchases(fit, new, Span(6, "year"), 6)[0] == pytest.approx(all_six, abs=0.3)


def test_bg_bb_expectations_of_the_btyd_walkthrough() -> None:
    summary, _ = donors()
    fit = BG_BB.fit(summary)
    (ten,) = published("Donations BG/BB E[X(10)]")
    new = DiscreteSummary.newcomers("year")
    assert BG_BB.expected_purchases(fit, new, Span(10, "year"))[0] == pytest.approx(ten, rel=1e-4)
    silent = DiscreteSummary([0, 4], [0, 5], [6, 6], "year")
    found = BG_BB.expected_purchases(fit, silent, Span(10, "year"))
    assert found[0] == pytest.approx(published("Donations BG/BB CET(10) x=0 tx=0 n=6")[0], rel=1e-4)
    assert found[1] == pytest.approx(published("Donations BG/BB CET(10) x=4 tx=5 n=6")[0], rel=1e-4)


def test_bg_bb_every_donor_matches_btyd_and_lifetimes() -> None:
    individuals = table("data/donations-bgbb/bgbb_donations_individual.csv")
    everyone = DiscreteSummary(individuals["frequency"], individuals["recency"], individuals["T"], "year")
    assert len(everyone) == 11_104
    fit = BG_BB.fit(everyone)
    kinds, columns = donors()
    assert fit.log_likelihood == pytest.approx(BG_BB.fit(kinds).log_likelihood, abs=1e-7)
    lifetimes = table("reference/lifetimes_donations_bgbb.csv")
    active = BG_BB.probability_active(fit, everyone)
    expected = BG_BB.expected_purchases(fit, everyone, Span(5, "year"))
    residual = BG_BB.discounted_purchases(fit, everyone, DiscountRate(0.1, "year"))
    kind_of = {(x, last): row for row, (x, last) in enumerate(zip(columns["x"], columns["t.x"], strict=True))}
    pairs = list(zip(everyone.repeat_purchases, everyone.last_occasion, strict=True))
    rows = np.array([kind_of[pair] for pair in pairs])
    assert np.abs(active - columns["palive"][rows]).max() < 0.0006
    assert np.abs(expected - columns["cet5"][rows]).max() < 0.006
    assert np.abs(residual - columns["dert_d0.1"][rows]).max() < 0.006
    other = {
        (x, last): row for row, (x, last) in enumerate(zip(lifetimes["frequency"], lifetimes["recency"], strict=True))
    }
    rows = np.array([other[pair] for pair in pairs])
    assert np.abs(active - lifetimes["palive_next"][rows]).max() < 0.0006
    assert np.abs(expected - lifetimes["cet5"][rows]).max() < 0.006


def test_bg_bb_holdout_by_frequency_of_the_btyd_walkthrough() -> None:
    summary, columns = donors()
    fit = BG_BB.fit(summary)
    expected = BG_BB.expected_purchases(fit, summary, Span(5, "year"))
    found, actual = [], []
    for number in range(7):
        rows = summary.repeat_purchases == number
        found.append(np.average(expected[rows], weights=summary.counts[rows]))
        actual.append(columns["x.star_total"][rows].sum() / summary.counts[rows].sum())
    assert found == pytest.approx(published("Donations holdout by freq 0..6 expected"), rel=2e-4)
    assert actual == pytest.approx(published("Donations holdout by freq 0..6 actual"), rel=1e-6)


def test_bg_bb_finite_discounting_approaches_the_infinite() -> None:
    kinds = DiscreteSummary([0, 3, 6], [0, 5, 6], [6, 6, 6], "year")
    rate = DiscountRate(0.1, "year")
    for_ever = BG_BB.discounted_purchases(PAPER, kinds, rate)
    assert BG_BB.discounted_purchases(PAPER, kinds, rate, Span(400, "year")) == pytest.approx(for_ever, rel=1e-9)
