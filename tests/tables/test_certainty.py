"""What somebody with one minute is told of the forecasts that came due."""

import pytest

import custecon
from custecon.models.model_error import PastForecast
from custecon.tables.certainty import side_of


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ((-0.1, -0.2), ", each of them too high"),
        ((0.1, 0.2), ", each of them too low"),
        ((0.1, -0.2), ""),
        ((-0.1,), ""),
    ],
)
def test_it_is_told_that_all_past_forecasts_were_off_to_one_side(errors, told) -> None:
    """ln(actual ÷ forecast) is below 0 where too much was forecast; one forecast has no side."""
    assert str(side_of([PastForecast(error, 0.1) for error in errors])) == told


def test_off_by_is_forecast_beside_what_came_wherever_it_stands(examples) -> None:
    """One definition: forecast ÷ actual, less 1, in `ltv`, its first sentence, and `backtest --origins`."""
    found = custecon.ltv(examples / "orders.csv", method="bg-nbd")
    rows = found.table("past_forecasts").rows
    missed = [foretold / came - 1 for _, _, _, foretold, came, *_ in rows]
    assert [row[5] for row in rows] == pytest.approx(missed)
    assert [row[9] for row in rows] == pytest.approx([row[7] / row[8] - 1 for row in rows])
    mean = sum(map(abs, missed)) / len(missed)
    assert found.table("certainty").rows[0][-1] == pytest.approx(mean)
    assert f"were off by {mean:.0%} on average" in " ".join(map(str, found.screen.further))
    origins = custecon.backtest(examples / "orders.csv", origins=2).table("origins")
    places = origins.places(["forecast", "actual", "miss"])
    for row in origins.rows:
        foretold, came, miss = (row[place] for place in places)
        assert miss == pytest.approx(foretold / came - 1)
