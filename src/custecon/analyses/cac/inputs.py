"""The figures of winning clients, brought to a month where any of them names its period."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from custecon.analyses.bare_rates import settled
from custecon.analyses.figures import Inputs
from custecon.analyses.inputs import as_given, given_figures, in_months, months_or
from custecon.analyses.question import Question
from custecon.core import quantities as of_
from custecon.core.quantities import QUANTITIES
from custecon.core.results import Input
from custecon.core.units import Change, Period, convert


class Each(Inputs):
    """Who was won, and what a client is worth."""

    new_clients: of_.NewClients
    paid_clients: of_.PaidClients
    other_costs: of_.OtherCosts
    lifetime_value: of_.LifetimeValue
    margin: of_.Margin
    revenue: of_.Revenue
    margin_rate: of_.MarginRate
    churn: of_.ChurnRate
    retention: of_.RetentionRate
    discount: of_.DiscountRate
    wanted_return: of_.WantedReturn
    within: of_.Within

    period_typed = False

    @classmethod
    def of(cls, question: Question) -> Self:
        """The figures that were said, per month if any of them names a period.

        Raises:
            UsageError: E146 a time to pay back that may be of months or of the period of the calculation.
        """
        found = cls(*_a_month_each(question, [*cls.quantities]), question.text("currency"))
        found.period_typed = "period" in question.options
        return found


class Splitting(Inputs):
    """A budget that is split between winning and keeping."""

    budget: of_.Budget
    prospects: of_.Prospects
    clients_now: of_.ClientsNow
    win_spend: of_.WinSpend
    win_rate: of_.WinRate
    win_ceiling: of_.WinCeiling
    retention_spend: of_.RetentionSpend
    keep_ceiling: of_.KeepCeiling


class Winning(Each, Splitting):
    """The same with what was spent, which a file tells, or with a budget that is to be split."""

    spend: of_.Spend
    acquisition_cost: of_.AcquisitionCost

    splits_a_budget = False

    @classmethod
    def of(cls, question: Question) -> Self:
        """The figures that were said.

        Budget, prospects and the shares bought are of one and the same time: none of them can be carried to another.
        """
        if not any(name in question.options for name in Splitting.quantities):
            return super().of(question)
        given, period = given_figures(question, [*cls.quantities])
        found = cls(given, period, question.text("currency"))
        found.splits_a_budget = True
        return found


def _a_month_each(asked: Question, names: Sequence[str]) -> tuple[list[Input], Period | None]:
    asked = settled(asked, names)
    given, period = given_figures(_in_months_if_mixed(asked, names), names)
    if period in (None, Period.MONTH):
        return given, period
    bare = in_months(given)
    if bare and asked.text("period"):
        raise months_or(bare[0], period)
    return [entry if entry in bare else _a_month(entry, period) for entry in given], Period.MONTH


def _in_months_if_mixed(asked: Question, names: Sequence[str]) -> Question:
    """A margin a month with a discount a year is clear as long as every such figure names its period."""
    if "period" in asked.options:
        return asked
    known = [QUANTITIES[name] for name in names]
    rated = [each for each in known if each.change]
    typed = [(each, each.read(asked.options[each.option])) for each in rated if each.option in asked.options]
    facts = [
        (each, fact.typed)
        for each in rated
        if (fact := asked.defaults.get(each.name)) and each.option not in asked.options
    ]
    # A bare time to pay back is in months and takes no part; with a period of its own it does.
    named = {one.period for each, one in (*typed, *facts) if one and (one.period or each.change is not Change.LENGTH)}
    mixed = len(named) > 1 and None not in named
    return replace(asked, options={**asked.options, "period": Period.MONTH.value}) if mixed else asked


def _a_month(entry: Input, period: Period) -> Input:
    change = entry.quantity.change
    if change is None:
        return entry
    value = convert(entry.value, change, given=period, wanted=Period.MONTH)
    return replace(entry, value=value, note=entry.note or as_given(entry.quantity, entry.value, period))
