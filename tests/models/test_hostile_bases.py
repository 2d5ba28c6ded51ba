"""Fifty hostile bases: an answer or a clear refusal each, never nan; a warning is an error to pytest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BDW, BG_BB, MODELS, SBG, Span, gamma_gamma
from custecon.models.buying_model import model_named
from custecon.models.model_selection import AVERAGE_RATE, Trial, choose, compare
from custecon.models.naive import own_rates
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary, SurvivalSummary

from .hostile import BASES

HALF_YEAR = Span(26, "week")
REFUSALS = {"E331", "E333", "E339"}


T = TypeVar("T")


def answer_or_refusal(act: Callable[[], T], codes: set[str] = REFUSALS) -> T | None:
    """What the act answers; None if it was refused, which must be with one of these codes and a text."""
    refusal: Undefined | None = None
    answer: T | None = None
    try:
        answer = act()
    except Undefined as fault:
        refusal = fault
    if refusal is not None:
        assert {one.code for one in refusal.problems} <= codes
        assert all(one.what and one.cure for one in refusal.problems)
    return answer


def test_there_are_fifty_hostile_bases() -> None:
    assert len(BASES) >= 50


@pytest.mark.parametrize("name", BASES)
def test_every_model_answers_or_refuses_clearly(name: str) -> None:
    history = BASES[name]()
    for model in MODELS.values():
        if model.summary_kind != "purchases":
            continue
        fit = answer_or_refusal(lambda m=model: m.fit(history, accept_edge=True))
        if fit is None:
            continue
        some = history.rows(np.unique(np.linspace(0, len(history) - 1, 300).astype(int)))
        expected = model.expected_purchases(fit, some, HALF_YEAR)
        assert np.isfinite(expected).all()
        assert (expected >= 0).all()
        for chance in (
            model.probability_active(fit, some),
            model.probability_active_after(fit, some, HALF_YEAR),
            model.probability_of_purchases(fit, some, HALF_YEAR, 0),
            model.probability_of_purchases(fit, some, HALF_YEAR, 3),
        ):
            assert ((chance >= 0) & (chance <= 1 + 1e-9)).all()
        assert np.isfinite(fit.log_covariance).all()
        assert fit.to_json()
        if fit.convergence.at_edge:
            with pytest.raises(Undefined, match="E332"):
                model.fit(history)


@pytest.mark.parametrize("name", BASES)
def test_the_referee_always_answers(name: str) -> None:
    history = BASES[name]()
    choice = choose(history, models=["bg_nbd", "mbg_nbd"])
    if choice.fit is None:
        rates = own_rates(history.repeat_purchases, history.age)
        expected = np.zeros(len(history)) if rates is None else rates.expected(HALF_YEAR.to(history.unit))
    else:
        expected = model_named(choice.fit.model).expected_purchases(choice.fit, history, HALF_YEAR)
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    if choice.fit is None:
        assert choice.name == AVERAGE_RATE
        assert "N343" in [one.code for one in choice.notices]
    if len(history) and len(history) < 5000:
        bought = np.random.default_rng(1).poisson(0.5, len(history)).astype(float)
        table = compare(Trial(history, bought, HALF_YEAR, last_period=bought), models=["bg_nbd", "mbg_nbd"])
        assert all(np.isfinite(score.log_score) for score in table.scores)
        assert all(notice.what for notice in table.notices)


def _occasions(count, last, total) -> DiscreteSummary:
    return DiscreteSummary(np.asarray(count, float), np.asarray(last, float), np.asarray(total, float), "year")


@pytest.mark.parametrize(
    "history",
    [
        _occasions([], [], []),
        _occasions([0] * 50, [0] * 50, [6] * 50),
        _occasions([6] * 50, [6] * 50, [6] * 50),
        _occasions([0, 1] * 25, [0, 1] * 25, [1] * 50),
        _occasions([0, 1], [0, 5], [6, 6]),
        _occasions([1] * 40, [6] * 40, [6] * 40),
        _occasions([3] * 40 + [0], [3] * 40 + [0], [400] * 41),
    ],
    ids=[
        "nobody",
        "no repeaters",
        "every occasion",
        "one occasion",
        "two donors",
        "all at the end",
        "long silence",
    ],
)
def test_bg_bb_answers_or_refuses_clearly(history: DiscreteSummary) -> None:
    fit = answer_or_refusal(lambda: BG_BB.fit(history, accept_edge=True))
    if fit is not None:
        assert np.isfinite(BG_BB.expected_purchases(fit, history, Span(5, "year"))).all()


@pytest.mark.parametrize("name", BASES)
def test_bg_bb_answers_or_refuses_clearly_on_the_same_bases_counted_by_occasions(name: str) -> None:
    base = BASES[name]()
    total, last = np.ceil(base.age), np.ceil(base.age_at_last_purchase)
    last = np.where(base.repeat_purchases > 0, np.maximum(last, 1.0), 0.0)
    count = np.minimum(base.repeat_purchases, last)
    history = answer_or_refusal(
        lambda: DiscreteSummary(count, last, np.maximum(total, last), "week", base.weights), {"E330"}
    )
    if history is None:
        assert total.max() > 20_000  # more occasions than discrete time is meant for
        return
    if (total - last).sum() > 100_000 and len(history) < 1_000:
        history = history.rows(slice(0, 30))  # a century of weeks: its sums over occasions take long
    fit = answer_or_refusal(lambda: BG_BB.fit(history, accept_edge=True))
    if fit is not None:
        some = history.rows(np.unique(np.linspace(0, len(history) - 1, 300).astype(int)))
        expected = BG_BB.expected_purchases(fit, some, HALF_YEAR)
        assert np.isfinite(expected).all()
        assert ((expected >= 0) & (expected <= 26 * (1 + 1e-12))).all()
        active = BG_BB.probability_active(fit, some)
        assert ((active >= 0) & (active <= 1 + 1e-9)).all()


@pytest.mark.parametrize(
    "spend",
    [
        SpendSummary([], []),
        SpendSummary([0, 0], [0.0, 0.0]),
        SpendSummary([1, 0], [30.0, 0.0]),
        SpendSummary([2] * 30, [30.0] * 30),
        SpendSummary([1, 2, 3], [30.0, 30.000001, 29.999999]),
        SpendSummary([1] * 100, np.linspace(1, 100, 100)),
        SpendSummary([1, 2, 3, 9], [1e-9, 1.0, 1e9, 1e12]),
        SpendSummary([5000] * 50, np.linspace(10, 20, 50)),
        SpendSummary([1] * 60, np.random.default_rng(3).pareto(0.4, 60) + 1),
    ],
    ids=[
        "nobody",
        "no spend",
        "one buyer",
        "all alike",
        "nearly alike",
        "all once",
        "huge range",
        "heavy",
        "no mean",
    ],
)
def test_gamma_gamma_answers_or_refuses_clearly(spend: SpendSummary) -> None:
    expected = answer_or_refusal(
        lambda: gamma_gamma.expected_spend(gamma_gamma.fit(spend, accept_edge=True), spend),
        REFUSALS | {"E334"},
    )
    if expected is not None:
        assert np.isfinite(expected).all()
        assert (expected > 0).all()


@pytest.mark.parametrize(
    "survivors", [[100, 100, 100], [100, 0], [100, 50, 0], [1, 0], [100, 99, 98.01], [1e9, 8e8, 7e8]]
)
@pytest.mark.parametrize("model", [SBG, BDW])
def test_contracts_are_answered_or_refused_clearly(model, survivors: list[float]) -> None:
    summary = SurvivalSummary.from_survivors(survivors, "month")
    fit = answer_or_refusal(lambda: model.fit(summary, accept_edge=True))
    if fit is not None:
        survival = model.survival(fit, np.arange(60))
        assert np.isfinite(survival).all()
        assert (np.diff(survival) <= 1e-12).all()


def test_history_of_no_rows_gives_no_figures() -> None:
    params = {"r": 0.2, "alpha": 4.0, "a": 0.8, "b": 2.4}
    empty = PurchaseSummary([], [], [], "week")
    assert len(MODELS["bg_nbd"].expected_purchases(params, empty, HALF_YEAR)) == 0
