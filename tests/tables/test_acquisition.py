"""CAC by group, with new clients in the file or from an order log: by hand, and laws."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custecon.core.errors import InputRefused
from custecon.core.schemas import CheckedColumn, CheckedTable
from custecon.kinds.orders import ORDERS
from custecon.kinds.spending import SPENDING
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


# ------------------------------------------------------------------ what is read, and what is told of it


def texts(notices):
    return [(one.code, one.what) for one in notices]


def test_rows_of_a_spend_file_are_read_cell_by_cell():
    file = table(
        SPENDING,
        month=["Jan 2024", ""],
        channel=["search", ""],
        campaign=["", "spring"],
        spend=[10_05, 7_00],
        new_clients=[300, 150],
    )
    found = acquisition.spent(file)
    assert [(row.groups, row.spend, row.new_clients) for row in found] == [
        ({"channel": "search", "campaign": "(none)", "month": "2024-01"}, Decimal("10.05"), 3),
        ({"channel": "(none)", "campaign": "spring", "month": "(none)"}, Decimal(7), Decimal("1.5")),
    ]
    assert type(found[0].new_clients) is int
    dated = table(SPENDING, date=[dt.date(2024, 3, 5), None], spend=[1_00, 1_00])
    assert [row.groups for row in acquisition.spent(dated)] == [{"month": "2024-03"}, {"month": "(none)"}]
    assert [row.new_clients for row in acquisition.spent(dated)] == [None, None]


def test_money_back_wins_nobody_lowers_the_spend_and_is_told():
    file = table(SPENDING, channel=["a", "a", "b"], spend=[10_00, -2_50, 5_00], new_clients=[2_00, None, None])
    rows = acquisition.spent(file)
    assert [row.new_clients for row in rows] == [2, 0, None]
    assert texts(acquisition.told_of_credits(file, rows)) == [
        ("N231", "1 amount in «spend» below zero, -2.50 in all: taken as money back, which lowers the cost")
    ]
    assert acquisition.told_of_credits(file, rows[:1]) == []
    alone = table(SPENDING, channel=["a", "a"], spend=[10_00, -2_50])
    assert [row.new_clients for row in acquisition.spent(alone)] == [None, None]
    free = acquisition.spent(table(SPENDING, channel=["a"], spend=[0], new_clients=[None]))
    assert [row.new_clients for row in free] == [None]  # nothing was spent, and nobody says whom it won


def test_a_spend_file_below_zero_is_refused_where_it_is_wrong():
    won = table(SPENDING, channel=["a", "b"], spend=[10_00, -2_50], new_clients=[2_00, 1_00])
    with pytest.raises(InputRefused, match=r"E375: «spend» of «b» is -2\.5.*money that came back won nobody") as told:
        acquisition.spent(won)
    assert "leave no clients on a row of its own" in told.value.problems[0].cure
    turned = table(SPENDING, channel=["a", "", "c"], spend=[10_00, -2_50, -9_00])
    with pytest.raises(InputRefused, match=r"«\(none\)» is -2\.5.*as most of it is not") as told:
        acquisition.spent(turned)
    assert "turn the sign around" in told.value.problems[0].cure
    with pytest.raises(InputRefused, match=r"«row 2» is -3"):
        acquisition.spent(table(SPENDING, spend=[1_00, -3_00]))
    back = [acquisition.Spent({"channel": "x"}, Decimal(3), 1), acquisition.Spent({"channel": "x"}, Decimal(-4), 0)]
    with pytest.raises(InputRefused, match=r"«spend» of «x» is -1.*more came back than was spent there"):
        acquisition.by_groups(back, ["channel"])
    evened = [back[0], acquisition.Spent({"channel": "x"}, Decimal(-3), 0)]
    assert [row[1:4] for row in acquisition.by_groups(evened, ["channel"]).rows] == [(Decimal(0), 1, 0.0)]
    nobody = [acquisition.Spent({"channel": "y"}, Decimal(-4), 0), acquisition.Spent({"channel": "z"}, Decimal(8), 2)]
    assert [row[0] for row in acquisition.by_groups(nobody, ["channel"]).rows] == ["z", "y"]


def test_months_that_nobody_can_tell_and_months_of_several_years_are_told():
    file = table(SPENDING, month=["01/02", "02/03", "week 1"], spend=[1_00, 1_00, 1_00])
    assert [code for code, _ in texts(acquisition.told_of_months(file, acquisition.spent(file)))] == ["N380"]
    assert "«01/02», «02/03»" in acquisition.told_of_months(file, acquisition.spent(file))[0].what
    many = table(SPENDING, month=["01/02", "02/03", "03/04", "04/05", "05/06"], spend=[1_00] * 5)
    assert "«01/02», «02/03», «03/04» and 2 more" in acquisition.told_of_months(many, acquisition.spent(many))[0].what
    years = table(SPENDING, month=["Nov", "Dec", "Jan", "Nov"], channel=["a"] * 4, spend=[1_00] * 4)
    (told,) = acquisition.told_of_months(years, acquisition.spent(years))
    assert (told.code, "«month» names no year, and «Nov» comes again" in told.what) == ("N381", True)
    beside = table(SPENDING, month=["Nov", "Nov", "Dec", "Dec"], channel=["a", "b", "a", "b"], spend=[1_00] * 4)
    assert acquisition.told_of_months(beside, acquisition.spent(beside)) == []
    double = table(SPENDING, month=["Nov", "Nov", "Dec"], channel=["a"] * 3, spend=[1_00] * 3)
    assert acquisition.told_of_months(double, acquisition.spent(double)) == []  # two rows of one month, side by side
    dated = table(SPENDING, month=["2024-01", "2024-02", "2024-01"], spend=[1_00] * 3)
    assert acquisition.told_of_months(dated, acquisition.spent(dated)) == []
    assert acquisition.told_of_months(SPEND, acquisition.spent(table(SPENDING, spend=[1_00]))[:0]) == []


def test_a_log_that_begins_or_ends_within_the_spend_is_told():
    rows = acquisition.spent(SPEND)  # January and February
    log = table(ORDERS, client=["a", "b"], date=[dt.date(2024, 1, 9), dt.date(2024, 1, 12)], amount=[1_00, 1_00])
    won = acquisition.first_orders(log)
    (told,) = acquisition.told_of_beginning(log, won, rows)
    assert told.code == "N382"
    assert "begins on 2024-01-09: of the 2 clients whose first order in it is of 2024-01" in told.what
    assert "it tells nothing of" not in told.what
    later = table(ORDERS, client=["a"], date=[dt.date(2024, 2, 9)], amount=[1_00])
    (told,) = acquisition.told_of_beginning(later, acquisition.first_orders(later), rows)
    assert "of the 1 client whose" in told.what
    assert "it tells nothing of 2024-01, for which there is spend too" in told.what
    before = table(ORDERS, client=["a"], date=[dt.date(2023, 12, 31)], amount=[1_00])
    assert acquisition.told_of_beginning(before, acquisition.first_orders(before), rows) == []
    back = table(ORDERS, client=["a"], date=[dt.date(2024, 1, 9)], amount=[-1_00])
    assert acquisition.told_of_beginning(back, acquisition.first_orders(back), rows) == []  # it begins with nobody
    (told,) = acquisition.told_of_end(log, rows)
    assert told.code == "N388"
    assert "ends on 2024-01-12, but 37.00 was spent later, in «2024-02»" in told.what
    assert acquisition.told_of_end(later, rows) == []
    (told,) = acquisition.told_of_end(before, rows)
    assert "187.00 was spent later, in «2024-01», «2024-02»" in told.what


def test_joined_by_month_alone_where_one_of_the_two_names_no_channel():
    rows = acquisition.spent(SPEND)
    won = Counter({("2024-01", ""): 2, ("2024-03", ""): 4})
    found = acquisition.joined(rows, won)
    assert [(row.groups, row.spend, row.new_clients) for row in found.rows] == [
        ({"month": "2024-01"}, Decimal(150), 2),
        ({"month": "2024-02"}, Decimal(37), 0),
    ]
    assert (found.paid, found.all, found.outside) == (2, 2, 4)
    plain = [acquisition.Spent({"month": "2024-01"}, Decimal(150))]
    assert acquisition.joined(plain, Counter({("2024-01", "search"): 3})).paid == 3
    free = [acquisition.Spent({"month": "2024-01", "channel": "search"}, Decimal(0))]
    assert acquisition.joined(free, Counter({("2024-01", "search"): 3})).paid == 0
    with pytest.raises(InputRefused, match=r"E358.*«week 1»"):
        acquisition.joined([acquisition.Spent({"month": "week 1"}, Decimal(1))], won)


def test_of_two_orders_on_the_first_day_the_one_with_a_channel_tells_it():
    day = dt.date(2024, 1, 5)
    log = table(
        ORDERS,
        client=["a", "a", "b", "b", "c", "c"],
        date=[day, day, day, day, day, day - dt.timedelta(1)],
        amount=[0, 1_00, 1_00, 1_00, 1_00, 1_00],
        channel=["", "search", "fair", "search", "fair", ""],
    )
    assert acquisition.first_orders(log) == Counter(
        {("2024-01", "search"): 1, ("2024-01", "fair"): 1, ("2024-01", ""): 1}
    )


def test_groups_stand_by_spend_or_by_the_calendar():
    def spent(channel, month, money):
        return acquisition.Spent({"channel": channel, "month": month}, Decimal(money), 1)

    rows = [spent("b", "2024-02", 5), spent("a", "2024-10", 5), spent("a", "2024-02", 1), spent("b", "2024-01", 9)]
    assert [row[0] for row in acquisition.by_groups(rows, ["channel"]).rows] == ["b", "a"]
    assert [row[0] for row in acquisition.by_groups(rows[:2], ["channel"]).rows] == ["a", "b"]  # equals by name
    assert [row[0] for row in acquisition.by_groups(rows, ["month"]).rows] == ["2024-01", "2024-02", "2024-10"]
    assert [row[:2] for row in acquisition.by_groups(rows, ["channel", "month"]).rows] == [
        ("a", "2024-02"), ("a", "2024-10"), ("b", "2024-01"), ("b", "2024-02"),
    ]  # fmt: skip
    assert [row[4] for row in acquisition.by_groups(rows, ["channel"]).rows] == [0.7, 0.3]
    nothing = [acquisition.Spent({"channel": "a"}, Decimal(0), 1)]
    assert [row[4] for row in acquisition.by_groups(nothing, ["channel"]).rows] == [None]
