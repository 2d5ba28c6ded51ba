"""Pareto/NBD: the published figures, and every client of CDNOW against BTYD, CLVTools and lifetimes."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.models import PARETO_NBD
from custecon.models.durations import DiscountRate, Span
from custecon.models.summary import PurchaseSummary
from custecon.models.tracking_curve import expected_cumulative_purchases

from .reference import cdnow, published, table

NEW = PurchaseSummary.newcomers("week")


def btyd_params(model: str) -> dict[str, float]:
    """The parameters that BTYD fits to CDNOW."""
    columns = table("reference/btyd_R_cdnow_params.csv")
    mine = columns["model"] == model
    return dict(zip(columns["name"][mine].tolist(), columns["value"][mine].tolist(), strict=True))


def test_pareto_nbd_matches_fader_hardie_lee_2005() -> None:
    fit = PARETO_NBD.fit(cdnow()[0])
    for name in ("r", "alpha", "s", "beta"):
        assert fit.params[name] == pytest.approx(published(f"CDNOW Pareto/NBD {name}")[0], abs=7e-4)
    assert fit.log_likelihood == pytest.approx(published("CDNOW Pareto/NBD LL")[0], abs=0.05)
    assert fit.log_likelihood == pytest.approx(published("CDNOW Pareto/NBD LL (full)")[0], abs=5e-4)


def test_pareto_nbd_standard_errors_match_clvtools() -> None:
    fit = PARETO_NBD.fit(cdnow()[0])
    for name, error in fit.standard_errors.items():
        assert error == pytest.approx(published(f"CDNOW Pareto/NBD SE {name}")[0], rel=2e-4)


def test_pareto_nbd_expects_of_new_clients_what_the_btyd_manual_says() -> None:
    values = published("CDNOW Pareto/NBD E[X(t)] t=0..9")
    paper = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
    for time, value in enumerate(values):
        expected = PARETO_NBD.expected_purchases(paper, NEW, Span(time, "week"))[0]
        assert expected == pytest.approx(value, rel=0.006)  # the manual's parameters are not printed to the digit
    (year,) = published("CDNOW Pareto/NBD E[X(52)]")
    # the walkthrough's own fit stopped a little elsewhere than that of BTYD 2.4.3, which stands in the reference
    expected = PARETO_NBD.expected_purchases(btyd_params("pnbd"), NEW, Span(52, "week"))[0]
    assert expected == pytest.approx(year, rel=2e-5)


def test_pareto_nbd_customer_1516_of_the_btyd_walkthrough() -> None:
    client = PurchaseSummary([26], [30 + 6 / 7], [31], "week")
    params = btyd_params("pnbd")
    (expected,) = published("CDNOW Pareto/NBD customer 1516 CET52")
    (active,) = published("CDNOW Pareto/NBD customer 1516 P(alive)")
    assert PARETO_NBD.expected_purchases(params, client, Span(52, "week"))[0] == pytest.approx(expected, rel=1e-5)
    assert PARETO_NBD.probability_active(params, client)[0] == pytest.approx(active, abs=1e-6)


def test_pareto_nbd_increasing_frequency_paradox_of_the_btyd_walkthrough() -> None:
    clients = PurchaseSummary([10, 15, 20, 25], [20] * 4, [39] * 4, "week")
    values = published("CDNOW Pareto/NBD CET52 x=10|15|20|25 tx=20 T=39")
    expected = PARETO_NBD.expected_purchases(btyd_params("pnbd"), clients, Span(52, "week"))
    assert expected == pytest.approx(values, rel=5e-4)


def test_pareto_nbd_heavy_silent_buyer_does_not_underflow() -> None:
    client = PurchaseSummary([133, 5000], [200, 3000], [210, 4000], "week")
    expected = PARETO_NBD.expected_purchases(btyd_params("pnbd"), client, Span(10, "week"))
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()


def test_pareto_nbd_per_client_matches_three_libraries() -> None:
    summary, _, btyd = cdnow()
    fit = PARETO_NBD.fit(summary)
    lifetimes = table("reference/lifetimes_cdnow_customers.csv")
    clvtools = table("reference/clvtools_R_cdnow_predict_pnbd.csv")
    by_id = np.argsort(clvtools["Id"])
    active = PARETO_NBD.probability_active(fit, summary)
    for reference in (btyd["pnbd_palive"], lifetimes["pnbd_palive"], clvtools["PAlive"][by_id]):
        assert np.abs(active - reference).max() < 0.0006
    half = PARETO_NBD.expected_purchases(fit, summary, Span(39, "week"))
    for reference in (btyd["pnbd_cet39"], lifetimes["pnbd_cet39"], clvtools["CET"][by_id]):
        assert np.abs(half - reference).max() < 0.006
    assert half.sum() == pytest.approx(1665.6, abs=0.2)  # reference/SOURCE.md
    for weeks in (13, 26, 52):
        expected = PARETO_NBD.expected_purchases(fit, summary, Span(weeks, "week"))
        assert np.abs(expected - lifetimes[f"pnbd_cet{weeks}"]).max() < 0.006


def test_pareto_nbd_discounted_purchases_match_btyd_and_clvtools() -> None:
    summary, _, btyd = cdnow()
    some = summary.rows(slice(0, 300))
    weekly = DiscountRate(float(np.expm1(0.0027)), "week")
    found = PARETO_NBD.discounted_purchases(btyd_params("pnbd"), some, weekly)
    assert found == pytest.approx(btyd["pnbd_dert_d0.0027"][:300], rel=1e-6)
    clvtools = table("reference/clvtools_R_cdnow_predict_pnbd.csv")
    own = table("reference/clvtools_R_cdnow_params.csv")
    mine = own["model"] == "pnbd"
    params = dict(zip(own["name"][mine].tolist(), own["value"][mine].tolist(), strict=True))
    rate = DiscountRate(float(np.expm1(np.log(1.1) / 52)), "week")  # SOURCE.md: log(1.1)/52 a week
    found = PARETO_NBD.discounted_purchases(params, some, rate)
    assert found == pytest.approx(clvtools["DERT"][np.argsort(clvtools["Id"])][:300], rel=1e-6)


def test_pareto_nbd_holdout_by_frequency_of_the_btyd_walkthrough() -> None:
    summary, _, _ = cdnow()
    expected = PARETO_NBD.expected_purchases(PARETO_NBD.fit(summary), summary, Span(39, "week"))
    group = np.minimum(summary.repeat_purchases, 7)
    means = [expected[group == value].mean() for value in range(8)]
    assert means == pytest.approx(published("CDNOW holdout by freq Pareto/NBD expected"), abs=1.5e-3)


@pytest.mark.parametrize(("model", "title"), [("pareto_nbd", "Pareto/NBD"), ("bg_nbd", "BG/NBD")])
def test_cumulative_curve_of_the_btyd_walkthrough(model: str, title: str) -> None:
    summary, _, _ = cdnow()
    came = summary.age.max() - summary.age
    params = btyd_params({"pareto_nbd": "pnbd", "bg_nbd": "bgnbd"}[model])
    curve = expected_cumulative_purchases(model, params, came, np.arange(20, 26), "week")
    assert curve == pytest.approx(published(f"CDNOW cumulative weeks 20-25 {title}"), rel=1e-4)


@pytest.mark.parametrize(("model", "column"), [("pareto_nbd", "pnbd"), ("bg_nbd", "bgnbd")])
def test_expectation_curve_matches_btyd(model: str, column: str) -> None:
    columns = table("reference/btyd_R_cdnow_expectation.csv")
    params = btyd_params(column)
    found = expected_cumulative_purchases(model, params, [0.0], columns["t"], "week")
    assert found == pytest.approx(columns[column], rel=1e-9)


def test_frequency_histogram_of_cdnow_matches_btyd() -> None:
    from custecon.models import BG_NBD

    columns = table("reference/btyd_R_cdnow_frequency_fit.csv")
    summary, _, _ = cdnow()
    start = PurchaseSummary(np.zeros(len(summary)), np.zeros(len(summary)), np.zeros(len(summary)), "week")
    ages, counts = np.unique(summary.age, return_counts=True)
    for model, name in ((PARETO_NBD, "pnbd"), (BG_NBD, "bgnbd")):
        params = btyd_params(name)
        for number in range(7):
            expected = sum(
                model.probability_of_purchases(params, start.rows(slice(0, 1)), Span(float(age), "week"), number)[0]
                * count
                for age, count in zip(ages, counts, strict=True)
            )
            assert expected == pytest.approx(columns[name][number], rel=1e-7)
