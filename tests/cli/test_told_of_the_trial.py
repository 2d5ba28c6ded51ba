"""What is told beside a predicted value: a forecast that was far off, who counts as active, a silent end, money."""

import csv
import datetime as dt
import io
import random

import pytest


@pytest.fixture
def drying_log(tmp_path):
    """Clients who buy once a month for two years, and from then on hardly at all."""
    chance = random.Random(4)  # noqa: S311
    lines = ["client,date,amount,segment"]
    for client in range(120):
        day = dt.date(2021, 1, 1) + dt.timedelta(chance.randrange(200))
        while day < dt.date(2023, 12, 31):
            lines.append(f"C{client:03d},{day},{chance.randrange(1000, 9000) / 100:.2f},s{client % 2}")
            pause = 30 if day < dt.date(2022, 12, 1) else 400
            day += dt.timedelta(1 + int(chance.expovariate(1 / pause)))
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_forecast_far_off_is_told(drying_log, custecon) -> None:
    ran = custecon("ltv", drying_log, "--method", "auto", "--draws", "0", "-f", "csv")
    assert ran.code == 0
    (told,) = [line for line in ran.err.splitlines() if "N376" in line]
    assert "forecast" in told
    assert "% too much" in told


def test_a_good_forecast_is_not(custecon, examples) -> None:
    ran = custecon("ltv", examples / "orders.csv", "--method", "auto", "--draws", "0", "-f", "csv")
    assert "N376" not in ran.err


def test_a_log_has_groups_with_and_without_a_model(drying_log, custecon) -> None:
    assert custecon("ltv", drying_log, "--by", "segment").code == 0
    assert custecon("ltv", drying_log, "--by", "segment", "--method", "bg-nbd", "--draws", "0").code == 0
    assert custecon("ltv", drying_log, "--by", "cohort").code == 0


@pytest.mark.parametrize(
    ("method", "told"), [("bg-nbd", True), ("bg-cnbd-k", True), ("mbg-nbd", False), ("pareto-nbd", False)]
)
def test_who_counts_as_certainly_active_is_told_whenever_such_a_model_answers(custecon, examples, method, told) -> None:
    ran = custecon("ltv", examples / "orders.csv", "--method", method, "--draws", "0", "-f", "csv")
    assert ("N346" in ran.err) is told
    if told:
        once = sum(row["repeat_purchases"] == "0" for row in csv.DictReader(io.StringIO(ran.out)))
        assert f"takes {once:,} clients without a repeat purchase for certainly active" in ran.err


@pytest.mark.parametrize(
    ("day", "told"), [("1998-06-30", False), ("1998-07-31", False), ("1998-08-01", True), ("1999-06-30", True)]
)
def test_a_silent_end_of_the_log_is_told(custecon, examples, day, told) -> None:
    ran = custecon("ltv", examples / "orders.csv", "--method", "mbg-nbd", "--draws", "0", "--as-of", day, "-f", "csv")
    assert ran.code == 0
    assert ("N378" in ran.err) is told


def test_money_that_is_not_stated_is_told_by_predict(custecon, examples, tmp_path) -> None:
    model = tmp_path / "model.json"
    assert custecon("fit", examples / "orders.csv", "--method", "bg-nbd", "--currency", "USD", "-o", model).code == 0
    ask = ("predict", model, examples / "orders.csv", "--horizon", "6m", "--draws", "0", "-f", "csv")
    assert "orders in USD, these are in no stated currency" in custecon(*ask).err
    assert "N379" not in custecon(*ask, "--currency", "USD").err
    assert "E347" in custecon(*ask, "--currency", "EUR").err
