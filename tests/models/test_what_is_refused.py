"""Whoever refuses says who refuses and why: every model and every way to be too thin, to be wrong or to be endless."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import MODELS, DiscountRate, Span, gamma_gamma, model_selection, value
from custecon.models.contract_model import CONTRACT_MODELS
from custecon.models.summary import DiscreteSummary, PurchaseSummary, SpendSummary, SurvivalSummary

from .test_recovery_and_coverage import TRUTH

CONTRACTS = {
    "shifted_beta_geometric": {"alpha": 0.8, "beta": 3.0},
    "beta_discrete_weibull": {"alpha": 0.8, "beta": 3.0, "c": 1.4},
}
NEVER, YEAR = DiscountRate(0.0, "year"), Span(52, "week")
TITLES = {"bg_nbd": "BG/NBD", "mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD", "bg_cnbd_k": "BG/CNBD-k",
          "mbg_cnbd_k": "MBG/CNBD-k", "bg_bb": "BG/BB", "shifted_beta_geometric": "sBG",
          "beta_discrete_weibull": "BdW", "gamma_gamma": "Gamma-Gamma"}  # fmt: skip
BUYING = [name for name in MODELS if name != "bg_bb"]


def said(act: Callable[..., object], *given: Any, **more: Any) -> str:
    """The code and the text with which it is refused."""
    with pytest.raises(Undefined) as refused:
        act(*given, **more)
    return str(refused.value)


def bought(count: list[float], last: list[float], age: list[float]) -> PurchaseSummary:
    return PurchaseSummary(count, last, age, "week", sum_log_intervals=np.zeros(len(count)))


@pytest.mark.parametrize("name", BUYING)
@pytest.mark.parametrize(
    ("history", "why"),
    [
        (bought([2], [3], [5]), "there are fewer than two clients"),
        (bought([0, 0], [0, 0], [0, 0]), "no client was observed for any time after the first purchase"),
        (bought([0, 0], [0, 0], [5, 0]), "no client has bought again"),
        (bought([1, 2], [0, 3], [0, 5]), "a client without any time observed has repeat purchases"),
    ],
)
def test_data_too_thin_for_a_model_of_buying(name: str, history: PurchaseSummary, why: str) -> None:
    expected = f"E331: {TITLES[name]} cannot be fitted: {why}"
    assert said(MODELS[name].fit, history) == expected
    assert said(MODELS[name].log_likelihood, TRUTH[name], history) == expected


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (DiscreteSummary([1], [1], [5], "occasion"), "there are fewer than two clients"),
        (DiscreteSummary([1, 0], [1, 0], [1, 1], "occasion"), "no client had two occasions or more"),
        (DiscreteSummary([0, 0], [0, 0], [2, 1], "occasion"), "no client has bought again"),
        (DiscreteSummary([2, 3], [2, 3], [2, 3], "occasion"), "every client has bought on every occasion"),
    ],
)
def test_data_too_thin_for_occasions(history: DiscreteSummary, why: str) -> None:
    assert said(MODELS["bg_bb"].fit, history) == f"E331: BG/BB cannot be fitted: {why}"


@pytest.mark.parametrize("name", CONTRACTS)
def test_data_too_thin_for_contracts(name: str) -> None:
    needed = len(CONTRACTS[name])
    thin = {
        "there are fewer than two clients": SurvivalSummary([1], [True], "year"),
        "no client has left": SurvivalSummary([1, 2, 3], [False] * 3, "year"),
        f"it needs {needed} different periods or more": SurvivalSummary([1, 1, needed - 1], [True] * 3, "year"),
    }
    for why, contracts in thin.items():
        expected = f"E331: {TITLES[name]} cannot be fitted: {why}"
        assert said(CONTRACT_MODELS[name].fit, contracts) == expected
        assert said(CONTRACT_MODELS[name].log_likelihood, CONTRACTS[name], contracts) == expected


def test_data_too_thin_for_spend() -> None:
    few, alike = SpendSummary([1, 2, 0], [5, 6, 0]), SpendSummary([1, 2, 3], [5, 5, 5])
    params = {"p": 4.0, "q": 3.5, "gamma": 20.0}
    for spend, why in ((few, "fewer than three clients have bought again"), (alike, "all clients spend the same")):
        assert f"E331: Gamma-Gamma cannot be fitted: {why}" in said(gamma_gamma.fit, spend)
        assert f"E331: Gamma-Gamma cannot be fitted: {why}" in said(gamma_gamma.log_likelihood, params, spend)
    checked = said(gamma_gamma.independence_of_frequency, few)
    assert checked == "E331: the check of independence cannot be fitted: fewer than three clients bought again"


# ------------------------------------------------------------------ parameters of another kind


def asked_of(name: str) -> dict[str, Callable[[Any], object]]:
    """Everything that a model says from parameters."""
    if name in CONTRACTS:
        model, data = CONTRACT_MODELS[name], SurvivalSummary([1, 2, 3, 3], [True, True, True, False], "year")
        return {
            "log_likelihood": lambda params: model.log_likelihood(params, data),
            "survival": lambda params: model.survival(params, [1]),
            "retention_rate": lambda params: model.retention_rate(params, [1]),
            "probability_still_client": lambda params: model.probability_still_client(params, [1], 2),
            "renewals": lambda params: model.discounted_residual_renewals(params, [1], NEVER, "year", 3),
            "draw_lifetimes": lambda params: model.draw_lifetimes(params, 2, np.random.default_rng(1)),
        }
    model, rng = MODELS[name], np.random.default_rng(1)
    if name == "bg_bb":
        history: Any = DiscreteSummary([1, 0], [1, 0], [4, 4], "week")
    else:
        history = bought([1, 0], [1, 0], [4, 4])
    return {
        "log_likelihood": lambda params: model.log_likelihood(params, history),
        "expected_purchases": lambda params: model.expected_purchases(params, history, YEAR),
        "expected_purchases_at": lambda params: list(model.expected_purchases_at(params, history, [YEAR])),
        "probability_active": lambda params: model.probability_active(params, history),
        "probability_active_after": lambda params: model.probability_active_after(params, history, YEAR),
        "probability_of_purchases": lambda params: model.probability_of_purchases(params, history, YEAR, 1),
        "discounted_purchases": lambda params: model.discounted_purchases(params, history, NEVER, YEAR),
        "draw_purchases": lambda params: model.draw_purchases(params, history, YEAR, rng),
        "draw_histories": lambda params: model.draw_histories(params, np.array([4.0]), rng, "week"),
    }


@pytest.mark.parametrize("name", [*MODELS, *CONTRACTS])
def test_parameters_that_cannot_be_are_refused_in_the_name_of_the_model(name: str) -> None:
    good = TRUTH[name] if name in MODELS else CONTRACTS[name]
    first, *others = (each for each in good if each != "k")
    short = {each: size for each, size in good.items() if each != first}
    for what, act in asked_of(name).items():
        act(good)
        missing = said(act, short)
        assert re.fullmatch(
            rf"E336: .*{others[0]}.* is not a set of parameters of {name}: {first} is missing", missing
        ), what
        for wrong in (0.0, -2.0):
            told = said(act, good | {first: wrong})
            assert re.fullmatch(rf"E336: .*{first}.* is not a set of parameters of {name}: it holds {wrong:g}", told), (
                what
            )
        assert "it holds nan" in said(act, good | {first: float("nan")}), what
        assert "E336" in said(act, good | {first: float("inf")}), what


def test_a_model_and_its_fit_and_its_history_belong_together() -> None:
    rng = np.random.default_rng(3)
    history = MODELS["bg_nbd"].draw_histories(TRUTH["bg_nbd"], np.full(400, 40.0), rng, "week")
    fit = MODELS["bg_nbd"].fit(history)
    told = said(MODELS["pareto_nbd"].probability_active, MODELS["mbg_nbd"].fit(history), history)
    assert "pareto_nbd" in told
    newcomer = PurchaseSummary.newcomers("month")
    told = said(MODELS["bg_nbd"].expected_purchases, fit, newcomer, YEAR)
    assert told == "E335: time units are mixed: fitted in weeks, history in months"
    told = said(
        MODELS["bg_bb"].expected_purchases, TRUTH["bg_bb"], DiscreteSummary([1], [1], [4], "week"), Span(2.5, "week")
    )
    assert told == "E335: time units are mixed: BG/BB counts whole occasions, the horizon is 2.5 of them"
    assert "«nobody» is not a set of parameters of any model here: known are bg_nbd, " in said(
        model_selection.model_named, "nobody"
    )


# ------------------------------------------------------------------ what has no end


@pytest.mark.parametrize("name", MODELS)
def test_purchases_for_ever_need_a_discount(name: str) -> None:
    history: Any = DiscreteSummary([1], [1], [4], "week") if name == "bg_bb" else bought([1], [1], [4])
    told = said(MODELS[name].discounted_purchases, TRUTH[name], history, NEVER)
    why = "purchases for ever without a discount"
    assert told == f"E334: the number of discounted purchases is infinite for these parameters: {why}"


def test_a_lifetime_without_a_mean_needs_a_discount() -> None:
    whose = "E334: the residual lifetime is infinite for these parameters: "
    weibull, geometric = CONTRACT_MODELS["beta_discrete_weibull"], CONTRACT_MODELS["shifted_beta_geometric"]
    told = said(weibull.discounted_residual_renewals, CONTRACTS["beta_discrete_weibull"], [0], NEVER, "year")
    assert told == whose + "a lifetime without end and without a discount"
    for alpha in (0.9, 1.0):  # (beta + n) ÷ (alpha - 1) is the mean: there is none up to 1
        told = said(geometric.discounted_residual_renewals, {"alpha": alpha, "beta": 2.0}, [0], NEVER, "year")
        assert told.startswith(f"{whose}alpha = {alpha:.3g} is not above 1")
    assert geometric.discounted_residual_renewals({"alpha": 1.25, "beta": 2.0}, [1], NEVER, "year")[0] == 12.0


def test_a_mean_spend_that_is_infinite_is_refused() -> None:
    """p·x + q has to be above 1: with q = 1 for whoever has not bought again."""
    told = said(gamma_gamma.expected_spend, {"p": 4.0, "q": 1.0, "gamma": 20.0}, SpendSummary([2, 0], [5, 0]))
    assert told.startswith(
        "E334: the expected spend of a client is infinite for these parameters: q = 1 is not above 1"
    )
    spend = gamma_gamma.expected_spend({"p": 4.0, "q": 1.5, "gamma": 20.0}, SpendSummary([2, 0], [5, 0]))
    assert spend == pytest.approx([4 * (20 + 10) / 8.5, 4 * 20 / 0.5])


# ------------------------------------------------------------------ durations


def test_what_is_no_duration_is_named() -> None:
    named = {
        "«-1 week»": lambda: Span(-1, "week"),
        "«inf week»": lambda: Span(float("inf"), "week"),
        "«1 fortnight»": lambda: Span(1, "fortnight"),
        "«0 days a month»": lambda: Span(1, "month", days_each=0),
        "«-2 days a month»": lambda: Span(1, "month", days_each=-2),
        "a discount of -0.1 a year": lambda: DiscountRate(-0.1, "year"),
        "a discount of 0.1 a fortnight": lambda: DiscountRate(0.1, "fortnight"),
        "«fortnight»": lambda: Span(1, "week").to("fortnight"),
    }
    for what, act in named.items():
        assert said(act) == f"E337: {what} is not a duration or a rate that can be used"
    for act in (lambda: Span(1, "occasion").to("week"), lambda: Span(1, "week").to("occasion")):
        assert said(act) == "E335: time units are mixed: an occasion has no length in days"
    assert (Span(0, "week").count, DiscountRate(0, "year").rate) == (0, 0)


# ------------------------------------------------------------------ summaries that contradict themselves


def test_what_a_summary_contradicts_itself_in_is_named() -> None:
    two, three = ([1, 2], [1, 1], [3, 3], "week"), ([1], [3, 3], "week")
    named = {
        "repeat_purchases is not one value per client": lambda: PurchaseSummary([[1]], [1], [3], "week"),
        "age_at_last_purchase has 1 values, repeat_purchases has 2": lambda: PurchaseSummary([1, 2], *three),
        "age has 1 values, repeat_purchases has 2": lambda: PurchaseSummary([1, 2], [1, 1], [3], "week"),
        "age holds a value that is not a finite number": lambda: PurchaseSummary([1], [1], [np.inf], "week"),
        "repeat_purchases holds -1, below 0": lambda: PurchaseSummary([-1], [0], [3], "week"),
        "repeat_purchases holds a value that is not whole": lambda: PurchaseSummary([1.5], [1], [3], "week"),
        "repeat_purchases holds 10,000,001, more than 10,000,000":
            lambda: PurchaseSummary([10_000_001], [1], [3], "week"),
        "a weight is 0": lambda: PurchaseSummary(*two, [1, 0]),
        "weights has 1 values, repeat_purchases has 2": lambda: PurchaseSummary(*two, [1]),
        "a last purchase lies after the end of the observation": lambda: PurchaseSummary([1], [4], [3], "week"),
        "a client without a repeat purchase has an age at last purchase above 0":
            lambda: PurchaseSummary([0], [1], [3], "week"),
        "sum_log_intervals is not one finite number per client":
            lambda: PurchaseSummary(*two, sum_log_intervals=[0.0]),
        "occasions holds a value that is not whole": lambda: DiscreteSummary([1], [1], [2.5], "week"),
        "it must hold: repeat purchases ≤ last occasion ≤ occasions, and both 0 together":
            lambda: DiscreteSummary([2], [1], [3], "week"),
    }  # fmt: skip
    for what, act in named.items():
        assert f"E330: the clients' summary is inconsistent: {what}" in said(act)
    assert PurchaseSummary([10_000_000], [1], [3], "week").clients == 1.0
    for wrong in (([1], [4], [3]), ([0], [1], [3]), ([2], [1], [3])):
        assert "both 0 together" in said(DiscreteSummary, *wrong, "week")
    assert len(DiscreteSummary([3, 0], [3, 0], [3, 0], "week")) == 2


def test_value_needs_a_spend_for_each_history_whole_periods_and_a_fit_of_contracts() -> None:
    rng = np.random.default_rng(3)
    fit = MODELS["bg_nbd"].fit(MODELS["bg_nbd"].draw_histories(TRUTH["bg_nbd"], np.full(400, 40.0), rng, "week"))
    history, spending, tenth = (
        bought([1, 0], [1, 0], [4, 4]),
        {"p": 4.0, "q": 3.5, "gamma": 20.0},
        DiscountRate(0.1, "year"),
    )
    months = {"horizon": Span(12, "month"), "period": Span(1, "month"), "discount": tenth}
    told = said(value.residual_value, fit, spending, history, SpendSummary([1], [5]), **months)
    assert told.endswith("2 clients have a history, 1 a spend")
    spend = SpendSummary([1, 0], [5, 0])
    told = said(value.residual_value, fit, spending, history, spend, **months | {"horizon": Span(2.5, "month")})
    assert told.endswith("2.5 months are not whole periods of 1 months")
    told = said(value.residual_value, fit, spending, history, spend, **months | {"horizon": Span(0, "month")})
    assert told.endswith("0 months are not whole periods of 1 months")
    told = said(value.contract_value, fit, [0], payment=1.0, discount=tenth)
    assert told == "E336: a fit of bg_nbd is not a set of parameters of any contract: models differ"
