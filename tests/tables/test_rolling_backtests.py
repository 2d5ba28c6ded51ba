"""Past forecasts of a log: nothing later than the day is known to them, and they are those of another road."""

import datetime as dt
import io

import numpy as np
import pytest
from tests.models.simulated_logs import simulated

from custecon.core.units import Period
from custecon.kinds.orders import ORDERS
from custecon.models import gamma_gamma
from custecon.models.buying_model import model_named
from custecon.models.durations import Span
from custecon.sources import read
from custecon.tables.certainty import errors_from
from custecon.tables.ledger import TableLedger
from custecon.tables.prediction import fit_spend
from custecon.tables.purchase_histories import brought_by, history_of, occasions_of, whole_period
from custecon.tables.rolling_backtests import ByModel, ByRule, backtests, days_of, due_days, independent

START, DAYS = dt.date(2023, 1, 1), 400
HORIZON = 60


def rows_of(seed=3, clients=300):
    """Orders of clients who buy at rates of their own and leave some day."""
    rng = np.random.default_rng(seed)
    rows = []
    for client in range(clients):
        now, leaves, rate = rng.uniform(0, 250), rng.exponential(300), rng.gamma(2) / 60
        first, spends = now, 4000 / rng.gamma(3)
        while now < DAYS and now - first < leaves:
            rows.append((f"c{client:03d}", START + dt.timedelta(days=int(now)), max(1, int(spends * rng.gamma(4)))))
            now += 1 + rng.exponential(1 / rate)
    rows.append(("c000", START + dt.timedelta(days=DAYS), 1000))  # so that every log ends on one day
    return rows


def log_of(rows):
    text = "client,date,amount\n" + "".join(f"{key},{day},{money / 100:.2f}\n" for key, day, money in rows)
    ledger = TableLedger(read(io.BytesIO(text.encode()), (ORDERS,)).table)
    return history_of(ledger.clients(as_of=START + dt.timedelta(days=DAYS))), ledger


def trials(rows, like=None, horizon=HORIZON):
    history, ledger = log_of(rows)
    fit = like or model_named("bg_nbd").fit(history.purchases, accept_edge=True)
    forecaster = ByModel(fit, fit_spend(history)[0])
    return history, backtests(history, forecaster, horizon, brought_by(ledger, history, days_of(history, horizon)))


def test_a_forecast_and_what_came_are_those_of_a_log_cut_by_hand():
    rows = rows_of()
    _, tests = trials(rows)
    assert len(tests) == 6
    for test in tests:
        past, _ = log_of([row for row in rows if row[1] <= test.day])
        known = past.bought.summary(test.day)
        fit = model_named("bg_nbd").fit(known, accept_edge=True)
        expected = model_named("bg_nbd").expected_purchases(fit, known, Span(test.days, "day")).sum()
        clients = {row[0] for row in rows if row[1] <= test.day}
        came = {row[:2] for row in rows if row[0] in clients and test.day < row[1] <= test.until}
        money = sum(row[2] for row in rows if row[0] in clients and test.day < row[1] <= test.until) / 100
        assert test.purchases.expected.sum() == pytest.approx(expected, rel=1e-6)
        assert test.purchases.came.sum() == len(came)
        assert test.money.came.sum() == pytest.approx(money)
        spend = gamma_gamma.expected_spend(fit_spend(past)[0], past.spend)
        each = model_named("bg_nbd").expected_purchases(fit, known, Span(test.days, "day"))
        assert test.money.expected.sum() == pytest.approx(float(each @ spend), rel=1e-6)


def test_what_chance_explains_is_what_simulated_futures_show():
    _, tests = trials(rows_of(clients=1200))
    past, _ = log_of([row for row in rows_of(clients=1200) if row[1] <= tests[3].day])
    known = past.bought.summary(tests[3].day)
    fit, span = model_named("bg_nbd").fit(known), Span(tests[3].days, "day")
    rng = np.random.default_rng(8)
    totals = [model_named("bg_nbd").draw_purchases(fit, known, span, rng).sum() for _ in range(2000)]
    assert np.sqrt(tests[3].purchases.variance.sum()) == pytest.approx(np.std(totals), rel=0.07)


def test_no_look_ahead_rows_after_a_day_change_no_forecast_and_rows_after_its_end_nothing_at_all():
    rows = rows_of()
    fit = model_named("bg_nbd").fit(log_of(rows)[0].purchases)
    _, before = trials(rows, like=fit)
    third = before[2]
    early = [row for row in rows if row[1] <= third.until]
    later = [("c001", third.until + dt.timedelta(days=1 + day), 99_900) for day in range(0, 90, 3)]
    last = [row for row in rows if row[1] == START + dt.timedelta(days=DAYS)]
    new = [(f"new{number}", third.until + dt.timedelta(days=5), 700) for number in range(50)]
    _, after = trials([*early, *later, *new, *last], like=fit)
    for old, now in zip(before[:3], after[:3], strict=True):
        if old.until <= third.until:
            assert (old.day, old.until) == (now.day, now.until)
            assert now.purchases.expected == pytest.approx(old.purchases.expected, rel=1e-6)
            assert (now.purchases.came == old.purchases.came).all()
            assert now.money.expected == pytest.approx(old.money.expected, rel=1e-4)
            assert now.money.came == pytest.approx(old.money.came)


def test_money_scales_and_the_order_of_rows_does_not_matter():
    rows = rows_of()
    history, tests = trials(rows)
    _, dear = trials([(key, day, 100 * money) for key, day, money in rows])
    _, mixed = trials(np.random.default_rng(1).permutation(np.array(rows, dtype=object)).tolist())
    here, there, other = (errors_from(history, some, HORIZON) for some in (tests, dear, mixed))
    assert there.money.size == pytest.approx(here.money.size, rel=1e-4)
    assert there.purchases.size == pytest.approx(here.purchases.size, rel=1e-9)
    assert other.money.size == pytest.approx(here.money.size, rel=1e-4)
    assert sum(one.money.expected.sum() for one in dear) == pytest.approx(
        100 * sum(one.money.expected.sum() for one in tests), rel=1e-4
    )


def test_where_the_model_is_true_its_error_is_less_than_that_of_other_logs():
    """A log simulated from the model: its own past says that the model is better than on other logs."""
    base = simulated("bg_nbd", 3000, 26, np.random.default_rng(4))
    fit = model_named("bg_nbd").fit(base.history.purchases)
    tests = backtests(base.history, ByModel(fit, None), 91, None)
    assert len(tests) == 6
    alone, learned = (errors_from(base.history, some, 91).purchases for some in ([], tests))
    assert learned.size < 0.8 * alone.size


def test_days_lie_within_the_log_and_what_is_left_is_forecast_at_its_end():
    history, _ = log_of(rows_of())
    pairs = due_days(history, 200)
    assert len(pairs) == 6
    assert all(START < day < until <= START + dt.timedelta(days=DAYS) for day, until in pairs)
    assert {(until - day).days for day, until in pairs if until < START + dt.timedelta(days=DAYS)} <= {200}
    assert independent(trials(rows_of())[1]) > 4
    assert independent(trials(rows_of(), horizon=DAYS)[1]) < 2


def test_beyond_the_length_of_the_log_the_error_grows_with_the_root_of_time():
    history, tests = trials(rows_of())
    seen = (START + dt.timedelta(days=DAYS) - history.bought.start).days
    once, far = (errors_from(history, tests, times * seen).purchases.size for times in (1, 4))
    assert far == pytest.approx(2 * once)


def test_occasions_are_asked_for_at_the_ends_of_their_periods():
    history, ledger = log_of(rows_of())
    data = occasions_of(history, Period.MONTH)
    fit = model_named("bg_bb").fit(data, accept_edge=True)
    money = brought_by(ledger, history, days_of(history, 90, Period.MONTH))
    tests = backtests(history, ByModel(fit, None, Period.MONTH), 90, money)
    assert tests
    for test in tests:
        assert (test.day + dt.timedelta(days=1)).day == 1
        assert (test.until + dt.timedelta(days=1)).day == 1
        months = (test.until.year - test.day.year) * 12 + test.until.month - test.day.month
        assert (test.purchases.came <= months).all()
    assert whole_period(dt.date(2024, 3, 14), Period.WEEK) == dt.date(2024, 3, 10)  # a Sunday
    assert whole_period(dt.date(2024, 2, 29), Period.MONTH) == dt.date(2024, 2, 29)


def test_naive_rules_are_tried_as_models_are():
    history, ledger = log_of(rows_of())
    money = brought_by(ledger, history, days_of(history, HORIZON))
    for rule in (ByRule(), ByRule(last=90)):
        tests = backtests(history, rule, HORIZON, money)
        assert len(tests) == 6
        assert all(test.purchases.came.sum() > 0 and test.money.expected.sum() > 0 for test in tests)


def test_a_log_too_short_has_no_past():
    history, tests = trials([row for row in rows_of(clients=8) if row[1].month < 4] + [rows_of()[-1]])
    assert tests == []
    assert errors_from(history, tests, HORIZON).purchases.past == ()


def test_groups_are_told_apart():
    """A group whose clients all stopped one day is less sure than the others."""
    stopped = START + dt.timedelta(days=200)
    rows = [row for row in rows_of() if not (int(row[0][1:]) % 2 and row[1] > stopped)]
    history, tests = trials(rows)
    numbers = np.array([int(key[1:]) % 2 for key in history.keys])
    errors = errors_from(history, tests, HORIZON, [np.flatnonzero(numbers == one) for one in (0, 1)])
    assert errors.groups[1].size > 1.2 * errors.groups[0].size


@pytest.mark.parametrize("model", ["bg_nbd", "mbg_nbd", "pareto_nbd", "bg_cnbd_k", "mbg_cnbd_k"])
def test_a_climb_that_begins_near_ends_where_all_climbs_end(model):
    history, _ = log_of(rows_of(clients=800))
    cut = history.bought.of(history.bought.first <= (START + dt.timedelta(days=250)).toordinal())
    past = cut.until(START + dt.timedelta(days=250)).summary(START + dt.timedelta(days=250))
    whole = model_named(model).fit(history.purchases, accept_edge=True)
    alone, near = (model_named(model).fit(past, accept_edge=True, like=one) for one in (None, whole))
    if alone.params.get("k") == near.params.get("k"):  # k is taken from the fit that it is like
        assert near.log_likelihood == pytest.approx(alone.log_likelihood, abs=1e-6)
