"""The referee: finds the model that made the data, scores by what happened, tells its rule and its lead."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BG_BB, BG_CNBD_K, MODELS, PARETO_NBD, Span, model_selection
from custecon.models.buying_model import model_named
from custecon.models.model_selection import AVERAGE_RATE, LAST_PERIOD, Trial, choose, compare
from custecon.models.summary import DiscreteSummary, PurchaseSummary

from .reference import cdnow

HALF = Span(39, "week")


def test_on_cdnow_every_model_beats_the_naive_rule_by_far() -> None:
    summary, _, btyd = cdnow()
    table = compare(Trial(summary, btyd["x.star"], HALF))
    scores = {score.name: score for score in table.scores}
    naive = scores[AVERAGE_RATE]
    assert naive.bias == pytest.approx(0.56, abs=0.02)
    for name in ("bg_nbd", "mbg_nbd", "pareto_nbd"):
        assert scores[name].log_score > naive.log_score
        assert scores[name].absolute_error < naive.absolute_error
    assert scores["bg_nbd"].bias == pytest.approx(1653.4 / 1882 - 1, abs=1e-3)  # reference/SOURCE.md
    assert scores["pareto_nbd"].bias == pytest.approx(1665.6 / 1882 - 1, abs=1e-3)
    assert table.lead_over_naive > 5 * table.lead_error
    assert table.chosen.fit is not None
    assert "log score" in table.rule
    assert {notice.code for notice in table.notices} == {"N345"}  # the log of times between purchases is not there


def test_deciles_hold_all_clients_and_all_purchases() -> None:
    summary, _, btyd = cdnow()
    for score in compare(Trial(summary, btyd["x.star"], HALF), ["mbg_nbd"]).scores:
        assert sum(clients for clients, _, _ in score.deciles) == 2357
        assert sum(clients * actual for clients, _, actual in score.deciles) == pytest.approx(1882)
        assert sum(clients * mean for clients, mean, _ in score.deciles) == pytest.approx(score.forecast_total)


def test_the_log_score_is_that_of_the_model_itself() -> None:
    rng = np.random.default_rng(4)
    params = {"r": 0.6, "alpha": 10.0, "s": 0.6, "beta": 12.0}
    known = PARETO_NBD.draw_histories(params, rng.uniform(20, 60, 3000), rng, "week")
    bought = PARETO_NBD.draw_purchases(params, known, HALF, rng)
    (score, *_) = compare(Trial(known, bought, HALF), ["pareto_nbd"]).scores
    fit = score.fit
    assert fit is not None
    chances = PARETO_NBD.probability_of_counts(fit, known, HALF, bought)
    assert score.log_score == pytest.approx(np.log(chances).mean(), rel=1e-12)


def test_regular_buyers_are_recognised() -> None:
    rng = np.random.default_rng(6)
    params = {"k": 4, "r": 2.0, "alpha": 1.5, "a": 0.6, "b": 6.0}
    known = BG_CNBD_K.draw_histories(params, rng.uniform(20, 50, 3000), rng, "week")
    bought = BG_CNBD_K.draw_purchases(params, known, Span(10, "week"), rng)
    table = compare(Trial(known, bought, Span(10, "week")))
    assert table.best.name in {"bg_cnbd_k", "mbg_cnbd_k"}
    assert table.best.fit is not None
    assert table.best.fit.params["k"] == 4
    assert choose(known, Trial(known, bought, Span(10, "week"))).name in {"bg_cnbd_k", "mbg_cnbd_k"}


def test_last_period_again_takes_part_if_known() -> None:
    summary, _, btyd = cdnow()
    table = compare(Trial(summary, btyd["x.star"], HALF, last_period=summary.repeat_purchases), ["bg_nbd"])
    assert [score.name for score in table.scores] == ["bg_nbd", AVERAGE_RATE, LAST_PERIOD]
    assert table.scores[2].forecast_total == summary.repeat_purchases.sum()


def test_perfect_foresight_ranks_best_and_blindness_not_at_all() -> None:
    summary, _, btyd = cdnow()
    actual = btyd["x.star"]
    (_, _, last) = compare(Trial(summary, actual, HALF, last_period=actual), ["bg_nbd"]).scores
    assert last.gini == pytest.approx(1.0)
    blind = np.ones(len(summary))
    (_, _, last) = compare(Trial(summary, actual, HALF, last_period=blind), ["bg_nbd"]).scores
    assert last.gini == pytest.approx(0.0, abs=1e-12)


def test_bg_bb_takes_part_where_occasions_are_given() -> None:
    rng = np.random.default_rng(9)
    params = {"alpha": 1.2, "beta": 0.75, "gamma": 0.66, "delta": 2.8}
    donors = BG_BB.draw_histories(params, np.full(2000, 6.0), rng, "year")
    bought = BG_BB.draw_purchases(params, donors, Span(3, "year"), rng)
    years = PurchaseSummary(donors.repeat_purchases, donors.last_occasion, donors.occasions, "year")
    table = compare(Trial(years, bought, Span(3, "year"), occasions=donors))
    assert table.chosen.name == "bg_bb"
    assert table.chosen.log_score > max(score.log_score for score in table.scores if score.name != "bg_bb")


def test_without_a_trial_the_lowest_bic_is_chosen() -> None:
    summary, _, _ = cdnow()
    choice = choose(summary)
    assert choice.name == "mbg_nbd"
    assert choice.fit is not None
    assert choice.fit.bic < PARETO_NBD.fit(summary).bic


def test_thin_data_fall_back_aloud() -> None:
    thin = PurchaseSummary([0, 1, 0, 2], [0, 3, 0, 5], [9, 9, 8, 10], "week")
    choice = choose(thin)
    assert choice.name == AVERAGE_RATE
    told = [one for one in choice.notices if one.code == "N343"]
    assert "2 clients have bought again" in told[0].what


def test_a_trial_without_clients_or_time_is_refused() -> None:
    empty = PurchaseSummary([], [], [], "week")
    with pytest.raises(Undefined, match="E341"):
        compare(Trial(empty, np.zeros(0), HALF))
    with pytest.raises(Undefined, match="E330"):
        Trial(PurchaseSummary([1], [1], [2], "week"), np.array([-1.0]), HALF)
    with pytest.raises(Undefined, match="E330"):
        Trial(
            PurchaseSummary([1], [1], [2], "week"), np.array([1.0]), HALF,
            occasions=DiscreteSummary([1, 1], [1, 1], [2, 2], "week"),
        )  # fmt: skip


# ------------------------------------------------------------------ clients alike are asked about once


def crowd(size: int) -> Trial:
    """Clients of whom many are alike, also in the hold-out; with and without the same purchases before."""
    rng = np.random.default_rng(21)
    params = {"r": 0.6, "alpha": 3.0, "s": 0.8, "beta": 8.0}
    ages = rng.integers(4, 9, size).astype(float)
    drawn = PARETO_NBD.draw_histories(params, ages, rng, "week")
    last = np.where(drawn.repeat_purchases > 0, np.maximum(np.ceil(drawn.age_at_last_purchase), 1.0), 0.0)
    logs = np.where(drawn.repeat_purchases > 0, -0.1 * drawn.repeat_purchases, 0.0)
    known = PurchaseSummary(drawn.repeat_purchases, last, ages, "week", sum_log_intervals=logs)
    bought = np.minimum(PARETO_NBD.draw_purchases(params, known, Span(4, "week"), rng), 3.0)
    taken = np.minimum(known.repeat_purchases, last)
    occasions = DiscreteSummary(taken, last, ages, "occasion")
    return Trial(known, bought, Span(4, "week"), rng.integers(0, 3, size).astype(float), occasions=occasions)


def concentration_by_pairs(values: np.ndarray, actual: np.ndarray) -> float:
    """Each client's place is the part of the others below them, equals by half: the definition, pair by pair."""
    below = (values[None, :] < values[:, None]).mean(axis=1) + 0.5 * (values[None, :] == values[:, None]).mean(axis=1)
    return float(actual @ (below - 0.5))


@pytest.mark.parametrize("block", [7, 4096])
def test_scores_are_those_of_asking_client_by_client(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_selection, "BLOCK", block)
    trial = crowd(160)
    alike = set(zip(*(column.tolist() for column in [*trial.known.histories(), trial.bought]), strict=True))
    assert len(alike) < 100  # or nothing is tested
    judged = compare(trial)
    names = {score.name for score in judged.scores}
    assert {"bg_nbd", "mbg_nbd", "pareto_nbd", "mbg_cnbd_k"} <= names
    for score in judged.scores:
        if score.fit is None:
            continue
        model, each = model_named(score.name), [np.array([place]) for place in range(160)]
        data = trial.known if model.summary_kind == "purchases" else trial.occasions
        assert data is not None
        span, rows = trial.holdout, [data.rows(place) for place in each]
        mean = np.concatenate([model.expected_purchases(score.fit, row, span) for row in rows])
        chances = np.concatenate(
            [
                model.probability_of_counts(score.fit, row, span, trial.bought[place])
                for row, place in zip(rows, each, strict=True)
            ]
        )
        assert score.log_chances == pytest.approx(np.log(chances), rel=1e-10)
        assert score.log_score == pytest.approx(np.log(chances).mean(), rel=1e-12)
        assert score.absolute_error == pytest.approx(np.abs(mean - trial.bought).mean(), rel=1e-12)
        assert score.forecast_total == pytest.approx(mean.sum(), rel=1e-12)
        perfect = concentration_by_pairs(trial.bought, trial.bought)
        rounded = np.round(mean, 12)  # equals that differ in the last digit are equals
        assert score.gini == pytest.approx(concentration_by_pairs(rounded, trial.bought) / perfect, rel=1e-9)


def test_a_weight_is_so_many_clients_alike() -> None:
    trial = crowd(120)
    assert trial.last_period is not None
    times = np.random.default_rng(3).integers(1, 5, 120)
    known, again = trial.known, np.repeat(np.arange(120), times)
    weighted = PurchaseSummary(*known.histories(), "week", times.astype(float), known.sum_log_intervals)
    names = ["bg_nbd", "pareto_nbd", "mbg_cnbd_k"]
    one = compare(Trial(weighted, trial.bought, trial.holdout, trial.last_period), names)
    other = compare(Trial(known.rows(again), trial.bought[again], trial.holdout, trial.last_period[again]), names)
    assert one.chosen.name == other.chosen.name
    assert one.lead_over_naive == pytest.approx(other.lead_over_naive, rel=1e-6)
    assert one.lead_error == pytest.approx(other.lead_error, rel=1e-6)
    for mine, theirs in zip(one.scores, other.scores, strict=True):
        for what in ("log_score", "absolute_error", "forecast_total", "actual_total", "bias", "gini"):
            assert getattr(mine, what) == pytest.approx(getattr(theirs, what), rel=1e-6), (mine.name, what)


def of_rules(last_period, bought, **more):
    """The scores of the two naive rules on a small base that no model is asked about."""
    size = len(bought)
    known = PurchaseSummary(
        np.arange(size, dtype=float), np.full(size, 20.0) * (np.arange(size) > 0), np.full(size, 40.0), "week"
    )
    verdict = compare(
        Trial(known, np.array(bought, float), Span(10, "week"), last_period=np.array(last_period, float)), []
    )
    return {score.name: score for score in verdict.scores}, verdict


def test_tenths_of_a_forecast_are_tenths_of_the_clients() -> None:
    """Twenty clients: two in each tenth, the lowest forecast first, with what they did beside it."""
    forecast = [(7 * place) % 20 for place in range(20)]
    found, _ = of_rules(forecast, [3 * each for each in forecast])
    assert found[LAST_PERIOD].deciles == tuple((2.0, 2 * tenth + 0.5, 6 * tenth + 1.5) for tenth in range(10))


def test_a_rule_is_scored_by_hand() -> None:
    """0, 1, 2, 5 for 1, 1, 2, 2: 8 for 6, off by 1 + 0 + 0 + 3; each a Poisson count of 95 % and 5 % of the mean 2."""
    found, verdict = of_rules([0, 1, 2, 5], [1, 1, 2, 2])
    score, rate = found[LAST_PERIOD], found[AVERAGE_RATE]
    assert (score.forecast_total, score.actual_total, score.absolute_error) == (8.0, 6.0, 1.0)
    assert score.bias == pytest.approx(1 / 3)
    logs = np.log([0.1 * np.exp(-0.1), 1.05 * np.exp(-1.05), 2.0 * np.exp(-2.0), 4.85**2 / 2 * np.exp(-4.85)])
    assert score.log_chances == pytest.approx(logs, rel=1e-12)
    assert score.log_score == pytest.approx(logs.mean())
    better, worse = sorted((score, rate), key=lambda one: -one.log_score)
    assert verdict.best is better
    assert verdict.best.log_score > worse.log_score


@pytest.mark.parametrize(
    ("forecast", "gini"), [([0, 1, 2, 3], 1.0), ([3, 2, 1, 0], -1.0), ([5, 5, 5, 5], 0.0), ([0, 0, 1, 1], 0.8)]
)
def test_how_well_a_rule_ranks_is_told_from_hindsight(forecast, gini) -> None:
    """0, 1, 2, 3 times how far their ranks lie off the middle (3/8, 1/8): 1.25; in two halves (1/4) it is 1 of 1.25."""
    found, _ = of_rules(forecast, [0, 1, 2, 3])
    assert found[LAST_PERIOD].gini == pytest.approx(gini)


def test_only_the_models_that_are_asked_about_are_chosen_from() -> None:
    history = crowd(400).known
    every = choose(history)
    assert every.fit is not None
    others = [name for name in MODELS if name not in {every.name, "bg_bb"}]
    assert len(others) > 2
    found = choose(history, models=others)
    assert found.name in others
    assert found.fit is not None
    fits = [MODELS[name].fit(history, accept_edge=True) for name in others]
    inside = [fit for fit in fits if not fit.convergence.at_edge]
    assert found.fit.bic == min(fit.bic for fit in inside or fits)
    assert choose(history, models=others[:1]).name == others[0]


@pytest.mark.parametrize("wrong", [[1.0], [1.0, 2.0, 3.0], [1.0, np.nan], [np.inf, 1.0], [1.0, -1.0]])
def test_what_a_trial_is_judged_by_is_one_count_per_client(wrong) -> None:
    known = PurchaseSummary([1, 0], [1, 0], [2, 2], "week")
    with pytest.raises(Undefined, match=r"E330.*bought is not one count per client"):
        Trial(known, np.array(wrong), HALF)
    with pytest.raises(Undefined, match=r"E330.*last_period is not one count per client"):
        Trial(known, np.array([0.0, 1.0]), HALF, np.array(wrong))
    with pytest.raises(Undefined, match=r"E330.*occasions are not one row per client"):
        Trial(known, np.array([0.0, 1.0]), HALF, occasions=DiscreteSummary([1], [1], [2], "week"))
    assert Trial(known, np.array([0.0, 0.0]), HALF).last_period is None
