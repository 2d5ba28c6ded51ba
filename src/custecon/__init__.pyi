"""The face of the library. Written by docs/generate.py from the declarations; do not edit."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, Unpack, overload

from custecon.core.catalogue import Metric
from custecon.core.results import Result
from custecon.core.schemas import Reading
from custecon.sources.keywords import How
from custecon.sources.options import ReadingOptions
from custecon.tables.purchase_histories import History

__version__: str
Source = Any  # a path, bytes, a file open for bytes, a frame, a mapping of columns, a Reading
Figure = float | Decimal | str  # 0.8, "80%", "100/month"

def evaluate(metric: Metric | str, **inputs: Any) -> Result: ...
def read(
    source: Source, options: ReadingOptions | None = None, *, name: str | None = None, **how: Unpack[How]
) -> Reading: ...
def history(log: Source) -> History: ...

class _Cac:
    @overload
    def __call__(self, *, spend: Figure | None = None, cac: Figure | None = None, new_clients: Figure | None = None, paid_clients: Figure | None = None, other_costs: Figure | None = None, ltv: Figure | None = None, margin: Figure | None = None, revenue: Figure | None = None, margin_rate: Figure | None = None, churn: Figure | None = None, retention: Figure | None = None, discount: Figure | None = None, wanted_return: Figure | None = None, within: Figure | None = None, budget: Figure | None = None, prospects: Figure | None = None, clients_now: Figure | None = None, win_spend: Figure | None = None, win_rate: Figure | None = None, win_ceiling: Figure | None = None, retention_spend: Figure | None = None, keep_ceiling: Figure | None = None, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None) -> Result: ...
    @overload
    def __call__(self, file: Source, /, *, new_clients: Figure | None = None, paid_clients: Figure | None = None, other_costs: Figure | None = None, ltv: Figure | None = None, margin: Figure | None = None, revenue: Figure | None = None, margin_rate: Figure | None = None, churn: Figure | None = None, retention: Figure | None = None, discount: Figure | None = None, wanted_return: Figure | None = None, within: Figure | None = None, orders: Source | None = None, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, by: str | Sequence[str] | None = None) -> Result: ...
    blended_cost: Metric
    paid_cost: Metric
    loaded_cost: Metric
    value_over_cost: Metric
    payback: Metric
    payback_surviving: Metric
    ceiling_price: Metric
    ceiling_within: Metric
    steepness_of_spend: Metric
    share_bought: Metric
    prospect_equity: Metric
    client_equity: Metric

cac: _Cac

class _ChurnCost:
    @overload
    def __call__(self, *, lost: Figure | None = None, clients_at_start: Figure | None = None, value: Figure | None = None, annual_revenue: Figure | None = None, margin: Figure | None = None, margin_rate: Figure | None = None, cac: Figure | None = None, recovered: Figure | None = None, churn: Figure | None = None, retention: Figure | None = None, discount: Figure | None = None, less_churn: Figure | None = None, compared_fall: Figure | None = None, usual_share: Figure | None = None, clients: Source | None = None, over: Literal['month', 'quarter', 'year'] | None = None, renewal: Literal['month', 'quarter', 'year'] | None = None, level: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, file: Source, /, *, value: Figure | None = None, annual_revenue: Figure | None = None, margin: Figure | None = None, margin_rate: Figure | None = None, cac: Figure | None = None, recovered: Figure | None = None, churn: Figure | None = None, retention: Figure | None = None, discount: Figure | None = None, less_churn: Figure | None = None, compared_fall: Figure | None = None, usual_share: Figure | None = None, over: Literal['month', 'quarter', 'year'] | None = None, by: str | None = None, preventable: str | Sequence[str] | None = None, renewal: Literal['month', 'quarter', 'year'] | None = None, lost_after: str | timedelta | None = None, level: Figure | None = None) -> Result: ...
    churn_cost: Metric
    churn_cost_in_values: Metric
    churn_cost_after_recovery: Metric
    margin_lost: Metric
    replacement_cost: Metric
    income_share_lost: Metric
    usual_income_lost: Metric
    churn_rate: Metric
    clients_kept: Metric
    annual_churn: Metric
    lifetime_margin_lost: Metric
    less_churn_income: Metric
    less_churn_a_year: Metric
    less_churn_for_life: Metric
    profit_lift_per_client: Metric
    profit_lift_undiscounted: Metric
    profit_lift_of_company: Metric
    retention_elasticity: Metric

churn_cost: _ChurnCost

class _Iceberg:
    @overload
    def __call__(self, *, dissatisfied: Figure | None = None, complaints: Figure | None = None, clients: Figure | None = None, problem_share: Figure | None = None, complaint_share: Figure | None = None, kept_after_complaint: Figure | None = None, silent_loyalty: Figure | None = None, satisfied_share: Figure | None = None, quick_share: Figure | None = None, loyalty_unsatisfied: Figure | None = None, loyalty_satisfied: Figure | None = None, loyalty_quick: Figure | None = None, value: Figure | None = None, desk_complaint_share: Figure | None = None, desk_kept: Figure | None = None, desk_cost: Figure | None = None, shares: Literal['classic', 'classic-26', 'tarp-large', 'tarp-small', 'reversed-2015'] | None = None, step: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, file: Source, /, *, dissatisfied: Figure | None = None, complaints: Figure | None = None, clients: Figure | None = None, problem_share: Figure | None = None, complaint_share: Figure | None = None, kept_after_complaint: Figure | None = None, silent_loyalty: Figure | None = None, satisfied_share: Figure | None = None, quick_share: Figure | None = None, loyalty_unsatisfied: Figure | None = None, loyalty_satisfied: Figure | None = None, loyalty_quick: Figure | None = None, value: Figure | None = None, desk_complaint_share: Figure | None = None, desk_kept: Figure | None = None, desk_cost: Figure | None = None, shares: Literal['classic', 'classic-26', 'tarp-large', 'tarp-small', 'reversed-2015'] | None = None, step: Figure | None = None, level: Figure | None = None) -> Result: ...
    dissatisfied_from_complaints: Metric
    dissatisfied_from_clients: Metric
    heard: Metric
    heard_kept: Metric
    heard_lost: Metric
    silent: Metric
    silent_kept: Metric
    silent_lost: Metric
    kept_in_all: Metric
    lost_in_all: Metric
    kept_by_answers: Metric
    kept_of_clients: Metric
    lost_value: Metric
    complaint_worth: Metric
    desk_break_even: Metric
    desk_return: Metric
    revenue_at_risk: Metric

iceberg: _Iceberg

class _Ltv:
    @overload
    def __call__(self, *, margin: Figure | None = None, revenue: Figure | None = None, margin_rate: Figure | None = None, retention: Figure | None = None, churn: Figure | None = None, discount: Figure | None = None, growth: Figure | None = None, periods: Figure | None = None, retention_spend: Figure | None = None, order_value: Figure | None = None, orders_per_year: Figure | None = None, years: Figure | None = None, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, method: Literal['margin-multiple', 'margin-multiple-end', 'margin-multiple-now', 'fixed-horizon', 'fixed-horizon-end', 'fixed-horizon-now', 'retention-programme', 'revenue-over-churn', 'margin-over-churn', 'order-value-over-years'] | None = None) -> Result: ...
    @overload
    def __call__(self, file: Source, /, *, margin: Figure | None = None, revenue: Figure | None = None, margin_rate: Figure | None = None, retention: Figure | None = None, churn: Figure | None = None, discount: Figure | None = None, growth: Figure | None = None, periods: Figure | None = None, retention_spend: Figure | None = None, order_value: Figure | None = None, orders_per_year: Figure | None = None, years: Figure | None = None, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, method: Literal['margin-multiple', 'margin-multiple-end', 'margin-multiple-now', 'fixed-horizon', 'fixed-horizon-end', 'fixed-horizon-now', 'retention-programme', 'revenue-over-churn', 'margin-over-churn', 'order-value-over-years'] | None = None, by: str | None = None, lost_after: str | timedelta | None = None, level: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, log: Source, /, *, discount: Figure | None = None, margin_rate: Figure | None = None, method: Literal['auto', 'bg-nbd', 'mbg-nbd', 'pareto-nbd', 'bg-cnbd-k', 'mbg-cnbd-k', 'bg-bb'], by: str | None = None, horizon: str | timedelta | None = None, holdout: str | timedelta | None = None, draws: int | str | None = None, level: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, contracts: Source, /, *, discount: Figure | None = None, margin_rate: Figure | None = None, method: Literal['auto', 'sbg', 'bdw'], horizon: str | timedelta | None = None, renewal: Literal['month', 'quarter', 'year'] | None = None, level: Figure | None = None) -> Result: ...
    margin_multiple: Metric
    margin_multiple_end: Metric
    margin_multiple_now: Metric
    fixed_horizon: Metric
    fixed_horizon_end: Metric
    fixed_horizon_now: Metric
    retention_programme: Metric
    revenue_over_churn: Metric
    margin_over_churn: Metric
    order_value_over_years: Metric

ltv: _Ltv

class _Profit:
    @overload
    def __call__(self, *, revenue: Figure | None = None, rebates: Figure | None = None, repaid: Figure | None = None, direct_cost: Figure | None = None, cost_to_serve: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, book: Source, /, *, activities: Source | None = None, prices: Source | None = None, price: Mapping[str, Figure] | Sequence[str] | None = None, minutes: Mapping[str, Figure] | Sequence[str] | None = None, minute_price: Figure | None = None, department_cost: Figure | None = None, capacity_minutes: Figure | None = None, service_cost: Figure | None = None, by: str | None = None, price_limit: Figure | None = None) -> Result: ...
    contribution: Metric
    client_profit: Metric
    activity_cost: Metric
    peak_share: Metric
    profit_destroyed: Metric
    equal_clients: Metric
    price_rise_to_zero: Metric
    break_even_order: Metric
    cost_that_must_go: Metric

profit: _Profit

class _Shares:
    wilson_low: Metric
    wilson_high: Metric

shares: _Shares

class _Referrals:
    reward_ceiling: Metric
    referral_gain: Metric

referrals: _Referrals

class _Regaining:
    win_back_gain: Metric
    offer_ceiling: Metric
    contact_ceiling: Metric
    break_even_return: Metric
    trial_size: Metric

regaining: _Regaining

class _WhatIf:
    def __call__(self, subject: Source, /, *, spend: Figure | None = None, new_clients: Figure | None = None, paid_clients: Figure | None = None, other_costs: Figure | None = None, ltv: Figure | None = None, cac: Figure | None = None, margin: Figure | None = None, churn: Figure | None = None, wanted_return: Figure | None = None, within: Figure | None = None, each_spend: Figure | None = None, bought_share: Figure | None = None, ceiling_share: Figure | None = None, steepness: Figure | None = None, retention: Figure | None = None, retention_spend: Figure | None = None, discount: Figure | None = None, win_rate: Figure | None = None, win_spend: Figure | None = None, lost: Figure | None = None, value: Figure | None = None, recovered: Figure | None = None, annual_revenue: Figure | None = None, usual_share: Figure | None = None, clients_at_start: Figure | None = None, counted_churn: Figure | None = None, times_a_year: Figure | None = None, less_churn: Figure | None = None, average_margin: Figure | None = None, compared_fall: Figure | None = None, complaints: Figure | None = None, complaint_share: Figure | None = None, clients: Figure | None = None, problem_share: Figure | None = None, dissatisfied: Figure | None = None, kept_after_complaint: Figure | None = None, silent_loyalty: Figure | None = None, quick_share: Figure | None = None, satisfied_share: Figure | None = None, loyalty_quick: Figure | None = None, loyalty_satisfied: Figure | None = None, loyalty_unsatisfied: Figure | None = None, desk_complaint_share: Figure | None = None, desk_kept: Figure | None = None, desk_cost: Figure | None = None, loyalty_drop: Figure | None = None, growth: Figure | None = None, periods: Figure | None = None, revenue: Figure | None = None, margin_rate: Figure | None = None, order_value: Figure | None = None, orders_per_year: Figure | None = None, years: Figure | None = None, direct_cost: Figure | None = None, rebates: Figure | None = None, repaid: Figure | None = None, cost_to_serve: Figure | None = None, transactions: Figure | None = None, minutes_each: Figure | None = None, department_cost: Figure | None = None, capacity_minutes: Figure | None = None, peak_profit: Figure | None = None, total_profit: Figure | None = None, concentration_index: Figure | None = None, client_loss: Figure | None = None, paid_revenue: Figure | None = None, contribution: Figure | None = None, order_count: Figure | None = None, referred_value: Figure | None = None, would_have_come: Figure | None = None, wanted_profit: Figure | None = None, reward: Figure | None = None, base_return: Figure | None = None, regained: Figure | None = None, second_value: Figure | None = None, contact_cost: Figure | None = None, offer_cost: Figure | None = None, held_out: Figure | None = None, part: Figure | None = None, whole: Figure | None = None, deviate: Figure | None = None, change: str | Sequence[str] | Mapping[str, str] | None = None, reach: Figure | None = None, by: str | None = None, method: str | None = None, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, currency: str | None = None) -> Result: ...

what_if: _WhatIf

class _Base:
    def __call__(self, log: Source, /, *, period: Literal['month', 'quarter', 'year'] | None = None, silence: Literal['days', 'periods'] | None = None, sleeping_after: str | timedelta | None = None, lost_after: str | timedelta | None = None, lost_as: Literal['then', 'final'] | None = None, margin_rate: Figure | None = None, by: str | None = None, top: int | str | None = None) -> Result: ...

base: _Base

class _Cohorts:
    @overload
    def __call__(self, log: Source, /, *, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, by: str | None = None, level: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, contracts: Source, /, *, period: Literal['day', 'week', 'month', 'quarter', 'year'] | None = None, horizon: str | timedelta | None = None, by: str | None = None, level: Figure | None = None) -> Result: ...

cohorts: _Cohorts

class _Growth:
    def __call__(self, log: Source, /, *, period: Literal['month', 'quarter', 'half-year', 'year'] | None = None, against: str | None = None, method: Literal['lmdi', 'shapley', 'sequential'] | None = None, by: str | None = None, top: int | str | None = None) -> Result: ...

growth: _Growth

class _KeyAccounts:
    def __call__(self, log: Source, /, *, weights: Mapping[str, Figure] | Sequence[str] | None = None, window: str | timedelta | None = None, margin_rate: Figure | None = None, by: str | None = None, top: int | str | None = None) -> Result: ...

key_accounts: _KeyAccounts

class _Programme:
    def __call__(self, log: Source, /, *, period: Literal['month', 'quarter'] | None = None, regular: int | str | None = None, level: Figure | None = None) -> Result: ...

programme: _Programme

class _Referral:
    def __call__(self, log: Source, /, *, would_have_come: Figure | None = None, reward: Figure | None = None, cac: Figure | None = None, wanted_profit: Figure | None = None, months: int | str | None = None, blank: Literal['unknown', 'nobody'] | None = None, referral_channel: str | Sequence[str] | None = None, margin_rate: Figure | None = None, top: int | str | None = None, level: Figure | None = None) -> Result: ...

referral: _Referral

class _Rfm:
    def __call__(self, log: Source, /, *, bins: int | str | None = None, scheme: Literal['quintile', 'nested', 'width', 'fixed'] | None = None, recency: str | Sequence[Figure] | None = None, frequency: str | Sequence[Figure] | None = None, money: str | Sequence[Figure] | None = None, names: Literal['rfm10', 'simple'] | None = None, window: str | timedelta | None = None, compare: str | date | None = None, cuts: Literal['own', 'first'] | None = None) -> Result: ...

rfm: _Rfm

class _Segments:
    def __call__(self, log: Source, /, *, boundary: Literal['inclusive', 'exclusive'] | None = None, xyz: Literal['rhythm', 'money'] | None = None, period: Literal['month', 'quarter', 'year'] | None = None, window: str | timedelta | None = None, compare: str | date | None = None, by: str | None = None) -> Result: ...

segments: _Segments

class _Signals:
    def __call__(self, log: Source, /, *, horizon: str | timedelta | None = None, margin_rate: Figure | None = None, by: str | None = None, top: int | str | None = None, level: Figure | None = None) -> Result: ...

signals: _Signals

class _Winback:
    @overload
    def __call__(self, *, base_return: Figure | None = None, regained: Figure | None = None, second_value: Figure | None = None, contact_cost: Figure | None = None, offer_cost: Figure | None = None, held_out: Figure | None = None) -> Result: ...
    @overload
    def __call__(self, log: Source, /, *, sleeping_after: str | timedelta | None = None, lost_after: str | timedelta | None = None, horizon: str | timedelta | None = None, margin_rate: Figure | None = None, regained: Figure | None = None, contact_cost: Figure | None = None, offer_cost: Figure | None = None, held_out: Figure | None = None, by: str | None = None, top: int | str | None = None, level: Figure | None = None) -> Result: ...

winback: _Winback

class _Backtest:
    def __call__(self, log: Source, /, *, holdout: str | timedelta | None = None, origins: int | str | None = None) -> Result: ...

backtest: _Backtest

class _Fit:
    def __call__(self, log: Source, /, *, method: Literal['auto', 'bg-nbd', 'mbg-nbd', 'pareto-nbd', 'bg-cnbd-k', 'mbg-cnbd-k', 'bg-bb'] | None = None, holdout: str | timedelta | None = None, horizon: str | timedelta | None = None, level: Figure | None = None) -> Result: ...

fit: _Fit

class _Predict:
    def __call__(self, model: Source, log: Source, /, *, discount: Figure | None = None, margin_rate: Figure | None = None, horizon: str | timedelta | None = None, level: Figure | None = None, draws: int | str | None = None) -> Result: ...

predict: _Predict
