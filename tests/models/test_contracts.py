"""Contracts: sBG against Fader & Hardie 2007 and 2010; beta-discrete-Weibull against sBG."""

from __future__ import annotations

import numpy as np
import pytest

from custecon.core.errors import Undefined
from custecon.models import BDW, SBG
from custecon.models.durations import DiscountRate
from custecon.models.simulated_clients import simulate_contracts
from custecon.models.summary import SurvivalSummary
from custecon.models.value import contract_value

from .reference import published, table

SEGMENTS = {"Regular": "regular", "High End": "highend"}
TEN = DiscountRate(0.1, "year")


def cohort(segment: str, years: int) -> SurvivalSummary:
    """The first years of the retention table of Fader & Hardie 2007, of 1,000 clients."""
    shares = np.array(published(f"sBG survival table {segment} years 0-12"))
    return SurvivalSummary.from_survivors(10.0 * shares[: years + 1], "year")


@pytest.mark.parametrize("segment", SEGMENTS)
def test_sbg_matches_fader_hardie_2007(segment: str) -> None:
    fit = SBG.fit(cohort(segment, 7))
    values = published(f"sBG alpha beta {segment} (7 years)")
    assert [fit.params["alpha"], fit.params["beta"]] == pytest.approx(values, abs=6e-4)


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("years", [4, 7])
def test_sbg_fits_and_projects_as_the_independent_script(segment: str, years: int) -> None:
    columns = table("reference/sbg_scipy_params.csv")
    (row,) = np.flatnonzero((columns["segment"] == SEGMENTS[segment]) & (columns["calibration_years"] == years))
    fit = SBG.fit(cohort(segment, years))
    assert fit.params["alpha"] == pytest.approx(columns["alpha"][row], rel=1e-5)
    assert fit.params["beta"] == pytest.approx(columns["beta"][row], rel=1e-5)
    assert fit.log_likelihood == pytest.approx(columns["LL"][row], abs=1e-6)
    projected = table("reference/sbg_scipy_projection.csv")
    survival = 100.0 * SBG.survival(fit, projected["year"])
    assert survival == pytest.approx(projected[f"{SEGMENTS[segment]}_cal{years}"], abs=1e-4)


def test_sbg_forecast_of_high_end_survivors() -> None:
    values = published("sBG High End survivors forecast years 8-12")
    assert SBG.survival(SBG.fit(cohort("High End", 7)), np.arange(8, 13)) == pytest.approx(values, abs=6e-4)


@pytest.mark.parametrize(
    ("case", "tolerance"), [("case1 alpha=3.80 beta=15.20", 0.006), ("case2 alpha=0.067 beta=0.267", 0.011)]
)
def test_sbg_residual_lifetime_of_fader_hardie_2010_table_3(case: str, tolerance: float) -> None:
    values = published(f"sBG DERL d=0.1 {case} n=1..5")
    alpha, beta = (float(part.split("=")[1]) for part in case.split()[1:])
    found = SBG.discounted_residual_renewals({"alpha": alpha, "beta": beta}, np.arange(5), TEN, "year")
    assert found == pytest.approx(values, abs=tolerance)  # 7.68 is 7.671 with the parameters as printed
    computed = table("reference/sbg_derl_table3.csv")
    mine = computed["alpha"] == alpha
    assert found == pytest.approx(computed["computed"][mine], rel=1e-9)


def test_sbg_residual_lifetime_of_high_end_clients() -> None:
    fit = SBG.fit(cohort("High End", 7))
    (value,) = published("sBG High End DERL d=0.1 t=7")
    found = SBG.discounted_residual_renewals(fit, np.arange(8), TEN, "year")
    assert found[7] == pytest.approx(value, abs=6e-4)
    assert found == pytest.approx([5.414, 5.901, 6.294, 6.620, 6.897, 7.136, 7.345, 7.530], abs=6e-4)  # formulas 3.2
    assert SBG.discounted_lifetime(fit, TEN, "year") == pytest.approx(5.922, abs=6e-4)
    assert SBG.discounted_lifetime(SBG.fit(cohort("Regular", 7)), TEN, "year") == pytest.approx(3.695, abs=6e-4)
    assert contract_value(fit, [7], payment=100.0, discount=TEN)[0] == pytest.approx(752.96, abs=0.06)


def test_sbg_survivors_of_the_introductory_note_of_2014() -> None:
    assert SBG.survival({"alpha": 0.704, "beta": 1.182}, [1])[0] == pytest.approx(0.6267, abs=1e-4)


def test_sbg_sum_of_a_long_horizon_is_the_residual_lifetime_for_ever() -> None:
    params = {"alpha": 1.7, "beta": 4.0}
    for_ever = SBG.discounted_residual_renewals(params, [0, 3, 30], TEN, "year")
    assert SBG.discounted_residual_renewals(params, [0, 3, 30], TEN, "year", 500) == pytest.approx(for_ever, rel=1e-9)
    none = DiscountRate(0.0, "year")
    assert SBG.discounted_residual_renewals(params, [2], none, "year")[0] == pytest.approx(6.0 / 0.7, rel=1e-12)


def test_sbg_without_a_mean_asks_for_a_horizon() -> None:
    with pytest.raises(Undefined, match="E334"):
        SBG.discounted_residual_renewals({"alpha": 0.9, "beta": 2.0}, [0], DiscountRate(0.0, "year"), "year")


def test_rising_survival_is_refused() -> None:
    with pytest.raises(Undefined, match="E330"):
        SurvivalSummary.from_survivors([100, 80, 90], "year")


def test_sbg_finds_the_parameters_of_several_cohorts_cut_at_different_ages() -> None:
    # formulas.md 3.2: [10000, 8000, 6480, 5307, 4391] and its truncations, alpha about 3.80, beta about 15.19
    survivors = np.array([10000, 8000, 6480, 5307, 4391])
    parts = [SurvivalSummary.from_survivors(survivors[:size], "year") for size in (2, 3, 4, 5)]
    everyone = SurvivalSummary(
        np.concatenate([part.periods for part in parts]),
        np.concatenate([part.left for part in parts]),
        "year",
        np.concatenate([part.counts for part in parts]),
    )
    fit = SBG.fit(everyone)
    assert fit.params["alpha"] == pytest.approx(3.80, abs=0.02)
    assert fit.params["beta"] == pytest.approx(15.19, abs=0.08)


def test_beta_discrete_weibull_with_c_of_one_is_sbg() -> None:
    params = {"alpha": 0.668, "beta": 3.806}
    weibull = params | {"c": 1.0}
    assert BDW.survival(weibull, np.arange(13)) == pytest.approx(SBG.survival(params, np.arange(13)), rel=1e-12)
    assert BDW.log_likelihood(weibull, cohort("Regular", 7)) == pytest.approx(
        SBG.log_likelihood(params, cohort("Regular", 7)), rel=1e-12
    )
    found = BDW.discounted_residual_renewals(weibull, [0, 7], TEN, "year")
    assert found == pytest.approx(SBG.discounted_residual_renewals(params, [0, 7], TEN, "year"), rel=1e-9)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_beta_discrete_weibull_foretells_what_sbg_does_not(segment: str) -> None:
    actual = np.array(published(f"sBG survival table {segment} years 0-12"))[8:] / 100.0
    four = cohort(segment, 7)
    years = np.arange(8, 13)
    richer = np.abs(BDW.survival(BDW.fit(four), years) - actual).mean()
    assert richer < np.abs(SBG.survival(SBG.fit(four), years) - actual).mean()
    assert BDW.fit(four).log_likelihood > SBG.fit(four).log_likelihood


@pytest.mark.parametrize(
    ("model", "params"),
    [(SBG, {"alpha": 0.8, "beta": 3.0}), (BDW, {"alpha": 0.8, "beta": 3.0, "c": 1.4})],
    ids=["sbg", "bdw"],
)
def test_contract_parameters_come_back_from_simulation(model, params) -> None:
    rng = np.random.default_rng(17)
    inside = 0
    for seed in range(20):
        data = simulate_contracts(model.name, params, rng.integers(3, 12, 4000), "year", seed=seed)
        fit = model.fit(data)
        errors = np.sqrt(np.diag(fit.log_covariance))
        inside += sum(
            abs(np.log(fit.params[name] / params[name])) < 1.96 * error
            for name, error in zip(fit.names, errors, strict=True)
        )
    assert inside >= 0.85 * 20 * len(params)


def test_a_horizon_of_survival_is_a_product_of_retention_rates() -> None:
    params = {"alpha": 0.704, "beta": 1.182}
    rates = SBG.retention_rate(params, [3, 4, 5])
    assert (np.diff(rates) > 0).all()
    assert SBG.probability_still_client(params, [2], 3)[0] == pytest.approx(rates.prod(), rel=1e-12)
