"""Clients predicted block by block are predicted as all at once."""

import numpy as np
import pytest
from tests.conftest import ROOT

from custecon.core.units import Period
from custecon.models import model_named
from custecon.sources import ReadingOptions, read_clients
from custecon.tables import prediction
from custecon.tables.horizons import Horizon
from custecon.tables.prediction import Fitted, Terms, fit_spend, predicted
from custecon.tables.purchase_histories import History, history_of, occasions_of


@pytest.fixture(scope="module")
def history() -> History:
    as_published = ReadingOptions(zero_orders="count")
    return history_of(read_clients(ROOT / "examples/orders.csv", options=as_published).summary)


@pytest.mark.parametrize("name", ["bg_nbd", "pareto_nbd", "bg_bb"])
def test_blocks_change_nothing(name: str, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_named(name)
    data = history.purchases if model.summary_kind == "purchases" else occasions_of(history, Period.MONTH)
    horizon = Horizon(history.reduced.as_of, 6, Period.MONTH, occasions=name == "bg_bb")
    asked = Terms(horizon, 0.1, 0.35, 0.95, draws=100)
    groups = [Fitted("all", np.arange(len(history)), model.fit(data), fit_spend(history)[0])]
    monkeypatch.setattr(prediction, "BLOCK", 10**9)
    whole = predicted(history, data, groups, asked)
    monkeypatch.setattr(prediction, "BLOCK", 7)
    parts = predicted(history, data, groups, asked)
    for figure in ("active", "purchases", "value", "total_value", "total_active"):
        for end in ("value", "low", "high"):
            one, other = (getattr(getattr(found, figure), end) for found in (whole, parts))
            assert (one is None) == (other is None)
            if one is not None:
                np.testing.assert_allclose(one, other, rtol=1e-11)  # NumPy rounds logarithms by their place in a block
    for figure in ("discounted", "spend", "steps", "spend_ends", "by_step"):
        np.testing.assert_allclose(getattr(whole, figure), getattr(parts, figure), rtol=1e-12)


class Dipping:
    """A model whose expectations fall by rounding from one horizon to the next."""

    def expected_purchases_at(self, *_: object) -> list[np.ndarray]:
        return [np.array([1.0, 0.0]), np.array([1.0 - 1e-15, 0.0]), np.array([1.5, 2.0])]


def test_an_expectation_that_dips_stands_still(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    horizon = Horizon(history.reduced.as_of, 3, Period.MONTH)
    fit = model_named("bg_nbd").fit(history.purchases)
    monkeypatch.setattr(prediction, "model_named", lambda _: Dipping())
    asked, kinds, ones = Terms(horizon, 0.0, 1.0, 0.95), np.zeros(2), np.ones((1, 2))
    found = prediction._foreseen(fit, kinds, asked, ones, keep=True)
    assert found.by_step.tolist() == [[1.0, 0.0], [0.0, 0.0], [0.5, 2.0]]
    assert found.plain.tolist() == found.discounted.tolist() == [1.5, 2.0]
    assert found.steps.tolist() == [[1.0], [0.0], [2.5]]
