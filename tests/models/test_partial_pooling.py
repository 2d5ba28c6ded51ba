"""Segments: large ones stand alone, small ones are drawn towards the whole; nested models against chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BDW, BG_NBD, PARETO_NBD, SBG, Span
from custecon.models.fit_record import likelihood_ratio
from custecon.models.partial_pooling import fit_by_group
from custecon.models.summary import PurchaseSummary, SurvivalSummary

SLOW = {"r": 0.5, "alpha": 10.0, "a": 0.8, "b": 2.5}
FAST = {"r": 1.5, "alpha": 3.0, "a": 0.8, "b": 2.5}


def base(slow: int, fast: int) -> tuple[PurchaseSummary, list[str]]:
    """Clients of two kinds in one history."""
    rng = np.random.default_rng(5)
    one = BG_NBD.draw_histories(SLOW, np.full(slow, 40.0), rng, "week")
    two = BG_NBD.draw_histories(FAST, np.full(fast, 40.0), rng, "week")
    columns = [
        np.concatenate([getattr(one, name), getattr(two, name)])
        for name in ("repeat_purchases", "age_at_last_purchase", "age")
    ]
    return PurchaseSummary(*columns, "week"), ["slow"] * slow + ["fast"] * fast


def test_large_groups_stand_alone() -> None:
    history, groups = base(2000, 2000)
    fits = fit_by_group("bg_nbd", history, groups)
    assert list(fits) == ["slow", "fast"]
    assert not any(one.code == "N347" for fit in fits.values() for one in fit.notices)
    alone = BG_NBD.fit(history.rows(np.arange(2000)))
    assert fits["slow"].params == alone.params
    assert fits["fast"].params["r"] / fits["fast"].params["alpha"] > 5 * alone.params["r"] / alone.params["alpha"]


@pytest.mark.parametrize("repeaters", [199, 200])
def test_a_group_stands_alone_from_two_hundred_repeat_buyers_on(repeaters: int) -> None:
    history, _ = base(1500, 0)
    buys = np.flatnonzero(history.repeat_purchases > 0)
    here = set(np.flatnonzero(history.repeat_purchases == 0)[:100]) | set(buys[:repeaters])
    fits = fit_by_group("bg_nbd", history, ["here" if row in here else "rest" for row in range(1500)])
    assert fits["here"].data["repeaters"] == repeaters
    assert [one.code for one in fits["here"].notices] == ["N347"] * (repeaters < 200)


@pytest.mark.parametrize("model", [BG_NBD, PARETO_NBD])
def test_a_small_group_lies_between_itself_and_the_whole(model) -> None:
    history, groups = base(2000, 40)
    whole = model.fit(history)
    fits = fit_by_group(model.name, history, groups, whole=whole)
    assert [one.code for one in fits["fast"].notices] == ["N347"]
    group = history.rows(np.arange(2000, 2040))
    horizon = Span(26, "week")
    newcomer = PurchaseSummary.newcomers("week")
    pooled = model.expected_purchases(fits["fast"], newcomer, horizon)[0]
    assert model.expected_purchases(whole, newcomer, horizon)[0] < pooled
    assert pooled < model.expected_purchases(model.fit(group, accept_edge=True), newcomer, horizon)[0]
    assert fits["fast"].data["clients"] == 40


def test_a_group_without_repeat_purchases_still_has_an_answer() -> None:
    history, groups = base(2000, 40)
    groups = ["one-time" if not count else group for group, count in zip(groups, history.repeat_purchases, strict=True)]
    fits = fit_by_group("bg_nbd", history, groups)
    newcomer = PurchaseSummary.newcomers("week")
    expected = {name: BG_NBD.expected_purchases(fit, newcomer, Span(26, "week"))[0] for name, fit in fits.items()}
    assert expected["one-time"] < expected["slow"]
    assert np.isfinite(list(expected.values())).all()


@pytest.mark.parametrize("matrix", [np.zeros((4, 4)), np.outer(range(1, 5), range(1, 5)) / 100.0,
                                    np.diag([0.01, 0.01, 0.0, 0.0]), np.diag([1.0, 1.0, 1.0, 1e-20])])  # fmt: skip
def test_where_the_whole_leaves_no_doubt_in_some_direction_it_is_the_fit_of_every_group(matrix) -> None:
    history, groups = base(300, 40)
    whole = replace(BG_NBD.fit(history), log_covariance=np.asarray(matrix, dtype=np.float64))
    fits = fit_by_group("bg_nbd", history, groups, whole=whole)
    assert list(fits) == ["slow", "fast"]
    assert all(fit is whole for fit in fits.values())


def test_where_the_whole_lies_at_the_edge_it_is_the_fit_of_every_group() -> None:
    """Clients who all bought alike drive the model to its edge; each group must still have an answer."""
    count = 60
    history = PurchaseSummary(np.full(count, 5.0), np.full(count, 30.0), np.full(count, 36.0), "week")
    whole = BG_NBD.fit(history, accept_edge=True)
    assert whole.convergence.at_edge
    fits = fit_by_group("bg_nbd", history, ["one", "two"] * (count // 2), whole=whole)
    assert all(fit is whole for fit in fits.values())


def test_groups_must_be_one_per_client() -> None:
    history, groups = base(20, 20)
    with pytest.raises(Undefined, match="E330"):
        fit_by_group("bg_nbd", history, groups[:-1])


def test_the_richer_contract_model_is_worth_its_parameter_on_high_end_clients() -> None:
    high_end = SurvivalSummary.from_survivors([1000, 869, 743, 653, 593, 551, 517, 491], "year")
    told = likelihood_ratio(SBG.fit(high_end), BDW.fit(high_end))
    assert told.parameters == 1
    assert told.p_value < 0.01
    with pytest.raises(Undefined, match="E341"):
        likelihood_ratio(BDW.fit(high_end), SBG.fit(high_end))


def test_a_group_whose_own_fit_ends_at_the_edge_is_drawn_towards_the_whole_though_it_is_large() -> None:
    """Three hundred clients who all buy alike, and not one of whom has left: alone they have no best fit."""
    mixed, _ = base(1500, 0)
    alike = 300
    columns = [np.full(alike, 8.0), np.full(alike, 39.0), np.full(alike, 40.0)]
    pairs = zip(mixed.columns, columns, strict=True)
    history = PurchaseSummary(*(np.concatenate(pair) for pair in pairs), "week")
    with pytest.raises(Undefined, match="E332"):
        BG_NBD.fit(history.rows(slice(1500, 1800)))
    fits = fit_by_group("bg_nbd", history, ["mixed"] * 1500 + ["alike"] * alike)
    assert not fits["mixed"].notices
    (told,) = fits["alike"].notices
    assert (told.code, told.values["repeaters"].value, told.values["clients"].value) == ("N347", 300, 300)
    assert not fits["alike"].convergence.at_edge
    # ... and it is no copy of the whole: they buy more often than all do
    newcomer, half = PurchaseSummary.newcomers("week"), Span(26, "week")
    whole = BG_NBD.fit(history)
    mine, all_of_them = (BG_NBD.expected_purchases(fit, newcomer, half)[0] for fit in (fits["alike"], whole))
    assert mine > all_of_them
