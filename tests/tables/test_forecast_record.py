"""Past forecasts with their intervals, by a second road: errors and totals drawn one by one, counts by hand."""

import math

import numpy as np
import pytest
from tests.tables.test_rolling_backtests import START, rows_of, trials

import custecon
from custecon.core.units import SHARE
from custecon.metrics.parameters import prior
from custecon.tables.forecast_record import held, record_figures, record_in_words


def drawn_ends(test, known, rng, count=400_000):
    """The ends of an interval by plain simulation: a size of the error, the error, then chance and parameters."""
    before = prior("purchases")
    sizes = before.size * np.exp(before.spread * rng.standard_normal(count))
    chances = np.ones(count)
    if known:
        covered = (max(one.until for one in known) - min(one.day for one in known)).days
        weight = min(1.0, covered / np.mean([one.days for one in known]) / len(known))
        for one in known:
            error = math.log(one.purchases.came.sum() / one.purchases.expected.sum())
            deviation = np.sqrt(one.purchases.own**2 + sizes**2)
            chances *= (np.exp(-0.5 * (error / deviation) ** 2) / deviation) ** weight
    size = rng.choice(sizes, count, p=chances / chances.sum())
    logs = np.hypot(size, test.purchases.own) * rng.standard_normal(count)
    return np.quantile(test.purchases.expected.sum() * np.exp(logs), [0.025, 0.975])


def test_intervals_counts_and_scores_are_those_of_another_road():
    rows = rows_of()
    _, tests = trials(rows)
    record = held(tests)
    assert len(record) == 6
    inside, scores = 0, []
    for one, test in zip(record, tests, strict=True):
        clients = {row[0] for row in rows if row[1] <= test.day}
        came = len({row[:2] for row in rows if row[0] in clients and test.day < row[1] <= test.until})
        low, high = drawn_ends(test, [other for other in tests if other.until <= test.day], np.random.default_rng(4))
        assert (one.low, one.high) == (pytest.approx(low, rel=0.02, abs=1), pytest.approx(high, rel=0.02, abs=1))
        assert one.actual == came
        inside += one.low <= came <= one.high
        lies_out = max(one.low - came, came - one.high, 0)
        scores.append((one.high - one.low + 40 * lies_out) / came)
    found = {figure.name: figure for figure in record_figures(record)}
    assert found["inside"].value == pytest.approx(inside / 6)
    assert found["winkler"].value == pytest.approx(np.mean(scores))
    assert f"Of 6 forecasts on past days of this log {inside} held" in str(record_in_words(record))


def test_an_interval_knows_only_what_had_come_due_by_its_day():
    _, tests = trials(rows_of())
    record = held(tests)
    assert record[0].known == 0
    assert record[-1].known == sum(test.until <= tests[-1].day for test in tests) > 0
    assert (held(tests[:4])[3].low, held(tests[:4])[3].high) == (record[3].low, record[3].high)


def test_the_command_tells_it_and_says_so_where_the_log_is_too_short(tmp_path):
    path = tmp_path / "orders.csv"
    text = "client,date,amount\n" + "".join(f"{key},{day},{money / 100:.2f}\n" for key, day, money in rows_of())
    path.write_text(text, encoding="utf-8")
    result = custecon.backtest(str(path), holdout="60d", origins=4)
    table = next(one for one in result.tables if one.name == "origins")
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    found = {figure.name: figure for figure in result.figures}
    assert len(rows) == 4
    assert found["inside"].unit is SHARE
    assert found["inside"].value == sum(row["low"] <= row["actual"] <= row["high"] for row in rows) / 4
    assert found["mean_miss"].value == pytest.approx(
        np.mean([abs(row["forecast"] / row["actual"] - 1) for row in rows])
    )
    assert not [one for one in result.notices if one.code == "N490"]
    short = (
        text.splitlines()[:1] + [f"{n},{START},5.00" for n in range(30)] + ["1,2023-02-01,5.00", "2,2023-03-01,5.00"]
    )
    path.write_text("\n".join(short) + "\n", encoding="utf-8")
    result = custecon.backtest(str(path), holdout="10d", origins=4)
    assert [one for one in result.notices if one.code == "N490"]
    assert not [one for one in result.tables if one.name == "origins"]
