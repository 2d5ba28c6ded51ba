"""What those who left cost, from a list and from a log: by hand and by laws."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.orders import ORDERS
from custecon.tables import lost_clients
from custecon.tables.client_columns import Member, Members
from custecon.tables.client_status import Standing, Year
from custecon.tables.ledger import TableLedger

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
    found = lost_clients.of_orders(TableLedger(log), Year(END, 180))
    assert [(member.key, member.standing.at_start, member.standing.lost, member.revenue) for member in found] == [
        ("a", True, True, Decimal("23.00")),
        ("b", False, False, Decimal("50.00")),
    ]
    assert found[0].groups == {"channel": "search"}


def test_the_year_of_a_client_ends_with_his_last_purchase_and_holds_no_day_twice():
    """A yearly contract paid on the same day each year: one payment is in the year, not two. 29 February, too."""
    log = table(
        ORDERS,
        client=["a", "a", "leap", "leap", "leap", "late"],
        date=[
            *(dt.date(2023, 3, 1), dt.date(2024, 3, 1)),
            *(dt.date(2023, 2, 28), dt.date(2023, 3, 1), dt.date(2024, 2, 29)),
            END,
        ],
        amount=[100_00, 110_00, 1_00, 10_00, 100_00, 7_00],
    )
    found = {member.key: member.revenue for member in lost_clients.of_orders(TableLedger(log), Year(END, 180))}
    assert found == {"a": Decimal(110), "leap": Decimal(110), "late": Decimal(7)}


def test_of_two_orders_of_one_day_the_later_row_names_the_group():
    log = table(ORDERS, client=["a"] * 3, date=[END] * 3, amount=[1] * 3, segment=["small", "large", ""])
    assert lost_clients.of_orders(TableLedger(log), Year(END))[0].groups == {"segment": "large"}


def lost(key, revenue=None, segment="", reason="", **stands):
    stands = {"at_start": True, "lost": True, **stands}
    return Member(key, Standing(**stands), None if revenue is None else Decimal(revenue), groups={"segment": segment},
                  reason=reason)  # fmt: skip


def test_the_dearest_stand_first_then_the_most_then_by_name():
    found = [
        lost("e", 5, "one of 5", "service"),
        lost("d", 3, "two of 5", "price"),
        lost("c", 2, "two of 5", "price"),
        lost("b", 9, "dear", "moved"),
        lost("a", 5, "another of 5", "service"),
    ]
    names = [row[0] for row in lost_clients.by_group(Members.of(found), "segment", level=0.95).rows]
    assert names == ["dear", "two of 5", "another of 5", "one of 5"]
    assert [row[0] for row in lost_clients.by_reason(Members.of(found), ()).rows] == ["price", "service", "moved"]
    assert [row[0] for row in lost_clients.leavers(Members.of(found)).rows] == ["b", "a", "e", "d", "c"]


def test_zeros_of_all_who_left_are_prices_of_today_and_of_some_they_are_amounts():
    stays = lost("stays", 40, lost=False)
    asked = {
        "all left pay 0": [stays, lost("x", 0), lost("y", 0)],
        "one paid": [stays, lost("x", 0), lost("y", 8)],
        "none pays 0": [stays, lost("x", 1)],
        "nobody who stays pays": [lost("stays", 0, lost=False), lost("x", 0)],
    }
    told = {}
    for name, members in asked.items():
        found, notices = lost_clients.without_prices_of_today(Members.of(members), "mrr")
        told[name] = [one.code for one in notices], [member.revenue for member in found]
    assert told == {
        "all left pay 0": (["N393"], [40, None, None]),
        "one paid": (["N394"], [40, 0, 8]),
        "none pays 0": ([], [40, 1]),
        "nobody who stays pays": (["N394"], [0, 0]),
    }


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
    gone = [member for member in found if member.standing.left]
    groups = lost_clients.by_group(Members.of(found), "segment", level=0.95)
    assert total(groups.rows, 1) == sum(member.standing.at_start for member in found)
    assert total(groups.rows, 2) == len(gone)
    lost = lost_clients.leavers(Members.of(found))
    assert len(lost.rows) == len(gone)
    reasons = lost_clients.by_reason(Members.of(found), ()).rows
    assert total(reasons, 1) == len(gone)
    income = sum((member.revenue or Decimal(0) for member in gone), Decimal(0))
    for one in (groups, lost, lost_clients.by_reason(Members.of(found), ())):
        names = [column.name for column in one.columns]
        if "income_lost" in names:
            assert total(one.rows, names.index("income_lost")) == income


@given(MEMBERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(found, random):
    named = [replace(member, key=f"{member.key} {number}") for number, member in enumerate(found)]
    shuffled = list(named)
    random.shuffle(shuffled)
    for made in (
        lambda members: lost_clients.by_group(members, "segment", level=0.9),
        lambda members: lost_clients.by_reason(members, ("price",)),
        lost_clients.leavers,
    ):
        assert list(made(Members.of(named)).rows) == list(made(Members.of(shuffled)).rows)
