"""Contracts that renew, by hand and by a second road: what each has lasted, who is there still, what it will bring."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pytest

from custecon.core.errors import InputRefused, Undefined
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.core.units import Period
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.kinds.survival import SURVIVAL
from custecon.models import SBG, DiscountRate
from custecon.models.intervals import Intervals
from custecon.models.summary import SurvivalSummary
from custecon.tables.contract_value import ContractTerms, valued
from custecon.tables.contracts import (
    Contract,
    contracts_of,
    payments,
    shown_interval,
    summary_of,
    survival_of_table,
    survival_table,
)

TODAY = dt.date(2024, 7, 1)


def table(schema, **columns) -> CheckedTable:
    made = {
        role: CheckedColumn(schema.role(role), role, cells, 2 if role in {"amount", "mrr", "arr"} else 0)
        for role, cells in columns.items()
    }
    return CheckedTable(schema, made, len(next(iter(columns.values()))))


def rows(found) -> list[dict]:
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


FILE = table(
    SUBSCRIPTIONS,
    client=["runs", "began today", "renews today", "ends later", "left on the day", "left before it", "left at once",
            "to come"],
    start=[dt.date(2022, 3, 15), TODAY, dt.date(2023, 7, 1), dt.date(2023, 1, 31), dt.date(2021, 2, 1),
           dt.date(2021, 2, 1), dt.date(2024, 6, 1), TODAY + dt.timedelta(1)],
    end=[None, None, None, dt.date(2025, 1, 31), dt.date(2023, 2, 1), dt.date(2023, 1, 31), dt.date(2024, 6, 1), None],
    arr=[120_00, 60_00, None, 240_00, 1_00, 1_00, 1_00, 1_00],
)  # fmt: skip


def test_what_each_contract_has_lasted_and_when_it_renews() -> None:
    found = {one.client: one for one in contracts_of(FILE, as_of=TODAY, renewal=Period.YEAR)}
    assert {name: (one.lasted, one.next_renewal) for name, one in found.items()} == {
        "runs": (2, dt.date(2025, 3, 15)),
        "began today": (0, dt.date(2025, 7, 1)),
        "renews today": (1, dt.date(2025, 7, 1)),
        "ends later": (1, dt.date(2025, 1, 31)),
        "left on the day": (2, None),  # the second period was paid, and not renewed at its end
        "left before it": (2, None),  # within the second
        "left at once": (1, None),
    }
    assert found["runs"].amount == Decimal(120)
    assert found["renews today"].amount is None
    assert (found["runs"].start, found["runs"].end, found["ends later"].end) == (
        dt.date(2022, 3, 15), None, dt.date(2025, 1, 31),
    )  # fmt: skip
    quarters = {one.client: one for one in contracts_of(FILE, as_of=TODAY, renewal=Period.QUARTER)}
    assert (quarters["runs"].lasted, quarters["runs"].next_renewal, quarters["runs"].amount) == (
        9, dt.date(2024, 9, 15), Decimal(30),
    )  # fmt: skip
    summary = summary_of(list(found.values()), Period.YEAR)
    assert (summary.periods.tolist(), summary.left.tolist(), summary.unit) == (
        [2, 0, 1, 1, 2, 2, 1], [False] * 4 + [True] * 3, "year",
    )  # fmt: skip
    ended = contracts_of(FILE, as_of=dt.date(2025, 1, 31), renewal=Period.YEAR)
    assert {one.client: one.next_renewal is None for one in ended}[
        "ends later"
    ]  # on the day of its end it runs no more


def test_a_cohort_is_read_from_its_first_period_on() -> None:
    summary, survivors = survival_of_table(table(SURVIVAL, period=[2, 0, 1], survivors=[70, 100, 90]), Period.MONTH)
    assert (survivors, summary.unit) == ([100, 90, 70], "month")
    assert (summary.periods.tolist(), summary.left.tolist(), summary.counts.tolist()) == (
        [1, 2, 2], [True, True, False], [10, 20, 70],
    )  # fmt: skip
    assert survival_of_table(table(SURVIVAL, period=[1, 2], survivors=[100, 100]), Period.MONTH)[1] == [100, 100]
    with pytest.raises(InputRefused, match="E349") as refused:
        survival_of_table(table(SURVIVAL, period=[0, 1, 2], survivors=[100, 90, 91]), Period.MONTH)
    assert refused.value.problems[0].values == {"before": 90, "after": 91, "period": 2}
    for gap in ([0, 2], [2, 3], [0, 0]):
        with pytest.raises(Undefined, match=r"E342.*without a gap"):
            survival_of_table(table(SURVIVAL, period=gap, survivors=[100, 100]), Period.MONTH)


@pytest.fixture(scope="module")
def fit():
    return SBG.fit(SurvivalSummary.from_survivors([1000, 869, 743, 653, 593, 551], "year"))


def test_who_is_still_there_as_seen_and_by_the_model(fit) -> None:
    """Of 100, 10 leave after one period and 20 after three; 40 were seen for two only: (1 − 0.1) × (1 − 20 ÷ 50)."""
    seen = SurvivalSummary([1, 3, 2, 3], [True, True, False, False], "year", [10, 20, 40, 30])
    found, picture = survival_table(fit, seen, 2, 0.9)
    told = rows(found)
    assert [one["period"] for one in told] == [0, 1, 2, 3, 4, 5]
    assert [one["at_risk"] for one in told] == [None, 100, 90, 50, None, None]
    assert [one["left"] for one in told] == [None, 10, 0, 20, None, None]
    assert [one["survival"] for one in told] == [1.0, 0.9, 0.9, pytest.approx(0.54), None, None]
    alpha, beta = fit.params["alpha"], fit.params["beta"]
    renewing = [(beta + period) / (alpha + beta + period) for period in range(5)]
    assert told[0]["retention"] is None
    assert [one["retention"] for one in told[1:]] == pytest.approx(renewing)
    assert [one["expected"] for one in told] == pytest.approx([math.prod(renewing[:at]) for at in range(6)])
    assert [one["low"] for one in told[:4]] == [one["high"] for one in told[:4]] == [None] * 4
    for one in told[4:]:
        assert 0 < one["low"] < one["high"] <= 0.7  # no more than run today
    assert picture.title == "Share still there by sBG, over 5 periods; 3 of them seen"
    assert (picture.table, picture.labels) == ("survival", "period")
    assert picture.values == ("expected", "survival")  # the model first, what was seen beside it


def test_payments_of_a_new_client(fit) -> None:
    """The first now, each further one if they renew, a year later: the sum over all years."""
    value, interval = payments(fit, DiscountRate(0.1, "year"), 0.9)
    alpha, beta = fit.params["alpha"], fit.params["beta"]
    there, total = 1.0, 0.0
    for year in range(4000):
        total += there / 1.1**year
        there *= (beta + year) / (alpha + beta + year)
    assert value == pytest.approx(total, rel=1e-6)
    assert interval.low < value < interval.high
    assert (interval.level, "doubt about the parameters and own chance" in interval.method) == (0.9, True)


TERMS = ContractTerms(TODAY, Period.YEAR, 3, 0.1, 0.5, 0.9)


def test_each_contract_is_worth_its_renewals_discounted_from_their_days(fit) -> None:
    contracts = contracts_of(FILE, as_of=TODAY, renewal=Period.YEAR)
    found = valued(fit, contracts, TERMS)
    told = {one["client"]: one for one in rows(found.table)}
    assert sorted(told) == ["began today", "ends later", "renews today", "runs"]
    alpha, beta = fit.params["alpha"], fit.params["beta"]
    values, renewals, still = {}, {}, {}
    for one in (each for each in contracts if each.next_renewal is not None):
        chance, value, times = 1.0, 0.0, 0.0
        for ahead in range(3):
            chance *= (beta + one.lasted + ahead) / (alpha + beta + one.lasted + ahead)
            day = dt.date(one.start.year + one.lasted + 1 + ahead, one.start.month, one.start.day)
            if one.end is not None and day >= one.end:
                chance = 0.0
            wait = (one.next_renewal - TODAY).days / 365.25 + ahead
            times += chance
            value += chance * 0.5 * float(one.amount or 0) / 1.1**wait
        values[one.client], renewals[one.client], still[one.client] = value, times, chance
    assert renewals["ends later"] == 0.0  # its next day of renewal is its end
    for name, one in told.items():
        assert one["expected_renewals"] == pytest.approx(renewals[name], rel=1e-9)
        assert one["still"] == pytest.approx(still[name], rel=1e-9)
        assert one["renewals_low"] <= one["renewals_high"]
        assert one["still_low"] <= one["still"] <= one["still_high"]
        if name == "renews today":  # it tells no price
            assert (one["predicted_value"], one["value_low"], one["value_high"], one["amount"]) == (None,) * 4
        else:
            assert one["predicted_value"] == pytest.approx(values[name], rel=1e-9)
    order = [values[one["client"]] for one in rows(found.table)]
    assert order == sorted(order, reverse=True)
    assert (told["runs"]["renewals"], told["runs"]["start"], told["runs"]["next_renewal"], told["runs"]["amount"]) == (
        2, dt.date(2022, 3, 15), dt.date(2025, 3, 15), Decimal(120),
    )  # fmt: skip
    figures = {one.name: one for one in found.figures}
    whole = sum(values.values())
    assert {name: one.value for name, one in figures.items()} == {
        "predicted_value": pytest.approx(whole),
        "predicted_value_per_contract": pytest.approx(whole / 3),
        "expected_renewals": pytest.approx(sum(renewals.values())),
        "still_clients": pytest.approx(sum(still.values())),
        "running": 4,
        "ended": 3,
    }
    total, each = figures["predicted_value"].interval, figures["predicted_value_per_contract"].interval
    assert total is not None
    assert each is not None
    assert (each.low, each.high) == (total.low / 3, total.high / 3)
    assert (found.counted, found.priced) == (3, True)
    assert [(one.code, one.values["count"]) for one in found.notices] == [("N370", 1), ("N369", 1)]
    assert figures["predicted_value"].note == "future margin of 3 contracts that run, 3 renewals ahead, discounted"


def test_without_any_price_renewals_are_counted_and_without_a_contract_there_is_nothing(fit) -> None:
    plain = [Contract("a", dt.date(2023, 7, 1), None, 1, dt.date(2025, 7, 1), None)]
    found = valued(fit, plain, TERMS)
    assert (found.counted, found.priced, [one.code for one in found.notices]) == (1, False, ["N391"])
    assert {"predicted_value", "amount"} & set(rows(found.table)[0]) == set()
    assert found.figures[0].name == "expected_renewals"
    assert found.figures[0].weight == "main"
    priced = [Contract("a", dt.date(2023, 7, 1), None, 1, dt.date(2025, 7, 1), Decimal(0))]
    assert valued(fit, priced, TERMS).priced
    gone = [Contract("a", dt.date(2023, 7, 1), dt.date(2024, 1, 1), 1, None, Decimal(1))]
    with pytest.raises(Undefined, match=r"E342.*no contract runs on 2024-07-01"):
        valued(fit, gone, TERMS)


def test_an_interval_is_shown_with_both_doubts(fit) -> None:
    ends = Intervals(np.array([1.0]), np.array([2.0]), np.array([3.0]), 0.9, "parameters and own chance", "so found")
    shown = shown_interval(ends)
    assert (shown.low, shown.high, shown.level) == (1.0, 3.0, 0.9)
    assert shown.method == "so found: doubt about the parameters and own chance"
