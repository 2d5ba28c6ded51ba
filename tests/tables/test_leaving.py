"""Who left, from a list and from a log: by hand, against the observed retention, and laws."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.schemas import CLIENTS, LEAVERS, ORDERS, CheckedColumn, CheckedTable
from custecon.sources import read
from custecon.tables import leaving
from custecon.tables.client_list import clients_of
from custecon.tables.observed_retention import observe

EXAMPLES = Path(__file__).parents[2] / "examples"
END = dt.date(2024, 12, 31)


def table(schema, scale=2, **columns):
    rows = len(next(iter(columns.values())))
    made = {name: CheckedColumn(schema.role(name), name, cells, scale) for name, cells in columns.items()}
    return CheckedTable(schema, made, rows)


def members(**columns):
    return leaving.of_list(table(LEAVERS, **columns), as_of=END, silence=180)


def test_by_status_those_who_left_before_the_year_and_those_won_in_it_are_not_counted():
    found = members(
        client=["stays", "left in the year", "left before", "won since", "left, nobody knows when"],
        active=[True, False, False, True, False],
        first_date=[dt.date(2020, 1, 1)] * 3 + [dt.date(2024, 5, 1), dt.date(2020, 1, 1)],
        last_date=[dt.date(2024, 12, 1), dt.date(2024, 3, 1), dt.date(2023, 3, 1), dt.date(2024, 6, 1), None],
    )
    assert [member.key for member in found if member.at_start] == [
        "stays",
        "left in the year",
        "left, nobody knows when",
    ]
    assert [member.key for member in found if member.left] == ["left in the year", "left, nobody knows when"]
    assert [member.key for member in found if member.undated] == ["left, nobody knows when"]


def test_by_silence_the_days_since_the_last_purchase_decide():
    found = members(
        client=["180 days", "181 days", "silent before the start", "no date"],
        last_date=[END - dt.timedelta(180), END - dt.timedelta(181), dt.date(2023, 6, 1), None],
    )
    assert [member.lost for member in found] == [False, True, True, None]
    assert [member.at_start for member in found] == [True, True, False, False]


def test_by_the_day_of_leaving():
    found = members(
        client=["stays", "in the year", "before", "gives notice"],
        left_date=[None, dt.date(2024, 1, 2), dt.date(2023, 12, 31), dt.date(2025, 2, 1)],
    )
    assert [member.at_start for member in found] == [True, True, False, True]
    assert [member.left for member in found] == [False, True, False, False]


def test_agrees_with_the_retention_that_ltv_observes_in_the_same_list():
    reading = read(EXAMPLES / "clients.csv", (CLIENTS,))
    seen = observe(clients_of(reading.table, {}), as_of=reading.as_of, silence=None, level=0.95)
    found = leaving.of_list(read(EXAMPLES / "clients.csv", (LEAVERS,)).table, as_of=reading.as_of, silence=365)
    assert seen is not None
    assert sum(member.at_start for member in found) == seen.at_start
    assert sum(member.left for member in found) == seen.at_start - seen.kept


def test_of_a_log_the_value_is_what_was_paid_in_the_year_up_to_the_last_purchase():
    log = table(
        ORDERS,
        client=["a", "a", "a", "b"],
        date=[dt.date(2022, 1, 1), dt.date(2023, 11, 1), dt.date(2024, 2, 1), dt.date(2024, 12, 31)],
        amount=[100_00, 20_00, 3_00, 50_00],
        channel=["fair", "search", "", "fair"],
    )
    found = leaving.of_orders(log, as_of=END, silence=180)
    assert [(member.key, member.at_start, member.lost, member.revenue) for member in found] == [
        ("a", True, True, Decimal("23.00")),
        ("b", False, False, Decimal("50.00")),
    ]
    assert found[0].groups == {"channel": "search"}


MEMBERS = st.lists(
    st.builds(
        leaving.Member,
        key=st.text(min_size=1, max_size=3),
        at_start=st.booleans(),
        lost=st.booleans(),
        revenue=st.one_of(st.none(), st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100)),
        groups=st.sampled_from(["a", "b", "c"]).map(lambda name: {"segment": name}),
        reason=st.sampled_from(["", "price", "service"]),
    ),
    min_size=1,
)


def total(rows, column):
    return sum(row[column] or 0 for row in rows)


@given(MEMBERS)
def test_groups_and_reasons_add_up_to_all_who_left(found):
    gone = [member for member in found if member.left]
    groups = leaving.by_group(found, "segment", level=0.95)
    assert total(groups.rows, 1) == sum(member.at_start for member in found)
    assert total(groups.rows, 2) == len(gone)
    lost = leaving.leavers(found)
    assert len(lost.rows) == len(gone)
    reasons = leaving.by_reason(found, ()).rows
    assert total(reasons, 1) == len(gone)
    income = sum((member.revenue or Decimal(0) for member in gone), Decimal(0))
    for one in (groups, lost, leaving.by_reason(found, ())):
        names = [column.name for column in one.columns]
        if "income_lost" in names:
            assert total(one.rows, names.index("income_lost")) == income


@given(MEMBERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert sorted(leaving.by_group(found, "segment", level=0.9).rows) == sorted(
        leaving.by_group(shuffled, "segment", level=0.9).rows
    )


@pytest.mark.parametrize("column", ["active", "left_date", "last_date"])
def test_the_surest_column_tells(column):
    assert leaving.told_by(table(LEAVERS, client=["a"], **{column: [None]})) == column
