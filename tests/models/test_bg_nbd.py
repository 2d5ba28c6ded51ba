"""BG/NBD: the published figures, and every client of CDNOW against BTYD, CLVTools and lifetimes."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.models import BG_NBD
from custecon.models.durations import Span
from custecon.models.summary import PurchaseSummary

from .reference import cdnow, published, table

PAPER = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
WALKTHROUGH = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
NEW = PurchaseSummary.newcomers("week")


def test_bg_nbd_matches_fader_hardie_lee_2005() -> None:
    fit = BG_NBD.fit(cdnow()[0])
    for name in ("r", "alpha", "a", "b"):
        assert fit.params[name] == pytest.approx(published(f"CDNOW BG/NBD {name}")[0], abs=5e-4)
    assert fit.log_likelihood == pytest.approx(published("CDNOW BG/NBD LL")[0], abs=0.05)


def test_bg_nbd_matches_clvtools_to_its_last_digits() -> None:
    fit = BG_NBD.fit(cdnow()[0])
    for name in ("r", "alpha", "a", "b"):
        assert fit.params[name] == pytest.approx(published(f"CDNOW BG/NBD (full precision) {name}")[0], rel=1e-4)
    assert fit.log_likelihood == pytest.approx(published("CDNOW BG/NBD (full precision) LL")[0], abs=5e-4)


def test_bg_nbd_standard_errors_match_clvtools() -> None:
    columns = table("reference/clvtools_R_cdnow_params.csv")
    fit = BG_NBD.fit(cdnow()[0])
    for name, error in fit.standard_errors.items():
        (row,) = np.flatnonzero((columns["model"] == "bgnbd") & (columns["name"] == name))
        assert error == pytest.approx(columns["se"][row], rel=1e-3)


def test_bg_nbd_expects_of_a_client_what_hardies_sheet_says() -> None:
    client = PurchaseSummary([2], [30.43], [38.86], "week")
    (expected,) = published("CDNOW BG/NBD CET(39w) x=2 tx=30.43 T=38.86")
    assert BG_NBD.expected_purchases(PAPER, client, Span(39, "week"))[0] == pytest.approx(expected, abs=5e-4)


def test_bg_nbd_expects_of_new_clients_what_hardies_sheet_says() -> None:
    values = published("CDNOW BG/NBD E[X(t)] t=0.1429|1|3|31.8571|32|78")
    for time, value in zip((1 / 7, 1, 3, 31 + 6 / 7, 32, 78), values, strict=True):
        expected = BG_NBD.expected_purchases(WALKTHROUGH, NEW, Span(time, "week"))[0]
        assert expected == pytest.approx(value, abs=4e-4)
    (year,) = published("CDNOW BG/NBD E[X(52)]")
    assert BG_NBD.expected_purchases(WALKTHROUGH, NEW, Span(52, "week"))[0] == pytest.approx(year, rel=1e-5)


def test_bg_nbd_customer_1516_of_the_btyd_walkthrough() -> None:
    client = PurchaseSummary([26], [30 + 6 / 7], [31], "week")
    btyd = table("reference/btyd_R_cdnow_params.csv")
    mine = btyd["model"] == "bgnbd"
    own = dict(zip(btyd["name"][mine].tolist(), btyd["value"][mine].tolist(), strict=True))
    (expected,) = published("CDNOW BG/NBD customer 1516 (x=26 tx=30.857 T=31) CET52")
    (active,) = published("CDNOW BG/NBD customer 1516 P(alive)")
    assert BG_NBD.expected_purchases(own, client, Span(52, "week"))[0] == pytest.approx(expected, rel=1e-6)
    assert BG_NBD.probability_active(own, client)[0] == pytest.approx(active, rel=1e-6)


def test_bg_nbd_increasing_frequency_paradox_of_the_btyd_walkthrough() -> None:
    clients = PurchaseSummary([10, 15, 20, 25], [20] * 4, [39] * 4, "week")
    values = published("CDNOW BG/NBD CET52 x=10|15|20|25 tx=20 T=39 (increasing frequency paradox)")
    assert BG_NBD.expected_purchases(WALKTHROUGH, clients, Span(52, "week")) == pytest.approx(values, rel=2e-4)


def test_bg_nbd_chances_of_counts_match_the_btyd_manual() -> None:
    (ten,) = published("CDNOW BG/NBD P(X(2)=10) at 0.243 4.414 0.793 2.426")
    (none,) = published("CDNOW BG/NBD P(X(39)=0) same params")
    assert BG_NBD.probability_of_purchases(PAPER, NEW, Span(2, "week"), 10)[0] == pytest.approx(ten, rel=1e-5)
    assert BG_NBD.probability_of_purchases(PAPER, NEW, Span(39, "week"), 0)[0] == pytest.approx(none, rel=1e-6)
    listed = (
        0.0019995,
        0.0015170,
        0.0011633,
        0.0009003,
        0.0007024,
        0.0005518,
        0.0004362,
        0.0003467,
        0.0002770,
        0.0002222,
    )
    for count, value in enumerate(listed, start=11):
        chance = BG_NBD.probability_of_purchases(PAPER, NEW, Span(30, "week"), count)[0]
        assert chance == pytest.approx(value, abs=6e-8)  # formulas.md 3.3, BTYD by way of lifetimes' tests


def test_bg_nbd_per_client_matches_three_libraries() -> None:
    summary, _, btyd = cdnow()
    fit = BG_NBD.fit(summary)
    lifetimes = table("reference/lifetimes_cdnow_customers.csv")
    clvtools = table("reference/clvtools_R_cdnow_predict_bgnbd.csv")
    by_id = np.argsort(clvtools["Id"])
    active = BG_NBD.probability_active(fit, summary)
    for reference in (btyd["bgnbd_palive"], lifetimes["bgnbd_palive"], clvtools["PAlive"][by_id]):
        assert np.abs(active - reference).max() < 0.0006
    half = BG_NBD.expected_purchases(fit, summary, Span(39, "week"))
    for reference in (btyd["bgnbd_cet39"], lifetimes["bgnbd_cet39"], clvtools["CET"][by_id]):
        assert np.abs(half - reference).max() < 0.006
    assert half.sum() == pytest.approx(1653.4, abs=0.2)  # reference/SOURCE.md
    for weeks in (13, 26, 52):
        expected = BG_NBD.expected_purchases(fit, summary, Span(weeks, "week"))
        assert np.abs(expected - lifetimes[f"bgnbd_cet{weeks}"]).max() < 0.006


def test_bg_nbd_holdout_by_frequency_of_the_btyd_walkthrough() -> None:
    summary, _, btyd = cdnow()
    fit = BG_NBD.fit(summary)
    expected = BG_NBD.expected_purchases(fit, summary, Span(39, "week"))
    group = np.minimum(summary.repeat_purchases, 7)
    means = [expected[group == value].mean() for value in range(8)]
    assert means == pytest.approx(published("CDNOW holdout by freq BG/NBD expected"), rel=1e-3)
    actual = [btyd["x.star"][group == value].mean() for value in range(8)]
    assert actual == pytest.approx(published("CDNOW holdout x* by calibration freq 0..7+ actual"), abs=5e-4)
    assert [int((group == value).sum()) for value in range(8)] == published("CDNOW holdout bins n")
