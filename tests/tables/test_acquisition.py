"""CAC by group, with new clients in the file or from an order log: by hand, and laws."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from custecon.core.schemas import ORDERS, SPENDING, CheckedColumn, CheckedTable
from custecon.tables import acquisition


def table(schema, **columns):
    rows = len(next(iter(columns.values())))
    made = {name: CheckedColumn(schema.role(name), name, cells, 2) for name, cells in columns.items()}
    return CheckedTable(schema, made, rows)


SPEND = table(
    SPENDING,
    month=["2024-01", "01.2024", "2024-02", "2024-02"],
    channel=["search", "fair", "search", ""],
    spend=[100_00, 50_00, 30_00, 7_00],
)
LOG = table(
    ORDERS,
    client=["a", "a", "b", "c", "d", "e"],
    date=[dt.date(2024, 1, 5), dt.date(2024, 2, 5), dt.date(2024, 1, 9), dt.date(2024, 2, 1), dt.date(2023, 12, 1),
          dt.date(2024, 2, 2)],
    amount=[10_00, 10_00, 5_00, 5_00, 5_00, -1_00],
    channel=["search", "fair", "word of mouth", "search", "search", "search"],
)  # fmt: skip


def test_a_first_order_counts_once_in_its_month_and_channel_and_a_refund_is_none():
    assert acquisition.first_orders(LOG) == Counter(
        {("2024-01", "search"): 1, ("2024-01", "word of mouth"): 1, ("2024-02", "search"): 1, ("2023-12", "search"): 1}
    )


def test_joined_by_month_and_channel():
    found = acquisition.joined(acquisition.spent(SPEND), acquisition.first_orders(LOG))
    assert (found.paid, found.all, found.outside) == (2, 3, 1)
    rows = {(row.groups["channel"], row.groups["month"]): (row.spend, row.new_clients) for row in found.rows}
    assert rows == {
        ("search", "2024-01"): (Decimal(100), 1),
        ("fair", "2024-01"): (Decimal(50), 0),
        ("search", "2024-02"): (Decimal(30), 1),
        ("(none)", "2024-02"): (Decimal(7), 0),
        ("word of mouth", "2024-01"): (Decimal(0), 1),
    }


def test_groups_without_a_new_client_have_no_cac_and_are_listed():
    rows = acquisition.joined(acquisition.spent(SPEND), acquisition.first_orders(LOG)).rows
    shown = {row[0]: row[1:4] for row in acquisition.by_groups(rows, ["channel"]).rows}
    assert shown["search"] == (Decimal(130), 2, Decimal(65))
    assert shown["fair"] == (Decimal(50), 0, None)
    assert shown["word of mouth"] == (Decimal(0), 1, Decimal(0))
    # beside what a client is worth, 195: three times what one costs by search; nothing where nothing was paid
    beside = {row[0]: row[1:] for row in acquisition.by_groups(rows, ["channel"], value=195.0).rows}
    assert beside["search"] == (Decimal(130), 2, 65.0, 130 / 187, 3.0)
    assert (beside["fair"][-1], beside["word of mouth"][-1]) == (None, None)
    # a client who is worth nothing has a ratio too, of 0; one whose worth is not known has no such column
    nothing = {row[0]: row[-1] for row in acquisition.by_groups(rows, ["channel"], value=0.0).rows}
    assert nothing == {"search": 0.0, "fair": None, "word of mouth": None, "(none)": None}
    names = [
        [column.name for column in acquisition.by_groups(rows, ["channel"], value=one).columns] for one in (0.0, None)
    ]
    assert names[0] == [*names[1], "ltv_to_cac"]
    vain = acquisition.without_clients(rows)
    assert vain is not None
    assert [(row[0], row[-1]) for row in vain.rows] == [("fair", Decimal(50)), ("(none)", Decimal(7))]


ROWS = st.lists(
    st.builds(
        acquisition.Spent,
        st.tuples(st.sampled_from("abc"), st.sampled_from(["2024-01", "2024-02"])).map(
            lambda pair: {"channel": pair[0], "month": pair[1]}
        ),
        st.integers(0, 10**8).map(lambda cents: Decimal(cents) / 100),
        st.one_of(st.none(), st.integers(0, 50)),
    ),
    min_size=1,
)
WON = st.dictionaries(
    st.tuples(st.sampled_from(["2023-12", "2024-01", "2024-02"]), st.sampled_from(["a", "d", ""])), st.integers(1, 9)
)


@given(ROWS, st.sampled_from([["channel"], ["month"], ["channel", "month"]]))
def test_groups_add_up_to_the_file(rows, names):
    found = acquisition.by_groups(rows, names).rows
    silent = acquisition.untold(rows)
    left_out = sum(row[-1] for row in silent.rows) if silent else 0
    at = len(names)
    assert sum(row[at] for row in found) + left_out == sum(row.spend for row in rows)
    assert sum(row[at + 1] for row in found) == sum(row.new_clients or 0 for row in rows)


@given(ROWS)
def test_a_row_that_does_not_tell_its_clients_changes_no_cac(rows):
    known = [row for row in rows if row.new_clients is not None]
    assert acquisition.by_groups(rows, ["channel"]).rows == acquisition.by_groups(known, ["channel"]).rows
    vain, silent = acquisition.without_clients(rows), acquisition.untold(rows)
    assert len(vain.rows if vain else []) == sum(row.new_clients == 0 and row.spend > 0 for row in rows)
    assert len(silent.rows if silent else []) == len(rows) - len(known)


@given(ROWS, WON)
def test_joining_loses_no_money_and_no_client(rows, won):
    found = acquisition.joined(rows, won)
    assert sum(row.spend for row in found.rows) == sum(row.spend for row in rows)
    assert sum(row.new_clients or 0 for row in found.rows) == found.all
    assert found.all + found.outside == sum(won.values())
    assert found.paid <= found.all


@given(ROWS)
def test_the_cac_of_all_lies_between_the_cheapest_and_the_dearest_group(rows):
    costs = [row[3] for row in acquisition.by_groups(rows, ["channel"]).rows if row[2]]
    spend = sum(row.spend for row in rows if row.new_clients)
    clients = sum(row.new_clients or 0 for row in rows)
    if clients and all(row.new_clients or not row.spend for row in rows):
        assert min(costs) * (1 - 1e-12) <= spend / clients <= max(costs) * (1 + 1e-12)
