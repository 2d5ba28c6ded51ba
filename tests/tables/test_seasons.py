"""Strong and weak months: found in a log that was made with them, taken only where they forecast better."""

import datetime as dt
import io

import numpy as np
import pytest

from custecon.kinds.orders import ORDERS
from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.sources import read
from custecon.tables.ledger import TableLedger
from custecon.tables.purchase_histories import history_of
from custecon.tables.rolling_backtests import ByModel, backtests
from custecon.tables.seasons import Season, _returns, season_of

START, END = dt.date(2020, 1, 1), dt.date(2023, 12, 31)
STRENGTH = np.array([0.6, 0.6, 0.8, 1.0, 1.0, 1.0, 0.7, 0.5, 0.8, 1.2, 1.6, 2.2])
FACTORS = STRENGTH / STRENGTH.mean()


def log_with(factors, seed=2, clients=1500, end=END):
    """Clients who buy at a rate of their own times the strength of the month, until they leave; none of our code."""
    rng = np.random.default_rng(seed)
    rows = []
    for client in range(clients):
        day = START + dt.timedelta(days=int(rng.integers(0, 1000)))
        rate, leaves = rng.gamma(1.5) / 90, rng.exponential(900)
        rows.append((client, day))
        days = np.arange(1, (end - day).days + 1)
        strength = np.array([factors[(day + dt.timedelta(days=int(one))).month - 1] for one in days])
        bought = days[(rng.random(len(days)) < rate * strength) & (days < leaves)]
        rows += [(client, day + dt.timedelta(days=int(one))) for one in bought]
    rows.append((0, end))
    text = "client,date,amount\n" + "".join(f"c{client:04d},{day},10.00\n" for client, day in sorted(set(rows)))
    return history_of(TableLedger(read(io.BytesIO(text.encode()), (ORDERS,)).table).clients(as_of=end))


@pytest.fixture(scope="module")
def seasonal():
    history = log_with(FACTORS)
    return history, model_named("bg_nbd").fit(history.purchases, accept_edge=True)


def test_the_strengths_that_a_log_was_made_with_are_found(seasonal):
    history, fit = seasonal
    found = season_of(history.bought, END, fit)
    assert found.factors == pytest.approx(FACTORS, rel=0.12)
    assert found.factors.mean() == pytest.approx(1.0)


def test_the_clock_adds_up_the_strengths_of_days():
    clock = Season(FACTORS)
    for after, until in [
        (START, END),
        (dt.date(2022, 2, 27), dt.date(2022, 3, 2)),
        (dt.date(2021, 6, 5), dt.date(2021, 6, 5)),
    ]:
        days = [after + dt.timedelta(days=day) for day in range(1, (until - after).days + 1)]
        assert clock.days_between(after, until) == pytest.approx(sum(FACTORS[day.month - 1] for day in days))
    even = Season(np.ones(12))
    assert even.days_between(START, dt.date(9000, 1, 1)) == (dt.date(9000, 1, 1) - START).days


def test_on_an_even_clock_nothing_changes(seasonal):
    history, _ = seasonal
    plain, even = history.bought.summary(END), history.bought.summary(END, Season(np.ones(12)))
    for one, other in zip(plain.columns, even.columns, strict=True):
        assert other == pytest.approx(one)
    assert even.sum_log_intervals == pytest.approx(plain.sum_log_intervals)


def test_it_is_taken_where_months_return_and_not_where_there_is_none(seasonal):
    even = log_with(np.ones(12), seed=3)
    assert season_of(even.bought, END, model_named("bg_nbd").fit(even.purchases, accept_edge=True)) is None
    history, fit = seasonal
    tests = backtests(history, ByModel(fit, None), 92, None)
    early = history.bought.of(history.bought.first <= tests[0].day.toordinal()).until(tests[0].day)
    past = early.summary(tests[0].day)
    own = model_named("bg_nbd").fit(past, accept_edge=True)
    assert season_of(early, tests[0].day, own) is None  # less than three years: forecast without months, as it was then
    without = model_named("bg_nbd").expected_purchases(own, past, Span(92, "day")).sum()
    assert tests[0].purchases.expected.sum() == pytest.approx(without, rel=1e-6)
    last = tests[-1].purchases  # three years behind it: with months
    assert last.expected.sum() == pytest.approx(last.came.sum(), rel=0.15)


@pytest.mark.parametrize(("years", "found"), [([1, 3, 1], False), ([3, 3, 3], True)])
def test_one_campaign_is_no_season(years, found):
    """What December of each year is ÷ its other months, counted by hand: only what returns is foretold."""
    month, made = np.arange(36) % 12, np.full(36, 100.0)
    made[[11, 23, 35]] = 100.0 * np.array(years)
    assert _returns(month, made, np.full(36, 100.0)) is found


def test_less_than_three_whole_years_tell_no_season():
    history = log_with(FACTORS, end=dt.date(2022, 12, 30), clients=300)
    assert (
        season_of(history.bought, dt.date(2022, 12, 30), model_named("bg_nbd").fit(history.purchases, accept_edge=True))
        is None
    )


def test_no_look_ahead_a_past_forecast_knows_the_months_of_its_past_alone(seasonal):
    """Purchases after its end, in other months, change nothing."""
    history, fit = seasonal
    tests = backtests(history, ByModel(fit, None), 92, None)
    other = log_with(FACTORS[::-1])  # the same seed, another season: another log
    assert tests
    assert len(other) == len(history)
    cut = tests[-1]
    early = history.bought.until(cut.until)
    late = other.bought
    days = np.concatenate([early.day, late.day[late.day > cut.until.toordinal()]])
    owner = np.concatenate([early.owner, late.owner[late.day > cut.until.toordinal()]])
    order = np.lexsort((days, owner))
    from dataclasses import replace

    from custecon.tables.purchase_histories import Purchases

    mixed = replace(history, bought=Purchases(days[order], owner[order], history.bought.first))
    again = backtests(mixed, ByModel(fit, None), 92, None)[-1]
    assert again.purchases.expected == pytest.approx(cut.purchases.expected, rel=1e-6)
