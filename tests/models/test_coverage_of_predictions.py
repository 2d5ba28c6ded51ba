"""What the command line foretells, from a file on, covers what it says; the long version: benchmarks/coverage.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.core.units import Period
from custecon.models.contract_intervals import payments_interval, renewal_intervals, survivors_interval
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.durations import DiscountRate
from custecon.models.intervals import middle
from custecon.models.summary import SurvivalSummary
from custecon.tables.contract_value import ContractTerms, valued
from custecon.tables.contracts import summary_of

from .reference import published
from .simulated_logs import LEAVING, foretold, simulated, simulated_contracts


def inside(value, low, high) -> float:
    return float(((np.asarray(value) >= low) & (np.asarray(value) <= high)).mean())


def test_intervals_of_an_order_log_cover_clients_and_the_base() -> None:
    rng = np.random.default_rng(41)
    shares = []
    for _ in range(60):
        base = simulated("bg_nbd", 300, 26, rng)
        found = foretold("bg_nbd", replace(base, asked=replace(base.asked, draws=200)))
        if found is None:
            continue
        told = found[1]
        shares.append(
            [
                inside(base.bought, told.purchases.low, told.purchases.high),
                inside(base.paid, told.value.low, told.value.high),
                inside(base.bought.sum(), told.total_purchases.low, told.total_purchases.high),
                inside(base.paid.sum(), told.total_value.low, told.total_value.high),
                inside(base.active, told.total_active.low, told.total_active.high),
            ]
        )
    assert len(shares) >= 54
    purchases, value, all_purchases, all_value, active = np.mean(shares, axis=0)
    assert 0.93 <= value <= 0.97
    assert 0.93 <= purchases <= 0.98  # whole counts: what the model promises of them stands in the benchmark
    assert min(all_purchases, all_value, active) >= 0.86  # 60 bases: three standard errors below 0.95


@pytest.mark.parametrize("model", LEAVING)
def test_intervals_of_contracts_cover_each_and_all(model: str) -> None:
    rng = np.random.default_rng(42)
    each, together, lasting = [], [], []
    for seed in range(50):
        base = simulated_contracts(model, 300, 12, rng)
        summary = summary_of(base.contracts, Period.MONTH)
        fit = CONTRACT_MODELS[model].fit(summary, accept_edge=True)
        if fit.convergence.at_edge:
            continue
        found = valued(fit, base.contracts, ContractTerms(base.as_of, Period.MONTH, 12, 0.1, 1.0, 0.95))
        figures, table = found.figures, found.table
        names = [column.name for column in table.columns]
        rows = [dict(zip(names, row, strict=True)) for row in table.rows]
        seen = np.array([base.renewals[row["client"]] for row in rows])
        each.append(inside(seen, [row["renewals_low"] for row in rows], [row["renewals_high"] for row in rows]))
        ends = {figure.name: figure.interval for figure in figures if figure.interval}
        for name, total in (("expected_renewals", seen.sum()), ("still_clients", (seen == 12).sum())):
            together.append(inside(total, ends[name].low, ends[name].high))
        later = 24 + np.array([1, 6, 12])
        told = survivors_interval(fit, summary, later, seed=seed)
        lasting.append(inside((base.lasts[:, None] > later).mean(axis=0), told.low - 1e-12, told.high + 1e-12))
    assert len(each) >= 45
    assert np.mean(each) >= 0.95  # few different counts: most of them promise more
    assert min(np.mean(together), np.mean(lasting)) >= 0.85


def test_survivors_of_high_end_clients_fall_into_their_interval() -> None:
    # Fader & Hardie 2007: fitted to seven years, and what was seen in years 8 to 12
    shares = np.array(published("sBG survival table High End years 0-12")) / 100.0
    summary = SurvivalSummary.from_survivors(1000.0 * shares[:8], "year")
    told = survivors_interval(CONTRACT_MODELS["shifted_beta_geometric"].fit(summary), summary, range(8, 13), seed=1)
    assert (told.low <= shares[8:]).all()
    assert (shares[8:] <= told.high).all()
    assert (np.diff(told.high - told.low) > 0).all()  # the further, the less sure


def test_worth_of_a_contract_follows_its_renewals() -> None:
    fit = CONTRACT_MODELS["shifted_beta_geometric"].fit(SurvivalSummary.from_survivors([1000, 869, 743, 653], "year"))
    worth = np.array([[100.0, 90.0, 80.0], [10.0, 9.0, 8.0]])
    found = renewal_intervals(fit, [0, 3], worth, seed=3)
    sums = np.column_stack((np.zeros(2), np.cumsum(worth, axis=1)))
    for row in (0, 1):
        assert found.worth.low[row] == sums[row, int(found.renewals.low[row])]
        assert found.worth.high[row] == sums[row, int(found.renewals.high[row])]
    assert found.worth.low.min() == 0.0
    assert found.total_worth.estimate[0] == pytest.approx(found.worth.estimate.sum())
    assert (found.still.low < found.still.estimate).all()
    assert (found.still.estimate < found.still.high).all()


@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_payments_of_a_new_client_cover_his_own_chance(rate: float) -> None:
    model = CONTRACT_MODELS["shifted_beta_geometric"]
    truth = {"alpha": 3.0, "beta": 9.0}
    rng = np.random.default_rng(43)
    lasts = model.draw_lifetimes(truth, 20_000, rng)
    fit = model.fit(SurvivalSummary(np.minimum(lasts[:4000], 8), lasts[:4000] <= 8, "year"))
    told = payments_interval(fit, DiscountRate(rate, "year"), 1.0, seed=1)
    paid = [((1.0 + rate) ** -np.arange(life)).sum() for life in lasts[4000:]]
    low = told.low[0] - 1e-9
    assert 0.94 <= inside(paid, low, told.high[0]) <= 0.985  # whole payments


def test_middle_of_draws_leaves_out_what_its_level_says() -> None:
    rng = np.random.default_rng(44)
    even = rng.random((199, 4000))  # a further draw lies between two neighbours of 199 with chance 1/200
    low, high = middle(even, 0.95)
    assert (high - low).mean() == pytest.approx(0.95, abs=0.001)
    assert low.mean() == pytest.approx(0.025, abs=0.001)
    often_nothing = np.maximum(even - 0.4, 0.0)  # what the lower side cannot leave out, the upper side does
    low, high = middle(often_nothing, 0.95)
    assert low.max() == 0.0
    assert high.mean() == pytest.approx(0.55, abs=0.001)
    often_all = np.minimum(even, 0.6)
    low, high = middle(often_all, 0.95)
    assert high.min() == 0.6
    assert low.mean() == pytest.approx(0.05, abs=0.001)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_middle_of_counts_holds_its_level_and_no_count_more_than_needed(level: float) -> None:
    rng = np.random.default_rng(45)
    counts = rng.poisson(np.linspace(0.05, 30, 200), (2000, 200)).astype(float)
    low, high = middle(counts, level)
    held = ((counts >= low) & (counts <= high)).mean(axis=0)
    assert (held >= level - 1e-9).all()
    assert (((counts > low) & (counts <= high)).mean(axis=0) < level + 0.001).all()  # nor without its lowest count


def test_middle_of_one_draw_is_that_draw() -> None:
    low, high = middle(np.array([[3.0]]), 0.95)
    assert (low[0], high[0]) == (3.0, 3.0)
    with pytest.raises(Undefined, match="E340"):
        middle(np.ones((5, 1)), 95.0)


def test_a_base_of_nobody_left_brings_nothing() -> None:
    summary = SurvivalSummary.from_survivors([100, 50, 20, 0], "month")
    fit = CONTRACT_MODELS["shifted_beta_geometric"].fit(summary, accept_edge=True)
    told = survivors_interval(fit, summary, [4, 5], seed=1)
    assert told.high.tolist() == told.low.tolist() == [0.0, 0.0]
