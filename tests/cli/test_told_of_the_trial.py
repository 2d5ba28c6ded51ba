"""A forecast that was far off on the orders held back says so beside the value."""

import datetime as dt
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


def test_groups_of_a_log_without_a_model_are_refused_by_name(drying_log, custecon) -> None:
    ran = custecon("ltv", drying_log, "--by", "segment")
    assert ran.code == 2
    assert "E165" in ran.err
    assert "--method auto" in ran.err
    assert custecon("ltv", drying_log, "--by", "segment", "--method", "bg-nbd", "--draws", "0").code == 0
    assert custecon("ltv", drying_log, "--by", "cohort").code == 0
