"""The answer without a model: one rule for the referee and for the answer, whose total lies within its interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.models.durations import Span
from custecon.models.model_selection import AVERAGE_RATE, Trial, compare
from custecon.models.naive import own_rates
from custecon.models.summary import PurchaseSummary

CLIENTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3000)), min_size=1, max_size=30)


@given(CLIENTS, st.floats(1, 2000))
def test_what_is_expected_lies_within_its_interval(clients, ahead) -> None:
    bought, days = (np.array(column, dtype=float) for column in zip(*clients, strict=True))
    rates = own_rates(bought, days)
    (low,), (high,) = rates.interval_of_total(ahead, 0.95)
    assert low <= rates.expected(ahead).sum() <= high


@given(CLIENTS)
def test_everybody_is_pulled_towards_the_mean_and_never_past_it(clients) -> None:
    bought, days = (np.array(column, dtype=float) for column in zip(*clients, strict=True))
    mean = (bought.sum() + 0.5) / days.sum()
    found, own = own_rates(bought, days).expected(1.0), bought / days
    assert (np.minimum(own, mean) * (1 - 1e-12) <= found).all()
    assert (found <= np.maximum(own, mean) * (1 + 1e-12)).all()


def test_by_hand() -> None:
    rates = own_rates(np.array([0.0, 1.0, 0.0, 2.0]), np.array([9.0, 9.0, 8.0, 10.0]))
    apart = 36 / 3.5  # weeks between purchases: 36 of all clients, 3 purchases and Jeffreys' half
    assert rates.expected(18) == pytest.approx(
        [18 / (apart + 9), 36 / (apart + 9), 18 / (apart + 8), 54 / (apart + 10)]
    )


def test_nobody_has_a_rate_before_any_time_has_passed() -> None:
    assert own_rates(np.array([0.0, 0.0]), np.array([0.0, 0.0])) is None


def test_the_interval_of_the_total_covers_what_comes() -> None:
    rng = np.random.default_rng(3)
    hits, bases, clients = 0, 600, 40
    for _ in range(bases):
        rate = rng.exponential(0.05, clients)
        weeks = rng.uniform(10, 60, clients)
        rates = own_rates(rng.poisson(rate * weeks).astype(float), weeks)
        (low,), (high,) = rates.interval_of_total(26.0, 0.95)
        hits += low <= rng.poisson(rate * 26.0).sum() <= high
    assert 0.93 <= hits / bases <= 0.985


def test_the_referee_judges_the_rule_that_answers() -> None:
    known = PurchaseSummary(np.array([0.0, 10.0]), np.array([0.0, 10.0]), np.array([699.0, 10.0]), "day")
    found = compare(Trial(known, np.array([0.0, 4.0]), Span(365, "day")), ())
    (score,) = (one for one in found.scores if one.title == AVERAGE_RATE)
    assert score.forecast_total == pytest.approx(own_rates(known.repeat_purchases, known.age).expected(365).sum())
    assert score.forecast_total < 100  # their own rate alone would be 365 purchases, learnt from ten days
