"""MBG/NBD against BTYDplus and lifetimes; regular buying (CNBD-k) against MBG/NBD and simulation."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BG_CNBD_K, BG_NBD, MBG_CNBD_K, MBG_NBD, model_named
from custecon.models.durations import Span
from custecon.models.summary import PurchaseSummary

from .anybody import anybody
from .reference import cdnow, days, published, table


def test_mbg_nbd_matches_btydplus() -> None:
    fit = MBG_NBD.fit(cdnow()[0])
    values = published("CDNOW MBG/NBD r alpha a b")
    assert [fit.params[name] for name in ("r", "alpha", "a", "b")] == pytest.approx(values, abs=6e-4)


def test_mbg_nbd_per_client_matches_btydplus_and_lifetimes() -> None:
    summary, _, btyd = cdnow()
    fit = MBG_NBD.fit(summary)
    lifetimes = table("reference/lifetimes_cdnow_customers.csv")
    active = MBG_NBD.probability_active(fit, summary)
    half = MBG_NBD.expected_purchases(fit, summary, Span(39, "week"))
    for reference in (btyd["mbgnbd_palive"], lifetimes["mbgnbd_palive"]):
        assert np.abs(active - reference).max() < 0.0006
    for reference in (btyd["mbgnbd_cet39"], lifetimes["mbgnbd_cet39"]):
        assert np.abs(half - reference).max() < 0.006
    for weeks in (13, 26, 52):
        expected = MBG_NBD.expected_purchases(fit, summary, Span(weeks, "week"))
        assert np.abs(expected - lifetimes[f"mbgnbd_cet{weeks}"]).max() < 0.006


def test_mbg_nbd_expects_of_new_clients_what_lifetimes_does() -> None:
    columns = table("reference/lifetimes_cdnow_expectation.csv")
    own = table("reference/lifetimes_cdnow_params.csv")
    mine = (own["model"] == "mbgnbd") & (own["name"] != "LL")
    params = dict(zip(own["name"][mine].tolist(), own["value"][mine].tolist(), strict=True))
    new = PurchaseSummary.newcomers("week")
    for time, value in zip(columns["t"], columns["mbgnbd"], strict=True):
        assert MBG_NBD.expected_purchases(params, new, Span(time, "week"))[0] == pytest.approx(value, rel=1e-7)


def test_one_time_buyers_fade_under_mbg_but_not_under_bg() -> None:
    silent = PurchaseSummary([0, 0, 0], [0, 0, 0], [1.0, 10.0, 100.0], "week")
    params = {"r": 0.5, "alpha": 6.0, "a": 0.9, "b": 1.6}
    assert BG_NBD.probability_active(params, silent) == pytest.approx([1, 1, 1])
    fading = MBG_NBD.probability_active(params, silent)
    assert (np.diff(fading) < 0).all()


def cdnow_with_intervals() -> PurchaseSummary:
    """CDNOW with the times between purchases, from the log itself."""
    log = table("data/cdnow/cdnow_clvtools_transactions.csv")
    when = np.array(log["Date"], dtype="datetime64[D]").astype(int)
    split = np.datetime64("1997-09-30").astype(int)
    times, ages = [], []
    for client in np.unique(log["Id"]):
        dates = np.unique(when[(log["Id"] == client) & (when <= split)])
        times.append((dates[1:] - dates[0]) / 7.0)
        ages.append((split - dates[0]) / 7.0)
    return PurchaseSummary.from_purchase_times(times, ages, "week")


def test_cdnow_buyers_are_not_regular() -> None:
    summary = cdnow_with_intervals()
    fit = MBG_CNBD_K.fit(summary)
    assert fit.params["k"] == 1  # BTYDplus on the same data: k = 1
    columns = table("reference/btyd_R_cdnow_params.csv")
    mine = columns["model"] == "mbgnbd"
    btydplus = dict(zip(columns["name"][mine].tolist(), columns["value"][mine].tolist(), strict=True))
    assert fit.log_likelihood == pytest.approx(btydplus["LL"], abs=1e-4)
    for name in ("r", "alpha", "a", "b"):
        assert fit.params[name] == pytest.approx(btydplus[name], rel=1e-3)
    assert np.array_equal(days(summary.age), days(cdnow()[0].age))


@pytest.mark.parametrize(("name", "plain"), [("bg_cnbd_k", "BG/NBD"), ("mbg_cnbd_k", "MBG/NBD")])
def test_a_fit_that_is_the_plain_model_says_so(name: str, plain: str) -> None:
    summary = cdnow_with_intervals()
    fit = model_named(name).fit(summary)
    assert fit.params["k"] == 1
    told = [one for one in fit.notices if one.code == "N375"]
    assert [one.values["plain"] for one in told] == [plain]
    params = dict(fit.params) | {"k": 4.0, "alpha": fit.params["alpha"] / 4}
    regular = model_named(name).draw_histories(params, summary.age[:800], np.random.default_rng(5), "week")
    other = model_named(name).fit(regular, accept_edge=True)
    assert other.params["k"] > 1
    assert not [one for one in other.notices if one.code == "N375"]


@pytest.mark.parametrize(("regular", "plain"), [(BG_CNBD_K, BG_NBD), (MBG_CNBD_K, MBG_NBD)])
def test_k_of_one_is_the_plain_model(regular, plain) -> None:
    params = {"r": 0.7, "alpha": 5.0, "a": 0.8, "b": 2.5}
    rng = np.random.default_rng(3)
    clients = plain.draw_histories(params, rng.uniform(0, 50, 200), rng, "week")
    horizon = Span(20, "week")
    for name in ("expected_purchases", "probability_active_after"):
        one = getattr(regular, name)(params | {"k": 1}, clients, horizon)
        assert one == pytest.approx(getattr(plain, name)(params, clients, horizon), rel=1e-9)


@pytest.mark.parametrize("model", [BG_CNBD_K, MBG_CNBD_K], ids=lambda model: model.name)
def test_regular_expectations_agree_with_simulated_futures(model) -> None:
    params = {"k": 3, "r": 1.2, "alpha": 2.0, "a": 0.8, "b": 5.0}
    rng = np.random.default_rng(11)
    whole = model.draw_histories(params, np.full(200_000, 40.0), rng, "week")
    new = PurchaseSummary.newcomers("week")
    expected = model.expected_purchases(params, new, Span(40, "week"))[0]
    error = whole.repeat_purchases.std() / np.sqrt(len(whole))
    assert whole.repeat_purchases.mean() == pytest.approx(expected, abs=4 * error)
    for number in (0, 1, 4):
        chance = model.probability_of_purchases(params, new, Span(40, "week"), number)[0]
        assert (whole.repeat_purchases == number).mean() == pytest.approx(chance, abs=0.005)
    some = whole.rows(slice(0, 50_000))
    drawn = np.mean([model.draw_purchases(params, some, Span(15, "week"), rng).mean() for _ in range(4)])
    assert drawn == pytest.approx(model.expected_purchases(params, some, Span(15, "week")).mean(), rel=0.02)


def test_regular_buying_needs_the_times_between_purchases() -> None:
    plain = anybody()[0]
    without = PurchaseSummary(*plain.columns, plain.unit)
    with pytest.raises(Undefined, match="E339"):
        BG_CNBD_K.fit(without)


@pytest.mark.parametrize("name", ["bg_nbd", "mbg_nbd", "mbg_cnbd_k", "pareto_nbd"])
def test_several_horizons_at_once_are_each_of_them_by_itself(name: str) -> None:
    model, summary = model_named(name), anybody()[0]
    params = {"r": 0.25, "alpha": 4.4, "a": 0.8, "b": 2.4, "s": 0.6, "beta": 11.7, "k": 2.0}
    own = {key: params[key] for key in (*model.parameters, *("k" if "cnbd" in name else ""))}
    spans = [Span(0, "week"), Span(1, "day"), Span(39, "week"), Span(520, "week")]
    together = model.expected_purchases_at(own, summary, spans)
    for found, span in zip(together, spans, strict=True):
        assert (found == model.expected_purchases(own, summary, span)).all()
