"""What contracts pay in a time, and on which day a file of them was seen: by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from custecon.core.errors import Undefined, UsageError
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.core.units import Period
from custecon.kinds.subscriptions import SUBSCRIPTIONS
from custecon.tables.contract_terms import Price, intervals_of, last_day_of, named, price_of, price_role

DAY = dt.date(2024, 1, 1)


def table(**columns) -> CheckedTable:
    money = {"mrr", "arr", "amount"}
    made = {
        role: CheckedColumn(SUBSCRIPTIONS.role(role), f"the {role}", cells, 2 if role in money else 0)
        for role, cells in columns.items()
    }
    return CheckedTable(SUBSCRIPTIONS, made, len(next(iter(columns.values()))))


def test_480_a_year_are_40_a_month_and_what_is_not_told_is_not_known() -> None:
    price = Price("price", [Decimal(480), Decimal(100), None, Decimal(40)], [12, 3, 1, None])
    assert [price.per(row, 1) for row in range(4)] == [Decimal(40), Decimal(100) / 3, None, Decimal(40)]
    assert [price.per(row, 12) for row in range(4)] == [Decimal(480), Decimal(400), None, Decimal(40)]
    assert price.renewing(6).months == [12, 3, 1, 6]
    assert not price.dated
    assert price.renewing(6).dated
    assert Price("price", [None, Decimal(1)], [None, 12]).dated  # of what has no price nobody asks how long it pays for


def test_what_is_paid_a_month_or_a_year_goes_before_an_amount() -> None:
    assert price_role(["amount", "arr", "mrr"]) == "mrr"
    assert price_role(["amount", "arr"]) == "arr"
    assert price_role(["amount"]) == "amount"
    assert price_role(["client"]) is None
    assert price_of(table(client=["A"])) is None
    every = price_of(table(client=["A", "B"], mrr=[40_00, None], arr=[480_00, 1], amount=[480_00, 1], months=[6, 6]))
    assert every == Price("the mrr", [Decimal(40), None], [1, 1], ("the amount",))
    yearly = price_of(table(client=["A"], arr=[480_00], months=[6]))
    assert yearly == Price("the arr", [Decimal(480)], [12], ())
    dated = price_of(table(client=["A", "B"], amount=[480_00, 1_00], months=[6, None]))
    assert dated == Price("the amount", [Decimal(480), Decimal(1)], [6, None], ())
    plain = price_of(table(client=["A"], amount=[480_00]))
    assert plain == Price("the amount", [Decimal(480)], [None], ())


def test_how_many_pay_for_how_many_months_the_shortest_first() -> None:
    found = intervals_of(table(client=["A"] * 5, months=[12, 1, 12, None, 12]))
    assert list(found.items()) == [(1, 1), (12, 3)]
    assert intervals_of(table(client=["A"])) == {}


def test_periods_have_names_and_six_months_have_none() -> None:
    assert [named(months) for months in (1, 3, 12, 6)] == [Period.MONTH, Period.QUARTER, Period.YEAR, None]


def test_the_last_day_is_that_of_the_last_start_or_of_an_end_soon_after() -> None:
    """Nine starts a month apart, the longest gap 31 days: an end up to 2 × 31 + 31 days after the last is no future."""
    starts = [dt.date(2024, month, 1) for month in range(1, 10)]
    soon, far = starts[-1] + dt.timedelta(93), starts[-1] + dt.timedelta(94)
    assert last_day_of(starts, []) == starts[-1]
    assert last_day_of(starts, [DAY]) == starts[-1]
    assert last_day_of(starts, [DAY, soon]) == soon
    with pytest.raises(UsageError, match=r"E350.*2024-12-04.*2024-09-01"):
        last_day_of(reversed(starts), [far, DAY])
    assert last_day_of(starts[1:], [far]) == far  # of eight days nobody can tell how closely they follow
    assert last_day_of([*starts[1:], starts[1]], [far]) == far
    assert last_day_of([DAY], [far]) == far
    with pytest.raises(Undefined, match=r"E342.*no dates"):
        last_day_of([], [DAY])
