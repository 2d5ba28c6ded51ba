"""What those who left cost, from a list and from a log: by hand and by laws."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from custecon.core.schemas import ORDERS, CheckedColumn, CheckedTable
from custecon.tables import leaving
from custecon.tables.client_list import Member
from custecon.tables.standing import Standing, Year

END = dt.date(2024, 12, 31)


def table(schema, scale=2, **columns):
    rows = len(next(iter(columns.values())))
    made = {name: CheckedColumn(schema.role(name), name, cells, scale) for name, cells in columns.items()}
    return CheckedTable(schema, made, rows)


def test_of_a_log_the_value_is_what_was_paid_in_the_year_up_to_the_last_purchase():
    log = table(
        ORDERS,
        client=["a", "a", "a", "b"],
        date=[dt.date(2022, 1, 1), dt.date(2023, 11, 1), dt.date(2024, 2, 1), dt.date(2024, 12, 31)],
        amount=[100_00, 20_00, 3_00, 50_00],
        channel=["fair", "search", "", "fair"],
    )
    found = leaving.of_orders(log, Year(END, 180))
    assert [(member.key, member.at_start, member.standing.lost, member.revenue) for member in found] == [
        ("a", True, True, Decimal("23.00")),
        ("b", False, False, Decimal("50.00")),
    ]
    assert found[0].groups == {"channel": "search"}


MEMBERS = st.lists(
    st.builds(
        Member,
        key=st.text(min_size=1, max_size=3),
        standing=st.builds(Standing, at_start=st.booleans(), lost=st.booleans()),
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
