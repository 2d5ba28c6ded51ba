"""Gamma-Gamma: the published figures, and every client of CDNOW against BTYD, CLVTools and lifetimes."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.core.errors import Undefined
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


def test_the_correlations_are_those_of_scipy() -> None:
    from scipy import stats

    rng = np.random.default_rng(3)
    for size in (3, 10, 500):
        count, average = rng.integers(1, 7, size).astype(float), rng.integers(1, 40, size) / 4.0
        count[:2], average[:2] = (1.0, 9.0), (5.0, 6.0)
        found = gamma_gamma.independence_of_frequency(SpendSummary(count, average))
        theirs = stats.spearmanr(count, average)
        assert found.pearson == pytest.approx(stats.pearsonr(count, average)[0], rel=1e-12)
        assert (found.spearman, found.p_value) == pytest.approx((theirs[0], theirs[1]), rel=1e-12)
    straight = gamma_gamma.independence_of_frequency(spend(1.0, 2.0, 4.0, 8.0))
    assert (straight.spearman, straight.p_value) == (pytest.approx(1.0), 0.0)


# ------------------------------------------------------------------ its limits


def spend(*averages: float) -> SpendSummary:
    return SpendSummary(np.arange(1.0, len(averages) + 1), np.array(averages))


def test_two_repeat_buyers_are_too_few_and_three_are_enough() -> None:
    params = {"p": 6.25, "q": 3.74, "gamma": 15.44}
    for asked in (lambda few: gamma_gamma.log_likelihood(params, few), gamma_gamma.independence_of_frequency):
        with pytest.raises(Undefined, match="fewer than three clients") as refused:
            asked(spend(10.0, 20.0))
        assert refused.value.problems[0].code == "E331"
        asked(spend(10.0, 20.0, 30.0))
    with pytest.raises(Undefined, match="fewer than three clients"):
        gamma_gamma.fit(spend(10.0, 20.0))


def test_who_all_spend_the_same_tell_nothing_of_differences() -> None:
    with pytest.raises(Undefined, match="all clients spend the same"):
        gamma_gamma.fit(spend(*[10.0] * 50))


def test_the_likelihood_of_all_is_that_of_each_multiplied() -> None:
    """The second road: the density of an average as the paper has it, integrated over what a client is like."""
    from scipy import integrate, stats

    p, q, scale = 6.25, 3.74, 15.44
    seen = spend(12.0, 45.0, 30.0)
    each = [
        integrate.quad(
            lambda rate, x=x, mean=mean: (
                stats.gamma.pdf(mean, p * x, scale=1 / (rate * x)) * stats.gamma.pdf(rate, q, scale=1 / scale)
            ),
            0.0,
            np.inf,
        )[0]
        for x, mean in zip(seen.repeat_purchases, seen.average_spend, strict=True)
    ]
    params = {"p": p, "q": q, "gamma": scale}
    assert gamma_gamma.log_likelihood(params, seen) == pytest.approx(np.log(each).sum(), rel=1e-8)


def test_the_mean_of_all_is_infinite_from_q_1_down_and_that_of_a_buyer_is_not() -> None:
    nobody = SpendSummary(np.array([0.0]), np.array([0.0]))
    assert gamma_gamma.expected_spend({"p": 2.0, "q": 1.5, "gamma": 3.0}, nobody) == pytest.approx([12.0])  # 2·3 ÷ 0.5
    with pytest.raises(Undefined) as refused:
        gamma_gamma.expected_spend({"p": 2.0, "q": 1.0, "gamma": 3.0}, nobody)
    assert refused.value.problems[0].code == "E334"
    once = gamma_gamma.expected_spend({"p": 2.0, "q": 1.0, "gamma": 3.0}, spend(7.0))
    assert once == pytest.approx([10.0])  # p(gamma + x·m) ÷ (p·x + q - 1) = 2·10 ÷ 2


def partly_reversed(size: int, block: int) -> SpendSummary:
    """Who buys more spends more, but for a block in reverse: rank correlation 1 - 2·b(b² - 1) ÷ n(n² - 1), exactly."""
    order = np.arange(size)
    order[:block] = order[:block][::-1]
    return SpendSummary(np.arange(1.0, size + 1), 100.0 + order)


@pytest.mark.parametrize(
    ("size", "block", "correlation", "told"),
    [(1000, 736, 0.20262, True), (1000, 737, 0.19937, False), (10, 5, 0.75758, True), (10, 6, 0.57576, False)],
)
def test_spend_that_goes_with_frequency_is_told_where_it_is_strong_and_no_chance(
    size, block, correlation, told
) -> None:
    rising = partly_reversed(size, block)
    falling = SpendSummary(rising.repeat_purchases, 2000.0 - rising.average_spend)
    for seen, sign in ((rising, 1), (falling, -1)):
        found = gamma_gamma.independence_of_frequency(seen)
        assert found.spearman == pytest.approx(sign * correlation, abs=5e-6)
        assert (found.notice is not None) is told
        assert found.notice is None or found.notice.code == "N344"


@pytest.mark.parametrize("clients", [29, 30])
def test_fewer_than_thirty_repeat_buyers_are_told(clients: int) -> None:
    drawn = gamma_gamma.draw_averages(
        {"p": 6.0, "q": 4.0, "gamma": 15.0}, np.full(clients, 3.0), np.random.default_rng(1)
    )
    notices = gamma_gamma.fit(drawn, accept_edge=True).notices
    assert [one.code for one in notices if one.code != "N341"] == ["N342"] * (clients < 30)
