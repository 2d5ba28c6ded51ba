"""Where a figure exists and where a notice begins: at the limit itself, reckoned by hand."""

import pytest

from custecon.core.catalogue import METRICS
from custecon.core.errors import Undefined
from custecon.core.evaluation import evaluate
from custecon.metrics import acquisition, balance, churn, churn_claim, complaint_money, lifetime, profitability

NONE = None  # refused: the figure does not exist
CLAIM = {"churn": 0.25, "discount": 0.0, "compared_fall": 0.25}
SAVED = {"clients_at_start": 100, "churn": 0.25}
STAYS = {"margin": 100, "discount": 0.1, "growth": 0.0}

FIGURES = [
    (acquisition.value_over_cost, {"lifetime_value": 0, "acquisition_cost": 50}, 0),  # brings back nothing of it
    (acquisition.value_over_cost, {"lifetime_value": -1, "acquisition_cost": 50}, NONE),
    (acquisition.value_over_cost, {"lifetime_value": 0, "acquisition_cost": 0}, NONE),
    (acquisition.ceiling_price, {"lifetime_value": 0, "wanted_return": 2}, 0),
    (acquisition.ceiling_price, {"lifetime_value": -1, "wanted_return": 2}, NONE),
    (acquisition.payback, {"acquisition_cost": 0, "margin": 5}, 0),
    (acquisition.payback, {"acquisition_cost": 5, "margin": 0}, NONE),
    # 100 to pay back by 10 a month: at 10 % churn they leave 10 ÷ 0.1 = 100 in all, after a time without end.
    (acquisition.payback_surviving, {"acquisition_cost": 100, "margin": 10, "churn": 0.1}, NONE),
    (acquisition.payback_surviving, {"acquisition_cost": 10, "margin": 10, "churn": 1}, 1),  # paid back at once
    (acquisition.ceiling_within, {"margin": 10, "churn": 0, "within": 12}, 120),
    (acquisition.ceiling_within, {"margin": 10, "churn": 1, "within": 12}, 10),
    (acquisition.ceiling_within, {"margin": 0, "churn": 0.5, "within": 12}, NONE),
    (balance.steepness_of_spend, {"each_spend": 10, "bought_share": 0.5, "ceiling_share": 0.5}, NONE),
    (balance.steepness_of_spend, {"each_spend": 10, "bought_share": 0, "ceiling_share": 0.5}, NONE),
    (balance.steepness_of_spend, {"each_spend": 0, "bought_share": 0.2, "ceiling_share": 0.5}, NONE),
    (balance.client_equity, {"margin": 10, "retention": 1, "retention_spend": 0, "discount": 0}, NONE),
    (churn.churn_rate, {"lost": 7, "clients_at_start": 7}, 1),
    (churn.churn_rate, {"lost": 8, "clients_at_start": 7}, NONE),
    (churn.clients_kept, {"lost": 7, "clients_at_start": 7}, 0),
    (churn.clients_kept, {"lost": 8, "clients_at_start": 7}, NONE),
    (churn.lifetime_margin_lost, {"lost": 2, "margin": 5, "churn": 0, "discount": 0}, NONE),
    (churn.less_churn_income, {**SAVED, "less_churn": 0.25, "value": 4}, 100),  # all 25 who left are saved
    (churn.less_churn_income, {**SAVED, "less_churn": 0.375, "value": 4}, NONE),
    (churn.less_churn_a_year, {**SAVED, "less_churn": 0.25, "margin": 4}, 100),
    (churn.less_churn_a_year, {**SAVED, "less_churn": 0.375, "margin": 4}, NONE),
    (churn.less_churn_for_life, {**SAVED, "less_churn": 0.25, "average_margin": 4, "discount": 0}, NONE),  # for ever
    (churn_claim.profit_lift_per_client, CLAIM, NONE),  # nobody leaves and nothing is discounted: for ever
    (churn_claim.profit_lift_per_client, {**CLAIM, "compared_fall": 0.375, "discount": 0.5}, NONE),
    (churn_claim.profit_lift_per_client, {"churn": 1, "discount": 0.5, "compared_fall": 0.5}, NONE),
    (churn_claim.profit_lift_undiscounted, {"churn": 0.25, "compared_fall": 0.25}, NONE),
    (churn_claim.profit_lift_of_company, {"churn": 0.25, "compared_fall": 0.25}, 1 / 3),  # 25 more beside 75
    (churn_claim.profit_lift_of_company, {"churn": 0.25, "compared_fall": 0.375}, NONE),
    (churn_claim.profit_lift_of_company, {"churn": 1, "compared_fall": 0.5}, NONE),
    (churn_claim.retention_elasticity, {"retention": 1, "discount": 0}, NONE),
    (lifetime.margin_multiple, {"margin": 100, "retention": 1, "discount": 0}, NONE),
    (lifetime.margin_multiple, {"margin": 100, "retention": 1, "discount": 0.5, "growth": 0.5}, NONE),
    (lifetime.margin_multiple_end, {"margin": 100, "retention": 0, "discount": 0}, 100),
    (lifetime.revenue_over_churn, {"revenue": 100, "churn": 0}, NONE),
    (lifetime.revenue_over_churn, {"revenue": 100, "churn": 1}, 100),
    (lifetime.margin_over_churn, {"revenue": 100, "margin_rate": 0.5, "churn": 0}, NONE),
    (profitability.peak_share, {"peak_profit": 10, "total_profit": 0}, NONE),
    (profitability.profit_destroyed, {"peak_profit": 10, "total_profit": 10}, 0),
    (profitability.profit_destroyed, {"peak_profit": 10, "total_profit": 0}, NONE),
    (profitability.price_rise_to_zero, {"client_loss": 5, "paid_revenue": 0}, NONE),
    (profitability.cost_that_must_go, {"contribution": 5, "cost_to_serve": 0}, NONE),
]


@pytest.mark.parametrize(("metric", "inputs", "value"), FIGURES, ids=lambda one: getattr(one, "name", None))
def test_a_figure_exists_up_to_its_limit_and_no_further(metric, inputs, value) -> None:
    if value is not NONE:
        assert metric(**inputs) == pytest.approx(value, rel=1e-12)
        return
    with pytest.raises(Undefined):
        metric(**inputs)


NOTICES = [
    (acquisition.blended_cost, {"spend": 0, "new_clients": 5}, "N326"),
    (acquisition.blended_cost, {"spend": 1, "new_clients": 5}, ""),
    (acquisition.value_over_cost, {"lifetime_value": 49, "acquisition_cost": 50}, "N327"),
    (acquisition.value_over_cost, {"lifetime_value": 50, "acquisition_cost": 50}, ""),
    (acquisition.ceiling_price, {"lifetime_value": 0, "wanted_return": 2}, "N328"),
    (acquisition.ceiling_price, {"lifetime_value": 1, "wanted_return": 2}, ""),
    (churn.income_share_lost, {"lost": 3, "value": 5, "annual_revenue": 14}, "N321"),
    (churn.income_share_lost, {"lost": 3, "value": 5, "annual_revenue": 15}, ""),
    (complaint_money.complaint_worth, {"kept_after_complaint": 0.5, "silent_loyalty": 0.75, "value": 9}, "N332"),
    (complaint_money.complaint_worth, {"kept_after_complaint": 0.5, "silent_loyalty": 0.5, "value": 9}, ""),
    (lifetime.margin_multiple, {**STAYS, "retention": 0}, "N302"),
    (lifetime.margin_multiple, {**STAYS, "retention": 0.1}, ""),
    (lifetime.margin_multiple, {**STAYS, "margin": -1, "retention": 0.1}, "N301"),
    (lifetime.margin_multiple, {**STAYS, "margin": 0, "retention": 0.1}, ""),
    (lifetime.margin_multiple_end, {**STAYS, "margin": -1, "retention": 0.1}, "N301"),
    (lifetime.margin_multiple_end, {**STAYS, "margin": 0, "retention": 0.1}, ""),
    (lifetime.margin_multiple_now, {**STAYS, "margin": -1, "retention": 0.1}, "N301"),
    (lifetime.margin_multiple_now, {**STAYS, "margin": 0, "retention": 0.1}, ""),
    (profitability.client_profit, {"revenue": 10, "direct_cost": 11}, "N336"),
    (profitability.client_profit, {"revenue": 10, "direct_cost": 10}, ""),
]


@pytest.mark.parametrize(("metric", "inputs", "code"), NOTICES, ids=lambda one: getattr(one, "name", None))
def test_a_notice_begins_at_its_limit(metric, inputs, code) -> None:
    assert [one.code for one in evaluate(metric, **inputs).notices] == ([code] if code else [])


@pytest.mark.parametrize(
    "metric", [metric for metric in METRICS.values() if any(one.default is not None for one in metric.asked)],
    ids=lambda metric: metric.name,
)  # fmt: skip
def test_what_may_be_left_out_counts_as_nothing(metric):
    """No growth, no rebate, nothing paid back, no cost to serve: to leave it out is to say 0."""
    optional = {one.name for one in metric.asked if one.default is not None}
    needed = {name: value for name, value in metric.examples[0].inputs.items() if name not in optional}
    assert metric(**needed) == metric(**needed, **dict.fromkeys(optional, 0))
    for name in optional:
        others = dict.fromkeys(optional - {name}, 0)
        assert metric(**needed, **others) == metric(**needed, **others, **{name: 0})
        assert metric(**needed, **others) != metric(**needed, **others, **{name: 0.01})
