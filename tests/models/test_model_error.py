"""The error of a model, learned from forecasts that came due: against plain simulation, and by its laws."""

import math
from typing import NamedTuple

import numpy as np
import pytest

from custecon.models.model_error import ModelError, PastForecast, model_error, rate_error
from custecon.tables.total_intervals import widened


class Prior(NamedTuple):
    size: float
    spread: float


PRIOR = Prior(0.12, 0.5)
PAST = [PastForecast(error, own) for error, own in ((0.2, 0.05), (-0.1, 0.04), (0.25, 0.03), (0.05, 0.1))]


def simulated_sizes(past, prior, weight, rng, count=400_000):
    """Sizes drawn from the prior, each with the chance that it gives to the past: no grid, none of our code."""
    sizes = prior.size * np.exp(prior.spread * rng.standard_normal(count))
    chances = np.ones(count)
    for error, own in past:
        deviation = np.sqrt(own**2 + sizes**2)
        chances *= (np.exp(-0.5 * (error / deviation) ** 2) / deviation) ** weight
    return sizes, chances / chances.sum()


@pytest.mark.parametrize(("past", "independent"), [([], None), (PAST, None), (PAST, 2.0), (PAST[:1], 5.0)])
def test_the_size_is_that_of_a_plain_simulation(past, independent):
    found = model_error(past, PRIOR, independent=independent)
    weight = min(1.0, (independent or len(past)) / len(past)) if past else 1.0
    sizes, chances = simulated_sizes(past, PRIOR, weight, np.random.default_rng(5))
    assert found.size == pytest.approx(math.sqrt(chances @ sizes**2), rel=0.01)
    order = np.argsort(sizes)
    half = sizes[order][np.searchsorted(np.cumsum(chances[order]), 0.5)]
    assert found.likely == pytest.approx(half, rel=0.01)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_a_widened_interval_is_that_of_a_plain_simulation(level):
    """Chance, parameters and the error of the model, drawn one after the other as they are said to come about."""
    rng = np.random.default_rng(6)
    sizes, chances = simulated_sizes(PAST, PRIOR, 1.0, rng)
    size = rng.choice(sizes, 400_000, p=chances)
    plain = rng.poisson(900, 400_000) * np.exp(size * rng.standard_normal(400_000))
    error = model_error(PAST, PRIOR)
    low, high = widened(rng.poisson(900, 4_000).astype(float), error, level)
    tail = 0.5 * (1 - level)
    assert (low[0], high[0]) == pytest.approx(tuple(np.quantile(plain, [tail, 1 - tail])), rel=0.02)


def test_without_any_past_the_prior_alone_speaks():
    found = model_error([], PRIOR)
    assert found.past == ()
    assert found.mean_miss is None
    assert found.likely == pytest.approx(PRIOR.size, rel=1e-6)
    assert found.size == pytest.approx(PRIOR.size * math.exp(PRIOR.spread**2), rel=1e-3)  # E s² of a log-normal


def test_errors_that_chance_explains_are_no_errors_of_the_model():
    """A log whose forecasts were as far off as chance says keeps a narrow interval, the narrower the more they are."""
    by_chance = [PastForecast(0.02, 0.02), PastForecast(-0.02, 0.02)]
    few, many = (model_error(by_chance * times, PRIOR).size for times in (3, 300))
    assert many < 0.02 < few < 0.5 * PRIOR.size


def test_large_errors_outweigh_the_prior():
    found = model_error([PastForecast(one, 0.02) for one in (0.6, -0.7, 0.5, 0.65, -0.6, 0.55)], PRIOR)
    assert 0.4 < found.likely < 0.65


def test_order_and_sign_of_past_errors_change_nothing():
    turned = [one._replace(error=-one.error) for one in reversed(PAST)]
    assert model_error(turned, PRIOR).size == pytest.approx(model_error(PAST, PRIOR).size, rel=1e-12)


def test_forecasts_that_overlap_tell_less():
    assert PRIOR.size < model_error(PAST, PRIOR, independent=1.0).likely < model_error(PAST, PRIOR).likely


def test_factors_are_the_quantiles_of_the_error():
    error = model_error(PAST, PRIOR)
    drawn = np.log(error.factors(2_000))
    assert np.sort(drawn) == pytest.approx(-np.sort(drawn)[::-1], abs=1e-6)  # as far up as down
    assert float(np.std(drawn)) == pytest.approx(error.size, rel=0.02)
    assert np.std(np.log(error.stretched(2.0).factors(2_000))) == pytest.approx(2 * np.std(drawn), rel=1e-6)


def test_mean_miss_is_what_was_forecast_beside_what_came():
    """A sixth too low (6 ÷ 5 came of it) and a ninth too high (9 ÷ 10): 5 of 36 on average."""
    found = model_error([PastForecast(math.log(1.2), 0.1), PastForecast(math.log(0.9), 0.1)], PRIOR)
    assert found.mean_miss == pytest.approx(5 / 36)


def test_no_error_at_all_widens_nothing():
    nothing = ModelError(np.array([1e-9]), np.array([1.0]))
    sums = np.arange(1.0, 401.0)  # as many as are taken as they are
    plain = widened(sums, None, 0.9)
    assert widened(sums, nothing, 0.9) == (pytest.approx(plain[0], abs=0.5), pytest.approx(plain[1], abs=0.5))
    many = np.arange(1.0, 1001.0)  # of which 400 quantiles are taken, 2.5 apart
    plain = widened(many, None, 0.9)
    assert widened(many, nothing, 0.9) == (pytest.approx(plain[0], abs=2.5), pytest.approx(plain[1], abs=2.5))


def clients_with_rates_that_change(spread, count, rng, most=40.0):
    """What is expected of each, and what they buy when their rates change by a factor from a gamma distribution."""
    expected = rng.uniform(2.0, most, count)
    factor = rng.gamma(1 / spread**2, spread**2, count) if spread else np.ones(count)
    return expected, rng.poisson(expected * factor)


@pytest.mark.parametrize("spread", [0.0, 0.15, 0.4])
def test_many_clients_tell_by_how_much_rates_change(spread):
    expected, came = clients_with_rates_that_change(spread, 40_000, np.random.default_rng(7))
    assert rate_error(came - expected, expected, expected, PRIOR) == pytest.approx(spread, rel=0.03, abs=0.03)


def test_few_clients_leave_it_to_the_prior():
    rng = np.random.default_rng(8)
    found = []
    for _ in range(200):
        expected, came = clients_with_rates_that_change(0.4, 3, rng, most=5.0)
        found.append(rate_error(came - expected, expected, expected, PRIOR))
    assert np.mean(found) == pytest.approx(PRIOR.size, abs=0.03)
    assert rate_error(np.zeros(0), np.zeros(0), np.zeros(0), PRIOR) == PRIOR.size
